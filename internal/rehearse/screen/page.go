package screen

import (
	"fmt"
	"iter"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// A Form is a form as a page has it: where it goes and what is filled in.
type Form struct {
	Action string
	Values url.Values
	File   string // name of its file field, if it has one
}

// within reports whether b stands in n.
func within(b, n *html.Node) bool {
	for b != nil && b != n {
		b = b.Parent
	}
	return b != nil
}

// Form returns the first form whose action ends with the words given, or that a
// button sends there.
func (p *Page) Form(action string) (*Form, error) {
	for n := range p.All("form") {
		if at := Attr(n, "action"); strings.HasSuffix(at, action) || strings.Contains(at, action+"?") {
			return readForm(n), nil
		}
	}
	for b := range p.All("button") {
		at := Attr(b, "formaction")
		if !strings.HasSuffix(at, action) {
			continue
		}
		for n := range p.All("form") {
			if id := Attr(b, "form"); id != "" && id == Attr(n, "id") || id == "" && within(b, n) {
				f := readForm(n)
				f.Action = at
				return f, nil
			}
		}
	}
	return nil, fmt.Errorf("%s (%d): no form to %s; it says: %.300s", p.Path, p.Status, action, p.Text())
}

// Has reports whether the page has such a form.
func (p *Page) Has(action string) bool {
	_, err := p.Form(action)
	return err == nil
}

// Links returns the addresses the page leads to that begin with a prefix, each
// once, in order.
func (p *Page) Links(prefix string) (out []string) {
	seen := map[string]bool{}
	for n := range p.All("a") {
		if h := Attr(n, "href"); strings.HasPrefix(h, prefix) && !seen[h] {
			seen[h] = true
			out = append(out, h)
		}
	}
	return out
}

// Text returns the words of the page's main part in one line.
func (p *Page) Text() string {
	if p.root == nil {
		return string(p.Body)
	}
	root := p.root
	for n := range p.All("main") {
		root = n
	}
	return strings.Join(strings.Fields(Text(root)), " ")
}

// Find returns the text of the first element with that attribute value, such
// as data-code.
func (p *Page) Find(name string) string {
	if p.root == nil {
		return ""
	}
	for n := range descend(p.root) {
		if n.Type == html.ElementNode && has(n, name) {
			if v := Attr(n, name); v != "" {
				return v
			}
			return strings.TrimSpace(Text(n))
		}
	}
	return ""
}

// All returns the elements of a kind on the page, such as tr, in order.
func (p *Page) All(tag string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if p.root == nil {
			return
		}
		for n := range descend(p.root) {
			if n.Type == html.ElementNode && n.Data == tag && !yield(n) {
				return
			}
		}
	}
}

func descend(n *html.Node) iter.Seq[*html.Node] { return n.Descendants() }

// readForm reads what a form would send if its first button were pressed.
func readForm(f *html.Node) *Form {
	out := &Form{Action: Attr(f, "action"), Values: url.Values{}}
	for n := range descend(f) {
		if n.Type != html.ElementNode || Attr(n, "name") == "" {
			continue
		}
		name := Attr(n, "name")
		switch n.Data {
		case "input":
			switch Attr(n, "type") {
			case "checkbox", "radio":
				if has(n, "checked") {
					out.Values.Add(name, Attr(n, "value"))
				}
			case "file":
				out.File = name
			case "submit", "button":
			default:
				out.Values.Add(name, Attr(n, "value"))
			}
		case "textarea":
			out.Values.Add(name, strings.TrimPrefix(Text(n), "\n"))
		case "select":
			out.Values.Add(name, chosen(n))
		}
	}
	return out
}

func chosen(sel *html.Node) string {
	first, found := "", false
	for n := range descend(sel) {
		if n.Type != html.ElementNode || n.Data != "option" {
			continue
		}
		if has(n, "selected") {
			return Attr(n, "value")
		}
		if !found {
			first, found = Attr(n, "value"), true
		}
	}
	return first
}

// Attr returns an attribute of an element, or "".
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// Text returns the words of a part of a page.
func Text(n *html.Node) string {
	var b strings.Builder
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for c := range descend(n) {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Press fills v into the form and sends it; what the page had filled in stays
// unless v says otherwise.
func (b *Browser) Press(p *Page, action string, v url.Values) (*Page, error) {
	return b.PressTo(p, action, "", v)
}

// PressTo is Press with a button that sends the form elsewhere.
func (b *Browser) PressTo(p *Page, action, to string, v url.Values) (*Page, error) {
	f, err := p.Form(action)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.Who, err)
	}
	for k, values := range v {
		f.Values[k] = values
	}
	if to != "" {
		f.Action = to
	}
	return b.Send(f.Action, f.Values)
}

// Says reports whether the words stand in the page's main part.
func (p *Page) Says(words string) bool { return strings.Contains(p.Text(), words) }

// Forms returns every form whose action ends with the words given.
func (p *Page) Forms(action string) (out []*Form) {
	for n := range p.All("form") {
		if strings.HasSuffix(Attr(n, "action"), action) {
			out = append(out, readForm(n))
		}
	}
	return out
}

// Options returns the values of all boxes, buttons and hidden fields of a name.
func (p *Page) Options(name string) (out []string) {
	for n := range p.All("input") {
		if Attr(n, "name") == name {
			out = append(out, Attr(n, "value"))
		}
	}
	return out
}

// OptionsIn returns the values of the fields of a name below a node.
func OptionsIn(root *html.Node, name string) (out []string) {
	for n := range descend(root) {
		if n.Type == html.ElementNode && n.Data == "input" && Attr(n, "name") == name {
			out = append(out, Attr(n, "value"))
		}
	}
	return out
}

// Seen returns the move number that a page was made at.
func (p *Page) Seen() url.Values {
	for n := range p.All("input") {
		if Attr(n, "name") == "seen" {
			return url.Values{"seen": {Attr(n, "value")}}
		}
	}
	return nil
}

// LinkBeside returns the link with a prefix in the table row that names
// somebody alone: a whole list is called after the first of its people, 等.
func LinkBeside(p *Page, name, prefix string) string {
	for row := range p.All("tr") {
		if said := Text(row); strings.Contains(said, name) && !strings.Contains(said, name+"等") {
			if at := LinkIn(row, prefix); at != "" {
				return at
			}
		}
	}
	return ""
}

// LinkIn returns the first link with a prefix in a part of a page.
func LinkIn(part *html.Node, prefix string) string {
	for n := range descend(part) {
		if n.Type == html.ElementNode && n.Data == "a" && strings.HasPrefix(Attr(n, "href"), prefix) {
			return Attr(n, "href")
		}
	}
	return ""
}

// LastPart returns what follows the last slash of an address: mostly the id of
// what the page shows.
func LastPart(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// NamesIn returns the names of the fields below a node that begin with a prefix.
func NamesIn(root *html.Node, prefix string) (names []string) {
	for n := range descend(root) {
		if n.Type == html.ElementNode && n.Data == "input" && strings.HasPrefix(Attr(n, "name"), prefix) {
			names = append(names, Attr(n, "name"))
		}
	}
	return names
}
