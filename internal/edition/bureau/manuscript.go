package bureau

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// offices write papers.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// Manuscript returns the track of 发文稿纸: one paper of an office from its draft
// to the day it is sent out. Its party is the office. 用印 is done by hand and
// only noted here.
func Manuscript(stage string) *programme.Track {
	const basis = rules + "56"
	own := []string{"own-manuscript"}
	sound := []string{"own-manuscript", "sound-manuscript"}
	turn := programme.Addressee
	return &programme.Track{
		Name: "manuscript", Label: "发文稿纸", Start: "draft", Stage: stage, Aside: true, Opens: offices,
		States: []programme.State{
			{Name: "draft", Label: "拟稿", Turn: turn, Basis: basis},
			{Name: "signed", Label: "已签发，待编号", Turn: turn, Reach: 1, Basis: basis},
			{Name: "numbered", Label: "已编号，待用印", Turn: turn, Reach: 2, Basis: basis},
			{Name: "sealed", Label: "已用印，待印发", Turn: turn, Reach: 3, Basis: basis},
			{Name: "issued", Label: "已印发", Reach: 4, Final: true, Tone: programme.Done, Basis: basis},
			{Name: "void", Label: "已作废", Final: true, Tone: programme.Plain, Basis: basis},
		},
		Moves: []programme.Move{
			{Name: "send", Label: "送审", Done: "核稿、签发", From: []string{"draft"}, To: "signed", By: offices, Form: "sheet", Needs: sound, Quiet: true, Basis: basis},
			{Name: "consult", Label: "送审（本机关处室会签）", Done: "核稿、会签、签发", From: []string{"draft"}, To: "signed", By: offices[1:], Form: "sheet", Needs: sound, Quiet: true, Basis: basis},
			{Name: "cosign", Label: "送审（同级财政会签）", Done: "核稿、会签、签发", From: []string{"draft"}, To: "signed", By: offices[1:], Form: "sheet", Needs: sound, Quiet: true, Basis: basis},
			{Name: "number", Label: "编号", From: []string{"signed"}, To: "numbered", By: offices, Form: "number", Needs: append(own[:1:1], "give-docno"), Quiet: true, Basis: basis},
			{Name: "seal", Label: "登记用印", From: []string{"numbered"}, To: "sealed", By: offices, Form: "seal", Needs: append(own[:1:1], "wants-seal"), Quiet: true, Basis: basis},
			{Name: "issue", Label: "印发", From: []string{"numbered", "sealed"}, To: "issued", By: offices, Needs: append(sound[:2:2], "has-seal"),
				Also: []string{"open-receipts", "bind-notice"}, Quiet: true, Basis: basis},
			{Name: "redraft", Label: "重新拟稿", From: []string{"signed"}, To: "draft", By: offices, Form: "reason", Needs: own, Quiet: true, Basis: basis},
			{Name: "void", Label: "作废", From: []string{"draft", "signed", "numbered", "sealed"}, To: "void", By: offices, Form: "reason", Needs: own, Quiet: true, Danger: true, Basis: basis},
		},
		Forms: map[string][]form.Question{"sheet": sheet, "number": number, "seal": seal, "reason": {{Name: "reason", Label: "理由", Kind: form.Prose, Max: 300}}},
		Sights: sights(
			programme.Sight{Role: programme.County, By: programme.Office},
			programme.Sight{Role: programme.City, By: programme.Office},
			programme.Sight{Role: programme.City, By: programme.InCity, Reach: 4},
			programme.Sight{Role: programme.Province, By: programme.Office},
			programme.Sight{Role: programme.Province, By: programme.All, Reach: 4},
		),
	}
}

// hidden answers are shown by the pages of their slice alone.
const hidden = "sealed"

// sheet is what a paper says. Parent and replaces are no questions to anybody:
// the page that begins the paper fills them in.
var sheet = []form.Question{
	{Name: "kind", Label: "文种", Kind: form.Pick, Choices: []form.Choice{
		{Value: "notice", Label: "通知"}, {Value: "request", Label: "请示", Hint: "上行文，一文一事，一个主送"}, {Value: "report", Label: "报告", Hint: "上行文，一个主送，不夹带请示事项"},
		{Value: "letter", Label: "函", Hint: "不相隶属的机关之间"}, {Value: "minutes", Label: "纪要", Hint: "不写主送，不用印"},
	}},
	{Name: "title", Label: "标题", Hint: "发文机关、事由、文种，例如：××局关于转发……的通知", Kind: form.Text, Max: 100},
	{Name: "to", Label: "主送机关", Hint: "不写冒号；请示、报告只写一个", Kind: form.Text, Max: 300, Optional: true, Show: form.When{Name: "kind", In: []string{"notice", "request", "report", "letter"}}},
	{Name: "body", Label: "正文", Hint: "一段一行，不写主送、落款和日期", Kind: form.Prose, Max: 8000},
	{Name: "copies", Label: "抄送", Hint: "几家之间用顿号隔开；上行文不抄送下级机关", Kind: form.Text, Max: 300, Optional: true},
	{Name: "parent", Label: "所转发的通知", Kind: form.Text, Max: 64, Optional: true, Class: hidden},
	{Name: "replaces", Label: "所更正的通知", Kind: form.Text, Max: 64, Optional: true, Class: hidden},
	{Name: "due", Label: "报送截止日期", Hint: "须早于上级通知的截止时间", Kind: form.Date, Optional: true},
	{Name: "due-said", Label: "截止时间的写法", Kind: form.Pick, Optional: true, Choices: []form.Choice{
		{Value: "hour", Label: "写明钟点"}, {Value: "midnight", Label: "24:00"}, {Value: "close", Label: "下班前", Hint: "按本期规定的下班时间计"}, {Value: "day", Label: "只写日期", Hint: "网上按当日24:00计"},
	}},
	{Name: "due-hour", Label: "钟点", Hint: "例如 17:00", Kind: form.Text, Max: 5, Optional: true, Show: form.When{Name: "due-said", In: []string{"hour"}}},
	{Name: "grace", Label: "截止后宽限（分钟）", Hint: "0 至 30；写在通知和回执上，由服务器计时", Kind: form.Number, Max: programme.MostGrace, Optional: true},
	{Name: "contact", Label: "联系人", Kind: form.Text, Max: 40, Optional: true},
	{Name: "phone", Label: "联系电话", Kind: form.Phone, Optional: true},
	{Name: "address", Label: "报送地址", Kind: form.Text, Max: 120, Optional: true},
	{Name: "exception-approver", Label: "例外的批准人", Hint: "仅当截止时间不早于上级，并已经上级批准", Kind: form.Text, Max: 60, Optional: true},
	{Name: "exception-reason", Label: "例外的理由", Kind: form.Text, Max: 200, Optional: true},
	{Name: "exception-document", Label: "批准例外的文件", Kind: form.Text, Max: 100, Optional: true},
}

// number gives a paper its 发文字号 (docno): the next one of the office's own
// series, or what the office's OA has given it.
var number = []form.Question{
	{Name: "source", Label: "文号来源", Kind: form.Pick, Choices: []form.Choice{{Value: "own", Label: "由本系统编下一号"}, {Value: "oa", Label: "登记办公系统返回的文号"}}},
	{Name: "code", Label: "机关代字", Hint: "例如 甬商务发；同一代字按年度连续编号", Kind: form.Text, Max: 30, Optional: true, Show: form.When{Name: "source", In: []string{"own"}}},
	{Name: "docno", Label: "文号", Hint: "例如 甬商务发〔2017〕8号", Kind: form.Text, Max: 60, Optional: true, Show: form.When{Name: "source", In: []string{"oa"}}},
	{Name: "signer", Label: "签发人", Hint: "上行文须标注", Kind: form.Text, Max: 40, Optional: true},
}

// seal notes 用印, which is done by hand: who, when, how many.
var seal = []form.Question{
	{Name: "keeper", Label: "监印人", Kind: form.Text, Max: 40},
	{Name: "day", Label: "用印日期", Kind: form.Date},
	{Name: "copies", Label: "用印份数", Kind: form.Number, Min: 1, Max: 9999},
}

// Chains are the approvals of papers: 核稿, 会签 where it was asked for, 签发. A
// county unit is a small office: whoever drafts decides.
var Chains = []programme.Chain{
	{Track: "manuscript", Move: "send", Role: programme.City, Steps: []programme.Step{check, sign}},
	{Track: "manuscript", Move: "send", Role: programme.Province, Steps: []programme.Step{check, sign}},
	{Track: "manuscript", Move: "consult", Role: programme.City, Steps: []programme.Step{check, beside, sign}},
	{Track: "manuscript", Move: "consult", Role: programme.Province, Steps: []programme.Step{check, beside, sign}},
	{Track: "manuscript", Move: "cosign", Role: programme.City, Steps: []programme.Step{check, {Role: programme.Payer, Rank: programme.Leader, Label: "同级财政部门会签"}, sign}},
	{Track: "manuscript", Move: "cosign", Role: programme.Province, Steps: []programme.Step{check, {Role: programme.Finance, Rank: programme.Leader, Label: "同级财政部门会签"}, sign}},
}

var (
	check  = programme.Step{Rank: programme.Head, Label: "核稿"}
	beside = programme.Step{Rank: programme.Head, Label: "相关处室会签"} // of another one: nobody takes two steps
	sign   = programme.Step{Rank: programme.Leader, Label: "签发"}
)
