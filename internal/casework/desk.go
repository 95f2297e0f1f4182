package casework

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// page is what the pages here have in common.
type page struct {
	Shell  ui.Shell
	Head   ui.Head
	Ribbon []ui.Stage
	Events []ui.Event
}

func (p *Pages) pageOf(ctx context.Context, c *flow.Case, a org.Actor) (*page, error) {
	head, err := p.HeadOf(ctx, c, a)
	if err != nil {
		return nil, err
	}
	home := ui.Link{Text: lang.T(ctx, "工作台"), Href: "/desk"}
	if a.Role == programme.Applicant {
		home = ui.Link{Text: lang.T(ctx, "我的申报"), Href: p.Front()}
	}
	head.Trail = []ui.Link{home}
	events, err := p.EventsOf(ctx, c, a)
	if err != nil {
		return nil, err
	}
	return &page{ui.ShellOf(ctx, head.Title, home.Href), head, RibbonOf(ctx, c), events}, nil
}

// A deskView is what waits for one person.
type deskView struct {
	Shell   ui.Shell
	Waiting []flow.Waiting
	Tables  []waitingCases
	Quick   []ui.Figure
	Parts   []templ.Component
	Actor   org.Actor
	Decided string // what the reader has just approved or sent back
}

// desk shows what waits for the signed-in person: approvals first, then the
// cases whose turn is theirs, by track, the nearest deadline first.
func (p *Pages) desk(w http.ResponseWriter, r *http.Request) error {
	a, err := Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := deskView{Shell: ui.ShellOf(ctx, lang.T(ctx, "工作台"), "/desk"), Actor: a}
	if v.Waiting, err = p.Flow.WaitingFor(ctx, a); err != nil {
		return err
	}
	v.Decided = p.decided(ctx, a, r.URL.Query().Get("decided"))
	if v.Quick, err = p.Figures(ctx, a); err != nil {
		return err
	}
	covered, err := p.deskParts(ctx, a, &v)
	if err != nil {
		return err
	}
	for _, t := range p.tracks() {
		if slices.Contains(covered, t.Name) {
			continue
		}
		mine, err := p.mine(ctx, a, t)
		if err != nil {
			return err
		}
		if len(mine) > 0 {
			v.Tables = append(v.Tables, p.first(ctx, a, t, mine))
		}
	}
	return web.Render(w, r, http.StatusOK, deskPage(v))
}

// Figures returns the links that a role finds on its desk, with what waits
// there, for a slice that gives a role a desk of its own.
func (p *Pages) Figures(ctx context.Context, a org.Actor) ([]ui.Figure, error) {
	var out []ui.Figure
	for _, q := range p.quick {
		if !slices.Contains(q.Roles, a.Role) {
			continue
		}
		fig := ui.Figure{Label: lang.T(ctx, q.Text), Href: q.Href, Note: lang.T(ctx, q.Note)}
		if q.Count != nil {
			n, err := q.Count(ctx, a)
			if err != nil {
				return nil, err
			}
			fig.Value = count(n)
			if n > 0 {
				fig.Tone = ui.OnMe
			}
		}
		out = append(out, fig)
	}
	return out, nil
}

// deskParts puts the parts of a's desk into v and returns the tracks they cover.
func (p *Pages) deskParts(ctx context.Context, a org.Actor, v *deskView) (covered []string, err error) {
	for _, d := range p.desks {
		if !slices.Contains(d.Roles, a.Role) {
			continue
		}
		part, err := d.Show(ctx, a)
		if err != nil {
			return nil, err
		}
		covered = append(covered, d.Covers...)
		if part != nil {
			v.Parts = append(v.Parts, part)
		}
	}
	return covered, nil
}

// onDesk is how many cases of a track a desk shows; the rest is one link away.
const onDesk = 8

// waitingCases are the most urgent cases of a track and the way to all.
type waitingCases struct {
	Table ui.Table
	More  ui.Link // empty: these are all
}

func (p *Pages) first(ctx context.Context, a org.Actor, t *programme.Track, mine []flow.Case) waitingCases {
	n := len(mine)
	shown := mine[:min(n, onDesk)]
	w := waitingCases{Table: p.Table(ctx, a, lang.T(ctx, "%s：待您办理", lang.T(ctx, t.Label)), shown)}
	w.Table.ID, w.Table.Count = "mine-"+t.Name, n
	if n > len(shown) {
		w.More = ui.Link{Text: lang.T(ctx, "查看全部%d件", n), Href: "/cases?track=" + t.Name}
	}
	return w
}

// tracks returns the tracks of all editions that are open, each once, in the
// order of the newest.
func (p *Pages) tracks() (out []*programme.Track) {
	for _, e := range slices.Backward(p.Flow.Opened()) {
		for _, t := range e.Tracks {
			if !slices.ContainsFunc(out, func(x *programme.Track) bool { return x.Name == t.Name }) {
				out = append(out, t)
			}
		}
	}
	return out
}

// mine returns the cases of a track whose turn is a's, of every edition, the
// most urgent first.
func (p *Pages) mine(ctx context.Context, a org.Actor, t *programme.Track) ([]flow.Case, error) {
	f := flow.Filter{Track: t.Name, Turn: a.Role}
	if slices.ContainsFunc(t.States, func(s programme.State) bool { return s.Turn == programme.Addressee }) && a.Officer() {
		f = flow.Filter{Track: t.Name, Turn: programme.Addressee, Party: a.Organ.ID}
	}
	cs, err := p.Flow.Cases(ctx, a, f)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(cs, ByDue)
	return cs, nil
}

// ByDue sorts what is due first, and what is never due last.
func ByDue(x, y flow.Case) int {
	switch {
	case x.Due.IsZero() && y.Due.IsZero():
		return x.Since.Compare(y.Since)
	case x.Due.IsZero():
		return 1
	case y.Due.IsZero():
		return -1
	}
	return x.Due.Compare(y.Due)
}

// Table returns a list of cases as a table: who, where, state, since, due.
func (p *Pages) Table(ctx context.Context, a org.Actor, caption string, cs []flow.Case) ui.Table {
	t := ui.Table{ID: "cases", Caption: caption, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "到此环节")}, {Label: lang.T(ctx, "截止")},
	}}
	now := p.Flow.Now()
	keyed := p.Proxies.Marks(ctx, cs)
	for i := range cs {
		c := &cs[i]
		st := c.Now()
		tone := StateTone(st)
		if st.Turn == a.Role {
			tone = ui.OnMe
		}
		due := ""
		if !c.Due.IsZero() {
			due = ui.Deadline(ctx, c.Due)
		}
		row := ui.Row{ID: c.ID, Href: p.Href(c, a), Cells: []ui.Cell{
			{Text: NameOf(ctx, c), Sub: ui.Joined(keyed[c.ID], p.NoOf(ctx, c))}, {Text: c.Unit}, {Text: Place(c)},
			{Text: lang.T(ctx, st.Label), Tone: tone}, {Text: ui.When(ctx, c.Since)}, {Text: due},
		}}
		if c.Late(now) {
			row.Tone = ui.Late
		}
		t.Rows = append(t.Rows, row)
	}
	t.DropEmpty()
	return t
}

// NoOf is the number of a case, with its edition if that is not the current one.
func (p *Pages) NoOf(ctx context.Context, c *flow.Case) string {
	if c.Edition == p.Flow.Current() {
		return c.No
	}
	return ui.Joined(c.No, lang.T(ctx, c.Edition.Short))
}

// NameOf returns what a list calls a case.
func NameOf(ctx context.Context, c *flow.Case) string {
	if c.Name != "" {
		return c.Name
	}
	return lang.T(ctx, c.Track.Label)
}

// Place names the region of a case, the county if there is one.
func Place(c *flow.Case) string {
	for _, code := range []string{c.County, c.City} {
		if r, ok := org.RegionOf(code); ok {
			return r.Name
		}
	}
	return ""
}
