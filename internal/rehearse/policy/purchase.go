package policy

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// Buy lets a school find a lecturer: no step before the law's warning, one
// order, one invitation, hours that both agree on, and then what each says.
func Buy(_ context.Context, p *play.Play) error {
	b, err := p.At("330700-buyer-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/purchases/new")
	if err != nil {
		return err
	}
	need := url.Values{"content": {"平台规则研修（演练）"}, "directions": {"aliexpress", "amazon"}, "budget": {"20000"}, "catalogue": {"outside"},
		"limit": {"below"}, "place": {"义乌"}, "from": {p.Season.Day("2018-06-04")}, "to": {p.Season.Day("2018-06-08")}}
	cold, err := b.Press(page, "/purchases", need)
	if err != nil {
		return err
	}
	p.Want(cold, 422, "a need without the warning")
	need.Set("warned", "yes")
	if page, err = b.Press(page, "/purchases", need); err != nil {
		return err
	}
	p.Want(page, 200, "a need")
	id := screen.LastPart(page.Path)
	if page, err = b.Press(page, "/purchases/"+id+"/propose", nil); err != nil {
		return err
	}
	p.Want(page, 200, "an order")
	one := first(p, page)
	if one == nil {
		return fmt.Errorf("nobody is proposed: %.300s", page.Text())
	}
	if page, err = b.Press(page, "/purchases/"+id+"/invite", nil); err != nil {
		return err
	}
	p.Want(page, 200, "an invitation")
	return engagement(p, b, id, one, screen.LinkBeside(page, one.Name, "/purchases/"))
}

// first returns the person whose name stands first in an order, of this edition
// or one before.
func first(p *play.Play, page *screen.Page) (one *play.Person) {
	text, at := page.Text(), -1
	for _, x := range p.Everybody() {
		if i := strings.Index(text, x.Name); i >= 0 && (at < 0 || i < at) {
			one, at = x, i
		}
	}
	return one
}

// engagement takes one to its end, the two in turn.
func engagement(p *play.Play, b *screen.Browser, id string, one *play.Person, at string) error {
	engagement, err := invited(p, one)
	if err != nil {
		return err
	}
	said := url.Values{"kept": {"yes"}, "comment": {"按约定完成。"}, "contact": {"请联系本人单位"}}
	for _, step := range []struct {
		move string
		v    url.Values
		mine bool
	}{
		{"accept", said, true},
		{"engage", url.Values{"number": {"演练-1"}, "signed": {p.Season.Day("2018-05-21")}, "amount": {"8000"}, "hours": {"12"}}, false},
		{"deliver", url.Values{"hours": {"12"}, "last": {p.Season.Day("2018-05-21")}}, false},
		{"confirm", nil, true}, {"rate", said, false}, {"answer", said, true},
	} {
		if step.mine {
			if _, err := p.MoveAs(one.Screen, engagement, step.move, step.v); err != nil {
				return err
			}
			continue
		}
		page, err := b.Get(at)
		if err != nil {
			return err
		}
		if page, err = b.Press(page, at+"/"+step.move, step.v); err != nil {
			return err
		}
		p.Want(page, 200, step.move)
	}
	page, err := p.MoveAs(b, id, "conclude", nil)
	if err == nil && !page.Says("已选用名录内讲师") {
		p.Fault("the purchase is not concluded: %.200s", page.Text())
	}
	return err
}

// invited returns the invitation that a person finds among their own.
func invited(p *play.Play, one *play.Person) (string, error) {
	page, err := one.Screen.Get("/mine")
	if err != nil {
		return "", err
	}
	for _, href := range page.Links("/cases/") {
		got, err := one.Screen.Get(href)
		if err != nil {
			return "", err
		}
		if got.Says("授课邀请") {
			return screen.LastPart(href), nil
		}
	}
	return "", fmt.Errorf("%s finds no invitation: %.300s", one.Name, page.Text())
}
