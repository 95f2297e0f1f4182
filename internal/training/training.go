// Package training is the pages of the 集中培训: those of an institution that
// holds classes, of the province that places people in them, of who is trained,
// and of the city and county that see how their own people stand.
package training

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
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
	s.Meanwhile("class", s.beforeIt)
	s.Meanwhile("entry", s.seated)
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

// seated says in which class somebody sits who is still to be trained: it is not
// the province that they wait for any more.
func (s *Slice) seated(ctx context.Context, c *flow.Case) (state, say string, err error) {
	if c.State != "enrolled" {
		return "", "", nil
	}
	id, err := course.SeatOf(ctx, s.Flow.DB(), c.ID)
	if err != nil || id == "" {
		return "", "", err
	}
	class, err := s.Flow.Load(ctx, s.Flow.DB(), id)
	if err != nil {
		return "", "", err
	}
	k, err := s.Class(ctx, s.Flow.DB(), class)
	if err != nil {
		return "", "", err
	}
	switch {
	case class.State == "signed":
		return lang.T(ctx, "培训结束"), lang.T(ctx, "%s已上完，等待省级确认结业名单。", course.NameOf(class)), nil
	case len(k.Lessons) > 0 && !s.Flow.Now().Before(k.Lessons[0].Starts()):
		return lang.T(ctx, "培训中"), lang.T(ctx, "正在参加%s，%s，由%s组织。", course.NameOf(class), k.Dates(), class.Unit), nil
	}
	return lang.T(ctx, "已编班"), lang.T(ctx, "已编入%s，%s，由%s组织。", course.NameOf(class), k.Dates(), class.Unit), nil
}
