package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// inviters may ask a lecturer to speak. A firm asks through its buyer's account
// or through the office of its place; who buys with public money goes the way
// of the purchase.
var inviters = []programme.Role{programme.County, programme.City, programme.Province, programme.Buyer}

// offices hold surveys and events.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// parts3 are the parts of a day that a lecturer is asked for.
var parts3 = []form.Choice{{Value: "am", Label: "上午"}, {Value: "pm", Label: "下午"}, {Value: "eve", Label: "晚上"}}

// cause is why somebody does not do what was asked.
var cause = form.Question{Name: "reason", Label: "理由", Hint: "将原文告知对方", Kind: form.Prose, Max: 300}

// lecture is one lecturer asked to speak to a firm or in public (五.3). Its
// party is the lecturer; a county or city is the inviter's. One for an event
// grows out of the event.
var lecture = &programme.Track{
	Name: "lecture", Label: "讲师邀请", Start: "sent", Stage: "register", Aside: true,
	Opens: inviters,
	States: []programme.State{
		{Name: "sent", Label: "待讲师答复", Turn: programme.Applicant, Due: programme.Due{Days: "lecture.days", Lapse: "lapse"},
			Say: "有单位邀请您授课，请答复。答复之前对方看不到您的电话。", Basis: rules + "46"},
		{Name: "accepted", Label: "已应邀", Reach: 1, Say: "授课后由邀请方登记课时，再由您确认。", Basis: rules + "46"},
		{Name: "held", Label: "课时待讲师确认", Turn: programme.Applicant, Reach: 2, Say: "请核对邀请方登记的课时。", Basis: rules + "46"},
		{Name: "confirmed", Label: "课时已确认", Reach: 3, Final: true, Tone: programme.Done, Basis: rules + "46"},
		{Name: "declined", Label: "讲师不能应邀", Reach: 1, Final: true, Tone: programme.Plain, Basis: rules + "46"},
		{Name: "lapsed", Label: "逾期未答复", Reach: 1, Final: true, Tone: programme.Plain, Basis: rules + "46"},
		{Name: "withdrawn", Label: "邀请已取消", Reach: 1, Final: true, Tone: programme.Plain, Basis: rules + "46"},
	},
	Moves: []programme.Move{
		{Name: "accept", Label: "应邀", Done: "应邀", From: []string{"sent"}, To: "accepted", By: []programme.Role{programme.Applicant},
			Form: "acceptance", Needs: []string{"lecture-in-time"}, Also: []string{"take-lecture-day"}, Basis: rules + "46"},
		{Name: "decline", Label: "不能应邀", Done: "答复不能应邀", From: []string{"sent"}, To: "declined", By: []programme.Role{programme.Applicant},
			Form: "refusal", Also: []string{"free-lecture-day"}, Basis: rules + "46"},
		{Name: "lapse", Label: "逾期未答复", From: []string{"sent"}, To: "lapsed", By: []programme.Role{programme.Clock},
			Also: []string{"free-lecture-day"}, Basis: rules + "46"},
		{Name: "hold", Label: "登记课时", Done: "登记课时", From: []string{"accepted"}, To: "held", By: inviters,
			Form: "hours", Needs: []string{"lecture-day-come"}, Does: []string{"tell"}, Basis: rules + "46"},
		{Name: "confirm", Label: "确认课时", Done: "确认课时", From: []string{"held"}, To: "confirmed", By: []programme.Role{programme.Applicant},
			Also: []string{"keep-lecture-hours"}, Basis: rules + "46"},
		{Name: "dispute", Label: "课时不对，退回", Done: "课时不对，退回邀请方", From: []string{"held"}, To: "accepted", By: []programme.Role{programme.Applicant},
			Form: "refusal", Basis: rules + "46"},
		{Name: "withdraw", Label: "取消邀请", Done: "取消邀请", From: []string{"sent", "accepted"}, To: "withdrawn", By: inviters,
			Form: "refusal", Also: []string{"free-lecture-day"}, Does: []string{"tell"}, Basis: rules + "46", Danger: true},
		{Name: "call-off", Label: "活动取消", From: []string{"sent", "accepted"}, To: "withdrawn", By: []programme.Role{programme.List},
			Also: []string{"free-lecture-day"}, Does: []string{"tell"}, Basis: rules + "47"},
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.County, By: programme.InCounty},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Buyer, By: programme.Assigned},
	),
	Forms: map[string][]form.Question{
		"request": {
			{Name: "topic", Label: "授课内容", Hint: "例如：跨境电商物流与海外仓", Kind: form.Text, Max: 60},
			{Name: "direction", Label: "培训方向", Kind: form.Select, Choices: directions},
			{Name: "host", Label: "授课对象", Hint: "企业名称，或者活动名称", Kind: form.Text, Max: 100},
			{Name: "place", Label: "授课地点", Kind: form.Text, Max: 80},
			{Name: "on", Label: "日期", Hint: "须在讲师的答复期限以后", Kind: form.Date},
			{Name: "part", Label: "时段", Kind: form.Pick, Choices: parts3},
			{Name: "hours", Label: "预计课时", Hint: "一课时不少于45分钟", Kind: form.Number, Min: 1, Max: 8},
			{Name: "fee", Label: "课酬说明", Hint: "按当地标准如实写明；系统不计算、不支付", Kind: form.Text, Max: 80, Optional: true},
			{Name: "note", Label: "其他说明", Kind: form.Prose, Max: 300, Optional: true},
		},
		"acceptance": {
			{Name: "phone", Label: "留给邀请方的电话", Hint: "只给邀请方看，用于商量授课安排", Kind: form.Phone, Secret: true, Class: sealed},
			{Name: "note", Label: "说明", Kind: form.Prose, Max: 300, Optional: true},
		},
		"refusal": {cause},
		"hours": {
			{Name: "hours", Label: "实际课时", Kind: form.Number, Min: 1, Max: 8},
			{Name: "people", Label: "听课人数", Kind: form.Number, Min: 1, Max: 5000},
		},
	},
}

// event is something an office holds in public to spread what is taught
// (五.3). Its party is the office.
var event = &programme.Track{
	Name: "event", Label: "推广活动", Start: "planned", Stage: "register", Aside: true,
	Opens: offices,
	States: []programme.State{
		{Name: "planned", Label: "筹备中", Turn: programme.Addressee, Basis: rules + "47"},
		{Name: "announced", Label: "已发布", Turn: programme.Addressee, Reach: 1, Basis: rules + "47"},
		{Name: "held", Label: "已举办", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "47"},
		{Name: "cancelled", Label: "已取消", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "47"},
	},
	Moves: []programme.Move{
		{Name: "announce", Label: "发布到活动日历", Done: "发布到活动日历", From: []string{"planned"}, To: "announced", By: offices,
			Needs: []string{"event-ahead", "event-clean"}, Basis: rules + "47"},
		{Name: "hold", Label: "登记已举办", Done: "登记已举办", From: []string{"announced"}, To: "held", By: offices,
			Form: "outcome", Needs: []string{"event-day-come", "event-settled"}, Basis: rules + "47"},
		{Name: "cancel", Label: "取消活动", Done: "取消活动", From: []string{"planned", "announced"}, To: "cancelled", By: offices,
			Form: "refusal", Also: []string{"call-off-lectures"}, Basis: rules + "47", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.County, By: programme.InCounty},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All},
	),
	Forms: map[string][]form.Question{
		"plan": {
			{Name: "title", Label: "活动名称", Kind: form.Text, Max: 60},
			{Name: "direction", Label: "培训方向", Kind: form.Select, Choices: directions},
			{Name: "on", Label: "日期", Kind: form.Date},
			{Name: "part", Label: "时段", Kind: form.Pick, Choices: parts3},
			{Name: "place", Label: "地点", Hint: "向公众显示；不写个人姓名和电话", Kind: form.Text, Max: 80},
			{Name: "audience", Label: "面向对象", Kind: form.Text, Max: 80},
			{Name: "about", Label: "内容简介", Hint: "向公众显示；不写个人姓名和电话", Kind: form.Prose, Max: 500},
		},
		"outcome": {
			{Name: "people", Label: "到场人数", Kind: form.Number, Min: 1, Max: 100000},
			{Name: "note", Label: "活动小结", Kind: form.Prose, Max: 500},
		},
		"refusal": {cause},
	},
}
