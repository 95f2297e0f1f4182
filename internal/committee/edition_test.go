package committee_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// otherwise is the edition of 2017 with a fourth part of the certification, 试讲,
// and a fifth platform. It is data and nothing else.
func otherwise() *programme.Edition {
	e := *teacher2017.Edition
	e.Parts = []programme.Part{
		{Name: "theory", Label: "理论考试", Weight: 25, Line: 6000}, {Name: "practice", Label: "实践操作", Weight: 35, Line: 6000},
		{Name: "defence", Label: "现场答辩", Weight: 20, Line: 6000}, {Name: "lesson", Label: "试讲", Weight: 20, Line: 8000},
	}
	e.Platforms = append(e.Platforms[:4:4], programme.Platform{Name: "own", Label: "独立站联盟（演示）", Direction: "site"})
	e.Tracks = nil
	for _, t := range teacher2017.Edition.Tracks {
		other := *t
		other.Forms = maps.Clone(t.Forms)
		for name, qs := range t.Forms {
			other.Forms[name] = withPart(e.Parts, t.Name, qs)
		}
		e.Tracks = append(e.Tracks, &other)
	}
	return &e
}

// withPart asks for the fourth part wherever a form asks for the third, and
// offers it wherever parts are offered.
func withPart(parts []programme.Part, track string, qs []form.Question) (out []form.Question) {
	for _, q := range qs {
		if q.Name == "parts" || q.Name == "again" {
			q.Choices, q.Max = programme.PartChoices(parts), len(parts)
		}
		out = append(out, q)
		if q.Name == "defence" {
			q.Name, q.Label = "lesson", "试讲"
			out = append(out, q)
		}
	}
	return out
}

// A fourth part is walked from the enrolment through both entries and the rule
// to the release, carried over, rechecked, and shown, without Go code outside
// the edition; and a fifth platform sits on the committee.
func TestFourthPartAndFifthPlatform(t *testing.T) {
	apptest.EachWith(t, []*programme.Edition{otherwise()}, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Enrol(c)
		if got := p.Mark(1, c, "72", "68.5", "75"); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("three marks of four: %d", got.Status)
		}
		took(t, "first", p.Mark(1, c, "72", "68.5", "75", "79.99"))
		took(t, "second", p.Mark(2, c, "72", "68.5", "75", "79.99"))
		took(t, "release", p.Release(c))
		if got := p.Case(c.Entry).State; got != "retake" {
			t.Fatalf("a hundredth short in the fourth part: %s", got)
		}
		at := p.Attempt(c.Entry)
		body := p.AsPerson(c.Person).Get("/cases/" + at.ID).Body
		for _, want := range []string{"79.99分（占20%，线80分）", "试讲低于本项线。", "试讲占20%、线80分"} {
			if !strings.Contains(body, want) {
				t.Errorf("the result does not say %q", want)
			}
		}
		body = p.AsPerson(c.Person).Get("/passport/" + c.Entry).Body
		for _, want := range []string{"报名认证：只考试讲，其余沿用。", "试讲：线80分"} {
			if !strings.Contains(body, want) {
				t.Errorf("the passport does not say %q", want)
			}
		}
		p.Enrol(c)
		took(t, "retake, first", p.Mark(1, c, "", "", "", "80"))
		took(t, "retake, second", p.Mark(2, c, "", "", "", "80"))
		took(t, "retake, release", p.Release(c))
		if got := p.Case(c.Entry).State; got != "passed" {
			t.Fatalf("after the fourth part alone: %s", got)
		}
		for _, paper := range []string{"results.pdf", "results.xlsx"} {
			if got := p.As("330000-supervisor-clerk-1").Get("/certification/results/" + paper); got.Status != http.StatusOK {
				t.Errorf("%s: %d", paper, got.Status)
			}
		}
		seat, ann := member(t, p, "own", "演示·独委员", "独立站联盟（演示）")
		if got := p.As(clerk).Get("/committee").Body; !strings.Contains(got, "独立站联盟（演示）") {
			t.Error("the fifth platform is not among the platforms")
		}
		id := called(t, p, c)
		took(t, "convene", convene(p, id, seat, map[string]string{seat: "present"}))
		took(t, "sign", sign(t, ann, id, url.Values{}))
		took(t, "confirm", confirm(p, id))
		if got := p.Case(c.Entry).State; got != "proposed" {
			t.Errorf("signed by the fifth: %s", got)
		}
	})
}
