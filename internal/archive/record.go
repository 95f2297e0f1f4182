package archive

import (
	"context"
	"encoding/json"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/record"
)

// The record in an archive: a JSON object a line, each with the columns of its
// table, so that the hashes of doc/record.md can be taken again.
type (
	caseLine struct {
		ID, Edition, Track, No, Name, Unit, County, City, Parent, State string
		Seq                                                             int64
		Head                                                            string
	}
	journalLine struct {
		Case                                             string
		Seq                                              int64
		Move, Prior, State, Person, Organ, Role, Instead string
		At                                               int64
		Basis, Digest, Chain, Prev, Hash                 string
	}
	answersLine struct {
		Case     string
		Seq      int64
		Salt     string `json:",omitempty"`
		Body     string `json:",omitempty"`
		Erased   bool   `json:",omitempty"`
		Withheld bool   `json:",omitempty"`
	}
	pointLine struct {
		ID                             string
		At                             int64
		Heads, Prev, Digest, Signature string
	}
)

func lineOf(e flow.Entry) journalLine {
	return journalLine{
		e.Case, e.Seq, e.Move, e.Prior, e.State, e.Person, e.Organ, string(e.Role), string(e.Instead),
		db.Millis(e.At), string(e.Basis), e.Digest, e.Chain, e.Prev, e.Hash,
	}
}

// record writes the lines of one case and returns its journal and answers.
func (m *maker) record(ctx context.Context, c *flow.Case) ([]flow.Entry, map[int64]record.Kept, error) {
	q := m.Flow.DB()
	entries, err := m.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, nil, err
	}
	all, err := m.Flow.KeptOf(ctx, q, c.ID)
	if err != nil {
		return nil, nil, err
	}
	ended, err := m.over(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	kept := map[int64]record.Kept{}
	for _, k := range all {
		kept[k.Seq] = k
	}
	last := flow.Entry{}
	for _, e := range entries {
		if err := m.journal.add(lineOf(e)); err != nil {
			return nil, nil, err
		}
		last = e
		k, ok := kept[e.Seq]
		if !ok {
			continue
		}
		given := form.Answers{}
		if !k.Erased {
			if given, err = form.Parse([]byte(k.Body)); err != nil {
				return nil, nil, fmt.Errorf("answers of %s/%d: %w", c.ID, e.Seq, err)
			}
		}
		line := answersLine{Case: c.ID, Seq: e.Seq, Salt: k.Salt, Body: k.Body, Erased: k.Erased}
		if !mayLeave(c.Track, given, ended) {
			line = answersLine{Case: c.ID, Seq: e.Seq, Withheld: true}
			delete(kept, e.Seq)
			m.Withheld++
		}
		if err := m.answers.add(line); err != nil {
			return nil, nil, err
		}
	}
	return entries, kept, m.cases.add(caseLine{
		c.ID, c.Edition.Name, c.Track.Name, c.No, c.Name, c.Unit, c.County, c.City, c.Parent, last.State, last.Seq, last.Hash,
	})
}

// over reports whether c or the case it belongs to is over.
func (m *maker) over(ctx context.Context, c *flow.Case) (bool, error) {
	if over(c) || c.Parent == "" {
		return over(c), nil
	}
	parent, err := m.Flow.Load(ctx, m.Flow.DB(), c.Parent)
	if fault.Of(err) == fault.Missing {
		return false, nil // grew out of a notice
	}
	if err != nil {
		return false, err
	}
	return over(parent), nil
}

// points writes every checkpoint: they bind each other.
func (m *maker) points(ctx context.Context) error {
	all, err := m.Flow.Checkpoints(ctx, m.Flow.DB())
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := m.checkpoints.add(pointLine{p.ID, db.Millis(p.At), p.Heads, p.Prev, p.Digest, p.Signature}); err != nil {
			return err
		}
		m.Point = p
	}
	return nil
}

func (l *lines) add(v any) error {
	b, err := json.Marshal(v)
	if err == nil {
		_, err = l.file.Write(append(b, '\n'))
	}
	l.n++
	return err
}
