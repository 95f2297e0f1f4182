package worklist_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
)

// named are the people of the lists below; each stands in one county and state.
var named = []struct{ id, name, unit, county, state string }{
	{"one", "演示·王青", "义乌工商学院（虚构）", "330782", "at-city"},
	{"two", "𠮷田·阿卜杜", "100%_培训（虚构）", "330782", "at-county"},
	{"three", "=cmd()", "东阳学院（虚构）", "330783", "at-city"},
	{"four", "演示·李蓝", "杭州学院（虚构）", "330106", "at-city"},
	{"five", "演示·赵舟", "金华企业（虚构）", "330702", "pooled"},
}

func listed(t *testing.T, b *apptest.Browser, query string) string {
	t.Helper()
	got := apptest.Has(t, query, b.Get("/cases?q="+url.QueryEscape(query)), http.StatusOK)
	var out []string
	for _, n := range named {
		if strings.Contains(got.Body, ">"+n.name+"<") {
			out = append(out, n.id)
		}
	}
	return strings.Join(out, " ")
}

// What is asked for is found, on both engines, and never beyond what one sees.
func TestAsking(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, n := range named {
			city := n.county[:4] + "00"
			p.Apply(n.id, n.name, n.unit, n.county, city, n.state)
		}
		jinhua, province, yiwu := p.As("330700-city-clerk-1"), p.As("330000-province-clerk-1"), p.As("330782-county-clerk-1")
		for _, tt := range []struct {
			who         *apptest.Browser
			asked, want string
		}{
			{jinhua, "", "one two three five"},
			{jinhua, "状态:待市级初审", "one three"},
			{jinhua, "状态:待市级初审 单位~学院 -姓名~cmd", "one"},
			{jinhua, "县:义乌,东阳市", "one two three"},
			{jinhua, "-县:义乌", "three five"},
			{jinhua, "单位~%", "two"},
			{jinhua, "单位~_", "two"},
			{jinhua, "=cmd()", "three"},
			{jinhua, "王青 学院", "one"},
			{jinhua, "“演示·王青”", "one"},
			{jinhua, "提交:今天", "one two three five"},
			{jinhua, "提交<今天", ""},
			{jinhua, "-提交<今天", "one two three five"},
			{jinhua, "截止<2099-01-01 状态:待遴选", "five"},
			{jinhua, "逾期:否", "one two three five"},
			{jinhua, "认领:无人", "one two three five"},
			{jinhua, "认领:我", ""},
			{jinhua, "缺:申报人身份", "one two three five"},
			{jinhua, "姓名~李蓝", ""},
			{jinhua, "市:杭州", "one two three five"}, // a city has no such field; the rest holds
			{jinhua, "单位~0%", "two"},
			{jinhua, "单位~1_0", ""}, // a sign that stands for any other in SQL
			{yiwu, "", "one two"},
			{yiwu, "县:东阳", "one two"},
			{yiwu, "单位~100%_", "two"},
			{yiwu, "𠮷田", "two"},
			{province, "姓名~李蓝", ""}, // not yet reported
		} {
			if got := listed(t, tt.who, tt.asked); got != tt.want {
				t.Errorf("%q finds %q; want %q", tt.asked, got, tt.want)
			}
		}
		apptest.Has(t, "a field of others", jinhua.Get("/cases?q="+url.QueryEscape("市:杭州")), http.StatusOK, "<mark>市:杭州</mark>", "没有“市”这个条件")
		apptest.Has(t, "the tabs of what is asked", jinhua.Get("/cases?q="+url.QueryEscape("单位~学院")), http.StatusOK, `class="table-count">共 2 条`, "q=%E5%8D%95%E4%BD%8D~%E5%AD%A6%E9%99%A2&amp;state=at-city")
		apptest.Has(t, "how words go on", jinhua.Get("/cases/words?q="+url.QueryEscape("状态:待市")), http.StatusOK, `value="状态:待市级初审"`)
		if got := p.Stranger().Get("/cases/words?q=a"); got.Status == http.StatusOK {
			t.Error("a stranger is told how words go on")
		}
	})
}

// A workbook holds what was asked, all of it, and nothing that calculates.
func TestWorkbook(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, n := range named {
			p.Apply(n.id, n.name, n.unit, n.county, n.county[:4]+"00", n.state)
		}
		got := apptest.Has(t, "workbook", p.As("330700-city-clerk-1").Get("/cases.xlsx?state=at-city&q="+url.QueryEscape("单位~学院")), http.StatusOK)
		f, err := excelize.OpenReader(bytes.NewReader([]byte(got.Body)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, r := range rows {
			all += strings.Join(r, "|") + "\n"
		}
		for _, want := range []string{"条件：单位~学院　环节：待市级初审", "共 2 条", "演示·王青", "=cmd()", "制表单位："} {
			if !strings.Contains(all, want) {
				t.Errorf("the workbook lacks %q:\n%s", want, all)
			}
		}
		if strings.Contains(all, "赵舟") || strings.Contains(all, "李蓝") {
			t.Errorf("the workbook holds who was not asked for:\n%s", all)
		}
	})
}
