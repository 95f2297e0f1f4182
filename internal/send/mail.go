package send

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A mailer hands mail to one server.
type mailer struct {
	host    string
	from    *mail.Address
	domain  string // of the sender, for message ids
	options []gomail.Option
	now     func() time.Time
}

// open returns the server's gateway.
func (c *Mail) open(now func() time.Time) (Gateway, error) {
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, errors.New("from: want a mail address")
	}
	from.Name = Line(from.Name, 60)
	m := mailer{host: c.Host, from: from, domain: from.Address[strings.LastIndexByte(from.Address, '@')+1:], now: now}
	t, err := trust(c.Host, c.CA)
	if err != nil {
		return nil, err
	}
	m.options = []gomail.Option{gomail.WithTimeout(patience), gomail.WithTLSConfig(t), gomail.WithoutNoop(), gomail.WithHELO(m.domain)}
	switch c.TLS {
	case "", "starttls":
		m.options = append(m.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "implicit":
		m.options = append(m.options, gomail.WithSSL())
	case "none":
		if c.User != "" {
			return nil, errors.New("tls: none, but a password would go over the wire")
		}
		m.options = append(m.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("tls: %q; there are starttls, implicit, none", c.TLS)
	}
	if c.Port != 0 {
		m.options = append(m.options, gomail.WithPort(c.Port))
	}
	if c.User != "" {
		m.options = append(m.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	if _, err := gomail.NewClient(m.host, m.options...); err != nil {
		return nil, err
	}
	return m, nil
}

// Send hands one mail to the server. A name or subject is one line, encoded; an
// address is nothing but an address.
func (m mailer) Send(ctx context.Context, x Message) (Receipt, error) {
	to, err := mail.ParseAddress(x.To)
	if err != nil || to.Address != x.To || to.Name != "" || strings.ContainsFunc(x.To, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return Receipt{}, &Refusal{Answer: "not a mail address", Bounced: true}
	}
	to.Name = Line(x.Name, 60)
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(m.from)
	msg.ToMailAddress(to)
	msg.Subject(Line(x.Subject, 120))
	msg.SetMessageIDWithValue(x.ID + "@" + m.domain)
	msg.SetDateWithValue(m.now())
	// A machine wrote it: nobody's holiday answer comes back (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, x.Text)
	c, err := gomail.NewClient(m.host, m.options...)
	if err != nil {
		return Receipt{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return m.hand(ctx, c, msg)
}

// hand sends msg. Only what the server says of this mail is its last word; that
// it cannot be reached, or does not let us in, may pass.
func (m mailer) hand(ctx context.Context, c *gomail.Client, msg *gomail.Msg) (Receipt, error) {
	if err := c.DialWithContext(ctx); err != nil {
		return Receipt{}, &Trouble{err.Error(), true}
	}
	err := c.Send(msg)
	// The mail is taken or refused by now: how the goodbye goes changes nothing.
	_ = c.Close()
	if err == nil || msg.IsDelivered() { // a failed RSET after the server took it is no failure
		return Receipt{Answer: msg.ServerResponse()}, nil
	}
	var said *gomail.SendError
	if !errors.As(err, &said) || said.ErrorCode() == 0 { // the server says no more
		return Receipt{}, &Trouble{err.Error(), true}
	}
	if said.ErrorCode() >= 500 && !said.IsTemp() {
		switch said.Reason {
		case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
			return Receipt{}, &Refusal{Answer: said.Error(), Bounced: said.Reason == gomail.ErrSMTPRcptTo}
		}
	}
	return Receipt{}, &Trouble{Answer: err.Error()}
}
