// Package scan takes back what was printed: an office sends in scans of stamped
// papers, many pages in a file, and each page goes to its case by the code on it
// (扫描回收). What names no paper of a case that the sender may see waits in a tray
// for somebody who looks at it.
//
// It promises that no page goes to a case but by a whole code or by a person's
// hand; that a code which is unknown and one of a case that the sender may not see
// look alike; that no page is lost, whatever becomes of the program while it reads;
// and that the same file sent again changes nothing.
package scan

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/qr"
	"qinglan/internal/doc/raster"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/paper"
	"qinglan/internal/programme"
)

// slot is where pages stand on a case.
const slot = "scanned"

// offices take papers back.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	prints  paper.Store
	reading sync.Mutex // held by the task that reads files
}

// New returns the slice.
func New(h *casework.House) *Slice {
	return &Slice{House: h, prints: paper.New(h.Flow, h.Keys)}
}

// Register gives the task that reads scans, the place for pages on every case, and
// the link on the desks.
func (s *Slice) Register() {
	s.Queue.Handle("read-scan", s.work)
	var done []string
	for _, e := range s.Flow.Editions() {
		for _, t := range e.Tracks {
			if slices.Contains(done, t.Name) {
				continue
			}
			done = append(done, t.Name)
			s.Slot(t.Name, casework.Slot{
				Name: slot, Label: "盖章件扫描", Many: raster.MostPages,
				May: func(*flow.Store, *flow.Case, org.Actor) bool { return false },
			})
			if !t.Leads { // an application shows all its files itself
				s.Section(t.Name, s.section)
			}
		}
	}
	s.Quick(casework.Quick{Text: "待归入的扫描页", Href: "/scans#tray", Roles: offices, Count: s.waiting})
}

// Why a page waits in the tray.
var (
	errNoTag   = fault.New(fault.Invalid, "没有找到回收码")
	errTwoTags = fault.New(fault.Invalid, "一页上有两个以上的回收码")
	errBack    = fault.New(fault.Invalid, "已由人工移回")
	errUnknown = fault.New(fault.Invalid, "无法匹配到办件")
)

// A verdict is what became of a page by its codes: a case, or why there is none.
type verdict struct {
	tag   qr.Tag
	print paper.Print
	to    *flow.Case // nil: the tray
	now   string     // the version of the paper now, if it is another
	turn  int        // quarters that the picture lies to the right
	why   error
}

// match finds the case of the page on which these codes stand, with the eyes of a.
// Codes of others, such as that of a certificate, do not count.
func (s *Slice) match(ctx context.Context, a org.Actor, found []qr.Found) (v verdict, err error) {
	n := 0
	for _, f := range found {
		if tag, ok := qr.ReadTag(f.Text); ok {
			v.tag, v.turn, n = tag, f.Turn, n+1
		}
	}
	switch {
	case n == 0:
		v.why = errNoTag
		return v, nil
	case n > 1:
		v.tag, v.why = qr.Tag{}, errTwoTags
		return v, nil
	}
	p, known, err := s.prints.Find(ctx, s.Flow.DB(), v.tag.Print)
	if err != nil {
		return v, err
	}
	c := (*flow.Case)(nil)
	if known {
		c, err = s.Flow.Find(ctx, a, p.Case)
		if fault.Of(err) == fault.Missing {
			known, err = false, nil
		}
	}
	if err != nil {
		return v, err
	}
	if !known {
		v.tag, v.why = qr.Tag{}, errUnknown // nothing of what may not be known is kept
		return v, nil
	}
	v.to, v.print = c, p
	v.now, err = s.newer(ctx, c, p)
	return v, err
}

// newer returns the version of a paper that is printed now, if it is not that of
// p; empty if it is, or if the paper is printed no more.
func (s *Slice) newer(ctx context.Context, c *flow.Case, p paper.Print) (string, error) {
	all, err := s.PapersOf(ctx, c)
	if err != nil {
		return "", err
	}
	now := ""
	for _, one := range all {
		if one.Title == p.Paper {
			now = one.No
		}
	}
	if now == p.Version {
		now = ""
	}
	return now, nil
}

// actor is who sent a file, as they were when they did.
func (s *Slice) actor(ctx context.Context, f file) (org.Actor, error) {
	p, err := s.Flow.Orgs().Post(ctx, s.Flow.DB(), f.Post)
	return org.Holding(p), err
}

// assign puts a page of the tray on a case by hand.
func (s *Slice) assign(ctx context.Context, a org.Actor, p page, c *flow.Case) error {
	if p.Key == "" {
		return fault.New(fault.Denied, "这一页没有图像，不能归入办件。请重新扫描。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		file, err := s.PutFile(ctx, tx, c, a, slot, handName, stored(p))
		if err != nil {
			return err
		}
		if err := s.settle(ctx, tx, a, p, "matched", "", c.ID, file); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "scan-assign", c.ID, form.Answers{"page": p.ID, "file": file})
	})
}

// putBack returns a page to the tray that somebody put on a wrong case or aside.
func (s *Slice) putBack(ctx context.Context, a org.Actor, p page) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.unsettle(ctx, tx, p); err != nil {
			return err
		}
		if err := s.TakeOff(ctx, tx, p.File); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "scan-back", p.ID, form.Answers{"case": p.Case, "file": p.File})
	})
}

// handName and pageName are what files are called on the case.
const handName = "扫描件"

func pageName(v verdict) string {
	name := v.print.Paper
	if v.tag.Pages > 0 {
		name = fmt.Sprintf("%s 第%d页 共%d页", name, v.tag.Page, v.tag.Pages)
	}
	if v.now != "" {
		name += "（旧版本 " + v.print.Version + "）"
	}
	return name
}
