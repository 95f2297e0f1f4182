package draft

import (
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/form"
)

// Months counts the months of experience up to the last day before the
// deadline. Times that overlap count once; one that has not ended runs on.
func Months(answer string, deadline time.Time) int {
	last := calendar.Day(deadline.Add(-time.Millisecond)).AddDays(1)
	var spans []calendar.Span
	for _, row := range form.Table(answer) {
		from, err := calendar.Parse(row["from"] + "-01")
		if err != nil {
			continue
		}
		to := last
		if row["to"] != "" {
			if to, err = calendar.Parse(row["to"] + "-01"); err != nil {
				continue
			}
			to = to.AddMonths(1)
		}
		if last.Before(to) {
			to = last
		}
		spans = append(spans, calendar.Span{From: from, To: to})
	}
	return calendar.Covered(spans)
}
