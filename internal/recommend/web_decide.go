package recommend

import (
	"net/http"
	"slices"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// keep saves what is typed of a 遴选, so that a colleague can go on with it.
func (s *Slice) keep(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if _, err := s.Flow.Step(c, "choose", a, seen); err != nil {
		return err
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return saveDraft(r.Context(), tx, c, a.Person, s.Flow.Now(), r.PostForm)
	})
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// choose records the act of 遴选.
func (s *Slice) choose(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "choose", a, seen)
	if err != nil {
		return err
	}
	pool, err := s.pooled(r.Context(), s.reader(), c.Edition, c.City)
	if err != nil {
		return err
	}
	answers, wrong := choose(c.Track, pool, r.PostForm)
	if len(wrong) > 0 {
		return s.showSummary(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong}, r.PostForm)
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/summaries/"+c.ID, http.StatusSeeOther)
	return nil
}

// freeze fixes the list as it is now.
func (s *Slice) freeze(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "freeze", a, seen)
	if err != nil {
		return err
	}
	answers, err := s.frozen(r.Context(), s.reader(), c)
	if err != nil {
		return err
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/summaries/"+c.ID, http.StatusSeeOther)
	return nil
}

// accept takes in everybody who was picked and shown in the preview, or nobody
// if one of them has moved since.
func (s *Slice) accept(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	if _, err := casework.As(r, programme.Province); err != nil {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	members, err := s.Flow.Cases(r.Context(), a, flow.Filter{List: c.ID})
	if err != nil {
		return err
	}
	picked := r.PostForm["case"]
	if len(picked) == 0 {
		return fault.New(fault.Invalid, "请先勾选要受理的人员。")
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		for _, id := range picked {
			if err := s.acceptOne(r, tx, a, members, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/summaries/"+c.ID, http.StatusSeeOther)
	return nil
}

func (s *Slice) acceptOne(r *http.Request, tx *db.Tx, a org.Actor, members []flow.Case, id string) error {
	i := slices.IndexFunc(members, func(c flow.Case) bool { return c.ID == id })
	if i < 0 {
		return errPool
	}
	seen, err := strconv.ParseInt(r.PostForm.Get("seen."+id), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	m, err := s.Flow.Step(&members[i], "accept", a, seen)
	if err != nil {
		return err
	}
	_, err = s.Flow.MoveIn(r.Context(), tx, members[i], m, a, nil)
	return err
}
