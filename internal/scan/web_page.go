package scan

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/blob"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// mostFound is how many cases a search offers.
const mostFound = 10

// reasonQuestion is asked before a page is put aside.
var reasonQuestion = form.Question{
	Name: "reason", Label: "不归入的理由", Hint: "例如：空白页、与本项工作无关。图像仍保留，记入审计。",
	Kind: form.Text, Min: 2, Max: 100,
}

// A pageView is one page of the tray, with the cases it may belong to.
type pageView struct {
	Shell   ui.Shell
	Head    ui.Head
	Page    page
	Open    bool // it waits
	Asked   string
	Found   []foundCase
	More    bool
	Answers form.Answers
	Wrong   form.Wrong
}

type foundCase struct {
	ID, Title, No, Place, State string
}

func (s *Slice) asked(r *http.Request) (page, org.Actor, error) {
	a, err := casework.As(r, offices...)
	if err != nil {
		return page{}, a, err
	}
	p, err := s.page(r.Context(), a, r.PathValue("page"))
	return p, a, err
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.asked(r)
	if err != nil {
		return err
	}
	if p.State != "tray" { // somebody has decided
		http.Redirect(w, r, "/scans/"+p.Batch, http.StatusSeeOther)
		return nil
	}
	return s.showPage(w, r, http.StatusOK, p, a, pageView{})
}

func (s *Slice) showPage(w http.ResponseWriter, r *http.Request, status int, p page, a org.Actor, v pageView) error {
	ctx := r.Context()
	v.Page, v.Asked = p, strings.TrimSpace(r.FormValue("q"))
	v.Shell = ui.ShellOf(ctx, lang.T(ctx, "归入扫描页"), "/scans")
	v.Head = ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "扫描回收"), Href: "/scans"}, {Text: lang.T(ctx, "回收结果"), Href: "/scans/" + p.Batch}},
		Title: v.Shell.Title, Tone: ui.OnMe, State: lang.T(ctx, "待指定"), Lead: lang.T(ctx, p.Why),
		Meta: []string{lang.T(ctx, "%s 第%d页", p.Name, p.N), ui.When(ctx, p.At)},
	}
	if v.Asked != "" && p.Key != "" {
		var err error
		if v.Found, v.More, err = s.search(r, a, v.Asked); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, pagePage(v))
}

// search finds cases that a may see by number or name.
func (s *Slice) search(r *http.Request, a org.Actor, words string) (out []foundCase, more bool, err error) {
	ctx := r.Context()
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{})
	if err != nil {
		return nil, false, err
	}
	cs = slices.DeleteFunc(cs, func(c flow.Case) bool {
		return !strings.Contains(c.Name, words) && !(len(words) > 4 && strings.Contains(c.No, strings.ToUpper(words)))
	})
	slices.Reverse(cs) // the newest first, and before all what people apply with
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return weight(x) - weight(y) })
	for i := range cs[:min(len(cs), mostFound)] {
		c := &cs[i]
		out = append(out, foundCase{c.ID, casework.Title(ctx, c), c.No, casework.Place(c), lang.T(ctx, c.Now().Label)})
	}
	return out, len(cs) > mostFound, nil
}

// sendPicture hands out the picture of a page that waits or was put aside.
func (s *Slice) sendPicture(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.asked(r)
	if err == nil && (p.Key == "" || p.State == "matched") { // then the rules of the case hold
		err = errMissing
	}
	if err != nil {
		return err
	}
	body, err := s.Files.Open(p.Key, false)
	if err != nil {
		return err
	}
	defer body.Close()
	return web.File(w, r, handName+".jpg", "image/jpeg", body)
}

func (s *Slice) postAssign(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.asked(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	c, err := s.Flow.Find(r.Context(), a, r.PostForm.Get("case"))
	if err != nil {
		return err
	}
	if err := s.assign(r.Context(), a, p, c); err != nil {
		return err
	}
	return s.onward(w, r, a, p)
}

func (s *Slice) postDrop(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.asked(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	answers, wrong := form.Read([]form.Question{reasonQuestion}, r.PostForm)
	if len(wrong) > 0 {
		return s.showPage(w, r, http.StatusUnprocessableEntity, p, a, pageView{Answers: answers, Wrong: wrong})
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		if err := s.settle(r.Context(), tx, a, p, "dropped", answers["reason"], "", ""); err != nil {
			return err
		}
		return s.Flow.Log(r.Context(), tx, a, "scan-drop", p.ID, form.Answers{"reason": answers["reason"]})
	})
	if err != nil {
		return err
	}
	return s.onward(w, r, a, p)
}

func (s *Slice) postBack(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.asked(r)
	if err != nil {
		return err
	}
	if err := s.putBack(r.Context(), a, p); err != nil {
		return err
	}
	http.Redirect(w, r, "/scans/"+p.Batch, http.StatusSeeOther)
	return nil
}

// onward leads to the next page that waits, or to what came of the batch.
func (s *Slice) onward(w http.ResponseWriter, r *http.Request, a org.Actor, p page) error {
	tray, err := s.tray(r.Context(), a.Organ.ID)
	if err != nil {
		return err
	}
	to := "/scans/" + p.Batch
	for _, q := range tray {
		if q.Batch == p.Batch {
			to = "/scans/pages/" + q.ID
			break
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// stored says of the picture of a page what a file on a case says.
func stored(p page) blob.Stored {
	return blob.Stored{Key: p.Key, Media: "image/jpeg", Size: p.Size, SHA256: p.SHA256}
}

// searchWeight makes the search the one primary action until cases are found.
func searchWeight(v pageView) ui.Weight {
	if len(v.Found) > 0 {
		return ui.Normal
	}
	return ui.Primary
}

func weight(c flow.Case) int {
	if c.Track.Leads {
		return 0
	}
	return 1
}

// section shows what has come back of the papers of a case.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	files, err := s.FilesFor(ctx, c, a)
	files = slices.DeleteFunc(files, func(f casework.File) bool { return f.Item != slot })
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return sectionPart(files), nil
}
