package screen

import (
	"slices"
	"testing"
)

func TestSecrets(t *testing.T) {
	for body, want := range map[string][]string{
		"张三 330726199001011234，手机13800000000。":   {"330726199001011234", "13800000000"},
		"<td>33072619900101123X</td>":            {"33072619900101123X"},
		`value="18612345678"`:                    {"18612345678"},
		"秘-remark-12 and (秘-objector-3)":         {"秘-remark-12", "秘-objector-3"},
		"a13800000000":                           nil, // a piece of a digest
		"13800000000ab":                          nil,
		"33072619900101123x":                     nil,
		"12800000000 1380000000 138000000000":    nil,
		"030726199001011234 3307261990010112345": nil,
		"sha256_13800000000":                     nil,
		"密13800000000秘":                          {"13800000000"},
		"":                                       nil,
		"13800000000":                            {"13800000000"},
		"<a>13800000000</a><a>13900000000</a>":   {"13800000000", "13900000000"},
	} {
		if got := secrets([]byte(body)); !slices.Equal(got, want) {
			t.Errorf("%q holds %q; want %q", body, got, want)
		}
	}
}
