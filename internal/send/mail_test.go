package send_test

import (
	"errors"
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"qinglan/internal/send"
	"qinglan/internal/send/sendtest"
)

func gateway(t *testing.T, c send.Mail) send.Gateway {
	t.Helper()
	out, err := send.Config{Mail: &c}.Open(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return out.Mail
}

func TestMailArrives(t *testing.T) {
	for _, how := range []string{"starttls", "implicit", "none"} {
		t.Run(how, func(t *testing.T) {
			o := &sendtest.Office{}
			g := gateway(t, sendtest.Serve(t, o, how))
			m := send.Message{ID: "abc", To: "zhang@example.cn", Name: "演示·张", Subject: "需您办理：申报有新进展", Text: "您好。\n.\n一行只有一个点。\nhttp://example.cn/m/abc"}
			if _, err := g.Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			if len(o.Got()) != 1 || o.Got()[0].From != "no-reply@example.cn" || len(o.Got()[0].To) != 1 || o.Got()[0].TLS != (how == "starttls") && how != "implicit" {
				t.Fatalf("got %+v", o.Got())
			}
			p, err := mail.ReadMessage(strings.NewReader(o.Got()[0].Raw))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(p.Header.Get("Subject"))
			if err != nil || subject != m.Subject {
				t.Errorf("subject %q, %v", subject, err)
			}
			if to, err := p.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Name != m.Name || to[0].Address != m.To {
				t.Errorf("to %v, %v", to, err)
			}
			if id := p.Header.Get("Message-ID"); id != "<abc@example.cn>" {
				t.Errorf("id %q", id)
			}
		})
	}
}

// Whatever stands in a name, a subject or an address, the mail has exactly our
// headers and one recipient.
func TestMailHeadersAreOurs(t *testing.T) {
	o := &sendtest.Office{}
	g := gateway(t, sendtest.Serve(t, o, "none"))
	ours := map[string]bool{"Date": true, "Message-Id": true, "From": true, "To": true, "Subject": true, "Auto-Submitted": true,
		"Mime-Version": true, "Content-Type": true, "Content-Transfer-Encoding": true}
	for _, evil := range []string{
		"张三\r\nBcc: x@example.cn", "张三\nBcc: x@example.cn\n\n正文", "\" <x@example.cn>, \"y", "x@example.cn>", "=?utf-8?q?a=0D=0ABcc:_x@example.cn?=",
		"a\u2028Bcc: x", "a\x00b", strings.Repeat("长", 500), "𠮷田·阿卜杜", "=cmd()", "",
	} {
		before := len(o.Got())
		if _, err := g.Send(t.Context(), send.Message{ID: "abc", To: "zhang@example.cn", Name: evil, Subject: evil, Text: evil}); err != nil {
			t.Errorf("%q: %v", evil, err)
			continue
		}
		got := o.Got()[before]
		p, err := mail.ReadMessage(strings.NewReader(got.Raw))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.To) != 1 || got.To[0] != "zhang@example.cn" {
			t.Errorf("%q: recipients %v", evil, got.To)
		}
		for name, values := range p.Header {
			if !ours[name] || len(values) != 1 {
				t.Errorf("%q: header %s %q", evil, name, values)
			}
			if plain, err := new(mime.WordDecoder).DecodeHeader(values[0]); err != nil || strings.ContainsAny(plain, "\r\n\x00") {
				t.Errorf("%q: header %s says %q, %v", evil, name, plain, err)
			}
		}
		if to, err := p.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "zhang@example.cn" {
			t.Errorf("%q: to %v, %v", evil, to, err)
		}
	}
	for _, to := range []string{"a@b.cn\r\nRCPT TO:<x@example.cn>", "a@b.cn, x@example.cn", "A <a@b.cn>", "", "a", "a b@c.cn", "演示@例子.cn"} {
		before := len(o.Got())
		_, err := g.Send(t.Context(), send.Message{ID: "abc", To: to, Text: "x"})
		var no *send.Refusal
		if !errors.As(err, &no) || !no.Bounced || len(o.Got()) != before {
			t.Errorf("address %q: %v, %d mails", to, err, len(o.Got()))
		}
	}
}

// What the server says for good is told apart from what may pass.
func TestMailRefused(t *testing.T) {
	o := &sendtest.Office{}
	c := sendtest.Serve(t, o, "starttls")
	m := send.Message{ID: "abc", To: "zhang@example.cn", Text: "x"}
	one := func(what string, g send.Gateway, final, bounced bool) {
		t.Helper()
		_, err := g.Send(t.Context(), m)
		var no *send.Refusal
		var later *send.Trouble
		switch {
		case final && (!errors.As(err, &no) || no.Bounced != bounced):
			t.Errorf("%s: %v; want a refusal", what, err)
		case !final && !errors.As(err, &later):
			t.Errorf("%s: %v; want trouble", what, err)
		}
	}
	g := gateway(t, c)
	o.Refuse = &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 1}, Message: "try later"}
	one("greylisted", g, false, false)
	o.Refuse = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	one("no such user", g, true, true)
	o.Refuse, o.RefuseIt = nil, &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "spam"}
	one("not this text", g, true, false)
	o.RefuseIt = nil
	wrong := c
	wrong.Password = "wrong"
	one("wrong password", gateway(t, wrong), false, false)
	unknown := c
	unknown.CA = ""
	one("a certificate of nobody we know", gateway(t, unknown), false, false)
	closed := c
	closed.Port = 1
	one("nobody there", gateway(t, closed), false, false)
	plain := sendtest.Serve(t, &sendtest.Office{}, "none")
	plain.TLS = "starttls"
	one("no TLS where it is asked for", gateway(t, plain), false, false)
	if len(o.Got()) != 0 {
		t.Errorf("%d mails arrived", len(o.Got()))
	}
}
