package pad

import (
	"net/http"
	"net/url"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/sitting"
)

// declare takes what the judge says of each candidate still open. "all" says
// that of the rest nothing has to be declared; it never takes back a recusal.
func (s *Slice) declare(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	own, err := s.book.Own(ctx, s.Flow.DB(), c.ID, a.Person)
	if err != nil {
		return err
	}
	said, wrong := declared(own, casework.Asked(c.Edition, "sheet", "recusal"), r.PostForm)
	if len(wrong) > 0 {
		return s.showJudge(w, r, http.StatusUnprocessableEntity, c, a, &judgeView{Typed: r.PostForm, Wrong: wrong})
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		sheets, err := s.book.Own(ctx, tx, c.ID, a.Person)
		if err != nil {
			return err
		}
		for _, sh := range sheets {
			d, ok := said[sh.Application]
			if sh.State != "undeclared" || !ok {
				continue
			}
			if err := s.moveSheet(ctx, tx, a, sh, d.move, d.answers); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/judge/"+c.ID, http.StatusSeeOther)
	return nil
}

// A declaration is what a judge says of one candidate: the move of the sheet.
type declaration struct {
	move    string
	answers form.Answers
}

// declared reads what a form says of the sheets still open, by application; a
// complaint about the form as a whole stands under "".
func declared(sheets []sitting.Sheet, asked []form.Question, typed url.Values) (map[string]declaration, form.Wrong) {
	out, wrong := map[string]declaration{}, form.Wrong{}
	for _, sh := range sheets {
		if sh.State != "undeclared" {
			continue
		}
		say := typed.Get("say." + sh.Application)
		if say == "" && typed.Get("all") == "ok" {
			say = "ok"
		}
		switch say {
		case "ok":
			out[sh.Application] = declaration{"declare", nil}
		case "recuse":
			answers, faults := form.Read(asked, url.Values{
				"kind": {typed.Get("kind." + sh.Application)}, "ground": {typed.Get("ground." + sh.Application)},
			})
			if len(faults) > 0 {
				wrong.Add(sh.Application, "申请回避须选择事由。")
			}
			out[sh.Application] = declaration{"recuse", answers}
		}
	}
	if len(out) == 0 {
		wrong.Add("", "请先作出选择；都不需要回避的，按“其余均无需回避”。")
	}
	return out, wrong
}

// recuse stands aside from a candidate after all, before the lock.
func (s *Slice) recuse(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	sh, err := s.ownSheet(r, c, a)
	if err != nil {
		return err
	}
	ans, wrong := form.Read(casework.Asked(c.Edition, "sheet", "recusal"), r.PostForm)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "申请回避须选择事由。")
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.moveSheet(ctx, tx, a, sh, "recuse", ans) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/judge/"+c.ID, http.StatusSeeOther)
	return nil
}
