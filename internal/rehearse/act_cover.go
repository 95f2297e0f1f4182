package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"slices"
)

// coverLeave lets a clerk of a city go on leave: a colleague passes what they
// had claimed, with both names in the record, and no longer after the end.
func coverLeave(_ context.Context, p *play) error {
	if err := p.clock("2017-10-17 08:30:00"); err != nil {
		return err
	}
	i := slices.IndexFunc(p.alive(), func(one *person) bool { return one.fate == straight && one.city == "330700" })
	if i < 0 {
		return fmt.Errorf("nobody of Jinhua goes the straight way")
	}
	one := p.alive()[i]
	away, err := p.at("330700-city-clerk-1")
	if err != nil {
		return err
	}
	deputy, err := p.at("330700-city-clerk-2")
	if err != nil {
		return err
	}
	page, err := away.Get("/cases/" + one.app)
	if err != nil {
		return err
	}
	if page, err = away.Send("/cases/"+one.app+"/claim", seenOf(page)); err != nil {
		return err
	}
	p.want(page, 200, "claim a case")
	if page, err = away.Get("/cover"); err != nil {
		return err
	}
	leave := url.Values{"deputy": {"330700-city-clerk-2"}, "first": {p.season.day("2017-10-17")}, "last": {p.season.day("2017-10-18")}, "reason": {"leave"}}
	if page, err = away.Press(page, "/cover", leave); err != nil {
		return err
	}
	p.want(page, 200, "arrange a cover")
	if page, err = deputy.Get("/desk"); err != nil {
		return err
	}
	if !contains(page, "由您代办") {
		p.fault("the deputy's desk does not say so: %.300s", page.Text())
	}
	if _, err = p.moveAs(deputy, one.app, "pass", url.Values{"opinion": {"初审合格，同意推荐。"}}); err != nil {
		return err
	}
	if page, err = away.Get("/cases/" + one.app); err != nil {
		return err
	}
	if !contains(page, "（代演示·") {
		p.fault("the record does not name both: %.600s", page.Text())
	}
	p.stood = one
	p.count("passed-city", 1)
	p.count("covered", 1)
	return p.back(away, one)
}

// back ends the leave early: the page shows what was done, and the cover is
// over.
func (p *play) back(away *Browser, one *person) error {
	page, err := away.Get("/cover")
	if err != nil {
		return err
	}
	if !contains(page, "代您办理") || !contains(page, one.name) {
		p.fault("the page does not say what was done: %.600s", page.Text())
	}
	end, err := page.Form("/end")
	if err != nil {
		return err
	}
	if page, err = away.Send(end.Action, nil); err != nil {
		return err
	}
	p.want(page, 200, "end a cover")
	if page, err = away.Send(end.Action, nil); err != nil {
		return err
	}
	p.want(page, 409, "end a cover twice")
	return nil
}
