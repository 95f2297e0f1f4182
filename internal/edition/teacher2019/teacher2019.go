// Package teacher2019 is the third edition of the teachers' programme, derived
// from the second. Its notice is fictitious and says so.
package teacher2019

import (
	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2018"
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

const notice law.Clause = "demo2019/"

// Edition is the edition of 2019.
var Edition = edition()

func edition() *programme.Edition {
	e := teacher2018.Edition.Copy()
	e.Name = "teacher2019"
	e.Title = "浙江省跨境电商人才培育行动（2019年，虚构演示）"
	e.Short = "2019年第三批（演示）"
	e.Since = calendar.Date{Y: 2019, M: 3, D: 25}
	e.Change("training.hours", 40, notice+"三")
	e.Change("training.share", 85, notice+"三")
	e.Change("cert.total", 7200, notice+"四")
	e.Change("cert.parts_carry_months", 12, notice+"四")
	e.Parts = []programme.Part{
		{Name: "theory", Label: "理论考试", Weight: 20, Line: 6000},
		{Name: "practice", Label: "实践操作", Weight: 50, Line: 6500},
		{Name: "defence", Label: "现场答辩", Weight: 30, Line: 6000},
	}
	// No city has a notice of its own: all hand the province's on.
	e.Notices = []programme.Notice{{
		ID: "demo2019", Law: "demo2019", Number: "演示（虚构）〔2019〕1号",
		Title:  "关于开展2019年跨境电商人才培育工作的通知（演示，虚构）",
		Issuer: "330000", Issued: e.Since,
		Deadline: calendar.Date{Y: 2019, M: 4, D: 26}, Hour: 24,
		To: programme.City, Region: "330000",
	}}
	return e
}
