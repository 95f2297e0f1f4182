package material

import (
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// view shows a file within a page of the house. One that shows an identity is
// only handed out for a reason, by [Slice.openSealed].
func (s *Slice) view(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	f, _, err := s.FileFor(r.Context(), a, r.PathValue("id"))
	if err == nil && f.Sealed {
		err = errNoFile
	}
	if err != nil {
		return err
	}
	return s.Hand(w, r, f, true)
}

// reasonQuestion is asked before a file that shows an identity is opened.
var reasonQuestion = form.Question{
	Name: "reason", Label: "查看事由", Hint: "例如：核对姓名与出生日期。将记入审计，本人可以查询。",
	Kind: form.Text, Min: 4, Max: 100,
}

// A sealedView asks why a file is to be opened.
type sealedView struct {
	Shell   ui.Shell
	File    casework.File
	Tile    ui.Tile
	Back    string
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) sealedView(r *http.Request, f casework.File, c *flow.Case, a org.Actor) sealedView {
	ctx := r.Context()
	v := sealedView{Shell: ui.ShellOf(ctx, lang.T(ctx, "查看身份证件"), "/desk"), File: f, Tile: f.Tile(ctx), Back: s.Href(c, a)}
	v.Tile.Href = ""
	return v
}

func (s *Slice) askReason(w http.ResponseWriter, r *http.Request) error {
	f, c, a, err := s.sealed(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, sealedPage(s.sealedView(r, f, c, a)))
}

func (s *Slice) sealed(r *http.Request) (casework.File, *flow.Case, org.Actor, error) {
	a, err := casework.Signed(r)
	if err != nil {
		return casework.File{}, nil, a, err
	}
	f, c, err := s.FileFor(r.Context(), a, r.PathValue("id"))
	if err == nil && !f.Sealed {
		err = errNoFile
	}
	return f, c, a, err
}

// openSealed hands out a file that shows an identity after who opens it and
// why stands in the audit.
func (s *Slice) openSealed(w http.ResponseWriter, r *http.Request) error {
	f, c, a, err := s.sealed(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := f.Unfit(a); err != nil {
		return err
	}
	answers, wrong := form.Read([]form.Question{reasonQuestion}, r.PostForm)
	if len(wrong) > 0 {
		v := s.sealedView(r, f, c, a)
		v.Answers, v.Wrong = answers, wrong
		return web.Render(w, r, http.StatusUnprocessableEntity, sealedPage(v))
	}
	err = s.Flow.Log(r.Context(), nil, a, "open-identity-file", f.ID, form.Answers{"reason": answers["reason"], "case": c.ID})
	if err != nil {
		return err
	}
	return s.Hand(w, r, f, false)
}
