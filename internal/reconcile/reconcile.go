// Package reconcile compares a list with a table that somebody sent for it: who
// is whom, what would change, what a person has to decide first. It promises that
// comparing changes nothing; that the changes shown are those made, because both
// come of the same list, table and decisions; that a table sent twice, or taken
// out and sent back, changes nothing; and that nobody is taken for somebody else
// on a name alone where anything speaks against it. Most lists are of people; a list
// that grows may be of anything that has a name.
package reconcile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"

	"qinglan/internal/form"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

// A Field is a column that the list has as well.
type Field struct {
	incoming.Column
	Label lang.Word
	Own   bool // the table may change it; others are compared and stay
	Apart bool // tells people apart and is neither shown nor compared
	Parts bool // rows that differ in it are never about one entry
	Most  int  // characters that an own one may have

	// Check complains of a text that an own one cannot be; nil takes any.
	Check func(text string) form.Complaint
}

// An Entry is one person of a list as it stands.
type Entry struct {
	Key, Name, Href string
	Place           string            // in the list: a number; empty has none
	Values          map[string]string // by the name of a field
	Also            map[string]string // another value that is as good: the telephone of the application
	State           string            // where they are if they are not on the list
}

// A List is what a table is compared with.
type List struct {
	Fields    []Field
	Entries   []Entry
	Ranked    bool               // a table may change the places
	Grows     bool               // a table may add entries, and take off those that it lacks if a person says so; an empty cell changes nothing
	Most      int                // entries of a list that grows
	Elsewhere map[string][]Entry // people who are not on the list, by Fold of their name
	Also      map[string]string  // what a field that a new row leaves empty means
	Version   string             // of what stands behind it
}

// Columns are those that a table is read by.
func (l List) Columns() (out []incoming.Column) {
	for _, f := range l.Fields {
		out = append(out, f.Column)
	}
	return out
}

// Digest is that of the list as it stands: another one is another list.
func (l List) Digest() string {
	type entry struct {
		Key, Place string
		Values     map[string]string
	}
	var all []entry
	for _, e := range l.Entries {
		all = append(all, entry{e.Key, e.Place, e.Values})
	}
	return digest(struct {
		Version string
		All     []entry
	}{l.Version, all})
}

func digest(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Fold returns what is compared of a text: without spaces, signs, the width of
// letters and their case.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// A Change is one value that would change.
type Change struct {
	Key, Name, Field string
	Old, New         string
	At               string // the cell it comes from; empty if from none
}

// A Fault is a cell that was not taken as it stands.
type Fault struct {
	At, Seen string
	Why      lang.Word
	Of       []any     // what Why speaks of
	Effect   lang.Word // what becomes of it
}

// A Question is for a person to decide.
type Question struct {
	ID, At  string
	Seen    string // what stands there
	Why     lang.Word
	Options []Option
	Chosen  string // the value of the option; empty is undecided
}

// An Option is an answer. Its label is a word, or what somebody is called.
type Option struct {
	Value string
	Label lang.Word
	Text  string
	Sub   string
}

// A Difference is a value that differs and stays as the list has it.
type Difference struct{ Name, At, Field, Old, New string }

// A Stranger is a person of the table who is not on the list.
type Stranger struct {
	At, Name, Unit string
	State          string // where they are, if they are anywhere
}

// A Newcomer is an entry that a list which grows would have.
type Newcomer struct {
	At, Name string
	Values   map[string]string // by the name of a field
}

// A Plan is what a table would do to a list.
type Plan struct {
	Table     *incoming.Table
	Rows      int // people of the table
	Matched   int
	Questions []Question
	Changes   []Change
	Order     bool // the places change
	Added     []Newcomer
	Removed   []Entry
	Left      int // how many more entries there is room for; below zero there are too many
	Faults    []Fault
	Differ    []Difference
	Strangers []Stranger
	Absent    []Entry        // of the list and not in the table
	Over      map[string]int // how many more there are of faults, strangers, differences
}

// most is how many of a kind are told one by one.
const most = 300

// Open counts what is undecided.
func (p *Plan) Open() (n int) {
	for _, q := range p.Questions {
		if q.Chosen == "" {
			n++
		}
	}
	return n
}

// Digest is that of what it does: another one does something else.
func (p *Plan) Digest() string {
	var gone []string
	for _, e := range p.Removed {
		gone = append(gone, e.Key)
	}
	return digest(struct {
		Changes []Change
		Added   []Newcomer
		Removed []string
	}{p.Changes, p.Added, gone})
}

// Does counts what it would do.
func (p *Plan) Does() int { return len(p.Changes) + len(p.Added) + len(p.Removed) }

// Ready reports whether it can be done as it is.
func (p *Plan) Ready() bool { return p.Does() > 0 && p.Open() == 0 && p.Left >= 0 }
