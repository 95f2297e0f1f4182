package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
)

const caseColumns = `c.id, c.no, c.edition, c.track, c.party, c.name, c.unit, c.county, c.city, c.parent,
	c.state, c.seq, c.reach, c.opened, c.since, c.due, c.head, c.claimed_by, c.claimed`

func (s *Store) scanCase(row interface{ Scan(...any) error }) (c Case, err error) {
	var edition, track string
	var opened, since, due, claimed int64
	err = row.Scan(&c.ID, &c.No, &edition, &track, &c.Party, &c.Name, &c.Unit, &c.County, &c.City, &c.Parent,
		&c.State, &c.Seq, &c.Reach, &opened, &since, &due, &c.head, &c.ClaimedBy, &claimed)
	if err != nil {
		return c, err
	}
	c.Opened, c.Since, c.Due, c.Claimed = db.Time(opened), db.Time(since), db.Time(due), db.Time(claimed)
	e, ok := s.Edition(edition)
	if !ok {
		return c, fmt.Errorf("case %s: unknown edition %q", c.ID, edition)
	}
	c.Edition = e
	if c.Track, ok = e.Track(track); !ok {
		return c, fmt.Errorf("case %s: unknown track %q", c.ID, track)
	}
	return c, nil
}

var errMissing = fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")

// Find returns a case that a may see; for anybody else it does not exist.
func (s *Store) Find(ctx context.Context, a org.Actor, id string) (*Case, error) {
	return s.find(ctx, s.db, a, id)
}

func (s *Store) find(ctx context.Context, q db.Q, a org.Actor, id string) (*Case, error) {
	v := s.sees(a, "", "", 2)
	c, err := db.One(ctx, q, s.scanCase,
		`SELECT `+caseColumns+` FROM cases c WHERE c.id = $1 AND (`+v.sql+`)`, append([]any{id}, v.args...)...)
	if errors.Is(err, db.ErrNone) {
		return nil, errMissing
	}
	if err != nil {
		return nil, fmt.Errorf("find case %s: %w", id, err)
	}
	c.assigned, err = db.All(ctx, q, db.Cell[programme.Role],
		`SELECT role FROM assignments WHERE case_id = $1 AND person = $2 ORDER BY role`, id, a.Person)
	return &c, err
}

// Load returns a case whoever asks: for effects, tasks and exports that have
// checked the right themselves. A page uses [Store.Find].
func (s *Store) Load(ctx context.Context, q db.Q, id string) (*Case, error) {
	c, err := db.One(ctx, q, s.scanCase, `SELECT `+caseColumns+` FROM cases c WHERE c.id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return nil, errMissing
	}
	if err != nil {
		return nil, fmt.Errorf("load case %s: %w", id, err)
	}
	return &c, nil
}

// A Filter narrows a list of cases. The zero Filter takes all that one may see.
type Filter struct {
	Edition string // empty: every edition of the programme
	Track   string
	States  []string
	County  string
	City    string
	Party   string
	Parent  string
	List    string // members of this list, in its order
	Turn    programme.Role
	Where   func(arg func(value any) string) string // one more condition on cases c; may be nil
	After   string                                  // id of the last case of the page before
	Limit   int                                     // 0: none is left out, however many there are
}

// Cases returns the cases that a may see and f takes, by id or, for the
// members of a list, in the order of the list.
func (s *Store) Cases(ctx context.Context, a org.Actor, f Filter) ([]Case, error) {
	return s.CasesIn(ctx, s.db, a, f)
}

// CasesIn is [Store.Cases] inside a transaction.
func (s *Store) CasesIn(ctx context.Context, q db.Q, a org.Actor, f Filter) ([]Case, error) {
	v := s.sees(a, f.Track, f.Edition, 1)
	where, args := s.where(f, v.args)
	from, order := ` FROM cases c `, ` ORDER BY c.id`
	if f.List != "" {
		args = append(args, f.List)
		from += fmt.Sprintf(` JOIN members m ON m.case_id = c.id AND m.list_id = $%d `, len(args))
		order = ` ORDER BY m.pos, c.id`
	}
	sql := `SELECT ` + caseColumns + from + `WHERE (` + v.sql + `)` + where + order
	if f.Limit > 0 {
		args = append(args, f.Limit)
		sql += fmt.Sprintf(` LIMIT $%d`, len(args))
	}
	cs, err := db.All(ctx, q, s.scanCase, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return cs, nil
}

func (s *Store) where(f Filter, args []any) (string, []any) {
	var w strings.Builder
	is := func(column string, value any) {
		args = append(args, value)
		fmt.Fprintf(&w, " AND c.%s = $%d", column, len(args))
	}
	for _, e := range []struct{ column, value string }{
		{"edition", f.Edition}, {"track", f.Track}, {"county", f.County},
		{"city", f.City}, {"party", f.Party}, {"parent", f.Parent},
	} {
		if e.value != "" {
			is(e.column, e.value)
		}
	}
	states := f.States
	if f.Turn != "" && f.Track != "" {
		states = append(states, s.turnStates(f.Track, f.Turn)...)
	}
	if len(states) > 0 || f.Turn != "" {
		marks := make([]string, 0, len(states))
		for _, st := range states {
			args = append(args, st)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		if len(marks) == 0 {
			marks = []string{"''"}
		}
		w.WriteString(" AND c.state IN (" + strings.Join(marks, ", ") + ")")
	}
	if f.Where != nil {
		w.WriteString(" AND (" + f.Where(func(value any) string {
			args = append(args, value)
			return fmt.Sprintf("$%d", len(args))
		}) + ")")
	}
	if f.After != "" {
		args = append(args, f.After)
		fmt.Fprintf(&w, " AND c.id > $%d", len(args))
	}
	return w.String(), args
}

func (s *Store) turnStates(track string, r programme.Role) (names []string) {
	for _, e := range s.editions {
		t, ok := e.Track(track)
		if !ok {
			continue
		}
		for _, st := range t.States {
			if st.Turn == r && !slices.Contains(names, st.Name) {
				names = append(names, st.Name)
			}
		}
	}
	return names
}

// Counts returns how many cases of a track that a may see stand in each state,
// by city and county.
func (s *Store) Counts(ctx context.Context, a org.Actor, f Filter) ([]tally.Count, error) {
	scope, wide := s.scope(a, f.Track, f.Edition, 1)
	if !wide || f.List != "" || f.Party != "" || f.Parent != "" || f.Where != nil {
		return s.countOne(ctx, a, f)
	}
	where, args := s.where(f, scope.args)
	all, err := tally.Sum(ctx, s.db, `(`+scope.sql+`)`+where, args...)
	if err != nil {
		return nil, err
	}
	// A cross join, because SQLite keeps its order: a person has few conflicts.
	hidden, err := tally.Cases(ctx, s.db, `conflicts x CROSS JOIN cases c`,
		fmt.Sprintf(`x.case_id = c.id AND x.person = $%d AND (%s)`, len(args)+1, scope.sql)+where, append(args, a.Person)...)
	return tally.Less(all, hidden), err
}

// countOne counts cases one by one, where the tallies do not know which.
func (s *Store) countOne(ctx context.Context, a org.Actor, f Filter) ([]tally.Count, error) {
	v := s.sees(a, f.Track, f.Edition, 1)
	where, args := s.where(f, v.args)
	if f.List != "" {
		args = append(args, f.List)
		where += fmt.Sprintf(` AND EXISTS (SELECT 1 FROM members m WHERE m.case_id = c.id AND m.list_id = $%d)`, len(args))
	}
	return tally.Cases(ctx, s.db, `cases c`, `(`+v.sql+`)`+where, args...)
}

// Apart divides cases into those in one of these states and the rest, for a page
// that shows first what a tile of the desk counts.
func Apart(cs []Case, states ...string) (of, rest []Case) {
	for _, c := range cs {
		if slices.Contains(states, c.State) {
			of = append(of, c)
		} else {
			rest = append(rest, c)
		}
	}
	return of, rest
}
