package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// buy lets a school find a lecturer: no step before the law's warning, one
// order, one invitation, hours that both agree on, and then what each says.
func buy(_ context.Context, p *play) error {
	b, err := p.at("330700-buyer-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/purchases/new")
	if err != nil {
		return err
	}
	need := url.Values{"content": {"平台规则研修（演练）"}, "directions": {"aliexpress", "amazon"}, "budget": {"20000"}, "catalogue": {"outside"},
		"limit": {"below"}, "place": {"义乌"}, "from": {p.season.day("2018-06-04")}, "to": {p.season.day("2018-06-08")}}
	cold, err := b.Press(page, "/purchases", need)
	if err != nil {
		return err
	}
	p.want(cold, 422, "a need without the warning")
	need.Set("warned", "yes")
	if page, err = b.Press(page, "/purchases", need); err != nil {
		return err
	}
	p.want(page, 200, "a need")
	id := lastPart(page.Path)
	if page, err = b.Press(page, "/purchases/"+id+"/propose", nil); err != nil {
		return err
	}
	p.want(page, 200, "an order")
	one := p.first(page)
	if one == nil {
		return fmt.Errorf("nobody is proposed: %.300s", page.Text())
	}
	if page, err = b.Press(page, "/purchases/"+id+"/invite", nil); err != nil {
		return err
	}
	p.want(page, 200, "an invitation")
	return p.engagement(b, id, one, linkBeside(page, one.name, "/purchases/"))
}

// first returns the person whose name stands first in an order, of this edition
// or one before.
func (p *play) first(page *Page) (one *person) {
	text, at := page.Text(), -1
	for _, x := range p.everybody() {
		if i := strings.Index(text, x.name); i >= 0 && (at < 0 || i < at) {
			one, at = x, i
		}
	}
	return one
}

// engagement takes one to its end, the two in turn.
func (p *play) engagement(b *Browser, id string, one *person, at string) error {
	engagement, err := p.invited(one)
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
		{"engage", url.Values{"number": {"演练-1"}, "signed": {p.season.day("2018-05-21")}, "amount": {"8000"}, "hours": {"12"}}, false},
		{"deliver", url.Values{"hours": {"12"}, "last": {p.season.day("2018-05-21")}}, false},
		{"confirm", nil, true}, {"rate", said, false}, {"answer", said, true},
	} {
		if step.mine {
			if _, err := p.moveAs(one.b, engagement, step.move, step.v); err != nil {
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
		p.want(page, 200, step.move)
	}
	page, err := p.moveAs(b, id, "conclude", nil)
	if err == nil && !contains(page, "已选用名录内讲师") {
		p.fault("the purchase is not concluded: %.200s", page.Text())
	}
	return err
}

// invited returns the invitation that a person finds among their own.
func (p *play) invited(one *person) (string, error) {
	page, err := one.b.Get("/mine")
	if err != nil {
		return "", err
	}
	for _, href := range page.Links("/cases/") {
		got, err := one.b.Get(href)
		if err != nil {
			return "", err
		}
		if contains(got, "授课邀请") {
			return lastPart(href), nil
		}
	}
	return "", fmt.Errorf("%s finds no invitation: %.300s", one.name, page.Text())
}
