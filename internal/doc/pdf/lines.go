package pdf

import (
	"strings"
	"unicode"
)

// What may not start a line and what may not end one, after the usual rules of
// Chinese typesetting (GB/T 15834).
const (
	closers = "、。，．；：？！）》」』】〉〕〗｝］”’%％‰℃°·…—～,.;:?!)]}"
	openers = "（《「『【〈〔〖｛［“‘([{￥¥$№"
)

// A span is a piece of a paragraph that stays on one line.
type span struct {
	runes []rune
	width float64 // with its trailing spaces
	ink   float64 // without
}

// breakLines cuts a paragraph into lines of at most limit, the first of which
// is shorter by indent. Put together again the lines are the paragraph. Spaces
// at the end of a line hang over and take no room.
func breakLines(text string, limit, indent float64, width func(rune) float64) []string {
	var lines []string
	var line strings.Builder
	room := limit - indent
	used := 0.0
	feed := func() {
		lines = append(lines, line.String())
		line.Reset()
		used, room = 0, limit
	}
	for _, s := range spans([]rune(text), width) {
		if used > 0 && used+s.ink > room {
			feed()
		}
		if s.ink <= room {
			line.WriteString(string(s.runes))
			used += s.width
			continue
		}
		for rest := s.runes; len(rest) > 0; { // longer than a line: cut it
			if used > 0 {
				feed()
			}
			n := fit(rest, room, width)
			for _, r := range rest[:n] {
				line.WriteRune(r)
				used += width(r)
			}
			rest = rest[n:]
		}
	}
	return append(lines, line.String())
}

// fit returns how many runes of a piece that is longer than a line go on one: at
// least one, and up to a joint of an address if one is near the end.
func fit(piece []rune, room float64, width func(rune) float64) int {
	used, n := 0.0, 0
	for ; n < len(piece); n++ {
		if used += width(piece[n]); used > room && piece[n] != ' ' && n > 0 {
			break
		}
	}
	for k := n; n < len(piece) && k > n/2; k-- {
		if strings.ContainsRune("@/-_&=?", piece[k-1]) {
			return k
		}
	}
	return n
}

// spans cuts a paragraph at each place where a line may end.
func spans(text []rune, width func(rune) float64) []span {
	var out []span
	var s span
	for i, r := range text {
		s.runes = append(s.runes, r)
		s.width += width(r)
		if r != ' ' {
			s.ink = s.width
		}
		if i+1 == len(text) || mayBreak(r, text[i+1]) {
			out = append(out, s)
			s = span{}
		}
	}
	return out
}

// mayBreak reports whether a line may end between two characters.
func mayBreak(a, b rune) bool {
	switch {
	case b == ' ':
		return false // it hangs over
	case strings.ContainsRune(closers, b), strings.ContainsRune(openers, a):
		return false
	case a == ' ':
		return true
	case unicode.IsMark(b), b == 0x200D, b >= 0xFE00 && b <= 0xFE0F:
		return false // belongs to the character before
	}
	return !inWord(a) || !inWord(b)
}

// inWord reports whether r belongs to a number, a Latin word or an address.
func inWord(r rune) bool {
	if r < 0x80 {
		return r > ' '
	}
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// plain returns text with each line end a newline and each other space that
// no font need have a common one.
func plain(text string) string {
	if !strings.ContainsAny(text, "\r\t\u00a0") {
		return text
	}
	return tidy.Replace(text)
}

var tidy = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u00a0", " ")
