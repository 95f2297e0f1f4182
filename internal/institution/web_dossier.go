package institution

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if r.PostForm.Has("version") { // the button stands with the dossier: what is typed there is kept first
		v, err := s.posted(r, a)
		switch {
		case fault.Of(err) == fault.Stale:
			return s.overtaken(w, r, a, v)
		case err != nil:
			return err
		case len(v.Wrong) > 0:
			return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
		}
	}
	c, err := s.open(casework.Via(r), a, r.PostForm.Get("id"))
	if err != nil {
		return err
	}
	n, err := s.carry(r.Context(), a, c)
	if err != nil {
		return err
	}
	to := "/institution"
	if n > 0 {
		to += "?carried=" + strconv.Itoa(n)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// posted reads and keeps the dossier as far as it is written. Half of an answer
// is kept too; a page that shows an older version keeps nothing and is shown
// with what was typed.
func (s *Slice) posted(r *http.Request, a org.Actor) (v spaceView, err error) {
	if err := r.ParseForm(); err != nil {
		return v, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return v, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	v.Answers, v.Wrong = form.ReadDraft(s.dossierQuestions(), r.PostForm)
	v.Version = version
	withoutNumbers(s.dossierQuestions(), v.Answers, v.Wrong)
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.keepDossier(r.Context(), tx, a, version, v.Answers) })
	if err != nil {
		return v, err
	}
	d, err := s.dossierOf(r.Context(), s.Flow.DB(), a.Organ.ID)
	v.Version = d.Version
	return v, err
}

// save keeps the dossier without sending it, by itself a moment after the last
// key or when asked, and complains at once of what is not right; X-Version tells
// the page which version it shows from now on.
func (s *Slice) save(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	v, err := s.posted(r, a)
	quiet := r.Header.Get("X-Autosave") != ""
	if fault.Of(err) == fault.Stale && !quiet {
		return s.overtaken(w, r, a, v)
	}
	if err != nil {
		return err
	}
	qs := s.dossierQuestions()
	for name, c := range form.Faulty(qs, v.Answers) {
		if _, worse := v.Wrong[name]; !worse {
			v.Wrong[name] = c
		}
	}
	w.Header().Set("X-Version", strconv.FormatInt(v.Version, 10))
	then, leads := rowsOf(qs, r.PostForm.Get("then"))
	switch {
	case leads && !quiet:
		http.Redirect(w, r, bringAt(then), http.StatusSeeOther)
		return nil
	case quiet && len(v.Wrong) > 0:
		return sayFaults(w, r, qs, v.Wrong)
	case quiet:
		w.WriteHeader(http.StatusNoContent)
		return nil
	case len(v.Wrong) > 0:
		v.Saved = true
		return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
	}
	http.Redirect(w, r, "/institution?saved=1", http.StatusSeeOther)
	return nil
}

// sayFaults tells a page that saved by itself what is not right.
func sayFaults(w http.ResponseWriter, r *http.Request, qs []form.Question, wrong form.Wrong) error {
	ctx := r.Context()
	var parts []string
	for _, n := range wrong.List(qs) {
		parts = append(parts, lang.T(ctx, "%s：%s", lang.Word(n.Label), n.Complaint))
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_, err := io.WriteString(w, lang.T(ctx, "已保存；请更正：%s", strings.Join(parts, " ")))
	return err
}

// overtaken shows what was typed on a page that another one has overtaken. To
// save again is to mean it: the page now shows the newest version.
func (s *Slice) overtaken(w http.ResponseWriter, r *http.Request, a org.Actor, v spaceView) error {
	d, err := s.dossierOf(r.Context(), s.Flow.DB(), a.Organ.ID)
	if err != nil {
		return err
	}
	v.Version, v.Wrong = d.Version, form.Wrong{}
	complain(v.Wrong, "", errTabs)
	return s.showSpace(w, r, http.StatusConflict, a, v)
}

// submit sends a copy of the dossier, for the first time or after it came
// back. What is missing is said all at once.
func (s *Slice) submit(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	ctx := r.Context()
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	c, err := s.current(ctx, s.Flow.DB(), a)
	if err != nil {
		return err
	}
	if c == nil {
		return fault.New(fault.Stale, "请先开始本期申报。")
	}
	m, ok := dossierMove(c)
	if !ok || seen != c.Seq {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	v, err := s.posted(r, a)
	if fault.Of(err) == fault.Stale {
		return s.overtaken(w, r, a, v)
	}
	if err != nil {
		return err
	}
	gaps, err := s.gaps(ctx, s.Flow.DB(), c, v.Answers)
	if err != nil {
		return err
	}
	if len(gaps) > 0 {
		v.Wrong = gaps
		return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
	}
	answers, err := s.whole(ctx, c, a, v.Answers)
	if err != nil {
		return err
	}
	if _, err := s.Flow.Move(ctx, c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// refusedFile shows the room again with why a file was refused beside it.
func (s *Slice) refusedFile(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, item string, why error) error {
	if a.Role != programme.Institution || !writable(c) {
		return why
	}
	v := spaceView{Wrong: form.Wrong{}}
	complain(v.Wrong, "m-"+item, why)
	return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
}
