package intake

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An officeView is one case as the office that keys it in has it before it.
type officeView struct {
	one
	Shell   ui.Shell
	Head    ui.Head
	Wrong   string
	Version int64
	Gaps    []string
	Mobile  string // masked; empty: none
	Slot    casework.Slot
	Signed  []casework.File
	Write   bool   // the form may be written now
	Sends   bool   // a signed paper would send it now
	Next    string // where it goes on once it is sent; empty: not here
	Name    string // of the reader
}

func (s *Slice) showOffice(w http.ResponseWriter, r *http.Request, status int, k one, a org.Actor, wrong string) error {
	ctx := r.Context()
	v := officeView{one: k, Wrong: wrong, Name: a.Name, Write: k.Reaches(k.Case, a, true)}
	var err error
	if v.Head, err = s.HeadOf(ctx, k.Case, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "代录"), Href: "/proxy"}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/proxy")
	d, err := s.drafts.Of(ctx, s.Flow.DB(), k.Case)
	if err != nil {
		return err
	}
	v.Version = d.Version
	if v.Mobile, err = s.Identity.MobileMask(ctx, s.Flow.DB(), k.Party); err != nil {
		return err
	}
	v.Sends = v.Write && k.Now().Turn == programme.Applicant
	if v.Sends {
		if v.Gaps, err = s.Applications.Gaps(ctx, s.Flow.DB(), k.Case); err != nil {
			return err
		}
	}
	if err := s.papers(ctx, &v); err != nil {
		return err
	}
	if _, err := s.Flow.Find(ctx, a, k.ID); err == nil {
		v.Next = s.Href(k.Case, a)
	}
	return web.Render(w, r, status, officePage(v))
}

// papers puts the signed papers into v.
func (s *Slice) papers(ctx context.Context, v *officeView) error {
	v.Slot, _ = s.SlotOf(v.Case, proxy.Slot)
	files, err := s.FilesOf(ctx, s.Flow.DB(), v.ID)
	for _, f := range files {
		if f.Item == proxy.Slot {
			v.Signed = append(v.Signed, f)
		}
	}
	return err
}

// office does something to a case that a's office keys in; what is refused is said
// on its page.
func (s *Slice) office(w http.ResponseWriter, r *http.Request, do func(tx *db.Tx, k one, a org.Actor) error) error {
	k, a, err := s.as(r, programme.County)
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return do(tx, k, a) })
	if refused(err) {
		return s.showOffice(w, r, http.StatusUnprocessableEntity, k, a, fault.Text(lang.Of(r.Context()), err))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/proxy/"+k.ID, http.StatusSeeOther)
	return nil
}

func (s *Slice) ask(w http.ResponseWriter, r *http.Request) error {
	return s.office(w, r, func(tx *db.Tx, k one, a org.Actor) error { return s.Ask(r.Context(), tx, a, k.Case) })
}

// recall takes that back, to write on.
func (s *Slice) recall(w http.ResponseWriter, r *http.Request) error {
	return s.office(w, r, func(tx *db.Tx, k one, a org.Actor) error {
		if err := s.Proxies.Recall(r.Context(), tx, k.ID); err != nil {
			return err
		}
		return s.Flow.Log(r.Context(), tx, a, "proxy-recall", k.ID, nil)
	})
}

// mobile keeps the number of somebody of whom none is known. One that is known is
// the person's own to change: it opens all that is theirs.
func (s *Slice) mobile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return s.office(w, r, func(tx *db.Tx, k one, a org.Actor) error {
		given, err := number(r.PostForm.Get("mobile"))
		if err != nil {
			return err
		}
		mask, err := s.Identity.MobileMask(ctx, tx, k.Party)
		if err == nil && (mask != "" || !k.Open(k.Case)) {
			err = fault.New(fault.Closed, "本人的手机号已有，由本人自己更改；填错了的，请删除这份代录，重新开始。")
		}
		if err == nil {
			err = s.Identity.PutMobile(ctx, tx, k.Party, given)
		}
		if err == nil {
			err = s.Flow.Log(ctx, tx, a, "proxy-mobile", k.ID, nil)
		}
		return err
	})
}

func (s *Slice) paper(w http.ResponseWriter, r *http.Request) error {
	return s.office(w, r, func(tx *db.Tx, k one, a org.Actor) error {
		n, err := version(r)
		if err != nil {
			return err
		}
		return s.OnPaper(r.Context(), tx, a, k.Case, n, r.PostForm.Get("witness"))
	})
}

// discard ends a draft that was keyed in for nothing.
func (s *Slice) discard(w http.ResponseWriter, r *http.Request) error {
	return s.office(w, r, func(tx *db.Tx, k one, a org.Actor) error {
		m, err := s.Flow.Step(k.Case, "discard", a, k.Case.Seq)
		if err == nil {
			_, err = s.Flow.MoveIn(r.Context(), tx, *k.Case, m, a, nil)
		}
		return err
	})
}
