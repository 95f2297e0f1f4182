package judging

import (
	"context"
	"fmt"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A sessionView is the page of a session for those who run or watch it. Before
// the count it holds states of sheets and no mark.
type sessionView struct {
	Shell   ui.Shell
	Head    ui.Head
	St      *sitting.Sitting
	Actor   org.Actor
	Events  []ui.Event
	Moves   map[string]programme.Move // what the reader may do now
	Free    []flow.Case               // preparing: who may be picked
	Pool    []org.Post                // drawn: who may judge
	Record  *sitting.Record
	Board   ui.Table
	Locked  []ui.Link         // sheets a supervisor may open again: text and case
	Refused []sitting.Refused // locks that were not taken
	Result  ui.Table
	Reveal  []string // the sentence for each candidate
	Digest  string
	Signed  []sitting.Signature
	Tried   string
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) session(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, append(watchers[:4:4], programme.Judge)...)
	if err != nil {
		return err
	}
	c, a, err := s.Found(r, "session", a.Role)
	if err != nil {
		return err
	}
	if a.Role == programme.Judge {
		http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
		return nil
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.showSession(w, r, http.StatusOK, c, a, "", nil, nil)
}

func (s *Slice) showSession(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried string, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := &sessionView{Actor: a, Tried: tried, Answers: ans, Wrong: wrong, Moves: map[string]programme.Move{}}
	for _, fill := range []func(context.Context, *flow.Case, *sessionView) error{s.fillHead, s.fillPool, s.fillBoard, s.fillResult} {
		if err := fill(ctx, c, v); err != nil {
			return err
		}
	}
	sayStep(ctx, v)
	return web.Render(w, r, status, sessionPage(v))
}

func (s *Slice) fillHead(ctx context.Context, c *flow.Case, v *sessionView) (err error) {
	if v.St, err = s.book.Read(ctx, s.Flow.DB(), c); err != nil {
		return err
	}
	if v.Head, err = s.HeadOf(ctx, c, v.Actor); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, c.Track.Label), Href: "/sessions"}}
	v.Head.Meta = append([]string{lang.Say(ctx, moment(v.St.About)), v.St.About["place"]}, v.Head.Meta...)
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/sessions")
	v.Shell.Wide = true
	for _, m := range s.Flow.Moves(c, v.Actor) {
		v.Moves[m.Name] = m
	}
	v.Events, err = s.EventsOf(ctx, c, v.Actor)
	return err
}

// sayStep names the one thing the reader can do next.
func sayStep(ctx context.Context, v *sessionView) {
	say := ""
	for _, step := range []struct{ move, text string }{
		{"draw", "轮到您：请选入候选人，然后抽签定序。"},
		{"appoint", "轮到您：请确定评委和组长。"},
		{"start", "轮到您：评委都已声明，可以开场。"},
		{"count", "轮到您：评分表都已锁分，可以汇总。"},
		{"sign-scorer", "轮到您：请核对成绩汇总表并签字。"},
		{"sign-checker", "轮到您：请核对成绩汇总表并签字。"},
		{"sign-supervisor", "轮到您：请核对成绩汇总表并签字。"},
		{"release", "轮到您：四方签字已齐，可以发布。"},
	} {
		if _, ok := v.Moves[step.move]; ok && say == "" && ready(v, step.move) {
			say = step.text
		}
	}
	if say != "" {
		v.Head.Tone, v.Head.Turn = ui.OnMe, lang.T(ctx, say)
	}
}

// fillPool brings whom the next step chooses among.
func (s *Slice) fillPool(ctx context.Context, c *flow.Case, v *sessionView) (err error) {
	if _, ok := v.Moves["draw"]; ok {
		v.Free, err = s.free(ctx, s.Flow.DB(), v.Actor, c)
		return err
	}
	if _, ok := v.Moves["appoint"]; ok {
		if v.Pool, err = s.Flow.Orgs().Holders(ctx, s.Flow.DB(), programme.Judge); err != nil {
			return err
		}
	}
	record, ok, err := s.book.Record(ctx, s.Flow.DB(), c)
	if ok {
		v.Record = &record
	}
	return err
}

// fillBoard shows candidates against judges, states alone.
func (s *Slice) fillBoard(ctx context.Context, c *flow.Case, v *sessionView) (err error) {
	st := v.St
	t := ui.Table{ID: "board", Caption: lang.T(ctx, "候选人"), Dense: true, Scroll: len(st.Panel) > 0, Columns: []ui.Column{
		{Label: lang.T(ctx, "号")}, {Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")},
	}, Empty: lang.T(ctx, "还没有选入候选人")}
	if v.Refused, err = s.book.Refused(ctx, s.Flow.DB(), c.ID); err != nil {
		return err
	}
	if len(st.Panel) > 0 { // the employer stands under the name: the states need the room
		t.Columns[2] = ui.Column{Label: lang.T(ctx, "进度")}
	}
	for _, seat := range st.Panel {
		label := seat.Name
		if seat.Chief {
			label = lang.T(ctx, "%s（组长）", seat.Name)
		}
		t.Columns = append(t.Columns, ui.Column{Label: label})
	}
	mayMiss := v.Actor.Role == programme.Association && (c.State == "drawn" || c.State == "declaring" || c.State == "open")
	if mayMiss {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "到场")})
	}
	for _, k := range st.Candidates {
		row := boardRow(ctx, v, k)
		switch {
		case mayMiss && !k.Absent:
			row.Cells = append(row.Cells, ui.Cell{Part: missForm(c.ID, k)})
		case mayMiss:
			row.Cells = append(row.Cells, ui.Cell{Text: lang.T(ctx, "缺席"), Tone: ui.Late})
		}
		t.Rows = append(t.Rows, row)
	}
	v.Board = t
	return nil
}

func boardRow(ctx context.Context, v *sessionView, k sitting.Candidate) ui.Row {
	lot := "—"
	if v.St.State != "preparing" {
		lot = fmt.Sprintf("%02d", k.Pos)
	}
	row := ui.Row{ID: k.ID, Cells: []ui.Cell{{Text: lot}, {Text: k.Name, Href: "/cases/" + k.ID}, {Text: k.Unit}}}
	if len(v.St.Panel) == 0 {
		return row
	}
	of := v.St.Of(k.ID)
	done, all := 0, 0
	var cells []ui.Cell
	for _, seat := range v.St.Panel {
		sh := of[seat.Person]
		if k.Absent || sh.Case == "" {
			cells = append(cells, ui.Cell{Text: "—"})
			continue
		}
		if sh.State != "recused" {
			all++
		}
		if sh.State == "locked" {
			done++
			v.Locked = append(v.Locked, ui.Link{Text: lang.T(ctx, "%02d号　%s", k.Pos, seat.Name), Href: sh.Case})
		}
		say := sitting.SheetWords[sh.State]
		cell := ui.Cell{Text: lang.T(ctx, say.Word), Tone: say.Tone}
		if stopped(v, sh.Case) {
			cell = ui.Cell{Text: lang.T(ctx, "待核对"), Tone: ui.Late}
		}
		cells = append(cells, cell)
	}
	progress := ui.Cell{Text: lang.T(ctx, "%d/%d 已提交", done, all)}
	if k.Absent {
		progress = ui.Cell{Text: lang.T(ctx, "缺席"), Tone: ui.Late}
	}
	row.Cells[1].Sub, row.Cells[2] = k.Unit, progress
	row.Cells = append(row.Cells, cells...)
	return row
}

// fillResult shows the 成绩汇总表 once all are counted.
func (s *Slice) fillResult(ctx context.Context, c *flow.Case, v *sessionView) error {
	if !v.St.Counts() {
		return nil
	}
	lines, digest, err := s.book.Result(ctx, s.Flow.DB(), v.St)
	if err != nil {
		return err
	}
	v.Digest = digest
	if v.Signed, err = s.book.Signed(ctx, s.Flow.DB(), c); err != nil {
		return err
	}
	v.Result, v.Reveal = resultTable(ctx, v.St, lines), reveals(ctx, lines)
	return nil
}

func resultTable(ctx context.Context, st *sitting.Sitting, lines []sitting.Line) ui.Table {
	t := ui.Table{ID: "score-list", Caption: lang.T(ctx, "成绩汇总表"), Dense: true, Scroll: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "号")}, {Label: lang.T(ctx, "姓名"), Main: true},
	}}
	for i := range st.Panel {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "评委%d", i+1), Num: true})
	}
	for _, label := range []string{"有效", "合计", "最后得分", "名次"} {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, label), Num: true})
	}
	t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "结果")})
	for i, l := range lines {
		row := ui.Row{Cells: []ui.Cell{{Text: fmt.Sprintf("%02d", l.Lot)}, {Text: st.Candidates[i].Name, Sub: st.Candidates[i].Unit}}}
		for seat := range st.Panel {
			row.Cells = append(row.Cells, ui.Cell{Part: markCell(l, seat)})
		}
		row.Cells = append(row.Cells, sitting.Totals(ctx, l)...)
		t.Rows = append(t.Rows, row)
	}
	return t
}

func reveals(ctx context.Context, lines []sitting.Line) (out []string) {
	for _, l := range lines {
		switch {
		case l.Absent:
			out = append(out, lang.T(ctx, "%02d号：缺席。", l.Lot))
		case l.Trimmed:
			out = append(out, lang.T(ctx, "%02d号：去掉一个最高分 %s，去掉一个最低分 %s，其余 %d 位合计 %s，平均 %s，最后得分 %s。",
				l.Lot, l.Marks[l.High].Total(), l.Marks[l.Low].Total(), l.Kept, l.Sum, l.Mean, l.Mean))
		default:
			out = append(out, lang.T(ctx, "%02d号：有效评委 %d 位，合计 %s，平均 %s，最后得分 %s。", l.Lot, l.Valid, l.Sum, l.Mean, l.Mean))
		}
	}
	return out
}

// signers tells who signs in which part: what is posted, and whose role it is.
var signers = map[string]string{
	"sign-scorer": "scorer", "sign-checker": "checker", "sign-supervisor": "supervisor", "sign-chief": "chief",
}
