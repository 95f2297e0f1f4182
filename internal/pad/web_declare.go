package pad

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/sitting"
)

// declare takes what the judge says of each candidate still open: "ok" for all,
// or for each its own.
func (s *Slice) declare(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		sheets, err := s.book.Own(ctx, tx, c.ID, a.Person)
		if err != nil {
			return err
		}
		for _, sh := range sheets {
			if sh.State != "undeclared" {
				continue
			}
			if err := s.declareOne(ctx, tx, a, sh, casework.Asked(c.Edition, "sheet", "recusal"), r); err != nil {
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

func (s *Slice) declareOne(ctx context.Context, tx *db.Tx, a org.Actor, sh sitting.Sheet, asked []form.Question, r *http.Request) error {
	said, ground := r.PostForm.Get("say."+sh.Application), r.PostForm.Get("kind."+sh.Application)
	if r.PostForm.Get("all") == "ok" {
		said = "ok"
	}
	switch said {
	case "":
		return nil
	case "ok":
		return s.moveSheet(ctx, tx, a, sh, "declare", nil)
	case "recuse":
		v := map[string][]string{"kind": {ground}, "ground": {r.PostForm.Get("ground." + sh.Application)}}
		ans, wrong := form.Read(asked, v)
		if len(wrong) > 0 {
			return fault.New(fault.Invalid, "申请回避须选择事由。")
		}
		return s.moveSheet(ctx, tx, a, sh, "recuse", ans)
	}
	return fault.New(fault.Invalid, "表单无法读取。")
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
