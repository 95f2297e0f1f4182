package draw

// A Seat is a number of seats for one category of experts.
type Seat struct {
	Category string `json:"category"`
	Count    int    `json:"count"`
}

// A Rule says which panel a draw fills.
type Rule struct {
	Seats       []Seat `json:"seats"`
	PerEmployer int    `json:"per_employer"` // most members of one employer; 0 is no limit
	Standby     int    `json:"standby"`      // for each category
}

// Outcomes of a step.
const (
	Taken    = "taken"
	Standby  = "standby"
	Full     = "full"      // no open seat in the category
	Employer = "employer"  // a colleague sits already
	Recused  = "recused"   // a 回避 ground
	Refused  = "refused"   // declined
	NoAnswer = "no-answer" // not within the set time
	Pending  = "pending"   // asked, the time still runs
)

// A Step is what became of one expert whose turn came. Ground says why in the
// words of whoever decided.
type Step struct {
	Expert   string `json:"expert"`
	Category string `json:"category"`
	Outcome  string `json:"outcome"`
	Ground   string `json:"ground,omitempty"`
}

// An Ask answers for one expert who fits: whether there is a 回避 ground, and
// what the expert said. Each returns an outcome, or "" for none and accepted.
type Ask struct {
	Recusal func(Entry) (ground string)
	Answer  func(Entry) (outcome, ground string)
}

// A Result is what walking an order once gives.
type Result struct {
	Steps []Step         // in the order in which they were decided, skips included
	Open  map[string]int // seats still empty, by category
	Ended bool           // false while an answer is awaited
}

// With returns the experts with an outcome, in order.
func (r Result) With(outcome string) []string {
	var ids []string
	for _, s := range r.Steps {
		if s.Outcome == outcome {
			ids = append(ids, s.Expert)
		}
	}
	return ids
}

// Walk goes through order once and takes whoever fits an open seat, has no 回避
// ground, does not break the employer rule, and accepts. It stops at an answer
// that is [Pending]; call it again with what is known by then. When the seats
// are filled it names the next ones of each category as standby, by the same
// rules but without asking them. Every skip is a step with its ground.
func Walk(order []Entry, rule Rule, ask Ask) Result {
	w := walk{rule: rule, ask: ask, open: map[string]int{}, at: map[string]int{}, done: map[string]bool{}}
	for _, s := range rule.Seats {
		w.open[s.Category] += s.Count
	}
	ended := w.fill(order)
	if ended {
		w.standby(order)
	}
	for category, n := range w.open {
		if n == 0 {
			delete(w.open, category)
		}
	}
	return Result{w.steps, w.open, ended}
}

type walk struct {
	rule  Rule
	ask   Ask
	open  map[string]int  // empty seats by category
	at    map[string]int  // members taken by employer
	done  map[string]bool // experts who cannot be standby
	steps []Step
}

// fill walks until the seats are filled, the order ends, or an answer is
// awaited, and then returns false.
func (w *walk) fill(order []Entry) bool {
	for _, e := range order {
		if w.filled() {
			break
		}
		outcome, ground := w.decide(e)
		w.note(e, outcome, ground)
		switch outcome {
		case Pending:
			return false
		case Taken:
			w.open[e.Category]--
			w.at[e.Employer]++
		}
	}
	return true
}

func (w *walk) filled() bool {
	for _, n := range w.open {
		if n > 0 {
			return false
		}
	}
	return true
}

func (w *walk) decide(e Entry) (outcome, ground string) {
	if w.open[e.Category] == 0 {
		return Full, ""
	}
	if outcome, ground := w.barred(e); outcome != "" {
		return outcome, ground
	}
	if outcome, ground := w.ask.Answer(e); outcome != "" {
		return outcome, ground
	}
	return Taken, ""
}

// barred says why e may not sit beside those taken, or "".
func (w *walk) barred(e Entry) (outcome, ground string) {
	if w.rule.PerEmployer > 0 && e.Employer != "" && w.at[e.Employer] >= w.rule.PerEmployer {
		return Employer, ""
	}
	if ground := w.ask.Recusal(e); ground != "" {
		return Recused, ground
	}
	return "", ""
}

// standby names the next ones of each category that has seats.
func (w *walk) standby(order []Entry) {
	left := map[string]int{}
	for _, s := range w.rule.Seats {
		left[s.Category] = w.rule.Standby
	}
	for _, e := range order {
		if left[e.Category] == 0 || w.done[e.Expert] {
			continue
		}
		if outcome, ground := w.barred(e); outcome != "" {
			w.note(e, outcome, ground)
			continue
		}
		w.note(e, Standby, "")
		left[e.Category]--
	}
}

func (w *walk) note(e Entry, outcome, ground string) {
	w.done[e.Expert] = outcome != Full
	w.steps = append(w.steps, Step{e.Expert, e.Category, outcome, ground})
}
