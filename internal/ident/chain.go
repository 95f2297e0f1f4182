package ident

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A folded text is one in which every digit and full-width sign is ASCII, every
// dash "-", every space of a line " ", and nothing is invisible.
type folded struct {
	s  string
	at []place // of each byte of s in the text it comes from
}

type place struct{ start, end int }

func plain(text string) folded {
	var f folded
	var b strings.Builder
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError { // a stray byte, or the sign for one
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		if unicode.Is(unicode.Cf, r) {
			continue
		}
		for range utf8.RuneLen(ascii(r)) {
			f.at = append(f.at, place{i, i + size})
		}
		b.WriteRune(ascii(r))
	}
	f.s = b.String()
	return f
}

// ascii returns the plain form of a digit, sign, dash or space.
func ascii(r rune) rune {
	switch {
	case r < 0x80 || r == utf8.RuneError:
		return r
	case dash(r):
		return '-'
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case unicode.Is(unicode.Zs, r):
		return ' '
	case r == 'Х' || r == 'х' || r == '×' || r == 'Χ' || r == 'Ⅹ': // taken for X, as the last of an ID
		return 'X'
	case unicode.Is(unicode.Nd, r):
		return numeral(r)
	}
	return r
}

// numeral returns the ASCII digit of a decimal digit of any script: they stand
// in runs of ten that begin with zero.
func numeral(r rune) rune {
	for _, run := range unicode.Nd.R16 {
		if r >= rune(run.Lo) && r <= rune(run.Hi) {
			return '0' + (r-rune(run.Lo))%10
		}
	}
	for _, run := range unicode.Nd.R32 {
		if r >= rune(run.Lo) && r <= rune(run.Hi) {
			return '0' + (r-rune(run.Lo))%10
		}
	}
	return r
}

// A chain is a row of digits with nothing but spaces and hyphens inside, and
// perhaps a last X: one number, or several side by side.
type chain struct {
	digits string
	places []int // of each digit in the folded text
	groups []group
}

// A group is a part of a chain without a space or hyphen. It is quiet if it
// belongs to a date or to a landline with its area code, which are no part of a
// mobile number or an account.
type group struct {
	from, to int
	hyphen   bool // it follows the group before after just one hyphen
	quiet    bool
}

var (
	token = regexp.MustCompile(`[0-9A-Za-z]+`)
	links = regexp.MustCompile(`[0-9]+(?:[ -]{1,3}[0-9]+)*(?:[ -]{0,3}[Xx]\b)?`)
	parts = regexp.MustCompile(`[0-9Xx]+`)
)

// chains returns the chains of f outside valid credit codes.
func (f folded) chains() []chain {
	s := []byte(f.s)
	for _, m := range token.FindAllIndex(s, -1) {
		if m[1]-m[0] == 18 && organisation(string(s[m[0]:m[1]])) {
			copy(s[m[0]:m[1]], strings.Repeat("#", 18))
		}
	}
	var list []chain
	for _, m := range links.FindAllIndex(s, -1) {
		list = append(list, link(string(s[m[0]:m[1]]), m[0]))
	}
	return list
}

// organisation reports whether s is a credit code and cannot be the number of
// a person.
func organisation(s string) bool {
	c, err := ParseUSCC(s)
	return err == nil && c.Kind() != "" && !(digits(s[:17]) && dated(s) && mod11(s[:17]) == s[17])
}

// link divides the chain s, which begins at offset, into its groups.
func link(s string, offset int) chain {
	var c chain
	var b strings.Builder
	end := 0
	for _, m := range parts.FindAllStringIndex(s, -1) {
		g := group{from: b.Len(), hyphen: len(c.groups) > 0 && s[end:m[0]] == "-"}
		b.WriteString(strings.ToUpper(s[m[0]:m[1]]))
		for i := m[0]; i < m[1]; i++ {
			c.places = append(c.places, offset+i)
		}
		g.to = b.Len()
		c.groups = append(c.groups, g)
		end = m[1]
	}
	c.digits = b.String()
	for i := range c.groups {
		c.quieten(i)
	}
	return c
}

// A date of the 1900s is not quiet: it may be the start of a mobile number.
var (
	date    = regexp.MustCompile(`^20\d\d-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])$`)
	oddLine = regexp.MustCompile(`^0\d{2,3}-[2-9]\d{6,7}$`)
)

// quieten marks the groups from i on if they are a date or a landline.
func (c *chain) quieten(i int) {
	for n, shape := range map[int]*regexp.Regexp{3: date, 2: oddLine} {
		if i+n > len(c.groups) {
			continue
		}
		written := c.digits[c.groups[i].from:c.groups[i].to]
		for _, g := range c.groups[i+1 : i+n] {
			if !g.hyphen {
				written += " "
			}
			written += "-" + c.digits[g.from:g.to]
		}
		if shape.MatchString(written) {
			for j := i; j < i+n; j++ {
				c.groups[j].quiet = true
			}
		}
	}
}

// alone reports whether the digits from i to j are one group.
func (c *chain) alone(i, j int) bool {
	n, found := slices.BinarySearchFunc(c.groups, i, func(g group, from int) int { return g.from - from })
	return found && c.groups[n].to == j
}
