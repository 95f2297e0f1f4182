package ident_test

import (
	"strings"
	"testing"

	"qinglan/internal/ident"
)

func TestParseUSCC(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"91350100M000100Y43", "91350100M000100Y43"},
		{"11100000MB03271699", "11100000MB03271699"},
		{" 91350100 m000100y43 ", "91350100M000100Y43"},
		{"９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"},
		{"", "请填写统一社会信用代码。"},
		{"91350100M000100Y4O", "代码不使用字母 I、O、S、V、Z，请核对。"},
		{"91350100M000I00Y43", "代码不使用字母 I、O、S、V、Z，请核对。"},
		{"91350100M000100Y4", "统一社会信用代码应为18位，请核对位数。"},
		{"91350100M000100Y431", "统一社会信用代码应为18位，请核对位数。"},
		{"91350100M000100Y44", "统一社会信用代码与校验位不符，请逐位核对。"},
		{"91350100-000100Y43", "统一社会信用代码只含数字和大写字母，请核对。"},
		{"组织机构代码", "统一社会信用代码只含数字和大写字母，请核对。"},
	} {
		got, err := ident.ParseUSCC(c.in)
		text := string(got)
		if err != nil {
			text = reason(err)
		}
		if text != c.want {
			t.Errorf("ParseUSCC(%q) = %s; want %s", c.in, text, c.want)
		}
	}
}

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// uscc returns 17 characters with their check, found by trying.
func uscc(body string) string {
	for _, c := range usccAlphabet {
		if s := body + string(c); reasonOf(s) == "valid" {
			return s
		}
	}
	panic("no check character for " + body)
}

func reasonOf(s string) string {
	_, err := ident.ParseUSCC(s)
	return reason(err)
}

// Just one check character fits each body, 0 where the sum leaves nothing
// included, and with it the weighted sum is a multiple of 31.
func TestUSCCCheck(t *testing.T) {
	zero := false
	for _, a := range usccAlphabet {
		for _, b := range usccAlphabet {
			body := "91330700MA2E" + string(a) + "00" + string(b) + "0"
			body += strings.Repeat("1", 17-len(body))
			fits := 0
			for _, c := range usccAlphabet {
				if reasonOf(body+string(c)) != "valid" {
					continue
				}
				fits++
				zero = zero || c == '0'
				sum, w := 0, 1
				for _, r := range body {
					sum += strings.IndexRune(usccAlphabet, r) * w
					w = w * 3 % 31
				}
				if sum += strings.IndexRune(usccAlphabet, c); sum%31 != 0 {
					t.Fatalf("%s%c: the sum leaves %d", body, c, sum%31)
				}
			}
			if fits != 1 {
				t.Fatalf("%d check characters fit %s", fits, body)
			}
		}
	}
	if !zero {
		t.Error("no body led to the check 0")
	}
}

func TestUSCCSays(t *testing.T) {
	for _, c := range []struct {
		code, kind, region string
		inner              bool
	}{
		{"91350100M000100Y43", "企业", "350100", true},
		{"11100000MB03271699", "机关", "100000", true},
		{uscc("51330700M000100Y5"), "社会团体", "330700", false},
		{uscc("A1330700M000100Y4"), "", "330700", true},
	} {
		u, err := ident.ParseUSCC(c.code)
		if err != nil {
			t.Fatalf("%s: %v", c.code, err)
		}
		if u.Kind() != c.kind || u.Region() != c.region || u.InnerValid() != c.inner {
			t.Errorf("%s: %q, %s, %v; want %q, %s, %v", u, u.Kind(), u.Region(), u.InnerValid(), c.kind, c.region, c.inner)
		}
	}
	var none ident.USCC
	if none.Kind() != "" || none.Region() != "" || none.InnerValid() {
		t.Error("the zero USCC is of somebody")
	}
}

func FuzzParseUSCC(f *testing.F) {
	for _, s := range []string{"91350100M000100Y43", "Z", "９１", "91350100m000100y43"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ident.ParseUSCC(s)
		if err != nil {
			return
		}
		_ = u.InnerValid() // must not panic on anything that parses
		if again, err := ident.ParseUSCC(string(u)); err != nil || again != u || len(u) != 18 {
			t.Errorf("%q is not canonical: %v", u, err)
		}
	})
}
