package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

var errDecided = fault.New(fault.Stale, "这份审批刚刚有了变化，请看过最新情况再办理。")

// A Proposal is a move drafted inside an office that waits for the people of
// the internal chain (settled 2). The case does not move until the last of
// them has approved; if it moves otherwise, the proposal is void.
type Proposal struct {
	ID     string
	Case   string
	Seq    int64
	Move   string
	Organ  string
	Person string
	Post   string
	For    string // whom the drafter stood in for; empty: nobody
	Step   int    // approvals given; the drafter's is none
	State  string
	At     time.Time
	body   string
}

// Answers returns what the drafter filled in.
func (p *Proposal) Answers() form.Answers {
	a, _ := form.Parse([]byte(p.body))
	return a
}

const proposalColumns = `id, case_id, seq, move, organ, person, post, covered, step, state, at, body`

func scanProposal(row interface{ Scan(...any) error }) (p Proposal, err error) {
	var at int64
	err = row.Scan(&p.ID, &p.Case, &p.Seq, &p.Move, &p.Organ, &p.Person, &p.Post, &p.For, &p.Step, &p.State, &at, &p.body)
	p.At = db.Time(at)
	return p, err
}

// propose drafts m. Guards are asked now, so that nobody above reads a draft
// that could not take effect, and again when it does.
func (s *Store) propose(ctx context.Context, c *Case, m programme.Move, a org.Actor, ans form.Answers) (*Proposal, error) {
	now := s.now()
	p := Proposal{
		ID: db.NewID(), Case: c.ID, Seq: c.Seq, Move: m.Name, Organ: a.Organ.ID,
		Person: a.Person, Post: a.Post, State: "open", At: now, body: string(ans.JSON()),
	}
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		if err := stillAt(ctx, tx, c.ID, c.Seq); err != nil {
			return err
		}
		for _, name := range m.Needs {
			if err := s.guards[name](ctx, tx, Event{Case: *c, Move: m, Actor: a, Answers: ans, At: now}); err != nil {
				return err
			}
		}
		var open int
		const count = `SELECT COUNT(*) FROM proposals WHERE case_id = $1 AND seq = $2 AND state = 'open'`
		if err := tx.QueryRowContext(ctx, count, c.ID, c.Seq).Scan(&open); err != nil {
			return err
		}
		if open > 0 {
			return fault.New(fault.Stale, "这个办件已有一份在本单位内部审批中。")
		}
		k, err := s.StandIn(ctx, tx, c, a)
		if err != nil {
			return err
		}
		p.For = k.Post.Person
		_, err = tx.ExecContext(ctx, `
			INSERT INTO proposals (id, case_id, seq, move, organ, person, post, covered, body, step, state, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 'open', $10)`,
			p.ID, p.Case, p.Seq, p.Move, p.Organ, p.Person, p.Post, p.For, p.body, db.Millis(now))
		if err != nil {
			return err
		}
		return s.noteCover(ctx, tx, k, c.ID, m.Name, "drafted")
	})
	if err != nil {
		return nil, err
	}
	return &p, nil
}

// stillAt takes the row of a case as lock and reports Stale if it has moved.
func stillAt(ctx context.Context, tx *db.Tx, id string, seq int64) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE cases SET seq = seq WHERE id = $1 AND seq = $2`, id, seq))
	if err == nil && n == 0 {
		return errStale
	}
	return err
}

// Pending returns the open proposal of a case, or nil if there is none.
func (s *Store) Pending(ctx context.Context, q db.Q, c *Case) (*Proposal, error) {
	p, err := db.One(ctx, q, scanProposal, `SELECT `+proposalColumns+`
		FROM proposals WHERE case_id = $1 AND seq = $2 AND state = 'open'`, c.ID, c.Seq)
	if errors.Is(err, db.ErrNone) {
		return nil, nil
	}
	return &p, err
}

// Returned returns the last draft of a case that was sent back to its drafter
// at the present move, with the note, or nil.
func (s *Store) Returned(ctx context.Context, q db.Q, c *Case) (*Proposal, string, error) {
	p, err := db.One(ctx, q, scanProposal, `SELECT `+proposalColumns+`
		FROM proposals WHERE case_id = $1 AND seq = $2 AND state = 'returned' ORDER BY at DESC, id DESC LIMIT 1`, c.ID, c.Seq)
	if errors.Is(err, db.ErrNone) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	notes, err := db.All(ctx, q, db.Cell[string],
		`SELECT note FROM approvals WHERE proposal = $1 AND decision = 'returned' ORDER BY step`, p.ID)
	if err != nil || len(notes) == 0 {
		return &p, "", err
	}
	return &p, notes[0], nil
}

// Approve takes the next step of a proposal, read when step approvals had been
// given; the last one lets the move take effect. It reports whether it did.
func (s *Store) Approve(ctx context.Context, a org.Actor, id string, step int, note string) (bool, error) {
	return s.decide(ctx, a, id, step, "approved", note, "")
}

// Return sends a proposal back to its drafter with a note.
func (s *Store) Return(ctx context.Context, a org.Actor, id string, step int, note string) error {
	if note == "" {
		return fault.New(fault.Invalid, "退回经办人须写明理由。")
	}
	_, err := s.decide(ctx, a, id, step, "returned", note, "")
	return err
}

// Offline completes a proposal that was approved on paper: the drafter's
// office records it with the scanned 审批单 (settled 2).
func (s *Store) Offline(ctx context.Context, a org.Actor, id string, step int, note, file string) error {
	if file == "" {
		return fault.New(fault.Invalid, "请先上传线下审批单的扫描件。")
	}
	_, err := s.decide(ctx, a, id, step, "offline", note, file)
	return err
}

func (s *Store) decide(ctx context.Context, a org.Actor, id string, step int, decision, note, file string) (done bool, err error) {
	err = s.db.Tx(ctx, func(tx *db.Tx) error {
		done = false
		// Its row is the lock: two who decide at once come one after the other.
		if _, err := tx.ExecContext(ctx, `UPDATE proposals SET step = step WHERE id = $1`, id); err != nil {
			return fmt.Errorf("lock proposal %s: %w", id, err)
		}
		p, err := db.One(ctx, tx, scanProposal, `SELECT `+proposalColumns+` FROM proposals WHERE id = $1`, id)
		if errors.Is(err, db.ErrNone) {
			return errMissing
		}
		if err != nil {
			return err
		}
		c, err := s.Load(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		k, err := s.mayDecide(ctx, tx, c, p, a, step, decision)
		if err != nil {
			return err
		}
		if err := s.keep(ctx, tx, p, k, a, Approval{Decision: decision, Note: note, File: file}); err != nil {
			return err
		}
		done, err = s.after(ctx, tx, c, p, decision)
		return err
	})
	return done, err
}

// keep writes down the step that a takes, under the cover k if that is one.
func (s *Store) keep(ctx context.Context, tx *db.Tx, p Proposal, k org.Cover, a org.Actor, g Approval) error {
	const keep = `
		INSERT INTO approvals (proposal, step, person, covered, decision, note, file, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (proposal, step) DO NOTHING`
	n, err := db.Changed(tx.ExecContext(ctx, keep, p.ID, p.Step, a.Person, k.Post.Person, g.Decision, g.Note, g.File, db.Millis(s.now())))
	if err != nil {
		return fmt.Errorf("keep step %d of proposal %s: %w", p.Step, p.ID, err)
	}
	if n == 0 { // somebody else took this step meanwhile
		return errDecided
	}
	return s.noteCover(ctx, tx, k, p.Case, p.Move, g.Decision)
}

// mayDecide returns the cover under which a takes the step, if it is one, or a
// fault if the step is not a's.
func (s *Store) mayDecide(ctx context.Context, tx *db.Tx, c *Case, p Proposal, a org.Actor, step int, decision string) (k org.Cover, err error) {
	if p.State != "open" || p.Step != step {
		return k, errDecided
	}
	if c.Seq != p.Seq {
		return k, errStale
	}
	ok := false
	if decision == "offline" {
		var shut bool
		shut, err = recused(ctx, tx, c.ID, a.Person)
		ok = a.Organ.ID == p.Organ && !shut
	} else {
		_, k, ok, err = s.stepFor(ctx, tx, c, p, a)
	}
	if err == nil && !ok {
		err = fault.New(fault.Denied, "这份审批不由您办理。")
	}
	return k, err
}

// after brings the proposal on: one step, back to the drafter, or into effect.
func (s *Store) after(ctx context.Context, tx *db.Tx, c *Case, p Proposal, decision string) (bool, error) {
	steps, o, err := s.stepsOf(ctx, tx, c, p)
	if err != nil {
		return false, err
	}
	state, next := "open", p.Step+1
	switch {
	case decision == "returned":
		state = "returned"
	case decision == "offline" || next >= len(steps):
		state = "done"
	}
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE proposals SET state = $1, step = $2 WHERE id = $3 AND step = $4 AND state = 'open'`, state, next, p.ID, p.Step))
	if err != nil {
		return false, err
	}
	if n == 0 {
		return false, errStale
	}
	if state != "done" {
		return false, nil
	}
	return true, s.takeEffect(ctx, tx, c, p, o)
}

func (s *Store) takeEffect(ctx context.Context, tx *db.Tx, c *Case, p Proposal, o org.Organisation) error {
	m, ok := c.Track.Move(p.Move)
	if !ok {
		return fmt.Errorf("proposal %s: no move %s", p.ID, p.Move)
	}
	chain, err := s.chainOf(ctx, tx, c, o)
	if err != nil {
		return err
	}
	name, err := s.orgs.Name(ctx, tx, p.Person)
	if err != nil {
		return err
	}
	drafter := org.Actor{Person: p.Person, Name: name, Post: p.Post, Role: o.Role, Rank: programme.Clerk, Organ: o}
	_, err = s.advance(ctx, tx, *c, m, drafter, p.Answers(), chain)
	return err
}

// chainOf lists everybody who had a hand in the decision, drafts sent back
// included, as the journal keeps it.
func (s *Store) chainOf(ctx context.Context, q db.Q, c *Case, o org.Organisation) ([]Approval, error) {
	drafts, err := db.All(ctx, q, scanProposal, `SELECT `+proposalColumns+`
		FROM proposals WHERE case_id = $1 AND seq = $2 AND state IN ('returned', 'done') ORDER BY at, id`, c.ID, c.Seq)
	if err != nil {
		return nil, err
	}
	var chain []Approval
	for _, p := range drafts {
		chain = append(chain, Approval{Step: "经办", Person: p.Person, For: p.For, Decision: "drafted", At: p.At.UTC()})
		steps := c.Edition.Chain(c.Track.Name, p.Move, o.Role, o.Region)
		given, err := s.Approvals(ctx, q, p.ID)
		if err != nil {
			return nil, err
		}
		for i, g := range given {
			g.Step = ""
			if i < len(steps) {
				g.Step = steps[i].Label
			}
			chain = append(chain, g)
		}
	}
	return chain, nil
}

// Approvals returns what was decided on a proposal, in order.
func (s *Store) Approvals(ctx context.Context, q db.Q, proposal string) ([]Approval, error) {
	return db.All(ctx, q, func(row interface{ Scan(...any) error }) (g Approval, err error) {
		var at int64
		err = row.Scan(&g.Person, &g.For, &g.Decision, &g.Note, &g.File, &at)
		g.At = db.Time(at)
		return g, err
	}, `SELECT person, covered, decision, note, file, at FROM approvals WHERE proposal = $1 ORDER BY step`, proposal)
}
