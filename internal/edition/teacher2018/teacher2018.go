// Package teacher2018 is the second edition of the teachers' programme: what
// teacher2017 is, under rules that have changed. Its notices are fictitious
// and say so, for nothing is known of a second round (programme.md §13).
package teacher2018

import (
	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

const notice law.Clause = "demo2018/"

// Edition is the edition of 2018.
var Edition = edition()

func edition() *programme.Edition {
	e := teacher2017.Edition.Copy()
	e.Name, e.Fictitious = "teacher2018", true
	e.Title = "浙江省跨境电商人才培育行动（2018年，虚构演示）"
	e.Short = "2018年第二批（演示）"
	e.Since = calendar.Date{Y: 2018, M: 3, D: 26}
	e.Change("training.hours", 32, notice+"三")
	e.Change("cert.total", 7000, notice+"四")
	e.Change("cert.parts_carry_months", 18, notice+"四")
	e.Parts = []programme.Part{
		{Name: "theory", Label: "理论考试", Weight: 30, Line: 6000},
		{Name: "practice", Label: "实践操作", Weight: 40, Line: 6500},
		{Name: "defence", Label: "现场答辩", Weight: 30, Line: 6000},
	}
	e.Notices = []programme.Notice{
		{
			ID: "demo2018", Law: "demo2018", Number: "演示（虚构）〔2018〕1号",
			Title:  "关于开展2018年跨境电商人才培育工作的通知（演示，虚构）",
			Issuer: "330000", Issued: e.Since,
			Deadline: calendar.Date{Y: 2018, M: 4, D: 27}, Hour: 24,
			To: programme.City, Region: "330000",
		},
		{
			ID: "demo2018-jinhua", Law: "demo2018-jinhua", Parent: "demo2018", Number: "演示（虚构）〔2018〕2号",
			Title:  "金华市关于开展2018年跨境电商人才培育工作的通知（演示，虚构）",
			Issuer: "330700", Issued: calendar.Date{Y: 2018, M: 3, D: 28},
			Deadline: calendar.Date{Y: 2018, M: 4, D: 24}, Hour: 17,
			To: programme.County, Region: "330700",
		},
	}
	return e
}
