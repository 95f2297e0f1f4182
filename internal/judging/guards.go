package judging

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// lots writes numbers for a sentence: 03、05.
func lots(numbers []int) string {
	parts := make([]string, len(numbers))
	for i, n := range numbers {
		parts[i] = fmt.Sprintf("%02d", n)
	}
	return strings.Join(parts, "、")
}

// rosterReady passes a session whose members all still wait for one.
func (s *Slice) rosterReady(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	cs, err := s.candidates(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if len(cs) == 0 {
		return fault.New(fault.Closed, "本场还没有候选人，请先从已受理的申报中选入。")
	}
	for _, c := range cs {
		if c.State != "accepted" {
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

// panelFits passes a panel of 5, 7 or 9 different judges, one of them chief,
// none of the organisers, no applicant, and no two of one employer.
func (s *Slice) panelFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	panel := seats(e.Answers)
	n := len(panel)
	if n < 5 || n > 9 || n%2 == 0 {
		return fault.New(fault.Invalid, "评委须为5、7或9名，现为%d名。", n)
	}
	persons, units := map[string]bool{}, map[string]bool{}
	chief := false
	for _, seat := range panel {
		unit := plainUnit(seat.Unit)
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

// mayJudge passes somebody with the post of a judge, none of the organisers'
// and no application.
func (s *Slice) mayJudge(ctx context.Context, tx *db.Tx, session flow.Case, seat Seat) error {
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

// waiting returns the lots of present candidates with a sheet in one of the
// states.
func (st *Sitting) waiting(states ...string) (out []int) {
	for _, c := range st.Present() {
		for _, sh := range st.Of(c.ID) {
			if slices.Contains(states, sh.State) {
				out = append(out, c.Pos)
				break
			}
		}
	}
	return out
}

func (s *Slice) allDeclared(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	st, err := s.sitting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if late := st.waiting("undeclared"); len(late) > 0 {
		return fault.New(fault.Closed, "还有评委没有声明回避：%s 号。", lots(late))
	}
	return st.enough()
}

// enough passes a sitting in which every candidate has enough judges left.
func (st *Sitting) enough() error {
	var few []int
	least := st.Rules.Least(len(st.Panel))
	for _, c := range st.Present() {
		n := 0
		for _, sh := range st.Of(c.ID) {
			if sh.State != "recused" {
				n++
			}
		}
		if n < least {
			few = append(few, c.Pos)
		}
	}
	if len(few) > 0 {
		return fault.New(fault.Closed, "有效评委不足%d名，须补足评委重新评分：%s 号。", least, lots(few))
	}
	return nil
}

// sessionOpen passes a lock or an unlock while the session is being marked and
// the candidate is present.
func (s *Slice) sessionOpen(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.Parent); err != nil {
		return err
	}
	session, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err != nil {
		return err
	}
	if session.State != "open" {
		return fault.New(fault.Closed, "本场现在不在评分中。")
	}
	sh, err := s.store.sheet(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	app, err := s.Flow.Load(ctx, tx, sh.Application)
	if err == nil && app.State != "scheduled" {
		err = fault.New(fault.Closed, "%02d号缺席，不再评分。", sh.Lot)
	}
	return err
}

// Totals outside of these, in hundredths, need a remark.
const (
	low  = 60 * score.Point
	high = 95 * score.Point
)

// marksExplained passes a complete sheet; one with an extreme total says why.
func (s *Slice) marksExplained(_ context.Context, _ *db.Tx, e flow.Event) error {
	m, err := marksOf(RulesOf(e.Case.Edition).Rubric, e.Answers)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "每一项都要评分，0分也要填写。")
	}
	if !explained(m.Total(), e.Answers) {
		return fault.New(fault.Invalid, "总分 %s：低于60分或高于95分的，请写明内部意见或反馈意见。", m.Total())
	}
	return nil
}

func explained(total score.Score, a form.Answers) bool {
	return total >= low && total <= high || a["remark"] != "" || a["feedback"] != ""
}

func (s *Slice) allLocked(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	st, err := s.sitting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if late := st.waiting("undeclared", "open"); len(late) > 0 {
		return fault.New(fault.Closed, "还有评分表没有锁分：%s 号。", lots(late))
	}
	return st.enough()
}

// signatures are the moves by which the four sign, in the order of the paper.
var signatures = []string{"sign-scorer", "sign-checker", "sign-supervisor", "sign-chief"}

// A Signature is one of the four on the 成绩汇总表.
type Signature struct {
	Move, Label  string
	Name, Person string
	Digest       string
	Entry        flow.Entry
}

// signed returns the four signatures; one not given has no Name.
func (s *Slice) signed(ctx context.Context, q db.Q, c *flow.Case) ([]Signature, error) {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	out := make([]Signature, len(signatures))
	for i, name := range signatures {
		m, _ := c.Track.Move(name)
		out[i] = Signature{Move: name, Label: m.Label}
		for _, e := range entries {
			if e.Move != name {
				continue
			}
			given, err := s.Flow.Given(ctx, q, c.ID, e.Seq)
			if err != nil {
				return nil, err
			}
			out[i].Name, out[i].Person, out[i].Digest, out[i].Entry = given["as"], e.Person, given["digest"], e
		}
	}
	return out, nil
}

// notSigned passes a signature that is not given yet, by somebody who has not
// signed in another part, on the result as it is.
func (s *Slice) notSigned(ctx context.Context, tx *db.Tx, e flow.Event) error {
	given, err := s.signed(ctx, tx, &e.Case)
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
	st, err := s.sitting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	_, now, err := s.result(ctx, tx, st)
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
	given, err := s.signed(ctx, tx, &e.Case)
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

// plainUnit writes the name of an employer so that two writings of one are
// equal: a hint, since names decide nothing.
func plainUnit(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '　', '·':
			return -1
		case '（':
			return '('
		case '）':
			return ')'
		}
		return r
	}, strings.ToLower(name))
}
