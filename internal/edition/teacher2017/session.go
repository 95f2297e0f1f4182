package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// session is one sitting of the first selection: roster, drawn order, panel,
// sheets, four signatures, release (三.2). Its party is the association, its
// members are applications; sheets are cases below it.
var session = &programme.Track{
	Name: "session", Label: "初选场次", Start: "preparing", Stage: "select", Members: "application",
	Opens: []programme.Role{programme.Association},
	States: []programme.State{
		{Name: "preparing", Label: "筹备中", Turn: programme.Association, Basis: notice + "三.2"},
		{Name: "drawn", Label: "已抽签", Turn: programme.Association, Reach: 1, Basis: rules + "10"},
		{Name: "declaring", Label: "评委声明回避", Turn: programme.Judge, Reach: 2, Basis: rules + "9"},
		{Name: "open", Label: "评分中", Turn: programme.Judge, Reach: 3, Basis: notice + "三.2"},
		{Name: "counted", Label: "待签字", Turn: programme.Association, Reach: 4, Basis: rules + "11"},
		{Name: "released", Label: "已发布", Reach: 5, Final: true, Tone: programme.Done, Basis: rules + "11"},
	},
	Moves: []programme.Move{
		{Name: "draw", Label: "抽签定序", Done: "抽签定序", From: []string{"preparing"}, To: "drawn", By: []programme.Role{programme.Association},
			Form: "draw", Needs: []string{"roster-ready"}, Also: []string{"keep-draw", "members:schedule"}, Basis: rules + "10", Quiet: true},
		{Name: "appoint", Label: "确定评委", Done: "确定评委", From: []string{"drawn"}, To: "declaring", By: []programme.Role{programme.Association},
			Form: "panel", Needs: []string{"panel-fits"}, Also: []string{"open-sheets"}, Does: []string{"tell"}, Basis: rules + "8", Quiet: true},
		{Name: "start", Label: "开场", From: []string{"declaring"}, To: "open", By: []programme.Role{programme.Association},
			Needs: []string{"all-declared"}, Basis: notice + "三.2"},
		{Name: "count", Label: "汇总成绩", Done: "汇总成绩", From: []string{"open"}, To: "counted", By: []programme.Role{programme.Association},
			Needs: []string{"all-locked"}, Basis: rules + "8"},
		{Name: "sign-scorer", Label: "计分员签字", From: []string{"counted"}, To: "counted", By: []programme.Role{programme.Association},
			Form: "signature", Needs: []string{"not-signed"}, Basis: rules + "11", Quiet: true},
		{Name: "sign-checker", Label: "复核员签字", From: []string{"counted"}, To: "counted", By: []programme.Role{programme.Association},
			Form: "signature", Needs: []string{"not-signed"}, Basis: rules + "11", Quiet: true},
		{Name: "sign-supervisor", Label: "监督员签字", From: []string{"counted"}, To: "counted", By: []programme.Role{programme.Supervisor},
			Form: "signature", Needs: []string{"not-signed"}, Basis: rules + "11", Quiet: true},
		{Name: "sign-chief", Label: "组长签字", From: []string{"counted"}, To: "counted", By: []programme.Role{programme.Judge},
			Form: "signature", Needs: []string{"is-chief", "not-signed"}, Basis: rules + "11", Quiet: true},
		{Name: "release", Label: "发布成绩", From: []string{"counted"}, To: "released", By: []programme.Role{programme.Association},
			Needs: []string{"four-signatures"}, Also: []string{"apply-results"}, Basis: rules + "11"},
	},
	Sights: sights(
		programme.Sight{Role: programme.Association, By: programme.All},
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Supervisor, By: programme.All},
		programme.Sight{Role: programme.Judge, By: programme.Assigned},
	),
	Forms: map[string][]form.Question{
		"sitting": {
			{Name: "title", Label: "场次名称", Kind: form.Text, Max: 40, Hint: "例如：第一场（上午）"},
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
			{Name: "judges", Label: "评委", Kind: form.Rows, Min: 5, Max: 9, Class: sealed, Columns: []form.Question{
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

// sheet is one judge's 评分表 for one candidate: nobody else reads it before
// the results are counted. Its party is the judge, its parent the session.
var sheet = &programme.Track{
	Name: "sheet", Label: "评分表", Start: "undeclared", Stage: "select",
	Opens: []programme.Role{programme.Association},
	States: []programme.State{
		{Name: "undeclared", Label: "待声明回避", Turn: programme.Judge, Basis: rules + "9"},
		{Name: "open", Label: "待评分", Turn: programme.Judge, Reach: 1, Basis: rules + "8"},
		{Name: "locked", Label: "已锁分", Reach: 2, Tone: programme.Done, Basis: rules + "8"},
		{Name: "recused", Label: "回避", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "9"},
	},
	// All are quiet: who looks at a single sheet sees a number and no name, and
	// could not say whether to stand aside.
	Moves: []programme.Move{
		{Name: "declare", Label: "无需回避", Done: "声明无需回避", From: []string{"undeclared"}, To: "open", By: []programme.Role{programme.Judge},
			Also: []string{"let-in"}, Basis: rules + "9", Quiet: true},
		{Name: "recuse", Label: "申请回避", Done: "回避", From: []string{"undeclared", "open"}, To: "recused", By: []programme.Role{programme.Judge},
			Form: "recusal", Also: []string{"shut-out"}, Basis: rules + "9", Danger: true, Quiet: true},
		{Name: "lock", Label: "锁分", Done: "锁分", From: []string{"open"}, To: "locked", By: []programme.Role{programme.Judge},
			Form: "marks", Needs: []string{"session-open", "marks-explained", "device-signed"}, Also: []string{"forget-draft", "spend-number"}, Basis: rules + "8", Quiet: true},
		{Name: "unlock", Label: "开锁", From: []string{"locked"}, To: "open", By: []programme.Role{programme.Supervisor},
			Form: "ground", Needs: []string{"session-open"}, Basis: rules + "8", Danger: true, Quiet: true},
	},
	// Nobody but the judge: not even an auditor may see a mark before all are
	// counted; afterwards the page of the session shows them.
	Sights: []programme.Sight{
		{Role: programme.Judge, By: programme.Own},
	},
	Forms: map[string][]form.Question{
		"ground":  {{Name: "ground", Label: "事由", Kind: form.Prose, Max: 300}},
		"recusal": recusal,
		"marks":   marks(talk),
	},
}

// marks asks for every criterion of a rubric and two remarks.
func marks(r programme.Rubric) (qs []form.Question) {
	for _, c := range r.Criteria {
		qs = append(qs, form.Question{
			Name: c.Name, Label: c.Label, Hint: c.Hint, Kind: form.Score, Max: int(c.Max / 100), Step: int(r.Step), Class: sealed,
		})
	}
	return append(qs,
		form.Question{Name: "remark", Label: "内部意见", Hint: "不告知申报人", Kind: form.Prose, Max: 500, Optional: true, Class: sealed},
		form.Question{Name: "feedback", Label: "反馈意见", Hint: "将告知申报人", Kind: form.Prose, Max: 500, Optional: true, Class: sealed},
		// What follows is filled in by the signature of the device, byte for byte.
		form.Question{Name: "way", Label: "锁分方式", Kind: form.Select, Optional: true, Choices: []form.Choice{
			{Value: "device", Label: "设备签名锁分"}, {Value: "online", Label: "在线锁分"},
		}},
		form.Question{Name: "signed", Label: "签名的内容", Kind: form.Text, Max: 8000, Optional: true, Class: sealed},
		form.Question{Name: "signature", Label: "设备签名", Kind: form.Text, Max: 100, Optional: true, Class: sealed},
	)
}
