// Package proxy is 代录: that an office keys an application in for a person, who
// confirms it. It knows who began it and whose hands were in it, and how the person
// has confirmed. It promises that an office reaches the draft of nobody but the
// person it keys in, and only while that person has not taken it over; that nothing
// keyed in is sent before the person has confirmed it themselves or signed a paper
// that somebody saw; and that whoever had a hand in it does not pass it.
package proxy

import (
	"context"
	"slices"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// Basis is where it is written that what is keyed in counts when it is confirmed.
const Basis law.Clause = "rules/60"

// Slot is where the paper that a person has signed stands on a case.
const Slot = "signed"

// An Entry is what is known of a case that was keyed in.
type Entry struct {
	Case, Organ, Person string
	Office, Name        string // of the organ and of who began it
	At                  time.Time
	Whole               bool // keyed in from the start; or only files were put on it
	Asks                int
	Asked, Met, Taken   time.Time // zero: not yet
	Tries               int       // numbers that were not theirs
	Seq                 int64     // the row of the journal that confirmed it last
	Witness             string
}

// Open reports whether the office still keys c in, or waits for the person.
func (e Entry) Open(c *flow.Case) bool {
	return e.Whole && e.Taken.IsZero() && c.State == c.Track.Start
}

// Reaches reports whether a may come to c because their office keys it in, to
// write or to read: what waits for the person is not written any more.
func (e Entry) Reaches(c *flow.Case, a org.Actor, write bool) bool {
	switch {
	case !e.Whole || e.Organ != a.Organ.ID || !e.Taken.IsZero() || a.Role != programme.County || c.County != a.Organ.Region:
		return false
	case c.State == c.Track.Start:
		return !write || e.Asked.IsZero()
	}
	return c.Now().Turn == programme.Applicant || c.Now().Turn == programme.Employer
}

// Say says by whom and when a case was keyed in, and how it was confirmed.
func (e Entry) Say(ctx context.Context, c *flow.Case) string {
	if !e.Whole {
		return lang.T(ctx, "代交材料：%s %s，%s", e.Office, e.Name, ui.When(ctx, e.At))
	}
	return ui.Joined(lang.T(ctx, "代录：%s %s，%s", e.Office, e.Name, ui.When(ctx, e.At)), e.How(ctx, c))
}

// How says how what was keyed in was confirmed, or that it is not yet.
func (e Entry) How(ctx context.Context, c *flow.Case) string {
	draft := c.State == c.Track.Start
	switch {
	case !e.Taken.IsZero():
		return lang.T(ctx, "本人已接手填写")
	case draft && !e.Asked.IsZero():
		return lang.T(ctx, "待本人确认")
	case draft:
		return lang.T(ctx, "录入中，本人尚未确认")
	case e.Seq == 0: // given up
		return ""
	case e.Witness != "":
		return lang.T(ctx, "本人签字的纸质件由%s核对原件", e.Witness)
	}
	return lang.T(ctx, "本人已确认")
}

// Told is what the journal calls the row n of a case that was keyed in; empty: as
// any other.
func (e Entry) Told(ctx context.Context, n flow.Entry) string {
	switch {
	case n.At.Before(e.At): // the person's own, before an office had a hand in it
	case n.Move == "open" && e.Whole:
		return lang.T(ctx, "代录（新建）")
	case n.Role == programme.County && n.Move == "endorse-paper":
		return lang.T(ctx, "上传单位盖章页（代录）")
	case n.Role == programme.County && slices.Contains(confirms, n.Move):
		return lang.T(ctx, "凭本人签字的纸质件提交（代录）")
	case e.Whole && n.Role == programme.Applicant && n.Move == "submit" && e.Taken.IsZero():
		return lang.T(ctx, "本人确认并提交")
	}
	return ""
}

// confirms are the moves by which a form is sent, and with it what was keyed in is
// confirmed.
var confirms = []string{"submit", "resubmit-county", "resubmit-city"}

// OwnHand is the guard of everything that is a person's own to do: an office does
// it for them only if it keyed the case in and has their signed paper, and they do
// not send what an office is still keying in.
func (s Store) OwnHand(ctx context.Context, tx *db.Tx, e flow.Event) error {
	p, ok, err := s.Of(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if e.Actor.Role == programme.Applicant {
		if ok && p.Open(&e.Case) && p.Asked.IsZero() {
			return fault.New(fault.Denied, "%s正在代您填写这份申报，还没有请您确认。您也可以改为自己填写。", p.Office)
		}
		return nil
	}
	if !ok || !p.Whole || p.Organ != e.Actor.Organ.ID || !p.Taken.IsZero() {
		return fault.New(fault.Denied, "这份申报不是由贵单位代录的，由本人办理。")
	}
	if slices.Contains(confirms, e.Move.Name) && e.Answers["signed"] == "" {
		return ErrUnconfirmed
	}
	return nil
}

// ErrUnconfirmed is for an office that would send what the person has not confirmed.
var ErrUnconfirmed = fault.New(fault.Denied, "代录的申报由本人确认后提交；没有手机的，请先上传本人签字的纸质件。")

// OtherHand is the guard of passing a case on: whoever had a hand in its form
// leaves that to a colleague, also when they stand in for one.
func (s Store) OtherHand(ctx context.Context, tx *db.Tx, e flow.Event) error {
	why, err := s.Barred(ctx, tx, &e.Case, e.Actor)
	if err == nil && why {
		err = ErrOwnWork
	}
	return err
}

// ErrOwnWork is for whoever would pass what they keyed in.
var ErrOwnWork = fault.New(fault.Denied, "这份申报由您录入，不能由您初核转报；请同事办理，本单位只有您一人的，请市级代为初核。")

// Barred reports whether a, or a colleague on leave for whom a works on c, had a
// hand in the form of c.
func (s Store) Barred(ctx context.Context, q db.Q, c *flow.Case, a org.Actor) (bool, error) {
	hands, err := s.hands(ctx, q, c.ID)
	if err != nil || len(hands) == 0 {
		return false, err
	}
	cover, err := s.flow.StandIn(ctx, q, c, a)
	return slices.Contains(hands, a.Person) || slices.Contains(hands, cover.Post.Person), err
}

// Applications begin, examine and send applications in which another hand than the
// person's own is.
type Applications interface {
	// BeginFor opens the draft that a keys in for a person of their county, or returns
	// the one that their office keys in already.
	BeginFor(ctx context.Context, tx *db.Tx, a org.Actor, id, person string, words form.Answers) (*flow.Case, error)
	// Gaps says what the draft of c still lacks, a line each.
	Gaps(ctx context.Context, q db.Q, c *flow.Case) ([]string, error)
	// SendDraft sends the draft of c as it stands, with what else the answers say. It
	// is Stale if the draft is not the version that was shown.
	SendDraft(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, version int64, also form.Answers) (flow.Case, error)
}
