package committee

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

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

// A callView is the form of a new meeting.
type callView struct {
	Shell   ui.Shell
	ID      string
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
	Table   ui.Table
	Sits    int
	Need    int
}

func (s *Slice) newMeeting(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	return s.callPage(w, r, http.StatusOK, a, callView{ID: db.NewID()})
}

func (s *Slice) callPage(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v callView) error {
	ctx, e := r.Context(), s.Flow.Current()
	v.Shell = ui.ShellOf(ctx, lang.T(ctx, "召集委员会会议"), "/committee")
	t, _ := e.Track("meeting")
	v.Form = t.Forms["call"]
	if v.Answers == nil {
		v.Answers = form.Answers{
			"on":     calendar.Day(s.Flow.Now()).String(),
			"agenda": lang.In(lang.Chinese, "一、通报考核情况；二、审议并签署拟认证名单。"),
		}
	}
	members, err := s.members(ctx, s.Flow.DB(), calendar.Day(s.Flow.Now()))
	if err != nil {
		return err
	}
	v.Sits, v.Need = len(members), twoThirds(len(members))
	waiting, err := s.waiting(ctx, s.Flow.DB(), a)
	if err != nil {
		return err
	}
	v.Table = waitingTable(ctx, waiting)
	v.Table.Pick = "entry"
	return web.Render(w, r, status, callPage(v))
}

// waitingTable lists who passed and waits for a meeting.
func waitingTable(ctx context.Context, waiting []flow.Case) ui.Table {
	t := ui.Table{ID: "waiting", Caption: lang.T(ctx, "成绩通过，待委员会审定"), Dense: true,
		Empty: lang.T(ctx, "现在没有待审定的人员"), EmptyText: lang.T(ctx, "认证成绩发布后，通过的人会出现在这里。"),
		Columns: []ui.Column{{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")}, {Label: lang.T(ctx, "通过时间")}}}
	for i := range waiting {
		c := &waiting[i]
		t.Rows = append(t.Rows, ui.Row{ID: c.ID, Href: "/cases/" + c.ID, Cells: []ui.Cell{
			{Text: c.Name, Sub: c.No}, {Text: c.Unit}, {Text: casework.Place(c)}, {Text: ui.When(ctx, c.Since)},
		}})
	}
	return t
}

// callMeeting calls a meeting about the entries picked.
func (s *Slice) callMeeting(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx, id := r.Context(), r.PostForm.Get("id")
	t, _ := s.Flow.Current().Track("meeting")
	answers, wrong := form.Read(t.Forms["call"], r.PostForm)
	var picked []flow.Case
	for _, entry := range r.PostForm["entry"] {
		c, err := s.Flow.Find(ctx, a, entry)
		if err != nil {
			return err
		}
		picked = append(picked, *c)
	}
	if len(picked) == 0 {
		wrong.Add("", "请至少选中一人。")
	}
	if len(wrong) > 0 {
		return s.callPage(w, r, http.StatusUnprocessableEntity, a, callView{ID: id, Answers: answers, Wrong: wrong})
	}
	if err := s.call(ctx, a, id, answers, picked); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// A meetingPart is the page of a meeting.
type meetingPart struct {
	*Meeting
	About      []ui.Pair
	Attendance ui.Table
	List       ui.Table
	Quorum     string
	Notes      []ui.Pair // reasons given against somebody
	Noting     bool      // the reader notes who is there
	Signing    *Attendance
	Recusal    []form.Question
	Minutes    []form.Question // to fill in once all have signed
	Missing    string          // who has not signed
	Written    string          // the minutes, once confirmed
	Tried      casework.Tried
	Seen       int64
}

func (s *Slice) meetingSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	m, err := s.meeting(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	v := meetingPart{Meeting: m, Seen: c.Seq, About: casework.Facts(ctx, c.Edition, c.Track.Forms["call"], m.About, a.Role)}
	v.Attendance = v.attendanceTable(ctx)
	here := len(m.present())
	v.Quorum = lang.T(ctx, "在任委员%d人，法定人数%d人。", len(m.Attendance), twoThirds(len(m.Attendance)))
	if c.State == "called" && !m.dayCome(s.Flow.Now()) {
		v.Quorum += lang.T(ctx, "开会当天在这里登记到会情况。")
	}
	if c.State != "called" {
		v.Quorum = lang.T(ctx, "应到%d人，实到%d人，法定人数%d人。", len(m.Attendance), here, twoThirds(len(m.Attendance)))
	}
	switch {
	case c.State == "called" && a.Role == programme.Province && m.dayCome(s.Flow.Now()):
		v.Noting, v.Tried = true, triedOf(ctx, "convene")
	case slices.Contains(underway, c.State) && a.Role == programme.Examiner:
		if at, err := m.may(a.Person); err == nil {
			v.Signing, v.Tried = &at, triedOf(ctx, signing)
			v.Recusal = s.recusal(c, m, at)
		}
	case c.State == "agreed" && a.Role == programme.Province && len(m.missing()) == 0:
		v.Minutes, v.Tried = c.Track.Forms["minutes"], triedOf(ctx, "close")
	}
	var names []string
	for _, seat := range m.missing() {
		names = append(names, seat.Name)
	}
	if slices.Contains(underway, c.State) {
		v.Missing = lang.List(ctx, names)
	}
	said, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "close")
	if err != nil {
		return nil, err
	}
	v.Written = said["minutes"]
	v.List = v.listTable(ctx)
	v.Notes = v.notes(ctx)
	return meetingBox(v), nil
}

// recusal asks a member from whom they are recused; those already known are
// left out.
func (s *Slice) recusal(c *flow.Case, m *Meeting, at Attendance) []form.Question {
	qs := slices.Clone(c.Track.Forms["recusal"])
	qs[0].Kind, qs[0].Choices = form.Select, nil
	for _, l := range m.Lines {
		if m.Recused[at.Seat.Invitation][l.Entry] == "" {
			qs[0].Choices = append(qs[0].Choices, form.Choice{Value: l.Entry, Label: l.Name + "（" + l.Unit + "）"})
		}
	}
	if len(qs[0].Choices) == 0 {
		return nil
	}
	return qs
}

func (v meetingPart) attendanceTable(ctx context.Context) ui.Table {
	t := ui.Table{ID: "attendance", Caption: lang.T(ctx, "委员"), Empty: lang.T(ctx, "还没有在任委员"), Columns: []ui.Column{
		{Label: lang.T(ctx, "委员"), Main: true}, {Label: lang.T(ctx, "平台")}, {Label: lang.T(ctx, "到会")}, {Label: lang.T(ctx, "签署")},
	}}
	for _, at := range v.Meeting.Attendance {
		p, _ := v.Case.Edition.Platform(at.Seat.Platform)
		was := ui.Cell{Text: lang.T(ctx, "未登记")}
		for _, q := range v.Case.Track.Forms["attendance"][0].Columns {
			for _, c := range q.Choices {
				if c.Value == at.Was {
					was = ui.Cell{Text: lang.T(ctx, c.Label), Tone: ui.Plain}
				}
			}
		}
		if at.Was == "present" {
			was.Tone = ui.Done
		}
		if at.Chair {
			was.Sub = lang.T(ctx, "主持")
		}
		signed := ui.Cell{}
		if g, ok := v.Signed[at.Seat.Invitation]; ok {
			signed = ui.Cell{Text: calendar.Exact(g.At), Sub: g.Digest[:min(12, len(g.Digest))]}
		} else if at.Was == "present" {
			signed = ui.Cell{Text: lang.T(ctx, "未签署"), Tone: ui.Waiting}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: at.Seat.Name, Sub: at.Seat.Title}, {Text: lang.T(ctx, p.Label)}, was, signed}})
	}
	return t
}

// listTable is the list with what the signatures say of each; for a member
// who has to sign, with a box for whom they do not agree to.
func (v meetingPart) listTable(ctx context.Context) ui.Table {
	t := ui.Table{ID: "list", Caption: lang.T(ctx, "拟认证名单"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "序号"), Num: true}, {Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")},
		{Label: lang.T(ctx, "地市")}, {Label: lang.T(ctx, "方向")}, {Label: lang.T(ctx, "签署同意")},
	}}
	if v.Signing != nil {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "不同意")})
	}
	for _, l := range v.Lines {
		d := v.verdict(l.Entry)
		state := ui.Cell{Text: "—"}
		if v.Case.State != "called" {
			state.Text = lang.T(ctx, "%d/%d 人", d.Agree, d.May)
		}
		if v.Case.State == "signed" {
			state.Tone = ui.Late
			if d.Listed() {
				state.Tone = ui.Done
			}
		}
		if names := v.recusedNames(ctx, l.Entry); names != "" {
			state.Sub = lang.T(ctx, "回避：%s", names)
		}
		row := ui.Row{Cells: []ui.Cell{ui.Cell{Text: number(l.No)}, {Text: l.Name}, {Text: l.Unit}, {Text: l.City}, {Text: l.Directions}, state}}
		if v.Signing != nil {
			row.Cells = append(row.Cells, v.box(ctx, l))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// box is where a member does not agree to somebody, or the word that they are
// recused.
func (v meetingPart) box(ctx context.Context, l Line) ui.Cell {
	if v.Recused[v.Signing.Seat.Invitation][l.Entry] != "" {
		return ui.Cell{Text: lang.T(ctx, "您回避"), Tone: ui.Plain}
	}
	return ui.Cell{Part: exceptBox(l.Entry, l.Name, slices.Contains(form.List(v.Tried.Answers["except"]), l.Entry))}
}

// step reads a move of a meeting that r may make.
func (s *Slice) step(r *http.Request, name string) (*flow.Case, org.Actor, programme.Move, error) {
	var m programme.Move
	c, a, err := s.found(r, "meeting")
	if err != nil {
		return nil, a, m, err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return nil, a, m, err
	}
	m, err = s.Flow.Step(c, name, a, seen)
	return c, a, m, err
}

// make makes a move and leads back to the meeting; what the guards refuse of a
// form comes back with it.
func (s *Slice) make(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, m programme.Move, answers form.Answers) error {
	if _, err := s.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// convene notes who is there and opens the meeting, if enough are.
func (s *Slice) convene(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.step(r, "convene")
	if err != nil {
		return err
	}
	members, err := s.members(r.Context(), s.Flow.DB(), calendar.Day(s.Flow.Now()))
	if err != nil {
		return err
	}
	var rows []form.Answers
	wrong := form.Wrong{}
	for _, seat := range members {
		row := form.Answers{"case": seat.Invitation, "name": seat.Name, "was": r.PostForm.Get("was." + seat.Invitation)}
		if !slices.Contains([]string{"present", "excused", "absent"}, row["was"]) {
			wrong.Add("was."+seat.Invitation, "请登记%s是否到会。", seat.Name)
		}
		if r.PostForm.Get("chair") == seat.Invitation {
			row["chair"] = "yes"
		}
		rows = append(rows, row)
	}
	if r.PostForm.Get("chair") == "" {
		wrong.Add("chair", "请指定一位到会委员主持会议。")
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	answers := form.Answers{"attendance": string(text)}
	if len(wrong) > 0 {
		for _, row := range rows {
			answers["was."+row["case"]] = row["was"]
		}
		answers["chair"] = r.PostForm.Get("chair")
		return s.again(w, r, c, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong})
	}
	return s.make(w, r, c, a, m, answers)
}

// recuse notes that a member is recused from somebody.
func (s *Slice) recuse(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.step(r, "recuse")
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.again(w, r, c, a, casework.Tried{Move: signing, Answers: answers, Wrong: wrong})
	}
	return s.make(w, r, c, a, m, answers)
}

// sign keeps the signature of a member. That others have signed meanwhile does
// not matter: what counts is the list, and its digest comes with the form.
func (s *Slice) sign(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, "meeting")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	read, err := s.meeting(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, read.signBy(a.Person), a, c.Seq)
	if err != nil {
		return err
	}
	if _, err := read.may(a.Person); err != nil {
		return err
	}
	typed := r.PostForm
	typed.Set("except", strings.Join(typed["except"], "\n"))
	answers, wrong := form.Read(c.Track.Forms[m.Form], typed)
	if answers["except"] != "" && answers["note"] == "" {
		wrong.Add("note", "不同意的，请写明理由。")
	}
	if len(wrong) > 0 {
		return s.again(w, r, c, a, casework.Tried{Move: signing, Answers: answers, Wrong: wrong})
	}
	return s.make(w, r, c, a, m, answers)
}

// closeMeeting confirms the minutes and the list that all have signed.
func (s *Slice) closeMeeting(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.step(r, "close")
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.again(w, r, c, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong})
	}
	return s.make(w, r, c, a, m, answers)
}
