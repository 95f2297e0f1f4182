//go:build !race

package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// accept brings n applications to the province's yes by the flow alone, and
// returns their ids; how they come there is another story.
func (s *site) accept(t *testing.T, n int) (ids []string) {
	t.Helper()
	f := s.House.Flow
	err := s.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			id, err := s.acceptOne(t.Context(), tx, i+1)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ids
}

// pool brings n applications to where the city chooses among them.
func (s *site) pool(t *testing.T, n int) {
	t.Helper()
	err := s.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			if _, err := s.bring(t.Context(), tx, i+1, "submit", "endorse", "forward", "pass"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) acceptOne(ctx context.Context, tx *db.Tx, i int) (string, error) {
	return s.bring(ctx, tx, i, "submit", "endorse", "forward", "pass", "annex", "report", "accept")
}

func (s *site) bring(ctx context.Context, tx *db.Tx, i int, steps ...string) (string, error) {
	f := s.House.Flow
	id, person, name := fmt.Sprintf("app%d", i), fmt.Sprintf("person%d", i), fmt.Sprintf("演示·候选人%d", i)
	if err := f.Orgs().AddPerson(ctx, tx, person, name, f.Now()); err != nil {
		return "", err
	}
	me := org.Actor{Person: person, Name: name, Role: programme.Applicant}
	c, err := f.OpenIn(ctx, tx, me, flow.Opening{
		ID: id, Track: "application", Party: person, Name: name, Unit: fmt.Sprintf("演示公司%d", i), County: "330782", City: "330700",
	})
	if err != nil {
		return "", err
	}
	at := *c
	for _, step := range steps {
		m, _ := at.Track.Move(step)
		m.Needs, m.Also, m.Does = nil, nil, nil
		if at, err = f.MoveIn(ctx, tx, at, m, org.Actor{Person: person, Role: m.By[0]}, nil); err != nil {
			return "", err
		}
	}
	return id, nil
}

// A clerk sends forms without a browser: what must have happened before a
// story begins.
type clerk struct {
	t    *testing.T
	s    *site
	http http.Client
}

func (s *site) clerk(t *testing.T, post string) *clerk {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &clerk{t, s, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	c.send("/demo/as", url.Values{"post": {post}})
	return c
}

// send posts a form, with the present move number of the case it is about.
func (c *clerk) send(path string, v url.Values, about ...string) {
	c.t.Helper()
	for _, id := range about {
		found, err := c.s.House.Flow.Load(c.t.Context(), c.s.DB, id)
		if err != nil {
			c.t.Fatal(err)
		}
		v.Set("seen", fmt.Sprint(found.Seq))
	}
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.s.base+path, strings.NewReader(v.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("POST %s: %d", path, res.StatusCode)
	}
}

// hall prepares a session of the first selection with a panel of five, of whom
// the first has yet to declare, and returns its id.
func (s *site) hall(t *testing.T) string {
	t.Helper()
	const id = "hall"
	desk := s.clerk(t, association)
	apps := s.accept(t, 4)
	desk.send("/sessions", url.Values{"id": {id}, "title": {"第一场"}, "day": {"2017-11-06"}, "hour": {"9:00"}, "place": {"演示报告厅"}})
	desk.send("/sessions/"+id+"/roster", url.Values{"pick": apps})
	desk.send("/sessions/"+id+"/draw", url.Values{
		"drawer": {"抽取人的口令共有十六个字以上才行"}, "witness": {"监督人的口令也有十六个字以上才行"}, "supervisor": {"演示·监督"},
	}, id)
	panel := url.Values{"chief": {"p-" + judge}}
	for i := range 5 {
		person := fmt.Sprintf("p-330000-judge-clerk-%d", i+1)
		panel.Add("judge", person)
		panel.Set("unit."+person, fmt.Sprintf("演示学院%d", i+1))
	}
	desk.send("/sessions/"+id+"/panel", panel, id)
	for i := range 4 {
		s.clerk(t, fmt.Sprintf("330000-judge-clerk-%d", i+2)).send("/judge/"+id+"/declare", url.Values{"all": {"ok"}})
	}
	return id
}
