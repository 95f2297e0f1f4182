package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

//go:embed data/holidays.json
var holidays []byte

// A Year is one holiday notice of the State Council.
type Year struct {
	Year  int      `json:"year"`
	Basis string   `json:"basis"` // 依据文号
	Off   []Marked `json:"off"`   // days off, weekend days inside a holiday included
	Work  []Marked `json:"work"`  // Saturdays and Sundays that are worked
}

// A Marked day is one that the notice names; it may lie in a neighbouring year.
type Marked struct {
	Date Date   `json:"date"`
	Name string `json:"name"`
}

// Unloaded says that an answer needs the holiday notice of Year.
type Unloaded struct{ Year int }

// Error returns the sentence that people see.
func (e *Unloaded) Error() string { return fmt.Sprintf("请先载入%d年节假日安排", e.Year) }

// A Table is the set of holiday notices that are loaded. It never changes; use
// [Table.With] for one with another year.
type Table struct {
	years map[int]Year
	marks map[Date]bool // true: worked, false: off; other days go by the week
}

// Builtin returns the table that comes with the program, 2017 to 2026.
var Builtin = sync.OnceValue(func() *Table {
	var file struct{ Years []Year }
	if err := json.Unmarshal(holidays, &file); err != nil {
		panic(fmt.Sprintf("calendar: data/holidays.json: %v", err))
	}
	t := &Table{}
	for _, y := range file.Years {
		t = t.With(y)
	}
	return t
})

// With returns a table in which y is loaded, in place of an earlier version of
// the same year if there is one. What is still open must then be reckoned anew.
func (t *Table) With(y Year) *Table {
	years := make(map[int]Year, len(t.years)+1)
	maps.Copy(years, t.years)
	years[y.Year] = y
	marks := map[Date]bool{}
	for _, n := range slices.Sorted(maps.Keys(years)) { // the later notice wins where two name a day
		for _, m := range years[n].Off {
			marks[m.Date] = false
		}
		for _, m := range years[n].Work {
			marks[m.Date] = true
		}
	}
	return &Table{years, marks}
}

// Years returns the loaded notices in order.
func (t *Table) Years() []Year {
	list := slices.Collect(maps.Values(t.years))
	slices.SortFunc(list, func(a, b Year) int { return a.Year - b.Year })
	return list
}

// IsWorkday reports whether d is worked, or returns [*Unloaded].
func (t *Table) IsWorkday(d Date) (bool, error) {
	if _, ok := t.years[d.Y]; !ok {
		return false, &Unloaded{d.Y}
	}
	if worked, ok := t.marks[d]; ok {
		return worked, nil
	}
	w := d.Weekday()
	return w != 0 && w != 6, nil
}

// AddWorkdays returns the n-th working day on or after start if countFirst,
// after start if not. A start that is not worked never counts. With n = 0 it
// returns start.
func (t *Table) AddWorkdays(start Date, n int, countFirst bool) (Date, error) {
	if n < 0 {
		return Date{}, fmt.Errorf("add %d working days: want 0 or more", n)
	}
	if n == 0 {
		return start, nil
	}
	d := start
	if !countFirst {
		d = d.AddDays(1)
	}
	for ; ; d = d.AddDays(1) {
		worked, err := t.IsWorkday(d)
		if err != nil {
			return Date{}, err
		}
		if worked {
			n--
		}
		if n == 0 {
			return d, nil
		}
	}
}

// WorkdaysBetween returns the number of working days after from, up to and
// including to: what is left of a period on the day from. It is 0 if to is not
// after from.
func (t *Table) WorkdaysBetween(from, to Date) (int, error) {
	n := 0
	for d := from.AddDays(1); !to.Before(d); d = d.AddDays(1) {
		worked, err := t.IsWorkday(d)
		if err != nil {
			return 0, err
		}
		if worked {
			n++
		}
	}
	return n, nil
}

// IsWorkday is [Table.IsWorkday] of the built-in years.
func IsWorkday(d Date) (bool, error) { return Builtin().IsWorkday(d) }

// AddWorkdays is [Table.AddWorkdays] of the built-in years.
func AddWorkdays(start Date, n int, countFirst bool) (Date, error) {
	return Builtin().AddWorkdays(start, n, countFirst)
}

// WorkdaysBetween is [Table.WorkdaysBetween] of the built-in years.
func WorkdaysBetween(from, to Date) (int, error) { return Builtin().WorkdaysBetween(from, to) }
