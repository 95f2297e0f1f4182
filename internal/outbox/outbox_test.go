package outbox_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/send"
)

func each(t *testing.T, f func(w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

// An occasion is told once however often it is written, and one that was rolled
// back is not told.
func TestOnce(t *testing.T) {
	each(t, func(w *world) {
		w.tell("move/1", outbox.News)
		w.tell("move/1", outbox.News)
		w.want("twice the same", "sent", 1)
		no := errors.New("no")
		err := w.d.Tx(w.Context(), func(tx *db.Tx) error {
			_, err := w.s.Tell(w.Context(), tx, outbox.Letter{Key: "move/2", Template: outbox.News, Person: "p1"})
			return errors.Join(err, no)
		})
		if !errors.Is(err, no) {
			w.Fatal(err)
		}
		w.drain()
		w.want("rolled back", "sent", 1)
		got := w.sms.all()[0]
		if got.To != mobile || !strings.HasPrefix(got.Text, "【青蓝】您的申报有 1 项新进展") || !strings.Contains(got.Text, "https://qinglan.example.cn/m/") {
			w.Errorf("sent %+v", got)
		}
		if len(got.Gaps) != 2 || got.Gaps[0] != (send.Gap{Name: "count", Value: "1"}) || got.Gaps[1].Name != "token" {
			w.Errorf("gaps %v", got.Gaps)
		}
	})
}

// Many tasks for one row at the same time give it to the gateway once.
func TestManyTasks(t *testing.T) {
	each(t, func(w *world) {
		w.tell("move/1", outbox.News)
		id, err := db.All(w.Context(), w.d, db.Cell[string], `SELECT id FROM outbox`)
		if err != nil {
			w.Fatal(err)
		}
		w.tx(func(tx *db.Tx) error {
			_, err := tx.ExecContext(w.Context(), `UPDATE outbox SET state = 'queued'`)
			return err
		})
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				err := w.d.Tx(w.Context(), func(tx *db.Tx) error {
					return w.q.Add(w.Context(), tx, job.Task{Name: "send", Key: id[0] + "/x" + string(rune('a'+i))})
				})
				if err != nil {
					w.Error(err)
				}
			})
		}
		wg.Wait()
		w.drain()
		w.want("eight tasks", "sent", 2)
	})
}

// What fails for now is tried again, less and less often, and at last stands
// there as failed; a person may send it anew.
func TestRetry(t *testing.T) {
	each(t, func(w *world) {
		w.sms.says(&send.Trouble{Answer: "isv.BUSINESS_LIMIT_CONTROL 19900000001 too often"})
		w.tell("move/1", outbox.News)
		w.want("first", "waiting", 0)
		w.tick()
		w.want("too soon", "waiting", 0)
		for range 5 {
			w.pass(12 * time.Hour)
			w.tick()
		}
		w.want("not yet", "waiting", 0)
		w.pass(13 * time.Hour)
		w.tick()
		w.want("given up", "failed", 0)
		w.pass(100 * time.Hour)
		w.tick()
		w.want("and left alone", "failed", 0)
		var answer string
		if err := w.d.QueryRowContext(w.Context(), `SELECT answer FROM outbox`).Scan(&answer); err != nil || answer != "isv.BUSINESS_LIMIT_CONTROL … too often" {
			w.Errorf("answer %q, %v", answer, err)
		}
		var id string
		if err := w.d.QueryRowContext(w.Context(), `SELECT id FROM outbox`).Scan(&id); err != nil {
			w.Fatal(err)
		}
		w.sms.says(nil)
		a := org.Actor{Person: "p2", Organ: org.Organisation{ID: "o1"}}
		if err := w.d.Tx(w.Context(), func(tx *db.Tx) error { return w.s.Resend(w.Context(), tx, a, "o2", id) }); err == nil {
			w.Error("another office sends it anew")
		}
		w.tx(func(tx *db.Tx) error { return w.s.Resend(w.Context(), tx, a, "o1", id) })
		w.drain()
		w.want("sent anew", "sent", 1)
	})
}

// A plain no is not asked again.
func TestRefused(t *testing.T) {
	each(t, func(w *world) {
		w.sms.says(&send.Refusal{Answer: "isv.MOBILE_NUMBER_ILLEGAL", Bounced: true})
		w.tell("move/1", outbox.Act)
		w.pass(100 * time.Hour)
		w.tick()
		w.want("no such number", "bounced", 0)
	})
}

// The program ends between the gateway's yes and the note of it: the row goes
// once more, and never a third time.
func TestCrash(t *testing.T) {
	each(t, func(w *world) {
		w.sms.crash = true
		w.tell("move/1", outbox.News)
		w.want("crashed", "sending", 1)
		w.tick()
		w.want("whoever sends may still be there", "sending", 1)
		w.pass(7 * time.Minute)
		w.tick()
		w.want("once more", "sending", 2)
		for range 3 {
			w.pass(7 * time.Minute)
			w.tick()
		}
		w.want("never a third time", "failed", 2)
		if got := w.sms.all(); got[0].ID != got[1].ID {
			w.Error("the repeat cannot be told as one")
		}
	})
}

// A channel on which nobody answers is left alone for a while: the rows wait
// without being tried.
func TestRest(t *testing.T) {
	each(t, func(w *world) {
		w.sms.says(&send.Trouble{Answer: "connection refused", Unreached: true})
		w.tell("move/1", outbox.Act)
		w.pass(11 * time.Second)
		w.tell("class/1", outbox.Urge)
		w.want("down", "waiting waiting", 0)
		var tries int
		if err := w.d.QueryRowContext(w.Context(), `SELECT SUM(tries) FROM outbox`).Scan(&tries); err != nil || tries != 1 {
			w.Errorf("%d tries, %v; want 1", tries, err)
		}
		w.sms.says(nil)
		w.pass(2 * time.Minute)
		w.tick()
		w.want("up again", "sent sent", 2)
	})
}

// News in the night goes in the morning, as one; a person may have it once a
// day; what must be acted upon does not wait for the day.
func TestQuietAndDaily(t *testing.T) {
	each(t, func(w *world) {
		w.at(22, 30)
		w.tell("move/1", outbox.News)
		w.tell("move/2", outbox.News)
		w.tell("move/3", outbox.News)
		w.want("at night", "waiting", 0)
		w.pass(9 * time.Hour)
		w.tick()
		w.want("before eight", "waiting", 0)
		w.pass(time.Hour)
		w.tick()
		w.want("in the morning", "sent", 1)
		if got := w.sms.all()[0].Text; !strings.Contains(got, "有 3 项新进展") {
			w.Errorf("says %s", got)
		}
		w.tx(func(tx *db.Tx) error {
			return w.s.Want(w.Context(), tx, "p1", outbox.SMS, outbox.Wish{Mode: outbox.Daily, From: 21, To: 8}, "")
		})
		w.tell("move/4", outbox.News)
		w.tell("move/5", outbox.Act)
		w.want("daily, but one must act", "sent sent waiting", 2)
		w.tx(func(tx *db.Tx) error {
			return w.s.Want(w.Context(), tx, "p1", outbox.SMS, outbox.Wish{Mode: outbox.Off}, "")
		})
		w.tell("move/6", outbox.Act)
		w.want("off", "sent sent waiting", 2)
	})
}

// Nobody gets more than ten text messages of a day, and news of one kind no
// more often than every ten minutes.
func TestShare(t *testing.T) {
	each(t, func(w *world) {
		w.tell("a", outbox.News)
		w.tell("b", outbox.News)
		w.tell("c", outbox.News)
		w.want("within minutes", "sent waiting", 1)
		w.pass(11 * time.Minute)
		w.tick()
		w.want("later, as one", "sent sent", 2)
		for i := range 20 {
			w.tell("u"+string(rune('a'+i)), outbox.Urge)
		}
		if got := len(w.sms.all()); got != 10 {
			w.Errorf("%d text messages in a day; want 10", got)
		}
	})
}

// A new address gets nothing before its owner opened the link that was sent
// there; the link signs nobody in and confirms no other address.
func TestConfirm(t *testing.T) {
	each(t, func(w *world) {
		want := func(to string) {
			w.tx(func(tx *db.Tx) error {
				return w.s.Want(w.Context(), tx, "p1", outbox.Mail, outbox.Wish{Address: to, Mode: outbox.Once}, "")
			})
			w.drain()
		}
		want("other@example.cn")
		want(address)
		w.tell("move/1", outbox.News)
		if got := w.mail.all(); len(got) != 2 || got[1].To != address {
			w.Fatalf("mails %+v", got)
		}
		open := func(m send.Message) (outbox.Opened, error) {
			_, token, _ := strings.Cut(m.Text, "/m/")
			o, err := w.s.ByToken(w.Context(), w.d, token)
			if err != nil {
				w.Fatal(err)
			}
			return o, w.d.Tx(w.Context(), func(tx *db.Tx) error { return w.s.Confirmed(w.Context(), tx, o) })
		}
		if _, err := open(w.mail.all()[0]); fault.Of(err) != fault.Closed {
			w.Errorf("an old link: %v", err)
		}
		w.pass(time.Hour)
		w.tell("move/2", outbox.News)
		if got := w.mail.all(); len(got) != 2 {
			w.Fatalf("an old link confirmed a new address: %+v", got)
		}
		if o, err := open(w.mail.all()[1]); err != nil || o.Path != "/messages/settings" || o.Person != "p1" {
			w.Errorf("opened %+v, %v", o, err)
		}
		w.pass(time.Hour)
		w.tell("move/3", outbox.News)
		if got := w.mail.all(); len(got) != 3 || got[2].Subject != "您的申报有新进展" {
			w.Fatalf("mails %+v", got)
		}
		if _, err := w.s.ByToken(w.Context(), w.d, strings.Repeat("0", 32)); err == nil {
			w.Error("a token of nobody opens something")
		}
	})
}

// No address stands in the database or a log in clear, nor the text.
func TestSecret(t *testing.T) {
	each(t, func(w *world) {
		w.sms.says(&send.Trouble{Unreached: true, Answer: "to 19900000001 <zhang@example.cn> refused"})
		w.tell("move/1", outbox.News)
		if err := w.s.Now(w.Context(), outbox.Letter{Channel: outbox.SMS, To: mobile, Template: outbox.Code, Gaps: map[string]string{"code": "135791", "minutes": "5"}}); err == nil {
			w.Error("a code that was not taken is no error")
		}
		w.sms.says(nil)
		if err := w.s.Now(w.Context(), outbox.Letter{Channel: outbox.SMS, To: mobile, Template: outbox.Code, Gaps: map[string]string{"code": "135791", "minutes": "5"}}); err != nil {
			w.Error(err)
		}
		for _, text := range []string{mobile, address, "135791", "新进展", "/m/"} {
			var n int
			err := w.d.QueryRowContext(w.Context(), `SELECT COUNT(*) FROM outbox WHERE address LIKE $1 OR body LIKE $1 OR mask LIKE $1 OR answer LIKE $1 OR who LIKE $1`, "%"+text+"%").Scan(&n)
			if err != nil || n != 0 {
				w.Errorf("%d rows hold %s, %v", n, text, err)
			}
			if strings.Contains(w.log.String(), text) {
				w.Errorf("the log says %s", text)
			}
		}
		w.want("codes", "failed sent waiting", 1)
		// A code that was cut off is not sent again: its text is gone.
		w.tx(func(tx *db.Tx) error {
			_, err := tx.ExecContext(w.Context(), `UPDATE outbox SET state = 'sending' WHERE state = 'sent'`)
			return err
		})
		w.pass(7 * time.Minute)
		w.tick()
		w.want("cut off", "failed failed sent", 2)
		w.mu.Lock()
		w.now = calendar.Must("2018-05-28").At(9, 0)
		w.mu.Unlock()
		w.tick()
		var left int
		if err := w.d.QueryRowContext(w.Context(), `SELECT COUNT(*) FROM outbox WHERE address <> '' OR body <> ''`).Scan(&left); err != nil || left != 0 {
			w.Errorf("%d addresses or texts are kept after half a year, %v", left, err)
		}
	})
}

func TestParts(t *testing.T) {
	for n, want := range map[int]int{1: 1, 70: 1, 71: 2, 134: 2, 135: 3, 201: 3, 202: 4} {
		if got := outbox.Parts(strings.Repeat("字", n)); got != want {
			t.Errorf("%d characters cost %d; want %d", n, got, want)
		}
	}
	if got := outbox.Parts(strings.Repeat("𠮷", 36)); got != 2 {
		t.Errorf("36 rare characters cost %d; want 2", got)
	}
}

// What stands in a gap is one line and opens no other gap.
func TestFill(t *testing.T) {
	got := outbox.Urge.Fill("", map[string]string{"title": "{call}\r\nBcc: x", "deadline": "今天", "call": "演示"})
	if !strings.Contains(got, "《{call} Bcc: x》") || strings.ContainsAny(got, "\r\n") {
		t.Errorf("got %q", got)
	}
	if gaps := strings.Join(outbox.Invite.Gaps("https://x"), " "); gaps != "organ title deadline token call" {
		t.Errorf("gaps %s", gaps)
	}
}

// Nobody has the house write to a list of strangers.
func TestStrangers(t *testing.T) {
	each(t, func(w *world) {
		want := func() error {
			return w.d.Tx(w.Context(), func(tx *db.Tx) error {
				return w.s.Want(w.Context(), tx, "p1", outbox.SMS, outbox.Wish{Address: "19900000009", Mode: outbox.Once}, "")
			})
		}
		for range 5 {
			if err := want(); err != nil {
				w.Fatal(err)
			}
		}
		if err := want(); fault.Of(err) != fault.Closed {
			w.Errorf("the sixth address of a day: %v", err)
		}
		w.pass(24 * time.Hour)
		if err := want(); err != nil {
			w.Errorf("the next day: %v", err)
		}
	})
}

// An address from a form is asked for a sign of life, unless its person has said
// how mail is to reach them.
func TestOffer(t *testing.T) {
	each(t, func(w *world) {
		offer := func(address string) {
			w.Helper()
			w.tx(func(tx *db.Tx) error { return w.s.Offer(w.Context(), tx, "p1", address) })
			w.drain()
		}
		offer("")
		offer("form@example.cn")
		w.tell("move/1", outbox.Act)
		offer("later@example.cn")
		if got := w.mail.all(); len(got) != 1 || got[0].To != "form@example.cn" || !strings.Contains(got[0].Text, "/m/") {
			w.Errorf("mails %v; want the link to the first address alone", got)
		}
		all, err := w.s.Reaches(w.Context(), w.d, "p1")
		if err != nil || len(all) != 2 || all[0].Channel != outbox.Mail || all[0].Confirmed {
			w.Errorf("ways %v, %v", all, err)
		}
	})
}
