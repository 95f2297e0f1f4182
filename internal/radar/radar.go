// Package radar points those who review to what may be the same hand twice
// (重复和利害关系提示): one telephone or mailbox in two applications, one name
// and day of birth in two accounts, an institution under nearly the same name or
// of the same body in another code, a lecturer of a roster who applies or stands
// on a second roster, an applicant who was here in an earlier edition. It promises to decide
// nothing, to keep nothing that can be read, and to name nobody whom the reader
// may not see: of an application elsewhere it says the place and a masked name.
package radar

import (
	"context"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/programme"
	"qinglan/internal/query"
	"qinglan/internal/web"
)

// Tracks whose cases leave traces.
const (
	application = "application"
	institution = "institution"
)

// readers are those who review; an applicant is told nothing of others.
var readers = []programme.Role{programme.County, programme.City, programme.Province, programme.Supervisor, programme.Auditor}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{application} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Effect("keep-traces", s.keepTraces)
	for _, track := range []string{application, institution} {
		s.Hint(track, s.hint)
		s.Ask(track, casework.Field{
			Field: query.Field{Name: "重复", Also: []string{"double"}, Kind: query.Choice, Values: []query.Value{{Key: "yes", Label: "疑似"}}},
			Roles: readers,
			SQL: func(query.Term, func(any) string) string {
				return `EXISTS (SELECT 1 FROM traces t JOIN traces o ON o.kind = t.kind AND o.key = t.key AND o.case_id <> t.case_id
					JOIN cases x ON x.id = o.case_id AND x.edition = c.edition AND x.party <> c.party AND x.state NOT IN ('draft', 'withdrawn')
					WHERE t.case_id = c.id AND t.kind NOT IN ('lecturer', 'namesake'))`
			},
		})
	}
}

// Routes adds nothing: what is found stands on the pages of others.
func (s *Slice) Routes(*web.Mux) {}

// keepTraces keeps what was sent in, in place of what was sent before.
func (s *Slice) keepTraces(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := drop(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	left := map[mark]bool{}
	for kind, value := range traces(e.Case.Track.Name, e.Answers["name"], e.Answers["birth"], e.Answers["phone"], e.Answers["mail"]) {
		left[s.mark(kind, value)] = true
	}
	for m := range s.rosterMarks(e.Case.Track.Name, e.Answers) {
		left[m] = true
	}
	for m := range left {
		if err := put(ctx, tx, e.Case.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// A mark is a trace as it is kept: its key tells nothing.
type mark struct{ Kind, Key string }

func (s *Slice) mark(kind, value string) mark { return mark{kind, s.Keys.Blind("trace/"+kind, value)} }

// traces returns what is compared of an application or a dossier. The telephone
// is compared across both, so that an applicant who answers for an institution
// is seen.
func traces(track, name, birth, phone, mail string) map[string]string {
	out := map[string]string{}
	keep := func(kind, value string) {
		if value != "" {
			out[kind] = value
		}
	}
	keep("phone", digits(phone))
	keep("mail", strings.ToLower(strings.TrimSpace(mail)))
	switch {
	case track == institution:
		keep("name", core(name))
	case birth != "":
		keep("person", strings.ReplaceAll(name, " ", "")+"/"+birth)
	}
	return out
}

// digits are those of a telephone number: 0579-8555 0001 and 057985550001 are
// one, and so are an extension written -12 and 转12.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case '０' <= r && r <= '９':
			return r - '０' + '0'
		}
		return -1
	}, s)
}

// ends are words that two institutions' names differ by when they are one.
var ends = []string{"有限责任公司", "股份有限公司", "有限公司", "（虚构）", "(虚构)", "（演示）", "培训中心", "培训学校", "学校", "中心", "省", "市", "县", "区"}

// core is an institution's name without what often varies; empty if little is
// left that would tell two apart.
func core(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" 　·・()（）-—", r) {
			return -1
		}
		return r
	}, name)
	for _, e := range ends {
		name = strings.ReplaceAll(name, strings.Trim(e, "（）()"), "")
	}
	if len([]rune(name)) < 4 {
		return ""
	}
	return name
}
