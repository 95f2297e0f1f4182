package lang

import (
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Pinyin returns a comparison of Chinese names in the order of their pinyin,
// as lists of people are printed. It is for one goroutine.
func Pinyin() func(a, b string) int {
	return collate.New(language.Chinese).CompareString
}
