// Package contest recommends listed lecturers for the hundred of the year
// (四.3): a window that the province sets, wishes that lecturers record
// themselves, and the list of those who go straight to the final. It promises
// one wish of a person a year, none outside the window, and that nobody is
// recommended without a wish of their own and a certificate valid at that
// moment.
package contest

import (
	"context"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"contest"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("somebody-valid", s.somebodyValid)
	s.Flow.Effect("drop-invalid", s.dropInvalid)
	s.Papers("contest", s.printed)
	s.Section("contest", s.contestSection)
	s.Section("nomination", s.nominationSection)
	s.Quick(casework.Quick{Text: "百强名师", Href: "/hundred", Note: "年度意愿和推荐", Roles: []programme.Role{programme.Province}})
}

// A Window is when wishes of a year are taken.
type Window struct {
	Year        int
	Case        string
	First, Last calendar.Date
}

// Begin opens the year: a second one of the same year is Stale.
func (s *Slice) Begin(ctx context.Context, a org.Actor, id string, win Window, given form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		win.Case = id
		first, err := insertYear(ctx, tx, win)
		if err != nil {
			return err
		}
		if !first {
			return fault.New(fault.Stale, "%d年度的推荐已经开始。", win.Year)
		}
		c, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: "contest", Party: a.Organ.ID, Name: fmt.Sprint(win.Year), Answers: given})
		if err != nil {
			return err
		}
		return s.Flow.SetDue(ctx, tx, *c, win.Last.At(24, 0))
	})
}

// Wish records that a wants to be recommended, within the window and with a
// valid certificate.
func (s *Slice) Wish(ctx context.Context, a org.Actor, contest string, given form.Answers) (string, error) {
	id := db.NewID()
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		win, err := windowOf(ctx, tx, contest)
		if err != nil {
			return err
		}
		c, err := s.Flow.Load(ctx, tx, contest)
		if err != nil {
			return err
		}
		now := s.Flow.Now()
		if c.State != "open" || now.Before(win.First.At(0, 0)) || !now.Before(win.Last.At(24, 0)) {
			return fault.New(fault.Closed, "%d年度的意愿只在%s至%s表达。", win.Year, win.First.Said(), win.Last.Said())
		}
		cert, err := s.standing(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if cert == nil {
			return fault.New(fault.Closed, "只有在名录内、证书有效的讲师可以参加。")
		}
		n, err := takeWish(ctx, tx, contest, a.Person, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Stale, "您已经表达过本年度的意愿。")
		}
		_, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: "nomination", Edition: c.Edition.Name, Party: a.Person, Name: cert.Name, Unit: cert.Unit,
			County: cert.County, City: cert.City, Parent: contest, Answers: given})
		if err != nil {
			return err
		}
		return s.Flow.PutMember(ctx, tx, flow.Member{List: contest, Case: id, Pos: n})
	})
	return id, err
}

// standing returns the valid certificate of a person, or nil.
func (s *Slice) standing(ctx context.Context, q db.Q, person string) (*flow.Case, error) {
	ids, err := valid(ctx, q, person)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.Flow.Load(ctx, q, ids[0])
}

// somebodyValid is the guard of a list that would otherwise be empty.
func (s *Slice) somebodyValid(ctx context.Context, tx *db.Tx, e flow.Event) error {
	stand, _, err := s.nominees(ctx, tx, e.Case.ID)
	if err == nil && len(stand) == 0 {
		err = fault.New(fault.Closed, "没有表达意愿且证书有效的讲师，不能推荐。")
	}
	return err
}

// nominees divides those who wish by whether their certificate is valid now.
func (s *Slice) nominees(ctx context.Context, q db.Q, contest string) (stand, fall []*flow.Case, err error) {
	members, err := s.Flow.Members(ctx, q, contest)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range members {
		c, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, nil, err
		}
		if c.State != "wished" {
			continue
		}
		cert, err := s.standing(ctx, q, c.Party)
		if err != nil {
			return nil, nil, err
		}
		if cert != nil {
			stand = append(stand, c)
		} else {
			fall = append(fall, c)
		}
	}
	return stand, fall, nil
}

// dropInvalid takes off the list whoever holds no valid certificate any more.
func (s *Slice) dropInvalid(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, fall, err := s.nominees(ctx, tx, e.Case.ID)
	for _, c := range fall {
		if err == nil {
			_, err = s.Flow.MoveByList(ctx, tx, *c, "drop", e.Actor, nil)
		}
	}
	return err
}
