package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// parts are the components of the certification; a fourth is one more line.
var parts = []programme.Part{
	{Name: "theory", Label: "理论考试", Weight: 30, Line: 6000},
	{Name: "practice", Label: "实践操作", Weight: 40, Line: 6000},
	{Name: "defence", Label: "现场答辩", Weight: 30, Line: 6000},
}

// attempt is one chance of the certification (三.4, 四.1). Its party is the
// person, its parent the entry.
var attempt = &programme.Track{
	Name: "attempt", Label: "认证考核", Start: "enrolled", Stage: "certify",
	Opens: []programme.Role{programme.List},
	States: []programme.State{
		{Name: "enrolled", Label: "已报名", Turn: programme.Province, Basis: notice + "三.4"},
		{Name: "confirmed", Label: "资格已确认", Turn: programme.Examiner, Reach: 1, Basis: notice + "三.4"},
		{Name: "entered", Label: "已录入一遍", Turn: programme.Examiner, Reach: 2, Basis: rules + "13"},
		{Name: "differs", Label: "两次录入不一致", Turn: programme.Examiner, Reach: 2, Tone: programme.Refused, Basis: rules + "13"},
		{Name: "marked", Label: "成绩已比对", Turn: programme.Supervisor, Reach: 3, Basis: rules + "13"},
		{Name: "passed", Label: "通过", Reach: 4, Final: true, Tone: programme.Done, Basis: notice + "三.4"},
		{Name: "failed", Label: "未通过", Reach: 4, Final: true, Tone: programme.Refused, Basis: notice + "四.1"},
		{Name: "absent", Label: "缺考", Reach: 4, Final: true, Tone: programme.Refused, Basis: rules + "14"},
		{Name: "void", Label: "违纪", Reach: 4, Final: true, Tone: programme.Refused, Basis: rules + "14"},
		{Name: "cancelled", Label: "取消，不计次数", Reach: 4, Final: true, Tone: programme.Plain, Basis: rules + "14"},
	},
	Moves: []programme.Move{
		{Name: "confirm", Label: "确认资格", From: []string{"enrolled"}, To: "confirmed", By: []programme.Role{programme.Province},
			Form: "sitting", Needs: []string{"sitting-ahead"}, Also: []string{"call-examiners", "recuse-members"}, Does: []string{"tell"}, Basis: notice + "三.4"},
		{Name: "enter", Label: "录入成绩", From: []string{"confirmed", "differs"}, To: "entered", By: []programme.Role{programme.Examiner},
			Form: "marks", Needs: []string{"sitting-held"}, Basis: rules + "13", Quiet: true},
		{Name: "match", Label: "第二人录入一致", Done: "第二人录入，一致", From: []string{"entered"}, To: "marked", By: []programme.Role{programme.Examiner},
			Form: "marks", Needs: []string{"second-person", "same-marks"}, Basis: rules + "13", Quiet: true},
		{Name: "differ", Label: "第二人录入不一致", Done: "第二人录入，不一致", From: []string{"entered"}, To: "differs", By: []programme.Role{programme.Examiner},
			Form: "marks", Needs: []string{"second-person", "other-marks"}, Basis: rules + "13", Quiet: true},
		{Name: "pass", Label: "发布：通过", Done: "发布成绩：通过", From: []string{"marked"}, To: "passed", By: []programme.Role{programme.Supervisor},
			Needs: []string{"marks-pass"}, Also: []string{"parent:pass"}, Does: []string{"tell"}, Basis: rules + "13", Quiet: true},
		{Name: "fail", Label: "发布：未通过", Done: "发布成绩：未通过", From: []string{"marked"}, To: "failed", By: []programme.Role{programme.Supervisor},
			Needs: []string{"marks-fail"}, Also: []string{"settle-failed"}, Basis: rules + "13", Quiet: true},
		{Name: "miss", Label: "登记缺考", Done: "缺考", From: []string{"confirmed"}, To: "absent", By: []programme.Role{programme.Examiner, programme.Province},
			Form: "reason", Also: []string{"settle-failed"}, Basis: rules + "14", Danger: true},
		{Name: "void", Label: "登记违纪", Done: "违纪，本次作废", From: []string{"confirmed", "entered", "marked"}, To: "void", By: []programme.Role{programme.Supervisor},
			Form: "reason", Also: []string{"settle-failed"}, Basis: rules + "14", Danger: true},
		{Name: "cancel", Label: "取消本次", Done: "取消，不计次数", From: []string{"enrolled", "confirmed"}, To: "cancelled", By: []programme.Role{programme.Province},
			Form: "reason", Also: []string{"parent:again"}, Basis: rules + "14", Danger: true},
		{Name: "correct-pass", Label: "查分更正：通过", From: []string{"passed", "failed"}, To: "passed", By: []programme.Role{programme.List},
			Form: "marks", Needs: []string{"marks-pass"}, Also: []string{"settle-corrected"}, Does: []string{"tell"}, Basis: rules + "37"},
		{Name: "correct-fail", Label: "查分更正：未通过", From: []string{"passed", "failed"}, To: "failed", By: []programme.Role{programme.List},
			Form: "marks", Needs: []string{"marks-fail"}, Also: []string{"settle-corrected"}, Does: []string{"tell"}, Basis: rules + "37"},
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Examiner, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.Supervisor, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"sitting": {{Name: "sitting", Label: "考核日期", Hint: "单项沿用的有效期从这一天算起；不填即为今天", Kind: form.Date, Optional: true}},
		"marks":   programme.PartQuestions(parts, sealed),
		"reason":  {reason},
	},
}

// recheck is 查分: of sums and entries, never of the judgement (rules/37). Its
// party is the person, its parent the attempt.
var recheck = &programme.Track{
	Name: "recheck", Label: "查分", Start: "asked", Stage: "certify", Aside: true,
	Opens: []programme.Role{programme.Applicant},
	States: []programme.State{
		{Name: "asked", Label: "待复核", Turn: programme.Examiner, Due: programme.Due{Days: "recheck.answer"}, Basis: rules + "37"},
		{Name: "checked", Label: "待第二人核对", Turn: programme.Examiner, Reach: 1, Due: programme.Due{Days: "recheck.answer"}, Basis: rules + "37"},
		{Name: "kept", Label: "维持原成绩", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "37"},
		{Name: "corrected", Label: "成绩已更正", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "37"},
	},
	Moves: []programme.Move{
		{Name: "check", Label: "填写复核结果", Done: "复核计分、登分和合计", From: []string{"asked"}, To: "checked", By: []programme.Role{programme.Examiner},
			Form: "checking", Basis: rules + "37", Quiet: true},
		{Name: "back", Label: "不一致，重新复核", From: []string{"checked"}, To: "asked", By: []programme.Role{programme.Examiner},
			Form: "reason", Needs: []string{"second-eyes"}, Basis: rules + "37", Danger: true},
		{Name: "keep", Label: "核对一致：维持", Done: "第二人核对一致，维持原成绩", From: []string{"checked"}, To: "kept", By: []programme.Role{programme.Examiner},
			Needs: []string{"second-eyes", "sums-right"}, Does: []string{"tell"}, Basis: rules + "37", Quiet: true},
		{Name: "correct", Label: "核对一致：更正", Done: "第二人核对一致，更正成绩", From: []string{"checked"}, To: "corrected", By: []programme.Role{programme.Examiner},
			Needs: []string{"second-eyes", "sums-wrong"}, Also: []string{"redecide"}, Does: []string{"tell"}, Basis: rules + "37", Quiet: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Examiner, By: programme.All},
		programme.Sight{Role: programme.Supervisor, By: programme.All},
	),
	Forms: map[string][]form.Question{
		"request": {
			{Name: "parts", Label: "请核对哪些项目", Kind: form.Many, Max: len(parts), Choices: programme.PartChoices(parts)},
			{Name: "reason", Label: "说明", Hint: "只核对计分、登分和合计，不重新评判", Kind: form.Prose, Max: 300},
		},
		"checking": append(optionals(programme.PartQuestions(parts, sealed)),
			form.Question{Name: "note", Label: "复核说明", Hint: "将原文告知本人", Kind: form.Prose, Max: 300}),
		"reason": {reason},
	},
}

// optionals returns qs as ones that may be left empty.
func optionals(qs []form.Question) []form.Question {
	for i := range qs {
		qs[i].Optional = true
	}
	return qs
}
