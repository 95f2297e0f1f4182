package raster

import (
	"bytes"
	"strconv"
)

// The objects of a PDF (ISO 32000-1, 7.3). Numbers are float64, true and false
// bool, null nil, strings and hexadecimal strings text.
type (
	name string
	text []byte
	list []any
	dict map[name]any
	ref  int // number of an object; generations are not told apart
	word string
)

// A stream is a dictionary with the bytes behind it, as they stand in the file.
type stream struct {
	dict
	raw []byte
}

// deepest is how far objects may nest.
const deepest = 40

// A lexer reads objects from bytes. What it cannot read it passes.
type lexer struct {
	in   []byte
	at   int
	left *int // how many more objects may be read, by this lexer and others
}

func (l *lexer) more() bool { return l.at < len(l.in) }

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) space() {
	for l.more() {
		switch c := l.in[l.at]; {
		case blank(c):
			l.at++
		case c == '%':
			for l.more() && l.in[l.at] != '\n' && l.in[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// object returns the next object: a word if it is an operator or a keyword.
func (l *lexer) object(depth int) any {
	l.space()
	*l.left--
	if !l.more() || depth > deepest || *l.left < 0 {
		l.at = len(l.in)
		return nil
	}
	switch c := l.in[l.at]; {
	case c == '/':
		l.at++
		return name(l.regular())
	case c == '(':
		return l.literal()
	case c == '<' && l.at+1 < len(l.in) && l.in[l.at+1] == '<':
		l.at += 2
		return l.dictionary(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		l.at++
		return l.array(depth)
	case delimiter(c):
		l.at++
		return word(c)
	}
	return l.plain()
}

// plain returns a number, a reference or a word.
func (l *lexer) plain() any {
	s := l.regular()
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		if num, err := strconv.Atoi(s); err == nil && num >= 0 {
			back := l.at
			l.space()
			gen := l.regular()
			l.space()
			if _, err := strconv.Atoi(gen); err == nil && l.regular() == "R" {
				return ref(num)
			}
			l.at = back
		}
		return n
	}
	switch s {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return word(s)
}

func (l *lexer) regular() string {
	from := l.at
	for l.more() && !blank(l.in[l.at]) && !delimiter(l.in[l.at]) {
		l.at++
	}
	return string(l.in[from:l.at])
}

func (l *lexer) array(depth int) list {
	var out list
	for {
		l.space()
		if !l.more() {
			return out
		}
		if l.in[l.at] == ']' {
			l.at++
			return out
		}
		out = append(out, l.object(depth+1))
	}
}

func (l *lexer) dictionary(depth int) dict {
	out := dict{}
	for {
		l.space()
		if !l.more() {
			return out
		}
		if bytes.HasPrefix(l.in[l.at:], []byte(">>")) {
			l.at += 2
			return out
		}
		if k, ok := l.object(depth + 1).(name); ok {
			out[k] = l.object(depth + 1)
		}
	}
}

// literal passes a string in brackets. What it says is of no use to us but in
// palettes.
func (l *lexer) literal() text {
	var out text
	depth := 0
	for ; l.more(); l.at++ {
		switch c := l.in[l.at]; c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				l.at++
				return out
			}
		case '\\':
			out = append(out, l.escaped()...)
			continue
		}
		out = append(out, l.in[l.at])
	}
	return out
}

// escaped reads what stands behind a backslash and stops at its last byte.
func (l *lexer) escaped() []byte {
	if l.at++; !l.more() {
		return nil
	}
	c := l.in[l.at]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return []byte{"\n\r\t\b\f"[i]}
	}
	if c == '\n' || c == '\r' {
		return nil
	}
	if c < '0' || c > '7' {
		return []byte{c}
	}
	n, from := 0, l.at
	for ; l.more() && l.at < from+3 && l.in[l.at] >= '0' && l.in[l.at] <= '7'; l.at++ {
		n = n*8 + int(l.in[l.at]-'0')
	}
	l.at--
	return []byte{byte(n)}
}

func (l *lexer) hex() text {
	end := bytes.IndexByte(l.in[l.at:], '>')
	if end < 0 {
		l.at = len(l.in)
		return nil
	}
	digits := l.in[l.at+1 : l.at+end]
	l.at += end + 1
	return unhex(digits)
}

// unhex reads hexadecimal digits; an odd one at the end stands for itself and 0.
func unhex(digits []byte) []byte {
	var out []byte
	half, have := byte(0), false
	for _, c := range digits {
		n, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			continue
		}
		if have {
			out = append(out, half<<4|byte(n))
		}
		half, have = byte(n), !have
	}
	if have {
		out = append(out, half<<4)
	}
	return out
}
