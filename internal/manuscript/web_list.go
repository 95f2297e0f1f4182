package manuscript

import (
	"context"
	"net/http"
	"slices"

	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A listView is the papers of an office and what it may begin.
type listView struct {
	Shell   ui.Shell
	ID      string // of the paper that is begun
	Kinds   []form.Choice
	Forward programme.Notice // may be handed on now; none has no ID
	Correct programme.Notice // of this city, whose deadline another paper may change
	Own     ui.Table
	Others  ui.Table
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: cascade.Track})
	if err != nil {
		return err
	}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return y.Since.Compare(x.Since) })
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "发文"), "/manuscripts"), ID: db.NewID(), Kinds: kindChoices(s.Flow.Current())}
	v.Forward, _ = s.forwardable(a)
	if n := s.Flow.Current().Binding(a.Organ.Region); a.Role == programme.City && n.Region == a.Organ.Region && s.Flow.Now().Before(n.Moment()) {
		v.Correct = n
	}
	pending, err := s.pending(ctx, cs, a)
	if err != nil {
		return err
	}
	v.Own = register(ctx, "own", lang.T(ctx, "本单位的发文"), func(c *flow.Case) bool { return c.Party == a.Organ.ID }, cs, pending)
	v.Own.Empty, v.Own.EmptyText = lang.T(ctx, "还没有发文"), lang.T(ctx, "选一个文种，起草第一份。")
	v.Others = register(ctx, "others", lang.T(ctx, "其他单位印发的"), func(c *flow.Case) bool { return c.Party != a.Organ.ID }, cs, nil)
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// kindChoices are the kinds as the sheet of an edition offers them.
func kindChoices(e *programme.Edition) []form.Choice {
	for _, q := range casework.Asked(e, cascade.Track, "sheet") {
		if q.Name == "kind" {
			return q.Choices
		}
	}
	return nil
}

// pending tells for which step of the chain the drafts of a's office wait.
func (s *Slice) pending(ctx context.Context, cs []flow.Case, a org.Actor) (map[string]string, error) {
	out := map[string]string{}
	for i := range cs {
		c := &cs[i]
		if c.Party != a.Organ.ID || c.State != c.Track.Start {
			continue
		}
		p, err := s.Flow.Pending(ctx, s.Flow.DB(), c)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		step, err := s.Flow.StepOf(ctx, s.Flow.DB(), c, p)
		if err != nil {
			return nil, err
		}
		out[c.ID] = lang.T(ctx, "待%s", lang.T(ctx, step.Label))
	}
	return out, nil
}

// register is a list of papers with their numbers; pending says by id for whom a
// draft waits.
func register(ctx context.Context, id, caption string, fits func(*flow.Case) bool, cs []flow.Case, pending map[string]string) ui.Table {
	own := id == "own"
	t := ui.Table{ID: id, Caption: caption, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "标题"), Main: true}, {Label: lang.T(ctx, "文号")}, {Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "到此环节")},
	}}
	if !own {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "单位")})
	}
	for i := range cs {
		c := &cs[i]
		if !fits(c) {
			continue
		}
		st, row := c.Now(), ui.Row{Href: "/manuscripts/" + c.ID}
		tone := casework.StateTone(st)
		if st.Turn != "" && own {
			tone = ui.OnMe
		}
		name := c.Name
		if name == "" {
			name = lang.T(ctx, "（未拟标题）")
		}
		state := lang.T(ctx, st.Label)
		if wait := pending[c.ID]; wait != "" {
			state, tone = wait, ui.Waiting
		}
		row.Cells = []ui.Cell{{Text: name}, {Text: c.No}, {Text: state, Tone: tone}, {Text: ui.When(ctx, c.Since)}}
		if !own {
			row.Cells = append(row.Cells, ui.Cell{Text: c.Unit})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// begin opens a paper: of a kind, to hand a notice on, or to correct one.
func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	sheet, err := s.Filled(a, r.PostForm.Get("kind"), r.PostForm.Get("parent"), r.PostForm.Get("replaces"))
	if err != nil {
		return err
	}
	id := r.PostForm.Get("id")
	if err := s.Begin(r.Context(), a, id, sheet); err != nil {
		return err
	}
	http.Redirect(w, r, "/manuscripts/"+id, http.StatusSeeOther)
	return nil
}

// Filled returns what a new paper of a's office says before anybody has typed.
func (s *Slice) Filled(a org.Actor, kind, parent, replaces string) (form.Answers, error) {
	sheet := form.Answers{"kind": kind, "contact": a.Organ.Contact, "phone": a.Organ.Phone, "address": a.Organ.Address}
	id := parent
	if replaces != "" {
		id = replaces
	}
	if id == "" {
		if kinds[kind] == "" {
			return nil, fault.New(fault.Invalid, "请选择文种。")
		}
		return form.Answers{"kind": kind}, nil
	}
	e, n, ok := s.notice(id)
	switch {
	case !ok || replaces != "" && n.Region != a.Organ.Region:
		return nil, fault.New(fault.Missing, "没有找到这份通知。")
	case replaces != "":
		return correcting(sheet, n, a.Organ.Name), nil
	case !cascade.Forwards(n, a):
		return nil, fault.New(fault.Denied, "只有收到通知的市可以用通知另文转发。")
	}
	return forwarding(sheet, n, a.Organ.Name, e.Limit(programme.GraceLimit).N), nil
}
