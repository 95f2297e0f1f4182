// Package form asks people questions and reads their answers.
//
// A form is a list of questions, which are data. Reading never loses what was
// typed: a wrong answer comes back as it was, with a complaint beside it. What
// Read returns without complaint is clean: NFC text without control characters,
// within its limits, in one canonical writing for each kind.
package form

import "qinglan/internal/lang"

// The kinds of question. The zero kind is Text.
const (
	Text    = "text"    // one line
	Prose   = "prose"   // several lines
	Date    = "date"    // 2017-09-28
	Month   = "month"   // 2017-09
	Phone   = "phone"   // as ident.ParsePhone writes it
	Email   = "email"   // as ident.ParseEmail writes it
	Name    = "name"    // of a person, as ident.CleanName writes it
	IDNo    = "idno"    // of a resident: 18 characters; always Secret on pages
	USCC    = "uscc"    // unified social credit code
	Number  = "number"  // whole, Min to Max
	Score   = "score"   // 0 to 100 (or Min to Max) in steps, at most two decimals
	Money   = "money"   // yuan with at most two decimals, up to Max: "3000.00"; see [Cents]
	Decimal = "decimal" // not negative, kept as it was entered; Step is the number of decimals
	Pick    = "choice"  // one of a few, all in sight
	Select  = "select"  // one of many, in a list
	Many    = "many"    // any of Choices, kept in their order, one a line
	Check   = "check"   // a statement to agree to: "yes"
	Rows    = "rows"    // a group of questions asked again and again: a JSON array
	File    = "file"    // ids of uploaded files, one a line
)

// A Question is one thing asked.
type Question struct {
	Name  string // of the answer; lower-case letters, digits and hyphens
	Label string // Chinese, with an English line; as are Hint and Why
	Hint  string // how to answer
	Why   string // why we ask
	Kind  string
	// Max and Min bound the runes of a text, the value of a number or score,
	// the count of choices, rows or files. Zero means the default of the kind.
	Max, Min int
	Step     int    // of a score, in hundredths; 0 is 100; of a decimal, its places
	Optional bool   // may be left empty
	Secret   bool   // never kept on the device of whoever answers
	Class    string // of secrecy: an edition hides it from some roles; empty: none
	Choices  []Choice
	Columns  []Question // of Rows
	Clause   string     // on which asking it stands
	Show     When       // asked only then
	Accept   string     // of File: media types, "image/jpeg,application/pdf"
}

// A Choice is one answer to choose.
type Choice struct{ Value, Label, Hint string }

// A When tells on which answer to another question a question is asked. The
// zero When is always.
type When struct {
	Name string
	In   []string // any of these values
}

// A Complaint says what is wrong with an answer.
type Complaint struct {
	Format string // Chinese, the key of its English
	Args   []any
}

// Text returns the complaint in the language l.
func (c Complaint) Text(l lang.Lang) string { return lang.In(l, c.Format, c.Args...) }

// Wrong holds complaints by the name of the question, in rows by
// name.index.column. A complaint about the form as a whole has no name.
type Wrong map[string]Complaint

// Add complains about the question name, unless there is a complaint already.
func (w Wrong) Add(name, zh string, args ...any) {
	if _, ok := w[name]; !ok {
		w[name] = Complaint{zh, args}
	}
}

// A Named is a complaint with the question it is about.
type Named struct {
	Name  string // as in [Wrong]
	Label string // Chinese; empty if the form does not ask Name
	Complaint
}

// List returns the complaints in the order in which qs ask; those about nothing
// in qs come first.
func (w Wrong) List(qs []Question) []Named {
	var asked []Named
	known := make(map[string]bool)
	add := func(name, label string) {
		if c, ok := w[name]; ok && !known[name] {
			known[name] = true
			asked = append(asked, Named{name, label, c})
		}
	}
	for _, q := range qs {
		add(q.Name, q.Label)
		for i := range maxRows {
			for _, c := range q.Columns {
				add(Cell(q.Name, i, c.Name), c.Label)
			}
		}
	}
	var rest []Named
	for _, name := range sorted(w) {
		if !known[name] {
			rest = append(rest, Named{Name: name, Complaint: w[name]})
		}
	}
	return append(rest, asked...)
}
