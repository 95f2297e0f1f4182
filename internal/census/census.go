// Package census is 摸底 (五.1): by direction, how many lecturers, institutions and
// firms a county found before anybody applies. It promises that no census
// leaves a place that does not say who does the work, that what is sent names
// each direction once, and that its numbers stand beside a recommendation
// without being a mark.
package census

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	places locality.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, locality.New(h.Flow, h.Keys)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{locality.Track} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("body-named", s.named)
	s.Flow.Guard("census-whole", s.whole)
	s.Flow.Effect("census-sent", func(ctx context.Context, tx *db.Tx, e flow.Event) error { return dropDraft(ctx, tx, e.Case.ID) })
	s.Papers(locality.Track, s.printed)
	s.Section(locality.Track, s.section)
	s.Section("summary", s.besideSummary)
	s.Beside("/progress", s.besideProgress)
	s.Home(locality.Track, func(c *flow.Case, a org.Actor) string {
		_, open := locality.SendMove(c)
		if (a.Role == programme.County || a.Role == programme.City) && open {
			return "/census/" + c.ID
		}
		return ""
	})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("POST /mobilise/{region}/census", s.open)
	m.Route("GET /census/{id}", s.census)
	m.Route("POST /census/{id}", s.save)
}

// whole lets out a census that names each direction once; one without
// any number says why.
func (s *Slice) whole(_ context.Context, _ *db.Tx, e flow.Event) error {
	wrong := wholeness(e.Case.Edition, e.Answers)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "摸底表还不完整：每个培训方向填一行，全部为零的请写明摸底方式和说明。")
	}
	return nil
}

// wholeness complains of what is missing in a census, beside its fields.
func wholeness(e *programme.Edition, a form.Answers) form.Wrong {
	wrong := form.Wrong{}
	seen := map[string]int{}
	for _, row := range form.Table(a["rows"]) {
		seen[row["direction"]]++
	}
	for _, d := range e.Directions {
		if seen[d.Value] != 1 {
			wrong.Add("rows", "每个培训方向填一行，没有的填0。")
		}
	}
	if t := locality.Total(locality.Figures(e, a)); t == (locality.Figure{}) && a["way"] == "" {
		wrong.Add("way", "全部为零的，请写明摸底方式和说明。")
	}
	return wrong
}

// named lets no census out of a place that does not say who does the work.
func (s *Slice) named(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, ok, err := s.places.Body(ctx, tx, e.Case.Edition.Name, e.Case.County)
	if err == nil && !ok {
		err = fault.New(fault.Closed, "请先写明本县的工作主体（单位、联系人、电话），再报送摸底情况。")
	}
	return err
}

// begin opens the census of a county, or returns the one there is.
func (s *Slice) begin(ctx context.Context, tx *db.Tx, a org.Actor, p locality.Place) (*flow.Case, error) {
	id := p.Census()
	c, err := s.Flow.Load(ctx, tx, id)
	if fault.Of(err) != fault.Missing {
		return c, err
	}
	o, err := s.Flow.Orgs().Organ(ctx, tx, programme.County, p.Code)
	if err != nil {
		return nil, err
	}
	return s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: id, Edition: p.Edition.Name, Track: locality.Track, Party: o.ID, Name: p.Name, Unit: o.Name, County: p.Code, City: p.Parent,
	})
}

// written returns what a census says: the draft while it is written, else what
// was sent last. The version is the draft's.
func (s *Slice) written(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, int64, error) {
	sent, err := s.Flow.Answers(ctx, q, c, locality.Sending...)
	if err != nil {
		return nil, 0, err
	}
	if _, ok := locality.SendMove(c); ok {
		d, version, err := draftOf(ctx, q, c.ID)
		if err != nil || version > 0 {
			return d, version, err
		}
	}
	return sent, 0, nil
}
