package radar

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web/ui"
)

// says are the words for what two cases share.
var says = map[string]string{
	"phone": "联系方式相同", "mail": "邮箱相同", "person": "姓名和出生日期相同", "name": "机构名称相近",
	code: "统一社会信用代码的主体标识相同", lecturer: "姓名和单位（或电话）相同", namesake: "姓名相同，单位不同",
}

// A found is another case as its reader may know it.
type found struct {
	Who, Where string
	Href       string // empty: the reader may not open it
	Shared     []string
}

// A view is what may be one hand twice.
type view struct {
	Here   []found // in this edition
	Before []found // the same party, earlier
	Listed []listing
	Tells  string // above Listed
}

// hint says on the page of a case, to those who review it, what it shares
// with others.
func (s *Slice) hint(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if !slices.Contains(aware, a.Role) {
		return nil, nil
	}
	v := view{Tells: tells(ctx, c)}
	hs, err := hits(ctx, s.Flow.DB(), c.ID, c.Edition.Name, c.Party)
	if err != nil {
		return nil, err
	}
	if v.Listed, err = s.listings(ctx, c, a, hs); err != nil {
		return nil, err
	}
	if slices.Contains(readers, a.Role) {
		err = s.doubles(ctx, c, a, hs, &v)
	}
	if err != nil || len(v.Here)+len(v.Before)+len(v.Listed) == 0 {
		return nil, err
	}
	return part(v), nil
}

// doubles puts into v the cases that share a trace with c, and the earlier ones of
// the same party.
func (s *Slice) doubles(ctx context.Context, c *flow.Case, a org.Actor, hs []hit, v *view) error {
	at := map[string]int{}
	for _, h := range hs {
		if h.Kind == lecturer || h.Kind == namesake {
			continue
		}
		i, known := at[h.Case]
		if !known {
			f, err := s.found(ctx, h.Case, a)
			if err != nil {
				return err
			}
			i, at[h.Case] = len(v.Here), len(v.Here)
			v.Here = append(v.Here, f)
		}
		v.Here[i].Shared = append(v.Here[i].Shared, lang.T(ctx, says[h.Kind]))
	}
	ids, err := earlier(ctx, s.Flow.DB(), c.Track.Name, c.Edition.Name, c.Party)
	if err != nil {
		return err
	}
	for _, id := range ids {
		f, err := s.found(ctx, id, a)
		if err != nil {
			return err
		}
		v.Before = append(v.Before, f)
	}
	return nil
}

// found says of another case what a may know: of one that is not theirs, the
// place and a masked name.
func (s *Slice) found(ctx context.Context, id string, a org.Actor) (f found, err error) {
	c, err := s.Flow.Load(ctx, s.Flow.DB(), id)
	if err != nil {
		return f, err
	}
	f.Where = ui.Joined(lang.T(ctx, c.Track.Label), casework.Place(c), lang.T(ctx, c.Edition.Short), lang.T(ctx, c.Now().Label))
	_, err = s.Flow.Find(ctx, a, id)
	switch {
	case err == nil:
		f.Who, f.Href = ui.Joined(c.Name, c.No), "/cases/"+c.ID
	case fault.Of(err) != fault.Missing:
		return f, err
	case c.Track.Name == institution: // organisations are no secret
		f.Who, err = c.Name, nil
	default:
		f.Who, err = ident.MaskName(c.Name), nil
	}
	return f, err
}
