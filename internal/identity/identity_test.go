package identity_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/edition"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/identity"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/vault"
)

// Numbers that are well made and belong to nobody.
const (
	idno   = "11010519491231002X"
	mobile = "19900000001"
)

type world struct {
	*testing.T
	d    *db.DB
	f    *flow.Store
	keys *vault.Keys
	s    *identity.Store
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	keys, err := vault.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2017, 9, 28, 1, 0, 0, 0, time.UTC) }
	f := flow.New(d, org.NewStore(d), keys, nil, now, edition.All())
	w := &world{t, d, f, keys, identity.New(f, keys)}
	for _, p := range []string{"p1", "p2"} {
		if err := d.Tx(t.Context(), func(tx *db.Tx) error { return f.Orgs().AddPerson(t.Context(), tx, p, "演示·甲", now()) }); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) put(person, kind, value string) error {
	return w.d.Tx(w.Context(), func(tx *db.Tx) error { return w.s.Put(w.Context(), tx, person, kind, value) })
}

func TestPutAndReveal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if _, _, ok, err := w.s.Mask(t.Context(), d, "p1"); ok || err != nil {
			t.Errorf("a mask before there is a number: %v %v", ok, err)
		}
		// As a phone's keyboard may write it.
		if err := w.put("p1", "resident_id", " １１０１０５１９４９１２３１００２x "); err != nil {
			t.Fatal(err)
		}
		kind, mask, ok, err := w.s.Mask(t.Context(), d, "p1")
		if err != nil || !ok || kind != "resident_id" || mask != "11*************02X" {
			t.Errorf("Mask = %q %q %v %v", kind, mask, ok, err)
		}
		by := org.Actor{Person: "p2", Role: programme.City}
		if _, err := w.s.Reveal(t.Context(), "p1", by, "  看 "); fault.Of(err) != fault.Invalid {
			t.Errorf("without a reason: %v", err)
		}
		if n := w.logged(identity.ActReveal); n != 0 {
			t.Errorf("%d reveals in the audit; want none", n)
		}
		got, err := w.s.Reveal(t.Context(), "p1", by, "核对证件原件")
		if err != nil || got != idno {
			t.Errorf("Reveal = %q, %v", got, err)
		}
		if n := w.logged(identity.ActReveal); n != 1 {
			t.Errorf("%d reveals in the audit; want 1", n)
		}
		if _, err := w.s.Reveal(t.Context(), "p2", by, "核对证件原件"); fault.Of(err) != fault.Missing {
			t.Errorf("nobody's number: %v", err)
		}
		if p, err := w.s.Holder(t.Context(), d, "resident_id", idno); p != "p1" || err != nil {
			t.Errorf("Holder = %q, %v", p, err)
		}
	})
}

func (w *world) logged(act string) int {
	w.Helper()
	lines, err := w.f.LogLines(context.Background(), record.LogFilter{Act: act, Limit: 100})
	if err != nil {
		w.Fatal(err)
	}
	return len(lines)
}

func TestPutRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if err := w.put("p1", "resident_id", idno); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			person, kind, value string
			want                fault.Kind
		}{
			{"p2", "resident_id", idno, fault.Closed},
			{"p2", "resident_id", "110105194912310021", fault.Invalid},
			{"p2", "resident_id", "", fault.Invalid},
			{"p2", "resident_id", "=cmd()", fault.Invalid},
			{"p2", "library_card", "1", fault.Invalid},
			{"p1", "resident_id", idno, 0}, // the same again
			{"p1", "cn_passport", "E00000000", 0},
			{"p2", "resident_id", idno, 0}, // p1 has given it up
		} {
			err := w.put(c.person, c.kind, c.value)
			if fault.Of(err) != c.want || (c.want == 0) != (err == nil) {
				t.Errorf("%s %s %q: %v; want kind %v", c.person, c.kind, c.value, err, c.want)
			}
			if err != nil && c.value != "" && strings.Contains(err.Error(), c.value) {
				t.Errorf("the error holds the number: %v", err)
			}
		}
		if n := w.logged(identity.ActChange); n != 1 {
			t.Errorf("%d changes in the audit; want 1", n)
		}
	})
}

// Of two people who give one number at once, one has it.
func TestOneNumberRaced(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const racers = 8
		people := make([]string, racers)
		for i := range people {
			people[i] = fmt.Sprint("r", i)
			if err := d.Tx(t.Context(), func(tx *db.Tx) error {
				return w.f.Orgs().AddPerson(t.Context(), tx, people[i], "演示·乙", time.UnixMilli(1))
			}); err != nil {
				t.Fatal(err)
			}
		}
		errs := make([]error, racers)
		var wg sync.WaitGroup
		for i := range people {
			wg.Go(func() { errs[i] = w.put(people[i], "resident_id", idno) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case fault.Of(err) != fault.Closed:
				t.Errorf("who came late: %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d people have the number; want 1", won)
		}
	})
}

// What is sealed for one person opens for no other, and not as another kind.
func TestBoundToPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if err := w.put("p1", "resident_id", idno); err != nil {
			t.Fatal(err)
		}
		if err := d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE identities SET person = $1`, "p2")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		got, err := w.s.Reveal(t.Context(), "p2", org.Actor{Person: "p1", Role: programme.City}, "核对证件原件")
		if err == nil || got != "" {
			t.Errorf("the number of one person opened for another: %q", got)
		}
	})
}

func TestMobile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		put := func(person, number string) error {
			return d.Tx(t.Context(), func(tx *db.Tx) error { return w.s.PutMobile(t.Context(), tx, person, number) })
		}
		if err := put("p1", "+86 199-0000-0001"); err != nil {
			t.Fatal(err)
		}
		if err := put("p2", mobile); fault.Of(err) != fault.Closed {
			t.Errorf("one number for two: %v", err)
		}
		if err := put("p2", "12345"); fault.Of(err) != fault.Invalid {
			t.Errorf("no mobile number: %v", err)
		}
		if got, err := w.s.Mobile(t.Context(), d, "p1"); got != mobile || err != nil {
			t.Errorf("Mobile = %q, %v", got, err)
		}
		if got, err := w.s.MobileMask(t.Context(), d, "p1"); got != "199****0001" || err != nil {
			t.Errorf("MobileMask = %q, %v", got, err)
		}
		if got, err := w.s.ByMobile(t.Context(), d, mobile); got != "p1" || err != nil {
			t.Errorf("ByMobile = %q, %v", got, err)
		}
		if got, err := w.s.Mobile(t.Context(), d, "p2"); got != "" || err != nil {
			t.Errorf("nobody's number is %q, %v", got, err)
		}
	})
}

// The database files hold no number.
func TestFilesHoldNoNumber(t *testing.T) {
	url := dbtest.URL(t, db.SQLite)
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, d)
	if err := w.put("p1", "resident_id", idno); err != nil {
		t.Fatal(err)
	}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return w.s.PutMobile(t.Context(), tx, "p1", mobile) }); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(strings.TrimPrefix(url, "sqlite:") + "*")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	masked := false
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		masked = masked || bytes.Contains(b, []byte("199****0001"))
		for _, secret := range []string{idno, idno[:17], idno[6:14], mobile, mobile[1:]} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s holds %s", filepath.Base(name), secret)
			}
		}
	}
	if !masked {
		t.Error("the files do not hold the mask: were they looked at?")
	}
}
