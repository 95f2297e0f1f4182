package calendar_test

import (
	"errors"
	"slices"
	"testing"

	"qinglan/internal/calendar"
)

func TestIsWorkday(t *testing.T) {
	for _, c := range []struct {
		day  string
		want bool
		why  string
	}{
		{"2017-09-25", true, "a Monday"},
		{"2017-09-23", false, "a Saturday"},
		{"2017-09-30", true, "a Saturday that is worked"},
		{"2017-10-02", false, "a Monday in the National Day holiday"},
		{"2017-10-08", false, "a Sunday in the holiday"},
		{"2017-10-09", true, "the first day after it"},
		{"2018-12-29", true, "a Saturday worked by the notice of 2019"},
		{"2018-12-31", false, "a Monday off by the notice of 2019"},
		{"2022-12-31", false, "off by the notice of 2023"},
		{"2020-01-31", false, "added to the Spring Festival in 2020"},
		{"2026-02-14", true, "a Saturday worked before the Spring Festival"},
		{"2026-02-16", false, "the eve of the Spring Festival"},
	} {
		got, err := calendar.IsWorkday(calendar.Must(c.day))
		if err != nil || got != c.want {
			t.Errorf("IsWorkday(%s) = %v, %v; want %v: it is %s", c.day, got, err, c.want, c.why)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	for _, c := range []struct {
		start string
		n     int
		first bool
		want  string
	}{
		{"2026-02-11", 5, true, "2026-02-24"},
		{"2026-02-11", 5, false, "2026-02-25"},
		{"2017-09-28", 5, true, "2017-10-10"},
		{"2017-09-28", 5, false, "2017-10-11"},
		{"2017-10-18", 0, false, "2017-10-18"},
		{"2017-10-18", 1, true, "2017-10-18"},
		{"2017-10-18", 1, false, "2017-10-19"},
		// A start that is not worked never counts.
		{"2017-10-14", 1, true, "2017-10-16"},
		{"2017-10-14", 1, false, "2017-10-16"},
		{"2018-12-28", 2, false, "2019-01-02"},
	} {
		got, err := calendar.AddWorkdays(calendar.Must(c.start), c.n, c.first)
		if err != nil || got.String() != c.want {
			t.Errorf("AddWorkdays(%s, %d, %v) = %v, %v; want %s", c.start, c.n, c.first, got, err, c.want)
		}
	}
	if d, err := calendar.AddWorkdays(calendar.Must("2017-10-18"), -1, false); err == nil {
		t.Errorf("AddWorkdays of -1 = %v; want an error", d)
	}
}

// A date that touches a year without a notice is refused, never guessed.
func TestUnloaded(t *testing.T) {
	check := func(what string, err error, year int, text string) {
		t.Helper()
		var u *calendar.Unloaded
		if !errors.As(err, &u) || u.Year != year || err.Error() != text {
			t.Errorf("%s: %v; want %s", what, err, text)
		}
	}
	_, err := calendar.IsWorkday(calendar.Must("2016-12-30"))
	check("IsWorkday", err, 2016, "请先载入2016年节假日安排")
	_, err = calendar.AddWorkdays(calendar.Must("2026-12-28"), 5, true)
	check("AddWorkdays", err, 2027, "请先载入2027年节假日安排")
	_, err = calendar.WorkdaysBetween(calendar.Must("2026-12-28"), calendar.Must("2027-01-04"))
	check("WorkdaysBetween", err, 2027, "请先载入2027年节假日安排")

	if d, err := calendar.AddWorkdays(calendar.Must("2026-12-28"), 4, true); err != nil || d.String() != "2026-12-31" {
		t.Errorf("within the loaded year: %v, %v; want 2026-12-31", d, err)
	}
}

func TestWorkdaysBetween(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2017-10-18", "2017-10-18", 0},
		{"2017-10-18", "2017-10-17", 0},
		{"2017-10-18", "2017-10-20", 2},
		{"2017-10-18", "2017-10-22", 2}, // ends on a Sunday
		{"2017-09-29", "2017-10-09", 2}, // 30 September is worked
		{"2017-10-01", "2017-10-08", 0},
		{"2016-12-31", "2017-01-03", 1}, // the day itself is not asked about
	} {
		got, err := calendar.WorkdaysBetween(calendar.Must(c.from), calendar.Must(c.to))
		if err != nil || got != c.want {
			t.Errorf("WorkdaysBetween(%s, %s) = %d, %v; want %d", c.from, c.to, got, err, c.want)
		}
	}
}

// Adding and counting are each other's inverse from every day of four years,
// and what is reached is always worked.
func TestAddThenCount(t *testing.T) {
	for d := calendar.Must("2017-01-01"); d.Y < 2021; d = d.AddDays(1) {
		for _, n := range []int{1, 5, 7, 20} {
			end, err := calendar.AddWorkdays(d, n, false)
			if err != nil {
				t.Fatal(err)
			}
			if worked, _ := calendar.IsWorkday(end); !worked {
				t.Fatalf("%v + %d = %v, which is not worked", d, n, end)
			}
			if got, _ := calendar.WorkdaysBetween(d, end); got != n {
				t.Fatalf("%v + %d = %v, but %d lie between", d, n, end, got)
			}
			first, _ := calendar.AddWorkdays(d, n, true)
			if worked, _ := calendar.IsWorkday(d); worked != first.Before(end) {
				t.Fatalf("from %v: %v counting the first day, %v not", d, first, end)
			}
		}
	}
}

func TestBuiltin(t *testing.T) {
	years := calendar.Builtin().Years()
	if len(years) != 10 || years[0].Year != 2017 || years[9].Year != 2026 {
		t.Fatalf("loaded are %d years from %d", len(years), years[0].Year)
	}
	for _, y := range years {
		if y.Basis == "" {
			t.Errorf("%d has no notice", y.Year)
		}
		for _, m := range y.Work {
			// The longer holiday of 2020 names its first working day, a Monday.
			if w := m.Date.Weekday(); w != 0 && w != 6 && m.Date.String() != "2020-02-03" {
				t.Errorf("%v is a working day anyway, but %d makes it one", m.Date, y.Year)
			}
		}
		for _, m := range slices.Concat(y.Off, y.Work) {
			if m.Date.Y != y.Year && m.Date.Y != y.Year-1 {
				t.Errorf("%d speaks of %v", y.Year, m.Date)
			}
		}
	}
}

// An added year opens its days, and those it changes in the December before.
func TestWith(t *testing.T) {
	next := calendar.Year{
		Year:  2027,
		Basis: "测试",
		Off:   []calendar.Marked{{Date: calendar.Must("2026-12-31"), Name: "元旦"}, {Date: calendar.Must("2027-01-01"), Name: "元旦"}},
		Work:  []calendar.Marked{{Date: calendar.Must("2027-01-02"), Name: "元旦"}},
	}
	before := calendar.Builtin()
	after := before.With(next)
	got, err := after.AddWorkdays(calendar.Must("2026-12-30"), 1, false)
	if err != nil || got.String() != "2027-01-02" {
		t.Errorf("the day after 2026-12-30 is %v, %v; want 2027-01-02", got, err)
	}
	if worked, err := before.IsWorkday(calendar.Must("2026-12-31")); err != nil || !worked {
		t.Errorf("the table without 2027 changed: %v, %v", worked, err)
	}

	// A corrected year replaces its first version as a whole.
	next.Off = next.Off[1:]
	if worked, err := after.With(next).IsWorkday(calendar.Must("2026-12-31")); err != nil || !worked {
		t.Errorf("2026-12-31 is still off after the correction: %v, %v", worked, err)
	}
}
