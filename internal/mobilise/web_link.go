package mobilise

import (
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A landView is what somebody sees who comes by a link. It names the office
// that sent it and nobody it was sent to: links are handed on.
type landView struct {
	Shell   ui.Shell
	Edition *programme.Edition
	Organ   org.Organisation
	Region  org.Region
	Notice  programme.Notice
	Running bool
	Token   string
}

// landed returns whose link r is, with the office that sent it. An edition that
// is over has no open links any more.
func (s *Slice) landed(r *http.Request) (addressee, landView, error) {
	ctx := r.Context()
	x, err := s.linked(ctx, s.Flow.DB(), upper(r.PathValue("token")))
	if err != nil {
		return x, landView{}, err
	}
	e, ok := s.Flow.Edition(x.Edition)
	if !ok {
		return x, landView{}, locality.ErrMissing
	}
	v := landView{Edition: e, Notice: e.Binding(x.City), Token: r.PathValue("token")}
	v.Region, _ = org.RegionOf(x.County)
	v.Running = s.Flow.Now().Before(e.DeadlineOf("submit", x.County, x.City))
	v.Organ, err = s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.County, x.County)
	if fault.Of(err) == fault.Missing {
		err = nil
	}
	return x, v, err
}

// upper writes the code of a zone as it is kept; a token stays as it is.
func upper(token string) string {
	if len(token) > 8 {
		return token
	}
	out := []byte(token)
	for i, c := range out {
		if 'a' <= c && c <= 'z' {
			out[i] = c - 'a' + 'A'
		}
	}
	return string(out)
}

// land shows where a link leads. Nothing is noted: what a messenger fetches to
// show a preview has not been opened by anybody.
func (s *Slice) land(w http.ResponseWriter, r *http.Request) error {
	_, v, err := s.landed(r)
	if err != nil {
		return err
	}
	v.Shell = ui.ShellOf(r.Context(), lang.T(r.Context(), "跨境电商讲师申报"), "")
	return web.Render(w, r, http.StatusOK, landPage(v))
}

// open notes that the notice was opened by a link, keeps the link in the
// visitor's browser until they begin, and leads to the notice. The people of an
// office who try their own link are not counted.
func (s *Slice) open(w http.ResponseWriter, r *http.Request) error {
	x, v, err := s.landed(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if !casework.ActorOf(r.Context()).Officer() {
		err := s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
			if x.Kind == poster {
				if _, err := s.insert(r.Context(), tx, x, "", ""); err != nil {
					return err
				}
			}
			return s.follow(r.Context(), tx, x)
		})
		if err != nil {
			return err
		}
		http.SetCookie(w, &http.Cookie{
			Name: casework.ViaCookie, Value: upper(v.Token), Path: "/", MaxAge: 30 * 24 * 3600,
			HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
		})
	}
	to := "/notices/" + v.Notice.ID
	if r.PostForm.Get("to") == "apply" {
		to = "/mine"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
