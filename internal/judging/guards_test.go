package judging_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/sitting"
)

// What the last of the chain approves is what was drafted: a name that changed
// meanwhile, or a person who is no longer selected, stops the list.
func TestListAsRead(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		for j := 1; j <= 5; j++ {
			s.lock(j, 1, 8000, http.StatusSeeOther)
		}
		s.move(secretary, "count", http.StatusSeeOther)
		s.signAll()
		s.move(secretary, "release", http.StatusSeeOther)
		s.post(clerk, "/shortlists", url.Values{"id": {"list1"}, "title": {"2017年第一批"}}, http.StatusSeeOther)
		s.post(clerk, "/shortlists/list1/issue", url.Values{"seen": {"1"}, "number": {"演示〔2017〕1号"}}, http.StatusSeeOther)
		last := len(listChain) - 1
		for i, who := range listChain[:last] {
			s.approve(who, i, http.StatusSeeOther)
		}
		for _, c := range []struct {
			column, to string
			want       int
		}{
			{"unit", "演示·换过的单位", http.StatusConflict},
			{"state", "withdrawn", http.StatusGone},
		} {
			was := s.column(c.column, c.to)
			s.approve(listChain[last], last, c.want)
			if got := s.state("list1"); got == "issued" {
				t.Fatalf("a list is issued though its %s changed", c.column)
			}
			s.column(c.column, was)
		}
		s.approve(listChain[last], last, http.StatusSeeOther)
		if got := s.state("list1"); got != "issued" {
			t.Errorf("the list is %s", got)
		}
	})
}

// column sets what the first application has in a column, past the program,
// and returns what it was.
func (s *stage) column(name, to string) (was string) {
	s.t.Helper()
	ctx := s.t.Context()
	s.do(s.DB.QueryRowContext(ctx, `SELECT `+name+` FROM cases WHERE id = $1`, s.apps[0]).Scan(&was))
	_, err := s.DB.Writer().ExecContext(ctx, `UPDATE cases SET `+name+` = $1 WHERE id = $2`, to, s.apps[0])
	s.do(err)
	return was
}

// A total below 60 or above 95 is explained, whatever way the lock comes: the
// form is not the guard.
func TestMarksExplained(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		sheet := s.sheet(1, 1)
		s.post(judgeAt(1), "/cases/"+sheet+"/moves/lock", marks(5900, "seen", s.seq(sheet)), http.StatusUnprocessableEntity)
		d := s.checkIn(1)
		for _, total := range []int{5900, 9600} {
			l := d.lock(1, total)
			l.Marks["feedback"] = ""
			if got := d.send(d.signed(l), http.StatusUnprocessableEntity); !strings.Contains(got.Body, "请写明") {
				t.Errorf("%d: %s", total, text(got.Body))
			}
		}
		l := d.lock(1, 5900)
		l.Marks["feedback"], l.Marks["remark"] = "", "总分偏低的理由"
		d.send(d.signed(l), http.StatusNoContent)
	})
}

// A pad that loses the answer sends again, perhaps before the first has
// arrived: both are taken as one, and nothing stops the sheet.
func TestLockTwiceAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := ready(t, p, 1)
		d, first, again := s.checkIn(1), s.as(judgeAt(1)), s.As(judgeAt(1))
		v := d.signed(d.lock(1, 8000))
		got := make(chan int, 2)
		s.do(s.DB.Tx(t.Context(), func(tx *db.Tx) error {
			if err := sitting.Alone(t.Context(), tx, s.session); err != nil {
				return err
			}
			for _, b := range []*apptest.Browser{first, again} {
				go func() { got <- b.Post("/judge/"+s.session+"/lock", v).Status }()
				dbtest.AwaitLock(t, s.DB, func() bool { return len(got) > 0 })
				time.Sleep(100 * time.Millisecond) // the second has no sign of its own
			}
			return nil
		}))
		for range 2 {
			if status := <-got; status != http.StatusNoContent {
				t.Errorf("sent twice at once: %d", status)
			}
		}
		if ids := s.refusedIDs(); len(ids) > 0 {
			t.Error("a lock is in conflict with itself")
		}
	})
}
