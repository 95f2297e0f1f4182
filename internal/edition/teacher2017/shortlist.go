package teacher2017

import (
	"maps"

	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// shortlist is the 《浙江省跨境电商师资培育名单》 as a paper of both
// departments (三.2). Its members are applications.
var shortlist = &programme.Track{
	Name: "shortlist", Label: "培育名单", Start: "drafting", Stage: "select", Keep: "永久", Members: "application",
	Opens: []programme.Role{programme.Province},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.Province, Basis: notice + "三.2"},
		{Name: "issued", Label: "已印发", Reach: 1, Final: true, Tone: programme.Done, Basis: notice + "三.2"},
	},
	Moves: []programme.Move{
		{Name: "issue", Label: "印发培育名单", Done: "印发培育名单", From: []string{"drafting"}, To: "issued", By: []programme.Role{programme.Province},
			Form: "paper", Needs: []string{"list-not-empty", "list-as-read"}, Also: []string{"members:shortlist", "take-checkpoint"},
			Basis: notice + "三.2", Quiet: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Finance, By: programme.All},
		programme.Sight{Role: programme.Association, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.City, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.County, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"list": {{Name: "title", Label: "名称", Kind: form.Text, Max: 60, Hint: "例如：2017年第一批"}},
		"paper": {
			{Name: "count", Label: "人数", Kind: form.Number, Min: 1, Max: 10000},
			{Name: "digest", Label: "名单摘要", Kind: form.Text, Max: 64},
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
			{Name: "note", Label: "说明", Kind: form.Prose, Max: 300, Optional: true},
		},
	},
}

// entry is a person's place on the 培育名单 until certified (三.3–三.5, 四.1).
var entry = &programme.Track{
	Name: "entry", Label: "培育", Start: "enrolled", Stage: "train", Keep: "永久",
	Opens: []programme.Role{programme.List},
	States: []programme.State{
		{Name: "enrolled", Label: "在册待训", Turn: programme.Province, Say: "等待集中培训安排。", Basis: notice + "三.3"},
		{Name: "deferred", Label: "缓训", Turn: programme.Province, Tone: programme.Plain, Say: "到约定的时间恢复待训，再编入班次。", Basis: rules + "31"},
		{Name: "training-failed", Label: "培训未合格", Turn: programme.Province, Tone: programme.Refused, Basis: rules + "12"},
		{Name: "trained", Label: "可认证", Turn: programme.Applicant, Reach: 1, Stage: "certify", Say: "培训合格，可以报名认证。", Basis: notice + "三.4"},
		{Name: "sitting", Label: "认证中", Turn: programme.Examiner, Reach: 1, Stage: "certify", Basis: notice + "三.4"},
		{Name: "retake", Label: "未通过，保留资格", Turn: programme.Applicant, Reach: 1, Stage: "certify", Say: "可以再次报名认证。", Basis: notice + "四.1"},
		{Name: "passed", Label: "成绩通过，待委员会审定", Turn: programme.Province, Reach: 2, Stage: "certify", Tone: programme.Done, Basis: notice + "三.4"},
		{Name: "proposed", Label: "拟认证，待公示", Turn: programme.Province, Reach: 2, Stage: "publish", Tone: programme.Done, Basis: rules + "35"},
		{Name: "publicised", Label: "公示中", Turn: programme.Province, Reach: 3, Stage: "publish", Basis: rules + "15"},
		{Name: "held", Label: "异议暂缓", Turn: programme.Province, Reach: 3, Stage: "publish", Basis: rules + "15"},
		{Name: "cleared", Label: "异议不成立待公布", Turn: programme.Province, Reach: 3, Stage: "publish", Basis: rules + "16"},
		{Name: "certified", Label: "已认证", Reach: 4, Stage: "register", Final: true, Tone: programme.Done,
			Say: "已纳入《浙江省跨境电商优质讲师名录》。", Basis: notice + "三.5"},
		{Name: "struck", Label: "异议成立，未予公布", Reach: 3, Stage: "publish", Final: true, Tone: programme.Refused, Basis: rules + "16"},
		{Name: "exhausted", Label: "认证机会用完", Reach: 1, Stage: "certify", Final: true, Tone: programme.Refused, Basis: notice + "四.1"},
		{Name: "left", Label: "退出", Final: true, Tone: programme.Plain, Basis: rules + "5"},
	},
	Moves: append([]programme.Move{
		{Name: "complete", Label: "登记结业", Done: "集中培训结业", From: []string{"enrolled"}, To: "trained", By: []programme.Role{programme.Province},
			Form: "training", Needs: []string{"in-no-class", "hours-reached"}, Does: []string{"tell"}, Basis: notice + "三.3", Undo: true},
		{Name: "fail-training", Label: "登记未合格", Done: "集中培训未合格", From: []string{"enrolled"}, To: "training-failed", By: []programme.Role{programme.Province},
			Form: "training", Needs: []string{"in-no-class"}, Does: []string{"tell"}, Basis: rules + "12", Undo: true},
		{Name: "retrain", Label: "安排再训", From: []string{"training-failed"}, To: "enrolled", By: []programme.Role{programme.Province}, Does: []string{"tell"}, Basis: rules + "12"},
		{Name: "enrol", Label: "报名认证", Done: "报名认证", From: []string{"trained", "retake"}, To: "sitting", By: []programme.Role{programme.Applicant},
			Form: "enrolment", Needs: []string{"chances-left", "recheck-done"}, Also: []string{"open-attempt"}, Basis: notice + "三.4"},
		{Name: "pass", Label: "认证通过", From: []string{"sitting"}, To: "passed", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: notice + "三.4"},
		{Name: "fail", Label: "认证未通过", From: []string{"sitting"}, To: "retake", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: notice + "四.1"},
		{Name: "exhaust", Label: "认证机会用完", From: []string{"sitting"}, To: "exhausted", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: notice + "四.1"},
		{Name: "again", Label: "本次不计，可再报名", From: []string{"sitting"}, To: "trained", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "14"},
		{Name: "pass-corrected", Label: "查分更正：通过", From: []string{"retake", "exhausted"}, To: "passed", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "37"},
		{Name: "fail-corrected", Label: "查分更正：未通过", From: []string{"passed"}, To: "retake", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "37"},
		{Name: "exhaust-corrected", Label: "查分更正：机会用完", From: []string{"passed"}, To: "exhausted", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "37"},
		{Name: "propose", Label: "列入拟认证名单", From: []string{"passed"}, To: "proposed", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "35"},
		{Name: "publicise", Label: "列入公示", From: []string{"proposed"}, To: "publicised", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: notice + "三.5"},
		{Name: "hold", Label: "异议暂缓", From: []string{"publicised", "cleared"}, To: "held", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "15"},
		{Name: "clear", Label: "异议不成立", From: []string{"held"}, To: "cleared", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "16"},
		{Name: "strike", Label: "异议成立", From: []string{"held"}, To: "struck", By: []programme.Role{programme.List}, Does: []string{"tell"}, Basis: rules + "16"},
		{Name: "announce", Label: "公布认证结果", From: []string{"publicised", "cleared"}, To: "certified", By: []programme.Role{programme.List},
			Also: []string{"issue-certificate", "find-claims"}, Does: []string{"tell"}, Basis: notice + "三.5"},
		{Name: "announce-later", Label: "补充公布", Done: "补充公布认证结果", From: []string{"cleared"}, To: "certified", By: []programme.Role{programme.Province},
			Needs: []string{"list-announced"}, Also: []string{"issue-certificate", "find-claims", "keep-late"}, Does: []string{"tell"}, Basis: notice + "三.5"},
		{Name: "leave", Label: "退出培育", From: []string{"enrolled", "deferred", "trained", "retake"}, To: "left", By: []programme.Role{programme.Applicant},
			Form: "reason", Also: []string{"free-seat"}, Basis: rules + "5", Danger: true},
	}, trainingMoves...),
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.County, By: programme.InCounty},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All},
		programme.Sight{Role: programme.Examiner, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.Supervisor, By: programme.All, Reach: 1},
	),
	Forms: joined(trainingForms, map[string][]form.Question{
		"training": {
			{Name: "hours", Label: "学时", Kind: form.Number, Max: 200},
			{Name: "attendance", Label: "出勤率（%）", Kind: form.Number, Max: 100},
			{Name: "institution", Label: "承训机构", Kind: form.Text, Max: 100, Optional: true},
		},
		"enrolment": {
			{Name: "directions", Label: "认证方向", Kind: form.Many, Max: 2, Choices: directions},
			{Name: "again", Label: "不沿用、重新参加的项目", Hint: "已达线的项目在有效期内沿用；选中的以本次成绩为准", Kind: form.Many,
				Max: len(parts), Choices: programme.PartChoices(parts), Optional: true},
		},
		"reason": {reason},
	}),
}

// joined returns the forms of both.
func joined(a, b map[string][]form.Question) map[string][]form.Question {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
