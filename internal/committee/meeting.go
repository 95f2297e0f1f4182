package committee

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
)

// A Line is one person of a list that the committee decides on.
type Line struct {
	No         int    `json:"no"`
	Entry      string `json:"entry"`
	Name       string `json:"name"`
	Unit       string `json:"unit"`
	City       string `json:"city"`
	Directions string `json:"directions"`
}

// An Attendance is where a member was.
type Attendance struct {
	Seat  Seat
	Was   string // present, excused, absent; empty: not noted yet
	Chair bool
}

// A Signature is what a member signed: the digest of the list they read, and
// the persons they do not agree to.
type Signature struct {
	At     time.Time
	Digest string
	Except []string
	Note   string
}

// A Meeting is everything on record of one meeting.
type Meeting struct {
	Case       *flow.Case
	About      form.Answers // how it was called
	Lines      []Line
	Digest     string
	Opened     time.Time // when it was noted who was there; zero: not yet
	Attendance []Attendance
	Recused    map[string]map[string]string // ground, by invitation and entry
	Signed     map[string]Signature         // by invitation
}

// A Verdict is what the signatures say of one person.
type Verdict struct{ May, Agree int }

// Listed reports whether enough of those who may sign agree.
func (v Verdict) Listed() bool { return v.May > 0 && v.Agree >= twoThirds(v.May) }

// twoThirds is the quorum of n: two thirds, rounded up (rules/35).
func twoThirds(n int) int { return (2*n + 2) / 3 }

// meeting reads a meeting from the record.
func (s *Slice) meeting(ctx context.Context, q db.Q, c *flow.Case) (*Meeting, error) {
	m := &Meeting{Case: c, Recused: map[string]map[string]string{}, Signed: map[string]Signature{}}
	var err error
	if m.About, err = s.Flow.Given(ctx, q, c.ID, 1); err != nil {
		return nil, err
	}
	if m.Lines, err = s.lines(ctx, q, c); err != nil {
		return nil, err
	}
	m.Digest = digest(m.Lines)
	seats, err := s.seats(ctx, q)
	if err != nil {
		return nil, err
	}
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Digest == "" || e.Seq == 1 {
			continue
		}
		a, err := s.Flow.Given(ctx, q, c.ID, e.Seq)
		if err != nil {
			return nil, err
		}
		m.read(e, a, seats)
	}
	if m.Attendance == nil { // nobody is noted yet: whoever is in term is expected
		for _, seat := range seats {
			if seat.InTerm(calendar.Day(s.Flow.Now())) {
				m.Attendance = append(m.Attendance, Attendance{Seat: seat})
			}
		}
	}
	return m, s.recuseKnown(ctx, q, m)
}

// dayCome reports whether the day of the meeting has come: nobody is noted as
// there, and nothing signed, before it.
func (m *Meeting) dayCome(now time.Time) bool {
	on, err := calendar.Parse(m.About["on"])
	return err != nil || !calendar.Day(now).Before(on)
}

// read takes in one row of the journal.
func (m *Meeting) read(e flow.Entry, a form.Answers, seats []Seat) {
	mine := slices.IndexFunc(seats, func(x Seat) bool { return x.Person == e.Person })
	switch e.Move {
	case "convene":
		m.Opened = e.At
		m.Attendance = attendance(a["attendance"], seats)
	case "recuse":
		if mine >= 0 {
			m.recuse(seats[mine].Invitation, a["entry"], a["ground"])
		}
	case signing, signingLast:
		if mine >= 0 {
			m.Signed[seats[mine].Invitation] = Signature{e.At, a["digest"], form.List(a["except"]), a["note"]}
		}
	}
}

func (m *Meeting) recuse(invitation, entry, ground string) {
	if m.Recused[invitation] == nil {
		m.Recused[invitation] = map[string]string{}
	}
	if m.Recused[invitation][entry] == "" {
		m.Recused[invitation][entry] = ground
	}
}

// recuseKnown adds what follows from employers and partners on record.
func (s *Slice) recuseKnown(ctx context.Context, q db.Q, m *Meeting) error {
	for _, l := range m.Lines {
		entry, err := s.Flow.Load(ctx, q, l.Entry)
		if err != nil {
			return err
		}
		trained, err := s.institution(ctx, q, entry)
		if err != nil {
			return err
		}
		for _, at := range m.Attendance {
			if g := at.Seat.ground(l.Unit, trained); g != "" {
				m.recuse(at.Seat.Invitation, l.Entry, g)
			}
		}
	}
	return nil
}

// attendance reads who was where, as the secretary has noted it.
func attendance(rows string, seats []Seat) (out []Attendance) {
	for _, row := range form.Table(rows) {
		i := slices.IndexFunc(seats, func(x Seat) bool { return x.Invitation == row["case"] })
		if i >= 0 {
			out = append(out, Attendance{seats[i], row["was"], row["chair"] == "yes"})
		}
	}
	return out
}

// present returns the members who were there.
func (m *Meeting) present() (out []Attendance) {
	for _, at := range m.Attendance {
		if at.Was == "present" {
			out = append(out, at)
		}
	}
	return out
}

// may returns the attendance of a person who may still sign: there in person,
// in office, and not signed yet.
func (m *Meeting) may(person string) (Attendance, error) {
	for _, at := range m.Attendance {
		if at.Seat.Person != person {
			continue
		}
		g, signed := m.Signed[at.Seat.Invitation]
		switch {
		case at.Was != "present":
			return at, fault.New(fault.Denied, "您没有到会，不能签署；也不能由他人代签。")
		case !at.Seat.Ended.IsZero():
			return at, fault.New(fault.Denied, "您的委员任职已经终止，不能签署。")
		case signed && g.Digest == m.Digest:
			return at, fault.New(fault.Closed, "您已经签署过这份名单。")
		}
		return at, nil
	}
	return Attendance{}, fault.New(fault.Denied, "您不是本次会议的委员，不能签署。")
}

// verdict counts, for one person, who may sign and who agrees.
func (m *Meeting) verdict(entry string) (v Verdict) {
	for _, at := range m.present() {
		if m.Recused[at.Seat.Invitation][entry] != "" {
			continue
		}
		v.May++
		if g, ok := m.Signed[at.Seat.Invitation]; ok && g.Digest == m.Digest && !slices.Contains(g.Except, entry) {
			v.Agree++
		}
	}
	return v
}

// missing returns the members present who have not signed this list.
func (m *Meeting) missing() (out []Seat) {
	for _, at := range m.present() {
		if g, ok := m.Signed[at.Seat.Invitation]; !ok || g.Digest != m.Digest {
			out = append(out, at.Seat)
		}
	}
	return out
}

// underway are the states of a meeting between its opening and its minutes.
var underway = []string{"convened", "agreed"}

// The two moves by which a member signs.
const (
	signing     = "sign"
	signingLast = "sign-last" // nobody present is left to sign after it
)

// signBy returns the move by which a person signs now.
func (m *Meeting) signBy(person string) string {
	for _, seat := range m.missing() {
		if seat.Person != person {
			return signing
		}
	}
	return signingLast
}

// lines returns who is on the list of a meeting, in its order.
func (s *Slice) lines(ctx context.Context, q db.Q, c *flow.Case) ([]Line, error) {
	members, err := s.Flow.Members(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.Case
	}
	enrolled, err := s.Flow.AnswersOf(ctx, q, ids, "enrol")
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(members))
	for i, m := range members {
		e, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, err
		}
		city, _ := org.RegionOf(e.City)
		lines[i] = Line{No: i + 1, Entry: e.ID, Name: e.Name, Unit: e.Unit, City: city.Name,
			Directions: directionsOf(e, enrolled[e.ID])}
	}
	return lines, nil
}

func directionsOf(e *flow.Case, enrolment form.Answers) string {
	for _, q := range e.Track.Forms["enrolment"] {
		if q.Name == "directions" {
			return form.Show(q, enrolment["directions"], lang.Chinese)
		}
	}
	return ""
}

// digest is the SHA-256 of a list as JSON: what a member signs.
func digest(lines []Line) string {
	b, err := json.Marshal(lines)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
