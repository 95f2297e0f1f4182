package village2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// village is one village's way from the form to the award (三). Its party is
// the committee of the village.
var village = &programme.Track{
	Name: "village", Label: "示范村申报", Start: "draft", Stage: "apply", Leads: true, Series: "CZ", Keep: "永久",
	Opens: []programme.Role{programme.Institution},
	States: []programme.State{
		{Name: "draft", Label: "草稿", Turn: programme.Institution, Tone: programme.Plain,
			Due: programme.Due{Deadline: "submit"}, Say: "先传材料，再填申报表提交；截止前都可以修改。", Basis: notice + "三.1"},
		{Name: "at-town", Label: "待乡镇（街道）审核", Turn: programme.County, Reach: 1, Stage: "review",
			Say: "乡镇（街道）正在核对材料。", Basis: notice + "三.2"},
		{Name: "fix", Label: "退回补正", Turn: programme.Institution, Reach: 1, Stage: "review",
			Due: programme.Due{Days: "fix.days", Lapse: "lapse"}, Say: "请逐项补正后重新提交。", Basis: notice + "四.1"},
		{Name: "at-county", Label: "待县级受理", Turn: programme.City, Reach: 2, Stage: "review",
			Say: "乡镇（街道）已上报，等待县级受理。", Basis: notice + "三.2"},
		{Name: "accepted", Label: "已受理待评审", Turn: programme.Association, Reach: 3, Stage: "select",
			Say: "等待安排现场评审。", Basis: notice + "三.3"},
		{Name: "scheduled", Label: "已排入评审", Turn: programme.Association, Reach: 4, Stage: "select",
			Say: "请按通知的时间地点到场汇报。", Basis: notice + "三.3"},
		{Name: "passed", Label: "评审通过", Turn: programme.City, Reach: 5, Stage: "select", Tone: programme.Done,
			Say: "等待公示。", Basis: notice + "三.3"},
		{Name: "publicised", Label: "公示中", Turn: programme.City, Reach: 6, Stage: "award",
			Due: programme.Due{Days: "publicity.days", Lapse: "award"}, Say: "公示期满无异议的，予以认定。", Basis: notice + "三.4"},
		{Name: "held", Label: "异议核查中", Turn: programme.City, Reach: 6, Stage: "award",
			Say: "有人署名提出异议，县级主管部门正在核查。", Basis: notice + "四.6"},
		{Name: "awarded", Label: "已认定", Reach: 7, Stage: "award", Final: true, Tone: programme.Done,
			Say: "已认定为电商示范村。", Basis: notice + "三.4"},
		{Name: "not-passed", Label: "评审未通过", Reach: 5, Stage: "select", Final: true, Tone: programme.Refused,
			Say: "可以查看本村得分和反馈意见。", Basis: notice + "三.3"},
		{Name: "absent", Label: "缺席评审", Reach: 4, Stage: "select", Final: true, Tone: programme.Refused, Basis: notice + "三.3"},
		{Name: "not-accepted", Label: "不予受理", Reach: 2, Stage: "review", Final: true, Tone: programme.Refused, Basis: notice + "三.2"},
		{Name: "struck", Label: "异议成立，未予认定", Reach: 6, Stage: "award", Final: true, Tone: programme.Refused, Basis: notice + "四.6"},
		{Name: "lapsed", Label: "逾期未补正", Reach: 1, Stage: "review", Final: true, Tone: programme.Refused, Basis: notice + "四.1"},
		{Name: "withdrawn", Label: "已撤回", Final: true, Tone: programme.Plain, Basis: notice + "四.7"},
	},
	Moves: []programme.Move{
		{Name: "submit", Label: "提交申报", From: []string{"draft"}, To: "at-town", By: []programme.Role{programme.Institution},
			Form: "dossier", Needs: []string{"before-deadline", "materials-there"}, Also: []string{"number"}, Basis: notice + "三.1", Undo: true},
		{Name: "forward", Label: "审核通过，上报县级", Done: "乡镇（街道）上报", From: []string{"at-town"}, To: "at-county",
			By: []programme.Role{programme.County}, Form: "opinion", Basis: notice + "三.2", Undo: true},
		{Name: "return", Label: "退回补正", From: []string{"at-town"}, To: "fix", By: []programme.Role{programme.County},
			Form: "return", Basis: notice + "四.1", Undo: true},
		{Name: "resubmit", Label: "补正后重新提交", From: []string{"fix"}, To: "at-town", By: []programme.Role{programme.Institution},
			Form: "dossier", Needs: []string{"materials-there"}, Basis: notice + "四.1", Undo: true},
		{Name: "accept", Label: "受理", From: []string{"at-county"}, To: "accepted", By: []programme.Role{programme.City},
			Basis: notice + "三.2", Undo: true},
		{Name: "return-town", Label: "退回乡镇（街道）", From: []string{"at-county"}, To: "at-town", By: []programme.Role{programme.City},
			Form: "reason", Basis: notice + "三.2"},
		{Name: "refuse", Label: "不予受理", From: []string{"at-county"}, To: "not-accepted", By: []programme.Role{programme.City},
			Form: "reason", Basis: notice + "三.2", Danger: true},
		{Name: "schedule", Label: "排入评审", From: []string{"accepted"}, To: "scheduled", By: []programme.Role{programme.List}, Basis: notice + "三.3"},
		{Name: "select", Label: "评审通过", From: []string{"scheduled"}, To: "passed", By: []programme.Role{programme.List}, Basis: notice + "三.3"},
		{Name: "not-select", Label: "评审未通过", From: []string{"scheduled"}, To: "not-passed", By: []programme.Role{programme.List}, Basis: notice + "三.3"},
		{Name: "miss", Label: "缺席评审", From: []string{"scheduled"}, To: "absent", By: []programme.Role{programme.List}, Basis: notice + "三.3"},
		{Name: "shortlist", Label: "列入公示", From: []string{"passed"}, To: "publicised", By: []programme.Role{programme.List}, Basis: notice + "三.4"},
		{Name: "award", Label: "公示期满，予以认定", Done: "公示期满，予以认定", From: []string{"publicised"}, To: "awarded",
			By: []programme.Role{programme.Clock}, Basis: notice + "三.4"},
		{Name: "hold", Label: "受理异议，暂缓认定", From: []string{"publicised"}, To: "held", By: []programme.Role{programme.City},
			Form: "objection", Basis: notice + "四.6"},
		{Name: "clear", Label: "异议不成立，予以认定", From: []string{"held"}, To: "awarded", By: []programme.Role{programme.City},
			Form: "reason", Basis: notice + "四.6"},
		{Name: "strike", Label: "异议成立，不予认定", From: []string{"held"}, To: "struck", By: []programme.Role{programme.City},
			Form: "reason", Basis: notice + "四.6", Danger: true},
		{Name: "lapse", Label: "逾期未补正", From: []string{"fix"}, To: "lapsed", By: []programme.Role{programme.Clock}, Basis: notice + "四.1"},
		{Name: "withdraw", Label: "撤回申报", From: []string{"draft", "at-town", "fix", "at-county"}, To: "withdrawn",
			By: []programme.Role{programme.Institution}, Basis: notice + "四.7", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Institution, By: programme.Office},
		programme.Sight{Role: programme.County, By: programme.InCounty, Reach: 1},
		programme.Sight{Role: programme.City, By: programme.InCity, Reach: 2},
		programme.Sight{Role: programme.Association, By: programme.All, Reach: 3},
		programme.Sight{Role: programme.Supervisor, By: programme.All, Reach: 4},
		programme.Sight{Role: programme.Judge, By: programme.Assigned, Reach: 4},
	),
	Forms: map[string][]form.Question{
		"begin":   {{Name: "name", Label: "村名", Kind: form.Text, Max: 40, Hint: "例如：上畈村"}},
		"dossier": dossier,
		"opinion": {
			{Name: "opinion", Label: "乡镇（街道）审核意见", Kind: form.Prose, Max: 300},
			{Name: "memo", Label: "内部意见", Hint: "供办理机关参考，申报人看不到", Kind: form.Prose, Max: 500, Optional: true, Class: internal},
		},
		"return": {{Name: "faults", Label: "需补正的问题", Hint: "请一次列全", Kind: form.Prose, Max: 1000}},
		"reason": {reason},
		"objection": {
			{Name: "source", Label: "异议来源", Kind: form.Select, Choices: []form.Choice{
				{Value: "letter", Label: "来信"}, {Value: "visit", Label: "来访"}, {Value: "phone", Label: "来电"},
			}},
			{Name: "matter", Label: "反映的事项", Hint: "不写反映人的姓名和电话", Kind: form.Prose, Max: 500, Class: internal},
		},
	},
}

// dossier is the form of a village.
var dossier = []form.Question{
	{Name: "head", Label: "村民委员会主任", Kind: form.Name},
	{Name: "contact", Label: "经办人", Kind: form.Name, Class: contact},
	{Name: "phone", Label: "经办人电话", Kind: form.Phone, Class: contact, Secret: true},
	{Name: "households", Label: "全村户数（户）", Kind: form.Number, Min: 1, Max: 10000},
	{Name: "station", Label: "电商服务站点", Kind: form.Text, Max: 200, Hint: "名称、地点、开办时间"},
	{Name: "shops", Label: "网店（家）", Kind: form.Number, Max: 10000},
	{Name: "sales", Label: "上年度网络零售额（万元）", Kind: form.Decimal, Step: 2},
	{Name: "goods", Label: "主要网销产品", Kind: form.Text, Max: 200},
	{Name: "about", Label: "主要做法和成效", Kind: form.Prose, Max: 3000},
}
