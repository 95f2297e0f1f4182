package mobilise

import (
	"context"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

func number(n int) string { return strconv.Itoa(n) }

// spotTable is what each place below has done; what is missing stands out.
func spotTable(ctx context.Context, v overviewView) ui.Table {
	t := ui.Table{ID: "places", Caption: lang.T(ctx, "各地情况"), Dense: true, Scroll: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "地区"), Main: true}, {Label: lang.T(ctx, "工作主体")}, {Label: lang.T(ctx, "摸底")},
		{Label: lang.T(ctx, "讲师"), Num: true}, {Label: lang.T(ctx, "机构"), Num: true}, {Label: lang.T(ctx, "企业"), Num: true},
		{Label: lang.T(ctx, "应告知"), Num: true}, {Label: lang.T(ctx, "已告知"), Num: true}, {Label: lang.T(ctx, "已打开"), Num: true},
		{Label: lang.T(ctx, "沉默"), Num: true}, {Label: lang.T(ctx, "经链接开始"), Num: true}, {Label: lang.T(ctx, "经链接提交"), Num: true},
	}}
	for _, x := range v.Spots {
		f := locality.Total(x.Figures)
		row := ui.Row{ID: x.Region.Code, Cells: []ui.Cell{{Text: x.Region.Name}, bodyCell(ctx, x), censusCell(ctx, x)}}
		switch {
		case v.Place == nil:
			row.Href = "/mobilise?edition=" + v.Edition.Name + "&city=" + x.Region.Code
		case v.Actor.Role != programme.Province:
			row.Href = "/mobilise/" + x.Region.Code + "?edition=" + v.Edition.Name
		}
		if gap(x) {
			row.Tone = ui.Late
		}
		row.Cells = append(row.Cells, ui.Texts(number(f.Lecturers), number(f.Institutions), number(f.Firms))...)
		row.Cells = append(row.Cells, reckonedCells(x.Reckoned)...)
		t.Rows = append(t.Rows, row)
	}
	sum := locality.Total(v.Figures)
	t.Total = append(ui.Texts(lang.T(ctx, "合计"), "", "", number(sum.Lecturers), number(sum.Institutions), number(sum.Firms)), reckonedCells(v.Sum)...)
	return t
}

func reckonedCells(r reckoning) []ui.Cell {
	return ui.Texts(number(r.N), number(r.Told), number(r.Opened), number(r.Silent), number(r.Begun), number(r.Sent))
}

// gap reports whether a place has done nothing yet that is asked of it.
func gap(x spot) bool {
	if x.Region.Level == "county" {
		return x.Body == nil || x.Sent == 0 || x.Reckoned.N == 0
	}
	return x.Body == nil || x.Named < x.Counties || x.Sent < x.Counties
}

func bodyCell(ctx context.Context, x spot) ui.Cell {
	c := ui.Cell{Text: lang.T(ctx, "未写明"), Tone: ui.Late}
	if x.Body != nil {
		c = ui.Cell{Text: x.Body.Unit, Sub: lang.T(ctx, "%s %s", lang.Word(x.Body.Person), lang.Word(x.Body.Phone))}
	}
	if x.Region.Level == "city" {
		below := lang.T(ctx, "县级已写明 %d / %d", x.Named, x.Counties)
		if c.Sub != "" {
			below = c.Sub + "；" + below
		}
		c.Sub = below
	}
	return c
}

func censusCell(ctx context.Context, x spot) ui.Cell {
	if x.Region.Level == "city" {
		tone := ui.Tone("")
		if x.Sent < x.Counties {
			tone = ui.Late
		}
		return ui.Cell{Text: lang.T(ctx, "已报 %d / %d", x.Sent, x.Counties), Tone: tone, Sub: lang.T(ctx, "已纳入汇总 %d", x.Accepted)}
	}
	if x.Census == nil {
		return ui.Cell{Text: lang.T(ctx, "未开始"), Tone: ui.Late}
	}
	return ui.Cell{Text: lang.T(ctx, x.Census.Now().Label), Tone: casework.StateTone(x.Census.Now()), Href: "/cases/" + x.Census.ID}
}

// overviewFigures are what a level above reads first.
func overviewFigures(ctx context.Context, v overviewView) []ui.Figure {
	counties, named, sent := 0, 0, 0
	for _, x := range v.Spots {
		counties += x.Counties
		named += x.Named
		sent += x.Sent
	}
	late := func(n int) ui.Tone {
		if n < counties {
			return ui.Late
		}
		return ui.Done
	}
	return []ui.Figure{
		{Label: lang.T(ctx, "县级写明工作主体"), Value: number(named), Unit: lang.T(ctx, "/ %d 个", counties), Tone: late(named)},
		{Label: lang.T(ctx, "县级报送摸底"), Value: number(sent), Unit: lang.T(ctx, "/ %d 个", counties), Tone: late(sent)},
		{Label: lang.T(ctx, "已告知"), Value: number(v.Sum.Told), Unit: lang.T(ctx, "/ %d 个对象", v.Sum.N)},
		{Label: lang.T(ctx, "已打开通知"), Value: number(v.Sum.Opened)},
		{Label: lang.T(ctx, "沉默"), Value: number(v.Sum.Silent)},
		{Label: lang.T(ctx, "经链接提交申报"), Value: number(v.Sum.Sent), Unit: lang.T(ctx, "件"), Tone: ui.Done},
	}
}

// countyFigures lead to the lines they count.
func countyFigures(ctx context.Context, v countyView) []ui.Figure {
	show := func(step string) string { return v.Place.Home() + "&show=" + step + "#list" }
	fig := func(label, step string, n int, tone ui.Tone) ui.Figure {
		f := ui.Figure{Label: label, Value: number(n)}
		if n > 0 {
			f.Href, f.Tone = show(step), tone
		}
		return f
	}
	return []ui.Figure{
		{Label: lang.T(ctx, "已告知"), Value: number(v.Sum.Told), Unit: lang.T(ctx, "/ %d 个对象", v.Of)},
		fig(lang.T(ctx, "未告知"), untold, v.Counts[untold], ui.OnMe),
		fig(lang.T(ctx, "沉默"), silent, v.Counts[silent], ui.OnMe),
		{Label: lang.T(ctx, "已打开通知"), Value: number(v.Sum.Opened)},
		{Label: lang.T(ctx, "经链接开始"), Value: number(v.Sum.Begun), Unit: lang.T(ctx, "件")},
		{Label: lang.T(ctx, "经链接提交"), Value: number(v.Sum.Sent), Unit: lang.T(ctx, "件"), Tone: ui.Done},
	}
}

// filters are the steps to narrow the list to.
func filters(ctx context.Context, v countyView) ui.Choice {
	c := ui.Choice{Active: v.Place.Home() + "&show=" + v.Shown + "#list"}
	c.Links = append(c.Links, ui.Link{Text: lang.T(ctx, "全部（%d）", v.Of), Href: v.Place.Home() + "&show=#list"})
	for _, x := range steps {
		if n := v.Counts[x.Value]; n > 0 || v.Shown == x.Value {
			c.Links = append(c.Links, ui.Link{Text: lang.T(ctx, "%s（%d）", lang.Word(x.Label), n), Href: v.Place.Home() + "&show=" + x.Value + "#list"})
		}
	}
	return c
}

func kindLabel(kind string) string {
	for _, k := range kinds {
		if k.Value == kind {
			return k.Label
		}
	}
	return ""
}

func stepTone(step string) ui.Tone {
	switch step {
	case silent:
		return ui.Late
	case applied:
		return ui.Done
	case untold:
		return ui.Plain
	}
	return ui.Waiting
}

// listTable is the list with one tap to urge.
func listTable(ctx context.Context, v countyView) ui.Table {
	t := ui.Table{ID: "addressees", Caption: lang.T(ctx, "动员名单"), Dense: true, Count: v.Of, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称或姓名"), Main: true}, {Label: lang.T(ctx, "类别")}, {Label: lang.T(ctx, "联系人")},
		{Label: lang.T(ctx, "进展")}, {Label: lang.T(ctx, "最近告知")}, {Label: lang.T(ctx, "经链接")},
	}, Empty: lang.T(ctx, "这里没有对象")}
	if v.Place.Acts {
		t.Columns = append(t.Columns, ui.Column{})
	}
	if v.Shown != "" {
		t.Count = v.Counts[v.Shown]
	}
	for i := range v.List {
		x := &v.List[i]
		row := ui.Row{Href: "/addressees/" + x.ID}
		if x.Step == silent {
			row.Tone = ui.OnMe
		}
		row.Cells = []ui.Cell{
			{Text: x.Name, Sub: urgedText(ctx, x)}, {Text: lang.T(ctx, kindLabel(x.Kind))}, {Text: whom(ctx, x), Sub: x.Phone},
			{Text: lang.T(ctx, stepLabel(x.Step)), Tone: stepTone(x.Step)}, {Text: lastText(ctx, x), Sub: lastNote(x)},
			{Text: byLink(ctx, x)},
		}
		if v.Place.Acts {
			c := ui.Cell{}
			if x.Mobile && (x.Step == untold || x.Step == told || x.Step == silent) {
				c.Part = urgePart(v, x)
			}
			row.Cells = append(row.Cells, c)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func urgedText(ctx context.Context, x *listed) string {
	if x.Urged == 0 {
		return ""
	}
	return lang.T(ctx, "已催办 %d 次", x.Urged)
}

// byLink says what came of a link, in numbers alone.
func byLink(ctx context.Context, x *listed) string {
	if x.Opens == 0 && x.Started == 0 {
		return ""
	}
	return lang.T(ctx, "打开 %d，开始 %d，提交 %d", x.Opens, x.Started, x.Applied)
}

func whom(ctx context.Context, x *listed) string {
	if x.addressee.Contact != "" && x.Contact == "" && x.Phone == "" {
		return lang.T(ctx, "本级不显示")
	}
	return x.Contact
}

func lastText(ctx context.Context, x *listed) string {
	if x.Last == nil || x.Last.Way == "add" {
		return ""
	}
	return lang.T(ctx, "%s %s", ui.When(ctx, x.Last.At), lang.Word(ways[x.Last.Way]))
}

func lastNote(x *listed) string {
	if x.Last == nil {
		return ""
	}
	return x.Last.Note
}

// pasteOf is what the page asks for and says of what it was given.
func pasteOf(ctx context.Context, v pasteView) ui.Paste {
	n := len(v.Rows)
	return ui.Paste{
		Check: "/mobilise/" + v.Place.Code + "/paste", Take: "/mobilise/" + v.Place.Code + "/add",
		Hidden: []ui.Hidden{{Name: "edition", Value: v.Place.Edition.Name}},
		Text:   v.Text, Rows: n, Faults: v.Faults, Whole: v.Whole,
		Hint:  lang.T(ctx, "例如：义乌演示学院，院校，王演示，0579-00000000。类别写院校、机构、企业或讲师；第一行可以是列名。"),
		Wrong: lang.T(ctx, "%d 行中有 %d 行有问题，一行也没有保存", n, v.Faults),
		Ready: lang.T(ctx, "%d 行都可以保存，还没有保存", n),
		Do:    lang.T(ctx, "确认列入 %d 个对象", n),
	}
}

// pastedTable shows what was pasted row by row with all its faults.
func pastedTable(ctx context.Context, v pasteView) ui.Table {
	t := ui.Table{ID: "pasted", Caption: lang.T(ctx, "粘贴的内容"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "行"), Num: true}, {Label: lang.T(ctx, "名称或姓名"), Main: true}, {Label: lang.T(ctx, "类别")},
		{Label: lang.T(ctx, "联系人")}, {Label: lang.T(ctx, "电话")}, {Label: lang.T(ctx, "问题")},
	}}
	for _, p := range v.Rows {
		kind := p.Typed["kind"]
		if k := kindLabel(kind); k != "" {
			kind = lang.T(ctx, k)
		}
		row := ui.Row{Cells: ui.Texts(number(p.No), p.Typed["name"], kind, p.Typed["contact"], p.Typed["phone"])}
		c := ui.Cell{Text: lang.T(ctx, "可以保存")}
		if len(p.Faults) > 0 {
			row.Tone = ui.Late
			c = ui.Cell{Part: faultsPart(p.Faults)}
		}
		row.Cells = append(row.Cells, c)
		t.Rows = append(t.Rows, row)
	}
	return t
}

func answersOf(b bodyView) form.Answers {
	if b.Tried.Move == "body" {
		return b.Tried.Answers
	}
	return form.Answers{"unit": b.Body.Unit, "person": b.Body.Person, "phone": b.Body.Phone}
}

func wrongOf(t casework.Tried, move string) form.Wrong {
	if t.Move == move {
		return t.Wrong
	}
	return nil
}

// writes reports whether the reader may write the census of the place now.
func writes(v countyView) bool {
	_, open := locality.SendMove(v.Census)
	return v.Place.Acts && open
}

// censusLink leads to where the census is written or read.
func censusLink(v countyView) string {
	if writes(v) {
		return "/census/" + v.Census.ID
	}
	return "/cases/" + v.Census.ID
}
