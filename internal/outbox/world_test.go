package outbox_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/edition"
	"qinglan/internal/flow"
	"qinglan/internal/identity"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/send"
	"qinglan/internal/vault"
)

const mobile, address = "19900000001", "zhang@example.cn"

// A phone is a gateway that keeps what it gets and answers as it is told.
type phone struct {
	mu    sync.Mutex
	got   []send.Message
	err   error
	crash bool // the program ends when the gateway has taken the message
}

func (p *phone) Send(_ context.Context, m send.Message) (send.Receipt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return send.Receipt{}, p.err
	}
	p.got = append(p.got, m)
	if p.crash {
		panic("the program ends here")
	}
	return send.Receipt{Answer: "OK"}, nil
}

func (p *phone) all() []send.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]send.Message(nil), p.got...)
}

func (p *phone) says(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
}

// A world is a house with one person and two clocks.
type world struct {
	*testing.T
	d         *db.DB
	q         *job.Queue
	s         *outbox.Store
	f         *flow.Store
	sms, mail *phone
	log       *bytes.Buffer
	mu        sync.Mutex
	now, real time.Time
}

func (w *world) business() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }
func (w *world) wall() time.Time     { w.mu.Lock(); defer w.mu.Unlock(); return w.real }

// pass lets time go by on both clocks.
func (w *world) pass(by time.Duration) {
	w.mu.Lock()
	w.now, w.real = w.now.Add(by), w.real.Add(by)
	w.mu.Unlock()
}

// at sets the business time to an hour of 28 September 2017.
func (w *world) at(hour, minute int) {
	w.mu.Lock()
	w.now = calendar.Must("2017-09-28").At(hour, minute)
	w.mu.Unlock()
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{T: t, d: d, sms: &phone{}, mail: &phone{}, log: new(bytes.Buffer), real: time.Now()}
	w.open(send.Channels{Sign: "青蓝", SMS: w.sms, Mail: w.mail, Groups: map[string]send.Gateway{"330700": w.sms}})
	return w
}

func (w *world) open(c send.Channels) {
	w.Helper()
	w.at(10, 0)
	if err := job.Migrate(w.Context(), w.d); err != nil {
		w.Fatal(err)
	}
	keys, err := vault.Create(filepath.Join(w.TempDir(), "keys.json"))
	if err != nil {
		w.Fatal(err)
	}
	w.q = job.New(w.d, slog.New(slog.NewTextHandler(w.log, nil)))
	w.f = flow.New(w.d, org.NewStore(w.d), keys, w.q, w.business, edition.All())
	people := identity.New(w.f, keys)
	w.s = outbox.New(w.f, keys, people, w.q, c, w.wall, "https://qinglan.example.cn")
	w.tx(func(tx *db.Tx) error {
		if err := w.f.Orgs().AddPerson(w.Context(), tx, "p1", "演示·张", w.now); err != nil {
			return err
		}
		return people.PutMobile(w.Context(), tx, "p1", mobile)
	})
	if err := w.q.Start(w.Context()); err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { w.q.Stop(context.Background()) })
}

func (w *world) tx(f func(tx *db.Tx) error) {
	w.Helper()
	if err := w.d.Tx(w.Context(), f); err != nil {
		w.Fatal(err)
	}
}

// tell tells p1 of an occasion by every way, and waits until it has gone.
func (w *world) tell(key string, t outbox.Template) {
	w.Helper()
	w.tx(func(tx *db.Tx) error {
		_, err := w.s.Tell(w.Context(), tx, outbox.Letter{Key: key, Template: t, Person: "p1", Name: "演示·张", Organ: "o1", About: "c1", Path: "/messages"})
		return err
	})
	w.drain()
}

// drain waits until no task is left that will be done now.
func (w *world) drain() {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 20*time.Second)
	defer cancel()
	if err := w.q.Drain(ctx); err != nil && !strings.Contains(err.Error(), "wait for another try") {
		w.Fatal(err)
	}
}

func (w *world) tick() {
	w.Helper()
	if err := w.s.Tick(w.Context()); err != nil {
		w.Fatal(err)
	}
	w.drain()
}

// states returns the states of all rows, oldest first.
func (w *world) states() string {
	w.Helper()
	all, err := db.All(w.Context(), w.d, db.Cell[string], `SELECT state FROM outbox ORDER BY at, state, id`)
	if err != nil {
		w.Fatal(err)
	}
	return strings.Join(all, " ")
}

func (w *world) want(what, states string, texts int) {
	w.Helper()
	if got := w.states(); got != states {
		w.Errorf("%s: states %q; want %q", what, got, states)
	}
	if got := len(w.sms.all()); got != texts {
		w.Errorf("%s: %d text messages; want %d", what, got, texts)
	}
}
