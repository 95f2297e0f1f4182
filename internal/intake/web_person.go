package intake

import (
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

// A personView is what was keyed in for its reader, to be confirmed or corrected.
type personView struct {
	one
	Shell   ui.Shell
	Head    ui.Head
	Wrong   string
	Shut    bool // too many numbers that were not theirs
	Known   bool // there is a number to compare with
	Organ   org.Organisation
	Version int64
	Facts   []ui.Pair
	Files   []ui.Pair
	Gaps    []string
}

// showPerson shows what was keyed in to whoever has said who they are: the message
// may have come to somebody else's telephone.
func (s *Slice) showPerson(w http.ResponseWriter, r *http.Request, status int, k one, a org.Actor, wrong string) error {
	ctx := r.Context()
	v := personView{one: k, Wrong: wrong, Shut: k.Tries >= mostTries}
	v.Head = ui.Head{Trail: []ui.Link{{Text: lang.T(ctx, "我的申报"), Href: "/mine"}}, Title: lang.T(ctx, "请核对代您填写的申报")}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/mine")
	var err error
	if v.Organ, err = s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), k.Organ); err != nil {
		return err
	}
	v.Head.Meta = []string{k.Say(ctx, k.Case), lang.T(ctx, "咨询：%s %s", v.Organ.Name, v.Organ.Phone), lang.T(ctx, "依据：%s", proxy.Basis.Cite())}
	if _, _, v.Known, err = s.Identity.Mask(ctx, s.Flow.DB(), k.Party); err != nil {
		return err
	}
	if !k.Met.IsZero() {
		if err := s.fill(r, &v, a); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, personPage(v))
}

func (s *Slice) fill(r *http.Request, v *personView, a org.Actor) error {
	ctx, q := r.Context(), s.Flow.DB()
	d, err := s.drafts.Of(ctx, q, v.Case)
	if err != nil {
		return err
	}
	v.Version = d.Version
	v.Facts = casework.Facts(ctx, v.Edition, v.Track.Forms["profile"], d.Answers, a.Role)
	if _, mask, ok, err := s.Identity.Mask(ctx, q, v.Party); err != nil {
		return err
	} else if ok {
		v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "证件号码"), Value: mask})
	}
	v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "申报地区"), Value: casework.Place(v.Case)})
	files, err := s.FilesOf(ctx, q, v.ID)
	if err != nil {
		return err
	}
	for _, f := range files {
		slot, _ := s.SlotOf(v.Case, f.Item)
		v.Files = append(v.Files, ui.Pair{Key: lang.T(ctx, slot.Label), Part: ui.FileTile(f.Tile(ctx))})
	}
	v.Gaps, err = s.Applications.Gaps(ctx, q, v.Case)
	return err
}

// person does something that is the person's own to do.
func (s *Slice) person(w http.ResponseWriter, r *http.Request, next string, do func(tx *db.Tx, k one, a org.Actor) error) error {
	k, a, err := s.as(r, programme.Applicant)
	if err == nil && !k.Open(k.Case) {
		err = errStale
	}
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return do(tx, k, a) })
	if refused(err) {
		return s.showPerson(w, r, http.StatusUnprocessableEntity, k, a, fault.Text(lang.Of(r.Context()), err))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, next+k.ID, http.StatusSeeOther)
	return nil
}

// meet lets the person say who they are.
func (s *Slice) meet(w http.ResponseWriter, r *http.Request) error {
	k, a, err := s.as(r, programme.Applicant)
	if err == nil && !k.Open(k.Case) {
		err = errStale
	}
	if err != nil {
		return err
	}
	if k.Tries >= mostTries {
		return s.showPerson(w, r, http.StatusForbidden, k, a, "")
	}
	right, err := s.theirs(r, k)
	if err != nil {
		return err
	}
	if err := s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.Proxies.Meet(r.Context(), tx, k.ID, right) }); err != nil {
		return err
	}
	if !right {
		k.Tries++
		return s.showPerson(w, r, http.StatusUnprocessableEntity, k, a, lang.T(r.Context(), "与代录的证件号码不符。不是您本人的，请不要再试，并告诉代录的单位。"))
	}
	http.Redirect(w, r, "/proxy/"+k.ID, http.StatusSeeOther)
	return nil
}

// theirs reports whether the number that r sends is that of the document of k's person.
func (s *Slice) theirs(r *http.Request, k one) (bool, error) {
	kind, _, known, err := s.Identity.Mask(r.Context(), s.Flow.DB(), k.Party)
	if err != nil || !known {
		return false, err
	}
	holder, err := s.Identity.Holder(r.Context(), s.Flow.DB(), kind, r.PostForm.Get("id-number"))
	if fault.Of(err) == fault.Invalid {
		return false, nil
	}
	return holder == k.Party, err
}

var errUnmet = fault.New(fault.Denied, "请先填写证件号码，核对是您本人。")

// confirm is 本人确认: the form is sent as the person has seen it.
func (s *Slice) confirm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return s.person(w, r, "/apply/", func(tx *db.Tx, k one, a org.Actor) error {
		n, err := version(r)
		switch {
		case err != nil:
			return err
		case k.Met.IsZero():
			return errUnmet
		case k.Asked.IsZero():
			return errStale
		case r.PostForm.Get("agreed") == "":
			return fault.New(fault.Invalid, "请先核对，并勾选“以上内容属实”。")
		}
		after, err := s.Applications.SendDraft(ctx, tx, k.Case, a, n, nil)
		if err == nil {
			err = s.Proxies.Confirmed(ctx, tx, k.ID, true, after.Seq, "")
		}
		return err
	})
}

// take hands the draft over to the person, who goes on by themselves.
func (s *Slice) take(w http.ResponseWriter, r *http.Request) error {
	return s.person(w, r, "/apply/", func(tx *db.Tx, k one, a org.Actor) error {
		if k.Met.IsZero() {
			return errUnmet
		}
		if err := s.Proxies.Take(r.Context(), tx, k.ID); err != nil {
			return err
		}
		return s.Flow.Log(r.Context(), tx, a, "proxy-take", k.ID, nil)
	})
}
