// Package gallery shows every part of ui on a few pages that look like those of
// the product, with people and offices that do not exist. Tests render them;
// whoever changes the style looks at them.
package gallery

import (
	"time"

	"qinglan/internal/form"
	"qinglan/internal/web/ui"
)

var now = time.Date(2017, 10, 13, 10, 24, 0, 0, time.FixedZone("", 8*60*60))

func ago(d time.Duration) time.Time { return now.Add(-d) }

func desk() ui.Shell {
	return ui.Shell{
		Title: "市级工作台", Active: "/desk",
		Nav: []ui.Link{
			{Text: "工作台", Href: "/desk", Count: 12}, {Text: "推荐名单汇总表", Href: "/summary"}, {Text: "县级进度", Href: "/counties"},
			{Text: "讲师库", Href: "/pool"}, {Text: "通知", Href: "/notices", Count: 1}, {Text: "统计", Href: "/report"},
		},
		Person: "演示·陈岚", Post: "经办", Organ: "金华市商务主管部门（演示）",
		Edition: "2017年首批讲师认证", Path: "/desk", Now: now,
	}
}

func applicant() ui.Shell {
	return ui.Shell{
		Title: "我的申报", Active: "/mine",
		Nav:    []ui.Link{{Text: "我的申报", Href: "/mine"}, {Text: "通知与公示", Href: "/notices"}, {Text: "消息", Href: "/inbox", Count: 2}},
		Person: "演示·王青", Organ: "义乌某某跨境电商有限公司（演示）",
		Edition: "2017年首批讲师认证", Path: "/mine", Now: now,
	}
}

var stages = []ui.Stage{
	{Name: "填报", Note: "9月20日", At: ui.Past},
	{Name: "单位意见", Note: "9月22日", At: ui.Past},
	{Name: "县级初核", Note: "9月28日", At: ui.Past},
	{Name: "市级初审", Note: "金华市", At: ui.Present},
	{Name: "省级初选", At: ui.Future},
	{Name: "集中培训", At: ui.Future},
	{Name: "认证考核", At: ui.Future},
	{Name: "公示发证", At: ui.Future},
}

var questions = []form.Question{
	{Name: "name", Label: "姓名", Kind: form.Name, Hint: "按身份证上的写法填写。"},
	{Name: "idno", Label: "身份证号码", Kind: form.IDNo, Why: "用于核对本人身份和防止重复申报，加密保存，只有经办人能看到，每次查看都有记录。"},
	{Name: "phone", Label: "手机号码", Kind: form.Phone},
	{Name: "clause", Label: "申报条件", Kind: form.Pick, Hint: "符合其中一项即可。", Choices: []form.Choice{
		{Value: "a", Label: "企业实务专家", Hint: "在跨境电商企业从事经营管理或实操工作三年以上"},
		{Value: "b", Label: "院校专业教师", Hint: "在院校从事电子商务、国际贸易类教学两年以上"},
		{Value: "c", Label: "培训机构讲师", Hint: "近两年累计授课不少于一百学时"},
	}},
	{Name: "fields", Label: "擅长方向", Kind: form.Many, Max: 3, Hint: "最多选三项。", Choices: []form.Choice{
		{Value: "1", Label: "平台运营"}, {Value: "2", Label: "海外营销"}, {Value: "3", Label: "物流通关"}, {Value: "4", Label: "视觉设计"},
	}},
	{Name: "region", Label: "所在县（市、区）", Kind: form.Select, Choices: []form.Choice{{Value: "yw", Label: "义乌市"}, {Value: "yk", Label: "永康市"}}},
	{Name: "since", Label: "从业起始年月", Kind: form.Month},
	{Name: "career", Label: "主要工作经历", Kind: form.Rows, Max: 5, Hint: "从最近的写起。", Columns: []form.Question{
		{Name: "from", Label: "起始年月", Kind: form.Month}, {Name: "firm", Label: "单位"}, {Name: "post", Label: "职务", Max: 20},
	}},
	{Name: "intro", Label: "授课特长与业绩", Kind: form.Prose, Max: 300, Min: 20},
	{Name: "score", Label: "专业能力", Kind: form.Score, Max: 40, Step: 50},
	{Name: "proof", Label: "工作证明", Kind: form.File, Max: 2, Hint: "PDF 或照片，每个不超过 10 MB。", Accept: "application/pdf,image/jpeg,image/png"},
	{Name: "agree", Label: "承诺", Kind: form.Check, Choices: []form.Choice{{Label: "以上内容真实，如有虚假由本人承担责任。"}}},
	{Name: "note", Label: "补充说明", Kind: form.Text, Optional: true},
}

var answers = form.Answers{
	"name": "演示·王青", "idno": "33078", "phone": "1990000000", "clause": "a", "fields": "1\n2", "region": "yw", "since": "2012-03",
	"career": `[{"firm":"义乌某某跨境电商有限公司（演示）","from":"2014-06","post":"运营总监"}]`,
	"intro":  "从事平台运营五年，主讲过店铺诊断与选品课程，累计授课一百二十学时。", "score": "34.5", "proof": "f1",
}

var files = map[string]ui.Tile{"f1": {Name: "在职证明（盖章）.pdf", Href: "/files/f1", Kind: "PDF", Size: "1.2 MB", Note: "9月20日上传"}}

func wrong() form.Wrong {
	w := make(form.Wrong)
	w.Add("idno", "身份证号码应为18位，请核对位数。")
	w.Add("phone", "手机号码应为11位数字，以13至19开头，请核对。")
	w.Add("agree", "请确认这一项。")
	return w
}

var events = []ui.Event{
	{At: ago(20 * time.Minute), Organ: "义乌市商务主管部门（演示）", Who: "演示·李溪", Did: "推荐上报", Text: "材料齐全，同意推荐。", Clause: "浙商务联发〔2017〕72号 五（二）", Tone: ui.OnMe},
	{At: ago(50 * time.Hour), Who: "演示·王青", Did: "补正后重新提交", Tone: ui.Plain},
	{At: ago(74 * time.Hour), Organ: "义乌市商务主管部门（演示）", Who: "演示·李溪", Did: "退回补正", Text: "两处需补正：\n1. 在职证明未盖公章\n2. 工作经历缺少 2012 年至 2014 年", Clause: "浙商务联发〔2017〕72号 五（一）", Tone: ui.Late},
	{At: ago(200 * time.Hour), Who: "演示·王青", Did: "提交申报", Tone: ui.Done},
}

func cases() ui.Table {
	row := func(id, name, firm, county, clause, sent string, tone ui.Tone, state string, edge ui.Tone) ui.Row {
		return ui.Row{ID: id, Href: "/cases/" + id, Tone: edge, Cells: []ui.Cell{
			{Text: name, Sub: firm}, {Text: county}, {Text: clause}, {Text: sent}, {Text: state, Tone: tone},
		}}
	}
	return ui.Table{
		ID: "cases", Caption: "待初审", Count: 12, Pick: "case", Sort: "sent",
		SortHref: func(k string) string { return "/desk?sort=" + k },
		Columns: []ui.Column{
			{Key: "name", Label: "申报人", Main: true}, {Key: "county", Label: "县（市、区）"}, {Label: "申报条件"}, {Key: "sent", Label: "上报时间", Num: true}, {Label: "状态"},
		},
		Rows: []ui.Row{
			row("a1", "演示·王青", "义乌某某跨境电商有限公司（演示）", "义乌市", "企业实务专家", "10月13日 10:04", ui.OnMe, "待您初审", ui.OnMe),
			row("a2", "演示·周越", "金华某某职业技术学院（演示）", "婺城区", "院校专业教师", "10月12日 16:31", ui.Waiting, "演示·吴桐正在办", ""),
			row("a3", "演示·郑禾", "永康某某外贸有限公司（演示）", "永康市", "企业实务专家", "10月9日 09:12", ui.Late, "补正已超期 1 天", ui.Late),
			row("a4", "演示·冯朗", "东阳某某电商培训学校（演示）", "东阳市", "培训机构讲师", "9月30日 14:50", ui.Done, "已列入汇总表", ""),
		},
	}
}

func counties() ui.Table {
	return ui.Table{
		Caption: "县级进度", Dense: true, Scroll: true,
		Columns: []ui.Column{{Label: "县（市、区）", Main: true}, {Label: "已报", Num: true}, {Label: "退回", Num: true}, {Label: "已上报", Num: true}, {Label: "名额", Num: true}, {Label: "最近动作"}},
		Rows: []ui.Row{
			{Cells: ui.Texts("义乌市", "21", "2", "14", "15", "10月13日 10:04")},
			{Cells: ui.Texts("永康市", "9", "1", "6", "8", "10月12日 17:20")},
			{Cells: ui.Texts("东阳市", "7", "0", "5", "6", "10月11日 11:02")},
			{Cells: ui.Texts("磐安县", "0", "0", "0", "2", "尚未开始")},
		},
		Total: ui.Texts("合计", "37", "3", "25", "31", ""),
	}
}
