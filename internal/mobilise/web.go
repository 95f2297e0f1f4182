package mobilise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A spot is a place below, as the level above sees it.
type spot struct {
	locality.Spot
	Reckoned reckoning
}

// An overviewView is what a city or the province sees of the places below.
type overviewView struct {
	Shell    ui.Shell
	Editions ui.Choice
	Edition  *programme.Edition
	Actor    org.Actor
	Place    *locality.Place // the city whose counties are shown
	Own      bodyView
	Spots    []spot
	Figures  []locality.Figure
	Sum      reckoning
}

// A bodyView is 工作主体 of a place with the form to change it.
type bodyView struct {
	Place locality.Place
	Body  locality.Body
	Named bool
	Edits bool // show the form
	Tried casework.Tried
}

// overview leads a county to its page and shows the others what lies below.
func (s *Slice) overview(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, locality.Readers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	if a.Role == programme.County {
		http.Redirect(w, r, "/mobilise/"+a.Organ.Region+"?edition="+e.Name+"&show="+url.QueryEscape(r.URL.Query().Get("show")), http.StatusSeeOther)
		return nil
	}
	city := r.URL.Query().Get("city")
	if a.Role == programme.City {
		city = a.Organ.Region
	}
	v, err := s.overviewOf(ctx, e, a, city)
	if err != nil {
		return err
	}
	v.Editions = s.Editions(ctx, r, e, "city")
	return web.Render(w, r, http.StatusOK, overviewPage(v))
}

func (s *Slice) overviewOf(ctx context.Context, e *programme.Edition, a org.Actor, city string) (overviewView, error) {
	v := overviewView{Shell: ui.ShellOf(ctx, lang.T(ctx, "动员与摸底"), "/mobilise"), Edition: e, Actor: a}
	v.Shell.Wide = true
	if city != "" {
		c, ok := org.RegionOf(city)
		if !ok || c.Level != "city" {
			return v, locality.ErrMissing
		}
		v.Place = &locality.Place{Region: c, Edition: e}
	}
	spots, err := s.places.Spots(ctx, e, a, city)
	if err != nil {
		return v, err
	}
	counts, err := reckonings(ctx, s.Flow.DB(), e.Name, city, "", quiet(e, s.Flow.Now()))
	if err != nil {
		return v, err
	}
	v.Figures, _ = locality.Sum(spots)
	for _, x := range spots {
		v.Sum.take(counts[x.Region.Code])
	}
	if city == "" {
		spots, counts = locality.ByCity(e, spots), byCity(spots, counts)
	}
	v.Spots = placed(spots, counts)
	bodies, err := s.places.Bodies(ctx, s.Flow.DB(), e.Name, city)
	if err != nil {
		return v, err
	}
	for i := range v.Spots {
		if b, ok := bodies[v.Spots[i].Region.Code]; ok {
			v.Spots[i].Body = &b
		}
	}
	if a.Role == programme.City {
		b, ok := bodies[city]
		v.Own = bodyView{Place: locality.Place{Region: v.Place.Region, Edition: e, Acts: true}, Body: b, Named: ok, Edits: !ok}
	}
	return v, nil
}

// placed sets beside each place how far its addressees have come.
func placed(spots []locality.Spot, counts map[string]reckoning) (out []spot) {
	for _, x := range spots {
		out = append(out, spot{x, counts[x.Region.Code]})
	}
	return out
}

// byCity sums what counts say of counties.
func byCity(spots []locality.Spot, counts map[string]reckoning) map[string]reckoning {
	out := map[string]reckoning{}
	for _, x := range spots {
		sum := out[x.Region.Parent]
		sum.take(counts[x.Region.Code])
		out[x.Region.Parent] = sum
	}
	return out
}

func (r *reckoning) take(x reckoning) {
	r.N += x.N
	r.Told += x.Told
	r.Opened += x.Opened
	r.Silent += x.Silent
	r.Begun += x.Begun
	r.Sent += x.Sent
}

// placeAsked returns the place that r names as its reader has it. To change
// something they must do its work.
func (s *Slice) placeAsked(r *http.Request, acting bool) (locality.Place, org.Actor, error) {
	a, err := casework.As(r, locality.Readers...)
	if err != nil {
		return locality.Place{}, a, err
	}
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			return locality.Place{}, a, fault.Wrap(fault.Invalid, err, "表单无法读取。")
		}
	}
	e, err := s.EditionAsked(r)
	if err != nil {
		return locality.Place{}, a, err
	}
	p, err := locality.Of(e, a, r.PathValue("region"))
	if err == nil && acting && !p.Acts {
		err = locality.ErrDenied
	}
	return p, a, err
}

// countyAsked is placeAsked for what only a county has.
func (s *Slice) countyAsked(r *http.Request, acting bool) (locality.Place, org.Actor, error) {
	p, a, err := s.placeAsked(r, acting)
	if err == nil && p.Level != "county" {
		err = locality.ErrMissing
	}
	return p, a, err
}

// nameBody says who does the work in a place.
func (s *Slice) nameBody(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.placeAsked(r, true)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(bodyForm, r.PostForm)
	if len(wrong) > 0 {
		return s.bodyAgain(w, r, p, a, casework.Tried{Move: "body", Answers: ans, Wrong: wrong})
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.places.Keep(r.Context(), tx, a, p, version, ans) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.Home(), http.StatusSeeOther)
	return nil
}

func (s *Slice) bodyAgain(w http.ResponseWriter, r *http.Request, p locality.Place, a org.Actor, tried casework.Tried) error {
	if p.Level == "county" {
		return s.showCounty(w, r, http.StatusUnprocessableEntity, p, a, tried)
	}
	v, err := s.overviewOf(r.Context(), p.Edition, a, p.Code)
	if err != nil {
		return err
	}
	v.Own.Edits, v.Own.Tried = true, tried
	return web.Render(w, r, http.StatusUnprocessableEntity, overviewPage(v))
}
