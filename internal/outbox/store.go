package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// sealed is base64 of ciphertext, for a column of text on both engines.
var sealed = base64.RawURLEncoding

// ErrMissing is what a message that is not there, or not the asker's, is.
var ErrMissing = fault.New(fault.Missing, "没有这条消息。")

// A row is a message as it is kept.
type row struct {
	ID string
	Letter
	Who, State, Mask      string
	Items, Parts          int
	Turn, Tries           int
	Due, Claimed          time.Time
	Sent, Failed, Opened  time.Time
	Answer, address, body string // the last two sealed
}

const columns = `id, key, channel, template, organ, author, person, name, about, who, mask, address, body,
	items, parts, state, turn, tries, at, due, claimed, sent, failed, opened, answer`

func scan(c db.Row) (r row, err error) {
	var template string
	var at, due, claimed, sent, failed, opened int64
	err = c.Scan(&r.ID, &r.Key, &r.Channel, &template, &r.Organ, &r.Author, &r.Person, &r.Name, &r.About, &r.Who, &r.Mask, &r.address, &r.body,
		&r.Items, &r.Parts, &r.State, &r.Turn, &r.Tries, &at, &due, &claimed, &sent, &failed, &opened, &r.Answer)
	r.Template, _ = Named(template)
	r.At, r.Due, r.Claimed, r.Sent, r.Failed, r.Opened = db.Time(at), db.Time(due), db.Time(claimed), db.Time(sent), db.Time(failed), db.Time(opened)
	return r, err
}

// insert keeps r and reports whether its occasion is new to its address.
func (s *Store) insert(ctx context.Context, tx *db.Tx, r row) (fresh bool, err error) {
	b, parts := s.compose(r.ID, r.Letter, r.Items)
	if r.Key == "" {
		r.Key = r.ID
	}
	said, err := s.sealBody(r.ID, b)
	if err != nil {
		return false, err
	}
	if r.State == sending { // sent while somebody waits: the text is not kept
		said = ""
	}
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO outbox (id, key, channel, template, organ, author, person, name, about, who, mask, address, body, link,
			items, parts, state, turn, tries, unsure, at, due, claimed, sent, failed, opened, answer)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18, 0, $19, $20, $21, 0, 0, 0, '')
		ON CONFLICT (key, channel, who) DO NOTHING`,
		r.ID, r.Key, r.Channel, r.Template.Name, r.Organ, r.Author, r.Person, r.Name, r.About, r.Who, mask(r.Channel, r.To),
		s.seal(r.To, "outbox/address/"+r.ID), said, linkOf(s.token(r.ID)), r.Items, parts, r.State, r.Tries,
		db.Millis(r.At), db.Millis(r.Due), db.Millis(r.Claimed)))
	if err != nil {
		return false, fmt.Errorf("write message %s: %w", r.Template.Name, err)
	}
	return n == 1, nil
}

func (s *Store) seal(plain, place string) string {
	return sealed.EncodeToString(s.keys.Seal([]byte(plain), []byte(place)))
}

func (s *Store) unseal(text, place string) ([]byte, error) {
	b, err := sealed.DecodeString(text)
	if err == nil {
		b, err = s.keys.Open(b, []byte(place))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, err)
	}
	return b, nil
}

// open returns what a row says, and to whom.
func (s *Store) open(r row) (b body, to string, err error) {
	if r.body != "" {
		text, err := s.unseal(r.body, "outbox/body/"+r.ID)
		if err != nil {
			return b, "", err
		}
		if err := json.Unmarshal(text, &b); err != nil {
			return b, "", err
		}
	}
	if r.address == "" {
		return b, "", nil
	}
	plain, err := s.unseal(r.address, "outbox/address/"+r.ID)
	return b, string(plain), err
}

func rowOf(ctx context.Context, q db.Q, id string) (row, error) {
	r, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM outbox WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = ErrMissing
	}
	return r, err
}

// share returns how many messages an address has had on the day of l by its
// channel, and when the last one like l was.
func (s *Store) share(ctx context.Context, q db.Q, l Letter, who string) (had int, last time.Time, err error) {
	var at int64
	err = q.QueryRowContext(ctx, `
		SELECT COUNT(*), COALESCE(MAX(CASE WHEN template = $1 THEN at END), 0) FROM outbox
		WHERE who = $2 AND channel = $3 AND at >= $4 AND at <= $5`,
		l.Template.Name, who, l.Channel, db.Millis(calendar.Day(l.At).At(0, 0)), db.Millis(l.At)).Scan(&had, &at)
	return had, db.Time(at), err
}

// join adds a letter to another like it that has not gone yet, if there is one.
func (s *Store) join(ctx context.Context, tx *db.Tx, l Letter, who string) (bool, error) {
	r, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM outbox
		WHERE who = $1 AND channel = $2 AND template = $3 AND state = 'waiting' ORDER BY at, id LIMIT 1`, who, l.Channel, l.Template.Name)
	if errors.Is(err, db.ErrNone) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b, _, err := s.open(r)
	if err != nil {
		return false, err
	}
	r.Letter.Gaps, r.Letter.Path, r.Letter.Origin = b.Gaps, l.Path, b.Origin
	b, parts := s.compose(r.ID, r.Letter, r.Items+1)
	said, err := s.sealBody(r.ID, b)
	if err != nil {
		return false, err
	}
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE outbox SET items = items + 1, parts = $1, body = $2 WHERE id = $3 AND state = 'waiting' AND items = $4`,
		parts, said, r.ID, r.Items))
	return n == 1, err
}

// linkOf is by what a token is found.
func linkOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// An Opened is a message whose link somebody holds.
type Opened struct {
	ID, Organ, Person, Channel, Who string
	Template                        Template
	Path                            string
	At                              time.Time
}

// ByToken returns the message whose link has a token.
func (s *Store) ByToken(ctx context.Context, q db.Q, token string) (o Opened, err error) {
	r, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM outbox WHERE link = $1`, linkOf(token))
	if errors.Is(err, db.ErrNone) {
		return o, ErrMissing
	}
	if err != nil {
		return o, err
	}
	b, _, err := s.open(r)
	return Opened{r.ID, r.Organ, r.Person, r.Channel, r.Who, r.Template, b.Path, r.At}, err
}

// Acknowledge notes that the link of a message was opened: it has arrived.
func (s *Store) Acknowledge(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE outbox SET opened = $1, state = CASE WHEN state = 'sent' THEN 'delivered' ELSE state END WHERE id = $2 AND opened = 0`,
		db.Millis(at), id)
	return err
}

// AcknowledgeAbout is Acknowledge of what went out about something, whose link
// leads elsewhere.
func (s *Store) AcknowledgeAbout(ctx context.Context, tx *db.Tx, about string) error {
	_, err := tx.ExecContext(ctx, `UPDATE outbox SET opened = $1, state = 'delivered' WHERE about = $2 AND state = 'sent' AND opened = 0`,
		db.Millis(s.flow.Now()), about)
	return err
}

// shown is a text as a page shows it: whoever reads it there cannot open the
// link in the recipient's place.
func (s *Store) shown(text, token string) string {
	if token == "" {
		token = s.token("")
	}
	return strings.ReplaceAll(text, "/m/"+token, "/m/…")
}

// StateOf returns how the message of an occasion fares, in a word of the page's
// language to be; empty is none.
func (s *Store) StateOf(ctx context.Context, q db.Q, key string) (string, error) {
	var state, channel string
	err := q.QueryRowContext(ctx, `SELECT state, channel FROM outbox WHERE key = $1 ORDER BY id LIMIT 1`, key).Scan(&state, &channel)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return Label(state, channel), err
}

// Label is a state in a word.
func Label(state, channel string) string {
	switch state {
	case waiting, queued:
		return "待发"
	case sending:
		return "发送中"
	case sent:
		return "已发"
	case delivered:
		return "送达"
	case bounced:
		if channel == Mail {
			return "退信"
		}
		return "号码无效"
	}
	return "失败"
}
