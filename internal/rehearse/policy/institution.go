// Package policy holds the acts beside a person's road: how a county mobilises,
// institutions are selected and train, a committee forms and decides, and how
// who is certified is paid, bought, matched and honoured.
package policy

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// codes belong to nobody.
var schoolCodes = []string{"91330700MA00001014", "91330700MA00001027", "91330700MA0000103A", "91330100MA0000104E"}

// InstitutionsApply lets three institutions of one city and one of another
// apply: the third is one too many, and a third city writes that it has none.
func InstitutionsApply(_ context.Context, p *play.Play) error {
	known := p.Schools != nil
	if !known {
		p.Schools = []*play.School{
			{Name: "演练培训学校", Region: "330782", City: "330700"}, {Name: "演练电商学院", Region: "330702", City: "330700"},
			{Name: "演练出海学堂", Region: "330782", City: "330700"}, {Name: "演练跨境中心", Region: "330106", City: "330100"},
		}
		for i, one := range p.Schools {
			if err := foundSchool(p, one, i); err != nil {
				return fmt.Errorf("%s: %w", one.Name, err)
			}
		}
		if err := foundTwice(p); err != nil {
			return err
		}
	}
	for _, one := range p.Schools {
		if err := schoolApplies(p, one, known); err != nil {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
	}
	return slates(p)
}

// foundTwice tries to enter an institution whose code another one has.
func foundTwice(p *play.Play) error {
	again := url.Values{"name": {"演练重名"}, "uscc": {schoolCodes[0]}, "region": {"330782"}}
	stranger := &play.Person{N: 9990, Mobile: "19911100009"}
	if err := p.Register(stranger); err != nil {
		return err
	}
	p.Count("registered", -1)
	page, err := stranger.Screen.Send("/institution/found", again)
	if err != nil {
		return err
	}
	p.Want(page, 422, "one code founded twice")
	return nil
}

// slates lets two cities say which institutions they recommend, and a third
// write that it has none.
func slates(p *play.Play) error {
	for i, one := range p.Schools {
		v := url.Values{"opinion": {"同意推荐。"}, "rank": {fmt.Sprint(i%3 + 1)}}
		if i != 2 {
			if _, err := p.Move(one.City+"-city-clerk-1", one.ID, "recommend", v); err != nil {
				return err
			}
			continue
		}
		if err := oneTooMany(p, one, v); err != nil {
			return err
		}
	}
	for _, city := range []string{"330700", "330100"} {
		if err := reportSlate(p, city, "/slate/report", nil); err != nil {
			return err
		}
	}
	return noneOf(p, "330200")
}

// foundSchool signs somebody in who enters an institution.
func foundSchool(p *play.Play, one *play.School, n int) error {
	who := &play.Person{N: 9900 + n, Mobile: fmt.Sprintf("1991110000%d", n)}
	if err := p.Register(who); err != nil {
		return err
	}
	p.Count("registered", -1) // they are no applicants
	one.Screen = who.Screen
	page, err := one.Screen.Send("/institution/found", url.Values{"name": {one.Name}, "uscc": {schoolCodes[n]}, "region": {one.Region}})
	if err != nil {
		return err
	}
	_, err = one.Screen.Press(page, "/account/post", nil)
	return err
}

// schoolApplies brings one to its city: one that is known has its dossier of the
// edition before and needs no paper again.
func schoolApplies(p *play.Play, one *play.School, known bool) error {
	page, err := one.Screen.Get("/institution")
	if err != nil {
		return err
	}
	if page, err = one.Screen.Press(page, "/institution/open", nil); err != nil {
		return err
	}
	if one.ID = caseIn(page); one.ID == "" {
		return fmt.Errorf("no case: %d %.300s", page.Status, page.Text())
	}
	v := url.Values{
		"seat": {"演练路1号"}, "head": {"演练甲"}, "contact": {"演练乙"}, "phone": {"0579-82345678"}, "staff": {"30"}, "trained": {"900"},
		"income": {"123.450600"}, "scope": {"跨境电商培训"}, "about": {"演练机构。"}, "directions": {"amazon"}, "capacity": {"60"},
		"roster.0.name": {"演练丙"}, "roster.0.full": {"full"}, "past.0.course": {"演练班"}, "past.0.from": {"2016-05"}, "past.0.people": {"40"},
	}
	if !known {
		if page, err = one.Screen.Press(page, "/institution/submit", v); err != nil {
			return err
		}
		p.Want(page, 422, "a dossier without papers")
		if page, err = papersOf(p, one); err != nil {
			return err
		}
	}
	if page, err = one.Screen.Press(page, "/institution/submit", nil); err != nil {
		return err
	}
	p.Want(page, 200, "submit a dossier")
	p.Count("institutions", 1)
	_, err = p.Move(one.Region+"-county-clerk-1", one.ID, "forward", nil)
	return err
}

// papersOf uploads what a dossier asks for and returns its page.
func papersOf(p *play.Play, one *play.School) (*screen.Page, error) {
	for _, item := range []string{"licence", "roster", "past", "rooms"} {
		got, err := one.Screen.Upload("/cases/"+one.ID+"/files/"+item, "file", "扫描件.jpg", play.Scan, nil)
		if err != nil {
			return nil, err
		}
		p.Want(got, 200, "upload "+item)
	}
	return one.Screen.Get("/institution")
}

// caseIn is the case that a page of the institution's room leads to.
func caseIn(p *screen.Page) string {
	for _, href := range p.Links("/cases/") {
		return strings.TrimPrefix(href, "/cases/")
	}
	return ""
}

// oneTooMany is refused and then turned down with a reason.
func oneTooMany(p *play.Play, one *play.School, v url.Values) error {
	b, err := p.At(one.City + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/cases/" + one.ID)
	if err != nil {
		return err
	}
	v.Set("seen", page.Seen().Get("seen"))
	if page, err = b.Send("/cases/"+one.ID+"/moves/recommend", v); err != nil {
		return err
	}
	p.Want(page, 410, "one institution too many")
	p.Count("over-quota", 1)
	_, err = p.Move(one.City+"-city-clerk-1", one.ID, "not-recommend", url.Values{"reason": {"每地最多两家。"}})
	return err
}

// reportSlate lets a city's office say what it recommends.
func reportSlate(p *play.Play, city, form string, v url.Values) error {
	b, err := p.At(city + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/slate")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, form, v); err != nil {
		return err
	}
	p.Want(page, 200, form+" of "+city)
	for _, post := range []string{"-city-head-1", "-city-leader-1"} {
		if err := p.Approve(city+post, false); err != nil {
			return err
		}
	}
	p.Count("slates", 1)
	return nil
}

// noneOf lets a city write that it recommends none.
func noneOf(p *play.Play, city string) error {
	b, err := p.At(city + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/slate")
	if err != nil {
		return err
	}
	if _, err = b.Press(page, "/slate/begin", nil); err != nil {
		return err
	}
	return reportSlate(p, city, "/slate/none", url.Values{"reason": {"本市没有符合条件的机构申报，已书面动员三家。"}})
}

// InstitutionsSelected lets two judges mark each institution that was reported
// and the province decide by marks.
func InstitutionsSelected(_ context.Context, p *play.Play) error {
	const office = "330000-province-clerk-1"
	clerk, err := p.At(office)
	if err != nil {
		return err
	}
	outcome := url.Values{"basis": {"评估得分。"}, "number": {"演练函〔" + p.Season.Year("2017-11-20") + "〕1号"}}
	for i, one := range []*play.School{p.Schools[0], p.Schools[1], p.Schools[3]} {
		if _, err := p.Move(office, one.ID, "accept", nil); err != nil {
			return err
		}
		for n := range 2 {
			if err := markSchool(p, clerk, one, fmt.Sprintf("330000-judge-clerk-%d", n+1), []string{"23", "20", "12"}[i]); err != nil {
				return fmt.Errorf("%s: %w", one.Name, err)
			}
		}
		v := url.Values{"gate": {"pass"}, "evidence": {"国家企业信用信息公示系统"}, "checked": {p.Season.Day("2017-10-20")}}
		if _, err := p.Move(office, one.ID, "assess", v); err != nil {
			return err
		}
		outcome.Set("outcome."+one.ID, []string{"select", "select", "reserve"}[i])
	}
	page, err := clerk.Get("/selection")
	if err != nil {
		return err
	}
	if page, err = clerk.Press(page, "/selection", outcome); err != nil {
		return err
	}
	p.Want(page, 200, "draft the selection")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.Approve(post, false); err != nil {
			return err
		}
	}
	if page, err = p.Public.Get("/institutions"); err != nil {
		return err
	}
	if !page.Says(p.Schools[0].Name) || !page.Says(p.Schools[1].Name) || page.Says(p.Schools[3].Name) {
		p.Fault("the public list of institutions: %.300s", page.Text())
	}
	p.Count("selected-schools", 2)
	return nil
}

// markSchool appoints a judge, who declares and locks a sheet.
func markSchool(p *play.Play, clerk *screen.Browser, one *play.School, post, lecturers string) error {
	page, err := clerk.Get("/selection")
	if err != nil {
		return err
	}
	judge, err := p.At(post)
	if err != nil {
		return err
	}
	if page, err = clerk.Press(page, "/institutions/"+one.ID+"/appoint", url.Values{"person": {"p-" + post}}); err != nil {
		return err
	}
	p.Want(page, 200, "appoint "+post)
	desk, err := judge.Get("/desk")
	if err != nil {
		return err
	}
	sheet := caseIn(desk)
	if sheet == "" {
		return fmt.Errorf("%s finds no sheet: %.300s", post, desk.Text())
	}
	if _, err := p.MoveAs(judge, sheet, "declare", nil); err != nil {
		return err
	}
	if page, err = judge.Get("/assessments/" + sheet); err != nil {
		return err
	}
	marks := url.Values{"rules": {"8"}, "scale": {"15"}, "lecturers": {lecturers}, "record": {"20"}, "rooms": {"12"}, "plan": {"4"}}
	if page, err = judge.Press(page, "/assessments/"+sheet, marks); err != nil {
		return err
	}
	p.Want(page, 200, "lock a sheet")
	p.Count("assessed", 1)
	return nil
}
