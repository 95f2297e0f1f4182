package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

const (
	system   = "330000-system-clerk-1"
	security = "330000-security-clerk-1"
	audit    = "330000-audit-clerk-1"
	auditor  = "330000-auditor-clerk-1"
	county   = "330782-county-clerk-1"
	city     = "330700-city-clerk-1"
	city2    = "330700-city-clerk-2"
)

func TestWhoMaySee(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	for _, c := range []struct {
		page string
		see  []string
	}{
		{"/admin", []string{system, security}},
		{"/admin/organisations/330782", []string{system, security}},
		{"/admin/posts/" + county, []string{system, security}},
		{"/audit", []string{audit, auditor}},
		{"/settings", []string{system, security, audit, auditor, county, city}},
	} {
		for _, who := range []string{system, security, audit, auditor, county, city} {
			want := http.StatusNotFound
			for _, s := range c.see {
				if s == who {
					want = http.StatusOK
				}
			}
			if got := p.As(who).Get(c.page); got.Status != want {
				t.Errorf("%s sees %s: %d; want %d", who, c.page, got.Status, want)
			}
		}
		if got := p.Stranger().Get(c.page); got.Status != http.StatusSeeOther {
			t.Errorf("a stranger at %s: %d", c.page, got.Status)
		}
	}
}

var link = regexp.MustCompile(`value="http://[^"/]+(/join/[\w-]+)"`)

func invitation(name string) url.Values {
	return url.Values{"id": {db.NewID()}, "name": {name}, "title": {"经办"}, "rank": {"clerk"}}
}

func TestInvite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(system)
		form := invitation("𠮷田·阿卜杜")
		got := b.Post("/admin/organisations/330782/invite", form)
		m := link.FindStringSubmatch(got.Body)
		if got.Status != http.StatusOK || m == nil {
			t.Fatalf("invite: %d, no link\n%s", got.Status, got.Body)
		}
		if again := b.Post("/admin/organisations/330782/invite", form); again.Status != http.StatusConflict {
			t.Errorf("the same page sent twice: %d; want 409", again.Status)
		}
		if strings.Contains(b.Get("/admin/organisations/330782").Body, m[1]) {
			t.Error("the link is shown again")
		}
		guest := p.Stranger()
		if page := guest.Get(m[1]); !strings.Contains(page.Body, "𠮷田·阿卜杜") || !strings.Contains(page.Body, "义乌市") {
			t.Errorf("the link does not say whom it signs in\n%s", page.Body)
		}
		if got := guest.Post(m[1], nil); got.Status != http.StatusSeeOther {
			t.Fatalf("redeem: %d", got.Status)
		}
		if got := guest.Get("/desk"); got.Status != http.StatusOK || !strings.Contains(got.Body, "𠮷田·阿卜杜") {
			t.Errorf("desk: %d", got.Status)
		}
		if got := p.Stranger().Post(m[1], nil); got.Status != http.StatusGone {
			t.Errorf("the link twice: %d; want 410", got.Status)
		}
	})
}

func TestInviteRefused(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	b := p.As(system)
	operator := "/admin/organisations/" + org.OperatorID + "/invite"
	for _, c := range []struct {
		who    *apptest.Browser
		path   string
		change func(url.Values)
		want   int
	}{
		{b, "/admin/organisations/330782/invite", func(v url.Values) { v.Del("name") }, 422},
		{b, "/admin/organisations/330782/invite", func(v url.Values) { v.Del("title") }, 422},
		{b, "/admin/organisations/330782/invite", func(v url.Values) { v.Set("rank", "emperor") }, 422},
		{b, "/admin/organisations/330782/invite", func(v url.Values) { v.Set("id", "x") }, 422},
		{b, "/admin/organisations/330782/invite", func(v url.Values) { v.Set("person", "p-"+city) }, 422},
		{b, "/admin/organisations/none/invite", func(url.Values) {}, 404},
		// The three administrators are three people with nothing else.
		{b, operator, func(v url.Values) { v.Set("role", "audit"); v.Set("person", "p-"+system) }, 422},
		{b, operator, func(v url.Values) { v.Set("role", "province") }, 422},
		{p.As(security), "/admin/organisations/330782/invite", func(url.Values) {}, 403},
		{p.As(county), "/admin/organisations/330782/invite", func(url.Values) {}, 404},
	} {
		v := invitation("演示·新人")
		c.change(v)
		if got := c.who.Post(c.path, v); got.Status != c.want {
			t.Errorf("%s %v: %d; want %d", c.path, v, got.Status, c.want)
		}
	}
	posts, err := p.House.Flow.Orgs().Posts(t.Context(), p.DB, "p-"+system)
	if err != nil || len(posts) != 1 {
		t.Errorf("the system administrator has %d posts", len(posts))
	}
}

// claimed opens an application that stands with the city and has it claimed.
func claimed(t *testing.T, p *apptest.Program, by string) *flow.Case {
	t.Helper()
	ctx, f := t.Context(), p.House.Flow
	person := db.NewID()
	if err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		return f.Orgs().AddPerson(ctx, tx, person, "演示·申报", f.Now())
	}); err != nil {
		t.Fatal(err)
	}
	a := org.Actor{Person: person, Role: programme.Applicant}
	c, err := f.Open(ctx, a, flow.Opening{ID: db.NewID(), Track: "application", Party: person, Name: "演示·申报", County: "330782", City: "330700"})
	if err != nil {
		t.Fatal(err)
	}
	m, _ := c.Track.Move("forward")
	officer := org.Holding(p.Post(by))
	if err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		after, err := f.MoveIn(ctx, tx, *c, m, officer, nil)
		*c = after
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := f.Claim(ctx, c, officer, c.Seq, false); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLeaverHandsOver(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := claimed(t, p, city)
		leaver, b := p.As(city), p.As(system)
		end := "/admin/posts/" + city + "/end"
		if got := b.Get("/admin/posts/" + city); !strings.Contains(got.Body, "1 件") {
			t.Errorf("the page does not say what is at work\n%s", got.Body)
		}
		for _, to := range []string{"", "p-" + city, "p-" + county, "p-330700-city-leader-9"} {
			if got := b.Post(end, url.Values{"to": {to}}); got.Status != http.StatusUnprocessableEntity {
				t.Errorf("hand over to %q: %d; want 422", to, got.Status)
			}
		}
		if got := leaver.Get("/desk"); got.Status != http.StatusOK {
			t.Fatalf("desk before: %d", got.Status)
		}
		if got := b.Post(end, url.Values{"to": {"p-" + city2}}); got.Status != http.StatusSeeOther {
			t.Fatalf("end: %d\n%s", got.Status, got.Body)
		}
		now, err := p.House.Flow.Load(t.Context(), p.DB, c.ID)
		if err != nil || now.ClaimedBy != "p-"+city2 {
			t.Errorf("claimed by %q, %v", now.ClaimedBy, err)
		}
		if got := leaver.Get("/desk"); got.Status != http.StatusSeeOther {
			t.Errorf("the leaver's desk: %d; want the page to sign in", got.Status)
		}
		if got := b.Post(end, nil); got.Status != http.StatusNotFound {
			t.Errorf("end twice: %d", got.Status)
		}
		if got := b.Post("/admin/posts/"+system+"/end", nil); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("end one's own post: %d; want 422", got.Status)
		}
	})
}

func TestContact(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, path := p.As(system), "/admin/organisations/330782"
		if got := b.Post(path+"/contact", url.Values{"contact": {"<b>"}, "phone": {"12"}}); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "&lt;b&gt;") {
			t.Errorf("a wrong number: %d", got.Status)
		}
		if got := b.Post(path+"/contact", url.Values{"contact": {"演示联系人甲"}, "phone": {"0579-20000001"}}); got.Status != http.StatusSeeOther {
			t.Fatalf("contact: %d", got.Status)
		}
		if got := b.Get(path); !strings.Contains(got.Body, "演示联系人甲") {
			t.Error("the contact was not kept")
		}
	})
}

func TestAudit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.As(county)
		b := p.As(auditor)
		page := b.Get("/audit")
		name := p.Post(county).Name
		for _, want := range []string{name, "登录", "义乌市", "方式：链接"} {
			if !strings.Contains(page.Body, want) {
				t.Errorf("the audit does not say %q", want)
			}
		}
		before := rows(t, p)
		if got := b.Get("/audit?act=sign-out"); strings.Contains(got.Body, "方式：链接") {
			t.Error("the filter by act lets a sign-in pass")
		}
		if got := b.Get("/audit?person=" + url.QueryEscape(name)); !strings.Contains(got.Body, name) || strings.Contains(got.Body, ">审计员<") && strings.Contains(got.Body, p.Post(auditor).Name+"</th>") {
			t.Error("the filter by person is wrong")
		}
		if got := b.Get("/audit?person=" + url.QueryEscape("没有这个人")); strings.Contains(got.Body, "方式：链接") {
			t.Error("nobody of that name did something")
		}
		if got := rows(t, p); got != before {
			t.Errorf("reading the audit made %d rows", got-before)
		}
		if got := b.Post("/audit/verify", nil); got.Status != http.StatusOK || !strings.Contains(got.Body, "校验通过") {
			t.Errorf("verify: %d\n%s", got.Status, got.Body)
		}
		if got := p.As(system).Post("/audit/verify", nil); got.Status != http.StatusNotFound {
			t.Errorf("the system administrator checks the record: %d", got.Status)
		}
	})
}

func rows(t *testing.T, p *apptest.Program) int {
	t.Helper()
	lines, err := p.House.Flow.LogLines(t.Context(), record.LogFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return len(lines)
}

// A changed record is found, and the page says where.
func TestVerifyFinds(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	c := claimed(t, p, city)
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'pooled' WHERE id = $1`, c.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.As(audit).Post("/audit/verify", nil); !strings.Contains(got.Body, "处不符") || !strings.Contains(got.Body, c.ID) {
		t.Errorf("the change was not found\n%s", got.Body)
	}
}

func TestSettings(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	page := p.As(county).Get("/settings")
	for _, want := range []string{"公示期", "publicity.days", "个工作日", "系统默认", "72号文", "1500", "60"} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the settings do not say %q", want)
		}
	}
	for name, l := range p.House.Flow.Current().Limits {
		if !strings.Contains(page.Body, name) || !strings.Contains(page.Body, l.Basis.Cite().String()) {
			t.Errorf("the settings leave out %s", name)
		}
	}
	if strings.Contains(page.Body, ">6000<") {
		t.Error("a score is shown in hundredths")
	}
}

// A table of several offices is checked as a whole, invited as a whole and once.
func TestInviteMany(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(system)
		office, err := p.House.Flow.Orgs().Organisation(t.Context(), p.DB, "330782")
		if err != nil {
			t.Fatal(err)
		}
		faulty := "单位\t姓名\t职务\t审批层级\n" + office.Name + "\t\t科员\t\n没有的局\t演示·丙\t科员\t\n" + office.Name + "\t演示·甲\t科员\t皇帝\n"
		got := b.Post("/admin/invitations", url.Values{"text": {faulty}, "act": {"take"}, "id": {db.NewID()}})
		if got.Status != 422 {
			t.Fatalf("a faulty table: %d; want 422", got.Status)
		}
		for _, want := range []string{"没有姓名", "没有找到这个单位", "看不懂的审批层级", "一个人也没有邀请", "皇帝"} {
			if !strings.Contains(got.Body, want) {
				t.Errorf("a faulty table does not say %q", want)
			}
		}
		if strings.Contains(got.Body, "/join/") {
			t.Error("a faulty table makes links")
		}
		table := "单位\t姓名\t职务\t审批层级\n" + office.Name + "\t𠮷田·阿卜杜\t科员\t\n" + office.Name + "\tO'Neil Li\t副局长\t副局长\n"
		if got := b.Post("/admin/invitations", url.Values{"text": {table}}); got.Status != 200 || strings.Contains(got.Body, "/join/") || !strings.Contains(got.Body, "2 人都可以邀请") {
			t.Fatalf("a table to check: %d\n%s", got.Status, got.Body)
		}
		form := url.Values{"text": {table}, "act": {"take"}, "id": {db.NewID()}}
		done := b.Post("/admin/invitations", form)
		links := regexp.MustCompile(`/join/[\w-]+`).FindAllString(done.Body, -1)
		links = slices.Compact(links) // each is there to copy and to print
		if done.Status != 200 || len(links) != 2 {
			t.Fatalf("a table: %d, %d links\n%s", done.Status, len(links), done.Body)
		}
		if again := b.Post("/admin/invitations", form); again.Status != 422 && again.Status != 409 {
			t.Errorf("the same page sent twice: %d", again.Status)
		}
		staff, err := p.House.Flow.Orgs().Staff(t.Context(), p.DB, "330782")
		if err != nil {
			t.Fatal(err)
		}
		rank := map[string]programme.Rank{}
		for _, one := range staff {
			rank[one.Name] = one.Rank
		}
		if rank["𠮷田·阿卜杜"] != programme.Clerk || rank["O'Neil Li"] != programme.Leader {
			t.Errorf("ranks %v", rank)
		}
		guest := p.Stranger()
		if got := guest.Post(links[0], nil); got.Status != http.StatusSeeOther {
			t.Errorf("redeem: %d", got.Status)
		}
		if got := guest.Get("/desk"); got.Status != 200 || !strings.Contains(got.Body, "𠮷田·阿卜杜") {
			t.Errorf("desk: %d", got.Status)
		}
		for who, want := range map[string]int{security: 404, county: 404} {
			if got := p.As(who).Get("/admin/invitations"); got.Status != want {
				t.Errorf("%s: %d; want %d", who, got.Status, want)
			}
		}
	})
}
