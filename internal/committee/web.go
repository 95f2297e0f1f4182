package committee

import (
	"context"
	"net/http"
	"slices"

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

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /committee", s.desk)
	m.Route("POST /committee/invitations", s.draft)
	m.Route("GET /committee/meetings/new", s.newMeeting)
	m.Route("POST /committee/meetings", s.callMeeting)
	m.Route("POST /invitations/{id}/send", s.sendLetter)
	m.Route("GET /invitations/{id}/letter.pdf", s.letterPDF)
	m.Route("GET /invitation/{token}", s.showReply)
	m.Route("POST /invitation/{token}", s.takeReply)
	m.Route("POST /invitation/{token}/sign-in", s.giveLink)
	m.Route("POST /meetings/{id}/convene", s.convene)
	m.Route("POST /meetings/{id}/recuse", s.recuse)
	m.Route("POST /meetings/{id}/sign", s.sign)
	m.Route("POST /meetings/{id}/close", s.closeMeeting)
	m.Route("GET /meetings/{id}/minutes.pdf", s.minutesPDF)
}

// readers are the roles that see the committee.
var readers = []programme.Role{programme.Province, programme.Examiner, programme.Supervisor, programme.Auditor}

var errHidden = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// A deskView is the committee: who was asked, who sits, which meetings there
// were.
type deskView struct {
	Shell     ui.Shell
	Platforms ui.Table
	Members   ui.Table
	Meetings  ui.Table
	Unsigned  ui.Table // lists that wait for the reader's signature
	Waiting   ui.Table // who passed and waits for a meeting
	Secretary bool
	Sits      int
}

func (s *Slice) desk(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	ctx, e := r.Context(), s.Flow.Current()
	v := deskView{Shell: ui.ShellOf(ctx, lang.T(ctx, "认证委员会"), "/committee"), Secretary: a.Role == programme.Province}
	v.Shell.Wide = true
	seats, err := s.seats(ctx, s.Flow.DB())
	if err != nil {
		return err
	}
	today := calendar.Day(s.Flow.Now())
	for _, seat := range seats {
		if seat.InTerm(today) {
			v.Sits++
		}
	}
	v.Members = membersTable(ctx, e, seats, today)
	if !readsLetters(e, a.Role) {
		v.Platforms = seatsTable(ctx, e, seats, today)
	} else if v.Platforms, err = s.platformsTable(ctx, a, e); err != nil {
		return err
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "meeting"})
	if err != nil {
		return err
	}
	slices.Reverse(cs)
	v.Meetings = s.Table(ctx, a, lang.T(ctx, "委员会会议"), cs)
	v.Meetings.ID, v.Meetings.Empty = "meetings", lang.T(ctx, "还没有开过会")
	waiting, err := s.waiting(ctx, s.Flow.DB(), a)
	if err != nil {
		return err
	}
	v.Waiting = waitingTable(ctx, waiting)
	if a.Role == programme.Examiner {
		mine, err := s.unsigned(ctx, a)
		if err != nil {
			return err
		}
		v.Unsigned = s.Table(ctx, a, lang.T(ctx, "待我签署的名单"), mine)
		v.Unsigned.ID = "unsigned"
	}
	return web.Render(w, r, http.StatusOK, deskPage(v))
}

// platformsTable lists the platforms of the edition with the newest invitation
// of each.
func (s *Slice) platformsTable(ctx context.Context, a org.Actor, e *programme.Edition) (ui.Table, error) {
	t := ui.Table{ID: "platforms", Caption: lang.T(ctx, "平台和邀请"), Columns: []ui.Column{
		{Label: lang.T(ctx, "平台"), Main: true}, {Label: lang.T(ctx, "邀请")}, {Label: lang.T(ctx, "自")}, {Label: lang.T(ctx, "截止")}, {Label: ""},
	}}
	for _, p := range e.Platforms {
		cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "invitation", Party: p.Name})
		if err != nil {
			return t, err
		}
		row := ui.Row{Cells: []ui.Cell{{Text: lang.T(ctx, p.Label)}, {Text: lang.T(ctx, "未邀请"), Tone: ui.Plain}, {}, {}, {}}}
		free := true
		if len(cs) > 0 {
			c := newest(cs)
			row.Href, free = s.Href(c, a), c.State != "drafted" && c.State != "sent"
			row.Cells[0].Sub = c.No
			row.Cells[1] = ui.Cell{Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())}
			row.Cells[2].Text = ui.When(ctx, c.Since)
			if !c.Due.IsZero() {
				row.Cells[3].Text = ui.Deadline(ctx, c.Due)
			}
		}
		if free && a.Role == programme.Province {
			row.Cells[4].Part = inviteButton(p.Name, lang.T(ctx, p.Label), db.NewID())
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// readsLetters reports whether a role sees invitations at all. Who does not is
// told who sits for a platform, not that it was never asked.
func readsLetters(e *programme.Edition, role programme.Role) bool {
	t, ok := e.Track("invitation")
	return ok && slices.ContainsFunc(t.Sights, func(x programme.Sight) bool { return x.Role == role })
}

// seatsTable lists the platforms of the edition with who sits for each.
func seatsTable(ctx context.Context, e *programme.Edition, seats []Seat, today calendar.Date) ui.Table {
	t := ui.Table{ID: "platforms", Caption: lang.T(ctx, "平台"), Columns: []ui.Column{{Label: lang.T(ctx, "平台"), Main: true}, {Label: lang.T(ctx, "在任委员")}}}
	for _, p := range e.Platforms {
		var names []string
		for _, seat := range seats {
			if seat.Platform == p.Name && seat.InTerm(today) {
				names = append(names, seat.Name)
			}
		}
		sits := ui.Cell{Text: ui.Joined(names...), Tone: ui.Done}
		if len(names) == 0 {
			sits = ui.Cell{Text: lang.T(ctx, "暂无委员"), Tone: ui.Plain}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: lang.T(ctx, p.Label)}, sits}})
	}
	return t
}

// newest returns the invitation that was opened last.
func newest(cs []flow.Case) *flow.Case {
	best := &cs[0]
	for i := range cs {
		if cs[i].Opened.After(best.Opened) {
			best = &cs[i]
		}
	}
	return best
}

func membersTable(ctx context.Context, e *programme.Edition, seats []Seat, today calendar.Date) ui.Table {
	t := ui.Table{ID: "members", Caption: lang.T(ctx, "委员"), Empty: lang.T(ctx, "还没有委员"),
		EmptyText: lang.T(ctx, "平台应邀并推荐委员后，会出现在这里。"), Columns: []ui.Column{
			{Label: lang.T(ctx, "委员"), Main: true}, {Label: lang.T(ctx, "平台")}, {Label: lang.T(ctx, "任职单位")},
			{Label: lang.T(ctx, "方向")}, {Label: lang.T(ctx, "任期")}, {Label: lang.T(ctx, "保密承诺")}, {Label: lang.T(ctx, "状态")},
		}}
	for _, seat := range seats {
		p, _ := e.Platform(seat.Platform)
		state := ui.Cell{Text: lang.T(ctx, "在任"), Tone: ui.Done}
		switch {
		case !seat.Ended.IsZero():
			state = ui.Cell{Text: lang.T(ctx, "已终止"), Tone: ui.Plain}
		case !seat.InTerm(today):
			state = ui.Cell{Text: lang.T(ctx, "不在任期内"), Tone: ui.Plain}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: seat.Name, Sub: seat.Title}, {Text: lang.T(ctx, p.Label)}, {Text: seat.Employer},
			{Text: labels(ctx, e.Directions, seat.Directions)}, {Text: lang.T(ctx, "%s至%s", seat.Since.String(), seat.Until.String())},
			{Text: lang.T(ctx, "已签署")}, state,
		}})
	}
	return t
}

// labels writes chosen values in words.
func labels(ctx context.Context, choices []form.Choice, values []string) string {
	var words []string
	for _, c := range choices {
		if slices.Contains(values, c.Value) {
			words = append(words, lang.T(ctx, c.Label))
		}
	}
	return ui.Joined(words...)
}

// draft opens an invitation to a platform.
func (s *Slice) draft(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	id := r.PostForm.Get("id")
	if err := s.invite(r.Context(), a, id, r.PostForm.Get("platform")); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

type triedKey struct{}

// again shows the page of a case with a form that was not right.
func (s *Slice) again(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, t casework.Tried) error {
	r = r.WithContext(context.WithValue(r.Context(), triedKey{}, t))
	return s.Show(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{})
}

// triedOf returns what was tried of a move on the page of ctx.
func triedOf(ctx context.Context, move string) casework.Tried {
	t, _ := ctx.Value(triedKey{}).(casework.Tried)
	if t.Move != move {
		return casework.Tried{}
	}
	return t
}

// found returns the case of a track that r names for a signed-in reader.
func (s *Slice) found(r *http.Request, track string) (*flow.Case, org.Actor, error) {
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != track {
		err = errHidden
	}
	return c, a, err
}
