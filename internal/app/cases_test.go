//go:build !race

package app_test

import (
	"context"
	"encoding/base64"
	"slices"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A place is where a laid case lies, as the columns of the matrix see it: of
// the applicant, county and city of the columns, of a neighbour county with the
// same city, or of another city.
type place struct{ name, county, city, person string }

var places = []place{
	{"own", "330782", "330700", "p-own"},
	{"other", "330726", "330700", "p-other"},
	{"far", "330106", "330100", "p-far"},
}

// laid lists the states of each track at which the matrix has a case in every
// place, in the order in which one needs the other.
var laid = []struct {
	track  string
	states []string
}{
	{"receipt", []string{"unread", "relayed"}},
	{"census", []string{"draft", "at-city", "accepted"}},
	{"application", []string{"draft", "at-employer", "at-county", "fix-county", "at-city", "annexed", "reported", "scheduled", "shortlisted", "rejected"}},
	{"summary", []string{"collecting", "frozen", "reported"}},
	{"session", []string{"preparing", "declaring", "open", "counted", "released"}},
	{"sheet", []string{"undeclared", "open", "locked"}},
	{"shortlist", []string{"drafting", "issued"}},
	{"entry", []string{"enrolled", "deferred", "trained", "passed", "publicised", "certified"}},
	{"attempt", []string{"enrolled", "entered", "marked", "passed"}},
	{"recheck", []string{"asked", "checked", "kept"}},
	{"invitation", []string{"drafted", "sent", "accepted"}},
	{"meeting", []string{"called", "convened", "agreed", "signed"}},
	{"publicity", []string{"drafting", "running", "announced"}},
	{"objection", []string{"received", "dismissed"}},
	{"certificate", []string{"valid", "revoked"}},
	{"institution", []string{"draft", "at-county", "at-city", "recommended", "reported", "accepted", "selected", "not-recommended"}},
	{"class", []string{"drafting", "at-province", "approved", "running", "signed", "completed"}},
	{"slate", []string{"collecting", "reported", "none"}},
	{"assessment", []string{"undeclared", "open", "locked"}},
	{"selection", []string{"drafting", "issued"}},
	{"standard", []string{"drafting", "at-payer", "in-force"}},
	{"claim", []string{"due", "publicised", "noticed", "approved", "ready", "paid"}},
	{"grant", []string{"drafting", "running"}},
	{"purchase", []string{"needed", "proposed", "informed", "elsewhere"}},
	{"contest", []string{"open", "closed"}},
	{"nomination", []string{"wished", "nominated"}},
	{"engagement", []string{"sent", "delivered", "closed"}},
	{"lecture", []string{"sent", "accepted", "held", "declined"}},
	{"event", []string{"planned", "announced", "held"}},
	{"survey", []string{"drafting", "open", "closed"}},
	{"manuscript", []string{"draft", "signed", "numbered", "issued"}},
}

// A laidCase is one case of the matrix.
type laidCase struct{ id, track, state, place string }

func laidID(track, state, place string) string {
	return "m-" + track + "-" + state + "-" + place
}

// A mason lays cases by the edition's moves, without their guards, effects and
// tasks: what the matrix asks is who sees and may do what, and that is decided
// by the case alone.
type mason struct {
	t    *testing.T
	flow *flow.Store
	all  []laidCase
}

// lay fills the program with the cases of [laid].
func lay(t *testing.T, p *apptest.Program) []laidCase {
	t.Helper()
	f := p.House.Flow
	m := &mason{t: t, flow: f}
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for _, pl := range places {
			if err := f.Orgs().AddPerson(t.Context(), tx, pl.person, "演示·"+pl.name, f.Now()); err != nil {
				return err
			}
		}
		for _, l := range laid {
			for _, st := range l.states {
				for _, pl := range places {
					if err := m.put(t.Context(), tx, l.track, st, pl); err != nil {
						return err
					}
				}
			}
		}
		if err := m.lists(t.Context(), tx); err != nil {
			return err
		}
		return m.rows(t.Context(), tx, p)
	})
	if err != nil {
		t.Fatal(err)
	}
	return m.all
}

// put opens a case and takes it along the shortest road to the state.
func (m *mason) put(ctx context.Context, tx *db.Tx, track, state string, pl place) error {
	e := m.flow.Current()
	tr, ok := e.Track(track)
	if !ok {
		m.t.Fatalf("no track %s", track)
	}
	o := flow.Opening{
		ID: laidID(track, state, pl.name), Track: track, Party: pl.person,
		Name: "演示·" + pl.name, Unit: "演示单位", County: pl.county, City: pl.city,
	}
	switch track {
	case "receipt":
		o.Party, o.Name = pl.county, "演示通知"
	case "manuscript":
		o.Party, o.County = pl.city, ""
	case "standard", "grant":
		o.Party, o.Name, o.Unit, o.County = pl.city, "", "", ""
	case "purchase":
		o.Party, o.County = pl.city+"-buyer", ""
	case "contest":
		o.Party, o.Name, o.Unit, o.County, o.City = "330000", "", "", "", ""
	case "nomination":
		o.Parent = laidID("contest", "open", pl.name)
	case "engagement":
		o.Parent = laidID("purchase", "proposed", pl.name)
	case "claim":
		o.Parent = laidID("entry", "certified", pl.name)
	case "summary", "session", "shortlist", "publicity", "invitation", "meeting":
		o.Name, o.Unit, o.County = "", "", ""
		if track == "summary" {
			o.Party = pl.city
		} else {
			o.City = ""
		}
	case "entry":
		o.Parent = laidID("application", "shortlisted", pl.name)
	case "attempt", "certificate":
		o.Parent = laidID("entry", "certified", pl.name)
	case "recheck":
		o.Parent = laidID("attempt", "passed", pl.name)
	case "objection":
		o.Parent = laidID("entry", "publicised", pl.name)
	case "event", "survey":
		o.Party = pl.county
	case "institution":
		o.Party = pl.city + "-institution"
	case "class":
		o.County, o.Party, o.Parent = "", pl.city+"-institution", laidID("institution", "selected", pl.name)
	case "slate":
		o.Name, o.Unit, o.County, o.Party = "", "", "", pl.city
	case "selection":
		o.Name, o.Unit, o.County, o.City = "", "", "", ""
	case "assessment":
		o.Parent = laidID("institution", "accepted", pl.name)
		o.Party = judgeOf(pl)
	case "sheet":
		o.Parent = laidID("session", "open", pl.name)
		o.Party = judgeOf(pl)
	}
	who := func(r programme.Role) org.Actor {
		return org.Actor{Person: "p-mason", Role: r, Organ: org.Organisation{ID: pl.county, Region: pl.county}}
	}
	c, err := m.flow.OpenIn(ctx, tx, who(tr.Opens[0]), o)
	if err != nil {
		return err
	}
	for _, mv := range road(m.t, tr, state) {
		mv.Needs, mv.Also, mv.Does = nil, nil, nil
		after, err := m.flow.MoveIn(ctx, tx, *c, mv, who(mv.By[0]), answersTo(tr.Forms[mv.Form]))
		if err != nil {
			return err
		}
		c = &after
	}
	m.all = append(m.all, laidCase{o.ID, track, state, pl.name})
	return m.assign(ctx, tx, c.ID, track, pl)
}

// assign gives the own cases to the judge, examiner and employer of the
// columns.
func (m *mason) assign(ctx context.Context, tx *db.Tx, id, track string, pl place) error {
	if pl.name != "own" {
		return nil
	}
	switch track {
	case "session", "institution":
		return m.flow.Assign(ctx, tx, id, judgeOf(pl), programme.Judge)
	case "lecture":
		return m.flow.Assign(ctx, tx, id, "p-330700-buyer-clerk-1", programme.Buyer)
	case "application":
		if err := m.flow.Assign(ctx, tx, id, judgeOf(pl), programme.Judge); err != nil {
			return err
		}
		return m.flow.Assign(ctx, tx, id, "p-employer", programme.Employer)
	}
	return nil
}

// judgeOf returns the person of the judge whose sheets lie in a place.
func judgeOf(pl place) string {
	n := slices.IndexFunc(places, func(p place) bool { return p.name == pl.name }) + 1
	return "p-330000-judge-clerk-" + string(rune('0'+n))
}

// lists puts people on the lists that hold them.
func (m *mason) lists(ctx context.Context, tx *db.Tx) error {
	for _, on := range []struct{ list, listState, track, state string }{
		{"summary", "frozen", "application", "annexed"},
		{"summary", "reported", "application", "reported"},
		{"session", "open", "application", "scheduled"},
		{"session", "counted", "application", "scheduled"},
		{"shortlist", "issued", "application", "shortlisted"},
		{"meeting", "convened", "entry", "passed"},
		{"class", "running", "entry", "enrolled"},
		{"publicity", "running", "entry", "publicised"},
		{"publicity", "announced", "entry", "certified"},
	} {
		for i, pl := range places {
			err := m.flow.PutMember(ctx, tx, flow.Member{
				List: laidID(on.list, on.listState, pl.name), Case: laidID(on.track, on.state, pl.name), Pos: i + 1,
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// rows lays what is no case: an addressee and a duty of the own county.
func (m *mason) rows(ctx context.Context, tx *db.Tx, p *apptest.Program) error {
	county, city := p.Post("330782-county-clerk-1").Organisation.ID, p.Post("330700-city-clerk-1").Organisation.ID
	sealed := func(column string) string {
		return base64.RawStdEncoding.EncodeToString(p.House.Keys.Seal(nil, []byte("addressees/"+column+"/m-addressee")))
	}
	for _, row := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO addressees (id, edition, county, city, kind, name, contact, phone, mobile, link, organ, version, at)
			VALUES ('m-addressee', $1, '330782', '330700', 'school', '演示学院', $2, $3, FALSE, 'm-link', $4, 9, 1)`,
			[]any{m.flow.Current().Name, sealed("contact"), sealed("phone"), county}},
		{`INSERT INTO charges (id, edition, organ, title, about, due, person, at) VALUES ('m-charge', $1, $2, '演示任务', '', 1, '', 1)`,
			[]any{m.flow.Current().Name, city}},
		{`INSERT INTO duties (id, charge, organ, region, state, version) VALUES ('m-duty', 'm-charge', $1, '330782', 'open', 9)`, []any{county}},
	} {
		if _, err := tx.ExecContext(ctx, row.sql, row.args...); err != nil {
			return err
		}
	}
	return nil
}

// road returns the fewest moves that lead from the start of a track to a state.
func road(t *testing.T, tr *programme.Track, to string) []programme.Move {
	t.Helper()
	roads := map[string][]programme.Move{tr.Start: nil}
	for next := []string{tr.Start}; len(next) > 0; next = next[1:] {
		if next[0] == to {
			return roads[to]
		}
		for _, mv := range tr.From(next[0]) {
			if _, been := roads[mv.To]; !been {
				roads[mv.To] = append(slices.Clone(roads[next[0]]), mv)
				next = append(next, mv.To)
			}
		}
	}
	t.Fatalf("no road to %s of %s", to, tr.Name)
	return nil
}

// answersTo answers what must be answered with something that cannot be mistaken for
// a real person's.
func answersTo(qs []form.Question) form.Answers {
	a := form.Answers{}
	for _, q := range qs {
		if q.Optional {
			continue
		}
		switch q.Kind {
		case form.File, form.Rows:
		case form.Date:
			a[q.Name] = "1990-01-01"
		case form.Month:
			a[q.Name] = "2015-01"
		case form.Phone:
			a[q.Name] = "19900000001"
		case form.Email:
			a[q.Name] = "yanshi@example.com"
		case form.Number, form.Score:
			a[q.Name] = "1"
		case form.Pick, form.Select, form.Many:
			a[q.Name] = q.Choices[0].Value
		case form.Check:
			a[q.Name] = "yes"
		default:
			a[q.Name] = "演示"
		}
	}
	return a
}
