// Package cover is 休假与代办 (A/B角): the page where people of an office say
// who stands in for whom, what is on the desk of whoever does, and what was
// done for whoever was away. What a cover allows is decided in package flow,
// and who may arrange one in package org.
package cover

import (
	"context"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// roles are those whose offices know deputies.
func roles() (out []programme.Role) {
	for _, r := range programme.Roles {
		if (org.Actor{Role: r, Organ: org.Organisation{ID: "any"}}).HasCovers() {
			out = append(out, r)
		}
	}
	return out
}

// Register shows on the desk of an office who stands in for whom today.
func (s *Slice) Register() {
	s.Desk(casework.DeskPart{Roles: roles(), Show: s.onDesk})
}

// todays says who stands in for whom, as a reads it.
func todays(ctx context.Context, k org.Cover, a org.Actor) string {
	why, until := lang.T(ctx, reason(k.Reason)), k.Last().Said()
	switch a.Person {
	case k.Deputy.Person:
		return lang.T(ctx, "%s%s，到%s为止由您代办。", k.Post.Name, why, until)
	case k.Post.Person:
		return lang.T(ctx, "您%s期间由%s代办，到%s为止。", why, k.Deputy.Name, until)
	}
	return lang.T(ctx, "%s%s，到%s为止由%s代办。", k.Post.Name, why, until, k.Deputy.Name)
}

func reason(name string) string {
	for _, r := range org.Reasons {
		if r.Name == name {
			return r.Label
		}
	}
	return name
}

// questions are what the page asks a: heads and leaders also for whom.
func (s *Slice) questions(ctx context.Context, a org.Actor) ([]form.Question, error) {
	staff, err := s.Flow.Orgs().Staff(ctx, s.Flow.DB(), a.Organ.ID)
	if err != nil {
		return nil, err
	}
	away := form.Question{Name: "post", Label: "谁离岗", Kind: form.Select}
	deputy := form.Question{Name: "deputy", Label: "由谁代办", Kind: form.Select, Hint: "同一单位、同一身份、级别不低于离岗人的同事。"}
	for _, p := range staff {
		label := p.Name + " " + p.Title
		if org.MayArrange(a, p) {
			away.Choices = append(away.Choices, form.Choice{Value: p.ID, Label: label})
		}
		if a.Rank != programme.Clerk && p.Role == a.Role || a.Post != p.ID && org.MayCover(postOf(staff, a.Post), p) {
			deputy.Choices = append(deputy.Choices, form.Choice{Value: p.ID, Label: label})
		}
	}
	why := form.Question{Name: "reason", Label: "离岗原因", Kind: form.Pick}
	for _, r := range org.Reasons {
		why.Choices = append(why.Choices, form.Choice{Value: r.Name, Label: r.Label})
	}
	qs := []form.Question{deputy, {Name: "first", Label: "第一天", Kind: form.Date}, {Name: "last", Label: "最后一天", Kind: form.Date}, why}
	if len(away.Choices) > 1 {
		qs = slices.Insert(qs, 0, away)
	}
	return qs, nil
}

func postOf(staff []org.Post, id string) org.Post {
	i := slices.IndexFunc(staff, func(p org.Post) bool { return p.ID == id })
	if i < 0 {
		return org.Post{}
	}
	return staff[i]
}

// set arranges the cover that was answered.
func (s *Slice) set(ctx context.Context, a org.Actor, id string, ans form.Answers) error {
	first, err := day(ans["first"])
	if err != nil {
		return err
	}
	last, err := day(ans["last"])
	if err != nil {
		return err
	}
	post := ans["post"]
	if post == "" {
		post = a.Post
	}
	k := org.Cover{ID: id, Post: org.Post{ID: post}, Deputy: org.Post{ID: ans["deputy"]}, Reason: ans["reason"]}
	_, err = s.Flow.Cover(ctx, a, k, first, last)
	return err
}

func day(text string) (d calendar.Date, err error) {
	if err := d.UnmarshalText([]byte(text)); err != nil {
		return d, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	return d, nil
}

// A done is what a deputy did, in words, with the address of the case if the
// reader may see it.
type done struct {
	flow.Case
	Act  org.CoverAct
	What string
	Href string
}

// doneFor returns what was done under k, as a may read it.
func (s *Slice) doneFor(ctx context.Context, q db.Q, a org.Actor, k org.Cover) (out []done, err error) {
	acts, err := s.Flow.Orgs().CoverActs(ctx, q, k.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range acts {
		c, err := s.Flow.Find(ctx, a, n.Case)
		if fault.Of(err) == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		m, _ := c.Track.Move(n.Move)
		label := lang.T(ctx, "撤回上一步")
		if m.Label != "" {
			label = lang.T(ctx, m.Label)
		}
		out = append(out, done{*c, n, lang.T(ctx, "%s：%s", label, lang.T(ctx, acted[n.Act])), s.Href(c, a)})
	}
	return out, nil
}

// acted are the words for what a deputy did.
var acted = map[string]string{"made": "办理", "drafted": "拟办", "approved": "同意", "returned": "退回"}

// alone reports whether there is nobody to choose as deputy.
func alone(qs []form.Question) bool {
	i := slices.IndexFunc(qs, func(q form.Question) bool { return q.Name == "deputy" })
	return i < 0 || len(qs[i].Choices) == 0
}
