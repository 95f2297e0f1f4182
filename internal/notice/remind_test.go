package notice_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
)

const clerkMobile = "19900000077"

// reachable gives the person of a post a confirmed mobile number that texts are
// taken at any hour.
func reachable(t *testing.T, p *apptest.Program, post, mobile string) {
	t.Helper()
	ctx, person := context.Background(), p.Post(post).Person
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		return p.House.Outbox.Want(ctx, tx, person, outbox.SMS, outbox.Wish{Address: mobile, Mode: outbox.Once}, "https://qinglan.example.cn")
	})
	if err != nil {
		t.Fatal(err)
	}
	drained(t, p)
	sent := p.Sink.To(mobile)
	_, token, ok := strings.Cut(sent[0].Text, "/m/")
	if !ok {
		t.Fatalf("no link in %q", sent[0].Text)
	}
	if got := p.Stranger().Post("/m/"+token, nil); got.Status != http.StatusSeeOther {
		t.Fatalf("confirm: %d", got.Status)
	}
}

func drained(t *testing.T, p *apptest.Program) {
	t.Helper()
	if err := p.House.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func tick(t *testing.T, p *apptest.Program) {
	t.Helper()
	if err := p.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	drained(t, p)
}

// 催办 is looked at before it goes: who gets what, how many, at what cost. The
// people of the office get it once, with 需您办理 in front.
func TestUrgeIsLookedAt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		reachable(t, p, jinhua, clerkMobile)
		b := p.As(province)
		apptest.Has(t, "issue", b.Post("/notices/zswlf72/issue", nil), http.StatusSeeOther)
		page := apptest.Has(t, "look", b.Get("/notices/zswlf72/urge"), http.StatusOK, "确认催办 11 家", "199****0077", "需您办理：《", "复制到微信", "没有登记手机或邮箱", "条计费", "同时发到本单位的工作群")
		apptest.Lacks(t, "look", page, clerkMobile)
		if n := len(p.Sink.To(clerkMobile)); n != 1 {
			t.Fatalf("looking sent something: %d", n)
		}
		urge := url.Values{"id": {"press-1"}, "group": {"yes"}}
		for range 2 {
			b.Post("/notices/zswlf72/urge", urge)
			drained(t, p)
		}
		sent := p.Sink.To(clerkMobile)
		if len(sent) != 2 || !strings.HasPrefix(sent[0].Text, "【青蓝】需您办理：《") || !strings.Contains(sent[0].Text, "尚未签收") {
			t.Errorf("sent %v", sent)
		}
		if group := p.Sink.To("330000"); len(group) != 1 || !strings.HasPrefix(group[0].Text, "【催签收】") {
			t.Errorf("the group got %v", group)
		}
		apptest.Has(t, "outbox", b.Get("/outbox"), http.StatusOK, "催办签收", "199****0077", "工作群")
		apptest.Has(t, "again", b.Get("/notices/zswlf72/urge"), http.StatusOK, "今天都已经催办过")
		apptest.Has(t, "who may not", p.As(jinhua).Get("/notices/zswlf72/urge"), http.StatusForbidden)
	})
}

// Three working days before the deadline, one, and on the day, who has not
// signed or still has something to do is reminded, once each; a day off does not
// count.
func TestRemind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		reachable(t, p, jinhua, clerkMobile)
		apptest.Has(t, "issue", p.As(province).Post("/notices/zswlf72/issue", nil), http.StatusSeeOther)
		n := p.House.Flow.Editions()[0].Top()
		last := calendar.Day(n.Moment().Add(-1))
		got := func() int { return len(p.Sink.To(clerkMobile)) - 1 }
		day := last.AddDays(-14)
		want := 0
		for ; !last.Before(day); day = day.AddDays(1) {
			p.Clock.Set(day.At(8, 59))
			tick(t, p)
			if got() != want {
				t.Fatalf("%v before nine: %d reminders; want %d", day, got(), want)
			}
			worked, _ := calendar.IsWorkday(day)
			left, _ := calendar.WorkdaysBetween(day, last)
			if worked && (left == 3 || left == 1 || left == 0) {
				want++
			}
			for range 3 {
				p.Clock.Set(day.At(9, 1))
				tick(t, p)
			}
			if got() != want {
				t.Fatalf("%v: %d reminders; want %d", day, got(), want)
			}
		}
		if want != 3 {
			t.Fatalf("%d reminders; want 3", want)
		}
		text := p.Sink.To(clerkMobile)[0].Text
		if !strings.Contains(text, "今天截止") || !strings.Contains(text, "尚未签收") || !strings.Contains(text, "需您办理") {
			t.Errorf("the last says %s", text)
		}
		if first := p.Sink.To(clerkMobile)[2].Text; !strings.Contains(first, "还剩 3 个工作日") {
			t.Errorf("the first says %s", first)
		}
	})
}

// Who has signed and has nothing to do is left in peace.
func TestRemindNobodyWithoutNeed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		reachable(t, p, jinhua, clerkMobile)
		apptest.Has(t, "issue", p.As(province).Post("/notices/zswlf72/issue", nil), http.StatusSeeOther)
		b := p.As(jinhua)
		apptest.Has(t, "sign", b.Post("/cases/receipt-zswlf72-330700/moves/sign", url.Values{"seen": {"1"}}), http.StatusSeeOther)
		apptest.Has(t, "relay", b.Post("/cases/receipt-zswlf72-330700/moves/relay", url.Values{"seen": {"2"}}), http.StatusSeeOther)
		n := p.House.Flow.Editions()[0].Top()
		p.Clock.Set(calendar.Day(n.Moment().Add(-1)).At(9, 30))
		tick(t, p)
		if sent := p.Sink.To(clerkMobile); len(sent) != 1 {
			t.Errorf("reminded all the same: %v", sent)
		}
	})
}

// Of a notice that was corrected nobody is reminded.
func TestRemindNobodyOfTheCorrected(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		reachable(t, p, jinhua, clerkMobile)
		apptest.Has(t, "issue", p.As(province).Post("/notices/zswlf72/issue", nil), http.StatusSeeOther)
		e := p.House.Flow.Editions()[0]
		n := e.Top()
		again := n
		again.ID, again.Replaces = "again", n.ID
		e.Announce([]programme.Notice{again})
		p.Clock.Set(calendar.Day(n.Moment().Add(-1)).At(9, 30))
		tick(t, p)
		if sent := p.Sink.To(clerkMobile); len(sent) != 1 {
			t.Errorf("reminded of what binds no more: %v", sent)
		}
	})
}

// Who has left the office is told nothing more, and the link of what they once
// got opens nothing: it names neither them nor their number and signs nobody in.
func TestLinkOfWhoHasLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		reachable(t, p, jinhua, clerkMobile)
		b := p.As(province)
		apptest.Has(t, "issue", b.Post("/notices/zswlf72/issue", nil), http.StatusSeeOther)
		apptest.Has(t, "urge", b.Post("/notices/zswlf72/urge", url.Values{"id": {"press-1"}}), http.StatusSeeOther)
		drained(t, p)
		sent := p.Sink.To(clerkMobile)
		_, token, ok := strings.Cut(sent[0].Text, "/m/")
		if len(sent) != 2 || !ok {
			t.Fatalf("sent %v", sent)
		}
		left := p.Post(jinhua)
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			return p.House.Flow.Orgs().EndPost(t.Context(), tx, left.ID, p.Clock.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
		stranger := p.Stranger()
		page := apptest.Has(t, "the link", stranger.Get("/m/"+token), http.StatusOK, "催办签收")
		apptest.Lacks(t, "the link", page, left.Name, clerkMobile, "0077")
		if got := stranger.Post("/m/"+token, nil); got.Status != http.StatusSeeOther || got.Location != "/desk" {
			t.Errorf("pressed: %d %s", got.Status, got.Location)
		}
		if got := stranger.Get("/desk"); got.Status != http.StatusSeeOther {
			t.Errorf("the link signed somebody in: %d", got.Status)
		}
		p.Clock.Set(p.Clock.Now().AddDate(0, 0, 1))
		b.Post("/notices/zswlf72/urge", url.Values{"id": {"press-2"}})
		drained(t, p)
		if n := len(p.Sink.To(clerkMobile)); n != 2 {
			t.Errorf("who has left was told again: %d", n)
		}
	})
}
