package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// platforms are those that the notice names for the committee (三.4); a fifth
// is one more line.
var platforms = []programme.Platform{
	{Name: "aliexpress", Label: "速卖通", Direction: "aliexpress"},
	{Name: "amazon", Label: "亚马逊", Direction: "amazon"},
	{Name: "ebay", Label: "eBay", Direction: "ebay"},
	{Name: "wish", Label: "wish", Direction: "wish"},
}

// letter is the 邀请函 to a platform.
var letter = programme.Paper{
	Title: "关于邀请参加跨境电商师资人才认证委员会的函",
	Body: "{platform}：\n" +
		"根据《浙江省商务厅 浙江省财政厅关于开展跨境电商人才培育行动的通知》（浙商务联发〔2017〕72号），我厅会同各跨境电商平台组成认证委员会，" +
		"通过理论考试、实践操作、现场答辩等方式，对完成集中培训的人员进行评选认证。\n" +
		"现邀请贵平台推荐一人担任委员，负责{direction}方向的考核和审定。请自发函之日起{days}个工作日内通过随函链接答复：应邀的，写明被推荐人的单位、职务、任期和方向，并签署保密承诺；" +
		"不能应邀的，也请说明。\n" +
		"联系人：{contact}　电话：{phone}",
}

// invitation is what is asked of one platform (三.4). Its party is the
// platform; whoever holds the link answers as its contact.
var invitation = &programme.Track{
	Name: "invitation", Label: "委员邀请", Start: "drafted", Stage: "certify", Aside: true,
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "drafted", Label: "拟稿", Turn: programme.Province, Basis: notice + "三.4"},
		{Name: "sent", Label: "已发函，待平台答复", Turn: programme.Employer, Reach: 1, Due: programme.Due{Days: "invitation.days", Lapse: "lapse"}, Basis: rules + "34"},
		{Name: "accepted", Label: "已应邀，委员在任", Reach: 2, Tone: programme.Done, Basis: rules + "34"},
		{Name: "declined", Label: "未应邀", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "34"},
		{Name: "lapsed", Label: "逾期未答复", Reach: 2, Final: true, Tone: programme.Refused, Basis: rules + "34"},
		{Name: "left", Label: "平台已退出", Reach: 3, Final: true, Tone: programme.Plain, Basis: rules + "34"},
	},
	Moves: []programme.Move{
		{Name: "send", Label: "发出邀请函", From: []string{"drafted"}, To: "sent", By: []programme.Role{programme.Province},
			Form: "letter", Basis: notice + "三.4", Quiet: true},
		{Name: "accept", Label: "应邀", Done: "应邀并推荐委员", From: []string{"sent"}, To: "accepted", By: []programme.Role{programme.Employer},
			Form: "nominee", Needs: []string{"term-fits"}, Also: []string{"seat-member"}, Basis: rules + "34", Quiet: true},
		{Name: "decline", Label: "不能应邀", Done: "答复不能应邀", From: []string{"sent"}, To: "declined", By: []programme.Role{programme.Employer},
			Form: "refusal", Basis: rules + "34", Quiet: true},
		{Name: "lapse", Label: "逾期未答复", From: []string{"sent"}, To: "lapsed", By: []programme.Role{programme.Clock}, Basis: rules + "34"},
		{Name: "leave", Label: "登记平台退出", Done: "平台退出，委员任职终止", From: []string{"accepted"}, To: "left", By: []programme.Role{programme.Province},
			Form: "leaving", Also: []string{"end-member"}, Basis: rules + "34", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Supervisor, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"letter": {
			{Name: "title", Label: "标题", Kind: form.Text, Max: 60},
			{Name: "body", Label: "正文", Kind: form.Prose, Max: 1500},
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
		},
		"nominee": {
			{Name: "contact", Label: "答复人（平台联系人）", Kind: form.Text, Max: 50},
			{Name: "name", Label: "被推荐人姓名", Kind: form.Name},
			{Name: "employer", Label: "被推荐人任职单位", Hint: "用于回避：本单位的人员由其他委员审定", Kind: form.Text, Max: 100},
			{Name: "title", Label: "职务", Kind: form.Text, Max: 50},
			{Name: "partners", Label: "平台在省内的合作服务单位", Hint: "用于回避，一行一个单位全称；没有的不填", Kind: form.Prose, Max: 1000, Optional: true},
			{Name: "directions", Label: "负责的方向", Kind: form.Many, Choices: directions},
			{Name: "since", Label: "任期自", Kind: form.Date},
			{Name: "until", Label: "任期至", Kind: form.Date, Hint: "任期不超过36个月"},
			{Name: "secrecy", Label: "被推荐人已书面承诺对试题、成绩、评议和考生信息保密，不用于平台其他业务，不带离境内；承诺书由平台留存备查", Kind: form.Check},
		},
		"refusal": {
			{Name: "contact", Label: "答复人（平台联系人）", Kind: form.Text, Max: 50},
			{Name: "reason", Label: "说明", Kind: form.Prose, Max: 300},
		},
		"leaving": {{Name: "reason", Label: "退出的依据", Hint: "平台来函、日期等", Kind: form.Prose, Max: 300}},
	},
}

// meeting is one meeting of the committee; its members are the entries that it
// has to decide on (三.4). Whoever is present signs the list, nobody for
// somebody else.
var meeting = &programme.Track{
	Name: "meeting", Label: "委员会会议", Start: "called", Stage: "certify", Aside: true,
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "called", Label: "已召集", Turn: programme.Province, Basis: rules + "35"},
		{Name: "convened", Label: "开会，待委员签署", Turn: programme.Examiner, Reach: 1, Basis: rules + "35"},
		{Name: "agreed", Label: "到会委员已签署，待确认纪要", Turn: programme.Province, Reach: 1, Basis: rules + "35"},
		{Name: "signed", Label: "名单已签署", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "35"},
		{Name: "adjourned", Label: "未开成，另行召集", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "35"},
	},
	Moves: []programme.Move{
		{Name: "convene", Label: "登记到会并开会", Done: "登记到会，开会", From: []string{"called"}, To: "convened", By: []programme.Role{programme.Province},
			Form: "attendance", Needs: []string{"list-not-empty", "list-passed", "quorum"}, Basis: rules + "35", Quiet: true},
		{Name: "adjourn", Label: "登记未开成", Done: "会议未开成", From: []string{"called", "convened", "agreed"}, To: "adjourned", By: []programme.Role{programme.Province},
			Form: "adjournment", Basis: rules + "35", Danger: true},
		{Name: "recuse", Label: "声明回避", From: []string{"convened"}, To: "convened", By: []programme.Role{programme.Examiner},
			Form: "recusal", Needs: []string{"at-meeting", "on-agenda"}, Basis: rules + "35", Quiet: true},
		{Name: "sign", Label: "签署拟认证名单", From: []string{"convened", "agreed"}, To: "convened", By: []programme.Role{programme.Examiner},
			Form: "signature", Needs: []string{"at-meeting", "signs-list", "others-to-sign"}, Basis: rules + "35", Quiet: true},
		{Name: "sign-last", Label: "签署拟认证名单", From: []string{"convened", "agreed"}, To: "agreed", By: []programme.Role{programme.Examiner},
			Form: "signature", Needs: []string{"at-meeting", "signs-list", "last-to-sign"}, Basis: rules + "35", Quiet: true},
		{Name: "close", Label: "确认纪要和名单", Done: "确认纪要，名单签署完毕", From: []string{"agreed"}, To: "signed", By: []programme.Role{programme.Province},
			Form: "minutes", Needs: []string{"all-signed", "list-passed", "rechecks-settled"}, Also: []string{"keep-verdict", "members:propose", "take-checkpoint"}, Basis: rules + "35", Quiet: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Examiner, By: programme.All},
		programme.Sight{Role: programme.Supervisor, By: programme.All},
	),
	Forms: map[string][]form.Question{
		"call": {
			{Name: "title", Label: "会议名称", Kind: form.Text, Max: 60},
			{Name: "on", Label: "开会日期", Kind: form.Date},
			{Name: "hour", Label: "时间", Kind: form.Text, Max: 20},
			{Name: "place", Label: "地点", Kind: form.Text, Max: 100},
			{Name: "agenda", Label: "议程", Kind: form.Prose, Max: 1000},
		},
		"attendance": {
			{Name: "attendance", Label: "到会情况", Kind: form.Rows, Max: 30, Columns: []form.Question{
				{Name: "case", Label: "席位", Kind: form.Text, Max: 64},
				{Name: "name", Label: "委员", Kind: form.Text, Max: 50},
				{Name: "was", Label: "到会", Kind: form.Pick, Choices: attendances},
				{Name: "chair", Label: "主持", Kind: form.Check, Optional: true},
			}},
		},
		"adjournment": {{Name: "reason", Label: "未开成的原因", Kind: form.Prose, Max: 300}},
		"recusal": {
			{Name: "entry", Label: "回避的人员", Kind: form.Text, Max: 64, Class: sealed},
			{Name: "ground", Label: "事由", Kind: form.Pick, Choices: []form.Choice{
				{Value: "taught", Label: "本人为其集中培训授课"}, {Value: "unit", Label: "与本单位有任职关系"},
				{Value: "partner", Label: "所在单位是平台的合作服务单位"}, {Value: "other", Label: "其他可能影响公正的关系"},
			}},
		},
		"signature": {
			{Name: "digest", Label: "名单摘要", Kind: form.Text, Max: 64},
			{Name: "except", Label: "不同意的人员", Kind: form.Prose, Max: 4000, Optional: true, Class: sealed},
			{Name: "note", Label: "不同意的理由", Kind: form.Prose, Max: 500, Optional: true},
		},
		"minutes": {
			{Name: "minutes", Label: "会议纪要", Hint: "审议情况、不同意见和结论", Kind: form.Prose, Max: 3000},
		},
	},
}

// attendances are the ways in which a member was at a meeting, or was not.
var attendances = []form.Choice{
	{Value: "present", Label: "到会"}, {Value: "excused", Label: "请假"}, {Value: "absent", Label: "缺席"},
}
