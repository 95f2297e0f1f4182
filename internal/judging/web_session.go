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
	"qinglan/internal/roster"
	"qinglan/internal/sitting"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// watchers may see the board of every session.
var watchers = []programme.Role{programme.Association, programme.Province, programme.Supervisor, programme.Auditor}

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
		Shell: ui.ShellOf(ctx, lang.T(ctx, e.LabelOf("session")), "/sessions"), Mine: a.Role == programme.Association,
		ID: db.NewID(), Asked: casework.Asked(e, "session", "sitting"), Answers: ans, Wrong: wrong,
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
	}, Empty: lang.T(ctx, "还没有场次")}
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
			{Text: casework.NameOf(ctx, c)}, {Text: lang.Say(ctx, moment(about))}, {Text: about["place"]},
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

// judging leads to the judge's sessions.
func (s *Slice) judging(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, programme.Judge); err != nil {
		return err
	}
	return s.sessions(w, r)
}

// moment is the day and hour of a session; its form takes nothing but a date.
func moment(about form.Answers) calendar.Said {
	d, _ := calendar.Parse(about["day"])
	return d.Short().With(about["hour"])
}

func (s *Slice) open(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.Asks(r, programme.Association)
	if err != nil {
		return err
	}
	ans, wrong := form.Read(casework.Asked(e, "session", "sitting"), r.PostForm)
	if len(wrong) > 0 {
		return s.showSessions(w, r, http.StatusUnprocessableEntity, a, ans, wrong)
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

// preparing refuses what may only be changed before the draw.
func preparing(c *flow.Case) error {
	if c.State != c.Track.Start {
		return fault.New(fault.Closed, "抽签之后名单不能再改。")
	}
	return nil
}

// roster sets who stands in the session: the applications picked, in the order
// of their ids.
func (s *Slice) roster(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", programme.Association)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := sitting.Alone(ctx, tx, c.ID); err != nil {
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
		return roster.Set(ctx, s.Flow, tx, c.ID, free, r.PostForm["pick"])
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
	return roster.Free(ctx, s.Flow, q, a, c, c.Edition.MembersOf(c.Track.Name).Before("schedule"), c.Track.Start)
}

// miss records that a candidate did not come. It is a move of the application,
// made at once and named in its journal; on the session the member is held, so
// that no result moves it.
func (s *Slice) miss(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", programme.Association)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx, id := r.Context(), r.PostForm.Get("application")
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := sitting.Alone(ctx, tx, c.ID); err != nil {
			return err
		}
		now, err := s.Flow.Load(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{"drawn", "declaring", "open"}, now.State) {
			return fault.New(fault.Closed, "汇总之后不能再登记缺席。")
		}
		cs, err := s.book.Candidates(ctx, tx, now)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(cs, func(k sitting.Candidate) bool { return k.ID == id })
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
	c, a, err := s.Found(r, "session", programme.Supervisor)
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
