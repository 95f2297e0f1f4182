package flow

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/programme"
)

// A story is one of testdata/*.txt: in each line who does what, and where the
// case then stands, or which fault they met. What follows # is for the reader.
//
//	open     application wang     a new case; from here on it is the one meant
//	turn-to  application wang     the case opened before
//	time     2017-10-18  17:00    sets the clock, Beijing time
//	clock    tick        lapsed   what is due is done
//	wang     submit      at-employer
//	yiwu     read        at-county   opens the page of the case
//	yiwu     again       stale    presses the last button once more, on the page as it was
//	yiwu     undo        at-county
//	…-head   approve     …        the next step of the internal chain
//	…-leader give-back   …        sends the draft back to its drafter
//	list     annex       annexed  a decision about a list moves the case
//	wang     add         wang     the case of that party comes on this list
//	panel    assign      judge1   the person is assigned in the role of their post
//	record   instead     county   the last row was done for another (代办)
//	record   chain       a,b      who had a hand in the last row
//	record   late        yes      the period has passed
//	record   edition     …        the edition that the case belongs to
type story struct {
	*world
	c     *Case
	cases map[string]string
	pages map[string]*page // what each person has on the screen
}

type page struct {
	c    Case
	move string
}

func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				s := &story{world: newWorld(t, d), cases: map[string]string{}, pages: map[string]*page{}}
				n := 0
				for line := range strings.Lines(string(text)) {
					n++
					line, _, _ = strings.Cut(line, "#")
					words := strings.Fields(line)
					if len(words) == 0 {
						continue
					}
					if len(words) != 3 {
						t.Fatalf("%s:%d: want three words", name, n)
					}
					if got := s.line(words[0], words[1], words[2]); got != words[2] {
						t.Fatalf("%s:%d: %s: %s", name, n, strings.Join(words, " "), got)
					}
				}
				s.sound()
			})
		})
	}
}

// line carries out one line and returns what came of it.
func (s *story) line(who, what, then string) string {
	s.t.Helper()
	switch who {
	case "open":
		c, err := s.open(what, then)
		if err != nil {
			return word(err)
		}
		s.c, s.cases[what+" "+then] = c, c.ID
		return then
	case "turn-to":
		s.c = s.load(s.cases[what+" "+then])
		return then
	case "time":
		at, err := time.ParseInLocation("2006-01-02 15:04", what+" "+then, calendar.Beijing)
		if err != nil {
			return err.Error()
		}
		s.set(at)
		return then
	case "clock":
		if _, err := s.s.Tick(s.t.Context()); err != nil {
			return err.Error()
		}
		return s.state()
	case "list":
		return s.list(what)
	case "record":
		return s.record(what)
	}
	return s.person(who, what, then)
}

func (s *story) person(who, what, then string) string {
	switch what {
	case "read":
		return s.read(who)
	case "again":
		return s.again(who)
	case "undo":
		return s.undo(who)
	case "approve", "give-back":
		return s.approve(who, what)
	case "add":
		s.tx(func(tx *db.Tx) error {
			return s.s.PutMember(s.t.Context(), tx, Member{List: s.c.ID, Case: s.cases[s.c.Track.Members+" "+then], Pos: 1})
		})
		return then
	case "assign":
		s.tx(func(tx *db.Tx) error {
			return s.s.Assign(s.t.Context(), tx, s.c.ID, then, s.actor(then).Role)
		})
		return then
	}
	c, err := s.s.Find(s.t.Context(), s.actor(who), s.c.ID)
	if err != nil {
		return word(err)
	}
	s.pages[who] = &page{*c, what}
	return s.press(who)
}

// press makes the move on the page that who has on the screen.
func (s *story) press(who string) string {
	p, a := *s.pages[who], s.actor(who)
	m, err := s.s.Step(&p.c, p.move, a, p.c.Seq)
	if err != nil {
		return word(err)
	}
	if _, err := s.s.Move(s.t.Context(), &p.c, m, a, answersTo(m)); err != nil {
		return word(err)
	}
	return s.state()
}

func (s *story) again(who string) string {
	if s.pages[who] == nil {
		return who + " has pressed nothing yet"
	}
	return s.press(who)
}

func (s *story) read(who string) string {
	a := s.actor(who)
	c, err := s.s.Find(s.t.Context(), a, s.c.ID)
	if err == nil {
		err = s.s.Seen(s.t.Context(), c, a)
	}
	if err != nil {
		return word(err)
	}
	return c.State
}

func (s *story) undo(who string) string {
	a := s.actor(who)
	c, err := s.s.Find(s.t.Context(), a, s.c.ID)
	if err == nil {
		err = s.s.Undo(s.t.Context(), c, a, c.Seq)
	}
	if err != nil {
		return word(err)
	}
	return s.state()
}

func (s *story) approve(who, what string) string {
	ctx, a := s.t.Context(), s.actor(who)
	p, err := s.s.Pending(ctx, s.d, s.load(s.c.ID))
	if err != nil || p == nil {
		return word(errors.Join(errMissing, err))
	}
	if what == "approve" {
		_, err = s.s.Approve(ctx, a, p.ID, p.Step, "")
	} else {
		err = s.s.Return(ctx, a, p.ID, p.Step, "演示：请补充依据")
	}
	if err != nil {
		return word(err)
	}
	return s.state()
}

func (s *story) list(move string) string {
	clerk := s.actor("jinhua-clerk")
	err := s.d.Tx(s.t.Context(), func(tx *db.Tx) error {
		c, err := s.s.Load(s.t.Context(), tx, s.c.ID)
		if err == nil {
			_, err = s.s.MoveByList(s.t.Context(), tx, *c, move, clerk, nil)
		}
		return err
	})
	if err != nil {
		return word(err)
	}
	return s.state()
}

// record returns what the last row of the journal says.
func (s *story) record(what string) string {
	c := s.load(s.c.ID)
	entries := s.journal(c)
	last := entries[len(entries)-1]
	switch what {
	case "instead":
		if last.Instead == programme.Role("") {
			return "nobody"
		}
		return string(last.Instead)
	case "chain":
		var chain []Approval
		if last.Chain != "" {
			if err := json.Unmarshal([]byte(last.Chain), &chain); err != nil {
				return err.Error()
			}
		}
		var who []string
		for _, a := range chain {
			who = append(who, a.Person+":"+a.Decision)
		}
		return strings.Join(who, ",")
	case "edition":
		return c.Edition.Name
	case "late":
		if c.Late(s.s.Now()) {
			return "yes"
		}
		return "no"
	}
	return "unknown record " + what
}

func (s *story) state() string { return s.load(s.c.ID).State }

// word returns a fault as stories write it.
func word(err error) string {
	if k := fault.Of(err); k != 0 {
		return k.String()
	}
	return err.Error()
}
