package apply_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

// askedFor sends an application back for these, "field=reason".
func askedFor(t *testing.T, county visitor, id string, asked ...string) {
	t.Helper()
	v := url.Values{}
	for i, a := range asked {
		field, reason, _ := strings.Cut(a, "=")
		n := string(rune('0' + i))
		v.Set("faults."+n+".field", field)
		v.Set("faults."+n+".reason", reason)
	}
	page := county.get("/cases/" + id)
	wants(t, "return", county.post("/cases/"+id+"/moves/return-county", with(hiddensOf(page.body), v)), http.StatusSeeOther)
}

// lacks fails if the answer says one of the texts.
func lacks(t *testing.T, what string, got answer, says ...string) {
	t.Helper()
	for _, s := range says {
		if strings.Contains(got.body, s) {
			t.Errorf("%s says %q: %s", what, s, text(got.body))
		}
	}
}

// Who mends a form is told, before sending it again, what of the return nobody
// has touched, and may send it all the same; the office sees it then.
func TestUnmendedIsSaid(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := endorsed(t, v)
		county := officer(t, p, "330782-county-clerk-1")
		askedFor(t, county, id, "单位=请写全称", "teaching=缺授课记录", "个人身份证件（复印件）=缺反面", "其他=请来电")

		const title = "退回时指出的，还有%d处没有改动"
		still := func(n string) string { return strings.Replace(title, "%d", n, 1) }
		wants(t, "nothing touched", v.get("/apply/"+id), http.StatusOK, still("4"), "可以提交，但审核人员会看到")
		if strings.Contains(county.get("/cases/"+id).body, "处没有改动") {
			t.Error("the office is told before anything was sent again")
		}
		more := filled()
		more.Del("id-number")
		more.Set("unit", "演示培训中心有限公司")
		v.autosave(id, with(more, hiddens(v, id)))
		wants(t, "the unit mended", v.get("/apply/"+id), http.StatusOK, still("2"), "缺授课记录", "缺反面")
		wants(t, "the same scan again", v.upload("/cases/"+id+"/files/teaching", "授课.jpg", photo(t)), http.StatusSeeOther)
		page := v.get("/apply/" + id)
		wants(t, "a paper added", page, http.StatusOK, still("1"))
		wants(t, "sent all the same", v.post("/apply/"+id, with(more, hiddens(v, id))), http.StatusSeeOther)

		seen := county.get("/cases/" + id)
		wants(t, "the office", seen, http.StatusOK, "要求补正的，有1处没有改动", "<li>个人身份证件（复印件）：缺反面</li>")
		lacks(t, "the office", seen, "<li>单位：请写全称</li>", "<li>其他：请来电</li>")
		wants(t, "the review", county.get("/review/"+id), http.StatusOK, "要求补正的，有1处没有改动")
		lacks(t, "the applicant's own page", v.get("/cases/"+id), "处没有改动")

		// Returned once more and sent as it is: everything is unmended, and "其他"
		// with it.
		askedFor(t, county, id, "单位=仍不是全称", "其他=请来电")
		wants(t, "once more", v.get("/apply/"+id), http.StatusOK, still("2"))
		wants(t, "sent as it is", v.post("/apply/"+id, with(more, hiddens(v, id))), http.StatusSeeOther)
		wants(t, "the office", county.get("/cases/"+id), http.StatusOK, "要求补正的，有2处没有改动", "<li>其他：请来电</li>", "<li>单位：仍不是全称</li>")
	})
}

// Who pulls back what they sent again finds what was asked for, compared with
// what the office had read and not with what it never saw.
func TestUnmendedAfterUndo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := endorsed(t, v)
		county := officer(t, p, "330782-county-clerk-1")
		askedFor(t, county, id, "单位=请写全称")
		more := filled()
		more.Del("id-number")
		more.Set("unit", "演示培训中心有限公司")
		wants(t, "sent again", v.post("/apply/"+id, with(more, hiddens(v, id))), http.StatusSeeOther)
		wants(t, "pulled back", v.post("/cases/"+id+"/undo", url.Values{"seen": {p.Seen(id)}}), http.StatusSeeOther)
		page := v.get("/apply/" + id)
		wants(t, "the form", page, http.StatusOK, "需补正：请写全称", "演示培训中心有限公司")
		lacks(t, "the form", page, "处没有改动")
		wants(t, "sent again", v.post("/apply/"+id, with(more, hiddens(v, id))), http.StatusSeeOther)
		lacks(t, "the office", county.get("/cases/"+id), "处没有改动")
	})
}
