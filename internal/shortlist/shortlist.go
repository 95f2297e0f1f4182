// Package shortlist is the 《浙江省跨境电商师资培育名单》 as a paper of both
// departments: drafted from who has passed, approved along the chain, issued.
//
// It promises that what is issued is, name by name, what every approver read.
package shortlist

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"shortlist"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("list-as-read", s.listAsRead)
	s.Papers("shortlist", s.printedNames)
	s.Section("shortlist", s.namesSection)
	s.Home("shortlist", func(c *flow.Case, _ org.Actor) string { return "/shortlists/" + c.ID })
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /shortlists", s.shortlists)
	m.Route("POST /shortlists", s.openShortlist)
	m.Route("GET /shortlists/{id}", s.shortlist)
	m.Route("POST /shortlists/{id}/members", s.choose)
	m.Route("POST /shortlists/{id}/issue", s.issue)
	m.Route("GET /shortlists/{id}/print/{paper}", s.printShortlist)
	if s.published() {
		m.Route("GET /lists", s.lists)
		m.Route("GET /lists/{id}", s.list)
	}
}

// A Name is one line of the 培育名单.
type Name struct {
	Application      string
	Name, Unit, City string
	Directions       string // as printed
}

// names returns the lines of a list, in its order. Whoever asks has checked
// that the list may be seen.
func (s *Slice) names(ctx context.Context, q db.Q, c *flow.Case) ([]Name, error) {
	members, err := s.Flow.Members(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	var cs []flow.Case
	for _, m := range members {
		k, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, err
		}
		cs = append(cs, *k)
	}
	return s.named(ctx, q, cs)
}

// named writes applications as lines.
func (s *Slice) named(ctx context.Context, q db.Q, cs []flow.Case) ([]Name, error) {
	ids := make([]string, len(cs))
	for i, k := range cs {
		ids[i] = k.ID
	}
	given, err := s.Flow.AnswersOf(ctx, q, ids, sendings(cs)...)
	if err != nil {
		return nil, err
	}
	out := make([]Name, len(cs))
	for i, k := range cs {
		out[i] = Name{Application: k.ID, Name: k.Name, Unit: k.Unit, City: placeOf(&k)}
		for _, qu := range sent(k.Track) {
			if qu.Name == "directions" {
				out[i].Directions = form.Show(qu, given[k.ID]["directions"], lang.Chinese)
			}
		}
	}
	return out, nil
}

// sent returns the form that an applicant sends in.
func sent(t *programme.Track) []form.Question {
	for _, name := range casework.SentForms {
		if qs := t.Forms[name]; qs != nil {
			return qs
		}
	}
	return nil
}

// sendings returns the moves that carry it.
func sendings(cs []flow.Case) (moves []string) {
	for _, c := range cs {
		for _, m := range c.Track.Moves {
			if slices.Contains(casework.SentForms, m.Form) && !slices.Contains(moves, m.Name) {
				moves = append(moves, m.Name)
			}
		}
	}
	return moves
}

// placeOf names where a case is from: the city; in a programme of one city, the
// county.
func placeOf(c *flow.Case) string {
	code := c.City
	if c.Edition.Region != "" {
		code = c.County
	}
	r, _ := org.RegionOf(code)
	return r.Name
}

// digestOf is the SHA-256 of the lines: what every approver has read.
func digestOf(names []Name) string {
	var b strings.Builder
	b.WriteString("qinglan shortlist 1\n")
	for i, n := range names {
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t%s\n", i+1, n.Application, n.Name, n.Unit, n.City, n.Directions)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// listAsRead passes a list that is the one that was drafted, all of it still
// selected.
func (s *Slice) listAsRead(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	names, err := s.names(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if digestOf(names) != e.Answers["digest"] {
		return fault.New(fault.Stale, "名单与拟办时不一致，请退回经办人核对。")
	}
	if e.Case.Edition.Publishes(e.Case.Track.Name) && leaks(names) {
		return fault.New(fault.Closed, "名单里有不能公开的号码，请先核对名称和单位。")
	}
	for _, n := range names {
		k, err := s.Flow.Load(ctx, tx, n.Application)
		if err != nil {
			return err
		}
		if k.State != k.Track.Before("shortlist") {
			return fault.New(fault.Closed, "%s 不在待列入名单的申报中，请先移出名单。", n.Name)
		}
	}
	return nil
}

// leaks reports whether a list holds what looks like the number of a person.
func leaks(names []Name) bool {
	return slices.ContainsFunc(names, func(n Name) bool {
		return len(ident.Leaks(n.Name+"\n"+n.Unit, nil)) > 0
	})
}

// bound returns the digest of the first checkpoint that names where the issued
// list stands; empty if there is none yet.
func (s *Slice) bound(ctx context.Context, q db.Q, c *flow.Case) (string, error) {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(entries, func(e flow.Entry) bool { return e.Move == "issue" })
	if i < 0 {
		return "", nil
	}
	line := fmt.Sprintf("%s %d %s\n", c.ID, entries[i].Seq, entries[i].Hash)
	points, err := s.Flow.Checkpoints(ctx, q)
	if err != nil {
		return "", err
	}
	for _, p := range points {
		if strings.Contains(p.Heads, line) {
			return p.Digest, nil
		}
	}
	return "", nil
}

// alone makes what changes a list wait for what does the same; the row is the
// lock.
func alone(ctx context.Context, tx *db.Tx, list string) error {
	_, err := record.Number(ctx, tx, "session "+list)
	return err
}
