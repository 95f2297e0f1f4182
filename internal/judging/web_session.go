package judging

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"qinglan/internal/calendar"
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

// watchers may see the board of every session.
var watchers = []programme.Role{programme.Association, programme.Province, programme.Supervisor, programme.Auditor}

// asked returns the questions of a form of a track.
func (s *Slice) asked(track, name string) []form.Question {
	t, _ := s.Flow.Current().Track(track)
	return t.Forms[name]
}

// A sessionsView is the list of sessions.
type sessionsView struct {
	Shell    ui.Shell
	Edition  string
	Editions ui.Choice
	Table    ui.Table
	Mine     bool // the association: may open one
	ID       string
	Asked    []form.Question
	Answers  form.Answers
	Wrong    form.Wrong
}

func (s *Slice) sessions(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, append(watchers[:4:4], programme.Judge)...)
	if err != nil {
		return err
	}
	return s.showSessions(w, r, http.StatusOK, a, nil, nil)
}

func (s *Slice) showSessions(w http.ResponseWriter, r *http.Request, status int, a org.Actor, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "session"})
	if err != nil {
		return err
	}
	v := sessionsView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "初选场次"), "/sessions"), Mine: a.Role == programme.Association,
		ID: db.NewID(), Asked: s.asked("session", "sitting"), Answers: ans, Wrong: wrong,
		Edition: e.Name, Editions: s.Editions(ctx, r, e),
	}
	if v.Table, err = s.sessionTable(ctx, a, cs); err != nil {
		return err
	}
	return web.Render(w, r, status, sessionsPage(v))
}

func (s *Slice) sessionTable(ctx context.Context, a org.Actor, cs []flow.Case) (ui.Table, error) {
	t := ui.Table{ID: "sessions", Caption: lang.T(ctx, "场次"), Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "时间")}, {Label: lang.T(ctx, "地点")},
		{Label: lang.T(ctx, "候选人"), Num: true}, {Label: lang.T(ctx, "环节")},
	}, Empty: lang.T(ctx, "还没有初选场次")}
	abouts := make(map[string]form.Answers, len(cs))
	for i := range cs {
		about, err := s.Flow.Given(ctx, s.Flow.DB(), cs[i].ID, 1)
		if err != nil {
			return t, err
		}
		abouts[cs[i].ID] = about
	}
	slices.SortStableFunc(cs, byDay(abouts))
	for i := range cs {
		c := &cs[i]
		about := abouts[c.ID]
		members, err := s.Flow.Members(ctx, s.Flow.DB(), c.ID)
		if err != nil {
			return t, err
		}
		st := c.Now()
		tone := casework.StateTone(st)
		if st.Turn == a.Role {
			tone = ui.OnMe
		}
		t.Rows = append(t.Rows, ui.Row{Href: s.Href(c, a), Cells: []ui.Cell{
			{Text: casework.NameOf(ctx, c)}, {Text: moment(about)}, {Text: about["place"]},
			{Text: lang.T(ctx, "%d 人", len(members))}, {Text: lang.T(ctx, st.Label), Tone: tone},
		}})
	}
	return t, nil
}

// byDay sorts what is still to be done first, and then by day and hour.
func byDay(abouts map[string]form.Answers) func(x, y flow.Case) int {
	key := func(c flow.Case) string {
		about, over := abouts[c.ID], "0"
		if c.Now().Final {
			over = "1"
		}
		return fmt.Sprintf("%s %s %5s", over, about["day"], about["hour"])
	}
	return func(x, y flow.Case) int { return strings.Compare(key(x), key(y)) }
}

// moment writes the day and hour of a session.
func moment(about form.Answers) string {
	d, err := calendar.Parse(about["day"])
	if err != nil {
		return about["day"]
	}
	return d.Short() + about["hour"]
}

func (s *Slice) open(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Association)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(s.asked("session", "sitting"), r.PostForm)
	if len(wrong) > 0 {
		return s.showSessions(w, r, http.StatusUnprocessableEntity, a, ans, wrong)
	}
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	c, err := s.Flow.Open(r.Context(), a, flow.Opening{
		ID: r.PostForm.Get("id"), Track: "session", Edition: e.Name, Party: a.Organ.ID, Name: ans["title"], Answers: ans,
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/sessions/"+c.ID, http.StatusSeeOther)
	return nil
}

// found returns the session of r for the board, which is not for judges.
func (s *Slice) found(r *http.Request, roles ...programme.Role) (*flow.Case, org.Actor, error) {
	a, err := casework.As(r, roles...)
	if err != nil {
		return nil, a, err
	}
	c, err := s.Flow.Find(r.Context(), a, r.PathValue("id"))
	if err == nil && c.Track.Name != "session" {
		err = fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
	}
	return c, a, err
}

// preparing refuses what may only be changed before the draw.
func preparing(c *flow.Case) error {
	if c.State != "preparing" {
		return fault.New(fault.Closed, "抽签之后名单不能再改。")
	}
	return nil
}

// roster sets who stands in the session: the applications picked, in the order
// of their ids.
func (s *Slice) roster(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Association)
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
		if err := preparing(now); err != nil {
			return err
		}
		free, err := s.free(ctx, tx, a, c)
		if err != nil {
			return err
		}
		return s.setMembers(ctx, tx, c.ID, free, r.PostForm["pick"])
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/sessions/"+c.ID, http.StatusSeeOther)
	return nil
}

// free returns the accepted applications that stand on no other list that is
// still being prepared.
func (s *Slice) free(ctx context.Context, q db.Q, a org.Actor, c *flow.Case) ([]flow.Case, error) {
	return s.unlisted(ctx, q, a, c, "accepted", "preparing")
}

// unlisted returns the applications of a state that stand on no other list of
// c's track in the other state.
func (s *Slice) unlisted(ctx context.Context, q db.Q, a org.Actor, c *flow.Case, state, busy string) ([]flow.Case, error) {
	cs, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Edition: c.Edition.Name, Track: c.Track.Members, States: []string{state}})
	if err != nil {
		return nil, err
	}
	lists, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Edition: c.Edition.Name, Track: c.Track.Name, States: []string{busy}})
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, l := range lists {
		if l.ID == c.ID {
			continue
		}
		members, err := s.Flow.Members(ctx, q, l.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			taken[m.Case] = true
		}
	}
	return slices.DeleteFunc(cs, func(k flow.Case) bool { return taken[k.ID] }), nil
}

// setMembers makes exactly those picked the members of a list, in the order of
// free; what is not free is left out.
func (s *Slice) setMembers(ctx context.Context, tx *db.Tx, list string, free []flow.Case, picked []string) error {
	old, err := s.Flow.Members(ctx, tx, list)
	if err != nil {
		return err
	}
	for _, m := range old {
		if err := s.Flow.DropMember(ctx, tx, list, m.Case); err != nil {
			return err
		}
	}
	pos := 0
	for _, k := range free {
		if !slices.Contains(picked, k.ID) {
			continue
		}
		pos++
		if err := s.Flow.PutMember(ctx, tx, flow.Member{List: list, Case: k.ID, Pos: pos}); err != nil {
			return err
		}
	}
	return nil
}

// miss records that a candidate did not come. It is a move of the application,
// made at once and named in its journal; on the session the member is held, so
// that no result moves it.
func (s *Slice) miss(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Association)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx, id := r.Context(), r.PostForm.Get("application")
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := alone(ctx, tx, c.ID); err != nil {
			return err
		}
		now, err := s.Flow.Load(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{"drawn", "declaring", "open"}, now.State) {
			return fault.New(fault.Closed, "汇总之后不能再登记缺席。")
		}
		cs, err := s.candidates(ctx, tx, now)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(cs, func(k Candidate) bool { return k.ID == id })
		if i < 0 {
			return fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
		}
		if _, err := s.Flow.MoveByList(ctx, tx, cs[i].Case, "miss", a, form.Answers{"session": c.ID}); err != nil {
			return err
		}
		return s.Flow.PutMember(ctx, tx, flow.Member{List: c.ID, Case: id, Pos: cs[i].Pos, Held: true, Note: "absent"})
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/sessions/"+c.ID, http.StatusSeeOther)
	return nil
}

// unlock opens a locked sheet again, before the count, with a reason; what was
// locked stays in the journal.
func (s *Slice) unlock(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Supervisor)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	sheet, err := s.Flow.Load(ctx, s.Flow.DB(), r.PostForm.Get("sheet"))
	if err != nil {
		return err
	}
	if sheet.Track.Name != "sheet" || sheet.Parent != c.ID {
		return fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
	}
	m, err := s.Flow.Step(sheet, "unlock", a, sheet.Seq)
	if err != nil {
		return err
	}
	ans, wrong := form.Read(sheet.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.showSession(w, r, http.StatusUnprocessableEntity, c, a, "unlock", ans, wrong)
	}
	if _, err := s.Flow.Move(ctx, sheet, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/sessions/"+c.ID, http.StatusSeeOther)
	return nil
}
