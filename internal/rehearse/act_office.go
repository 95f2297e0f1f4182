package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
)

var endorseLink = regexp.MustCompile(`/endorse/[A-Za-z0-9_-]+`)

// endorse lets every employer answer by the link that the applicant passes on;
// some upload the stamped page instead.
func endorse(ctx context.Context, p *play) error {
	return p.each(ctx, p.sent(), func(one *person) error {
		page, err := one.b.Get("/apply/" + one.app)
		if err != nil {
			return err
		}
		if one.n%7 == 6 {
			if _, err := one.b.Upload("/cases/"+one.app+"/files/stamped", "stamped.upload", "盖章页.jpg", scan, nil); err != nil {
				return err
			}
			if page, err = one.b.Get("/apply/" + one.app); err != nil {
				return err
			}
			got, err := one.b.Press(page, "/apply/"+one.app+"/stamped", nil)
			if err != nil {
				return err
			}
			p.want(got, 200, "stamped page")
			p.count("endorsed", 1)
			return nil
		}
		link := endorseLink.FindString(string(page.Body))
		if link == "" {
			return fmt.Errorf("no link for the employer of %s: %.300s", one.name, page.Text())
		}
		boss := NewBrowser("employer "+fmt.Sprint(one.n), p.child.Base, p.watch.see)
		if page, err = boss.Get(link); err != nil {
			return err
		}
		page, err = boss.Press(page, link, url.Values{
			"opinion": {"情况属实，同意推荐。"}, "since": {"2014-03"}, "contact": {"演练经办"}, "phone": {"19900009999"}, "do": {"endorse"}, "move": {"endorse"},
		})
		if err != nil {
			return err
		}
		p.want(page, 200, "endorse "+one.name)
		if again, err := boss.Get(link); err != nil || again.Status == 200 && again.Has(link) {
			p.fault("the employer's link works twice: %v", err)
		}
		p.count("endorsed", 1)
		return nil
	})
}

// seenOf returns the move number that a page was made at.
func seenOf(p *Page) url.Values {
	for n := range p.all("input") {
		if attr(n, "name") == "seen" {
			return url.Values{"seen": {attr(n, "value")}}
		}
	}
	return nil
}

// sent returns the people whose application went in.
func (p *play) sent() (out []*person) {
	for _, one := range p.people {
		if one.fate != late {
			out = append(out, one)
		}
	}
	return out
}

// with returns the people of a fate.
func (p *play) with(fates ...fate) (out []*person) {
	for _, one := range p.people {
		if slices.Contains(fates, one.fate) {
			out = append(out, one)
		}
	}
	return out
}

// move lets the holder of a post make a move on a case from its page.
func (p *play) move(post, id, move string, v url.Values) (*Page, error) {
	b, err := p.at(post)
	if err != nil {
		return nil, err
	}
	return p.moveAs(b, id, move, v)
}

func (p *play) moveAs(b *Browser, id, move string, v url.Values) (*Page, error) {
	page, err := b.Get("/cases/" + id)
	if err != nil {
		return nil, err
	}
	if page.Status != 200 {
		return nil, fmt.Errorf("%s: /cases/%s is %d", b.Who, id, page.Status)
	}
	all := seenOf(page)
	if all == nil {
		return nil, fmt.Errorf("%s: the case %s offers no move, so not %s: %.600s", b.Who, id, move, page.Text())
	}
	for k, values := range v {
		all[k] = values
	}
	page, err = b.Send("/cases/"+id+"/moves/"+move, all)
	if err == nil && page.Status != 200 {
		err = fmt.Errorf("%s: %s on %s: %d %.300s", b.Who, move, id, page.Status, page.Text())
	}
	return page, err
}

var oneFault = url.Values{
	"faults.0.field": {"个人基本情况及相关从业经历"}, "faults.0.reason": {"请写明授课的起止年月"},
	"faults.1.field": {"职务"}, "faults.1.reason": {"与盖章页不一致"},
}

// countyCheck lets the counties act, and the city for those that never sign in.
func countyCheck(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-11 09:30:00"); err != nil {
		return err
	}
	err := p.each(ctx, p.sent(), func(one *person) error {
		post := one.region + "-county-clerk-1"
		if p.silent[one.region] {
			post = one.city + "-city-clerk-1"
			p.count("for-county", 1)
		}
		move, v := "forward", url.Values{"opinion": {"材料齐全。"}}
		switch {
		case (one.fate == returned || one.fate == lapsing) && !p.silent[one.region]:
			move, v = "return-county", oneFault
		case one.fate == appealing && !p.silent[one.region]:
			move, v = "not-forward", url.Values{"reason": {"不属于本县受理范围。"}}
		case one.fate == returned || one.fate == lapsing:
			move, v = "return-county", oneFault
		case one.fate == appealing:
			one.fate = straight
		}
		if _, err := p.move(post, one.app, move, v); err != nil {
			return err
		}
		p.count(move, 1)
		return nil
	})
	if err != nil {
		return err
	}
	return p.strangers()
}

// strangers tries what must not work: another county's case, a judge's desk, a
// page read before somebody else's move.
func (p *play) strangers() error {
	one := p.people[0]
	other, err := p.at("330702-county-clerk-1")
	if err != nil {
		return err
	}
	page, err := other.Get("/cases/" + one.app)
	if err != nil {
		return err
	}
	p.want(page, 404, "another county's case")
	city, err := p.at("330700-city-clerk-1")
	if err != nil {
		return err
	}
	stale, err := city.Get("/cases/" + one.app)
	if err != nil {
		return err
	}
	if _, err := p.move("330700-city-clerk-2", one.app, "return-city", oneFault); err != nil {
		return err
	}
	v := seenOf(stale)
	if v == nil {
		v = url.Values{"seen": {"1"}}
	}
	v["opinion"] = []string{"同意"}
	page, err = city.Send("/cases/"+one.app+"/moves/pass", v)
	if err != nil {
		return err
	}
	p.want(page, 409, "a stale page")
	if err := p.mend(one); err != nil {
		return err
	}
	return p.giveBack(p.people[1])
}

// giveBack lets a county ask for a case that the city has opened already; the
// city agrees, and the county forwards it once more.
func (p *play) giveBack(one *person) error {
	county, err := p.at(one.region + "-county-clerk-1")
	if err != nil {
		return err
	}
	city, err := p.at(one.city + "-city-clerk-1")
	if err != nil {
		return err
	}
	if _, err := city.Get("/cases/" + one.app); err != nil { // opened
		return err
	}
	page, err := county.Get("/cases/" + one.app)
	if err != nil {
		return err
	}
	if page, err = county.Press(page, "/cases/"+one.app+"/ask-back", url.Values{"reason": {"漏看一页材料。"}}); err != nil {
		return err
	}
	p.want(page, 200, "ask a case back")
	if page, err = city.Get("/review/" + one.app); err != nil {
		return err
	}
	if page, err = city.Press(page, "/cases/"+one.app+"/answer-back", url.Values{"answer": {"yes"}}); err != nil {
		return err
	}
	p.want(page, 200, "give a case back")
	p.count("given-back", 1)
	_, err = p.move(one.region+"-county-clerk-1", one.app, "forward", nil)
	return err
}

// mend lets a person correct a returned form and send it again.
func (p *play) mend(one *person) error {
	page, err := one.b.Get("/apply/" + one.app)
	if err != nil {
		return err
	}
	v := one.profile()
	v.Set("life", v.Get("life")+"2014年3月起授课至今。")
	page, err = one.b.Press(page, "/apply/"+one.app, v)
	if err != nil {
		return err
	}
	p.want(page, 200, "mend "+one.name)
	p.count("mended", 1)
	return nil
}

// mendAndAppeal is what applicants do with what came back.
func mendAndAppeal(ctx context.Context, p *play) error {
	for _, one := range p.with(returned) {
		if err := p.mend(one); err != nil {
			return err
		}
		post := one.region + "-county-clerk-1"
		if p.silent[one.region] {
			post = one.city + "-city-clerk-1"
		}
		if _, err := p.move(post, one.app, "forward", nil); err != nil {
			return err
		}
	}
	for _, one := range p.with(appealing) {
		if _, err := p.moveAs(one.b, one.app, "appeal", url.Values{"reason": {"请市级审核。"}}); err != nil {
			return err
		}
		p.count("appealed", 1)
	}
	return nil
}

// lapse moves the clock beyond the days for mending.
func lapse(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-17 00:00:00"); err != nil {
		return err
	}
	for _, one := range p.with(lapsing) {
		page, err := one.b.Get("/cases/" + one.app)
		if err != nil {
			return err
		}
		if !contains(page, "逾期未补正") {
			p.fault("%s should have lapsed: %.200s", one.name, page.Text())
		}
		p.count("lapsed", 1)
	}
	return nil
}

// cityReview lets the cities review, return once, reject.
func cityReview(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-17 09:00:00"); err != nil {
		return err
	}
	return p.each(ctx, p.alive(), func(one *person) error {
		if one == p.stood {
			return nil // passed already
		}
		post := one.city + "-city-clerk-1"
		pass := url.Values{"opinion": {"初审合格，同意推荐。"}}
		switch one.fate {
		case rejectedBy:
			p.count("rejected", 1)
			_, err := p.move(post, one.app, "reject", url.Values{"reason": {"不符合申报条件。"}})
			return err
		case cityBack:
			if _, err := p.move(post, one.app, "return-city", oneFault); err != nil {
				return err
			}
			if err := p.mend(one); err != nil {
				return err
			}
		}
		p.count("passed-city", 1)
		_, err := p.move(post, one.app, "pass", pass)
		return err
	})
}

// alive returns the people whose application is still on its way to the city.
func (p *play) alive() (out []*person) {
	for _, one := range p.sent() {
		if one.fate != lapsing {
			out = append(out, one)
		}
	}
	return out
}
