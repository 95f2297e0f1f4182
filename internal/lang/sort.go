package lang

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// asRead are surnames that are read otherwise than the same character in other words,
// with a character that is read as they are: 沈 is Shěn and not chén, 曾 Zēng and not
// céng. Of 覃 and 乐, which families read in two ways, it keeps out.
var asRead = map[rune]rune{
	'沈': '审', '曾': '增', '单': '善', '解': '谢', '查': '闸', '仇': '求', '区': '欧', '朴': '飘', '翟': '宅', '冼': '显',
	'缪': '妙', '盖': '葛', '员': '运', '燕': '烟', '华': '化', '郗': '希', '卜': '补', '洗': '显', '秘': '闭', '繁': '婆',
}

// Pinyin returns a comparison of Chinese names in the order of their pinyin,
// as lists of people are printed; a surname is read as one. It is for one goroutine.
func Pinyin() func(a, b string) int {
	by := collate.New(language.Chinese)
	return func(a, b string) int {
		return cmp.Or(by.CompareString(surnamed(a), surnamed(b)), by.CompareString(a, b))
	}
}

// PinyinOfWords is that of other texts, such as units, in which no surname stands
// first.
func PinyinOfWords() func(a, b string) int { return collate.New(language.Chinese).CompareString }

// surnamed returns a name with its surname as it is read; a mark before a dot, as 演示·
// of a demonstration, is none.
func surnamed(name string) string {
	mark, rest, dotted := strings.Cut(name, "·")
	if !dotted {
		mark, rest = "", name
	} else {
		mark += "·"
	}
	first, size := utf8.DecodeRuneInString(rest)
	if as, ok := asRead[first]; ok {
		return mark + string(as) + rest[size:]
	}
	return name
}
