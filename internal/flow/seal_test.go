package flow

import (
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
)

// A title that is changed the right way, many times, stays sealed; what is
// older than seals is sealed once, and the audit says how many.
func TestSeal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.application("draft")
		for _, county := range []string{"330702", "330782", ""} {
			w.tx(func(tx *db.Tx) error {
				return w.s.Retitle(t.Context(), tx, c.ID, "演示·王", "演示单位", county, "330700")
			})
			w.sound()
		}
		if n, err := w.s.SealAll(t.Context()); err != nil || n != 0 {
			t.Errorf("sealed %d cases again (%v)", n, err)
		}
		w.sql(`UPDATE cases SET seal = '' WHERE id = $1`, c.ID)
		if n, err := w.s.SealAll(t.Context()); err != nil || n != 1 {
			t.Errorf("sealed %d (%v); want 1", n, err)
		}
		w.sound()
		if log, err := w.s.Logged(t.Context(), 1); err != nil || len(log) != 1 || log[0].Move != "seal" {
			t.Errorf("the audit says %v (%v)", log, err)
		}
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			return w.s.Retitle(t.Context(), tx, "nothing", "演示", "", "", "")
		})
		if err == nil {
			t.Error("a case that there is not has a new title")
		}
	})
}
