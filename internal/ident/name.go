package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// dot is the middle dot of names such as 阿依古丽·买买提.
const dot = '·'

// CleanName reads the name of a person: 1 to 50 characters, letters or 汉字,
// parts joined by a middle dot, single spaces, hyphens or apostrophes in Latin
// names. It returns the name as it is stored and printed. Compatibility forms
// of 汉字 are left as they are but for NFC: they may be how the name is written.
func CleanName(s string) (string, error) {
	s = spaced(strings.Map(typed, norm.NFC.String(s)))
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", wrong("请填写姓名。")
	case n > 50:
		return "", wrong("姓名不超过50个字。")
	case !spelled(s):
		return "", wrong("姓名只能含汉字、字母和间隔号“·”，请核对。")
	}
	return s, nil
}

// typed returns the rune to store for one that keyboards give in its place.
func typed(r rune) rune {
	switch {
	case r == '•' || r == '・' || r == '．' || r == '‧' || r == '∙':
		return dot
	case r == '’' || r == '＇':
		return '\''
	case r == '－' || r == '‐':
		return '-'
	case r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ':
		return r - 'Ａ' + 'A'
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// spaced returns s with single spaces, and none beside a 汉字: 王　青 is spread
// out to look even, and is the same name as 王青.
func spaced(s string) string {
	var b strings.Builder
	var before rune
	for _, word := range strings.Fields(s) {
		first, _ := utf8.DecodeRuneInString(word)
		if b.Len() > 0 && !unicode.Is(unicode.Han, first) && !unicode.Is(unicode.Han, before) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		before, _ = utf8.DecodeLastRuneInString(word)
	}
	return b.String()
}

// spelled reports whether s is letters, each joint between two of them.
func spelled(s string) bool {
	letter := false // whether a letter, with its marks, comes just before
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || r == '〇':
			letter = true
		case unicode.Is(unicode.M, r) && letter: // accents, variation selectors
		case (r == dot || r == ' ' || r == '-' || r == '\'') && letter:
			letter = false
		default:
			return false
		}
	}
	return letter
}

// MaskName returns the surname and a star for each further character: 张*,
// 张**, 欧阳*. A name in parts keeps its first character alone, since there the
// surname is not told apart; a Latin name keeps the first letter of each word.
func MaskName(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	if !unicode.Is(unicode.Han, r[0]) || strings.ContainsRune(s, dot) {
		return maskParts(r)
	}
	keep := 1
	if len(r) > 2 && compound[string(r[:2])] {
		keep = 2
	}
	if len(r) == 1 {
		return "*"
	}
	return string(r[:keep]) + strings.Repeat("*", visible(r[keep:]))
}

// maskParts stars all but the first rune, the joints, and the first letter of
// each word after a space.
func maskParts(r []rune) string {
	var b strings.Builder
	first := true
	for _, c := range r {
		switch {
		case unicode.Is(unicode.M, c):
		case c == dot || c == '-' || c == '\'':
			b.WriteRune(c)
		case c == ' ':
			b.WriteRune(c)
			first = true
		case first:
			b.WriteRune(c)
			first = false
		default:
			b.WriteByte('*')
		}
	}
	return b.String()
}

// visible returns the number of runes that stand for themselves.
func visible(r []rune) int {
	n := 0
	for _, c := range r {
		if !unicode.Is(unicode.M, c) {
			n++
		}
	}
	return n
}

// compound holds the surnames of two characters that are in use.
var compound = set(`欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台
	皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官
	司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭
	南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘
	贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 归海 叱干 完颜 耶律`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
