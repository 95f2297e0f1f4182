package review

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A subject is what a fault may be found in: a field of 附件2 or a material.
type subject struct {
	Name, Label string
}

// phrases are ready reasons for 退回补正; anything else may be typed.
var phrases = []string{
	"与身份证件不一致", "请填写与单位公章一致的全称", "经历不足2年，请补充起止年月",
	"请补充跨境电商方向的培训经历", "扫描件不清晰，请重新上传", "缺少盖章", "材料缺页，请补全", "请上传身份证件正反两面",
}

// otherFault is what is wrong beyond fields and materials.
const otherFault = "其他"

// subjects returns the fields of 附件2 that a role may read, and the materials.
func subjects(c *flow.Case, r programme.Role) (fields []form.Question, materials []subject) {
	fields = casework.Readable(c.Edition, c.Track.Forms["profile"], r)
	for _, m := range c.Edition.MaterialsOf(c.Track.Name) {
		if !m.Off {
			materials = append(materials, subject{"material." + m.Name, m.Label})
		}
	}
	return fields, materials
}

// faults reads every fault that was ticked, each with its reason, into the
// form of 退回补正. A tick without a reason is a mistake, and so is a return
// without a fault: whoever is sent back must know everything at once.
func faults(c *flow.Case, r programme.Role, v url.Values) (form.Answers, form.Wrong) {
	fields, materials := subjects(c, r)
	all := slices.Clone(materials)
	for i := len(fields) - 1; i >= 0; i-- {
		all = slices.Insert(all, 0, subject{fields[i].Name, fields[i].Label})
	}
	all = append(all, subject{"other", otherFault})
	posted, early := url.Values{"note": v["note"]}, form.Wrong{}
	n := 0
	for _, s := range all {
		if !slices.Contains(v["bad"], s.Name) {
			continue
		}
		why := strings.TrimSpace(v.Get("why." + s.Name))
		if why == "" {
			early["why."+s.Name] = form.Complaint{Format: "请写明问题。"}
		}
		posted.Set(form.Cell("faults", n, "field"), s.Label)
		posted.Set(form.Cell("faults", n, "reason"), why)
		n++
	}
	if n == 0 {
		return form.Answers{}, form.Wrong{"": {Format: "请在左边勾出需要补正的项，并写明问题。"}}
	}
	a, wrong := form.Read(c.Track.Forms["return"], posted)
	if len(early) > 0 {
		return a, early
	}
	return a, wrong
}

// queue returns what waits like c for a's office: the nearest deadline first,
// what came first before what came later.
func (s *Slice) queue(ctx context.Context, a org.Actor, state, county string) ([]flow.Case, error) {
	f := flow.Filter{Track: "application", States: []string{state}}
	if state == "at-county" {
		f.County = county
	}
	cs, err := s.Flow.Cases(ctx, a, f)
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return cmp.Or(casework.ByDue(x, y), x.Since.Compare(y.Since)) })
	return cs, err
}

// profiles returns 附件2 as it is now and, if it was mended, as it was before.
func (s *Slice) profiles(ctx context.Context, q db.Q, c *flow.Case) (now, before form.Answers, err error) {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range slices.Backward(entries) {
		if !slices.Contains(sent, e.Move) || e.Digest == "" {
			continue
		}
		a, err := s.Flow.Given(ctx, q, c.ID, e.Seq)
		if err != nil {
			return nil, nil, err
		}
		if now != nil {
			return now, a, nil
		}
		now = a
	}
	return now, nil, nil
}

// returned returns what was found wrong the last time.
func (s *Slice) returned(ctx context.Context, q db.Q, c *flow.Case) ([]form.Answers, error) {
	a, err := s.Flow.Answers(ctx, q, c, "return-county", "return-city")
	return form.Table(a["faults"]), err
}

// warned reports whether the system found something at odds when the
// application was sent: then nobody is handed a sentence that all is true.
func (s *Slice) warned(ctx context.Context, q db.Q, caseID string) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM applications WHERE case_id = $1 AND warnings <> ''`, caseID).Scan(&n)
	return n > 0, err
}

// ready is the opinion that stands in the form before anybody types: most
// files are in order, and an opinion is required.
func ready(move string, profile form.Answers, warned bool) form.Answers {
	if warned {
		return nil
	}
	switch move {
	case "forward":
		return form.Answers{"opinion": "经初核，材料齐全，情况属实，同意报送。"}
	case "pass":
		return form.Answers{"opinion": "经初审，符合申报条件" + profile["clause"] + "，同意推荐。"}
	}
	return nil
}
