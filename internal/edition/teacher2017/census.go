package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// census is 摸底: what a county found out before anybody applies, by direction
// (五.1). Its party is the county's organ, which has one in an edition; it goes
// to the city, where it stands beside the recommendation and is never a mark.
var census = &programme.Track{
	Name: "census", Label: "摸底", Start: "draft", Stage: "apply", Aside: true, Keep: "30年",
	Opens: []programme.Role{programme.County, programme.City},
	States: []programme.State{
		{Name: "draft", Label: "摸底填写中", Turn: programme.County, Tone: programme.Plain,
			Due: programme.Due{Deadline: "county"}, Say: "按培训方向填写本县的讲师、机构和企业数。", Basis: notice + "五.1"},
		{Name: "at-city", Label: "待市级汇总", Turn: programme.City, Reach: 1,
			Due: programme.Due{Deadline: "city"}, Say: "已报市级，等待汇总。", Basis: notice + "五.1"},
		{Name: "fix", Label: "摸底退回补正", Turn: programme.County, Reach: 1,
			Due: programme.Due{Deadline: "county"}, Say: "市级退回，请补正后重新报送。", Basis: rules + "21"},
		{Name: "accepted", Label: "已纳入汇总", Reach: 2, Tone: programme.Done, Say: "已纳入市级和省级汇总。", Basis: rules + "21"},
	},
	Moves: []programme.Move{
		{Name: "submit", Label: "报送市级", Done: "报送摸底情况", From: []string{"draft"}, To: "at-city",
			By: []programme.Role{programme.County, programme.City}, Form: "census", Needs: []string{"body-named", "census-whole"}, Also: []string{"census-sent"},
			Basis: notice + "五.1", Undo: true, Quiet: true},
		{Name: "accept", Label: "纳入汇总", From: []string{"at-city"}, To: "accepted", By: []programme.Role{programme.City},
			Basis: rules + "21", Undo: true},
		{Name: "return", Label: "退回补正", From: []string{"at-city"}, To: "fix", By: []programme.Role{programme.City},
			Form: "reason", Basis: rules + "21", Undo: true},
		{Name: "resubmit", Label: "补正后重新报送", Done: "补正后重新报送", From: []string{"fix"}, To: "at-city",
			By: []programme.Role{programme.County, programme.City}, Form: "census", Needs: []string{"body-named", "census-whole"}, Also: []string{"census-sent"},
			Basis: rules + "21", Undo: true, Quiet: true},
		{Name: "reopen", Label: "请县级更新", From: []string{"accepted"}, To: "fix", By: []programme.Role{programme.City},
			Form: "reason", Basis: rules + "21", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.County, By: programme.InCounty},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"census": {
			{Name: "rows", Label: "各培训方向的数量", Kind: form.Rows, Min: 1, Max: 20, Clause: "zswlf72/五.1", Columns: []form.Question{
				{Name: "direction", Label: "培训方向", Kind: form.Select, Choices: directions},
				{Name: "lecturers", Label: "讲师（人）", Kind: form.Number, Max: 100000},
				{Name: "institutions", Label: "机构（家）", Kind: form.Number, Max: 100000},
				{Name: "firms", Label: "企业（家）", Kind: form.Number, Max: 1000000},
			}},
			{Name: "way", Label: "摸底方式和说明", Hint: "例如：电话询问院校和机构，查阅企业名录；没有的方向填0", Kind: form.Prose, Max: 500, Optional: true},
		},
		"reason": {{Name: "reason", Label: "理由", Hint: "将原文告知县级", Kind: form.Prose, Max: 500}},
	},
}
