package road

import (
	"context"
	"fmt"
	"net/url"
	"regexp"

	"qinglan/internal/rehearse/play"
)

var endorseLink = regexp.MustCompile(`/endorse/[A-Za-z0-9_-]+`)

// Endorse lets every employer answer by the link that the applicant passes on;
// some upload the stamped page instead.
func Endorse(ctx context.Context, p *play.Play) error {
	return p.Each(ctx, p.Sent(), func(one *play.Person) error {
		page, err := one.Screen.Get("/apply/" + one.App)
		if err != nil {
			return err
		}
		if one.N%7 == 6 {
			if _, err := one.Screen.Upload("/cases/"+one.App+"/files/stamped", "stamped.upload", "盖章页.jpg", play.Scan, nil); err != nil {
				return err
			}
			if page, err = one.Screen.Get("/apply/" + one.App); err != nil {
				return err
			}
			got, err := one.Screen.Press(page, "/apply/"+one.App+"/stamped", nil)
			if err != nil {
				return err
			}
			p.Want(got, 200, "stamped page")
			p.Count("endorsed", 1)
			return nil
		}
		link := endorseLink.FindString(string(page.Body))
		if link == "" {
			return fmt.Errorf("no link for the employer of %s: %.300s", one.Name, page.Text())
		}
		boss := p.Browser("employer " + fmt.Sprint(one.N))
		if page, err = boss.Get(link); err != nil {
			return err
		}
		page, err = boss.Press(page, link, url.Values{
			"opinion": {"情况属实，同意推荐。"}, "since": {"2014-03"}, "contact": {"演练经办"}, "phone": {"19900009999"}, "do": {"endorse"}, "move": {"endorse"},
		})
		if err != nil {
			return err
		}
		p.Want(page, 200, "endorse "+one.Name)
		if again, err := boss.Get(link); err != nil || again.Status == 200 && again.Has(link) {
			p.Fault("the employer's link works twice: %v", err)
		}
		p.Count("endorsed", 1)
		return nil
	})
}

var oneFault = url.Values{
	"faults.0.field": {"个人基本情况及相关从业经历"}, "faults.0.reason": {"请写明授课的起止年月"},
	"faults.1.field": {"职务"}, "faults.1.reason": {"与盖章页不一致"},
}

// CountyCheck lets the counties act, and the city for those that never sign in.
func CountyCheck(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-11 09:30:00"); err != nil {
		return err
	}
	err := p.Each(ctx, p.Sent(), func(one *play.Person) error {
		post := one.Region + "-county-clerk-1"
		if p.Silent[one.Region] {
			post = one.City + "-city-clerk-1"
			p.Count("for-county", 1)
		}
		move, v := "forward", url.Values{"opinion": {"材料齐全。"}}
		switch {
		case (one.Fate == play.Returned || one.Fate == play.Lapsing) && !p.Silent[one.Region]:
			move, v = "return-county", oneFault
		case one.Fate == play.Appealing && !p.Silent[one.Region]:
			move, v = "not-forward", url.Values{"reason": {"不属于本县受理范围。"}}
		case one.Fate == play.Returned || one.Fate == play.Lapsing:
			move, v = "return-county", oneFault
		case one.Fate == play.Appealing:
			one.Fate = play.Straight
		}
		if _, err := p.Move(post, one.App, move, v); err != nil {
			return err
		}
		p.Count(move, 1)
		return nil
	})
	if err != nil {
		return err
	}
	return strangers(p)
}

// strangers tries what must not work: another county's case, a judge's desk, a
// page read before somebody else's move.
func strangers(p *play.Play) error {
	one := p.People[0]
	other, err := p.At("330702-county-clerk-1")
	if err != nil {
		return err
	}
	page, err := other.Get("/cases/" + one.App)
	if err != nil {
		return err
	}
	p.Want(page, 404, "another county's case")
	city, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	stale, err := city.Get("/cases/" + one.App)
	if err != nil {
		return err
	}
	if _, err := p.Move("330700-city-clerk-2", one.App, "return-city", oneFault); err != nil {
		return err
	}
	v := stale.Seen()
	if v == nil {
		v = url.Values{"seen": {"1"}}
	}
	v["opinion"] = []string{"同意"}
	page, err = city.Send("/cases/"+one.App+"/moves/pass", v)
	if err != nil {
		return err
	}
	p.Want(page, 409, "a stale page")
	if err := mend(p, one); err != nil {
		return err
	}
	return giveBack(p, p.People[1])
}

// giveBack lets a county ask for a case that the city has opened already; the
// city agrees, and the county forwards it once more.
func giveBack(p *play.Play, one *play.Person) error {
	county, err := p.At(one.Region + "-county-clerk-1")
	if err != nil {
		return err
	}
	city, err := p.At(one.City + "-city-clerk-1")
	if err != nil {
		return err
	}
	if _, err := city.Get("/cases/" + one.App); err != nil { // opened
		return err
	}
	page, err := county.Get("/cases/" + one.App)
	if err != nil {
		return err
	}
	if page, err = county.Press(page, "/cases/"+one.App+"/ask-back", url.Values{"reason": {"漏看一页材料。"}}); err != nil {
		return err
	}
	p.Want(page, 200, "ask a case back")
	if page, err = city.Get("/review/" + one.App); err != nil {
		return err
	}
	if page, err = city.Press(page, "/cases/"+one.App+"/answer-back", url.Values{"answer": {"yes"}}); err != nil {
		return err
	}
	p.Want(page, 200, "give a case back")
	p.Count("given-back", 1)
	_, err = p.Move(one.Region+"-county-clerk-1", one.App, "forward", nil)
	return err
}

// mend lets a person correct a returned form and send it again.
func mend(p *play.Play, one *play.Person) error {
	page, err := one.Screen.Get("/apply/" + one.App)
	if err != nil {
		return err
	}
	v := one.Profile()
	v.Set("life", v.Get("life")+"2014年3月起授课至今。")
	page, err = one.Screen.Press(page, "/apply/"+one.App, v)
	if err != nil {
		return err
	}
	p.Want(page, 200, "mend "+one.Name)
	p.Count("mended", 1)
	return nil
}

// MendAndAppeal is what applicants do with what came back.
func MendAndAppeal(ctx context.Context, p *play.Play) error {
	for _, one := range p.With(play.Returned) {
		if err := mend(p, one); err != nil {
			return err
		}
		post := one.Region + "-county-clerk-1"
		if p.Silent[one.Region] {
			post = one.City + "-city-clerk-1"
		}
		if _, err := p.Move(post, one.App, "forward", nil); err != nil {
			return err
		}
	}
	for _, one := range p.With(play.Appealing) {
		if _, err := p.MoveAs(one.Screen, one.App, "appeal", url.Values{"reason": {"请市级审核。"}}); err != nil {
			return err
		}
		p.Count("appealed", 1)
	}
	return nil
}

// Lapse moves the clock beyond the days for mending.
func Lapse(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-17 00:00:00"); err != nil {
		return err
	}
	for _, one := range p.With(play.Lapsing) {
		page, err := one.Screen.Get("/cases/" + one.App)
		if err != nil {
			return err
		}
		if !page.Says("逾期未补正") {
			p.Fault("%s should have lapsed: %.200s", one.Name, page.Text())
		}
		p.Count("lapsed", 1)
	}
	return nil
}

// CityReview lets the cities review, return once, reject.
func CityReview(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-17 09:00:00"); err != nil {
		return err
	}
	return p.Each(ctx, p.Alive(), func(one *play.Person) error {
		if one == p.StoodIn {
			return nil // passed already
		}
		post := one.City + "-city-clerk-1"
		pass := url.Values{"opinion": {"初审合格，同意推荐。"}}
		switch one.Fate {
		case play.RejectedBy:
			p.Count("rejected", 1)
			_, err := p.Move(post, one.App, "reject", url.Values{"reason": {"不符合申报条件。"}})
			return err
		case play.CityBack:
			if _, err := p.Move(post, one.App, "return-city", oneFault); err != nil {
				return err
			}
			if err := mend(p, one); err != nil {
				return err
			}
		}
		p.Count("passed-city", 1)
		_, err := p.Move(post, one.App, "pass", pass)
		return err
	})
}
