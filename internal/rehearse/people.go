package rehearse

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A person is an applicant of a rehearsal: who they are and what is to happen
// to them. Nobody of them exists.
type person struct {
	n      int
	name   string
	region string // where they apply
	city   string
	mobile string
	idno   string
	fate   fate
	b      *Browser
	app    string // id of the application
	entry  string
	unit   string
	cert   string // id of the case of the certificate
	number string // of the certificate
	code   string
}

// A fate is the bad path, if any, that a person walks.
type fate string

// Fates of a rehearsal. Everybody else walks straight through.
const (
	straight   fate = ""
	late       fate = "late"       // submits after the deadline: refused
	undecided  fate = "undo"       // pulls back before the employer opens
	returned   fate = "returned"   // county returns, mended
	lapsing    fate = "lapsed"     // county returns, never mended
	appealing  fate = "appeal"     // county does not forward, the city looks
	cityBack   fate = "city-back"  // city returns, mended
	rejectedBy fate = "rejected"   // city rejects
	leftOut    fate = "left-out"   // not chosen
	provBack   fate = "prov-back"  // province returns to the city
	notPassed  fate = "not-passed" // fails the selection
	second     fate = "second"     // fails once, passes on the second attempt
	third      fate = "third"      // fails three times
	later      fate = "later"      // fails once, passes in the next edition
	worn       fate = "worn"       // fails twice, and once more in the next edition
	upheld     fate = "upheld"     // objection upheld
	dismissed  fate = "dismissed"  // objection not upheld
	revoked    fate = "revoked"    // certificate revoked
	replaced   fate = "replaced"   // certificate replaced
)

// fates are dealt out in this order to the first people, from the sixth on.
var fates = []fate{
	late, undecided, returned, lapsing, appealing, cityBack, rejectedBy, leftOut, provBack,
	notPassed, second, third, upheld, dismissed, revoked, replaced,
}

// A town is a county unit or a zone, where people apply.
type town struct{ region, city string }

// places are where people apply when one edition is played: Jinhua's counties
// and a zone, and cities without a notice of their own. Of the silent ones
// nobody ever signs in: the city acts for them.
var places = []town{
	{"330782", "330700"}, {"330702", "330700"}, {"330783", "330700"}, {"3307Z1", "330700"},
	{"330106", "330100"}, {"330110", "330100"}, {"330212", "330200"},
}

var silent = map[string]bool{"330783": true, "330212": true}

// rare names are dealt out first: they must survive every form, list and PDF.
var rare = []string{"𠮷田·阿卜杜", "䶮小明", "=cmd()", "欧阳·买买提", "O'Neil Li"}

// cast returns n people, the first of them number first.
func (p *play) cast(first, n int) []*person {
	people := make([]*person, n)
	for i := range people {
		people[i] = somebody(first+i, p.towns[i%len(p.towns)])
	}
	return people
}

// somebody returns the applicant of a number.
func somebody(i int, at town) *person {
	p := &person{n: i, region: at.region, city: at.city}
	p.name = fmt.Sprintf("演练·%s%s生", string([]rune("甲乙丙丁戊己庚辛壬癸")[i%10]), number(i)) // no name begins another
	if i < len(rare) && rare[i] != "=cmd()" {
		p.name = rare[i]
	}
	p.mobile = fmt.Sprintf("199%08d", 10000+i)
	p.idno = idno(i)
	p.unit = fmt.Sprintf("演练培训学校%d（虚构）", i/3)
	if i == 2 {
		p.unit = "=cmd()培训学校（虚构）"
	}
	return p
}

// deal gives each fate to one person from the sixth on, none that needs a
// county to a region whose county never signs in.
func (p *play) deal(people []*person, fates []fate) {
	left := slices.Clone(fates)
	for i := 5; i < len(people) && len(left) > 0; i++ {
		for k, f := range left {
			if p.silent[people[i].region] && (f == appealing || f == returned || f == lapsing) {
				continue
			}
			people[i].fate = f
			left = slices.Delete(left, k, k+1)
			break
		}
	}
}

// number writes a count in Chinese digits, so that no name holds a run of
// digits.
func number(n int) string {
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
func (p *person) birth() string {
	return p.idno[6:10] + "-" + p.idno[10:12] + "-" + p.idno[12:14]
}

// sex returns what the number says: odd is male.
func (p *person) sex() string {
	if (p.idno[16]-'0')%2 == 1 {
		return "1"
	}
	return "2"
}

// profile is 附件2 as the person fills it in.
func (p *person) profile() url.Values {
	return url.Values{
		"region": {p.region}, "host": {"330702"}, "clause": {"二.1"}, "name": {p.name}, "sex": {p.sex()}, "ethnic": {"01"}, "birth": {p.birth()},
		"unit": {p.unit}, "post": {"讲师"}, "political": {"13"}, "phone": {p.mobile}, "mail": {fmt.Sprintf("p%d@example.cn", p.n)},
		"life":        {strings.Repeat("从事跨境电商培训，讲授平台规则与选品。", 3)},
		"jobs.0.from": {"2014-03"}, "jobs.0.to": {""}, "jobs.0.unit": {p.unit}, "jobs.0.post": {"讲师"}, "jobs.0.work": {"跨境电商授课"},
		"directions": {"aliexpress", "amazon"}, "id-type": {"resident_id"}, "id-number": {p.idno},
	}
}
