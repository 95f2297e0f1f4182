package rehearse

import (
	"context"
	"fmt"
	"net/url"
)

// hundred recommends lecturers for the year: who wishes in time and stands on
// the register goes to the final, who comes later or was revoked does not.
func hundred(_ context.Context, p *play) error {
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/hundred")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/hundred", url.Values{
		"year": {p.season.year("2018-05-21")}, "first": {p.season.day("2018-05-21")}, "last": {p.season.day("2018-05-25")}}); err != nil {
		return err
	}
	p.want(page, 200, "a year of the hundred")
	id := lastPart(page.Path)
	people := p.owed()
	if len(people) < 3 {
		return fmt.Errorf("only %d lecturers stand on the register of %s", len(people), payingCity)
	}
	wish := url.Values{"wish": {"yes"}}
	for _, one := range people[:2] {
		got, err := one.b.Send("/hundred/"+id+"/wish", wish)
		if err != nil {
			return err
		}
		p.want(got, 200, "a wish for the hundred")
	}
	for _, one := range p.with(revoked) {
		got, err := one.b.Send("/hundred/"+id+"/wish", wish)
		if err != nil {
			return err
		}
		p.want(got, 410, "a wish without a certificate")
	}
	if err := p.clock("2018-05-28 09:00:00"); err != nil {
		return err
	}
	got, err := people[2].b.Send("/hundred/"+id+"/wish", wish)
	if err != nil {
		return err
	}
	p.want(got, 410, "a wish after the window")
	err = p.allMoves("330000-province-clerk-1", []string{id}, "nominate", url.Values{"to": {"评选组委会（演练）"}}, "330000-province-head-1", "330000-province-leader-1")
	if err != nil {
		return err
	}
	if page, err = b.Get("/hundred/" + id + "/letter.pdf"); err == nil {
		p.want(page, 200, "the letter of recommendation")
	}
	return err
}
