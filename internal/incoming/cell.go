package incoming

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/ident"
)

// read reads a cell as what its column must be. above is what the cell above says.
func read(col Column, c sheet.Cell, above string) Cell {
	k := col.Kind
	switch {
	case c.Kind == sheet.Error:
		return Cell{Raw: c.Text, Why: anError}
	case c.Kind == sheet.Empty:
		return Cell{Why: noResult}
	case len(c.Text) > mostLetters:
		return Cell{Raw: clipped(c.Text), Why: long}
	case ident.HoldsIDNo(c.Text):
		return Cell{Why: idNumber}
	}
	out := Cell{}
	text := tidy(c.Text)
	if k != Name && (text == "同上" || text == "〃" || text == "″" || text == "\"") && above != "" {
		out = Cell{Text: above, Why: ditto}
	} else if text != "" {
		switch k {
		case Name:
			out = name(text, c)
		case Rank:
			out = rank(text, c.Kind)
		case Phone:
			out = phone(text, c.Kind)
		case Day:
			out = day(text, c.Kind)
		case Month:
			out = month(text, c.Kind)
		case Count:
			out = count(text)
		case Percent:
			out = percent(text, c.Kind)
		case Choice:
			out = choice(text, col.Choices)
		default:
			out = plain(text, c.Kind)
		}
	}
	if c.Struck && out.Why == Right && text != "" {
		out.Why = struck
	}
	if c.Text != out.Text {
		out.Raw = c.Text
	}
	return out
}

// half returns s with the letters, digits and signs of full width in their usual
// one, usual spaces, and without what cannot be seen.
func half(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　' || r == '\u00A0' || r == '\t' || r >= '\u2000' && r <= '\u200A':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

// tidy returns a text on one line without spaces around it. Between 汉字 a line
// end is where the cell was too narrow.
func tidy(s string) string {
	s = strings.TrimFunc(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s), unicode.IsSpace)
	if !strings.ContainsAny(s, "\n\r\v") {
		return s
	}
	var b strings.Builder
	before := rune(0)
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\v' }) {
		line = strings.TrimFunc(line, unicode.IsSpace)
		if first, _ := utf8.DecodeRuneInString(line); b.Len() > 0 && !(unicode.Is(unicode.Han, first) || unicode.Is(unicode.Han, before)) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
		before, _ = utf8.DecodeLastRuneInString(line)
	}
	return b.String()
}

func runeAt(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// gone reports whether a character was lost on the way here.
func gone(s string) bool {
	return strings.ContainsAny(s, "\uFFFD□■〓") || strings.Contains(s, "??")
}

// plain reads a text that may be any.
func plain(text string, k sheet.Kind) Cell {
	switch {
	case gone(text):
		return Cell{Why: lost}
	case k == sheet.Date:
		if d, ok := sheet.Day(text); ok {
			return Cell{Text: d.Format("2006-01-02"), Why: aDate}
		}
	case k == sheet.Bool:
		return Cell{Text: text, Why: unlike}
	}
	return Cell{Text: strings.TrimSuffix(text, ".0")}
}

// name reads the name of a person.
func name(text string, c sheet.Cell) Cell {
	typed := text
	text = half(text)
	switch {
	case c.Kind != sheet.Text:
		return Cell{Text: text, Why: unlike}
	case gone(text) || strings.Contains(text, "?") && len([]rune(text)) < 6:
		return Cell{Why: lost}
	case strings.ContainsAny(text, "、,;/") && parts(text) > 1:
		return Cell{Why: several}
	}
	if i := strings.IndexAny(text, "(["); i > 0 {
		if n, err := ident.CleanName(text[:i]); err == nil {
			return Cell{Text: n, Why: bracketed}
		}
	}
	clean, err := ident.CleanName(typed)
	if err == nil && spread(c.Text) {
		return Cell{Text: clean, Why: spaced}
	}
	if err == nil {
		return Cell{Text: clean}
	}
	for _, dot := range []string{".", "。", "｡", "･", "⋅"} {
		if n, err := ident.CleanName(strings.ReplaceAll(text, dot, "·")); err == nil && strings.Contains(text, dot) {
			return Cell{Text: n, Why: dotted}
		}
	}
	return Cell{Text: text, Why: unlike}
}

// parts counts the pieces of a text that look like names.
func parts(text string) (n int) {
	for p := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("、,;/", r) }) {
		if _, err := ident.CleanName(p); err == nil {
			n++
		}
	}
	return n
}

// spread reports whether a name of 汉字 has spaces that may divide two names: 张 三
// and 欧阳 锋 are spread to look even, 张三 李四 is not told from 欧阳 文忠.
func spread(raw string) bool {
	words := strings.Fields(half(raw))
	total, twos := 0, 0
	for _, w := range words {
		n := utf8.RuneCountInString(w)
		if first, _ := runeAt(w); !unicode.Is(unicode.Han, first) {
			return false // a Latin name
		}
		total += n
		if n > 1 {
			twos++
		}
	}
	return len(words) > 1 && (total > 3 || twos > 1)
}

// rank reads a place: 3, 3., 第3名, ③, 三, 十二.
func rank(text string, k sheet.Kind) Cell {
	text = strings.ReplaceAll(half(text), " ", "")
	why := Right
	switch k {
	case sheet.Date:
		why = shownAsDate
	case sheet.Bool:
		return Cell{Why: noRank}
	}
	text = strings.TrimSuffix(text, ".0")
	text = strings.TrimPrefix(text, "第")
	text = strings.TrimFunc(text, func(r rune) bool { return strings.ContainsRune("名位号.、()", r) })
	if r, width := runeAt(text); width == len(text) && r >= '①' && r <= '⑳' {
		text = strconv.Itoa(int(r-'①') + 1)
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		n, err = counted(text)
	}
	if err != nil || n < 1 || n > 999_999 {
		return Cell{Why: noRank}
	}
	return Cell{Text: strconv.Itoa(n), Why: why}
}

// counted reads a number below a hundred in 汉字.
func counted(text string) (int, error) {
	tens, ones, ok := strings.Cut(text, "十")
	n := 0
	if !ok {
		ones, tens = text, ""
	} else if tens == "" {
		n = 10
	}
	for at, part := range []string{tens, ones} {
		if part == "" {
			continue
		}
		i := strings.Index("一二三四五六七八九", part)
		if i < 0 || len(part) != 3 {
			return 0, strconv.ErrSyntax
		}
		if i = i/3 + 1; at == 0 {
			i *= 10
		}
		n += i
	}
	if n == 0 {
		return 0, strconv.ErrSyntax
	}
	return n, nil
}
