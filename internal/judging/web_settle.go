package judging

import (
	"net/http"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
)

// settling asks why a lock that was not taken stays so.
var settling = []form.Question{{Name: "ground", Label: "核对结果", Kind: form.Prose, Max: 300}}

// stopped reports whether a sheet waits for people to compare two locks.
func stopped(v *sessionView, sheet string) bool {
	return slices.ContainsFunc(v.Refused, func(r sitting.Refused) bool { return r.Sheet == sheet && r.Waits() })
}

// maySettle reports whether the reader settles what stopped.
func maySettle(v *sessionView) bool {
	return v.Actor.Role == programme.Association || v.Actor.Role == programme.Supervisor
}

// settle notes that both versions of a lock were compared with the judge: what
// the server has stays; where the other is right, the supervisor unlocks the
// sheet and the judge locks again. Nobody reads a mark here.
func (s *Slice) settle(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", programme.Association, programme.Supervisor)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(settling, r.PostForm)
	if len(wrong) > 0 {
		return s.showSession(w, r, http.StatusUnprocessableEntity, c, a, "settle", ans, wrong)
	}
	ctx, id := r.Context(), r.PostForm.Get("refused")
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.book.Settle(ctx, tx, c.ID, id, a.Person, ans["ground"], s.Flow.Now()); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "settle-lock", c.ID, form.Answers{"refused": id, "ground": ans["ground"]})
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/sessions/"+c.ID, http.StatusSeeOther)
	return nil
}
