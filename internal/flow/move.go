package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/tally"
)

var errStale = fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")

// An Opening says what a new case starts with. The id is made by the page that
// asks, so that pressing twice opens one case.
type Opening struct {
	ID           string
	Track        string
	Edition      string // empty: the parent's if there is one, or else the current
	Party        string
	Name, Unit   string
	County, City string
	Parent       string
	Answers      form.Answers
}

// Open starts a case. It returns a Denied fault if a's role may not, and the
// case as it is if the same opening was made before.
func (s *Store) Open(ctx context.Context, a org.Actor, o Opening) (*Case, error) {
	var c *Case
	err := s.db.Tx(ctx, func(tx *db.Tx) (err error) {
		c, err = s.OpenIn(ctx, tx, a, o)
		return err
	})
	return c, err
}

// OpenIn is [Store.Open] inside a transaction.
func (s *Store) OpenIn(ctx context.Context, tx *db.Tx, a org.Actor, o Opening) (*Case, error) {
	e, err := s.editionFor(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	if !idFits(o.ID) {
		return nil, fault.New(fault.Invalid, "表单无法读取。")
	}
	t, ok := e.Track(o.Track)
	if !ok || !slices.Contains(t.Opens, a.Role) {
		return nil, fault.New(fault.Denied, "您不能新建这类办件。")
	}
	st, _ := t.State(t.Start)
	now := s.now()
	c := Case{
		ID: o.ID, Edition: e, Track: t, Party: o.Party, Name: o.Name, Unit: o.Unit,
		County: o.County, City: o.City, Parent: o.Parent, State: t.Start, Seq: 1, Reach: st.Reach,
		Opened: now, Since: now,
	}
	due, err := s.DueOf(&c, st, now)
	if err != nil {
		return nil, err
	}
	c.Due = due
	const insert = `
		INSERT INTO cases (id, edition, track, party, name, unit, county, city, parent, seal, state, seq, reach, opened, since, due, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $13, $14, '') ON CONFLICT (id) DO NOTHING`
	n, err := db.Changed(tx.ExecContext(ctx, insert, c.ID, e.Name, t.Name, c.Party, c.Name, c.Unit,
		c.County, c.City, c.Parent, s.Seal(titleOf(&c)), c.State, c.Reach, db.Millis(now), db.Millis(due)))
	if err != nil {
		return nil, fmt.Errorf("open %s %s: %w", t.Name, c.ID, err)
	}
	if n == 0 {
		return s.again(ctx, tx, a, o)
	}
	if err := tally.Open(ctx, tx, c.ID, placeOf(&c)); err != nil {
		return nil, err
	}
	entry, err := record.Write(ctx, tx, record.Entry{
		Case: c.ID, Seq: 1, Move: "open", State: c.State, Person: a.Person, Organ: a.Organ.ID, Role: a.Role, At: now,
	}, o.Answers)
	if err != nil {
		return nil, err
	}
	return &c, s.settle(ctx, tx, &c, st, entry.Hash)
}

// placeOf is where a case is counted.
func placeOf(c *Case) tally.Place {
	return tally.Place{Edition: c.Edition.Name, Track: c.Track.Name, State: c.State, Reach: c.Reach, City: c.City, County: c.County}
}

// editionFor returns the edition that a new case belongs to: the one named, or
// the one of the case it grows out of, or else the one that is open now.
func (s *Store) editionFor(ctx context.Context, tx *db.Tx, o Opening) (*programme.Edition, error) {
	name := o.Edition
	if name == "" && o.Parent != "" {
		err := tx.QueryRowContext(ctx, `SELECT edition FROM cases WHERE id = $1`, o.Parent).Scan(&name)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return nil, fmt.Errorf("edition of %s: %w", o.Parent, err)
		}
	}
	if name == "" {
		return s.Current(), nil
	}
	e, ok := s.Edition(name)
	if !ok {
		return nil, fault.New(fault.Invalid, "表单无法读取。")
	}
	return e, nil
}

// idFits reports whether a page may have made id: such ids stand as one word in
// a line of a checkpoint, and none is the audit's.
func idFits(id string) bool {
	return id != "" && len(id) <= 64 && id != record.Audit &&
		strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// again is a second press of the same opening: the same case, if it was they
// who opened it. Somebody signed out sees no case but may press twice.
func (s *Store) again(ctx context.Context, tx *db.Tx, a org.Actor, o Opening) (*Case, error) {
	c, err := s.Load(ctx, tx, o.ID)
	if err != nil {
		return nil, err
	}
	first, err := s.Entry(ctx, tx, o.ID, 1)
	if err != nil {
		return nil, fmt.Errorf("open %s again: %w", o.ID, err)
	}
	if first.Person != a.Person || first.Role != a.Role {
		return nil, errMissing
	}
	if c.Track.Name != o.Track || c.Party != o.Party {
		return nil, errStale
	}
	return c, nil
}

// settle keeps the hash of the newest row and what falls due in the new state.
func (s *Store) settle(ctx context.Context, tx *db.Tx, c *Case, st programme.State, hash string) error {
	c.head = hash
	if _, err := tx.ExecContext(ctx, `UPDATE cases SET head = $1 WHERE id = $2`, hash, c.ID); err != nil {
		return fmt.Errorf("settle case %s: %w", c.ID, err)
	}
	if st.Due.Lapse == "" || c.Due.IsZero() {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO dues (case_id, seq, lapse, at) VALUES ($1, $2, $3, $4)`,
		c.ID, c.Seq, st.Due.Lapse, db.Millis(lapses(c, c.Due)))
	return err
}

// Moves returns the moves that a may make on c now, in the edition's order.
func (s *Store) Moves(c *Case, a org.Actor) []programme.Move {
	if !c.holds(a) {
		return nil
	}
	var out []programme.Move
	for _, m := range c.Track.From(c.State) {
		if slices.Contains(m.By, a.Role) {
			out = append(out, m)
		}
	}
	return out
}

// Step returns the move of that name if a, who read c at move seen, may make
// it: Stale if the case has moved since, Denied if it is not a's to make.
func (s *Store) Step(c *Case, name string, a org.Actor, seen int64) (programme.Move, error) {
	m, ok := c.Track.Move(name)
	if !ok {
		return m, fault.New(fault.Missing, "没有这个办理步骤。")
	}
	if !slices.Contains(m.By, a.Role) || !c.holds(a) {
		return m, fault.New(fault.Denied, "这一步不由您办理。")
	}
	if seen != c.Seq || !slices.Contains(m.From, c.State) {
		return m, errStale
	}
	return m, nil
}

// Move makes a move, or drafts it if the office's internal chain asks for more
// people: then the case stays and the returned proposal waits for the first of
// them. If the case has moved since it was read, nothing happens and a Stale
// fault is returned. It asks [Store.Step] itself whether the move is a's.
func (s *Store) Move(ctx context.Context, c *Case, m programme.Move, a org.Actor, ans form.Answers) (*Proposal, error) {
	if _, err := s.Step(c, m.Name, a, c.Seq); err != nil {
		return nil, err
	}
	if steps := c.Edition.Chain(c.Track.Name, m.Name, a.Role, a.Organ.Region); len(steps) > 0 {
		return s.propose(ctx, c, m, a, ans)
	}
	var after Case
	err := s.db.Tx(ctx, func(tx *db.Tx) (err error) {
		after, err = s.MoveIn(ctx, tx, *c, m, a, ans)
		return err
	})
	if err == nil {
		*c = after
	}
	return nil, err
}

// MoveIn makes a move inside a transaction, without an internal chain; effects
// of other cases and the end of a chain come here.
func (s *Store) MoveIn(ctx context.Context, tx *db.Tx, c Case, m programme.Move, a org.Actor, ans form.Answers) (Case, error) {
	return s.advance(ctx, tx, c, m, a, ans, nil)
}

func (s *Store) advance(ctx context.Context, tx *db.Tx, c Case, m programme.Move, a org.Actor, ans form.Answers, chain []Approval) (Case, error) {
	now := s.now()
	st, ok := c.Track.State(m.To)
	if !ok {
		return c, fmt.Errorf("%s.%s leads nowhere", c.Track.Name, m.Name)
	}
	// Locked first: what the guards read of the case cannot change any more.
	after, err := s.lock(ctx, tx, c, st, now)
	if err != nil {
		return c, err
	}
	if len(chain) == 0 {
		if chain, err = s.madeFor(ctx, tx, &c, m, a); err != nil {
			return c, err
		}
	}
	e := Event{Case: c, Move: m, Actor: a, Answers: ans, At: now}
	for _, name := range m.Needs {
		if err := s.guards[name](ctx, tx, e); err != nil {
			return c, err
		}
	}
	entry, err := record.Write(ctx, tx, record.Entry{
		Case: c.ID, Seq: after.Seq, Move: m.Name, Prior: c.State, State: m.To, Person: a.Person,
		Organ: a.Organ.ID, Role: a.Role, Instead: instead(c, a), At: now, Basis: m.Basis,
		Chain: chainJSON(chain), Prev: c.head,
	}, ans)
	if err != nil {
		return c, err
	}
	if err := s.settle(ctx, tx, &after, st, entry.Hash); err != nil {
		return c, err
	}
	e.Case = after
	if err := s.effect(ctx, tx, e); err != nil {
		return c, err
	}
	// An effect may have given the case its number or moved it on again.
	final, err := s.Load(ctx, tx, c.ID)
	if err != nil {
		return c, err
	}
	final.assigned = c.assigned
	return *final, s.tasks(ctx, tx, m, after)
}

// lock advances the case if it still is as c was read. The periods of st count
// from since, which is now unless a move is taken back.
func (s *Store) lock(ctx context.Context, tx *db.Tx, c Case, st programme.State, since time.Time) (Case, error) {
	after := c
	after.State, after.Seq, after.Since = st.Name, c.Seq+1, since
	after.Reach = max(c.Reach, st.Reach)
	after.ClaimedBy, after.Claimed = "", time.Time{}
	due, err := s.DueOf(&after, st, since)
	if err != nil {
		return c, err
	}
	after.Due = due
	const advance = `
		UPDATE cases SET state = $1, seq = $2, since = $3, reach = $4, due = $5, claimed_by = '', claimed = 0
		WHERE id = $6 AND seq = $7 RETURNING city, county`
	from := placeOf(&c)
	err = tx.QueryRowContext(ctx, advance, after.State, after.Seq, db.Millis(since),
		after.Reach, db.Millis(due), c.ID, c.Seq).Scan(&from.City, &from.County) // where it was retitled to meanwhile
	if errors.Is(err, db.ErrNone) {
		return c, errStale
	}
	if err != nil {
		return c, fmt.Errorf("advance case %s: %w", c.ID, err)
	}
	to := from
	to.State, to.Reach = after.State, after.Reach
	return after, tally.Move(ctx, tx, c.ID, from, to)
}

func (s *Store) effect(ctx context.Context, tx *db.Tx, e Event) error {
	for _, name := range e.Move.Also {
		if move, ok := strings.CutPrefix(name, membersPrefix); ok {
			if err := s.moveMembers(ctx, tx, e, move); err != nil {
				return err
			}
			continue
		}
		if move, ok := strings.CutPrefix(name, parentPrefix); ok {
			parent, err := s.Load(ctx, tx, e.Case.Parent)
			if err == nil {
				_, err = s.MoveByList(ctx, tx, *parent, move, e.Actor, nil)
			}
			if err != nil {
				return err
			}
			continue
		}
		if err := s.effects[name](ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) tasks(ctx context.Context, tx *db.Tx, m programme.Move, c Case) error {
	if len(m.Does) == 0 {
		return nil
	}
	tasks := make([]job.Task, len(m.Does))
	for i, name := range m.Does {
		tasks[i] = job.Task{Name: name, Key: fmt.Sprintf("%s/%d", c.ID, c.Seq)}
	}
	return s.queue.Add(ctx, tx, tasks...)
}

// instead returns the role whose turn it was if an officer of another one
// acted for it (代办, settled 5).
func instead(c Case, a org.Actor) programme.Role {
	turn := c.Now().Turn
	if turn == "" || turn == a.Role || !a.Officer() {
		return ""
	}
	if turn == programme.County && a.Role == programme.City {
		return turn
	}
	return ""
}

func chainJSON(chain []Approval) string {
	if len(chain) == 0 {
		return ""
	}
	b, err := json.Marshal(chain)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return string(b)
}
