// Package forecast says how many a programme of several editions will have
// certified in the end, and how sure that is. It knows only counts: how many
// passed each step of each edition, failed it, or stand before it. It promises
// the same answer for the same counts, and a range that is honest rather than
// narrow: editions differ from each other, and that difference is part of it.
package forecast

import (
	"math"
	"slices"
)

// What we take editions to differ by, for want of more than a few of them: the
// size of one against the next by about a quarter, the share that passes a
// step as if each edition had its own urn of that many.
const (
	spread = 0.25 // standard deviation of the logarithm of an edition's size
	urn    = 40.0
	draws  = 1000
)

// A Step is one step of one edition.
type Step struct{ Passed, Failed, Waiting int }

// An Edition is where the people of one edition stand, step by step. Open says
// that more may still join the first step.
type Edition struct {
	Open  bool
	Steps []Step
}

func (e Edition) size() int {
	if len(e.Steps) == 0 {
		return 0
	}
	return e.Steps[0].Passed + e.Steps[0].Failed + e.Steps[0].Waiting
}

// A Programme is what is known by now: the editions so far, oldest first, and
// how many there will be in all.
type Programme struct {
	Editions []Edition
	Planned  int
	Target   int
}

// A Range is what the programme will come to: in one of ten cases fewer than
// Low, in one of ten more than High. Reach is the percentage of cases in which
// the target is reached.
type Range struct{ Low, Mid, High, Reach int }

// Of forecasts p. It is not ok before one edition is closed to newcomers: then
// nothing is known of how many come.
func Of(p Programme) (r Range, ok bool) {
	steps := 0
	closed := false
	for _, e := range p.Editions {
		steps = max(steps, len(e.Steps))
		closed = closed || !e.Open && e.size() > 0
	}
	if steps == 0 || !closed {
		return r, false
	}
	c := chance(0x9e3779b97f4a7c15)
	totals := make([]int, draws)
	reached := 0
	for i := range totals {
		totals[i] = p.once(&c, steps)
		if totals[i] >= p.Target {
			reached++
		}
	}
	slices.Sort(totals)
	return Range{
		Low: totals[draws/10], Mid: totals[draws/2], High: totals[draws-1-draws/10],
		Reach: (reached*100 + draws/2) / draws,
	}, true
}

// once plays what is left of the programme one time.
func (p Programme) once(c *chance, steps int) (total int) {
	usual := make([]float64, steps) // share that passes a step, over all editions
	for k := range usual {
		usual[k] = p.usual(c, k)
	}
	size := p.sizes(c)
	for _, e := range p.Editions {
		joins := 0
		if e.Open {
			joins = max(0, size(c)-e.size())
		}
		total += e.finish(c, usual, joins)
	}
	for range max(0, p.Planned-len(p.Editions)) {
		total += Edition{}.finish(c, usual, size(c))
	}
	return total
}

// usual draws the share that passes step k. Many people of one edition say less
// than as many of several: an edition counts as no more than its urn.
func (p Programme) usual(c *chance, k int) float64 {
	passed, failed := 1.0, 1.0
	for _, e := range p.Editions {
		if k >= len(e.Steps) {
			continue
		}
		s, f := float64(e.Steps[k].Passed), float64(e.Steps[k].Failed)
		weight := 1 / (1 + math.Max(0, s+f-1)/(urn+1))
		passed, failed = passed+s*weight, failed+f*weight
	}
	return c.beta(passed, failed)
}

// sizes returns a draw of the size of an edition, from those that are closed.
func (p Programme) sizes(c *chance) func(*chance) int {
	mean, n := 0.0, 0.0
	for _, e := range p.Editions {
		if !e.Open && e.size() > 0 {
			mean, n = mean+math.Log(float64(e.size())), n+1
		}
	}
	mean = mean/n + spread/math.Sqrt(n)*c.normal()
	return func(c *chance) int { return int(math.Round(math.Exp(mean + spread*c.normal()))) }
}

// finish sends those who stand before a step, and those who join, through the
// rest, and returns how many have then passed the last.
func (e Edition) finish(c *chance, usual []float64, joins int) int {
	arrive := joins
	for k, u := range usual {
		var s Step
		if k < len(e.Steps) {
			s = e.Steps[k]
		}
		arrive += s.Waiting
		if arrive > 0 {
			share := c.beta(u*urn+float64(s.Passed), (1-u)*urn+float64(s.Failed))
			arrive = c.binomial(arrive, share)
		}
		if k == len(usual)-1 {
			arrive += s.Passed
		}
	}
	return arrive
}
