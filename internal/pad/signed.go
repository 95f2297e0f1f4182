package pad

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/record"
	"qinglan/internal/sitting"
)

// How a sheet was locked.
const (
	byDevice = "device" // signed by the key of a check-in
	online   = "online" // by the form, signed in
)

// deviceSigned passes a lock with the signature of a check-in of its judge over
// exactly what is locked, whatever way it comes; and one without, from a judge
// who has no device checked in.
func (s *Slice) deviceSigned(ctx context.Context, tx *db.Tx, e flow.Event) error {
	sh, err := s.book.Sheet(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	a := e.Answers
	if a["signed"] == "" {
		if a["signature"] != "" || a["way"] == byDevice {
			return fault.New(fault.Denied, "签名与锁分的内容不符，这份锁分没有接受。")
		}
		live, err := s.store.live(ctx, tx, sh.Session, sh.Judge, e.At)
		if err == nil && live.ID != "" {
			err = fault.New(fault.Denied, "您已用设备签到，请在签到的设备上锁分；设备不能用的，请重新签到或先停用设备。")
		}
		return err
	}
	l, err := ReadLock(a["signed"])
	if err != nil {
		return err
	}
	k, err := s.store.key(ctx, tx, l.Device)
	if err != nil {
		return err
	}
	if err := l.check(k, sh, a["signed"], a["signature"], e.Case.Seq, e.At); err != nil {
		return err
	}
	if a["way"] != byDevice || !l.says(e.Case.Track.Forms[e.Move.Form], a) {
		return fault.New(fault.Denied, "签名与锁分的内容不符，这份锁分没有接受。")
	}
	return nil
}

// says reports whether what was signed is what the answers are.
func (l Lock) says(asked []form.Question, a form.Answers) bool {
	mine, wrong := l.answers(asked)
	if len(wrong) > 0 {
		return false
	}
	for _, q := range blank(asked) {
		if mine[q.Name] != a[q.Name] {
			return false
		}
	}
	return true
}

// spendNumber notes the number of a signed lock, so that it counts once.
func (s *Slice) spendNumber(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if e.Answers["signed"] == "" {
		return nil
	}
	l, err := ReadLock(e.Answers["signed"])
	if err != nil {
		return err
	}
	return s.store.spend(ctx, tx, l.Device, l.N)
}

// refuse keeps a signed lock that was not taken because of why. What its judge
// did sign and what conflicts stops the sheet until people settle it.
func (s *Slice) refuse(ctx context.Context, sh sitting.Sheet, signed, signature string, why error) error {
	var said *fault.Error
	if !errors.As(why, &said) || said.Kind == fault.Invalid {
		return nil // ours, or to be mended on the pad
	}
	reason := fmt.Sprintf(said.Format, said.Args...)
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		stops, err := s.stops(ctx, tx, sh, signed, signature, said)
		if err != nil {
			return err
		}
		return s.book.KeepRefused(ctx, tx, sh.Session, sitting.Refused{
			ID: digest(signed, signature), Sheet: sh.Case, Judge: sh.Judge, Reason: reason, Stops: stops, At: s.Flow.Now(),
			Body: s.store.seal(form.Answers{"signed": signed, "signature": signature}.JSON(), "refused "+sh.Case),
		})
	})
}

func (s *Slice) stops(ctx context.Context, tx *db.Tx, sh sitting.Sheet, signed, signature string, why *fault.Error) (bool, error) {
	if why.Kind != fault.Stale {
		return false, nil
	}
	l, err := ReadLock(signed)
	if err != nil {
		return false, nil
	}
	k, err := s.store.key(ctx, tx, l.Device)
	return k.ID != "" && k.Person == sh.Judge && k.Verifies(signed, signature), err
}

// Witness checks every signature again: that it is of a key that was checked
// in as the audit has it, and over what the sheet holds.
func (s *Slice) Witness(ctx context.Context, q db.Q, find func(caseID string, seq int64, what string)) error {
	keys, err := s.store.allKeys(ctx, q)
	if err != nil {
		return err
	}
	lines, err := s.Flow.LogLines(ctx, record.LogFilter{Act: actCheckIn, Limit: 1 << 20})
	if err != nil {
		return err
	}
	said := map[string]string{}
	for _, l := range lines {
		said[l.Details["device"]] = l.Details["key"]
	}
	byID := map[string]Key{}
	for _, k := range keys {
		byID[k.ID] = k
		if said[k.ID] != digest(k.Person, k.Public) {
			find(k.Session, 0, fmt.Sprintf("签到设备与审计记录不符：%s", k.ID))
		}
	}
	ids, err := s.book.Sessions(ctx, q)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.witnessLocks(ctx, q, id, byID, find); err != nil {
			return err
		}
	}
	return nil
}

func (s *Slice) witnessLocks(ctx context.Context, q db.Q, session string, keys map[string]Key, find func(string, int64, string)) error {
	sheets, err := s.book.Sheets(ctx, q, session)
	if err != nil {
		return err
	}
	given, err := s.book.Locked(ctx, q, sheets)
	if err != nil {
		return err
	}
	c, err := s.Flow.Load(ctx, q, session)
	if err != nil {
		return err
	}
	asked := casework.Asked(c.Edition, "sheet", "marks")
	for _, sh := range sheets {
		a := given[sh.Case]
		if a["way"] != byDevice && a["signed"] == "" {
			continue
		}
		l, err := ReadLock(a["signed"])
		k := keys[l.Device]
		if err != nil || k.Person != sh.Judge || k.Session != sh.Session || l.Sheet != sh.Case ||
			!k.Verifies(a["signed"], a["signature"]) || !l.says(asked, a) || l.N > k.N {
			find(sh.Case, 0, "锁分与设备签名不符")
		}
	}
	return nil
}
