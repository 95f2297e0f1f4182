package institution

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// alone makes everything that a city decides about institutions wait for one
// another: the row is changed first, so that what is counted after it holds.
func alone(ctx context.Context, tx *db.Tx, edition, city string) error {
	_, err := record.Number(ctx, tx, "slate/"+edition+"/"+city)
	return err
}

// slateID is the slate of a city in an edition: there is one.
func slateID(edition, city string) string { return "slate-" + edition + "-" + city }

var errReported = fault.New(fault.Closed, "本市已上报机构推荐，不能再改。确需更正的，请联系省级退回。")

// slateOf returns the slate of a city, or nil if none was begun.
func (s *Slice) slateOf(ctx context.Context, q db.Q, edition, city string) (*flow.Case, error) {
	c, err := s.Flow.Load(ctx, q, slateID(edition, city))
	if fault.Of(err) == fault.Missing {
		return nil, nil
	}
	return c, err
}

// openSlate returns the slate of a city, begun now if there was none.
func (s *Slice) openSlate(ctx context.Context, tx *db.Tx, a org.Actor, edition, city string) (*flow.Case, error) {
	c, err := s.slateOf(ctx, tx, edition, city)
	if err != nil || c != nil {
		return c, err
	}
	o, err := s.Flow.Orgs().Organ(ctx, tx, programme.City, city)
	if err != nil {
		return nil, err
	}
	return s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: slateID(edition, city), Edition: edition, Track: slate, Party: o.ID, Name: o.Name, City: city,
	})
}

// slateOpen lets nothing change what a city has reported.
func (s *Slice) slateOpen(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.Edition.Name, e.Case.City); err != nil {
		return err
	}
	c, err := s.slateOf(ctx, tx, e.Case.Edition.Name, e.Case.City)
	if err == nil && c != nil && c.State != c.Track.Start {
		err = errReported
	}
	return err
}

// placeLeft holds the number that a place may recommend: the lock is taken
// before anything is counted.
func (s *Slice) placeLeft(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := s.slateOpen(ctx, tx, e); err != nil {
		return err
	}
	n, err := recommended(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if most := e.Case.Edition.Limit("inst.max"); n >= most.N {
		return fault.New(fault.Closed, "依据%s，每地最多推荐%d家机构，现已推荐%d家。请先取消一家的推荐，再推荐这一家。",
			most.Basis.Cite(), most.N, n)
	}
	return s.orderFree(ctx, tx, e)
}

// orderFree lets no two institutions of a city be recommended in one order: the
// province could not tell which the city prefers.
func (s *Slice) orderFree(ctx context.Context, tx *db.Tx, e flow.Event) error {
	members, err := s.Flow.Members(ctx, tx, slateID(e.Case.Edition.Name, e.Case.City))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m flow.Member) bool { return strconv.Itoa(m.Pos) == e.Answers["rank"] && m.Case != e.Case.ID })
	if i < 0 {
		return nil
	}
	first, err := s.Flow.Load(ctx, tx, members[i].Case)
	if err == nil {
		err = fault.New(fault.Closed, "推荐顺序第%d已是%s，请另填一个顺序；要调换的，先取消它的推荐。", members[i].Pos, first.Name)
	}
	return err
}

// ontoSlate sets a recommended institution on its city's slate.
func (s *Slice) ontoSlate(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, err := s.openSlate(ctx, tx, e.Actor, e.Case.Edition.Name, e.Case.City)
	if err != nil {
		return err
	}
	pos, err := strconv.Atoi(e.Answers["rank"])
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	return s.Flow.PutMember(ctx, tx, flow.Member{List: c.ID, Case: e.Case.ID, Pos: pos})
}

// offSlate takes one off again. If the city had reported, it has the slate
// back to report anew.
func (s *Slice) offSlate(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.Edition.Name, e.Case.City); err != nil {
		return err
	}
	c, err := s.slateOf(ctx, tx, e.Case.Edition.Name, e.Case.City)
	if err != nil || c == nil {
		return err
	}
	if err := s.Flow.DropMember(ctx, tx, c.ID, e.Case.ID); err != nil {
		return err
	}
	if c.State != c.Track.Start {
		_, err = s.Flow.MoveByList(ctx, tx, *c, "reopen", e.Actor, e.Answers)
	}
	return err
}

// onSlate returns the institutions on a slate in the order recommended.
func (s *Slice) onSlate(ctx context.Context, q db.Q, slate string) ([]flow.Case, error) {
	rows, err := s.advised(ctx, q, slate)
	var out []flow.Case
	for _, x := range rows {
		out = append(out, x.Case)
	}
	return out, err
}

// An advice is an institution as its city recommends it.
type advice struct {
	Case    flow.Case
	Order   int // 推荐顺序
	Opinion string
}

// advised returns what a city recommends, in its order.
func (s *Slice) advised(ctx context.Context, q db.Q, slate string) ([]advice, error) {
	members, err := s.Flow.Members(ctx, q, slate)
	if err != nil {
		return nil, err
	}
	var out []advice
	for _, m := range members {
		c, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, err
		}
		said, err := s.Flow.Answers(ctx, q, c, "recommend")
		if err != nil {
			return nil, err
		}
		out = append(out, advice{Case: *c, Order: m.Pos, Opinion: said["opinion"]})
	}
	return out, nil
}

// digest names exactly these institutions in this order, so that who approves
// a slate inside the office and what is reported are the same.
func digest(cs []flow.Case) string {
	var ids []string
	for _, c := range cs {
		ids = append(ids, c.ID)
	}
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n")))
	return hex.EncodeToString(sum[:])
}

// slateAsRead lets out what the drafter read and the leaders approved, within
// the numbers of the edition, and not while an institution waits undecided.
func (s *Slice) slateAsRead(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.Edition.Name, e.Case.City); err != nil {
		return err
	}
	cs, err := s.onSlate(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if digest(cs) != e.Answers["digest"] || strconv.Itoa(len(cs)) != e.Answers["count"] {
		return fault.New(fault.Stale, "推荐名单有了变化，请看过最新名单再上报。")
	}
	least, most := e.Case.Edition.Limit("inst.min"), e.Case.Edition.Limit("inst.max")
	if n := int64(len(cs)); n < least.N || e.Case.Edition.Limit("inst.scope").N == 1 && n > most.N {
		return fault.New(fault.Closed, "依据%s，每地推荐%d至%d家机构，现在是%d家。", most.Basis.Cite(), least.N, most.N, n)
	}
	return s.decided(ctx, tx, e)
}

// decided lets nothing out while an institution waits for its city.
func (s *Slice) decided(ctx context.Context, tx *db.Tx, e flow.Event) error {
	n, err := waiting(ctx, tx, e.Case.Edition.Name, e.Case.City)
	if err == nil && n > 0 {
		err = fault.New(fault.Closed, "还有%d家机构等待推荐，请先逐家推荐、退回补正或不推荐。", n)
	}
	return err
}

// slateEmpty lets a city say that it recommends none only if it does not.
func (s *Slice) slateEmpty(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.Edition.Name, e.Case.City); err != nil {
		return err
	}
	members, err := s.Flow.Members(ctx, tx, e.Case.ID)
	if err == nil && len(members) > 0 {
		err = fault.New(fault.Closed, "已推荐%d家机构，不能报告无推荐。", len(members))
	}
	if err != nil {
		return err
	}
	return s.decided(ctx, tx, e)
}

// slateInTime lets nothing out after the city's deadline, unless the province
// has sent the slate back.
func (s *Slice) slateInTime(ctx context.Context, tx *db.Tx, e flow.Event) error {
	due := e.Case.Edition.DeadlineOf("city", "", e.Case.City)
	if e.At.Before(due) {
		return nil
	}
	entries, err := s.Flow.Journal(ctx, tx, &e.Case)
	if err != nil || slices.ContainsFunc(entries, func(x flow.Entry) bool { return x.Move == "reopen" }) {
		return err
	}
	return fault.New(fault.Closed, "依据%s，市级应于%s前上报，现已截止。", e.Move.Basis.Cite(), calendar.Deadline(due))
}

// reportAnswers are what a report of these institutions says.
func reportAnswers(cs []flow.Case, note string) form.Answers {
	a := form.Answers{"count": strconv.Itoa(len(cs)), "digest": digest(cs)}
	if note != "" {
		a["note"] = note
	}
	return a
}
