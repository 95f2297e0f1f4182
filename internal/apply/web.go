package apply

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/draft"
	"qinglan/internal/endorsement"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
	"qinglan/internal/web/ui"
)

// open begins an application. The id is made by the page, so that pressing
// twice opens one.
func (s *Slice) open(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	e := s.Flow.Current()
	if !s.Flow.Now().Before(e.Closes("submit", "", "")) {
		return s.Flow.Closed(r.Context(), s.Flow.DB(), &flow.Case{Edition: e, Track: mustTrack(e), State: "draft"})
	}
	clause := r.PostForm.Get("clause")
	c, err := s.begin(casework.Via(r), a, r.PostForm.Get("id"), clause, r.PostForm.Get("reuse") != "")
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
	return nil
}

func mustTrack(e *programme.Edition) *programme.Track {
	t, _ := e.Track(track)
	return t
}

// own returns the application that r names if it is the signed-in person's, or
// keyed in by their office; for anybody else there is no such page.
func (s *Slice) own(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, keyed, err := s.FindKeyed(r)
	if err == nil && (c.Track.Name != track || !keyed && (a.Role != programme.Applicant || c.Party != a.Person)) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}

// show is the form while it is written, and what to do next while it waits
// for the employer; from then on the common page of the case says all.
func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	waits, err := s.Proxies.Waits(r.Context(), c, a)
	switch {
	case err != nil:
		return err
	case waits:
		http.Redirect(w, r, "/proxy/"+c.ID, http.StatusSeeOther)
		return nil
	case writable(c):
		d, err := s.drafts.Of(r.Context(), s.Flow.DB(), c)
		if err != nil {
			return err
		}
		return s.form(w, r, http.StatusOK, c, a, page{Draft: d})
	case c.State == endorsement.State:
		return s.waiting(w, r, http.StatusOK, c, a, nil)
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// posted reads the form as it was sent: what belongs in the draft, and the
// document, which does not.
type posted struct {
	Answers        form.Answers
	Wrong          form.Wrong // what cannot be kept at all
	Tab            string
	Version        int64
	IDType, Number string
}

func (s *Slice) posted(r *http.Request, c *flow.Case, a org.Actor) (posted, error) {
	if err := r.ParseForm(); err != nil {
		return posted{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	v := r.PostForm
	version, err := strconv.ParseInt(v.Get("version"), 10, 64)
	if err != nil || len(v.Get("tab")) > 64 {
		return posted{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if keys(c, a) {
		v.Set("region", c.County)
	}
	qs := questions(c, v.Get("region"))
	p := posted{Tab: v.Get("tab"), Version: version, IDType: v.Get("id-type"), Number: v.Get("id-number")}
	p.Answers, p.Wrong = form.ReadDraft(qs, v)
	if c.State != c.Track.Start && c.County != "" {
		p.Answers["region"] = c.County
	}
	return p, nil
}

// store keeps what was sent, late or not complete as it may be; the document
// by itself, so that a number that is taken does not lose the rest.
func (s *Slice) store(ctx context.Context, c *flow.Case, p *posted) error {
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.keep(ctx, tx, c, p.Tab, p.Version, p.Answers); err != nil {
			return err
		}
		r, err := s.indexOf(ctx, tx, c.ID)
		if err != nil || r.Host == p.Answers["host"] {
			return err
		}
		r.Host = p.Answers["host"]
		return s.keepIndex(ctx, tx, c.ID, r)
	})
	if err != nil || p.Number == "" {
		return err
	}
	err = s.keepIdentity(ctx, c, p.IDType, p.Number)
	if ours := fault.Of(err); ours == fault.Invalid || ours == fault.Closed {
		complain(p.Wrong, idNoQuestion.Name, err)
		return nil
	}
	return err
}

// save keeps the draft: by itself a moment after the last key, or when asked.
func (s *Slice) save(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	if !writable(c) {
		return fault.New(fault.Stale, "申报已经提交，不能再修改。可以先撤回。")
	}
	if err := s.theirs(r.Context(), c, a); err != nil && !keys(c, a) {
		return err
	}
	if s.Flow.Now().Before(c.Opened) || c.State == c.Track.Start && c.Late(s.Flow.Now()) {
		return s.Flow.Closed(r.Context(), s.Flow.DB(), c)
	}
	p, err := s.posted(r, c, a)
	if err != nil {
		return err
	}
	quiet := r.Header.Get("X-Autosave") != ""
	err = s.store(r.Context(), c, &p)
	switch {
	case fault.Of(err) == fault.Stale && !quiet:
		return s.overtaken(w, r, c, a, p)
	case err != nil:
		return err
	case quiet && len(p.Wrong) > 0 && !half(p):
		return s.saveRest(w, r, c, p)
	case quiet:
		w.WriteHeader(http.StatusNoContent)
		return nil
	case len(p.Wrong) > 0:
		return s.form(w, r, http.StatusUnprocessableEntity, c, a, s.again(p))
	}
	next := "/apply/" + c.ID + "?saved=1"
	if r.PostForm.Get("next") == "proxy" {
		next = "/proxy/" + c.ID
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// saveRest tells the page what of a draft could not be kept; the rest is.
func (s *Slice) saveRest(w http.ResponseWriter, r *http.Request, c *flow.Case, p posted) error {
	ctx := r.Context()
	var parts []string
	for _, n := range p.Wrong.List(append(questions(c, p.Answers["region"]), idNoQuestion)) {
		if n.Label != "" {
			parts = append(parts, lang.T(ctx, "%s：%s", lang.Word(n.Label), n.Complaint))
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_, err := io.WriteString(w, lang.T(ctx, "其余已保存；暂不能保存的：%s", strings.Join(parts, " ")))
	return err
}

// half reports whether the one complaint is about a number that may still be
// being typed.
func half(p posted) bool {
	_, number := p.Wrong[idNoQuestion.Name]
	return number && len(p.Wrong) == 1 && len([]rune(p.Number)) < 15 && p.IDType == "resident_id"
}

// again is the page with everything as it was sent.
func (s *Slice) again(p posted) page {
	return page{Draft: draft.Draft{Version: p.Version + 1, Tab: p.Tab, Answers: p.Answers}, Wrong: p.Wrong, Tried: true, IDType: p.IDType, Number: p.Number}
}

// overtaken shows what was sent from a page that another one has overtaken;
// saving it again is then a decision.
func (s *Slice) overtaken(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, p posted) error {
	now, err := s.drafts.Of(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	v := page{Draft: now, Overtaken: true, IDType: p.IDType, Number: p.Number}
	v.Draft.Answers, v.Old = p.Answers, now.Answers
	return s.form(w, r, http.StatusConflict, c, a, v)
}

// submit sends the form, for the first time or after it came back. What is
// missing is said all at once, beside each field, and nothing is lost.
func (s *Slice) submit(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err == nil {
		err = s.theirs(r.Context(), c, a)
	}
	if err != nil {
		return err
	}
	ctx := r.Context()
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, ok := profileMove(c)
	if !ok || seen != c.Seq {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	if _, err := s.Flow.Step(c, m.Name, a, seen); err != nil {
		return err
	}
	p, err := s.posted(r, c, a)
	if err != nil {
		return err
	}
	if err := s.store(ctx, c, &p); fault.Of(err) == fault.Stale {
		return s.overtaken(w, r, c, a, p)
	} else if err != nil {
		return err
	}
	if c, err = s.Flow.Find(ctx, a, c.ID); err != nil { // it has its region now
		return err
	}
	wrong, err := s.allWrong(ctx, c, p)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		v := s.again(p)
		v.Wrong = wrong
		return s.form(w, r, http.StatusUnprocessableEntity, c, a, v)
	}
	if err := s.send(ctx, c, m, a, p.Answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/apply/"+c.ID+"/receipt", http.StatusSeeOther)
	return nil
}

func (s *Slice) allWrong(ctx context.Context, c *flow.Case, p posted) (form.Wrong, error) {
	wrong, err := s.gaps(ctx, s.Flow.DB(), c, p.Answers)
	if err != nil {
		return nil, err
	}
	qs := questions(c, p.Answers["region"])
	_, beside := form.Examine(qs, p.Answers)
	for name, why := range beside {
		wrong[name] = why
	}
	wrongRows(p.Answers["jobs"], wrong)
	for name, why := range p.Wrong {
		wrong[name] = why
	}
	return wrong, nil
}

// send makes the move with the answers to 附件2 and the list of materials.
func (s *Slice) send(ctx context.Context, c *flow.Case, m programme.Move, a org.Actor, all form.Answers) error {
	answers, err := s.whole(ctx, s.Flow.DB(), c, all)
	if err == nil {
		_, err = s.Flow.Move(ctx, c, m, a, answers)
	}
	return err
}

// whole returns the answers of 附件2 among all, and the list of materials.
func (s *Slice) whole(ctx context.Context, q db.Q, c *flow.Case, all form.Answers) (form.Answers, error) {
	answers, _ := form.Examine(c.Track.Forms["profile"], all)
	files, err := s.FilesOf(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	if list := listed(s.materials(c, ""), files); list != "" {
		answers["materials"] = list
	}
	return answers, nil
}

// refusedFile shows the form again with why a file was refused beside it.
func (s *Slice) refusedFile(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, item string, why error) error {
	wrong := form.Wrong{}
	complain(wrong, "m-"+item, why)
	mine := c.Party == a.Person || keys(c, a)
	if c.State == endorsement.State && mine {
		return s.waiting(w, r, http.StatusUnprocessableEntity, c, a, wrong)
	}
	if !writable(c) || !mine || item == proxy.Slot {
		return why
	}
	d, err := s.drafts.Of(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	return s.form(w, r, http.StatusUnprocessableEntity, c, a, page{Draft: d, Wrong: wrong})
}

// nextOf returns the address of a form about files that leads back to item.
func nextOf(caseID, item string) string {
	return "?next=" + url.QueryEscape("/apply/"+caseID+"?at="+item+"#f-m-"+item)
}

func shell(ctx context.Context, title string) ui.Shell { return ui.ShellOf(ctx, title, "/mine") }

// complain puts what a fault says beside a field.
func complain(wrong form.Wrong, name string, err error) {
	var says *fault.Error
	if errors.As(err, &says) {
		wrong[name] = form.Complaint{Format: says.Format, Args: says.Args}
	}
}
