// Package volume binds what a city recommends for paper (装订册, 五.2 一式两份):
// 附件1, then of each person 附件2 with the materials of 附件4, in volumes of
// some thirty people with cover, contents and page numbers; the list by which
// they are handed over (移交清单); and where each copy is. It promises that a
// volume holds what the frozen 附件1 names and nobody else, that a paper which
// is missing is named on its page and counted, and that what shows an identity
// carries on every page what it may be used for.
package volume

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/qr"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const (
	summary = "summary"
	heads   = 30 // people in a volume
	copies  = 2  // 一式两份
)

// readers may print a volume: who sends it and who receives it.
var readers = []programme.Role{programme.City, programme.Province}

// bound are the states in which a list is final enough for paper.
var bound = []string{"frozen", "reported", "settled"}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{summary} }

// Register gives the task that binds, and what stands on the page of a list.
func (s *Slice) Register() {
	s.Queue.Handle("bind-volume", s.work)
	s.Section(summary, s.section)
	s.Quick(casework.Quick{
		Text: "纸质册签收", Href: "/handover", Note: "扫封面二维码登记", Roles: []programme.Role{programme.Province},
	})
}

// A Volume is one book of a set.
type Volume struct {
	ID, Summary, Version string
	N, Of                int
	People               []string // their cases
	Person               string
	At, Done             time.Time
	State                string // waiting, done
	Key, SHA256          string
	Size                 int64
	Pages, Missing       int
	Copies               []Copy
}

// A Copy is one of the two printed books.
type Copy struct {
	N                int
	Courier, Place   string
	Sent, Received   time.Time
	Sender, Receiver string
}

// version is the number of 附件1 as it was frozen last, by the papers of the list.
func (s *Slice) version(ctx context.Context, c *flow.Case) (casework.Printed, error) {
	all, err := s.PapersOf(ctx, c)
	if err != nil {
		return casework.Printed{}, err
	}
	if len(all) == 0 || !slices.Contains(bound, c.State) {
		return casework.Printed{}, fault.New(fault.Closed, "附件1定稿以后才能装订。")
	}
	return all[len(all)-1], nil
}

// name makes the code of a volume with a key that is not in the database.
func (s *Slice) name(list, version string, n int) (string, error) {
	sum, err := hex.DecodeString(s.Keys.Blind("volume", fmt.Sprintf("%s\n%s\n%d", list, version, n)))
	if err != nil {
		return "", err
	}
	return qr.PrintName(sum), nil
}

// order asks for the volumes of a list as it is frozen now; asking again makes
// nothing new.
func (s *Slice) order(ctx context.Context, c *flow.Case, a org.Actor) error {
	annex, err := s.version(ctx, c)
	if err != nil {
		return err
	}
	people, err := s.Flow.Cases(ctx, a, flow.Filter{List: c.ID})
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return fault.New(fault.Closed, "名单上没有人，没有可装订的。")
	}
	var ids []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	parts := slices.Collect(slices.Chunk(ids, heads))
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for i, part := range parts {
			id, err := s.name(c.ID, annex.No, i+1)
			if err != nil {
				return err
			}
			v := Volume{ID: id, Summary: c.ID, Version: annex.No, N: i + 1, Of: len(parts), People: part, Person: a.Person}
			if err := s.put(ctx, tx, v); err != nil {
				return err
			}
		}
		return s.Flow.Log(ctx, tx, a, "bind-volumes", c.ID, map[string]string{"version": annex.No, "volumes": fmt.Sprint(len(parts))})
	})
}
