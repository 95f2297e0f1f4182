package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// contest is one calendar year of 浙江省电子商务百强名师: a window for wishes and
// the list of those who go straight to the final (四.3). Its members are
// nominations.
var contest = &programme.Track{
	Name: "contest", Label: "百强名师推荐", Start: "open", Stage: "register", Aside: true, Keep: "永久",
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "open", Label: "接受意愿", Due: programme.Due{Days: "publicity.days", Lapse: "close"}, Say: "名录内讲师正在表达意愿，截止后由省级推荐。", Basis: rules + "44"},
		{Name: "closed", Label: "待推荐", Turn: programme.Province, Reach: 1, Basis: notice + "四.3"},
		{Name: "nominated", Label: "已推荐", Reach: 2, Final: true, Tone: programme.Done, Basis: notice + "四.3"},
		{Name: "cancelled", Label: "已取消", Final: true, Tone: programme.Plain, Basis: rules + "44"},
	},
	Moves: []programme.Move{
		{Name: "close", Label: "意愿截止", From: []string{"open"}, To: "closed", By: []programme.Role{programme.Clock}, Basis: rules + "44"},
		{Name: "nominate", Label: "推荐进入决赛", Done: "推荐直接进入决赛", From: []string{"closed"}, To: "nominated", By: []programme.Role{programme.Province},
			Form: "letter", Needs: []string{"somebody-valid"}, Also: []string{"drop-invalid", "members:nominate"}, Basis: notice + "四.3"},
		{Name: "cancel", Label: "取消本年度推荐", From: []string{"open", "closed"}, To: "cancelled", By: []programme.Role{programme.Province}, Form: "reason",
			Also: []string{"members:drop"}, Basis: rules + "44", Danger: true},
	},
	Sights: sights(programme.Sight{Role: programme.Province, By: programme.All}),
	Forms: map[string][]form.Question{
		"window": {
			{Name: "year", Label: "年度", Kind: form.Number, Min: 2017, Max: 2100},
			{Name: "first", Label: "意愿首日", Kind: form.Date},
			{Name: "last", Label: "意愿末日", Hint: "截至当日24:00", Kind: form.Date},
		},
		"letter": {
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
			{Name: "to", Label: "推荐函抬头", Hint: "例如：浙江省电子商务百强名师评选组委会", Kind: form.Text, Max: 60},
		},
		"reason": {onRecord},
	},
}

// nomination is one lecturer's wish to be recommended in a year. Its parent is
// the contest.
var nomination = &programme.Track{
	Name: "nomination", Label: "百强名师意愿", Start: "wished", Stage: "register", Aside: true, Keep: "30年",
	Opens: []programme.Role{programme.Applicant},
	States: []programme.State{
		{Name: "wished", Label: "已表达意愿", Turn: programme.Province, Say: "截止后由省级推荐，推荐时证书须有效。", Basis: rules + "44"},
		{Name: "nominated", Label: "已推荐，直接进入决赛", Reach: 1, Final: true, Tone: programme.Done, Say: "省级已推荐，不参加预赛，直接进入决赛。", Basis: notice + "四.3"},
		{Name: "withdrawn", Label: "已撤回意愿", Final: true, Tone: programme.Plain, Basis: rules + "44"},
		{Name: "dropped", Label: "未列入", Reach: 1, Final: true, Tone: programme.Refused, Say: "推荐时没有有效证书，或本年度推荐取消。", Basis: rules + "44"},
	},
	Moves: []programme.Move{
		{Name: "withdraw", Label: "撤回意愿", From: []string{"wished"}, To: "withdrawn", By: []programme.Role{programme.Applicant}, Basis: rules + "44", Danger: true},
		{Name: "nominate", Label: "推荐", Done: "推荐直接进入决赛", From: []string{"wished"}, To: "nominated", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: notice + "四.3"},
		{Name: "drop", Label: "不列入", From: []string{"wished"}, To: "dropped", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "44"},
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.Province, By: programme.All},
	),
	Forms: map[string][]form.Question{"wish": {
		{Name: "wish", Label: "参加意愿", Kind: form.Check, Choices: []form.Choice{{Value: "yes", Label: "我愿意由省级主管部门推荐参加本年度浙江省电子商务百强名师评选，直接进入决赛"}}},
	}},
}
