package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// slate is what a city says to the province about institutions (三.3): the one
// or two it recommends, or that it recommends none and why. Its party is the
// city's organisation, its members are institutions.
var slate = &programme.Track{
	Name: "slate", Label: "机构推荐", Start: "collecting", Stage: "recommend", Aside: true, Members: "institution",
	Opens: []programme.Role{programme.City},
	States: []programme.State{
		{Name: "collecting", Label: "研究推荐中", Turn: programme.City, Due: programme.Due{Deadline: "city"}, Basis: notice + "三.3"},
		{Name: "reported", Label: "已上报", Reach: 1, Tone: programme.Done, Basis: notice + "三.3"},
		{Name: "none", Label: "无推荐", Reach: 1, Tone: programme.Plain, Basis: rules + "26"},
	},
	Moves: []programme.Move{
		{Name: "report", Label: "上报推荐机构", Done: "上报推荐机构", From: []string{"collecting"}, To: "reported", By: []programme.Role{programme.City},
			Form: "report", Needs: []string{"slate-as-read", "slate-in-time"}, Also: []string{"members:report"}, Basis: notice + "三.3", Quiet: true},
		{Name: "none", Label: "报告无推荐", Done: "报告无推荐", From: []string{"collecting"}, To: "none", By: []programme.Role{programme.City},
			Form: "none", Needs: []string{"slate-empty", "slate-in-time"}, Basis: rules + "26", Quiet: true},
		{Name: "reopen", Label: "退回市级重新研究", From: []string{"reported", "none"}, To: "collecting",
			By: []programme.Role{programme.Province, programme.List}, Form: "reason", Basis: notice + "三.3", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"report": {
			{Name: "count", Label: "推荐家数", Kind: form.Number, Min: 1, Max: 99},
			{Name: "digest", Label: "名单摘要", Kind: form.Text, Max: 64},
			{Name: "note", Label: "说明", Kind: form.Prose, Max: 300, Optional: true},
		},
		"none":   {{Name: "reason", Label: "无推荐的理由", Hint: "例如：没有符合条件的机构申报，以及动员的情况", Kind: form.Prose, Min: 10, Max: 500}},
		"reason": {{Name: "reason", Label: "理由", Kind: form.Prose, Max: 500}},
	},
}

// assessment is one expert's sheet about one institution (三.3). Its party is
// the expert, its parent the institution. Nobody else reads it before both
// are locked, and nobody reads a mark through the common pages at all.
var assessment = &programme.Track{
	Name: "assessment", Label: "机构评估表", Start: "undeclared", Stage: "select", Aside: true,
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "undeclared", Label: "待声明回避", Turn: programme.Judge, Basis: rules + "9"},
		{Name: "open", Label: "待评分", Turn: programme.Judge, Reach: 1, Basis: rules + "27"},
		{Name: "locked", Label: "已锁分", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "27"},
		{Name: "recused", Label: "回避", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "9"},
	},
	Moves: []programme.Move{
		{Name: "declare", Label: "无需回避", Done: "声明无需回避", From: []string{"undeclared"}, To: "open", By: []programme.Role{programme.Judge},
			Also: []string{"let-assessor-in"}, Basis: rules + "9"},
		{Name: "recuse", Label: "申请回避", Done: "回避", From: []string{"undeclared", "open"}, To: "recused", By: []programme.Role{programme.Judge},
			Form: "recusal", Also: []string{"shut-assessor-out"}, Basis: rules + "9", Danger: true},
		{Name: "lock", Label: "锁分", Done: "锁分", From: []string{"open"}, To: "locked", By: []programme.Role{programme.Judge},
			Form: "marks", Needs: []string{"still-assessed"}, Basis: rules + "27", Quiet: true},
	},
	Sights: []programme.Sight{{Role: programme.Judge, By: programme.Own}},
	Forms: map[string][]form.Question{
		"recusal": recusal,
		"marks": append([]form.Question{
			{Name: "visited", Label: "实地查看日期", Kind: form.Date, Optional: true, Hint: "未实地查看的不填"},
			{Name: "place", Label: "实地查看地点", Kind: form.Text, Max: 100, Optional: true},
		}, marks(school)...),
	},
}

// selection is the province's decision about assessed institutions: selected,
// reserve, not selected, in the order of their marks (三.3). Its party is the
// province's organisation, its members are institutions.
var selection = &programme.Track{
	Name: "selection", Label: "承训机构遴选", Start: "drafting", Stage: "select", Aside: true, Keep: "永久", Members: "institution",
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.Province, Basis: rules + "28"},
		{Name: "issued", Label: "已公布", Reach: 1, Final: true, Tone: programme.Done, Basis: notice + "三.3"},
	},
	Moves: []programme.Move{
		{Name: "issue", Label: "公布遴选结果", Done: "公布遴选结果", From: []string{"drafting"}, To: "issued", By: []programme.Role{programme.Province},
			Form: "outcome", Needs: []string{"selection-fits"}, Also: []string{"apply-selection", "take-checkpoint"}, Basis: notice + "三.3", Quiet: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Finance, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.City, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"outcome": {
			// The rows name their case too; people read the name.
			{Name: "rows", Label: "遴选结果", Kind: form.Rows, Min: 1, Max: 50, Columns: []form.Question{
				{Name: "name", Label: "机构名称", Kind: form.Text, Max: 100},
				{Name: "mean", Label: "评估得分", Kind: form.Text, Max: 10},
				{Name: "rank", Label: "名次", Kind: form.Number, Min: 1, Max: 99},
				{Name: "outcome", Label: "结果", Kind: form.Select, Choices: []form.Choice{
					{Value: "select", Label: "入选"}, {Value: "reserve", Label: "备选"}, {Value: "not-select", Label: "未入选"},
				}},
			}},
			{Name: "basis", Label: "遴选依据", Kind: form.Prose, Max: 500},
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
			{Name: "until", Label: "承训有效期至", Kind: form.Date, Optional: true},
		},
	},
}

// recusal asks why an expert stands aside.
var recusal = []form.Question{
	{Name: "kind", Label: "回避事由", Kind: form.Select, Choices: []form.Choice{
		{Value: "unit", Label: "现在同一单位，或三年内有劳动关系、任职、控股"},
		{Value: "kin", Label: "夫妻、直系血亲、三代以内旁系血亲或近姻亲"},
		{Value: "roster", Label: "在对方单位的师资名册中"},
		{Value: "review", Label: "经办过该申报的推荐或审核"},
		{Value: "other", Label: "其他可能影响公正的关系"},
	}},
	{Name: "ground", Label: "说明", Kind: form.Text, Max: 200, Optional: true},
}

// school is the rubric of institutions: what the notice asks for (经营合法合规
// is the gate before it), measured by 附件3 and 附件4.
var school = programme.Rubric{
	Label: "培训机构评估标准", Step: 50, Basis: rules + "27",
	Criteria: []programme.Criterion{
		{Name: "rules", Label: "管理制度", Hint: "教学、师资、安全、退费等制度", Max: 1000},
		{Name: "scale", Label: "办学规模", Hint: "从业人数、上年度培训人数、上年度主营业务收入", Max: 2000},
		{Name: "lecturers", Label: "师资", Hint: "人数、资质、专职比例；附4-二.3", Max: 2500},
		{Name: "record", Label: "往期培训与满意度", Hint: "附4-二.4，抽查回访", Max: 2500},
		{Name: "rooms", Label: "场地与设备", Hint: "附4-二.6，实地查看", Max: 1500},
		{Name: "plan", Label: "集中培训方案", Hint: "本期方案", Max: 500},
	},
}
