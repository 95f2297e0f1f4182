// Package standing reckons where a person stands in the certification of an
// edition: which attempts there were, what is carried from one to the next,
// what marks come to, and how each requirement stands. It changes nothing. It
// promises that everything follows from the record by the rules of the
// edition, in whole hundredths and calendar months; no part is named here.
package standing

import (
	"strconv"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Store reads standings from the record.
type Store struct{ flow *flow.Store }

// Of returns the store over f.
func Of(f *flow.Store) Store { return Store{f} }

// Used counts the chances that attempts have taken: all but those cancelled by
// the organiser or with leave (rules/14).
func Used(attempts []flow.Case) (n int) {
	for _, c := range attempts {
		if c.State != "cancelled" {
			n++
		}
	}
	return n
}

// Spare returns how many of the chances after the first are left, and of how
// many.
func Spare(e *programme.Edition, used int) (left, of int) {
	of = int(e.Limit("cert.attempts").N) - 1
	return max(0, min(of, of+1-used)), of
}

// Released reports whether the marks of c are out.
func Released(c *flow.Case) bool { return c.State == "passed" || c.State == "failed" }

// ReadsMarks reports whether a may read the marks of c once they are out: the
// person, and those who answer for them.
func ReadsMarks(c *flow.Case, a org.Actor) bool {
	switch a.Role {
	case programme.Applicant:
		return c.Party == a.Person
	case programme.Province, programme.Supervisor, programme.Auditor:
		return true
	}
	return false
}

// Points writes hundredths as people say a line: 60, 62.5.
func Points(n int64) string {
	text := strconv.FormatInt(n/100, 10)
	if n%100 != 0 {
		text = strings.TrimRight(text+"."+strconv.FormatInt(100+n%100, 10)[1:], "0")
	}
	return text
}
