package play

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qinglan/internal/rehearse/screen"
)

// A Person is an applicant of a rehearsal: who they are and what is to happen
// to them. Nobody of them exists.
type Person struct {
	N      int
	Name   string
	Region string // where they apply
	City   string
	Mobile string
	idno   string
	Fate   Fate
	Screen *screen.Browser
	App    string // id of the application
	Entry  string
	Unit   string
	Cert   string // id of the case of the certificate
	Number string // of the certificate
	Code   string
}

// A Fate is the bad path, if any, that a person walks.
type Fate string

// Fates of a rehearsal. Everybody else walks straight through.
const (
	Straight   Fate = ""
	Late       Fate = "late"       // submits after the deadline: refused
	Undecided  Fate = "undo"       // pulls back before the employer opens
	Returned   Fate = "returned"   // county returns, mended
	Lapsing    Fate = "lapsed"     // county returns, never mended
	Appealing  Fate = "appeal"     // county does not forward, the city looks
	CityBack   Fate = "city-back"  // city returns, mended
	RejectedBy Fate = "rejected"   // city rejects
	LeftOut    Fate = "left-out"   // not chosen
	ProvBack   Fate = "prov-back"  // province returns to the city
	NotPassed  Fate = "not-passed" // fails the selection
	Second     Fate = "second"     // fails once, passes on the second attempt
	Third      Fate = "third"      // fails three times
	Later      Fate = "later"      // fails once, passes in the next edition
	Worn       Fate = "worn"       // fails twice, and once more in the next edition
	Upheld     Fate = "upheld"     // objection upheld
	Dismissed  Fate = "dismissed"  // objection not upheld
	Revoked    Fate = "revoked"    // certificate revoked
	Replaced   Fate = "replaced"   // certificate replaced
)

// A Town is a county unit or a zone, where people apply.
type Town struct{ Region, city string }

// TownOf returns the town of a county unit's or zone's code.
func TownOf(region string) Town { return Town{region, region[:min(4, len(region))] + "00"} }

// rare names are dealt out first: they must survive every form, list and PDF.
var rare = []string{"𠮷田·阿卜杜", "䶮小明", "=cmd()", "欧阳·买买提", "O'Neil Li"}

// Cast returns n people, the first of them number first.
func (p *Play) Cast(first, n int) []*Person {
	people := make([]*Person, n)
	for i := range people {
		people[i] = somebody(first+i, p.Towns[i%len(p.Towns)])
	}
	return people
}

// somebody returns the applicant of a number.
func somebody(i int, at Town) *Person {
	p := &Person{N: i, Region: at.Region, City: at.city}
	p.Name = fmt.Sprintf("演练·%s%s生", string([]rune("甲乙丙丁戊己庚辛壬癸")[i%10]), Number(i)) // no name begins another
	if i < len(rare) && rare[i] != "=cmd()" {
		p.Name = rare[i]
	}
	p.Mobile = fmt.Sprintf("199%08d", 10000+i)
	p.idno = idno(i)
	p.Unit = fmt.Sprintf("演练培训学校%d（虚构）", i/3)
	if i == 2 {
		p.Unit = "=cmd()培训学校（虚构）"
	}
	return p
}

// Deal gives each fate to one person from the sixth on, none that needs a
// county to a region whose county never signs in.
func (p *Play) Deal(people []*Person, fates []Fate) {
	left := slices.Clone(fates)
	for i := 5; i < len(people) && len(left) > 0; i++ {
		for k, f := range left {
			if p.Silent[people[i].Region] && (f == Appealing || f == Returned || f == Lapsing) {
				continue
			}
			people[i].Fate = f
			left = slices.Delete(left, k, k+1)
			break
		}
	}
}

// Number writes a count in Chinese digits, so that no name holds a run of
// digits.
func Number(n int) string {
	digits := []rune("零一二三四五六七八九")
	var out []rune
	for _, c := range fmt.Sprint(n) {
		out = append(out, digits[c-'0'])
	}
	return string(out)
}

// idno returns an identity number that is well formed and belongs to the cast:
// a district of Beijing, a birthday in December of the sixties to eighties, the
// place in the cast as serial.
func idno(n int) string {
	body := fmt.Sprintf("11010519%02d12%02d%03d", 60+n%30, 1+n%28, n%1000)
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

// birth returns the date in an identity number.
func (p *Person) birth() string {
	return p.idno[6:10] + "-" + p.idno[10:12] + "-" + p.idno[12:14]
}

// sex returns what the number says: odd is male.
func (p *Person) sex() string {
	if (p.idno[16]-'0')%2 == 1 {
		return "1"
	}
	return "2"
}

// Profile is 附件2 as the person fills it in.
func (p *Person) Profile() url.Values {
	return url.Values{
		"region": {p.Region}, "host": {"330702"}, "clause": {"二.1"}, "name": {p.Name}, "sex": {p.sex()}, "ethnic": {"01"}, "birth": {p.birth()},
		"unit": {p.Unit}, "post": {"讲师"}, "political": {"13"}, "phone": {p.Mobile}, "mail": {fmt.Sprintf("p%d@example.cn", p.N)},
		"life":        {strings.Repeat("从事跨境电商培训，讲授平台规则与选品。", 3)},
		"jobs.0.from": {"2014-03"}, "jobs.0.to": {""}, "jobs.0.unit": {p.Unit}, "jobs.0.post": {"讲师"}, "jobs.0.work": {"跨境电商授课"},
		"directions": {"aliexpress", "amazon"}, "id-type": {"resident_id"}, "id-number": {p.idno},
	}
}
