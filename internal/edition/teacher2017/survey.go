package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// survey asks firms what they need (五.1): an office names the firms, each
// answers by a link of its own, and the end gives a 需求汇总. Its party is the
// office. What one firm answered is in no paper and on no page but its own.
var survey = &programme.Track{
	Name: "survey", Label: "需求调研", Start: "drafting", Stage: "register", Aside: true,
	Opens: offices,
	States: []programme.State{
		{Name: "drafting", Label: "拟定企业名单", Turn: programme.Addressee, Basis: rules + "48"},
		{Name: "open", Label: "调研中", Reach: 1, Due: programme.Due{Lapse: "end"}, Basis: rules + "48"},
		{Name: "closed", Label: "已汇总", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "49"},
		{Name: "cancelled", Label: "未开展", Final: true, Tone: programme.Plain, Basis: rules + "48"},
	},
	Moves: []programme.Move{
		{Name: "launch", Label: "开始调研", Done: "开始调研", From: []string{"drafting"}, To: "open", By: offices,
			Needs: []string{"survey-has-firms", "survey-ahead"}, Also: []string{"open-survey"}, Basis: rules + "48"},
		{Name: "close", Label: "提前结束并汇总", Done: "结束调研并汇总", From: []string{"open"}, To: "closed", By: offices,
			Also: []string{"close-survey"}, Basis: rules + "49", Danger: true},
		{Name: "end", Label: "到期结束并汇总", From: []string{"open"}, To: "closed", By: []programme.Role{programme.Clock},
			Also: []string{"close-survey"}, Basis: rules + "49"},
		{Name: "cancel", Label: "不再开展", Done: "不再开展", From: []string{"drafting"}, To: "cancelled", By: offices, Basis: rules + "48", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.County, By: programme.InCounty},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All},
	),
	Forms: map[string][]form.Question{
		"plan": {
			{Name: "title", Label: "调研名称", Kind: form.Text, Max: 60},
			{Name: "until", Label: "截止日期", Hint: "当日24:00自动结束并汇总", Kind: form.Date},
		},
		// The questions, of which a page of a telephone takes five.
		"questions": {
			{Name: "trade", Label: "贵企业主要做什么", Kind: form.Pick, Choices: []form.Choice{
				{Value: "make", Label: "生产制造"}, {Value: "trade", Label: "外贸流通"}, {Value: "shop", Label: "平台卖家"}, {Value: "serve", Label: "物流、支付等服务"}, {Value: "other", Label: "其他"}}},
			{Name: "staff", Label: "现在做跨境电商的有多少人", Kind: form.Pick, Choices: []form.Choice{
				{Value: "none", Label: "还没有"}, {Value: "few", Label: "1至9人"}, {Value: "some", Label: "10至49人"}, {Value: "many", Label: "50人及以上"}}},
			// Any number of them, none too: no answer to one direction says anything
			// of another, so that a cell of the summary is kept by its line alone.
			{Name: "directions", Label: "希望培训哪些方向", Hint: "可以多选；不需要的不选", Kind: form.Many, Choices: directions, Optional: true},
			{Name: "people", Label: "一共有多少人要培训", Hint: "写大概人数，没有的写0", Kind: form.Number, Max: 500},
			{Name: "base", Label: "他们的基础", Kind: form.Pick, Choices: []form.Choice{
				{Value: "new", Label: "刚入门"}, {Value: "done", Label: "做过一些"}, {Value: "mixed", Label: "都有"}}},
			{Name: "shape", Label: "最希望的方式", Kind: form.Pick, Choices: []form.Choice{
				{Value: "visit", Label: "请讲师到企业"}, {Value: "class", Label: "参加集中班"}, {Value: "talk", Label: "听公开讲座"}, {Value: "online", Label: "线上"}}},
			{Name: "when", Label: "希望什么时候", Kind: form.Pick, Choices: []form.Choice{
				{Value: "month", Label: "一个月内"}, {Value: "quarter", Label: "三个月内"}, {Value: "later", Label: "更晚"}}},
			{Name: "days", Label: "合适的时间", Kind: form.Pick, Choices: []form.Choice{
				{Value: "work", Label: "工作日"}, {Value: "weekend", Label: "周末"}, {Value: "eve", Label: "晚上"}}},
			{Name: "hire", Label: "今年要不要招跨境电商人员", Kind: form.Pick, Choices: []form.Choice{
				{Value: "yes", Label: "要"}, {Value: "no", Label: "不要"}, {Value: "maybe", Label: "还没定"}}},
		},
		// What a firm may ask of the office after it has answered.
		"wish": {
			{Name: "name", Label: "联系人", Kind: form.Name},
			{Name: "phone", Label: "联系电话", Hint: "只给组织调研的单位看", Kind: form.Phone, Secret: true},
			{Name: "text", Label: "希望帮助什么", Kind: form.Prose, Max: 200},
		},
	},
}
