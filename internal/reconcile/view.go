package reconcile

import (
	"context"
	"strings"

	"qinglan/internal/incoming"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// A View is a comparison as its page shows it.
type View struct {
	List   List
	Plan   *Plan
	Action string // where the page is sent
	Back   string // where the list is
	Stale  bool   // the list has changed since the page was shown
	Again  bool   // the decisions have changed since the page was shown
	Tell   string // a text for those who are not on the list; empty for none
}

func (v View) ready() bool { return v.Plan.Ready() }

// quiet reports whether there is nothing to do.
func (v View) quiet() bool { return v.Plan.Does() == 0 && v.Plan.Open() == 0 }

func (v View) label(ctx context.Context, field string) string {
	if field == "place" {
		return lang.T(ctx, "名次")
	}
	for _, f := range v.List.Fields {
		if f.Name == field {
			return lang.T(ctx, string(f.Label))
		}
	}
	return field
}

func or(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// changesTable lists what would change.
func changesTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{ID: "changes", Caption: lang.T(ctx, "将要修改"), Dense: true, Count: len(v.Plan.Changes), Columns: []ui.Column{
		{Label: v.label(ctx, v.List.Fields[0].Name), Main: true}, {Label: lang.T(ctx, "项目")}, {Label: lang.T(ctx, "原来")}, {Label: lang.T(ctx, "改为")}, {Label: lang.T(ctx, "单元格")},
	}}
	for _, c := range v.Plan.Changes {
		at := c.At
		if at == "" {
			at = lang.T(ctx, "表里没有")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(c.Name, v.label(ctx, c.Field), or(c.Old), or(c.New), at)})
	}
	return t
}

func faultsTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{ID: "faults", Caption: lang.T(ctx, "有误的内容"), Dense: true, Count: len(v.Plan.Faults) + v.Plan.Over["faults"], Columns: []ui.Column{
		{Label: lang.T(ctx, "单元格"), Main: true}, {Label: lang.T(ctx, "表里写的")}, {Label: lang.T(ctx, "问题")}, {Label: lang.T(ctx, "怎么处理")},
	}}
	for _, f := range v.Plan.Faults {
		why := lang.T(ctx, string(f.Why))
		if len(f.Of) > 0 {
			why = lang.T(ctx, string(f.Why), f.Of...)
		}
		row := ui.Row{Tone: ui.Late, Cells: ui.Texts(f.At, or(f.Seen), why, lang.T(ctx, string(f.Effect)))}
		if f.Effect == noEffect {
			row.Tone = ""
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// strangersTable lists who stands in the table and not on the list.
func strangersTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{ID: "strangers", Caption: lang.T(ctx, "表里有、名单里没有"), Dense: true, Count: len(v.Plan.Strangers) + v.Plan.Over["strangers"], Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "单元格")}, {Label: lang.T(ctx, "现在在哪里")},
	}}
	for _, s := range v.Plan.Strangers {
		where := s.State
		if where == "" {
			where = lang.T(ctx, "本期没有他的申报")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(s.Name, or(s.Unit), s.At, where)})
	}
	return t
}

// entriesTable lists what a list that grows would have more, or what it has and the
// table lacks.
func (v View) entriesTable(ctx context.Context, id, caption, first string) ui.Table {
	t := ui.Table{ID: id, Caption: caption, Dense: true, Columns: []ui.Column{{Label: first}}}
	for i, f := range v.List.Fields {
		if i == 0 || f.Own {
			t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, string(f.Label)), Main: i == 0})
		}
	}
	return t
}

func (v View) entry(at string, values map[string]string) ui.Row {
	cells := []string{at}
	for i, f := range v.List.Fields {
		if i == 0 || f.Own {
			cells = append(cells, or(values[f.Name]))
		}
	}
	return ui.Row{Cells: ui.Texts(cells...)}
}

func addedTable(ctx context.Context, v View) ui.Table {
	t := v.entriesTable(ctx, "added", lang.T(ctx, "将要新增"), lang.T(ctx, "单元格"))
	for _, n := range v.Plan.Added {
		t.Rows = append(t.Rows, v.entry(n.At, n.Values))
	}
	t.Count = len(t.Rows)
	return t
}

// lackedTable lists what a list that grows has and the table lacks.
func lackedTable(ctx context.Context, v View) ui.Table {
	caption := lang.T(ctx, "原来有、表里没有，保留")
	if len(v.Plan.Removed) > 0 {
		caption = lang.T(ctx, "原来有、表里没有，将要删去")
	}
	t := v.entriesTable(ctx, "absent", caption, lang.T(ctx, "原来第几行"))
	for _, e := range v.Plan.Absent {
		t.Rows = append(t.Rows, v.entry(e.Place, e.Values))
	}
	t.Count = len(t.Rows)
	return t
}

func absentTable(ctx context.Context, v View) ui.Table {
	if v.List.Grows {
		return lackedTable(ctx, v)
	}
	t := ui.Table{ID: "absent", Caption: lang.T(ctx, "名单里有、表里没有"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "现在的名次")},
	}}
	for _, e := range v.Plan.Absent[:min(len(v.Plan.Absent), most)] {
		t.Rows = append(t.Rows, ui.Row{Href: e.Href, Cells: ui.Texts(e.Name, or(e.Values["unit"]), or(e.Place))})
	}
	t.Count = len(v.Plan.Absent)
	return t
}

// differTable lists what the table says otherwise and cannot change.
func differTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{ID: "differ", Caption: lang.T(ctx, "与名单不一致，不导入"), Dense: true, Count: len(v.Plan.Differ) + v.Plan.Over["differ"], Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "项目")}, {Label: lang.T(ctx, "名单里")}, {Label: lang.T(ctx, "表里写的")}, {Label: lang.T(ctx, "单元格")},
	}}
	for _, d := range v.Plan.Differ {
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(d.Name, v.label(ctx, d.Field), or(d.Old), or(d.New), d.At)})
	}
	return t
}

// skippedTable lists what of the file was not read at all.
func skippedTable(ctx context.Context, t *incoming.Table) ui.Table {
	out := ui.Table{ID: "skipped", Caption: lang.T(ctx, "没有读取的行和列"), Dense: true, Count: len(t.Skipped) + len(t.Unread) + t.Over, Columns: []ui.Column{
		{Label: lang.T(ctx, "行或列"), Main: true}, {Label: lang.T(ctx, "表里写的")}, {Label: lang.T(ctx, "原因")},
	}}
	add := func(at string, s incoming.Skip) {
		out.Rows = append(out.Rows, ui.Row{Cells: ui.Texts(at, or(s.Text), lang.T(ctx, string(s.Why.Word())))})
	}
	for _, s := range t.Unread {
		at := lang.T(ctx, "整张表")
		if s.At != "" {
			at = lang.T(ctx, "%s列", s.At)
		}
		add(at, s)
	}
	for _, s := range t.Skipped {
		add(lang.T(ctx, "第%s行", s.At), s)
	}
	return out
}

// summary says in one line what was understood.
func (v View) summary(ctx context.Context) string {
	p := v.Plan
	if v.List.Grows {
		return v.growth(ctx)
	}
	said := []string{lang.T(ctx, "读到 %d 人，与名单对上 %d 人", p.Rows, p.Matched)}
	if n := len(p.Changes); n > 0 {
		said = append(said, lang.T(ctx, "将修改 %d 处", n))
	}
	if n := p.Open(); n > 0 {
		said = append(said, lang.T(ctx, "%d 处要您先定", n))
	}
	if n := len(p.Strangers) + p.Over["strangers"]; n > 0 {
		said = append(said, lang.T(ctx, "%d 人不在名单里", n))
	}
	return strings.Join(said, lang.T(ctx, "；")) + lang.T(ctx, "。")
}

// growth says in one line what would become of a list that grows.
func (v View) growth(ctx context.Context) string {
	p := v.Plan
	said := []string{lang.T(ctx, "读到 %d 行，与原来对上 %d 行", p.Rows, p.Matched)}
	for _, x := range []struct {
		n     int
		words lang.Word
	}{{len(p.Added), lang.Word("将新增 %d 行")}, {len(p.Changes), lang.Word("将修改 %d 处")}, {len(p.Removed), lang.Word("将删去 %d 行")}, {p.Open(), lang.Word("%d 处要您先定")}} {
		if x.n > 0 {
			said = append(said, lang.T(ctx, string(x.words), x.n))
		}
	}
	return strings.Join(said, lang.T(ctx, "；")) + lang.T(ctx, "。")
}

// doWord is what the button says that does it.
func (v View) doWord(ctx context.Context) string {
	if v.List.Grows {
		return lang.T(ctx, "确认导入")
	}
	return lang.T(ctx, "确认导入，修改 %d 处", len(v.Plan.Changes))
}

func (q Question) name() string { return "d." + q.ID }

// seenText is what the question is about.
func (q Question) seenText(ctx context.Context) string {
	switch q.ID {
	case "absent":
		return lang.T(ctx, "共 %s 行", q.Seen)
	case "hidden":
		return lang.T(ctx, "表里：%s", lang.T(ctx, "%s 行", q.Seen))
	case "faults":
		return lang.T(ctx, "表里：%s", lang.T(ctx, "%s 处", q.Seen))
	}
	return lang.T(ctx, "表里：%s", q.Seen)
}

// title is what the page asks for.
func (v View) title(ctx context.Context) string {
	if v.Plan.Left < 0 {
		return lang.T(ctx, "超过最多 %d 行，多出 %d 行，还没有导入", v.List.Most, -v.Plan.Left)
	}
	if v.Plan.Open() > 0 {
		return lang.T(ctx, "请先定下面 %d 处，还没有导入", v.Plan.Open())
	}
	return lang.T(ctx, "核对无误后确认，还没有导入")
}
