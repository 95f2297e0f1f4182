package dbtest

import (
	"testing"
	"time"

	"qinglan/internal/db"
)

// AwaitLock returns when another transaction of the test's database waits for a
// lock, so that a test can force the order of two: the caller holds the lock in
// a transaction that is open. It also returns when done says that nothing
// waits, because the other one has ended. On SQLite, whose one writer holds
// everybody, it only lets the other one come as far as it can.
func AwaitLock(t testing.TB, d *db.DB, done func() bool) {
	t.Helper()
	if d.Engine() != db.Postgres {
		time.Sleep(20 * time.Millisecond)
		return
	}
	for range 500 {
		var n int
		err := d.QueryRowContext(t.Context(), `
			SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 || done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nobody waits for the lock, and nobody has ended")
}
