// Package opening is where a case of the leading track is begun, filled in and
// read, if no slice has pages of its own for it: a track says so by a form named
// begin. It asks that form, founds the organisation of whoever has none yet,
// takes the files of the materials, and shows what was sent in.
//
// It promises that a case belongs to the region of the organisation that opened
// it, that nothing is opened after the deadline, and that what is sent in has
// every material that the edition needs.
package opening

import (
	"context"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those that are begun here.
func (s *Slice) Tracks() (out []string) {
	for _, e := range s.Flow.Editions() {
		if t := e.Main(); t.Forms["begin"] != nil && !slices.Contains(out, t.Name) {
			out = append(out, t.Name)
		}
	}
	return out
}

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("materials-there", s.materialsThere)
	for _, name := range s.Tracks() {
		s.Section(name, s.sent)
		s.Section(name, s.files)
	}
	s.Quick(casework.Quick{Text: "申报", Href: "/begin", Note: "新的申报和已有的申报", Roles: s.Flow.Current().Main().Opens})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /begin", s.page)
	m.Route("POST /begin", s.begin)
	m.Route("POST /begin/found", s.found)
}

// party is whose case a opens: the organisation's, or their own.
func party(a org.Actor) string {
	if a.Officer() {
		return a.Organ.ID
	}
	return a.Person
}

// open begins a case of the leading track for a.
func (s *Slice) open(ctx context.Context, a org.Actor, e *programme.Edition, id string, ans form.Answers) (*flow.Case, error) {
	t := e.Main()
	region, _ := org.RegionOf(a.Organ.Region)
	if !org.Within(e, region.Code) {
		return nil, fault.New(fault.Denied, "您所在的地区不在本次申报范围内。")
	}
	o := flow.Opening{
		ID: id, Track: t.Name, Edition: e.Name, Party: party(a), Name: ans["name"], Unit: a.Organ.Name,
		County: region.Code, City: region.Parent, Answers: ans,
	}
	if !s.Flow.Now().Before(e.Closes("submit", o.County, o.City)) {
		c := &flow.Case{Edition: e, Track: t, State: t.Start, County: o.County, City: o.City}
		return nil, s.Flow.Closed(ctx, s.Flow.DB(), c)
	}
	return s.Flow.Open(ctx, a, o)
}

// founding asks for an organisation that is not in the house yet.
func founding(e *programme.Edition) []form.Question {
	where := form.Question{Name: "region", Label: "所在县（市、区）", Hint: "材料先交到这里", Kind: form.Select}
	for _, city := range org.CitiesOf(e) {
		for _, c := range org.Counties(city.Code, e.Since) {
			if org.Within(e, c.Code) {
				where.Choices = append(where.Choices, form.Choice{Value: c.Code, Label: city.Name + c.Name})
			}
		}
	}
	return []form.Question{{Name: "name", Label: "单位名称", Kind: form.Text, Max: 100, Hint: "与登记证书一致的全称"}, where}
}

// establish founds the organisation of a person, once, and gives them the post
// in which they apply.
func (s *Slice) establish(ctx context.Context, a org.Actor, e *programme.Edition, ans form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := s.Establish(ctx, tx, a, e.Main().Opens[0], ans["name"], ans["region"])
		return err
	})
}

// materialsThere passes a case with a file for every material it needs.
func (s *Slice) materialsThere(ctx context.Context, tx *db.Tx, e flow.Event) error {
	files, err := s.FilesOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, m := range e.Case.Edition.MaterialsOf(e.Case.Track.Name) {
		there := slices.ContainsFunc(files, func(f casework.File) bool { return f.Item == m.Name })
		if m.Need && !m.Off && !there {
			return fault.New(fault.Invalid, "还缺材料：%s。", lang.Word(m.Label))
		}
	}
	return nil
}
