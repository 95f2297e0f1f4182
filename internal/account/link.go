package account

import (
	"context"
	"errors"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A link signs its holder in at a post, once.
type link struct {
	Person, Post string
	Reusable     bool
	Ends, Used   time.Time
}

var errNoLink = fault.New(fault.Missing, "没有这个登录链接。请核对地址，或请发给您的人重新发一个。")

// check says whether the link may still be used.
func (l link) check(now time.Time) error {
	switch {
	case !l.Used.IsZero() && !l.Reusable:
		return fault.New(fault.Closed, "这个登录链接已经用过。请用账号登录，或请发给您的人重新发一个。")
	case !now.Before(l.Ends):
		return fault.New(fault.Closed, "这个登录链接已于%s过期。请发给您的人重新发一个。", calendar.Moment(l.Ends))
	}
	return nil
}

// Link returns the token of a link, /join/{token}, that signs the holder of a
// post in, once, within a week. The token is not kept: who loses it asks for
// another.
func (s *Slice) Link(ctx context.Context, post string) (string, error) {
	p, err := s.Flow.Orgs().Post(ctx, s.Flow.DB(), post)
	if err != nil {
		return "", err
	}
	return s.LinkFor(ctx, p.Person, post, false)
}

// LinkFor is Link for a person at a post, or without one as applicant. A
// reusable link is for a demonstration alone.
func (s *Slice) LinkFor(ctx context.Context, person, post string, reusable bool) (token string, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		token, err = s.LinkIn(ctx, tx, person, post, reusable)
		return err
	})
	return token, err
}

// LinkIn is LinkFor inside a transaction.
func (s *Slice) LinkIn(ctx context.Context, tx *db.Tx, person, post string, reusable bool) (string, error) {
	if reusable && !s.Demo {
		return "", errors.New("a reusable link outside of a demonstration")
	}
	if _, err := s.actor(ctx, tx, person, post); err != nil {
		return "", err
	}
	token, now := newToken(), s.Real()
	return token, s.addLink(ctx, tx, digest(token), link{Person: person, Post: post, Reusable: reusable, Ends: now.Add(linkLasts)}, now)
}

// renewIn returns a new link of a person at a post. Those made before that nobody
// used are dead from now on: a slip that went astray opens nothing.
func (s *Slice) renewIn(ctx context.Context, tx *db.Tx, person, post string) (string, error) {
	if err := s.endLinks(ctx, tx, person, post, s.Real()); err != nil {
		return "", err
	}
	return s.LinkIn(ctx, tx, person, post, false)
}

// redeem uses the link up and begins a session. Who had a name and password
// sets them anew: a link is how one who forgot them comes back, and whoever
// has the old ones is out.
func (s *Slice) redeem(ctx context.Context, token, old, device string) (cookie string, l link, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		now := s.Real()
		if l, err = s.linkOf(ctx, tx, token); err != nil {
			return err
		}
		if err := l.check(now); err != nil {
			return err
		}
		if err := s.useLink(ctx, tx, digest(token), l.Reusable, now); err != nil {
			return err
		}
		if !l.Reusable {
			if err := s.dropLogin(ctx, tx, l.Person); err != nil {
				return err
			}
		}
		cookie, err = s.mint(ctx, tx, old, l.Person, l.Post, device, "link")
		return err
	})
	return cookie, l, err
}

// First returns the token of a link for the first system administrator, whom it
// makes if there is none. Until one of them has a password every call makes a
// new link, so that one that was lost or has expired shuts nobody out.
func (s *Slice) First(ctx context.Context) (token string, made bool, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		there, err := s.Flow.Orgs().Holders(ctx, tx, programme.System)
		if err != nil {
			return err
		}
		for _, p := range there {
			_, err := s.loginOf(ctx, tx, p.Person)
			if err == nil {
				return nil
			}
			if !errors.Is(err, db.ErrNone) {
				return err
			}
		}
		if len(there) == 0 {
			p, err := s.firstPost(ctx, tx)
			if err != nil {
				return err
			}
			there = append(there, p)
		}
		made = true
		token, err = s.LinkIn(ctx, tx, there[0].Person, there[0].ID, false)
		return err
	})
	return token, made, err
}

// firstPost makes the first system administrator.
func (s *Slice) firstPost(ctx context.Context, tx *db.Tx) (org.Post, error) {
	orgs := s.Flow.Orgs()
	o := org.Organisation{ID: org.OperatorID, Name: "系统运行单位", Role: programme.System, Region: "330000"}
	p := org.Post{
		ID: db.NewID(), Person: db.NewID(), Name: "系统管理员", Organisation: o,
		Role: programme.System, Rank: programme.Clerk, Title: "系统管理员",
	}
	if err := orgs.AddOrganisation(ctx, tx, o); err != nil {
		return p, err
	}
	if err := orgs.AddPerson(ctx, tx, p.Person, p.Name, s.Real()); err != nil {
		return p, err
	}
	return p, orgs.AddPost(ctx, tx, p)
}
