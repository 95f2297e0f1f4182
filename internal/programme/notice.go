package programme

import (
	"strings"
	"time"

	"qinglan/internal/calendar"
)

// A Notice is one document of the cascade.
type Notice struct {
	ID       string
	Law      string // the text in package law
	Title    string
	Number   string // 文号, may be empty
	Issuer   string // region code of the issuing organ
	Parent   string
	Issued   calendar.Date
	Deadline calendar.Date
	Hour     int // 24: no hour is given, the day counts whole
	To       Role
	Region   string // whom it binds: regions below
	Contact  string
	Phone    string
	Address  string

	// Exception allows a deadline that is not earlier than the parent's.
	Exception Exception
}

// An Exception is the named exception to the rule that a child's deadline is
// earlier than its parent's (settled 8): who approved it, why, and on which
// document. The zero Exception is none.
type Exception struct{ Approver, Reason, Document string }

// Given reports whether anything of an exception is said.
func (x Exception) Given() bool { return x != Exception{} }

// Whole reports whether x says all that makes it one.
func (x Exception) Whole() bool {
	for _, part := range []string{x.Approver, x.Reason, x.Document} {
		if strings.TrimSpace(part) == "" {
			return false
		}
	}
	return true
}

// Binding returns the notice whose deadline binds what lies below the organ of
// that region: its own, or else the one at the top.
func (e *Edition) Binding(region string) Notice {
	var top Notice
	for _, n := range e.Notices {
		if n.Region == region {
			return n
		}
		if n.Parent == "" {
			top = n
		}
	}
	return top
}

// Top returns the notice that all others hand on: whoever issued it is whom
// everything is reported to in the end.
func (e *Edition) Top() Notice {
	for _, n := range e.Notices {
		if n.Parent == "" {
			return n
		}
	}
	return Notice{}
}

// Moment returns the first instant after n's deadline has passed.
func (n Notice) Moment() time.Time { return n.Deadline.At(n.Hour, 0) }

// deadlines are the names that [Edition.DeadlineOf] knows.
var deadlines = []string{"submit", "county", "city", "addressee"}

// DeadlineOf returns the moment a deadline of the cascade ends for a county
// and city: "county" is when counties must have reported to their city, which
// also closes what applicants may submit; "city" when cities must have
// reported to the province; "addressee" whichever of the two binds whoever a
// notice was sent to.
func (e *Edition) DeadlineOf(name, county, city string) time.Time {
	switch {
	case name == "county", name == "submit", name == "addressee" && county != "":
		return e.Binding(city).Moment()
	}
	return e.Top().Moment()
}
