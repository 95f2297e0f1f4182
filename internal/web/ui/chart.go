package ui

import (
	"fmt"
	"strconv"
	"strings"
)

// width returns the width of the bar b in hundredths of the chart: of its whole
// if it has one, else of the largest.
func (c Chart) width(b Bar) string {
	whole := b.Of
	if whole <= 0 {
		for _, other := range c.Bars {
			whole = max(whole, other.Value)
		}
	}
	if whole <= 0 || b.Value <= 0 {
		return "0"
	}
	return strconv.FormatFloat(100*float64(min(b.Value, whole))/float64(whole), 'f', 2, 64)
}

// top returns the number at the upper edge of the chart: even, and round.
func (l Line) top() int {
	most := 0
	for _, p := range l.Points {
		most = max(most, p.Value)
	}
	if l.Ahead != nil {
		most = max(most, l.Ahead.High)
	}
	for ten := 1; ; ten *= 10 {
		for _, n := range []int{2, 4, 6, 10} {
			if n*ten >= most {
				return n * ten
			}
		}
	}
}

// path returns the corners of the line in a box of 100 by 100. A single point
// is drawn over the whole width.
func (l Line) path() string {
	points := l.Points
	if len(points) == 1 && l.Ahead == nil {
		points = append(points[:1:1], points[0])
	}
	var b strings.Builder
	for i, p := range points {
		x := 100 * float64(i) / float64(len(points)-1+l.more())
		fmt.Fprintf(&b, "%.2f,%.2f ", x, l.height(p.Value))
	}
	return strings.TrimSpace(b.String())
}

func (l Line) height(value int) float64 { return 100 - 100*float64(value)/float64(l.top()) }

// more returns how many periods are drawn after the last point.
func (l Line) more() int {
	if l.Ahead == nil {
		return 0
	}
	return l.Ahead.Periods
}

// now returns where the last point lies from left to right, in hundredths.
func (l Line) now() float64 {
	n := len(l.Points) - 1
	return 100 * float64(n) / float64(n+l.more())
}

// fan returns the corners of what is expected: from the last point to the
// range at the right edge.
func (l Line) fan() string {
	return fmt.Sprintf("%.2f,%.2f 100,%.2f 100,%.2f", l.now(), l.height(l.last()), l.height(l.Ahead.High), l.height(l.Ahead.Low))
}

// middle returns the most likely way.
func (l Line) middle() string {
	return fmt.Sprintf("%.2f,%.2f 100,%.2f", l.now(), l.height(l.last()), l.height(l.Ahead.Mid))
}

// area returns the corners of the ground below the line.
func (l Line) area() string {
	right := 100.0
	if l.Ahead != nil {
		right = l.now()
	}
	return fmt.Sprintf("0,100 %s %.2f,100", l.path(), right)
}

// labels returns the first period, the one in the middle if there is one, and
// the last.
func (l Line) labels() []string {
	n := len(l.Points)
	switch {
	case l.Ahead != nil && n > 0:
		return []string{l.Points[0].Label, "+" + strconv.Itoa(l.Ahead.Periods)}
	case n == 0:
		return nil
	case n == 1:
		return []string{l.Points[0].Label}
	case n < 5 || n%2 == 0:
		return []string{l.Points[0].Label, l.Points[n-1].Label}
	}
	return []string{l.Points[0].Label, l.Points[n/2].Label, l.Points[n-1].Label}
}

// last returns the newest number.
func (l Line) last() int { return l.Points[len(l.Points)-1].Value }
