package recommend

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// cityOf is the city itself as an actor: its guards and effects decide over
// every application of the city, also those a clerk is recused from.
func cityOf(region string) org.Actor {
	return org.Actor{Person: "city", Role: programme.City, Organ: org.Organisation{ID: region, Region: region}}
}

// pooled returns the applications of a city in an edition that wait for 遴选, by id.
func (s *Slice) pooled(ctx context.Context, q db.Q, e *programme.Edition, city string) ([]flow.Case, error) {
	return s.Flow.CasesIn(ctx, q, cityOf(city), flow.Filter{
		Edition: e.Name, Track: "application", States: []string{"pooled"}, City: city,
	})
}

// open returns the applications of a city on which somebody still has to decide.
func (s *Slice) open(ctx context.Context, q db.Q, e *programme.Edition, city string) ([]flow.Case, error) {
	return s.Flow.CasesIn(ctx, q, cityOf(city), flow.Filter{
		Edition: e.Name, Track: "application", States: underReview, City: city,
	})
}

// nothingUnderReview is the guard of 遴选: whoever is still being reviewed or
// mends a fault would be left out without a word.
func (s *Slice) nothingUnderReview(ctx context.Context, tx *db.Tx, e flow.Event) error {
	cs, err := s.open(ctx, tx, e.Case.Edition, e.Case.City)
	if err == nil && len(cs) > 0 {
		err = fault.New(fault.Closed, "还有 %d 件没有审完（如 %s），审完或到期后才能遴选。", len(cs), cs[0].Name)
	}
	return err
}

// beforeCityDeadline is the guard of 上报 (五.2). Only people whom the province
// itself sent back may follow later.
func (s *Slice) beforeCityDeadline(ctx context.Context, tx *db.Tx, e flow.Event) error {
	due := e.Case.Edition.DeadlineOf("city", "", e.Case.City)
	if e.At.Before(due) {
		return nil
	}
	late := fault.New(fault.Closed, "依据%s，市级应于%s前上报，现已截止。", e.Move.Basis.Cite(), calendar.Deadline(due))
	members, err := s.members(ctx, tx, e.Case.ID)
	if err != nil || len(members) == 0 {
		return late
	}
	for i := range members {
		entries, err := s.Flow.Journal(ctx, tx, &members[i])
		if err != nil {
			return err
		}
		if !has(entries, "return-province") {
			return late
		}
	}
	return nil
}

func has(entries []flow.Entry, move string) bool {
	for _, e := range entries {
		if e.Move == move {
			return true
		}
	}
	return false
}

// allDecided is the guard of 办结: the province owes nobody an answer.
func (s *Slice) allDecided(ctx context.Context, tx *db.Tx, e flow.Event) error {
	members, err := s.members(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, c := range members {
		if c.State == "reported" {
			n++
		}
	}
	if n > 0 {
		return fault.New(fault.Closed, "还有 %d 人没有办理，请先受理、退回或不予受理。", n)
	}
	return nil
}

var errPool = fault.New(fault.Stale, "待遴选的人员刚刚有了变化，请看过最新名单再记录。")

// applyChoice carries the act of 遴选 out: the chosen stand on the list in
// their order, the others are told why not. It covers the whole pool or nothing.
func (s *Slice) applyChoice(ctx context.Context, tx *db.Tx, e flow.Event) error {
	pool, err := s.pooled(ctx, tx, e.Case.Edition, e.Case.City)
	if err != nil {
		return err
	}
	byID := map[string]flow.Case{}
	for _, c := range pool {
		byID[c.ID] = c
	}
	take := func(id string) (flow.Case, error) {
		c, ok := byID[id]
		if !ok {
			return c, errPool
		}
		delete(byID, id)
		return c, nil
	}
	for i, row := range form.Table(e.Answers["chosen"]) {
		c, err := take(row["case"])
		if err == nil {
			err = s.Flow.PutMember(ctx, tx, flow.Member{List: e.Case.ID, Case: c.ID, Pos: i + 1})
		}
		if err == nil {
			_, err = s.Flow.MoveByList(ctx, tx, c, "annex", e.Actor, nil)
		}
		if err != nil {
			return err
		}
	}
	for _, row := range form.Table(e.Answers["left"]) {
		c, err := take(row["case"])
		if err == nil && row["reason"] == "" {
			err = fault.New(fault.Invalid, "未列入的须写明理由。")
		}
		if err == nil {
			_, err = s.Flow.MoveByList(ctx, tx, c, "leave-out", e.Actor, form.Answers{"reason": row["reason"]})
		}
		if err != nil {
			return err
		}
	}
	if len(byID) > 0 {
		return errPool
	}
	return dropDraft(ctx, tx, e.Case.ID)
}

// clearList empties a list that is chosen anew.
func (s *Slice) clearList(ctx context.Context, tx *db.Tx, e flow.Event) error {
	members, err := s.Flow.Members(ctx, tx, e.Case.ID)
	for _, m := range members {
		if err == nil {
			err = s.Flow.DropMember(ctx, tx, e.Case.ID, m.Case)
		}
	}
	return err
}

// checkFrozen refuses to freeze anything but the list as it is.
func (s *Slice) checkFrozen(ctx context.Context, tx *db.Tx, e flow.Event) error {
	now, err := s.frozen(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	for _, k := range []string{"version", "digest", "count", "rows"} {
		if e.Answers[k] != now[k] {
			return fault.New(fault.Stale, "名单刚刚有了变化，请看过最新名单再定稿。")
		}
	}
	return nil
}

// offSummary takes a person whom the province sends back off the list.
func (s *Slice) offSummary(ctx context.Context, tx *db.Tx, e flow.Event) error {
	lists, err := s.Flow.ListsOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, m := range lists {
		l, err := s.Flow.Load(ctx, tx, m.List)
		if err != nil {
			return err
		}
		if l.Track.Name != "summary" {
			continue
		}
		if err := s.Flow.DropMember(ctx, tx, m.List, e.Case.ID); err != nil {
			return err
		}
	}
	return nil
}

// placeOf names a region.
func placeOf(code string) string {
	if r, ok := org.RegionOf(code); ok {
		return r.Name
	}
	return lang.In(lang.Chinese, "未知地区")
}
