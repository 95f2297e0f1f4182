package notify_test

import (
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
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const mobile = "19900000001"

var sixDigits = regexp.MustCompile(`\d{6}`)

// applicant signs a new mobile number in and returns who it is.
func applicant(t *testing.T, p *apptest.Program, mobile string) (*apptest.Browser, org.Actor) {
	t.Helper()
	b := p.Stranger()
	b.Post("/sign-in/code", url.Values{"mobile": {mobile}})
	code := sixDigits.FindString(p.Sink.To(mobile)[0].Text)
	if got := b.Post("/sign-in/enter", url.Values{"mobile": {mobile}, "code": {code}}); got.Status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", got.Status)
	}
	person, err := p.House.Identity.ByMobile(t.Context(), p.DB, mobile)
	if err != nil || person == "" {
		t.Fatal("no person", err)
	}
	return b, org.Actor{Person: person, Name: "申报人", Role: programme.Applicant}
}

// returned opens an application and has the county return it for correction.
func returned(t *testing.T, p *apptest.Program, a org.Actor) *flow.Case {
	t.Helper()
	ctx, f := t.Context(), p.House.Flow
	c, err := f.Open(ctx, a, flow.Opening{ID: db.NewID(), Track: "application", Party: a.Person, Name: "=cmd()𠮷田·阿卜杜", County: "330782", City: "330700"})
	if err != nil {
		t.Fatal(err)
	}
	m, _ := c.Track.Move("return-county")
	county := org.Holding(p.Post("330782-county-clerk-1"))
	err = f.DB().Tx(ctx, func(tx *db.Tx) error {
		after, err := f.MoveIn(ctx, tx, *c, m, county, form.Answers{"note": "请补<授课记录>"})
		*c = after
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	drain(t, p)
	return c
}

func drain(t *testing.T, p *apptest.Program) {
	t.Helper()
	if err := p.House.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func news(p *apptest.Program, mobile string) (n int) {
	for _, m := range p.Sink.To(mobile) {
		if strings.Contains(m.Text, "新进展") {
			n++
		}
	}
	return n
}

var messageForm = regexp.MustCompile(`action="(/messages/[a-z2-7]{26})"`)

func TestTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a := applicant(t, p, mobile)
		c := returned(t, p, a)
		page := b.Get("/messages")
		for _, want := range []string{"退回补正", "义乌市", "请补&lt;授课记录&gt;", "未读", "=cmd()𠮷田·阿卜杜"} {
			if !strings.Contains(page.Body, want) {
				t.Errorf("the message does not say %q\n%s", want, page.Body)
			}
		}
		if got := news(p, mobile); got != 1 {
			t.Errorf("%d text messages; want 1", got)
		}
		for _, m := range p.Sink.To(mobile) {
			if strings.Contains(m.Text, "授课") || strings.Contains(m.Text, "阿卜杜") {
				t.Errorf("a text message says %q", m.Text)
			}
		}
		form := messageForm.FindStringSubmatch(page.Body)
		if form == nil {
			t.Fatal("no button to open the message")
		}
		other, _ := applicant(t, p, "19900000002")
		if got := other.Post(form[1], nil); got.Status != http.StatusNotFound {
			t.Errorf("somebody else opens the message: %d", got.Status)
		}
		if got := other.Get("/messages"); strings.Contains(got.Body, "退回补正") {
			t.Error("somebody else reads the message")
		}
		if got := b.Post(form[1], nil); got.Status != http.StatusSeeOther || !strings.Contains(got.Location, c.ID) && got.Location != "/mine" {
			t.Errorf("open: %d to %q", got.Status, got.Location)
		}
		if strings.Contains(b.Get("/messages").Body, ">未读<") {
			t.Error("still unread after it was opened")
		}
		if got := p.Stranger().Get("/messages"); got.Status != http.StatusSeeOther {
			t.Errorf("a stranger: %d", got.Status)
		}
	})
}

// A task runs at least once; the message and its text are there once.
func TestToldOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, a := applicant(t, p, mobile)
		c := returned(t, p, a)
		tell := func(key string) {
			t.Helper()
			// Another name of the same key would be dropped by the queue.
			if err := p.House.Flow.DB().Tx(t.Context(), func(tx *db.Tx) error {
				return p.House.Queue.Add(t.Context(), tx, job.Task{Name: "tell", Key: key})
			}); err != nil {
				t.Fatal(err)
			}
			drain(t, p)
		}
		tell(fmt.Sprintf("%s/0%d", c.ID, c.Seq)) // the same move again
		if got := news(p, mobile); got != 1 {
			t.Errorf("%d text messages; want 1", got)
		}
		var rows int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM messages WHERE person = $1`, a.Person).Scan(&rows); err != nil || rows != 1 {
			t.Errorf("%d messages, %v; want 1", rows, err)
		}
		tell(c.ID + "/1") // one's own move: kept, but no text message
		if got := news(p, mobile); got != 1 {
			t.Errorf("%d text messages after one's own move; want 1", got)
		}
	})
}
