package query

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/calendar"
)

var fields = []Field{
	{Name: "市", Also: []string{"city"}, Kind: Choice, Values: []Value{{"330700", "金华"}, {"330700", "金华市"}, {"330100", "杭州"}, {"330100", "杭州市"}}},
	{Name: "状态", Kind: Choice, Values: []Value{{"at-county", "待县级初核"}, {"at-city", "待市级初审"}, {"pooled", "待遴选"}}},
	{Name: "单位", Kind: Text, Hint: "~学院"},
	{Name: "提交", Kind: Day, Hint: "<10-16"},
}

func read(text string) string {
	terms, wrong := Parse(text, fields, calendar.Must("2017-10-12"))
	var out []string
	for _, t := range terms {
		s := ""
		if t.Not {
			s = "!"
		}
		if t.Field != nil {
			s += t.Field.Name + string(t.Op)
		}
		if !t.Day.IsZero() {
			s += t.Day.String()
		}
		out = append(out, s+strings.Join(t.Keys, "|"))
	}
	for _, w := range wrong {
		out = append(out, fmt.Sprintf("?%d-%d %s: %v", w.From, w.To, w.Word, strings.TrimPrefix(w.Why.Error(), "invalid: ")))
	}
	return strings.Join(out, "; ")
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"  王青  ", "王青"},
		{"市:金华 状态:待市级初审 单位~学院 提交<10-16", "市:330700; 状态:at-city; 单位~学院; 提交<2017-10-16"},
		{"市：金华　状态：县级，待遴选", "市:330700; 状态:at-county|pooled"},
		{"city=330100", "市:330100"},
		{"-单位～“义乌 学院” -测试", "!单位~义乌 学院; !测试"},
		{"提交:10月9日 提交>2017/9/30 提交<今天", "提交:2017-10-09; 提交>2017-09-30; 提交<2017-10-12"},
		{"市:杭州,金华市", "市:330100|330700"},
		{"𠮷田·阿卜杜 =cmd()", "𠮷田·阿卜杜; =cmd()"},
		{"王青 年龄:30", "王青; ?3-8 年龄:30: 没有“年龄”这个条件。可用的有：市、状态、单位、提交。"},
		{"状态:待", "?0-4 状态:待: “待”有几个：待县级初核、待市级初审、待遴选。请写全。"},
		{"状态:没有", "?0-5 状态:没有: “状态”没有“没有”。可写：待县级初核、待市级初审、待遴选。"},
		{"提交<昨儿", "?0-5 提交<昨儿: “昨儿”不是日期。可写 10-16、2017-10-16、10月16日或“今天”。"},
		{"提交<2-30", "?0-7 提交<2-30: “2-30”不是日期。可写 10-16、2017-10-16、10月16日或“今天”。"},
		{"市~金", "?0-3 市~金: “市”只能用“:”（等于）。"},
		{"单位<学院", "?0-5 单位<学院: “单位”只能用“:”（等于）或“~”（包含）。"},
		{"提交~10", "?0-5 提交~10: “提交”只能用“:”（当日）、“<”（早于）或“>”（晚于）。"},
		{"市:", "?0-2 市:: “市”后面没有写内容。"},
		{"-", "-"},
	} {
		if got := read(tt.text); got != tt.want {
			t.Errorf("%q is read as\n %s; want\n %s", tt.text, got, tt.want)
		}
	}
	if got := read(strings.Repeat("王 ", 30)); strings.Count(got, "条件太多") != 10 {
		t.Errorf("of thirty words ten are too many: %s", got)
	}
}

func TestComplete(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", []string{"市:", "状态:", "单位~", "提交<"}},
		{"市:金华 状", []string{"市:金华 状态:"}},
		{"状态:初", []string{"状态:待县级初核", "状态:待市级初审"}},
		{"-状态:待遴选,待市", []string{"-状态:待遴选,待市级初审"}},
		{"单位~", []string{"单位~学院"}},
		{"年龄:", nil},
	} {
		if got := Complete(tt.text, fields); !slices.Equal(got, tt.want) {
			t.Errorf("%q goes on as %q; want %q", tt.text, got, tt.want)
		}
	}
}

// What is offered can be read.
func FuzzComplete(f *testing.F) {
	f.Add("市:金华 状态:待")
	f.Fuzz(func(t *testing.T, text string) {
		Parse(text, fields, calendar.Must("2017-10-12"))
		for _, s := range Complete("", fields) {
			for _, whole := range Complete(s, fields) {
				if _, wrong := Parse(whole, fields, calendar.Must("2017-10-12")); len(wrong) > 0 {
					t.Fatalf("%q is offered and says %v", whole, wrong[0].Why)
				}
			}
		}
	})
}
