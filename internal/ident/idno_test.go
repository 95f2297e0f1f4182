package ident_test

import (
	"errors"
	"fmt"
	"testing"

	"qinglan/internal/ident"
)

// idno returns 17 digits with their check character, by the text of ISO 7064:
// the sum of all 18, weighted with powers of 2, leaves 1.
func idno(body string) string {
	for _, x := range "0123456789X" {
		sum := 0
		for i, c := range body + string(x) {
			v := int(c - '0')
			if c == 'X' {
				v = 10
			}
			sum += v << (17 - i) % 11
		}
		if sum%11 == 1 {
			return body + string(x)
		}
	}
	panic("no check character")
}

// reason returns the sentence of an [*ident.Error], or says that err is none.
func reason(err error) string {
	var e *ident.Error
	switch {
	case err == nil:
		return "valid"
	case errors.As(err, &e):
		return e.Reason
	}
	return "not an ident.Error: " + err.Error()
}

func TestParseIDNo(t *testing.T) {
	for _, in := range []string{
		"11010519491231002X",
		"11010519491231002x",
		" 110105 19491231 002X ",
		"１１０１０５１９４９１２３１００２Ｘ",
		"110105\u200b19491231002X",
	} {
		n, err := ident.ParseIDNo(in)
		if err != nil || n.Plain() != "11010519491231002X" {
			t.Errorf("ParseIDNo(%q) = %q, %v", in, n.Plain(), err)
		}
	}
	const (
		check = "身份证号码与校验位不符，请逐位核对。"
		birth = "身份证号码中的出生日期不存在，请核对第7至14位。"
		chars = "身份证号码只能是数字，末位可以是X。"
		size  = "身份证号码应为18位，请核对位数。"
	)
	for _, c := range []struct{ name, in, want string }{
		{"empty", "  ", "请填写身份证号码。"},
		{"the old number", "110105491231002", "请填写18位号码，15位旧号码已停止使用。"},
		{"a digit too few", "1101051949123100X", size},
		{"a digit too many", "11010519491231002X1", size},
		{"a wrong check", "110105194912310021", check},
		{"two digits swapped", "11010519491231020X", check},
		{"no 30 February", idno("33079919900230002"), birth},
		{"no 29 February that year", idno("33079919010229002"), birth},
		{"no month 13", idno("33079919901301002"), birth},
		{"a birth in the year 49", idno("33079900491231002"), birth},
		{"a letter inside", "11010519491231O02X", chars},
		{"X inside", "110105X9491231002X", chars},
		{"another last letter", "11010519491231002A", chars},
		{"a foreigner's card", idno("93000019900101002"), "以9开头的是外国人永久居留身份证号码，请改选证件类型。"},
		{"a first 0", idno("03079919900101002"), "身份证号码应以1至8开头，请核对。"},
		{"汉字", "一一〇一〇五一九四九一二三一〇〇二X", size},
	} {
		if _, err := ident.ParseIDNo(c.in); reason(err) != c.want {
			t.Errorf("%s: %s; want %s", c.name, reason(err), c.want)
		}
	}
}

// Every single wrong digit and every swap of neighbours is caught.
func TestIDNoCatches(t *testing.T) {
	good := idno("33079919900101123")
	for i := range good {
		for d := '0'; d <= '9'; d++ {
			bad := good[:i] + string(d) + good[i+1:]
			if _, err := ident.ParseIDNo(bad); err == nil && bad != good {
				t.Errorf("%s passes for %s", bad, good)
			}
		}
		if i > 0 {
			bad := good[:i-1] + good[i:i+1] + good[i-1:i] + good[i+1:]
			if _, err := ident.ParseIDNo(bad); err == nil && bad != good {
				t.Errorf("%s passes for %s", bad, good)
			}
		}
	}
}

func TestIDNoSays(t *testing.T) {
	n, err := ident.ParseIDNo("11010519491231002X")
	if err != nil {
		t.Fatal(err)
	}
	if y, m, d := n.Birth(); y != 1949 || m != 12 || d != 31 {
		t.Errorf("Birth = %d, %d, %d; want 1949, 12, 31", y, m, d)
	}
	if !n.Female() {
		t.Error("sequence code 002 is female")
	}
	if man, _ := ident.ParseIDNo(idno("33079919900101123")); man.Female() {
		t.Error("sequence code 123 is male")
	}
	if got, want := n.Mask(), "11*************02X"; got != want {
		t.Errorf("Mask = %s; want %s", got, want)
	}
	if got, want := n.MaskStaff(), "110105********002X"; got != want {
		t.Errorf("MaskStaff = %s; want %s", got, want)
	}
	for _, c := range []struct {
		y, m, d int
		want    bool
	}{{1949, 12, 30, false}, {1949, 12, 31, true}, {1950, 1, 1, true}, {2017, 9, 25, true}, {1948, 12, 31, false}} {
		if got := n.BornBy(c.y, c.m, c.d); got != c.want {
			t.Errorf("BornBy(%d, %d, %d) = %v", c.y, c.m, c.d, got)
		}
	}
	for _, verb := range []string{"%v", "%s", "%+v", "%#v"} {
		if got := fmt.Sprintf(verb, n); got != n.Mask() {
			t.Errorf("%s prints %s; want the mask", verb, got)
		}
	}
	var none ident.IDNo
	if y, _, _ := none.Birth(); y != 0 || none.Mask() != "" || none.Female() {
		t.Error("the zero IDNo is of somebody")
	}
}

func FuzzParseIDNo(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "110105491231002", "１１０１０５１９４９１２３１００２Ｘ", "9300001990", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ident.ParseIDNo(s)
		if err != nil {
			reason(err)
			return
		}
		if idno(n.Plain()[:17]) != n.Plain() {
			t.Errorf("%q was accepted as %q", s, n.Plain())
		}
		if again, err := ident.ParseIDNo(n.Plain()); err != nil || again != n {
			t.Errorf("%q is not canonical: %v", n.Plain(), err)
		}
	})
}

func TestParseDocument(t *testing.T) {
	const (
		shape = "证件号码与所选证件类型不符，请核对。"
		check = "证件号码与校验位不符，请逐位核对。"
	)
	flip := func(s string) string { // a wrong last digit
		if s[17] == '0' {
			return s[:17] + "1"
		}
		return s[:17] + "0"
	}
	for _, c := range []struct{ key, in, want string }{
		{"resident_id", "11010519491231002x", "11010519491231002X"},
		{"resident_id", "11010519491231", "身份证号码应为18位，请核对位数。"},
		{"hkmo_residence", idno("81000019900101002"), idno("81000019900101002")},
		{"hkmo_residence", idno("82000019900101002"), idno("82000019900101002")},
		{"hkmo_residence", idno("83000019900101002"), shape},
		{"hkmo_residence", flip(idno("81000019900101002")), check},
		{"tw_residence", idno("83000019900101002"), idno("83000019900101002")},
		{"hkmo_permit", "h12345678", "H12345678"},
		{"hkmo_permit", "H1234567801", "H1234567801"},
		{"hkmo_permit", "H123456789", shape},
		{"tw_permit", "12345678", "12345678"},
		{"foreign_pr", idno("93000019900101002"), idno("93000019900101002")},
		{"foreign_pr", flip(idno("93000019900101002")), check},
		{"foreign_pr", "ABC123456789012", "ABC123456789012"},
		{"cn_passport", "E 12345678", "E12345678"},
		{"cn_passport", "EA1234567", "EA1234567"},
		{"cn_passport", "EI1234567", shape},
		{"foreign_passport", "Ｘ1234", "X1234"},
		{"foreign_passport", "X123", shape},
		{"work_permit_a", "ABC123", "ABC123"},
		{"other", "军字第1234号", "军字第1234号"},
		{"other", " ", "请填写证件号码。"},
		{"", "1", "请选择证件类型。"},
	} {
		got, err := ident.ParseDocument(c.key, c.in)
		if err != nil {
			got = reason(err)
		}
		if got != c.want {
			t.Errorf("ParseDocument(%s, %q) = %s; want %s", c.key, c.in, got, c.want)
		}
	}
	for _, d := range ident.Documents() {
		if _, err := ident.ParseDocument(d.Key, "?"); reason(err) == "请选择证件类型。" {
			t.Errorf("%s is offered but not read", d.Key)
		}
	}
	if got := ident.MaskDocument("E12345678"); got != "E******78" {
		t.Errorf("MaskDocument = %s; want E******78", got)
	}
	if got := ident.MaskDocument("X123"); got != "****" {
		t.Errorf("MaskDocument of four = %s; want ****", got)
	}
}
