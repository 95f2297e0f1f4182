package recommend

import (
	"context"

	"qinglan/internal/annex"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// annexRows is 附件1 as a table of the page.
func annexRows(ctx context.Context, l annex.List) ui.Table {
	t := ui.Table{ID: "rows", Caption: lang.T(ctx, "推荐名单"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "序号"), Num: true}, {Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")},
		{Label: lang.T(ctx, "培训方向")}, {Label: lang.T(ctx, "职务")},
	}}
	for i, r := range l.Rows {
		t.Rows = append(t.Rows, ui.Row{Href: "/cases/" + r.Case, Cells: ui.Texts(number(i+1), r.Name, r.Unit, r.Directions, r.Post)})
	}
	return t
}

// stateRows is what has become of each on a list.
func stateRows(ctx context.Context, v summaryView) ui.Table {
	t := ui.Table{ID: "states", Caption: lang.T(ctx, "上报以后"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "环节")},
	}}
	for i := range v.Members {
		c := &v.Members[i]
		t.Rows = append(t.Rows, ui.Row{Href: "/cases/" + c.ID, Cells: []ui.Cell{
			{Text: c.Name}, {Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())},
		}})
	}
	return t
}

// undecided is how many people of the list the province has not answered yet.
func (v summaryView) undecided() (n int) {
	for _, c := range v.Members {
		if c.State == "reported" {
			n++
		}
	}
	return n
}

// openText leads to the list that is being made, or to the last one reported.
func openText(ctx context.Context, v cityView) string {
	if v.Begins {
		return lang.T(ctx, "打开上一份")
	}
	return lang.T(ctx, "打开汇总表")
}

// tellApart numbers the lists of a city that has several, which have one name.
func tellApart(ctx context.Context, t *ui.Table, cs []flow.Case) {
	all, at := map[string]int{}, map[string]int{}
	for _, c := range cs {
		all[c.City]++
	}
	for i, c := range cs {
		if at[c.City]++; all[c.City] > 1 {
			t.Rows[i].Cells[0].Sub = lang.T(ctx, "第 %d 份", at[c.City])
		}
	}
}
