package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/lang"
)

func TestParse(t *testing.T) {
	for _, bad := range []string{"", "2017", "2017-2-3", "2017-02-29", "2017-13-01", "2017-10-20 ", "20171020", "2017/10/20"} {
		if d, err := calendar.Parse(bad); err == nil {
			t.Errorf("Parse(%q) = %v; want an error", bad, d)
		}
	}
	got, err := calendar.Parse("2016-02-29")
	if want := (calendar.Date{Y: 2016, M: 2, D: 29}); err != nil || got != want {
		t.Errorf("Parse(2016-02-29) = %v, %v; want %v", got, err, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2017-10-20", "0000-01-01", "9999-12-31", "2017-02-30", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.Parse(s)
		if err == nil && d.String() != s {
			t.Errorf("Parse(%q).String() = %q", s, d)
		}
	})
}

func TestWritten(t *testing.T) {
	d := calendar.Must("2017-10-08")
	for _, c := range []struct{ what, got, want string }{
		{"String", d.String(), "2017-10-08"},
		{"Chinese", d.Chinese(), "2017年10月8日"},
		{"Short", d.Short().String(), "10月8日（周日）"},
		{"Short", calendar.Must("2017-10-18").Short().String(), "10月18日（周三）"},
		{"String of no date", calendar.Date{}.String(), ""},
		{"Chinese of no date", calendar.Date{}.Chinese(), ""},
		{"Short of no date", calendar.Date{}.Short().String(), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s = %q; want %q", c.what, c.got, c.want)
		}
	}
}

func TestMoments(t *testing.T) {
	d := calendar.Must("2017-10-18")
	for _, c := range []struct {
		at                      time.Time
		moment, deadline, exact string
	}{
		{d.At(17, 0), "10月18日（周三）17:00", "10月18日（周三）17:00", "2017-10-18 17:00:00"},
		{d.At(24, 0), "10月19日（周四）00:00", "10月18日（周三）24:00", "2017-10-19 00:00:00"},
		// Late in the evening in London is the next morning in Beijing.
		{time.Date(2017, 12, 31, 20, 30, 5, 0, time.UTC), "1月1日（周一）04:30", "1月1日（周一）04:30", "2018-01-01 04:30:05"},
	} {
		if got := calendar.Moment(c.at).String(); got != c.moment {
			t.Errorf("Moment(%v) = %s; want %s", c.at, got, c.moment)
		}
		if got := calendar.Deadline(c.at).String(); got != c.deadline {
			t.Errorf("Deadline(%v) = %s; want %s", c.at, got, c.deadline)
		}
		if got := calendar.Exact(c.at); got != c.exact {
			t.Errorf("Exact(%v) = %s; want %s", c.at, got, c.exact)
		}
	}
	if got := calendar.Deadline(d.At(24, 0)).Text(lang.English); got != "Wed 18 Oct 2017, 24:00" {
		t.Errorf("the deadline is shown in English as %s", got)
	}
	if got, want := d.At(24, 0).UTC(), time.Date(2017, 10, 18, 16, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("24:00 is %v; want %v", got, want)
	}
	if got := calendar.Day(d.At(24, 0)); got != d.AddDays(1) {
		t.Errorf("24:00 falls on %v; want the next day", got)
	}
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2017-09-25", "2017-09-25", 0},
		{"2017-09-25", "2017-10-24", 0},
		{"2017-09-25", "2017-10-25", 1},
		{"2017-09-25", "2019-09-25", 24},
		{"2017-09-25", "2019-09-24", 23},
		{"2018-01-31", "2018-02-27", 0},
		{"2018-01-31", "2018-02-28", 1}, // the month has no 31st
		{"2016-02-29", "2017-02-28", 12},
		{"2017-10-25", "2017-09-25", -1},
		{"2017-10-24", "2017-09-25", 0},
	} {
		if got := calendar.Months(calendar.Must(c.from), calendar.Must(c.to)); got != c.want {
			t.Errorf("Months(%s, %s) = %d; want %d", c.from, c.to, got, c.want)
		}
	}
}

// Whatever the day, n months later n whole months have passed, and the day
// before they have not.
func TestAddMonths(t *testing.T) {
	for d := calendar.Must("2015-12-01"); d.Y < 2018; d = d.AddDays(1) {
		for _, n := range []int{1, 2, 11, 12, 24, 36} {
			later := d.AddMonths(n)
			if got := calendar.Months(d, later); got != n {
				t.Fatalf("%v + %d months = %v, which is %d months", d, n, later, got)
			}
			if got := calendar.Months(d, later.AddDays(-1)); got != n-1 {
				t.Fatalf("%v to %v = %d months; want %d", d, later.AddDays(-1), got, n-1)
			}
		}
	}
}

// Days follow each other without gap, in order, through leap years.
func TestDaysInOrder(t *testing.T) {
	d := calendar.Must("1999-12-31")
	for range 3000 {
		next := d.AddDays(1)
		if !d.Before(next) || next.Before(d) || d.Before(d) || next.AddDays(-1) != d {
			t.Fatalf("%v and %v are not neighbours", d, next)
		}
		if (int(d.Weekday())+1)%7 != int(next.Weekday()) {
			t.Fatalf("%v is %v and %v is %v", d, d.Weekday(), next, next.Weekday())
		}
		d = next
	}
	if want := calendar.Must("2008-03-18"); d != want {
		t.Errorf("3000 days on it is %v; want %v", d, want)
	}
}

func TestDateInJSON(t *testing.T) {
	type row struct{ From, To calendar.Date }
	in := row{From: calendar.Must("2017-09-25")}
	b, err := json.Marshal(in)
	if want := `{"From":"2017-09-25","To":""}`; err != nil || string(b) != want {
		t.Fatalf("Marshal = %s, %v; want %s", b, err, want)
	}
	var out row
	if err := json.Unmarshal(b, &out); err != nil || out != in {
		t.Errorf("Unmarshal = %v, %v; want %v", out, err, in)
	}
	if err := json.Unmarshal([]byte(`{"To":"2017-02-30"}`), &out); err == nil {
		t.Error("a day that does not exist was read")
	}
}
