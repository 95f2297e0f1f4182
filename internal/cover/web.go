package cover

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /cover", s.page)
	m.Route("POST /cover", s.arrange)
	m.Route("POST /cover/{id}/end", s.end)
}

// onDesk shows today's covers of a's office, if there are any.
func (s *Slice) onDesk(ctx context.Context, a org.Actor) (templ.Component, error) {
	all, err := s.Flow.Orgs().CoversIn(ctx, s.Flow.DB(), a.Organ.ID, s.Flow.Now())
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, k := range all {
		if k.In(s.Flow.Now()) && k.Post.Role == a.Role {
			lines = append(lines, todays(ctx, k, a))
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return deskPart(lines), nil
}

// A view is the page.
type view struct {
	Shell     ui.Shell
	Actor     org.Actor
	ID        string // of the cover that is asked for
	Questions []form.Question
	Answers   form.Answers
	Wrong     form.Wrong
	Covers    []shown
	Claims    []ui.Table // of those whom the reader stands in for now
	Done      []ui.Table // what was done for the reader
}

// A shown is a cover in the list of the office.
type shown struct {
	org.Cover
	When, State string
	Tone        ui.Tone
	MayEnd      bool
}

func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, roles()...)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, a, view{ID: db.NewID(), Answers: form.Answers{"reason": "leave"}})
}

// past is how far back the page looks.
const past = 60 // days

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v view) error {
	ctx, d, now := r.Context(), s.Flow.DB(), s.Flow.Now()
	v.Shell, v.Actor = ui.ShellOf(ctx, lang.T(ctx, "休假与代办"), ""), a
	var err error
	if v.Questions, err = s.questions(ctx, a); err != nil {
		return err
	}
	all, err := s.Flow.Orgs().CoversIn(ctx, d, a.Organ.ID, now.AddDate(0, 0, -past))
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.Post.Role != a.Role {
			continue
		}
		v.Covers = append(v.Covers, shownOf(ctx, k, a, s.Flow.Now()))
		if err := s.mine(ctx, a, k, &v); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, pageTempl(v))
}

func shownOf(ctx context.Context, k org.Cover, a org.Actor, now time.Time) shown {
	x := shown{Cover: k, Tone: ui.Plain, State: lang.T(ctx, "已结束")}
	x.When = lang.T(ctx, "%s至%s", k.First().Said(), k.Last().Said())
	switch {
	case k.In(now):
		x.Tone, x.State = ui.OnMe, lang.T(ctx, "代办中")
	case !k.Over(now):
		x.Tone, x.State = ui.Waiting, lang.T(ctx, "未开始")
	}
	x.MayEnd = !k.Over(now) && (org.MayArrange(a, k.Post) || k.Deputy.Person == a.Person)
	return x
}

// mine puts into v what k means for a: what to do for a colleague, or what was
// done by one.
func (s *Slice) mine(ctx context.Context, a org.Actor, k org.Cover, v *view) error {
	if k.Deputy.ID == a.Post && k.In(s.Flow.Now()) {
		cs, err := s.Flow.CoveredClaims(ctx, s.Flow.DB(), k)
		if err != nil {
			return err
		}
		t := s.Table(ctx, a, lang.T(ctx, "%s 正在办、现由您代办", k.Post.Name), cs)
		t.ID, t.Empty = "claims-"+k.ID, lang.T(ctx, "没有正在办理的办件")
		v.Claims = append(v.Claims, t)
	}
	if k.Post.Person != a.Person {
		return nil
	}
	did, err := s.doneFor(ctx, s.Flow.DB(), a, k)
	if err != nil || len(did) == 0 {
		return err
	}
	t := ui.Table{ID: "done-" + k.ID, Caption: lang.T(ctx, "%s 代您办理", k.Deputy.Name), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "事项")}, {Label: lang.T(ctx, "时间")},
	}}
	for i := range did {
		x := &did[i]
		t.Rows = append(t.Rows, ui.Row{Href: x.Href, Cells: []ui.Cell{
			{Text: casework.Title(ctx, &x.Case), Sub: x.No}, {Text: x.What}, {Text: ui.When(ctx, x.Act.At)},
		}})
	}
	v.Done = append(v.Done, t)
	return nil
}

func (s *Slice) arrange(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, roles()...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	qs, err := s.questions(r.Context(), a)
	if err != nil {
		return err
	}
	v := view{ID: r.PostForm.Get("id")}
	if v.ID == "" || len(v.ID) > 64 {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	v.Answers, v.Wrong = form.Read(qs, r.PostForm)
	if len(v.Wrong) == 0 {
		err = s.set(r.Context(), a, v.ID, v.Answers)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid {
			if err == nil {
				http.Redirect(w, r, "/cover", http.StatusSeeOther)
			}
			return err
		}
		v.Wrong = form.Wrong{"deputy": {Format: f.Format, Args: f.Args}}
	}
	return s.show(w, r, http.StatusUnprocessableEntity, a, v)
}

func (s *Slice) end(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, roles()...)
	if err != nil {
		return err
	}
	if err := s.Flow.EndCover(r.Context(), a, r.PathValue("id")); err != nil {
		return err
	}
	http.Redirect(w, r, "/cover", http.StatusSeeOther)
	return nil
}
