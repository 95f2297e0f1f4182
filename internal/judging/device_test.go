package judging_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/pad"
)

// A tablet is a device that a judge has checked in.
type tablet struct {
	s     *stage
	judge int
	id    string
	key   *ecdsa.PrivateKey
	n     int64
}

// checkIn makes a key and registers it.
func (s *stage) checkIn(judge int) *tablet {
	s.t.Helper()
	d := s.tablet(judge)
	s.post(judgeAt(judge), "/judge/"+s.session+"/check-in", d.form(), http.StatusOK)
	return d
}

func (s *stage) tablet(judge int) *tablet {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.do(err)
	return &tablet{s: s, judge: judge, id: rand.Text(), key: key}
}

func (d *tablet) form() url.Values {
	der, err := x509.MarshalPKIXPublicKey(&d.key.PublicKey)
	d.s.do(err)
	return url.Values{"device": {d.id}, "key": {base64.StdEncoding.EncodeToString(der)}}
}

// lock is a lock of that total as the tablet would send it.
func (d *tablet) lock(lot, total int) pad.Lock {
	d.n++
	s := d.s
	sheet := s.sheet(d.judge, lot)
	c, err := s.House.Flow.Load(s.t.Context(), s.DB, sheet)
	s.do(err)
	l := pad.Lock{
		Version: 1, Session: s.session, Sheet: sheet, Lot: lot, Seen: c.Seq, Device: d.id, N: d.n,
		At: s.House.Flow.Now(), Marks: map[string]string{"remark": "", "feedback": "签名的<反馈> & 𠮷"},
	}
	for k, v := range marks(total) {
		l.Marks[k] = v[0]
	}
	return l
}

// signed is l with the signature of the tablet.
func (d *tablet) signed(l pad.Lock) url.Values {
	sum := sha256.Sum256([]byte(l.Text()))
	r, t, err := ecdsa.Sign(rand.Reader, d.key, sum[:])
	d.s.do(err)
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	t.FillBytes(raw[32:])
	return url.Values{"lot": {fmt.Sprint(l.Lot)}, "signed": {l.Text()}, "signature": {base64.StdEncoding.EncodeToString(raw)}}
}

func (d *tablet) send(v url.Values, want int) apptest.Answer {
	d.s.t.Helper()
	return d.s.post(judgeAt(d.judge), "/judge/"+d.s.session+"/lock", v, want)
}

// A signed lock is taken once, as it was signed, from the device of its judge;
// every other is refused in words, and the record shows what was changed.
func TestSignedLock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 3)
		mine, theirs := s.checkIn(1), s.checkIn(2)
		first := mine.signed(mine.lock(1, 8000))
		mine.send(first, http.StatusNoContent)
		mine.send(first, http.StatusNoContent) // the answer was lost: taken as taken

		good := mine.lock(2, 8100)
		for _, c := range []struct {
			name string
			v    url.Values
			want int
			say  string
		}{
			{"a changed mark", changed(mine.signed(good), `"content":"30.00"`, `"content":"29.00"`), http.StatusForbidden, "与锁分的内容不符"},
			{"no signature", changed(mine.signed(good), "", ""), http.StatusForbidden, "不符"},
			{"the key of another judge", theirs.signed(theirs.as(good)), http.StatusForbidden, "没有以您的名义"},
			{"one's own key id, signed by another", theirs.signed(good), http.StatusForbidden, "不符"},
			{"a device that nobody knows", s.tablet(1).sign(good), http.StatusForbidden, "没有以您的名义"},
			{"the lock of another sheet", again(first, "2"), http.StatusForbidden, "另一份评分表"},
			{"no JSON", url.Values{"lot": {"2"}, "signed": {"{"}, "signature": {"x"}}, http.StatusUnprocessableEntity, "无法读取"},
		} {
			if got := mine.send(c.v, c.want); !strings.Contains(text(got.Body), c.say) {
				t.Errorf("%s: %s", c.name, text(got.Body))
			}
		}
		if page := text(s.get(secretary, "/sessions/"+s.session, http.StatusOK)); strings.Contains(page, "锁分没有接受") {
			t.Error("a lock that its judge did not sign stops a sheet")
		}
		s.lock(1, 2, 8100, http.StatusForbidden) // by the form, with a device checked in
		s.post(judgeAt(1), "/cases/"+s.sheet(1, 2)+"/moves/lock", with(marks(8100), "seen", s.seq(s.sheet(1, 2)), "way", "device", "signature", "x"), http.StatusForbidden)
		mine.send(mine.signed(good), http.StatusNoContent)
		s.lock(3, 1, 8000, http.StatusSeeOther) // who has none locks online
		s.recorded(1, 1, "device")
		s.recorded(3, 1, "online")
		s.witnessed()
	})
}

// witnessed finds the record whole, then a key and a mark that were changed.
func (s *stage) witnessed() {
	s.t.Helper()
	report, err := s.Verify(s.t.Context(), nil)
	s.do(err)
	for _, f := range report.Findings {
		s.t.Errorf("verify: %s", f)
	}
	other := s.tablet(1).form().Get("key")
	_, err = s.DB.Writer().ExecContext(s.t.Context(), `UPDATE device_keys SET key = $1 WHERE person = $2`, other, s.Post(judgeAt(1)).Person)
	s.do(err)
	report, err = s.Verify(s.t.Context(), nil)
	s.do(err)
	if got := fmt.Sprint(report.Findings); !strings.Contains(got, "锁分与设备签名不符") || !strings.Contains(got, "签到设备与审计记录不符") {
		s.t.Errorf("a changed key: %v", got)
	}
}

func (s *stage) recorded(judge, lot int, way string) {
	s.t.Helper()
	c, err := s.House.Flow.Load(s.t.Context(), s.DB, s.sheet(judge, lot))
	s.do(err)
	given, err := s.House.Flow.Answers(s.t.Context(), s.DB, c, "lock")
	s.do(err)
	if given["way"] != way || (given["signature"] != "") != (way == "device") {
		s.t.Errorf("judge %d, lot %d is recorded as %q", judge, lot, given["way"])
	}
}

// as is l as the owner of another tablet would send it.
func (d *tablet) as(l pad.Lock) pad.Lock { l.Device = d.id; return l }

func (d *tablet) sign(l pad.Lock) url.Values { return d.signed(d.as(l)) }

func changed(v url.Values, from, to string) url.Values {
	if from == "" {
		v.Set("signature", "")
	}
	v.Set("signed", strings.Replace(v.Get("signed"), from, to, 1))
	return v
}

func with(v url.Values, more ...string) url.Values {
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func again(v url.Values, lot string) url.Values {
	return url.Values{"lot": {lot}, "signed": v["signed"], "signature": v["signature"]}
}

// Two devices of one judge: the new one ends the old. What the old one signed
// before holds; where both locked one sheet, both are kept and people settle it.
func TestLockConflict(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 2)
		old := s.checkIn(1)
		before, twice := old.signed(old.lock(1, 8000)), old.signed(old.lock(2, 7700))
		late := old.lock(2, 7800)
		s.pass(10 * time.Minute)
		now := s.checkIn(1)
		late.At = s.House.Flow.Now()
		old.send(before, http.StatusNoContent)          // signed before it ended
		old.send(old.signed(late), http.StatusConflict) // signed after
		now.send(now.signed(now.lock(2, 8850)), http.StatusNoContent)
		old.send(twice, http.StatusConflict)
		old.send(twice, http.StatusConflict) // kept once
		for j := 2; j <= 5; j++ {
			s.lock(j, 1, 8000, http.StatusSeeOther)
			s.lock(j, 2, 8000, http.StatusSeeOther)
		}
		if got := s.move(secretary, "count", http.StatusGone); !strings.Contains(got.Body, "等待核对：02 号") {
			t.Errorf("count says %s", text(got.Body))
		}
		page := s.get(secretary, "/sessions/"+s.session, http.StatusOK)
		if n := strings.Count(text(page), "：锁分没有接受"); n != 2 || strings.Contains(page, "77.00") || strings.Contains(page, "88.50") {
			t.Errorf("the board tells of %d refused locks or of marks:\n%s", n, text(page))
		}
		at := "/sessions/" + s.session + "/settle"
		ids := s.refusedIDs()
		s.post(judgeAt(1), at, url.Values{"refused": {ids[0]}, "ground": {"x"}}, http.StatusNotFound)
		s.post(secretary, at, url.Values{"refused": {ids[0]}}, http.StatusUnprocessableEntity)
		for _, id := range ids {
			s.post(secretary, at, url.Values{"refused": {id}, "ground": {"与评委核对，以新设备的为准"}}, http.StatusSeeOther)
		}
		s.post(secretary, at, url.Values{"refused": {ids[0]}, "ground": {"再来"}}, http.StatusConflict)
		s.move(secretary, "count", http.StatusSeeOther)
		report, err := p.Verify(t.Context(), nil)
		s.do(err)
		for _, f := range report.Findings {
			t.Errorf("verify: %s", f)
		}
	})
}

// pass lets business time go by.
func (s *stage) pass(d time.Duration) { s.Clock.Set(s.Clock.Now().Add(d)) }

func (s *stage) refusedIDs() (ids []string) {
	s.t.Helper()
	rows, err := s.DB.QueryContext(s.t.Context(), `SELECT id FROM refused_locks WHERE session = $1 AND stops ORDER BY id`, s.session)
	s.do(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		s.do(rows.Scan(&id))
		ids = append(ids, id)
	}
	return ids
}

// After an unlock the old lock does not come back; after the half day the key
// signs no more; a device that is ended leaves the form.
func TestCheckIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 2)
		d := s.checkIn(1)
		was := d.signed(d.lock(1, 8000))
		d.send(was, http.StatusNoContent)
		s.post(witness, "/sessions/"+s.session+"/unlock", url.Values{"sheet": {s.sheet(1, 1)}, "ground": {"漏看一项"}}, http.StatusSeeOther)
		if got := d.send(was, http.StatusConflict); !strings.Contains(got.Body, "在别处已有变化") {
			t.Errorf("a lock from before the unlock: %s", text(got.Body))
		}
		reused := d.lock(1, 8200)
		reused.N = 1
		if got := d.send(d.signed(reused), http.StatusConflict); !strings.Contains(got.Body, "序号已经用过") {
			t.Errorf("a number that was used: %s", text(got.Body))
		}
		d.send(d.signed(d.lock(1, 8200)), http.StatusNoContent)

		signedBefore := d.signed(d.lock(2, 8300))
		s.pass(5 * time.Hour) // 14:00
		d.send(d.signed(d.lock(2, 8300)), http.StatusConflict)
		d.send(signedBefore, http.StatusNoContent) // it comes late, and was signed in time

		at := "/judge/" + s.session
		e := s.checkIn(2)
		s.lock(2, 1, 8000, http.StatusForbidden)
		s.post(judgeAt(2), at+"/check-out", url.Values{"password": {"wrong"}}, http.StatusUnprocessableEntity)
		s.post(judgeAt(2), at+"/check-out", nil, http.StatusSeeOther)
		s.lock(2, 1, 8000, http.StatusSeeOther)
		e.send(e.signed(e.lock(2, 8000)), http.StatusConflict)

		for name, v := range map[string]url.Values{
			"no key":    {"device": {rand.Text()}},
			"no device": {"key": s.tablet(3).form()["key"]},
		} {
			if got := s.as(judgeAt(3)).Post(at+"/check-in", v); got.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, got.Status)
			}
		}
		s.post(judgeAt(3), at+"/check-in", d.form(), http.StatusConflict) // an id is used once
		s.post(judgeAt(9), at+"/check-in", s.tablet(9).form(), http.StatusNotFound)
	})
}

// Who signed in some time ago proves again who they are; changing to the same
// post is no proof.
func TestCheckInAsksForThePassword(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		judge := s.Post(judgeAt(1))
		b := s.as(judgeAt(1))
		s.post(judgeAt(1), "/account/password", url.Values{"name": {"judgeone"}, "password": {"Qinglan9-shuichang"}, "again": {"Qinglan9-shuichang"}}, http.StatusSeeOther)
		_, err := s.DB.Writer().ExecContext(t.Context(), `UPDATE sessions SET proved = proved - 3600000 WHERE person = $1`, judge.Person)
		s.do(err)
		at, d := "/judge/"+s.session+"/check-in", s.tablet(1)
		if got := b.Post("/account/post", url.Values{"post": {judge.ID}}); got.Status != http.StatusSeeOther {
			t.Fatalf("switch: %d %s", got.Status, text(got.Body))
		}
		s.post(judgeAt(1), at, d.form(), http.StatusUnprocessableEntity)
		s.post(judgeAt(1), at, with(d.form(), "password", "wrong"), http.StatusUnprocessableEntity)
		if page := s.get(judgeAt(1), "/judge/"+s.session, http.StatusOK); !strings.Contains(page, "data-device-password") {
			t.Error("the page does not ask for the password")
		}
		s.post(judgeAt(1), at, with(d.form(), "password", "Qinglan9-shuichang"), http.StatusOK)
	})
}

// The worker is for pads alone and names nobody; only a pad may be kept.
func TestWorker(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		got := p.Stranger().Get("/judge/worker.js")
		if got.Status != http.StatusOK || got.Header.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/javascript") ||
			!strings.Contains(got.Header.Get("Content-Security-Policy"), "worker-src 'self'") || !strings.Contains(got.Body, "/static/judge.") {
			t.Errorf("the worker: %d %v\n%.300s", got.Status, got.Header, got.Body)
		}
		if h := s.as(judgeAt(1)).Get("/judge/" + s.session).Header; h.Get("X-Pad") != "1" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("a pad: %v", h)
		}
		for j := 1; j <= 5; j++ {
			s.lock(j, 1, 8000, http.StatusSeeOther)
		}
		s.move(secretary, "count", http.StatusSeeOther)
		if h := s.as(judgeAt(1)).Get("/judge/" + s.session).Header; h.Get("X-Pad") != "" {
			t.Error("the pad may be kept after the count")
		}
	})
}
