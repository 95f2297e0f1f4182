package mobilise_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

const (
	yiwu      = "330782-county-clerk-1"
	yiwu2     = "330782-county-clerk-2"
	pujiang   = "330726-county-clerk-1"
	jinhua    = "330700-city-clerk-1"
	hangzhou  = "330100-city-clerk-1"
	province  = "330000-province-clerk-1"
	applicant = "19912300001"
)

// count returns what a query of one number says.
func count(t *testing.T, p *apptest.Program, query string, args ...any) (n int) {
	t.Helper()
	if err := p.DB.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

const table = "名称\t类别\t联系人\t电话\n" +
	"义乌演示职业学院\t高职院校\t演示·王\t0579-20000001\n" +
	"𠮷田·阿卜杜\t讲师\t\t19900001111\n" +
	"=cmd()\t跨境电商企业\t演示·李\t19900002222\n" +
	"演示培训中心\t机构\t演示·赵\t\n"

func paste(text string) url.Values { return url.Values{"text": {text}} }

// enter pastes and confirms.
func enter(t *testing.T, b *apptest.Browser, text string) {
	t.Helper()
	apptest.Has(t, "preview", b.Post("/mobilise/330782/paste", paste(text)), http.StatusOK, "都可以保存，还没有保存")
	apptest.Has(t, "confirm", b.Post("/mobilise/330782/add", paste(text)), http.StatusSeeOther)
}

func idOf(t *testing.T, p *apptest.Program, name string) string {
	t.Helper()
	var id string
	if err := p.DB.QueryRowContext(t.Context(), `SELECT id FROM addressees WHERE name = $1`, name).Scan(&id); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return id
}

var (
	versionField = regexp.MustCompile(`name="version" value="(\d+)"`)
	linkInText   = regexp.MustCompile(`/to/[0-9a-f]{32}`)
)

func version(t *testing.T, b *apptest.Browser, id string) string {
	t.Helper()
	m := versionField.FindStringSubmatch(b.Get("/addressees/" + id).Body)
	if m == nil {
		t.Fatalf("no version at %s", id)
	}
	return m[1]
}

// Every fault of a pasted table is said in its row, and nothing is kept before
// it is confirmed.
func TestPaste(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(yiwu)
		enter(t, b, table)
		bad := "义乌演示职业学院，院校，演示·王，0579-20000001\n" + // has it
			"演示甲公司，公司，演示·周，123\n" +
			"，企业，演示·吴，19900003333\n" +
			"演示乙，神仙，演示·郑，19900004444\n" +
			"演示丙公司，企业\n" +
			"演示丁公司，企业，演示·冯，19900005555\n" +
			"演示丁公司，企业，演示·冯，19900005555，多余\n"
		got := b.Post("/mobilise/330782/paste", paste(bad))
		apptest.Has(t, "faults", got, http.StatusUnprocessableEntity, "7 行中有 6 行有问题，一行也没有保存", "名单里已经有了。", "带区号的座机", "没有名称。",
			"看不懂的类别", "没有联系人也没有电话", "与第 6 行重复。", "多出了内容", "演示·郑")
		apptest.Has(t, "confirming what has faults", b.Post("/mobilise/330782/add", paste(bad)), http.StatusUnprocessableEntity, "一行也没有保存")
		if n := count(t, p, `SELECT COUNT(*) FROM addressees`); n != 4 {
			t.Errorf("%d addressees, want 4", n)
		}
		var many strings.Builder
		for i := range 2000 {
			fmt.Fprintf(&many, "演示第%d公司\t企业\t演示·%d\t\n", i, i)
		}
		began := time.Now()
		apptest.Has(t, "2,000 rows", b.Post("/mobilise/330782/paste", paste(many.String())), http.StatusUnprocessableEntity, "一次最多粘贴1000行，现在是2000行", "演示第1999公司")
		apptest.Has(t, "2,000 rows confirmed", b.Post("/mobilise/330782/add", paste(many.String())), http.StatusUnprocessableEntity)
		half := strings.Join(strings.Split(many.String(), "\n")[:1000], "\n")
		enter(t, b, half)
		t.Logf("2,000 and 1,000 rows in %v", time.Since(began))
		page := b.Get("/mobilise/330782")
		apptest.Has(t, "the list", page, http.StatusOK, "全部（1004）", "=cmd()", "𠮷田·阿卜杜", "后面的对象")
		if n := strings.Count(page.Body, `href="/addressees/`); n != 100 {
			t.Errorf("%d lines on a page, want 100", n)
		}
	})
}

// A county's contacts are its own: another county, the city, the province and
// the auditor do not read them, and at rest they are sealed.
func TestHidden(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(yiwu)
		enter(t, b, table)
		id := idOf(t, p, "𠮷田·阿卜杜")
		apptest.Has(t, "own list", b.Get("/mobilise/330782"), http.StatusOK, "19900001111", "演示·王")
		for _, who := range []string{pujiang, hangzhou, province} {
			o := p.As(who)
			apptest.Has(t, who+" list", o.Get("/mobilise/330782"), http.StatusNotFound)
			apptest.Has(t, who+" one", o.Get("/addressees/"+id), http.StatusNotFound)
			apptest.Has(t, who+" tells", o.Post("/addressees/"+id+"/tell", url.Values{"version": {"1"}, "way": {"wechat"}}), http.StatusNotFound)
			apptest.Has(t, who+" drops", o.Post("/addressees/"+id+"/drop", url.Values{"version": {"1"}, "reason": {"x"}}), http.StatusNotFound)
			apptest.Has(t, who+" pastes", o.Post("/mobilise/330782/add", paste("演示，企业，演示，19900007777")), http.StatusNotFound)
		}
		for _, who := range []string{jinhua, "330000-auditor-clerk-1"} {
			o := p.As(who)
			for _, path := range []string{"/mobilise/330782", "/addressees/" + id} {
				got := o.Get(path)
				apptest.Has(t, who+" "+path, got, http.StatusOK, "𠮷田·阿卜杜", "本级不显示")
				apptest.Lacks(t, who+" "+path, got, "19900001111", "演示·王", "演示·李")
			}
		}
		apptest.Has(t, "the auditor does nothing", p.As("330000-auditor-clerk-1").Post("/addressees/"+id+"/urge", url.Values{"version": {"1"}}), http.StatusForbidden)
		if n := count(t, p, `SELECT COUNT(*) FROM addressees WHERE phone LIKE '%1990000%' OR contact LIKE '%演示%'`); n != 0 {
			t.Errorf("%d contacts lie open", n)
		}
		// In a silent county's stead the city reads what it entered itself.
		c := p.As(jinhua)
		apptest.Has(t, "in its stead", c.Post("/mobilise/330726/add", paste("浦江演示学院，院校，演示·韩，19900008888")), http.StatusSeeOther)
		apptest.Has(t, "its own entry", c.Get("/mobilise/330726"), http.StatusOK, "您在代 浦江县 办理", "19900008888")
	})
}

// Two clerks note the same addressee: the second finds what the first noted,
// and keeps what was typed.
func TestTwoClerks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one, two := p.As(yiwu), p.As(yiwu)
		enter(t, one, table)
		id := idOf(t, p, "义乌演示职业学院")
		v := version(t, one, id)
		got := one.Post("/addressees/"+id+"/tell", url.Values{"version": {v}, "way": {"phone"}})
		apptest.Has(t, "a call without a note", got, http.StatusUnprocessableEntity, "电话告知请写明时间和谁接听")
		var wg sync.WaitGroup
		answers := make([]apptest.Answer, 2)
		for i, b := range []*apptest.Browser{one, two} {
			wg.Go(func() {
				answers[i] = b.Post("/addressees/"+id+"/tell", url.Values{"version": {v}, "way": {"phone"}, "note": {fmt.Sprintf("9:4%d 电话告知，本人接听", i)}})
			})
		}
		wg.Wait()
		ok, late := answers[0], answers[1]
		if ok.Status == http.StatusConflict {
			ok, late = late, ok
		}
		apptest.Has(t, "the first", ok, http.StatusSeeOther)
		apptest.Has(t, "the second", late, http.StatusConflict, "刚刚有同事登记过这个对象", "9:40 电话告知，本人接听", "9:41 电话告知，本人接听")
		if n := count(t, p, `SELECT COUNT(*) FROM tellings WHERE addressee = $1 AND way = 'phone'`, id); n != 1 {
			t.Errorf("%d tellings, want 1", n)
		}
		apptest.Has(t, "the list", one.Get("/mobilise/330782?show=told"), http.StatusOK, "已告知", "本人接听")
		// Taken off and put on again it is the same addressee with its trail.
		apptest.Has(t, "drop", one.Post("/addressees/"+id+"/drop", url.Values{"version": {version(t, one, id)}, "reason": {"已并入另一所院校"}}), http.StatusSeeOther)
		apptest.Has(t, "dropped", one.Get("/addressees/"+id), http.StatusNotFound)
		enter(t, one, "义乌演示职业学院，院校，演示·新，0579-20000009")
		apptest.Has(t, "back", one.Get("/addressees/"+id), http.StatusOK, "演示·新", "已并入另一所院校", "本人接听")
	})
}

// Silence begins after whole working days, one tap urges everybody silent who
// has a mobile, nobody twice a day, and the text says nothing but the notice.
func TestUrge(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(yiwu)
		enter(t, b, table)
		lecturer, firm, school := idOf(t, p, "𠮷田·阿卜杜"), idOf(t, p, "=cmd()"), idOf(t, p, "义乌演示职业学院")
		for _, id := range []string{lecturer, firm} {
			apptest.Has(t, "text", b.Post("/addressees/"+id+"/urge", url.Values{"version": {version(t, b, id)}}), http.StatusSeeOther)
		}
		apptest.Has(t, "no mobile", b.Post("/addressees/"+school+"/urge", url.Values{"version": {version(t, b, school)}}), http.StatusUnprocessableEntity, "没有手机号码")
		apptest.Has(t, "copied", b.Post("/addressees/"+school+"/tell", url.Values{"version": {version(t, b, school)}, "way": {"wechat"}}), http.StatusSeeOther)
		apptest.Has(t, "twice a day", b.Post("/addressees/"+firm+"/urge", url.Values{"version": {version(t, b, firm)}}), http.StatusGone, "一天只发一次")
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		sent := p.Sink.To("19900001111")
		if len(sent) != 1 || !strings.Contains(sent[0].Text, "义乌") || !linkInText.MatchString(sent[0].Text) || strings.Contains(sent[0].Text, "阿卜杜") {
			t.Fatalf("sent %v", sent)
		}
		if !strings.HasPrefix(linkAt(sent[0].Text), "http") {
			t.Errorf("the link of a text message leads nowhere: %s", sent[0].Text)
		}
		apptest.Lacks(t, "the same day", b.Get("/mobilise/330782"), "一键催办")
		apptest.Has(t, "the lecturer opens", p.Stranger().Post(linkInText.FindString(sent[0].Text), url.Values{"to": {"notice"}}), http.StatusSeeOther)
		p.Clock.Set(p.Clock.Now().AddDate(0, 0, 2)) // 30 September 2017 was a working day
		apptest.Lacks(t, "after two working days", b.Get("/mobilise/330782"), "一键催办")
		p.Clock.Set(p.Clock.Now().AddDate(0, 0, 10)) // past the holidays
		apptest.Has(t, "after three", b.Get("/mobilise/330782"), http.StatusOK, "一键催办 2 个沉默对象")
		apptest.Has(t, "the desk counts", b.Get("/desk"), http.StatusOK, "动员与摸底")
		got := b.Post("/mobilise/330782/urge", nil)
		apptest.Has(t, "urge all", got, http.StatusSeeOther)
		apptest.Has(t, "what was urged", b.Get(got.Location), http.StatusOK, "已催办 1 个对象", "还有 1 个没有手机号码", "已催办 1 次")
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(p.Sink.To("19900002222")); n != 2 {
			t.Errorf("the firm was texted %d times", n)
		}
		if n := len(p.Sink.To("19900001111")); n != 1 {
			t.Errorf("who opened was texted %d times", n)
		}
	})
}

func linkAt(text string) string {
	_, rest, _ := strings.Cut(text, "申报：")
	return rest
}

// A case that begins by a link is a number for whoever sent it: no name, no
// case, no county.
func TestArrival(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(yiwu)
		enter(t, b, table)
		id := idOf(t, p, "义乌演示职业学院")
		link := linkInText.FindString(b.Get("/addressees/" + id).Body)
		visitor := p.Stranger()
		apptest.Has(t, "land", visitor.Get(link), http.StatusOK, "查看通知", "义乌")
		apptest.Lacks(t, "land", visitor.Get(link), "义乌演示职业学院")
		if n := count(t, p, `SELECT opens FROM addressees WHERE id = $1`, id); n != 0 {
			t.Errorf("a preview counted as opened: %d", n)
		}
		got := visitor.Post(link, url.Values{"to": {"notice"}})
		apptest.Has(t, "open", got, http.StatusSeeOther)
		if got.Location != "/notices/jinhua" {
			t.Errorf("leads to %s", got.Location)
		}
		apptest.Has(t, "the clerk tries it", b.Post(link, nil), http.StatusSeeOther)
		one := &apptest.Browser{T: t, Base: visitor.Base, Client: visitor.Client}
		token, err := p.Accounts.LinkFor(t.Context(), person(t, p, "p-walk"), "", false)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "sign in", one.Post("/join/"+token, nil), http.StatusSeeOther)
		app := db.NewID()
		apptest.Has(t, "begin", one.Post("/apply", url.Values{"id": {app}, "clause": {"二.2"}}), http.StatusSeeOther)
		apptest.Has(t, "begin twice", one.Post("/apply", url.Values{"id": {app}, "clause": {"二.2"}}), http.StatusSeeOther)
		page := b.Get("/addressees/" + id)
		apptest.Has(t, "the sender", page, http.StatusOK, "已开始", "1 次", "1 件")
		apptest.Lacks(t, "the sender", page, app, "演示·走链", "/cases/")
		apptest.Has(t, "the case stays hidden", b.Get("/cases/"+app), http.StatusNotFound)
		move(t, p, app, "at-county", 2)
		apptest.Has(t, "the sender after", b.Get("/mobilise/330782?show=applied"), http.StatusOK, "已提交（1）", "义乌演示职业学院")
		apptest.Lacks(t, "the list", b.Get("/mobilise/330782?show=applied"), app)
		// By the poster, and by a link that is none.
		other := p.Stranger()
		apptest.Has(t, "poster", other.Get("/to/330782"), http.StatusOK, "直接申报")
		apptest.Has(t, "by the poster", other.Post("/to/330782", url.Values{"to": {"apply"}}), http.StatusSeeOther)
		apptest.Has(t, "counted", b.Get("/mobilise/330782"), http.StatusOK, "经海报：打开 1 次，开始 0 件，提交 0 件。")
		apptest.Has(t, "no such link", other.Get("/to/00000000000000000000000000000000"), http.StatusNotFound)
		apptest.Has(t, "no such county", other.Get("/to/110101"), http.StatusNotFound)
		got = b.Get("/mobilise/330782/poster.pdf")
		apptest.Has(t, "the paper", got, http.StatusOK)
		if !strings.HasPrefix(got.Body, "%PDF") {
			t.Errorf("no PDF: %.20q", got.Body)
		}
	})
}

func person(t *testing.T, p *apptest.Program, id string) string {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		return p.House.Flow.Orgs().AddPerson(t.Context(), tx, id, "演示·走链", p.House.Flow.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func move(t *testing.T, p *apptest.Program, id, state string, reach int) {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = $1, reach = $2 WHERE id = $3`, state, reach, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
