package purchase

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/draw"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// A Candidate is a lecturer of the register as a proposal names them.
type Candidate struct {
	Certificate, Person string
	Name, Unit, Number  string
	City                string
	Directions          []string // labels
	Near                bool     // of the buyer's city
}

// A Record is how an order came about, complete for whoever recomputes it. It
// names certificates and nobody.
type Record struct {
	ID    string   `json:"id"` // of the purchase
	Seed  string   `json:"seed"`
	Pool  string   `json:"pool"` // a line near-or-far TAB certificate for each, sorted
	Order []string `json:"order"`
}

// order puts candidates in the order of a proposal: those of the buyer's city
// before the others, and among equals as the seed draws them.
func order(id, seed string, pool []Candidate) ([]Candidate, Record, error) {
	raw, err := hex.DecodeString(seed)
	if err != nil || len(raw) != len(draw.Seed{}) {
		return nil, Record{}, &draw.Mismatch{What: "seed"}
	}
	byID := map[string]Candidate{}
	var near, far, lines []string
	for _, c := range pool {
		byID[c.Certificate] = c
		if c.Near {
			near, lines = append(near, c.Certificate), append(lines, "near\t"+c.Certificate)
		} else {
			far, lines = append(far, c.Certificate), append(lines, "far\t"+c.Certificate)
		}
	}
	slices.Sort(lines)
	r := Record{ID: id, Seed: seed, Pool: strings.Join(lines, "\n")}
	r.Order = append(draw.Lots(id, draw.Seed(raw), near), draw.Lots(id, draw.Seed(raw), far)...)
	out := make([]Candidate, len(r.Order))
	for i, k := range r.Order {
		out[i] = byID[k]
	}
	return out, r, nil
}

// Verify recomputes r and names the first part that does not follow.
func (r Record) Verify() error {
	var pool []Candidate
	if r.Pool != "" {
		for _, l := range strings.Split(r.Pool, "\n") {
			where, id, ok := strings.Cut(l, "\t")
			if !ok || where != "near" && where != "far" {
				return &draw.Mismatch{What: "pool"}
			}
			pool = append(pool, Candidate{Certificate: id, Near: where == "near"})
		}
	}
	_, again, err := order(r.ID, r.Seed, pool)
	if err == nil && again.Pool != r.Pool {
		err = &draw.Mismatch{What: "pool"}
	}
	if err == nil && !slices.Equal(again.Order, r.Order) {
		err = &draw.Mismatch{What: "order"}
	}
	return err
}

// File returns r as it is handed out.
func (r Record) File() []byte {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return append(b, '\n')
}

// Answers are what the record of the move holds of r.
func (r Record) Answers() form.Answers {
	return form.Answers{"seed": r.Seed, "pool": draw.H([]byte(r.Pool)), "order": draw.H([]byte(strings.Join(r.Order, "\n")))}
}

// Propose reckons the order for a need as the register stands now. The seed
// follows from the case and a key of the installation alone, so that nobody
// can draw again until they like the order.
func (s *Slice) Propose(ctx context.Context, q db.Q, c *flow.Case) ([]Candidate, Record, error) {
	need, err := s.Flow.Given(ctx, q, c.ID, 1)
	if err != nil {
		return nil, Record{}, err
	}
	pool, err := s.listed(ctx, q, c, need)
	if err != nil {
		return nil, Record{}, err
	}
	return order(c.ID, s.Keys.Blind("purchase-order", c.ID), pool)
}

// listed returns the lecturers whose certificate is valid and who teach a
// direction that the need asks for, each once.
func (s *Slice) listed(ctx context.Context, q db.Q, c *flow.Case, need form.Answers) ([]Candidate, error) {
	rows, err := valid(ctx, q)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.Certificate
	}
	facts, err := s.Flow.AnswersOf(ctx, q, ids, "open")
	if err != nil {
		return nil, err
	}
	var want []string
	for _, d := range c.Edition.Directions {
		if slices.Contains(form.List(need["directions"]), d.Value) {
			want = append(want, d.Label)
		}
	}
	var out []Candidate
	seen := map[string]bool{}
	for _, r := range rows {
		r.Directions, r.Near = form.List(facts[r.Certificate]["directions"]), r.City == c.City
		fits := slices.ContainsFunc(r.Directions, func(d string) bool { return slices.Contains(want, d) })
		if fits && !seen[r.Person] {
			seen[r.Person] = true
			out = append(out, r)
		}
	}
	return out, nil
}

// proposalFits is the guard that the order to be kept is the one of this
// moment.
func (s *Slice) proposalFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, r, err := s.Propose(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	for k, v := range r.Answers() {
		if e.Answers[k] != v {
			return fault.New(fault.Stale, "名录刚刚有了变化，请重新生成推荐次序。")
		}
	}
	return nil
}

func (s *Slice) keepProposal(ctx context.Context, tx *db.Tx, e flow.Event) error {
	list, _, err := s.Propose(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	return insertProposals(ctx, tx, e.Case.ID, list)
}

// record returns how the order of a purchase came about, from what was kept.
func (s *Slice) record(ctx context.Context, q db.Q, c *flow.Case) (Record, error) {
	given, err := s.Flow.Answers(ctx, q, c, "propose", "inform")
	if err != nil {
		return Record{}, err
	}
	list, err := proposals(ctx, q, c.ID)
	if err != nil {
		return Record{}, err
	}
	_, r, err := order(c.ID, given["seed"], list)
	return r, err
}
