package account

import (
	"errors"
	"net/http"

	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// confirm passes the sender of r if they proved who they are just now, or give
// their password again. Whoever has none proves it by a new link.
func (s *Slice) confirm(r *http.Request, password string) error {
	a, n, err := s.me(r)
	if err != nil {
		return err
	}
	if password == "" {
		if s.Real().Sub(n.Proved) <= freshFor {
			return nil
		}
		return fault.New(fault.Invalid, "请再次输入登录密码；没有设置密码的，请用新的登录链接重新登录。")
	}
	ctx := r.Context()
	if err := s.spend(ctx, loginAccount, "confirm\x00"+a.Person); err != nil {
		return err
	}
	l, err := s.loginOf(ctx, s.Flow.DB(), a.Person)
	if err != nil && !errors.Is(err, db.ErrNone) {
		return err
	}
	right, err := s.matches(ctx, l.Password, password)
	if err != nil {
		return err
	}
	if !right {
		return fault.New(fault.Invalid, "密码不对。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.forgive(ctx, tx, loginAccount, "confirm\x00"+a.Person) })
}
