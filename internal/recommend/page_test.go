package recommend_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
)

func TestCountyDesk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		p.Apply("drafted", "演示·草稿人", "演示学院", "330782", "330700", "draft")
		p.Apply("mine", "演示·甲", "演示学院", "330782", "330700", "at-county")
		p.Apply("gone", "演示·乙", "演示学院", "330782", "330700", "at-city")
		p.Apply("theirs", "演示·丙", "演示学院", "330783", "330700", "at-county")
		b := p.As(countyClerk)
		got := b.Get("/desk")
		apptest.Has(t, "the page", got, http.StatusOK, "谁报了、缺什么", "演示·甲", "演示·乙", "/review/mine", "10月18日（周三）17:00", "只见人数")
		for _, no := range []string{"演示·草稿人", "演示·丙", "/review/gone"} {
			if strings.Contains(got.Body, no) {
				t.Errorf("the county's desk shows %s", no)
			}
		}
		// Its one draft is a number.
		if !strings.Contains(strings.Join(strings.Fields(got.Body), ""), `正在填写</span><spanclass="figure-value">1`) {
			t.Errorf("the county's desk does not count the draft: %s", got.Main())
		}
		apptest.Has(t, "the page", b.Get("/review/drafted"), http.StatusNotFound)
		apptest.Has(t, "the page", b.Get("/review/theirs"), http.StatusNotFound)
		apptest.Has(t, "the page", b.Get("/review/gone"), http.StatusSeeOther)
		apptest.Has(t, "the page", b.Get("/summaries"), http.StatusNotFound)
	})
}

func TestCityDesk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-18").At(9, 0))
		apptest.Has(t, "the page", p.As(cityClerk).Post("/notices/jinhua/issue", nil), http.StatusSeeOther)
		p.Apply("one", "演示·甲", "演示学院", "330782", "330700", "at-county")
		p.Apply("two", "演示·甲", "演示学院", "330783", "330700", "at-city")
		p.Apply("far", "演示·远", "演示学院", "330106", "330100", "at-city")
		got := p.As(cityClerk).Get("/desk")
		apptest.Has(t, "the page", got, http.StatusOK, "待本市初审", "可能重复申报", "未签收通知，1 件待初核，可代办",
			"/cases?track=application&amp;state=at-county&amp;county=330782", "/review/two", "建立汇总表")
		if strings.Contains(got.Body, "演示·远") {
			t.Error("a city sees another city's application")
		}
		apptest.Has(t, "the page", p.As(province).Get("/desk"), http.StatusOK, "各市进度", "金华市", "未上报")
		p.Clock.Set(calendar.Must("2017-10-21").At(0, 0))
		apptest.Has(t, "the page", p.As(province).Get("/desk"), http.StatusOK, "逾期未上报")
	})
}

// Two clerks open the list at once and get the same one.
func TestOneSummaryForTwo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var at [2]string
		open := func(i int, who string) func() apptest.Answer {
			b := p.As(who)
			return func() apptest.Answer {
				got := b.Post("/summaries", nil)
				at[i] = got.Location
				return got
			}
		}
		if got := both(open(0, cityClerk), open(1, colleague)); got != "303 303" || at[0] != at[1] {
			t.Errorf("two lists: %s at %v", got, at)
		}
		apptest.Has(t, "the page", p.As(otherCity).Get(at[0]), http.StatusNotFound)
		apptest.Has(t, "the page", p.As(province).Get(at[0]), http.StatusNotFound)
		apptest.Has(t, "the page", p.As(province).Post("/summaries", nil), http.StatusNotFound)
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

func TestChoosing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		p.Apply("one", "演示·甲", "演示学院", "330782", "330700", "pooled")
		late := p.Apply("late", "演示·迟", "演示学院", "330782", "330700", "at-city")
		c := begin(t, p)
		b, page := p.As(cityClerk), "/summaries/"+c.ID
		v := act(c)
		v.Set("place.one", "1")
		apptest.Has(t, "the page", b.Get(page), http.StatusOK, "还有 1 件没有审完", "/review/late")
		apptest.Has(t, "the page", b.Post(page+"/choose", v), http.StatusGone, "还有 1 件没有审完（如 演示·迟）")
		pass := seen(late)
		pass.Set("opinion", "同意推荐。")
		apptest.Has(t, "the page", b.Post("/review/late/moves/pass", pass), http.StatusSeeOther)
		apptest.Has(t, "the page", b.Post(page+"/choose", v), http.StatusUnprocessableEntity, "请填名次，或写明未列入的理由。", "局长办公会纪要")

		// What is typed is kept for the colleague, and gone when it is recorded.
		v.Set("place.late", "2")
		apptest.Has(t, "the page", b.Post(page+"/draft", v), http.StatusNoContent)
		apptest.Has(t, "the page", p.As(colleague).Get(page), http.StatusOK, "保存的草稿", "按专业方向和业绩排序", `value="2"`)
		apptest.Has(t, "the page", p.As(otherCity).Post(page+"/draft", v), http.StatusNotFound)
		apptest.Has(t, "the page", b.Get(page+"/annex1.pdf"), http.StatusOK)
		apptest.Has(t, "the page", b.Post(page+"/choose", v), http.StatusSeeOther)
		apptest.Has(t, "the page", b.Post(page+"/choose", v), http.StatusConflict)
		apptest.Has(t, "the page", b.Post(page+"/draft", v), http.StatusConflict)

		c = p.Case(c.ID)
		apptest.Has(t, "the page", b.Post(page+"/freeze", seen(c)), http.StatusSeeOther)
		forged := url.Values{"version": {"v9"}, "digest": {strings.Repeat("0", 64)}, "count": {"1"}}
		c = p.Case(c.ID)
		forged.Set("seen", fmt.Sprint(c.Seq))
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/freeze", forged), http.StatusConflict)

		// Chosen anew: another version, the old one as it was.
		again := seen(c)
		again.Set("reason", "名次有误")
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/reopen", again), http.StatusSeeOther)
		c = p.Case(c.ID)
		forged.Set("seen", fmt.Sprint(c.Seq))
		v = act(c)
		v.Set("place.late", "1")
		v.Set("place.one", "2")
		apptest.Has(t, "the page", b.Post(page+"/choose", v), http.StatusSeeOther)
		c = p.Case(c.ID)
		forged.Set("seen", fmt.Sprint(c.Seq))
		apptest.Has(t, "the page", b.Post("/cases/"+c.ID+"/moves/freeze", forged), http.StatusConflict, "名单刚刚有了变化")
		apptest.Has(t, "the page", b.Post(page+"/freeze", seen(c)), http.StatusSeeOther)
		apptest.Has(t, "the page", b.Get(page), http.StatusOK, "v1", "v2")
		first, second := table(t, b.Get(page+"/annex1.xlsx?v=v1").Body), table(t, b.Get(page+"/annex1.xlsx").Body)
		if first[0][1] != "演示·甲" || second[0][1] != "演示·迟" {
			t.Errorf("v1 begins with %s, v2 with %s", first[0][1], second[0][1])
		}
		apptest.Has(t, "the page", b.Get(page+"/annex1.xlsx?v=v3"), http.StatusNotFound)
		apptest.Has(t, "the page", p.As(otherCity).Get(page+"/annex1.pdf"), http.StatusNotFound)
		apptest.Has(t, "the page", p.As(countyClerk).Get(page+"/annex1.pdf"), http.StatusNotFound)
	})
}

// A list whose answers were changed behind the journal is not exported.
func TestChangedListIsNotExported(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := frozen(t, p)
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE answers SET body = $1 WHERE case_id = 'one' AND seq = 2`,
				string(apptest.Profile("演示·顶替", "演示学院").JSON()))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "the page", p.As(cityClerk).Get("/summaries/"+c.ID+"/annex1.pdf"), http.StatusConflict, "已停止导出")
	})
}
