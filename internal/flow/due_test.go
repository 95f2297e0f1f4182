package flow

import (
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/programme"
)

// What is due in a state: the deadline that binds the region, or the end of the
// last working day if that is earlier.
func TestDue(t *testing.T) {
	jinhua := time.Date(2017, 10, 18, 17, 0, 0, 0, calendar.Beijing)
	province := calendar.Must("2017-10-20").At(24, 0)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, c := range []struct {
			party string
			want  time.Time
		}{{"wang", jinhua}, {"li", jinhua}, {"zhao", province}} {
			got, err := w.open("application", c.party)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Due.Equal(c.want) || !w.load(got.ID).Due.Equal(c.want) {
				t.Errorf("draft of %s is due %v; want %v", c.party, got.Due, c.want)
			}
		}
		c := w.application("at-city")
		if !c.Due.Equal(province) {
			t.Errorf("at the city it is due %v; want %v", c.Due, province)
		}
		if c = w.do(c, "jinhua-clerk", "return-city"); !c.Due.Equal(calendar.Must("2017-10-12").At(24, 0)) {
			t.Errorf("returned on Monday the 9th it is due %v", c.Due)
		}
		// The eve of the holidays: they and the make-up Saturday before count as they are.
		w.set(calendar.Must("2017-09-29").At(9, 0))
		c = w.do(w.application("at-city"), "jinhua-clerk", "return-city")
		if !c.Due.Equal(calendar.Must("2017-10-10").At(24, 0)) {
			t.Errorf("returned on 29 September it is due %v", c.Due)
		}
	})
}

// A year without its holiday notice is no guess: the move is refused.
func TestDueUnknownYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.application("at-county")
		w.set(calendar.Must("2035-01-05").At(9, 0))
		_, err := w.try(c, "yiwu", "return-county")
		is(t, "return in 2035", err, fault.Closed)
		w.sound()
	})
}

// The organ may fix the last moment itself; the clock keeps to that.
func TestSetDue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		c, err := w.open("publicity", "province")
		if err != nil {
			t.Fatal(err)
		}
		c = w.do(c, "province-clerk", "check")
		w.tx(func(tx *db.Tx) error {
			m, _ := c.Track.Move("publish")
			after, err := w.s.MoveIn(ctx, tx, *c, m, w.actor("province-clerk"), answersTo(m))
			if err != nil {
				return err
			}
			return w.s.SetDue(ctx, tx, after, calendar.Must("2017-10-31").At(24, 0))
		})
		for _, step := range []struct {
			at   time.Time
			want string
		}{
			{calendar.Must("2017-10-16").At(24, 0), "running"}, // five working days
			{calendar.Must("2017-10-31").At(23, 59), "running"},
			{calendar.Must("2017-10-31").At(24, 0), "ended"},
		} {
			w.set(step.at)
			if _, err := w.s.Tick(ctx); err != nil {
				t.Fatal(err)
			}
			if got := w.load(c.ID).State; got != step.want {
				t.Errorf("at %v it is %s; want %s", step.at, got, step.want)
			}
		}
		w.sound()
	})
}

// One case that fails does not keep the clock from the others, and is tried
// again.
func TestTickGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		a := w.do(w.application("at-county"), "yiwu", "return-county")
		b := w.do(w.application("at-county"), "yiwu", "return-county")
		w.sql(`UPDATE dues SET lapse = 'lpase', at = at - 1 WHERE case_id = $1`, a.ID)
		w.set(a.Due)
		if n, err := w.s.Tick(ctx); n != 1 || err == nil {
			t.Errorf("moved %d (%v); want 1 and the failure", n, err)
		}
		w.sql(`UPDATE dues SET lapse = 'lapse' WHERE case_id = $1`, a.ID)
		if n, err := w.s.Tick(ctx); n != 1 || err != nil {
			t.Errorf("moved %d (%v); want the other one", n, err)
		}
		if w.load(a.ID).State != "lapsed" || w.load(b.ID).State != "lapsed" {
			t.Error("not both have lapsed")
		}
		w.sound()
	})
}

// Whose turn it is, whom to call, and until when; inside steps are the organ's own.
func TestTurn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		c := w.application("at-county")
		turn, err := w.s.Turn(ctx, d, c, w.actor("yiwu"))
		if err != nil || turn.Role != programme.County || turn.Who != "yiwu（演示）" || turn.Phone == "" || !turn.Mine || turn.Late || turn.Basis == "" {
			t.Errorf("turn of the county: %+v (%v)", turn, err)
		}
		if turn, err = w.s.Turn(ctx, d, c, w.actor("wang")); err != nil || turn.Mine || !turn.Due.Equal(c.Due) {
			t.Errorf("turn as wang sees it: %+v (%v)", turn, err)
		}
		c, err = w.open("certificate", "wang")
		if err != nil {
			t.Fatal(err)
		}
		c = w.do(c, "province-clerk", "revoke")
		for who, want := range map[string]string{"province-leader": "处（科）长审核", "auditor": "处（科）长审核", "wang": "", "jinhua-clerk": ""} {
			if turn, err := w.s.Turn(ctx, d, c, w.actor(who)); err != nil || turn.Inside != want {
				t.Errorf("%s sees the step %q (%v); want %q", who, turn.Inside, err, want)
			}
		}
	})
}
