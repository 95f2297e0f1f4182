package account

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// A login is the account name and password of an officer.
type login struct{ Person, Name, Password string }

// accountName keeps out what could be a telephone or identity number: an
// account name stands in clear.
var (
	accountName = regexp.MustCompile(`^[a-z][a-z0-9]{3,31}$`)
	longNumber  = regexp.MustCompile(`\d{9}`)
)

// cleanName returns an account name as it is kept.
func cleanName(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

func checkName(name string) error {
	if !accountName.MatchString(name) || longNumber.MatchString(name) {
		return fault.New(fault.Invalid, "账号名为4至32位小写字母或数字，以字母开头，不要用手机号或证件号。")
	}
	return nil
}

var errWrongLogin = fault.New(fault.Invalid, "账号名或密码不对。")

// enterByPassword signs in who knows the name and password. Whoever does not
// gets one answer, and after the same work, whether the name exists or not.
func (s *Slice) enterByPassword(ctx context.Context, name, password, network, old, device string) (cookie string, posts int, err error) {
	name = cleanName(name)
	if err := s.spend(ctx, loginNetwork, network); err != nil {
		return "", 0, err
	}
	if err := s.spend(ctx, loginAccount, name+"\x00"+network); err != nil {
		return "", 0, err
	}
	l, err := s.loginByName(ctx, s.Flow.DB(), name)
	if err != nil && !errors.Is(err, db.ErrNone) {
		return "", 0, err
	}
	right, err := s.matches(ctx, l.Password, password)
	if err != nil {
		return "", 0, err
	}
	held, err := s.Flow.Orgs().Posts(ctx, s.Flow.DB(), l.Person)
	if err != nil {
		return "", 0, err
	}
	if !right || len(held) == 0 {
		err := s.Flow.Log(ctx, nil, org.Actor{}, actFailed, l.Person, form.Answers{"by": "password"})
		return "", 0, errors.Join(err, errWrongLogin)
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.forgive(ctx, tx, loginAccount, name+"\x00"+network); err != nil {
			return err
		}
		cookie, err = s.mint(ctx, tx, old, l.Person, held[0].ID, device, "password")
		return err
	})
	return cookie, len(held), err
}

// setPassword gives a person a name and a password, or a new password; who has
// one already must know it. All their other sessions end.
func (s *Slice) setPassword(ctx context.Context, a org.Actor, keep string, old, name, password string) error {
	now, err := s.loginOf(ctx, s.Flow.DB(), a.Person)
	first := errors.Is(err, db.ErrNone)
	if err != nil && !first {
		return err
	}
	if first {
		now = login{Person: a.Person, Name: cleanName(name)}
		if err := checkName(now.Name); err != nil {
			return err
		}
	} else {
		if err := s.spend(ctx, loginAccount, "change\x00"+a.Person); err != nil {
			return err
		}
		right, err := s.matches(ctx, now.Password, old)
		if err != nil {
			return err
		}
		if !right {
			return fault.New(fault.Invalid, "现在的密码不对。")
		}
	}
	if err := checkPassword(password, now.Name); err != nil {
		return err
	}
	if now.Password, err = s.hash(ctx, password); err != nil {
		return err
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.putLogin(ctx, tx, now, s.Real()); err != nil {
			return err
		}
		if err := s.forgive(ctx, tx, loginAccount, "change\x00"+a.Person); err != nil {
			return err
		}
		if err := s.endOthers(ctx, tx, a.Person, keep); err != nil {
			return err
		}
		if err := s.dropPINs(ctx, tx, a.Person, ""); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, actPassword, a.Person, nil)
	})
}
