package app_test

import (
	"net/http"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

// Pages that list show the newest open edition and offer the others; one that
// is not open does not exist.
func TestPagesByEdition(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		pages := []struct{ post, path string }{
			{"330000-province-clerk-1", "/notices"},
			{"330000-province-clerk-1", "/cases?track=entry"},
			{"330000-province-clerk-1", "/summaries"},
			{"330000-province-clerk-1", "/shortlists"},
			{"330000-province-clerk-1", "/settings"},
			{"330000-association-clerk-1", "/sessions"},
		}
		const choice = `<nav class="editions`
		for _, x := range pages {
			if body := p.As(x.post).Get(x.path).Body; strings.Contains(body, choice) {
				t.Errorf("%s offers a choice of one", x.path)
			}
		}
		c := p.Candidate("测试·在册", "甲公司（演示）", "330782", nil)
		p.Enter("teacher2018")
		for _, x := range pages {
			b := p.As(x.post)
			and := "?"
			if strings.Contains(x.path, "?") {
				and = "&"
			}
			for edition, want := range map[string]int{"": 200, "teacher2017": 200, "teacher2018": 200, "teacher2019": 404} {
				path := x.path
				if edition != "" {
					path += and + "edition=" + edition
				}
				got := b.Get(path)
				if got.Status != want {
					t.Errorf("%s: %d; want %d", path, got.Status, want)
				}
				if want == http.StatusOK && (!strings.Contains(got.Body, choice) || !strings.Contains(got.Body, "2018年第二批（演示）")) {
					t.Errorf("%s offers no other edition", path)
				}
			}
		}
		province := p.As("330000-province-clerk-1")
		if strings.Contains(province.Get("/cases?track=entry").Body, c.Name) {
			t.Error("somebody of 2017 stands in the list of 2018")
		}
		if !strings.Contains(province.Get("/cases?track=entry&edition=teacher2017").Body, c.Name) {
			t.Error("somebody of 2017 is missing from the list of 2017")
		}
		// What waits is there all the same.
		if body := province.Get("/certification?tab=train").Body; !strings.Contains(body, c.Name) || !strings.Contains(body, "2017年第一批：结业须满24学时") {
			t.Error("somebody of 2017 who waits for training is not on the desk, or not by their rule")
		}
	})
}
