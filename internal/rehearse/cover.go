package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// coverLeave lets a clerk of a city go on leave: a colleague passes what they
// had claimed, with both names in the record, and no longer after the end.
func coverLeave(_ context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-17 08:30:00"); err != nil {
		return err
	}
	i := slices.IndexFunc(p.Alive(), func(one *play.Person) bool { return one.Fate == play.Straight && one.City == "330700" })
	if i < 0 {
		return fmt.Errorf("nobody of Jinhua goes the straight way")
	}
	one := p.Alive()[i]
	away, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	deputy, err := p.At("330700-city-clerk-2")
	if err != nil {
		return err
	}
	page, err := away.Get("/cases/" + one.App)
	if err != nil {
		return err
	}
	if page, err = away.Send("/cases/"+one.App+"/claim", page.Seen()); err != nil {
		return err
	}
	p.Want(page, 200, "claim a case")
	if page, err = away.Get("/cover"); err != nil {
		return err
	}
	leave := url.Values{"deputy": {"330700-city-clerk-2"}, "first": {p.Season.Day("2017-10-17")}, "last": {p.Season.Day("2017-10-18")}, "reason": {"leave"}}
	if page, err = away.Press(page, "/cover", leave); err != nil {
		return err
	}
	p.Want(page, 200, "arrange a cover")
	if page, err = deputy.Get("/desk"); err != nil {
		return err
	}
	if !page.Says("由您代办") {
		p.Fault("the deputy's desk does not say so: %.300s", page.Text())
	}
	if _, err = p.MoveAs(deputy, one.App, "pass", url.Values{"opinion": {"初审合格，同意推荐。"}}); err != nil {
		return err
	}
	if page, err = away.Get("/cases/" + one.App); err != nil {
		return err
	}
	if !page.Says("（代演示·") {
		p.Fault("the record does not name both: %.600s", page.Text())
	}
	p.StoodIn = one
	p.Count("passed-city", 1)
	p.Count("covered", 1)
	return back(p, away, one)
}

// back ends the leave early: the page shows what was done, and the cover is
// over.
func back(p *play.Play, away *screen.Browser, one *play.Person) error {
	page, err := away.Get("/cover")
	if err != nil {
		return err
	}
	if !page.Says("代您办理") || !page.Says(one.Name) {
		p.Fault("the page does not say what was done: %.600s", page.Text())
	}
	end, err := page.Form("/end")
	if err != nil {
		return err
	}
	if page, err = away.Send(end.Action, nil); err != nil {
		return err
	}
	p.Want(page, 200, "end a cover")
	if page, err = away.Send(end.Action, nil); err != nil {
		return err
	}
	p.Want(page, 409, "end a cover twice")
	return nil
}
