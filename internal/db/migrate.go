package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// Migrations holds the files of [Migrate].
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Migrate brings the schema up to this program. A schema that is further on
// stays as it is: the program before the newest must run on it too.
//
// The files are migrations/NNNN_name.sql for both engines, or a pair
// NNNN_name.sqlite.sql and NNNN_name.postgres.sql under one number of its own.
// Numbers may have gaps, and a lower number may land after a higher one. A file
// that has landed is never edited.
func Migrate(ctx context.Context, d *DB) error {
	p, err := provider(d)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Version returns how far the schema is, and how far this program needs it:
// every migration up to have is in, and nothing is missing if the two are equal.
func Version(ctx context.Context, d *DB) (have, want int64, err error) {
	p, err := provider(d)
	if err != nil {
		return 0, 0, err
	}
	all, err := p.Status(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read the version of the schema: %w", err)
	}
	whole := true
	for _, m := range all {
		want = m.Source.Version
		whole = whole && m.State == goose.StateApplied
		if whole {
			have = want
		}
	}
	return have, want, nil
}

func provider(d *DB) (*goose.Provider, error) {
	sub, err := fs.Sub(Migrations, "migrations")
	if err != nil {
		return nil, err
	}
	other, dialect := Postgres, goose.DialectSQLite3
	if d.engine == Postgres {
		other, dialect = SQLite, goose.DialectPostgres
	}
	others, err := fs.Glob(sub, "*."+other+".sql")
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(dialect, d.writer, sub,
		goose.WithExcludeNames(others),
		goose.WithAllowOutofOrder(true),
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()),
	)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}
