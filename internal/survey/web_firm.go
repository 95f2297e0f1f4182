package survey

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// perPage is how many questions one page of a telephone asks.
const perPage = 5

// A firmView is what a firm sees by its link.
type firmView struct {
	Shell    ui.Shell
	Token    string
	Firm     Firm
	Case     *flow.Case
	Organ    org.Organisation
	Until    string
	Page     int // from 1
	Pages    int
	Form     []form.Question // of this page
	Answers  form.Answers
	Wrong    form.Wrong
	Said     []ui.Pair // what it has sent
	Offers   []ui.Link // what it may do now
	Wish     []form.Question
	Wished   bool
	WishGive form.Answers
	WishBad  form.Wrong
}

// view reads the link of r. Nobody may keep a copy: the address is a secret.
func (s *Slice) view(w http.ResponseWriter, r *http.Request) (firmView, error) {
	ctx := r.Context()
	f, c, err := s.asked(ctx, r.PathValue("token"))
	if err != nil {
		return firmView{}, err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	v := firmView{Shell: ui.ShellOf(ctx, c.Name, ""), Token: r.PathValue("token"), Firm: f, Case: c}
	v.Shell.Path = "/"
	v.Pages = (len(c.Track.Forms["questions"]) + perPage - 1) / perPage
	if !c.Due.IsZero() {
		v.Until = ui.Deadline(ctx, c.Due)
	}
	v.Organ, err = s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), c.Party)
	return v, err
}

// at turns v to a page.
func (v *firmView) at(page int) {
	v.Page = min(max(page, 1), v.Pages)
	qs := v.Case.Track.Forms["questions"]
	v.Form = qs[(v.Page-1)*perPage : min(v.Page*perPage, len(qs))]
}

// ask shows the questions, or to a firm that has answered what it may do now.
func (s *Slice) ask(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	if v.Firm.Answered != 0 {
		return s.thank(w, r, http.StatusOK, v)
	}
	if v.Case.State != "open" {
		return errOver
	}
	if v.Firm.Opened == 0 {
		err := s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return noteOpened(r.Context(), tx, v.Firm.ID, s.Flow.Now()) })
		if err != nil {
			return err
		}
	}
	v.at(pageOf(r.URL.Query().Get("page")))
	v.Answers = v.Firm.Draft
	return web.Render(w, r, http.StatusOK, askPage(v))
}

func pageOf(text string) int {
	if text == "2" {
		return 2
	}
	if text == "3" {
		return 3
	}
	return 1
}

// answer keeps a page of answers, and with the last one sends all of them.
func (s *Slice) answer(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	switch {
	case v.Firm.Answered != 0:
		return errTwice
	case v.Case.State != "open":
		return errOver
	}
	v.at(pageOf(r.PostForm.Get("page")))
	typed, broken := form.ReadDraft(v.Form, r.PostForm)
	for _, q := range v.Form {
		v.Firm.Draft[q.Name] = typed[q.Name]
	}
	if len(broken) > 0 {
		v.Answers, v.Wrong = v.Firm.Draft, broken
		return web.Render(w, r, http.StatusUnprocessableEntity, askPage(v))
	}
	if err := s.Save(r.Context(), v.Firm, v.Firm.Draft); err != nil {
		return err
	}
	do := r.PostForm.Get("do")
	if r.Header.Get("X-Autosave") != "" || do == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if do == "back" {
		return s.turn(w, r, v, v.Page-1)
	}
	if _, wrong := form.Read(v.Form, r.PostForm); len(wrong) > 0 {
		v.Answers, v.Wrong = v.Firm.Draft, wrong
		return web.Render(w, r, http.StatusUnprocessableEntity, askPage(v))
	}
	if v.Page < v.Pages {
		return s.turn(w, r, v, v.Page+1)
	}
	return s.send(w, r, v)
}

func (s *Slice) turn(w http.ResponseWriter, r *http.Request, v firmView, page int) error {
	to := "/survey/" + v.Token
	if page > 1 {
		to += "?page=" + string(rune('0'+page))
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// send sends all answers; a page that is not right is shown first.
func (s *Slice) send(w http.ResponseWriter, r *http.Request, v firmView) error {
	qs := v.Case.Track.Forms["questions"]
	answers, wrong := form.Examine(qs, v.Firm.Draft)
	for i, q := range qs {
		if _, bad := wrong[q.Name]; bad {
			v.at(i/perPage + 1)
			v.Answers, v.Wrong = v.Firm.Draft, wrong
			return web.Render(w, r, http.StatusUnprocessableEntity, askPage(v))
		}
	}
	if err := s.Send(r.Context(), v.Firm, answers); err != nil {
		return err
	}
	return s.turn(w, r, v, 1)
}

// thank shows what was sent and what the firm may do now.
func (s *Slice) thank(w http.ResponseWriter, r *http.Request, status int, v firmView) error {
	ctx := r.Context()
	v.Said = ui.Answered(ctx, v.Case.Track.Forms["questions"], v.Firm.Answers, nil)
	v.Wish, v.Wished = v.Case.Track.Forms["wish"], v.Firm.wish != ""
	all, err := supplies(ctx, s.Flow.DB())
	if err != nil {
		return err
	}
	v.Offers = offers(ctx, v, all)
	return web.Render(w, r, status, thankPage(v))
}

// offers are what a firm may do with what it said: look for a lecturer in the
// register, go to an event, join a class of an institution.
func offers(ctx context.Context, v firmView, all []supply) (out []ui.Link) {
	wants := form.List(v.Firm.Answers["directions"])
	for _, d := range v.Case.Edition.Directions {
		if slices.Contains(wants, d.Value) {
			out = append(out, ui.Link{
				Text: lang.T(ctx, "%s方向：愿意受邀的认证讲师%d位，名录里可以查到", lang.T(ctx, d.Label), teaching(all, d.Value, v.Case.City)),
				Href: "/register?" + url.Values{"direction": {d.Label}}.Encode(),
			})
		}
	}
	return append(out,
		ui.Link{Text: lang.T(ctx, "近期的公开讲座和活动"), Href: "/events"},
		ui.Link{Text: lang.T(ctx, "承训机构，可以联系办班"), Href: "/institutions"})
}

// wish keeps what the firm asks of the office, once.
func (s *Slice) wish(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if v.Firm.Answered == 0 {
		return fault.New(fault.Closed, "请先提交调研。")
	}
	answers, wrong := form.Read(v.Case.Track.Forms["wish"], r.PostForm)
	if len(wrong) > 0 {
		v.WishGive, v.WishBad = answers, wrong
		return s.thank(w, r, http.StatusUnprocessableEntity, v)
	}
	if err := s.Wish(r.Context(), v.Firm, answers); err != nil {
		return err
	}
	return s.turn(w, r, v, 1)
}
