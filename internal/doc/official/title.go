package official

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// perLine is how many characters of a title fit a line.
const perLine = 20

// Broken returns the lines of a title, broken by sense: the organs that issue it
// stand on the first, the rest is cut behind a word that ends a part of it, as
// near to the middle as can be, and never inside 《》, “” or （）.
func Broken(title string) []string {
	if strings.Contains(title, "\n") {
		return strings.Split(title, "\n")
	}
	var out []string
	if organs, rest, ok := strings.Cut(title, "关于"); ok && organs != "" {
		organs = strings.ReplaceAll(strings.TrimSpace(organs), " ", "　")
		if utf8.RuneCountInString(organs)+utf8.RuneCountInString(rest)+2 > perLine {
			out, title = append(out, cut(organs)...), "关于"+rest
		}
	}
	return append(out, cut(title)...)
}

// cut breaks a part of a title that is longer than a line.
func cut(s string) []string {
	runes := []rune(s)
	if len(runes) <= perLine {
		return []string{s}
	}
	lines := (len(runes) + perLine - 1) / perLine
	want := (len(runes) + lines - 1) / lines
	best, cost := want, 1000
	depth := 0
	for i, r := range runes {
		switch {
		case strings.ContainsRune("《“（", r):
			depth++
		case strings.ContainsRune("》”）", r):
			depth--
		}
		if n := i + 1; n >= 4 && n <= perLine && n < len(runes) {
			c := 3 * abs(n-want)
			if depth > 0 {
				c += 60
			}
			if !slices.Contains([]string{"的", "和", "、", "》", "）"}, string(r)) && runes[n] != '《' {
				c += 15
			}
			if len(runes)-n < 5 {
				c += 100 // nor is the last one a word alone
			}
			if strings.ContainsRune("、的》”）", runes[n]) {
				c += 200 // a line does not begin with it
			}
			if c < cost {
				best, cost = n, c
			}
		}
	}
	return append([]string{strings.TrimSpace(string(runes[:best]))}, cut(strings.TrimSpace(string(runes[best:])))...)
}

func abs(n int) int { return max(n, -n) }
