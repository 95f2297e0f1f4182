package ui

import (
	"slices"
	"strings"
	"testing"
)

// A day keeps together in a narrow column; nothing of the text is lost.
func TestLines(t *testing.T) {
	for text, want := range map[string][]string{
		"10月18日（周三）17:00":        {"10月18日（周三）", "17:00"},
		"2018年9月30日（周日）24:00":    {"2018年9月30日（周日）", "24:00"},
		"2017年9月27日":             {"2017年9月27日"},
		"2017-09-27—2017-09-29":  {"2017-09-27—", "2017-09-29"},
		"2017-09-25 14:00—17:00": {"2017-09-25 ", "14:00—", "17:00"},
		"2017年9月28日至2017年10月30日": {"2017年9月28日至", "2017年10月30日"},
		"义乌市江滨跨境贸易有限公司（虚构）":      nil,
		"24/24":          nil,
		"2017 讲师：完成集中培训": nil,
		"9月27日起" + strings.Repeat("长", 30): nil,
	} {
		if got := lines(text); !slices.Equal(got, want) || want != nil && strings.Join(got, "") != text {
			t.Errorf("lines(%q) = %q; want %q", text, got, want)
		}
	}
}
