// Package lang says what people read, in the language they read.
//
// The Chinese text is the key and stands in the code where it is said; its
// English is one line of en.txt. A text is always a whole format: nothing is
// glued from parts. What has no English is shown in Chinese rather than not at
// all, and a test in internal/arch names it.
package lang

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// A Lang is a language that the pages are written in.
type Lang string

const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Parse returns the language that s names; whatever is not English is Chinese.
func Parse(s string) Lang {
	if s == string(English) {
		return English
	}
	return Chinese
}

// HTML returns the value of the lang attribute of a page in l.
func (l Lang) HTML() string {
	if l == English {
		return "en"
	}
	return "zh-CN"
}

type key struct{}

// With returns ctx with the language of whoever reads the answer.
func With(ctx context.Context, l Lang) context.Context {
	return context.WithValue(ctx, key{}, l)
}

// Of returns the language kept in ctx, Chinese if there is none.
func Of(ctx context.Context) Lang {
	if l, ok := ctx.Value(key{}).(Lang); ok {
		return l
	}
	return Chinese
}

// T returns the text zh in the language of ctx, with args put in its places.
func T(ctx context.Context, zh string, args ...any) string {
	return In(Of(ctx), zh, args...)
}

// A Text is something that can be said in either language. An argument of T
// or In that is a Text is said in the language of the sentence it stands in.
type Text interface{ Text(Lang) string }

// Say returns t in the language of ctx.
func Say(ctx context.Context, t Text) string { return t.Text(Of(ctx)) }

// List says words one after the other.
func List(ctx context.Context, words []string) string {
	return strings.Join(words, T(ctx, "、"))
}

// A Word is a Chinese text with an English line, for use as an argument: the
// label of a field in a sentence about it.
type Word string

// Text returns w in the language l.
func (w Word) Text(l Lang) string { return In(l, string(w)) }

// In returns the text zh in the language l, with args put in its places.
func In(l Lang, zh string, args ...any) string {
	text := zh
	if l == English {
		if en, ok := lines()[zh]; ok {
			text = en
		}
	}
	if len(args) == 0 {
		return strings.ReplaceAll(text, "%%", "%")
	}
	said := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Text); ok {
			a = t.Text(l)
		}
		said[i] = a
	}
	return fmt.Sprintf(text, said...)
}

// Known reports whether zh has an English line.
func Known(zh string) bool {
	_, ok := lines()[zh]
	return ok
}

// Line returns the English of zh, as a format.
func Line(zh string) (en string, ok bool) {
	en, ok = lines()[zh]
	return en, ok
}

//go:embed en.txt
var english string

var lines = sync.OnceValue(func() map[string]string {
	m, _ := read(english) // what is wrong with it fails a test
	return m
})

// read reads lines of a Chinese text, a tab and its English. "\n" in a line
// stands for a line break. A text may stand twice with the same English,
// because branches add lines at the end of one file. Of two that differ the
// first holds; the error names every line that is wrong.
func read(text string) (map[string]string, error) {
	m := make(map[string]string)
	var wrong []error
	breaks := strings.NewReplacer(`\n`, "\n")
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		zh, en, ok := strings.Cut(line, "\t")
		if !ok || zh == "" || strings.TrimSpace(en) == "" || strings.Contains(en, "\t") {
			wrong = append(wrong, fmt.Errorf("en.txt:%d: want Chinese, one tab, English: %q", n, line))
			continue
		}
		zh, en = breaks.Replace(zh), breaks.Replace(en)
		if old, ok := m[zh]; ok {
			if old != en {
				wrong = append(wrong, fmt.Errorf("en.txt:%d: %q has two English texts: %q and %q", n, zh, old, en))
			}
			continue
		}
		m[zh] = en
	}
	return m, errors.Join(wrong...)
}
