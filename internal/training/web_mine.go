package training

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A mineView is what a trainee finds under 我的培训.
type mineView struct {
	Shell  ui.Shell
	Head   ui.Head
	Places []placeView
}

// A placeView is one class as somebody in it sees it.
type placeView struct {
	Entry    *flow.Case
	Class    *course.Class
	Standing course.Standing
	Facts    []ui.Pair
	Lessons  ui.Table
	Reply    string // the word of what was answered, or empty
	Open     bool   // 回执 and leave are taken
	Asked    []form.Question
	Leave    []form.Question
	Tried    string
	Answers  form.Answers
	Wrong    form.Wrong
}

func (s *Slice) mine(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	return s.showMine(w, r, http.StatusOK, a, "", "", nil, nil)
}

// showMine answers with the reader's classes; entry is the one whose form
// tried was not right.
func (s *Slice) showMine(w http.ResponseWriter, r *http.Request, status int, a org.Actor, entry, tried string, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := mineView{Shell: ui.ShellOf(ctx, lang.T(ctx, "我的培训"), "/training/mine")}
	v.Head = ui.Head{Title: lang.T(ctx, "我的培训"), Lead: lang.T(ctx, "看时间和地点、回复开班通知、请假；准假的课次不计学时。")}
	mine, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "entry", Party: a.Person})
	if err != nil {
		return err
	}
	for i := range mine {
		places, err := s.places(ctx, &mine[i])
		if err != nil {
			return err
		}
		for k := range places {
			if places[k].Open && places[k].Entry.ID == entry {
				places[k].Tried, places[k].Answers, places[k].Wrong = tried, ans, wrong
			}
		}
		v.Places = append(v.Places, places...)
	}
	return web.Render(w, r, status, minePage(v))
}

// places reads the classes somebody is or was in, the newest first.
func (s *Slice) places(ctx context.Context, e *flow.Case) (out []placeView, err error) {
	q := s.Flow.DB()
	all, err := course.ClassesOf(ctx, q, e.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		c, err := s.Flow.Load(ctx, q, t.Class)
		if err != nil {
			return nil, err
		}
		if t.Gone || c.State == "cancelled" {
			continue
		}
		k, err := s.Class(ctx, q, c)
		if err != nil {
			return nil, err
		}
		p, err := s.placeView(ctx, e, k)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(x, y placeView) int { return y.Class.Opened.Compare(x.Class.Opened) })
	return out, nil
}

func (s *Slice) placeView(ctx context.Context, e *flow.Case, k *course.Class) (placeView, error) {
	p := placeView{Entry: e, Class: k, Standing: k.Of(e.ID), Open: k.State == "running"}
	if t := k.Trainees[e.ID]; t.Reply != "" {
		p.Reply = lang.T(ctx, replies[t.Reply])
	}
	notice, err := s.Flow.Answers(ctx, s.Flow.DB(), k.Case, "call")
	if err != nil {
		return p, err
	}
	p.Facts = append(p.Facts, ui.Pair{Key: lang.T(ctx, "承训机构"), Value: k.Unit}, ui.Pair{Key: lang.T(ctx, "起止日期"), Value: k.Dates()},
		ui.Pair{Key: lang.T(ctx, "结业要求"), Value: needs(ctx, k)})
	p.Facts = append(p.Facts, casework.Facts(ctx, k.Edition, k.Track.Forms["notice"], notice, programme.Applicant)...)
	if note, err := s.Note(ctx, k); err != nil {
		return p, err
	} else if note != "" && p.Open {
		p.Facts = append(p.Facts, ui.Pair{Key: lang.T(ctx, "食宿、交通"), Value: note})
	}
	if p.Reply != "" {
		p.Facts = append(p.Facts, ui.Pair{Key: lang.T(ctx, "我的回执"), Value: p.Reply})
	}
	p.Asked = e.Track.Forms["reply"]
	p.Lessons, p.Leave = s.mineLessons(ctx, e, k)
	return p, nil
}

// mineLessons lists the lessons with one's own attendance, and asks for a leave
// from those that have not begun.
func (s *Slice) mineLessons(ctx context.Context, e *flow.Case, k *course.Class) (ui.Table, []form.Question) {
	t := ui.Table{ID: "mine-" + k.ID, Caption: lang.T(ctx, "课次"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "课程"), Main: true}, {Label: lang.T(ctx, "时间")}, {Label: lang.T(ctx, "地点")}, {Label: lang.T(ctx, "学时"), Num: true}, {Label: lang.T(ctx, "考勤")},
	}}
	words := map[string]string{}
	for _, c := range marksIn(k) {
		words[c.Value] = c.Label
	}
	var ahead []form.Choice
	for _, l := range k.Lessons {
		mark := ui.Cell{Text: "—"}
		at := k.Leave(e.ID, l.N)
		switch m := k.Marks[e.ID][l.N]; {
		case m != "":
			mark = ui.Cell{Text: lang.T(ctx, words[m]), Tone: map[string]ui.Tone{"present": ui.Done, "late": ui.Done, "leave": ui.Plain, "absent": ui.Late}[m]}
		case at != "":
			mark = ui.Cell{Text: lang.T(ctx, leaveWords[at]), Tone: map[string]ui.Tone{"asked": ui.Waiting, "granted": ui.Plain, "refused": ui.Late}[at]}
		}
		if s.Flow.Now().Before(l.Starts()) && (at == "" || at == "refused") {
			ahead = append(ahead, form.Choice{Value: strconv.Itoa(l.N), Label: lang.T(ctx, "第%d次课（%s）", l.N, l.When())})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: l.Subject, Sub: l.Trainer}, {Text: l.When()}, {Text: l.Place}, {Text: strconv.Itoa(l.Hours)}, mark,
		}})
	}
	if len(ahead) == 0 || k.State != "running" {
		return t, nil
	}
	qs := slices.Clone(e.Track.Forms["leave"])
	qs[0].Kind, qs[0].Choices = form.Select, ahead
	return t, qs
}

// leaveWords are what a leave is called.
var leaveWords = map[string]string{"asked": "请假待决定", "granted": "已准假", "refused": "未准假"}

// reply takes the 回执 of somebody signed in.
func (s *Slice) reply(w http.ResponseWriter, r *http.Request) error {
	return s.answer(w, r, "reply")
}

// askLeave takes a request for leave.
func (s *Slice) askLeave(w http.ResponseWriter, r *http.Request) error {
	return s.answer(w, r, "ask-leave")
}

// answer makes a move of the reader's own entry from 我的培训.
func (s *Slice) answer(w http.ResponseWriter, r *http.Request, move string) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	e, err := s.Flow.Find(r.Context(), a, r.PathValue("entry"))
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if e.Track.Name != "entry" {
		return errMissing
	}
	m, err := s.Flow.Step(e, move, a, seen)
	if err != nil {
		return err
	}
	ans, wrong := form.Read(e.Track.Forms[m.Form], r.PostForm)
	if len(wrong) == 0 && ans["reply"] == "cannot" && ans["note"] == "" {
		wrong.Add("note", "不能参加的，请写明原因和何时可以参加。")
	}
	if len(wrong) > 0 {
		return s.showMine(w, r, http.StatusUnprocessableEntity, a, e.ID, move, ans, wrong)
	}
	if _, err := s.Flow.Move(r.Context(), e, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/training/mine", http.StatusSeeOther)
	return nil
}

// entrySection shows on the page of an entry which class it is in.
func (s *Slice) entrySection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	places, err := s.places(ctx, c)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	href := ""
	if a.Role == programme.Applicant {
		href = "/training/mine"
	} else if slices.Contains(readers, a.Role) {
		if _, err := s.Flow.Find(ctx, a, places[0].Class.ID); err == nil {
			href = "/classes/" + places[0].Class.ID
		}
	}
	due := a.Role == programme.Applicant && places[0].Open && places[0].Reply == ""
	return entryPart(places[0], standingCells(ctx, places[0].Standing), href, due), nil
}

// dueOfMine tells somebody above their cases that a call waits for their answer.
func (s *Slice) dueOfMine(ctx context.Context, a org.Actor) (templ.Component, error) {
	n, err := s.unanswered(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	return duePart(), nil
}

// A linkView is the 回执 for whoever holds the link. Of the person it says the
// masked name alone: enough to know whose it is, for who knows them.
type linkView struct {
	Name    string
	Shell   ui.Shell
	Token   string
	Class   *course.Class
	Facts   []ui.Pair
	Lessons ui.Table
	Reply   string
	Open    bool
	Asked   []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

// byLink reads the class and entry of a link.
func (s *Slice) byLink(r *http.Request) (placeView, error) {
	ctx, q := r.Context(), s.Flow.DB()
	t, err := course.Linked(ctx, q, r.PathValue("token"))
	if errors.Is(err, db.ErrNone) {
		return placeView{}, fault.New(fault.Missing, "这个链接无效。请向承训机构索取新的链接。")
	}
	if err != nil {
		return placeView{}, err
	}
	c, err := s.Flow.Load(ctx, q, t.Class)
	if err != nil {
		return placeView{}, err
	}
	if t.Gone || c.State != "running" {
		return placeView{}, fault.New(fault.Closed, "这个班次现在不收回执。")
	}
	e, err := s.Flow.Load(ctx, q, t.Entry)
	if err != nil {
		return placeView{}, err
	}
	k, err := s.Class(ctx, q, c)
	if err != nil {
		return placeView{}, err
	}
	return s.placeView(ctx, e, k)
}

func (s *Slice) replyForm(w http.ResponseWriter, r *http.Request) error {
	p, err := s.byLink(r)
	if err != nil {
		return err
	}
	return s.showLink(w, r, http.StatusOK, p)
}

func (s *Slice) showLink(w http.ResponseWriter, r *http.Request, status int, p placeView) error {
	ctx := r.Context()
	v := linkView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "开班回执"), ""), Name: ident.MaskName(p.Entry.Name), Token: r.PathValue("token"), Class: p.Class, Facts: p.Facts,
		Reply: p.Reply, Asked: p.Asked, Answers: p.Answers, Wrong: p.Wrong,
	}
	v.Lessons = s.lessonTable(ctx, p.Class, org.Actor{})
	v.Lessons.Columns = v.Lessons.Columns[:5] // without who was there
	for i := range v.Lessons.Rows {
		v.Lessons.Rows[i].Cells = v.Lessons.Rows[i].Cells[:5]
	}
	return web.Render(w, r, status, linkPage(v))
}

// replyByLink takes the 回执 of whoever holds the link: the person's own, though
// they did not sign in.
func (s *Slice) replyByLink(w http.ResponseWriter, r *http.Request) error {
	p, err := s.byLink(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(p.Asked, r.PostForm)
	if len(wrong) == 0 && ans["reply"] == "cannot" && ans["note"] == "" {
		wrong.Add("note", "不能参加的，请写明原因和何时可以参加。")
	}
	if len(wrong) > 0 {
		p.Answers, p.Wrong = ans, wrong
		return s.showLink(w, r, http.StatusUnprocessableEntity, p)
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		e, err := s.Flow.Load(ctx, tx, p.Entry.ID)
		if err != nil {
			return err
		}
		_, err = s.Flow.MoveByList(ctx, tx, *e, "reply", org.Actor{Person: e.Party}, ans)
		return err
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/class-reply/"+r.PathValue("token"), http.StatusSeeOther)
	return nil
}
