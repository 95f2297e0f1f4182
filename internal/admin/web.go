package admin

import (
	"context"
	"net/http"
	"regexp"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /admin", s.organs)
	m.Route("GET /admin/organisations/{id}", s.organ)
	m.Route("POST /admin/organisations", s.addOrgan)
	m.Route("POST /admin/organisations/{id}/contact", s.setContact)
	m.Route("POST /admin/organisations/{id}/invite", s.inviteNow)
	m.Route("GET /admin/invitations", s.askMany)
	m.Route("POST /admin/invitations", s.inviteMany)
	m.Route("GET /admin/posts/{id}", s.post)
	m.Route("POST /admin/posts/{id}/link", s.newLink)
	m.Route("POST /admin/posts/{id}/end", s.endNow)
	m.Route("GET /audit", s.audit)
	m.Route("POST /audit/verify", s.verify)
	m.Route("GET /settings", s.settings)
}

// trail leads back to the list of organisations.
func trail(ctx context.Context) []ui.Link {
	return []ui.Link{{Text: lang.T(ctx, "系统管理"), Href: "/admin"}}
}

// kinds of organisation, in the order of the tabs.
var kinds = []programme.Role{
	programme.Province, programme.City, programme.County, programme.Finance, programme.Association,
	programme.Judge, programme.Examiner, programme.Payer, programme.Institution, programme.Buyer, programme.Supervisor, programme.Auditor, programme.System,
}

// An organsView is the organisations of one kind.
type organsView struct {
	Shell  ui.Shell
	System bool // the reader may invite
	Tabs   []ui.Link
	Active string
	Table  ui.Table
	Adding []form.Question // of an organisation to be added; none: this kind is founded
	ID     string          // of it
	Tried  form.Answers
	Wrong  form.Wrong
}

func (s *Slice) organs(w http.ResponseWriter, r *http.Request) error {
	return s.showOrgans(w, r, http.StatusOK, programme.Role(r.URL.Query().Get("role")), nil, nil)
}

func (s *Slice) showOrgans(w http.ResponseWriter, r *http.Request, status int, kind programme.Role, tried form.Answers, wrong form.Wrong) error {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return err
	}
	ctx, d := r.Context(), s.Flow.DB()
	if !slices.Contains(kinds, kind) {
		kind = kinds[0]
	}
	v := organsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "系统管理"), "/admin"), System: a.Role == programme.System, Active: "/admin?role=" + string(kind)}
	for _, k := range kinds {
		v.Tabs = append(v.Tabs, ui.Link{Text: lang.T(ctx, s.RoleName(k)), Href: "/admin?role=" + string(k)})
	}
	all, err := s.Flow.Orgs().Organisations(ctx, d, kind)
	if err != nil {
		return err
	}
	counts, err := s.Flow.Orgs().StaffCounts(ctx, d)
	if err != nil {
		return err
	}
	v.Table, v.ID, v.Tried, v.Wrong = organTable(ctx, all, counts), db.NewID(), tried, wrong
	if v.System && kind == programme.Buyer {
		v.Adding = organAsks(s.Flow.Current())
	}
	return web.Render(w, r, status, organsTempl(v))
}

// An organView is one organisation: whom to call, who works there.
type organView struct {
	Shell   ui.Shell
	Organ   org.Organisation
	System  bool // the reader may change it
	Table   ui.Table
	Contact form.Answers
	Invited form.Answers
	Asks    []form.Question // of an invitation
	ID      string          // of the next post
	Wrong   form.Wrong
	Slips   []slip // the one just made, shown once
}

func (s *Slice) organ(w http.ResponseWriter, r *http.Request) error {
	return s.showOrgan(w, r, http.StatusOK, organView{})
}

func (s *Slice) showOrgan(w http.ResponseWriter, r *http.Request, status int, v organView) error {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return err
	}
	ctx, d := r.Context(), s.Flow.DB()
	if v.Organ, err = s.Flow.Orgs().Organisation(ctx, d, r.PathValue("id")); err != nil {
		return err
	}
	staff, err := s.Flow.Orgs().Staff(ctx, d, v.Organ.ID)
	if err != nil {
		return err
	}
	v.Shell, v.System, v.ID = ui.ShellOf(ctx, v.Organ.Name, "/admin"), a.Role == programme.System, db.NewID()
	if v.Table, err = s.staffTable(ctx, staff); err != nil {
		return err
	}
	v.Asks = invitationAsks(ctx, v.Organ, staff)
	if v.Contact == nil {
		v.Contact = form.Answers{"contact": v.Organ.Contact, "phone": v.Organ.Phone, "address": v.Organ.Address}
	}
	return web.Render(w, r, status, organTempl(v))
}

// change reads who changes which organisation; only the system administrator.
func (s *Slice) change(r *http.Request) (org.Actor, org.Organisation, error) {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return a, org.Organisation{}, err
	}
	if a.Role != programme.System {
		return a, org.Organisation{}, fault.New(fault.Denied, "单位和岗位由系统管理员维护。")
	}
	if err := r.ParseForm(); err != nil {
		return a, org.Organisation{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	o, err := s.Flow.Orgs().Organisation(r.Context(), s.Flow.DB(), r.PathValue("id"))
	return a, o, err
}

func (s *Slice) setContact(w http.ResponseWriter, r *http.Request) error {
	a, o, err := s.change(r)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(contactAsks, r.PostForm)
	if len(wrong) > 0 {
		return s.showOrgan(w, r, http.StatusUnprocessableEntity, organView{Contact: answers, Wrong: wrong})
	}
	o.Contact, o.Phone, o.Address = answers["contact"], answers["phone"], answers["address"]
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.Flow.Orgs().SetContact(ctx, tx, o); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, actContact, o.ID, nil)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/organisations/"+o.ID, http.StatusSeeOther)
	return nil
}

var pageID = regexp.MustCompile(`^[a-z2-7]{26}$`)

func (s *Slice) inviteNow(w http.ResponseWriter, r *http.Request) error {
	a, o, err := s.change(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	staff, err := s.Flow.Orgs().Staff(ctx, s.Flow.DB(), o.ID)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(invitationAsks(ctx, o, staff), r.PostForm)
	if (answers["name"] == "") == (answers["person"] == "") {
		wrong.Add("name", "请填写新人员的姓名，或选择一位已有人员，两者择一。")
	}
	id := r.PostForm.Get("id")
	if !pageID.MatchString(id) {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	if len(wrong) > 0 {
		return s.showOrgan(w, r, http.StatusUnprocessableEntity, organView{Invited: answers, Wrong: wrong})
	}
	in := invitationOf(o, id, answers)
	token, err := s.invite(ctx, a, in)
	if c, ok := complaint(err); ok {
		return s.showOrgan(w, r, http.StatusUnprocessableEntity, organView{Invited: answers, Wrong: form.Wrong{"person": c}})
	}
	if err != nil {
		return err
	}
	if token == "" {
		http.Redirect(w, r, "/admin/organisations/"+o.ID, http.StatusSeeOther)
		return nil
	}
	return s.showOrgan(w, r, http.StatusOK, organView{Slips: slipOf(o, in.Post, token)})
}

// join is where a link leads.
func join(token string) string { return "/join/" + token }
