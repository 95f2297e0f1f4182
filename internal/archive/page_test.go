package archive_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/archive"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const province = "330000-province-clerk-1"

// An archive is asked for once, made as a task, and taken by those who may;
// taking it stands in the audit.
func TestArchivePage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, err := p.House.Flow.Open(t.Context(), org.Actor{Person: "wu", Role: programme.Applicant},
			flow.Opening{ID: "wu", Track: "application", Party: "wu", Name: "演示·吴青", County: "330782", City: "330700"})
		if err != nil {
			t.Fatal(err)
		}
		ask := url.Values{"edition": {"teacher2017"}, "id": {"order-1"}}
		for _, c := range []struct {
			post string
			want int
		}{
			{"330000-auditor-clerk-1", http.StatusForbidden},
			{"330700-city-clerk-1", http.StatusNotFound},
			{"330000-system-clerk-1", http.StatusNotFound},
		} {
			if got := p.As(c.post).Post("/archives", ask); got.Status != c.want {
				t.Errorf("%s asks: %d; want %d", c.post, got.Status, c.want)
			}
		}
		b := p.As(province)
		for range 2 {
			if got := b.Post("/archives", ask); got.Status != http.StatusSeeOther {
				t.Fatalf("ask: %d %s", got.Status, got.Body)
			}
		}
		if got := b.Post("/archives", url.Values{"edition": {"teacher1917"}, "id": {"x"}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("an unknown edition: %d", got.Status)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := p.House.Queue.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		page := b.Get("/archives")
		links := regexp.MustCompile(`href="/archives/[^"]+"`).FindAllString(page.Body, -1)
		if len(links) == 0 || !strings.Contains(page.Body, "order-1") {
			t.Fatalf("links %v in %s", links, page.Body)
		}
		got := b.Get("/archives/order-1")
		r, err := archive.Verify(bytes.NewReader([]byte(got.Body)), int64(len(got.Body)))
		if err != nil || len(r.Findings) > 0 || r.Cases == 0 {
			t.Errorf("taken: %d, %+v, %v", got.Status, r, err)
		}
		rows, err := p.House.Flow.Logged(t.Context(), 1)
		if err != nil || len(rows) == 0 || rows[0].Move != "export" {
			t.Errorf("audit: %v, %v", rows, err)
		}
		if got := p.As("330700-city-clerk-1").Get("/archives/order-1"); got.Status != http.StatusNotFound {
			t.Errorf("a city takes it: %d", got.Status)
		}
	})
}
