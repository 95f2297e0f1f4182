// Package ident holds the numbers and names that tell persons and organisations
// apart: how each is written, checked and masked, and how a text is searched
// for those that must not be published.
//
// It knows no case, no clock and no key. It promises that a value it returns
// without error is in one canonical form, fit for a blind index; that a refusal
// is an [*Error] whose Reason is one whole Chinese sentence for the page; and
// that neither an error nor a [Leak] carries the value it speaks of.
package ident

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// An Error says what is wrong with an input.
type Error struct {
	Reason string // one Chinese sentence, without the value
}

func (e *Error) Error() string { return e.Reason }

func wrong(reason string) error { return &Error{reason} }

// fold returns s in compatibility form without spaces and invisible marks: what
// a number is whichever keyboard typed it.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// hyphens returns s with every kind of dash as "-".
func hyphens(s string) string {
	return strings.Map(func(r rune) rune {
		if dash(r) {
			return '-'
		}
		return r
	}, s)
}

// dash reports whether r is a dash, or is typed for one on a Chinese keyboard.
func dash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' || r == 'ー' }

// digits reports whether s is one or more ASCII digits.
func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// hide returns s with all but the first left and the last right runes starred.
// What is too short to keep anything secret is starred as a whole.
func hide(s string, left, right int) string {
	r := []rune(s)
	if len(r) <= left+right {
		return strings.Repeat("*", len(r))
	}
	stars := strings.Repeat("*", len(r)-left-right)
	return string(r[:left]) + stars + string(r[len(r)-right:])
}
