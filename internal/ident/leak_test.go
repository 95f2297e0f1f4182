package ident_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/ident"
)

// brief writes leaks as "kind:text", blocking ones with "!".
func brief(text string, leaks []ident.Leak) []string {
	var out []string
	for _, l := range leaks {
		mark := ""
		if l.Block {
			mark = "!"
		}
		out = append(out, mark+l.Kind+":"+text[l.Start:l.End])
	}
	return out
}

func TestLeaks(t *testing.T) {
	id := idno("33079919900101123")
	code := uscc("91330799000000001")
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "王青，演示跨境电商公司，金华市，速卖通方向。", nil},
		{"an ID", "王青" + id + "。", []string{"!idno:" + id}},
		{"an ID that ends in x", "11010519491231002x", []string{"!idno:11010519491231002x"}},
		{"an ID inside a longer number", "No.0001" + id + "77", []string{"!idno:" + id}},
		{"an ID in a file name", "附件_" + id + ".pdf", []string{"!idno:" + id}},
		{"an ID with blanks", "330799 19900101 1" + id[15:], []string{"!idno:330799 19900101 1" + id[15:]}},
		{"an ID with a written date", "330799-1990-01-01-" + id[14:], []string{"!idno:330799-1990-01-01-" + id[14:]}},
		{"a valid check without a date", idno("33079999999999123"), []string{"!idno:" + idno("33079999999999123")}},
		{"a mistyped ID", "11010519491231002" + "1", []string{"digits:110105194912310021"}},
		{"a mistyped ID with X", "11010519491231001X", []string{"digits:11010519491231001X"}},
		{"an old ID", "110105491231002", []string{"digits:110105491231002"}},
		{"a mobile", "电话：19900000001", []string{"!mobile:19900000001"}},
		{"a mobile after a serial number", "1 19900000001", []string{"!mobile:19900000001"}},
		{"two mobiles", "19900000001 19900000002", []string{"!mobile:19900000001", "!mobile:19900000002"}},
		{"a mobile with country code", "+86 19900000001", []string{"!mobile:86 19900000001"}},
		{"a mobile glued to the country code", "8619900000001", []string{"!mobile:8619900000001"}},
		{"a mobile in groups", "199-0000-0001", []string{"!mobile:199-0000-0001"}},
		{"a full-width mobile", "１９９０００００００１", []string{"!mobile:１９９０００００００１"}},
		{"a mobile digit by digit", "1 9 9 0 0 0 0 0 0 0 1", []string{"!mobile:1 9 9 0 0 0 0 0 0 0 1"}},
		{"a masked mobile", "199****0001", nil},
		{"eleven other digits", "12345678901", nil},
		{"a card", "卡号6222 0000 0000 0009", []string{"!account:6222 0000 0000 0009"}},
		{"a card of 19", "6222000000000000004", []string{"!account:6222000000000000004"}},
		{"sixteen digits that are no card", "6222000000000001", []string{"digits:6222000000000001"}},
		{"years and numbers that pass by chance", "2018 0001 2018 0001", []string{"digits:2018 0001 2018 0001"}},
		{"zeros", "0000000000000000", []string{"digits:0000000000000000"}},
		{"a credit code", "统一社会信用代码：91350100M000100Y43", nil},
		{"a credit code of digits", code, nil},
		{"a broken credit code", "9135010000000000" + "12", []string{"digits:913501000000000012"}},
		{"a certificate", "浙跨电师〔2018〕0001号、浙跨电师〔2018〕0002号", nil},
		{"a document number", "浙商务联发〔2017〕72号", nil},
		{"an office telephone", "0579-82460070", nil},
		{"office telephones side by side", "0579-82460070 0579-82460071", nil},
		{"dates side by side", "2017-10-18 2017-10-20", nil},
		{"a serial number beside a date", "15 2017-10-18 1", nil},
		{"marks", "92.00 87.50 87.50 85.00 76.00 86.67", nil},
		{"a timestamp", "20171018170000", nil},
		{"cells of a table", "15\t20171018\t1\n1380\t0001234\n1,3800001234", nil},
		{"a mail address", "请发 zhang＠example.cn 。", []string{"email:zhang＠example.cn"}},
		{"the word beside a masked number", "身份证号码：110105********002X", []string{"word:身份证号码：110"}},
		{"the word alone", "请携带身份证参加。2017年", nil},
		{"the word beside an ID says it once", "身份证" + id, []string{"!idno:" + id}},
		{"broken text", "\xff\xfe199\x00", nil},
	} {
		if diff := cmp.Diff(c.want, brief(c.text, ident.Leaks(c.text, nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// No report carries what it reports.
func TestLeakMask(t *testing.T) {
	text := "11010519491231002X；19900000001；6222000000000009；zhang@example.cn；110105194912310021；E12345678；身份证 123"
	own := func(s string) bool { return s == "E12345678" }
	var got []string
	for _, l := range ident.Leaks(text, own) {
		got = append(got, l.Mask)
	}
	want := []string{"11*************02X", "199****0001", "****0009", "z***@example.cn", "11**************21", "E******78", "身份证"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLeaksOwn(t *testing.T) {
	kept := map[string]bool{"E12345678": true, "0579-82460070": true, "zhang@example.cn": true, "87654321": true, "H1234567801": true}
	own := func(s string) bool { return kept[s] }
	for _, c := range []struct {
		text string
		want []string
	}{
		{"护照 e12345678。", []string{"!own:e12345678"}},
		{"电话 0579 8246 0070", []string{"!own:0579 8246 0070"}},
		{"电话 057982460070", []string{"!own:057982460070"}},
		{"邮箱 zhang@EXAMPLE.cn", []string{"!own:zhang@EXAMPLE.cn"}},
		{"证件 8765-4321", []string{"!own:8765-4321"}},
		{"通行证H1234567801", []string{"!own:H1234567801"}},
		{"别的 0579-82460071 E12345679 li@example.cn", []string{"email:li@example.cn"}},
	} {
		if diff := cmp.Diff(c.want, brief(c.text, ident.Leaks(c.text, own))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// The organiser's own contact data may be published, in whatever form.
func TestLeaksDeclared(t *testing.T) {
	text := "联系人：演示·王青，199 0000 0001，demo@example.cn；19900000002"
	got := brief(text, ident.Leaks(text, nil, "+86-199-0000-0001", "Demo@example.cn"))
	if diff := cmp.Diff([]string{"!mobile:19900000002"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// However a number is spread and typed, it is found.
func TestLeaksSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	gaps := []string{" ", "-", "　", "－", "—", "–", "\u00a0", " - ", "\u200b", "\u00ad", "  "}
	spread := func(s string) string {
		var b strings.Builder
		for i, c := range s {
			if i > 0 && r.IntN(3) == 0 {
				b.WriteString(gaps[r.IntN(len(gaps))])
			}
			if r.IntN(3) == 0 {
				c += '０' - '0'
			}
			b.WriteRune(c)
		}
		return b.String()
	}
	for range 3000 {
		id := idno(fmt.Sprintf("3307%02d19%02d%02d%02d%03d", r.IntN(100), 10+r.IntN(90), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000)))
		mobile := fmt.Sprintf("1%d%09d", 3+r.IntN(7), r.IntN(1e9))
		for kind, s := range map[string]string{ident.LeakIDNo: id, ident.LeakMobile: mobile} {
			text := "姓名：王青，" + spread(s) + "，金华"
			leaks := ident.Leaks(text, nil)
			if len(leaks) != 1 || leaks[0].Kind != kind || !leaks[0].Block {
				t.Fatalf("%s in %q: %v", s, text, brief(text, leaks))
			}
		}
	}
}

// Lists as they are published pass: names, firms, codes, dates, certificates.
func TestLeaksQuiet(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for n := range 1000 {
		code := uscc(fmt.Sprintf("9133%04dMA%d%c%05d", r.IntN(1e4), r.IntN(10), 'A'+rune(r.IntN(8)), r.IntN(1e5)))
		text := fmt.Sprintf("%d\t演示·王青\t演示公司（%s）\t浙跨电师〔2018〕%04d号\t2018-%02d-%02d 0579-8%07d\n",
			n, code, n, 1+r.IntN(12), 1+r.IntN(28), r.IntN(1e7))
		if leaks := ident.Leaks(text, nil); len(leaks) > 0 {
			t.Fatalf("%s: %v", text, brief(text, leaks))
		}
	}
}

// The gate reads whole attachments: time grows with the text, not faster.
func BenchmarkLeaks(b *testing.B) {
	for name, line := range map[string]string{
		"list":   "1\t演示·王青\t演示公司（91350100M000100Y43）\t浙跨电师〔2018〕0001号\t2018-01-02 0579-82460070\n",
		"digits": "1 2 3 4 5 6 7 8 9 0 ",
	} {
		text := strings.Repeat(line, 1<<20/len(line))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				ident.Leaks(text, nil)
			}
		})
	}
}

func FuzzLeaks(f *testing.F) {
	for _, s := range []string{
		"11010519491231002X", "１９９ ００００－０００１", "6222 0000 0000 0009", "身份证123", "a@b.cn", "\xff\xfe", "0579-82460070",
		"91350100M000100Y43", "浙跨电师〔2018〕0001号", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 x", "٠١٢٣٤٥٦٧٨٩", "𝟏𝟗𝟗𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟏",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, l := range ident.Leaks(s, func(v string) bool { return len(v) == 7 }) {
			if l.Start < end || l.End <= l.Start || l.End > len(s) {
				t.Fatalf("%q: %+v after %d", s, l, end)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[l.Start:l.End]) {
				t.Fatalf("%q: %+v cuts a character", s, l)
			}
			end = l.End
		}
		// An ID added on a line of its own is found whatever stands around it.
		const id = "11010519491231002X"
		found := false
		for _, l := range ident.Leaks(s+"\n"+id+"\n"+s, nil) {
			found = found || l.Kind == ident.LeakIDNo && l.Mask == "11*************02X"
		}
		if !found {
			t.Fatalf("the ID is hidden by %q", s)
		}
	})
}
