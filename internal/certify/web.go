package certify

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /certification", s.desk)
	m.Route("POST /certification/training", s.train)
	m.Route("POST /certification/confirm", s.confirm)
	m.Route("GET /certification/marks", s.marks)
	m.Route("POST /certification/marks", s.enter)
	m.Route("POST /certification/release", s.release)
	m.Route("GET /certification/results/{paper}", s.results)
	m.Route("GET /certification/{attempt}", s.attempt)
}

// staff are the roles that have the desk.
var staff = []programme.Role{programme.Province, programme.Examiner, programme.Supervisor}

// A deskView is one tab of the certification desk.
type deskView struct {
	Shell  ui.Shell
	Tabs   []ui.Link
	Active string
	Lead   string
	Table  ui.Table
	Rest   ui.Table // whose eligibility is confirmed already
	Post   string   // where the rows picked are sent; empty: nothing to do
	Button string
	Sure   string // asked before; empty: not asked
	Train  *trainView
	Told   string
	Marks  bool      // a link to the grid of marks
	Day    string    // of the sitting, as the page proposes it; empty: not asked
	Sheets []ui.Link // result sheets to take along
}

// day is the day of the sitting in its box: as it was typed, or as proposed.
func (v deskView) day(ctx context.Context) string {
	if t := triedIn(ctx); len(t.Wrong) > 0 {
		return t.Answers["sitting"]
	}
	return v.Day
}

type triedKey struct{}

// triedIn returns what was tried on the page of ctx and was not right.
func triedIn(ctx context.Context) casework.Tried {
	t, _ := ctx.Value(triedKey{}).(casework.Tried)
	return t
}

// tabs of the desk: which cases each holds.
var tabs = []struct {
	name, text, track string
	states            []string
}{
	{"train", "待训", "entry", []string{"enrolled", "training-failed"}},
	{"ready", "可认证", "entry", []string{"trained", "retake"}},
	{"sitting", "认证中", "attempt", []string{"enrolled", "confirmed", "entered", "differs"}},
	{"marked", "成绩待发布", "attempt", []string{"marked"}},
}

// homeTab is the tab a role works on.
var homeTab = map[programme.Role]string{
	programme.Province: "train", programme.Examiner: "sitting", programme.Supervisor: "marked",
}

func (s *Slice) desk(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, staff...)
	if err != nil {
		return err
	}
	tab := r.URL.Query().Get("tab")
	if tab == "" {
		tab = homeTab[a.Role]
	}
	return s.show(w, r, http.StatusOK, a, tab, nil)
}

// show answers with a tab of the desk; tried is a table of training results
// that was not right.
func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, a org.Actor, tab string, tried *trainView) error {
	ctx := r.Context()
	v := deskView{Shell: ui.ShellOf(ctx, lang.T(ctx, "培训与认证"), "/certification"), Told: told(r)}
	v.Shell.Wide = true
	var rows []flow.Case
	for _, t := range tabs {
		if t.name == "train" && a.Role == programme.Examiner {
			continue
		}
		cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: t.track, States: t.states})
		if err != nil {
			return err
		}
		href := "/certification?tab=" + t.name
		v.Tabs = append(v.Tabs, ui.Link{Text: lang.T(ctx, t.text), Href: href, Count: len(cs)})
		if t.name == tab {
			v.Active, rows = href, cs
		}
	}
	if v.Active == "" {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if err := s.fill(ctx, a, tab, rows, &v, tried); err != nil {
		return err
	}
	return web.Render(w, r, status, deskPage(v))
}

func (s *Slice) fill(ctx context.Context, a org.Actor, tab string, rows []flow.Case, v *deskView, tried *trainView) (err error) {
	switch tab {
	case "train":
		v.Lead = s.ruled(ctx, rows, func(e *programme.Edition) string {
			return lang.T(ctx, "结业须满%d学时且出勤不低于%d%%（%s）。", e.Limit("training.hours").N, e.Limit("training.share").N,
				e.Limit("training.hours").Basis.Cite())
		})
		if a.Role == programme.Province {
			v.Train = s.training(ctx, a, rows, tried)
			return nil
		}
		v.Table = s.Table(ctx, a, lang.T(ctx, "待训"), rows)
	case "ready":
		v.Lead = s.ruled(ctx, rows, func(e *programme.Edition) string {
			return lang.T(ctx, "由本人报名；首次未通过的保留%d次。", e.Limit("cert.attempts").N-1)
		})
		v.Table, err = s.readyTable(ctx, a, rows)
	case "sitting":
		if a.Role == programme.Province {
			var rest []flow.Case
			rows, rest = flow.Apart(rows, "enrolled")
			v.Rest = s.Table(ctx, a, lang.T(ctx, "认证中"), rest)
		}
		v.Table = s.sittingTable(ctx, a, rows)
		if a.Role == programme.Province && v.Table.Pick != "" {
			v.Post, v.Button = "/certification/confirm", lang.T(ctx, "确认选中人员的资格")
			v.Day = calendar.Day(s.Flow.Now()).String()
		}
		v.Marks = a.Role == programme.Examiner
	case "marked":
		if slices.Contains(sheetReaders, a.Role) {
			v.Sheets = []ui.Link{
				{Text: lang.T(ctx, "成绩汇总表（PDF）"), Href: "/certification/results/results.pdf"},
				{Text: lang.T(ctx, "成绩汇总表（xlsx）"), Href: "/certification/results/results.xlsx"},
			}
		}
		v.Lead = s.ruled(ctx, rows, func(e *programme.Edition) string {
			return lang.T(ctx, "每项不低于本项线且总分不低于%s分为通过；由系统按规则判定。", standing.Points(e.Limit("cert.total").N))
		})
		v.Table, err = s.markedTable(ctx, a, rows)
		if a.Role == programme.Supervisor && len(rows) > 0 {
			v.Post, v.Button = "/certification/release", lang.T(ctx, "发布选中成绩")
			v.Sure = lang.T(ctx, "发布后本人即可看到成绩，不能撤回。")
		}
	}
	return err
}

func (s *Slice) readyTable(ctx context.Context, a org.Actor, rows []flow.Case) (ui.Table, error) {
	t := ui.Table{ID: "ready", Caption: lang.T(ctx, "可以报名认证"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "剩余机会"), Num: true}, {Label: lang.T(ctx, "到此环节")},
	}}
	for i := range rows {
		c := &rows[i]
		attempts, err := s.standing.Attempts(ctx, s.Flow.DB(), c.ID)
		if err != nil {
			return t, err
		}
		left, of := standing.Spare(c.Edition, standing.Used(attempts))
		t.Rows = append(t.Rows, ui.Row{Href: s.Href(c, a), Cells: []ui.Cell{
			{Text: c.Name, Sub: c.No}, {Text: c.Unit}, {Text: casework.Place(c)},
			{Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())},
			{Text: lang.T(ctx, "剩余 %d/%d 次", left, of)}, {Text: ui.When(ctx, c.Since)},
		}})
	}
	return t, nil
}

func (s *Slice) sittingTable(ctx context.Context, a org.Actor, rows []flow.Case) ui.Table {
	t := s.Table(ctx, a, lang.T(ctx, "认证中"), rows)
	if a.Role == programme.Province {
		t.ID, t.Caption = "confirm", lang.T(ctx, "待确认认证资格")
	}
	for i := range rows {
		t.Rows[i].ID = pick(&rows[i])
		if rows[i].State == "enrolled" && a.Role == programme.Province {
			t.Pick = "case"
		}
	}
	return t
}

// markedTable shows the marks to whoever releases them, and to nobody else.
func (s *Slice) markedTable(ctx context.Context, a org.Actor, rows []flow.Case) (ui.Table, error) {
	t := ui.Table{ID: "marked", Caption: lang.T(ctx, "成绩已比对一致"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")},
	}}
	reads := a.Role == programme.Supervisor
	if reads {
		t.Pick = "case"
		for _, p := range s.partsOf(rows) {
			t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, p.Label), Num: true})
		}
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "总分"), Num: true}, ui.Column{Label: lang.T(ctx, "按规则")})
	}
	for i := range rows {
		c := &rows[i]
		row := ui.Row{ID: pick(c), Href: s.Href(c, a), Cells: []ui.Cell{{Text: c.Name, Sub: c.No}, {Text: c.Unit}}}
		if reads {
			res, err := s.standing.Result(ctx, s.Flow.DB(), c)
			if err != nil {
				return t, err
			}
			row.Cells = append(row.Cells, resultCells(ctx, s.partsOf(rows), c.Edition, res)...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// resultCells has a cell for each of the parts; one that e does not have is
// empty.
func resultCells(ctx context.Context, parts []programme.Part, e *programme.Edition, r standing.Result) (cells []ui.Cell) {
	for _, p := range parts {
		i := slices.IndexFunc(e.Parts, named(p))
		if i < 0 {
			cells = append(cells, ui.Cell{Text: "—"})
			continue
		}
		c := ui.Cell{Text: r.Marks[i].String()}
		if int64(r.Marks[i]) < e.Parts[i].Line {
			c.Sub = lang.T(ctx, "低于%s", standing.Points(e.Parts[i].Line))
		}
		if h, ok := r.From[p.Name]; ok {
			c.Sub = lang.T(ctx, "沿用%s", h.Day.String())
		}
		cells = append(cells, c)
	}
	word, tone := lang.T(ctx, "未通过"), ui.Late
	if r.Pass() {
		word, tone = lang.T(ctx, "通过"), ui.Done
	}
	return append(cells, ui.Cell{Text: r.Total.String()}, ui.Cell{Text: word, Tone: tone})
}

// pick is the value of a row's check box: the case and its move number.
func pick(c *flow.Case) string { return c.ID + ":" + strconv.FormatInt(c.Seq, 10) }

// picked returns the cases that r has picked, as a may see them, each still
// where it was when the page was shown.
func (s *Slice) picked(r *http.Request, a org.Actor) ([]*flow.Case, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	var out []*flow.Case
	for _, v := range r.PostForm["case"] {
		id, text, _ := strings.Cut(v, ":")
		seen, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "表单无法读取。")
		}
		c, err := s.Flow.Find(r.Context(), a, id)
		if err != nil {
			return nil, err
		}
		if c.Seq != seen {
			return nil, fault.New(fault.Stale, "%s刚刚有了变化，请看过最新情况再办理。", c.Name)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "请先选中要办理的人员。")
	}
	return out, nil
}

// A step is one move of a bulk decision.
type step struct {
	Case    *flow.Case
	Move    string
	Answers form.Answers
}

// all makes every step in one transaction: all of them or none.
func (s *Slice) all(ctx context.Context, a org.Actor, steps []step) error {
	moves := make([]programme.Move, len(steps))
	for i, st := range steps {
		m, err := s.Flow.Step(st.Case, st.Move, a, st.Case.Seq)
		if err != nil {
			return err
		}
		moves[i] = m
	}
	return s.inTx(ctx, a, steps, moves)
}
