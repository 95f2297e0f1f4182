package apply

import (
	"slices"
	"strings"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Questions that stand beside 附件2 and in none of its answers.
var (
	regionQuestion = form.Question{Name: "region", Label: "申报地区", Kind: form.Select,
		Hint: "选单位所在的县（市、区）；在功能区的选功能区。由当地商务主管部门受理。"}
	hostQuestion = form.Question{Name: "host", Label: "功能区所在的县（市、区）", Kind: form.Select,
		Hint: "这个功能区跨几个区，请选单位所在的一个。"}
	idTypeQuestion = form.Question{Name: "id-type", Label: "证件类型", Kind: form.Select}
	idNoQuestion   = form.Question{Name: "id-number", Label: "证件号码", Kind: form.Text, Max: 40, Secret: true,
		Hint: "只用来防止重复申报，加密保存；不打印，不公开。",
		Why:  "同一人只能申报一次；取得证书时用来核对身份。"}
)

func init() {
	for _, d := range ident.Documents() {
		idTypeQuestion.Choices = append(idTypeQuestion.Choices, form.Choice{Value: d.Key, Label: d.Name})
	}
}

// A city groups the regions that one can apply in.
type city struct {
	org.Region
	Counties []org.Region
}

func cities(e *programme.Edition) (out []city) {
	for _, c := range org.Cities(e.Since) {
		out = append(out, city{c, org.Counties(c.Code, e.Since)})
	}
	return out
}

// regionAsked returns the question for the region with what may be chosen.
func regionAsked(e *programme.Edition) form.Question {
	q := regionQuestion
	for _, c := range cities(e) {
		for _, r := range c.Counties {
			q.Choices = append(q.Choices, form.Choice{Value: r.Code, Label: r.Name})
		}
	}
	return q
}

// hostAsked returns the question for the host of a zone that lies in several
// county units; ok is false for all others.
func hostAsked(region string) (form.Question, bool) {
	q := hostQuestion
	r, _ := org.RegionOf(region)
	hosts := r.Hosts()
	for _, h := range hosts {
		host, _ := org.RegionOf(h)
		q.Choices = append(q.Choices, form.Choice{Value: h, Label: host.Name})
	}
	return q, len(hosts) > 1
}

// questions returns all that the page of c asks: the region only until the
// form has been sent, for then it lies with an office.
func questions(c *flow.Case, region string) []form.Question {
	var qs []form.Question
	if c.State == c.Track.Start {
		qs = append(qs, regionAsked(c.Edition))
		if host, ok := hostAsked(region); ok {
			qs = append(qs, host)
		}
	}
	return append(qs, c.Track.Forms["profile"]...)
}

// deadline returns when an application in a city closes.
func deadline(c *flow.Case, county, city string) time.Time {
	return c.Edition.DeadlineOf("submit", county, city)
}

// wrongRows complains of experience that ends before it begins.
func wrongRows(answer string, wrong form.Wrong) {
	for i, row := range form.Table(answer) {
		if row["to"] != "" && row["to"] < row["from"] {
			wrong.Add(form.Cell("jobs", i, "to"), "结束年月早于开始年月。")
		}
	}
}

// asks reports whether a material is meant for whoever applies by clause.
func asks(s casework.Slot, clause string) bool {
	return len(s.For) == 0 || slices.Contains(s.For, clause)
}

// materials returns the slots of 附件4 for a clause.
func (s *Slice) materials(c *flow.Case, clause string) (out []casework.Slot) {
	for _, slot := range s.Slots(c) {
		if slot.Number != "" && (clause == "" || asks(slot, clause)) {
			out = append(out, slot)
		}
	}
	return out
}

// holding counts the files of each slot that are of use, or may turn out to be.
func holding(files []casework.File) map[string]int {
	n := map[string]int{}
	for _, f := range files {
		if f.State != "failed" {
			n[f.Item]++
		}
	}
	return n
}

// listed writes the materials as a move's answer has them: item, digest and id
// a line, so that the journal's digest covers what was handed in.
func listed(slots []casework.Slot, files []casework.File) string {
	var lines []string
	for _, s := range slots {
		for _, f := range files {
			if f.Item == s.Name {
				lines = append(lines, f.Item+" "+f.SHA256+" "+f.ID)
			}
		}
	}
	return strings.Join(lines, "\n")
}
