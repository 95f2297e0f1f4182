package apply

import (
	"context"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// again is the clause on who may apply once more.
const again law.Clause = "rules/55"

// A standing is what a person has in the programme already when they ask for an
// application in an edition.
type standing struct {
	Here    *flow.Case // their application in it: there is no second beside it
	Last    *flow.Case // the newest of an earlier one, whose words may be used again
	Stale   *flow.Case // a draft that was never sent and cannot be any more
	Refused error      // why they may not begin
}

// standing looks at every edition: one person has one application at a time,
// and none while they are on a 培育名单 or hold a certificate (rules/55).
func (s *Slice) standing(ctx context.Context, q db.Q, a org.Actor, e *programme.Edition) (st standing, err error) {
	mine, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Party: a.Person})
	if err != nil {
		return st, err
	}
	slices.SortStableFunc(mine, func(x, y flow.Case) int { return x.Opened.Compare(y.Opened) })
	for i := range mine {
		switch c := &mine[i]; c.Track.Name {
		case track:
			s.weigh(&st, c, e)
		case "entry":
			if !c.Now().Final && st.Refused == nil {
				st.Refused = fault.New(fault.Closed, "您仍在%s的培育名单上（%s），不必重新申报；请按原来的机会参加培训和认证（依据：%s）。",
					lang.Word(c.Edition.Short), lang.Word(c.Now().Label), again.Cite())
			}
		case "certificate":
			if c.State == "valid" {
				st.Refused = fault.New(fault.Closed, "您已取得证书（%s），不再申报（依据：%s）。", c.No, again.Cite())
			}
		}
	}
	return st, nil
}

// weigh says what an application of a person means for one in e.
func (s *Slice) weigh(st *standing, c *flow.Case, e *programme.Edition) {
	open := !c.Now().Final
	switch {
	case c.Edition == e && (open || c.State == "shortlisted"):
		st.Here = c
	case c.State == c.Track.Start && !s.Flow.Now().Before(c.Edition.Closes("submit", c.County, c.City)):
		st.Stale, st.Last = c, c
	case open:
		st.Refused = fault.New(fault.Closed, "您在%s还有一件申报正在办理（%s），办结或者撤回之后才能再申报（依据：%s）。",
			lang.Word(c.Edition.Short), lang.Word(c.Now().Label), again.Cite())
	default:
		st.Last = c
	}
}

// begin opens a draft for a person, or returns the one they have. The series
// is the lock: pressing twice, or on two telephones, opens one. With reuse the
// draft starts with what they wrote last time.
func (s *Slice) begin(ctx context.Context, a org.Actor, id, clause string, reuse bool) (found *flow.Case, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		e := s.Flow.Current()
		if _, err := record.Number(ctx, tx, "apply/"+a.Person); err != nil {
			return err
		}
		st, err := s.standing(ctx, tx, a, e)
		if err != nil {
			return err
		}
		if found = st.Here; found != nil {
			return nil
		}
		if st.Refused != nil {
			return st.Refused
		}
		found, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: track, Edition: e.Name, Party: a.Person, Name: known(a.Name)})
		if err != nil || found.Seq != 1 {
			return err
		}
		if err := s.start(ctx, tx, a, found, st, clause, reuse); err != nil && fault.Of(err) != fault.Stale { // pressed twice
			return err
		}
		if err := s.Arrived(ctx, tx, found); err != nil {
			return err
		}
		return s.putAway(ctx, tx, a, st.Stale)
	})
	return found, err
}

// start writes the first words of a draft.
func (s *Slice) start(ctx context.Context, tx *db.Tx, a org.Actor, c *flow.Case, st standing, clause string, reuse bool) error {
	words := form.Answers{"name": known(a.Name)}
	if reuse && st.Last != nil {
		old, err := s.drafts.Of(ctx, tx, st.Last)
		if err != nil {
			return err
		}
		words = old.Answers
		if !offered(regionAsked(c.Edition), words["region"]) {
			delete(words, "region")
			delete(words, "host")
		}
		if err := s.carry(ctx, tx, st.Last, c, words["birth"]); err != nil {
			return err
		}
	}
	if clause != "" {
		words["clause"] = clause
	}
	if len(words) == 1 {
		return nil // nothing but the name that the account gives
	}
	return s.keep(ctx, tx, c, "", 0, words)
}

func offered(q form.Question, value string) bool {
	return slices.ContainsFunc(q.Choices, func(c form.Choice) bool { return c.Value == value })
}

// carry keeps for a new application what the document said for an old one. The
// digests are of one case each, so they are made anew from what they can only
// mean: one of two sexes, and the birthday written then or another.
func (s *Slice) carry(ctx context.Context, tx *db.Tx, from, to *flow.Case, birth string) error {
	old, err := s.indexOf(ctx, tx, from.ID)
	if err != nil || old.idSex == "" && old.idBirth == "" {
		return err
	}
	r, err := s.indexOf(ctx, tx, to.ID)
	if err != nil {
		return err
	}
	for _, sex := range []string{"1", "2"} {
		if old.idSex == s.Keys.Blind("id-sex/"+from.ID, sex) {
			r.idSex = s.Keys.Blind("id-sex/"+to.ID, sex)
		}
	}
	if old.idBirth != s.Keys.Blind("id-birth/"+from.ID, birth) {
		birth = "another"
	}
	r.idBirth = s.Keys.Blind("id-birth/"+to.ID, birth)
	return s.keepIndex(ctx, tx, to.ID, r)
}

// putAway withdraws a draft that can be sent no more, for its owner has begun
// another.
func (s *Slice) putAway(ctx context.Context, tx *db.Tx, a org.Actor, stale *flow.Case) error {
	if stale == nil {
		return nil
	}
	m, err := s.Flow.Step(stale, "withdraw", a, stale.Seq)
	if err == nil {
		_, err = s.Flow.MoveIn(ctx, tx, *stale, m, a, nil)
	}
	return err
}
