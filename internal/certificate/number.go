package certificate

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"qinglan/internal/ident"
)

// numberOf writes the n-th number of a year (standards: rules/17). More than
// 9999 in a year take a fifth digit.
func numberOf(year int, n int64) string { return fmt.Sprintf("浙跨电师〔%04d〕%04d号", year, n) }

// typedNumber takes a number with any brackets or none.
var typedNumber = regexp.MustCompile(`^(?:浙跨电师)?[〔\[(（【［{「]?([0-9]{4})[〕\])）】］}」]?第?([0-9]{4,6})号?$`)

// plainNumber returns a number as it is printed from how people type it, or ""
// if it is none.
func plainNumber(s string) string {
	m := typedNumber.FindStringSubmatch(strings.Map(narrow, s))
	if m == nil {
		return ""
	}
	return "浙跨电师〔" + m[1] + "〕" + m[2] + "号"
}

// narrow drops spaces and what nobody sees, and makes full-width ASCII plain.
func narrow(r rune) rune {
	switch {
	case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
		return -1
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	}
	return r
}

// plainName returns a name as it is stored from how people type it. One that
// is no name is left as it is: it was printed so.
func plainName(s string) string {
	if name, err := ident.CleanName(s); err == nil {
		return name
	}
	return strings.TrimSpace(s)
}

// alphabet has no 0, 1, l and o: each of them is read as another.
const alphabet = "23456789abcdefghijkmnpqrstuvwxyz"

const codeLength = 26 // of 5 bits each: 130 bits

// newCode returns a random code. None holds so many digits in a row that it
// could be taken for a telephone number.
func newCode() string {
	for {
		b := make([]byte, codeLength)
		rand.Read(b)
		for i := range b {
			b[i] = alphabet[b[i]&31]
		}
		if longestRun(string(b)) < 9 {
			return string(b)
		}
	}
}

func longestRun(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		run++
		if r < '0' || r > '9' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// plainCode returns a code from how people type it: any case, spaces, dashes.
// 1 and l can only mean i. It returns "" for what can be no code.
func plainCode(s string) string {
	s = strings.Map(func(r rune) rune {
		r = unicode.ToLower(narrow(r))
		switch {
		case r < 0 || unicode.Is(unicode.Pd, r) || r == '−' || r == '·' || r == '_':
			return -1
		case r == '1' || r == 'l':
			return 'i'
		}
		return r
	}, s)
	if len(s) != codeLength || strings.Trim(s, alphabet) != "" {
		return ""
	}
	return s
}

// grouped writes a code for people: fours with dashes between.
func grouped(code string) string {
	var parts []string
	for len(code) > 5 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}
