// Package parcel reads files as people send them by mail and WeChat: archives with
// names in GBK or UTF-8, and names that say, more or less, whose paper of which kind
// a file is. It decides nothing: what it is not sure of it says is doubtful. It
// promises that nothing of an archive is read which is locked, leads out of its
// folder or unpacks to more than [Limits] says.
package parcel

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qinglan/internal/blob"
	"qinglan/internal/lang"
)

// Limits are what may come at once. The texts on the pages, the checks and the tests
// read the same numbers.
var Limits = struct {
	Sent, Unpacked, File int64 // bytes: of one request, of all files together, of one file
	Files, Depth, Name   int   // files, folders in one another, characters of a name
	Ratio                int64 // of what is unpacked to what is packed
	Word                 int64 // bytes: of the text of a Word document, unpacked
}{
	Sent: 200 << 20, Unpacked: 500 << 20, File: blob.MaxFile, Word: 8 << 20,
	Files: 500, Depth: 6, Name: 200, Ratio: 200,
}

// A Guess is what the name of a file says.
type Guess struct {
	Name, Unit string      // of the person; empty: it does not say
	Item       string      // the place for files on a case; empty: it does not say
	Maybe      string      // a place that it may be, where it is not sure
	Doubts     []lang.Word // why somebody must look; none: it is plain
}

// Plain reports whether the name of a file speaks of a person and of a paper.
func (g Guess) Plain() bool { return g.Name != "" && usual(g.Name) && g.Item+g.Maybe != "" }

// Doubts about a name.
var (
	noName   = lang.Word("看不出是谁的")
	twoNames = lang.Word("像有两个人的姓名")
	oddName  = lang.Word("姓氏少见，请核对姓名")
	noItem   = lang.Word("看不出是哪种材料")
	twoItems = lang.Word("像两种材料，请选一种")
	unseen   = lang.Word("文件名里有看不见的字符")
	garbled  = lang.Word("文件名是乱码")
	unsigned = lang.Word("请打开看是否有本人签字")
)

// long is a run of digits that may be an identity or telephone number.
var long = regexp.MustCompile(`\d{11,}[Xx]?`)

// Mask returns a name without the numbers of people in it.
func Mask(name string) string {
	return long.ReplaceAllStringFunc(name, func(run string) string { return run[:2] + "****" })
}

// Clean returns a path as it is shown and read: slashes of one kind, without what
// cannot be seen; changed tells that there was something of that.
func Clean(path string) (clean string, changed bool) {
	clean = strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case r == '　' || r == '\u00a0':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			changed = true
			return -1
		}
		return r
	}, strings.ToValidUTF8(path, "\ufffd"))
	return clean, changed
}

// Read says what the path of a file tells of it: its own name first, then those of
// the folders it lies in, the nearest first.
func Read(path string) (g Guess) {
	clean, changed := Clean(path)
	if changed {
		g.Doubts = append(g.Doubts, unseen)
	}
	if strings.ContainsRune(clean, utf8.RuneError) {
		g.Doubts = append(g.Doubts, garbled)
	}
	parts := strings.Split(clean, "/")
	slices.Reverse(parts)
	if i := strings.LastIndexByte(parts[0], '.'); i > 0 {
		parts[0] = parts[0][:i]
	}
	var names []string
	var items []string
	for _, part := range parts {
		found, rest := kinds(part)
		if items == nil {
			items = found
		}
		n, unit := people(rest)
		if names == nil {
			names = n
		}
		if g.Unit == "" {
			g.Unit = unit
		}
	}
	g.who(names)
	g.what(items)
	return g
}

func (g *Guess) who(names []string) {
	switch len(names) {
	case 0:
		g.Doubts = append(g.Doubts, noName)
		return
	case 1:
	default:
		g.Doubts = append(g.Doubts, twoNames)
	}
	g.Name = names[0]
	if len(names) == 1 && !usual(g.Name) {
		g.Doubts = append(g.Doubts, oddName)
	}
}

func (g *Guess) what(items []string) {
	switch len(items) {
	case 0:
		g.Doubts = append(g.Doubts, noItem)
	case 1:
		g.Item = items[0]
		if g.Item == Signed {
			g.Item, g.Maybe = "", Signed
			g.Doubts = append(g.Doubts, unsigned)
		}
	default:
		g.Maybe = items[0]
		g.Doubts = append(g.Doubts, twoItems)
	}
}

// kinds returns the kinds of paper that a text names, the longest word first, and
// the text without those words.
func kinds(text string) (items []string, rest string) {
	type hit struct {
		from, to int
		items    []string
	}
	var hits []hit
	for word, of := range wordsOf {
		for at := 0; ; {
			i := strings.Index(text[at:], word)
			if i < 0 {
				break
			}
			hits = append(hits, hit{at + i, at + i + len(word), of})
			at += i + len(word)
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if d := (b.to - b.from) - (a.to - a.from); d != 0 {
			return d
		}
		return a.from - b.from
	})
	taken := make([]bool, len(text))
	for _, h := range hits {
		if slices.Contains(taken[h.from:h.to], true) {
			continue // within a longer word
		}
		for i := h.from; i < h.to; i++ {
			taken[i] = true
		}
		for _, item := range h.items {
			if !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	var b strings.Builder
	for i, r := range text {
		if taken[i] {
			b.WriteByte('-')
		} else {
			b.WriteRune(r)
		}
	}
	return items, b.String()
}

// people returns what in a text looks like names of people, those with a usual
// surname first and alone, and like the name of a unit.
func people(text string) (names []string, unit string) {
	for _, token := range strings.FieldsFunc(text, apart) {
		for _, n := range noise {
			token = strings.TrimSuffix(strings.TrimPrefix(token, n), n)
		}
		token = strings.TrimFunc(token, unicode.IsDigit)
		switch {
		case token == "":
		case isUnit(token):
			if unit == "" {
				unit = token
			}
		case isName(token) && !slices.Contains(names, token):
			names = append(names, token)
		}
	}
	if i := slices.IndexFunc(names, usual); len(names) > 1 && i >= 0 {
		names = slices.DeleteFunc(names, func(n string) bool { return !usual(n) })
	}
	return names, unit
}

// apart reports whether a character stands between the parts of a name of a file.
func apart(r rune) bool {
	return r != '·' && r != '•' && r != '・' && (unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r))
}

func isUnit(token string) bool {
	return slices.ContainsFunc(unitWords, func(w string) bool { return strings.Contains(token, w) }) && utf8.RuneCountInString(token) > 3
}

// isName reports whether a token may be the name of a person: two to four 汉字, or
// more with a point between them.
func isName(token string) bool {
	n, points := 0, 0
	for _, r := range token {
		switch {
		case unicode.Is(unicode.Han, r):
			n++
		case r == '·' || r == '•' || r == '・':
			points++
		default:
			return false
		}
	}
	return n >= 2 && (n <= 4 || points > 0 && n <= 20) &&
		!slices.ContainsFunc(noNames, func(w string) bool { return strings.Contains(token, w) })
}

// usual reports whether a name begins with a usual surname, or is of those that are
// written with a point.
func usual(name string) bool {
	if strings.ContainsAny(name, "·•・") {
		return true
	}
	for _, s := range double {
		if strings.HasPrefix(name, s) {
			return true
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	return strings.ContainsRune(single, first) && utf8.RuneCountInString(name) <= 3
}
