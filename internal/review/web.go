package review

import (
	"net/http"
	"net/url"
	"slices"

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

// A fact is a field of 附件2 with what was ticked against it.
type fact struct {
	subject
	Value, Old string
	Bad        bool
	Why        string
	Complaint  string
}

// A view is one application with the decision beside it.
type view struct {
	Shell     ui.Shell
	Head      ui.Head
	Case      *flow.Case
	Actor     org.Actor
	Recall    templ.Component // 申请退回, or nothing
	Facts     []fact
	Materials map[string]fact // by the name of what is ticked
	Other     fact
	Note      string
	Before    []form.Answers // what was wrong the last time
	Hints     []templ.Component
	Sections  []templ.Component
	Approve   programme.Move
	Return    programme.Move
	Refuse    programme.Move
	Tried     casework.Tried
	Events    []ui.Event
	Claimed   string // who is working on it, if it is a colleague
	For       string // that colleague, if they are on leave and the reader stands in
	Mine      bool   // claimed by the reader
	Place     int
	Total     int
	Prev      string
	Next      string
	Done      *flow.Case // what was decided just before
	CanUndo   bool
	Own       bool // the reader keyed it in, and does not pass it on
}

func (s *Slice) review(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.asked(r)
	if err != nil {
		return err
	}
	if href(c, a) == "" {
		http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
		return nil
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, c, a, casework.Tried{}, nil)
}

// asked returns the application that r names, for county and city alone.
func (s *Slice) asked(r *http.Request) (*flow.Case, org.Actor, error) {
	if _, err := casework.As(r, programme.County, programme.City); err != nil {
		return nil, org.Actor{}, err
	}
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != "application" {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried casework.Tried, posted url.Values) error {
	ctx := r.Context()
	v := view{Case: c, Actor: a, Tried: tried, Note: posted.Get("note")}
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "工作台"), Href: "/desk"}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/desk")
	v.Shell.Wide = true
	if v.Recall, err = s.RecallOf(ctx, c, a); err != nil {
		return err
	}
	if v.Events, err = s.EventsOf(ctx, c, a); err != nil {
		return err
	}
	if v.Before, err = s.returned(ctx, s.Flow.DB(), c); err != nil {
		return err
	}
	if err := s.facts(r, &v, posted); err != nil {
		return err
	}
	if v.Hints, err = s.Hints(ctx, c, a); err != nil {
		return err
	}
	ticks := casework.WithTicks(casework.FieldsShown(ctx), v.tick)
	if v.Sections, err = s.Sections(ticks, c, a); err != nil {
		return err
	}
	for _, m := range s.Flow.Moves(c, a) {
		switch m.Name {
		case "forward", "pass":
			v.Approve = m
		case "return-county", "return-city":
			v.Return = m
		case "not-forward", "reject":
			v.Refuse = m
		}
	}
	if v.Own, err = s.Proxies.Barred(ctx, s.Flow.DB(), c, a); err != nil {
		return err
	}
	if err := s.around(r, &v); err != nil {
		return err
	}
	return web.Render(w, r.WithContext(ticks), status, page(v))
}

// tick returns what is ticked against a material, beside the material itself.
func (v *view) tick(material string) templ.Component {
	if f, ok := v.Materials["material."+material]; ok {
		return factRow(f)
	}
	return nil
}

// facts puts what is read and what was ticked against it into v.
func (s *Slice) facts(r *http.Request, v *view, posted url.Values) error {
	ctx, l := r.Context(), lang.Of(r.Context())
	now, before, err := s.profiles(ctx, s.Flow.DB(), v.Case)
	if err != nil {
		return err
	}
	fields, materials := subjects(v.Case, v.Actor.Role)
	ticked := func(sub subject) fact {
		f := fact{subject: sub, Bad: slices.Contains(posted["bad"], sub.Name), Why: posted.Get("why." + sub.Name)}
		if c, ok := v.Tried.Wrong["why."+sub.Name]; ok {
			f.Complaint = c.Text(l)
		}
		return f
	}
	for _, q := range fields {
		f := ticked(subject{q.Name, q.Label})
		f.Value = form.Show(q, now[q.Name], l)
		if was := form.Show(q, before[q.Name], l); before != nil && was != f.Value {
			f.Old = was
		}
		v.Facts = append(v.Facts, f)
	}
	v.Materials = map[string]fact{}
	for _, m := range materials {
		v.Materials[m.Name] = ticked(m)
	}
	v.Other = ticked(subject{"other", otherFault})
	if v.Tried.Answers == nil {
		warned, err := s.warned(ctx, s.Flow.DB(), v.Case.ID)
		v.Tried.Answers = ready(approving(v.Case), now, warned)
		return err
	}
	return nil
}

func approving(c *flow.Case) string {
	if c.State == "at-county" {
		return "forward"
	}
	return "pass"
}

// around finds who works on it, what stands before and after it, and what was
// decided just before.
func (s *Slice) around(r *http.Request, v *view) error {
	ctx := r.Context()
	cs, err := s.queue(ctx, v.Actor, v.Case.State, v.Case.County)
	if err != nil {
		return err
	}
	v.Total = len(cs)
	for i := range cs {
		if cs[i].ID != v.Case.ID {
			continue
		}
		v.Place = i + 1
		if i > 0 {
			v.Prev = "/review/" + cs[i-1].ID
		}
		if i+1 < len(cs) {
			v.Next = "/review/" + cs[i+1].ID
		}
	}
	switch v.Case.ClaimedBy {
	case "":
	case v.Actor.Person:
		v.Mine = true
	default:
		if v.Claimed, err = s.Flow.Orgs().Name(ctx, s.Flow.DB(), v.Case.ClaimedBy); err != nil {
			return err
		}
		if v.For, err = s.StandIn(ctx, v.Case, v.Actor); err != nil {
			return err
		}
	}
	if id := r.URL.Query().Get("done"); id != "" {
		if v.Done, err = s.Flow.Find(ctx, v.Actor, id); fault.Of(err) == fault.Missing {
			v.Done, err = nil, nil
		}
		if v.Done != nil {
			_, no := s.Flow.Undoable(ctx, s.Flow.DB(), v.Done, v.Actor)
			v.CanUndo = no == nil
		}
	}
	return err
}

// sendBack is 退回补正: every fault at once.
func (s *Slice) sendBack(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.asked(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	name := "return-city"
	if a.Role == programme.County || c.State == "at-county" || c.State == "fix-county" {
		name = "return-county"
	}
	m, err := s.Flow.Step(c, name, a, seen)
	if err != nil {
		return err
	}
	answers, wrong := faults(c, a.Role, r.PostForm)
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{Move: m.Name, Wrong: wrong}, r.PostForm)
	}
	return s.finish(w, r, c, a, m, answers)
}

// decide makes any other move of the review.
func (s *Slice) decide(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.asked(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, r.PathValue("move"), a, seen)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong}, url.Values{})
	}
	return s.finish(w, r, c, a, m, answers)
}

// finish makes the move and leads to the next that waits.
func (s *Slice) finish(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, m programme.Move, answers form.Answers) error {
	state, county := c.State, c.County
	if _, err := s.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	next, err := s.queue(r.Context(), a, state, county)
	if err != nil {
		return err
	}
	to := "/desk"
	if len(next) > 0 {
		to = "/review/" + next[0].ID + "?done=" + url.QueryEscape(c.ID)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
