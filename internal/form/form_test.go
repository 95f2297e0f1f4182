package form

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/lang"
)

var levels = []Choice{{Value: "a", Label: "甲"}, {Value: "b", Label: "乙"}, {Value: "c", Label: "丙"}}

func TestReadOne(t *testing.T) {
	tests := []struct {
		name  string
		q     Question
		typed string
		want  string
		says  string
	}{
		{"text is trimmed and of one line", Question{}, "  a  \n b ", "a b", ""},
		{"text is NFC", Question{}, "e\u0301", "é", ""},
		{"prose keeps lines", Question{Kind: Prose}, " a\r\nb ", "a\nb", ""},
		{"too long counts runes", Question{Max: 2}, "三个字", "三个字", sayLong},
		{"too short", Question{Kind: Prose, Min: 4}, "三个字", "三个字", sayShort},
		{"NUL", Question{}, "a\x00b", "ab", sayBroken},
		{"turned text", Question{}, "a\u202eb", "ab", sayBroken},
		{"invalid UTF-8", Question{}, "a\xffb", "ab", sayBroken},
		{"empty", Question{}, "   ", "", needText},
		{"empty and optional", Question{Optional: true}, "", "", ""},
		{"date", Question{Kind: Date}, "2017年9月5日", "2017-09-05", ""},
		{"date in full width", Question{Kind: Date}, "２０１７－９－５", "2017-09-05", ""},
		{"no such day", Question{Kind: Date}, "2017-02-29", "2017-02-29", sayDate},
		{"month", Question{Kind: Month}, "2017年9月", "2017-09", ""},
		{"number", Question{Kind: Number}, "1,500", "1500", ""},
		{"number below", Question{Kind: Number}, "-1", "-1", saySmall},
		{"number above", Question{Kind: Number, Max: 9}, "10", "10", sayBig},
		{"number is not whole", Question{Kind: Number}, "1.5", "1.5", sayNumber},
		{"score", Question{Kind: Score, Step: 50}, "86.50", "86.5", ""},
		{"score off its step", Question{Kind: Score, Step: 50}, "86.3", "86.3", sayStep},
		{"score of 100", Question{Kind: Score}, "100", "100", ""},
		{"score above", Question{Kind: Score}, "100.01", "100.01", sayBig},
		{"score with three decimals", Question{Kind: Score, Step: 1}, "1.234", "1.234", sayScore},
		{"choice", Question{Kind: Pick, Choices: levels}, "b", "b", ""},
		{"choice not offered", Question{Kind: Pick, Choices: levels}, "x", "x", sayChoice},
		{"not chosen", Question{Kind: Select, Choices: levels}, "", "", needChoice},
		{"ticked", Question{Kind: Check}, "yes", "yes", ""},
		{"not ticked", Question{Kind: Check}, "", "", needCheck},
		{"phone", Question{Kind: Phone}, "abc", "abc", "请填写手机号码，或带区号的座机，例如 0579-82345678。"},
		{"e-mail", Question{Kind: Email}, "abc", "abc", "电子邮箱应形如 name@example.cn，请核对。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.q.Name = "q"
			a, w := Read([]Question{tt.q}, url.Values{"q": {tt.typed}})
			if a["q"] != tt.want || w["q"].Format != tt.says {
				t.Errorf("Read = %q, %q; want %q, %q", a["q"], w["q"].Format, tt.want, tt.says)
			}
		})
	}
}

func TestReadMany(t *testing.T) {
	q := Question{Name: "q", Kind: Many, Choices: levels, Max: 2}
	a, w := Read([]Question{q}, url.Values{"q": {"b", "a", "b"}})
	if got, want := a["q"], "a\nb"; got != want || len(w) > 0 {
		t.Errorf("Read = %q, %v; want %q in the order of the choices", got, w, want)
	}
	if _, w = Read([]Question{q}, url.Values{"q": {"a", "b", "c"}}); w["q"].Format != sayMore {
		t.Errorf("three of at most two: %v", w)
	}
	if _, w = Read([]Question{q}, url.Values{"q": {"a", "x"}}); w["q"].Format != sayChoice {
		t.Errorf("one that is not offered: %v", w)
	}
}

func TestReadFiles(t *testing.T) {
	q := Question{Name: "q", Kind: File, Max: 2}
	a, w := Read([]Question{q}, url.Values{"q": {"f1", "", "f2", "f1"}})
	if a["q"] != "f1\nf2" || len(w) > 0 {
		t.Errorf("Read = %q, %v; want two ids", a["q"], w)
	}
	if a, w = Read([]Question{q}, url.Values{"q": {"../etc"}}); a["q"] != "" || w["q"].Format != sayFile {
		t.Errorf("Read of what is no id = %q, %v", a["q"], w)
	}
}

var career = Question{Name: "career", Kind: Rows, Max: 3, Columns: []Question{
	{Name: "from", Label: "起始", Kind: Month},
	{Name: "post", Label: "职务", Max: 20},
}}

func TestReadRows(t *testing.T) {
	v := url.Values{
		"career.0.from": {""}, "career.0.post": {" "}, // empty: left out
		"career.2.from": {"2015-3"}, "career.2.post": {"运营主管"},
		"career.7.from": {"bad"}, "career.7.post": {"<讲师>"},
		"career.x.from": {"2015-3"}, "career.01.from": {"2015-3"}, // not ours
	}
	a, w := Read([]Question{career}, v)
	want := `[{"from":"2015-03","post":"运营主管"},{"from":"bad","post":"<讲师>"}]`
	if a["career"] != want {
		t.Errorf("Read = %s; want %s", a["career"], want)
	}
	if w["career.1.from"].Format != sayMonth || len(w) != 1 {
		t.Errorf("wrong = %v; want a complaint about row 1 as it is shown", w)
	}
	list := w.List([]Question{career})
	if len(list) != 1 || list[0].Label != "起始" {
		t.Errorf("List = %v; want the label of the column", list)
	}
	if _, w := Read([]Question{career}, url.Values{}); w["career"].Format != needRows {
		t.Errorf("no rows: %v; want one complaint", w)
	}
	for _, i := range []string{"3", "4", "5", "6"} {
		v["career."+i+".from"], v["career."+i+".post"] = []string{"2016-1"}, []string{"讲师"}
	}
	if a, w = Read([]Question{career}, v); w["career"].Format != sayRows || len(Table(a["career"])) != 3 {
		t.Errorf("six rows: %v, %v; want three and a complaint", a, w)
	}
}

var profile = []Question{
	{Name: "name", Label: "姓名", Kind: Name},
	{Name: "clause", Label: "申报类别", Kind: Pick, Choices: levels},
	{Name: "firm", Label: "企业", Show: When{"clause", []string{"a", "b"}}},
	{Name: "note", Label: "备注", Kind: Prose, Optional: true},
}

func TestShowDecidesWhatIsAsked(t *testing.T) {
	v := url.Values{"name": {"演示·王青"}, "clause": {"c"}, "firm": {"left over"}}
	if a, w := Read(profile, v); len(w) > 0 || a["firm"] != "" {
		t.Errorf("Read = %v, %v; want no answer to what is not asked", a, w)
	}
	v.Set("clause", "a")
	v.Del("firm")
	if _, w := Read(profile, v); w["firm"].Format != needText {
		t.Errorf("wrong = %v; want firm to be asked", w)
	}
}

func TestDraft(t *testing.T) {
	v := url.Values{"name": {""}, "clause": {"a"}, "note": {"a\x00"}}
	a, w := ReadDraft(profile, v)
	if len(w) != 1 || w["note"].Format != sayBroken {
		t.Errorf("wrong = %v; want a complaint about what cannot be kept alone", w)
	}
	var names []string
	for _, q := range Missing(profile, a) {
		names = append(names, q.Name)
	}
	if diff := cmp.Diff([]string{"name", "firm"}, names); diff != "" {
		t.Errorf("Missing (-want +got):\n%s", diff)
	}
}

func TestExamineReadsWhatReadWrote(t *testing.T) {
	qs := append([]Question{career, {Name: "m", Kind: Many, Choices: levels}}, profile...)
	v := url.Values{
		"career.0.from": {"2015-3"}, "career.0.post": {"主管"}, "m": {"a", "c"},
		"name": {"演示·王青"}, "clause": {"a"}, "firm": {"义乌××公司（演示）"},
	}
	a, w := Read(qs, v)
	if len(w) > 0 {
		t.Fatal(w)
	}
	again, w := Examine(qs, a)
	if diff := cmp.Diff(a, again); diff != "" || len(w) > 0 {
		t.Errorf("Examine complains %v and differs:\n%s", w, diff)
	}
}

func TestJSON(t *testing.T) {
	a := Answers{"b": "<&>", "a": "甲\n乙"}
	if got, want := string(a.JSON()), `{"a":"甲\n乙","b":"<&>"}`; got != want {
		t.Errorf("JSON = %s; want %s", got, want)
	}
	if got := string(Answers(nil).JSON()); got != "{}" {
		t.Errorf("JSON of none = %s", got)
	}
	b, err := Parse(a.JSON())
	if diff := cmp.Diff(a, b); diff != "" || err != nil {
		t.Errorf("Parse: %v, %s", err, diff)
	}
	for _, bad := range []string{"", "[]", `{"a":1}`, `{} {}`} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("Parse(%q) has no error", bad)
		}
	}
}

func TestShow(t *testing.T) {
	tests := []struct {
		q            Question
		answer       string
		want, wantEn string
	}{
		{Question{}, "x", "x", "x"},
		{Question{Kind: Date}, "2017-09-05", "2017年9月5日", "2017-09-05"},
		{Question{Kind: Many, Choices: levels}, "a\nc", "甲、丙", "甲, 丙"},
		{Question{Kind: Check}, "yes", "已确认", "Confirmed"},
		{career, `[{"from":"2015-03","post":"主管"}]`, "1. 2015年3月、主管", "1. 2015-03, 主管"},
	}
	for _, tt := range tests {
		if got := Show(tt.q, tt.answer, lang.Chinese); got != tt.want {
			t.Errorf("Show(%s) = %q; want %q", tt.q.Kind, got, tt.want)
		}
		if got := Show(tt.q, tt.answer, lang.English); got != tt.wantEn {
			t.Errorf("Show(%s) in English = %q; want %q", tt.q.Kind, got, tt.wantEn)
		}
	}
}

// Whatever is posted, reading neither panics nor accepts what it would not
// accept again.
func FuzzRead(f *testing.F) {
	f.Add("career.0.from=2015-3&career.0.post=x&name=%E7%8E%8B%E9%9D%92&clause=a&firm=f")
	f.Add("name=%00%ff&clause=c&m=a&m=zz&d=2017-9-31&s=86.505&n=9999999999999999999")
	f.Add("career.99999999999999999999.from=1&career.-1.post=2&file=..%2f")
	qs := append([]Question{
		career,
		{Name: "m", Kind: Many, Choices: levels, Optional: true},
		{Name: "d", Kind: Date, Optional: true},
		{Name: "s", Kind: Score, Step: 50, Optional: true},
		{Name: "n", Kind: Number, Optional: true},
		{Name: "file", Kind: File, Optional: true},
	}, profile...)
	f.Fuzz(func(t *testing.T, query string) {
		v, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		a, w := Read(qs, v)
		kept, err := Parse(a.JSON())
		if err != nil || strings.Contains(string(a.JSON()), `\u0000`) {
			t.Fatalf("answers that cannot be kept: %v %q", err, a)
		}
		again, more := Examine(qs, kept)
		if len(w) == 0 && (len(more) > 0 || !cmp.Equal(a, again)) {
			t.Errorf("Read accepted %v; again: %v, complaints %v", a, again, more)
		}
	})
}
