package apply_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
)

// wants fails unless the answer has the status and says each of the texts.
func wants(t *testing.T, what string, got answer, status int, says ...string) {
	t.Helper()
	if got.status != status {
		t.Errorf("%s: %d; want %d: %s", what, got.status, status, text(got.body))
	}
	for _, s := range says {
		if !strings.Contains(got.body, s) {
			t.Errorf("%s does not say %q: %s", what, s, text(got.body))
		}
	}
}

func one(t *testing.T, p *apptest.Program, query string, args ...any) (n int) {
	t.Helper()
	if err := p.House.Flow.DB().QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The deadline of Jinhua is 17:00:00 on 18 October: a form that arrives then is
// late, whenever it was opened.
func TestSecondTooLate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := begin(t, v)
		wants(t, "upload", v.upload("/cases/"+id+"/files/id", "a.jpg", photo(t)), http.StatusSeeOther)
		page := hiddens(v, id)
		deadline := calendar.Date{Y: 2017, M: 10, D: 18}.At(17, 0)
		if got := v.autosave(id, with(filled(), page)); got.status != http.StatusNoContent {
			t.Fatalf("autosave: %d %s", got.status, text(got.body))
		}
		p.Clock.Set(deadline)
		late := v.post("/apply/"+id, with(filled(), page))
		wants(t, "submit at 17:00:00", late, http.StatusGone, "10月18日（周三）17:00", "依据", "义乌市", "0579-")
		wants(t, "save at 17:00:00", v.autosave(id, with(filled(), page)), http.StatusGone)
		if got := state(t, p, id); got != "draft" {
			t.Fatalf("state %s; want draft", got)
		}
		p.Clock.Set(deadline.Add(-time.Second))
		wants(t, "submit a second before", v.post("/apply/"+id, with(filled(), page)), http.StatusSeeOther)
		p.Clock.Set(calendar.Date{Y: 2017, M: 10, D: 21}.At(0, 0))
		wants(t, "begin after the last deadline", applicant(t, p, "li", "演示·李").post("/apply", url.Values{"id": {db.NewID()}}), http.StatusGone, "10月20日（周五）24:00")
	})
}

// A tab that has not seen what another saved does not overwrite it; one that
// goes on writing does.
func TestTwoTabs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := begin(t, v)
		first, second := hiddens(v, id), hiddens(v, id)
		if first.Get("tab") == second.Get("tab") {
			t.Fatal("two pages have one tab")
		}
		save := func(h url.Values, unit string) answer {
			return v.autosave(id, with(with(filled(), h), url.Values{"unit": {unit}}))
		}
		wants(t, "first tab", save(first, "甲"), http.StatusNoContent)
		wants(t, "first tab again", save(first, "乙"), http.StatusNoContent)
		wants(t, "second tab", save(second, "丙"), http.StatusConflict)
		kept := v.post("/apply/"+id+"/save", with(with(filled(), second), url.Values{"unit": {"丙"}}))
		wants(t, "second tab saves on purpose", kept, http.StatusConflict, `value="丙"`, "原为：乙")
		if got := v.get("/apply/" + id); !strings.Contains(got.body, `value="乙"`) {
			t.Errorf("the draft lost what the first tab saved: %s", text(got.body))
		}
		again := with(with(filled(), hiddensOf(kept.body)), url.Values{"unit": {"丙"}})
		wants(t, "second tab decides", v.post("/apply/"+id+"/save", again), http.StatusSeeOther)
		wants(t, "first tab is old now", save(first, "丁"), http.StatusConflict)

		var body string
		if err := p.House.Flow.DB().QueryRowContext(t.Context(), `SELECT body FROM drafts WHERE case_id = $1`, id).Scan(&body); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(body, "19900000001") || strings.Contains(body, "丙") {
			t.Error("the draft is kept in clear")
		}
	})
}

func TestSecondApplication(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		var wg sync.WaitGroup
		ids := make([]string, 4)
		for i := range ids {
			wg.Go(func() {
				got := v.post("/apply", url.Values{"id": {db.NewID()}, "clause": {"二.2"}})
				ids[i] = got.location
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Fatalf("pressed four times, opened %q", ids)
			}
		}
		id := strings.TrimPrefix(ids[0], "/apply/")
		wants(t, "first save", v.autosave(id, with(filled(), hiddens(v, id))), http.StatusNoContent)

		other := applicant(t, p, "li", "演示·李")
		theirs := begin(t, other)
		got := other.post("/apply/"+theirs+"/save", with(filled(), hiddens(other, theirs)))
		wants(t, "the same document at the first save", got, http.StatusUnprocessableEntity, "该证件号码已用于另一个账号", `value="讲师"`)
		if got := other.get("/apply/" + theirs); !strings.Contains(got.body, `value="讲师"`) {
			t.Errorf("the rest was not saved: %s", text(got.body))
		}
	})
}

func TestMissingIsSaidAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := begin(t, v)
		page := v.get("/apply/" + id)
		wants(t, "the form", page, http.StatusOK, "还差什么", "个人身份证件（复印件）", "还缺")
		half := with(hiddensOf(page.body), url.Values{"name": {"=cmd()"}, "unit": {"<b>单位</b>"}, "birth": {"1990年13月"}, "jobs.0.from": {"2016-05"}, "jobs.0.to": {"2015-01"}})
		got := v.post("/apply/"+id, half)
		wants(t, "half a form", got, http.StatusUnprocessableEntity,
			"f-region", "请上传这一项的文件", "请填写证件号码", "结束年月早于开始年月", "1990年13月", "&lt;b&gt;单位&lt;/b&gt;", "=cmd()")
		if got := state(t, p, id); got != "draft" {
			t.Errorf("state %s; want draft", got)
		}
		// The guard says the same to whoever comes past the page.
		c, err := p.House.Flow.Find(t.Context(), v.actor, id)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := c.Track.Move("submit")
		if _, err := p.House.Flow.Move(t.Context(), c, m, v.actor, nil); err == nil {
			t.Error("an empty form was taken")
		}
	})
}

func TestNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := begin(t, v)
		wants(t, "upload", v.upload("/cases/"+id+"/files/id", "a.jpg", photo(t)), http.StatusSeeOther)
		files, err := p.House.FilesOf(t.Context(), p.House.Flow.DB(), id)
		if err != nil || len(files) != 1 {
			t.Fatalf("files %v, %v", files, err)
		}
		page := hiddens(v, id)
		strangers := []visitor{
			applicant(t, p, "li", "演示·李"), officer(t, p, "330782-county-clerk-1"), officer(t, p, "330700-city-clerk-1"),
			officer(t, p, "330000-province-clerk-1"),
		}
		for _, s := range strangers {
			who := string(s.actor.Role)
			wants(t, who+" form", s.get("/apply/"+id), http.StatusNotFound)
			wants(t, who+" save", s.post("/apply/"+id+"/save", with(filled(), page)), http.StatusNotFound)
			wants(t, who+" submit", s.post("/apply/"+id, with(filled(), page)), http.StatusNotFound)
			wants(t, who+" receipt", s.get("/apply/"+id+"/receipt"), http.StatusNotFound)
			wants(t, who+" paper", s.get("/apply/"+id+"/form.pdf"), http.StatusNotFound)
			wants(t, who+" upload", s.upload("/cases/"+id+"/files/id", "a.jpg", photo(t)), http.StatusNotFound)
			wants(t, who+" file", s.get("/files/"+files[0].ID), http.StatusNotFound)
			wants(t, who+" open", s.post("/files/"+files[0].ID+"/open", url.Values{"reason": {"核对姓名"}}), http.StatusNotFound)
			wants(t, who+" remove", s.post("/files/"+files[0].ID+"/remove", nil), http.StatusNotFound)
		}
		out := visitor{t: t, p: p}
		if got := out.get("/apply/" + id); got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/sign-in") {
			t.Errorf("signed out: %d %s; want the page to sign in", got.status, got.location)
		}
	})
}

func TestEmployer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := submitted(t, v)
		unit := visitor{t: t, p: p}
		old := endorseLink.FindStringSubmatch(v.get("/apply/" + id).body)[1]
		page := unit.get(old)
		wants(t, "the employer's page", page, http.StatusOK, "讲师", "速卖通课程")
		for _, private := range []string{"1990", "19900000001", "demo@example.org", "汉族", "群众", "2014年起从事"} {
			if strings.Contains(page.body, private) {
				t.Errorf("the employer reads %s", private)
			}
		}
		seen := hiddensOf(page.body)
		wants(t, "a move of another", unit.post(old, with(seen, url.Values{"do": {"reject"}, "reason-reject": {"不行"}})), http.StatusUnprocessableEntity)
		wants(t, "without a reason", unit.post(old, with(seen, url.Values{"do": {"employer-return"}})), http.StatusUnprocessableEntity, "请填写这一项")
		wants(t, "unknown", unit.get("/endorse/"+strings.Repeat("a", 32)), http.StatusNotFound)

		wants(t, "renew", v.post("/apply/"+id+"/link", url.Values{"seen": {seen.Get("seen")}}), http.StatusSeeOther)
		wants(t, "the old link", unit.post(old, with(seen, url.Values{"do": {"endorse"}})), http.StatusGone)
		link := endorseLink.FindStringSubmatch(v.get("/apply/" + id).body)[1]
		if link == old {
			t.Fatal("the link was not renewed")
		}
		wants(t, "return", unit.post(link, with(seen, url.Values{"do": {"employer-return"}, "reason-employer-return": {"职务写错了"}})), http.StatusSeeOther)
		wants(t, "back at the form", v.get("/apply/"+id), http.StatusOK, "职务写错了", `value="讲师"`)
		again := with(filled(), hiddens(v, id))
		again.Set("post", "高级讲师")
		wants(t, "submit again", v.post("/apply/"+id, again), http.StatusSeeOther)
		wants(t, "the number stays", v.get("/apply/"+id+"/receipt"), http.StatusOK, "SB2017-330782-0001")

		// Both answers at once: one counts.
		link = endorseLink.FindStringSubmatch(v.get("/apply/" + id).body)[1]
		seen = hiddensOf(unit.get(link).body)
		yes := with(seen, url.Values{"do": {"endorse"}, "opinion": {"同意"}, "since": {"2014-07"}, "contact": {"演示·单位"}, "phone": {"19900000002"}})
		no := with(seen, url.Values{"do": {"employer-refuse"}, "reason-employer-refuse": {"不同意"}})
		var wg sync.WaitGroup
		statuses := make([]int, 2)
		for i, f := range []url.Values{yes, no} {
			wg.Go(func() { statuses[i] = unit.post(link, f).status })
		}
		wg.Wait()
		if (statuses[0] == http.StatusSeeOther) == (statuses[1] == http.StatusSeeOther) {
			t.Errorf("two answers at once: %v; want one taken", statuses)
		}
		wants(t, "used", unit.get(link), http.StatusOK, "已经办理")
	})
}

// A form is pulled back, or comes back with faults, with everything in it.
func TestBackAndAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := submitted(t, v)
		seen := hiddens(v, id)
		wants(t, "pull back", v.post("/cases/"+id+"/undo", with(seen, url.Values{"next": {"/apply/" + id}})), http.StatusSeeOther)
		wants(t, "the form again", v.get("/apply/"+id), http.StatusOK, "𠮷田·阿卜杜", `value="讲师"`, "11*************02X")
		more := filled()
		more.Set("sex", "1") // the document says another
		more.Del("id-number")
		wants(t, "submit again", v.post("/apply/"+id, with(more, hiddens(v, id))), http.StatusSeeOther)
		endorse(t, v, id)
		county := officer(t, p, "330782-county-clerk-1")
		wants(t, "the county is told", county.get("/cases/"+id), http.StatusOK, "性别与证件号码所示不一致")

		got := county.post("/cases/"+id+"/moves/return-county", with(hiddensOf(county.get("/cases/"+id).body), url.Values{
			"faults.0.field": {"单位"}, "faults.0.reason": {"请写全称"}, "faults.1.field": {"teaching"}, "faults.1.reason": {"缺授课记录"},
		}))
		wants(t, "return", got, http.StatusSeeOther)
		wants(t, "the form with faults", v.get("/apply/"+id), http.StatusOK, "2处需补正", "需补正：请写全称", "需补正：缺授课记录", "原为：", "补正后重新提交")
		more.Set("unit", "演示培训中心有限公司")
		more.Set("sex", "2")
		more.Set("region", "330702") // it lies with Yiwu: not asked any more
		wants(t, "resubmit", v.post("/apply/"+id, with(more, hiddens(v, id))), http.StatusSeeOther)
		after := county.get("/cases/" + id)
		wants(t, "old and new", after, http.StatusOK, "演示培训中心有限公司", "<del>", "calc")
		if strings.Contains(after.body, "性别与证件号码所示不一致") {
			t.Error("the warning stayed after the sex was put right")
		}
		c, err := p.House.Flow.Load(t.Context(), p.House.Flow.DB(), id)
		if err != nil || c.County != "330782" || c.Unit != "演示培训中心有限公司" {
			t.Errorf("case %+v, %v", c, err)
		}
	})
}

// A decision that was approved on paper takes effect with the scan.
func TestApprovedOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		f := p.House.Flow
		city := officer(t, p, "330700-city-clerk-1")
		c, err := f.Open(t.Context(), city.actor, flow.Opening{ID: db.NewID(), Track: "summary", Party: city.actor.Organ.ID, City: "330700"})
		if err != nil {
			t.Fatal(err)
		}
		err = f.DB().Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `
				INSERT INTO proposals (id, case_id, seq, move, organ, person, post, body, step, state, at)
				VALUES ('prop', $1, 1, 'report', $2, $3, $4, '{}', 0, 'open', 1)`, c.ID, city.actor.Organ.ID, city.actor.Person, city.actor.Post)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		wants(t, "the page", city.get("/approvals/prop"), http.StatusOK, "线下已批", "审批单扫描件")
		wants(t, "no file", city.post("/approvals/prop/offline", url.Values{"step": {"0"}}), http.StatusUnprocessableEntity)
		wants(t, "a disguise", city.upload("/approvals/prop/offline", "审批单.pdf", []byte("<html>"), "step", "0"), http.StatusUnprocessableEntity)
		wants(t, "another organ", officer(t, p, "330100-city-clerk-1").upload("/approvals/prop/offline", "审批单.pdf", []byte(aPDF), "step", "0"), http.StatusNotFound)
		wants(t, "a stale step", city.upload("/approvals/prop/offline", "审批单.pdf", []byte(aPDF), "step", "1"), http.StatusConflict)
		if n := one(t, p, `SELECT COUNT(*) FROM files WHERE removed = 0`); n != 0 {
			t.Errorf("%d scans were kept of what was refused", n)
		}
		wants(t, "the scan", city.upload("/approvals/prop/offline", "审批单.pdf", []byte(aPDF), "step", "0", "note", "已签批"), http.StatusSeeOther)
		if n := one(t, p, `SELECT COUNT(*) FROM approvals WHERE proposal = 'prop' AND decision = 'offline' AND file <> ''`); n != 1 {
			t.Errorf("%d approvals on paper on record; want one", n)
		}
	})
}
