package apply_test

import (
	"net/http"
	"net/url"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// Two telephones of one person begin at the same moment: the second waits for
// the first and is led to its application. PostgreSQL proves the lock, for
// there the second would not see what is not yet committed; on SQLite the one
// writer is a lock of its own.
func TestSecondApplicationWaits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := visitor{t, p, org.Actor{Person: "wang", Name: "演示·王芳", Role: programme.Applicant}}
		first, second := db.NewID(), make(chan answer, 1)
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			if _, err := record.Number(t.Context(), tx, "apply/wang"); err != nil {
				return err
			}
			_, err := p.House.Flow.OpenIn(t.Context(), tx, v.actor, flow.Opening{ID: first, Track: "application", Party: "wang"})
			if err != nil {
				return err
			}
			go func() { second <- v.post("/apply", url.Values{"id": {db.NewID()}, "clause": {"二.1"}}) }()
			dbtest.AwaitLock(t, p.DB, func() bool { return len(second) > 0 })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := <-second; got.status != http.StatusSeeOther || got.location != "/apply/"+first {
			t.Errorf("the second telephone: %d to %s; want the first's /apply/%s", got.status, got.location, first)
		}
		mine, err := p.House.Flow.Cases(t.Context(), v.actor, flow.Filter{Track: "application"})
		if err != nil || len(mine) != 1 {
			t.Errorf("%d applications, %v; want 1", len(mine), err)
		}
	})
}
