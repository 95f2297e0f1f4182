package calendar

import "slices"

// A Span is the days from one day to the one before another.
type Span struct{ From, To Date }

// Covered returns the whole months that lie in any of some spans: those that
// overlap count once, and one that ends before it begins is none.
func Covered(spans []Span) (months int) {
	spans = slices.DeleteFunc(slices.Clone(spans), func(s Span) bool { return !s.From.Before(s.To) })
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	end := Date{}
	for _, s := range spans {
		if !end.IsZero() && s.From.Before(end) {
			s.From = end
		}
		if s.From.Before(s.To) {
			months += Months(s.From, s.To)
			end = s.To
		}
	}
	return months
}
