package demo

import (
	"fmt"
	"strings"

	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A person is a fictitious applicant. Their ids are made of a number, so that
// two demonstrations have the same.
type person struct {
	n                            int
	id, name                     string
	county, city                 string
	unit, post, clause           string
	directions                   []string
	app, entry, attempt, recheck string // cases
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
func (w *world) hire(u unit) *person {
	n := len(w.people)
	p := &person{n: n, id: fmt.Sprintf("demo-person-%03d", n+1), unit: u.name, post: u.post, clause: u.clause, county: u.county}
	if n == odd {
		p.unit = "=cmd()跨境电商有限公司（虚构）"
	}
	name := rare[n]
	if name == "" {
		name = string(surnames[n%len(surnames)]) + givens[(n*5+n/len(givens))%len(givens)]
	}
	p.name = "演示·" + name
	r, ok := org.RegionOf(u.county)
	if !ok && w.err == nil {
		w.err = fmt.Errorf("no region %s", u.county)
	}
	p.city = r.Parent
	p.directions = directionsOf[n%len(directionsOf)]
	p.app = fmt.Sprintf("demo-application-%03d", n+1)
	w.people = append(w.people, p)
	return p
}

// cast returns n people from the units in turn.
func (w *world) cast(n int) (out []*person) {
	for range n {
		out = append(out, w.hire(units[len(w.people)%len(units)]))
	}
	return out
}

// castIn returns n people of a city.
func (w *world) castIn(city string, n int) (out []*person) {
	for range n {
		out = append(out, w.hire(elsewhere[city]))
	}
	return out
}

// castOf returns n people of a county.
func (w *world) castOf(county string, n int) (out []*person) {
	for i := 0; len(out) < n; i++ {
		if u := units[(len(w.people)+i)%len(units)]; u.county == county {
			out = append(out, w.hire(u))
		}
	}
	return out
}

// self is the person as the one who acts.
func (p *person) self() org.Actor {
	return org.Actor{Person: p.id, Name: p.name, Role: programme.Applicant}
}

// mobile and idno are right in form and nobody's: there is no region 330799.
func (p *person) mobile() string { return fmt.Sprintf("199000%05d", p.n+1) }

func (p *person) idno() string {
	body := fmt.Sprintf("330799%04d%02d%02d%03d", 1975+p.n%18, 1+p.n%12, 1+p.n%28, p.n+1)
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += int(body[i]-'0') * weight
	}
	return body + string("10X98765432"[sum%11])
}

// profile is 附件2 as p fills it in.
func (p *person) profile() form.Answers {
	id := p.idno()
	sex := "2"
	if (p.n+1)%2 == 1 {
		sex = "1"
	}
	from := fmt.Sprintf("%d-%02d", 2009+p.n%5, 1+p.n%12)
	return form.Answers{
		"region": p.county, "name": p.name, "sex": sex, "ethnic": "01", "birth": id[6:10] + "-" + id[10:12] + "-" + id[12:14],
		"unit": p.unit, "post": p.post, "political": []string{"13", "01", "12"}[p.n%3], "phone": p.mobile(),
		"mail": fmt.Sprintf("demo%03d@example.cn", p.n+1), "life": p.life(from[:4]), "clause": p.clause,
		"jobs": table(
			form.Answers{"from": from, "to": "2014-06", "unit": "演示进出口有限公司（虚构）", "post": "业务员", "work": "平台店铺运营"},
			form.Answers{"from": "2014-07", "to": "", "unit": p.unit, "post": p.post, "work": works[p.n%len(works)]},
		),
		"directions": strings.Join(p.directions, "\n"),
	}
}
