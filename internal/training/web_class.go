package training

import (
	"net/http"
	"slices"

	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A classView is the page of a class.
type classView struct {
	Shell    ui.Shell
	Head     ui.Head
	Class    *course.Class
	Actor    org.Actor
	Plan     form.Answers // of the form, or as it was sent
	Planning bool         // the plan is being written
	Version  int64        // of what was typed of it
	Figures  []ui.Figure
	Lessons  ui.Table
	People   ui.Table
	Leaves   []leaveView
	Moves    []programme.Move
	Next     *nextLesson // what a teacher does next, while the class runs
	Sign     bool        // the list may be signed now
	Taught   bool        // the last lesson is over
	List     form.Answers
	Asked    []form.Question
	Pending  *flow.Proposal
	Note     string // of a draft sent back
	CanUndo  bool
	Release  []ui.Link // who may be taken out
	Events   []ui.Event
	Tried    string
	Answers  form.Answers
	Wrong    form.Wrong
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, readers...)
	if err != nil {
		return err
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.showClass(w, r, http.StatusOK, c, a, "", nil, nil)
}

// showClass answers with the page of a class; tried is the form that was not
// right.
func (s *Slice) showClass(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried string, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := &classView{Actor: a, Tried: tried, Answers: ans, Wrong: wrong}
	var err error
	if v.Class, err = s.Class(ctx, s.Flow.DB(), c); err != nil {
		return err
	}
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Taught = v.Class.Taught(s.Flow.Now())
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "培训班次"), Href: "/classes"}}
	v.Head.Title = c.Name
	v.Head.Meta = append([]string{c.Unit}, v.Head.Meta...)
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/classes")
	for _, part := range []func(*http.Request, *classView) error{s.planPart, s.nextPart, s.peoplePart, s.leavePart, s.actPart, s.signPart} {
		if err := part(r, v); err != nil {
			return err
		}
	}
	if v.Events, err = s.EventsOf(ctx, c, a); err != nil {
		return err
	}
	return web.Render(w, r, status, classPage(v))
}

// actPart reads what the reader may do.
func (s *Slice) actPart(r *http.Request, v *classView) (err error) {
	ctx, q, c, a := r.Context(), s.Flow.DB(), v.Class.Case, v.Actor
	if v.Pending, err = s.Flow.Pending(ctx, q, c); err != nil {
		return err
	}
	if v.Pending != nil && v.Pending.Organ != a.Organ.ID {
		v.Pending = nil
	} else if v.Pending == nil {
		for _, m := range s.Flow.Moves(c, a) {
			if !m.Quiet {
				v.Moves = append(v.Moves, m)
			}
		}
	}
	if a.Role == programme.Province {
		if _, v.Note, err = s.Flow.Returned(ctx, q, c); err != nil {
			return err
		}
	}
	_, undoable := s.Flow.Undoable(ctx, q, c, a)
	v.CanUndo = undoable == nil
	if a.Role != programme.Province || !slices.Contains(course.Taking, c.State) {
		v.Release = nil
	}
	return nil
}

func back(w http.ResponseWriter, r *http.Request, c *flow.Case) error {
	http.Redirect(w, r, "/classes/"+c.ID, http.StatusSeeOther)
	return nil
}
