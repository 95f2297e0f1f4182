package certificate_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// lin has a name that many programs break.
var lin = person{"𠮷·阿卜杜", "=cmd()|演示公司", "330110", "330100", "site"}

// text returns a page as people read it.
func text(body string) string {
	body = regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>`).ReplaceAllString(body, "")
	return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " "))), " ")
}

func holds(t *testing.T, body string, wants ...string) {
	t.Helper()
	seen := text(body)
	for _, want := range wants {
		if !strings.Contains(seen, want) {
			t.Errorf("the page lacks %q:\n%s", want, seen)
		}
	}
}

// Whoever scans or types has every fact in one answer, however it is typed.
func TestVerify(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.facts(w.certified(lin)), w.Stranger()
		facts := []string{"有效", lin.name, lin.unit, "独立站", a["number"], "2017年12月8日", "核验时间 2017-12-08 10:30:00"}
		got := b.Get("/verify/" + a["code"])
		holds(t, got.Body, facts...)
		if c := got.Header.Get("Cache-Control"); got.Status != 200 || !strings.Contains(c, "max-age=20") {
			t.Errorf("status %d, Cache-Control %q", got.Status, c)
		}
		loud := strings.ToUpper(a["code"][:4] + " — " + a["code"][4:])
		if got := b.Post("/verify", url.Values{"code": {loud}}); got.Location != "/verify/"+a["code"] {
			t.Errorf("code %q leads to %q", loud, got.Location)
		}
		for _, number := range []string{a["number"], "浙跨电师[2017]0001", " 浙跨电师（２０１７）０００１号 ", "2017 0001"} {
			got := b.Post("/verify", url.Values{"number": {number}, "name": {"𠮷・阿卜杜 "}})
			holds(t, got.Body, facts...)
		}
	})
}

// A replaced certificate says so without a way to the new one, a revoked one
// has the day and the ground that is public, and neither the reason.
func TestVerifyEnded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		old, bad := w.certified(wang), w.certified(lin)
		w.decide(old, "replace", form.Answers{"name": "演示·王倩", "unit": wang.unit, "reason": "内部情况"})
		w.decide(bad, "revoke", form.Answers{"reason": "内部情况", "ground": "申报材料不实"})
		next := w.facts(w.certificates(old.Parent)[1])
		got := w.Stranger().Get("/verify/" + w.facts(old)["code"]).Body
		holds(t, got, "已换发", "2017年12月8日", wang.name)
		for _, secret := range []string{next["code"], next["number"], next["name"], "内部情况"} {
			if strings.Contains(got, secret) {
				t.Errorf("the page of a replaced certificate tells %q", secret)
			}
		}
		got = w.Stranger().Get("/verify/" + w.facts(bad)["code"]).Body
		holds(t, got, "已撤销", "撤销日期 2017年12月8日", "事由：申报材料不实", lin.name)
		if strings.Contains(got, "内部情况") {
			t.Error("the page tells the reason that is not public")
		}
		list := w.Stranger().Get("/register").Body
		holds(t, list, "演示·王倩", next["number"])
		if strings.Contains(list, lin.name) || strings.Contains(list, wang.name) {
			t.Error("the register shows what is not valid")
		}
	})
}

// A wrong code, a wrong number and a wrong name have one answer.
func TestVerifyUnknown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.facts(w.certified(wang))
		var want string
		for i, v := range []url.Values{
			{"number": {"浙跨电师〔2017〕0999号"}, "name": {"演示·无"}},
			{"number": {a["number"]}, "name": {"演示·无"}},
			{"number": {"浙跨电师〔2017〕0999号"}, "name": {wang.name}},
			{"number": {"x"}, "name": {wang.name}},
			{"number": {a["number"]}},
			{"code": {"x"}},
			{"code": {strings.Repeat("a", 26)}},
		} {
			b := w.Stranger()
			got := b.Post("/verify", v)
			if got.Status == http.StatusSeeOther {
				got = b.Get(got.Location)
			}
			body := got.Body
			for _, typed := range []string{v.Get("number"), v.Get("name"), v.Get("code")} {
				if typed != "" {
					body = strings.ReplaceAll(body, `value="`+html.EscapeString(typed)+`"`, `value=""`)
				}
			}
			// The address stands in the form that changes the language.
			body = regexp.MustCompile(`name="next" value="[^"]*"`).ReplaceAllString(body, "")
			if i == 0 {
				want = body
				holds(t, body, "未查到")
			}
			if got.Status != http.StatusNotFound || body != want {
				t.Errorf("%v: status %d, another page than for an unknown number", v, got.Status)
			}
		}
	})
}

// The paper says what the page and the journal say, and copies.
func TestPaper(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, p := range []person{wang, lin, {"演示·䶮𠮷", "演示大学", "330110", "330100", "amazon"}} {
			c := w.certified(p)
			a := w.facts(c)
			b := w.As("330000-province-clerk-1")
			got := b.Get("/certificates/" + c.ID + ".pdf")
			if got.Status != 200 || got.Header.Get("Content-Type") != "application/pdf" {
				t.Fatalf("status %d, %s", got.Status, got.Header.Get("Content-Type"))
			}
			if again := b.Get("/certificates/" + c.ID + ".pdf"); again.Body != got.Body {
				t.Error("the same certificate is not the same bytes")
			}
			paper := strings.Join(strings.Fields(pdftotext(t, []byte(got.Body))), "")
			page := text(w.Stranger().Get("/verify/" + a["code"]).Body)
			for _, fact := range append([]string{a["number"], a["name"], a["unit"], a["issuer"], "2017年12月8日"}, strings.Split(a["directions"], "\n")...) {
				if !strings.Contains(paper, fact) {
					t.Errorf("the paper lacks %q: %s", fact, paper)
				}
				if !strings.Contains(page, fact) {
					t.Errorf("the page lacks %q", fact)
				}
			}
			if !strings.Contains(strings.ReplaceAll(paper, "-", ""), a["code"]) {
				t.Errorf("the paper lacks the code %s: %s", a["code"], paper)
			}
		}
	})
}

func pdftotext(t *testing.T, b []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "c.pdf")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (apt-get install poppler-utils)", err)
	}
	return string(out)
}

// Who does not see the case has no paper of it; nobody has one of a
// certificate that has ended.
func TestPaperIsForThoseWhoSee(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.certified(wang)
		path := "/certificates/" + c.ID + ".pdf"
		for post, want := range map[string]int{
			"330000-province-clerk-1": 200, "330700-city-clerk-1": 200, "330782-county-clerk-1": 200,
			"330000-auditor-clerk-1": 200, "330100-city-clerk-1": 404, "330781-county-clerk-1": 404,
			"330000-judge-clerk-1": 404, "330000-system-clerk-1": 404,
		} {
			if got := w.As(post).Get(path); got.Status != want {
				t.Errorf("%s: %d; want %d", post, got.Status, want)
			}
		}
		if got := w.Stranger().Get(path); got.Status != http.StatusSeeOther {
			t.Errorf("a stranger: %d; want the sign-in page", got.Status)
		}
		for post, want := range map[string]int{"330000-province-clerk-1": 200, "330700-city-clerk-1": 200, "330000-judge-clerk-1": 404} {
			if got := w.As(post).Get("/certificates"); got.Status != want {
				t.Errorf("/certificates as %s: %d; want %d", post, got.Status, want)
			}
		}
		w.decide(c, "revoke", form.Answers{"reason": "x", "ground": "申报材料不实"})
		if got := w.As("330000-province-clerk-1").Get(path); got.Status != http.StatusGone {
			t.Errorf("a revoked one: %d; want 410", got.Status)
		}
		// A city sees it and may not end it.
		if got := w.As("330700-city-clerk-1").Post("/cases/"+c.ID+"/moves/revoke", url.Values{"seen": {"1"}}); got.Status != http.StatusForbidden {
			t.Errorf("a city revokes: %d; want 403", got.Status)
		}
	})
}

// Holders see their own certificate and no other one.
func TestHolder(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, other := w.certified(wang), w.certified(lin)
		me := org.Actor{Person: c.Party, Name: wang.name, Role: programme.Applicant}
		if _, err := w.House.Flow.Find(t.Context(), me, c.ID); err != nil {
			t.Errorf("one's own: %v", err)
		}
		if _, err := w.House.Flow.Find(t.Context(), me, other.ID); fault.Of(err) != fault.Missing {
			t.Errorf("another's: %v; want Missing", err)
		}
	})
}

// The register finds people by name, organisation, city and direction.
func TestRegister(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.certified(wang)
		w.certified(lin)
		b := w.Stranger()
		for query, want := range map[string][2]bool{
			"":                       {true, true},
			"?q=王青":                  {true, false},
			"?q=%3Dcmd":              {false, true},
			"?q=浙跨电师[2017]0002号":     {false, true},
			"?city=330700":           {true, false},
			"?direction=独立站":         {false, true},
			"?q=王青&city=330100":      {false, false},
			"?q=%25":                 {false, false},
			"?after=浙跨电师〔2017〕0001号": {false, true},
		} {
			path, rest, _ := strings.Cut(query, "?")
			v, err := url.ParseQuery(rest)
			if err != nil {
				t.Fatal(err)
			}
			got := text(b.Get("/register" + path + "?" + v.Encode()).Body)
			if strings.Contains(got, wang.name) != want[0] || strings.Contains(got, lin.name) != want[1] {
				t.Errorf("%s: %s", query, got)
			}
		}
	})
}

// What is issued stands in the register at once, also in the page that is kept.
func TestRegisterIsCurrent(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.Stranger()
		b.Get("/register")
		c := w.certified(wang)
		holds(t, b.Get("/register").Body, wang.name)
		w.decide(c, "revoke", form.Answers{"reason": "x", "ground": "申报材料不实"})
		if strings.Contains(b.Get("/register").Body, wang.name) {
			t.Error("a revoked certificate is still in the register")
		}
	})
}

// Pages by key show everybody once.
func TestRegisterPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 51 {
			w.certified(person{fmt.Sprintf("演示·%c", '一'+rune(i)), "演示单位", "330782", "330700", "wish"})
		}
		next := regexp.MustCompile(`rel="next" href="([^"]+)"`)
		path, seen, pages := "/register", map[string]bool{}, 0
		for path != "" {
			body := w.Stranger().Get(path).Body
			for _, n := range regexp.MustCompile(`浙跨电师〔2017〕\d{4}号`).FindAllString(text(body), -1) {
				if seen[n] {
					t.Errorf("%s twice", n)
				}
				seen[n] = true
			}
			pages++
			m := next.FindStringSubmatch(body)
			if path = ""; m != nil {
				path = html.UnescapeString(m[1])
			}
		}
		if len(seen) != 51 || pages != 2 {
			t.Errorf("%d people on %d pages; want 51 on 2", len(seen), pages)
		}
	})
}

// No public page tells what only the record may know.
func TestPublicPagesDoNotLeak(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, bad := w.certified(wang), w.certified(lin)
		w.decide(bad, "revoke", form.Answers{"reason": "联系人19900000001", "ground": "申报材料不实"})
		b := w.Stranger()
		bodies := []string{
			b.Get("/verify").Body, b.Get("/register").Body, b.Get("/verify/" + w.facts(c)["code"]).Body,
			b.Get("/verify/" + w.facts(bad)["code"]).Body, b.Get("/verify/x").Body, b.Get("/progress").Body,
		}
		for i, body := range bodies {
			for _, l := range ident.Leaks(text(body), nil) {
				if l.Block {
					t.Errorf("page %d: %s %s", i, l.Kind, l.Mask)
				}
			}
		}
		for _, secret := range []string{w.facts(c)["code"], c.ID, c.Party, c.Parent} {
			if bytes.Contains([]byte(bodies[1]), []byte(secret)) {
				t.Errorf("the register tells %q", secret)
			}
		}
	})
}

// Too many tries by number and name are refused, whatever is asked.
func TestVerifyLimit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.facts(w.certified(wang)), w.Stranger()
		w.House.Demo = false // where nobody rehearses
		for range 30 {
			b.Post("/verify", url.Values{"number": {"x"}, "name": {"y"}})
		}
		got := b.Post("/verify", url.Values{"number": {a["number"]}, "name": {wang.name}})
		if got.Status != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" || strings.Contains(got.Body, "有效。") {
			t.Errorf("try 31: %d", got.Status)
		}
		if got := b.Get("/verify/" + a["code"]); got.Status != 200 {
			t.Errorf("a scan meanwhile: %d; want 200", got.Status)
		}
	})
}

// The page of a case leads to the paper, and the entry's to the certificate.
func TestSections(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.certified(wang)
		b := w.As("330000-province-clerk-1")
		for _, id := range []string{c.ID, c.Parent} {
			if body := b.Get("/cases/" + id).Body; !strings.Contains(body, "/certificates/"+c.ID+".pdf") {
				t.Errorf("/cases/%s does not lead to the paper", id)
			}
		}
		holds(t, b.Get("/certificates").Body, wang.name, w.facts(c)["number"])
	})
}

// An office finds a certificate by a part of its number or name, in a state.
func TestOfficeSearch(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.certified(wang)
		number := w.facts(c)["number"]
		b := w.As("330000-province-clerk-1")
		bare := strings.NewReplacer("〔", " ", "〕", "").Replace(number)
		for q, found := range map[string]bool{
			"q=" + url.QueryEscape(number): true, "q=" + url.QueryEscape(bare): true, "q=" + url.QueryEscape(wang.name): true,
			"q=" + url.QueryEscape(wang.name) + "&state=valid": true, "q=" + url.QueryEscape(wang.name) + "&state=revoked": false,
			"q=9999": false, "q=%25": false,
		} {
			body := b.Get("/certificates?" + q).Body
			if strings.Contains(body, "/cases/"+c.ID) != found || strings.Contains(body, "没有找到这样的证书") == found {
				t.Errorf("%s: found %v; want %v", q, !found, found)
			}
		}
		if body := w.As("330100-city-clerk-1").Get("/certificates?q=" + url.QueryEscape(wang.name)).Body; strings.Contains(body, "/cases/"+c.ID) {
			t.Error("another city finds it")
		}
	})
}
