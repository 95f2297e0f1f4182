package survey

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// A sectionView is what the page of a survey shows.
type sectionView struct {
	Case    *flow.Case
	Until   string
	Firms   ui.Table
	Add     []form.Question // nil: not now, or not by the reader
	Answers form.Answers
	Wrong   form.Wrong
	Told    string // how many have answered
	Need    string // how many must, before a cell is shown
	Count   ui.Table
	Barren  bool // the summary shows nothing
	Wishes  ui.Table
	Summary *Summary
	Tables  []ui.Table
	Shares  []ui.Pair
}

// section shows a survey: the firms with their links for the office that holds
// it, how many have answered, and once it is over the summary.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	firms, err := firmsOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	v := sectionView{Case: c}
	if !c.Due.IsZero() {
		v.Until = ui.Deadline(ctx, c.Due)
	}
	now, least := counted(firms), leastOf(c.Edition)
	v.Told = lang.T(ctx, "共%d家企业，已提交%d家。", now.Asked, now.Answered)
	v.Barren = barren(now.answered(), together(c.Track.Forms["questions"], least), least)
	if !c.Now().Final {
		v.Need = lang.T(ctx, "汇总里，一个地区至少%d家提交，才显示这个地区的数字；各地合计至少%d家提交，才显示其他情况。", least, together(c.Track.Forms["questions"], least))
		v.Count = countTable(ctx, now, least)
	}
	if a.Organ.ID == c.Party {
		v.Firms = s.firmTable(ctx, c, firms)
		if !c.Now().Final {
			v.Add = firmForm(a)
		}
		if t, ok := ctx.Value(triedKey{}).(casework.Tried); ok {
			v.Answers, v.Wrong = t.Answers, t.Wrong
		}
		if v.Wishes, err = s.wishTable(ctx, c, a, firms); err != nil {
			return nil, err
		}
	}
	if c.State == "closed" {
		sum, err := s.Summary(ctx, s.Flow.DB(), c)
		if err != nil {
			return nil, err
		}
		v.Summary, v.Tables, v.Shares = &sum, []ui.Table{needTable(ctx, sum), regionTable(ctx, sum)}, sharePairs(ctx, sum)
	}
	return sectionBox(v), nil
}

// countTable is how many firms answered in each region, and how many more are
// needed before the summary shows a number of it.
func countTable(ctx context.Context, s Summary, least int) ui.Table {
	t := ui.Table{ID: "count", Caption: lang.T(ctx, "各地提交情况"), Columns: []ui.Column{
		{Label: lang.T(ctx, "地区"), Main: true}, {Label: lang.T(ctx, "提交/列入"), Num: true}, {Label: lang.T(ctx, "汇总时")},
	}}
	for _, r := range s.Regions {
		row := ui.Row{Cells: ui.Texts(r.Name, fmt.Sprintf("%d/%d", r.Answered, r.Asked), "")}
		switch {
		case r.Asked < least:
			row.Cells[2] = ui.Cell{Text: lang.T(ctx, "列入的不足%d家，不会显示", least), Tone: ui.Late}
		case r.Answered < least:
			row.Cells[2] = ui.Cell{Text: lang.T(ctx, "还差%d家", least-r.Answered), Tone: ui.Waiting}
		default:
			row.Cells[2] = ui.Cell{Text: lang.T(ctx, "可以显示"), Tone: ui.Done}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// warn says, before a survey is ended early, that its summary would be empty.
func (s *Slice) warn(ctx context.Context, c *flow.Case, _ org.Actor, m programme.Move) (templ.Component, error) {
	if m.Name != "close" {
		return nil, nil
	}
	firms, err := firmsOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	least := leastOf(c.Edition)
	all := together(c.Track.Forms["questions"], least)
	if !barren(counted(firms).answered(), all, least) {
		return nil, nil
	}
	return emptyWarning(c, m, least), nil
}

// firmTable lists whom a survey asks, with the link of each while it may answer.
func (s *Slice) firmTable(ctx context.Context, c *flow.Case, firms []Firm) ui.Table {
	t := ui.Table{ID: "firms", Caption: lang.T(ctx, "企业名单"), Columns: []ui.Column{
		{Label: lang.T(ctx, "企业"), Main: true}, {Label: lang.T(ctx, "进度")}, {Label: lang.T(ctx, "发给企业的链接")},
	}, Empty: lang.T(ctx, "还没有企业"), EmptyText: lang.T(ctx, "在下面添加；一个地区至少%d家，汇总里才有数字。", leastOf(c.Edition))}
	for _, f := range firms {
		r, _ := org.RegionOf(f.Region)
		state := ui.Cell{Text: lang.T(ctx, "未打开"), Tone: ui.Waiting}
		switch {
		case f.Answered != 0:
			state = ui.Cell{Text: lang.T(ctx, "已提交"), Tone: ui.Done}
		case f.Opened != 0:
			state = ui.Cell{Text: lang.T(ctx, "已打开"), Tone: ui.Waiting}
		}
		link := ui.Cell{}
		switch {
		case c.State == "drafting":
			link.Part = dropButton(c, f)
		case c.State == "open" && f.Answered == 0:
			link.Part = linkCell(f.ID, f.Name, s.Link(f))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: f.Name, Sub: r.Name}, state, link}})
	}
	if c.State == "drafting" {
		t.Columns[2].Label = lang.T(ctx, "移除")
	}
	t.DropEmpty()
	return t
}

// wishTable lists the firms that ask to be called. Who reads it stands in the
// audit.
func (s *Slice) wishTable(ctx context.Context, c *flow.Case, a org.Actor, firms []Firm) (ui.Table, error) {
	t := ui.Table{ID: "wishes", Caption: lang.T(ctx, "请求联系的企业"), Columns: []ui.Column{
		{Label: lang.T(ctx, "企业"), Main: true}, {Label: lang.T(ctx, "联系人")}, {Label: lang.T(ctx, "希望帮助什么")},
	}}
	for _, f := range firms {
		w, err := s.wishOf(f)
		if err != nil {
			return t, err
		}
		if w != nil {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: f.Name}, {Text: w["name"], Sub: w["phone"]}, {Text: w["text"]}}})
		}
	}
	if len(t.Rows) == 0 {
		return t, nil
	}
	return t, s.Flow.Log(ctx, nil, a, "survey-wish", c.ID, nil)
}

// hiddenWord stands in a cell that is not shown.
const hiddenWord = "—"

func (l line) cell(i int) string {
	if !l.Shown[i] {
		return hiddenWord
	}
	return strconv.Itoa(l.Cells[i])
}

func (l line) sum() string {
	if !l.Whole {
		return hiddenWord
	}
	return strconv.Itoa(l.Sum)
}

// needTable is what firms need, and how many lecturers there are for it.
func needTable(ctx context.Context, s Summary) ui.Table {
	t := ui.Table{ID: "needs", Caption: lang.T(ctx, "需要什么、缺多少"), Columns: []ui.Column{
		{Label: lang.T(ctx, "方向"), Main: true}, {Label: lang.T(ctx, "企业（家）"), Num: true}, {Label: lang.T(ctx, "要培训（人）"), Num: true},
		{Label: lang.T(ctx, "需要讲师（位）"), Num: true}, {Label: lang.T(ctx, "愿意受邀的认证讲师（位）"), Num: true},
	}}
	for _, n := range s.Needs {
		people, teachers := hiddenWord, hiddenWord
		if n.Whole {
			people, teachers = strconv.Itoa(n.People), strconv.Itoa(n.Teachers)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(lang.T(ctx, n.Direction.Label), n.sum(), people, teachers, strconv.Itoa(n.Willing))})
	}
	return t
}

// advice is a proposal in one sentence.
func advice(ctx context.Context, n need) string {
	if n.Lacking() > 0 {
		return lang.T(ctx, "%s方向缺讲师%d位：邀请外地讲师，或者办一次活动。", lang.T(ctx, n.Direction.Label), n.Lacking())
	}
	return lang.T(ctx, "%s方向讲师够用：可以直接邀请。", lang.T(ctx, n.Direction.Label))
}

// eventHref begins an event for a need.
func eventHref(n need, title, audience string) string {
	return "/events/new?" + url.Values{"direction": {n.Direction.Value}, "title": {title}, "audience": {audience}}.Encode()
}

// regionTable is who needs what where. Every number that is shown stands for at
// least as many firms as the edition says.
func regionTable(ctx context.Context, s Summary) ui.Table {
	t := ui.Table{ID: "regions", Caption: lang.T(ctx, "各地各方向需要培训的企业（家）"), Scroll: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "地区"), Main: true}, {Label: lang.T(ctx, "提交/列入"), Num: true},
	}}
	t.Total = ui.Texts(lang.T(ctx, "合计"), fmt.Sprintf("%d/%d", s.Answered, s.Asked))
	for _, n := range s.Needs {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, n.Direction.Label), Num: true})
		t.Total = append(t.Total, ui.Cell{Text: n.sum()})
	}
	for i, r := range s.Regions {
		row := ui.Row{Cells: ui.Texts(r.Name, fmt.Sprintf("%d/%d", r.Answered, r.Asked))}
		for _, n := range s.Needs {
			row.Cells = append(row.Cells, ui.Cell{Text: n.cell(i)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sharePairs are the other questions, over all firms.
func sharePairs(ctx context.Context, s Summary) (out []ui.Pair) {
	for _, x := range s.Shares {
		var parts []string
		for i, c := range x.Question.Choices {
			parts = append(parts, lang.T(ctx, "%s %s家", lang.T(ctx, c.Label), x.cell(i)))
		}
		out = append(out, ui.Pair{Key: lang.T(ctx, x.Question.Label), Value: ui.Joined(parts...)})
	}
	return out
}

// wanted returns the directions of which enough firms said that they need them.
func (s Summary) wanted() (out []need) {
	for _, n := range s.Needs {
		if n.Whole && n.Sum > 0 {
			out = append(out, n)
		}
	}
	return out
}

// printed is the summary as the archive keeps it: no firm is named in it.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State != "closed" {
		return nil, nil
	}
	sum, err := s.Summary(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	small := doc.Style{Size: doc.Five, Lead: 1.4}
	t := doc.Table{Style: small, Columns: []doc.Column{{Width: 34}, {Width: 22}}, Head: []doc.Row{doc.Titles("地区", "提交/列入")}}
	total := []string{"合计", fmt.Sprintf("%d/%d", sum.Answered, sum.Asked)}
	for _, n := range sum.Needs {
		t.Columns = append(t.Columns, doc.Column{Width: 18})
		t.Head[0].Cells = append(t.Head[0].Cells, doc.Titles(n.Direction.Label).Cells...)
		total = append(total, n.sum())
	}
	for i, r := range sum.Regions {
		cells := []string{r.Name, fmt.Sprintf("%d/%d", r.Answered, r.Asked)}
		for _, n := range sum.Needs {
			cells = append(cells, n.cell(i))
		}
		t.Rows = append(t.Rows, doc.Cells(cells...))
	}
	t.Rows = append(t.Rows, doc.Cells(total...))
	blocks := []doc.Block{
		doc.Text{Text: "需求汇总", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
		doc.Pair{Left: c.Name, Right: c.Unit, Style: small, After: 2}, t,
	}
	for _, x := range sum.Shares {
		var parts []string
		for i, k := range x.Question.Choices {
			parts = append(parts, k.Label+" "+x.cell(i))
		}
		blocks = append(blocks, doc.Text{Text: x.Question.Label + "：" + strings.Join(parts, "；"), Style: small, Before: 2})
	}
	blocks = append(blocks, doc.Text{Text: "单位：家。少于规定家数的、可以推算出来的格不显示（—）。", Style: doc.Style{Size: doc.Five2}, Before: 3})
	return []casework.Printed{{Title: "需求汇总", At: c.Since, Doc: doc.Document{
		Title: "需求汇总", Page: doc.Portrait(), Created: c.Since, Blocks: blocks, Footer: doc.Footer{Right: "第 {n} 页，共 {m} 页"},
	}}}, nil
}
