package rehearse

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// programmeOfTheDay is the edition from its first notice to the register.
var programmeOfTheDay = []act{
	{"notices", cascade},
	{"mobilise", inFirst(mobilise)},
	{"fill in", fillAll},
	{"crash while saving", crashWhileSaving},
	{"submit", submitAll},
	{"came by a link", inFirst(cameByLink)},
	{"endorse", endorse},
	{"county", countyCheck},
	{"mend", mendAndAppeal},
	{"lapse", lapse},
	{"cover", coverLeave},
	{"institutions apply", institutionsApply},
	{"city", cityReview},
	{"recommend", recommendAll},
	{"too late", tooLate},
	{"accept", acceptAll},
	{"select institutions", institutionsSelected},
	{"select", selectAll},
	{"shortlist", shortlist},
	{"classes", classes},
	{"train", train},
	{"form the committee", formCommittee},
	{"certify", certify},
	{"recheck", recheckThird},
	{"decide", decide},
	{"publicise", publicise},
	{"object", object},
	{"announce", announce},
	{"certificates", certificates},
	{"revoke and replace", revokeAndReplace},
	{"subsidy", subsidise},
	{"purchase", inLast(buy)},
	{"hundred", inLast(hundred)},
	{"find lecturers", inLast(matchAll)},
	{"every yuan once", inLast(everyYuanOnce)},
	{"everybody looks", everybodyLooks},
}

// funnel is the order in which stages are told.
var funnel = []string{
	"notices-relayed", "notices-signed", "surveyed", "told", "tasks", "registered", "started", "saves-acknowledged", "refused-late", "pulled-back", "submitted", "endorsed", "forward", "for-county", "given-back", "mended", "appealed", "lapsed", "covered", "institutions", "over-quota", "slates",
	"rejected", "passed-city", "left-out", "drafts-returned", "reported", "returned-by-province", "accepted", "assessed", "selected-schools", "recused", "sheets", "signed-sheets", "heard", "shortlisted", "classes", "lessons", "taught", "deferred", "trained", "members", "platforms-declined", "enrolled", "one-part-again", "exhausted", "rechecked", "publicised", "objections", "upheld", "dismissed", "certificates", "revoked", "replaced", "subsidised", "firms-answered", "lecturers-declined", "lectures-held",
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
	r := Result{People: p.People, Engine: "sqlite", Stages: p.stages, Acts: p.seconds, Invariants: map[string]bool{}, Requests: p.watch.answers, Kills: p.kills}
	if p.DB != "" {
		r.Engine = "postgres"
	}
	for leak := range p.watch.findings {
		r.Findings = append(r.Findings, leak)
	}
	r.Invariants["no-role-reads-what-it-may-not"] = len(p.watch.findings) == 0
	r.Invariants["everything-went-as-it-should"] = len(p.found) == 0
	r.Findings = append(r.Findings, p.found...)
	r.Invariants["every-yuan-is-paid-once"] = len(p.misspent) == 0
	r.Findings = append(r.Findings, p.misspent...)
	r.Findings = append(r.Findings, p.sums()...)
	r.Invariants["counts-add-up"] = len(p.sums()) == 0
	said, err := p.audit(ctx)
	r.Invariants["audit-verifies"] = err == nil
	if err != nil {
		r.Findings = append(r.Findings, said)
	}
	if p.Years > 0 {
		p.yearsHold(ctx, &r)
	}
	return r
}

// yearsHold checks what holds of several editions together.
func (p *play) yearsHold(ctx context.Context, r *Result) {
	err := p.archived(ctx)
	r.Invariants["the-archive-of-each-edition-verifies"] = err == nil
	if err != nil {
		r.Findings = append(r.Findings, err.Error())
	}
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

// sums names every sum of the funnel that does not come out.
func (p *play) sums() (wrong []string) {
	n := func(stages ...string) (sum int) {
		for _, s := range stages {
			sum += p.stages[s]
		}
		return sum
	}
	for _, s := range []struct {
		what        string
		left, right int
	}{
		{"everybody who registered started", n("registered"), n("started")},
		{"who started submitted or was late", n("started"), n("submitted", "refused-late")},
		{"every employer answered", n("submitted"), n("endorsed")},
		{"each county decided on each", n("endorsed"), n("forward", "return-county", "not-forward")},
		{"cities passed, rejected or never got it back", n("submitted"), n("passed-city", "rejected", "lapsed")},
		{"lists hold who was passed and not left out", n("passed-city", "returned-by-province"), n("reported", "left-out")},
		{"the province accepted every list", n("reported"), n("accepted", "returned-by-province")},
		{"everybody accepted was heard", n("accepted"), n("heard")},
		{"who failed is not listed", n("heard"), n("shortlisted") + len(p.with(notPassed))},
		{"everybody listed was trained", n("shortlisted"), n("trained")},
		{"attempts: one each, one more after each failure", n("enrolled"), n("trained") + len(p.with(second, later)) + 2*len(p.with(third, worn))},
		{"who passed went public", n("trained"), n("publicised", "exhausted")},
		{"who was not struck out is certified", n("publicised"), n("certificates", "upheld")},
		{"the public page counts whose certificate stands", n("certificates"), p.certified + n("revoked")},
	} {
		if s.left != s.right {
			wrong = append(wrong, fmt.Sprintf("%s: %d and %d", s.what, s.left, s.right))
		}
	}
	return wrong
}
