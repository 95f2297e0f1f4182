package manuscript_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app"
	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/manuscript"
	"qinglan/internal/notice"
	"qinglan/internal/org"
)

const (
	ningbo   = "330200-city-clerk-1"
	head     = "330200-city-head-1"
	leader   = "330200-city-leader-1"
	jinhua   = "330700-city-clerk-1"
	province = "330000-province-clerk-1"
	haishu   = "330203-county-clerk-1"
)

// A desk is somebody at their post in a program.
type desk struct {
	*apptest.Program
	*manuscript.Slice
}

func open(t *testing.T, p *apptest.Program) desk {
	t.Helper()
	d := desk{p, manuscript.New(p.House)}
	if _, err := notice.New(p.House).Issue(t.Context(), d.actor(province), "zswlf72"); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d desk) actor(post string) org.Actor { return org.Holding(d.Post(post)) }

func (d desk) load(id string) *flow.Case {
	d.T.Helper()
	c, err := d.House.Flow.Load(d.T.Context(), d.DB, id)
	if err != nil {
		d.T.Fatal(err)
	}
	return c
}

// move makes a move and returns what came of it.
func (d desk) move(id, name, post string, ans form.Answers) (*flow.Proposal, error) {
	c := d.load(id)
	m, ok := c.Track.Move(name)
	if !ok {
		d.T.Fatalf("no move %s", name)
	}
	return d.House.Flow.Move(d.T.Context(), c, m, d.actor(post), ans)
}

// forward is what a city writes; changes are pairs of a name and an answer.
func (d desk) forward(post string, changes ...string) form.Answers {
	d.T.Helper()
	sheet, err := d.Filled(d.actor(post), "", "zswlf72", "")
	if err != nil {
		d.T.Fatal(err)
	}
	for i := 0; i < len(changes); i += 2 {
		sheet[changes[i]] = changes[i+1]
	}
	return sheet
}

// signed brings a paper of Ningbo through its chain.
func (d desk) signed(id string, sheet form.Answers) {
	d.T.Helper()
	if err := d.Begin(d.T.Context(), d.actor(ningbo), id, sheet); err != nil {
		d.T.Fatal(err)
	}
	p, err := d.move(id, "send", ningbo, sheet)
	if err != nil {
		d.T.Fatal(err)
	}
	d.approve(p.ID)
}

func (d desk) approve(proposal string) {
	d.T.Helper()
	for i, post := range []string{head, leader} {
		if _, err := d.House.Flow.Approve(d.T.Context(), d.actor(post), proposal, i, ""); err != nil {
			d.T.Fatalf("%s: %v", post, err)
		}
	}
}

func own(code string) form.Answers {
	return form.Answers{"source": "own", "code": code, "signer": "演示·签发"}
}

var sealed = form.Answers{"keeper": "演示·监印", "day": "2017-09-28", "copies": "12"}

// out brings a paper that is signed to the day it goes out.
func (d desk) out(id string) error {
	d.T.Helper()
	for _, step := range []struct {
		move string
		ans  form.Answers
	}{{"number", own("演示甬商务")}, {"seal", sealed}, {"issue", nil}} {
		if _, err := d.move(id, step.move, ningbo, step.ans); err != nil {
			return err
		}
	}
	return nil
}

// A city's own deadline binds from the day its notice goes out: exactly to the
// second, what is open already too, and after the program has started anew.
func TestForwardBinds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := open(t, p)
		before := p.Apply("early", "演示·早", "演示单位", "330203", "330200", "draft")
		other := p.Apply("other", "演示·他", "演示单位", "330782", "330700", "draft")
		if want := calendar.Must("2017-10-20").At(24, 0); !before.Due.Equal(want) {
			t.Fatalf("a draft of Ningbo is due %s before; want %s", before.Due, want)
		}
		second := another(t, p)
		d.signed("fw", d.forward(ningbo, "due", "2017-10-17", "due-said", "close", "grace", "10"))
		if got := d.load("early").Due; !got.Equal(before.Due) {
			t.Errorf("a notice binds before it is issued: %s", got)
		}
		if err := d.out("fw"); err != nil {
			t.Fatal(err)
		}
		until := calendar.Must("2017-10-17").At(17, 30)
		if got := d.load("early").Due; !got.Equal(until) {
			t.Errorf("the open draft is due %s; want %s", got, until)
		}
		if got := d.load("other").Due; !got.Equal(other.Due) {
			t.Errorf("a draft of another city is due %s", got)
		}
		if c := d.load("receipt-zswlf72-330200"); c.State != "handed-on" {
			t.Errorf("the city's receipt stands at %s", c.State)
		}
		if c := d.load("receipt-fw-330203"); c.State != "unread" || !c.Due.Equal(until) {
			t.Errorf("a county's receipt: %s, due %s", c.State, c.Due)
		}
		if _, err := p.House.Flow.Load(t.Context(), p.DB, "receipt-fw-330782"); fault.Of(err) != fault.Missing {
			t.Errorf("a county of another city got it: %v", err)
		}
		if err := second.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		for who, house := range map[string]*app.App{"the program started anew": another(t, p), "another process after its tick": second} {
			if n := house.House.Flow.Current().Binding("330200"); n.ID != "fw" || !n.Moment().Equal(until) {
				t.Errorf("%s binds Ningbo by %s until %s", who, n.ID, n.Moment())
			}
		}
		e := p.House.Flow.Current()
		if n := e.Binding("330200"); n.ID != "fw" || n.Number != "演示甬商务〔2017〕1号" || !n.Moment().Equal(until) {
			t.Errorf("Ningbo is bound by %+v", n)
		}
		if got := e.Binding("330300").ID; got != "zswlf72" {
			t.Errorf("Wenzhou is bound by %s", got)
		}
		guarded(t, d, "early")
	})
}

// another is the same house in another process, or started anew. SQLite lets one
// process in at a time: there it is this one, with what it knew forgotten.
func another(t *testing.T, p *apptest.Program) *app.App {
	t.Helper()
	if p.DB.Engine() == db.SQLite {
		for _, e := range p.House.Flow.Editions() {
			e.Announce(nil)
		}
		if err := cascade.Load(t.Context(), p.House.Flow); err != nil {
			t.Fatal(err)
		}
		return p.App
	}
	a, err := app.Open(t.Context(), p.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return a
}

// guarded tries the last second of the grace and the first that is too late.
func guarded(t *testing.T, d desk, id string) {
	t.Helper()
	late := calendar.Must("2017-10-17").At(17, 40)
	for _, x := range []struct {
		name string
		ms   int
		want fault.Kind
	}{{"a millisecond before the grace is over", -1, 0}, {"when the grace is over", 0, fault.Closed}} {
		d.Clock.Set(late.Add(msec(x.ms)))
		c := d.load(id)
		m, _ := c.Track.Move("submit")
		m.Needs, m.Also, m.Does = []string{"before-deadline"}, nil, nil
		stop := fmt.Errorf("stop")
		err := d.DB.Tx(t.Context(), func(tx *db.Tx) error {
			if _, err := d.House.Flow.MoveIn(t.Context(), tx, *c, m, org.Actor{Person: c.Party, Role: "applicant"}, form.Answers{}); err != nil {
				return err
			}
			return stop
		})
		if got := fault.Of(err); x.want == 0 && err != stop || x.want != 0 && got != x.want {
			t.Errorf("%s: %v", x.name, err)
		}
	}
}

// What leaves those above no time is refused, when it is sent and when it goes
// out; a named exception must be whole, and needed.
func TestForwardIsEarlier(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := open(t, p)
		for i, x := range []struct {
			want    string
			changes []string
		}{
			{"须早于上级", []string{"due", "2017-10-20", "due-said", "midnight"}},
			{"须早于上级", []string{"due", "2017-10-21", "due-said", "hour", "due-hour", "00:00"}},
			{"须早于上级", []string{"due", "2017-10-20", "due-said", "day"}},
			{"须早于上级", []string{"due", "2017-10-20", "due-hour", "23:45", "grace", "15"}},
			{"已经过去", []string{"due", "2017-09-27"}},
			{"钟点请写成", []string{"due-hour", "25:00"}},
			{"请填写报送截止日期", []string{"due", ""}},
			{"写法", []string{"due-said", ""}},
			{"例外须写明", []string{"due", "2017-10-20", "due-said", "day", "exception-approver", "演示·批准"}},
			{"不需要例外", []string{"exception-approver", "演示·批准", "exception-reason", "汛期", "exception-document", "演示函"}},
			{"请填写主送机关", []string{"to", ""}},
			{"没有找到所转发的通知", []string{"parent", "jinhua"}},
			{"没有找到所更正的通知", []string{"replaces", "zswlf72"}},
			{"可以用通知另文转发", []string{"kind", "letter", "to", "演示局"}},
		} {
			id, sheet := fmt.Sprintf("fw-%d", i), d.forward(ningbo, x.changes...)
			if err := d.Begin(t.Context(), d.actor(ningbo), id, sheet); err != nil {
				t.Fatal(err)
			}
			if _, err := d.move(id, "send", ningbo, sheet); err == nil || !strings.Contains(fault.Text("zh", err), x.want) {
				t.Errorf("%v: %v; want %s", x.changes, err, x.want)
			}
		}
		// One minute before, and with an exception that is whole.
		d.signed("fw-ok", d.forward(ningbo, "due", "2017-10-20", "due-hour", "23:59"))
		d.signed("fw-x", d.forward(ningbo, "due", "2017-10-20", "due-said", "day",
			"exception-approver", "演示·批准", "exception-reason", "汛期顺延", "exception-document", "演示函〔2017〕1号"))
		if err := d.out("fw-x"); err != nil {
			t.Fatal(err)
		}
		// The second one signed comes too late: the city has its notice.
		if err := d.out("fw-ok"); fault.Of(err) != fault.Closed {
			t.Errorf("a second notice of the city goes out: %v", err)
		}
	})
}

// A deadline is changed by another paper, never silently.
func TestCorrection(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := open(t, p)
		d.signed("one", d.forward(ningbo, "due", "2017-10-17"))
		if err := d.out("one"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Filled(d.actor(jinhua), "", "", "one"); fault.Of(err) != fault.Missing {
			t.Errorf("another city corrects it: %v", err)
		}
		sheet, err := d.Filled(d.actor(ningbo), "", "", "one")
		if err != nil {
			t.Fatal(err)
		}
		sheet["due"] = "2017-10-19"
		d.signed("two", sheet)
		if err := d.out("two"); err != nil {
			t.Fatal(err)
		}
		e := p.House.Flow.Current()
		if n := e.Binding("330200"); n.ID != "two" || !n.Moment().Equal(calendar.Must("2017-10-19").At(17, 0)) {
			t.Errorf("after the correction Ningbo is bound by %s until %s", n.ID, n.Moment())
		}
		got := p.Stranger().Get("/notices/one")
		apptest.Has(t, "the corrected notice", got, http.StatusOK, "截止时间已经更正", "/notices/two", "10月17日")
		apptest.Has(t, "the correction", p.Stranger().Get("/notices/two"), http.StatusOK, "更正为2017年10月19日17:00前", "浙商务联发〔2017〕72号")
	})
}

// The pages: a city drafts from the notice itself, sends, and the counties read
// its words with the province's attached; the issuer sees who has handed on.
func TestForwardPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := open(t, p)
		b := p.As(ningbo)
		apptest.Has(t, "the notice", b.Get("/notices/zswlf72"), http.StatusOK, "起草转发通知")
		for _, post := range []string{jinhua, haishu, province} {
			apptest.Lacks(t, post, p.As(post).Get("/notices/zswlf72"), "起草转发通知")
		}
		if got := p.As(haishu).Post("/manuscripts", url.Values{"id": {"no"}, "parent": {"zswlf72"}}); got.Status != http.StatusForbidden {
			t.Errorf("a county hands the province's notice on: %d", got.Status)
		}
		if got := b.Post("/manuscripts", url.Values{"id": {"fw"}, "parent": {"zswlf72"}}); got.Location != "/manuscripts/fw" {
			t.Fatalf("begun at %q: %s", got.Location, got.Main())
		}
		apptest.Has(t, "the draft", b.Get("/manuscripts/fw"), http.StatusOK, "{截止}", "2017-10-19", "送审", "即", "2017-10-19 17:00:00", "公文 PDF")
		for _, post := range []string{jinhua, haishu, province} {
			if got := p.As(post).Get("/manuscripts/fw"); got.Status != http.StatusNotFound {
				t.Errorf("%s sees a draft of Ningbo: %d", post, got.Status)
			}
		}
		values := form.Values(d.load("fw").Track.Forms["sheet"], d.forward(ningbo, "due", "2017-10-20", "due-said", "midnight"))
		values.Set("seen", "1")
		values.Set("way", "send")
		apptest.Has(t, "too late", b.Post("/manuscripts/fw", values), http.StatusUnprocessableEntity, "须早于上级的")
		values.Set("due", "2017-10-18")
		if got := b.Post("/manuscripts/fw", values); got.Location != "/manuscripts/fw" {
			t.Fatalf("sent: %d %s", got.Status, got.Main())
		}
		got := b.Get("/manuscripts/fw")
		apptest.Has(t, "the sheet while it is decided on", got, http.StatusOK, "本单位内部审批中", "核稿", "2017年10月18日24:00前")
		prop, err := p.House.Flow.Pending(t.Context(), p.DB, d.load("fw"))
		if err != nil || prop == nil {
			t.Fatal(prop, err)
		}
		apptest.Has(t, "the approval", p.As(head).Get("/approvals/"+prop.ID), http.StatusOK, "同意", "2017-10-19 00:00:00", "现将《浙江省商务厅 浙江省财政厅关于开展")
		d.approve(prop.ID)
		apptest.Has(t, "the sheet to number", b.Get("/manuscripts/fw"), http.StatusOK, "机关代字", "演示·")
		if err := d.out("fw"); err != nil {
			t.Fatal(err)
		}
		s := p.Stranger()
		apptest.Has(t, "the cascade", s.Get("/notices"), http.StatusOK, "/notices/fw", "10月18日（周三）24:00", "沿用省级通知的市（9）")
		apptest.Has(t, "the notice", s.Get("/notices/fw"), http.StatusOK, "现将《", "2017年10月18日24:00前", `id="parent"`, "原文写“24:00”", "演示甬商务〔2017〕1号")
		apptest.Has(t, "a county's desk", p.As(haishu).Get("/desk"), http.StatusOK, "/notices/fw", "签收")
		apptest.Has(t, "the issuer's page", p.As(province).Get("/notices/zswlf72/receipts"), http.StatusOK, "已另文转发", "本地截止 10月18日（周三）24:00")
		apptest.Has(t, "the city's page", b.Get("/notices/fw/receipts"), http.StatusOK, "海曙区", "未签收")
		apptest.Has(t, "the register", b.Get("/manuscripts"), http.StatusOK, "演示甬商务〔2017〕1号", "已印发", "更正本市通知的截止时间")
		for _, name := range []string{"paper.pdf", "paper.docx", "paper.html", "sheet.pdf"} {
			if got := b.Get("/manuscripts/fw/print/" + name); got.Status != http.StatusOK {
				t.Errorf("%s: %d", name, got.Status)
			}
		}
	})
}
