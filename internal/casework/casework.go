// Package casework is the common desk of every role: the list of what waits,
// the page of a case, its moves, the approvals of an office. It knows tracks
// only as data, so a new track has pages without code; a slice adds to the
// page of a case what its own tables hold. It promises that every page of a
// case says whose turn it is, since when, by when, whom to call, and the
// clause.
package casework

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
)

// A Section is what a slice shows on the page of a case: a part, or nil.
type Section func(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error)

// A Bar says why a move that a would find on the page of a case cannot be made
// now and what may be done instead, or what is to be read before it, with its
// [MoveForm]: a part, or nil.
type Bar func(ctx context.Context, c *flow.Case, a org.Actor, m programme.Move) (templ.Component, error)

// A Subject says what tells the cases of one party on a track apart, such as the
// item and year of a subsidy; empty is nothing.
type Subject func(ctx context.Context, c *flow.Case) (string, error)

// An Other says why a turn of the reader's role is not the reader's own, such as
// that they have signed and a colleague has not; empty if it is theirs.
type Other func(ctx context.Context, c *flow.Case, a org.Actor) (string, error)

// A Meanwhile is what a case waits for that its state cannot tell, such as the class
// somebody sits in: a word for how it stands and a sentence; empty is nothing.
type Meanwhile func(ctx context.Context, c *flow.Case) (state, say string, err error)

// A Usual is what usually stands in the form of a move when it is first shown,
// such as the days of a public notice.
type Usual func(ctx context.Context, c *flow.Case, m programme.Move) (form.Answers, error)

// A Quick is a link that a role finds on its desk, with what waits there. One that
// counts leads to the list by its id, and counts the rows of that very list.
type Quick struct {
	Text, Href, Note string
	Roles            []programme.Role
	Count            func(ctx context.Context, a org.Actor) (int, error) // may be nil
}

// A DeskPart is what a slice shows on the desk of its roles, above the lists
// of what waits. The cases of the tracks it covers are not listed again.
type DeskPart struct {
	Roles  []programme.Role
	Covers []string
	Show   func(ctx context.Context, a org.Actor) (templ.Component, error) // a nil part shows nothing
}

// Pages are the common pages.
type Pages struct {
	Flow     *flow.Store
	Proxies  proxy.Store
	sections map[string][]Section
	hints    map[string][]Section
	bars     map[string][]Bar
	subjects map[string]Subject
	usuals   map[string]Usual
	waits    map[string]Meanwhile
	others   map[string]Other
	quick    []Quick
	desks    []DeskPart
	homes    map[string][]func(c *flow.Case, a org.Actor) string
	slots    map[string][]Slot
	refused  map[string]Refused
	papers   map[string][]func(context.Context, *flow.Case) ([]Printed, error)
	arrivals []func(context.Context, *db.Tx, *flow.Case) error
	beside   map[string][]func(context.Context, org.Actor) (templ.Component, error)
	asked    map[string][]Field
	blobs    *blob.Store
	received func(context.Context, *db.Tx, File) error
}

// New returns the common pages over f.
func New(f *flow.Store) *Pages {
	return &Pages{
		Flow: f, Proxies: proxy.New(f), sections: map[string][]Section{}, hints: map[string][]Section{}, bars: map[string][]Bar{}, subjects: map[string]Subject{}, usuals: map[string]Usual{}, waits: map[string]Meanwhile{}, others: map[string]Other{}, homes: map[string][]func(*flow.Case, org.Actor) string{},
		asked: map[string][]Field{}, slots: map[string][]Slot{}, refused: map[string]Refused{},
		papers:   map[string][]func(context.Context, *flow.Case) ([]Printed, error){},
		beside:   map[string][]func(context.Context, org.Actor) (templ.Component, error){},
		received: func(context.Context, *db.Tx, File) error { return nil },
	}
}

// Section adds s to the page of every case of a track.
func (p *Pages) Section(track string, s Section) { p.sections[track] = append(p.sections[track], s) }

// Hint adds what is said above everything else on the page of every case of a
// track.
func (p *Pages) Hint(track string, s Section) { p.hints[track] = append(p.hints[track], s) }

// Bar gives what the pages of a track ask before they offer a move. The guard of
// the move decides all the same.
func (p *Pages) Bar(track string, b Bar) { p.bars[track] = append(p.bars[track], b) }

// Subject gives what the titles of a track's cases say beside the party.
func (p *Pages) Subject(track string, s Subject) { p.subjects[track] = s }

// Usual gives what the forms of a track's moves are filled in with.
func (p *Pages) Usual(track string, u Usual) { p.usuals[track] = u }

// Meanwhile gives what a track's cases wait for beyond their state.
func (p *Pages) Meanwhile(track string, m Meanwhile) { p.waits[track] = m }

// Other gives what tells on a track whose turn it is among the holders of a role.
func (p *Pages) Other(track string, o Other) { p.others[track] = o }

// WaitOf returns what c waits for beyond its state, or nothing.
func (p *Pages) WaitOf(ctx context.Context, c *flow.Case) (state, say string, err error) {
	if ask := p.waits[c.Track.Name]; ask != nil {
		return ask(ctx, c)
	}
	return "", "", nil
}

// offered returns what is said instead of the forms of some moves, and what the
// forms are filled in with.
func (p *Pages) offered(ctx context.Context, c *flow.Case, a org.Actor, moves []programme.Move) (map[string]templ.Component, map[string]form.Answers, error) {
	barred, usual := map[string]templ.Component{}, map[string]form.Answers{}
	for _, m := range moves {
		for _, ask := range p.bars[c.Track.Name] {
			part, err := ask(ctx, c, a, m)
			if err != nil {
				return nil, nil, err
			}
			if part != nil {
				barred[m.Name] = part
			}
		}
		if ask := p.usuals[c.Track.Name]; ask != nil {
			given, err := ask(ctx, c, m)
			if err != nil {
				return nil, nil, err
			}
			usual[m.Name] = given
		}
	}
	return barred, usual, nil
}

// Quick adds a link to the desk of its roles.
func (p *Pages) Quick(q Quick) { p.quick = append(p.quick, q) }

// Desk adds a part to the desk of its roles.
func (p *Pages) Desk(d DeskPart) { p.desks = append(p.desks, d) }

// Sections returns what the slices show of a case to a, hints first.
func (p *Pages) Sections(ctx context.Context, c *flow.Case, a org.Actor) ([]templ.Component, error) {
	of := p.sections[c.Track.Name]
	if !ShowsFields(ctx) {
		of = slices.Concat(p.hints[c.Track.Name], of)
	}
	return parts(ctx, of, c, a)
}

// Hints returns what a page that shows the fields itself says above them.
func (p *Pages) Hints(ctx context.Context, c *flow.Case, a org.Actor) ([]templ.Component, error) {
	return parts(ctx, p.hints[c.Track.Name], c, a)
}

func parts(ctx context.Context, of []Section, c *flow.Case, a org.Actor) (out []templ.Component, err error) {
	for _, s := range of {
		part, err := s(ctx, c, a)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out = append(out, part)
		}
	}
	return out, nil
}

// Home gives the address where an actor works on a case of a track, if that is
// not the common page. Of several the first answer that is not empty holds;
// if all are, it is the common page.
func (p *Pages) Home(track string, f func(c *flow.Case, a org.Actor) string) {
	p.homes[track] = append(p.homes[track], f)
}

// Href returns the address of a case for an actor.
func (p *Pages) Href(c *flow.Case, a org.Actor) string {
	for _, f := range p.homes[c.Track.Name] {
		if href := f(c, a); href != "" {
			return href
		}
	}
	return "/cases/" + c.ID
}

type fieldsKey struct{}

// FieldsShown returns ctx for a page that shows the fields of a case itself;
// sections then leave them out, and the page has its own place for hints.
func FieldsShown(ctx context.Context) context.Context {
	return context.WithValue(ctx, fieldsKey{}, true)
}

// ShowsFields reports whether the page of ctx shows the fields itself.
func ShowsFields(ctx context.Context) bool { return ctx.Value(fieldsKey{}) != nil }

type ticksKey struct{}

// WithTicks returns ctx for a page on which the materials can be found fault with:
// tick gives what stands beside each, also beside one that is not there.
func WithTicks(ctx context.Context, tick func(material string) templ.Component) context.Context {
	return context.WithValue(ctx, ticksKey{}, tick)
}

// TickOf returns what stands beside a material on the page of ctx, or nil.
func TickOf(ctx context.Context, material string) templ.Component {
	if tick, ok := ctx.Value(ticksKey{}).(func(string) templ.Component); ok {
		return tick(material)
	}
	return nil
}

type actorKey struct{}

// WithActor returns ctx with the acting person of a request.
func WithActor(ctx context.Context, a org.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns the acting person of a request; the zero Actor is a stranger.
func ActorOf(ctx context.Context) org.Actor {
	a, _ := ctx.Value(actorKey{}).(org.Actor)
	return a
}

// Signed returns the acting person of r, or a SignedOut fault.
func Signed(r *http.Request) (org.Actor, error) {
	a := ActorOf(r.Context())
	if !a.Known() {
		return a, fault.New(fault.SignedOut, "请先登录。")
	}
	return a, nil
}

// As returns the acting person of r if they have one of the roles; anybody
// else gets the page of what does not exist.
func As(r *http.Request, roles ...programme.Role) (org.Actor, error) {
	a, err := Signed(r)
	if err == nil && !slices.Contains(roles, a.Role) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return a, err
}

// Readable returns the questions of qs that a role may read the answers of.
func Readable(e *programme.Edition, qs []form.Question, r programme.Role) []form.Question {
	hidden := e.Hidden[r]
	var out []form.Question
	for _, q := range qs {
		if q.Class == "" || !slices.Contains(hidden, q.Class) {
			out = append(out, q)
		}
	}
	return out
}

// reader is where pages read from.
func (p *Pages) reader() db.Q { return p.Flow.DB() }
