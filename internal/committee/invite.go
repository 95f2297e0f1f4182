package committee

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// invite opens an invitation to a platform of the edition under the id that
// the page made. The number of the series is the lock: one at a time. While a
// member sits, the letter for the next term may be prepared.
func (s *Slice) invite(ctx context.Context, a org.Actor, id, platform string) error {
	e := s.Flow.Current()
	p, ok := e.Platform(platform)
	if !ok {
		return fault.New(fault.Invalid, "本期没有列明这个平台。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := record.Number(ctx, tx, "invitation/"+e.Name)
		if err != nil {
			return err
		}
		cs, err := s.Flow.CasesIn(ctx, tx, a, flow.Filter{Track: "invitation", Party: p.Name})
		if err != nil {
			return err
		}
		for _, c := range cs {
			if c.ID == id {
				return nil // pressed twice
			}
			if c.State == "drafted" || c.State == "sent" {
				return fault.New(fault.Closed, "%s已有一份邀请，请先办结。", p.Label)
			}
		}
		_, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: "invitation", Edition: e.Name, Party: p.Name, Name: p.Label, Unit: p.Label,
		})
		if err != nil {
			return err
		}
		return s.Flow.SetNo(ctx, tx, id, fmt.Sprintf("Q%d-%02d", e.Since.Y, n))
	})
}

// letter returns the 邀请函 as the edition words it.
func letter(e *programme.Edition, platform string, o org.Organisation) form.Answers {
	p, _ := e.Platform(platform)
	direction := p.Label
	for _, d := range e.Directions {
		if d.Value == p.Direction {
			direction = d.Label
		}
	}
	paper := e.Papers["invitation"]
	body := strings.NewReplacer("{platform}", p.Label, "{direction}", direction, "{organ}", o.Name, "{contact}", o.Contact,
		"{phone}", o.Phone, "{days}", fmt.Sprint(e.Limit("invitation.days").N)).Replace(paper.Body)
	return form.Answers{"title": paper.Title, "body": body}
}

// token is the secret of the link of an invitation: its number, and a code made
// of it with a key that is not in the database.
func (s *Slice) token(id string) string { return id + "." + s.code(id) }

func (s *Slice) code(id string) string {
	sum := sha256.Sum256([]byte(s.Keys.Blind("invitation", id)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20]))
}

// invited returns the invitation of a link, once it was sent.
func (s *Slice) invited(ctx context.Context, token string) (*flow.Case, error) {
	missing := fault.New(fault.Missing, "这个链接无效。请与发函单位联系。")
	id, code, _ := strings.Cut(token, ".")
	if subtle.ConstantTimeCompare([]byte(code), []byte(s.code(id))) != 1 {
		return nil, missing
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), id)
	if fault.Of(err) == fault.Missing {
		return nil, missing
	}
	if err == nil && (c.Track.Name != "invitation" || c.State == "drafted") {
		return nil, missing
	}
	return c, err
}

// reply makes a person of the platform's contact and lets them make the one
// move.
func (s *Slice) reply(ctx context.Context, c *flow.Case, seen int64, move string, answers form.Answers) error {
	name := answers["contact"]
	if name == "" {
		name = lang.In(lang.Chinese, "平台联系人")
	}
	contact := org.Actor{Person: "p-contact-" + c.ID, Name: name, Role: programme.Employer}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		now, err := s.Flow.Load(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if now.Seq != seen || now.State != "sent" {
			return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
		}
		if now.Late(s.Flow.Now()) {
			return fault.New(fault.Closed, "答复期限已过。请与发函单位联系。")
		}
		m, ok := now.Track.Move(move)
		if !ok {
			return fault.New(fault.Invalid, "表单无法读取。")
		}
		if err := s.Flow.Orgs().AddPerson(ctx, tx, contact.Person, contact.Name, s.Flow.Now()); err != nil {
			return err
		}
		if err := s.Flow.Assign(ctx, tx, c.ID, contact.Person, programme.Employer); err != nil {
			return err
		}
		_, err = s.Flow.MoveIn(ctx, tx, *now, m, contact, answers)
		return err
	})
}

// signIn returns the token of the one link by which the named member signs in.
func (s *Slice) signIn(ctx context.Context, c *flow.Case) (token string, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		seat, err := seatRow(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if err := takeLink(ctx, tx, c.ID, s.Flow.Now()); err != nil {
			return err
		}
		token, err = s.Invite(ctx, tx, seat.Person, seat.Post)
		return err
	})
	return token, err
}
