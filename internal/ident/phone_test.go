package ident_test

import (
	"strings"
	"testing"

	"qinglan/internal/ident"
)

func TestParseMobile(t *testing.T) {
	for _, in := range []string{
		"19900000001", "199 0000 0001", "199-0000-0001", "+8619900000001", "+86 199 0000 0001", "008619900000001",
		"+86-199-0000-0001", "１９９０００００００１", "199－0000－0001",
	} {
		got, err := ident.ParseMobile(in)
		if err != nil || got != "19900000001" {
			t.Errorf("ParseMobile(%q) = %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"12900000001", "1990000000", "199000000011", "0579-82345678", "1990000000a", "+1 19900000001"} {
		if got, err := ident.ParseMobile(in); reason(err) != "手机号码应为11位数字，以13至19开头，请核对。" {
			t.Errorf("ParseMobile(%q) = %s, %v", in, got, err)
		}
	}
	if _, err := ident.ParseMobile(""); reason(err) != "请填写手机号码。" {
		t.Errorf("no number: %v", err)
	}
}

func TestParsePhone(t *testing.T) {
	for _, c := range []struct{ in, kind, want, full, mask string }{
		{"13800001234", ident.Mobile, "13800001234", "13800001234", "138****1234"},
		{"+86 138 0000 1234", ident.Mobile, "13800001234", "13800001234", "138****1234"},
		{"0579-82460070", ident.Landline, "0579-82460070", "0579-82460070", "0579-****0070"},
		{"057982460070", ident.Landline, "0579-82460070", "0579-82460070", "0579-****0070"},
		{"(0579)82460070", ident.Landline, "0579-82460070", "0579-82460070", "0579-****0070"},
		{"（0579）8246 0070", ident.Landline, "0579-82460070", "0579-82460070", "0579-****0070"},
		{"0579—8246—0070", ident.Landline, "0579-82460070", "0579-82460070", "0579-****0070"},
		{"+86 579 82460070", ident.Landline, "0579-82460070", "0579-82460070", "0579-****0070"},
		{"010-62345678", ident.Landline, "010-62345678", "010-62345678", "010-****5678"},
		{"01062345678", ident.Landline, "010-62345678", "010-62345678", "010-****5678"},
		{"0579-8246007-123", ident.Landline, "0579-8246007-123", "0579-8246007-123", "0579-****6007"},
		{"0579-82460070转12", ident.Landline, "0579-82460070-12", "0579-82460070-12", "0579-****0070"},
		{"82460070", ident.Landline, "82460070", "0579-82460070", "****0070"},
		{"8246 0070", ident.Landline, "82460070", "0579-82460070", "****0070"},
		{"400-800-1234", ident.Service, "4008001234", "4008001234", "400***1234"},
		{"8008001234", ident.Service, "8008001234", "8008001234", "800***1234"},
	} {
		p, err := ident.ParsePhone(c.in)
		if err != nil || p.Kind != c.kind || p.String() != c.want {
			t.Errorf("ParsePhone(%q) = %+v, %v; want %s %s", c.in, p, err, c.kind, c.want)
			continue
		}
		if got := p.Full("0579"); got != c.full {
			t.Errorf("%s in full = %s; want %s", c.in, got, c.full)
		}
		if got := p.Mask(); got != c.mask {
			t.Errorf("%s masked = %s; want %s", c.in, got, c.mask)
		}
		if again, err := ident.ParsePhone(p.String()); err != nil || again != p {
			t.Errorf("%s is not canonical: %+v, %v", p, again, err)
		}
	}
	for _, in := range []string{"0579-02460070", "0579-82460", "12345678", "110", "82460070a", "579-82460070", "+86", "0579-824600700-1234567"} {
		if p, err := ident.ParsePhone(in); err == nil {
			t.Errorf("ParsePhone(%q) = %+v; want an error", in, p)
		}
	}
}

func FuzzParsePhone(f *testing.F) {
	for _, s := range []string{"0579-82460070", "+86 138 0000 1234", "400-800-1234", "（0579）82460070转1", "-", "+86"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ident.ParsePhone(s)
		if err != nil {
			return
		}
		if again, err := ident.ParsePhone(p.String()); err != nil || again != p {
			t.Errorf("%q: %+v is read back as %+v, %v", s, p, again, err)
		}
	})
}

func TestParseEmail(t *testing.T) {
	const shape = "电子邮箱应形如 name@example.cn，请核对。"
	long := "a@" + strings.Repeat("a.", 130)
	for _, c := range []struct{ in, want string }{
		{"zhang@example.cn", "zhang@example.cn"},
		{" Zhang.San+1@Example.CN ", "Zhang.San+1@example.cn"},
		{"zhang＠example．cn", "zhang@example.cn"},
		{"a@b.c.example.com", "a@b.c.example.com"},
		{"", "请填写电子邮箱。"},
		{"zhang", shape},
		{"zhang@", shape},
		{"@example.cn", shape},
		{"zhang@example", shape},
		{"zhang@@example.cn", shape},
		{"zhang@example.cn@x.cn", shape},
		{"zhang@-example.cn", shape},
		{"zhang@example..cn", shape},
		{".zhang@example.cn", shape},
		{"zh..ang@example.cn", shape},
		{"张三@example.cn", shape},
		{"zhang@example.cn,li@example.cn", shape},
		{long + "cn", "电子邮箱过长，请核对。"},
	} {
		got, err := ident.ParseEmail(c.in)
		if err != nil {
			got = reason(err)
		}
		if got != c.want {
			t.Errorf("ParseEmail(%q) = %s; want %s", c.in, got, c.want)
		}
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct {
		name     string
		mask     func(string) string
		in, want string
	}{
		{"mobile", ident.MaskMobile, "13800001234", "138****1234"},
		{"mobile too short", ident.MaskMobile, "1380", "****"},
		{"landline", ident.MaskLandline, "0579-82460070", "0579-****0070"},
		{"landline that is none", ident.MaskLandline, "内线12", "****"},
		{"mail", ident.MaskEmail, "zhang@example.cn", "z***@example.cn"},
		{"mail of one letter", ident.MaskEmail, "z@example.cn", "z***@example.cn"},
		{"no mail", ident.MaskEmail, "zhang", "*****"},
		{"account", ident.MaskAccount, "6222 0000 0000 1234", "****1234"},
		{"short account", ident.MaskAccount, "12345678", "****"},
	} {
		if got := c.mask(c.in); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}
