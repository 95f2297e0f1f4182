// Package teacher2017 is the programme of notice 浙商务联发〔2017〕72号 as data:
// the certification of cross-border e-commerce teachers, edition of 2017. One
// file a track. What the notice does not fix stands on a clause of "rules",
// the defaults of this system. An opened edition is never edited.
package teacher2017

import (
	"qinglan/internal/calendar"
	"qinglan/internal/edition/bureau"
	"qinglan/internal/form"
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

const (
	notice  law.Clause = "zswlf72/"
	forward law.Clause = "jinhua/"
	rules   law.Clause = "rules/"
)

// Classes of secrecy of answers.
const (
	contact  = "contact"  // telephone, mail
	private  = "private"  // birth, ethnicity, political status, life
	internal = "internal" // 内部意见: never to the applicant
	objector = "objector" // who objects: the handling organ alone
	bank     = "bank"     // accounts: the paying finance office alone
	sealed   = "sealed"   // shown by the page of its slice alone: marks, secrets of a draw
)

// Edition is the edition of 2017.
var Edition = &programme.Edition{
	Name:      "teacher2017",
	Programme: "teacher",
	Title:     "浙江省跨境电商人才培育行动（2017年）",
	Short:     "2017年第一批",
	Since:     calendar.Date{Y: 2017, M: 9, D: 25},
	Stages: []programme.Stage{
		{Name: "apply", Label: "申报"},
		{Name: "recommend", Label: "推荐"},
		{Name: "select", Label: "初选"},
		{Name: "train", Label: "培训"},
		{Name: "certify", Label: "认证"},
		{Name: "publish", Label: "公示公布"},
		{Name: "register", Label: "名录"},
	},
	Tracks: []*programme.Track{
		bureau.Receipt("apply", notice+"五.2"), bureau.Manuscript("apply"), application, summary, session, sheet, shortlist, entry, class, attempt,
		recheck, invitation, meeting,
		publicity, objection, certificate,
		institution, slate, assessment, selection,
		standard, claim, grant,
		purchase, engagement,
		contest, nomination,
		census,
		lecture, event, survey,
	},
	Welcome: programme.Welcome{
		Title: "跨境电商人才培育",
		Say:   "{years}年内全省培育认证跨境电商讲师{total}名：自愿申报，逐级推荐，专家初选，集中培训，评选认证。",
		Tips: []programme.Tip{
			{Title: "看条件", Say: "培训机构讲师、高职院校讲师、企业从业人员，符合其中一条即可。", Label: "读申报条件", Clause: "二"},
			{Title: "填个人情况表", Say: "手机即可填写，随时保存；身份证件和佐证材料拍照上传。"},
			{Title: "单位盖章，提交", Say: "所在单位在线填写意见，或上传盖章页。之后每一步都能看到在谁手里、何时办结。"},
		},
	},
	Target: programme.Target{
		Total: 1500, Years: 3, Start: calendar.Date{Y: 2017, M: 9, D: 25}, Basis: notice + "一",
	},
	Limits: map[string]programme.Limit{
		"apply.months":            {N: 24, Unit: "个月", Label: "从业或授课年限", Basis: notice + "二"},
		programme.GraceLimit:      {N: 0, Unit: "分钟", Label: "截止后宽限（0至30分钟，可见）", Basis: rules + "58"},
		programme.CloseLimit:      {N: 1730, Label: "下班时间（1730为17:30）", Basis: rules + "58"},
		"fix.days":                {N: 3, Unit: "个工作日", Label: "补正期限", Basis: rules + "3"},
		"paper.copies":            {N: 2, Unit: "份", Label: "纸质材料份数", Basis: notice + "五.2"},
		"endorse.days":            {N: 3, Unit: "个工作日", Label: "单位意见办理期限", Basis: rules + "2"},
		"judges.valid":            {N: 4, Unit: "位", Label: "有效评委最少人数", Basis: rules + "8"},
		"trim.from":               {N: 5, Unit: "位", Label: "去掉最高最低分的评委人数下限", Basis: rules + "8"},
		"selection.line":          {N: 6000, Unit: "分", Label: "初选合格线", Basis: rules + "8"},
		"training.hours":          {N: 24, Unit: "学时", Label: "集中培训学时", Basis: rules + "12"},
		"training.share":          {N: 80, Unit: "%", Label: "集中培训出勤率", Basis: rules + "12"},
		"cert.attempts":           {N: 1 + 2, Unit: "次", Label: "认证机会", Basis: notice + "四.1"},
		"cert.total":              {N: 7000, Unit: "分", Label: "认证总分线", Basis: rules + "13"},
		"publicity.days":          {N: 5, Unit: "个工作日", Label: "公示期", Basis: rules + "15"},
		"objection.ack":           {N: 2, Unit: "个工作日", Label: "异议受理告知期限", Basis: rules + "16"},
		"objection.days":          {N: 10, Unit: "个工作日", Label: "异议决定期限", Basis: rules + "16"},
		"inst.min":                {N: 1, Unit: "家", Label: "各地推荐机构下限", Basis: notice + "三.3"},
		"inst.max":                {N: 2, Unit: "家", Label: "各地推荐机构上限", Basis: notice + "三.3"},
		"inst.scope":              {N: 1, Label: "“各地”的范围（1为设区市，2为县）", Basis: rules + "26"},
		"inst.county":             {N: 1, Label: "机构材料经县级归集（1为是，0为否）", Basis: rules + "26"},
		"inst.assessors":          {N: 2, Unit: "位", Label: "机构评估专家人数", Basis: rules + "27"},
		"inst.line":               {N: 6000, Unit: "分", Label: "机构评估合格线", Basis: rules + "27"},
		"inst.public":             {N: 1, Label: "公开承训机构名单（1为是，0为否）", Basis: rules + "30"},
		"reply.days":              {N: 5, Unit: "个工作日", Label: "授课邀请答复期限", Basis: rules + "43"},
		"province.accept":         {N: 5, Unit: "个工作日", Label: "受理期限", Basis: rules + "6"},
		"cert.parts_carry_months": {N: 24, Unit: "个月", Label: "单项成绩沿用期限", Basis: rules + "36"},
		"recheck.days":            {N: 3, Unit: "个工作日", Label: "查分申请期限", Basis: rules + "37"},
		"recheck.answer":          {N: 3, Unit: "个工作日", Label: "查分办理期限", Basis: rules + "37"},
		"invitation.days":         {N: 10, Unit: "个工作日", Label: "邀请函答复期限", Basis: rules + "34"},
		"mobilise.silent":         {N: 3, Unit: "个工作日", Label: "告知后多久未打开视为沉默", Basis: rules + "23"},
		"committee.months":        {N: 36, Unit: "个月", Label: "委员任期上限", Basis: rules + "34"},
		"lecturer.months":         {N: 12, Unit: "个月", Label: "讲师知识更新期限", Basis: rules + "45"},
		"lecture.days":            {N: 5, Unit: "个工作日", Label: "讲师邀请答复期限", Basis: rules + "46"},
		"survey.min_cell":         {N: 3, Unit: "家", Label: "需求汇总每格最少企业数", Basis: rules + "49"},
		"survey.per_lecturer":     {N: 30, Unit: "人", Label: "每位讲师带教人数（测算用）", Basis: rules + "49"},
	},
	Chains: append(bureau.Chains, []programme.Chain{
		{Track: "summary", Move: "report", Role: programme.City, Steps: office},
		{Track: "slate", Move: "report", Role: programme.City, Steps: office},
		{Track: "slate", Move: "none", Role: programme.City, Steps: office},
		{Track: "selection", Move: "issue", Role: programme.Province, Steps: office},
		{Track: "institution", Move: "promote", Role: programme.Province, Steps: office},
		{Track: "institution", Move: "end", Role: programme.Province, Steps: office},
		{Track: "shortlist", Move: "issue", Role: programme.Province, Steps: append(office[:2:2], cosign)},
		{Track: "class", Move: "permit", Role: programme.Province, Steps: office},
		{Track: "class", Move: "confirm", Role: programme.Province, Steps: office[:1]},
		{Track: "invitation", Move: "send", Role: programme.Province, Steps: office},
		{Track: "publicity", Move: "publish", Role: programme.Province, Steps: office},
		{Track: "publicity", Move: "announce", Role: programme.Province, Steps: office},
		{Track: "entry", Move: "announce-later", Role: programme.Province, Steps: office},
		{Track: "certificate", Move: "revoke", Role: programme.Province, Steps: office},
		{Track: "certificate", Move: "replace", Role: programme.Province, Steps: office[:1]},
		{Track: "objection", Move: "uphold", Role: programme.Province, Steps: office},
		{Track: "objection", Move: "dismiss", Role: programme.Province, Steps: office[:1]},
		{Track: "standard", Move: "send", Role: programme.City, Steps: office},
		{Track: "standard", Move: "enact", Role: programme.Payer, Steps: payerOffice},
		{Track: "claim", Move: "allow", Role: programme.Payer, Steps: payerOffice},
		{Track: "claim", Move: "pay", Role: programme.Payer, Steps: payerOffice},
		{Track: "claim", Move: "rescind", Role: programme.Payer, Steps: payerOffice},
		{Track: "contest", Move: "nominate", Role: programme.Province, Steps: office},
		{Track: "grant", Move: "publish", Role: programme.City, Steps: office},
	}...),
	Directions: directions,
	Hidden: map[programme.Role][]string{
		programme.Applicant:   {internal, objector, bank, sealed},
		programme.Employer:    {private, internal, objector, bank, sealed},
		programme.County:      {objector, bank, sealed},
		programme.City:        {objector, bank, sealed},
		programme.Association: {private, internal, objector, bank, sealed},
		programme.Judge:       {contact, private, internal, objector, bank, sealed},
		programme.Examiner:    {contact, private, internal, objector, bank, sealed},
		programme.Finance:     {contact, private, internal, objector, bank, sealed},
		programme.Institution: {contact, private, internal, objector, bank, sealed},
		programme.Payer:       {contact, private, internal, objector, sealed},
		programme.Buyer:       {contact, private, internal, objector, bank, sealed},
		programme.Province:    {bank, sealed},
		programme.Supervisor:  {private, objector, bank, sealed},
		programme.Auditor:     {objector, bank, sealed},
	},
	Materials: []programme.Material{
		{Name: "id", Number: "附4-一.1", Label: "个人身份证件（复印件）", Many: 2, Need: true, Identity: true,
			Hint: "正反两面。加密保存，查看留痕。"},
		{Name: "honours", Number: "附4-一.2", Label: "个人所获荣誉证书（复印件）", Many: 6},
		{Name: "employment", Number: "附4-三", Label: "在职证明、劳动合同或社保证明", Many: 4, For: []string{"二.1", "二.2"}},
		{Name: "teaching", Number: "附4-三", Label: "授课记录", Many: 6},
		{Name: "sales", Number: "附4-三", Label: "店铺或企业业绩证明", Many: 6, For: []string{"二.3"}},
		{Name: "other", Number: "附4-三", Label: "其他佐证材料", Many: 6},

		{Track: "institution", Open: assessors, Name: "licence", Number: "附4-二.1", Label: "营业执照和组织机构代码证等相关证件（复印件）", Many: 4, Need: true,
			Hint: "载明统一社会信用代码的营业执照一份即可；老证照另附组织机构代码证。"},
		{Track: "institution", Name: "item2", Number: "附4-二.2", Label: "待主办方确认", Off: true},
		{Track: "institution", Open: assessors, Name: "roster", Number: "附4-二.3", Label: "师资名册", Many: 4, Need: true,
			Hint: "上传盖章的名册；名单同时填入上面的表。"},
		{Track: "institution", Open: assessors, Name: "past", Number: "附4-二.4", Label: "往期培训清单", Many: 4, Need: true,
			Hint: "上传盖章的清单；各期同时填入上面的表。"},
		{Track: "institution", Name: "item5", Number: "附4-二.5", Label: "待主办方确认", Off: true},
		{Track: "institution", Open: assessors, Name: "rooms", Number: "附4-二.6", Label: "教室等相关场地照片", Many: 8, Need: true},
		{Track: "institution", Open: assessors, Name: "more", Number: "附4-三", Label: "其他佐证材料", Many: 6,
			Hint: "例如管理制度、集中培训方案。"},
	},
	Rubrics:   map[string]programme.Rubric{"talk": talk, "school": school},
	Parts:     parts,
	Platforms: platforms,
	Papers:    papers,
	Notices: []programme.Notice{
		{
			ID: "zswlf72", Law: "zswlf72", Number: "浙商务联发〔2017〕72号",
			Title:  "浙江省商务厅 浙江省财政厅关于开展跨境电商人才培育行动的通知",
			Issuer: "330000", Issued: calendar.Date{Y: 2017, M: 9, D: 25},
			Deadline: calendar.Date{Y: 2017, M: 10, D: 20}, Hour: 24,
			To: programme.City, Region: "330000",
		},
		{
			ID: "jinhua", Law: "jinhua", Parent: "zswlf72",
			Title:  "金华市网络经济发展局关于开展跨境电商人才培育行动的通知",
			Issuer: "330700", Issued: calendar.Date{Y: 2017, M: 9, D: 27},
			Deadline: calendar.Date{Y: 2017, M: 10, D: 18}, Hour: 17,
			To: programme.County, Region: "330700",
		},
	},
}

// assessors read the papers of an institution, which are not about a life.
var assessors = []programme.Role{programme.Judge}

// office is the chain of an office of usual size after the one who drafts.
var office = []programme.Step{
	{Rank: programme.Head, Label: "处（科）长审核"},
	{Rank: programme.Leader, Label: "分管领导签发"},
}

// payerOffice is the second person of a paying office.
var payerOffice = []programme.Step{{Rank: programme.Leader, Label: "分管领导签发"}}

// cosign is the other department of a joint paper.
var cosign = programme.Step{Role: programme.Finance, Rank: programme.Leader, Label: "省级财政部门会签"}

// talk is the rubric of the first selection (三.2); the notice asks only for
// 现场讲演 and 专家评分.
var talk = programme.Rubric{
	Label: "初选现场讲演评分标准", Step: 50, Basis: rules + "8",
	Criteria: []programme.Criterion{
		{Name: "content", Label: "跨境电商专业内容", Hint: "正确、跟得上平台现行规则、有深度", Max: 3000},
		{Name: "cases", Label: "实战案例与业绩证据", Hint: "本人案例，可核实，数据有出处", Max: 2000},
		{Name: "design", Label: "课程设计", Hint: "目标明确、结构清楚、可以练习", Max: 2000},
		{Name: "delivery", Label: "表达与控场、互动", Hint: "清楚、有回应、掌握现场", Max: 2000},
		{Name: "slides", Label: "课件与时间控制", Hint: "清晰可读、按时完成", Max: 1000},
	},
}

// Questions that several forms ask.
var (
	reason = form.Question{Name: "reason", Label: "理由", Hint: "将原文告知申报人", Kind: form.Prose, Max: 500}
	faults = form.Question{Name: "faults", Label: "需补正的问题", Hint: "请一次列全", Kind: form.Rows, Max: 40,
		Columns: []form.Question{
			{Name: "field", Label: "哪一项", Kind: form.Text, Max: 60},
			{Name: "reason", Label: "问题", Kind: form.Text, Max: 200},
		}}
	memo = form.Question{Name: "memo", Label: "内部意见", Hint: "供办理机关参考，申报人看不到", Kind: form.Prose, Max: 500, Optional: true, Class: internal}
)

// sights adds to a track what the auditor may read: everything.
func sights(more ...programme.Sight) []programme.Sight {
	return append(more, programme.Sight{Role: programme.Auditor, By: programme.All})
}
