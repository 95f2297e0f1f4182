// Package certificate issues certificates, keeps the public register (名录) and
// answers whoever verifies one. It promises that an entry has one certificate
// that is valid at most, that no number and no code is used twice, and that
// what the pages, the paper and the register say is what the journal of the
// certificate's case says: the table here is an index, which [Slice.Witness]
// compares with the journal.
package certificate

import (
	"context"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// track is the name of the track of certificates in every edition.
const track = "certificate"

// States of a certificate.
const (
	valid    = "valid"
	replaced = "replaced"
	revoked  = "revoked"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	register *register
	codes    *limit // by code: guessing is hopeless, the limit spares the server
	pairs    *limit // by number and name: numbers are dense, names are guessed
}

// New returns the slice.
func New(h *casework.House) *Slice {
	s := &Slice{House: h}
	s.register = &register{now: h.Real, read: s.valid}
	s.codes = &limit{now: h.Real, each: 120}
	s.pairs = &limit{now: h.Real, each: 30, all: 600}
	return s
}

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"certificate"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Effect("issue-certificate", s.issue)
	s.Flow.Effect("reissue", s.reissue)
	s.Flow.Effect("mark-revoked", s.markRevoked)
	s.Flow.Guard("certificate-fits", s.fits)
	s.Papers(track, s.printed)
	s.sections()
	s.Quick(casework.Quick{
		Text: "证书", Href: "/certificates", Note: "已发证书，换发和撤销",
		Roles: []programme.Role{programme.Province},
	})
}

// Facts are what a certificate says. They stand in the answers that opened its
// case and never change: a wrong certificate is replaced.
type Facts struct {
	Entry      string // case of the entry certified
	Replaces   string // case of the certificate it stands for, or ""
	Number     string
	Code       string
	Name       string
	Unit       string
	Directions []string // labels as printed
	Issuer     string
	Issued     calendar.Date
	County     string
	City       string
}

// answers returns f as the journal digests it.
func (f Facts) answers() form.Answers {
	return form.Answers{
		"entry": f.Entry, "replaces": f.Replaces, "number": f.Number, "code": f.Code,
		"name": f.Name, "unit": f.Unit, "directions": strings.Join(f.Directions, "\n"),
		"issuer": f.Issuer, "issued": f.Issued.String(), "county": f.County, "city": f.City,
	}
}

// factsOf reads what answers wrote.
func factsOf(a form.Answers) (Facts, error) {
	day, err := calendar.Parse(a["issued"])
	return Facts{
		Entry: a["entry"], Replaces: a["replaces"], Number: a["number"], Code: a["code"],
		Name: a["name"], Unit: a["unit"], Directions: form.List(a["directions"]),
		Issuer: a["issuer"], Issued: day, County: a["county"], City: a["city"],
	}, err
}

// A Record is a certificate with where it stands now.
type Record struct {
	Facts
	Case       string
	Year       int
	Serial     int64
	At         time.Time // of issue
	State      string
	Ended      time.Time
	Ground     string
	ReplacedBy string
}

// Public is what anybody may know of a certificate: never its code, never what
// it was replaced by, nothing of the person but what is printed.
type Public struct {
	Name       string
	Unit       string // at issue
	Directions []string
	Number     string
	Issuer     string
	Issued     calendar.Date
	State      string        // valid, replaced, revoked
	Word       string        // the same for people, in Chinese
	Ended      calendar.Date // none while it is valid
	Ground     string        // of its end, for the public
}

// words are what the states are called in public.
var words = map[string]string{valid: "有效", replaced: "已换发", revoked: "已撤销"}

func (r Record) public() Public {
	p := Public{
		Name: r.Name, Unit: r.Unit, Directions: r.Directions, Number: r.Number, Issuer: r.Issuer,
		Issued: r.Issued, State: r.State, Word: words[r.State], Ground: r.Ground,
	}
	if !r.Ended.IsZero() {
		p.Ended = calendar.Day(r.Ended)
	}
	return p
}

// Text writes every fact on a line of its own, as the public page shows them.
func (p Public) Text() string {
	out := "状态\t" + p.Word + "\n姓名\t" + p.Name + "\n单位（发证时）\t" + p.Unit +
		"\n培训方向\t" + strings.Join(p.Directions, "、") + "\n证书编号\t" + p.Number +
		"\n发证机关\t" + p.Issuer + "\n发证日期\t" + p.Issued.Chinese() + "\n"
	if !p.Ended.IsZero() {
		out += map[string]string{replaced: "换发日期", revoked: "撤销日期"}[p.State] + "\t" + p.Ended.Chinese() + "\n"
	}
	if p.Ground != "" {
		out += "事由\t" + p.Ground + "\n"
	}
	return out
}

// errUnknown is the one answer to every code, number or name that is not right.
var errUnknown = fault.New(fault.Missing, "没有与所填内容一致的证书。")

// Verified returns the certificate with the code as it may be typed, or a
// Missing fault.
func (s *Slice) Verified(ctx context.Context, code string) (Public, error) {
	r, err := s.byCode(ctx, s.Flow.DB(), plainCode(code))
	return r.public(), err
}

// VerifiedPair returns the certificate with number and name, each as it may be
// typed. Whichever of the two is wrong, the fault is the same.
func (s *Slice) VerifiedPair(ctx context.Context, number, name string) (Public, error) {
	r, err := s.byNumber(ctx, s.Flow.DB(), plainNumber(number))
	if err != nil {
		return Public{}, err
	}
	if plainName(name) != plainName(r.Name) {
		return Public{}, errUnknown
	}
	return r.public(), nil
}
