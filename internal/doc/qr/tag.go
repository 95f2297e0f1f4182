package qr

import (
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"strings"
)

// A Tag is what the small code on a page of a printed paper says (回收码): by it a
// scan finds its way back. It tells nothing about anybody: what a print is of
// stands in the house alone.
//
// As text it has 28 characters of the letters that codes hold best, so that it
// fits a code of 25 modules with a quarter of it lost (version 2, level Q): "QL",
// 16 for the print, 2 each for page and pages, and 6 that check the rest. Of a
// thousand million damaged ones that look like a tag, one passes; and then its
// print, 80 bits that nobody can guess, is still unknown.
type Tag struct {
	Print       string // 16 letters and digits of [Letters]
	Page, Pages int    // 1 to 1023; both 0 on a paper whose writer knew no pages
}

// Letters are what a print is named with, 5 bits each.
const Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

const (
	tagHead  = "QL"
	mostPage = 1<<10 - 1
)

var tagShape = regexp.MustCompile(`^QL[A-Z2-7]{26}$`)

// PrintName makes the name of a print out of at least ten random or secret bytes.
func PrintName(b []byte) string {
	return base32.StdEncoding.EncodeToString(b[:10])
}

// Text returns t as it is written into a code; empty if t names no print or a
// page that no tag can name, and then there is no code to draw.
func (t Tag) Text() string {
	body := tagHead + t.Print + number(t.Page) + number(t.Pages)
	fits := t.Page >= 0 && t.Page <= t.Pages && t.Pages <= mostPage && (t.Page == 0) == (t.Pages == 0)
	if text := body + check(body); fits && tagShape.MatchString(text) {
		return text
	}
	return ""
}

// ReadTag returns what a code says if it is a tag, unharmed.
func ReadTag(text string) (Tag, bool) {
	if !tagShape.MatchString(text) {
		return Tag{}, false
	}
	t := Tag{Print: text[2:18], Page: value(text[18:20]), Pages: value(text[20:22])}
	return t, t.Text() == text
}

func number(n int) string {
	return string([]byte{Letters[n>>5&31], Letters[n&31]})
}

func value(two string) int {
	return strings.IndexByte(Letters, two[0])<<5 | strings.IndexByte(Letters, two[1])
}

func check(body string) string {
	sum := sha256.Sum256([]byte("qinglan tag 1\n" + body))
	return base32.StdEncoding.EncodeToString(sum[:5])[:6]
}
