package notice_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
)

// The next edition's notice does not exist before its day; on that day it
// stands on the home page, marked as made up, and the old one a choice away.
func TestNextEdition(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.Stranger()
		for _, path := range []string{"/notices/demo2018", "/notices?edition=teacher2018", "/notices?edition=nothing"} {
			if got := b.Get(path).Status; got != http.StatusNotFound {
				t.Errorf("%s before it is issued: %d; want 404", path, got)
			}
		}
		if body := b.Get("/notices").Body; strings.Contains(body, `class="editions`) {
			t.Error("there is something to choose while one edition is open")
		}
		p.Clock.Set(calendar.Must("2018-03-26").At(8, 0))
		home := b.Get("/").Body
		for _, want := range []string{"2018年，虚构演示", "关于开展2018年跨境电商人才培育工作的通知（演示，虚构）", "演示（虚构）〔2018〕1号"} {
			if !strings.Contains(home, want) {
				t.Errorf("the home page lacks %q", want)
			}
		}
		if strings.Contains(home, "金华市关于开展2018年") {
			t.Error("Jinhua's notice is there two days early")
		}
		text := b.Get("/notices/demo2018").Body
		if !strings.Contains(text, "不是任何机关印发的通知") {
			t.Error("the notice does not say that it is made up")
		}
		p.Clock.Set(p.Clock.Now().Add(48 * time.Hour))
		if got := b.Get("/notices/demo2018-jinhua").Status; got != http.StatusOK {
			t.Errorf("Jinhua's notice on its day: %d", got)
		}
		for path, want := range map[string]string{
			"/notices": "关于开展2018年", "/notices?edition=teacher2017": "浙商务联发〔2017〕72号", "/notices/zswlf72": "浙商务联发〔2017〕72号",
		} {
			if body := b.Get(path).Body; !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
		// Both are issued and signed for side by side.
		desk := p.As("330000-province-clerk-1")
		for _, id := range []string{"zswlf72", "demo2018"} {
			if got := desk.Post("/notices/"+id+"/issue", url.Values{}); got.Status != http.StatusSeeOther {
				t.Fatalf("issue %s: %d", id, got.Status)
			}
		}
		if got := p.Case("receipt-demo2018-330700").Edition.Name + " " + p.Case("receipt-zswlf72-330700").Edition.Name; got != "teacher2018 teacher2017" {
			t.Errorf("the receipts are of %s", got)
		}
	})
}
