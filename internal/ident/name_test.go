package ident_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"qinglan/internal/ident"
)

func TestCleanName(t *testing.T) {
	const spelling = "姓名只能含汉字、字母和间隔号“·”，请核对。"
	for _, c := range []struct{ name, in, want string }{
		{"plain", "王青", "王青"},
		{"spread out", "王　青", "王青"},
		{"spaces around", "  王青 ", "王青"},
		{"middle dot", "演示·王青", "演示·王青"},
		{"bullet", "阿依古丽•买买提", "阿依古丽·买买提"},
		{"katakana dot", "阿依古丽・买买提", "阿依古丽·买买提"},
		{"full-width stop", "阿依古丽．买买提", "阿依古丽·买买提"},
		{"rare character of extension B", "王𠮷", "王𠮷"},
		{"variation selector", "葛\U000E0100青", "葛\U000E0100青"},
		{"zero", "王〇", "王〇"},
		{"Latin", "John  Smith", "John Smith"},
		{"full-width Latin", "Ｊｏｈｎ Smith", "John Smith"},
		{"Latin with accent, decomposed", "Jose\u0301 Nuñez", "José Nuñez"},
		{"hyphen and apostrophe", "Anne-Marie O’Neil", "Anne-Marie O'Neil"},
		{"Latin beside 汉字", "王 Amy", "王Amy"},
		{"one character", "王", "王"},
		{"fifty", strings.Repeat("王", 50), strings.Repeat("王", 50)},
		{"fifty-one", strings.Repeat("王", 51), "姓名不超过50个字。"},
		{"empty", " 　", "请填写姓名。"},
		{"digits", "王青2", spelling},
		{"brackets", "王青（女）", spelling},
		{"a dot alone", "·", spelling},
		{"a dot at the end", "王青·", spelling},
		{"a dot at the start", "·王青", spelling},
		{"two dots", "王··青", spelling},
		{"line end", "王\n青", "王青"},
		{"control character", "王\x00青", spelling},
		{"star", "王*", spelling},
		{"emoji", "王😀", spelling},
		{"invisible", "王\u200b青", "王青"},
	} {
		got, err := ident.CleanName(c.in)
		if err != nil {
			got = reason(err)
		}
		if got != c.want {
			t.Errorf("%s: CleanName(%q) = %q; want %q", c.name, c.in, got, c.want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	for _, s := range []string{"王　青", "阿依古丽•买买提", "John  Smith", "葛\U000E0100", "\xff", "e\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := ident.CleanName(s)
		if err != nil {
			return
		}
		if again, err := ident.CleanName(name); err != nil || again != name {
			t.Errorf("%q is cleaned to %q, then to %q, %v", s, name, again, err)
		}
		if n := utf8.RuneCountInString(name); n < 1 || n > 50 {
			t.Errorf("%q has %d characters", name, n)
		}
		if utf8.RuneCountInString(name) > 2 && !strings.ContainsAny(name, "·-' ") && ident.MaskName(name) == name {
			t.Errorf("%q is not masked", name)
		}
	})
}

func TestMaskName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"张三", "张*"},
		{"张三丰", "张**"},
		{"欧阳青", "欧阳*"},
		{"欧阳青青", "欧阳**"},
		{"欧阳", "欧*"}, // 欧 with the given name 阳
		{"司马", "司*"},
		{"王", "*"},
		{"王𠮷", "王*"},
		{"王葛\U000E0100", "王*"},
		{"阿依古丽·买买提", "阿***·***"},
		{"John Smith", "J*** S****"},
		{"Anne-Marie O'Neil", "A***-***** O'****"},
		{"", ""},
	} {
		if got := ident.MaskName(c.in); got != c.want {
			t.Errorf("MaskName(%s) = %s; want %s", c.in, got, c.want)
		}
	}
}

func TestLists(t *testing.T) {
	if n := len(ident.Ethnic.All()); n != 56 {
		t.Errorf("%d ethnic groups; want 56", n)
	}
	if n := len(ident.Political.All()); n != 13 {
		t.Errorf("%d political statuses; want 13", n)
	}
	for _, c := range []struct {
		list ident.List
		code string
		want ident.Code
	}{
		{ident.Ethnic, "01", ident.Code{Code: "01", Short: "汉", Name: "汉族", Letters: "HA"}},
		{ident.Ethnic, "22", ident.Code{Code: "22", Short: "畲", Name: "畲族", Letters: "SH"}},
		{ident.EthnicMore, "97", ident.Code{Code: "97", Short: "其他", Name: "其他"}},
		{ident.Political, "01", ident.Code{Code: "01", Short: "中共党员", Name: "中国共产党党员"}},
		{ident.Political, "13", ident.Code{Code: "13", Short: "群众", Name: "群众"}},
		{ident.Sex, "2", ident.Code{Code: "2", Short: "女", Name: "女性"}},
	} {
		if got, ok := c.list.Find(c.code); !ok || got != c.want {
			t.Errorf("Find(%s) = %+v, %v; want %+v", c.code, got, ok, c.want)
		}
		for _, name := range []string{c.want.Short, c.want.Name, " " + c.want.Name} {
			if got, ok := c.list.Named(name); !ok || got != c.want {
				t.Errorf("Named(%s) = %+v, %v; want %+v", name, got, ok, c.want)
			}
		}
	}
	for _, code := range []string{"", "0", "1", "57", "汉", "97"} {
		if got, ok := ident.Ethnic.Find(code); ok {
			t.Errorf("Find(%q) = %+v", code, got)
		}
	}
	seen := map[string]bool{}
	for _, c := range ident.Ethnic.All() {
		if seen[c.Code] || seen[c.Letters] || c.Name != c.Short+"族" || len(c.Letters) != 2 {
			t.Errorf("%+v", c)
		}
		seen[c.Code], seen[c.Letters] = true, true
	}
	ident.Sex.All()[0].Name = "changed"
	if c, _ := ident.Sex.Find("1"); c.Name != "男性" {
		t.Error("a caller can change the list")
	}
}
