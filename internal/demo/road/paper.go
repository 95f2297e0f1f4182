package road

import (
	"fmt"
	"strings"

	"qinglan/internal/demo/world"
	"qinglan/internal/form"
)

// forwarding are the cities that hand the province's notice on in words of their
// own, beside Jinhua, whose notice is history: with how each writes its deadline.
var forwarding = []struct {
	city, code string
	deadline   form.Answers
}{
	{"330200", "演示甬商务", form.Answers{"due": "2017-10-18", "due-said": "hour", "due-hour": "17:00"}},
	{"330300", "演示温商务", form.Answers{"due": "2017-10-19", "due-said": "close", "due-hour": "", "grace": "10"}},
}

func forwards(city string) bool {
	for _, f := range forwarding {
		if f.city == city {
			return true
		}
	}
	return false
}

// handOn lets them do so by the pages' own path: drafted from the notice,
// signed, numbered, sealed, issued.
func handOn(w *world.World) {
	for _, f := range forwarding {
		id, clerk := "demo-forward-"+f.city, f.city+"-city-clerk-1"
		sheet, err := w.Manuscript.Filled(w.As(clerk), "", "zswlf72", "")
		w.Do("forward", func() error { return err })
		for name, answer := range f.deadline {
			sheet[name] = answer
		}
		sheet["phone"], sheet["contact"], sheet["address"] = "0571-20009999", "演示联系人", "演示地址"
		written(w, paper{id: id, city: f.city, sheet: sheet, code: f.code}, "issued")
	}
}

// A paper is one 发文稿纸 of a city.
type paper struct {
	id, city, code string
	sheet          form.Answers
}

// written brings a paper as far as a state.
func written(w *world.World, p paper, state string) {
	clerk := p.city + "-city-clerk-1"
	w.Do("begin "+p.id, func() error { return w.Manuscript.Begin(w.Ctx, w.As(clerk), p.id, p.sheet) })
	switch state {
	case "draft":
		return
	case "waiting":
		w.Chain(p.id, "send", clerk, p.sheet, p.city+"-city-head-1")
		return
	case "void":
		w.In(func() {
			w.Move(p.id, "void", w.As(clerk), form.Answers{"reason": "事项已经并入另一份发文。"})
		})
		return
	}
	w.Chain(p.id, "send", clerk, p.sheet, p.city+"-city-head-1", p.city+"-city-leader-1")
	for _, step := range []struct {
		move, after string
		ans         form.Answers
	}{
		{"number", "numbered", form.Answers{"source": "own", "code": p.code, "signer": "演示·签发"}},
		{"seal", "sealed", form.Answers{"keeper": "演示·监印", "day": "2017-09-25", "copies": "15"}},
		{"issue", "issued", nil},
	} {
		if state == "signed" {
			return
		}
		w.In(func() { w.Move(p.id, step.move, w.As(clerk), step.ans) })
		if state == step.after {
			return
		}
	}
}

// Papers are what cities write beside: one of each kind somewhere on its way.
func Papers(w *world.World) {
	w.At(25, 9, 10, 20)
	for i, x := range []struct{ city, kind, title, to, body, state string }{
		{"330700", "report", "关于跨境电商人才培育行动组织情况的报告", "浙江省商务厅", "现将我市组织申报的情况报告如下。\n一、组织情况\n已向各县（市、区）和功能区转发通知，各单位均已开始动员。\n二、下一步安排\n按时完成初审和推荐。\n特此报告。", "numbered"},
		{"330300", "report", "关于跨境电商人才培育行动动员情况的报告", "浙江省商务厅", "现将我市动员情况报告如下。\n各县（市、区）已完成摸底，动员名单正在核对。\n特此报告。", "numbered"},
		{"330700", "letter", "关于商请推荐跨境电商讲师的函", "演示高等职业学院（虚构）", "为做好跨境电商人才培育，商请贵校推荐符合条件的教师申报。\n请予支持为盼。", "waiting"},
		{"330200", "request", "关于增加集中培训场次的请示", "浙江省商务厅", "我市申报人员较多，拟请在我市增加一期集中培训。\n妥否，请批示。", "signed"},
		{"330100", "letter", "关于商借培训场地的函", "演示培训中心（虚构）", "拟于10月借用贵单位场地举办动员会，请予支持。", "signed"},
		{"330400", "minutes", "关于研究申报组织工作的纪要", "", "9月25日，我单位召开会议，研究跨境电商人才培育行动申报组织工作。\n会议明确，由电子商务处牵头，10月18日前完成初审。", "numbered"},
		{"330500", "letter", "关于商请提供企业名录的函", "演示行业协会（虚构）", "商请贵会提供跨境电商企业名录，用于动员申报。", "sealed"},
		{"330600", "letter", "关于商请协助宣传的函", "演示新闻中心（虚构）", "商请贵单位协助宣传跨境电商人才培育行动。", "sealed"},
		{"330700", "letter", "关于征求初审安排意见的函", "演示电商协会（虚构）", "现就初审安排征求贵会意见。", "draft"},
		{"331000", "letter", "关于召开动员会的函", "演示培训学校（虚构）", "拟召开动员会，请派人参加。", "void"},
		{"330400", "letter", "关于借用会议室的函", "演示服务中心（虚构）", "拟借用会议室。", "void"},
	} {
		organ, _, _ := strings.Cut(w.As(x.city+"-city-clerk-1").Organ.Name, "（")
		written(w, paper{
			id: fmt.Sprintf("demo-paper-%02d", i+1), city: x.city, code: "演示" + x.city[2:4] + "商务",
			sheet: form.Answers{"kind": x.kind, "title": organ + x.title, "to": x.to, "body": x.body},
		}, x.state)
	}
	var begun form.Answers
	w.Do("forward", func() (err error) {
		begun, err = w.Manuscript.Filled(w.As("331000-city-clerk-1"), "", "zswlf72", "")
		return err
	})
	written(w, paper{id: "demo-forward-331000", city: "331000", sheet: begun}, "draft")
}
