package worklist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// atOnce is how many cases one press may move: they stand in one transaction.
const atOnce = 300

// bulk returns the moves that a may make on many cases in a state at once: those
// whose form asks nothing that differs from case to case, that need no approval
// of their own and that can be lived with if one was wrong.
func bulk(e *programme.Edition, t *programme.Track, state string, a org.Actor) (out []programme.Move) {
	for _, m := range t.From(state) {
		if slices.Contains(m.By, a.Role) && !m.Danger && common(t.Forms[m.Form]) && len(e.Chain(t.Name, m.Name, a.Role, a.Organ.Region)) == 0 {
			out = append(out, m)
		}
	}
	return out
}

// common reports whether one answer can hold for many: no files, no rows and
// nothing that is somebody's own.
func common(qs []form.Question) bool {
	own := []string{form.Rows, form.File, form.Name, form.Phone, form.Email, form.IDNo, form.USCC, form.Many, form.Score, form.Money}
	return !slices.ContainsFunc(qs, func(q form.Question) bool { return slices.Contains(own, q.Kind) || q.Secret })
}

// A chosen is a case that was picked, as the preview showed it.
type chosen struct {
	ID  string
	Seq int64
}

func (c chosen) String() string { return c.ID + ":" + strconv.FormatInt(c.Seq, 10) }

func parseChosen(all []string) (out []chosen, err error) {
	for _, s := range all {
		id, seq, _ := strings.Cut(s, ":")
		n, err := strconv.ParseInt(seq, 10, 64)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "表单无法读取。")
		}
		out = append(out, chosen{id, n})
	}
	return out, nil
}

// picked returns the cases of these ids that a sees and may make the move on,
// and those that a sees and may not.
func (s *Slice) picked(ctx context.Context, a org.Actor, e *programme.Edition, t *programme.Track, move string, ids []string) (may, not []flow.Case, err error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: t.Name, Where: func(arg func(any) string) string {
		marks := make([]string, len(ids))
		for i, id := range ids {
			marks[i] = arg(id)
		}
		return "c.id IN (" + strings.Join(marks, ", ") + ")"
	}})
	for _, c := range cs {
		if slices.ContainsFunc(s.Flow.Moves(&c, a), func(m programme.Move) bool { return m.Name == move }) {
			may = append(may, c)
		} else {
			not = append(not, c)
		}
	}
	return may, not, err
}

// MoveAll makes one move on many cases in one transaction, each with a row of
// its own in its journal: all of them as the preview showed them, or none.
func (s *Slice) MoveAll(ctx context.Context, a org.Actor, e *programme.Edition, t *programme.Track, move string, all []chosen, ans form.Answers) error {
	switch {
	case len(all) == 0:
		return fault.New(fault.Invalid, "还没有选中办件。")
	case len(all) > atOnce:
		return fault.New(fault.Invalid, "一次最多办理%d件。", atOnce)
	}
	slices.SortFunc(all, func(x, y chosen) int { return strings.Compare(x.ID, y.ID) }) // so that two that meet do not wait for each other
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for _, one := range all {
			if err := s.moveOne(ctx, tx, a, e, t, move, one, ans); err != nil {
				return err
			}
		}
		return s.Flow.Log(ctx, tx, a, "bulk", "", form.Answers{"track": t.Name, "move": move, "count": number(len(all))})
	})
}

func (s *Slice) moveOne(ctx context.Context, tx *db.Tx, a org.Actor, e *programme.Edition, t *programme.Track, move string, one chosen, ans form.Answers) error {
	cs, err := s.Flow.CasesIn(ctx, tx, a, flow.Filter{Edition: e.Name, Track: t.Name, Where: func(arg func(any) string) string { return "c.id = " + arg(one.ID) }})
	if err != nil {
		return err
	}
	if len(cs) != 1 {
		return fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
	}
	c := cs[0]
	m, err := s.Flow.Step(&c, move, a, one.Seq)
	if err == nil && !slices.ContainsFunc(bulk(e, t, c.State, a), func(b programme.Move) bool { return b.Name == move }) {
		err = fault.New(fault.Denied, "这一步要逐件办理。")
	}
	if err == nil {
		_, err = s.Flow.MoveIn(ctx, tx, c, m, a, ans)
	}
	if f := new(fault.Error); errors.As(err, &f) {
		return fault.Wrap(f.Kind, err, "“%s”：%s整批都没有办理。", c.Name, f)
	}
	if err != nil {
		return fmt.Errorf("move %s in bulk: %w", c.ID, err)
	}
	return nil
}
