package judging_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Posts of the demonstration that take part.
const (
	secretary = "330000-association-clerk-1"
	second    = "330000-association-clerk-2"
	witness   = "330000-supervisor-clerk-1"
	clerk     = "330000-province-clerk-1"
)

func judgeAt(i int) string { return fmt.Sprintf("330000-judge-clerk-%d", i) }

// people are the candidates of a stage; some names try to break pages.
var people = []string{"演示·王青", "𠮷田·阿卜杜", "=cmd()", "演示·李<b>蓝", "演示·陈明", "演示·周正", "演示·吴双", "演示·郑和"}

// A stage is a program with accepted applications and a session.
type stage struct {
	*apptest.Program
	t       *testing.T
	apps    []string // ids, in the order of people
	session string
	browser map[string]*apptest.Browser
}

func newStage(t *testing.T, p *apptest.Program, n int) *stage {
	s := &stage{Program: p, t: t, browser: map[string]*apptest.Browser{}}
	for i := range n {
		s.apps = append(s.apps, s.accepted(i))
	}
	return s
}

func (s *stage) as(post string) *apptest.Browser {
	if s.browser[post] == nil {
		s.browser[post] = s.As(post)
	}
	return s.browser[post]
}

// accepted brings an application to the state accepted by the flow alone; what
// other slices ask on the way is not the matter here.
func (s *stage) accepted(i int) string {
	s.t.Helper()
	ctx, f := s.t.Context(), s.House.Flow
	for _, name := range []string{"before-deadline", "complete"} {
		f.Guard(name, func(context.Context, *db.Tx, flow.Event) error { return nil })
	}
	for _, name := range []string{"number", "keep-profile", "keep-traces", "ask-employer"} {
		f.Effect(name, func(context.Context, *db.Tx, flow.Event) error { return nil })
	}
	id, person := fmt.Sprintf("app%d", i+1), fmt.Sprintf("person%d", i+1)
	me := org.Actor{Person: person, Name: people[i], Role: programme.Applicant}
	county, city := org.Holding(s.Post("330782-county-clerk-1")), org.Holding(s.Post("330700-city-clerk-1"))
	s.do(f.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, person, people[i], f.Now()); err != nil {
			return err
		}
		c, err := f.OpenIn(ctx, tx, me, flow.Opening{
			ID: id, Track: "application", Party: person, Name: people[i], Unit: fmt.Sprintf("义乌演示公司%d", i+1), County: "330782", City: "330700",
		})
		if err != nil {
			return err
		}
		at := *c
		for _, step := range []struct {
			move string
			by   org.Actor
			ans  form.Answers
		}{
			{"submit", me, form.Answers{"name": people[i], "directions": "amazon\nsite", "life": "演示材料正文"}},
			{"endorse-paper", me, nil}, {"forward", county, nil}, {"pass", city, nil},
			{"annex", city, nil}, {"report", city, nil}, {"accept", org.Holding(s.Post(clerk)), nil},
		} {
			m, _ := at.Track.Move(step.move)
			if m.By[0] == programme.List {
				at, err = f.MoveByList(ctx, tx, at, step.move, step.by, step.ans)
			} else {
				at, err = f.MoveIn(ctx, tx, at, m, step.by, step.ans)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", step.move, err)
			}
		}
		return nil
	}))
	return id
}

func (s *stage) do(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// post sends a form and wants a status.
func (s *stage) post(who, path string, v url.Values, want int) apptest.Answer {
	s.t.Helper()
	got := s.as(who).Post(path, v)
	if got.Status != want {
		s.t.Fatalf("POST %s as %s = %d; want %d\n%s", path, who, got.Status, want, text(got.Body))
	}
	return got
}

func (s *stage) get(who, path string, want int) string {
	s.t.Helper()
	got := s.as(who).Get(path)
	if got.Status != want {
		s.t.Fatalf("GET %s as %s = %d; want %d\n%s", path, who, got.Status, want, text(got.Body))
	}
	return got.Body
}

var tag = regexp.MustCompile(`<[^>]*>\s*`)

// text is a page without its tags.
func text(body string) string {
	if i := strings.Index(body, "<main"); i > 0 {
		body = body[i:]
	}
	return tag.ReplaceAllString(body, " ")
}

func (s *stage) seq(id string) string {
	s.t.Helper()
	c, err := s.House.Flow.Load(s.t.Context(), s.DB, id)
	s.do(err)
	return fmt.Sprint(c.Seq)
}

func (s *stage) state(id string) string {
	s.t.Helper()
	c, err := s.House.Flow.Load(s.t.Context(), s.DB, id)
	s.do(err)
	return c.State
}

// open opens the session and fills its roster.
func (s *stage) open() {
	s.session = "session1"
	s.post(secretary, "/sessions", url.Values{"id": {s.session}, "title": {"第一场"}, "day": {"2017-11-08"}, "hour": {"9:00"}, "place": {"演示报告厅"}}, http.StatusSeeOther)
	s.post(secretary, "/sessions/"+s.session+"/roster", url.Values{"pick": s.apps}, http.StatusSeeOther)
}

const (
	secretA = "抽取人的口令一二三四五六七八九十"
	secretB = "0123456789abcdef witness"
)

func (s *stage) draw() {
	s.post(secretary, "/sessions/"+s.session+"/draw", url.Values{
		"seen": {s.seq(s.session)}, "drawer": {secretA}, "witness": {secretB}, "supervisor": {"演示·监督"},
	}, http.StatusSeeOther)
}

// appoint seats judges 1 to n; the first is chief.
func (s *stage) appoint(n int) {
	s.post(secretary, "/sessions/"+s.session+"/panel", s.panel(n), http.StatusSeeOther)
}

func (s *stage) panel(n int) url.Values {
	v := url.Values{"seen": {s.seq(s.session)}, "chief": {s.Post(judgeAt(1)).Person}}
	for i := range n {
		person := s.Post(judgeAt(i + 1)).Person
		v.Add("judge", person)
		v.Set("unit."+person, fmt.Sprintf("演示学院%d", i+1))
	}
	return v
}

// lots returns the applications in the order drawn.
func (s *stage) lots() []string {
	s.t.Helper()
	members, err := s.House.Flow.Members(s.t.Context(), s.DB, s.session)
	s.do(err)
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.Case
	}
	return out
}

// marks are the five criteria of a total, in a way nobody else uses.
func marks(total int, more ...string) url.Values {
	v := url.Values{}
	rest := total
	for _, c := range []struct {
		name string
		max  int
	}{{"content", 3000}, {"cases", 2000}, {"design", 2000}, {"delivery", 2000}, {"slides", 1000}} {
		n := min(rest, c.max)
		rest -= n
		v.Set(c.name, fmt.Sprintf("%d.%02d", n/100, n%100))
	}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

// sheet returns the case of the sheet of a judge and lot.
func (s *stage) sheet(judge, lot int) string {
	s.t.Helper()
	var id string
	s.do(s.DB.QueryRowContext(s.t.Context(), `SELECT case_id FROM sheets WHERE session = $1 AND judge = $2 AND lot = $3`,
		s.session, s.Post(judgeAt(judge)).Person, lot).Scan(&id))
	return id
}

func (s *stage) lock(judge, lot, total, want int) apptest.Answer {
	s.t.Helper()
	v := marks(total)
	v.Set("lot", fmt.Sprint(lot))
	v.Set("seen", s.seq(s.sheet(judge, lot)))
	v.Set("feedback", fmt.Sprintf("反馈%d", lot))
	return s.post(judgeAt(judge), "/judge/"+s.session+"/lock", v, want)
}

// move presses a common button on the session.
func (s *stage) move(who, name string, want int) apptest.Answer {
	s.t.Helper()
	return s.post(who, "/cases/"+s.session+"/moves/"+name, url.Values{"seen": {s.seq(s.session)}}, want)
}

var digest = regexp.MustCompile(`name="digest" value="([0-9a-f]{64})"`)

// sign signs with what the page shows.
func (s *stage) sign(who, as string, want int) {
	s.t.Helper()
	path := "/sessions/" + s.session
	if as == "chief" {
		path = "/judge/" + s.session
	}
	m := digest.FindStringSubmatch(s.get(who, path, http.StatusOK))
	d := strings.Repeat("0", 64)
	if m != nil {
		d = m[1]
	}
	s.post(who, path+"/sign", url.Values{"seen": {s.seq(s.session)}, "as": {as}, "digest": {d}}, want)
}
