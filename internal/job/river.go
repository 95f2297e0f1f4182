package job

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"qinglan/internal/db"
)

// engine is River on one of the two databases.
type engine interface {
	insert(ctx context.Context, tx *db.Tx, tasks []river.InsertManyParams) error
	// rescue makes tasks runnable that a killed program left half done, as far
	// as the engine can be sure that nobody else is doing them.
	rescue(ctx context.Context, d *db.DB) error
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

func newEngine(d *db.DB, cfg *river.Config) engine {
	if d.Engine() == db.Postgres {
		return onPostgres{must(river.NewClient(riverpgxv5.New(d.Pool()), cfg))}
	}
	bell := newBell()
	driver := sqliteDriver{riversqlite.New(d.Writer()), bell}
	return onSQLite{must(river.NewClient(driver, cfg)), bell}
}

// must is for what cannot fail but by a wrong config, which is in this file.
func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("job: %v", err))
	}
	return v
}

func (q *Queue) config() *river.Config {
	all := river.NewWorkers()
	river.AddWorker(all, river.WorkFunc(q.work))
	return &river.Config{
		Workers:                     all,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Logger:                      slog.New(warnings{q.log.Handler()}),
		JobTimeout:                  limit,
		RescueStuckJobsAfter:        limit + time.Minute,
		CompletedJobRetentionPeriod: keep,
		// A new task rings a bell; the poll is for a bell that was not heard.
		FetchCooldown:     10 * time.Millisecond,
		FetchPollInterval: time.Second,
	}
}

// InsertOpts makes tasks with the same name and key one.
func (Task) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type onPostgres struct{ *river.Client[pgx.Tx] }

func (e onPostgres) insert(ctx context.Context, tx *db.Tx, tasks []river.InsertManyParams) error {
	return tx.Pgx(func(tx pgx.Tx) error {
		_, err := e.InsertManyTx(ctx, tx, tasks)
		return err
	})
}

// rescue leaves it to River, which takes up a task some minutes after the time
// it was given: another program may be doing it.
func (onPostgres) rescue(context.Context, *db.DB) error { return nil }

type onSQLite struct {
	*river.Client[*sql.Tx]
	bell *bell
}

func (e onSQLite) insert(ctx context.Context, tx *db.Tx, tasks []river.InsertManyParams) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// Others may share the transaction, as [db.Tx] knows: nothing breaks it off.
	if _, err := e.InsertManyTx(context.WithoutCancel(ctx), tx.SQL(), tasks); err != nil {
		return err
	}
	tx.AfterCommit(e.bell.ring)
	return nil
}

// rescue takes up every task that is marked as running: the file belongs to
// this program alone, and it runs none yet.
func (onSQLite) rescue(ctx context.Context, d *db.DB) error {
	return d.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
		return err
	})
}

// Migrate makes or renews River's own tables.
func Migrate(ctx context.Context, d *db.DB) error {
	quiet := &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)}
	var err error
	if d.Engine() == db.Postgres {
		_, err = must(rivermigrate.New(riverpgxv5.New(d.Pool()), quiet)).Migrate(ctx, rivermigrate.DirectionUp, nil)
	} else {
		_, err = must(rivermigrate.New(riversqlite.New(d.Writer()), quiet)).Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return nil
}

// Migrations returns the files behind [Migrate] on PostgreSQL, for those who
// keep a copy of an empty schema and must know when it is old.
func Migrations() fs.FS {
	return riverpgxv5.New(nil).GetMigrationFS(riverdriver.MigrationLineMain)
}

// Current reports whether [Migrate] would change nothing.
func Current(ctx context.Context, d *db.DB) (bool, error) {
	quiet := &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)}
	var res *rivermigrate.ValidateResult
	var err error
	if d.Engine() == db.Postgres {
		res, err = must(rivermigrate.New(riverpgxv5.New(d.Pool()), quiet)).Validate(ctx, nil)
	} else {
		res, err = must(rivermigrate.New(riversqlite.New(d.Writer()), quiet)).Validate(ctx, nil)
	}
	if err != nil {
		return false, fmt.Errorf("read the version of the queue: %w", err)
	}
	return res.OK, nil
}

// warnings lets through what River warns of; its failed tasks are logged here.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

func (w warnings) WithAttrs(as []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(as)}
}

func (w warnings) WithGroup(name string) slog.Handler {
	return warnings{w.Handler.WithGroup(name)}
}
