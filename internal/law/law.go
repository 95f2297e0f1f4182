// Package law holds the notices clause by clause, word for word, and the
// defaults of this programme where a notice is silent. A rule elsewhere names
// its [Clause]; a page can then show the sentence the rule stands on.
package law

import (
	"bufio"
	"embed"
	"io/fs"
	"path"
	"strings"

	"qinglan/internal/lang"
)

//go:embed text
var files embed.FS

// A Clause names one numbered paragraph as document/number, such as
// "zswlf72/三.2".
type Clause string

// A Document is a notice or a set of rules.
type Document struct {
	ID      string
	Title   string
	Short   string // how a clause of it is cited
	Own     bool   // a default of this system, not a word of the authority
	Clauses []Paragraph
}

// A Paragraph is one clause with its text.
type Paragraph struct {
	ID   Clause
	No   string
	Text string
}

var (
	documents = map[string]*Document{}
	texts     = map[Clause]Paragraph{}
)

func init() {
	names, err := fs.Glob(files, "text/*.md")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		id := strings.TrimSuffix(path.Base(name), ".md")
		d := parse(id)
		documents[id] = d
		for _, p := range d.Clauses {
			texts[p.ID] = p
		}
	}
}

// parse reads text/id.md: "# title", "> short", "! own", then one clause a
// line as "[no] text"; a line without a number continues the clause above as
// a paragraph of its own.
func parse(id string) *Document {
	f, err := files.Open("text/" + id + ".md")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	d := &Document{ID: id}
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		switch {
		case line == "":
		case strings.HasPrefix(line, "# "):
			d.Title = line[2:]
		case strings.HasPrefix(line, "> "):
			d.Short = line[2:]
		case line == "! own":
			d.Own = true
		case strings.HasPrefix(line, "["):
			no, text, _ := strings.Cut(line[1:], "] ")
			d.Clauses = append(d.Clauses, Paragraph{Clause(id + "/" + no), no, text})
		default:
			last := &d.Clauses[len(d.Clauses)-1]
			last.Text += "\n" + line
		}
	}
	return d
}

// Find returns the document of that id.
func Find(id string) (*Document, bool) {
	d, ok := documents[id]
	return d, ok
}

// Words returns the words of the clause of that number, empty if d has none.
func (d *Document) Words(no string) string {
	for _, c := range d.Clauses {
		if c.No == no {
			return c.Text
		}
	}
	return ""
}

// Known reports whether c exists.
func (c Clause) Known() bool { _, ok := texts[c]; return ok }

// Text returns the words of c.
func (c Clause) Text() string { return texts[c].Text }

// Own reports whether c is a default of this system.
func (c Clause) Own() bool {
	id, _, _ := strings.Cut(string(c), "/")
	d := documents[id]
	return d != nil && d.Own
}

// Cite returns how people cite c, in the language of the sentence it stands in.
func (c Clause) Cite() Citation { return Citation(c) }

// A Citation names a clause as people do: "72号文 三.2", or "系统默认 3". It is
// a [lang.Text]; the numbers stay as the document prints them.
type Citation Clause

// Text returns c in the language l.
func (c Citation) Text(l lang.Lang) string {
	id, no, _ := strings.Cut(string(c), "/")
	d := documents[id]
	if d == nil {
		return string(c)
	}
	return lang.In(l, d.Short) + " " + no
}

// String returns c in Chinese, as documents do.
func (c Citation) String() string { return c.Text(lang.Chinese) }
