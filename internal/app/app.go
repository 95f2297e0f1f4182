// Package app joins the slices to one program on one database. It is where the
// real clock enters; everything below is given a now.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/account"
	"qinglan/internal/archive"
	"qinglan/internal/blob"
	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/certificate"
	"qinglan/internal/db"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/edition"
	"qinglan/internal/flow"
	"qinglan/internal/identity"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
	"qinglan/internal/recommend"
	"qinglan/internal/record"
	"qinglan/internal/send"
	"qinglan/internal/site"
	"qinglan/internal/tally"
	"qinglan/internal/vault"
	"qinglan/internal/web"
)

// A Config says where the program keeps what, and as what it runs.
type Config struct {
	Programme string // which one the house carries; empty: the one its database was made for

	Data     string // folder of files and keys
	DB       string // address of the database; empty: SQLite in Data
	Messages string // file that says by which ways messages leave the house; empty: messages.json in Data
	Fonts    string // folder of licensed fonts for official papers; empty: free ones
	Origin   string // address of the site on papers; empty: as it was asked
	Secure   bool   // served by TLS, also when a proxy ends it
	Demo     bool   // demonstration or rehearsal: codes are shown, the clock moves
	Clock    *Clock // business time; nil: real time
	Log      *slog.Logger

	// Channels are the ways by which messages leave the house, in place of the
	// file; a demonstration has none but its sink.
	Channels *send.Channels

	Editions []*programme.Edition // oldest first; nil: those of package edition that the house may open
}

// URL returns the address of the database.
func (c Config) URL() string {
	if c.DB != "" {
		return c.DB
	}
	return "sqlite:" + filepath.Join(c.Data, "qinglan.db")
}

// KeyFile returns where the keys are.
func (c Config) KeyFile() string { return filepath.Join(c.Data, "keys.json") }

// channels opens the ways by which messages leave the house. A demonstration
// sends nothing: its sink keeps what would have gone.
func (c Config) channels(sink *send.Sink) (send.Channels, error) {
	if c.Channels != nil {
		return *c.Channels, nil
	}
	if c.Demo {
		return send.Channels{SMS: sink, Mail: sink, Groups: map[string]send.Gateway{"330000": sink, "330700": sink, "330782": sink}}, nil
	}
	path := c.Messages
	if path == "" {
		path = filepath.Join(c.Data, "messages.json")
	}
	return send.Load(path, time.Now)
}

// An App is the whole program.
type App struct {
	Config       Config
	DB           *db.DB
	House        *casework.House
	Accounts     *account.Slice
	Lists        *recommend.Slice
	Certificates *certificate.Slice
	Archives     *archive.Slice
	Mux          *web.Mux
	Sink         *send.Sink
	Clock        *Clock
	slices       []casework.Slice
	stop         context.CancelFunc
	ticking      chan struct{}
}

// Migrate brings the database of c to the schema of this program.
func Migrate(ctx context.Context, c Config) error {
	d, err := db.Open(ctx, c.URL())
	if err != nil {
		return err
	}
	err = errors.Join(db.Migrate(ctx, d), job.Migrate(ctx, d))
	if err == nil {
		err = c.stamp(ctx, d)
	}
	if err == nil {
		err = c.seal(ctx, d)
	}
	return errors.Join(err, d.Close())
}

// seal seals the cases that are older than seals.
func (c Config) seal(ctx context.Context, d *db.DB) error {
	if n, err := record.Bare(ctx, d); err != nil || n == 0 {
		return err
	}
	keys, err := vault.Load(c.KeyFile())
	if err != nil {
		return err
	}
	_, err = flow.New(d, org.NewStore(d), keys, job.New(d, slog.New(slog.DiscardHandler)), time.Now, edition.All()).SealAll(ctx)
	return err
}

// Open joins the program. It refuses a database of another schema and an
// edition that calls what nobody gives.
func Open(ctx context.Context, c Config) (*App, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = new(Clock)
	}
	if c.Fonts != "" {
		if err := pdf.Use(c.Fonts); err != nil {
			return nil, err
		}
	}
	keys, err := vault.Load(c.KeyFile())
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, c.URL())
	if err != nil {
		return nil, err
	}
	if err := current(ctx, d); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if c.Programme, err = c.carried(ctx, d); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	a := &App{Config: c, DB: d, Mux: web.NewMux(), Clock: c.Clock, Sink: send.NewSink(time.Now)}
	queue := job.New(d, c.Log)
	if c.Editions == nil {
		if c.Editions, err = c.carries(ctx, d); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	c.Editions = own(c.Editions)
	f := flow.New(d, org.NewStore(d), keys, queue, c.Clock.Now, c.Editions)
	ways, err := c.channels(a.Sink)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	people := identity.New(f, keys)
	a.House = &casework.House{
		Pages: casework.New(f), Queue: queue, Keys: keys, Files: blob.New(filepath.Join(c.Data, "files"), keys),
		Identity: people, Outbox: outbox.New(f, keys, people, queue, ways, time.Now, c.Origin), Real: time.Now, Log: c.Log, Demo: c.Demo, Secure: c.Secure, Origin: c.Origin,
	}
	a.join()
	if err := f.Check(); err != nil {
		return nil, errors.Join(fmt.Errorf("the edition does not fit the program: %w", err), d.Close())
	}
	if err := cascade.Load(ctx, f); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return a, nil
}

// own returns editions that no other program in this process shares: what an
// office issues in one house binds there alone.
func own(editions []*programme.Edition) []*programme.Edition {
	out := make([]*programme.Edition, len(editions))
	for i, e := range editions {
		out[i] = e.Copy()
	}
	return out
}

func current(ctx context.Context, d *db.DB) error {
	have, want, err := db.Version(ctx, d)
	if err != nil {
		return err
	}
	tasks, err := job.Current(ctx, d)
	if err != nil {
		return err
	}
	if have != want || !tasks {
		return fmt.Errorf("the database has schema %d, this program needs %d: run `qinglan migrate`", have, want)
	}
	return nil
}

// Found keeps the organisations of the editions that are open: departments,
// cities, county units and functional zones as of their days. Their people are invited by
// an administrator; one that is there stays as it is.
func (a *App) Found(ctx context.Context) error {
	f := a.House.Flow
	for _, e := range f.Opened() {
		if err := f.Orgs().Found(ctx, f.DB(), org.Of(e)); err != nil {
			return err
		}
	}
	return nil
}

// Handler returns the site. bar is shown above every page of a demonstration;
// nil in service.
func (a *App) Handler(bar func(*http.Request, org.Actor) templ.Component) http.Handler {
	return site.Site{
		Mux: a.Mux, House: a.House, Identify: a.Accounts.Identify, Bar: bar,
		Guard: web.Site{Secure: a.Config.Secure, Now: time.Now, Log: a.Config.Log},
	}.Handler()
}

// Start begins tasks and the tick that looks for what is due.
func (a *App) Start(ctx context.Context, every time.Duration) error {
	if err := a.House.Queue.Start(ctx); err != nil {
		return err
	}
	ctx, a.stop = context.WithCancel(ctx)
	a.ticking = make(chan struct{})
	go func() {
		defer close(a.ticking)
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if err := a.Tick(ctx); err != nil && ctx.Err() == nil {
					a.Config.Log.Error("tick", "err", err)
				}
			}
		}
	}()
	return nil
}

// Tick does what has become due: moves of the clock, reminders of slices, then
// the messages that waited; and has slices forget what is over.
func (a *App) Tick(ctx context.Context) error {
	_, err := a.House.Flow.Tick(ctx)
	for _, s := range a.slices {
		if t, ok := s.(interface{ Tick(context.Context) error }); ok {
			err = errors.Join(err, t.Tick(ctx))
		}
		if w, ok := s.(interface{ Sweep(context.Context) error }); ok {
			err = errors.Join(err, w.Sweep(ctx))
		}
	}
	return errors.Join(err, a.House.Outbox.Tick(ctx))
}

// Close ends tasks and the tick, then the database.
func (a *App) Close(ctx context.Context) error {
	var err error
	if a.stop != nil {
		a.stop()
		<-a.ticking
		err = a.House.Queue.Stop(ctx)
	}
	return errors.Join(err, a.DB.Close())
}

// tallied finds numbers of lists that are not those of the cases.
func tallied(ctx context.Context, q db.Q, found func(string, int64, string)) error {
	wrong, err := tally.Wrong(ctx, q)
	for _, what := range wrong {
		found("tallies", 0, what)
	}
	return err
}

// Verify verifies the record and everything that slices keep beside it.
func (a *App) Verify(ctx context.Context, outside *record.Checkpoint) (record.Report, error) {
	var witnesses []record.Witness
	for _, s := range a.slices {
		if w, ok := s.(interface {
			Witness(context.Context, db.Q, func(string, int64, string)) error
		}); ok {
			witnesses = append(witnesses, w.Witness)
		}
	}
	witnesses = append(witnesses, tallied)
	r, err := a.House.Flow.Verify(ctx, outside, witnesses...)
	if err != nil || len(r.Findings) == 0 {
		return r, err
	}
	// Somebody may have written while it was read: what is wrong is wrong twice.
	again, err := a.House.Flow.Verify(ctx, outside, witnesses...)
	again.Findings = slices.DeleteFunc(again.Findings, func(f record.Finding) bool { return !slices.Contains(r.Findings, f) })
	return again, err
}
