package ident

import (
	"regexp"
	"slices"
	"strings"
)

// Kinds of leak.
const (
	LeakIDNo    = "idno"    // an identity number with a valid check
	LeakMobile  = "mobile"  // a mobile number
	LeakAccount = "account" // 16 to 19 digits that pass Luhn
	LeakOwn     = "own"     // a value that the edition itself keeps
	LeakDigits  = "digits"  // 15 to 18 digits without a valid check
	LeakEmail   = "email"   // a mail address
	LeakWord    = "word"    // 身份证 beside digits
)

// A Leak is a place in a text that must not, or perhaps should not, be
// published.
type Leak struct {
	Kind       string
	Block      bool   // the text may not be published; otherwise a person decides
	Start, End int    // bytes of the text
	Mask       string // what stands there, masked: the report is archived
	value      string // canonical, to be compared with what is declared
}

// Leaks returns what keeps text from publication, in order. It asks own, which
// may be nil, whether a canonical value is one that the edition keeps; what
// equals one of declared, the contact data of the organiser, is passed over.
//
// Full-width digits, invisible characters, and spaces and hyphens inside a
// number do not hide it, unless they make a date like 2017-10-18 of a part of a
// mobile number. Line ends, tabs and commas do end a number: hand over
// the cells of a table divided by them. Valid credit codes are passed over;
// numbers of certificates are too short to be found.
func Leaks(text string, own func(s string) bool, declared ...string) []Leak {
	g := gate{text: plain(text), own: own}
	chains := g.text.chains()
	for _, c := range chains {
		g.idnos(c)
		g.numbers(c)
	}
	g.words()
	for _, c := range chains {
		g.runs(c)
	}
	g.matches(address, LeakEmail)
	g.matches(idWord, LeakWord)

	known := map[string]bool{}
	for _, d := range declared {
		known[canonical(d)] = true
	}
	leaks := slices.DeleteFunc(g.leaks, func(l Leak) bool { return known[canonical(l.value)] })
	slices.SortFunc(leaks, func(a, b Leak) int { return a.Start - b.Start })
	return leaks
}

// HoldsIDNo reports whether a text holds an identity number, or as many digits as
// one has and no telephone is.
func HoldsIDNo(s string) bool {
	count := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			count++
		}
	}
	if count < 15 {
		return false
	}
	for _, l := range Leaks(s, nil) {
		if l.Kind == LeakIDNo || l.Kind == LeakDigits && !strings.ContainsAny(s[l.Start:l.End], "-－—") { // 0579-82345678-801 is a telephone
			return true
		}
	}
	return false
}

// idWord finds the word beside a number, masked or not: a public list carries
// neither (公示 names no ID, not even a masked one).
var idWord = regexp.MustCompile(`身份证[^0-9\n。；;]{0,12}[0-9]{3}|[0-9]{3}[^0-9\n。；;]{0,6}身份证`)

// A gate collects the leaks of one text.
type gate struct {
	text  folded
	own   func(string) bool
	leaks []Leak
}

// found notes a leak unless the place is noted already: the graver kinds are
// looked for first.
func (g *gate) found(kind string, from, to int, value, mask string) {
	l := Leak{
		Kind:  kind,
		Block: kind == LeakIDNo || kind == LeakMobile || kind == LeakAccount || kind == LeakOwn,
		Start: g.text.at[from].start,
		End:   g.text.at[to-1].end,
		Mask:  mask,
		value: value,
	}
	for _, k := range g.leaks {
		if l.Start < k.End && k.Start < l.End {
			return
		}
	}
	g.leaks = append(g.leaks, l)
}

// idnos finds 18 characters with a valid check wherever they begin, in longer
// numbers too if they hold a date; a number of just 18 needs none.
func (g *gate) idnos(c chain) {
	for i := 0; i+18 <= len(c.digits); i++ {
		s := c.digits[i : i+18]
		if s[0] == '0' || !digits(s[:17]) || mod11(s[:17]) != s[17] {
			continue
		}
		if dated(s) || c.alone(i, i+18) {
			g.found(LeakIDNo, c.places[i], c.places[i+17]+1, s, hide(s, 2, 3))
		}
	}
}

// numbers finds mobile numbers, bank accounts and the edition's own values
// among the spans from the start of one group of digits to the end of another.
func (g *gate) numbers(c chain) {
	for i := range c.groups {
		quiet := false // whether a date or an office's telephone lies in the span
		for j := i; j < len(c.groups); j++ {
			from, to := c.groups[i].from, c.groups[j].to
			if to-from > 19 {
				break
			}
			quiet = quiet || c.groups[j].quiet
			g.number(c, from, to, i == j, quiet)
		}
	}
}

func (g *gate) number(c chain, from, to int, single, quiet bool) {
	s := c.digits[from:to]
	note := func(kind, mask string) { g.found(kind, c.places[from], c.places[to-1]+1, s, mask) }
	switch {
	case !quiet && mobile.MatchString(home(s)):
		note(LeakMobile, MaskMobile(home(s)))
	// Cards begin with 3 to 9; a span of several numbers that does not is dates or telephones.
	case !quiet && len(s) >= 16 && digits(s) && luhn(s) && (single || s[0] >= '3'):
		note(LeakAccount, MaskAccount(s))
	case len(s) >= 5 && g.keeps(s):
		note(LeakOwn, MaskDocument(s))
	}
}

// keeps reports whether the edition keeps s, as it stands or as a telephone.
func (g *gate) keeps(s string) bool {
	if g.own == nil {
		return false
	}
	if g.own(s) {
		return true
	}
	p, err := ParsePhone(s)
	return err == nil && p.String() != s && g.own(p.String())
}

// words asks about tokens with letters, such as passport numbers, and mail
// addresses.
func (g *gate) words() {
	if g.own == nil {
		return
	}
	for _, m := range address.FindAllStringIndex(g.text.s, -1) {
		if mail, err := ParseEmail(g.text.s[m[0]:m[1]]); err == nil && g.own(mail) {
			g.found(LeakOwn, m[0], m[1], mail, MaskEmail(mail))
		}
	}
	for _, m := range token.FindAllStringIndex(g.text.s, -1) {
		s := strings.ToUpper(g.text.s[m[0]:m[1]])
		if len(s) >= 5 && len(s) <= 30 && strings.ContainsAny(s, "0123456789") && g.own(s) {
			g.found(LeakOwn, m[0], m[1], s, MaskDocument(s))
		}
	}
}

// runs finds what is as long as an identity number or an account and is none:
// it may be mistyped.
func (g *gate) runs(c chain) {
	for _, r := range c.groups {
		g.run(c, r.from, r.to)
	}
	if !slices.ContainsFunc(c.groups, func(r group) bool { return r.quiet }) {
		g.run(c, 0, len(c.digits))
	}
}

func (g *gate) run(c chain, from, to int) {
	if n := to - from; n >= 15 && n <= 18 {
		g.found(LeakDigits, c.places[from], c.places[to-1]+1, c.digits[from:to], hide(c.digits[from:to], 2, 2))
	}
}

func (g *gate) matches(re *regexp.Regexp, kind string) {
	for _, m := range re.FindAllStringIndex(g.text.s, -1) {
		s := g.text.s[m[0]:m[1]]
		mask := "身份证"
		if kind == LeakEmail {
			mask = MaskEmail(s)
		}
		g.found(kind, m[0], m[1], s, mask)
	}
}

// home returns a number without the country code or the 0 of long distance.
func home(s string) string {
	switch {
	case len(s) == 15:
		return strings.TrimPrefix(s, "0086")
	case len(s) == 13:
		return strings.TrimPrefix(s, "86")
	case len(s) == 12:
		return strings.TrimPrefix(s, "0")
	}
	return s
}

// canonical returns s so that two ways to write one number or address are equal.
func canonical(s string) string {
	return home(strings.TrimPrefix(strings.ReplaceAll(strings.ToLower(hyphens(fold(s))), "-", ""), "+"))
}

// luhn reports whether s passes the check of ISO/IEC 7812. Zeros alone do not.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum > 0 && sum%10 == 0
}
