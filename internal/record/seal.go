package record

import (
	"context"
	"encoding/json"

	"qinglan/internal/db"
)

// A Title is what a case says of itself beside its state: whose it is, what it
// grew out of, and the name, unit and region it is listed under. Who sees a
// case hangs on it. A draft changes it many times between two rows of the
// journal, so it has a seal of its own.
type Title struct{ ID, Party, Parent, Name, Unit, County, City string }

// Seal returns the keyed digest of t. The key is not in the database, so that
// whoever can write there alone cannot make it; doc/record.md says how it is
// reckoned.
func (b *Book) Seal(t Title) string {
	text, err := json.Marshal([]string{t.ID, t.Party, t.Parent, t.Name, t.Unit, t.County, t.City})
	if err != nil {
		panic(err) // strings always marshal
	}
	return b.keys.Blind("case-title", string(text))
}

// Bare returns how many cases have no seal.
func Bare(ctx context.Context, q db.Q) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM cases WHERE seal = '' AND id <> $1`, Audit).Scan(&n)
	return n, err
}
