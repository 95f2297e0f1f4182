package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

// A buyer is known to no edition: the system administrator adds it, invites its
// clerk, and the clerk may register a need.
func TestAddBuyer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(system)
		apptest.Has(t, "the tab", b.Get("/admin?role=buyer"), http.StatusOK, "登记采购单位", "所在城市")
		apptest.Lacks(t, "another tab", b.Get("/admin?role=county"), "登记采购单位")
		apptest.Lacks(t, "the security administrator", p.As(security).Get("/admin?role=buyer"), "登记采购单位")
		v := url.Values{"id": {db.NewID()}, "name": {"𠮷演示采购中心"}, "region": {"330200"}}
		for _, c := range []struct {
			who  string
			with url.Values
			want int
		}{
			{security, v, 403},
			{county, v, 404},
			{system, url.Values{"id": v["id"], "region": v["region"]}, 422},
			{system, url.Values{"id": v["id"], "name": v["name"], "region": {"440100"}}, 422},
			{system, url.Values{"id": {"../x"}, "name": v["name"], "region": v["region"]}, 422},
			{system, url.Values{"id": v["id"], "name": {p.Post(county).Organisation.Name}, "region": v["region"]}, 422},
			{system, v, 303},
			{system, v, 303}, // pressed twice
			{system, url.Values{"id": {db.NewID()}, "name": v["name"], "region": v["region"]}, 422},
		} {
			if got := p.As(c.who).Post("/admin/organisations", c.with); got.Status != c.want {
				t.Errorf("%s adds %v: %d; want %d", c.who, c.with, got.Status, c.want)
			}
		}
		if n := logged(t, p, "add-organisation"); n != 1 {
			t.Errorf("adding is on record %d times; want once", n)
		}
		got := b.Post("/admin/organisations/b-"+v.Get("id")+"/invite", invitation("演示·采购"))
		m := link.FindStringSubmatch(got.Body)
		if m == nil {
			t.Fatalf("invite: %d, no link", got.Status)
		}
		clerk := p.Stranger()
		if got := clerk.Post(m[1], nil); got.Status != http.StatusSeeOther {
			t.Fatalf("redeem: %d", got.Status)
		}
		apptest.Has(t, "the buyer's page", clerk.Get("/purchases"), http.StatusOK, "登记购买需求")
	})
}

// A slip has a code and an address to copy; who made it sees whether it was
// used, and a new one ends it.
func TestSlip(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(system)
		v := invitation("演示·新人")
		const home = "/admin/organisations/330782"
		got := b.Post(home+"/invite", v)
		apptest.Has(t, "the slip", got, http.StatusOK, `class="slip-code"`, `data-copy="join-0"`, "登录链接已生成", "打印")
		first := link.FindStringSubmatch(got.Body)
		if first == nil {
			t.Fatal("no link")
		}
		post := "/admin/posts/" + v.Get("id")
		apptest.Has(t, "the office, before it is used", b.Get(home), http.StatusOK, "未登录", "链接有效到")
		apptest.Has(t, "the post, before it is used", b.Get(post), http.StatusOK, "未登录", "链接有效到")

		// Renewed: the old slip opens nothing any more.
		got = b.Post(post+"/link", nil)
		second := link.FindStringSubmatch(got.Body)
		apptest.Has(t, "the new slip", got, http.StatusOK, `class="slip-code"`, "以前没有用过的链接已失效")
		if second == nil || second[1] == first[1] {
			t.Fatal("no new link")
		}
		if got := p.Stranger().Post(first[1], nil); got.Status != http.StatusGone {
			t.Errorf("the old link: %d; want 410", got.Status)
		}
		if n := logged(t, p, "make-link"); n != 1 {
			t.Errorf("renewing is on record %d times; want once", n)
		}
		if got := p.Stranger().Post(second[1], nil); got.Status != http.StatusSeeOther {
			t.Errorf("the new link: %d", got.Status)
		}
		apptest.Has(t, "the post, once it is used", b.Get(post), http.StatusOK, "已登录")

		// Nobody used it in time.
		late := invitation("演示·迟到")
		b.Post(home+"/invite", late)
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE links SET ends = 1 WHERE post = $1`, late.Get("id"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "the office, once it has expired", b.Get(home), http.StatusOK, "未登录，链接已过期")
	})
}

// logged counts what the record holds of an act.
func logged(t *testing.T, p *apptest.Program, act string) (n int) {
	t.Helper()
	if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM journal WHERE move = $1`, act).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
