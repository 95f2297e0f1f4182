package recommend_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/flow"
	"qinglan/internal/recommend"
)

// act is how a clerk says 遴选 was done.
func act(c *flow.Case) url.Values {
	return url.Values{
		"seen": {fmt.Sprint(c.Seq)}, "basis": {"按专业方向和业绩排序"}, "meeting": {"局长办公会纪要〔2017〕12号"},
		"held": {"2017-10-17"}, "present": {"演示·张三、演示·李四"}, "approver": {"演示·王五"},
	}
}

func seen(c *flow.Case) url.Values { return url.Values{"seen": {fmt.Sprint(c.Seq)}} }

// begin opens the city's summary through its page and returns it.
func begin(t *testing.T, p *apptest.Program) *flow.Case {
	t.Helper()
	got := p.As(cityClerk).Post("/summaries", nil)
	apptest.Has(t, "the page", got, http.StatusSeeOther)
	return p.Case(strings.TrimPrefix(got.Location, "/summaries/"))
}

// chosen brings a summary of two people, the second one first, to its choice.
func chosen(t *testing.T, p *apptest.Program) *flow.Case {
	t.Helper()
	p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
	p.Apply("one", "演示·甲", "演示学院", "330782", "330700", "pooled")
	p.Apply("two", "=cmd()|'/c calc'!A1", "演示公司𠮷田·阿卜杜", "330783", "330700", "pooled")
	p.Apply("three", "演示·丙", "演示公司", "330783", "330700", "pooled")
	c := begin(t, p)
	v := act(c)
	v.Set("place.one", "9")
	v.Set("place.two", "2")
	v.Set("why.three", "业绩材料不足")
	apptest.Has(t, "the page", p.As(cityClerk).Post("/summaries/"+c.ID+"/choose", v), http.StatusSeeOther)
	return p.Case(c.ID)
}

// frozen brings it to v1.
func frozen(t *testing.T, p *apptest.Program) *flow.Case {
	t.Helper()
	c := chosen(t, p)
	apptest.Has(t, "the page", p.As(cityClerk).Post("/summaries/"+c.ID+"/freeze", seen(c)), http.StatusSeeOther)
	return p.Case(c.ID)
}

// approve lets head and leader sign what waits for them.
func approve(t *testing.T, p *apptest.Program, c *flow.Case) {
	t.Helper()
	for i, who := range []string{cityHead, cityLeader} {
		prop, err := p.House.Flow.Pending(t.Context(), p.DB, c)
		if err != nil || prop == nil {
			t.Fatalf("nothing to approve: %v", err)
		}
		b := p.As(who)
		apptest.Has(t, "the page", b.Get("/approvals/"+prop.ID), http.StatusOK, "推荐名单", "演示·甲")
		apptest.Has(t, "the page", b.Post("/approvals/"+prop.ID+"/approve", url.Values{"step": {fmt.Sprint(i)}}), http.StatusSeeOther)
	}
}

// reported brings it to the province.
func reported(t *testing.T, p *apptest.Program) *flow.Case {
	t.Helper()
	c := frozen(t, p)
	apptest.Has(t, "the page", p.As(cityClerk).Post("/cases/"+c.ID+"/moves/report", seen(c)), http.StatusSeeOther)
	approve(t, p, c)
	return p.Case(c.ID)
}

func TestFromPoolToProvince(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := reported(t, p)
		if c.State != "reported" {
			t.Fatalf("the summary stands at %s", c.State)
		}
		for id, want := range map[string]string{"one": "reported", "two": "reported", "three": "left-out"} {
			if got := p.Case(id).State; got != want {
				t.Errorf("%s stands at %s; want %s", id, got, want)
			}
		}
		b := p.As(province)
		apptest.Has(t, "the page", b.Get("/desk"), http.StatusOK, "已上报，待受理", "逾期未上报"[:0])
		page := "/summaries/" + c.ID
		apptest.Has(t, "the page", b.Get(page), http.StatusOK, "逐人办理", "演示·甲")
		apptest.Has(t, "the page", b.Get(page+"?preview=yes&case=one"), http.StatusOK, "受理以下 1 人？")
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/settle", seen(c)), http.StatusGone, "还有 2 人没有办理")
		one, two := p.Case("one"), p.Case("two")
		apptest.Has(t, "the page", b.Post(page+"/accept", url.Values{"case": {"one"}, "seen.one": {fmt.Sprint(one.Seq)}}), http.StatusSeeOther)
		apptest.Has(t, "the page", b.Post(page+"/accept", url.Values{"case": {"one"}, "seen.one": {fmt.Sprint(one.Seq)}}), http.StatusConflict)
		v := seen(two)
		v.Set("reason", "请补充授课记录")
		v.Set("next", page)
		apptest.Has(t, "the page", b.Post("/cases/two/moves/return-province", v), http.StatusSeeOther)
		if got := p.Case("two").State; got != "at-city" {
			t.Errorf("two stands at %s; want at-city", got)
		}
		members, err := p.House.Flow.Members(t.Context(), p.DB, c.ID)
		if err != nil || len(members) != 1 || members[0].Case != "one" {
			t.Errorf("members %v, %v; want one", members, err)
		}
		for who, reader := range map[string]*apptest.Browser{"the province": b, "the city": p.As(cityClerk)} {
			apptest.Has(t, who, reader.Get(page), http.StatusOK, "省级退回的人员", "请补充授课记录")
		}
		v = seen(c)
		v.Set("copies", "2")
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/tick-paper", v), http.StatusSeeOther)
		c = p.Case(c.ID)
		apptest.Has(t, "the page", b.Get(page), http.StatusOK, "已收 2 份")
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/settle", seen(c)), http.StatusSeeOther)
		// The frozen version still prints as it was reported.
		got := b.Get(page + "/annex1.xlsx?v=v1")
		if rows := table(t, got.Body); len(rows) != 2 {
			t.Errorf("v1 has %d rows; want 2", len(rows))
		}
		supplement(t, p)
	})
}

// supplement: whom the province sent back may follow after the deadline.
func supplement(t *testing.T, p *apptest.Program) {
	t.Helper()
	two := p.Case("two")
	v := seen(two)
	v.Set("opinion", "已补充，同意推荐。")
	apptest.Has(t, "the page", p.As(cityClerk).Post("/review/two/moves/pass", v), http.StatusSeeOther)
	p.Clock.Set(calendar.Must("2017-10-24").At(9, 0))
	c := begin(t, p)
	v = act(c)
	v.Set("place.two", "1")
	apptest.Has(t, "the page", p.As(cityClerk).Post("/summaries/"+c.ID+"/choose", v), http.StatusSeeOther)
	c = p.Case(c.ID)
	apptest.Has(t, "the page", p.As(cityClerk).Post("/summaries/"+c.ID+"/freeze", seen(c)), http.StatusSeeOther)
	c = p.Case(c.ID)
	apptest.Has(t, "the page", p.As(cityClerk).Post("/cases/"+c.ID+"/moves/report", seen(c)), http.StatusSeeOther)
}

// table reads the people of 附件1 out of a workbook.
func table(t *testing.T, body string) (out [][]string) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	in := false
	for i, r := range rows {
		switch {
		case len(r) > 0 && r[0] == "序号":
			in = true
		case in && len(r) == 5:
			out = append(out, r)
			if formula, err := f.GetCellFormula(sheet, fmt.Sprintf("B%d", i+1)); err != nil || formula != "" {
				t.Errorf("%s is a formula: %q, %v", r[1], formula, err)
			}
		}
	}
	return out
}

func TestPapersEqualTheRecord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := frozen(t, p)
		want := [][]string{
			{"1", "=cmd()|'/c calc'!A1", "演示公司𠮷田·阿卜杜", "亚马逊、独立站", "讲师"},
			{"2", "演示·甲", "演示学院", "亚马逊、独立站", "讲师"},
		}
		b := p.As(cityClerk)
		sheet := b.Get("/summaries/" + c.ID + "/annex1.xlsx")
		apptest.Has(t, "the page", sheet, http.StatusOK)
		if d := cmp.Diff(want, table(t, sheet.Body)); d != "" {
			t.Errorf("xlsx: %s", d)
		}
		paper := b.Get("/summaries/" + c.ID + "/annex1.pdf")
		apptest.Has(t, "the page", paper, http.StatusOK)
		said := strings.Join(strings.Fields(pdftotext(t, b.Get("/summaries/"+c.ID+"/print/report.pdf").Body)), "")
		for _, s := range []string{"签发人：", "浙江省商务厅", "进入遴选3人", "未列入1人", "推荐人选共2人。", "亚马逊2人，独立站2人", "特此报告。", "演示·甲"} {
			if !strings.Contains(said, s) {
				t.Errorf("the report lacks %q:\n%s", s, said)
			}
		}
		text := pdftotext(t, paper.Body)
		for _, s := range []string{
			"浙江省跨境电商师资培训推荐名单汇总表", "推荐单位：（盖章）", "序号", "培训方向", "职务",
			"=cmd()|'/c", "演示公司𠮷田·阿卜杜", "演示·甲", "亚马逊、独立站", "排序规则", "制表单位", "版本 v1", "第 1 页，共 1 页",
		} {
			if !strings.Contains(text, s) {
				t.Errorf("the PDF lacks %q:\n%s", s, text)
			}
		}
		if strings.Index(text, "=cmd") > strings.Index(text, "演示·甲") {
			t.Error("the PDF has another order")
		}
		a, err := p.House.Flow.Answers(t.Context(), p.DB, c, "freeze")
		if err != nil || !strings.Contains(text, a["digest"][:12]) || a["version"] != "v1" || a["count"] != "2" {
			t.Errorf("frozen as %v, %v", a, err)
		}
		log, err := p.House.Flow.Logged(t.Context(), 2)
		if err != nil || len(log) != 2 || log[0].Move != "export" || log[1].Move != "export" {
			t.Errorf("the audit says %v, %v; want two exports", log, err)
		}
		var out bytes.Buffer
		if err := recommend.New(p.House).Export(t.Context(), p.House.Flow.Current(), "330700", "xlsx", &out); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, table(t, out.String())); d != "" {
			t.Errorf("export: %s", d)
		}
	})
}

func pdftotext(t *testing.T, body string) string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = strings.NewReader(body)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestLateReportIsRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := frozen(t, p)
		due := calendar.Must("2017-10-20").At(24, 0)
		p.Clock.Set(due)
		b := p.As(cityClerk)
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/report", seen(c)), http.StatusGone, "72号文 五.2", "10月20日（周五）24:00")
		// A leader who signs too late signs for nothing.
		p.Clock.Set(due.Add(-1e9))
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/report", seen(c)), http.StatusSeeOther)
		prop, err := p.House.Flow.Pending(t.Context(), p.DB, c)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "the page", p.As(cityHead).Post("/approvals/"+prop.ID+"/approve", url.Values{"step": {"0"}}), http.StatusSeeOther)
		p.Clock.Set(due)
		apptest.Has(t, "the page", p.As(cityLeader).Post("/approvals/"+prop.ID+"/approve", url.Values{"step": {"1"}}), http.StatusGone)
		if got := p.Case("one").State; got != "annexed" {
			t.Errorf("one stands at %s; want annexed", got)
		}
	})
}
