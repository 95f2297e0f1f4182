// Package policy fills a demonstration with what stands beside a person's road:
// how counties mobilise, institutions are selected and train, a committee
// decides, and how who is certified is paid, bought, matched and honoured.
package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A school is a fictitious institution and what becomes of it.
type school struct {
	id, fate string
	n        int
	region   org.Region
	self     org.Actor
	brought  form.Answers // the dossier after its tables were brought; empty if none was
}

// schoolsOf says what becomes of the institutions of each city, in the order
// of the cities' codes; the first is the one that a visitor may be. Where two
// are recommended the city's slate is reported, but not in the eighth, which has
// a place left for whoever a visitor founds, nor in the ninth, which has none.
var schoolsOf = [][]string{
	{"selected", "reserve", "draft"},
	{"ended", "assessed"},
	{"accepted", "reported", "withdrawn"},
	{"not-selected", "not-accepted", "withdrawn"},
	{"assessed", "reserve", "lapsed"},
	{"not-selected", "ended", "lapsed"},
	{"selected", "accepted", "draft", "at-county", "fix-county", "at-city", "fix-city"},
	{"recommended"},
	{"recommended", "recommended", "at-county", "fix-county", "at-city", "fix-city"},
	{"reported", "not-accepted", "not-recommended"},
	{"not-recommended"},
}

// up are the fates of an institution that its city has recommended.
var up = map[string]bool{
	"recommended": true, "reported": true, "accepted": true, "assessed": true, "selected": true,
	"reserve": true, "not-selected": true, "not-accepted": true, "ended": true,
}

// Institutions lets every city's institutions apply and takes each as far as it
// comes.
func Institutions(w *world.World) {
	w.At(25, 8, 42, 1)
	cities := org.Cities(w.Flow.Current().Since)
	var all []*school
	for i, city := range cities {
		for k, fate := range schoolsOf[i%len(schoolsOf)] {
			all = append(all, enterSchool(w, city, k, fate))
		}
	}
	sendSchools(w, all)
	collectSchools(w, all)
	for i, city := range cities {
		slateOf(w, i, city, all)
	}
	lateSchools(w, all)
	assessSchools(w, all)
	chooseSchools(w, all)
}

// enterSchool founds one; those after a city's first have an organisation of their own.
func enterSchool(w *world.World, city org.Region, k int, fate string) *school {
	counties := org.Counties(city.Code, w.Flow.Current().Since)
	s := &school{fate: fate, n: k, region: counties[k%len(counties)], id: fmt.Sprintf("school-%s-%d", city.Code, k+1)}
	if k == 0 {
		s.self = w.As(city.Code + "-institution-clerk-1")
	} else {
		post := fmt.Sprintf("%s-institution-clerk-%d", city.Code, k+1)
		s.self = org.Actor{
			Person: "p-" + post, Name: "演示·" + world.GivenName(post), Post: post, Role: programme.Institution, Rank: programme.Clerk,
			Organ: org.Organisation{
				ID: fmt.Sprintf("%s-institution-%d", city.Code, k+1), Role: programme.Institution, Region: city.Code,
				Name:    city.Name + "演示" + world.Turn(k, "", "电商学院", "跨境培训中心", "商贸职业培训学校", "网商研习社", "外贸培训中心", "出海学堂"),
				Contact: "演示联系人", Phone: fmt.Sprintf("0571-2000%04d", k),
			},
		}
	}
	w.In(func() {
		w.Do("found "+s.id, func() error {
			o := w.Flow.Orgs()
			if k > 0 {
				err := o.AddOrganisation(w.Ctx, w.Tx, s.self.Organ)
				if err == nil {
					err = o.AddPerson(w.Ctx, w.Tx, s.self.Person, s.self.Name, w.Flow.Now())
				}
				if err == nil {
					err = o.AddPost(w.Ctx, w.Tx, org.Post{
						ID: s.self.Post, Person: s.self.Person, Organisation: s.self.Organ, Role: programme.Institution, Rank: programme.Clerk, Title: "经办",
					})
				}
				if err != nil {
					return err
				}
			}
			typed, tables := s.dossier(), s.id == "school-330700-1"
			if tables {
				delete(typed, "roster")
				delete(typed, "past")
			}
			_, err := w.Institution.Enter(w.Ctx, w.Tx, s.self, s.id, uscc(city.Code, k+1), s.region, typed)
			if err == nil && tables {
				s.brought, err = bringTables(w, s.self)
			}
			return err
		})
	})
	return s
}

// uscc makes a well-formed code that nobody has.
func uscc(city string, n int) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code, sum, weight := fmt.Sprintf("91%sMA0000%03d", city, n), 0, 1
	for i := range code {
		sum += strings.IndexByte(alphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code + alphabet[(31-sum%31)%31:][:1]
}

// rosterTable and pastTable are what an institution of Jinhua kept in a workbook of
// its own before there was a form: one of its lecturers applies in person as well.
const (
	rosterTable = `金华市演示培训学校师资情况表
序号,姓　名,工作单位,职称,专/兼职,主讲课程
1,演示·沈师,,高级讲师,全职,亚马逊运营
2,演示·韩师,,讲师,专职,速卖通运营
3,演示·杨师,,助理讲师,专职,跨境物流与通关
4,演示·朱师,浙中信息职业学院（虚构）,副教授,外聘,国际市场营销
5,演示·赵青,义乌丝路电商培训学校（虚构）,讲师,兼职,独立站建站
6,演示·秦师,义乌国贸里跨境电商有限公司（虚构）,运营总监,兼职,选品与供应链
合计,6人
`
	pastTable = `培训班名称,开班时间,培训人数,课时,满意度
跨境电商实操班,2016年3月,45人,24,96%
跨境电商实操班,2016年9月,52人,24,95%
速卖通店铺运营提高班,2017年1月,38人,32,97%
外贸企业转型研修班,2017年5月,60人,16,93%
`
)

func bringTables(w *world.World, a org.Actor) (all form.Answers, err error) {
	for _, t := range [][2]string{{"roster", rosterTable}, {"past", pastTable}} {
		if all, err = w.Institution.BringRows(w.Ctx, w.Tx, a, t[0], t[1]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// dossier is what an institution has filled in.
func (s *school) dossier() form.Answers {
	if s.brought != nil {
		return s.brought
	}
	rows := func(list ...form.Answers) string {
		b, err := json.Marshal(list)
		if err != nil {
			panic(err) // strings always marshal
		}
		return string(b)
	}
	second := form.Answers{"name": "演示·" + world.GivenName(s.id+"b"), "title": "讲师", "full": "part", "course": "速卖通运营"}
	if s.id == "school-330700-2" { // stands on two rosters
		second["name"], second["unit"] = "演示·朱师", "浙中信息职业学院（虚构）"
	}
	return form.Answers{
		"name": s.self.Organ.Name, "seat": s.region.Name + "演示路1号", "head": "演示·何方", "contact": s.self.Name, "phone": fmt.Sprintf("0571-20%s%04d", s.region.Parent[2:4], s.n),
		"staff": fmt.Sprint(20 + 5*s.n), "trained": fmt.Sprint(800 + 120*s.n), "income": world.Turn(s.n, "356.5", "1280.123456", "92", "640.08"),
		"scope": "跨境电商平台运营、外贸实务、电商师资培训", "about": "本机构为虚构演示。现有多媒体教室三间、实训机位八十个，近两年举办跨境电商培训二十期，学员满意度较高。",
		"directions": world.Turn(s.n, "amazon\nsite", "aliexpress\nebay", "wish\nother"), "capacity": fmt.Sprint(50 + 10*s.n),
		"plan": "集中培训三天二十四学时：平台规则、选品、店铺实操、教学法；每天签到，结业测验。",
		"roster": rows(
			form.Answers{"name": "演示·" + world.GivenName(s.id+"a"), "title": "高级讲师", "full": "full", "course": "亚马逊运营"},
			second),
		"past": rows(form.Answers{"course": "跨境电商实操班", "from": "2016-09", "people": "45", "hours": "24", "liked": "96"}),
	}
}

// sendSchools puts the papers on every case and sends those that are not drafts.
func sendSchools(w *world.World, all []*school) {
	for _, s := range all {
		if s.fate == "draft" {
			continue
		}
		for _, item := range []string{"licence", "roster", "past", "rooms"} {
			w.Do("papers of "+s.id, func() error {
				c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), s.id)
				if err == nil {
					_, err = w.App.House.AddFile(w.Ctx, c, s.self, item, item+".jpg", bytes.NewReader(world.Scan))
				}
				return err
			})
		}
	}
	w.In(func() {
		for _, s := range all {
			if s.fate == "draft" {
				continue
			}
			w.Move(s.id, "submit", s.self, s.dossier())
			if s.fate == "withdrawn" {
				w.Move(s.id, "withdraw", s.self, nil)
			}
		}
	})
}

// collectSchools lets the counties forward or return.
func collectSchools(w *world.World, all []*school) {
	w.In(func() {
		for _, s := range all {
			county := w.As(s.region.Code + "-county-clerk-1")
			switch {
			case s.fate == "fix-county" || s.fate == "lapsed":
				w.Move(s.id, "return-county", county, world.Faults(s.n))
				if s.fate == "lapsed" {
					w.Do("shorten "+s.id, func() error { return w.Flow.SetDue(w.Ctx, w.Tx, *w.Load(s.id), w.Flow.Now().AddDate(0, 0, 1)) })
				}
			case up[s.fate] || s.fate == "not-recommended":
				w.Move(s.id, "forward", county, nil)
			}
		}
	})
}

// slateOf lets a city recommend, report, or write that it recommends none.
func slateOf(w *world.World, i int, city org.Region, all []*school) {
	desk, office := city.Code+"-city-clerk-1", []string{city.Code + "-city-head-1", city.Code + "-city-leader-1"}
	rank := 0
	w.In(func() {
		for _, s := range all {
			if s.region.Parent != city.Code {
				continue
			}
			if up[s.fate] {
				rank++
				w.Move(s.id, "recommend", w.As(desk), form.Answers{"opinion": "证照齐全、管理规范，同意推荐。", "rank": fmt.Sprint(rank)})
			}
			if s.fate == "not-recommended" {
				w.Move(s.id, "not-recommend", w.As(desk), world.Because("办学规模和场地尚不能保障集中培训。"))
			}
		}
	})
	if rank == 0 {
		var id string
		w.In(func() {
			w.Do("begin slate", func() (err error) {
				id, err = w.Institution.BeginSlate(w.Ctx, w.Tx, w.As(desk))
				return err
			})
		})
		w.Chain(id, "none", desk, world.Because("本市申报的机构办学规模和场地尚不能保障集中培训，经研究不推荐。"), office...)
		return
	}
	if i == 7 || i == 8 {
		return
	}
	id, ans, err := w.Institution.Report(w.Ctx, w.Flow.DB(), city.Code)
	if err != nil && w.Err == nil {
		w.Err = err
	}
	w.Chain(id, "report", desk, ans, office...)
}

// lateSchools are institutions that reach their city after it has reported.
func lateSchools(w *world.World, all []*school) {
	w.In(func() {
		for _, s := range all {
			if s.fate != "at-city" && s.fate != "fix-city" {
				continue
			}
			w.Move(s.id, "forward", w.As(s.region.Code+"-county-clerk-1"), nil)
			if s.fate == "fix-city" {
				w.Move(s.id, "return-city", w.As(s.region.Parent+"-city-clerk-1"), world.Faults(s.n))
			}
		}
	})
}

// worth is what the experts give each institution for its lecturers; the rest
// is 8, 15, 20, 12 and 4.
var worth = map[string]string{"selected": "23", "ended": "21", "reserve": "12", "assessed": "8.5", "not-selected": "0"}

// assessSchools lets the province accept and two judges mark.
func assessSchools(w *world.World, all []*school) {
	next := 0
	ask := func(s *school) string {
		next++
		id := fmt.Sprintf("sheet-%s-%d", s.id, next)
		judge := fmt.Sprintf("330000-judge-clerk-%d", next%9+1)
		w.Move(s.id, "appoint", w.As(world.Clerk), form.Answers{"person": w.As(judge).Person, "sheet": id})
		return id
	}
	w.In(func() {
		for i, s := range all {
			if s.fate == "not-accepted" {
				w.Move(s.id, "refuse", w.As(world.Clerk), world.Because("办学许可已过有效期。"))
			}
			if !up[s.fate] || s.fate == "recommended" || s.fate == "reported" || s.fate == "not-accepted" {
				continue
			}
			w.Move(s.id, "accept", w.As(world.Clerk), nil)
			if s.fate == "accepted" || i == 4 {
				decline(w, ask(s))
			}
			first, second := ask(s), ask(s)
			declareSheet(w, first)
			if s.fate == "accepted" {
				continue
			}
			declareSheet(w, second)
			for k, id := range []string{first, second} {
				lockSheet(w, id, worth[s.fate], k)
			}
			w.Move(s.id, "assess", w.As(world.Clerk), form.Answers{"gate": "pass", "evidence": "国家企业信用信息公示系统", "checked": "2017-09-25"})
		}
	})
}

// holder is the judge whose sheet a case is.
func holder(w *world.World, id string) org.Actor {
	party := w.Load(id).Party
	if len(party) < 2 {
		return org.Actor{}
	}
	return w.As(party[2:])
}

func declareSheet(w *world.World, id string) { w.Move(id, "declare", holder(w, id), nil) }

func decline(w *world.World, id string) {
	w.Move(id, "recuse", holder(w, id), form.Answers{"kind": "unit", "ground": "曾在该机构兼职授课。"})
}

func lockSheet(w *world.World, id, lecturers string, k int) {
	w.Move(id, "lock", holder(w, id), form.Answers{
		"rules": "8", "scale": world.Turn(k, "15", "14.5"), "lecturers": lecturers, "record": world.Turn(k, "20", "19"), "rooms": "12", "plan": "4",
		"visited": "2017-09-25", "place": "机构教学点", "remark": "", "feedback": "建议增加实训课时。",
	})
}

// chooseSchools decides twice about those that are assessed and drafts a third list.
func chooseSchools(w *world.World, all []*school) {
	verdict := map[string]string{"selected": "select", "ended": "select", "reserve": "reserve", "not-selected": "not-select"}
	lists := []map[string]string{{}, {}, {}}
	seen := map[string]int{}
	for _, s := range all {
		if o := verdict[s.fate]; o != "" {
			lists[seen[s.fate]%2][s.id] = o
			seen[s.fate]++
		}
		if s.fate == "assessed" {
			lists[2][s.id] = "reserve"
		}
	}
	office := []string{"330000-province-head-1", "330000-province-leader-1"}
	for i, l := range lists {
		id := "selection-" + fmt.Sprint(i+1)
		w.In(func() {
			w.Open(w.As(world.Clerk), flow.Opening{ID: id, Track: "selection", Party: w.As(world.Clerk).Organ.ID, Name: world.Turn(i, "第一次", "第二次", "第三次")})
		})
		ans, err := w.Choosing.Decision(w.Ctx, w.Flow.DB(), l, "评估得分和各地培训需求。")
		if err != nil && w.Err == nil {
			w.Err = err
		}
		if i == 2 {
			w.Chain(id, "issue", world.Clerk, ans)
			break
		}
		w.Chain(id, "issue", world.Clerk, ans, office...)
	}
	for _, s := range all {
		if s.fate == "ended" {
			w.Chain(s.id, "end", world.Clerk, form.Answers{"reason": "机构教学场地调整，申请终止承训。", "day": "2017-09-25"}, office...)
		}
	}
}
