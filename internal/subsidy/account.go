package subsidy

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// actReveal stands in the audit for each time an account was opened.
const actReveal = "reveal-account"

// place is what a sealed account is bound to.
func place(claim string) []byte { return []byte("subsidy_accounts/" + claim) }

// readable reports whether the edition lets a role read accounts.
func readable(c *flow.Case, r programme.Role) bool {
	return r == programme.Payer && !slices.Contains(c.Edition.Hidden[r], "bank")
}

// GiveAccount keeps where a claim is paid to and hands the claim to the paying
// finance office. What was given is in no answer and in no journal row.
func (s *Slice) GiveAccount(ctx context.Context, c *flow.Case, a org.Actor, given form.Answers, seen int64) error {
	m, err := s.Flow.Step(c, "give-account", a, seen)
	if err != nil {
		return err
	}
	cipher := hex.EncodeToString(s.Keys.Seal(given.JSON(), place(c.ID)))
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := putAccount(ctx, tx, c.ID, c.Seq, a.Person, cipher, s.Flow.Now()); err != nil {
			return err
		}
		_, err := s.Flow.MoveIn(ctx, tx, *c, m, a, nil)
		return err
	})
}

// accountGiven is the guard that an account came with this very move.
func (s *Slice) accountGiven(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, seq, ok, err := accountOf(ctx, tx, e.Case.ID)
	if err == nil && (!ok || seq != e.Case.Seq) {
		err = fault.New(fault.Closed, "请先填写收款账户。")
	}
	return err
}

// Account opens the account of a claim for the paying finance office that may
// pay it now. Who opened it stands in the audit before it is returned.
func (s *Slice) Account(ctx context.Context, c *flow.Case, a org.Actor) (form.Answers, error) {
	if !readable(c, a.Role) || a.Organ.Region != c.City {
		return nil, fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	cipher, _, ok, err := accountOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	if !ok || !slices.Contains([]string{"ready", "paid"}, c.State) {
		return nil, fault.New(fault.Closed, "现在没有可以拨付的账户。")
	}
	sealed, err := hex.DecodeString(cipher)
	if err != nil {
		return nil, fmt.Errorf("account of %s: %w", c.ID, err)
	}
	plain, err := s.Keys.Open(sealed, place(c.ID))
	if err != nil {
		return nil, fmt.Errorf("account of %s: %w", c.ID, err)
	}
	if err := s.Flow.Log(ctx, nil, a, actReveal, c.ID, nil); err != nil {
		return nil, err
	}
	return form.Parse(plain)
}

// digits writes an account number as banks do, without spaces and hyphens, and
// complains of anything else.
func digits(a form.Answers, w form.Wrong) {
	n := strings.NewReplacer(" ", "", "-", "").Replace(a["account"])
	if n == "" || len(w) > 0 && w["account"].Format != "" {
		return
	}
	if strings.Trim(n, "0123456789") != "" || len(n) < 8 || len(n) > 32 {
		w.Add("account", "账号是8至32位数字。")
		return
	}
	a["account"] = n
}
