package ui

import "strconv"

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
