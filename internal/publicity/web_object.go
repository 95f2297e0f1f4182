package publicity

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An objectView is the form of an objection.
type objectView struct {
	outView
	Line    line
	ID      string // of the objection, made by the page
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

// open reads the list and the line that r names, while objections are taken.
func (s *Slice) objectable(r *http.Request) (objectView, error) {
	ctx := r.Context()
	o, err := s.out(ctx, r.PathValue("id"))
	if err != nil {
		return objectView{}, err
	}
	v := objectView{outView: o}
	if v.Line, err = lineOf(r, o.Lines); err != nil {
		return v, err
	}
	t, _ := o.Case.Edition.Track("objection")
	v.Form = t.Forms["objection"]
	v.Shell.Title = lang.T(ctx, "提出异议")
	return v, nil
}

func (s *Slice) objectionForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.objectable(r)
	if err != nil {
		return err
	}
	if !v.Open {
		return late(v.Notice.Ends)
	}
	v.ID = db.NewID()
	return web.Render(w, r, http.StatusOK, objectPage(v))
}

func (s *Slice) takeObjection(w http.ResponseWriter, r *http.Request) error {
	v, err := s.objectable(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if v.ID = r.PostForm.Get("id"); !goodID(v.ID) {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	v.Answers, v.Wrong = form.Read(v.Form, r.PostForm)
	if v.Answers["person"] != "" && v.Answers["phone"] == "" {
		v.Wrong.Add("phone", "署名提出异议须留联系电话，以便告知结果。")
	}
	if v.Answers["person"] == "" && v.Answers["phone"] != "" {
		v.Wrong.Add("person", "请填写姓名；不愿署名的，电话也请留空。")
	}
	noNumbers(v.Answers, v.Wrong)
	if len(v.Wrong) > 0 && v.Open {
		return web.Render(w, r, http.StatusUnprocessableEntity, objectPage(v))
	}
	o, err := s.object(r.Context(), v.Notice, v.Line, v.ID, v.Answers)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/objections/"+o.ID+"/receipt", http.StatusSeeOther)
	return nil
}

// A receiptView is what whoever objected keeps. It names nobody but the line.
type receiptView struct {
	Shell     ui.Shell
	Objection objected
	Line      line
	Title     string
	Organ     org.Organisation
	State     string
	Tone      ui.Tone
	Named     bool
	Told      told
}

func (s *Slice) receipt(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := objectedOf(ctx, s.Flow.DB(), r.PathValue("id"))
	if err != nil {
		return err
	}
	list, err := s.out(ctx, o.List)
	if err != nil {
		return err
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), o.ID)
	if err != nil {
		return err
	}
	given, err := s.Flow.Given(ctx, s.Flow.DB(), o.ID, 1)
	if err != nil {
		return err
	}
	v := receiptView{Shell: list.Shell, Objection: o, Line: list.Lines[o.Pos-1], Title: list.Text["title"], Organ: list.Organ, Named: given["person"] != ""}
	v.Shell.Title = lang.T(ctx, "异议回执")
	v.State, v.Tone = lang.T(ctx, c.Now().Label), ui.Waiting
	if c.Now().Final {
		v.Tone = ui.Done
	}
	if v.Told, err = s.toldOf(ctx, c, v.Named); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, receiptPage(v))
}

// An objectionPart is what the page of an objection shows beside its journal.
type objectionPart struct {
	Facts   []ui.Pair
	List    ui.Link
	Entry   ui.Link
	Asks    string // where an auditor asks for the identity, with a reason
	Unnamed bool
	Next    string // what follows for the person after a dismissal
}

// objectionSection shows what was said, to whom the edition lets read it: the
// handling organ. Every such reading is in the audit.
func (s *Slice) objectionSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	o, err := objectedOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	v := objectionPart{List: ui.Link{Text: lang.T(ctx, "公示名单第%d号", o.Pos), Href: "/cases/" + o.List},
		Entry: ui.Link{Text: c.Name, Href: "/cases/" + o.Entry}}
	given, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil {
		return nil, err
	}
	v.Unnamed = given["person"] == ""
	v.Facts = casework.Facts(ctx, c.Edition, c.Track.Forms["objection"], given, a.Role)
	if len(v.Facts) > 0 {
		err = s.Flow.Log(ctx, nil, a, "read-objector", c.ID, nil)
	} else if a.Role == programme.Auditor {
		v.Asks = "/objections/" + c.ID + "/identity"
	}
	if err == nil {
		v.Next, err = s.follows(ctx, c, o)
	}
	return objectionBox(v), err
}

// reveal shows an auditor who objects, for a reason that stands in the audit.
func (s *Slice) reveal(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Find(r)
	if err != nil {
		return err
	}
	if a.Role != programme.Auditor || c.Track.Name != "objection" {
		return fault.New(fault.Denied, "异议人身份只向受理单位公开。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	answers, wrong := form.Read([]form.Question{whyQuestion}, r.PostForm)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "查看异议人身份须写明理由。")
	}
	if err := s.Flow.Log(ctx, nil, a, "read-objector", c.ID, answers); err != nil {
		return err
	}
	given, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil {
		return err
	}
	facts := casework.Facts(ctx, c.Edition, c.Track.Forms["objection"], given, programme.Province)
	sh := ui.ShellOf(ctx, lang.T(ctx, "异议内容"), "/cases")
	return web.Render(w, r, http.StatusOK, revealPage(sh, c, facts))
}

var whyQuestion = form.Question{Name: "reason", Label: "查看理由", Hint: "记入审计", Kind: form.Text, Max: 200, Min: 5}
