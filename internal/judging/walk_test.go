package judging_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/casework"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
)

// A whole session with five judges and six candidates, one recusal and one who
// does not come, through the pages, then the list.
func TestSession(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := newStage(t, p, 7)
		s.open()
		s.draw()
		for _, id := range s.apps {
			if got := s.state(id); got != "scheduled" {
				t.Fatalf("%s is %s after the draw", id, got)
			}
		}
		s.checkDraw()
		s.appoint(5)
		s.declareAll(5)
		s.move(secretary, "start", http.StatusSeeOther)
		name := p.Case(s.session).Name
		if desk := s.get(judgeAt(1), "/desk", http.StatusOK); name == "" || !strings.Contains(desk, name+" 01号") {
			t.Errorf("the desk of a judge does not say that a sheet is of %q: %s", name, text(desk))
		}

		order := s.lots()
		s.post(secretary, "/sessions/"+s.session+"/miss", url.Values{"application": {order[6]}}, http.StatusSeeOther)
		s.lock(1, 7, 8000, http.StatusGone) // absent
		s.markAll()
		s.move(secretary, "count", http.StatusSeeOther)

		page := text(s.get(secretary, "/sessions/"+s.session, http.StatusOK))
		for _, want := range []string{"86.67", "去掉一个最高分 92.00", "去掉一个最低分 76.00", "其余 3 位合计 260.00"} {
			if !strings.Contains(page, want) {
				t.Errorf("the summary does not say %q", want)
			}
		}
		s.signAll()
		s.move(secretary, "release", http.StatusSeeOther)
		if page := s.get(secretary, "/sessions/"+s.session, http.StatusOK); strings.Count(page, `<span class="digest" title="`) != 4 {
			t.Error("the journal does not tell the digest of each signature shortly")
		}
		s.checkResults(order)
		s.issueList()
		s.checkRecord()
	})
}

// checkDraw recomputes the order from the file that is handed out.
func (s *stage) checkDraw() {
	s.t.Helper()
	var r sitting.Record
	s.do(json.Unmarshal([]byte(s.get(witness, "/sessions/"+s.session+"/draw.json", http.StatusOK)), &r))
	s.do(r.Verify())
	if got := s.lots(); strings.Join(got, " ") != strings.Join(r.Lots, " ") {
		s.t.Errorf("the session has the order %v; the record %v", got, r.Lots)
	}
	r.Lots[0], r.Lots[1] = r.Lots[1], r.Lots[0]
	if r.Verify() == nil {
		s.t.Error("a changed order passes")
	}
}

// declareAll has every judge declare; the fifth recuses from the first lot.
func (s *stage) declareAll(n int) {
	s.t.Helper()
	s.move(secretary, "start", http.StatusGone)
	first := s.lots()[0]
	for i := 1; i <= n; i++ {
		who := judgeAt(i)
		page := s.get(who, "/judge/"+s.session, http.StatusOK)
		if !strings.Contains(page, "义乌演示公司1") || strings.Contains(page, "/cases/app") || strings.Contains(page, "01号") {
			s.t.Errorf("before declaring, judge %d reads\n%s", i, text(page))
		}
		s.get(who, "/cases/"+first, http.StatusNotFound)
		v := url.Values{"all": {"ok"}}
		if i == 5 {
			s.post(who, "/judge/"+s.session+"/declare", url.Values{}, http.StatusUnprocessableEntity)
			v.Set("say."+first, "recuse")
			v.Set("ground."+first, "同一研究所")
			kept := s.post(who, "/judge/"+s.session+"/declare", v, http.StatusUnprocessableEntity)
			if !strings.Contains(kept.Body, "申请回避须选择事由") || !strings.Contains(kept.Body, "同一研究所") {
				s.t.Error("a recusal without its ground is not complained of beside what was typed")
			}
			v.Set("kind."+first, "unit") // and "all" means the rest
		}
		s.post(who, "/judge/"+s.session+"/declare", v, http.StatusSeeOther)
		want := http.StatusOK
		if i == 5 {
			want = http.StatusNotFound
		}
		s.get(who, "/cases/"+first, want)
	}
}

// markAll locks totals: lot 2 is the example of the rules, lot 3 fails.
func (s *stage) markAll() {
	s.t.Helper()
	for lot := 1; lot <= 6; lot++ {
		for j := 1; j <= 5; j++ {
			total := 7000 + 100*lot + 50*j
			switch lot {
			case 1:
				if j == 5 {
					continue
				}
			case 2:
				total = []int{9200, 8750, 8750, 8500, 7600}[j-1]
			case 3:
				total = 5000 + 50*j
			}
			if lot == 6 && j == 5 {
				s.move(secretary, "count", http.StatusGone)
			}
			s.lock(j, lot, total, http.StatusSeeOther)
		}
	}
}

func (s *stage) signAll() {
	s.t.Helper()
	s.move(secretary, "release", http.StatusGone)
	s.sign(secretary, "scorer", http.StatusSeeOther)
	s.sign(secretary, "checker", http.StatusForbidden) // the same person
	s.sign(second, "scorer", http.StatusConflict)      // signed already
	s.post(second, "/sessions/"+s.session+"/sign", url.Values{"seen": {s.seq(s.session)}, "as": {"checker"}, "digest": {strings.Repeat("a", 64)}}, http.StatusConflict)
	s.sign(second, "checker", http.StatusSeeOther)
	s.sign(witness, "supervisor", http.StatusSeeOther)
	s.sign(judgeAt(2), "chief", http.StatusForbidden)
	s.move(secretary, "release", http.StatusGone)
	s.sign(judgeAt(1), "chief", http.StatusSeeOther)
}

func (s *stage) checkResults(order []string) {
	s.t.Helper()
	for i, want := range []string{"selected", "selected", "not-selected", "selected", "selected", "selected", "absent"} {
		if got := s.state(order[i]); got != want {
			s.t.Errorf("lot %d is %s; want %s", i+1, got, want)
		}
	}
	f := s.House.Flow
	c, err := f.Load(s.t.Context(), s.DB, order[0])
	s.do(err)
	given, err := f.Answers(s.t.Context(), s.DB, c, "select")
	s.do(err)
	// four valid of five: nothing is left out, (71.50+72.00+72.50+73.00)/4
	if given["total"] != "72.25" || given["valid"] != "4" || given["kept"] != "4" {
		s.t.Errorf("lot 1 was told %v", given)
	}
	// the applicant reads the total, the rule and the feedback, and no judge
	page := s.applicant(order[0])
	for _, want := range []string{"72.25", "评委 5 位，有效 4 位", "反馈1"} {
		if !strings.Contains(page, want) {
			s.t.Errorf("the applicant does not read %q:\n%s", want, page)
		}
	}
	for _, secret := range []string{"71.5", "73.0", s.Post(judgeAt(1)).Name, "抽取人的口令"} {
		if strings.Contains(page, secret) {
			s.t.Errorf("the applicant reads %q", secret)
		}
	}
	for _, paper := range []string{"sign-in.pdf", "recusal.pdf", "sheet.pdf", "summary.pdf", "draw.pdf"} {
		if got := s.get(secretary, "/sessions/"+s.session+"/print/"+paper, http.StatusOK); !strings.HasPrefix(got, "%PDF") {
			s.t.Errorf("%s is no PDF", paper)
		}
	}
}

// applicant is the page of an application as its applicant reads it.
func (s *stage) applicant(id string) string {
	s.t.Helper()
	c, err := s.House.Flow.Load(s.t.Context(), s.DB, id)
	s.do(err)
	me := org.Actor{Person: c.Party, Name: c.Name, Role: programme.Applicant}
	r := httptest.NewRequestWithContext(casework.WithActor(s.t.Context(), me), http.MethodGet, "/cases/"+id, nil)
	w := httptest.NewRecorder()
	s.Mux.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		s.t.Errorf("GET /cases/%s as its applicant = %d", id, w.Code)
	}
	return text(w.Body.String())
}

// issueList takes the list through the chain of both departments.
func (s *stage) issueList() {
	s.t.Helper()
	s.post(clerk, "/shortlists", url.Values{"id": {"list1"}, "title": {"2017年第一批"}}, http.StatusSeeOther)
	s.post(clerk, "/shortlists/list1/issue", url.Values{"seen": {"1"}, "number": {"演示〔2017〕1号"}}, http.StatusSeeOther)
	s.post(clerk, "/shortlists/list1/members", url.Values{"pick": {s.apps[0]}}, http.StatusConflict)
	for i, who := range listChain {
		if page := s.approve(who, i, http.StatusSeeOther); !strings.Contains(page, "=cmd()") && !strings.Contains(page, "演示·王青") {
			s.t.Errorf("%s approves without reading the names", who)
		}
	}
	if got := s.state("list1"); got != "issued" {
		s.t.Fatalf("the list is %s", got)
	}
	page := s.get(clerk, "/shortlists/list1", http.StatusOK)
	if !strings.Contains(page, "存证点摘要") {
		s.t.Error("the list names no checkpoint")
	}
	s.get(clerk, "/shortlists/list1/print/list.pdf", http.StatusOK)
	if got := s.get(clerk, "/shortlists/list1/print/list.xlsx", http.StatusOK); !strings.HasPrefix(got, "PK") {
		s.t.Error("no workbook")
	}
}

// listChain are those who approve a list, in order.
var listChain = []string{"330000-province-head-1", "330000-province-leader-1", "330000-finance-leader-1"}

// approve agrees to what waits for somebody as a step of its chain, and
// returns what they read.
func (s *stage) approve(who string, step, want int) string {
	s.t.Helper()
	desk := s.get(who, "/desk", http.StatusOK)
	at := strings.Index(desk, `/approvals/`)
	if at < 0 {
		s.t.Fatalf("%s finds nothing to approve", who)
	}
	id := strings.TrimPrefix(desk[at:at+len("/approvals/")+26], "/approvals/")
	page := s.get(who, "/approvals/"+id, http.StatusOK)
	s.post(who, "/approvals/"+id+"/approve", url.Values{"step": {fmt.Sprint(step)}}, want)
	return page
}

// checkRecord finds the record whole, and then a mark that was changed.
func (s *stage) checkRecord() {
	s.t.Helper()
	report, err := s.Verify(s.t.Context(), nil)
	s.do(err)
	for _, f := range report.Findings {
		s.t.Errorf("verify: %s", f)
	}
	_, err = s.DB.Writer().ExecContext(s.t.Context(),
		`UPDATE answers SET body = REPLACE(body, '"content":"30"', '"content":"29"') WHERE case_id = $1`, s.sheet(2, 2))
	s.do(err)
	report, err = s.Verify(s.t.Context(), nil)
	s.do(err)
	if len(report.Findings) < 2 {
		s.t.Errorf("a changed mark: %v; want the answer and the result", report.Findings)
	}
}
