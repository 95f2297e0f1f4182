package recommend

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"qinglan/internal/annex"
	"qinglan/internal/calendar"
	"qinglan/internal/dispatch"
	"qinglan/internal/doc"
	"qinglan/internal/doc/official"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
)

// report is the 推荐报告 of a city to whoever issued the notice at the top, with
// 附件1 for its annex, written from what the journal says: how many applied, how
// the choice was made, whom it fell on. nil before the list is frozen. Number and
// signer are the office's to fill in.
func (s *Slice) report(ctx context.Context, c *flow.Case, l annex.List) (*official.Paper, error) {
	if l.Version == "" {
		return nil, nil
	}
	q, top := s.reader(), c.Edition.Top()
	act, err := s.Flow.Answers(ctx, q, c, "choose")
	if err != nil {
		return nil, err
	}
	to, err := s.Flow.Orgs().Organ(ctx, q, programme.Province, top.Issuer)
	if err != nil {
		return nil, err
	}
	applied, err := s.applied(ctx, c)
	if err != nil {
		return nil, err
	}
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	counties, err := s.counties(ctx, c, l.Rows)
	if err != nil {
		return nil, err
	}
	table := l.Table()
	p := &official.Paper{
		Kind: official.Report, Upward: true, Marks: []string{c.Unit}, Year: calendar.Day(l.At).Y,
		Title: c.Unit + "关于报送" + annexCalled + "的报告", To: to.Name,
		Body: body(top, act, l.Rows, applied, counties),
		Annexes: []official.Annex{{
			Name:  annex.Title,
			Above: doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日", Style: doc.Style{Face: doc.Fang, Size: doc.Four2}, After: 1.5},
			Table: &table, Below: annex.Order + fmt.Sprintf("共 %d 人。", len(l.Rows)),
		}},
		Printer: official.Office(c.Unit),
	}
	if s.Demo {
		p.Pale = "演示　非正式"
	}
	for _, e := range entries {
		if e.Move == "report" {
			p.Date = calendar.Day(e.At)
			p.Printed = p.Date
		}
	}
	return p, nil
}

// annexCalled is what the report is about.
const annexCalled = "跨境电商师资培训推荐名单"

// body is the text of the report.
func body(top programme.Notice, act form.Answers, rows []annex.Row, applied int, counties string) []string {
	basis := "根据《" + top.Title + "》"
	if top.Number != "" {
		basis += "（" + top.Number + "）"
	}
	left := len(form.Table(act["left"]))
	held := "经研究"
	if d, err := calendar.Parse(act["held"]); err == nil {
		held = d.Chinese()
	}
	choice := held + "，以“" + strings.TrimRight(act["meeting"], "。") + "”进行遴选"
	if act["approver"] != "" {
		choice += "，由" + act["approver"] + "批准"
	}
	choice += fmt.Sprintf("。列入推荐名单%d人", len(rows))
	if left > 0 {
		choice += fmt.Sprintf("，未列入%d人，已逐人告知理由", left)
	}
	out := []string{
		basis + "要求，我单位组织开展了申报、初审和遴选工作，现将有关情况报告如下。",
		"一、申报和审核情况",
		fmt.Sprintf("全市共有%d人提交申报，经所在单位和县级、市级逐级审核，进入遴选%d人。", applied, len(rows)+left),
		"二、遴选情况",
		choice + "。",
	}
	if b := strings.TrimSpace(act["basis"]); b != "" {
		out = append(out, "遴选依据："+ended(strings.ReplaceAll(b, "\n", "；")))
	}
	out = append(out, "三、推荐人选情况",
		fmt.Sprintf("推荐人选共%d人。按地区：%s。按培训方向：%s（一人可以有多个方向）。", len(rows), counties, taught(rows)),
		"四、材料报送",
		"推荐名单汇总表附后；推荐人选的个人情况表和有关证明材料一式两份，一并报送。",
		"特此报告。")
	return out
}

// ended returns a sentence with its full stop.
func ended(s string) string { return strings.TrimRight(s, "。；") + "。" }

// taught counts rows by 培训方向, the most frequent first.
func taught(rows []annex.Row) string {
	var all []string
	for _, r := range rows {
		for d := range strings.SplitSeq(r.Directions, "、") {
			if d != "" {
				all = append(all, d)
			}
		}
	}
	return summed(all)
}

// counties counts rows by where their cases are from.
func (s *Slice) counties(ctx context.Context, c *flow.Case, rows []annex.Row) (string, error) {
	cs, err := s.Flow.CasesIn(ctx, s.reader(), cityOf(c.City), flow.Filter{List: c.ID})
	at := map[string]string{}
	for _, k := range cs {
		at[k.ID] = k.County
	}
	var all []string
	for _, r := range rows {
		name := "市本级"
		if at[r.Case] != "" {
			name = placeOf(at[r.Case])
		}
		all = append(all, name)
	}
	return summed(all), err
}

// summed says how often each name stands in all: by number, then in the order
// in which they first stand.
func summed(all []string) string {
	n := map[string]int{}
	var names []string
	for _, s := range all {
		if n[s]++; n[s] == 1 {
			names = append(names, s)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return n[b] - n[a] })
	for i, s := range names {
		names[i] = fmt.Sprintf("%s%d人", s, n[s])
	}
	return strings.Join(names, "，")
}

// applied is how many of the city have sent an application in.
func (s *Slice) applied(ctx context.Context, c *flow.Case) (n int, err error) {
	counts, err := tally.Below(ctx, s.reader(), cityOf(c.City), c.Edition.Name, "application")
	for _, k := range counts {
		if k.State != "draft" && k.State != "withdrawn" {
			n += k.N
		}
	}
	return n, err
}

// printReport sends the 推荐报告.
func (s *Slice) printReport(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	var p *official.Paper
	l, err := s.listOf(r.Context(), c, "")
	if err == nil {
		p, err = s.report(r.Context(), c, l)
	}
	if err != nil {
		return err
	}
	name := r.PathValue("paper")
	if p == nil || !strings.HasPrefix(name, "report.") {
		return fault.New(fault.Missing, "没有这份材料，或者现在还不能打印。")
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": name}); err != nil {
		return err
	}
	return dispatch.Send(w, r, *p, name)
}
