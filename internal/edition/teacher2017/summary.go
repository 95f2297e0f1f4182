package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// summary is a city's 推荐汇总表 (附件1): the act of 遴选, the frozen list, its
// way up (五.2, 三.1). Its party is the city's organisation, its members are
// applications.
var summary = &programme.Track{
	Name: "summary", Label: "推荐汇总表", Start: "collecting", Stage: "recommend", Keep: "永久", Members: "application",
	Opens: []programme.Role{programme.City},
	States: []programme.State{
		{Name: "collecting", Label: "初审与遴选中", Turn: programme.City, Due: programme.Due{Deadline: "city"}, Basis: notice + "五.2"},
		{Name: "chosen", Label: "已遴选待定稿", Turn: programme.City, Reach: 1, Due: programme.Due{Deadline: "city"}, Basis: rules + "7"},
		{Name: "frozen", Label: "已定稿待上报", Turn: programme.City, Reach: 2, Due: programme.Due{Deadline: "city"}, Basis: notice + "五.2"},
		{Name: "reported", Label: "已上报", Turn: programme.Province, Reach: 3, Due: programme.Due{Days: "province.accept"}, Basis: notice + "三.1"},
		{Name: "settled", Label: "已办结", Reach: 4, Final: true, Tone: programme.Done, Basis: notice + "三.1"},
	},
	Moves: []programme.Move{
		{Name: "choose", Label: "记录遴选", Done: "记录遴选", From: []string{"collecting"}, To: "chosen", By: []programme.Role{programme.City},
			Form: "choice", Needs: []string{"nothing-under-review"}, Also: []string{"apply-choice"}, Basis: rules + "7", Quiet: true},
		{Name: "reopen", Label: "重新遴选", From: []string{"chosen", "frozen"}, To: "collecting", By: []programme.Role{programme.City},
			Form: "reason", Also: []string{"members:unannex", "clear-list"}, Basis: rules + "7", Danger: true},
		{Name: "freeze", Label: "定稿附件1", Done: "定稿附件1", From: []string{"chosen"}, To: "frozen", By: []programme.Role{programme.City},
			Form: "frozen", Also: []string{"freeze-summary"}, Basis: notice + "五.2", Quiet: true},
		{Name: "report", Label: "推荐上报", Done: "推荐上报", From: []string{"frozen"}, To: "reported", By: []programme.Role{programme.City},
			Needs: []string{"before-city-deadline"}, Also: []string{"members:report"}, Does: []string{"tell"}, Basis: notice + "五.2"},
		{Name: "tick-paper", Label: "登记收到纸质材料", Done: "登记纸质材料", From: []string{"reported"}, To: "reported", By: []programme.Role{programme.Province},
			Form: "paper", Basis: notice + "五.2"},
		{Name: "settle", Label: "办结", From: []string{"reported"}, To: "settled", By: []programme.Role{programme.Province},
			Needs: []string{"all-decided"}, Does: []string{"tell"}, Basis: notice + "三.1"},
	},
	Sights: sights(
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 3},
	),
	Forms: map[string][]form.Question{
		"choice": {
			{Name: "basis", Label: "遴选依据", Kind: form.Prose, Max: 500},
			{Name: "meeting", Label: "会议或纪要", Kind: form.Text, Max: 100},
			{Name: "held", Label: "日期", Kind: form.Date},
			{Name: "present", Label: "出席人员", Kind: form.Prose, Max: 300},
			{Name: "excused", Label: "请假人员", Kind: form.Prose, Max: 300, Optional: true},
			{Name: "approver", Label: "批准人", Kind: form.Name},
			// The rows name their case too; people read the name.
			{Name: "chosen", Label: "列入名单（按顺序）", Kind: form.Rows, Max: 500, Columns: []form.Question{
				{Name: "name", Label: "姓名", Kind: form.Name},
			}},
			{Name: "left", Label: "未列入及理由", Kind: form.Rows, Max: 500, Optional: true, Columns: []form.Question{
				{Name: "name", Label: "姓名", Kind: form.Name},
				{Name: "reason", Label: "理由", Kind: form.Text, Max: 200},
			}},
		},
		"frozen": {
			{Name: "version", Label: "版本", Kind: form.Text, Max: 20},
			{Name: "digest", Label: "数据摘要", Kind: form.Text, Max: 64},
			{Name: "count", Label: "人数", Kind: form.Number, Min: 1, Max: 10000},
		},
		"paper":  {{Name: "copies", Label: "收到份数", Kind: form.Number, Min: 1, Max: 9}, {Name: "note", Label: "说明", Kind: form.Text, Max: 200, Optional: true}},
		"reason": {reason},
	},
}
