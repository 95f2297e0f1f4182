package admin

import (
	"errors"
	"net/http"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A postView is one post and what may be done with it.
type postView struct {
	Shell  ui.Shell
	Post   org.Post
	Facts  []ui.Pair
	Claims int
	System bool
	Self   bool
	To     form.Question // whom to hand over to
	Wrong  form.Wrong
	Slips  []slip
}

func (s *Slice) post(w http.ResponseWriter, r *http.Request) error {
	return s.showPost(w, r, http.StatusOK, postView{})
}

func (s *Slice) showPost(w http.ResponseWriter, r *http.Request, status int, v postView) error {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return err
	}
	ctx, d := r.Context(), s.Flow.DB()
	if v.Post, err = s.Flow.Orgs().Post(ctx, d, r.PathValue("id")); err != nil {
		return err
	}
	p := v.Post
	claims, err := s.Flow.Claims(ctx, d, org.Holding(p))
	if err != nil {
		return err
	}
	staff, err := s.Flow.Orgs().Staff(ctx, d, p.Organisation.ID)
	if err != nil {
		return err
	}
	v.Shell, v.Claims, v.System, v.Self = ui.ShellOf(ctx, p.Name, "/admin"), len(claims), a.Role == programme.System, a.Person == p.Person
	v.Facts = []ui.Pair{
		{Key: lang.T(ctx, "单位"), Value: p.Organisation.Name},
		{Key: lang.T(ctx, "身份"), Value: lang.T(ctx, casework.RoleName[p.Role])},
		{Key: lang.T(ctx, "职务"), Value: ui.Joined(p.Title, rankName(ctx, p))},
		{Key: lang.T(ctx, "正在办理"), Value: lang.T(ctx, "%d 件", len(claims))},
	}
	signed, err := s.standing(ctx, p)
	if err != nil {
		return err
	}
	v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "登录"), Value: ui.Joined(signed.Text, signed.Sub)})
	v.To = form.Question{Name: "to", Label: "接办的同事", Kind: form.Select, Optional: len(claims) == 0, Hint: "正在办理的全部办件一并移交。"}
	for _, c := range staff {
		if c.ID != p.ID && c.Person != p.Person && c.Role == p.Role {
			v.To.Choices = append(v.To.Choices, form.Choice{Value: c.Person, Label: ui.Joined(c.Name, c.Title)})
		}
	}
	return web.Render(w, r, status, postTempl(v))
}

func (s *Slice) newLink(w http.ResponseWriter, r *http.Request) error {
	a, p, err := s.changePost(r, programme.System)
	if err != nil {
		return err
	}
	token, err := s.renew(r.Context(), a, p)
	if err != nil {
		return err
	}
	return s.showPost(w, r, http.StatusOK, postView{Slips: slipOf(p.Organisation, p, token)})
}

// endNow ends a post: the system administrator when somebody leaves, the
// security administrator when an account must be shut at once.
func (s *Slice) endNow(w http.ResponseWriter, r *http.Request) error {
	a, p, err := s.changePost(r, programme.System, programme.Security)
	if err != nil {
		return err
	}
	err = s.endPost(r.Context(), a, p, r.PostForm.Get("to"))
	if c, ok := complaint(err); ok {
		return s.showPost(w, r, http.StatusUnprocessableEntity, postView{Wrong: form.Wrong{"to": c}})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/organisations/"+p.Organisation.ID, http.StatusSeeOther)
	return nil
}

func (s *Slice) changePost(r *http.Request, roles ...programme.Role) (org.Actor, org.Post, error) {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return a, org.Post{}, err
	}
	if !slices.Contains(roles, a.Role) {
		return a, org.Post{}, fault.New(fault.Denied, "单位和岗位由系统管理员维护。")
	}
	if err := r.ParseForm(); err != nil {
		return a, org.Post{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	p, err := s.Flow.Orgs().Post(r.Context(), s.Flow.DB(), r.PathValue("id"))
	return a, p, err
}

// complaint makes what a person did wrong a complaint beside a field.
func complaint(err error) (form.Complaint, bool) {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.Invalid {
		return form.Complaint{Format: f.Format, Args: f.Args}, true
	}
	return form.Complaint{}, false
}
