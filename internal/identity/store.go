package identity

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
)

// sealed is base64 of ciphertext, for a column of text on both engines.
var sealed = base64.RawURLEncoding

var errTaken = fault.New(fault.Closed, "该证件号码已用于另一个账号。请用原来的账号登录；如不是您本人所为，请联系主管部门核实。")

// Put keeps the document of a person: its kind, one of [ident.Documents], and
// its number, which may replace an earlier one. A number that is not right is
// an Invalid fault, one that another person has is Closed; after either the
// transaction must end.
func (s *Store) Put(ctx context.Context, tx *db.Tx, person, idType, value string) error {
	value, err := ident.ParseDocument(idType, value)
	if err != nil {
		return refusal(err)
	}
	blind := s.keys.Blind("identity/"+idType, value)
	var old string
	err = tx.QueryRowContext(ctx, `SELECT blind FROM identities WHERE person = $1`, person).Scan(&old)
	if err != nil && !errors.Is(err, db.ErrNone) {
		return fmt.Errorf("identity of %s: %w", person, err)
	}
	if old == blind {
		return nil
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO identities (person, id_type, cipher, blind, mask, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (person) DO UPDATE SET id_type = excluded.id_type, cipher = excluded.cipher,
			blind = excluded.blind, mask = excluded.mask, at = excluded.at`,
		person, idType, sealed.EncodeToString(s.keys.Seal([]byte(value), identityPlace(person, idType))),
		blind, maskOf(idType, value), db.Millis(s.flow.Now()))
	if db.Unique(err) {
		return errTaken
	}
	if err != nil {
		return fmt.Errorf("keep identity of %s: %w", person, err)
	}
	if old == "" {
		return nil
	}
	return s.flow.Log(ctx, tx, org.Actor{Person: person}, ActChange, person, nil)
}

// Mask returns the kind of a person's document and its number as pages show
// it; ok is false if there is none.
func (s *Store) Mask(ctx context.Context, q db.Q, person string) (idType, mask string, ok bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT id_type, mask FROM identities WHERE person = $1`, person).Scan(&idType, &mask)
	if errors.Is(err, db.ErrNone) {
		return "", "", false, nil
	}
	return idType, mask, err == nil, err
}

// Holder returns whose document it is, or nobody.
func (s *Store) Holder(ctx context.Context, q db.Q, idType, value string) (person string, err error) {
	value, err = ident.ParseDocument(idType, value)
	if err != nil {
		return "", refusal(err)
	}
	err = q.QueryRowContext(ctx, `SELECT person FROM identities WHERE id_type = $1 AND blind = $2`,
		idType, s.keys.Blind("identity/"+idType, value)).Scan(&person)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return person, err
}

// Reveal returns the number of a person's document in clear. Who reads it and
// why stands in the audit before it is returned. Whether by may read it at all
// is for the caller to say.
func (s *Store) Reveal(ctx context.Context, person string, by org.Actor, reason string) (string, error) {
	reason, err := checkReason(reason)
	if err != nil {
		return "", err
	}
	var idType, cipher string
	err = s.flow.DB().QueryRowContext(ctx, `SELECT id_type, cipher FROM identities WHERE person = $1`, person).Scan(&idType, &cipher)
	if errors.Is(err, db.ErrNone) {
		return "", fault.New(fault.Missing, "没有登记证件号码。")
	}
	if err != nil {
		return "", fmt.Errorf("identity of %s: %w", person, err)
	}
	plain, err := s.open(cipher, identityPlace(person, idType))
	if err != nil {
		return "", err
	}
	if err := s.flow.Log(ctx, nil, by, ActReveal, person, form.Answers{"reason": reason}); err != nil {
		return "", err
	}
	return plain, nil
}

func (s *Store) open(cipher string, place []byte) (string, error) {
	b, err := sealed.DecodeString(cipher)
	if err != nil {
		return "", fmt.Errorf("%s: %w", place, err)
	}
	plain, err := s.keys.Open(b, place)
	if err != nil {
		return "", fmt.Errorf("%s: %w", place, err)
	}
	return string(plain), nil
}

// PutMobile keeps the mobile number by which a person signs in and is told of
// news; it may replace an earlier one. After a fault the transaction must end.
func (s *Store) PutMobile(ctx context.Context, tx *db.Tx, person, mobile string) error {
	mobile, err := ident.ParseMobile(mobile)
	if err != nil {
		return refusal(err)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO mobiles (person, cipher, blind, mask, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person) DO UPDATE SET cipher = excluded.cipher, blind = excluded.blind, mask = excluded.mask, at = excluded.at`,
		person, sealed.EncodeToString(s.keys.Seal([]byte(mobile), mobilePlace(person))),
		s.MobileKey(mobile), ident.MaskMobile(mobile), db.Millis(s.flow.Now()))
	if db.Unique(err) {
		return fault.New(fault.Closed, "该手机号码已用于另一个账号。")
	}
	return err
}

// MobileKey returns the blind index of a mobile number as [ident.ParseMobile]
// writes it.
func (s *Store) MobileKey(mobile string) string { return s.keys.Blind("mobile", mobile) }

// ByMobile returns whose mobile number it is, or nobody.
func (s *Store) ByMobile(ctx context.Context, q db.Q, mobile string) (person string, err error) {
	err = q.QueryRowContext(ctx, `SELECT person FROM mobiles WHERE blind = $1`, s.MobileKey(mobile)).Scan(&person)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return person, err
}

// Mobile returns a person's number in clear, for a message to them alone, and
// "" if none is kept.
func (s *Store) Mobile(ctx context.Context, q db.Q, person string) (string, error) {
	var cipher string
	err := q.QueryRowContext(ctx, `SELECT cipher FROM mobiles WHERE person = $1`, person).Scan(&cipher)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return s.open(cipher, mobilePlace(person))
}

// MobileMask returns a person's number as pages show it, and "" if none is kept.
func (s *Store) MobileMask(ctx context.Context, q db.Q, person string) (mask string, err error) {
	err = q.QueryRowContext(ctx, `SELECT mask FROM mobiles WHERE person = $1`, person).Scan(&mask)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return mask, err
}
