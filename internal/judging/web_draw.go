package judging

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/draw"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
	"qinglan/internal/web"
)

// draw opens both secrets and draws the order.
func (s *Slice) draw(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", programme.Association)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "draw", a, seen)
	if err != nil {
		return err
	}
	ctx := r.Context()
	r.PostForm.Del("record") // it is ours to write
	ans, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if ans["drawer"] != "" && ans["drawer"] == ans["witness"] {
		wrong.Add("witness", "两个口令不能相同。")
	}
	if len(wrong) > 0 {
		return s.showSession(w, r, http.StatusUnprocessableEntity, c, a, "draw", ans, wrong)
	}
	about, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil {
		return err
	}
	members, err := s.Flow.Members(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	record, err := sitting.DrawLots(sitting.Record{
		ID: c.ID, Time: calendar.Exact(s.Flow.Now()), Place: about["place"], Drawer: a.Name,
		Supervisor: ans["supervisor"], Secrets: [2]string{ans["drawer"], ans["witness"]},
	}, applications(members))
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "口令至少%d个字，写在一行内。", draw.MinSecret)
	}
	body, err := json.Marshal(record)
	if err != nil {
		return err
	}
	ans["record"] = string(body)
	if _, err := s.Flow.Move(ctx, c, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/sessions/"+c.ID+"#draw", http.StatusSeeOther)
	return nil
}

// drawFile hands out the record of the draw for whoever recomputes it.
func (s *Slice) drawFile(w http.ResponseWriter, r *http.Request) error {
	c, _, err := s.Found(r, "session", watchers...)
	if err != nil {
		return err
	}
	record, ok, err := s.book.Record(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Missing, "本场还没有抽签。")
	}
	return web.File(w, r, "draw-"+c.ID+".json", "application/json", bytes.NewReader(record.File()))
}

// panel appoints the judges: those ticked, each with the employer written
// beside the name, and one of them as chief.
func (s *Slice) panel(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", programme.Association)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "appoint", a, seen)
	if err != nil {
		return err
	}
	ctx := r.Context()
	pool, err := s.Flow.Orgs().Holders(ctx, s.Flow.DB(), programme.Judge)
	if err != nil {
		return err
	}
	ans, wrong := form.Read(c.Track.Forms[m.Form], panelForm(pool, r.PostForm))
	if len(wrong) == 0 {
		_, err = s.Flow.Move(ctx, c, m, a, ans)
	}
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Kind == fault.Invalid {
		wrong, err = form.Wrong{"judges": {Format: refused.Format, Args: refused.Args}}, nil
	}
	switch {
	case err != nil:
		return err
	case len(wrong) > 0:
		return s.showSession(w, r, http.StatusUnprocessableEntity, c, a, "appoint", ans, wrong)
	}
	http.Redirect(w, r, "/sessions/"+c.ID, http.StatusSeeOther)
	return nil
}

// panelForm turns what the page posts into the form of the move.
func panelForm(pool []org.Post, posted url.Values) url.Values {
	picked := map[string]bool{}
	for _, id := range posted["judge"] {
		picked[id] = true
	}
	v := url.Values{"chief": {posted.Get("chief")}}
	n := 0
	for _, p := range pool {
		if !picked[p.Person] {
			continue
		}
		picked[p.Person] = false // one with two posts is one judge
		v.Set(form.Cell("judges", n, "person"), p.Person)
		v.Set(form.Cell("judges", n, "name"), p.Name)
		v.Set(form.Cell("judges", n, "unit"), posted.Get("unit."+p.Person))
		n++
	}
	return v
}

// sign gives one of the four signatures, on the digest that the page showed.
func (s *Slice) sign(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", programme.Association, programme.Supervisor, programme.Judge)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "sign-"+r.PostForm.Get("as"), a, seen)
	if err != nil {
		return err
	}
	if _, ok := signatureOf(m.Name); !ok {
		return fault.New(fault.Missing, "没有这个办理步骤。")
	}
	ans := form.Answers{"as": a.Name, "digest": r.PostForm.Get("digest")}
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
	return nil
}

func signatureOf(move string) (int, bool) {
	for i, name := range sitting.Signatures {
		if name == move {
			return i, true
		}
	}
	return 0, false
}
