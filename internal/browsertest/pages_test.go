//go:build !race

package browsertest

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// A page is one page as one role sees it. In its path {track:state} stands for
// a case there that the role sees, {track} for one in any state.
type page struct {
	who, path string
	form      bool // its form must work without script
	print     bool // it is a paper as well
	every     bool // every engine opens it, not only the first
}

// Who opens the pages.
const (
	stranger    = ""
	applicant   = "applicant" // the party of the case of the path, or any
	county      = "330782-county-clerk-1"
	city        = "330700-city-clerk-1"
	cityHead    = "330700-city-head-1"
	province    = "330000-province-clerk-1"
	finance     = "330000-finance-leader-1"
	association = "330000-association-clerk-1"
	judge       = "330000-judge-clerk-1"
	examiner    = "330000-examiner-clerk-1"
	supervisor  = "330000-supervisor-clerk-1"
	auditor     = "330000-auditor-clerk-1"
	school      = "330700-institution-clerk-1"
	pujiang     = "330726-county-clerk-1"
	buyer       = "330700-buyer-clerk-1"
	payer       = "330700-payer-clerk-1"
	system      = "330000-system-clerk-1"
	security    = "330000-security-clerk-1"
	audit       = "330000-audit-clerk-1"
)

// pages are the main pages. A new page is one line.
var pages = []page{
	{who: stranger, path: "/"},
	{who: stranger, path: "/sign-in", form: true},
	{who: stranger, path: "/sign-in?as=staff", form: true},
	{who: stranger, path: "/help"},
	{who: stranger, path: "/contact", print: true},
	{who: stranger, path: "/demo"},
	{who: stranger, path: "/notices"},
	{who: stranger, path: "/notices/zswlf72", print: true},
	{who: stranger, path: "/notices/jinhua", print: true},
	{who: stranger, path: "/register", form: true, print: true, every: true},
	{who: stranger, path: "/verify", form: true, every: true},
	{who: stranger, path: "/institutions", print: true},
	{who: stranger, path: "/publicity"},
	{who: stranger, path: "/publicity/{publicity:running}", print: true, every: true},
	{who: stranger, path: "/progress", print: true, every: true},

	{who: applicant, path: "/mine", form: true},
	{who: applicant, path: "/messages"},
	{who: applicant, path: "/messages/settings", form: true},
	{who: applicant, path: "/account"},
	{who: applicant, path: "/apply/{application:draft}", form: true, every: true},
	{who: applicant, path: "/apply/{application:fix-county}", form: true, every: true},
	{who: applicant, path: "/apply/{application:at-employer}"},
	{who: applicant, path: "/cases/{application:at-city}"},
	{who: applicant, path: "/cases/{application:not-selected}"},

	{who: county, path: "/desk"},
	{who: county, path: "/cases"},
	{who: county, path: "/cases?q=%E5%B8%82:%E6%9D%AD%E5%B7%9E", form: true},
	{who: county, path: "/cases?state=at-county", form: true},
	{who: county, path: "/cases/import?track=application", form: true},
	{who: county, path: "/cases/bulk?move=forward&case={application:at-county}", form: true},
	{who: county, path: "/proxy", form: true},
	{who: county, path: "/proxy/demo-application-218", form: true},
	{who: county, path: "/intake", form: true},
	{who: county, path: "/intake/demo-intake", form: true},
	{who: county, path: "/review/{application:at-county}", form: true, every: true},
	{who: county, path: "/cases/{receipt}"},
	{who: county, path: "/mobilise/330782", form: true, print: true, every: true},
	{who: county, path: "/mobilise/330782/paste", form: true},
	{who: county, path: "/mobilise/330782/urge", form: true},
	{who: county, path: "/ledger", form: true},
	{who: pujiang, path: "/census/{census:draft}", form: true},
	{who: city, path: "/mobilise", form: true, print: true},
	{who: city, path: "/cases/{census:at-city}", form: true},
	{who: city, path: "/ledger", form: true},
	{who: city, path: "/ledger/bulletin", print: true},
	{who: province, path: "/mobilise", print: true},
	{who: stranger, path: "/to/330782", form: true},
	{who: city, path: "/desk", every: true},
	{who: city, path: "/cases"},
	{who: city, path: "/review/{application:at-city}", form: true},
	{who: city, path: "/cases/{application:pooled}"},
	{who: school, path: "/institution"},
	{who: school, path: "/institution/roster/import", form: true},
	{who: school, path: "/cases/{institution:selected}", print: true},
	{who: pujiang, path: "/cases/{institution:at-county}", form: true},
	{who: school, path: "/classes", form: true},
	{who: school, path: "/classes/{class:drafting}", form: true},
	{who: school, path: "/classes/{class:running}", form: true, print: true, every: true},
	{who: school, path: "/classes/{class:running}/lessons/1", form: true},
	{who: school, path: "/classes/{class:completed}", print: true},
	{who: applicant, path: "/training/mine", form: true},
	{who: county, path: "/training", print: true},
	{who: city, path: "/training"},
	{who: city, path: "/classes/{class:running}"},
	{who: city, path: "/slate"},
	{who: city, path: "/cases/{institution:at-city}", form: true},
	{who: province, path: "/selection"},
	{who: province, path: "/training", form: true},
	{who: province, path: "/classes/{class:at-province}", form: true},
	{who: province, path: "/classes/{class:signed}", form: true},
	{who: stranger, path: "/events", print: true},
	{who: applicant, path: "/cases/{lecture:sent}", form: true},
	{who: city, path: "/lecturers", form: true, print: true},
	{who: city, path: "/cases/{lecture:accepted}"},
	{who: city, path: "/surveys"},
	{who: city, path: "/surveys/new", form: true},
	{who: city, path: "/cases/{survey:drafting}", form: true},
	{who: city, path: "/cases/{survey:open}"},
	{who: city, path: "/cases/{survey:closed}", print: true},
	{who: city, path: "/events", print: true},
	{who: city, path: "/events/new", form: true},
	{who: city, path: "/cases/{event:announced}", print: true},
	{who: judge, path: "/cases/{assessment}"},
	{who: city, path: "/calls"},
	{who: city, path: "/switch"},
	{who: province, path: "/handover", form: true},
	{who: city, path: "/scans", form: true},
	{who: city, path: "/scans/demo-scans"},
	{who: city, path: "/summaries"},
	{who: city, path: "/summaries/{summary}", print: true, every: true},
	{who: city, path: "/summaries/{summary}/import", form: true},
	{who: city, path: "/notices/jinhua/receipts"},
	{who: city, path: "/manuscripts", every: true},
	{who: city, path: "/manuscripts/demo-paper-09", form: true},
	{who: city, path: "/manuscripts/demo-paper-03"},
	{who: "331000-city-clerk-1", path: "/manuscripts/demo-forward-331000", form: true},
	{who: city, path: "/manuscripts/demo-paper-01", form: true},
	{who: stranger, path: "/notices/demo-forward-330300", print: true},
	{who: city, path: "/cover", form: true},
	{who: city, path: "/outbox", form: true, every: true},
	{who: county, path: "/messages/settings", form: true},
	{who: cityHead, path: "/desk"},

	{who: province, path: "/desk"},
	{who: province, path: "/cases", every: true},
	{who: province, path: "/cases/{application:reported}", form: true},
	{who: province, path: "/summaries"},
	{who: province, path: "/summaries/{summary:reported}"},
	{who: province, path: "/notices/zswlf72/receipts"},
	{who: province, path: "/notices/zswlf72/urge", form: true},
	{who: province, path: "/sessions"},
	{who: province, path: "/shortlists"},
	{who: province, path: "/shortlists/{shortlist}"},
	{who: province, path: "/certification"},
	{who: province, path: "/committee", every: true},
	{who: province, path: "/committee/meetings/new", form: true},
	{who: province, path: "/cases/{invitation:drafted}", form: true},
	{who: province, path: "/cases/{invitation:sent}"},
	{who: province, path: "/cases/{meeting:called}", form: true},
	{who: province, path: "/cases/{meeting:signed}", print: true},
	{who: province, path: "/publicities"},
	{who: province, path: "/cases/{publicity}"},
	{who: province, path: "/certificates"},
	{who: province, path: "/cases/{certificate:valid}"},
	{who: province, path: "/progress"},
	{who: province, path: "/archives", form: true},
	{who: province, path: "/settings"},
	{who: finance, path: "/desk"},
	{who: finance, path: "/shortlists"},

	{who: association, path: "/desk"},
	{who: association, path: "/sessions"},
	{who: association, path: "/sessions/{session:preparing}", form: true},
	{who: association, path: "/sessions/{session:open}", every: true},
	{who: association, path: "/sessions/{session:counted}", print: true},
	{who: association, path: "/sessions/{session:released}", print: true},
	{who: judge, path: "/desk"},
	{who: judge, path: "/judge"},
	{who: judge, path: "/judge/{session:open}", form: true, every: true},
	{who: examiner, path: "/desk"},
	{who: examiner, path: "/certification"},
	{who: examiner, path: "/certification/marks", form: true},
	{who: examiner, path: "/cases/{recheck:asked}", form: true},
	{who: applicant, path: "/passport/{entry:retake}", print: true},
	{who: supervisor, path: "/desk"},
	{who: supervisor, path: "/sessions"},
	{who: supervisor, path: "/certification"},

	{who: auditor, path: "/desk"},
	{who: auditor, path: "/audit", every: true},
	{who: auditor, path: "/cases"},
	{who: audit, path: "/audit"},
	{who: system, path: "/desk"},
	{who: system, path: "/admin", form: true},
	{who: system, path: "/outbox/channels", form: true},
	{who: system, path: "/admin/invitations", form: true},
	{who: security, path: "/admin"},
	{who: security, path: "/settings"},
	{who: county, path: "/account", form: true},

	{who: stranger, path: "/subsidy-notices"},
	{who: stranger, path: "/subsidy-notices/{grant:running}", print: true},
	{who: applicant, path: "/subsidy"},
	{who: applicant, path: "/cases/{claim:paid}"},
	{who: applicant, path: "/subsidy/claims/{claim:approved}/account", form: true},
	{who: city, path: "/subsidy", print: true, every: true},
	{who: city, path: "/subsidy/standards/new", form: true},
	{who: city, path: "/cases/{standard:in-force}"},
	{who: city, path: "/cases/{claim:due}", form: true},
	{who: city, path: "/cases/{grant:drafting}", form: true},
	{who: payer, path: "/desk"},
	{who: payer, path: "/subsidy", every: true},
	{who: payer, path: "/cases/{claim:ready}", form: true},
	{who: province, path: "/subsidy"},
	{who: province, path: "/purchases"},
	{who: buyer, path: "/desk"},
	{who: buyer, path: "/purchases", every: true},
	{who: buyer, path: "/purchases/new", form: true},
	{who: buyer, path: "/cases/{purchase:needed}", form: true},
	{who: buyer, path: "/cases/{purchase:proposed}", print: true},
	{who: buyer, path: "/cases/{purchase:informed}", form: true},
	{who: applicant, path: "/cases/{engagement:sent}", form: true},
	{who: applicant, path: "/hundred"},
	{who: applicant, path: "/cases/{nomination:nominated}"},
	{who: province, path: "/hundred", form: true},
	{who: province, path: "/cases/{contest:nominated}"},
}

func (p page) name() string {
	who := p.who
	if who == stranger {
		who = "stranger"
	}
	if f := strings.Split(who, "-"); len(f) > 2 {
		who = strings.Join(f[1:3], "-")
	}
	return who + p.path
}

// shot is what the pictures of p are called.
func (p page) shot() string {
	return strings.Trim(strings.NewReplacer("/", "_", "{", "", "}", "", ":", "-", "?", "_", "=", "-").Replace(p.name()), "_")
}

func TestPages(t *testing.T) {
	t.Parallel()
	s, b := demonstration(t), needs(t, chromium)
	for _, p := range pages {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			who, path := s.find(t, p)
			c := command{Do: "visit", Base: s.base, Who: who, Path: path, Name: p.shot(), Shot: p.shot()}
			if p.print {
				c.File = filepath.Join(t.TempDir(), "paper.pdf")
			}
			b.tell(t, c)
			if p.print && !t.Failed() {
				onPaper(t, c.File)
			}
			if p.form {
				b.tell(t, command{Do: "plain", Base: s.base, Who: who, Path: path, Name: p.shot(), Shot: p.shot()})
			}
		})
	}
}

// onPaper sees that no word of the navigation is on the paper.
func onPaper(t *testing.T, file string) {
	t.Helper()
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	for _, word := range []string{"退出登录", "工作台", "以此身份进入", "English"} {
		if strings.Contains(string(text), word) {
			t.Errorf("the paper says %q", word)
		}
	}
	if strings.TrimSpace(string(text)) == "" {
		t.Error("the paper is empty")
	}
}

// find returns who opens p and its address, with a case in place of the words
// in braces.
func (s *site) find(t *testing.T, p page) (who, path string) {
	t.Helper()
	before, rest, ok := strings.Cut(p.path, "{")
	if !ok && p.who != applicant {
		return p.who, p.path
	}
	want, after, _ := strings.Cut(rest, "}")
	if !ok {
		want = "application"
	}
	track, state, _ := strings.Cut(want, ":")
	f := flow.Filter{Track: track}
	if state != "" {
		f.States = []string{state}
	}
	cases, err := s.House.Flow.Cases(t.Context(), s.actor(t, p.who), f)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("the demonstration has no %s for %s", want, p.who)
	}
	who = p.who
	if who == applicant {
		who = "person:" + cases[0].Party
	}
	if !ok {
		return who, p.path
	}
	return who, fmt.Sprint(before, cases[0].ID, after)
}

// actor returns whoever sees what a page shows; for an applicant and for the
// public that is the auditor, who sees all.
func (s *site) actor(t *testing.T, who string) org.Actor {
	t.Helper()
	if who == applicant || who == stranger {
		who = auditor
	}
	p, err := s.House.Flow.Orgs().Post(t.Context(), s.DB, who)
	if err != nil {
		t.Fatalf("%s: %v", who, err)
	}
	return org.Holding(p)
}
