// Package village2017 is a programme of another kind as data: a county names
// model villages of e-commerce. A village applies through its committee, its
// town reviews, the county decides after one judged session and a public
// notice; nobody is trained and nobody gets a certificate. County, towns and
// notice are fictitious and say so. One file a track.
package village2017

import (
	"qinglan/internal/calendar"
	"qinglan/internal/form"
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

const notice law.Clause = "village2017/"

// Classes of secrecy of answers.
const (
	contact  = "contact"  // name and telephone of whoever handles it in the village
	internal = "internal" // 内部意见: never to the village
	sealed   = "sealed"   // shown by the page of its slice alone: marks, secrets of a draw
)

// county is where the award is given.
const county = "339900"

// Edition is the edition of 2017.
var Edition = &programme.Edition{
	Name:      "village2017",
	Programme: "village",
	Title:     "青禾县电商示范村认定（2017年，虚构演示）",
	Short:     "2017年示范村（演示）",
	Since:     calendar.Date{Y: 2017, M: 9, D: 20},
	Region:    county,
	Places: []programme.Place{
		{Code: county, Name: "青禾县（虚构）", Parent: "330000"},
		{Code: "339901", Name: "稻香镇", Parent: county},
		{Code: "339902", Name: "溪口乡", Parent: county},
		{Code: "339903", Name: "南桥街道", Parent: county},
	},
	Organs: map[string]string{
		county:               "青禾县（虚构）商务主管部门",
		"339901":             "稻香镇人民政府",
		"339902":             "溪口乡人民政府",
		"339903":             "南桥街道办事处",
		"330000-association": "青禾县（虚构）评审受托单位",
		"330000-experts":     "示范村评审专家库",
	},
	RoleNames: map[programme.Role]string{
		programme.Applicant: "村经办人", programme.Institution: "村民委员会", programme.County: "乡镇（街道）",
		programme.City: "县级", programme.Association: "评审组织",
	},
	Apart: []programme.Role{programme.Province, programme.Finance, programme.Examiner, programme.Payer},
	Stages: []programme.Stage{
		{Name: "apply", Label: "申报"},
		{Name: "review", Label: "审核"},
		{Name: "select", Label: "评审"},
		{Name: "award", Label: "公示认定"},
	},
	Tracks: []*programme.Track{receipt, village, session, sheet, list},
	Welcome: programme.Welcome{
		Title: "电商示范村认定",
		Say:   "{years}年内全县认定电商示范村{total}个：村民委员会申报，乡镇（街道）审核，现场评审，公示认定。县名和通知均为虚构。",
		Tips: []programme.Tip{
			{Title: "看条件", Say: "有站点、有网店或经营主体、有专人，三条同时符合。", Label: "读申报条件", Clause: "二"},
			{Title: "登记村民委员会", Say: "经办人用手机号登录，登记所在乡镇（街道）和村民委员会。"},
			{Title: "填申报表，传材料", Say: "填好提交给乡镇（街道）。之后每一步都能看到在谁手里。"},
		},
	},
	Target: programme.Target{Total: 30, Years: 3, Start: calendar.Date{Y: 2017, M: 9, D: 20}, Basis: notice + "一"},
	Limits: map[string]programme.Limit{
		"fix.days":       {N: 3, Unit: "个工作日", Label: "补正期限", Basis: notice + "四.1"},
		"judges.valid":   {N: 3, Unit: "位", Label: "有效评委最少人数", Basis: notice + "四.2"},
		"trim.from":      {N: 5, Unit: "位", Label: "去掉最高最低分的评委人数下限", Basis: notice + "四.2"},
		"selection.line": {N: 6000, Unit: "分", Label: "评审合格线", Basis: notice + "四.2"},
		"publicity.days": {N: 5, Unit: "个工作日", Label: "公示期", Basis: notice + "三.4"},
	},
	Chains: []programme.Chain{
		{Track: "shortlist", Move: "issue", Role: programme.City, Steps: office},
		{Track: "village", Move: "strike", Role: programme.City, Steps: office[:1]},
	},
	Hidden: map[programme.Role][]string{
		programme.Applicant:   {internal, sealed},
		programme.Institution: {internal, sealed},
		programme.County:      {sealed},
		programme.City:        {sealed},
		programme.Association: {internal, sealed},
		programme.Judge:       {contact, internal, sealed},
		programme.Supervisor:  {internal, sealed},
		programme.Auditor:     {sealed},
		programme.Public:      {contact, internal, sealed},
	},
	Materials: []programme.Material{
		{Name: "stamped", Label: "盖章的申报表", Many: 4, Need: true, Hint: "村民委员会盖章后拍照或扫描。"},
		{Name: "evidence", Label: "站点、网店和销售的佐证材料", Many: 10, Need: true},
		{Name: "other", Label: "其他材料", Many: 6},
	},
	Rubrics: map[string]programme.Rubric{"talk": talk},
	Papers: map[string]programme.Paper{
		"shortlist": {
			Title: "青禾县电商示范村名单（虚构）",
			Say:   "评审通过的村公示5个工作日，期满无异议的认定为电商示范村；名单和结果向社会公开。",
		},
	},
	Notices: []programme.Notice{{
		ID: "village2017", Law: "village2017", Number: "演示（虚构）〔2017〕9号",
		Title:  "关于开展青禾县电商示范村认定工作的通知（虚构，仅供演示）",
		Issuer: county, Issued: calendar.Date{Y: 2017, M: 9, D: 20},
		Deadline: calendar.Date{Y: 2017, M: 10, D: 31}, Hour: 24,
		To: programme.County, Region: county,
	}},
}

// office is the chain of the county's office after the one who drafts.
var office = []programme.Step{
	{Rank: programme.Head, Label: "科长审核"},
	{Rank: programme.Leader, Label: "分管领导签发"},
}

// talk is what judges mark when a village reports.
var talk = programme.Rubric{
	Label: "示范村现场评审标准", Step: 50, Basis: notice + "四.2",
	Criteria: []programme.Criterion{
		{Name: "station", Label: "服务站点", Hint: "场所、设备、专人、台账", Max: 2500},
		{Name: "sales", Label: "网络销售", Hint: "网店数、网络零售额，数据有出处", Max: 3000},
		{Name: "benefit", Label: "带动农户", Hint: "带动户数、就业和增收", Max: 2500},
		{Name: "plan", Label: "下一步打算", Hint: "具体、可行、有人负责", Max: 2000},
	},
}

// sights adds to a track what the auditor may read: everything.
func sights(more ...programme.Sight) []programme.Sight {
	return append(more, programme.Sight{Role: programme.Auditor, By: programme.All})
}

// reason asks for a reason that the village reads.
var reason = form.Question{Name: "reason", Label: "理由", Hint: "将原文告知申报村", Kind: form.Prose, Max: 500}
