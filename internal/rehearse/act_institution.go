package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// A school is an institution of a rehearsal.
type school struct {
	name, region, city string
	b                  *Browser
	id                 string // of its case
}

// codes belong to nobody.
var schoolCodes = []string{"91330700MA00001014", "91330700MA00001027", "91330700MA0000103A", "91330100MA0000104E"}

// institutionsApply lets three institutions of one city and one of another
// apply: the third is one too many, and a third city writes that it has none.
func institutionsApply(_ context.Context, p *play) error {
	known := p.schools != nil
	if !known {
		p.schools = []*school{
			{name: "演练培训学校", region: "330782", city: "330700"}, {name: "演练电商学院", region: "330702", city: "330700"},
			{name: "演练出海学堂", region: "330782", city: "330700"}, {name: "演练跨境中心", region: "330106", city: "330100"},
		}
		for i, one := range p.schools {
			if err := p.foundSchool(one, i); err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
			}
		}
		if err := p.foundTwice(); err != nil {
			return err
		}
	}
	for _, one := range p.schools {
		if err := p.schoolApplies(one, known); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return p.slates()
}

// foundTwice tries to enter an institution whose code another one has.
func (p *play) foundTwice() error {
	again := url.Values{"name": {"演练重名"}, "uscc": {schoolCodes[0]}, "region": {"330782"}}
	stranger := &person{n: 9990, mobile: "19911100009"}
	if err := p.register(stranger); err != nil {
		return err
	}
	p.count("registered", -1)
	page, err := stranger.b.Send("/institution/found", again)
	if err != nil {
		return err
	}
	p.want(page, 422, "one code founded twice")
	return nil
}

// slates lets two cities say which institutions they recommend, and a third
// write that it has none.
func (p *play) slates() error {
	for i, one := range p.schools {
		v := url.Values{"opinion": {"同意推荐。"}, "rank": {fmt.Sprint(i%3 + 1)}}
		if i != 2 {
			if _, err := p.move(one.city+"-city-clerk-1", one.id, "recommend", v); err != nil {
				return err
			}
			continue
		}
		if err := p.oneTooMany(one, v); err != nil {
			return err
		}
	}
	for _, city := range []string{"330700", "330100"} {
		if err := p.reportSlate(city, "/slate/report", nil); err != nil {
			return err
		}
	}
	return p.noneOf("330200")
}

// foundSchool signs somebody in who enters an institution.
func (p *play) foundSchool(one *school, n int) error {
	who := &person{n: 9900 + n, mobile: fmt.Sprintf("1991110000%d", n)}
	if err := p.register(who); err != nil {
		return err
	}
	p.count("registered", -1) // they are no applicants
	one.b = who.b
	page, err := one.b.Send("/institution/found", url.Values{"name": {one.name}, "uscc": {schoolCodes[n]}, "region": {one.region}})
	if err != nil {
		return err
	}
	_, err = one.b.Press(page, "/account/post", nil)
	return err
}

// schoolApplies brings one to its city: one that is known has its dossier of the
// edition before and needs no paper again.
func (p *play) schoolApplies(one *school, known bool) error {
	page, err := one.b.Get("/institution")
	if err != nil {
		return err
	}
	if page, err = one.b.Press(page, "/institution/open", nil); err != nil {
		return err
	}
	if one.id = caseIn(page); one.id == "" {
		return fmt.Errorf("no case: %d %.300s", page.Status, page.Text())
	}
	v := url.Values{
		"seat": {"演练路1号"}, "head": {"演练甲"}, "contact": {"演练乙"}, "phone": {"0579-82345678"}, "staff": {"30"}, "trained": {"900"},
		"income": {"123.450600"}, "scope": {"跨境电商培训"}, "about": {"演练机构。"}, "directions": {"amazon"}, "capacity": {"60"},
		"roster.0.name": {"演练丙"}, "roster.0.full": {"full"}, "past.0.course": {"演练班"}, "past.0.from": {"2016-05"}, "past.0.people": {"40"},
	}
	if !known {
		if page, err = one.b.Press(page, "/institution/submit", v); err != nil {
			return err
		}
		p.want(page, 422, "a dossier without papers")
		if page, err = p.papersOf(one); err != nil {
			return err
		}
	}
	if page, err = one.b.Press(page, "/institution/submit", nil); err != nil {
		return err
	}
	p.want(page, 200, "submit a dossier")
	p.count("institutions", 1)
	_, err = p.move(one.region+"-county-clerk-1", one.id, "forward", nil)
	return err
}

// papersOf uploads what a dossier asks for and returns its page.
func (p *play) papersOf(one *school) (*Page, error) {
	for _, item := range []string{"licence", "roster", "past", "rooms"} {
		got, err := one.b.Upload("/cases/"+one.id+"/files/"+item, "file", "扫描件.jpg", scan, nil)
		if err != nil {
			return nil, err
		}
		p.want(got, 200, "upload "+item)
	}
	return one.b.Get("/institution")
}

// caseIn is the case that a page of the institution's room leads to.
func caseIn(p *Page) string {
	for _, href := range p.Links("/cases/") {
		return strings.TrimPrefix(href, "/cases/")
	}
	return ""
}

// oneTooMany is refused and then turned down with a reason.
func (p *play) oneTooMany(one *school, v url.Values) error {
	b, err := p.at(one.city + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/cases/" + one.id)
	if err != nil {
		return err
	}
	v.Set("seen", seenOf(page).Get("seen"))
	if page, err = b.Send("/cases/"+one.id+"/moves/recommend", v); err != nil {
		return err
	}
	p.want(page, 410, "one institution too many")
	p.count("over-quota", 1)
	_, err = p.move(one.city+"-city-clerk-1", one.id, "not-recommend", url.Values{"reason": {"每地最多两家。"}})
	return err
}

// reportSlate lets a city's office say what it recommends.
func (p *play) reportSlate(city, form string, v url.Values) error {
	b, err := p.at(city + "-city-clerk-1")
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
	p.want(page, 200, form+" of "+city)
	for _, post := range []string{"-city-head-1", "-city-leader-1"} {
		if err := p.approve(city+post, false); err != nil {
			return err
		}
	}
	p.count("slates", 1)
	return nil
}

// noneOf lets a city write that it recommends none.
func (p *play) noneOf(city string) error {
	b, err := p.at(city + "-city-clerk-1")
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
	return p.reportSlate(city, "/slate/none", url.Values{"reason": {"本市没有符合条件的机构申报，已书面动员三家。"}})
}

// institutionsSelected lets two judges mark each institution that was reported
// and the province decide by marks.
func institutionsSelected(_ context.Context, p *play) error {
	const office = "330000-province-clerk-1"
	clerk, err := p.at(office)
	if err != nil {
		return err
	}
	outcome := url.Values{"basis": {"评估得分。"}, "number": {"演练函〔" + p.season.year("2017-11-20") + "〕1号"}}
	for i, one := range []*school{p.schools[0], p.schools[1], p.schools[3]} {
		if _, err := p.move(office, one.id, "accept", nil); err != nil {
			return err
		}
		for n := range 2 {
			if err := p.markSchool(clerk, one, fmt.Sprintf("330000-judge-clerk-%d", n+1), []string{"23", "20", "12"}[i]); err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
			}
		}
		v := url.Values{"gate": {"pass"}, "evidence": {"国家企业信用信息公示系统"}, "checked": {p.season.day("2017-10-20")}}
		if _, err := p.move(office, one.id, "assess", v); err != nil {
			return err
		}
		outcome.Set("outcome."+one.id, []string{"select", "select", "reserve"}[i])
	}
	page, err := clerk.Get("/selection")
	if err != nil {
		return err
	}
	if page, err = clerk.Press(page, "/selection", outcome); err != nil {
		return err
	}
	p.want(page, 200, "draft the selection")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.approve(post, false); err != nil {
			return err
		}
	}
	if page, err = p.public.Get("/institutions"); err != nil {
		return err
	}
	if !contains(page, p.schools[0].name) || !contains(page, p.schools[1].name) || contains(page, p.schools[3].name) {
		p.fault("the public list of institutions: %.300s", page.Text())
	}
	p.count("selected-schools", 2)
	return nil
}

// markSchool appoints a judge, who declares and locks a sheet.
func (p *play) markSchool(clerk *Browser, one *school, post, lecturers string) error {
	page, err := clerk.Get("/selection")
	if err != nil {
		return err
	}
	judge, err := p.at(post)
	if err != nil {
		return err
	}
	if page, err = clerk.Press(page, "/institutions/"+one.id+"/appoint", url.Values{"person": {"p-" + post}}); err != nil {
		return err
	}
	p.want(page, 200, "appoint "+post)
	desk, err := judge.Get("/desk")
	if err != nil {
		return err
	}
	sheet := caseIn(desk)
	if sheet == "" {
		return fmt.Errorf("%s finds no sheet: %.300s", post, desk.Text())
	}
	if _, err := p.moveAs(judge, sheet, "declare", nil); err != nil {
		return err
	}
	if page, err = judge.Get("/assessments/" + sheet); err != nil {
		return err
	}
	marks := url.Values{"rules": {"8"}, "scale": {"15"}, "lecturers": {lecturers}, "record": {"20"}, "rooms": {"12"}, "plan": {"4"}}
	if page, err = judge.Press(page, "/assessments/"+sheet, marks); err != nil {
		return err
	}
	p.want(page, 200, "lock a sheet")
	p.count("assessed", 1)
	return nil
}
