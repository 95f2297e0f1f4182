package notice_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/fault"
	"qinglan/internal/law"
	"qinglan/internal/notice"
	"qinglan/internal/org"
)

const (
	province = "330000-province-clerk-1"
	jinhua   = "330700-city-clerk-1"
	hangzhou = "330100-city-clerk-1"
	yiwu     = "330782-county-clerk-1"
	zone     = "3307Z1-county-clerk-1"
)

func TestHome(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		b := p.Stranger()
		home := b.Get("/")
		apptest.Has(t, "the page", home, http.StatusOK, "开始申报", `href="/mine"`, "还有 2 个工作日", "还有 4 个工作日", "10月18日（周三）17:00",
			"10月20日（周五）24:00", `action="/register"`, `action="/verify"`, `href="/publicity"`)
		if strings.Count(home.Body, "btn-primary") != 1 {
			t.Error("the home page has not one primary action")
		}
		if strings.Contains(home.Body, "石晓飞") {
			t.Error("a real name stands outside the text of the notice")
		}
		apptest.Has(t, "the page", b.Get("/no-such-page"), http.StatusNotFound)
		p.Clock.Set(calendar.Must("2017-10-18").At(17, 0))
		apptest.Has(t, "the page", b.Get("/"), http.StatusOK, "已截止")
	})
}

func TestNoticeIsWordForWord(t *testing.T) {
	p := apptest.Open(t, "sqlite")
	p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
	for _, id := range []string{"zswlf72", "jinhua"} {
		got := p.Stranger().Get("/notices/" + id)
		d, ok := law.Find(id)
		if !ok {
			t.Fatalf("no text %s", id)
		}
		for _, c := range d.Clauses {
			apptest.Has(t, "the page", got, http.StatusOK, `id="c-`+c.No+`"`)
			for _, l := range strings.Split(c.Text, "\n") {
				if !strings.Contains(got.Body, l) {
					t.Errorf("%s lacks %q of %s", id, l, c.No)
				}
			}
		}
	}
	apptest.Has(t, "the page", p.Stranger().Get("/notices/jinhua"), http.StatusOK, `id="parent"`, `id="p-c-五.2"`, "上级截止 10月20日（周五）24:00")
	apptest.Has(t, "the page", p.Stranger().Get("/notices/zswlf72"), http.StatusOK, "沿用省级通知", "杭州市、宁波市", "浙商务联发〔2017〕72号", "2017年9月25日印发")
	apptest.Has(t, "the page", p.Stranger().Get("/notices/nothing"), http.StatusNotFound)
	got := p.Stranger().Get("/notices")
	apptest.Has(t, "the page", got, http.StatusOK, "沿用省级通知的市（10）", "申报截止 10月20日（周五）24:00")
}

func TestIssueAndSign(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		n := notice.New(p.House)
		actor := func(post string) org.Actor { return org.Holding(p.Post(post)) }
		for who, id := range map[string]string{jinhua: "zswlf72", province: "jinhua", hangzhou: "jinhua", yiwu: "jinhua"} {
			if _, err := n.Issue(t.Context(), actor(who), id); fault.Of(err) != fault.Denied {
				t.Errorf("%s issues %s: %v; want denied", who, id, err)
			}
		}
		for _, want := range []int{11, 0} {
			if got, err := n.Issue(t.Context(), actor(province), "zswlf72"); got != want || err != nil {
				t.Errorf("the province reaches %d cities, %v; want %d", got, err, want)
			}
		}
		for _, want := range []int{12, 0} { // nine counties and three zones
			if got, err := n.Issue(t.Context(), actor(jinhua), "jinhua"); got != want || err != nil {
				t.Errorf("Jinhua reaches %d units, %v; want %d", got, err, want)
			}
		}
		if _, err := n.Issue(t.Context(), actor(province), "nothing"); fault.Of(err) != fault.Missing {
			t.Errorf("issue of nothing: %v", err)
		}
		c, err := p.House.Flow.Load(t.Context(), p.DB, "receipt-jinhua-330782")
		if err != nil {
			t.Fatal(err)
		}
		if want := calendar.Must("2017-10-18").At(17, 0); !c.Due.Equal(want) {
			t.Errorf("a county's receipt is due %s; want %s", c.Due, want)
		}

		apptest.Has(t, "the page", p.As(yiwu).Get("/desk"), http.StatusOK, "签收", "/cases/receipt-jinhua-330782/moves/sign")
		apptest.Has(t, "the page", p.As(zone).Get("/desk"), http.StatusOK, "/cases/receipt-jinhua-3307z1/moves/sign")
		sign := func(post, id, move string) apptest.Answer {
			c, err := p.House.Flow.Load(t.Context(), p.DB, id)
			if err != nil {
				t.Fatal(err)
			}
			return p.As(post).Post("/cases/"+id+"/moves/"+move, url.Values{"seen": {fmt.Sprint(c.Seq)}, "next": {"/desk"}})
		}
		apptest.Has(t, "the page", sign(zone, c.ID, "sign"), http.StatusNotFound)
		apptest.Has(t, "the page", sign(jinhua, c.ID, "sign"), http.StatusForbidden, "只能由收文单位自己签收")
		apptest.Has(t, "the page", sign(yiwu, c.ID, "sign"), http.StatusSeeOther)
		apptest.Has(t, "the page", p.As(jinhua).Get("/notices/jinhua/receipts"), http.StatusOK, "已下发 12 家，签收 1 家，未签收 11 家。", "义乌市")

		// A city without a notice of its own hands the province's on.
		apptest.Has(t, "the page", sign(hangzhou, "receipt-zswlf72-330100", "sign"), http.StatusSeeOther)
		apptest.Has(t, "the page", sign(hangzhou, "receipt-zswlf72-330100", "relay"), http.StatusSeeOther)
		below, err := p.House.Flow.Load(t.Context(), p.DB, "receipt-zswlf72-330106")
		if err != nil {
			t.Fatal(err)
		}
		if want := calendar.Must("2017-10-20").At(24, 0); !below.Due.Equal(want) || below.State != "unread" {
			t.Errorf("a county of Hangzhou: %s due %s; want unread, %s", below.State, below.Due, want)
		}
		apptest.Has(t, "the page", p.As("330106-county-clerk-1").Get("/desk"), http.StatusOK, "浙江省商务厅 浙江省财政厅关于开展")
		// Jinhua's counties have its own notice alone.
		apptest.Has(t, "the page", sign(jinhua, "receipt-zswlf72-330700", "sign"), http.StatusSeeOther)
		apptest.Has(t, "the page", sign(jinhua, "receipt-zswlf72-330700", "relay"), http.StatusSeeOther)
		if _, err := p.House.Flow.Load(t.Context(), p.DB, "receipt-zswlf72-330782"); fault.Of(err) != fault.Missing {
			t.Errorf("a county of Jinhua got the province's notice too: %v", err)
		}
	})
}

func TestReceiptsAreForTheIssuerAndAbove(t *testing.T) {
	p := apptest.Open(t, "sqlite")
	for _, id := range []string{"zswlf72", "jinhua"} {
		apptest.Has(t, "the page", p.As(province).Get("/notices/"+id+"/receipts"), http.StatusOK, "还没有下发")
		apptest.Has(t, "the page", p.As(yiwu).Get("/notices/"+id+"/receipts"), http.StatusNotFound)
		apptest.Has(t, "the page", p.As("330000-judge-clerk-1").Get("/notices/"+id+"/receipts"), http.StatusNotFound)
		apptest.Has(t, "the page", p.Stranger().Get("/notices/"+id+"/receipts"), http.StatusSeeOther)
		apptest.Has(t, "the page", p.As(yiwu).Post("/notices/"+id+"/issue", nil), http.StatusNotFound)
	}
	apptest.Has(t, "the page", p.As(hangzhou).Get("/notices/jinhua/receipts"), http.StatusNotFound)
	apptest.Has(t, "the page", p.As(jinhua).Get("/notices/jinhua/receipts"), http.StatusOK, "下发给 12 家")
	apptest.Has(t, "the page", p.As(province).Post("/notices/jinhua/issue", nil), http.StatusForbidden)
	// A city sees of the province's notice itself alone.
	got := p.As(jinhua).Get("/notices/zswlf72/receipts")
	apptest.Has(t, "the page", got, http.StatusOK, "金华市")
	if strings.Contains(got.Body, "杭州市") {
		t.Error("a city sees what another has signed")
	}
}

// 催办 stands on the desk of whoever has not signed, once a day however often it
// is pressed, and only the issuer may.
func TestUrge(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		city := p.As(province)
		apptest.Has(t, "issue", city.Post("/notices/zswlf72/issue", nil), http.StatusSeeOther)
		p.As(hangzhou).Post("/cases/receipt-zswlf72-330100/moves/sign", url.Values{"seen": {"1"}})
		p.As("330200-city-clerk-1").Post("/cases/receipt-zswlf72-330200/moves/sign", url.Values{"seen": {"1"}})
		p.As("330200-city-clerk-1").Post("/cases/receipt-zswlf72-330200/moves/relay", url.Values{"seen": {"2"}}) // its counties' receipts are its own to urge
		apptest.Has(t, "before", city.Get("/notices/zswlf72/receipts"), http.StatusOK, "一键催办未签收的 9 家", `href="tel:`)
		apptest.Lacks(t, "the desk before", p.As(jinhua).Get("/desk"), "上级已催办")
		urge := func(b *apptest.Browser, press string) apptest.Answer {
			return b.Post("/notices/zswlf72/urge", url.Values{"id": {press}})
		}
		if got := urge(p.As(jinhua), "a"); got.Status != http.StatusForbidden {
			t.Errorf("an addressee urges the others: %d", got.Status)
		}
		if got := urge(p.As(yiwu), "a"); got.Status != http.StatusNotFound {
			t.Errorf("a county urges cities: %d", got.Status)
		}
		if got := urge(city, "b"); got.Location != "/notices/zswlf72/receipts?urged=9" {
			t.Errorf("urging leads to %q", got.Location)
		}
		for _, press := range []string{"b", "c"} { // pressed twice, and from another page
			if got := urge(city, press); got.Location != "/notices/zswlf72/receipts?urged=0" {
				t.Errorf("urging again leads to %q", got.Location)
			}
		}
		apptest.Has(t, "after", city.Get("/notices/zswlf72/receipts?urged=9"), http.StatusOK, "已催办 9 家", "已催办 1 次", "【催签收】", "尚未签收：", "金华市")
		apptest.Has(t, "the desk", p.As(jinhua).Get("/desk"), http.StatusOK, "上级已催办 1 次")
		p.Clock.Set(p.House.Flow.Now().AddDate(0, 0, 1))
		if got := urge(city, "d"); got.Location != "/notices/zswlf72/receipts?urged=9" {
			t.Errorf("urging on the next day leads to %q", got.Location)
		}
		apptest.Has(t, "the desk", p.As(jinhua).Get("/desk"), http.StatusOK, "上级已催办 2 次")
		p.As(jinhua).Post("/cases/receipt-zswlf72-330700/moves/sign", url.Values{"seen": {"1"}})
		apptest.Lacks(t, "the desk of who has signed", p.As(jinhua).Get("/desk"), "上级已催办")
		apptest.Lacks(t, "those who are urged", city.Get("/notices/zswlf72/receipts?urged=9"), "、金华市", "：金华市")
	})
}
