package remark

import (
	"strings"

	"qinglan/internal/form"
)

func answersOf(v view, name string) form.Answers {
	if v.Open == name {
		return v.Answers
	}
	return nil
}

func wrongOf(v view, name string) form.Wrong {
	if v.Open == name {
		return v.Wrong
	}
	return nil
}

// dialled is a number as a telephone takes it: without what an extension adds,
// which is dialled by hand once somebody answers.
func dialled(phone string) string {
	phone, _, _ = strings.Cut(phone, "转")
	parts := strings.Split(phone, "-")
	if len(parts) > 2 { // area-number-extension
		parts = parts[:2]
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, strings.Join(parts, ""))
}
