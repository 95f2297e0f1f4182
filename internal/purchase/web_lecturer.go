package purchase

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A lecturerView is one engagement as its buyer sees it.
type lecturerView struct {
	Shell    ui.Shell
	Purchase *flow.Case
	Case     *flow.Case
	Head     ui.Head
	Facts    []ui.Pair
	Next     *programme.Move // the buyer's
	Release  bool
	Answers  form.Answers
	Wrong    form.Wrong
}

// steps are what a buyer does with an engagement, by the state it stands in.
var steps = map[string]string{"accepted": "engage", "engaged": "deliver", "confirmed": "rate"}

// of returns the engagement of r's purchase with r's lecturer.
func (s *Slice) of(r *http.Request) (c, e *flow.Case, a org.Actor, err error) {
	c, a, err = s.buying(r)
	if err != nil {
		return nil, nil, a, err
	}
	on, err := s.engagements(r.Context(), s.Flow.DB(), c.ID)
	if err != nil {
		return nil, nil, a, err
	}
	if e = on[r.PathValue("person")]; e == nil {
		return nil, nil, a, fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, e, a, nil
}

func (s *Slice) lecturer(w http.ResponseWriter, r *http.Request) error {
	c, e, _, err := s.of(r)
	if err != nil {
		return err
	}
	return s.showLecturer(w, r, http.StatusOK, lecturerView{Purchase: c, Case: e})
}

func (s *Slice) showLecturer(w http.ResponseWriter, r *http.Request, status int, v lecturerView) error {
	ctx := r.Context()
	st := v.Case.Now()
	v.Shell = ui.ShellOf(ctx, v.Case.Name, "/purchases")
	v.Head = ui.Head{Trail: []ui.Link{{Text: v.Purchase.Name, Href: "/cases/" + v.Purchase.ID}}, Title: v.Case.Name,
		State: lang.T(ctx, st.Label), Tone: casework.StateTone(st), Meta: []string{lang.T(ctx, "依据：%s", st.Basis.Cite())}}
	if m, ok := v.Case.Track.Move(steps[v.Case.State]); ok {
		v.Next, v.Head.Tone = &m, ui.OnMe
	}
	v.Release = v.Case.State == "sent" || v.Case.State == "accepted"
	var err error
	if v.Facts, err = s.story(ctx, v.Case); err != nil {
		return err
	}
	return web.Render(w, r, status, lecturerPage(v))
}

// story is what was said and agreed so far, in the order of the road.
func (s *Slice) story(ctx context.Context, e *flow.Case) (out []ui.Pair, err error) {
	for _, x := range []struct{ move, form string }{
		{"accept", "reply"}, {"decline", "reason"}, {"engage", "contract"}, {"dispute", "reason"}, {"deliver", "delivery"}, {"rate", "opinion"}, {"answer", "opinion"},
	} {
		given, err := s.Flow.Answers(ctx, s.Flow.DB(), e, x.move)
		if err != nil {
			return nil, err
		}
		if len(given) > 0 {
			m, _ := e.Track.Move(x.move)
			for _, p := range ui.Answered(ctx, e.Track.Forms[x.form], given, nil) {
				if p.Value != "" {
					p.Key = lang.T(ctx, "%s：%s", lang.T(ctx, m.Label), p.Key)
					out = append(out, p)
				}
			}
		}
	}
	return out, nil
}

// step makes the buyer's next step on an engagement.
func (s *Slice) step(w http.ResponseWriter, r *http.Request) error {
	c, e, a, err := s.of(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	name := r.PathValue("step")
	if name != "release" && name != steps[e.State] || seen != e.Seq {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	m, _ := e.Track.Move(name)
	given, wrong := form.Read(e.Track.Forms[m.Form], r.PostForm)
	if len(wrong) == 0 {
		if wrong, err = s.wrongFacts(r.Context(), s.Flow.DB(), e, name, given); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.showLecturer(w, r, http.StatusUnprocessableEntity, lecturerView{Purchase: c, Case: e, Answers: given, Wrong: wrong})
	}
	if err := s.Do(r.Context(), a, e, name, given, seen); err != nil {
		return err
	}
	http.Redirect(w, r, "/purchases/"+c.ID+"/lecturers/"+e.Party, http.StatusSeeOther)
	return nil
}

// engagementSection shows the lecturer what they are asked for.
func (s *Slice) engagementSection(ctx context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	need, err := s.Flow.Given(ctx, s.Flow.DB(), c.Parent, 1)
	if err != nil {
		return nil, err
	}
	var qs []form.Question
	if t, ok := c.Edition.Track("purchase"); ok {
		for _, q := range t.Forms["need"] {
			switch q.Name {
			case "content", "directions", "place", "from", "to":
				qs = append(qs, q)
			}
		}
	}
	return engagementBlock(c.Unit, ui.Answered(ctx, qs, need, nil)), nil
}
