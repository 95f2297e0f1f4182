// Package passport shows one person, and whoever may read their marks, how each
// requirement of the programme stands: what is met, since when, until when,
// how many chances are used, what comes next, and the clause. It changes
// nothing.
package passport

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	standing standing.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, standing.Of(h.Flow)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"entry"} }

// Register gives editions nothing: a passport only reads.
func (s *Slice) Register() {}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /passport", s.own)
	m.Route("GET /passport/{id}", s.show)
}

// A passportView is the page of requirements of one person.
type passportView struct {
	Shell  ui.Shell
	Head   ui.Head
	Ribbon []ui.Stage
	Table  ui.Table
	Next   string
	Tone   ui.Tone
	Basis  law.Citation
	Act    string // where the next step is made; empty: not by the reader
}

// own leads a person to their newest passport.
func (s *Slice) own(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(r.Context(), a, flow.Filter{Track: "entry", Party: a.Person})
	if err != nil {
		return err
	}
	if len(cs) == 0 {
		v := passportView{Shell: ui.ShellOf(r.Context(), lang.T(r.Context(), "认证要求"), "/passport")}
		return web.Render(w, r, http.StatusOK, noPassportPage(v))
	}
	newest := cs[0]
	for _, c := range cs {
		if c.Opened.After(newest.Opened) {
			newest = c
		}
	}
	http.Redirect(w, r, "/passport/"+newest.ID, http.StatusSeeOther)
	return nil
}

// show answers with the requirements of an entry: for the person, and
// to read for whoever may read their marks. For anybody else it does not exist.
func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Find(r)
	if err != nil {
		return err
	}
	if c.Track.Name != "entry" || !standing.ReadsMarks(c, a) {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	ctx := r.Context()
	p, err := s.standing.Passport(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	v := passportView{Ribbon: casework.RibbonOf(ctx, c), Table: passportTable(ctx, p)}
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Title = lang.T(ctx, "认证要求：%s", c.Name)
	v.Head.Lead = c.Unit
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "培育"), Href: "/cases/" + c.ID}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/passport")
	v.Next, v.Tone = nextStep(ctx, p)
	v.Basis = c.Now().Basis.Cite()
	if a.Role == programme.Applicant && len(s.Flow.Moves(c, a)) > 0 {
		v.Act = "/cases/" + c.ID
	}
	return web.Render(w, r, http.StatusOK, passportPage(v))
}

// nextStep says what comes next, and whether it is the person's.
func nextStep(ctx context.Context, p standing.Passport) (string, ui.Tone) {
	c := p.Entry
	switch c.State {
	case "enrolled":
		return lang.T(ctx, "参加集中培训：不少于%d学时，出勤不低于%d%%。", c.Edition.Limit("training.hours").N, c.Edition.Limit("training.share").N), ui.Waiting
	case "training-failed":
		return lang.T(ctx, "培训未合格，等待安排再训。"), ui.Waiting
	case "trained", "retake":
		missing := missingParts(ctx, p)
		if len(missing) == len(p.Parts) {
			return lang.T(ctx, "报名认证：参加全部%d项。", len(p.Parts)), ui.OnMe
		}
		return lang.T(ctx, "报名认证：只考%s，其余沿用。", ui.Joined(missing...)), ui.OnMe
	case "sitting":
		return lang.T(ctx, "等待考核和成绩发布。"), ui.Waiting
	case "passed":
		return lang.T(ctx, "等待认证委员会审定并签署拟认证名单。"), ui.Waiting
	case "proposed":
		return lang.T(ctx, "已列入拟认证名单，等待公示。"), ui.Waiting
	case "certified":
		return lang.T(ctx, "全部完成：已纳入名录并颁发证书。"), ui.Done
	case "exhausted":
		return lang.T(ctx, "认证机会已用完；可以在以后的期次重新申报。"), ui.Late
	}
	return lang.T(ctx, c.Now().Label), casework.StateTone(c.Now())
}

// missingParts names the parts that an enrolment today would have to take.
func missingParts(ctx context.Context, p standing.Passport) (names []string) {
	for _, st := range p.Parts {
		if st.Until.IsZero() || st.Expired {
			names = append(names, lang.T(ctx, st.Part.Label))
		}
	}
	if len(names) == 0 { // the total alone was short: all again (rules/36)
		for _, st := range p.Parts {
			names = append(names, lang.T(ctx, st.Part.Label))
		}
	}
	return names
}

func passportTable(ctx context.Context, p standing.Passport) ui.Table {
	t := ui.Table{ID: "passport", Caption: lang.T(ctx, "各项要求"), Columns: []ui.Column{
		{Label: lang.T(ctx, "要求"), Main: true}, {Label: lang.T(ctx, "本人情况")}, {Label: lang.T(ctx, "结果")},
		{Label: lang.T(ctx, "日期")}, {Label: lang.T(ctx, "有效至")}, {Label: lang.T(ctx, "依据")},
	}}
	e := p.Entry.Edition
	add := func(what, have string, met cellState, day, until string, basis law.Citation) {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: what}, {Text: have}, {Text: lang.T(ctx, met.word), Tone: met.tone}, {Text: day}, {Text: until}, {Text: lang.Say(ctx, basis)},
		}})
	}
	add(lang.T(ctx, "初选，列入培育名单"), p.Entry.No, isMet, p.Listed.String(), "", basisOf(p.Entry.Track, "enrolled"))
	hours := e.Limit("training.hours")
	have, met := lang.T(ctx, "还没有结果"), notYet
	if len(p.Training) > 0 {
		have, met = lang.T(ctx, "%s学时，出勤%s%%", p.Training["hours"], p.Training["attendance"]), fallsShort
		if p.Trained {
			met = isMet
		}
	}
	add(lang.T(ctx, "集中培训：%d学时，出勤%d%%", hours.N, e.Limit("training.share").N), have, met, "", "", hours.Basis.Cite())
	for _, st := range p.Parts {
		have, met, until := say(ctx, st)
		add(lang.T(ctx, "%s：线%s分", lang.Word(st.Part.Label), standing.Points(st.Part.Line)), have, met, st.Day.String(), until, p.Basis().Cite())
	}
	line := p.Rules.Limit("cert.total")
	have, met, day := lang.T(ctx, "还没有成绩"), notYet, ""
	if p.Total != nil {
		have, day, met = lang.T(ctx, "%s分", p.Total.Total), p.TotalDay.String(), fallsShort
		if p.Total.Total >= p.Total.Line {
			met = isMet
		}
	}
	add(lang.T(ctx, "总分：线%s分", standing.Points(line.N)), have, met, day, "", line.Basis.Cite())
	left := someLeft
	if p.Used >= p.Of && p.Entry.State == "exhausted" {
		left = fallsShort
	}
	if p.Total != nil && p.Total.Pass() {
		left = isMet
	}
	add(lang.T(ctx, "认证机会"), lang.T(ctx, "已用 %d/%d 次", p.Used, p.Of), left, "", "", e.Limit("cert.attempts").Basis.Cite())
	signed, out := notYet, notYet
	switch p.Entry.State {
	case "proposed":
		signed = isMet
	case "publicised", "held", "cleared", "certified", "struck":
		signed = isMet
		if p.Entry.State == "certified" {
			out = isMet
		}
	}
	add(lang.T(ctx, "认证委员会签署拟认证名单"), "", signed, "", "", basisOf(p.Entry.Track, "proposed"))
	add(lang.T(ctx, "公示无异议或异议不成立，公布"), "", out, "", "", basisOf(p.Entry.Track, "certified"))
	return t
}

// basisOf cites the clause of a state.
func basisOf(t *programme.Track, state string) law.Citation {
	st, _ := t.State(state)
	return st.Basis.Cite()
}

// A cellState is how a requirement stands, in a word and its tone.
type cellState struct {
	word string
	tone ui.Tone
}

var (
	isMet      = cellState{"已满足", ui.Done}
	notYet     = cellState{"未完成", ui.Waiting}
	fallsShort = cellState{"未达到", ui.Late}
	someLeft   = cellState{"尚有机会", ui.Waiting}
	ranOut     = cellState{"已过有效期", ui.Late}
)

// say writes how a part stands.
func say(ctx context.Context, st standing.PartStanding) (have string, met cellState, until string) {
	switch {
	case !st.Taken:
		return lang.T(ctx, "还没有成绩"), notYet, ""
	case st.Until.IsZero():
		return lang.T(ctx, "%s分", st.Mark), fallsShort, ""
	case st.Expired:
		return lang.T(ctx, "%s分", st.Mark), ranOut, st.Until.String()
	}
	return lang.T(ctx, "%s分", st.Mark), isMet, st.Until.String()
}
