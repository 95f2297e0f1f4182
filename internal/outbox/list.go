package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/send"
)

// What a list of messages is narrowed to.
const (
	Wrong = "wrong" // failed or bounced
	Open  = "open"  // not gone yet
	Gone  = "gone"  // the gateway took it
	Seen  = "seen"  // arrived and opened
)

// groups are the states of each.
var groups = map[string][]string{Wrong: {failed, bounced}, Open: {waiting, queued, sending}, Gone: {sent}, Seen: {delivered}}

// A Line is a message as the office it goes out for reads it.
type Line struct {
	ID, Channel, State   string
	Template             Template
	Name, Mask           string
	Author, About        string
	Subject, Text        string // of one message alone
	Items, Parts, Tries  int
	At, Due              time.Time
	Sent, Failed, Opened time.Time
	Answer               string
	Kept                 bool // address and text are still there
}

// Wrong reports whether a person has to look after it.
func (l Line) Wrong() bool { return l.State == failed || l.State == bounced }

// Bounced reports whether there is no such address: to send again is of no use.
func (l Line) Bounced() bool { return l.State == bounced }

// Waits reports whether it has not gone yet.
func (l Line) Waits() bool { return l.State == waiting || l.State == queued || l.State == sending }

func (r row) line() Line {
	return Line{
		ID: r.ID, Channel: r.Channel, State: r.State, Template: r.Template, Name: r.Name, Mask: r.Mask, Author: r.Author, About: r.About,
		Items: r.Items, Parts: r.Parts, Tries: r.Tries, At: r.At, Due: r.Due, Sent: r.Sent, Failed: r.Failed, Opened: r.Opened, Answer: r.Answer, Kept: r.body != "",
	}
}

// Of returns a page of the messages of an office, the newest first; after is the
// last of the page before, empty for the first page. Each state is read along its
// index, for an office may have sent a hundred thousand.
func (s *Store) Of(ctx context.Context, q db.Q, organ, narrow, after string, limit int) (out []Line, err error) {
	last := int64(math.MaxInt64)
	if after != "" {
		r, err := rowOf(ctx, q, after)
		if err != nil || r.Organ != organ {
			return nil, errors.Join(err, ErrMissing)
		}
		last = db.Millis(r.At)
	}
	var rows []row
	if states, ok := groups[narrow]; ok {
		for _, state := range states {
			some, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM outbox
				WHERE organ = $1 AND state = $2 AND (at < $3 OR at = $3 AND id > $4) ORDER BY at DESC, id LIMIT $5`, organ, state, last, after, limit)
			if err != nil {
				return nil, fmt.Errorf("%s messages of %s: %w", state, organ, err)
			}
			rows = append(rows, some...)
		}
		slices.SortFunc(rows, func(a, b row) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
		rows = rows[:min(limit, len(rows))]
	} else {
		rows, err = db.All(ctx, q, scan, `SELECT `+columns+` FROM outbox
			WHERE organ = $1 AND (at < $2 OR at = $2 AND id > $3) ORDER BY at DESC, id LIMIT $4`, organ, last, after, limit)
		if err != nil {
			return nil, fmt.Errorf("messages of %s: %w", organ, err)
		}
	}
	for _, r := range rows {
		out = append(out, r.line())
	}
	return out, nil
}

// One returns a message of an office with its words.
func (s *Store) One(ctx context.Context, q db.Q, organ, id string) (Line, error) {
	r, err := rowOf(ctx, q, id)
	if err == nil && r.Organ != organ {
		err = ErrMissing
	}
	if err != nil {
		return Line{}, err
	}
	l := r.line()
	b, _, err := s.open(r)
	l.Subject, l.Text = b.Subject, s.shown(b.Text, s.token(r.ID))
	return l, err
}

// Counts are how many messages of an office stand where, and how many text
// messages they cost.
type Counts struct{ Open, Gone, Seen, Wrong, Parts int }

// All is every message.
func (c Counts) All() int { return c.Open + c.Gone + c.Seen + c.Wrong }

// Counted counts the messages of an office.
func (s *Store) Counted(ctx context.Context, q db.Q, organ string) (c Counts, err error) {
	type cell struct {
		state    string
		n, parts int
	}
	all, err := db.All(ctx, q, func(row db.Row) (x cell, err error) {
		err = row.Scan(&x.state, &x.n, &x.parts)
		return x, err
	}, `SELECT state, COUNT(*), COALESCE(SUM(parts), 0) FROM outbox WHERE organ = $1 GROUP BY state ORDER BY state`, organ)
	for _, x := range all {
		switch x.state {
		case sent:
			c.Gone += x.n
			c.Parts += x.parts
		case delivered:
			c.Seen += x.n
			c.Parts += x.parts
		case failed, bounced:
			c.Wrong += x.n
		default:
			c.Open += x.n
		}
	}
	return c, err
}

// Failed counts the messages of an office that somebody has to look after.
func (s *Store) Failed(ctx context.Context, q db.Q, organ string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox WHERE organ = $1 AND state IN ($2, $3)`, organ, failed, bounced).Scan(&n)
	return n, err
}

// A Health is how a channel does.
type Health struct {
	Channel      string
	Open         bool      // it is set up
	Sent, Failed time.Time // last; zero is never
	Answer       string    // of the last failure
	Waiting      int
	Wrong        int // failed for good in the last seven days
	Parts        int // text messages of the last thirty days
}

// Healths returns how each channel does.
func (s *Store) Healths(ctx context.Context, q db.Q) (out []Health, err error) {
	now := s.flow.Now()
	for _, channel := range []string{SMS, Mail, Groups} {
		h := Health{Channel: channel, Open: s.Opens(channel, "") || channel == Groups && len(s.channels.Groups) > 0}
		var last, bad int64
		err := q.QueryRowContext(ctx, `
			SELECT COALESCE(MAX(sent), 0), COALESCE(MAX(failed), 0), COUNT(CASE WHEN state IN ('waiting', 'queued', 'sending') THEN 1 END),
				COUNT(CASE WHEN state IN ('failed', 'bounced') AND failed > $1 THEN 1 END), COALESCE(SUM(CASE WHEN sent > $2 THEN parts END), 0)
			FROM outbox WHERE channel = $3`, db.Millis(now.AddDate(0, 0, -7)), db.Millis(now.AddDate(0, 0, -30)), channel).Scan(&last, &bad, &h.Waiting, &h.Wrong, &h.Parts)
		if err != nil {
			return nil, fmt.Errorf("health of %s: %w", channel, err)
		}
		h.Sent, h.Failed = db.Time(last), db.Time(bad)
		err = q.QueryRowContext(ctx, `SELECT answer FROM outbox WHERE channel = $1 AND failed = $2 AND failed > 0 ORDER BY id LIMIT 1`, channel, bad).Scan(&h.Answer)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// Sign is the signature before every text message.
func (s *Store) Sign() string { return s.channels.Sign }

// Origin is the address of the site in messages; empty: none, so they hold no
// link.
func (s *Store) Origin() string { return s.origin }

// Probe sends a test message to an address while somebody waits, and returns
// what the gateway said.
func (s *Store) Probe(ctx context.Context, l Letter) (answer string, err error) {
	l.Template = Test
	if s.gateway(l.Channel, "") == nil {
		return "", ErrMissing
	}
	l.Key = "test/" + db.NewID()
	err = s.Now(ctx, l)
	if e := s.flow.DB().QueryRowContext(ctx, `SELECT answer FROM outbox WHERE key = $1`, l.Key).Scan(&answer); e != nil {
		return "", errors.Join(err, e)
	}
	return send.Line(answer, 200), err
}
