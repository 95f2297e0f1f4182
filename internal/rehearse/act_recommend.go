package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// cities returns the cities that somebody applies in, in order.
func (p *play) cities() (out []string) {
	for _, one := range p.people {
		if !slices.Contains(out, one.city) {
			out = append(out, one.city)
		}
	}
	slices.Sort(out)
	return out
}

// pool returns the people of a city whom the city has passed and nobody has
// decided on yet.
func (p *play) pool(city string) (out []*person) {
	for _, one := range p.alive() {
		if one.city == city && one.fate != rejectedBy {
			out = append(out, one)
		}
	}
	return out
}

// recommendAll lets each city choose, freeze and report its list.
func recommendAll(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-19 09:00:00"); err != nil {
		return err
	}
	for i, city := range p.cities() {
		if err := p.recommend(city, p.pool(city), i == 0); err != nil {
			return fmt.Errorf("city %s: %w", city, err)
		}
	}
	return nil
}

// recommend takes one list from the choice to the province; picky is a leader
// who sends the draft back once.
func (p *play) recommend(city string, people []*person, picky bool) error {
	b, err := p.at(city + "-city-clerk-1")
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
	id := lastPart(page.Path)
	v := url.Values{
		"basis": {"浙商务联发〔2017〕72号 五.2"}, "meeting": {"局长办公会纪要"}, "held": {p.season.day("2017-10-18")},
		"present": {"演练甲、演练乙"}, "excused": {""}, "approver": {"演练局长"},
	}
	place := 0
	for _, one := range people {
		if one.fate == leftOut {
			v.Set("why."+one.app, "方向重复，名额有限。")
			p.count("left-out", 1)
			continue
		}
		place++
		v.Set("place."+one.app, fmt.Sprint(place))
	}
	if page, err = b.Press(page, "/summaries/"+id+"/choose", v); err != nil {
		return err
	}
	p.want(page, 200, "choose in "+city)
	if page, err = b.Press(page, "/summaries/"+id+"/freeze", nil); err != nil {
		return err
	}
	p.want(page, 200, "freeze in "+city)
	p.annex(b, id)
	if err := p.chained(city+"-city", id, "report", nil, picky); err != nil {
		return err
	}
	p.count("reported", place)
	return nil
}

// annex looks at 附件1 as it is printed.
func (p *play) annex(b *Browser, id string) {
	page, err := b.Get("/summaries/" + id + "/annex1.pdf")
	if err != nil || page.Status != 200 || !strings.HasPrefix(string(page.Body), "%PDF") {
		p.fault("the list of %s cannot be printed: %v", id, err)
	}
	if page, err = b.Get("/summaries/" + id + "/annex1.xlsx"); err != nil || page.Status != 200 || !strings.HasPrefix(string(page.Body), "PK") {
		p.fault("the list of %s cannot be saved: %v", id, err)
	}
}

// chained lets an office decide: the clerk drafts, the head and the leader
// approve; a picky leader sends the first draft back.
func (p *play) chained(office, id, move string, v url.Values, picky bool) error {
	draft := func() error {
		_, err := p.move(office+"-clerk-1", id, move, v)
		return err
	}
	if err := draft(); err != nil {
		return err
	}
	if picky {
		if err := p.approve(office+"-head-1", false); err != nil {
			return err
		}
		if err := p.approve(office+"-leader-1", true); err != nil {
			return err
		}
		p.count("drafts-returned", 1)
		if err := draft(); err != nil {
			return err
		}
	}
	if err := p.approve(office+"-head-1", false); err != nil {
		return err
	}
	return p.approve(office+"-leader-1", false)
}

// approve lets the holder of a post approve what waits for them, or send it
// back.
func (p *play) approve(post string, back bool) error {
	b, err := p.at(post)
	if err != nil {
		return err
	}
	desk, err := b.Get("/desk")
	if err != nil {
		return err
	}
	waiting := desk.Links("/approvals/")
	if len(waiting) == 0 {
		return fmt.Errorf("%s: nothing waits for approval: %.300s", post, desk.Text())
	}
	for _, href := range waiting {
		page, err := b.Get(href)
		if err != nil {
			return err
		}
		if back {
			page, err = b.Press(page, href+"/return", url.Values{"note": {"请补充遴选会议纪要的文号。"}})
		} else {
			page, err = b.Press(page, href+"/approve", nil)
		}
		if err != nil {
			return err
		}
		p.want(page, 200, "approval by "+post)
	}
	return nil
}

func lastPart(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// acceptAll lets the province accept in bulk, return one to its city, tick the
// paper off and settle each list.
func acceptAll(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-23 09:00:00"); err != nil {
		return err
	}
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	again := map[string][]*person{}
	for _, one := range p.with(provBack) {
		if _, err := p.move("330000-province-clerk-1", one.app, "return-province", url.Values{"reason": {"请核实授课记录。"}}); err != nil {
			return err
		}
		again[one.city] = append(again[one.city], one)
		p.count("returned-by-province", 1)
	}
	if err := p.acceptLists(b); err != nil {
		return err
	}
	for city, people := range again {
		if err := p.clock("2017-10-20 16:00:00"); err != nil { // the city is still in time
			return err
		}
		for _, one := range people {
			if _, err := p.move(city+"-city-clerk-1", one.app, "pass", url.Values{"opinion": {"已核实，同意推荐。"}}); err != nil {
				return err
			}
		}
		if err := p.recommend(city, people, false); err != nil {
			return err
		}
	}
	if err := p.clock("2017-10-24 09:00:00"); err != nil {
		return err
	}
	return p.acceptLists(b)
}

func (p *play) acceptLists(b *Browser) error {
	page, err := b.Get("/summaries")
	if err != nil {
		return err
	}
	for _, href := range page.Links("/summaries/") {
		if err := p.acceptList(b, href); err != nil {
			return err
		}
	}
	return nil
}

func (p *play) acceptList(b *Browser, href string) error {
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
	p.want(page, 200, "accept "+href)
	p.count("accepted", len(ids))
	if _, err := p.moveAs(b, lastPart(href), "tick-paper", url.Values{"copies": {"2"}}); err != nil {
		return err
	}
	_, err = p.moveAs(b, lastPart(href), "settle", nil)
	return err
}
