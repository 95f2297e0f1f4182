package flow

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/edition"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/vault"
)

// A world is a small province: offices, people and a clock that can be set.
// Guards and effects of the edition are noted and let everything pass, unless
// refuse names a guard.
type world struct {
	keys   *vault.Keys
	t      *testing.T
	d      *db.DB
	s      *Store
	ms     atomic.Int64 // business time
	actors map[string]org.Actor
	tasks  *tasks

	mu     sync.Mutex
	called []string
	refuse map[string]error
}

// tasks is a queue that only remembers; it knows every name.
type tasks struct {
	mu   sync.Mutex
	list []job.Task
}

func (q *tasks) Known(string) bool { return true }

func (q *tasks) Add(_ context.Context, _ *db.Tx, list ...job.Task) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, list...)
	return nil
}

// staff lists who works where: person, rank, organisation, role, region.
var staff = []struct {
	person string
	rank   programme.Rank
	organ  string
	role   programme.Role
	region string
}{
	{"province-clerk", programme.Clerk, "province", programme.Province, "330000"},
	{"province-clerk2", programme.Clerk, "province", programme.Province, "330000"},
	{"province-head", programme.Head, "province", programme.Province, "330000"},
	{"province-leader", programme.Leader, "province", programme.Province, "330000"},
	{"finance-leader", programme.Leader, "finance", programme.Finance, "330000"},
	{"association", programme.Clerk, "association", programme.Association, "330000"},
	{"supervisor", programme.Clerk, "supervisor", programme.Supervisor, "330000"},
	{"auditor", programme.Clerk, "auditor", programme.Auditor, "330000"},
	{"jinhua-clerk", programme.Clerk, "jinhua", programme.City, "330700"},
	{"jinhua-head", programme.Head, "jinhua", programme.City, "330700"},
	{"jinhua-leader", programme.Leader, "jinhua", programme.City, "330700"},
	{"hangzhou-clerk", programme.Clerk, "hangzhou", programme.City, "330100"},
	{"payer-clerk", programme.Clerk, "jinhua-payer", programme.Payer, "330700"},
	{"payer-leader", programme.Leader, "jinhua-payer", programme.Payer, "330700"},
	{"college-clerk", programme.Clerk, "college", programme.Buyer, "330700"},
	{"other-college", programme.Clerk, "far-college", programme.Buyer, "330100"},
	{"far-payer", programme.Clerk, "hangzhou-payer", programme.Payer, "330100"},
	{"yiwu", programme.Clerk, "yiwu", programme.County, "330782"},
	{"yiwu2", programme.Clerk, "yiwu", programme.County, "330782"},
	{"yiwu3", programme.Clerk, "yiwu", programme.County, "330782"},
	{"yiwu4", programme.Clerk, "yiwu", programme.County, "330782"},
	{"wucheng", programme.Clerk, "wucheng", programme.County, "330702"},
	{"judge1", programme.Clerk, "panel", programme.Judge, "330000"},
	{"judge2", programme.Clerk, "panel", programme.Judge, "330000"},
	{"examiner1", programme.Clerk, "panel", programme.Examiner, "330000"},
	{"examiner2", programme.Clerk, "panel", programme.Examiner, "330000"},
	{"school", programme.Clerk, "school", programme.Institution, "330700"},
	{"school2", programme.Clerk, "school2", programme.Institution, "330700"},
	{"employer", programme.Clerk, "company", programme.Employer, "330782"},
}

// homes says where the applicants live.
var homes = map[string][2]string{
	"wang": {"330782", "330700"},
	"li":   {"330702", "330700"},
	"zhao": {"330110", "330100"},
}

var monday = calendar.Must("2017-10-09").At(9, 0)

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	keys, err := vault.Create(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, d: d, actors: map[string]org.Actor{}, tasks: &tasks{}, refuse: map[string]error{}}
	w.set(monday)
	w.keys = keys
	w.s = New(d, org.NewStore(d), keys, w.tasks, func() time.Time { return time.UnixMilli(w.ms.Load()) },
		edition.Of(edition.Default))
	w.stubs()
	w.tx(w.people)
	if err := w.s.Check(); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) set(at time.Time) { w.ms.Store(at.UnixMilli()) }

// tx runs f in a transaction that must succeed.
func (w *world) tx(f func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.d.Tx(w.t.Context(), f); err != nil {
		w.t.Fatal(err)
	}
}

// sql runs one statement.
func (w *world) sql(query string, args ...any) {
	w.t.Helper()
	w.tx(func(tx *db.Tx) error {
		_, err := tx.ExecContext(w.t.Context(), query, args...)
		return err
	})
}

// stubs gives every guard and effect that the edition calls.
func (w *world) stubs() {
	for _, t := range teacher2017.Edition.Tracks {
		for _, m := range t.Moves {
			for _, name := range m.Needs {
				w.s.Guard(name, func(context.Context, *db.Tx, Event) error { return w.note("guard "+name, name) })
			}
			for _, name := range m.Also {
				w.s.Effect(name, func(context.Context, *db.Tx, Event) error { return w.note("effect "+name, name) })
			}
		}
	}
}

func (w *world) note(call, name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.called = append(w.called, call)
	return w.refuse[name]
}

func (w *world) people(tx *db.Tx) error {
	ctx := w.t.Context()
	orgs := w.s.Orgs()
	for _, p := range staff {
		o := org.Organisation{ID: p.organ, Name: p.organ + "（演示）", Role: p.role, Region: p.region, Phone: "0579-0000-0001"}
		post := org.Post{ID: "post-" + p.person, Person: p.person, Name: "演示·" + p.person, Organisation: o, Role: p.role, Rank: p.rank}
		if err := orgs.AddOrganisation(ctx, tx, o); err != nil {
			return err
		}
		if err := orgs.AddPerson(ctx, tx, post.Person, post.Name, monday); err != nil {
			return err
		}
		if err := orgs.AddPost(ctx, tx, post); err != nil {
			return err
		}
		w.actors[p.person] = org.Holding(post)
	}
	for _, name := range []string{"wang", "li", "zhao", "stranger"} {
		if err := orgs.AddPerson(ctx, tx, name, "演示·"+name, monday); err != nil {
			return err
		}
		w.actors[name] = org.Actor{Person: name, Name: "演示·" + name, Role: programme.Applicant}
	}
	w.actors["anybody"] = org.Actor{Role: programme.Public}
	return nil
}

// actor returns who is called name.
func (w *world) actor(name string) org.Actor {
	w.t.Helper()
	a, ok := w.actors[name]
	if !ok {
		w.t.Fatalf("nobody is called %q", name)
	}
	return a
}

// open opens a case for a party as the story's command does: a person's own, an
// office's list, or what a list opens for a person.
func (w *world) open(track, party string) (*Case, error) {
	w.t.Helper()
	o := Opening{ID: db.NewID(), Track: track, Party: party, Name: "演示·" + party}
	if home, ok := homes[party]; ok {
		o.County, o.City = home[0], home[1]
	}
	t, ok := teacher2017.Edition.Track(track)
	if !ok {
		w.t.Fatalf("no track %s", track)
	}
	a, ok := w.actors[party]
	if !ok {
		a = w.actor(party + "-clerk")
		o.City = a.Organ.Region
	}
	if a.Role == programme.Institution {
		o.County, o.City = "330782", "330700"
	}
	if slices.Contains(t.Opens, programme.List) {
		a = w.actor("province-clerk")
		a.Role = programme.List
	}
	return w.s.Open(w.t.Context(), a, o)
}

// application opens wang's and brings it to a state by the shortest way.
func (w *world) application(state string) *Case {
	w.t.Helper()
	c, err := w.open("application", "wang")
	if err != nil {
		w.t.Fatal(err)
	}
	way := []struct{ who, move string }{
		{"wang", "submit"}, {"wang", "endorse-paper"}, {"yiwu", "forward"}, {"jinhua-clerk", "pass"},
	}
	for _, step := range way {
		if c.State == state {
			return c
		}
		c = w.do(c, step.who, step.move)
	}
	if c.State != state {
		w.t.Fatalf("no way to %s", state)
	}
	return c
}

// do makes a move that must succeed and returns the case as it is then.
func (w *world) do(c *Case, who, move string) *Case {
	w.t.Helper()
	c, err := w.try(c, who, move)
	if err != nil {
		w.t.Fatalf("%s %s: %v", who, move, err)
	}
	return c
}

// try makes a move on the case as it is now.
func (w *world) try(c *Case, who, move string) (*Case, error) {
	w.t.Helper()
	a := w.actor(who)
	c, err := w.s.Find(w.t.Context(), a, c.ID)
	if err != nil {
		return nil, err
	}
	m, err := w.s.Step(c, move, a, c.Seq)
	if err != nil {
		return c, err
	}
	_, err = w.s.Move(w.t.Context(), c, m, a, answersTo(m))
	return c, err
}

// answersTo fills in the form of m, if it has one.
func answersTo(m programme.Move) form.Answers {
	if m.Form == "" {
		return nil
	}
	return form.Answers{"text": "演示内容：" + m.Label}
}

// load returns the case as it is now.
func (w *world) load(id string) *Case {
	w.t.Helper()
	c, err := w.s.Load(w.t.Context(), w.d, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// journal returns the rows of a case.
func (w *world) journal(c *Case) []Entry {
	w.t.Helper()
	entries, err := w.s.Journal(w.t.Context(), w.d, c)
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

// sound fails the test if the record is not as it was written.
func (w *world) sound() {
	w.t.Helper()
	r, err := w.s.Verify(w.t.Context(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range r.Findings {
		w.t.Errorf("the record is not sound: %v", f)
	}
}

// is reports a fault of another kind than want; 0 wants none at all.
func is(t *testing.T, what string, err error, want fault.Kind) {
	t.Helper()
	if (err == nil) != (want == 0) || fault.Of(err) != want {
		t.Errorf("%s: %v; want %v", what, err, want)
	}
}

func TestCheckNamesWhatIsMissing(t *testing.T) {
	s := New(nil, nil, nil, &tasks{}, nil, []*programme.Edition{teacher2017.Edition})
	err := s.Check()
	if err == nil {
		t.Fatal("a store without guards passes")
	}
	for _, want := range []string{
		`teacher2017 application.submit: nobody gives the guard "complete"`,
		`teacher2017 application.submit: nobody gives the effect "keep-profile"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Check does not say %s", want)
		}
	}
}

// A guard that refuses leaves no trace of the move: no row, no effect, no task.
func TestMoveAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.application("draft")
		late := fault.New(fault.Closed, "表单无法读取。")
		w.refuse["complete"] = late
		_, err := w.try(c, "wang", "submit")
		is(t, "submit an incomplete application", err, fault.Closed)
		delete(w.refuse, "complete")
		w.refuse["ask-employer"] = late // the last effect
		_, err = w.try(c, "wang", "submit")
		is(t, "submit when an effect fails", err, fault.Closed)
		if now := w.load(c.ID); now.State != "draft" || now.Seq != 1 || len(w.journal(now)) != 1 {
			t.Errorf("case is %s at %d with %d rows; want as before", now.State, now.Seq, len(w.journal(now)))
		}
		if len(w.tasks.list) > 0 {
			t.Errorf("tasks %v; want none", w.tasks.list)
		}
		w.sound()
	})
}
