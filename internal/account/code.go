package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
)

// A code is a one-time code sent to a mobile number.
type code struct{ Salt, Hash string }

// newCode returns six random digits.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n), nil
}

// codeHash is what the database holds of a code. It is keyed: six digits are
// soon tried out.
func (s *Slice) codeHash(salt, text string) string { return s.Keys.Blind("code", salt+text) }

var errWrongCode = fault.New(fault.Invalid, "验证码不对或已过期，请核对；仍不对请重新获取。")

// sendCode sends a new code to a mobile number, whoever has it; the answer is
// the same for a number that nobody has. It returns the code, for the page of
// a demonstration alone.
func (s *Slice) sendCode(ctx context.Context, mobile, network string) (string, error) {
	text, err := newCode()
	if err != nil {
		return "", err
	}
	key := s.Identity.MobileKey(mobile)
	if err := s.spend(ctx, sendAgain, key); err != nil {
		return "", err
	}
	if err := s.spend(ctx, sendToday, key); err != nil {
		return "", err
	}
	if !s.Demo {
		if err := s.spend(ctx, sendNetwork, s.Keys.Blind("network", network)); err != nil {
			return "", err
		}
	}
	salt := newToken()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		return s.putCode(ctx, tx, key, code{salt, s.codeHash(salt, text)}, s.Real().Add(codeLasts))
	})
	if err != nil {
		return "", err
	}
	err = s.Outbox.Now(ctx, outbox.Letter{
		Channel: outbox.SMS, To: mobile, Template: outbox.Code,
		Gaps: map[string]string{"code": text, "minutes": strconv.Itoa(int(codeLasts / time.Minute))},
	})
	if err != nil {
		s.Log.ErrorContext(ctx, "code not sent", "err", err)
		return "", fault.New(fault.Closed, "短信暂时发不出去，请稍后再试。")
	}
	return text, nil
}

// enterByCode signs in whoever has the code sent to a mobile number. A number
// that nobody has yet becomes a new applicant.
func (s *Slice) enterByCode(ctx context.Context, mobile, typed, old, device string) (cookie string, err error) {
	var right bool
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		right, cookie = false, ""
		key := s.Identity.MobileKey(mobile)
		c, err := s.tryCode(ctx, tx, key, s.Real())
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if err != nil || subtle.ConstantTimeCompare([]byte(c.Hash), []byte(s.codeHash(c.Salt, typed))) != 1 {
			// The try counts, so the transaction ends well.
			return s.Flow.Log(ctx, tx, org.Actor{}, actFailed, "", form.Answers{"by": "code"})
		}
		right = true
		if err := s.dropCode(ctx, tx, key); err != nil {
			return err
		}
		person, err := s.personOf(ctx, tx, mobile)
		if err != nil {
			return err
		}
		cookie, err = s.mint(ctx, tx, old, person, "", device, "code")
		return err
	})
	if err == nil && !right {
		err = errWrongCode
	}
	return cookie, err
}

// personOf returns whose mobile number it is, and makes an applicant of a
// number that is new. Their name comes with the application.
func (s *Slice) personOf(ctx context.Context, tx *db.Tx, mobile string) (string, error) {
	person, err := s.Identity.ByMobile(ctx, tx, mobile)
	if err != nil || person != "" {
		return person, err
	}
	person = db.NewID()
	if err := s.Flow.Orgs().AddPerson(ctx, tx, person, "申报人", s.Real()); err != nil {
		return "", err
	}
	if err := s.Identity.PutMobile(ctx, tx, person, mobile); err != nil {
		return "", err
	}
	return person, s.Flow.Log(ctx, tx, org.Actor{Person: person}, actRegister, person, nil)
}
