package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// publicity is a list on public notice and its announcement (三.5). Its
// members are entries.
var publicity = &programme.Track{
	Name: "publicity", Label: "公示", Start: "drafting", Stage: "publish", Keep: "永久", Members: "entry",
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.Province, Basis: notice + "三.5"},
		{Name: "checked", Label: "已核查待发布", Turn: programme.Province, Reach: 1, Basis: rules + "15"},
		{Name: "running", Label: "公示中", Turn: programme.Province, Reach: 2, Due: programme.Due{Days: "publicity.days", Lapse: "end"}, Basis: rules + "15"},
		{Name: "ended", Label: "公示期满", Turn: programme.Province, Reach: 3, Basis: rules + "15"},
		{Name: "dropped", Label: "已作废", Final: true, Tone: programme.Plain, Basis: rules + "15"},
		{Name: "announced", Label: "已公布", Reach: 4, Final: true, Tone: programme.Done, Basis: notice + "三.5"},
	},
	Moves: []programme.Move{
		{Name: "check", Label: "发布前核查", Done: "发布前核查通过", From: []string{"drafting"}, To: "checked", By: []programme.Role{programme.Province},
			Form: "text", Needs: []string{"list-not-empty", "members-passed", "no-leak"}, Basis: rules + "15", Quiet: true},
		{Name: "drop", Label: "作废", From: []string{"drafting"}, To: "dropped", By: []programme.Role{programme.Province}, Basis: rules + "15", Danger: true},
		{Name: "redraft", Label: "退回拟定", From: []string{"checked"}, To: "drafting", By: []programme.Role{programme.Province}, Basis: rules + "15"},
		{Name: "publish", Label: "发布公示", Done: "发布公示", From: []string{"checked"}, To: "running", By: []programme.Role{programme.Province},
			Form: "period", Needs: []string{"members-passed", "period-fits", "no-leak"}, Also: []string{"members:publicise", "set-period"}, Basis: notice + "三.5", Quiet: true},
		{Name: "end", Label: "公示期满", From: []string{"running"}, To: "ended", By: []programme.Role{programme.Clock}, Basis: rules + "15"},
		{Name: "announce", Label: "公布认证结果", Done: "公布认证结果", From: []string{"ended"}, To: "announced", By: []programme.Role{programme.Province},
			Form: "paper", Needs: []string{"objections-taken", "no-leak"}, Also: []string{"members:announce", "keep-announced", "take-checkpoint", "keep-checkpoint"}, Basis: notice + "三.5", Quiet: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Supervisor, By: programme.All},
		programme.Sight{Role: programme.City, By: programme.All, Reach: 2},
		programme.Sight{Role: programme.County, By: programme.All, Reach: 2},
	),
	Forms: map[string][]form.Question{
		"text": {
			{Name: "title", Label: "标题", Kind: form.Text, Max: 100},
			{Name: "body", Label: "正文", Kind: form.Prose, Max: 2000},
		},
		"period": {
			{Name: "first", Label: "公示首日", Kind: form.Date, Hint: "首日不计入公示期"},
			{Name: "last", Label: "公示末日", Kind: form.Date, Hint: "网上截至末日24:00"},
			{Name: "short", Label: "不足规定天数的书面理由", Kind: form.Prose, Max: 300, Optional: true},
		},
		"paper": {
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
			{Name: "note", Label: "公示结果", Hint: "公布前须有书面的公示结果", Kind: form.Prose, Max: 300},
		},
	},
}

// papers are worded as such notices usually are (programme.md §8): the basis,
// what is intended, how and where to object.
var papers = map[string]programme.Paper{
	"publicity": {
		Title: "关于浙江省跨境电商优质讲师名录拟纳入人员的公示",
		Body: "根据《浙江省商务厅 浙江省财政厅关于开展跨境电商人才培育行动的通知》（浙商务联发〔2017〕72号），" +
			"经推荐、初选、集中培训和评选认证，拟将{who}纳入《浙江省跨境电商优质讲师名录》，现予公示。\n" +
			"公示期内，任何单位和个人对公示人员有异议的，可以在本页面网上提出，也可以书面向我单位反映。" +
			"反映情况应当署名：个人署真实姓名和联系电话，单位加盖公章，并写明理由和依据；我单位为反映人保密。未署名的，作为线索处理。\n" +
			"受理单位：{organ}\n联系人：{contact}　电话：{phone}\n地址：{address}",
	},
	"shortlist": {
		Title: "浙江省跨境电商师资培育名单",
		Say:   "《浙江省跨境电商师资培育名单》：初选通过的人员，经省级商务、财政主管部门会签后印发。",
	},
	"invitation": letter,
	"announcement": {
		Title: "关于公布浙江省跨境电商优质讲师认证结果的通知",
		Body: "根据《浙江省商务厅 浙江省财政厅关于开展跨境电商人才培育行动的通知》（浙商务联发〔2017〕72号），" +
			"经评选认证和公示，现将{who}纳入《浙江省跨境电商优质讲师名录》，予以公布，并颁发证书。",
	},
}

// objection is what somebody says against a name on public notice. Its parent
// is the entry; who objects is read by the handling organ alone.
var objection = &programme.Track{
	Name: "objection", Label: "异议", Start: "received", Stage: "publish", Aside: true,
	Opens: []programme.Role{programme.Public},
	States: []programme.State{
		{Name: "received", Label: "待受理", Turn: programme.Province, Due: programme.Due{Days: "objection.ack"}, Basis: rules + "16"},
		{Name: "handling", Label: "核查中", Turn: programme.Province, Reach: 1, Due: programme.Due{Days: "objection.days"}, Basis: rules + "16"},
		{Name: "upheld", Label: "异议成立", Reach: 2, Final: true, Tone: programme.Refused, Basis: rules + "16"},
		{Name: "dismissed", Label: "异议不成立", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "16"},
		{Name: "lead", Label: "转为线索", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "16"},
	},
	Moves: []programme.Move{
		{Name: "take", Label: "受理并暂缓", Done: "受理异议，暂缓本人", From: []string{"received"}, To: "handling", By: []programme.Role{programme.Province},
			Needs: []string{"objector-named"}, Also: []string{"hold-member"}, Basis: rules + "15"},
		{Name: "lead", Label: "转为线索", From: []string{"received"}, To: "lead", By: []programme.Role{programme.Province}, Form: "reason", Basis: rules + "16"},
		{Name: "uphold", Label: "异议成立", From: []string{"handling"}, To: "upheld", By: []programme.Role{programme.Province},
			Form: "decision", Also: []string{"strike-member"}, Basis: rules + "16", Danger: true},
		{Name: "dismiss", Label: "异议不成立", From: []string{"handling"}, To: "dismissed", By: []programme.Role{programme.Province},
			Form: "decision", Also: []string{"free-member"}, Basis: rules + "16"},
	},
	Sights: []programme.Sight{
		{Role: programme.Province, By: programme.All},
		{Role: programme.Supervisor, By: programme.All},
		{Role: programme.Auditor, By: programme.All},
	},
	Forms: map[string][]form.Question{
		"objection": {
			{Name: "person", Label: "您的姓名（单位提出的填单位全称）", Hint: "不署名的只作为线索处理，不按异议答复", Kind: form.Text, Max: 100,
				Optional: true, Class: objector, Secret: true},
			{Name: "phone", Label: "联系电话", Hint: "署名的须填写；只有受理单位看得到", Kind: form.Phone, Optional: true, Class: objector, Secret: true},
			{Name: "reason", Label: "理由", Hint: "写明什么情况与公示内容不符；请不要写证件号码和手机号码", Kind: form.Prose, Max: 2000, Min: 10, Class: objector},
			{Name: "evidence", Label: "依据和线索", Hint: "在哪里可以查到、谁可以证明", Kind: form.Prose, Max: 1000, Optional: true, Class: objector},
		},
		"reason":   {{Name: "reason", Label: "理由", Hint: "署名的异议人凭回执看到原文；未署名的不答复", Kind: form.Prose, Max: 500}},
		"decision": {{Name: "decision", Label: "答复", Hint: "异议人凭回执看到原文；不写内部意见和他人的个人信息", Kind: form.Prose, Max: 2000}},
	},
}

// certificate is one issued certificate; a wrong one is replaced, never edited
// (三.5). Its party is the person, its parent the entry.
var certificate = &programme.Track{
	Name: "certificate", Label: "证书", Start: "valid", Stage: "register", Keep: "永久",
	Opens: []programme.Role{programme.List},
	States: []programme.State{
		{Name: "valid", Label: "有效", Tone: programme.Done, Say: "证书有效，可以下载；信息有误的请发证机关换发。", Basis: notice + "三.5"},
		{Name: "replaced", Label: "已换发", Reach: 1, Final: true, Tone: programme.Plain, Basis: rules + "17"},
		{Name: "revoked", Label: "已撤销", Reach: 1, Final: true, Tone: programme.Refused, Basis: rules + "17"},
	},
	Moves: []programme.Move{
		{Name: "replace", Label: "换发", Done: "换发", From: []string{"valid"}, To: "replaced", By: []programme.Role{programme.Province},
			Form: "replacement", Needs: []string{"certificate-fits"}, Also: []string{"reissue"}, Does: []string{"tell"}, Basis: rules + "17", Danger: true},
		{Name: "revoke", Label: "撤销", Done: "撤销", From: []string{"valid"}, To: "revoked", By: []programme.Role{programme.Province},
			Form: "revocation", Needs: []string{"certificate-fits"}, Also: []string{"mark-revoked"}, Does: []string{"tell"}, Basis: rules + "17", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.County, By: programme.InCounty},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All},
	),
	Forms: map[string][]form.Question{
		"replacement": {
			{Name: "name", Label: "更正后的姓名", Kind: form.Name},
			{Name: "unit", Label: "更正后的单位", Kind: form.Text, Max: 100},
			reason,
			optional(ground),
		},
		"revocation": {reason, ground},
	},
}

// ground is what the public reads of why a certificate ended; the reason goes
// to the holder alone.
var ground = form.Question{Name: "ground", Label: "对外公布的事由", Hint: "核验页向公众显示；不写个人信息", Kind: form.Text, Max: 100}

// optional returns q as one that may be left empty.
func optional(q form.Question) form.Question {
	q.Optional = true
	return q
}
