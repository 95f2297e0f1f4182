package notice

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// An urging is how often an addressee was urged to sign, and when last.
type urging struct {
	Receipt string
	Times   int
	Last    time.Time
}

// Urge reminds everybody who has not signed for a notice (催办): it stands on
// their desk until they sign, and those of them who want it are told outside the
// house. Nobody is urged twice on one day, so that pressing
// again does nothing. press is the id of the page that asks, links lead to
// origin, and group writes to the group chat of the office too. It returns how
// many were urged.
func (s *Slice) Urge(ctx context.Context, a org.Actor, id, press, origin string, group bool) (int, error) {
	e, n, ok := s.find(id)
	if !ok {
		return 0, errMissing
	}
	if !issues(n, a) {
		return 0, fault.New(fault.Denied, "这份通知不由您的单位印发。")
	}
	urged := 0
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		urged = 0
		var silent []string
		now := s.Flow.Now()
		for _, at := range addressees(e, n) {
			receipt := receiptID(n, at.Code)
			k, err := db.Changed(tx.ExecContext(ctx, `
				INSERT INTO urgings (id, receipt, person, organ, at)
				SELECT $1, c.id, $2, $3, $4 FROM cases c
				WHERE c.id = $5 AND c.state = 'unread' AND NOT EXISTS (SELECT 1 FROM urgings u WHERE u.receipt = c.id AND u.at >= $6)
				ON CONFLICT (id) DO NOTHING`,
				press+"/"+receipt, a.Person, a.Organ.ID, db.Millis(now), receipt, db.Millis(calendar.Day(now).At(0, 0))))
			if err != nil {
				return fmt.Errorf("urge %s: %w", receipt, err)
			}
			urged += int(k)
			if k == 0 {
				continue
			}
			silent = append(silent, at.Name)
			if err := s.tellUrged(ctx, tx, a, n, receipt, press, origin); err != nil {
				return err
			}
		}
		if urged == 0 {
			return nil
		}
		if group {
			if err := s.tellGroup(ctx, tx, a, n, press, silent); err != nil {
				return err
			}
		}
		return s.Flow.Log(ctx, tx, a, "urge", n.ID, form.Answers{"count": number(urged)})
	})
	return urged, err
}

// urgings returns how often each receipt of a notice was urged.
func (s *Slice) urgings(ctx context.Context, notice string) (map[string]urging, error) {
	all, err := db.All(ctx, s.Flow.DB(), func(row db.Row) (u urging, err error) {
		var last int64
		err = row.Scan(&u.Receipt, &u.Times, &last)
		u.Last = db.Time(last)
		return u, err
	}, `SELECT u.receipt, COUNT(*), MAX(u.at) FROM urgings u JOIN cases c ON c.id = u.receipt
		WHERE c.parent = $1 GROUP BY u.receipt ORDER BY u.receipt`, notice)
	if err != nil {
		return nil, fmt.Errorf("urgings of %s: %w", notice, err)
	}
	out := map[string]urging{}
	for _, u := range all {
		out[u.Receipt] = u
	}
	return out, nil
}

// phones returns the telephone of every organ that may sign, by its id.
func (s *Slice) phones(ctx context.Context, signings []signing) (map[string]string, error) {
	out := map[string]string{}
	for _, x := range signings {
		if x.Receipt == nil || x.Receipt.State != "unread" {
			continue
		}
		o, err := s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), x.Receipt.Party)
		if err != nil {
			return nil, err
		}
		out[o.ID] = o.Phone
	}
	return out, nil
}

// urgeText is what can be pasted into a group chat.
func urgeText(n shown, silent []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "【催签收】《%s》", n.Title)
	if n.Number != "" {
		fmt.Fprintf(&b, "（%s）", n.Number)
	}
	fmt.Fprintf(&b, "请登录青蓝尽快签收并组织申报，%s前报送。尚未签收：%s。", calendar.Deadline(n.Moment()), strings.Join(silent, "、"))
	if n.Organ.Phone != "" {
		fmt.Fprintf(&b, "咨询：%s %s。", n.Organ.Contact, n.Organ.Phone)
	}
	return b.String()
}
