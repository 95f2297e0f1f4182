package demo

import (
	"context"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/demo/world"
)

// lettersName is the line of meta that says that messages were answered.
const lettersName = "demo-letters"

// nobody are the applicants whose number does not exist, by their place in the
// list of people: some of what goes out comes back.
var nobody = []int{8, 31, 97}

// without has the sink refuse what goes to them.
func (d *Demo) without() {
	var numbers []string
	for _, n := range nobody {
		numbers = append(numbers, (&world.Person{N: n}).Mobile())
	}
	d.app.Sink.Without(numbers...)
}

// Settle waits until the program has done what the seeding left to it, and has
// one in three people answer what they were sent, an hour or two later. The
// program has to be started.
func (d *Demo) Settle(ctx context.Context) error {
	if err := d.app.House.Queue.Drain(ctx); err != nil {
		return err
	}
	type letter struct {
		id string
		at int64
	}
	all, err := db.All(ctx, d.app.DB, func(row db.Row) (l letter, err error) {
		err = row.Scan(&l.id, &l.at)
		return l, err
	}, `SELECT id, at FROM outbox WHERE state = 'sent' AND at < $1 AND NOT EXISTS (SELECT 1 FROM meta WHERE name = $2) ORDER BY at, id`,
		db.Millis(Start.Add(-4*time.Hour)), lettersName)
	if err != nil || len(all) == 0 {
		return err
	}
	return d.app.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, l := range all {
			if i%3 != 0 {
				continue
			}
			at := db.Time(l.at).Add(time.Duration(40+i%90) * time.Minute)
			if err := d.app.House.Outbox.Acknowledge(ctx, tx, l.id, at); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ($1, $2)`, lettersName, whole)
		return err
	})
}
