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
	if len(points) == 1 {
		points = append(points[:1:1], points[0])
	}
	var b strings.Builder
	for i, p := range points {
		x := 100 * float64(i) / float64(len(points)-1)
		fmt.Fprintf(&b, "%.2f,%.2f ", x, 100-100*float64(p.Value)/float64(l.top()))
	}
	return strings.TrimSpace(b.String())
}

// labels returns the first period, the one in the middle if there is one, and
// the last.
func (l Line) labels() []string {
	n := len(l.Points)
	switch {
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
