package survey_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/survey"
)

const (
	jinhua  = "330700-city-clerk-1"
	yiwu    = "330782-county-clerk-1"
	pujiang = "330726-county-clerk-1"
)

var linkOf = regexp.MustCompile(`/survey/[a-z0-9-]+\.[a-z2-7]{32}`)

func took(t *testing.T, what string, got apptest.Answer) {
	t.Helper()
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %.2000s", what, got.Status, got.Body)
	}
}

func want(t *testing.T, what string, got apptest.Answer, status int) {
	t.Helper()
	if got.Status != status {
		t.Errorf("%s: %d; want %d: %.600s", what, got.Status, status, got.Body)
	}
}

func move(p *apptest.Program, post, id, name string) apptest.Answer {
	return p.As(post).Post("/cases/"+id+"/moves/"+name, url.Values{"seen": {p.Seen(id)}})
}

// begun begins a survey of firms and returns it with their links, in order.
func begun(t *testing.T, p *apptest.Program, post string, firms ...string) (id string, links []string) {
	t.Helper()
	id = db.NewID()
	v := url.Values{"id": {id}, "title": {"2017年秋季需求调研"}, "until": {"2017-10-13"}}
	for range 2 { // pressed twice
		took(t, "plan", p.As(post).Post("/surveys", v))
	}
	took(t, "firms", p.As(post).Post("/surveys/"+id+"/firms", url.Values{"seen": {p.Seen(id)}, "firms": {strings.Join(firms, "\n")}}))
	took(t, "launch", move(p, post, id, "launch"))
	seen := map[string]bool{}
	for _, l := range linkOf.FindAllString(p.As(post).Get("/cases/"+id).Body, -1) {
		if !seen[l] {
			seen[l] = true
			links = append(links, l)
		}
	}
	if len(links) != len(firms) {
		t.Fatalf("%d links for %d firms", len(links), len(firms))
	}
	return id, links
}

// pages are the two pages of answers of a firm that wants some directions.
func pages(people string, directions ...string) [2]url.Values {
	return [2]url.Values{
		{"page": {"1"}, "do": {"next"}, "trade": {"make"}, "staff": {"few"}, "directions": directions, "people": {people}, "base": {"new"}},
		{"page": {"2"}, "do": {"next"}, "shape": {"visit"}, "when": {"month"}, "days": {"work"}, "hire": {"yes"}},
	}
}

func answer(t *testing.T, p *apptest.Program, link, people string, directions ...string) {
	t.Helper()
	b := p.Stranger()
	for _, v := range pages(people, directions...) {
		took(t, "answer", b.Post(link, v))
	}
	if got := b.Get(link).Body; !strings.Contains(got, "已提交，谢谢") {
		t.Fatalf("after the last page: %.2000s", got)
	}
}

// A firm answers on a telephone: saved as it types, back and forth, once.
func TestAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id, links := begun(t, p, jinhua, "=cmd()贸易，义乌市", "𠮷田商行\t义乌市", "演示三号　浦江县")
		b := p.Stranger()
		first := pages("12", "amazon", "site")
		half := url.Values{"page": {"1"}, "people": {"12"}, "trade": {"make"}}
		if got := b.Post(links[0], half); got.Status != http.StatusNoContent {
			t.Errorf("saving as one types: %d", got.Status)
		}
		if got := p.Stranger().Get(links[0]).Body; !strings.Contains(got, `value="12"`) || !strings.Contains(got, "=cmd()贸易") {
			t.Error("what was typed is not kept")
		}
		want(t, "a page that is not whole", b.Post(links[0], url.Values{"page": {"1"}, "do": {"next"}, "people": {"many"}}), 422)
		want(t, "the last page first", b.Post(links[0], first[1]), 422)
		took(t, "page one", b.Post(links[0], first[0]))
		took(t, "back", b.Post(links[0], url.Values{"page": {"2"}, "do": {"back"}, "shape": {"visit"}}))
		if strings.Contains(p.As(jinhua).Get("/cases/"+id).Body, "id=\"summary\"") {
			t.Error("a summary before the end")
		}
		took(t, "page two", b.Post(links[0], first[1]))
		want(t, "answering twice", b.Post(links[0], first[1]), http.StatusGone)
		want(t, "saving after sending", b.Post(links[0], half), http.StatusGone)
		page := b.Get(links[0]).Body
		if !strings.Contains(page, "亚马逊方向：愿意受邀的认证讲师0位") {
			t.Errorf("no proposals: %.2000s", page)
		}
		want(t, "a wish without a telephone", b.Post(links[0]+"/wish", url.Values{"name": {"演示·联系"}, "text": {"请讲师"}}), 422)
		want(t, "a wish before an answer", b.Post(links[1]+"/wish", url.Values{"name": {"演示·联系"}, "phone": {"19900000166"}, "text": {"请讲师"}}), http.StatusGone)
		took(t, "a wish", b.Post(links[0]+"/wish", url.Values{"name": {"演示·联系"}, "phone": {"19900000166"}, "text": {"请讲师"}}))
		if got := p.As(jinhua).Get("/cases/" + id).Body; !strings.Contains(got, "19900000166") {
			t.Error("the office does not read the wish")
		}
		if got := p.As("330000-province-clerk-1").Get("/cases/" + id).Body; strings.Contains(got, "19900000166") || linkOf.MatchString(got) {
			t.Error("the level above reads the wish or a link")
		}
		want(t, "the county of the firms", p.As(yiwu).Get("/cases/"+id), 404)
	})
}

// A link is guessed by nobody: neither another's code nor a code of one's own.
func TestGuess(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, links := begun(t, p, yiwu, "演示一号", "演示二号", "演示三号")
		one, two := links[0], links[1]
		_, code, _ := strings.Cut(two, ".")
		firm, _, _ := strings.Cut(one, ".")
		for _, guess := range []string{firm, firm + ".", firm + "." + code, firm + "." + strings.Repeat("a", 32), "/survey/nothing", strings.ToUpper(one), one + "a", one[:len(one)-1]} {
			want(t, guess, p.Stranger().Get(guess), 404)
			want(t, "answer "+guess, p.Stranger().Post(guess, pages("1", "amazon")[0]), 404)
		}
		want(t, "the right link", p.Stranger().Get(one), 200)
		id := db.NewID()
		took(t, "plan", p.As(yiwu).Post("/surveys", url.Values{"id": {id}, "title": {"还没开始"}, "until": {"2017-10-13"}}))
		want(t, "too few firms", move(p, yiwu, id, "launch"), http.StatusGone)
		want(t, "firms of another office", p.As(pujiang).Post("/surveys/"+id+"/firms", url.Values{"seen": {"1"}, "firms": {"演示"}}), 404)
	})
}

// Two hands press at once: the link answers once, and is counted once.
func TestTwoAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id, links := begun(t, p, yiwu, "演示一号", "演示二号", "演示三号")
		v := pages("5", "amazon")
		for round, link := range links {
			took(t, "page one", p.Stranger().Post(link, v[0]))
			var wg sync.WaitGroup
			got := make([]int, 4)
			for i := range got {
				b := p.Stranger()
				wg.Go(func() { got[i] = b.Post(link, v[1]).Status })
			}
			wg.Wait()
			done := 0
			for _, s := range got {
				if s == http.StatusSeeOther {
					done++
				} else if s != http.StatusGone {
					t.Errorf("round %d: %v", round, got)
				}
			}
			if done != 1 {
				t.Errorf("round %d: %v; want one 303", round, got)
			}
		}
		var n int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT answered FROM surveys WHERE case_id = $1`, id).Scan(&n); err != nil || n != 3 {
			t.Errorf("counted %d, %v; want 3", n, err)
		}
	})
}

// Whether the end or the answer comes first, the summary counts what was taken.
func TestEndAgainstAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id, links := begun(t, p, yiwu, "演示一号", "演示二号", "演示三号", "演示四号", "演示五号")
		for _, l := range links[:3] {
			answer(t, p, l, "10", "amazon")
		}
		v := pages("10", "amazon")
		took(t, "page one", p.Stranger().Post(links[3], v[0]))
		b, desk, seen := p.Stranger(), p.As(yiwu), p.Seen(id)
		var wg sync.WaitGroup
		var sent, ended int
		wg.Go(func() { sent = b.Post(links[3], v[1]).Status })
		wg.Go(func() { ended = desk.Post("/cases/"+id+"/moves/close", url.Values{"seen": {seen}}).Status })
		wg.Wait()
		if ended != http.StatusSeeOther || sent != http.StatusSeeOther && sent != http.StatusGone {
			t.Fatalf("end %d, answer %d", ended, sent)
		}
		told := "共5家企业，已提交3家。"
		if sent == http.StatusSeeOther {
			told = "共5家企业，已提交4家。"
		}
		if got := desk.Get("/cases/" + id).Body; !strings.Contains(got, told) {
			t.Errorf("the page does not say %q", told)
		}
		want(t, "a link after the end", p.Stranger().Post(links[3], v[1]), http.StatusGone)
		// A hand that had read the page before the end is not counted after it.
		s := survey.New(p.House)
		firms, err := s.Firms(t.Context(), p.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), firms[4], form.Answers{"directions": "amazon", "people": "1"}); fault.Of(err) != fault.Closed {
			t.Errorf("an answer after the end: %v; want closed", err)
		}
	})
}

// Twelve firms in two counties: small cells are not shown, a proposal leads on,
// and the clock ends what nobody ends.
func TestSummary(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var firms []string
		for i := range 12 {
			firms = append(firms, fmt.Sprintf("演示%d号，%s", i+1, []string{"义乌市", "浦江县", "东阳市"}[i%3]))
		}
		id, links := begun(t, p, jinhua, firms...)
		for i, l := range links {
			d := []string{"amazon"}
			if i == 0 {
				d = append(d, "wish") // one firm of Yiwu alone
			}
			answer(t, p, l, "30", d...)
		}
		p.Clock.Set(calendar.Must("2017-10-14").At(0, 1))
		if _, err := p.House.Flow.Tick(t.Context()); err != nil || p.Case(id).State != "closed" {
			t.Fatalf("after the last day: %s, %v", p.Case(id).State, err)
		}
		page := p.As(jinhua).Get("/cases/" + id).Body
		for _, w := range []string{"亚马逊方向缺讲师12位", "/events/new?", "/lecturers?direction=amazon", "360"} {
			if !strings.Contains(page, w) {
				t.Errorf("the summary does not say %q", w)
			}
		}
		rows := regexp.MustCompile(`(?s)id="regions".*?</table>`).FindString(page)
		if cells := regexp.MustCompile(`>\s*[12]\s*<`).FindString(rows); cells != "" {
			t.Errorf("a cell of one or two firms is shown: %s", rows)
		}
		want(t, "who plans it further", p.As(jinhua).Get("/events/new?direction=amazon&title=亚马逊专题讲座"), 200)
	})
}

// Whoever would end a survey of which nothing can be shown is told so before,
// and how many answers are still needed where.
func TestTooFew(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id, links := begun(t, p, jinhua, "演示一号，义乌市", "演示二号，义乌市", "演示三号，义乌市", "演示四号，浦江县")
		const warning, needed = "现在结束，汇总里没有一格可以显示", "一个地区至少3家提交，才显示这个地区的数字；各地合计至少6家提交"
		answer(t, p, links[0], "10", "amazon")
		answer(t, p, links[1], "10", "amazon")
		apptest.Has(t, "two of three", p.As(jinhua).Get("/cases/"+id), 200, warning, needed, "还差1家", "列入的不足3家，不会显示", "提前结束并汇总")
		answer(t, p, links[2], "10", "amazon")
		apptest.Lacks(t, "three of three", p.As(jinhua).Get("/cases/"+id), warning, "还差1家")
		apptest.Has(t, "three of three", p.As(jinhua).Get("/cases/"+id), 200, "可以显示", "提前结束并汇总")
		took(t, "end", move(p, jinhua, id, "close"))
		apptest.Lacks(t, "the summary of three", p.As(jinhua).Get("/cases/"+id), "没有一格可以显示")

		id, links = begun(t, p, yiwu, "演示五号", "演示六号", "演示七号")
		answer(t, p, links[0], "10", "amazon")
		took(t, "end too early", move(p, yiwu, id, "close"))
		apptest.Has(t, "the summary of one", p.As(yiwu).Get("/cases/"+id), 200, "提交的企业太少，没有一格可以显示")
	})
}
