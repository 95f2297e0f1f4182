package selection

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A sheetView is an expert's sheet about an institution.
type sheetView struct {
	Shell  ui.Shell
	Head   ui.Head
	Case   *flow.Case
	Parent *flow.Case
	Move   programme.Move
	Rubric programme.Rubric
	Form   []form.Question
	Tried  casework.Tried
}

// written are the questions of a sheet that an expert answers. What a pad would
// sign is none of them: this sheet is locked on line.
func written(c *flow.Case) []form.Question {
	return slices.DeleteFunc(slices.Clone(c.Track.Forms["marks"]), func(q form.Question) bool {
		return q.Name == "way" || q.Name == "signed" || q.Name == "signature"
	})
}

// own returns the expert's own sheet that r names, still open.
func (s *Slice) own(r *http.Request) (*flow.Case, org.Actor, error) {
	if _, err := casework.As(r, programme.Judge); err != nil {
		return nil, org.Actor{}, err
	}
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != assessment.Sheet {
		err = errMissing
	}
	return c, a, err
}

func (s *Slice) sheet(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	if c.State != "open" {
		http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
		return nil
	}
	return s.showSheet(w, r, http.StatusOK, c, a, casework.Tried{})
}

func (s *Slice) showSheet(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried casework.Tried) error {
	ctx := r.Context()
	v := sheetView{Case: c, Rubric: c.Edition.Rubrics["school"], Form: written(c), Tried: tried}
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "工作台"), Href: "/desk"}}
	v.Head.Lead = lang.T(ctx, "独立评分：两份都锁定之前，谁也看不到另一份。")
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/desk")
	if v.Parent, err = s.Flow.Find(ctx, a, c.Parent); err != nil {
		return err
	}
	return web.Render(w, r, status, sheetTempl(v))
}

// whom shows an expert who has not declared yet who teaches at the institution:
// names and units and nothing else, for that is what a 回避 is decided by.
func (s *Slice) whom(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if c.State != "undeclared" || a.Person != c.Party {
		return nil, nil
	}
	parent, err := s.Flow.Load(ctx, s.Flow.DB(), c.Parent)
	if err != nil {
		return nil, err
	}
	sent, err := s.Flow.Answers(ctx, s.Flow.DB(), parent, assessment.Sent...)
	if err != nil {
		return nil, err
	}
	t := ui.Table{ID: "whom", Caption: lang.T(ctx, "师资名册（请看是否有应当回避的关系）"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")},
	}}
	for _, row := range form.Table(sent["roster"]) {
		unit := row["unit"]
		if unit == "" {
			unit = parent.Name
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: row["name"]}, {Text: unit}}})
	}
	return tableTempl(t), nil
}

// lock locks the sheet. What is not right comes back with every mark kept.
func (s *Slice) lock(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "lock", a, seen)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(written(c), r.PostForm)
	if len(wrong) > 0 {
		return s.showSheet(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong})
	}
	return s.draft(w, r, c, m, a, answers, "/cases/"+c.ID)
}
