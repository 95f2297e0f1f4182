package mobilise_test

import (
	"net/http"
	"net/url"
	"testing"

	"qinglan/internal/app/apptest"
)

// 一键催办 is looked at before it goes: who gets a text message, who has to be
// called, the words and the cost. Looking sends nothing.
func TestUrgeIsLookedAt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(yiwu)
		enter(t, b, table)
		firm, school := idOf(t, p, "=cmd()"), idOf(t, p, "义乌演示职业学院")
		for id, way := range map[string]string{firm: "wechat", school: "wechat"} {
			apptest.Has(t, "told", b.Post("/addressees/"+id+"/tell", url.Values{"version": {version(t, b, id)}, "way": {way}}), http.StatusSeeOther)
		}
		p.Clock.Set(p.Clock.Now().AddDate(0, 0, 12)) // past the holidays
		page := apptest.Has(t, "look", b.Get("/mobilise/330782/urge"), http.StatusOK, "确认发给 1 个对象", "没有手机号码，请打电话", "199****2222", "其中一条的原文", "条计费", "/to/", "复制到微信")
		apptest.Lacks(t, "look", page, "19900002222")
		if n := len(p.Sink.To("19900002222")); n != 0 {
			t.Fatalf("looking sent %d", n)
		}
		apptest.Has(t, "who may not", p.As("330726-county-clerk-1").Get("/mobilise/330782/urge"), http.StatusNotFound)
		apptest.Has(t, "urge", b.Post("/mobilise/330782/urge", nil), http.StatusSeeOther)
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(p.Sink.To("19900002222")); n != 1 {
			t.Errorf("%d text messages", n)
		}
		apptest.Has(t, "how it fared", b.Get("/addressees/"+firm), http.StatusOK, "短信已发")
		apptest.Has(t, "nothing left", b.Get("/mobilise/330782/urge"), http.StatusOK, "没有可以发短信的对象")
	})
}
