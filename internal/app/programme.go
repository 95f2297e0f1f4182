package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/edition"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Every place of an edition is known before anything asks for one.
func init() {
	for _, e := range edition.All() {
		org.Know(e)
	}
}

// stampName is the line of meta that says which programme a database is for.
const stampName = "programme"

// stamp notes in the database which programme it is for: once, when it is made.
// One that had cases before there were stamps is for the only programme there was.
func (c Config) stamp(ctx context.Context, d *db.DB) error {
	name, err := c.named()
	if err != nil {
		return err
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		var cases int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM cases`).Scan(&cases); err != nil {
			return err
		}
		if name == "" || cases > 0 {
			name = edition.Default
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, stampName, name)
		return err
	})
}

// named returns the programme that c asks for, if there is such a one.
func (c Config) named() (string, error) {
	if all := edition.Programmes(); c.Programme != "" && !slices.Contains(all, c.Programme) {
		return "", fmt.Errorf("there is no programme %q; there are %s", c.Programme, strings.Join(all, ", "))
	}
	return c.Programme, nil
}

// carried returns the programme that the database was made for. A house never
// opens with another one: its cases would stand on tracks that do not exist.
func (c Config) carried(ctx context.Context, d *db.DB) (string, error) {
	asked, err := c.named()
	if err != nil {
		return "", err
	}
	made := edition.Default // as before there were stamps
	err = d.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = $1`, stampName).Scan(&made)
	if err != nil && !errors.Is(err, db.ErrNone) {
		return "", fmt.Errorf("which programme the database is for: %w", err)
	}
	if asked != "" && asked != made {
		return "", fmt.Errorf("the database was made for the programme %q and cannot be opened with %q", made, asked)
	}
	return made, nil
}

// carries returns the editions of the programme that this house may open: the
// fictitious ones only in a demonstration, or where their cases are, which is
// the database of one. A programme that is fictitious as a whole was asked for
// by name.
func (c Config) carries(ctx context.Context, d *db.DB) ([]*programme.Edition, error) {
	all := edition.Of(c.Programme)
	if c.Demo {
		return all, nil
	}
	kept, err := db.All(ctx, d, db.Cell[string], `SELECT DISTINCT edition FROM cases ORDER BY edition`)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e *programme.Edition) bool {
		return e.Fictitious && !slices.Contains(kept, e.Name)
	}), nil
}
