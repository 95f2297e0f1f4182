package survey

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Summary is the 需求汇总 of a survey that is over.
type Summary struct {
	Asked, Answered int
	Regions         []region
	Needs           []need
	Shares          []share
}

// A region is a line of the summary: how many firms were asked there.
type region struct {
	Code, Name      string
	Asked, Answered int
}

// A need is a direction: which firms of which region need it.
type need struct {
	Direction form.Choice
	line          // by region, in the order of the summary
	People    int // that all of them want to have trained; told if the sum is
	Teachers  int // reckoned, for so many people
	Willing   int // lecturers who are certified, willing and teach there
}

// Lacking returns how many lecturers there are too few.
func (n need) Lacking() int { return max(0, n.Teachers-n.Willing) }

// A share is a question with one answer: how many firms gave which.
type share struct {
	Question form.Question
	line
}

// leastOf returns how many firms a cell needs.
func leastOf(e *programme.Edition) int { return int(e.Limit("survey.min_cell").N) }

// counted is how many firms were asked and answered, in all and by region. An
// office may know that at any time, for it has to remind them.
func counted(firms []Firm) Summary {
	s := Summary{Asked: len(firms)}
	at := map[string]int{}
	for _, f := range firms {
		i, ok := at[f.Region]
		if !ok {
			r, _ := org.RegionOf(f.Region)
			i, at[f.Region] = len(s.Regions), len(s.Regions)
			s.Regions = append(s.Regions, region{Code: f.Region, Name: r.Name})
		}
		s.Regions[i].Asked++
		if f.Answered != 0 {
			s.Regions[i].Answered++
			s.Answered++
		}
	}
	slices.SortFunc(s.Regions, func(x, y region) int { return strings.Compare(x.Code, y.Code) })
	return s
}

// together returns how many firms must answer in all before the first of the
// other questions can be told.
func together(qs []form.Question, least int) int {
	n := 0
	for _, q := range qs {
		if q.Kind == form.Pick && (n == 0 || fewest(len(q.Choices), least) < n) {
			n = fewest(len(q.Choices), least)
		}
	}
	return n
}

// answered returns how many firms answered in each region.
func (s Summary) answered() []int {
	of := make([]int, len(s.Regions))
	for i, r := range s.Regions {
		of[i] = r.Answered
	}
	return of
}

// sum makes the summary of what firms answered. It is told once, when nothing
// can change any more: two summaries apart by one firm would tell what it said.
func sum(e *programme.Edition, qs []form.Question, firms []Firm) Summary {
	least := leastOf(e)
	s := counted(firms)
	at, of := map[string]int{}, s.answered()
	for i, r := range s.Regions {
		at[r.Code] = i
	}
	for _, q := range qs {
		switch {
		case q.Name == "directions":
			for _, d := range q.Choices {
				s.Needs = append(s.Needs, needOf(d, firms, at, of, least, e.Limit("survey.per_lecturer").N))
			}
		case q.Kind == form.Pick:
			cells := make([]int, len(q.Choices))
			for _, f := range firms {
				for i, c := range q.Choices {
					if f.Answered != 0 && f.Answers[q.Name] == c.Value {
						cells[i]++
					}
				}
			}
			s.Shares = append(s.Shares, share{q, shares(cells, least)})
		}
	}
	return s
}

func needOf(d form.Choice, firms []Firm, at map[string]int, of []int, least int, per int64) need {
	n := need{Direction: d}
	cells := make([]int, len(of))
	for _, f := range firms {
		if f.Answered == 0 || !slices.Contains(form.List(f.Answers["directions"]), d.Value) {
			continue
		}
		cells[at[f.Region]]++
		people, _ := strconv.Atoi(f.Answers["people"]) // it was read as a number
		n.People += people
	}
	n.line = split(cells, of, least)
	if n.Whole && per > 0 {
		n.Teachers = (n.People + int(per) - 1) / int(per)
	}
	return n
}

// Summary returns the summary of a survey that is over.
func (s *Slice) Summary(ctx context.Context, q db.Q, c *flow.Case) (Summary, error) {
	firms, err := firmsOf(ctx, q, c.ID)
	if err != nil {
		return Summary{}, err
	}
	out := sum(c.Edition, c.Track.Forms["questions"], firms)
	all, err := supplies(ctx, q)
	for i := range out.Needs {
		out.Needs[i].Willing = teaching(all, out.Needs[i].Direction.Value, c.City)
	}
	return out, err
}
