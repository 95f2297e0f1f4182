package policy

import (
	"context"
	"fmt"
	"net/url"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// Hundred recommends lecturers for the year: who wishes in time and stands on
// the register goes to the final, who comes later or was revoked does not.
func Hundred(_ context.Context, p *play.Play) error {
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/hundred")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/hundred", url.Values{
		"year": {p.Season.Year("2018-05-21")}, "first": {p.Season.Day("2018-05-21")}, "last": {p.Season.Day("2018-05-25")}}); err != nil {
		return err
	}
	p.Want(page, 200, "a year of the hundred")
	id := screen.LastPart(page.Path)
	people := owed(p)
	if len(people) < 3 {
		return fmt.Errorf("only %d lecturers stand on the register of %s", len(people), payingCity)
	}
	wish := url.Values{"wish": {"yes"}}
	for _, one := range people[:2] {
		got, err := one.Screen.Send("/hundred/"+id+"/wish", wish)
		if err != nil {
			return err
		}
		p.Want(got, 200, "a wish for the hundred")
	}
	for _, one := range p.With(play.Revoked) {
		got, err := one.Screen.Send("/hundred/"+id+"/wish", wish)
		if err != nil {
			return err
		}
		p.Want(got, 410, "a wish without a certificate")
	}
	if err := p.Clock("2018-05-28 09:00:00"); err != nil {
		return err
	}
	got, err := people[2].Screen.Send("/hundred/"+id+"/wish", wish)
	if err != nil {
		return err
	}
	p.Want(got, 410, "a wish after the window")
	err = allMoves(p, "330000-province-clerk-1", []string{id}, "nominate", url.Values{"to": {"评选组委会（演练）"}}, "330000-province-head-1", "330000-province-leader-1")
	if err != nil {
		return err
	}
	if page, err = b.Get("/hundred/" + id + "/letter.pdf"); err == nil {
		p.Want(page, 200, "the letter of recommendation")
	}
	return err
}
