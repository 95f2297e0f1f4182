// Package tally knows how many cases stand in each state of each region without
// counting them: a page asks for it with every list, and there may be a hundred
// thousand. It promises that the numbers are those of the cases at every commit,
// because whoever opens, moves or removes a case writes them in the same
// transaction; only package flow does. Who may know a number is decided there.
package tally

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"qinglan/internal/db"
)

// A Place is where a case is counted. Reach is the furthest stage it has come
// to, which decides who may see it.
type Place struct {
	Edition, Track, State string
	Reach                 int
	City, County          string
}

// A Count is how many cases stand in a state of a region.
type Count struct {
	County, City, State string
	N                   int
}

// slots is on how many rows a number stands: on PostgreSQL whoever changes a row
// holds it until they commit, and others must not wait for that.
const slots = 16

// slot is the row on which a case is counted; where nobody else writes it is one,
// for a list sums them all.
func slot(tx *db.Tx, caseID string) int {
	if tx.Alone() {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(caseID))
	return int(h.Sum32() % slots)
}

const columns = `edition, track, state, reach, city, county, slot, n`

const upsert = ` ON CONFLICT (edition, track, city, county, state, reach, slot) DO UPDATE SET n = tallies.n + excluded.n`

// Open counts a new case.
func Open(ctx context.Context, tx *db.Tx, caseID string, at Place) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO tallies (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)`+upsert,
		at.Edition, at.Track, at.State, at.Reach, at.City, at.County, slot(tx, caseID))
	if err != nil {
		return fmt.Errorf("count case %s: %w", caseID, err)
	}
	return nil
}

// Move counts a case at another place than before. Both are of one edition and
// track.
func Move(ctx context.Context, tx *db.Tx, caseID string, from, to Place) error {
	if from == to {
		return nil
	}
	n, m := -1, 1
	if order(to, from) < 0 { // always in one order, so that two that meet do not wait for each other
		from, to, n, m = to, from, m, n
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO tallies (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8), ($1, $2, $9, $10, $11, $12, $7, $13)`+upsert,
		from.Edition, from.Track, from.State, from.Reach, from.City, from.County, slot(tx, caseID), n,
		to.State, to.Reach, to.City, to.County, m)
	if err != nil {
		return fmt.Errorf("count case %s: %w", caseID, err)
	}
	return nil
}

func order(x, y Place) int {
	if c := strings.Compare(x.City+x.County+x.State, y.City+y.County+y.State); c != 0 {
		return c
	}
	return x.Reach - y.Reach
}

// Sum returns the numbers of the places, named c, that a condition takes, by
// region and state. The condition may name the columns of a [Place] alone.
func Sum(ctx context.Context, q db.Q, where string, args ...any) ([]Count, error) {
	out, err := db.All(ctx, q, scan, `
		SELECT c.city, c.county, c.state, SUM(c.n) FROM tallies c WHERE `+where+`
		GROUP BY c.city, c.county, c.state HAVING SUM(c.n) <> 0 ORDER BY c.city, c.county, c.state`, args...)
	if err != nil {
		return nil, fmt.Errorf("sum of the tallies: %w", err)
	}
	return out, nil
}

// Cases counts cases c themselves, for what the tallies do not know; in the order
// of [Sum].
func Cases(ctx context.Context, q db.Q, from, where string, args ...any) ([]Count, error) {
	return db.All(ctx, q, scan, `SELECT c.city, c.county, c.state, COUNT(*) FROM `+from+` WHERE `+where+`
		GROUP BY c.city, c.county, c.state ORDER BY c.city, c.county, c.state`, args...)
}

func scan(row db.Row) (n Count, err error) {
	err = row.Scan(&n.City, &n.County, &n.State, &n.N)
	return n, err
}

// Less takes numbers off others, both in the order of [Sum]; nothing of nothing
// is left out.
func Less(all, off []Count) []Count {
	var out []Count
	for _, n := range all {
		for len(off) > 0 && off[0].City == n.City && off[0].County == n.County && off[0].State == n.State {
			n.N -= off[0].N
			off = off[1:]
		}
		if n.N != 0 {
			out = append(out, n)
		}
	}
	return out
}

// Wrong returns the places at which the tallies and the cases differ, for a
// check of the record; each as "edition track state city county reach: counted, stand".
func Wrong(ctx context.Context, q db.Q) ([]string, error) {
	return db.All(ctx, q, func(row db.Row) (string, error) {
		var at Place
		var counted, stand int
		err := row.Scan(&at.Edition, &at.Track, &at.State, &at.City, &at.County, &at.Reach, &counted, &stand)
		return fmt.Sprintf("%s %s %s %s %s %d: counted %d, stand %d", at.Edition, at.Track, at.State, at.City, at.County, at.Reach, counted, stand), err
	}, `SELECT edition, track, state, city, county, reach, SUM(counted), SUM(stand) FROM (
			SELECT edition, track, state, city, county, reach, n AS counted, 0 AS stand FROM tallies
			UNION ALL
			SELECT edition, track, state, city, county, reach, 0, 1 FROM cases WHERE edition <> ''
		) both_of
		GROUP BY edition, track, state, city, county, reach HAVING SUM(counted) <> SUM(stand)
		ORDER BY edition, track, state, city, county, reach`)
}
