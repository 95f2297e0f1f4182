package intake

import (
	"context"
	"fmt"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/proxy"
)

// goals proposes where the files of each person go: to the one case of that name
// that takes them; to a new one if there is none of the name; and else nowhere.
func (s *Slice) goals(ctx context.Context, a org.Actor, b *batch) error {
	k, err := s.known(ctx, a)
	if err != nil {
		return err
	}
	for i := range b.People {
		p := &b.People[i]
		may, why := k.choices(ctx, *p)
		switch {
		case why != "" || len(may) > 2:
			p.Goal = ""
		case len(may) == 2:
			p.Goal = may[1].Value
		}
	}
	return nil
}

// A choice is where the files of a person may go.
type choice struct{ Value, Label string }

// A known is what a county has already: drafts that it keys in, and what was sent to it.
type known struct {
	keyed []one
	sent  []flow.Case
}

func (s *Slice) known(ctx context.Context, a org.Actor) (k known, err error) {
	if k.keyed, _, err = s.keyed(ctx, a); err == nil {
		k.sent, err = s.Flow.Cases(ctx, a, flow.Filter{Track: track, Edition: s.Flow.Current().Name, County: a.Organ.Region})
	}
	return k, err
}

// choices returns what may become of the files of p: a new case, or one of that name
// that is being written or was sent back; and why another one of the name takes none.
func (k known) choices(ctx context.Context, p who) (out []choice, why string) {
	out = []choice{{"new", lang.T(ctx, "新建代录草稿")}}
	for _, x := range k.keyed {
		switch {
		case !alike(x.Case.Name, p.Name):
		case x.Asked.IsZero():
			out = append(out, choice{x.ID, lang.T(ctx, "归入代录中的%s（%s）", x.Case.Name, x.Unit)})
		default:
			why = lang.T(ctx, "已请本人确认，要加材料请先收回")
		}
	}
	for _, c := range k.sent {
		switch {
		case !alike(c.Name, p.Name):
		case c.State == "fix-county":
			out = append(out, choice{c.ID, lang.T(ctx, "归入退回补正的%s", c.No)})
		case !c.Now().Final:
			why = lang.T(ctx, "%s已在办（%s），现在不能加材料", c.No, lang.Word(c.Now().Label))
		}
	}
	return out, why
}

// goal returns the case for the files of p, which it opens if it is to be new.
func (s *Slice) goal(ctx context.Context, a org.Actor, b *batch, p who) (c *flow.Case, err error) {
	k, err := s.known(ctx, a)
	if err != nil {
		return nil, err
	}
	may, _ := k.choices(ctx, p)
	if p.Goal != "new" && !slices.ContainsFunc(may, func(x choice) bool { return x.Value == p.Goal }) {
		return nil, errShut
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		if p.Goal == "new" {
			c, err = s.Begin(ctx, tx, a, fmt.Sprintf("%s-%d", b.ID, p.N), Somebody{Name: p.Name, Unit: p.Unit, Mobile: p.Mobile})
			return err
		}
		if c, err = s.Flow.Load(ctx, tx, p.Goal); err == nil {
			err = s.Proxies.Begin(ctx, tx, c.ID, a, false)
		}
		return err
	})
	if err == nil && c.State == c.Track.Start {
		var mark proxy.Entry
		if mark, _, err = s.Proxies.Of(ctx, s.Flow.DB(), c.ID); err == nil && !mark.Reaches(c, a, true) {
			err = errShut
		}
	}
	return c, err
}

var errShut = fault.New(fault.Stale, "这个办件现在不能加材料。")
