package ui

import (
	"context"
	"strings"
	"time"

	"qinglan/internal/lang"
)

// beijing is the time of every date that people read.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// When writes a moment for people: "9月28日（周四）10:24", with its year where
// that is not the year of the page.
func When(ctx context.Context, t time.Time) string {
	t = t.In(beijing)
	if lang.Of(ctx) == lang.English {
		return t.Format("Mon 2 Jan 2006, 15:04")
	}
	day := "1月2日（周"
	if now := ShellOf(ctx, "", "").Now; !now.IsZero() && now.In(beijing).Year() != t.Year() {
		day = "2006年" + day
	}
	return t.Format(day) + weekdays[t.Weekday()] + t.Format("）15:04")
}

// Deadline writes a deadline like [When], but midnight as 24:00 of the day
// before: that is how the notices set it.
func Deadline(ctx context.Context, t time.Time) string {
	t = t.In(beijing)
	if t.Hour() != 0 || t.Minute() != 0 {
		return When(ctx, t)
	}
	return strings.TrimSuffix(When(ctx, t.AddDate(0, 0, -1)), "00:00") + "24:00"
}

// Day writes a day for people: "2017年9月28日".
func Day(ctx context.Context, t time.Time) string {
	t = t.In(beijing)
	if lang.Of(ctx) == lang.English {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2006年1月2日")
}

// Exact writes a moment to the second, with its year.
func Exact(t time.Time) string { return t.In(beijing).Format(time.DateTime) }

// stamp writes a moment for the datetime attribute.
func stamp(t time.Time) string { return t.In(beijing).Format(time.RFC3339) }

// Left writes how much time is left before due. workdays is the count of
// working days from now to due, below zero if nobody counted.
func Left(ctx context.Context, due, now time.Time, workdays int) (string, Tone) {
	left := due.Sub(now)
	switch {
	case left <= 0:
		if days := int(-left / (24 * time.Hour)); days > 0 {
			return T(ctx, "已截止 %d 天", days), Late
		}
		return T(ctx, "已截止"), Late
	case left < time.Hour:
		return T(ctx, "还有 %d 分钟", int(left/time.Minute)+1), Late
	case left < 24*time.Hour:
		return T(ctx, "还有 %d 小时", int(left/time.Hour)), OnMe
	case workdays >= 0 && workdays <= 3:
		return T(ctx, "还有 %d 个工作日", workdays), OnMe
	case workdays >= 0:
		return T(ctx, "还有 %d 个工作日", workdays), Plain
	}
	return T(ctx, "还有 %d 天", int(left/(24*time.Hour))), Plain
}

// lines cuts a text that begins with a day in figures into the pieces that each
// stay on one line: before its hour and between two days it may be broken, never
// within. Of other texts and long ones there are none; they break as they like.
func lines(text string) []string {
	if len(text) > 80 || !dated(text) {
		return nil
	}
	var out []string
	from, ending := 0, false
	for i, r := range text {
		end := strings.ContainsRune("）—至 ", r)
		if ending && !end {
			out, from = append(out, text[from:i]), i
		}
		ending = end
	}
	return append(out, text[from:])
}

// dated reports whether a text begins as 9月28日, 2017年9月28日 or 2017-09-28 do.
func dated(text string) bool {
	n := 0
	for n < len(text) && n < 4 && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	if n == 0 {
		return false
	}
	rest := text[n:]
	return strings.HasPrefix(rest, "年") || strings.HasPrefix(rest, "月") || len(rest) >= 4 && rest[0] == '-' && rest[3] == '-'
}
