package account_test

import (
	"net/http"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
)

// A link is used while somebody else who read it as unused is on their way in:
// they are late. PostgreSQL proves the condition of the statement, for there
// both have read before either has written; on SQLite the one writer makes the
// second read afterwards.
func TestLinkUsedMeanwhile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		token, err := p.Accounts.Link(t.Context(), "330782-county-clerk-1")
		if err != nil {
			t.Fatal(err)
		}
		late := make(chan apptest.Answer, 1)
		b := p.Stranger()
		err = p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.ExecContext(t.Context(), `UPDATE links SET used = 1 WHERE used = 0 AND NOT reusable`); err != nil {
				return err
			}
			go func() { late <- b.Post("/join/"+token, nil) }()
			dbtest.AwaitLock(t, p.DB, func() bool { return len(late) > 0 })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := <-late; got.Status != http.StatusGone {
			t.Errorf("whoever was late: %d; want 410", got.Status)
		}
	})
}
