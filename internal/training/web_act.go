package training

import (
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// A leaveView is a request that waits for the institution.
type leaveView struct {
	Entry, Name, Lesson, Reason string
	N                           int
}

// leavePart reads the requests that wait for the reader.
func (s *Slice) leavePart(r *http.Request, v *classView) error {
	if v.Actor.Role != programme.Institution || v.Class.State != "running" {
		return nil
	}
	ctx := r.Context()
	for _, l := range v.Class.Leaves {
		if l.State != "asked" || v.Class.Trainees[l.Entry].Gone {
			continue
		}
		c, err := s.Flow.Load(ctx, s.Flow.DB(), l.Entry)
		if err != nil {
			return err
		}
		given, err := s.Flow.Given(ctx, s.Flow.DB(), l.Entry, l.Seq)
		if err != nil {
			return err
		}
		at, _ := v.Class.Lesson(l.N)
		v.Leaves = append(v.Leaves, leaveView{l.Entry, c.Name, lang.T(ctx, "第%d次课（%s）", l.N, at.When()), given["reason"], l.N})
	}
	return nil
}

// signPart prepares the list for whoever signs it.
func (s *Slice) signPart(r *http.Request, v *classView) (err error) {
	ctx, c := r.Context(), v.Class.Case
	if v.Actor.Role != programme.Institution || c.State != "running" || len(v.Class.Lessons) == 0 {
		return nil
	}
	for _, l := range v.Class.Lessons {
		if l.Ticked == 0 {
			return nil
		}
	}
	v.Sign = true
	v.Asked = signed(c)
	v.List, _, err = s.Completion(ctx, s.Flow.DB(), c)
	return err
}

// signed are the questions that who signs a completion list answers.
func signed(c *flow.Case) (qs []form.Question) {
	for _, q := range c.Track.Forms["completion"] {
		if q.Name == "signer" || q.Name == "title" {
			qs = append(qs, q)
		}
	}
	return qs
}

// decide answers a request for leave.
func (s *Slice) decide(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(s.track("entry").Forms["verdict"], r.PostForm)
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "leave", ans, wrong)
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.Decide(r.Context(), tx, a, c.ID, r.PostForm.Get("entry"), numberIn(r, "lesson"), r.PostForm.Get("do") == "grant", ans["ground"])
	})
	if err != nil {
		return err
	}
	return back(w, r, c)
}

// release takes somebody out of a class.
func (s *Slice) release(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(c.Track.Forms["ground"], r.PostForm)
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "release", ans, wrong)
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.Release(r.Context(), tx, a, c.ID, r.PostForm.Get("entry"), ans["ground"])
	})
	if err != nil {
		return err
	}
	return back(w, r, c)
}

// sign reads who signs and signs the list as the page showed it.
func (s *Slice) sign(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "sign", a, seen)
	if err != nil {
		return err
	}
	list, _, err := s.Completion(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	if r.PostForm.Get("digest") != list["digest"] {
		return fault.New(fault.Stale, "结业名单刚刚有了变化，请看过最新情况再签报。")
	}
	for name, value := range list {
		r.PostForm.Set(name, value)
	}
	ans, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "sign", ans, wrong)
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	return back(w, r, c)
}
