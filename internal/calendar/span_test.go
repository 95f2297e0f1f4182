package calendar

import "testing"

func TestCovered(t *testing.T) {
	d := func(y, m int) Date { return Date{Y: y, M: m, D: 1} }
	for _, c := range []struct {
		spans []Span
		want  int
	}{
		{nil, 0},
		{[]Span{{d(2014, 7), d(2015, 7)}}, 12},
		{[]Span{{d(2015, 1), d(2016, 1)}, {d(2014, 7), d(2015, 7)}}, 18}, // half a year of both
		{[]Span{{d(2014, 1), d(2016, 1)}, {d(2014, 3), d(2014, 5)}}, 24}, // one within the other
		{[]Span{{d(2014, 1), d(2014, 3)}, {d(2015, 1), d(2015, 2)}}, 3},
		{[]Span{{d(2015, 1), d(2014, 1)}}, 0},
	} {
		if got := Covered(c.spans); got != c.want {
			t.Errorf("Covered(%v) = %d; want %d", c.spans, got, c.want)
		}
	}
}
