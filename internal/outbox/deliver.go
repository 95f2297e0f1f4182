package outbox

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/job"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/send"
)

// The states of a row.
const (
	waiting   = "waiting" // not before it is due
	queued    = "queued"  // a task will send it
	sending   = "sending" // given to the gateway, which has not answered yet
	sent      = "sent"    // the gateway took it
	delivered = "delivered"
	failed    = "failed"
	bounced   = "bounced" // there is no such address
)

// maxTries is how often a gateway is asked; the waits between are backoff.
const maxTries = 7

var backoff = [maxTries - 1]time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour}

const (
	rest   = time.Minute     // real time for which a channel is left alone that nobody answers
	silent = 6 * time.Minute // real time after which whoever was sending is gone; a task ends before
	keep   = 180             // days after which an address and a text are of no use any more
)

// Answers that are ours and no gateway's.
const (
	shut      = "通道没有接通"
	unmade    = "消息没有编成，已记录"
	stopped   = "发送时程序中断，对方可能已经收到"
	unreached = "unreached: " // and why nobody answered
)

// Said is an answer as a page shows it: ours in the reader's language, a gateway's
// in its own words.
func Said(ctx context.Context, answer string) string {
	if why, ok := strings.CutPrefix(answer, unreached); ok {
		return lang.T(ctx, "通道连不上：%s", why)
	}
	if answer == shut || answer == unmade || answer == stopped {
		return lang.T(ctx, answer)
	}
	return answer
}

// deliver does the task "send" of a row, "id/turn".
func (s *Store) deliver(ctx context.Context, key string) error {
	id, _, _ := strings.Cut(key, "/")
	r, ok, err := s.claim(ctx, id)
	if err != nil || !ok {
		return err
	}
	said, to, err := s.open(r)
	if err != nil {
		return err
	}
	g := s.gateway(r.Channel, to)
	if g == nil {
		return s.settle(ctx, r, to, send.Receipt{}, &send.Refusal{Answer: shut})
	}
	got, gone := g.Send(ctx, message(r, said, to))
	return s.settle(ctx, r, to, got, gone)
}

// claim takes a row that may go now: nobody else gets it. A channel that rests
// is left alone, and the row waits.
func (s *Store) claim(ctx context.Context, id string) (r row, ok bool, err error) {
	err = s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		ok = false
		if r, err = rowOf(ctx, tx, id); err != nil {
			return err
		}
		if s.rests(r.Channel) {
			_, err := tx.ExecContext(ctx, `UPDATE outbox SET state = $1, due = $2 WHERE id = $3 AND state = $4`,
				waiting, db.Millis(s.flow.Now().Add(rest)), id, queued)
			return err
		}
		r.Claimed, r.State = s.real(), sending
		n, err := db.Changed(tx.ExecContext(ctx, `UPDATE outbox SET state = $1, tries = tries + 1, claimed = $2 WHERE id = $3 AND state = $4`,
			sending, db.Millis(r.Claimed), id, queued))
		r.Tries++
		ok = err == nil && n == 1
		return err
	})
	return r, ok && err == nil, err
}

// settle notes what came of a try. It is done also when the program stops: what
// is not noted now is sent again.
func (s *Store) settle(ctx context.Context, r row, to string, got send.Receipt, gone error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	now := s.flow.Now()
	state, answer, due := sent, got.Answer, r.Due
	var no *send.Refusal
	var later *send.Trouble
	switch {
	case gone == nil:
	case errors.As(gone, &no):
		state, answer = failed, no.Answer
		if no.Bounced {
			state = bounced
		}
	default:
		state, answer = failed, unmade
		if errors.As(gone, &later) {
			answer = later.Answer
			if later.Unreached {
				answer = unreached + answer
				s.restFor(r.Channel)
			}
		}
		if r.Tries < maxTries {
			state, due = waiting, now.Add(backoff[max(r.Tries, 1)-1])
		}
	}
	column := "failed"
	if gone == nil {
		column = "sent"
	}
	statement := map[string]string{
		"sent":   `UPDATE outbox SET state = $1, answer = $2, due = $3, sent = $4 WHERE id = $5 AND state = $6 AND tries = $7`,
		"failed": `UPDATE outbox SET state = $1, answer = $2, due = $3, failed = $4 WHERE id = $5 AND state = $6 AND tries = $7`,
	}[column]
	return s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, statement, state, clean(answer, to), db.Millis(due), db.Millis(now), r.ID, sending, r.Tries)
		return err
	})
}

var (
	mails = regexp.MustCompile(`[^\s<>()\[\],;:"]+@[^\s<>()\[\],;:"]+`)
	runs  = regexp.MustCompile(`\d{7,}`)
)

// clean is a gateway's answer without addresses and long numbers, as one line.
func clean(answer, address string) string {
	if address != "" {
		answer = strings.ReplaceAll(answer, address, "…")
	}
	return send.Line(runs.ReplaceAllString(mails.ReplaceAllString(answer, "…"), "…"), 200)
}

// rests reports whether nobody answered on a channel a moment ago.
func (s *Store) rests(channel string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.real().Before(s.paused[channel])
}

func (s *Store) restFor(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused[channel] = s.real().Add(rest)
}

// sweep is the most rows that one tick has sent.
const sweep = 500

// Tick has sent what has become due. A row that was being sent when the program
// stopped may have gone or not: it goes once more, and if that happens again it
// stands there as failed, for a person to decide. A code is not sent again: whoever
// waited for it is gone.
func (s *Store) Tick(ctx context.Context) error {
	gone := db.Millis(s.real().Add(-silent))
	d := s.flow.DB()
	err := d.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE outbox SET state = CASE WHEN unsure = 0 AND body <> '' THEN 'waiting' ELSE 'failed' END, unsure = 1, due = $1, failed = $1, answer = $2
			WHERE state = 'sending' AND claimed < $3`, db.Millis(s.flow.Now()), stopped, gone)
		return err
	})
	if err != nil {
		return fmt.Errorf("messages left half sent: %w", err)
	}
	ids, err := db.All(ctx, d, db.Cell[string], `SELECT id FROM outbox WHERE state = $1 AND due <= $2 ORDER BY due, id LIMIT $3`,
		waiting, db.Millis(s.flow.Now()), sweep)
	if err != nil {
		return fmt.Errorf("messages due: %w", err)
	}
	for _, id := range ids {
		if err := d.Tx(ctx, func(tx *db.Tx) error { return s.again(ctx, tx, id, waiting) }); err != nil {
			return fmt.Errorf("message %s: %w", id, err)
		}
	}
	return s.empty(ctx)
}

// again queues a row that is in a state.
func (s *Store) again(ctx context.Context, tx *db.Tx, id, state string) error {
	var turn int64
	err := tx.QueryRowContext(ctx, `UPDATE outbox SET state = $1, turn = turn + 1 WHERE id = $2 AND state = $3 RETURNING turn`, queued, id, state).Scan(&turn)
	if errors.Is(err, db.ErrNone) {
		return nil // somebody else was faster
	}
	if err != nil {
		return err
	}
	return s.queue.Add(ctx, tx, job.Task{Name: "send", Key: id + "/" + strconv.FormatInt(turn, 10)})
}

// Resend has a row of an office sent anew that failed.
func (s *Store) Resend(ctx context.Context, tx *db.Tx, a org.Actor, organ, id string) error {
	r, err := rowOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if r.Organ != organ || r.State != failed && r.State != bounced || r.address == "" {
		return ErrMissing
	}
	if _, err := tx.ExecContext(ctx, `UPDATE outbox SET tries = 0, unsure = 0, due = $1 WHERE id = $2`, db.Millis(s.flow.Now()), id); err != nil {
		return err
	}
	if err := s.again(ctx, tx, id, r.State); err != nil {
		return err
	}
	return s.flow.Log(ctx, tx, a, "resend-message", id, nil)
}

// empty takes address and text off what is over long since, once a day.
func (s *Store) empty(ctx context.Context) error {
	today := calendar.Day(s.flow.Now())
	s.mu.Lock()
	done := s.swept == today
	s.swept = today
	s.mu.Unlock()
	if done {
		return nil
	}
	return s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET address = '', body = '' WHERE at < $1 AND address <> '' AND state IN ('sent', 'delivered', 'failed', 'bounced')`,
			db.Millis(today.AddDays(-keep).At(0, 0)))
		return err
	})
}
