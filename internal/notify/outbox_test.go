package notify_test

import (
	"context"
	"mime"
	"net/http"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/send"
	"qinglan/internal/send/sendtest"
)

const yiwu = "330782-county-clerk-1"

var ackLink = regexp.MustCompile(`/m/[0-9a-f]{32}`)

// A person gives a mail address, confirms it by the link that came there, and
// is told by real mail from then on. The link acknowledges to the office and
// signs nobody in.
func TestMailFromTheHouse(t *testing.T) {
	office := &sendtest.Office{}
	ways := func(t *testing.T) send.Channels {
		*office = sendtest.Office{}
		c := sendtest.Serve(t, office, "starttls")
		out, err := send.Config{Sign: "青蓝", Mail: &c}.Open(time.Now)
		if err != nil {
			t.Fatal(err)
		}
		out.SMS = send.NewSink(time.Now)
		return out
	}
	apptest.EachTo(t, ways, func(t *testing.T, p *apptest.Program) {
		b, a := signed(t, p)
		got := b.Post("/messages/settings/mail", url.Values{"address": {"not an address"}, "mode": {"once"}})
		apptest.Has(t, "no address", got, http.StatusUnprocessableEntity, "邮箱")
		apptest.Has(t, "an address", b.Post("/messages/settings/mail", url.Values{"address": {"zhang@example.cn"}, "mode": {"once"}}), http.StatusSeeOther)
		drain(t, p)
		apptest.Has(t, "settings", b.Get("/messages/settings"), http.StatusOK, "待确认", "z***@example.cn")
		confirm := ackLink.FindString(text(t, office.Got()[0]))
		stranger := p.Stranger()
		apptest.Has(t, "looked at by a scanner", stranger.Get(confirm), http.StatusOK, "确认使用这个地址")
		apptest.Has(t, "not confirmed by looking", b.Get("/messages/settings"), http.StatusOK, "待确认")
		apptest.Has(t, "confirm", stranger.Post(confirm, nil), http.StatusSeeOther)
		apptest.Lacks(t, "confirmed", b.Get("/messages/settings"), "待确认")
		if got := stranger.Get("/messages"); got.Status != http.StatusSeeOther {
			t.Errorf("a link signed somebody in: %d", got.Status)
		}

		returned(t, p, a)
		mails := office.Got()
		if len(mails) != 2 {
			t.Fatalf("%d mails", len(mails))
		}
		m, err := mail.ReadMessage(strings.NewReader(mails[1].Raw))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || !strings.HasPrefix(subject, "需您办理：") {
			t.Errorf("subject %q, %v", subject, err)
		}
		if words := text(t, mails[1]); strings.Contains(words, "授课") || strings.Contains(words, "阿卜杜") {
			t.Errorf("the mail tells of the case: %s", words)
		}
		clerk := p.As(yiwu)
		list := apptest.Has(t, "outbox", clerk.Get("/outbox"), http.StatusOK, "z***@example.cn", "需您办理", "邮件", "短信", "199****0001")
		apptest.Lacks(t, "outbox", list, "zhang@example.cn", mobile, "送达</")
		link := ackLink.FindString(text(t, mails[1]))
		apptest.Has(t, "acknowledge", stranger.Post(link, nil), http.StatusSeeOther)
		apptest.Has(t, "the office sees it", clerk.Get("/outbox?show=seen"), http.StatusOK, "z***@example.cn", "送达", "打开")
		apptest.Lacks(t, "another office", p.As("330726-county-clerk-1").Get("/outbox"), "z***@example.cn")
		one := regexp.MustCompile(`/outbox/[a-z2-7]{26}`).FindString(list.Body)
		page := apptest.Has(t, "one message", clerk.Get(one), http.StatusOK, "消息全文", "/m/…")
		apptest.Lacks(t, "one message", page, link)
		apptest.Has(t, "another office", p.As("330726-county-clerk-1").Get(one), http.StatusNotFound)
	})
}

// A bounce stands on top, marked, and can be sent anew.
func TestBounce(t *testing.T) {
	office := &sendtest.Office{}
	ways := func(t *testing.T) send.Channels {
		*office = sendtest.Office{}
		c := sendtest.Serve(t, office, "implicit")
		out, err := send.Config{Mail: &c}.Open(time.Now)
		if err != nil {
			t.Fatal(err)
		}
		out.SMS = send.NewSink(time.Now)
		return out
	}
	apptest.EachTo(t, ways, func(t *testing.T, p *apptest.Program) {
		b, a := signed(t, p)
		apptest.Has(t, "an address", b.Post("/messages/settings/mail", url.Values{"address": {"zhang@example.cn"}, "mode": {"once"}}), http.StatusSeeOther)
		drain(t, p)
		apptest.Has(t, "confirm", p.Stranger().Post(ackLink.FindString(text(t, office.Got()[0])), nil), http.StatusSeeOther)
		office.Say(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<zhang@example.cn> no such user 13900000000"})
		returned(t, p, a)
		clerk := p.As(yiwu)
		page := apptest.Has(t, "the bounce", clerk.Get("/outbox?show=wrong"), http.StatusOK, "退信", "no such user")
		apptest.Lacks(t, "the bounce", page, "zhang@example.cn", "13900000000")
		apptest.Has(t, "the desk", clerk.Get("/desk"), http.StatusOK, "发出未成的消息")
		one := regexp.MustCompile(`/outbox/[a-z2-7]{26}`).FindString(page.Body)
		office.Say(&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"})
		apptest.Has(t, "another office", p.As("330726-county-clerk-1").Post(one+"/resend", nil), http.StatusNotFound)
		apptest.Has(t, "send again", clerk.Post(one+"/resend", nil), http.StatusSeeOther)
		drain(t, p)
		apptest.Has(t, "greylisted", clerk.Get("/outbox?show=open"), http.StatusOK, "试了 1 次")
		office.Say(nil)
		p.Clock.Set(p.Clock.Now().Add(2 * time.Minute))
		if err := p.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		drain(t, p)
		if n := len(office.Got()); n != 2 {
			t.Errorf("%d mails; want the confirmation and this one", n)
		}
	})
}

// An administrator sees how the channels do, and a test says what came of it.
func TestChannels(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As("330000-system-clerk-1")
		apptest.Has(t, "channels", b.Get("/outbox/channels"), http.StatusOK, "还没有用过", "验证码 {code}", "短信签名【青蓝】")
		apptest.Has(t, "no number", b.Post("/outbox/channels/test", url.Values{"channel": {"sms"}, "address": {"123"}}), http.StatusUnprocessableEntity, "不对")
		got := apptest.Has(t, "test", b.Post("/outbox/channels/test", url.Values{"channel": {"sms"}, "address": {mobile}}), http.StatusOK, "网关已收下测试消息", "最近成功")
		apptest.Lacks(t, "test", got, mobile)
		if n := len(p.Sink.To(mobile)); n != 1 {
			t.Errorf("%d test messages", n)
		}
		apptest.Has(t, "who may not", p.As(yiwu).Get("/outbox/channels"), http.StatusNotFound)
		apptest.Has(t, "who may look", p.As("330000-security-clerk-1").Post("/outbox/channels/test", nil), http.StatusNotFound)
	})
}

// signed opens an applicant with a mobile number of the program and signs in.
func signed(t *testing.T, p *apptest.Program) (*apptest.Browser, org.Actor) {
	t.Helper()
	ctx, id := context.Background(), db.NewID()
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := p.House.Flow.Orgs().AddPerson(ctx, tx, id, "演示·张\r\nBcc: x@example.cn", p.Clock.Now()); err != nil {
			return err
		}
		return p.House.Identity.PutMobile(ctx, tx, id, mobile)
	})
	if err != nil {
		t.Fatal(err)
	}
	b := p.Stranger()
	token, err := p.Accounts.LinkFor(ctx, id, "", false)
	if err != nil {
		t.Fatal(err)
	}
	apptest.Has(t, "sign in", b.Post("/join/"+token, nil), http.StatusSeeOther)
	return b, org.Actor{Person: id, Name: "申报人", Role: "applicant"}
}

// text is the decoded words of a mail.
func text(t *testing.T, l sendtest.Letter) string {
	t.Helper()
	words, err := sendtest.Text(l)
	if err != nil {
		t.Fatal(err)
	}
	return words
}
