package road

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// cities returns the cities that somebody applies in, in order.
func cities(p *play.Play) (out []string) {
	for _, one := range p.People {
		if !slices.Contains(out, one.City) {
			out = append(out, one.City)
		}
	}
	slices.Sort(out)
	return out
}

// pool returns the people of a city whom the city has passed and nobody has
// decided on yet.
func pool(p *play.Play, city string) (out []*play.Person) {
	for _, one := range p.Alive() {
		if one.City == city && one.Fate != play.RejectedBy {
			out = append(out, one)
		}
	}
	return out
}

// RecommendAll lets each city choose, freeze and report its list.
func RecommendAll(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-19 09:00:00"); err != nil {
		return err
	}
	for i, city := range cities(p) {
		if err := recommend(p, city, pool(p, city), i == 0); err != nil {
			return fmt.Errorf("city %s: %w", city, err)
		}
	}
	return nil
}

// recommend takes one list from the choice to the province; picky is a leader
// who sends the draft back once.
func recommend(p *play.Play, city string, people []*play.Person, picky bool) error {
	b, err := p.At(city + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/summaries")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/summaries", nil); err != nil {
		return err
	}
	id := screen.LastPart(page.Path)
	v := url.Values{
		"basis": {"浙商务联发〔2017〕72号 五.2"}, "meeting": {"局长办公会纪要"}, "held": {p.Season.Day("2017-10-18")},
		"present": {"演练甲、演练乙"}, "excused": {""}, "approver": {"演练局长"},
	}
	place := 0
	for _, one := range people {
		if one.Fate == play.LeftOut {
			v.Set("why."+one.App, "方向重复，名额有限。")
			p.Count("left-out", 1)
			continue
		}
		place++
		v.Set("place."+one.App, fmt.Sprint(place))
	}
	if page, err = b.Press(page, "/summaries/"+id+"/choose", v); err != nil {
		return err
	}
	p.Want(page, 200, "choose in "+city)
	if page, err = b.Press(page, "/summaries/"+id+"/freeze", nil); err != nil {
		return err
	}
	p.Want(page, 200, "freeze in "+city)
	annex(p, b, id)
	if err := chained(p, city+"-city", id, "report", nil, picky); err != nil {
		return err
	}
	p.Count("reported", place)
	return nil
}

// annex looks at 附件1 as it is printed.
func annex(p *play.Play, b *screen.Browser, id string) {
	page, err := b.Get("/summaries/" + id + "/annex1.pdf")
	if err != nil || page.Status != 200 || !strings.HasPrefix(string(page.Body), "%PDF") {
		p.Fault("the list of %s cannot be printed: %v", id, err)
	} else if p.Stages["scanned-back"] == 0 {
		scanBack(p, b, "/summaries/"+id, page.Body)
	}
	if page, err = b.Get("/summaries/" + id + "/annex1.xlsx"); err != nil || page.Status != 200 || !strings.HasPrefix(string(page.Body), "PK") {
		p.Fault("the list of %s cannot be saved: %v", id, err)
	}
	for ending, begins := range map[string]string{".pdf": "%PDF", ".docx": "PK", ".html": "<!doctype"} {
		if page, err = b.Get("/summaries/" + id + "/print/report" + ending); err != nil || page.Status != 200 || !strings.HasPrefix(string(page.Body), begins) {
			p.Fault("the report of %s cannot be saved as %s: %v", id, ending, err)
		}
	}
}

// chained lets an office decide: the clerk drafts, the head and the leader
// approve; a picky leader sends the first draft back.
func chained(p *play.Play, office, id, move string, v url.Values, picky bool) error {
	draft := func() error {
		_, err := p.Move(office+"-clerk-1", id, move, v)
		return err
	}
	if err := draft(); err != nil {
		return err
	}
	if picky {
		if err := p.Approve(office+"-head-1", false); err != nil {
			return err
		}
		if err := p.Approve(office+"-leader-1", true); err != nil {
			return err
		}
		p.Count("drafts-returned", 1)
		if err := draft(); err != nil {
			return err
		}
	}
	if err := p.Approve(office+"-head-1", false); err != nil {
		return err
	}
	return p.Approve(office+"-leader-1", false)
}

// AcceptAll lets the province accept in bulk, return one to its city, tick the
// paper off and settle each list.
func AcceptAll(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-23 09:00:00"); err != nil {
		return err
	}
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	again := map[string][]*play.Person{}
	for _, one := range p.With(play.ProvBack) {
		if _, err := p.Move("330000-province-clerk-1", one.App, "return-province", url.Values{"reason": {"请核实授课记录。"}}); err != nil {
			return err
		}
		again[one.City] = append(again[one.City], one)
		p.Count("returned-by-province", 1)
	}
	if err := acceptLists(p, b); err != nil {
		return err
	}
	for city, people := range again {
		if err := p.Clock("2017-10-20 16:00:00"); err != nil { // the city is still in time
			return err
		}
		for _, one := range people {
			if _, err := p.Move(city+"-city-clerk-1", one.App, "pass", url.Values{"opinion": {"已核实，同意推荐。"}}); err != nil {
				return err
			}
		}
		if err := recommend(p, city, people, false); err != nil {
			return err
		}
	}
	if err := p.Clock("2017-10-24 09:00:00"); err != nil {
		return err
	}
	return acceptLists(p, b)
}

func acceptLists(p *play.Play, b *screen.Browser) error {
	page, err := b.Get("/summaries")
	if err != nil {
		return err
	}
	for _, href := range page.Links("/summaries/") {
		if err := acceptList(p, b, href); err != nil {
			return err
		}
	}
	return nil
}

func acceptList(p *play.Play, b *screen.Browser, href string) error {
	page, err := b.Get(href)
	if err != nil {
		return err
	}
	ids := page.Options("case")
	if len(ids) == 0 {
		return nil // settled before
	}
	if page, err = b.Get(href + "?" + url.Values{"preview": {"yes"}, "case": ids}.Encode()); err != nil {
		return err
	}
	if page, err = b.Press(page, href+"/accept", nil); err != nil {
		return err
	}
	p.Want(page, 200, "accept "+href)
	p.Count("accepted", len(ids))
	if _, err := p.MoveAs(b, screen.LastPart(href), "tick-paper", url.Values{"copies": {"2"}}); err != nil {
		return err
	}
	_, err = p.MoveAs(b, screen.LastPart(href), "settle", nil)
	return err
}
