package sheet

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Plain reads a table of text: copied out of a spreadsheet (tabs), saved from one
// (commas, semicolons), or typed with wide gaps; in UTF-8, UTF-16 with a mark at
// its beginning, or GB 18030.
func Plain(b []byte) ([]Table, error) {
	if len(b) > MostBytes {
		return nil, errLarge
	}
	text, err := unified(b)
	if err != nil {
		return nil, err
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	t := Table{}
	cut := cutter(text)
	n := 0
	for no := 1; text != ""; no++ {
		var row Row
		if row.Cells, text = cut(text); len(row.Cells) > 0 {
			row.No = no
			t.Rows = append(t.Rows, row)
		}
		if n += len(row.Cells); len(t.Rows) > MostRows || n > mostCells {
			return nil, errLarge
		}
	}
	if len(t.Rows) == 0 {
		return nil, errEmpty
	}
	return []Table{t}, nil
}

// unified returns a text as UTF-8.
func unified(b []byte) (string, error) {
	var err error
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xFF\xFE")), bytes.HasPrefix(b, []byte("\xFE\xFF")):
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
	case !utf8.Valid(b):
		b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	}
	if err != nil {
		return "", errBroken
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), nil
}

// gaps divide a line that was typed.
var gaps = regexp.MustCompile(`[ \x{3000}]{2,}`)

// cutter returns what cuts the first line off a text and divides it: by the mark
// that its lines have most in common.
func cutter(text string) func(string) ([]Cell, string) {
	head := text[:min(len(text), 8<<10)]
	for _, mark := range []string{"\t", ",", "，", ";", "；"} {
		lines := 0
		for line := range strings.Lines(head) {
			if strings.Contains(line, mark) {
				lines++
			}
		}
		if lines*2 > strings.Count(strings.TrimSpace(head), "\n") {
			return func(text string) ([]Cell, string) { return quoted(text, mark) }
		}
	}
	return func(text string) ([]Cell, string) {
		line, rest, _ := strings.Cut(text, "\n")
		var cells []Cell
		for i, part := range gaps.Split(strings.TrimSpace(line), -1) {
			cells = add(cells, i, part)
		}
		return cells, rest
	}
}

// add appends a cell in which something stands.
func add(cells []Cell, col int, text string) []Cell {
	if strings.TrimSpace(text) == "" {
		return cells
	}
	if n := len(text); n > 3 && strings.HasPrefix(text, `="`) && text[n-1] == '"' { // how a text file keeps digits from being a number
		text = text[2 : n-1]
	}
	return append(cells, Cell{Col: col, Text: text})
}

// quoted cuts a line whose cells may stand in quotes, with marks, line ends and
// doubled quotes inside.
func quoted(text, mark string) (cells []Cell, rest string) {
	for col := 0; ; col++ {
		var cell string
		cell, text = field(text, mark)
		cells = add(cells, col, cell)
		switch {
		case text == "":
			return cells, ""
		case text[0] == '\n':
			return cells, text[1:]
		}
		text = text[len(mark):]
	}
}

// field cuts a cell off a text. A quote in the middle of a cell is a character,
// and so is one that nothing closes.
func field(text, mark string) (cell, rest string) {
	if body, ok := strings.CutPrefix(text, `"`); ok {
		inside, after, ok := closed(body)
		if ok && (after == "" || after[0] == '\n' || strings.HasPrefix(after, mark)) {
			return inside, after
		}
	}
	end := strings.IndexByte(text, '\n')
	if end < 0 {
		end = len(text)
	}
	if i := strings.Index(text[:end], mark); i >= 0 {
		end = i
	}
	return text[:end], text[end:]
}

// closed divides a text behind an opening quote at the closing one.
func closed(text string) (inside, after string, ok bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 || b.Len()+i > mostOne {
			return "", "", false
		}
		b.WriteString(text[:i])
		text = text[i+1:]
		if !strings.HasPrefix(text, `"`) {
			return b.String(), text, true
		}
		b.WriteByte('"')
		text = text[1:]
	}
}
