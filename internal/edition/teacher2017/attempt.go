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

// markForm asks for one mark a part, in hundredths.
func markForm() (qs []form.Question) {
	for _, p := range parts {
		qs = append(qs, form.Question{Name: p.Name, Label: p.Label, Kind: form.Score, Max: 100, Step: 1, Class: sealed})
	}
	return qs
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
			Also: []string{"call-examiners"}, Does: []string{"tell"}, Basis: notice + "三.4"},
		{Name: "enter", Label: "录入成绩", From: []string{"confirmed", "differs"}, To: "entered", By: []programme.Role{programme.Examiner},
			Form: "marks", Basis: rules + "13", Quiet: true},
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
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Examiner, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.Supervisor, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"marks":  markForm(),
		"reason": {reason},
	},
}
