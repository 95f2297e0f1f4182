// Package training is the pages of the 集中培训: those of an institution that
// holds classes, of the province that places people in them, of who is trained,
// and of the city and county that see how their own people stand.
package training

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	*course.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, course.Of(h.Flow, h.Keys)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"class"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Store.Register()
	s.Queue.Handle("send-class-link", s.sendLink)
	s.Section("entry", s.entrySection)
	s.Section("class", s.classSection)
	s.Papers("class", s.printed)
	s.Home("class", func(c *flow.Case, _ org.Actor) string { return "/classes/" + c.ID })
	s.Beside("/mine", s.dueOfMine)
	s.quick()
}

// quick puts on each desk what waits there for the training.
func (s *Slice) quick() {
	s.Quick(casework.Quick{
		Text: "待编班学员", Href: "/training#waiting", Roles: []programme.Role{programme.Province},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			free, err := s.Unplaced(ctx, s.Flow.DB(), a)
			return len(free), err
		},
	})
	s.Quick(casework.Quick{
		Text: "待决定的请假", Href: "/classes#leaves", Roles: []programme.Role{programme.Institution},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			all, err := course.Asked(ctx, s.Flow.DB(), a.Organ.ID)
			return len(all), err
		},
	})
	s.Quick(casework.Quick{
		Text: "我的培训", Href: "/training/mine#unanswered", Roles: []programme.Role{programme.Applicant},
		Count: func(ctx context.Context, a org.Actor) (int, error) { return s.unanswered(ctx, a) },
	})
}
