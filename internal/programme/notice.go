package programme

import (
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/law"
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
	Hour     int // 24: the day counts whole
	Minute   int
	Said     Said // how its deadline is written
	To       Role
	Region   string // whom it binds: regions below
	Contact  string
	Phone    string
	Address  string

	// Exception allows a deadline that is not earlier than the parent's.
	Exception Exception

	// What an office has issued itself, and an edition was not written with:
	// its words, how many minutes after the deadline still count, and the notice
	// that it corrects, which then binds nobody any more.
	Text     *law.Document
	Grace    int
	Replaces string
}

// A Said is how a notice writes its deadline; whichever it is, a page shows the
// moment that is meant.
type Said string

// Ways to write a deadline.
const (
	ByDay      Said = ""         // 10月20日前: the whole day counts (rules/4)
	ByHour     Said = "hour"     // 17:00
	ByMidnight Said = "midnight" // 24:00
	ByClose    Said = "close"    // 下班前: the close of business of the edition
)

// Words returns the text of n.
func (n Notice) Words() (*law.Document, bool) {
	if n.Text != nil {
		return n.Text, true
	}
	return law.Find(n.Law)
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

// Cascade returns the notices of e: those it was written with, then those that
// offices have issued since, oldest first. A page that asks twice may be told of
// one more.
func (e *Edition) Cascade() []Notice {
	if e.issued == nil {
		return e.Notices
	}
	if later := e.issued.Load(); later != nil {
		return slices.Concat(e.Notices, *later)
	}
	return e.Notices
}

// Announce tells e which notices offices have issued, oldest first; from then on
// they bind. e must be a copy that belongs to one house, see [Edition.Copy].
func (e *Edition) Announce(later []Notice) { e.issued.Store(&later) }

// Binding returns the notice whose deadline binds what lies below the organ of
// that region: the last one of its own, or else the one at the top.
func (e *Edition) Binding(region string) Notice {
	var top, own Notice
	for _, n := range e.Cascade() {
		if n.Parent == "" {
			top = n
		}
		if n.Region == region {
			own = n
		}
	}
	if own.ID != "" {
		return own
	}
	return top
}

// Replaced returns the notice that corrects n, if there is one.
func (e *Edition) Replaced(n Notice) (Notice, bool) {
	all := e.Cascade()
	i := slices.IndexFunc(all, func(x Notice) bool { return x.Replaces == n.ID })
	if i < 0 {
		return Notice{}, false
	}
	return all[i], true
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
func (n Notice) Moment() time.Time { return n.Deadline.At(n.Hour, n.Minute) }

// GraceOf returns how long after its deadline something still counts as in time:
// what an office has written into its notice, or else the limit of e. It is shown
// wherever the deadline is.
func (e *Edition) GraceOf(n Notice) time.Duration {
	if n.Text != nil {
		return time.Duration(n.Grace) * time.Minute
	}
	return time.Duration(e.Limit(GraceLimit).N) * time.Minute
}

// Limits that say how deadlines are meant.
const (
	GraceLimit = "deadline.grace" // minutes, 0 to [MostGrace]
	CloseLimit = "office.close"   // close of business: 1730 is 17:30
	MostGrace  = 30
)

// CloseOf returns the hour and minute at which offices close.
func (e *Edition) CloseOf() (hour, minute int) {
	n := int(e.Limit(CloseLimit).N)
	return n / 100, n % 100
}

// Early reports whether n leaves those above time: whatever still counts under it
// has come in before the deadline of its parent.
func (e *Edition) Early(n, parent Notice) bool {
	return n.Moment().Add(e.GraceOf(n)).Before(parent.Moment())
}

// deadlines are the names that [Edition.DeadlineOf] knows.
var deadlines = []string{"submit", "county", "city", "addressee"}

// DeadlineOf returns the moment a deadline of the cascade ends for a county
// and city: "county" is when counties must have reported to their city, which
// also closes what applicants may submit; "city" when cities must have
// reported to the province; "addressee" whichever of the two binds whoever a
// notice was sent to.
func (e *Edition) DeadlineOf(name, county, city string) time.Time {
	return e.bindingOf(name, county, city).Moment()
}

// Closes returns when such a deadline is over with its grace: the first instant
// that is too late.
func (e *Edition) Closes(name, county, city string) time.Time {
	n := e.bindingOf(name, county, city)
	return n.Moment().Add(e.GraceOf(n))
}

func (e *Edition) bindingOf(name, county, city string) Notice {
	switch {
	case name == "county", name == "submit", name == "addressee" && county != "":
		return e.Binding(city)
	}
	return e.Top()
}
