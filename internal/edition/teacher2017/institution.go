package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// institution is a training institution's way from 附件3 to the list of those
// that train (三.3). Its party is the organisation, of which one has a case in
// an edition; "selected" is 承训机构, the state below which classes are held.
var institution = &programme.Track{
	Name: "institution", Label: "培训机构申报", Start: "draft", Stage: "apply", Aside: true, Series: "JG",
	Opens: []programme.Role{programme.Institution},
	States: []programme.State{
		{Name: "draft", Label: "草稿", Turn: programme.Institution, Tone: programme.Plain,
			Due: programme.Due{Deadline: "submit"}, Say: "填写完整后提交；截止前都可以修改。", Basis: notice + "附件3"},
		{Name: "at-county", Label: "待县级归集", Turn: programme.County, Reach: 1,
			Due: programme.Due{Deadline: "county"}, Say: "县级正在归集材料。", Basis: rules + "26"},
		{Name: "fix-county", Label: "退回补正", Turn: programme.Institution, Reach: 1,
			Due: programme.Due{Days: "fix.days", Deadline: "county", Lapse: "lapse"},
			Say: "请逐项补正后重新提交。", Basis: rules + "3"},
		{Name: "at-city", Label: "待市级推荐", Turn: programme.City, Stage: "recommend", Reach: 2,
			Due: programme.Due{Deadline: "city"}, Say: "市级正在研究推荐。", Basis: notice + "三.3"},
		{Name: "fix-city", Label: "退回补正", Turn: programme.Institution, Stage: "recommend", Reach: 2,
			Due: programme.Due{Days: "fix.days", Deadline: "city", Lapse: "lapse"},
			Say: "请逐项补正后重新提交。", Basis: rules + "3"},
		{Name: "recommended", Label: "市级已推荐", Turn: programme.City, Stage: "recommend", Reach: 3,
			Due: programme.Due{Deadline: "city"}, Say: "已列入市级推荐，等待上报。", Basis: notice + "三.3"},
		{Name: "reported", Label: "已上报省级", Turn: programme.Province, Stage: "recommend", Reach: 4,
			Due: programme.Due{Days: "province.accept"}, Say: "等待省级受理。", Basis: notice + "三.3"},
		{Name: "accepted", Label: "已受理待评估", Turn: programme.Province, Stage: "select", Reach: 5,
			Say: "省级正在组织专家评估。", Basis: notice + "三.3"},
		{Name: "assessed", Label: "已评估", Turn: programme.Province, Stage: "select", Reach: 6,
			Say: "评估已完成，等待遴选结果。", Basis: rules + "27"},
		{Name: "selected", Label: "承训机构", Stage: "train", Reach: 7, Tone: programme.Done,
			Say: "已入选，承担集中培训。", Basis: notice + "三.3"},
		{Name: "reserve", Label: "备选", Stage: "select", Reach: 7,
			Say: "承训机构出缺时递补。", Basis: rules + "28"},
		{Name: "not-selected", Label: "未入选", Stage: "select", Reach: 7, Final: true, Tone: programme.Refused, Basis: notice + "三.3"},
		{Name: "not-recommended", Label: "市级未推荐", Stage: "recommend", Reach: 2, Final: true, Tone: programme.Refused, Basis: notice + "三.3"},
		{Name: "not-accepted", Label: "省级不予受理", Stage: "recommend", Reach: 4, Final: true, Tone: programme.Refused, Basis: notice + "三.3"},
		{Name: "ended", Label: "承训终止", Stage: "train", Reach: 7, Final: true, Tone: programme.Plain, Basis: rules + "28"},
		{Name: "lapsed", Label: "逾期未补正", Reach: 1, Final: true, Tone: programme.Refused, Basis: rules + "3"},
		{Name: "withdrawn", Label: "机构撤回", Final: true, Tone: programme.Plain, Basis: rules + "5"},
	},
	Moves: []programme.Move{
		{Name: "submit", Label: "提交申报", From: []string{"draft"}, To: "at-county", By: []programme.Role{programme.Institution},
			Form: "dossier", Needs: []string{"before-deadline", "dossier-complete"}, Also: []string{"number", "keep-roster", "keep-traces", "skip-county"},
			Basis: notice + "附件3", Undo: true, Quiet: true},
		{Name: "forward", Label: "归集后转报市级", Done: "县级转报", From: []string{"at-county"}, To: "at-city",
			By: []programme.Role{programme.County, programme.City}, Form: "precheck", Basis: rules + "26", Undo: true},
		{Name: "pass-county", Label: "不经县级，直接报市", From: []string{"at-county"}, To: "at-city", By: []programme.Role{programme.List}, Basis: rules + "26"},
		{Name: "return-county", Label: "退回补正", From: []string{"at-county"}, To: "fix-county",
			By: []programme.Role{programme.County, programme.City}, Form: "return", Basis: rules + "3", Undo: true},
		{Name: "resubmit-county", Label: "补正后重新提交", From: []string{"fix-county"}, To: "at-county", By: []programme.Role{programme.Institution},
			Form: "dossier", Needs: []string{"dossier-complete"}, Also: []string{"keep-roster", "keep-traces"}, Basis: rules + "3", Undo: true, Quiet: true},

		{Name: "recommend", Label: "推荐", Done: "市级推荐", From: []string{"at-city"}, To: "recommended", By: []programme.Role{programme.City},
			Form: "opinion", Needs: []string{"place-left"}, Also: []string{"onto-slate"}, Basis: notice + "三.3"},
		{Name: "return-city", Label: "退回补正", From: []string{"at-city"}, To: "fix-city", By: []programme.Role{programme.City},
			Form: "return", Basis: rules + "3", Undo: true},
		{Name: "not-recommend", Label: "不推荐", From: []string{"at-city"}, To: "not-recommended", By: []programme.Role{programme.City},
			Form: "reason", Basis: notice + "三.3", Danger: true},
		{Name: "resubmit-city", Label: "补正后重新提交", From: []string{"fix-city"}, To: "at-city", By: []programme.Role{programme.Institution},
			Form: "dossier", Needs: []string{"dossier-complete"}, Also: []string{"keep-roster", "keep-traces"}, Basis: rules + "3", Undo: true, Quiet: true},
		{Name: "take-out", Label: "取消推荐", From: []string{"recommended"}, To: "at-city", By: []programme.Role{programme.City},
			Form: "reason", Needs: []string{"slate-open"}, Also: []string{"off-slate"}, Basis: notice + "三.3", Danger: true},
		{Name: "report", Label: "上报省级", From: []string{"recommended"}, To: "reported", By: []programme.Role{programme.List}, Basis: notice + "三.3"},

		{Name: "accept", Label: "受理", From: []string{"reported"}, To: "accepted", By: []programme.Role{programme.Province},
			Basis: notice + "三.3", Undo: true},
		{Name: "return-province", Label: "退回市级", From: []string{"reported"}, To: "at-city", By: []programme.Role{programme.Province},
			Form: "reason", Also: []string{"off-slate"}, Basis: notice + "三.3"},
		{Name: "refuse", Label: "不予受理", From: []string{"reported"}, To: "not-accepted", By: []programme.Role{programme.Province},
			Form: "reason", Basis: notice + "三.3", Danger: true},
		{Name: "appoint", Label: "指派评估专家", Done: "指派评估专家", From: []string{"accepted"}, To: "accepted", By: []programme.Role{programme.Province},
			Form: "assessor", Needs: []string{"assessor-fits"}, Also: []string{"open-assessment"}, Basis: rules + "27", Quiet: true},
		{Name: "assess", Label: "汇总评估", Done: "汇总评估", From: []string{"accepted"}, To: "assessed", By: []programme.Role{programme.Province},
			Form: "gate", Needs: []string{"both-locked"}, Also: []string{"keep-result"}, Basis: rules + "27"},
		{Name: "select", Label: "入选", From: []string{"assessed"}, To: "selected", By: []programme.Role{programme.List}, Basis: notice + "三.3"},
		{Name: "reserve", Label: "列为备选", From: []string{"assessed"}, To: "reserve", By: []programme.Role{programme.List}, Basis: rules + "28"},
		{Name: "not-select", Label: "未入选", From: []string{"assessed"}, To: "not-selected", By: []programme.Role{programme.List}, Basis: notice + "三.3"},
		{Name: "promote", Label: "递补入选", Done: "递补入选", From: []string{"reserve"}, To: "selected", By: []programme.Role{programme.Province},
			Form: "vacancy", Basis: rules + "28"},
		{Name: "end", Label: "终止承训", Done: "终止承训", From: []string{"selected"}, To: "ended", By: []programme.Role{programme.Province},
			Form: "ending", Needs: []string{"no-running-class"}, Basis: rules + "28", Danger: true},

		{Name: "lapse", Label: "逾期未补正", From: []string{"fix-county", "fix-city"}, To: "lapsed", By: []programme.Role{programme.Clock}, Basis: rules + "3"},
		{Name: "withdraw", Label: "撤回申报", From: []string{"draft", "at-county", "fix-county", "at-city", "fix-city"}, To: "withdrawn",
			By: []programme.Role{programme.Institution}, Basis: rules + "5", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Institution, By: programme.Office},
		programme.Sight{Role: programme.County, By: programme.InCounty, Reach: 1},
		programme.Sight{Role: programme.City, By: programme.InCity, Reach: 1},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 4},
		programme.Sight{Role: programme.Judge, By: programme.Assigned, Reach: 5},
	),
	Forms: map[string][]form.Question{
		"dossier": dossier,
		"precheck": {
			{Name: "originals", Label: "原件核验", Kind: form.Pick, Optional: true, Choices: []form.Choice{{Value: "seen", Label: "已见原件"}, {Value: "unseen", Label: "未见原件"}}},
			{Name: "opinion", Label: "归集意见", Kind: form.Prose, Max: 300, Optional: true}, memo,
		},
		"return":  {faults, {Name: "note", Label: "补充说明", Kind: form.Prose, Max: 300, Optional: true}},
		"reason":  {{Name: "reason", Label: "理由", Hint: "将原文告知机构", Kind: form.Prose, Max: 500}},
		"opinion": {{Name: "opinion", Label: "市商务主管部门推荐意见", Kind: form.Prose, Max: 300}, {Name: "rank", Label: "推荐顺序", Kind: form.Number, Min: 1, Max: 9}, memo},
		"assessor": {
			{Name: "person", Label: "评估专家", Kind: form.Text, Max: 64, Class: sealed},
			{Name: "sheet", Label: "评估表", Kind: form.Text, Max: 64, Class: sealed},
		},
		"gate": {
			{Name: "gate", Label: "经营合法合规", Kind: form.Pick, Choices: []form.Choice{
				{Value: "pass", Label: "合规", Hint: "证照有效，无严重失信记录"}, {Value: "fail", Label: "不合规"},
			}},
			{Name: "evidence", Label: "核查来源", Hint: "例如：国家企业信用信息公示系统", Kind: form.Text, Max: 200},
			{Name: "checked", Label: "核查日期", Kind: form.Date},
		},
		"vacancy": {
			{Name: "reason", Label: "出缺情况", Kind: form.Prose, Max: 300},
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
		},
		"ending": {
			{Name: "reason", Label: "终止理由", Hint: "将原文告知机构", Kind: form.Prose, Max: 500},
			{Name: "day", Label: "终止日期", Kind: form.Date},
		},
	},
}

// dossier is 附件3 in its order, then what is asked beside it and never printed
// on it. The opinion of the city is a move of its own; the place of
// registration has a region of its own on the organisation.
var dossier = []form.Question{
	{Name: "name", Label: "机构名称", Kind: form.Text, Max: 100, Hint: "与营业执照一致的全称"},
	{Name: "seat", Label: "注册地", Kind: form.Text, Max: 200},
	{Name: "head", Label: "法人代表", Kind: form.Name},
	{Name: "contact", Label: "联系人", Kind: form.Name, Class: contact},
	{Name: "phone", Label: "联系方式", Kind: form.Phone, Class: contact, Secret: true},
	{Name: "staff", Label: "从业人数（人）", Kind: form.Number, Max: 1000000},
	{Name: "trained", Label: "上年度培训人数（人）", Kind: form.Number, Max: 10000000, Hint: "上年度指申报当年的前一个自然年"},
	{Name: "income", Label: "上年度主营业务收入（万元）", Kind: form.Decimal, Step: 6, Hint: "最多六位小数，按填写的原样打印"},
	{Name: "scope", Label: "培训范围", Kind: form.Prose, Max: 500},
	{Name: "about", Label: "培训机构概况", Kind: form.Prose, Max: 5000, Hint: "介绍培训机构基本情况、软硬件设施情况、培训开展情况等内容（可另附页）"},

	{Name: "directions", Label: "培训方向", Kind: form.Many, Hint: "可多选；不印在附件3上", Choices: directions},
	{Name: "capacity", Label: "一个班可容纳人数", Kind: form.Number, Min: 1, Max: 2000},
	{Name: "plan", Label: "集中培训方案", Kind: form.Prose, Max: 3000, Optional: true, Hint: "课程、师资、场地、进度和保障；评估时占5分"},
	{Name: "roster", Label: "师资名册", Kind: form.Rows, Min: 1, Max: 50, Clause: "zswlf72/附件4", Columns: []form.Question{
		{Name: "name", Label: "姓名", Kind: form.Name},
		{Name: "unit", Label: "所在单位", Kind: form.Text, Max: 100, Optional: true, Hint: "本机构可不填"},
		{Name: "title", Label: "职称或资质", Kind: form.Text, Max: 50, Optional: true},
		{Name: "full", Label: "专职或兼职", Kind: form.Select, Choices: []form.Choice{{Value: "full", Label: "专职"}, {Value: "part", Label: "兼职"}}},
		{Name: "course", Label: "主讲课程", Kind: form.Text, Max: 100, Optional: true},
	}},
	{Name: "past", Label: "往期培训清单", Kind: form.Rows, Min: 1, Max: 50, Clause: "zswlf72/附件4", Columns: []form.Question{
		{Name: "course", Label: "培训名称", Kind: form.Text, Max: 100},
		{Name: "from", Label: "开班年月", Kind: form.Month},
		{Name: "people", Label: "人数（人）", Kind: form.Number, Min: 1, Max: 100000},
		{Name: "hours", Label: "学时", Kind: form.Number, Min: 1, Max: 2000, Optional: true},
		{Name: "liked", Label: "满意度（%）", Kind: form.Number, Max: 100, Optional: true},
	}},
}
