package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// warning is what a buyer confirms before anything else (政府采购法实施条例
// art. 20). The register helps to find lecturers; it weighs nothing.
const warning = "我已阅读：以特定地区或行业的业绩、奖项作为加分或中标条件，或限定、指定特定供应商，属于以不合理条件实行差别待遇（《政府采购法实施条例》第二十条）。名录只用于查找和邀请，不作为资格条件，不折算分值。"

// purchase is a need for training that a buyer looks for a lecturer for (四.2).
// Its party is the buyer. No question of it and of its engagements weighs
// anybody.
var purchase = &programme.Track{
	Name: "purchase", Label: "政府购买培训服务", Start: "needed", Stage: "register", Aside: true, Keep: "30年",
	Opens: []programme.Role{programme.Buyer},
	States: []programme.State{
		{Name: "needed", Label: "需求已登记", Turn: programme.Buyer, Basis: notice + "四.2"},
		{Name: "proposed", Label: "邀请和签约", Turn: programme.Buyer, Reach: 1, Basis: rules + "42"},
		{Name: "informed", Label: "了解情况，按采购程序办理", Turn: programme.Buyer, Reach: 1, Basis: rules + "42"},
		{Name: "procured", Label: "已按采购程序办结", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "43"},
		{Name: "concluded", Label: "已选用名录内讲师", Reach: 2, Final: true, Tone: programme.Done, Basis: notice + "四.2"},
		{Name: "elsewhere", Label: "未选用名录内讲师", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "43"},
		{Name: "cancelled", Label: "已取消", Final: true, Tone: programme.Plain, Basis: rules + "42"},
	},
	Moves: []programme.Move{
		{Name: "propose", Label: "生成推荐次序", Done: "生成推荐次序", From: []string{"needed"}, To: "proposed", By: []programme.Role{programme.Buyer},
			Form: "proposal", Needs: []string{"invitation-allowed", "proposal-fits"}, Also: []string{"keep-proposal"}, Basis: rules + "42", Quiet: true},
		{Name: "inform", Label: "列出名录内讲师", Done: "列出名录内讲师，仅供了解", From: []string{"needed"}, To: "informed", By: []programme.Role{programme.Buyer},
			Form: "proposal", Needs: []string{"procedure-required", "proposal-fits"}, Also: []string{"keep-proposal"}, Basis: rules + "42", Quiet: true},
		{Name: "procure", Label: "办结：登记采购结果", Done: "办结，已按政府采购程序办理", From: []string{"informed"}, To: "procured", By: []programme.Role{programme.Buyer},
			Form: "procured", Basis: rules + "43"},
		{Name: "conclude", Label: "办结：已选用", Done: "办结，已选用名录内讲师", From: []string{"proposed"}, To: "concluded", By: []programme.Role{programme.Buyer},
			Needs: []string{"somebody-engaged"}, Also: []string{"release-others"}, Basis: notice + "四.2"},
		{Name: "elsewhere", Label: "办结：未选用，记明理由", Done: "办结，未选用名录内讲师", From: []string{"proposed"}, To: "elsewhere", By: []programme.Role{programme.Buyer},
			Form: "elsewhere", Needs: []string{"nobody-engaged"}, Also: []string{"release-others"}, Basis: rules + "43"},
		{Name: "cancel", Label: "取消需求", From: []string{"needed", "proposed", "informed"}, To: "cancelled", By: []programme.Role{programme.Buyer},
			Form: "reason", Needs: []string{"nobody-engaged"}, Also: []string{"release-others"}, Basis: rules + "42", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Buyer, By: programme.Office},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"need": {
			{Name: "warned", Label: "使用前须知", Kind: form.Check, Choices: []form.Choice{{Value: "yes", Label: warning}}},
			{Name: "content", Label: "购买内容", Hint: "例如：跨境电商新手卖家培训", Kind: form.Text, Max: 80},
			{Name: "directions", Label: "培训方向", Kind: form.Many, Choices: directions},
			{Name: "budget", Label: "预算（元）", Kind: form.Money, Min: 1, Max: 100000000},
			{Name: "catalogue", Label: "集中采购目录", Kind: form.Pick, Choices: []form.Choice{{Value: "outside", Label: "目录以外"}, {Value: "inside", Label: "目录以内"}}},
			{Name: "limit", Label: "采购限额", Kind: form.Pick, Choices: []form.Choice{{Value: "below", Label: "限额以下"}, {Value: "above", Label: "限额以上"}},
				Hint: "目录以内或限额以上的，须另按政府采购程序办理；这里只用于了解情况"},
			{Name: "place", Label: "授课地点", Kind: form.Text, Max: 80},
			{Name: "from", Label: "授课首日", Kind: form.Date},
			{Name: "to", Label: "授课末日", Kind: form.Date},
		},
		"proposal": {
			{Name: "seed", Label: "种子", Kind: form.Text, Max: 64},
			{Name: "pool", Label: "候选名单摘要", Kind: form.Text, Max: 64},
			{Name: "order", Label: "次序摘要", Kind: form.Text, Max: 64},
		},
		"procured": {
			{Name: "number", Label: "采购项目编号", Kind: form.Text, Max: 60},
			{Name: "outcome", Label: "承担授课的讲师", Kind: form.Pick, Choices: []form.Choice{{Value: "listed", Label: "名录内"}, {Value: "other", Label: "名录以外"}}},
			{Name: "reason", Label: "未选用名录内讲师的理由", Hint: "留存备查，不公开", Kind: form.Prose, Min: 10, Max: 500, Show: form.When{Name: "outcome", In: []string{"other"}}},
		},
		"elsewhere": {{Name: "reason", Label: "未选用的理由", Hint: "留存备查，不公开", Kind: form.Prose, Min: 10, Max: 500}},
		"reason":    {onRecord},
	},
}

// engagement is one lecturer invited for a purchase, from the invitation to
// what both say of each other. Its party is the lecturer; the buyer acts from
// the purchase, its parent.
var engagement = &programme.Track{
	Name: "engagement", Label: "授课邀请", Start: "sent", Stage: "register", Aside: true, Keep: "30年",
	Opens: []programme.Role{programme.List},
	States: []programme.State{
		{Name: "sent", Label: "待答复", Turn: programme.Applicant, Due: programme.Due{Days: "reply.days"}, Say: "采购单位邀请您授课，请答复。", Basis: rules + "43"},
		{Name: "accepted", Label: "已接受", Reach: 1, Say: "等待采购单位签约。", Basis: rules + "43"},
		{Name: "engaged", Label: "已签约", Reach: 2, Say: "授课后由采购单位登记课时。", Basis: rules + "43"},
		{Name: "delivered", Label: "课时待确认", Turn: programme.Applicant, Reach: 3, Say: "请核对采购单位登记的课时。", Basis: rules + "43"},
		{Name: "confirmed", Label: "课时已确认", Reach: 4, Say: "等待采购单位评价。", Basis: rules + "43"},
		{Name: "rated", Label: "待讲师评价", Turn: programme.Applicant, Reach: 5, Say: "采购单位已评价，请您评价。", Basis: rules + "43"},
		{Name: "closed", Label: "已完成", Reach: 6, Final: true, Tone: programme.Done, Basis: rules + "43"},
		{Name: "declined", Label: "已谢绝", Reach: 1, Final: true, Tone: programme.Plain, Basis: rules + "43"},
		{Name: "released", Label: "未签约", Reach: 1, Final: true, Tone: programme.Plain, Basis: rules + "43"},
	},
	Moves: []programme.Move{
		{Name: "accept", Label: "接受邀请", Done: "接受邀请", From: []string{"sent"}, To: "accepted", By: []programme.Role{programme.Applicant}, Form: "reply", Basis: rules + "43"},
		{Name: "decline", Label: "谢绝", Done: "谢绝邀请", From: []string{"sent", "accepted"}, To: "declined", By: []programme.Role{programme.Applicant}, Form: "reason", Basis: rules + "43"},
		{Name: "engage", Label: "登记合同", From: []string{"accepted"}, To: "engaged", By: []programme.Role{programme.List}, Form: "contract", Needs: []string{"facts-fit"}, Does: []string{"tell"}, Basis: rules + "43"},
		{Name: "release", Label: "不再签约", From: []string{"sent", "accepted"}, To: "released", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "43"},
		{Name: "deliver", Label: "登记课时", From: []string{"engaged"}, To: "delivered", By: []programme.Role{programme.List}, Form: "delivery", Needs: []string{"facts-fit"}, Does: []string{"tell"}, Basis: rules + "43"},
		{Name: "confirm", Label: "确认课时", Done: "确认课时", From: []string{"delivered"}, To: "confirmed", By: []programme.Role{programme.Applicant}, Basis: rules + "43"},
		{Name: "dispute", Label: "课时不对，退回", From: []string{"delivered"}, To: "engaged", By: []programme.Role{programme.Applicant}, Form: "reason", Basis: rules + "43"},
		{Name: "rate", Label: "评价讲师", From: []string{"confirmed"}, To: "rated", By: []programme.Role{programme.List}, Form: "opinion", Does: []string{"tell"}, Basis: rules + "43"},
		{Name: "answer", Label: "评价采购单位", From: []string{"rated"}, To: "closed", By: []programme.Role{programme.Applicant}, Form: "opinion", Basis: rules + "43"},
	},
	Sights: sights(programme.Sight{Role: programme.Applicant, By: programme.Own}),
	Forms: map[string][]form.Question{
		"reply": {
			{Name: "contact", Label: "留给采购单位的联系方式", Hint: "不填的，采购单位看不到您的电话和邮箱", Kind: form.Text, Max: 80, Optional: true},
			{Name: "note", Label: "说明", Kind: form.Prose, Max: 300, Optional: true},
		},
		"reason": {onRecord},
		"contract": {
			{Name: "number", Label: "合同编号", Kind: form.Text, Max: 60},
			{Name: "signed", Label: "签订日期", Kind: form.Date},
			{Name: "amount", Label: "合同金额（元）", Kind: form.Money, Min: 1, Max: 100000000},
			{Name: "hours", Label: "约定学时", Kind: form.Number, Min: 1, Max: 500},
		},
		"delivery": {
			{Name: "hours", Label: "实际学时", Kind: form.Number, Min: 1, Max: 500},
			{Name: "last", Label: "最后一次授课日期", Kind: form.Date},
		},
		"opinion": {
			{Name: "kept", Label: "是否按约定履行", Kind: form.Pick, Choices: []form.Choice{{Value: "yes", Label: "是"}, {Value: "partly", Label: "部分"}, {Value: "no", Label: "否"}}},
			{Name: "comment", Label: "具体情况", Kind: form.Prose, Max: 500},
		},
	},
}
