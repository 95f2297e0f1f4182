// Package admin is for those who run the house and those who watch it:
// organisations and who holds which post, the audit in words, the figures of
// the edition as they are. It promises that the three administrators (系统、安全、
// 审计管理员) are three people without any other capacity, that a post never ends
// with work nobody has, and that whoever reads the audit learns who did what
// but never a secret value.
package admin

import (
	"context"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Quick(casework.Quick{
		Text: "单位和岗位", Href: "/admin", Note: "邀请、交接、联系人",
		Roles: []programme.Role{programme.System, programme.Security},
	})
	s.Quick(casework.Quick{
		Text: "审计记录", Href: "/audit", Note: "谁在何时做了什么",
		Roles: []programme.Role{programme.Auditor, programme.Audit},
	})
}

// Acts in the audit.
const (
	actInvite  = "invite"
	actLink    = "make-link"
	actEndPost = "end-post"
	actAdd     = "add-organisation"
	actContact = "set-contact"
	actVerify  = "verify-record"
)

// administrators are the three whose powers are kept apart (GB/T 22239, 8.1.4.2).
var administrators = []programme.Role{programme.System, programme.Security, programme.Audit}

// rolesOf returns the roles of the posts that an organisation may have.
func rolesOf(o org.Organisation) []programme.Role {
	if o.Role == programme.System {
		return administrators
	}
	return []programme.Role{o.Role}
}

// ranked reports whether posts of a role stand in a chain of approvals.
func ranked(r programme.Role) bool {
	switch r {
	case programme.County, programme.City, programme.Province, programme.Finance, programme.Association, programme.Payer:
		return true
	}
	return false
}

// mayHold says whether a person may be given a post of that role: an
// administrator is nothing else, and nobody else is an administrator.
func (s *Slice) mayHold(ctx context.Context, tx *db.Tx, person string, r programme.Role) error {
	held, err := s.Flow.Orgs().Posts(ctx, tx, person)
	if err != nil {
		return err
	}
	mobile, err := s.Identity.MobileMask(ctx, tx, person)
	if err != nil {
		return err
	}
	if slices.Contains(administrators, r) && (len(held) > 0 || mobile != "") {
		return fault.New(fault.Invalid, "系统、安全、审计管理员须由三个不同的人担任，且不兼任其他岗位。")
	}
	for _, p := range held {
		if slices.Contains(administrators, p.Role) {
			return fault.New(fault.Invalid, "系统、安全、审计管理员须由三个不同的人担任，且不兼任其他岗位。")
		}
	}
	return nil
}

// An invitation is a new post for a person, new or already in the house.
type invitation struct {
	Post   org.Post
	Person string // empty: somebody new
}

// invite makes the post and, for somebody new, a link to sign in with. The id
// of the post is made by the page, so that pressing twice invites once.
func (s *Slice) invite(ctx context.Context, a org.Actor, in invitation) (token string, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		token, err = s.inviteIn(ctx, tx, a, in)
		return err
	})
	return token, err
}

// inviteIn is [Slice.invite] inside a transaction.
func (s *Slice) inviteIn(ctx context.Context, tx *db.Tx, a org.Actor, in invitation) (token string, err error) {
	orgs, p := s.Flow.Orgs(), in.Post
	p.Person = in.Person
	if p.Person == "" {
		p.Person = "p-" + p.ID
		if err := orgs.AddPerson(ctx, tx, p.Person, p.Name, s.Real()); err != nil {
			return "", err
		}
	}
	if err := orgs.Lock(ctx, tx, p.Person); err != nil {
		return "", err
	}
	there, err := s.postThere(ctx, tx, p.ID)
	if err != nil {
		return "", err
	}
	if there {
		return "", fault.New(fault.Stale, "这个岗位已经邀请过；需要新的链接，请在岗位页面上重发。")
	}
	if err := s.mayHold(ctx, tx, p.Person, p.Role); err != nil {
		return "", err
	}
	if err := orgs.AddPost(ctx, tx, p); err != nil {
		return "", err
	}
	if in.Person == "" {
		if token, err = s.Invite(ctx, tx, p.Person, p.ID); err != nil {
			return "", err
		}
	}
	return token, s.Flow.Log(ctx, tx, a, actInvite, p.Person, form.Answers{"post": p.ID, "role": string(p.Role)})
}

// renew makes a new link for the holder of a post.
func (s *Slice) renew(ctx context.Context, a org.Actor, p org.Post) (token string, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if token, err = s.Invite(ctx, tx, p.Person, p.ID); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, actLink, p.Person, form.Answers{"post": p.ID})
	})
	return token, err
}

// endPost ends a post and hands its list over to a colleague as a whole.
func (s *Slice) endPost(ctx context.Context, a org.Actor, p org.Post, to string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if p.Person == a.Person {
			return fault.New(fault.Invalid, "不能结束自己的岗位，请由另一位管理员办理。")
		}
		leaver := org.Holding(p)
		claims, err := s.Flow.Claims(ctx, tx, leaver)
		if err != nil {
			return err
		}
		if to == "" && len(claims) > 0 {
			return fault.New(fault.Invalid, "还有 %d 件正在办理，请选择接办的同事。", len(claims))
		}
		if to != "" {
			if err := s.mayTake(ctx, tx, p, to); err != nil {
				return err
			}
			if _, err := s.Flow.HandOver(ctx, tx, leaver, to); err != nil {
				return err
			}
		}
		if err := s.Flow.Orgs().EndPost(ctx, tx, p.ID, s.Real()); err != nil {
			return err
		}
		d := form.Answers{"post": p.ID, "to": to, "cases": count(len(claims))}
		return s.Flow.Log(ctx, tx, a, actEndPost, p.Person, d)
	})
}

// mayTake says whether a person is a colleague who can take over from p.
func (s *Slice) mayTake(ctx context.Context, tx *db.Tx, p org.Post, to string) error {
	staff, err := s.Flow.Orgs().Staff(ctx, tx, p.Organisation.ID)
	if err != nil {
		return err
	}
	for _, c := range staff {
		if c.Person == to && c.ID != p.ID && c.Role == p.Role && c.Person != p.Person {
			return nil
		}
	}
	return fault.New(fault.Invalid, "请选择同一单位、同一身份的同事接办。")
}
