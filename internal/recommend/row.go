package recommend

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"qinglan/internal/annex"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// rowOf reads the columns from a profile; a case is listed under what it is
// called if a column was never answered.
func rowOf(c *flow.Case, a form.Answers) annex.Row {
	r := annex.Row{Case: c.ID, Name: a["name"], Unit: a["unit"], Post: a["post"], Directions: directions(c.Edition, a["directions"])}
	r.Birth, r.Phone = a["birth"], a["phone"]
	if r.Name == "" {
		r.Name = c.Name
	}
	if r.Unit == "" {
		r.Unit = c.Unit
	}
	return r
}

// directions joins 培训方向 as 附件1 prints them.
func directions(e *programme.Edition, answer string) string {
	return form.Show(form.Question{Kind: form.Many, Choices: e.Directions}, answer, lang.Chinese)
}

// rows returns the columns of cases as their newest profiles have them.
func (s *Slice) rows(ctx context.Context, q db.Q, cs []flow.Case) ([]annex.Row, error) {
	out := make([]annex.Row, len(cs))
	for i := range cs {
		c := &cs[i]
		entries, err := s.Flow.Journal(ctx, q, c)
		if err != nil {
			return nil, err
		}
		seq := int64(0)
		for _, e := range entries {
			if slices.Contains(profileMoves, e.Move) && e.Digest != "" {
				seq = e.Seq
			}
		}
		if out[i], err = s.rowAt(ctx, q, c, seq); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rowAt returns the columns of a case as journal row seq has them.
func (s *Slice) rowAt(ctx context.Context, q db.Q, c *flow.Case, seq int64) (annex.Row, error) {
	a := form.Answers{}
	if seq > 0 {
		var err error
		if a, err = s.Flow.Given(ctx, q, c.ID, seq); err != nil {
			return annex.Row{}, err
		}
	}
	r := rowOf(c, a)
	r.Seq = seq
	return r, nil
}

// members returns the cases on a summary in its order.
func (s *Slice) members(ctx context.Context, q db.Q, list string) ([]flow.Case, error) {
	at, err := s.Flow.Members(ctx, q, list)
	if err != nil {
		return nil, err
	}
	var out []flow.Case
	for _, m := range at {
		c, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, err
		}
		out = append(out, *c)
	}
	return out, nil
}

// A Version is a frozen list.
type Version struct {
	Name   string // v1, v2 …
	Digest string
	Seq    int64 // the journal row of the summary that froze it
	Entry  flow.Entry
	Rows   []annex.Row
}

var errTampered = fault.New(fault.Stale, "名单与定稿时的记录不一致，已停止导出，请联系审计人员核查。")

// frozen returns the answers that freeze the list of c as it is now.
func (s *Slice) frozen(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, error) {
	cs, err := s.members(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, q, cs)
	if err != nil {
		return nil, err
	}
	before, err := s.froze(ctx, q, c)
	if err != nil {
		return nil, err
	}
	n := 1
	for _, e := range before {
		if e.Seq < c.Seq || c.State != "frozen" { // inside the effect its own row is there already
			n++
		}
	}
	var names []form.Answers
	for _, r := range rows {
		names = append(names, form.Answers{"case": r.Case, "seq": fmt.Sprint(r.Seq)})
	}
	list, err := json.Marshal(names)
	if err != nil {
		return nil, err
	}
	return form.Answers{
		"version": "v" + number(n), "digest": annex.Digest(c.City, rows), "count": number(len(rows)), "rows": string(list),
	}, nil
}

// froze returns the journal rows that froze a list of c, first to last.
func (s *Slice) froze(ctx context.Context, q db.Q, c *flow.Case) ([]flow.Entry, error) {
	all, err := s.Flow.Journal(ctx, q, c)
	return slices.DeleteFunc(all, func(e flow.Entry) bool { return e.Move != "freeze" }), err
}

// version reads a frozen list back from the journal and checks its digest.
func (s *Slice) version(ctx context.Context, q db.Q, c *flow.Case, e flow.Entry) (Version, error) {
	a, err := s.Flow.Given(ctx, q, c.ID, e.Seq)
	if err != nil {
		return Version{}, err
	}
	v := Version{Name: a["version"], Digest: a["digest"], Seq: e.Seq, Entry: e}
	for _, at := range form.Table(a["rows"]) {
		m, err := s.Flow.Load(ctx, q, at["case"])
		if err != nil {
			return v, err
		}
		var seq int64
		if _, err := fmt.Sscan(at["seq"], &seq); err != nil {
			return v, fmt.Errorf("version %s of %s: %w", v.Name, c.ID, err)
		}
		r, err := s.rowAt(ctx, q, m, seq)
		if err != nil {
			return v, err
		}
		v.Rows = append(v.Rows, r)
	}
	if annex.Digest(c.City, v.Rows) != v.Digest {
		return v, errTampered
	}
	return v, nil
}

// Frozen returns what c must be frozen with as its list is now.
func (s *Slice) Frozen(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, error) {
	return s.frozen(ctx, q, c)
}
