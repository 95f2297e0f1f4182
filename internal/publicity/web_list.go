package publicity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// A listPart is what the page of a list shows: its text, its names, and the
// form of the one next step.
type listPart struct {
	Case       *flow.Case
	Title      string
	Body       string
	Period     string
	Public     string // address of the public page; empty before it is out
	Result     string // address of the announcement
	Table      ui.Table
	Scan       []ui.Pair
	Objections ui.Table
	Later      []laterMove
	Next       *nextStep
}

// A laterMove is somebody to announce later, with the move if the reader may
// make it now.
type laterMove struct {
	later
	Move       programme.Move
	May, First bool // First: the first such on the page
}

// A nextStep is the form of a move with what the page proposes.
type nextStep struct {
	Move    programme.Move
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
	Effects []string
}

func (s *Slice) listSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	v := listPart{Case: c}
	answers, lines, err := s.published(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	v.Title, v.Body = answers["title"], answers["body"]
	if lines == nil || c.State == "drafting" {
		if lines, err = s.linesOf(ctx, s.Flow.DB(), c); err != nil {
			return nil, err
		}
	}
	if v.Table, err = s.officersTable(ctx, c, lines); err != nil {
		return nil, err
	}
	v.Scan = report(ctx, answers["scan"])
	if n, err := noticeOf(ctx, s.Flow.DB(), c.ID); err == nil {
		v.Public, v.Period = "/publicity/"+c.ID, said(ctx, period{n.First, n.Last})
		if !n.Announced.IsZero() {
			v.Result = "/announcements/" + c.ID
		}
	}
	if v.Objections, err = s.objectionsTable(ctx, c, a); err != nil {
		return nil, err
	}
	if a.Role == programme.Province && c.State == "announced" {
		all, err := s.laters(ctx, a, c.ID)
		if err != nil {
			return nil, err
		}
		for _, l := range all {
			m, err := s.Flow.Step(&l.Entry, "announce-later", a, l.Entry.Seq)
			may := err == nil && l.Proposal == nil
			first := may && !slices.ContainsFunc(v.Later, func(l laterMove) bool { return l.May })
			v.Later = append(v.Later, laterMove{l, m, may, first})
		}
	}
	v.Next, err = s.next(ctx, c, a, lines)
	return listBlock(v), err
}

// officersTable is the list as officers see it: who is held, and where each
// stands.
func (s *Slice) officersTable(ctx context.Context, c *flow.Case, lines []line) (ui.Table, error) {
	t := ui.Table{ID: "list", Caption: lang.T(ctx, "名单"), Dense: true}
	for i, name := range columns {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, name), Main: i == 1, Num: i == 0})
	}
	t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "环节")})
	for _, l := range lines {
		e, err := s.Flow.Load(ctx, s.Flow.DB(), l.Entry)
		if err != nil {
			return t, err
		}
		state := ui.Cell{Text: lang.T(ctx, e.Now().Label), Tone: casework.StateTone(e.Now())}
		if e.State == "held" {
			state = ui.Cell{Text: lang.T(ctx, "暂缓"), Tone: ui.Late}
		}
		t.Rows = append(t.Rows, ui.Row{Href: "/cases/" + l.Entry, Cells: append(
			append([]ui.Cell{{Text: fmt.Sprint(l.No)}}, ui.Texts(l.cells()...)...), state)})
	}
	return t, nil
}

// report says in words what a scan has found.
func report(ctx context.Context, text string) []ui.Pair {
	var r scan
	if text == "" || json.Unmarshal([]byte(text), &r) != nil {
		return nil
	}
	found := lang.T(ctx, "未发现证件、手机、账号等号码")
	if len(r.Found) > 0 {
		found = lang.T(ctx, "提示%d处：%s", len(r.Found), r.masks())
	}
	return []ui.Pair{
		{Key: lang.T(ctx, "扫描范围"), Value: lang.T(ctx, "%d人，标题、正文和名单共%d字", r.People, r.Runes)},
		{Key: lang.T(ctx, "扫描结果"), Value: found},
	}
}

func (s *Slice) objectionsTable(ctx context.Context, c *flow.Case, a org.Actor) (ui.Table, error) {
	if a.Role != programme.Province && a.Role != programme.Supervisor && a.Role != programme.Auditor {
		return ui.Table{}, nil
	}
	cs, err := s.objectionsOn(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return ui.Table{}, err
	}
	return s.Table(ctx, a, lang.T(ctx, "异议"), cs), nil
}

// next returns the form of the step that waits for a, or nil.
func (s *Slice) next(ctx context.Context, c *flow.Case, a org.Actor, lines []line) (*nextStep, error) {
	pending, err := s.Flow.Pending(ctx, s.Flow.DB(), c)
	if err != nil || pending != nil {
		return nil, err
	}
	for _, m := range s.Flow.Moves(c, a) {
		if !m.Quiet {
			continue
		}
		n := &nextStep{Move: m, Form: c.Track.Forms[m.Form]}
		if tried, ok := ctx.Value(triedKey{}).(casework.Tried); ok && tried.Move == m.Name {
			n.Answers, n.Wrong = tried.Answers, tried.Wrong
			return n, nil
		}
		n.Answers, err = s.propose(ctx, c, m, lines)
		if m.Name == "announce" {
			n.Effects, err = s.announceEffects(ctx, c)
		}
		return n, err
	}
	return nil, nil
}

// propose fills in what usually stands in the form of m.
func (s *Slice) propose(ctx context.Context, c *flow.Case, m programme.Move, lines []line) (form.Answers, error) {
	switch m.Name {
	case "check":
		kept, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "check")
		if err != nil || kept["title"] != "" {
			return form.Answers{"title": kept["title"], "body": kept["body"]}, err
		}
		o, err := s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.Province, "")
		if err != nil {
			return nil, err
		}
		title, body := draftText(c.Edition, lines, o)
		return form.Answers{"title": title, "body": body}, nil
	case "publish":
		p, err := usual(c.Edition, calendar.Day(s.Flow.Now()))
		if err != nil {
			return form.Answers{}, nil // the officer is told when the days are read
		}
		return form.Answers{"first": p.First.String(), "last": p.Last.String()}, nil
	case "announce":
		note, err := s.outcome(ctx, c)
		return form.Answers{"note": note}, err
	}
	return form.Answers{}, nil
}

// outcome says what objections came to, as the announcement records it.
func (s *Slice) outcome(ctx context.Context, c *flow.Case) (string, error) {
	all, err := s.objectionsOn(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return "", err
	}
	n := map[string]int{}
	for _, o := range all {
		n[o.State]++
	}
	if total := n["handling"] + n["upheld"] + n["dismissed"]; total > 0 {
		return lang.In(lang.Chinese, "公示期内受理异议%d件：成立%d件，不成立%d件，正在核查%d件，正在核查的暂缓公布。",
			total, n["upheld"], n["dismissed"], n["handling"]), nil
	}
	return lang.In(lang.Chinese, "公示期内没有受理异议。"), nil
}

func (s *Slice) announceEffects(ctx context.Context, c *flow.Case) ([]string, error) {
	entries, err := s.entriesOn(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	goes, held := 0, 0
	for _, e := range entries {
		switch e.State {
		case "publicised", "cleared":
			goes++
		case "held":
			held++
		}
	}
	out := []string{lang.T(ctx, "%d人纳入名录并颁发证书。", goes)}
	if held > 0 {
		out = append(out, lang.T(ctx, "%d人因异议暂缓，办结后再补充公布。", held))
	}
	return append(out, lang.T(ctx, "办理记录的校验摘要印在公布上。")), nil
}
