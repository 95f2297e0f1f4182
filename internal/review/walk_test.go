package review_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

func TestReview(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		one := p.Apply("one", "演示·甲", "=1+1演示学院", "330782", "330700", "at-county")
		two := p.Apply("two", "演示·𠮷田·阿卜杜", "演示学院", "330782", "330700", "at-county")
		b := p.As(countyClerk)
		apptest.Has(t, "the page", b.Get("/review/one"), http.StatusOK, "个人情况表（附件2）", "=1+1演示学院", "退回补正", "初核通过，转报市级", "/review/two", "第 1 件，共 2 件")

		// A tick without a reason: everything typed comes back.
		v := seen(one)
		v["bad"] = []string{"name", "post"}
		v.Set("why.post", "与盖章页<不>一致")
		v.Set("note", "请尽快")
		got := b.Post("/review/one/return", v)
		apptest.Has(t, "the page", got, http.StatusUnprocessableEntity, "请写明问题。", "与盖章页&lt;不&gt;一致", "请尽快")
		apptest.Has(t, "the page", b.Post("/review/one/return", seen(one)), http.StatusUnprocessableEntity, "请在左边勾出需要补正的项")

		v.Set("why.name", "与身份证件不一致")
		got = b.Post("/review/one/return", v)
		apptest.Has(t, "the page", got, http.StatusSeeOther)
		if want := "/review/two?done=one"; got.Location != want {
			t.Errorf("led to %q; want %q", got.Location, want)
		}
		apptest.Has(t, "the page", b.Get(got.Location), http.StatusOK, "已办理：演示·甲", "撤回")
		c := p.Case("one")
		a, err := p.House.Flow.Answers(t.Context(), p.DB, c, "return-county")
		if err != nil || c.State != "fix-county" || len(form.Table(a["faults"])) != 2 {
			t.Errorf("stands at %s with %v, %v", c.State, a, err)
		}
		apptest.Has(t, "the page", b.Get("/desk"), http.StatusOK, "等本人补正 2 处：姓名")

		// An old page, another county, an applicant's move.
		apptest.Has(t, "the page", b.Post("/review/one/return", v), http.StatusConflict)
		apptest.Has(t, "the page", p.As("330783-county-clerk-1").Post("/review/two/moves/forward", seen(two)), http.StatusNotFound)
		apptest.Has(t, "the page", b.Post("/review/two/moves/pass", seen(two)), http.StatusForbidden)
		apptest.Has(t, "the page", b.Post("/review/two/moves/not-forward", seen(two)), http.StatusUnprocessableEntity)
		apptest.Has(t, "the page", p.As(province).Get("/review/two"), http.StatusNotFound)
		apptest.Has(t, "the page", p.Stranger().Get("/review/two"), http.StatusSeeOther)

		// A ready sentence stands in the form, but not where something is at odds.
		const ready = "经初核，材料齐全，情况属实，同意报送。"
		apptest.Has(t, "the page", b.Get("/review/two"), http.StatusOK, ready)
		atOdds := func(what string) {
			err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `INSERT INTO applications (case_id, clause, directions, post, months, warnings, host, id_sex, id_birth, at)
					VALUES ('two', '二.1', 'amazon', '讲师', 30, $1, '', '', '', 0) ON CONFLICT (case_id) DO UPDATE SET warnings = excluded.warnings`, what)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		atOdds("birth")
		apptest.Lacks(t, "with something at odds", b.Get("/review/two"), ready)
		atOdds("")

		// The city acts for a county that does not.
		v = seen(two)
		v.Set("opinion", "代为初核。")
		city := p.As(cityClerk)
		apptest.Has(t, "the page", city.Get("/review/two"), http.StatusOK, "您在代办")
		apptest.Has(t, "the page", city.Post("/review/two/moves/forward", v), http.StatusSeeOther)
		apptest.Has(t, "the page", city.Get("/review/two"), http.StatusOK, "（代县级办理）", "市商务局（委）初审意见", "符合申报条件二.1")
	})
}

func TestClaim(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		c := p.Apply("one", "演示·甲", "演示学院", "330782", "330700", "at-city")
		apptest.Has(t, "the page", p.As(cityClerk).Post("/cases/one/claim", seen(c)), http.StatusSeeOther)
		apptest.Has(t, "the page", p.As(cityClerk).Get("/review/one"), http.StatusOK, "您正在办")
		apptest.Has(t, "the page", p.As(colleague).Get("/review/one"), http.StatusOK, p.Post(cityClerk).Name+" 正在办", "由我接手")
	})
}

// Two clerks decide at once: one does, the other is told that it has changed.
func TestTwoClerksAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		c := p.Apply("one", "演示·甲", "演示学院", "330782", "330700", "at-city")
		pass, back := seen(c), seen(c)
		pass.Set("opinion", "同意推荐。")
		back["bad"] = []string{"name"}
		back.Set("why.name", "不一致")
		got := both(func() apptest.Answer { return p.As(cityClerk).Post("/review/one/moves/pass", pass) },
			func() apptest.Answer { return p.As(colleague).Post("/review/one/return", back) })
		if got != "303 409" && got != "409 303" {
			t.Errorf("two at once: %s; want one 303 and one 409", got)
		}
	})
}

func both(f, g func() apptest.Answer) string {
	var a, b apptest.Answer
	var wg sync.WaitGroup
	wg.Go(func() { a = f() })
	wg.Go(func() { b = g() })
	wg.Wait()
	return fmt.Sprint(a.Status, " ", b.Status)
}

// seen says which state of a case a page showed.
func seen(c *flow.Case) url.Values { return url.Values{"seen": {fmt.Sprint(c.Seq)}} }
