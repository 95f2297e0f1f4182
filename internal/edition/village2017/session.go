package village2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// session is the one judged session: roster, drawn order, panel, sheets, four
// signatures, release (三.3). Its members are villages; sheets are cases below
// it.
var session = &programme.Track{
	Name: "session", Label: "现场评审", Start: "preparing", Stage: "select", Members: "village",
	Opens: []programme.Role{programme.Association},
	States: []programme.State{
		{Name: "preparing", Label: "筹备中", Turn: programme.Association, Basis: notice + "三.3"},
		{Name: "drawn", Label: "已抽签", Turn: programme.Association, Reach: 1, Basis: notice + "四.4"},
		{Name: "declaring", Label: "评委声明回避", Turn: programme.Judge, Reach: 2, Basis: notice + "四.3"},
		{Name: "open", Label: "评分中", Turn: programme.Judge, Reach: 3, Basis: notice + "三.3"},
		{Name: "counted", Label: "待签字", Turn: programme.Association, Reach: 4, Basis: notice + "四.5"},
		{Name: "released", Label: "已发布", Reach: 5, Final: true, Tone: programme.Done, Basis: notice + "四.5"},
	},
	Moves: []programme.Move{
		{Name: "draw", Label: "抽签定序", From: []string{"preparing"}, To: "drawn", By: []programme.Role{programme.Association},
			Form: "draw", Needs: []string{"roster-ready"}, Also: []string{"keep-draw", "members:schedule"}, Basis: notice + "四.4", Quiet: true},
		{Name: "appoint", Label: "确定评委", From: []string{"drawn"}, To: "declaring", By: []programme.Role{programme.Association},
			Form: "panel", Needs: []string{"panel-fits"}, Also: []string{"open-sheets"}, Basis: notice + "四.2", Quiet: true},
		{Name: "start", Label: "开场", From: []string{"declaring"}, To: "open", By: []programme.Role{programme.Association},
			Needs: []string{"all-declared"}, Basis: notice + "三.3"},
		{Name: "count", Label: "汇总成绩", From: []string{"open"}, To: "counted", By: []programme.Role{programme.Association},
			Needs: []string{"all-locked"}, Basis: notice + "四.2"},
		sign("scorer", "计分员签字", programme.Association, "not-signed"),
		sign("checker", "复核员签字", programme.Association, "not-signed"),
		sign("supervisor", "监督员签字", programme.Supervisor, "not-signed"),
		sign("chief", "组长签字", programme.Judge, "is-chief", "not-signed"),
		{Name: "release", Label: "发布成绩", From: []string{"counted"}, To: "released", By: []programme.Role{programme.Association},
			Needs: []string{"four-signatures"}, Also: []string{"apply-results"}, Basis: notice + "四.5"},
	},
	Sights: sights(
		programme.Sight{Role: programme.Association, By: programme.All},
		programme.Sight{Role: programme.Supervisor, By: programme.All},
		programme.Sight{Role: programme.Judge, By: programme.Assigned},
	),
	Forms: map[string][]form.Question{
		"sitting": {
			{Name: "title", Label: "场次名称", Kind: form.Text, Max: 40, Hint: "例如：2017年现场评审"},
			{Name: "day", Label: "日期", Kind: form.Date},
			{Name: "hour", Label: "开始时间", Kind: form.Text, Max: 20, Optional: true, Hint: "例如 9:00"},
			{Name: "place", Label: "地点", Kind: form.Text, Max: 100},
		},
		"draw": {
			{Name: "drawer", Label: "抽取人口令", Hint: "至少16个字，由抽取人输入，结束后公开", Kind: form.Text, Min: 16, Max: 100, Secret: true, Class: sealed},
			{Name: "supervisor", Label: "监督人", Kind: form.Name},
			{Name: "witness", Label: "监督人口令", Hint: "至少16个字，由监督人输入，结束后公开", Kind: form.Text, Min: 16, Max: 100, Secret: true, Class: sealed},
			{Name: "record", Label: "抽签记录", Kind: form.Prose, Max: 200000, Optional: true, Class: sealed},
		},
		"panel": {
			{Name: "judges", Label: "评委", Kind: form.Rows, Min: 3, Max: 5, Class: sealed, Columns: []form.Question{
				{Name: "person", Label: "评委", Kind: form.Text, Max: 64},
				{Name: "name", Label: "姓名", Kind: form.Name},
				{Name: "unit", Label: "工作单位", Kind: form.Text, Max: 100, Optional: true},
			}},
			{Name: "chief", Label: "组长", Kind: form.Text, Max: 64, Class: sealed},
		},
		"signature": {
			{Name: "as", Label: "签字人", Kind: form.Name},
			{Name: "digest", Label: "成绩汇总表摘要", Kind: form.Text, Max: 64},
		},
	},
}

// sign is the signature of one of the four who answer for the result.
func sign(as, label string, by programme.Role, needs ...string) programme.Move {
	return programme.Move{Name: "sign-" + as, Label: label, From: []string{"counted"}, To: "counted", By: []programme.Role{by},
		Form: "signature", Needs: needs, Basis: notice + "四.5", Quiet: true}
}

// sheet is one judge's sheet about one village; nobody else reads it before
// the results are counted.
var sheet = &programme.Track{
	Name: "sheet", Label: "评分表", Start: "undeclared", Stage: "select",
	Opens: []programme.Role{programme.Association},
	States: []programme.State{
		{Name: "undeclared", Label: "待声明回避", Turn: programme.Judge, Basis: notice + "四.3"},
		{Name: "open", Label: "待评分", Turn: programme.Judge, Reach: 1, Basis: notice + "四.2"},
		{Name: "locked", Label: "已锁分", Reach: 2, Tone: programme.Done, Basis: notice + "四.2"},
		{Name: "recused", Label: "回避", Reach: 2, Final: true, Tone: programme.Plain, Basis: notice + "四.3"},
	},
	Moves: []programme.Move{
		{Name: "declare", Label: "无需回避", Done: "声明无需回避", From: []string{"undeclared"}, To: "open", By: []programme.Role{programme.Judge},
			Also: []string{"let-in"}, Basis: notice + "四.3", Quiet: true},
		{Name: "recuse", Label: "申请回避", Done: "回避", From: []string{"undeclared", "open"}, To: "recused", By: []programme.Role{programme.Judge},
			Form: "recusal", Also: []string{"shut-out"}, Basis: notice + "四.3", Danger: true, Quiet: true},
		{Name: "lock", Label: "锁分", From: []string{"open"}, To: "locked", By: []programme.Role{programme.Judge},
			Form: "marks", Needs: []string{"session-open", "marks-explained", "device-signed"}, Also: []string{"forget-draft", "spend-number"},
			Basis: notice + "四.2", Quiet: true},
		{Name: "unlock", Label: "开锁", From: []string{"locked"}, To: "open", By: []programme.Role{programme.Supervisor},
			Form: "ground", Needs: []string{"session-open"}, Basis: notice + "四.2", Danger: true, Quiet: true},
	},
	Sights: []programme.Sight{{Role: programme.Judge, By: programme.Own}},
	Forms: map[string][]form.Question{
		"ground": {{Name: "ground", Label: "事由", Kind: form.Prose, Max: 300}},
		"recusal": {
			{Name: "kind", Label: "回避事由", Kind: form.Select, Choices: []form.Choice{
				{Value: "native", Label: "是该村村民，或者在该村有经营、任职"},
				{Value: "kin", Label: "与该村经办人有近亲属关系"},
				{Value: "review", Label: "经办过该村的审核"},
				{Value: "other", Label: "其他可能影响公正的关系"},
			}},
			{Name: "ground", Label: "说明", Kind: form.Text, Max: 200, Optional: true},
		},
		"marks": marks(),
	},
}

// marks asks for every criterion and two remarks.
func marks() (qs []form.Question) {
	for _, c := range talk.Criteria {
		qs = append(qs, form.Question{Name: c.Name, Label: c.Label, Hint: c.Hint, Kind: form.Score, Max: int(c.Max / 100), Step: int(talk.Step), Class: sealed})
	}
	return append(qs,
		form.Question{Name: "remark", Label: "内部意见", Hint: "不告知申报村", Kind: form.Prose, Max: 500, Optional: true, Class: sealed},
		form.Question{Name: "feedback", Label: "反馈意见", Hint: "将告知申报村", Kind: form.Prose, Max: 500, Optional: true, Class: sealed},
		form.Question{Name: "way", Label: "锁分方式", Kind: form.Select, Optional: true, Choices: []form.Choice{
			{Value: "device", Label: "设备签名锁分"}, {Value: "online", Label: "在线锁分"},
		}},
		form.Question{Name: "signed", Label: "签名的内容", Kind: form.Text, Max: 8000, Optional: true, Class: sealed},
		form.Question{Name: "signature", Label: "设备签名", Kind: form.Text, Max: 100, Optional: true, Class: sealed},
	)
}
