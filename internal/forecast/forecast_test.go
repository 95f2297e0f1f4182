package forecast

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A world is a simulated programme: how large its editions are and how many
// pass each step, drawn by another generator than the forecast's own.
type world struct {
	*rand.Rand
	size   float64
	differ float64
	share  []float64
	depart float64 // how far an edition's share lies from the programme's
}

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 72))}
	w.size = 300 + 1500*w.Float64()
	w.differ = 0.15 + 0.2*w.Float64()
	w.depart = 0.05 + 0.05*w.Float64()
	for _, usual := range []float64{0.6, 0.85, 0.7} {
		w.share = append(w.share, usual+0.2*(w.Float64()-0.5))
	}
	return w
}

// edition plays an edition of n people to its end; at is how far it is seen:
// so many of a hundred have been decided on at each step.
func (w *world) edition(at float64) (seen Edition, certified int) {
	arrive := max(1, int(w.size*math.Exp(w.differ*w.NormFloat64())))
	known := arrive
	for k, usual := range w.share {
		share := math.Max(0.02, math.Min(0.98, usual+w.depart*w.NormFloat64()))
		decided, passed := 0, 0
		s := Step{}
		for i := range arrive {
			pass := w.Float64() < share
			if pass {
				passed++
			}
			if i < known && (at >= float64(k+1) || at > float64(k) && w.Float64() < at-float64(k)) {
				decided++
				if pass {
					s.Passed++
				} else {
					s.Failed++
				}
			}
		}
		s.Waiting = known - decided
		seen.Steps = append(seen.Steps, s)
		arrive, known = passed, s.Passed
	}
	return seen, arrive
}

// Of 500 simulated programmes of three editions, seen at a moment after the
// first edition's applications are in, the range of eight in ten holds the
// truth in 75 to 85 of a hundred.
func TestRangeHoldsTruth(t *testing.T) {
	const programmes = 500
	inside, width := 0, 0.0
	for seed := range uint64(programmes) {
		w := newWorld(seed)
		begun := 1 + int(seed%3)
		p, truth := Programme{Planned: 3, Target: 1500}, 0
		for e := range 3 {
			at := 3.0
			if e == begun-1 {
				at = 3 * w.Float64()
			}
			seen, certified := w.edition(at)
			truth += certified
			if e < begun {
				p.Editions = append(p.Editions, seen)
			}
		}
		r, ok := Of(p)
		if !ok {
			t.Fatalf("programme %d: no forecast", seed)
		}
		if r.Low > r.Mid || r.Mid > r.High {
			t.Fatalf("programme %d: %+v", seed, r)
		}
		if r.Low <= truth && truth <= r.High {
			inside++
		}
		width += float64(r.High-r.Low) / float64(truth)
	}
	share := float64(inside) * 100 / programmes
	t.Logf("%.1f%% inside, mean width %.2f of the truth", share, width/programmes)
	if share < 75 || share > 85 {
		t.Errorf("the range holds the truth in %.1f of a hundred; want 75 to 85", share)
	}
}

func TestOf(t *testing.T) {
	if _, ok := Of(Programme{Planned: 3}); ok {
		t.Error("a forecast from nothing")
	}
	open := Edition{Open: true, Steps: []Step{{Waiting: 40}}}
	if _, ok := Of(Programme{Editions: []Edition{open}, Planned: 3}); ok {
		t.Error("a forecast while the first edition is open")
	}
	over := Edition{Steps: []Step{{Passed: 80, Failed: 20}, {Passed: 60, Failed: 20}}}
	r, ok := Of(Programme{Editions: []Edition{over}, Planned: 1, Target: 60})
	if want := (Range{60, 60, 60, 100}); !ok || r != want {
		t.Errorf("all is decided: %+v; want %+v", r, want)
	}
	p := Programme{Editions: []Edition{over}, Planned: 3, Target: 100}
	first, _ := Of(p)
	again, _ := Of(p)
	if first != again {
		t.Errorf("%+v, then %+v", first, again)
	}
	if first.Low <= 60 {
		t.Errorf("two editions are to come: %+v", first)
	}
}
