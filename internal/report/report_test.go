package report_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/report"
)

// entry opens an entry of a city and walks it along moves by a list.
func entry(t *testing.T, p *apptest.Program, party, city string, moves ...string) *flow.Case {
	t.Helper()
	f, ctx := p.House.Flow, t.Context()
	a := org.Holding(p.Post("330000-province-clerk-1"))
	a.Role = programme.List
	var c flow.Case
	err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		open, err := f.OpenIn(ctx, tx, a, flow.Opening{ID: db.NewID(), Track: "entry", Party: party, Name: "演示·" + party, City: city})
		if err != nil {
			return err
		}
		c = *open
		for _, name := range moves {
			m, ok := c.Track.Move(name)
			if !ok {
				t.Fatalf("no move %s", name)
			}
			if c, err = f.MoveIn(ctx, tx, c, m, a, form.Answers{"directions": "wish", "hours": "24"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

func each(t *testing.T, f func(t *testing.T, p *apptest.Program)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		// The way to an announcement is other slices'.
		for _, g := range []string{"hours-reached", "chances-left"} {
			p.House.Flow.Guard(g, func(context.Context, *db.Tx, flow.Event) error { return nil })
		}
		p.House.Flow.Effect("open-attempt", func(context.Context, *db.Tx, flow.Event) error { return nil })
		p.Clock.Set(calendar.Must("2017-12-08").At(10, 30))
		f(t, p)
	})
}

var all = []string{"complete", "enrol", "pass", "publicise", "announce"}

// Each stage counts whoever has come to it, and a person certified twice or by
// a certificate that was revoked is not counted twice or at all.
func TestProgress(t *testing.T) {
	each(t, func(t *testing.T, p *apptest.Program) {
		s := report.New(p.House)
		entry(t, p, "a", "330700", all...)
		p.Clock.Set(calendar.Must("2018-02-01").At(9, 0))
		entry(t, p, "b", "330100", all...)
		entry(t, p, "b", "330100", all...)
		entry(t, p, "c", "330100", all[:2]...)
		entry(t, p, "d", "330100", all[:4]...)
		gone := entry(t, p, "e", "330700", all...)
		revoke(t, p, gone)
		got, err := s.Progress(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if want := []int{0, 0, 0, 0, 6, 6, 5, 5, 2}; !slices.Equal(got.Sum, want) || got.Total != 2 {
			t.Errorf("sum %v, total %d; want %v and 2", got.Sum, got.Total, want)
		}
		if len(got.Cities) != 11 || got.Reached() != 2 {
			t.Errorf("%d cities, %d reached", len(got.Cities), got.Reached())
		}
		var line []int
		for _, m := range got.Months {
			line = append(line, m.All)
		}
		if want := []int{0, 0, 0, 1, 1, 2}; !slices.Equal(line, want) {
			t.Errorf("line %v; want %v", line, want)
		}
		public, err := s.Progress(t.Context(), false)
		if err != nil || len(public.Stages) != 2 || public.Total != 2 {
			t.Errorf("public: %+v, %v", public, err)
		}
		if got.Permille() != 1 {
			t.Errorf("permille %d", got.Permille())
		}
	})
}

func revoke(t *testing.T, p *apptest.Program, entry *flow.Case) {
	t.Helper()
	f, ctx := p.House.Flow, t.Context()
	a := org.Holding(p.Post("330000-province-clerk-1"))
	cs, err := f.Cases(ctx, a, flow.Filter{Track: "certificate", Parent: entry.ID})
	if err != nil || len(cs) != 1 {
		t.Fatalf("certificates %v, %v", cs, err)
	}
	m, _ := cs[0].Track.Move("revoke")
	err = f.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := f.MoveIn(ctx, tx, cs[0], m, a, form.Answers{"reason": "x", "ground": "申报材料不实"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A stranger reads what is public; an office reads every stage.
func TestPage(t *testing.T) {
	each(t, func(t *testing.T, p *apptest.Program) {
		entry(t, p, "a", "330700", all...)
		public := p.Stranger().Get("/progress")
		if public.Status != 200 || !strings.Contains(public.Body, "/ 1500 人") || !strings.Contains(public.Body, "截至 2017-12-08 10:30:00") {
			t.Errorf("public page %d lacks the target or the moment", public.Status)
		}
		for _, private := range []string{"提交申报", "集中培训结业", "导出 Excel"} {
			if strings.Contains(public.Body, private) {
				t.Errorf("the public page has %s", private)
			}
		}
		for post, want := range map[string]bool{
			"330000-province-clerk-1": true, "330700-city-clerk-1": true, "330782-county-clerk-1": true,
			"330000-judge-clerk-1": false, "330000-system-clerk-1": false,
		} {
			if body := p.As(post).Get("/progress").Body; strings.Contains(body, "集中培训结业") != want {
				t.Errorf("%s reads every stage: %v; want %v", post, !want, want)
			}
		}
		// No quota of a city, a year or a month is made out of the target.
		for _, share := range []string{"136", "500", "应完成", "进度落后"} {
			if regexp.MustCompile(`>\s*` + share + `\s*<`).MatchString(public.Body) {
				t.Errorf("the page shows a share of the target: %s", share)
			}
		}
	})
}

// An export says who made it, as of when, which version, which page, and is
// logged; who is no office has none.
func TestExport(t *testing.T) {
	each(t, func(t *testing.T, p *apptest.Program) {
		entry(t, p, "a", "330700", all...)
		got := p.As("330700-city-clerk-1").Post("/progress/export", nil)
		if got.Status != 200 {
			t.Fatalf("export: %d", got.Status)
		}
		text := workbook(t, []byte(got.Body))
		version := regexp.MustCompile(`[0-9a-f]{8}\.xlsx`).FindString(got.Header.Get("Content-Disposition"))
		for _, want := range []string{"制表单位：金华市网络经济发展局（演示）", "截至时间：2017-12-08 10:30:00", "版本：" + strings.TrimSuffix(version, ".xlsx"), "第 &amp;P 页，共 &amp;N 页", "金华市", "2017-12"} {
			if !strings.Contains(text, want) {
				t.Errorf("the workbook lacks %q", want)
			}
		}
		log, err := p.House.Flow.Logged(t.Context(), 50)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(log, func(e flow.Entry) bool { return e.Move == "export" && e.Organ == "330700" }) {
			t.Error("the export is not logged")
		}
		if got := p.As("330000-judge-clerk-1").Post("/progress/export", nil); got.Status != http.StatusNotFound {
			t.Errorf("a judge: %d; want 404", got.Status)
		}
		if got := p.Stranger().Post("/progress/export", nil); got.Status != http.StatusSeeOther {
			t.Errorf("a stranger: %d; want the sign-in page", got.Status)
		}
	})
}

// workbook returns everything that stands in a workbook.
func workbook(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.String()
}

// The editions of a programme add up: the target is one, and so is the series
// of numbers of a year.
func TestEditionsAddUp(t *testing.T) {
	each(t, func(t *testing.T, p *apptest.Program) {
		entry(t, p, "wang", "330700", all...)
		p.Enter("teacher2018")
		entry(t, p, "li", "330700", all...)
		entry(t, p, "zhao", "330100", all...)
		p.Enter("teacher2019")
		got, err := report.New(p.House).Progress(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != 3 || got.Target.Total != 1500 || got.Target.Years != 3 {
			t.Errorf("%d of %d in %d years; want 3 of 1500 in 3", got.Total, got.Target.Total, got.Target.Years)
		}
		last := got.Months[len(got.Months)-1]
		if first := got.Months[0].Label(); first != "2017-09" || last.Label() != "2019-03" || last.All != 3 {
			t.Errorf("from %s to %s with %d", first, last.Label(), last.All)
		}
		register := p.Stranger().Get("/register").Body
		for _, number := range []string{"〔2017〕0001号", "〔2018〕0001号", "〔2018〕0002号"} {
			if !strings.Contains(register, number) {
				t.Errorf("the register lacks %s", number)
			}
		}
	})
}
