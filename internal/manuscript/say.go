package manuscript

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/doc"
	"qinglan/internal/doc/official"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// of are questions that only a notice which hands another on asks, and those that
// nobody is asked.
var (
	ofNotices = []string{"due", "due-said", "due-hour", "grace", "contact", "phone", "address", "exception-approver", "exception-reason", "exception-document"}
	ofNobody  = []string{"parent", "replaces"}
	wanted    = []string{"to", "due", "due-said", "due-hour"} // wherever they are asked
)

// asked returns what the page of a draft asks, what only a few need, and what it
// carries along. What the rules of a kind want is not called optional.
func asked(c *flow.Case, sheet form.Answers) (qs, rare []form.Question, hidden []ui.Hidden) {
	for _, q := range c.Track.Forms["sheet"] {
		q.Optional = q.Optional && !slices.Contains(wanted, q.Name)
		switch {
		case slices.Contains(ofNobody, q.Name):
			hidden = append(hidden, ui.Hidden{Name: q.Name, Value: sheet[q.Name]})
		case sheet["parent"] == "" && slices.Contains(ofNotices, q.Name):
		case strings.HasPrefix(q.Name, "exception-"):
			rare = append(rare, q)
		case sheet["parent"] != "" && q.Name == "kind": // it is a notice
			hidden = append(hidden, ui.Hidden{Name: q.Name, Value: sheet[q.Name]})
		case sheet["parent"] != "" && q.Name == "body":
			q.Hint = "一段一行；写“{截止}”的地方印出下面所定的截止时间"
			qs = append(qs, q)
		default:
			qs = append(qs, q)
		}
	}
	return qs, rare, hidden
}

func today(now time.Time) string { return calendar.Day(now).String() }

// meant says which moment the deadline of a paper is, beside the one above.
func (s *Slice) meant(ctx context.Context, c *flow.Case, sheet form.Answers) []ui.Pair {
	parent, ok := s.parent(c, sheet)
	if !ok {
		return nil
	}
	n, err := cascade.Notice(c, sheet)
	if err != nil {
		return []ui.Pair{{Key: lang.T(ctx, "上级截止"), Value: ui.Deadline(ctx, parent.Moment())}}
	}
	out := []ui.Pair{
		{Key: lang.T(ctx, "截止时间写作"), Value: cascade.Until(n)},
		{Key: lang.T(ctx, "即"), Value: lang.T(ctx, "%s，系统收到的时间早于此刻的有效", calendar.Exact(n.Moment()))},
	}
	if n.Grace > 0 {
		out = append(out, ui.Pair{Key: lang.T(ctx, "宽限"), Value: lang.T(ctx, "截止后宽限%d分钟，至%s", n.Grace, calendar.Exact(n.Moment().Add(time.Duration(n.Grace)*time.Minute)))})
	}
	return append(out, ui.Pair{Key: lang.T(ctx, "上级截止"), Value: ui.Deadline(ctx, parent.Moment())})
}

// stages are the steps of a paper from its draft to the day it goes out.
func (s *Slice) stages(ctx context.Context, c *flow.Case, v pageView) []ui.Stage {
	if c.State == "void" {
		return nil
	}
	names := []string{"拟稿", "核稿、会签、签发", "编号", "用印", "印发"}
	at := slices.Index([]string{"draft", "signed", "numbered", "sealed", cascade.Issued}, c.State)
	if at > 0 || v.Pending != nil {
		at++ // of the state after the step that is done
	}
	if v.Paper.Kind == official.Minutes {
		names = slices.Delete(names, 3, 4)
		if at > 3 {
			at--
		}
	}
	var out []ui.Stage
	for i, name := range names {
		st := ui.Stage{Name: lang.T(ctx, name), At: ui.Future}
		switch {
		case i < at:
			st.At = ui.Past
		case i == at:
			st.At = ui.Present
		}
		out = append(out, st)
	}
	return out
}

// decided returns the row by which a paper was signed, with its chain.
func (s *Slice) decided(ctx context.Context, c *flow.Case) (e flow.Entry, chain []flow.Approval, err error) {
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return e, nil, err
	}
	for _, x := range entries {
		if slices.Contains(cascade.Sheets, x.Move) {
			e = x
		}
	}
	if e.Chain != "" {
		err = json.Unmarshal([]byte(e.Chain), &chain)
	}
	return e, chain, err
}

// signer names who signed last; nobody if that was on paper.
func (s *Slice) signer(ctx context.Context, c *flow.Case) (string, error) {
	_, chain, err := s.decided(ctx, c)
	if err != nil || len(chain) == 0 {
		return "", err
	}
	last := chain[len(chain)-1]
	if last.Decision != "approved" {
		return "", nil
	}
	return s.Flow.Orgs().Name(ctx, s.Flow.DB(), last.Person)
}

// sheetOf is the 发文稿纸 on paper: what is decided on, and who has; what is not
// decided yet has room for a hand, and the scan of it is what 线下已批 asks for.
func (s *Slice) sheetOf(ctx context.Context, c *flow.Case, sheet form.Answers, p official.Paper) (doc.Document, error) {
	made, err := s.steps(ctx, c)
	if err != nil {
		return doc.Document{}, err
	}
	row := func(height float64, label, text string) doc.Row {
		return doc.Row{Height: height, Cells: []doc.Cell{{Text: label}, {Text: text, Align: doc.Left}}}
	}
	t := doc.Table{Columns: []doc.Column{{Width: 32}, {Width: 124}}, Style: doc.Style{Face: doc.Fang, Size: doc.Four2, Lead: 1.4}, Rows: []doc.Row{
		row(10, "文种", string(p.Kind)), row(10, "文号", p.Number), row(16, "标题", p.Title), row(14, "主送", p.To), row(10, "抄送", strings.Join(p.Copies, "，")),
	}}
	for _, m := range s.meant(ctx, c, sheet) {
		t.Rows = append(t.Rows, row(10, m.Key, m.Value))
	}
	for _, label := range []string{"拟稿", "核稿", "会签", "签发", "用印", "印发"} {
		t.Rows = append(t.Rows, row(18, label, made[label]))
	}
	blocks := []doc.Block{
		doc.Text{Text: bare(c.Unit) + "发文稿纸", Style: doc.Style{Face: doc.Biao, Size: doc.Two2, Align: doc.Centre}, After: 5}, t, doc.Space(6),
		doc.Text{Text: "正文", Style: doc.Style{Face: doc.Hei, Size: doc.Four}, After: 2},
	}
	for _, l := range p.Body {
		blocks = append(blocks, doc.Text{Text: l, Style: doc.Style{Face: doc.Fang, Size: doc.Four, Indent: 2, Lead: 1.5}})
	}
	d := doc.Document{Title: p.Title, Page: doc.Sheet(), Blocks: blocks, Footer: doc.Footer{Left: "打印于 " + calendar.Exact(s.Flow.Now()), Right: "{n} / {m}"}}
	if s.Demo {
		d.Mark = "演示　非正式"
	}
	return d, nil
}

// steps tells who has taken which step of the sheet, and when.
func (s *Slice) steps(ctx context.Context, c *flow.Case) (map[string]string, error) {
	made, q := map[string]string{}, s.Flow.DB()
	e, chain, err := s.decided(ctx, c)
	if err != nil {
		return nil, err
	}
	if e.Person != "" && len(chain) == 0 { // a small office: who drafts decides
		chain = []flow.Approval{{Step: "经办", Person: e.Person, At: e.At}, {Step: "签发", Person: e.Person, At: e.At}}
	}
	for _, g := range chain {
		name, err := s.Flow.Orgs().Name(ctx, q, g.Person)
		if err != nil {
			return nil, err
		}
		label := g.Step
		switch {
		case g.Decision == "returned":
			continue
		case label == "经办":
			label = "拟稿"
		case strings.HasSuffix(label, "会签"):
			label = "会签"
		}
		made[label] = name + "　" + calendar.Exact(g.At)
		if g.Decision == "offline" {
			made[label] = "线下已批（审批单另附），登记人 " + made[label]
		}
	}
	seal, err := s.Flow.Answers(ctx, q, c, "seal")
	if err == nil && seal["keeper"] != "" {
		made["用印"] = fmt.Sprintf("监印 %s　%s　%s 份", seal["keeper"], seal["day"], seal["copies"])
	}
	if c.State == cascade.Issued {
		made["印发"] = calendar.Exact(c.Since)
	}
	return made, err
}

// wayWord is what the button of a way to those who decide says.
func wayWord(ctx context.Context, m programme.Move) string { return lang.T(ctx, m.Label) }

// excepted reports whether something of an exception has been filled in.
func excepted(v pageView) bool {
	return slices.ContainsFunc(v.Rare, func(q form.Question) bool { return v.Answers[q.Name] != "" })
}
