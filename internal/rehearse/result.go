package rehearse

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// programmeOfTheDay is the edition from its first notice to the register.
var programmeOfTheDay = []act{
	{"apply", applyAll},
	{"endorse", endorse},
	{"county", countyCheck},
	{"mend", mendAndAppeal},
	{"lapse", lapse},
	{"city", cityReview},
	{"recommend", recommendAll},
	{"too late", tooLate},
	{"accept", acceptAll},
	{"select", selectAll},
	{"shortlist", shortlist},
	{"train", train},
	{"certify", certify},
	{"publicise", publicise},
	{"object", object},
	{"announce", announce},
}

// funnel is the order in which stages are told.
var funnel = []string{
	"registered", "started", "refused-late", "pulled-back", "submitted", "endorsed", "forward", "for-county", "mended", "appealed", "lapsed",
	"rejected", "passed-city", "left-out", "drafts-returned", "reported", "returned-by-province", "accepted", "recused", "sheets", "heard", "shortlisted", "trained", "enrolled", "exhausted", "publicised", "objections", "upheld", "dismissed",
}

// roleOf reads the role of a post out of its id: region-role-rank-number.
func roleOf(post string) string {
	parts := strings.Split(post, "-")
	if len(parts) < 4 {
		return post
	}
	return parts[1]
}

func (p *play) result(ctx context.Context) Result {
	r := Result{People: p.People, Engine: "sqlite", Stages: p.stages, Invariants: map[string]bool{}, Requests: p.watch.answers, Kills: p.kills}
	if p.DB != "" {
		r.Engine = "postgres"
	}
	for leak := range p.watch.findings {
		r.Findings = append(r.Findings, leak)
	}
	r.Invariants["no-role-reads-what-it-may-not"] = len(p.watch.findings) == 0
	r.Invariants["everything-went-as-it-should"] = len(p.found) == 0
	r.Findings = append(r.Findings, p.found...)
	said, err := p.audit(ctx)
	r.Invariants["audit-verifies"] = err == nil
	if err != nil {
		r.Findings = append(r.Findings, said)
	}
	return r
}

// audit verifies the record with the program's own command, after the server
// has ended.
func (p *play) audit(ctx context.Context) (string, error) {
	args := []string{"audit", "verify", "--data", p.Data}
	if p.DB != "" {
		args = append(args, "--db", p.DB)
	}
	out, err := exec.CommandContext(ctx, p.Program, args...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("audit verify: %w", err)
	}
	return string(out), err
}
