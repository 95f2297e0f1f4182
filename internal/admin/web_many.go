package admin

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A manyView is the page on which people are invited by a pasted table: to
// paste, what was read, and at last the links.
type manyView struct {
	Shell  ui.Shell
	Only   *office // nil: a table of several offices
	ID     string  // of this page
	Text   string
	People []newcomer
	Faults int  // rows with one
	Done   bool // invited; the links are shown this once
	Whole  string
}

// home is where the page is.
func (v manyView) home() string {
	if v.Only != nil {
		return "/admin/invitations?organisation=" + v.Only.ID
	}
	return "/admin/invitations"
}

func (s *Slice) askMany(w http.ResponseWriter, r *http.Request) error {
	v, err := s.manyAsked(r)
	if err != nil {
		return err
	}
	return showMany(w, r, http.StatusOK, v)
}

// manyAsked reads which office the page is about, if one.
func (s *Slice) manyAsked(r *http.Request) (v manyView, err error) {
	if _, err := casework.As(r, programme.System); err != nil {
		return v, err
	}
	v.ID = db.NewID()
	if id := r.FormValue("organisation"); id != "" {
		v.Only, err = s.office(r.Context(), id)
	}
	return v, err
}

func (s *Slice) office(ctx context.Context, id string) (*office, error) {
	o, err := s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), id)
	if err != nil {
		return nil, err
	}
	staff, err := s.Flow.Orgs().Staff(ctx, s.Flow.DB(), id)
	return &office{o, staff}, err
}

// offices returns what finds an office by its name; a name that two have finds
// none.
func (s *Slice) offices(ctx context.Context) (func(name string) *office, error) {
	byName, twice := map[string]*office{}, map[string]bool{}
	for _, k := range kinds {
		all, err := s.Flow.Orgs().Organisations(ctx, s.Flow.DB(), k)
		if err != nil {
			return nil, err
		}
		for _, o := range all {
			twice[o.Name] = byName[o.Name] != nil
			byName[o.Name] = &office{Organisation: o}
		}
	}
	var failed error
	return func(name string) *office {
		at := byName[name]
		if at == nil || twice[name] || failed != nil {
			return nil
		}
		if at.staff == nil {
			at.staff, failed = s.Flow.Orgs().Staff(ctx, s.Flow.DB(), at.ID)
		}
		return at
	}, nil
}

// inviteMany checks a pasted table, or invites everybody on it.
func (s *Slice) inviteMany(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	v, err := s.manyAsked(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var find func(name string) *office
	if v.Only == nil {
		if find, err = s.offices(ctx); err != nil {
			return err
		}
	}
	v.Text = r.PostForm.Get("text")
	v.People = newcomers(v.Text, v.Only, find)
	for _, n := range v.People {
		if len(n.Faults) > 0 {
			v.Faults++
		}
	}
	switch {
	case len(v.People) == 0:
		v.Whole = lang.T(ctx, "没有读到人员，请粘贴名单。")
	case len(v.People) > mostRows:
		v.Whole, v.People = lang.T(ctx, "一次最多 %d 人，请分几次。", mostRows), nil
	}
	if v.Whole != "" || v.Faults > 0 {
		return showMany(w, r, http.StatusUnprocessableEntity, v)
	}
	if r.PostForm.Get("act") != "take" {
		return showMany(w, r, http.StatusOK, v)
	}
	if v.ID = r.PostForm.Get("id"); !pageID.MatchString(v.ID) {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	a := casework.ActorOf(ctx)
	if err := s.inviteAll(ctx, a, v.ID, v.People); err != nil {
		return err
	}
	v.Done = true
	return showMany(w, r, http.StatusOK, v)
}

func showMany(w http.ResponseWriter, r *http.Request, status int, v manyView) error {
	v.Shell = ui.ShellOf(r.Context(), lang.T(r.Context(), "成批邀请人员"), "/admin")
	return web.Render(w, r, status, manyTempl(v))
}

// pasteOf is what the page asks for and says of what it was given.
func pasteOf(ctx context.Context, v manyView) ui.Paste {
	p := ui.Paste{
		Check: v.home(), Take: v.home(), Hidden: []ui.Hidden{{Name: "id", Value: v.ID}},
		Text: v.Text, Rows: len(v.People), Faults: v.Faults, Whole: v.Whole,
		Hint:  lang.T(ctx, "例如：义乌市商务局（演示），王演示，科员，经办。单位写全称；第一行可以是列名。"),
		Wrong: lang.T(ctx, "%d 行中有 %d 行有问题，一个人也没有邀请", len(v.People), v.Faults),
		Ready: lang.T(ctx, "%d 人都可以邀请，还没有邀请", len(v.People)),
		Note:  lang.T(ctx, "请核对审批层级：没有写的按经办。"),
		Do:    lang.T(ctx, "邀请 %d 人", len(v.People)),
	}
	if v.Only != nil {
		p.Hint = lang.T(ctx, "例如：王演示，科员，经办。层级写经办、科长（处长）或分管领导；第一行可以是列名。")
	}
	return p
}

// newcomerTable shows what was read of a table, row by row.
func newcomerTable(ctx context.Context, people []newcomer) ui.Table {
	t := ui.Table{ID: "newcomers", Caption: lang.T(ctx, "读到的名单"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "职务")},
		{Label: lang.T(ctx, "审批层级")}, {Label: lang.T(ctx, "问题")},
	}}
	for _, n := range people {
		p := invitationOf(n.Organ, "", n.Typed).Post
		wrong := ui.Cell{}
		for _, c := range n.Faults {
			wrong.Text, wrong.Tone = wrong.Text+c.Text(lang.Of(ctx)), ui.Late
		}
		t.Rows = append(t.Rows, ui.Row{ID: "row-" + count(n.No), Cells: []ui.Cell{
			{Text: n.Typed["name"], Sub: lang.T(ctx, "第 %d 行", n.No)}, {Text: n.Unit}, {Text: n.Typed["title"]}, {Text: rankName(ctx, p)}, wrong,
		}})
	}
	t.DropEmpty()
	return t
}
