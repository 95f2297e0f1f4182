package judging

import (
	"context"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
)

// rosterReady passes a session whose members all still wait for one.
func (s *Slice) rosterReady(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := sitting.Alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	cs, err := s.book.Candidates(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if len(cs) == 0 {
		return fault.New(fault.Closed, "本场还没有候选人，请先从已受理的申报中选入。")
	}
	for _, c := range cs {
		if c.State != c.Track.Before("schedule") {
			return fault.New(fault.Closed, "%s 不在待安排的申报中，请先移出本场。", c.Name)
		}
	}
	return nil
}

// staff are the roles that organise, supervise or decide: nobody who holds one
// may judge in the same edition.
var staff = []programme.Role{
	programme.County, programme.City, programme.Province, programme.Finance, programme.Association, programme.Supervisor,
}

// panelFits passes a panel of as many different judges as the edition's form
// takes, an odd number, one of them chief, none of the organisers, no applicant,
// and no two of one employer.
func (s *Slice) panelFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	panel := sitting.Seats(e.Answers)
	n := len(panel)
	if least, most := seats(e.Case.Track); n < least || n > most || n%2 == 0 {
		return fault.New(fault.Invalid, "评委须为%d至%d名的单数，现为%d名。", least, most, n)
	}
	persons, units := map[string]bool{}, map[string]bool{}
	chief := false
	for _, seat := range panel {
		unit := sitting.PlainUnit(seat.Unit)
		switch {
		case persons[seat.Person]:
			return fault.New(fault.Invalid, "%s 被选了两次。", seat.Name)
		case unit != "" && units[unit]:
			return fault.New(fault.Invalid, "同一单位最多一名评委：%s。", seat.Unit)
		}
		persons[seat.Person], units[unit] = true, true
		chief = chief || seat.Chief
		if err := s.mayJudge(ctx, tx, e.Case, seat); err != nil {
			return err
		}
	}
	if !chief {
		return fault.New(fault.Invalid, "请从评委中确定一名组长。")
	}
	return nil
}

// seats returns how many judges a panel has, at least and at most.
func seats(t *programme.Track) (least, most int) {
	for _, q := range t.Forms["panel"] {
		if q.Name == "judges" {
			return q.Min, q.Max
		}
	}
	return 0, 0
}

// mayJudge passes somebody with the post of a judge, none of the organisers'
// and no application.
func (s *Slice) mayJudge(ctx context.Context, tx *db.Tx, session flow.Case, seat sitting.Seat) error {
	posts, err := s.Flow.Orgs().Posts(ctx, tx, seat.Person)
	if err != nil {
		return err
	}
	judge := false
	for _, p := range posts {
		judge = judge || p.Role == programme.Judge
		if slices.Contains(staff, p.Role) {
			return fault.New(fault.Invalid, "%s 是主办、承办或监督人员，不能担任评委。", seat.Name)
		}
	}
	if !judge {
		return fault.New(fault.Invalid, "%s 不在评委库中。", seat.Name)
	}
	mine, err := s.Flow.CasesIn(ctx, tx, org.Actor{Person: seat.Person, Role: programme.Applicant},
		flow.Filter{Edition: session.Edition.Name, Track: session.Track.Members, Party: seat.Person, Limit: 1})
	if err == nil && len(mine) > 0 {
		err = fault.New(fault.Invalid, "%s 本人是申报人，不能担任评委。", seat.Name)
	}
	return err
}

func (s *Slice) allDeclared(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := sitting.Alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	st, err := s.book.Read(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if late := st.Waiting("undeclared"); len(late) > 0 {
		return fault.New(fault.Closed, "还有评委没有声明回避：%s 号。", sitting.Lots(late))
	}
	return st.Enough()
}

func (s *Slice) allLocked(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := sitting.Alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	st, err := s.book.Read(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if late := st.Waiting("undeclared", "open"); len(late) > 0 {
		return fault.New(fault.Closed, "还有评分表没有锁分：%s 号。", sitting.Lots(late))
	}
	stopped, err := s.book.Stopped(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if len(stopped) > 0 {
		return fault.New(fault.Closed, "还有没有接受的锁分等待核对：%s 号。", sitting.Lots(stopped))
	}
	return st.Enough()
}

// notSigned passes a signature that is not given yet, by somebody who has not
// signed in another part, on the result as it is.
func (s *Slice) notSigned(ctx context.Context, tx *db.Tx, e flow.Event) error {
	given, err := s.book.Signed(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	for _, g := range given {
		switch {
		case g.Move == e.Move.Name && g.Name != "":
			return fault.New(fault.Stale, "%s已经签过字。", g.Name)
		case g.Person == e.Actor.Person && g.Person != "":
			return fault.New(fault.Denied, "您已在这份汇总表上签过字，四个签字须由四个人完成。")
		}
	}
	return s.sameDigest(ctx, tx, e, e.Answers["digest"])
}

func (s *Slice) sameDigest(ctx context.Context, tx *db.Tx, e flow.Event, digests ...string) error {
	st, err := s.book.Read(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	_, now, err := s.book.Result(ctx, tx, st)
	if err != nil {
		return err
	}
	for _, d := range digests {
		if d != now {
			return fault.New(fault.Stale, "成绩汇总表与签字时不一致，请停止办理并核对。")
		}
	}
	return nil
}

func (s *Slice) isChief(ctx context.Context, tx *db.Tx, e flow.Event) error {
	given, err := s.Flow.Answers(ctx, tx, &e.Case, "appoint")
	if err == nil && given["chief"] != e.Actor.Person {
		err = fault.New(fault.Denied, "这里由组长签字。")
	}
	return err
}

func (s *Slice) fourSignatures(ctx context.Context, tx *db.Tx, e flow.Event) error {
	given, err := s.book.Signed(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	var digests []string
	for _, g := range given {
		if g.Name == "" {
			return fault.New(fault.Closed, "四方签字没有齐，还不能发布。")
		}
		digests = append(digests, g.Digest)
	}
	return s.sameDigest(ctx, tx, e, digests...)
}
