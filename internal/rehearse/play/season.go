package play

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Season is one edition as it is played. Acts name the days of the first
// edition; [Season.Day] says where they fall in this one.
type Season struct {
	Edition string
	Notice  string // the province's
	own     bool   // Jinhua has a notice of its own
	Hours   int    // of training that everybody has had
	days    []turn
}

// A turn says which day of a season stands for a day of the first edition.
// Days between two turns keep their distance from the earlier one.
type turn struct{ base, day string }

// Seasons are the editions of the programme in order. A later one begins when
// the one before it is over: the first three months after the training are
// played faster than a single edition is.
var Seasons = []Season{
	{Edition: "teacher2017", Notice: "zswlf72", own: true, Hours: 24, days: []turn{
		{"2017-09-28", "2017-09-28"},
		{"2018-01-08", "2018-01-02"}, {"2018-01-15", "2018-01-08"}, {"2018-02-15", "2018-01-22"}, {"2018-03-15", "2018-02-05"},
		{"2018-04-02", "2018-02-26"}, {"2018-04-09", "2018-03-05"},
		{"2018-05-07", "2018-03-16"}, {"2018-05-14", "2018-03-23"}, {"2018-05-21", "2018-03-24"},
	}},
	{Edition: "teacher2018", Notice: "demo2018", own: true, Hours: 32, days: []turn{
		{"2017-09-28", "2018-03-26"}, {"2017-10-09", "2018-04-02"}, {"2017-10-11", "2018-04-16"}, {"2017-10-17", "2018-04-20"},
		{"2017-10-18", "2018-04-23"}, {"2017-10-19", "2018-04-25"}, {"2017-10-20", "2018-04-27"}, {"2017-10-21", "2018-04-28"}, {"2017-10-23", "2018-05-02"},
		{"2017-11-06", "2018-05-07"}, {"2017-11-20", "2018-05-28"}, {"2017-12-18", "2018-06-25"},
		{"2018-01-08", "2018-07-02"}, {"2018-01-15", "2018-07-09"}, {"2018-02-15", "2018-08-09"}, {"2018-03-15", "2018-09-10"},
		{"2018-04-02", "2018-09-17"}, {"2018-04-09", "2018-10-08"},
	}},
	{Edition: "teacher2019", Notice: "demo2019", Hours: 40, days: []turn{
		{"2017-09-28", "2019-03-25"}, {"2017-10-09", "2019-04-01"}, {"2017-10-11", "2019-04-15"}, {"2017-10-17", "2019-04-19"},
		{"2017-10-18", "2019-04-22"}, {"2017-10-19", "2019-04-25"}, {"2017-10-20", "2019-04-26"}, {"2017-10-21", "2019-04-27"}, {"2017-10-23", "2019-04-29"},
		{"2017-11-06", "2019-05-06"}, {"2017-11-20", "2019-05-27"}, {"2017-12-18", "2019-06-24"},
		{"2018-01-08", "2019-07-01"}, {"2018-01-15", "2019-07-08"}, {"2018-02-15", "2019-08-08"}, {"2018-03-15", "2019-09-09"},
		{"2018-04-02", "2019-09-16"}, {"2018-04-09", "2019-10-14"},
	}},
}

// Alone is the first edition played by itself, on its own days.
var Alone = Season{Edition: "teacher2017", Notice: "zswlf72", own: true, Hours: 24}

// Day returns the day of the season that stands for a day of the first edition;
// a time of day behind it stays.
func (s *Season) Day(base string) string {
	day, clock, timed := strings.Cut(base, " ")
	i, exact := slices.BinarySearchFunc(s.days, day, func(t turn, day string) int { return cmp.Compare(t.base, day) })
	switch {
	case exact:
		day = s.days[i].day
	case i > 0:
		day = date(s.days[i-1].day).Add(date(day).Sub(date(s.days[i-1].base))).Format(time.DateOnly)
	}
	if timed {
		return day + " " + clock
	}
	return day
}

// OfSeveral reports whether the season is one of several that are played one
// after the other.
func (s *Season) OfSeveral() bool { return len(s.days) > 0 }

// Year returns the year of the day of the season that stands for a day of the
// first edition.
func (s *Season) Year(base string) string { return s.Day(base)[:4] }

// date reads a day that this package has written.
func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(fmt.Sprintf("play: no day: %q", s))
	}
	return t
}

// Lessons is how many lessons of four hours a class has: one more than the
// edition asks for, so that a leave does not cost the training.
func (s *Season) Lessons() int { return s.Hours/4 + 1 }
