package village2017_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/edition/village2017"
	"qinglan/internal/rehearse/screen"
)

// A walk is a rehearsal of this programme: people at screens, who read pages
// and press what they find there.
type walk struct {
	*apptest.Program
	t      *testing.T
	staff  map[string]*screen.Browser
	public *screen.Browser
	shown  strings.Builder // every page that anybody was shown
}

// The award from the notice to the list that everybody reads: five villages
// apply, one is returned and mended, one is refused, one fails, one is objected
// to and struck, two are named.
func TestRehearsal(t *testing.T) {
	apptest.EachOf(t, village2017.Edition.Programme, func(t *testing.T, p *apptest.Program) {
		w := &walk{Program: p, t: t, staff: map[string]*screen.Browser{}}
		w.public = w.browser("public")
		w.notice()
		villages := map[string]string{}
		for i, name := range []string{"上畈村", "下畈村", "石桥村", "竹溪村", "柳岸村"} {
			villages[name] = w.applies(name, i)
		}
		w.review(villages)
		w.judged(villages)
		list := w.listed()
		w.objected(villages["竹溪村"])
		w.announced(list)
		w.expect(villages, map[string]string{"上畈村": "awarded", "下畈村": "awarded", "石桥村": "not-passed", "竹溪村": "struck", "柳岸村": "not-accepted"})
		w.links()
		for _, word := range []string{"讲师", "跨境", "培育", "师资", "浙江省"} {
			if i := strings.Index(w.shown.String(), word); i >= 0 {
				t.Errorf("a page of this programme says %s: …%s…", word, w.shown.String()[max(0, i-120):min(w.shown.Len(), i+120)])
			}
		}
		p.Sound()
	})
}

func (w *walk) browser(who string) *screen.Browser {
	return screen.NewBrowser(who, w.Server.URL, func(_, _ string, body []byte) {
		w.shown.Write(body)
	})
}

func (w *walk) must(p *screen.Page, err error) *screen.Page {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	if p.Status != http.StatusOK {
		w.t.Fatalf("%s: %d %.400s", p.Path, p.Status, p.Text())
	}
	return p
}

// at returns the browser of a post.
func (w *walk) at(post string) *screen.Browser {
	w.t.Helper()
	if w.staff[post] == nil {
		token, err := w.Accounts.Link(w.t.Context(), w.Post(post).ID)
		if err != nil {
			w.t.Fatal(err)
		}
		b := w.browser(post)
		w.must(b.Send("/join/"+token, nil))
		w.staff[post] = b
	}
	return w.staff[post]
}

// press opens a page and presses a button of it.
func (w *walk) press(b *screen.Browser, at, action string, v url.Values) *screen.Page {
	w.t.Helper()
	return w.must(b.Press(w.must(b.Get(at)), action, v))
}

// move makes a move on the page of a case.
func (w *walk) move(b *screen.Browser, id, name string, v url.Values) *screen.Page {
	w.t.Helper()
	return w.press(b, "/cases/"+id, "/moves/"+name, v)
}

func (w *walk) approve(posts ...string) {
	w.t.Helper()
	for _, post := range posts {
		b := w.at(post)
		waiting := w.must(b.Get("/desk")).Links("/approvals/")
		if len(waiting) == 0 {
			w.t.Fatalf("nothing waits for %s", post)
		}
		for _, href := range waiting {
			w.press(b, href, "/approve", nil)
		}
	}
}

func (w *walk) day(s string) { w.Clock.Set(calendar.Must(s).At(9, 0)) }

func (w *walk) tick() {
	w.t.Helper()
	if _, err := w.House.Flow.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

const (
	county = "339900-city-clerk-1"
	host   = "330000-association-clerk-1"
)

var towns = []string{"339901", "339902", "339903"}

func (w *walk) notice() {
	w.day("2017-09-28")
	w.press(w.at(county), "/notices/village2017/receipts", "/issue", nil)
	for _, town := range towns {
		b := w.at(town + "-county-clerk-1")
		for _, move := range []string{"sign", "relay"} {
			w.move(b, "receipt-village2017-"+town, move, nil)
		}
	}
}

var ownPost = regexp.MustCompile(`name="post" value="([^"]+)"`)

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// picture is a file that a telephone might make.
func picture() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 200, 200))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// applies has somebody nobody knows sign in, found their village committee and
// apply in its name.
func (w *walk) applies(name string, i int) string {
	w.t.Helper()
	b := w.browser(name)
	page := w.press(b, "/sign-in", "/sign-in/code", url.Values{"mobile": {"1990000000" + string(rune('0'+i))}})
	page = w.must(b.Press(page, "/sign-in/enter", url.Values{"code": {sixDigits.FindString(page.Text())}}))
	page = w.must(b.Press(page, "/begin/found", url.Values{"name": {name + "村民委员会（虚构）"}, "region": {towns[i%len(towns)]}}))
	w.must(b.Press(page, "/account/post", url.Values{"post": {string(ownPost.FindSubmatch(page.Body)[1])}}))
	id := path.Base(w.press(b, "/begin", "/begin", url.Values{"name": {name}}).Path)
	form := url.Values{
		"head": {"演示主任"}, "contact": {"演示经办"}, "phone": {"19900000009"}, "households": {"320"}, "station": {name + "电商服务站，2016年"},
		"shops": {"12"}, "sales": {"260.5"}, "goods": {"笋干、茶叶"}, "about": {"村集体建站，统一包装和发货。"},
	}
	if i == 0 { // nothing goes out without its papers
		if page, err := b.Press(w.must(b.Get("/cases/"+id)), "/moves/submit", form); err != nil || page.Status == http.StatusOK {
			w.t.Errorf("submitted without materials: %v", err)
		}
	}
	for _, item := range []string{"stamped", "evidence"} {
		w.must(b.Upload("/cases/"+id+"/files/"+item, "file", item+".png", picture(), nil))
	}
	w.move(b, id, "submit", form)
	w.staff[name] = b
	return id
}

func (w *walk) review(villages map[string]string) {
	w.day("2017-10-20")
	for i, name := range []string{"上畈村", "下畈村", "石桥村", "竹溪村", "柳岸村"} {
		id, town := villages[name], towns[i%len(towns)]
		b := w.at(town + "-county-clerk-1")
		if other := w.at(towns[(i+1)%len(towns)] + "-county-clerk-1"); true {
			if page, err := other.Get("/cases/" + id); err != nil || page.Status != http.StatusNotFound {
				w.t.Errorf("another town opens %s: %d %v", name, page.Status, err)
			}
		}
		if name == "下畈村" {
			w.move(b, id, "return", url.Values{"faults": {"盖章页不清楚，请重新拍照。"}})
			w.move(w.staff[name], id, "resubmit", nil)
		}
		w.move(b, id, "forward", url.Values{"opinion": {"情况属实，同意上报。"}})
		if name == "柳岸村" {
			w.move(w.at(county), id, "refuse", url.Values{"reason": {"站点开办不满一年。"}})
			continue
		}
		w.move(w.at(county), id, "accept", nil)
	}
}

// judged holds the one session, with three judges.
func (w *walk) judged(villages map[string]string) {
	w.day("2017-11-06")
	b := w.at(host)
	page := w.press(b, "/sessions", "/sessions", url.Values{"title": {"2017年现场评审"}, "day": {"2017-11-06"}, "hour": {"9:00"}, "place": {"青禾县（虚构）会议室"}})
	at := page.Path
	id := path.Base(at)
	page = w.must(b.Press(page, at+"/roster", url.Values{"pick": page.Options("pick")}))
	page = w.must(b.Press(page, at+"/draw", url.Values{
		"drawer": {"抽取人的口令共有十六个字以上才行"}, "witness": {"监督人的口令也有十六个字以上才行"}, "supervisor": {"演示监督"},
	}))
	panel := page.Options("judge")[:3]
	v := url.Values{"judge": panel, "chief": {panel[0]}}
	for i, one := range panel {
		v.Set("unit."+one, "演示单位"+string(rune('甲'+i)))
	}
	w.must(b.Press(page, at+"/panel", v))
	for _, one := range panel {
		j := w.at(strings.TrimPrefix(one, "p-"))
		if page, err := j.Get("/cases/" + villages["上畈村"]); err != nil || page.Status != http.StatusNotFound {
			w.t.Errorf("a judge opens a village before declaring: %v", err)
		}
		w.press(j, "/judge/"+id, "/declare", url.Values{"all": {"ok"}})
	}
	w.move(b, id, "start", nil)
	for _, one := range panel {
		w.marks(w.at(strings.TrimPrefix(one, "p-")), id)
	}
	w.move(b, id, "count", nil)
	for post, as := range map[string]string{host: "scorer", "330000-association-clerk-2": "checker", "330000-supervisor-clerk-1": "supervisor"} {
		w.press(w.at(post), at, at+"/sign", url.Values{"as": {as}})
	}
	w.press(w.at(strings.TrimPrefix(panel[0], "p-")), "/judge/"+id, "/sign", url.Values{"as": {"chief"}})
	w.move(b, id, "release", nil)
}

// marks locks every sheet of one judge; 石桥村 does not reach the line.
func (w *walk) marks(j *screen.Browser, id string) {
	w.t.Helper()
	page := w.must(j.Get("/judge/" + id))
	lots := page.Forms("/judge/" + id + "/lock")
	if len(lots) != 4 {
		w.t.Fatalf("%s has %d sheets: %.300s", j.Who, len(lots), page.Text())
	}
	cards := w.order(id)
	for _, f := range lots {
		v := url.Values{"station": {"20"}, "sales": {"25.5"}, "benefit": {"20"}, "plan": {"16"}, "feedback": {"账目清楚。"}}
		if cards[f.Values.Get("lot")] == "石桥村" {
			v = url.Values{"station": {"12"}, "sales": {"14"}, "benefit": {"12"}, "plan": {"10"}, "feedback": {"请补充销售数据的出处。"}, "remark": {"数据无出处"}}
		}
		for k, values := range v {
			f.Values[k] = values
		}
		if status, err := j.SendOnly(f.Action, f.Values); err != nil || status != http.StatusSeeOther {
			w.t.Fatalf("lock: %d %v", status, err)
		}
	}
}

// order is which village has which lot.
func (w *walk) order(session string) map[string]string {
	w.t.Helper()
	members, err := w.House.Flow.Members(w.t.Context(), w.DB, session)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range members {
		out[string(rune('0'+m.Pos))] = w.Case(m.Case).Name
	}
	return out
}

// listed puts who passed on public notice.
func (w *walk) listed() string {
	w.day("2017-11-10")
	b := w.at(county)
	page := w.press(b, "/shortlists", "/shortlists", url.Values{"title": {"2017年第一批"}})
	at := page.Path
	page = w.must(b.Press(page, at+"/members", url.Values{"pick": page.Options("pick")}))
	if n := len(page.Options("pick")); n != 3 {
		w.t.Errorf("%d villages could be listed; want 3", n)
	}
	id := path.Base(at)
	if page, err := w.public.Get("/lists/" + id); err != nil || page.Status != http.StatusNotFound {
		w.t.Errorf("the public reads a draft: %v", err)
	}
	w.must(b.Press(page, at+"/issue", url.Values{"number": {"演示（虚构）〔2017〕12号"}, "note": {"异议请向县级主管部门提出。"}}))
	w.approve("339900-city-head-1", "339900-city-leader-1")
	if text := w.must(w.public.Get("/lists/" + id)).Text(); !strings.Contains(text, "竹溪村") || !strings.Contains(text, "公示中") {
		w.t.Errorf("the public does not read the list: %.400s", text)
	}
	return id
}

func (w *walk) objected(id string) {
	w.day("2017-11-13")
	w.move(w.at(county), id, "hold", url.Values{"source": {"letter"}, "matter": {"网络零售额与实际不符。"}})
	w.day("2017-11-15")
	w.move(w.at(county), id, "strike", url.Values{"reason": {"经查，申报的网络零售额没有依据。"}})
	w.approve("339900-city-head-1")
}

// announced is when the period is over, and not a day before.
func (w *walk) announced(list string) {
	w.Clock.Set(calendar.Must("2017-11-17").At(23, 0))
	w.tick()
	if got := w.Case(list).State; got != "running" {
		w.t.Errorf("on its last day the public notice is %s", got)
	}
	w.day("2017-11-18")
	w.tick()
	text := w.must(w.public.Get("/lists/" + list)).Text()
	for word, n := range map[string]int{"已认定": 2, "异议成立，未予认定": 1, "公示中": 0} {
		if strings.Count(text, word) != n {
			w.t.Errorf("the announced list says %s %d times; want %d: %s", word, strings.Count(text, word), n, text)
		}
	}
}

func (w *walk) expect(villages, want map[string]string) {
	w.t.Helper()
	for name, id := range villages {
		if got := w.Case(id).State; got != want[name] {
			w.t.Errorf("%s is %s; want %s", name, got, want[name])
		}
		page := w.must(w.staff[name].Get("/cases/" + id))
		if scored := strings.Contains(page.Text(), "最后得分"); scored != (name != "柳岸村") {
			w.t.Errorf("%s reads its mark: %v", name, scored)
		}
		if strings.Contains(page.Text(), "数据无出处") {
			w.t.Errorf("%s reads what judges say among themselves", name)
		}
	}
}

// links follows every link of every front page once; none leads nowhere.
func (w *walk) links() {
	w.t.Helper()
	w.staff["public"] = w.public
	w.at("330000-auditor-clerk-1")
	w.at("330000-system-clerk-1")
	w.at("330000-judge-clerk-1")
	for who, b := range w.staff {
		seen := map[string]bool{}
		next := []string{"/", "/desk", "/help"}
		if who == "public" {
			next = []string{"/", "/help"}
		}
		for depth := 0; depth < 2; depth++ {
			var more []string
			for _, at := range next {
				page, err := b.Get(at)
				if err != nil {
					w.t.Fatal(err)
				}
				if page.Status != http.StatusOK {
					w.t.Errorf("%s at %s: %d", who, at, page.Status)
					continue
				}
				for _, href := range page.Links("/") {
					href, _, _ = strings.Cut(href, "#")
					if !seen[href] && !strings.HasPrefix(href, "/static/") && !slices.Contains(next, href) {
						seen[href] = true
						more = append(more, href)
					}
				}
			}
			next = more
		}
	}
}
