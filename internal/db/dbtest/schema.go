package dbtest

import (
	"context"
	"errors"

	"qinglan/internal/db"
)

// prepare makes the whole schema in the empty database at url.
func prepare(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx, d), d.Close())
}

// tasks names the schema of the queue, which is not among the migrations.
func tasks() string { return "" }
