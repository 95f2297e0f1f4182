package pad

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/sitting"
)

// draft keeps what is written so far. It answers with no content: a pad never
// learns anything from the server but that it is kept.
func (s *Slice) draft(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	sh, err := s.ownSheet(r, c, a)
	if err != nil {
		return err
	}
	if sh.State != "open" || c.State != "open" {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	ans, wrong := form.ReadDraft(casework.Asked(c.Edition, "sheet", "marks"), r.PostForm)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "提交的内容有误")
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.store.keep(ctx, tx, sh.Case, ans, s.Flow.Now()) })
	if err != nil {
		return err
	}
	return s.answer(w, r, func() (any, error) { return nil, nil })
}

// lock submits a sheet: from a pad with a device checked in as it was signed
// there, else as the form has it. A pad asks with X-Pad and is answered in
// words; without script the page comes again.
func (s *Slice) lock(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	sh, err := s.ownSheet(r, c, a)
	if err != nil {
		return err
	}
	if signed := r.PostForm.Get("signed"); signed != "" {
		asked := casework.Asked(c.Edition, "sheet", "marks")
		return s.answer(w, r, func() (any, error) {
			return nil, s.lockSigned(r.Context(), a, sh, asked, signed, r.PostForm.Get("signature"))
		})
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	ans, wrong := s.readMarks(c, r.PostForm)
	if len(wrong) > 0 {
		return s.showJudge(w, r, http.StatusUnprocessableEntity, c, a, &judgeView{Tried: sh.Lot, Wrong: wrong, Mine: ans})
	}
	ans["way"], sh.Seq = online, seen
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.moveSheet(ctx, tx, a, sh, "lock", ans) })
	if r.Header.Get("X-Pad") != "" {
		return s.answer(w, r, func() (any, error) { return nil, err })
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/judge/"+c.ID, http.StatusSeeOther)
	return nil
}

// readMarks reads a sheet and says beside its fields what is wrong.
func (s *Slice) readMarks(c *flow.Case, v url.Values) (form.Answers, form.Wrong) {
	ans, wrong := form.Read(blank(casework.Asked(c.Edition, "sheet", "marks")), v)
	if total, err := sitting.MarksOf(sitting.RulesOf(c.Edition).Rubric, ans); err == nil && !explained(total.Total(), ans) {
		wrong.Add("feedback", "总分 %s：低于60分或高于95分的，请写明内部意见或反馈意见。", total.Total())
	}
	return ans, wrong
}

// lockSigned takes a lock as a device signed it. One that is here already is
// taken as taken: its answer was lost on the way. One that is refused is kept.
func (s *Slice) lockSigned(ctx context.Context, a org.Actor, sh sitting.Sheet, asked []form.Question, signed, signature string) error {
	l, err := ReadLock(signed)
	if err != nil {
		return err
	}
	ans, wrong := l.answers(asked)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "%02d号的评分表不完整，请核对每一项后重新锁分。", sh.Lot)
	}
	ans["way"], ans["signed"], ans["signature"] = byDevice, signed, signature
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		// One after the other: a pad that sends again while the first is still
		// on its way finds it taken, and not a conflict with itself.
		if err := sitting.Alone(ctx, tx, sh.Session); err != nil {
			return err
		}
		c, err := s.Flow.Load(ctx, tx, sh.Case)
		if err != nil {
			return err
		}
		given, err := s.Flow.Answers(ctx, tx, c, "lock")
		if err != nil {
			return err
		}
		if c.State == "locked" && given["signed"] == signed && given["signature"] == signature {
			return nil
		}
		if c.State != "open" {
			return s.lockedAlready(ctx, tx, c, sh, l, signed, signature)
		}
		m, err := s.Flow.Step(c, "lock", a, c.Seq)
		if err != nil {
			return err
		}
		_, err = s.Flow.MoveIn(ctx, tx, *c, m, a, ans)
		return err
	})
	if err != nil {
		return errors.Join(s.refuse(ctx, sh, signed, signature, err), err)
	}
	return nil
}

// lockedAlready says of a lock for a sheet that is not open whether it is its
// judge's own, which is a conflict, or was never signed by them.
func (s *Slice) lockedAlready(ctx context.Context, tx *db.Tx, c *flow.Case, sh sitting.Sheet, l Lock, signed, signature string) error {
	k, err := s.store.key(ctx, tx, l.Device)
	if err != nil {
		return err
	}
	if err := l.check(k, sh, signed, signature, c.Seq, s.Flow.Now()); err != nil {
		return err
	}
	return fault.New(fault.Stale, "%02d号在别处已有变化，这份锁分没有接受，两份都已保留，请与秘书核对。", sh.Lot)
}
