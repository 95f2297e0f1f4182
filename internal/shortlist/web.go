package shortlist

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/official"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/roster"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// readers may see issued lists; the province and finance also drafts.
var readers = []programme.Role{
	programme.Province, programme.Finance, programme.Association, programme.City, programme.County, programme.Auditor,
}

// A shortlistsView is the list of 培育名单.
type shortlistsView struct {
	Shell    ui.Shell
	Lead     string
	Edition  string
	Editions ui.Choice
	Table    ui.Table
	Mine     bool
	ID       string
	Waiting  int // passed and on no list
	Passed   string
	Asked    []form.Question
	Answers  form.Answers
	Wrong    form.Wrong
}

// A shortlistView is one 培育名单.
type shortlistView struct {
	Shell   ui.Shell
	Head    ui.Head
	Case    *flow.Case
	Names   ui.Table
	Events  []ui.Event
	Pending *flow.Proposal
	Note    string // of a draft sent back
	Draft   bool   // the reader may change it now
	Count   int
	Chain   string // who approves after the drafter
	Asked   []form.Question
	Bound   string
	Paper   *official.Paper // the 通知 that carries the list
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) shortlists(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	return s.showShortlists(w, r, http.StatusOK, a, nil, nil)
}

func (s *Slice) showShortlists(w http.ResponseWriter, r *http.Request, status int, a org.Actor, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "shortlist"})
	if err != nil {
		return err
	}
	v := shortlistsView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, e.LabelOf("shortlist")), "/shortlists"), Mine: opens(e, a),
		Lead: lang.T(ctx, e.Papers["shortlist"].Say),
		ID:   db.NewID(), Asked: casework.Asked(e, "shortlist", "list"), Answers: ans, Wrong: wrong,
		Edition: e.Name, Editions: s.Editions(ctx, r, e),
	}
	v.Table = ui.Table{ID: "shortlists", Caption: v.Shell.Title, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "人数"), Num: true}, {Label: lang.T(ctx, "环节")},
	}, Empty: lang.T(ctx, "还没有名单")}
	for i := range cs {
		members, err := s.Flow.Members(ctx, s.Flow.DB(), cs[i].ID)
		if err != nil {
			return err
		}
		st := cs[i].Now()
		v.Table.Rows = append(v.Table.Rows, ui.Row{Href: "/shortlists/" + cs[i].ID, Cells: []ui.Cell{
			{Text: casework.NameOf(ctx, &cs[i])}, {Text: strconv.Itoa(len(members))}, {Text: lang.T(ctx, st.Label), Tone: casework.StateTone(st)},
		}})
	}
	if v.Mine {
		t, _ := e.Track("shortlist")
		free, err := s.selected(ctx, s.Flow.DB(), a, &flow.Case{Edition: e, Track: t})
		if err != nil {
			return err
		}
		v.Waiting, v.Passed = len(free), passed(e)
	}
	return web.Render(w, r, status, shortlistsPage(v))
}

// selected returns who has passed and stands on no other draft, by city and
// number.
func (s *Slice) selected(ctx context.Context, q db.Q, a org.Actor, c *flow.Case) ([]flow.Case, error) {
	cs, err := roster.Free(ctx, s.Flow, q, a, c, c.Edition.MembersOf(c.Track.Name).Before("shortlist"), c.Track.Start)
	slices.SortFunc(cs, func(x, y flow.Case) int {
		return cmp.Or(cmp.Compare(x.City, y.City), cmp.Compare(x.No, y.No), cmp.Compare(x.ID, y.ID))
	})
	return cs, err
}

// openShortlist drafts a list of everybody who has passed.
func (s *Slice) openShortlist(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.Asks(r, s.drafters()...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	ans, wrong := form.Read(casework.Asked(e, "shortlist", "list"), r.PostForm)
	if len(wrong) > 0 {
		return s.showShortlists(w, r, http.StatusUnprocessableEntity, a, ans, wrong)
	}
	id := r.PostForm.Get("id")
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		c, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: "shortlist", Edition: e.Name, Party: a.Organ.ID, City: cityFor(a), Name: ans["title"], Answers: ans})
		if err != nil || c.State != c.Track.Start {
			return err
		}
		members, err := s.Flow.Members(ctx, tx, id)
		if err != nil || len(members) > 0 {
			return err
		}
		free, err := s.selected(ctx, tx, a, c)
		if err != nil {
			return err
		}
		ids := make([]string, len(free))
		for i, k := range free {
			ids[i] = k.ID
		}
		return roster.Set(ctx, s.Flow, tx, id, free, ids)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/shortlists/"+id, http.StatusSeeOther)
	return nil
}

// listOf returns the list of r.
func (s *Slice) listOf(r *http.Request, roles ...programme.Role) (*flow.Case, org.Actor, error) {
	a, err := casework.As(r, roles...)
	if err != nil {
		return nil, a, err
	}
	c, err := s.Flow.Find(r.Context(), a, r.PathValue("id"))
	if err == nil && c.Track.Name != "shortlist" {
		err = fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
	}
	return c, a, err
}

// drafted returns the list of r for somebody who drafts such lists.
func (s *Slice) drafted(r *http.Request) (*flow.Case, org.Actor, error) {
	return s.listOf(r, s.drafters()...)
}

func (s *Slice) shortlist(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.listOf(r, readers...)
	if err != nil {
		return err
	}
	return s.showShortlist(w, r, http.StatusOK, c, a, nil, nil)
}

func (s *Slice) showShortlist(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, ans form.Answers, wrong form.Wrong) error {
	ctx, q := r.Context(), s.Flow.DB()
	v := &shortlistView{Case: c, Answers: ans, Wrong: wrong}
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, c.Track.Label), Href: "/shortlists"}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/shortlists")
	if v.Events, err = s.EventsOf(ctx, c, a); err != nil {
		return err
	}
	if v.Pending, err = s.Flow.Pending(ctx, q, c); err != nil {
		return err
	}
	if _, v.Note, err = s.Flow.Returned(ctx, q, c); err != nil {
		return err
	}
	v.Draft = opens(c.Edition, a) && c.State == c.Track.Start && v.Pending == nil
	v.Chain = chainText(ctx, c, a)
	for _, qu := range c.Track.Forms["paper"] {
		if qu.Name != "digest" && qu.Name != "count" {
			v.Asked = append(v.Asked, qu)
		}
	}
	if v.Bound, err = s.bound(ctx, q, c); err != nil {
		return err
	}
	if v.Paper, err = s.notice(ctx, q, c); err != nil {
		return err
	}
	if v.Names, v.Count, err = s.namesTable(ctx, c, a, v.Draft); err != nil {
		return err
	}
	return web.Render(w, r, status, shortlistPage(v))
}

// namesTable lists the names; in a draft also those left out, to be ticked.
func (s *Slice) namesTable(ctx context.Context, c *flow.Case, a org.Actor, draft bool) (ui.Table, int, error) {
	t := ui.Table{ID: "names", Caption: lang.T(ctx, "名单"), Dense: true, Columns: columns(ctx, c.Edition), Empty: lang.T(ctx, "名单还是空的")}
	names, err := s.names(ctx, s.Flow.DB(), c)
	if err != nil {
		return t, 0, err
	}
	in := map[string]bool{}
	for i, n := range names {
		in[n.Application] = true
		t.Rows = append(t.Rows, nameRow(c.Edition, strconv.Itoa(i+1), n))
	}
	if !draft {
		return t, len(names), nil
	}
	free, err := s.selected(ctx, s.Flow.DB(), a, c)
	if err != nil {
		return t, 0, err
	}
	all, err := s.named(ctx, s.Flow.DB(), free)
	if err != nil {
		return t, 0, err
	}
	t.Rows, t.Caption = nil, lang.T(ctx, "%s、待列入名单", lang.T(ctx, passed(c.Edition)))
	t.Columns[0] = ui.Column{Label: lang.T(ctx, "列入")}
	for _, n := range all {
		row := nameRow(c.Edition, "", n)
		row.Cells[0] = ui.Cell{Part: pick(n.Application, in[n.Application])}
		t.Rows = append(t.Rows, row)
	}
	return t, len(names), nil
}

func nameRow(e *programme.Edition, no string, n Name) ui.Row {
	cells := ui.Texts(no, n.Name, n.Unit, n.City, n.Directions)
	return ui.Row{ID: n.Application, Cells: cells[:len(heads(e))]}
}

// namesSection shows the names wherever the list is decided on.
func (s *Slice) namesSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	t, _, err := s.namesTable(ctx, c, a, false)
	if err != nil {
		return nil, err
	}
	return ui.DataTable(t), nil
}

// choose sets who stands on a draft. While it is being approved nobody may.
func (s *Slice) choose(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.drafted(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := alone(ctx, tx, c.ID); err != nil {
			return err
		}
		now, err := s.Flow.Load(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		pending, err := s.Flow.Pending(ctx, tx, now)
		if err != nil {
			return err
		}
		if pending != nil || now.State != now.Track.Start {
			return fault.New(fault.Stale, "名单正在审批或已经印发，不能再改；需要修改的，请审批人退回。")
		}
		free, err := s.selected(ctx, tx, a, now)
		if err != nil {
			return err
		}
		return roster.Set(ctx, s.Flow, tx, c.ID, free, r.PostForm["pick"])
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/shortlists/"+c.ID, http.StatusSeeOther)
	return nil
}

// issue drafts the decision; it takes effect at the end of the chain.
func (s *Slice) issue(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.drafted(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "issue", a, seen)
	if err != nil {
		return err
	}
	ctx := r.Context()
	names, err := s.names(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fault.New(fault.Closed, "名单还是空的，请先列入人员。")
	}
	r.PostForm.Set("count", fmt.Sprint(len(names)))
	r.PostForm.Set("digest", digestOf(names))
	ans, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.showShortlist(w, r, http.StatusUnprocessableEntity, c, a, ans, wrong)
	}
	if _, err := s.Flow.Move(ctx, c, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/shortlists/"+c.ID, http.StatusSeeOther)
	return nil
}
