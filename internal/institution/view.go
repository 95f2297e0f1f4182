package institution

import (
	"context"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// annexed is how many questions of the dossier are 附件3 proper.
const annexed = 10

// dossierTo returns where the dossier is sent: to the case if it may be sent
// now, or else only kept.
func dossierTo(v spaceView) string {
	if v.Move.Name != "" {
		return "/institution/submit"
	}
	return "/institution/save"
}

// tried returns what was tried of a move.
func tried(v slateView, move string) casework.Tried {
	if v.Tried.Move == move {
		return v.Tried
	}
	return casework.Tried{}
}

func passed(ctx context.Context, yes bool) string {
	if yes {
		return lang.T(ctx, "合格")
	}
	return lang.T(ctx, "不合格")
}

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
			{Text: lang.T(ctx, gates[x.Index.Gate])}, {Text: x.Index.Mean.String()}, {Text: passed(ctx, x.Index.Passed)},
		}}
		if choose {
			row.Cells = append(row.Cells, ui.Cell{Part: outcomeTempl(x)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
