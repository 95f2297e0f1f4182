package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// class is one class of the 集中培训 (三.3). Its party is the institution, its
// parent the institution's case, its members are entries of the 培育名单.
var class = &programme.Track{
	Name: "class", Label: "培训班次", Start: "drafting", Stage: "train", Members: "entry",
	Opens: []programme.Role{programme.Institution},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.Institution, Basis: notice + "三.3"},
		{Name: "at-province", Label: "待省级批准", Turn: programme.Province, Reach: 1, Basis: rules + "31"},
		{Name: "approved", Label: "已批准，待编班", Turn: programme.Province, Reach: 2, Basis: rules + "31"},
		{Name: "ready", Label: "名单已下达，待发开班通知", Turn: programme.Institution, Reach: 3, Basis: rules + "31"},
		{Name: "running", Label: "开班中", Turn: programme.Institution, Reach: 4, Basis: rules + "32"},
		{Name: "signed", Label: "结业名单待确认", Turn: programme.Province, Reach: 5, Basis: rules + "33"},
		{Name: "completed", Label: "已结业", Reach: 6, Final: true, Tone: programme.Done, Basis: rules + "33"},
		{Name: "cancelled", Label: "已取消", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "31"},
		{Name: "withdrawn", Label: "未申报即撤销", Final: true, Tone: programme.Plain, Basis: rules + "31"},
	},
	Moves: []programme.Move{
		{Name: "submit", Label: "报省级批准", Done: "报省级批准", From: []string{"drafting"}, To: "at-province", By: []programme.Role{programme.Institution},
			Form: "plan", Needs: []string{"institution-selected", "plan-fits"}, Also: []string{"keep-plan"}, Basis: rules + "31", Undo: true, Quiet: true},
		{Name: "withdraw", Label: "撤销班次", From: []string{"drafting"}, To: "withdrawn", By: []programme.Role{programme.Institution},
			Basis: rules + "31", Danger: true},
		{Name: "permit", Label: "批准开班", Done: "批准开班", From: []string{"at-province"}, To: "approved", By: []programme.Role{programme.Province},
			Needs: []string{"institution-selected"}, Also: []string{"number-class"}, Basis: notice + "三.3"},
		{Name: "return", Label: "退回修改", From: []string{"at-province"}, To: "drafting", By: []programme.Role{programme.Province},
			Form: "ground", Basis: rules + "31"},
		{Name: "hand-over", Label: "下达学员名单", Done: "下达学员名单", From: []string{"approved"}, To: "ready", By: []programme.Role{programme.Province},
			Needs: []string{"class-has-trainees"}, Basis: rules + "31"},
		{Name: "call", Label: "发出开班通知", Done: "发出开班通知", From: []string{"ready"}, To: "running", By: []programme.Role{programme.Institution},
			Form: "notice", Needs: []string{"class-has-trainees"}, Also: []string{"call-trainees"}, Basis: rules + "31"},
		{Name: "attend", Label: "登记考勤", Done: "登记考勤", From: []string{"running"}, To: "running", By: []programme.Role{programme.Institution},
			Form: "attendance", Needs: []string{"attendance-fits"}, Also: []string{"keep-attendance"}, Basis: rules + "32", Quiet: true},
		{Name: "sign", Label: "签报结业名单", Done: "签报结业名单", From: []string{"running"}, To: "signed", By: []programme.Role{programme.Institution},
			Form: "completion", Needs: []string{"attendance-complete"}, Basis: rules + "33", Quiet: true},
		{Name: "confirm", Label: "确认结业名单", Done: "确认结业名单", From: []string{"signed"}, To: "completed", By: []programme.Role{programme.Province},
			Needs: []string{"completion-as-signed"}, Also: []string{"settle-class", "take-checkpoint", "find-claims"}, Basis: notice + "三.3"},
		{Name: "send-back", Label: "退回核对", From: []string{"signed"}, To: "running", By: []programme.Role{programme.Province},
			Form: "ground", Basis: rules + "33"},
		{Name: "cancel", Label: "取消班次", From: []string{"approved", "ready", "running"}, To: "cancelled", By: []programme.Role{programme.Province},
			Form: "ground", Also: []string{"dissolve-class"}, Basis: rules + "31", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Institution, By: programme.Office},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.City, By: programme.InCity, Reach: 2},
	),
	Forms: map[string][]form.Question{
		"class": {{Name: "title", Label: "班次名称", Kind: form.Text, Max: 30, Hint: "例如：跨境电商师资培训班（第一期）"}},
		"plan":  classPlan,
		"notice": {
			{Name: "report", Label: "报到时间和地点", Kind: form.Text, Max: 100, Hint: "例如：首日8:00，教学楼一楼大厅"},
			{Name: "bring", Label: "须带物品和其他事项", Kind: form.Prose, Max: 500, Optional: true}, {Name: "ask", Label: "联系人和电话", Kind: form.Text, Max: 60, Optional: true},
		},
		"attendance": {
			{Name: "lesson", Label: "课次", Kind: form.Number, Min: 1, Max: 50},
			{Name: "revision", Label: "此前已登记次数", Kind: form.Number, Max: 1000},
			{Name: "marks", Label: "考勤", Kind: form.Rows, Max: 50, Columns: []form.Question{
				{Name: "case", Label: "学员", Kind: form.Text, Max: 64},
				{Name: "mark", Label: "考勤", Kind: form.Pick, Choices: []form.Choice{
					{Value: "present", Label: "到"}, {Value: "late", Label: "迟到"},
					{Value: "leave", Label: "请假"}, {Value: "absent", Label: "缺勤"},
				}},
			}},
			{Name: "ground", Label: "更正说明", Kind: form.Text, Max: 200, Optional: true},
		},
		"completion": {
			{Name: "signer", Label: "机构负责人（签字人）", Kind: form.Name},
			{Name: "title", Label: "职务", Kind: form.Text, Max: 30},
			{Name: "passed", Label: "结业人数", Kind: form.Number, Max: 1000},
			{Name: "failed", Label: "未合格人数", Kind: form.Number, Max: 1000},
			{Name: "digest", Label: "结业名单摘要", Kind: form.Text, Max: 64},
		},
		"ground": {{Name: "ground", Label: "事由", Kind: form.Prose, Max: 300}},
	},
}

// classPlan is what an institution asks approval for: the syllabus, the
// lessons, how many it takes and for which directions.
var classPlan = []form.Question{
	{Name: "capacity", Label: "招收人数", Kind: form.Number, Min: 1, Max: 50, Hint: "一班不超过50人"},
	{Name: "directions", Label: "培训方向", Kind: form.Many, Max: 10, Choices: directions},
	{Name: "syllabus", Label: "教学大纲", Kind: form.Rows, Min: 1, Max: 12, Columns: []form.Question{
		{Name: "subject", Label: "课程", Kind: form.Text, Max: 40},
		{Name: "hours", Label: "学时", Kind: form.Number, Min: 1, Max: 60},
		{Name: "trainer", Label: "培训师资", Kind: form.Text, Max: 40},
	}},
	{Name: "lessons", Label: "课次安排", Hint: "每个课程安排的学时须与教学大纲一致；一学时不少于45分钟。", Kind: form.Rows, Min: 1, Max: 30, Columns: []form.Question{
		{Name: "day", Label: "日期", Kind: form.Date},
		{Name: "from", Label: "开始", Kind: form.Text, Max: 5, Hint: "例如 8:30"},
		{Name: "to", Label: "结束", Kind: form.Text, Max: 5},
		{Name: "subject", Label: "课程", Kind: form.Text, Max: 40},
		{Name: "hours", Label: "学时", Kind: form.Number, Min: 1, Max: 8},
		{Name: "trainer", Label: "授课人", Kind: form.Text, Max: 40},
		{Name: "place", Label: "地点", Kind: form.Text, Max: 60},
	}},
	{Name: "note", Label: "食宿、交通等说明", Kind: form.Prose, Max: 500, Optional: true},
}

// What happens to a person on the 培育名单 because of a class. All are written
// on their entry, so that it tells their training from first to last.
var (
	trainingMoves = []programme.Move{
		{Name: "place", Label: "编入班次", Done: "编入培训班次", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.List},
			Form: "class", Does: []string{"tell"}, Basis: rules + "31", Quiet: true},
		{Name: "displace", Label: "调出班次", Done: "调出培训班次", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.List},
			Form: "displacement", Also: []string{"free-seat"}, Does: []string{"tell"}, Basis: rules + "31", Quiet: true},
		{Name: "call", Label: "开班通知", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.List},
			Form: "class", Does: []string{"tell", "send-class-link"}, Basis: rules + "31", Quiet: true},
		{Name: "reply", Label: "开班回执", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.Applicant, programme.List},
			Form: "reply", Needs: []string{"class-called"}, Also: []string{"keep-reply"}, Basis: rules + "31", Quiet: true},
		{Name: "ask-leave", Label: "请假", Done: "申请培训请假", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.Applicant},
			Form: "leave", Needs: []string{"class-called"}, Also: []string{"keep-leave"}, Basis: rules + "32", Quiet: true},
		{Name: "grant-leave", Label: "准假", Done: "准予培训请假", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.List},
			Form: "verdict", Does: []string{"tell"}, Basis: rules + "32", Quiet: true},
		{Name: "refuse-leave", Label: "不准假", Done: "不予培训请假", From: []string{"enrolled"}, To: "enrolled", By: []programme.Role{programme.List},
			Form: "verdict", Does: []string{"tell"}, Basis: rules + "32", Quiet: true},
		{Name: "graduate", Label: "班次结业", Done: "集中培训结业", From: []string{"enrolled"}, To: "trained", By: []programme.Role{programme.List},
			Form: "training", Also: []string{"free-seat"}, Does: []string{"tell"}, Basis: notice + "三.3"},
		{Name: "fall-short", Label: "班次未合格", Done: "集中培训未合格", From: []string{"enrolled"}, To: "training-failed", By: []programme.Role{programme.List},
			Form: "training", Also: []string{"free-seat"}, Does: []string{"tell"}, Basis: rules + "12"},
		{Name: "defer", Label: "缓训", Done: "登记缓训", From: []string{"enrolled"}, To: "deferred", By: []programme.Role{programme.Province},
			Form: "deferral", Also: []string{"free-seat"}, Does: []string{"tell"}, Basis: rules + "31"},
		{Name: "resume", Label: "恢复待训", From: []string{"deferred"}, To: "enrolled", By: []programme.Role{programme.Province, programme.Applicant},
			Does: []string{"tell"}, Basis: rules + "31"},
	}
	trainingForms = map[string][]form.Question{
		"class":        {{Name: "class", Label: "班次", Kind: form.Text, Max: 100}},
		"displacement": {{Name: "class", Label: "班次", Kind: form.Text, Max: 100}, {Name: "ground", Label: "事由", Kind: form.Text, Max: 300}},
		"reply": {
			{Name: "reply", Label: "能否参加", Kind: form.Pick, Choices: []form.Choice{
				{Value: "attend", Label: "按时参加"}, {Value: "leave", Label: "参加，部分课次需请假"}, {Value: "cannot", Label: "不能参加本班"},
			}},
			{Name: "note", Label: "说明", Hint: "不能参加的，请写明原因和何时可以参加", Kind: form.Prose, Max: 200, Optional: true},
		},
		"leave": {
			{Name: "lesson", Label: "课次", Kind: form.Number, Min: 1, Max: 50},
			{Name: "reason", Label: "请假理由", Kind: form.Prose, Max: 200},
		},
		"verdict": {
			{Name: "lesson", Label: "课次", Kind: form.Number, Min: 1, Max: 50},
			{Name: "ground", Label: "意见", Kind: form.Text, Max: 200, Optional: true},
		},
		"deferral": {
			{Name: "until", Label: "预计可以参加的月份", Kind: form.Month},
			{Name: "reason", Label: "缓训理由", Kind: form.Prose, Max: 300},
		},
	}
)
