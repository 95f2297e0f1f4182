package world

import (
	"fmt"
	"strings"

	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Person is a fictitious applicant. Their ids are made of a number, so that
// two demonstrations have the same.
type Person struct {
	N                            int
	ID, Name                     string
	County, City                 string
	Unit, post, clause           string
	Directions                   []string
	App, Entry, Attempt, Recheck string // cases
}

// rare are names and units that must survive every page, list and paper.
var rare = map[int]string{3: "𠮷田阿卜杜", 17: "䶮明"}

// odd is the one whose employer's name a workbook might take for a formula.
const odd = 8

// A unit is an employer that does not exist.
type unit struct{ county, name, clause, post string }

// units are where applicants work, most of them in Jinhua.
var units = []unit{
	{"330782", "义乌丝路电商培训学校（虚构）", "二.1", "讲师"},
	{"330702", "婺城双溪职业技术学院（虚构）", "二.2", "电子商务系讲师"},
	{"330782", "义乌市江滨跨境贸易有限公司（虚构）", "二.3", "运营总监"},
	{"330781", "兰溪兰荫电商培训中心（虚构）", "二.1", "培训部主管"},
	{"3307Z1", "金华开发区云端网络科技有限公司（虚构）", "二.3", "亚马逊运营经理"},
	{"330782", "义乌商城工商学院（虚构）", "二.2", "跨境电商教研室主任"},
	{"330106", "杭州湖畔跨境学堂（虚构）", "二.1", "高级讲师"},
	{"330702", "婺城浙中电商人才培训学校（虚构）", "二.1", "教学主管"},
	{"330782", "义乌国贸里跨境电商有限公司（虚构）", "二.3", "合伙人"},
	{"330783", "东阳木雕之乡外贸有限公司（虚构）", "二.3", "独立站负责人"},
	{"330110", "余杭梦想小镇电商学院（虚构）", "二.2", "讲师"},
	{"330782", "义乌幸福里电商实训基地（虚构）", "二.1", "实训讲师"},
	{"330703", "金东区积道街网商学校（虚构）", "二.1", "讲师"},
	{"330212", "宁波三江外贸培训中心（虚构）", "二.1", "培训讲师"},
	{"330784", "永康五金城跨境供应链有限公司（虚构）", "二.3", "业务经理"},
	{"330302", "温州瓯江鞋靴进出口有限公司（虚构）", "二.3", "速卖通店长"},
	{"3307Z1", "浙中信息职业学院（虚构）", "二.2", "副教授"},
	{"330781", "兰溪六洞山进出口有限公司（虚构）", "二.3", "eBay业务主管"},
}

// elsewhere are units of cities with a list of their own that is being made.
var elsewhere = map[string]unit{
	"330400": {"330481", "海宁潮城皮革跨境学校（虚构）", "二.1", "讲师"},
	"331000": {"331081", "温岭曙光泵业外贸有限公司（虚构）", "二.3", "外贸经理"},
	"330600": {"330603", "柯桥轻纺职业学院（虚构）", "二.2", "讲师"},
	"330300": {"330304", "瓯海眼镜小镇电商学校（虚构）", "二.1", "讲师"},
	"330200": {"330203", "海曙月湖电商培训学校（虚构）", "二.1", "讲师"},
	"330700": {"330782", "义乌丝路电商培训学校（虚构）", "二.1", "讲师"},
}

// directionsOf deals the directions out unevenly, as people choose them.
var directionsOf = [][]string{
	{"aliexpress"}, {"amazon"}, {"aliexpress", "amazon"}, {"ebay"}, {"amazon", "site"}, {"wish"}, {"aliexpress", "wish"}, {"other"}, {"amazon", "ebay"},
}

// hire returns the next fictitious person, who works at u.
func (w *World) hire(u unit) *Person {
	n := len(w.People)
	p := &Person{N: n, ID: fmt.Sprintf("demo-person-%03d", n+1), Unit: u.name, post: u.post, clause: u.clause, County: u.county}
	if n == odd {
		p.Unit = "=cmd()跨境电商有限公司（虚构）"
	}
	name := rare[n]
	if name == "" {
		name = string(surnames[n%len(surnames)]) + givens[(n*5+n/len(givens))%len(givens)]
	}
	p.Name = "演示·" + name
	r, ok := org.RegionOf(u.county)
	if !ok && w.Err == nil {
		w.Err = fmt.Errorf("no region %s", u.county)
	}
	p.City = r.Parent
	p.Directions = directionsOf[n%len(directionsOf)]
	p.App = fmt.Sprintf("demo-application-%03d", n+1)
	w.People = append(w.People, p)
	return p
}

// Cast returns n people from the units in turn.
func (w *World) Cast(n int) (out []*Person) {
	for range n {
		out = append(out, w.hire(units[len(w.People)%len(units)]))
	}
	return out
}

// CastIn returns n people of a city.
func (w *World) CastIn(city string, n int) (out []*Person) {
	for range n {
		out = append(out, w.hire(elsewhere[city]))
	}
	return out
}

// CastOf returns n people of a county.
func (w *World) CastOf(county string, n int) (out []*Person) {
	for i := 0; len(out) < n; i++ {
		if u := units[(len(w.People)+i)%len(units)]; u.county == county {
			out = append(out, w.hire(u))
		}
	}
	return out
}

// Self is the person as the one who acts.
func (p *Person) Self() org.Actor {
	return org.Actor{Person: p.ID, Name: p.Name, Role: programme.Applicant}
}

// Mobile is right in form and nobody's.
func (p *Person) Mobile() string { return fmt.Sprintf("199000%05d", p.N+1) }

// phone is what 附件2 gives: one's own, but for a few who give a colleague's, so
// that there is something to point out to who reviews.
func (p *Person) phone() string {
	if p.N%96 == 1 && p.N > 1 {
		return fmt.Sprintf("199000%05d", p.N)
	}
	return p.Mobile()
}

// IDNumber is right in form and nobody's: there is no region 330799.
func (p *Person) IDNumber() string {
	body := fmt.Sprintf("330799%04d%02d%02d%03d", 1975+p.N%18, 1+p.N%12, 1+p.N%28, p.N+1)
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += int(body[i]-'0') * weight
	}
	return body + string("10X98765432"[sum%11])
}

// Profile is 附件2 as p fills it in.
func (p *Person) Profile() form.Answers {
	id := p.IDNumber()
	sex := "2"
	if (p.N+1)%2 == 1 {
		sex = "1"
	}
	from := fmt.Sprintf("%d-%02d", 2009+p.N%5, 1+p.N%12)
	return form.Answers{
		"region": p.County, "name": p.Name, "sex": sex, "ethnic": "01", "birth": id[6:10] + "-" + id[10:12] + "-" + id[12:14],
		"unit": p.Unit, "post": p.post, "political": []string{"13", "01", "12"}[p.N%3], "phone": p.phone(),
		"mail": fmt.Sprintf("demo%03d@example.cn", p.N+1), "life": p.life(from[:4]), "clause": p.clause,
		"jobs": Table(
			form.Answers{"from": from, "to": "2014-06", "unit": "演示进出口有限公司（虚构）", "post": "业务员", "work": "平台店铺运营"},
			form.Answers{"from": "2014-07", "to": "", "unit": p.Unit, "post": p.post, "work": works[p.N%len(works)]},
		),
		"directions": strings.Join(p.Directions, "\n"),
	}
}
