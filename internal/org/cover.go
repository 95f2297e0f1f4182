package org

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/programme"
)

// A Cover is A/B角: a colleague, the deputy, stands in for somebody who is on
// leave (settled 3). It gives the deputy nothing that their own rank could not
// have: organisation and role are the same and the deputy's rank is no lower.
type Cover struct {
	ID           string
	Post, Deputy Post // who is away, and who stands in
	Reason       string
	Since, Until time.Time // until the first moment that is too late
	By           string    // the person who set it
	At, Ended    time.Time
	EndedBy      string
}

// First returns the first day of k.
func (k Cover) First() calendar.Date { return calendar.Day(k.Since) }

// Last returns the last day of k.
func (k Cover) Last() calendar.Date { return calendar.Day(k.Until.Add(-time.Millisecond)) }

// In reports whether k is in force at a moment.
func (k Cover) In(now time.Time) bool {
	return k.ID != "" && k.Ended.IsZero() && !now.Before(k.Since) && now.Before(k.Until)
}

// Over reports whether k is past or was ended.
func (k Cover) Over(now time.Time) bool { return !k.Ended.IsZero() || !now.Before(k.Until) }

// Reasons are why somebody may be away.
var Reasons = []struct{ Name, Label string }{{"business", "出差"}, {"leave", "休假"}}

// covering are the roles whose offices know deputies: what a judge or an
// examiner marks nobody marks for them.
var covering = []programme.Role{
	programme.County, programme.City, programme.Province, programme.Finance,
	programme.Association, programme.Institution, programme.Payer, programme.Buyer,
}

// HasCovers reports whether in a's office people stand in for each other.
func (a Actor) HasCovers() bool { return a.Officer() && slices.Contains(covering, a.Role) }

// MayCover reports whether d may stand in for p.
func MayCover(p, d Post) bool {
	return d.Person != p.Person && d.Organisation.ID == p.Organisation.ID && d.Role == p.Role &&
		place(d.Rank) >= place(p.Rank)
}

// place orders the ranks of an office.
func place(r programme.Rank) int {
	return slices.Index([]programme.Rank{programme.Clerk, programme.Head, programme.Leader}, r)
}

// MayArrange reports whether a may set or end a cover for p: who is away, and
// heads and leaders of the same office.
func MayArrange(a Actor, p Post) bool {
	if p.Organisation.ID != a.Organ.ID || p.Role != a.Role || !a.HasCovers() {
		return false
	}
	return p.Person == a.Person || a.Rank == programme.Head || a.Rank == programme.Leader
}

// SetCover lets the holder of deputy stand in for the holder of post from the
// first to the last day. Nobody has two deputies at a time, and a deputy is
// not away while they stand in.
func (s *Store) SetCover(ctx context.Context, tx *db.Tx, a Actor, k Cover, first, last calendar.Date, now time.Time) (Cover, error) {
	p, err := s.Post(ctx, tx, k.Post.ID)
	if err != nil {
		return k, err
	}
	d, err := s.Post(ctx, tx, k.Deputy.ID)
	if err != nil {
		return k, err
	}
	k.Post, k.Deputy, k.By, k.At = p, d, a.Person, now
	k.Since, k.Until = first.At(0, 0), last.At(24, 0)
	switch {
	case !MayArrange(a, p):
		return k, fault.New(fault.Denied, "这位同事的休假代办不由您设置。")
	case !MayCover(p, d):
		return k, fault.New(fault.Invalid, "代办人须是同一单位、同一身份、级别不低的同事。")
	case !slices.ContainsFunc(Reasons, func(r struct{ Name, Label string }) bool { return r.Name == k.Reason }):
		return k, fault.New(fault.Invalid, "请选择离岗原因。")
	case last.Before(first):
		return k, fault.New(fault.Invalid, "截止日期不能早于开始日期。")
	case !now.Before(k.Until):
		return k, fault.New(fault.Invalid, "这段时间已经过去。")
	}
	// Both people are the lock, in one order, so that two who set covers at once
	// see each other's.
	both := []string{p.Person, d.Person}
	slices.Sort(both)
	for _, person := range both {
		if err := s.Lock(ctx, tx, person); err != nil {
			return k, err
		}
	}
	if err := s.free(ctx, tx, k); err != nil {
		return k, err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO covers (id, post, deputy, reason, since, until, set_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		k.ID, p.ID, d.ID, k.Reason, db.Millis(k.Since), db.Millis(k.Until), k.By, db.Millis(now))
	if err != nil {
		return k, fmt.Errorf("set cover of %s: %w", p.ID, err)
	}
	return k, nil
}

// free refuses a cover of somebody who has one in these days, by somebody who
// is away then, or of somebody who stands in for others.
func (s *Store) free(ctx context.Context, tx *db.Tx, k Cover) error {
	const met = `SELECT COUNT(*) FROM covers WHERE ended = 0 AND since < $1 AND until > $2 AND `
	for _, q := range []struct {
		column, post string
		refusal      error
	}{
		{"post", k.Post.ID, fault.New(fault.Invalid, "这段时间已经有人代办，请先结束原来的安排。")},
		{"post", k.Deputy.ID, fault.New(fault.Invalid, "这位代办人这段时间自己也不在岗，请另选一位。")},
		{"deputy", k.Post.ID, fault.New(fault.Invalid, "这段时间正在代别人办理，请先由他人接替。")},
	} {
		var n int
		err := tx.QueryRowContext(ctx, met+q.column+` = $3`, db.Millis(k.Until), db.Millis(k.Since), q.post).Scan(&n)
		if err != nil {
			return err
		}
		if n > 0 {
			return q.refusal
		}
	}
	return nil
}

// EndCover ends a cover before its last day. Who is away, who stands in, and
// heads and leaders of the office may.
func (s *Store) EndCover(ctx context.Context, tx *db.Tx, a Actor, id string, now time.Time) (Cover, error) {
	k, err := s.CoverOf(ctx, tx, id)
	if err != nil {
		return k, err
	}
	if k.Post.Organisation.ID != a.Organ.ID || k.Post.Role != a.Role {
		return k, errNoCover
	}
	if !MayArrange(a, k.Post) && k.Deputy.Person != a.Person {
		return k, fault.New(fault.Denied, "这项休假代办不由您结束。")
	}
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE covers SET ended = $1, ended_by = $2 WHERE id = $3 AND ended = 0 AND until > $1`, db.Millis(now), a.Person, id))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这项休假代办已经结束。")
	}
	return k, err
}

// HoldCover keeps a cover from being ended until tx ends; one that is not in
// force is a Stale fault: it gives nothing.
func (s *Store) HoldCover(ctx context.Context, tx *db.Tx, id string, now time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE covers SET ended = ended WHERE id = $1 AND ended = 0 AND since <= $2 AND until > $2`, id, db.Millis(now)))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这项休假代办已经结束。")
	}
	return err
}

var errNoCover = fault.New(fault.Missing, "没有找到这项休假代办。")

const coverColumns = `k.id, k.reason, k.since, k.until, k.set_by, k.at, k.ended, k.ended_by,
	p.id, p.person, pn.name, p.role, p.rank, p.title, d.id, d.person, dn.name, d.role, d.rank, d.title,
	o.id, o.name, o.role, o.region, o.contact, o.phone, o.address`

const coverTables = ` FROM covers k
	JOIN posts p ON p.id = k.post JOIN people pn ON pn.id = p.person
	JOIN posts d ON d.id = k.deputy JOIN people dn ON dn.id = d.person
	JOIN organisations o ON o.id = p.organisation `

func scanCover(row interface{ Scan(...any) error }) (k Cover, err error) {
	var since, until, at, ended int64
	p, d, o := &k.Post, &k.Deputy, &k.Post.Organisation
	err = row.Scan(&k.ID, &k.Reason, &since, &until, &k.By, &at, &ended, &k.EndedBy,
		&p.ID, &p.Person, &p.Name, &p.Role, &p.Rank, &p.Title, &d.ID, &d.Person, &d.Name, &d.Role, &d.Rank, &d.Title,
		&o.ID, &o.Name, &o.Role, &o.Region, &o.Contact, &o.Phone, &o.Address)
	d.Organisation = *o
	k.Since, k.Until, k.At, k.Ended = db.Time(since), db.Time(until), db.Time(at), db.Time(ended)
	return k, err
}

// CoverOf returns the cover of that id.
func (s *Store) CoverOf(ctx context.Context, q db.Q, id string) (Cover, error) {
	k, err := db.One(ctx, q, scanCover, `SELECT `+coverColumns+coverTables+`WHERE k.id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = errNoCover
	}
	return k, err
}

// Covering returns whom a stands in for at their post now, by id of the cover.
// Both must still hold their posts.
func (s *Store) Covering(ctx context.Context, q db.Q, a Actor, now time.Time) ([]Cover, error) {
	if !a.HasCovers() || a.Post == "" {
		return nil, nil
	}
	return db.All(ctx, q, scanCover, `SELECT `+coverColumns+coverTables+`
		WHERE k.deputy = $1 AND d.person = $2 AND k.ended = 0 AND k.since <= $3 AND k.until > $3
			AND p.ended = 0 AND d.ended = 0 ORDER BY k.id`, a.Post, a.Person, db.Millis(now))
}

// CoversIn returns the covers of an organisation that end after a moment, the
// first to begin first.
func (s *Store) CoversIn(ctx context.Context, q db.Q, organ string, after time.Time) ([]Cover, error) {
	return db.All(ctx, q, scanCover, `SELECT `+coverColumns+coverTables+`
		WHERE p.organisation = $1 AND k.until > $2 ORDER BY k.since, k.id`, organ, db.Millis(after))
}

// A CoverAct is something that a deputy did for somebody.
type CoverAct struct {
	Cover, Case, Move string
	Act               string // made, drafted, approved, returned
	At                time.Time
}

// NoteCover notes what was done under a cover, for who was away to read.
func (s *Store) NoteCover(ctx context.Context, tx *db.Tx, n CoverAct) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO cover_acts (id, cover, case_id, move, act, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		db.NewID(), n.Cover, n.Case, n.Move, n.Act, db.Millis(n.At))
	return err
}

// CoverActs returns what was done under a cover, oldest first.
func (s *Store) CoverActs(ctx context.Context, q db.Q, cover string) ([]CoverAct, error) {
	return db.All(ctx, q, func(row interface{ Scan(...any) error }) (n CoverAct, err error) {
		var at int64
		err = row.Scan(&n.Cover, &n.Case, &n.Move, &n.Act, &at)
		n.At = db.Time(at)
		return n, err
	}, `SELECT cover, case_id, move, act, at FROM cover_acts WHERE cover = $1 ORDER BY at, id`, cover)
}
