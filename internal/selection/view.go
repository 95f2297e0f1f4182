package selection

import (
	"context"
	"strconv"

	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// rankTable shows assessed institutions by marks, with an outcome to choose.
func rankTable(ctx context.Context, v selectView, choose bool) ui.Table {
	t := ui.Table{ID: "ranking", Caption: lang.T(ctx, "评估排名"), Columns: []ui.Column{
		{Label: lang.T(ctx, "名次"), Num: true}, {Label: lang.T(ctx, "机构名称"), Main: true}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "经营合法合规")}, {Label: lang.T(ctx, "平均得分"), Num: true}, {Label: lang.T(ctx, "结论")},
	}}
	if choose {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "结果")})
	}
	for _, x := range v.Ranked {
		row := ui.Row{Cells: []ui.Cell{
			{Text: strconv.Itoa(x.Rank)}, {Text: x.Case.Name, Sub: x.Case.No, Href: "/cases/" + x.Case.ID}, {Text: casework.Place(&x.Case)},
			{Text: lang.T(ctx, assessment.Gates[x.Result.Gate])}, {Text: x.Result.Mean.String()}, {Text: assessment.Verdict(ctx, x.Result.Passed)},
		}}
		if choose {
			row.Cells = append(row.Cells, ui.Cell{Part: outcomeTempl(x)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func selectionWeight(next bool) ui.Weight {
	if next {
		return ui.Primary
	}
	return ui.Normal
}
