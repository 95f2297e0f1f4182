// Package calendar holds civil dates, Beijing time and the working days of the
// State Council's yearly holiday notices.
//
// It knows no clock: every function is told which day or moment it is about.
// It promises that a working day is never guessed. A question that touches a
// year whose notice is not loaded is answered by an [*Unloaded] error, because
// a binding date that later moves is worse than no date.
package calendar

import (
	"fmt"
	"time"

	"qinglan/internal/lang"
)

// Beijing is the zone of every deadline. It is fixed, so that no tzdata is
// needed; the summer time of 1986 to 1991 is of no concern here.
var Beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// A Date is a civil day without a zone. The zero Date stands for no date and
// is written as the empty string.
type Date struct{ Y, M, D int }

// Parse reads a date as screens write it, 2017-10-20. It refuses a day that
// does not exist.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not a day like 2017-10-20", s)
	}
	return Of(t), nil
}

// Must is [Parse] for dates written in the program and in tests.
func Must(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Of returns the day on which t falls where t is. Give it t.In(Beijing), or
// use [Day], for the day of a deadline.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// Day returns the day on which t falls in Beijing.
func Day(t time.Time) Date { return Of(t.In(Beijing)) }

// IsZero reports whether d stands for no date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as screens show it: 2017-10-20.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Y, d.M, d.D)
}

// Chinese returns the date as documents print it: 2017年10月20日, without
// leading zeros (GB/T 9704-2012).
func (d Date) Chinese() string { return d.Said().String() }

// Said returns the date for a sentence on a page.
func (d Date) Said() Said {
	if d.IsZero() {
		return Said{}
	}
	return Said{fmt.Sprintf("%d年%d月%d日", d.Y, d.M, d.D), d.utc().Format("2 Jan 2006")}
}

// Short returns the date for a list of the current year: 10月18日（周三）.
func (d Date) Short() Said {
	if d.IsZero() {
		return Said{}
	}
	return Said{fmt.Sprintf("%d月%d日（周%s）", d.M, d.D, weekdays[d.Weekday()]), d.utc().Format("Mon 2 Jan 2006")}
}

// A Said is a day or a moment as people say it; a [lang.Text].
type Said struct{ zh, en string }

// Text returns s in the language l.
func (s Said) Text(l lang.Lang) string {
	if l == lang.English {
		return s.en
	}
	return s.zh
}

// String returns s in Chinese.
func (s Said) String() string { return s.zh }

// With returns s with an hour, such as 17:00.
func (s Said) With(hour string) Said { return Said{s.zh + hour, s.en + ", " + hour} }

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays returns the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return Of(d.utc().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later, or the last day of that month
// if it is too short (民法典 202).
func (d Date) AddMonths(n int) Date {
	first := Of(time.Date(d.Y, time.Month(d.M+n), 1, 0, 0, 0, 0, time.UTC))
	first.D = min(d.D, first.lastDay())
	return first
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int { return d.utc().Compare(e.utc()) }

// At returns the moment of that day in Beijing. At(24, 0) is 00:00 of the next
// day, which is how deadlines at 24:00 are stored.
func (d Date) At(hour, minute int) time.Time {
	return time.Date(d.Y, time.Month(d.M), d.D, hour, minute, 0, 0, Beijing)
}

// MarshalText writes d as in [Date.String].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = Parse(string(b))
	return err
}

// Months returns the number of whole months from one day to another. The last
// day of a short month completes the month (民法典 202). It is negative if to
// is before from.
func Months(from, to Date) int {
	if to.Before(from) {
		return -Months(to, from)
	}
	n := (to.Y-from.Y)*12 + to.M - from.M
	if to.D < from.D && to.D < to.lastDay() {
		n--
	}
	return n
}

// Moment returns t in Beijing as lists show it: 10月18日（周三）17:00.
func Moment(t time.Time) Said {
	return Day(t).Short().With(t.In(Beijing).Format("15:04"))
}

// Deadline returns t like [Moment], but 00:00 as 24:00 of the day before: that
// is how the notices set it.
func Deadline(t time.Time) Said {
	t = t.In(Beijing)
	if t.Hour() == 0 && t.Minute() == 0 {
		return Day(t).AddDays(-1).Short().With("24:00")
	}
	return Moment(t)
}

// Exact returns t in Beijing to the second, as receipts show it:
// 2017-10-18 17:00:00.
func Exact(t time.Time) string { return t.In(Beijing).Format(time.DateTime) }

func (d Date) utc() time.Time {
	return time.Date(d.Y, time.Month(d.M), d.D, 0, 0, 0, 0, time.UTC)
}

func (d Date) lastDay() int {
	return time.Date(d.Y, time.Month(d.M)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
