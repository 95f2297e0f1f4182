package volume_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const (
	city     = "330700-city-clerk-1"
	other    = "330300-city-clerk-1"
	province = "330000-province-clerk-1"
)

func photo(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for i := range 640 * 400 {
		img.Set(i%640, i/640, color.RGBA{uint8(i), uint8(i >> 8), 90, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pooled brings an application with an identity card to the city's pool.
func pooled(t *testing.T, p *apptest.Program, id, name string, card []byte) {
	t.Helper()
	c := p.Apply(id, name, "某学院（演示）", "330782", "330700", "draft")
	a := org.Actor{Person: c.Party, Name: name, Role: programme.Applicant}
	if card != nil {
		if _, err := p.House.AddFile(t.Context(), c, a, "id", "证件.jpg", bytes.NewReader(card)); err != nil {
			t.Fatal(err)
		}
		if err := p.House.Queue.Drain(t.Context()); err != nil { // it has passed its check
			t.Fatal(err)
		}
	}
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		now, err := p.House.Flow.Load(t.Context(), tx, id)
		if err != nil {
			return err
		}
		at := *now
		for _, name := range []string{"submit", "endorse", "forward", "pass"} {
			m, _ := at.Track.Move(name)
			m.Needs, m.Also, m.Does = nil, nil, nil
			given := apptest.Profile(c.Name, c.Unit)
			if m.Form != "profile" {
				given = nil
			}
			if at, err = p.House.Flow.MoveIn(t.Context(), tx, at, m, a, given); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func seen(c *flow.Case) url.Values { return url.Values{"seen": {fmt.Sprint(c.Seq)}} }

// frozen is a list of two in the order of their ids, frozen.
func frozen(t *testing.T, p *apptest.Program, ids ...string) *flow.Case {
	t.Helper()
	b := p.As(city)
	got := b.Post("/summaries", nil)
	c := p.Case(strings.TrimPrefix(got.Location, "/summaries/"))
	v := url.Values{
		"seen": {fmt.Sprint(c.Seq)}, "basis": {"按专业方向和业绩排序"}, "meeting": {"局长办公会纪要"}, "held": {"2017-10-17"},
		"present": {"演示·张三"}, "approver": {"演示·王五"},
	}
	for i, id := range ids {
		v.Set("place."+id, fmt.Sprint(i+1))
	}
	v.Set("why.three", "业绩材料不足")
	apptest.Has(t, "choose", b.Post("/summaries/"+c.ID+"/choose", v), http.StatusSeeOther)
	apptest.Has(t, "freeze", b.Post("/summaries/"+c.ID+"/freeze", seen(p.Case(c.ID))), http.StatusSeeOther)
	return p.Case(c.ID)
}

var volumePath = regexp.MustCompile(`/volumes/([A-Z2-7]+)/volume\.pdf`)

// bound asks for the volumes and waits until they are there.
func bound(t *testing.T, p *apptest.Program, c *flow.Case) []string {
	t.Helper()
	b := p.As(city)
	for range 2 { // pressed twice
		apptest.Has(t, "bind", b.Post("/summaries/"+c.ID+"/volumes", nil), http.StatusSeeOther)
	}
	for range 200 {
		page := b.Get("/summaries/" + c.ID)
		if all := volumePath.FindAllStringSubmatch(page.Body, -1); len(all) > 0 && !strings.Contains(page.Body, "正在生成") {
			var ids []string
			for _, m := range all {
				ids = append(ids, m[1])
			}
			return ids
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the volume is never bound")
	return nil
}

func pagesOf(t *testing.T, body string) []string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "v.pdf")
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	pages := strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

// The volume holds who stands on the frozen 附件1 in its order, says what is
// missing, marks what shows an identity, and is taken by nobody else; both
// copies are received, and no third.
func TestVolume(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		pooled(t, p, "one", "演示·甲", photo(t))
		pooled(t, p, "two", "𠮷田·阿卜杜", nil)
		pooled(t, p, "three", "演示·丙", photo(t))
		c := frozen(t, p, "two", "one")
		ids := bound(t, p, c)
		if len(ids) != 1 {
			t.Fatalf("%d volumes; want 1", len(ids))
		}
		at := "/volumes/" + ids[0] + "/volume.pdf"
		pages := pagesOf(t, apptest.Has(t, "the volume", p.As(city).Get(at), http.StatusOK).Body)
		all := strings.Join(pages, "\f")
		if !strings.Contains(pages[0], "QLV-"+ids[0]) || !strings.Contains(pages[0], "缺件：1件") {
			t.Errorf("the cover says %q", pages[0])
		}
		if i, j := strings.LastIndex(all, "阿卜杜"), strings.LastIndex(all, "演示·甲"); i < 0 || j < i {
			t.Error("the people do not stand in the order of 附件1")
		}
		if strings.Contains(all, "演示·丙") {
			t.Error("somebody who was left out is bound")
		}
		marks := 0
		for _, page := range pages { // it rises over the page: a reader takes it character by character
			if !strings.ContainsRune(strings.Join(strings.Fields(page), ""), '缺') && holdsAll(page, "仅供师资培育申报使用") {
				marks++
			}
		}
		one := pagesOf(t, apptest.Has(t, "one person", p.As(city).Get("/summaries/"+c.ID+"/people/one/volume.pdf"), http.StatusOK).Body)
		if !strings.Contains(one[0], "推荐材料（单人）") || !strings.Contains(one[0], "演示·甲") || strings.Contains(strings.Join(one, ""), "阿卜杜") {
			t.Errorf("one person's cover says %q", one[0])
		}
		apptest.Has(t, "somebody who is not on the list", p.As(city).Get("/summaries/"+c.ID+"/people/three/volume.pdf"), http.StatusNotFound)
		apptest.Has(t, "one person, another city", p.As(other).Get("/summaries/"+c.ID+"/people/one/volume.pdf"), http.StatusNotFound)
		if marks != 1 {
			t.Errorf("%d pages carry the mark of an identity card; want 1", marks)
		}
		apptest.Has(t, "another city", p.As(other).Get(at), http.StatusNotFound)
		apptest.Has(t, "a county", p.As("330782-county-clerk-1").Get(at), http.StatusNotFound)
		apptest.Has(t, "the province before the report", p.As(province).Get(at), http.StatusNotFound)
		apptest.Has(t, "the list", p.As(city).Get("/summaries/"+c.ID+"/handover.pdf"), http.StatusOK)
		var taken int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM journal WHERE move = 'export'`).Scan(&taken); err != nil || taken < 2 {
			t.Errorf("%d takings stand in the audit (%v)", taken, err)
		}

		send := func(n, courier string) apptest.Answer {
			return p.As(city).Post("/summaries/"+c.ID+"/sent", url.Values{"copies": {n}, "courier": {courier}})
		}
		apptest.Has(t, "sent", send("1", "顺丰 SF0001=cmd()"), http.StatusSeeOther)
		apptest.Has(t, "no third copy", send("3", "顺丰"), http.StatusUnprocessableEntity)
		desk := p.As(province)
		apptest.Has(t, "a wrong code", desk.Post("/handover", url.Values{"code": {"QLV-NOTHING"}}), http.StatusUnprocessableEntity, "没有这个编号的装订册")
		tick := url.Values{"code": {" qlv-" + strings.ToLower(ids[0]) + " "}, "place": {"三楼档案柜2"}}
		apptest.Has(t, "not reported yet", desk.Post("/handover", tick), http.StatusUnprocessableEntity)
		report(t, p, c)
		for i := range 2 {
			got := apptest.Has(t, "scanned", desk.Post("/handover", tick), http.StatusSeeOther)
			apptest.Has(t, "said", desk.Get(got.Location), http.StatusOK, fmt.Sprintf("已收%d份", i+1))
		}
		apptest.Has(t, "a third time", desk.Post("/handover", tick), http.StatusUnprocessableEntity, "都已经签收")
		apptest.Has(t, "sent after it was received", send("1", "又寄一次"), http.StatusConflict)
		apptest.Has(t, "the city reads where it lies", p.As(city).Get("/summaries/"+c.ID), http.StatusOK, "已签收", "三楼档案柜2")
	})
}

// A paper that is still being checked makes whoever wants it bound wait, and puts the
// task off instead of ending it.
func TestWaitsForChecks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		pooled(t, p, "one", "演示·甲", photo(t))
		c := frozen(t, p, "one")
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE files SET state = 'waiting' WHERE case_id = $1`, "one")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		one := "/summaries/" + c.ID + "/people/one/volume.pdf"
		apptest.Has(t, "one person", p.As(city).Get(one), http.StatusGone, "正在检查")
		apptest.Has(t, "bind", p.As(city).Post("/summaries/"+c.ID+"/volumes", nil), http.StatusSeeOther)
		page := p.As(city).Get("/summaries/" + c.ID)
		for range 40 { // the task has met it by then
			time.Sleep(25 * time.Millisecond)
		}
		if !strings.Contains(page.Body, "正在生成") {
			t.Error("it is said to be bound")
		}
		var dropped int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM river_job WHERE state = 'cancelled'`).Scan(&dropped); err != nil || dropped > 0 {
			t.Errorf("%d tasks were dropped (%v)", dropped, err)
		}
	})
}

// A list that is chosen anew is not bound, though it was frozen before.
func TestNotFrozen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
		pooled(t, p, "one", "演示·甲", photo(t))
		c := frozen(t, p, "one")
		v := seen(p.Case(c.ID))
		v.Set("reason", "演示：名次有误")
		apptest.Has(t, "reopen", p.As(city).Post("/cases/"+c.ID+"/moves/reopen", v), http.StatusSeeOther)
		apptest.Has(t, "bind", p.As(city).Post("/summaries/"+c.ID+"/volumes", nil), http.StatusGone, "附件1定稿以后才能装订")
	})
}

// report brings the list to the province through the office's chain.
func report(t *testing.T, p *apptest.Program, c *flow.Case) {
	t.Helper()
	apptest.Has(t, "report", p.As(city).Post("/cases/"+c.ID+"/moves/report", seen(p.Case(c.ID))), http.StatusSeeOther)
	for i, who := range []string{"330700-city-head-1", "330700-city-leader-1"} {
		prop, err := p.House.Flow.Pending(t.Context(), p.DB, p.Case(c.ID))
		if err != nil || prop == nil {
			t.Fatalf("nothing to approve: %v", err)
		}
		apptest.Has(t, "approve", p.As(who).Post("/approvals/"+prop.ID+"/approve", url.Values{"step": {fmt.Sprint(i)}}), http.StatusSeeOther)
	}
}

func holdsAll(page, words string) bool {
	for _, r := range words {
		if !strings.ContainsRune(page, r) {
			return false
		}
	}
	return true
}
