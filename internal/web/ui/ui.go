// Package ui holds the shell of every page and the few parts that pages are
// built from, always the same.
//
// What a part is given is already in the reader's language, except questions
// of package form, whose Chinese is translated here. Every part works without
// script, prints in black on A4, and says with a word what it says by colour.
package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/lang"
	"qinglan/internal/law"
)

// T returns the Chinese text zh in the language of the reader.
func T(ctx context.Context, zh string, args ...any) string { return lang.T(ctx, zh, args...) }

// A Shell is what surrounds a page.
type Shell struct {
	Title  string // of the page; also the first heading if Lead is given
	Lead   string // one sentence under the title; empty leaves the heading to [PageHead]
	Nav    []Link
	Active string // Href of the Nav entry that the page belongs to

	Person, Post, Organ string // who is signed in; empty Person is nobody
	Who                 string // a mark of the same; tells nothing else
	Edition             string // the edition in which the page stands
	About               string // what the house is about, beside its name
	Basis               string // number of the notice it works by
	Verify              bool   // it issues certificates

	Does, Why string // what the page is for, and why it asks for what it asks; may be empty

	Bar    templ.Component // above all: the bar of the demonstration; may be nil
	Wide   bool            // the full width of the window, for desks
	Public bool            // for everybody, signed in or not
	Path   string          // of the page, to come back after a change of language
	Origin string          // address of the site, as https://example.org
	Now    time.Time       // business time, if it is to be shown
}

type shellKey struct{}

// WithShell returns ctx with what is the same on every page of one reader, so
// that a page sets only what is its own.
func WithShell(ctx context.Context, s Shell) context.Context {
	return context.WithValue(ctx, shellKey{}, s)
}

// ShellOf returns the shell kept in ctx under title, for a page of active.
func ShellOf(ctx context.Context, title, active string) Shell {
	s, _ := ctx.Value(shellKey{}).(Shell)
	s.Title, s.Active = title, active
	return s
}

// Address returns a path of this site as it can be sent to somebody.
func Address(ctx context.Context, path string) string { return ShellOf(ctx, "", "").Origin + path }

// A Link leads somewhere.
type Link struct {
	Text, Href string
	Count      int    // how much waits there; zero shows nothing
	Under      []Link // of the main navigation: what a menu holds; Href is then empty
}

// holds reports whether the page at href is in the menu l.
func (l Link) holds(href string) bool {
	return href != "" && slices.ContainsFunc(l.Under, func(u Link) bool { return u.Href == href })
}

// A Choice is the same page of several matters, one of which is shown.
type Choice struct {
	Links  []Link
	Active string
}

// A Tone is one of the few meanings that have a colour, an icon and a word.
type Tone string

const (
	Plain   Tone = "plain"
	Waiting Tone = "waiting" // on somebody else
	OnMe    Tone = "onme"    // on the reader
	Late    Tone = "late"    // late, refused or wrong
	Done    Tone = "done"
)

// icon returns the name of the icon of t.
func (t Tone) icon() string {
	switch t {
	case Waiting:
		return "clock"
	case OnMe:
		return "arrow"
	case Late:
		return "alert"
	case Done:
		return "check"
	}
	return "dot"
}

func (t Tone) class() string {
	if t == "" {
		return string(Plain)
	}
	return string(t)
}

// A Weight tells how much a button weighs. A page has one Primary.
type Weight string

const (
	Primary Weight = "primary"
	Normal  Weight = "normal"
	Quiet   Weight = "quiet"
	Danger  Weight = "danger"
)

func (w Weight) class() string {
	if w == "" {
		w = Normal
	}
	return "btn btn-" + string(w)
}

// A Head is what a page says first: where, whose turn, what next, by when.
type Head struct {
	Trail []Link // from the top to the page above
	Title string
	Lead  string
	Tone  Tone
	State string   // the word of the chip; empty shows none
	Tags  []string // further chips: what sets this one apart, such as 代录
	Turn  string   // whose turn it is and the one next thing, as a sentence
	Meta  []string // small facts in a line: number, organ, clause
	Under bool     // stands under the head of the page: one of several
}

// A Stage is one step of the way that a case goes.
type Stage struct {
	Name string
	Note string // a date, an organ
	At   Place
}

// A Place is where a stage stands to the case.
type Place string

const (
	Past    Place = "past"
	Present Place = "present"
	Future  Place = "future"
	Failed  Place = "failed" // the way ended here
)

func present(stages []Stage) int {
	for i, s := range stages {
		if s.At == Present || s.At == Failed {
			return i
		}
	}
	if len(stages) > 0 && stages[len(stages)-1].At == Past {
		return len(stages) - 1
	}
	return -1
}

// A Pair is a fact: a key and its value, or a part in the place of the value.
type Pair struct {
	Key, Value string
	Old        string // what Value was before it was changed
	Part       templ.Component
}

// An Event is a line of the journal in words.
type Event struct {
	At          time.Time
	Who, Organ  string
	Did         string // "退回补正"
	Text        string // the reason, the opinion
	Digest      Pair   // of what was signed: what it is called, and all its digits
	Clause      string // on which it stands
	Tone        Tone
	Provisional bool // is not yet in force
}

// A Todo is a line of a checklist.
type Todo struct {
	Text, Note, Href string
	Done             bool
}

// A Figure is a number that matters, with its word.
type Figure struct {
	Label, Value, Unit, Note, Href string
	Tone                           Tone
}

// A Tile is an uploaded or produced file.
type Tile struct {
	Name, Href string
	Kind       string // "PDF", "JPG"
	Size       string
	Note       string // who put it there, when, or what is wrong with it
	Tone       Tone
	Small      string // address of a small picture; may be empty
	View       string // address to look at it within the page; may be empty
	Why        string // address that wants to know why first; may be empty
}

// A Bar is a row of a [Chart].
type Bar struct {
	Label string
	Value int
	Of    int // zero if there is no whole
	Tone  Tone
	Note  string
}

// A Chart compares a few numbers. The numbers stand beside the bars.
type Chart struct {
	Title, Unit string
	Bars        []Bar
}

// A Line is one number over time. No share of a target is drawn beside it to be
// compared with; what may be expected is a fan, not a plan.
type Line struct {
	Title, Unit string
	Points      []Point
	Ahead       *Ahead // what is expected; nil if nothing is said
}

// An Ahead is where a line may go: after so many more periods between Low and
// High, most likely to about Mid.
type Ahead struct{ Low, Mid, High, Periods int }

// A Point is the number at the end of a period.
type Point struct {
	Label string
	Value int
}

// A Pages leads through a list by key.
type Pages struct {
	Previous, Next string // addresses; empty if there is none
	Shown, Total   int    // Total is zero if it was not counted
}

// A Sheet asks before something is done.
type Sheet struct {
	ID      string
	Open    string   // of the button that opens it: "推荐上报"
	Title   string   // "推荐上报 12 人？"
	Effects []string // what will happen, one a line
	Undo    string   // whether it can be taken back, and until when
	Weight  Weight   // of the button that opens it
}

// digestHead is enough of a digest to compare two by eye.
func digestHead(hex string) string {
	if len(hex) <= 12 {
		return hex
	}
	return hex[:12] + "…"
}

// Joined returns the parts that are not empty with a middle dot between.
func Joined(parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, " · ")
}

// ClauseHref returns where the words of c are read.
func ClauseHref(c law.Clause) string {
	document, no, _ := strings.Cut(string(c), "/")
	return "/laws/" + document + "#c-" + no
}
