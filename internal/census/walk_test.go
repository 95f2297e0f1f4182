package census_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

const (
	yiwu     = "330782-county-clerk-1"
	pujiang  = "330726-county-clerk-1"
	jinhua   = "330700-city-clerk-1"
	hangzhou = "330100-city-clerk-1"
	province = "330000-province-clerk-1"
)

func numbers(act, seen, version, n string) url.Values {
	v := url.Values{"act": {act}, "seen": {seen}, "version": {version}}
	for i := range 6 {
		for _, name := range []string{"lecturers", "institutions", "firms"} {
			v.Set(fmt.Sprintf("rows.%d.%s", i, name), n)
		}
	}
	return v
}

// 摸底 goes from the county's draft to the city's sum, and stands beside the
// recommendation as a number and no more.
func TestCensus(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, c := p.As(yiwu), p.As(jinhua)
		apptest.Has(t, "gaps", c.Get("/mobilise"), http.StatusOK, "未写明", "未开始", "义乌市")
		got := b.Post("/mobilise/330782/census", nil)
		apptest.Has(t, "begin", got, http.StatusSeeOther)
		path := got.Location
		id := strings.TrimPrefix(path, "/census/")
		apptest.Has(t, "begin again", b.Post("/mobilise/330782/census", nil), http.StatusSeeOther)
		apptest.Has(t, "the form", b.Get(path), http.StatusOK, "报送前请先写明工作主体", "速卖通")
		apptest.Has(t, "half a draft", b.Post(path, url.Values{"act": {"save"}, "seen": {"1"}, "version": {"0"}, "rows.0.lecturers": {"12"}}), http.StatusSeeOther)
		apptest.Has(t, "kept", b.Get(path), http.StatusOK, `value="12"`)
		apptest.Has(t, "a stale tab", b.Post(path, url.Values{"act": {"save"}, "seen": {"1"}, "version": {"0"}}), http.StatusConflict)
		apptest.Has(t, "not whole", b.Post(path, url.Values{"act": {"send"}, "seen": {"1"}, "version": {"1"}, "rows.0.lecturers": {"many"}}), http.StatusUnprocessableEntity, "请填写整数。", `value="many"`)
		apptest.Has(t, "all nought", b.Post(path, numbers("send", "1", "1", "0")), http.StatusUnprocessableEntity, "全部为零的")
		apptest.Has(t, "nobody does the work", b.Post(path, numbers("send", "1", "1", "7")), http.StatusGone, "请先写明本县的工作主体")
		who := url.Values{"version": {"0"}, "unit": {"义乌市电子商务中心（演示）"}, "person": {"演示·金"}, "phone": {"0579-20000077"}}
		apptest.Has(t, "no phone", b.Post("/mobilise/330782/body", url.Values{"version": {"0"}, "unit": {"义乌市电子商务中心（演示）"}}), http.StatusUnprocessableEntity, "义乌市电子商务中心（演示）")
		apptest.Has(t, "name the body", b.Post("/mobilise/330782/body", who), http.StatusSeeOther)
		apptest.Has(t, "name it from an old page", b.Post("/mobilise/330782/body", who), http.StatusConflict)
		apptest.Has(t, "send", b.Post(path, numbers("send", "1", "1", "7")), http.StatusSeeOther)
		apptest.Has(t, "another county", p.As(pujiang).Get("/cases/"+id), http.StatusNotFound)
		apptest.Has(t, "another city", p.As(hangzhou).Get("/cases/"+id), http.StatusNotFound)
		apptest.Has(t, "the city's desk", c.Get("/desk"), http.StatusOK, "义乌市")
		apptest.Has(t, "the case", c.Get("/cases/"+id), http.StatusOK, "义乌市电子商务中心（演示）", "0579-20000077", "纳入汇总")
		apptest.Has(t, "send back", c.Post("/cases/"+id+"/moves/return", url.Values{"seen": {"2"}, "reason": {"企业数请核对。"}}), http.StatusSeeOther)
		apptest.Has(t, "it came back", b.Get(path), http.StatusOK, "企业数请核对。", `value="7"`)
		apptest.Has(t, "mend", b.Post(path, numbers("send", "3", "0", "9")), http.StatusSeeOther)
		apptest.Has(t, "take in", c.Post("/cases/"+id+"/moves/accept", url.Values{"seen": {"4"}}), http.StatusSeeOther)
		apptest.Has(t, "the city's sum", c.Get("/mobilise"), http.StatusOK, "已纳入汇总", "54", "0579-20000077")
		province := p.As(province)
		apptest.Has(t, "the province's sum", province.Get("/mobilise"), http.StatusOK, "已报 1 / 12", "54")
		apptest.Has(t, "the counties", province.Get("/mobilise?city=330700"), http.StatusOK, "义乌市电子商务中心（演示）")
		apptest.Has(t, "beside the progress", province.Get("/progress"), http.StatusOK, "摸底数与推荐结构", "不作评分")
		apptest.Lacks(t, "the public progress", p.Stranger().Get("/progress"), "摸底数与推荐结构")
		got = c.Post("/summaries", nil)
		apptest.Has(t, "beside the recommendation", c.Get(got.Location), http.StatusOK, "摸底数与推荐结构", "不作评分", "初审通过（人次）")
	})
}
