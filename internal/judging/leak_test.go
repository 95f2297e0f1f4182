package judging_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
)

// ready opens a session that is being marked, with five judges.
func ready(t *testing.T, p *apptest.Program, candidates int) *stage {
	s := newStage(t, p, candidates)
	s.open()
	s.draw()
	s.appoint(5)
	for i := 1; i <= 5; i++ {
		s.post(judgeAt(i), "/judge/"+s.session+"/declare", url.Values{"all": {"ok"}}, http.StatusSeeOther)
	}
	s.move(secretary, "start", http.StatusSeeOther)
	return s
}

// Before the count no page, paper or answer tells anybody but its judge what
// was marked, written or drafted.
func TestNobodyReadsAMark(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 2)
		v := marks(8850, "lot", "1", "seen", s.seq(s.sheet(1, 1)), "feedback", "秘密反馈", "remark", "秘密意见")
		v.Set("content", "29.5")
		v.Set("slides", "9.5")
		s.post(judgeAt(1), "/judge/"+s.session+"/lock", v, http.StatusSeeOther)
		s.post(judgeAt(1), "/judge/"+s.session+"/draft", url.Values{"lot": {"2"}, "content": {"27.5"}, "feedback": {"秘密草稿"}}, http.StatusNoContent)

		mine := s.get(judgeAt(1), "/judge/"+s.session, http.StatusOK)
		for _, want := range []string{"97.50", "27.5", "秘密草稿"} {
			if !strings.Contains(mine, want) {
				t.Errorf("the judge does not find %s", want)
			}
		}
		sheet := s.sheet(1, 1)
		paths := []string{
			"/desk", "/cases?track=sheet", "/cases?track=session", "/cases/" + sheet, "/cases/" + s.session, "/sessions", "/judge",
			"/judge/" + s.session, "/sessions/" + s.session, "/sessions/" + s.session + "/draw.json", "/audit", "/cases/" + s.lots()[0],
		}
		for _, paper := range []string{"sign-in.pdf", "recusal.pdf", "sheet.pdf", "draw.pdf", "summary.pdf"} {
			paths = append(paths, "/sessions/"+s.session+"/print/"+paper)
		}
		for _, who := range []string{judgeAt(2), judgeAt(9), secretary, witness, clerk, "330000-auditor-clerk-1", "330000-examiner-clerk-1"} {
			for _, path := range paths {
				got := s.as(who).Get(path)
				for _, secret := range []string{"97.5", "29.5", "27.5", "秘密"} {
					if strings.Contains(got.Body, secret) {
						t.Errorf("GET %s as %s (%d) tells %s", path, who, got.Status, secret)
					}
				}
			}
			if got := s.as(who).Get("/cases/" + sheet); got.Status != http.StatusNotFound {
				t.Errorf("GET the sheet as %s = %d; want 404", who, got.Status)
			}
		}
		if got := s.as(secretary).Get("/sessions/" + s.session + "/print/summary.pdf"); got.Status != http.StatusNotFound {
			t.Errorf("the summary before the count = %d; want 404", got.Status)
		}
		if board := text(s.get(secretary, "/sessions/"+s.session, http.StatusOK)); !strings.Contains(board, "1/5 已提交") {
			t.Error("the board does not say how many have submitted")
		}
	})
}

// Roles that have no part, and judges who do not sit.
func TestWrongRole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		at := "/sessions/" + s.session
		for _, c := range []struct {
			who, path string
			v         url.Values
			want      int
		}{
			{"330700-city-clerk-1", at, nil, http.StatusNotFound},
			{"330782-county-clerk-1", "/sessions", nil, http.StatusNotFound},
			{judgeAt(9), "/judge/" + s.session, nil, http.StatusNotFound},
			{judgeAt(9), at, nil, http.StatusNotFound},
			{secretary, "/judge/" + s.session, nil, http.StatusNotFound},
			{judgeAt(9), "/judge/" + s.session + "/lock", marks(8000, "lot", "1", "seen", "2"), http.StatusNotFound},
			{judgeAt(9), "/judge/" + s.session + "/draft", url.Values{"lot": {"1"}}, http.StatusNotFound},
			{judgeAt(1), "/judge/" + s.session + "/lock", marks(8000, "lot", "9", "seen", "2"), http.StatusNotFound},
			{judgeAt(1), at + "/roster", url.Values{"pick": {"app1"}}, http.StatusNotFound},
			{judgeAt(1), at + "/unlock", url.Values{"sheet": {s.sheet(1, 1)}}, http.StatusNotFound},
			{secretary, at + "/unlock", url.Values{"sheet": {s.sheet(1, 1)}, "ground": {"改"}}, http.StatusNotFound},
			{clerk, at + "/draw", url.Values{"seen": {"1"}}, http.StatusNotFound},
			{witness, at + "/sign", url.Values{"seen": {s.seq(s.session)}, "as": {"scorer"}}, http.StatusForbidden},
			{secretary, at + "/sign", url.Values{"seen": {s.seq(s.session)}, "as": {"nobody"}}, http.StatusNotFound},
			{secretary, at + "/roster", url.Values{"pick": {"app1"}}, http.StatusGone},
			{secretary, "/shortlists", url.Values{"id": {"x"}, "title": {"x"}}, http.StatusNotFound},
			{judgeAt(1), "/shortlists", nil, http.StatusNotFound},
			{judgeAt(1), "/cases/" + s.session + "/moves/count", url.Values{"seen": {s.seq(s.session)}}, http.StatusForbidden},
			{secretary, "/cases/" + s.session + "/moves/draw", url.Values{"seen": {"1"}}, http.StatusConflict},
		} {
			if c.v == nil {
				s.get(c.who, c.path, c.want)
			} else {
				s.post(c.who, c.path, c.v, c.want)
			}
		}
		if got := p.Stranger().Get("/judge/" + s.session); got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location, "/sign-in") {
			t.Errorf("a stranger gets %d %s", got.Status, got.Location)
		}
	})
}

// Two judges lock at once and both hold; one judge who locks twice holds once.
func TestRace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		var wait sync.WaitGroup
		got := make([]int, 6)
		for i := range got {
			judge := min(i+1, 5) // the fifth twice
			v := marks(8000+100*i, "lot", "1", "seen", s.seq(s.sheet(judge, 1)))
			b := s.As(judgeAt(judge))
			wait.Go(func() { got[i] = b.Post("/judge/"+s.session+"/lock", v).Status })
		}
		wait.Wait()
		for i := range 4 {
			if got[i] != http.StatusSeeOther {
				t.Errorf("judge %d: %d", i+1, got[i])
			}
		}
		if fmt.Sprint(got[4:]) != "[303 409]" && fmt.Sprint(got[4:]) != "[409 303]" {
			t.Errorf("the fifth, twice: %v; want one 303 and one 409", got[4:])
		}
		s.move(secretary, "count", http.StatusSeeOther)
	})
}

// What a pad sends wrong comes back with everything kept; a lock is final until
// the supervisor opens it with a reason, and nothing is after the count.
func TestLock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		seen := s.seq(s.sheet(1, 1))
		for _, v := range []url.Values{
			{"content": {"30"}},          // the others are missing
			marks(8000, "content", "31"), // above the maximum
			marks(8000, "content", "20.25"),
			marks(5900), // low, and nothing is said
			marks(9600),
		} {
			v.Set("lot", "1")
			v.Set("seen", seen)
			got := s.post(judgeAt(1), "/judge/"+s.session+"/lock", v, http.StatusUnprocessableEntity)
			if !strings.Contains(got.Body, `value="`+strings.TrimSuffix(v.Get("content"), ".00")) {
				t.Errorf("%v is not kept", v)
			}
		}
		for j := 1; j <= 5; j++ {
			s.lock(j, 1, 8000, http.StatusSeeOther)
		}
		s.lock(1, 1, 9000, http.StatusConflict)
		at := "/sessions/" + s.session + "/unlock"
		s.post(witness, at, url.Values{"sheet": {s.sheet(1, 1)}}, http.StatusUnprocessableEntity)
		s.post(witness, at, url.Values{"sheet": {s.session}, "ground": {"x"}}, http.StatusNotFound)
		s.post(witness, at, url.Values{"sheet": {s.sheet(1, 1)}, "ground": {"漏看一项"}}, http.StatusSeeOther)
		s.move(secretary, "count", http.StatusGone)
		s.lock(1, 1, 9000, http.StatusSeeOther)
		s.move(secretary, "count", http.StatusSeeOther)
		s.post(witness, at, url.Values{"sheet": {s.sheet(1, 1)}, "ground": {"再改"}}, http.StatusGone)
	})
}

// Too few judges left: the case is heard again, and nothing is counted.
func TestTooFewJudges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		for j := 1; j <= 3; j++ {
			s.lock(j, 1, 8000, http.StatusSeeOther)
		}
		for j := 4; j <= 5; j++ {
			s.post(judgeAt(j), "/judge/"+s.session+"/recuse", url.Values{"lot": {"1"}, "kind": {"kin"}}, http.StatusSeeOther)
		}
		got := s.move(secretary, "count", http.StatusGone)
		if !strings.Contains(got.Body, "有效评委不足4名") {
			t.Errorf("count says %s", text(got.Body))
		}
	})
}
