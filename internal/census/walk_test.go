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

func has(t *testing.T, what string, got apptest.Answer, status int, texts ...string) {
	t.Helper()
	if got.Status != status {
		t.Fatalf("%s: %d, want %d: %.400s", what, got.Status, status, main(got.Body))
	}
	for _, text := range texts {
		if !strings.Contains(got.Body, text) {
			t.Errorf("%s does not say %q", what, text)
		}
	}
}

func lacks(t *testing.T, what string, got apptest.Answer, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(got.Body, text) {
			t.Errorf("%s says %q", what, text)
		}
	}
}

func main(body string) string {
	_, rest, _ := strings.Cut(body, "<main")
	return rest
}

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
		has(t, "gaps", c.Get("/mobilise"), http.StatusOK, "未写明", "未开始", "义乌市")
		got := b.Post("/mobilise/330782/census", nil)
		has(t, "begin", got, http.StatusSeeOther)
		path := got.Location
		id := strings.TrimPrefix(path, "/census/")
		has(t, "begin again", b.Post("/mobilise/330782/census", nil), http.StatusSeeOther)
		has(t, "the form", b.Get(path), http.StatusOK, "报送前请先写明工作主体", "速卖通")
		has(t, "half a draft", b.Post(path, url.Values{"act": {"save"}, "seen": {"1"}, "version": {"0"}, "rows.0.lecturers": {"12"}}), http.StatusSeeOther)
		has(t, "kept", b.Get(path), http.StatusOK, `value="12"`)
		has(t, "a stale tab", b.Post(path, url.Values{"act": {"save"}, "seen": {"1"}, "version": {"0"}}), http.StatusConflict)
		has(t, "not whole", b.Post(path, url.Values{"act": {"send"}, "seen": {"1"}, "version": {"1"}, "rows.0.lecturers": {"many"}}), http.StatusUnprocessableEntity, "请填写整数。", `value="many"`)
		has(t, "all nought", b.Post(path, numbers("send", "1", "1", "0")), http.StatusUnprocessableEntity, "全部为零的")
		has(t, "nobody does the work", b.Post(path, numbers("send", "1", "1", "7")), http.StatusGone, "请先写明本县的工作主体")
		who := url.Values{"version": {"0"}, "unit": {"义乌市电子商务中心（演示）"}, "person": {"演示·金"}, "phone": {"0579-20000077"}}
		has(t, "no phone", b.Post("/mobilise/330782/body", url.Values{"version": {"0"}, "unit": {"义乌市电子商务中心（演示）"}}), http.StatusUnprocessableEntity, "义乌市电子商务中心（演示）")
		has(t, "name the body", b.Post("/mobilise/330782/body", who), http.StatusSeeOther)
		has(t, "name it from an old page", b.Post("/mobilise/330782/body", who), http.StatusConflict)
		has(t, "send", b.Post(path, numbers("send", "1", "1", "7")), http.StatusSeeOther)
		has(t, "another county", p.As(pujiang).Get("/cases/"+id), http.StatusNotFound)
		has(t, "another city", p.As(hangzhou).Get("/cases/"+id), http.StatusNotFound)
		has(t, "the city's desk", c.Get("/desk"), http.StatusOK, "义乌市")
		has(t, "the case", c.Get("/cases/"+id), http.StatusOK, "义乌市电子商务中心（演示）", "0579-20000077", "纳入汇总")
		has(t, "send back", c.Post("/cases/"+id+"/moves/return", url.Values{"seen": {"2"}, "reason": {"企业数请核对。"}}), http.StatusSeeOther)
		has(t, "it came back", b.Get(path), http.StatusOK, "企业数请核对。", `value="7"`)
		has(t, "mend", b.Post(path, numbers("send", "3", "0", "9")), http.StatusSeeOther)
		has(t, "take in", c.Post("/cases/"+id+"/moves/accept", url.Values{"seen": {"4"}}), http.StatusSeeOther)
		has(t, "the city's sum", c.Get("/mobilise"), http.StatusOK, "已纳入汇总", "54", "0579-20000077")
		province := p.As(province)
		has(t, "the province's sum", province.Get("/mobilise"), http.StatusOK, "已报 1 / 12", "54")
		has(t, "the counties", province.Get("/mobilise?city=330700"), http.StatusOK, "义乌市电子商务中心（演示）")
		has(t, "beside the progress", province.Get("/progress"), http.StatusOK, "摸底数与推荐结构", "不作评分")
		lacks(t, "the public progress", p.Stranger().Get("/progress"), "摸底数与推荐结构")
		got = c.Post("/summaries", nil)
		has(t, "beside the recommendation", c.Get(got.Location), http.StatusOK, "摸底数与推荐结构", "不作评分", "初审通过（人次）")
	})
}
