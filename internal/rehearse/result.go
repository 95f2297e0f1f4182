package rehearse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"

	"qinglan/internal/rehearse/play"
)

// funnel is the order in which stages are told.
var funnel = []string{
	"notices-relayed", "notices-signed", "surveyed", "told", "tasks", "registered", "started", "saves-acknowledged", "refused-late", "pulled-back", "submitted", "endorsed", "forward", "for-county", "given-back", "mended", "appealed", "lapsed", "covered", "institutions", "over-quota", "slates",
	"rejected", "passed-city", "left-out", "drafts-returned", "scanned-back", "reported", "returned-by-province", "accepted", "assessed", "selected-schools", "recused", "sheets", "signed-sheets", "heard", "shortlisted", "classes", "lessons", "taught", "deferred", "trained", "members", "platforms-declined", "enrolled", "one-part-again", "exhausted", "rechecked", "publicised", "objections", "upheld", "dismissed", "certificates", "revoked", "replaced", "subsidised", "firms-answered", "lecturers-declined", "lectures-held",
}

// result looks at everything that was noted, and lets the program verify its
// record, after the server has ended.
func (r *rehearsal) result(ctx context.Context) Result {
	p, leaks, wrong := r.play, r.play.Leaks(), sums(r.play)
	out := Result{People: r.People, Engine: "sqlite", Stages: p.Stages, Acts: r.seconds, Invariants: map[string]bool{}, Requests: p.Answers(), Kills: p.Kills}
	if p.DB != "" {
		out.Engine = "postgres"
	}
	out.Findings = append(out.Findings, leaks...)
	out.Invariants["no-role-reads-what-it-may-not"] = len(leaks) == 0
	out.Invariants["everything-went-as-it-should"] = len(p.Found) == 0
	out.Findings = append(out.Findings, p.Found...)
	out.Invariants["every-yuan-is-paid-once"] = len(p.Misspent) == 0
	out.Findings = append(out.Findings, p.Misspent...)
	out.Findings = append(out.Findings, wrong...)
	out.Invariants["counts-add-up"] = len(wrong) == 0
	said, err := audit(ctx, p)
	out.Invariants["audit-verifies"] = err == nil
	if err != nil {
		out.Findings = append(out.Findings, said)
	}
	if p.Years > 0 {
		yearsHold(ctx, p, &out)
	}
	return out
}

// yearsHold checks what holds of several editions together.
func yearsHold(ctx context.Context, p *play.Play, r *Result) {
	err := archived(ctx, p)
	r.Invariants["the-archive-of-each-edition-verifies"] = err == nil
	if err != nil {
		r.Findings = append(r.Findings, err.Error())
	}
}

// audit verifies the record with the program's own command, after the server
// has ended.
func audit(ctx context.Context, p *play.Play) (string, error) {
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
func sums(p *play.Play) (wrong []string) {
	n := func(stages ...string) (sum int) {
		for _, s := range stages {
			sum += p.Stages[s]
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
		{"who failed is not listed", n("heard"), n("shortlisted") + len(p.With(play.NotPassed))},
		{"everybody listed was trained", n("shortlisted"), n("trained")},
		{"attempts: one each, one more after each failure", n("enrolled"), n("trained") + len(p.With(play.Second, play.Later)) + 2*len(p.With(play.Third, play.Worn))},
		{"who passed went public", n("trained"), n("publicised", "exhausted")},
		{"who was not struck out is certified", n("publicised"), n("certificates", "upheld")},
		{"the public page counts whose certificate stands", n("certificates"), p.Certified + n("revoked")},
	} {
		if s.left != s.right {
			wrong = append(wrong, fmt.Sprintf("%s: %d and %d", s.what, s.left, s.right))
		}
	}
	return wrong
}

// report writes what a rehearsal came to and returns an error if an invariant
// fails.
func (c Config) report(r Result) error {
	out := c.Out
	if out == nil {
		out = os.Stdout
	}
	if c.JSON {
		if err := json.NewEncoder(out).Encode(r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(out, "%d people on %s: %d requests in %.1f s, server at most %d MiB, %d crashes\n",
			r.People, r.Engine, r.Requests, r.Seconds, r.RSS, r.Kills)
		for _, s := range funnel {
			fmt.Fprintf(out, "  %-16s %5d\n", s, r.Stages[s])
		}
		for _, name := range slices.Sorted(maps.Keys(r.Invariants)) {
			fmt.Fprintf(out, "  %-34s %v\n", name, r.Invariants[name])
		}
	}
	for name, ok := range r.Invariants {
		if !ok {
			for _, f := range r.Findings {
				fmt.Fprintln(os.Stderr, "  ", f)
			}
			return fmt.Errorf("invariant %s fails", name)
		}
	}
	return nil
}
