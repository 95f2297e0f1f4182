package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"qinglan/internal/form"
	"qinglan/internal/lang"
)

func render(t *testing.T, c templ.Component) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(source(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func source(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func all(n *html.Node, match func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && match(d) {
			found = append(found, d)
		}
	}
	return found
}

func within(n *html.Node, tag string) bool {
	for p := range n.Ancestors() {
		if p.Data == tag {
			return true
		}
	}
	return false
}

var choices = []form.Choice{{Value: "a", Label: "甲"}, {Value: "b", Label: "乙"}}

// every holds a question of each kind.
var every = []form.Question{
	{Name: "text", Label: "文字", Hint: "提示"},
	{Name: "prose", Label: "长文", Kind: form.Prose, Max: 100},
	{Name: "date", Label: "日期", Kind: form.Date},
	{Name: "month", Label: "年月", Kind: form.Month},
	{Name: "phone", Label: "电话", Kind: form.Phone},
	{Name: "email", Label: "邮箱", Kind: form.Email},
	{Name: "name", Label: "姓名", Kind: form.Name},
	{Name: "idno", Label: "身份证号码", Kind: form.IDNo},
	{Name: "uscc", Label: "信用代码", Kind: form.USCC},
	{Name: "number", Label: "数字", Kind: form.Number, Why: "原因"},
	{Name: "score", Label: "分数", Kind: form.Score, Step: 50},
	{Name: "choice", Label: "单选", Kind: form.Pick, Choices: choices, Hint: "提示"},
	{Name: "select", Label: "下拉", Kind: form.Select, Choices: choices},
	{Name: "many", Label: "多选", Kind: form.Many, Choices: choices},
	{Name: "check", Label: "承诺", Kind: form.Check},
	{Name: "rows", Label: "经历", Kind: form.Rows, Columns: []form.Question{{Name: "firm", Label: "单位", Hint: "全称"}, {Name: "from", Label: "起始", Kind: form.Month}}},
	{Name: "file", Label: "文件", Kind: form.File},
	{Name: "shown", Label: "条件", Show: form.When{Name: "choice", In: []string{"a"}}},
}

// Each control has a name to be called by, and each text about it is tied to it.
func TestFieldsAreAccessible(t *testing.T) {
	_, wrong := form.Read(every, nil)
	wrong.Add("rows.0.firm", "请填写这一项。")
	doc := render(t, FormFields(every, form.Answers{"rows": `[{"from":"2015-03"}]`, "file": "f1"}, wrong))

	ids := make(map[string]bool)
	for _, n := range all(doc, func(n *html.Node) bool { return attr(n, "id") != "" }) {
		if ids[attr(n, "id")] {
			t.Errorf("id %s stands twice", attr(n, "id"))
		}
		ids[attr(n, "id")] = true
	}
	labelled := make(map[string]bool)
	for _, n := range all(doc, func(n *html.Node) bool { return n.Data == "label" && attr(n, "for") != "" }) {
		labelled[attr(n, "for")] = true
	}
	controls := all(doc, func(n *html.Node) bool {
		return (n.Data == "input" && attr(n, "type") != "hidden") || n.Data == "select" || n.Data == "textarea"
	})
	if len(controls) < len(every) {
		t.Fatalf("%d controls for %d questions", len(controls), len(every))
	}
	for _, n := range controls {
		if !labelled[attr(n, "id")] && !within(n, "label") {
			t.Errorf("control %s has no label", attr(n, "name"))
		}
	}
	for _, n := range all(doc, func(n *html.Node) bool { return attr(n, "aria-describedby") != "" }) {
		for _, id := range strings.Fields(attr(n, "aria-describedby")) {
			if !ids[id] {
				t.Errorf("%s is described by %s, which is not there", attr(n, "name"), id)
			}
		}
	}
	for name := range wrong {
		if !ids["f-"+name+"-wrong"] {
			t.Errorf("the complaint about %s is not shown", name)
		}
		if !ids["f-"+name] {
			t.Errorf("the summary cannot lead to %s", name)
		}
	}
}

func TestSummaryLeadsToEachField(t *testing.T) {
	_, wrong := form.Read(every, nil)
	doc := render(t, ErrorSummary(every, wrong))
	links := all(doc, func(n *html.Node) bool { return n.Data == "a" })
	if len(links) != len(wrong) {
		t.Errorf("%d links for %d complaints", len(links), len(wrong))
	}
	for _, n := range links {
		if !strings.HasPrefix(attr(n, "href"), "#f-") {
			t.Errorf("link leads to %s", attr(n, "href"))
		}
	}
}

// Nothing that people wrote becomes markup or an address that acts.
func TestWhatPeopleWriteIsEscaped(t *testing.T) {
	const evil = `"><script>alert(1)</script>`
	qs := []form.Question{{Name: "a"}, {Name: "b", Kind: form.Prose}, {Name: "c", Kind: form.Rows, Columns: []form.Question{{Name: "d"}}}, {Name: "e", Kind: form.File}}
	a := form.Answers{"a": evil, "b": "</textarea>" + evil, "c": `[{"d":"\"><script>"}]`, "e": evil}
	wrong := form.Wrong{}
	wrong.Add("a", "%s", evil)
	parts := map[string]templ.Component{
		"fields":  FormFields(qs, a, wrong),
		"summary": ErrorSummary(qs, wrong),
		"head":    PageHead(Head{Title: evil, Turn: evil, State: evil, Meta: []string{evil}, Trail: []Link{{Text: evil, Href: "javascript:alert(1)"}}}),
		"kv":      KV([]Pair{{Key: evil, Value: evil, Old: evil}}),
		"event":   Timeline([]Event{{Who: evil, Did: evil, Text: evil, Clause: evil}}),
		"tile":    FileTile(Tile{Name: evil, Href: "javascript:alert(1)", Note: evil}),
		"table":   DataTable(Table{Caption: evil, Pick: evil, Columns: []Column{{Label: evil, Main: true}}, Rows: []Row{{ID: evil, Href: "javascript:alert(1)", Cells: Texts(evil)}}}),
		"chart":   BarChart(Chart{Title: evil, Bars: []Bar{{Label: evil, Note: evil}}}),
		"shell":   Page(Shell{Title: evil, Lead: evil, Person: evil, Organ: evil, Edition: evil, Path: evil}),
	}
	for name, part := range parts {
		s := source(t, part)
		if strings.Contains(s, "<script>") || strings.Contains(s, `href="javascript:`) {
			t.Errorf("%s lets it through: %s", name, s)
		}
	}
}

func TestShell(t *testing.T) {
	s := Shell{Title: "工作台", Person: "演示·陈岚", Nav: []Link{{Text: "工作台", Href: "/desk"}, {Text: "通知", Href: "/notices"}}, Active: "/desk"}
	doc := render(t, Page(s))
	if n := all(doc, func(n *html.Node) bool { return attr(n, "aria-current") == "page" }); len(n) != 1 {
		t.Errorf("%d entries are current; want 1", len(n))
	}
	if out := all(doc, func(n *html.Node) bool { return attr(n, "action") == "/sign-out" }); len(out) != 1 || attr(out[0], "method") != "post" {
		t.Error("there is no form to sign out")
	}
	for _, n := range all(doc, func(n *html.Node) bool { return n.Data == "script" }) {
		if attr(n, "src") == "" {
			t.Error("a script stands in the page")
		}
	}
	ctx := WithShell(t.Context(), Shell{Person: "演示·陈岚"})
	if got := ShellOf(ctx, "通知", "/notices"); got.Person == "" || got.Title != "通知" || got.Active != "/notices" {
		t.Errorf("ShellOf = %+v", got)
	}
}

func TestRibbonMarksWhereTheCaseIs(t *testing.T) {
	s := source(t, Ribbon([]Stage{{Name: "填报", At: Past}, {Name: "初审", At: Present}, {Name: "公示", At: Future}}))
	if !strings.Contains(s, "第 2 步，共 3 步：初审") || strings.Count(s, `aria-current="step"`) != 1 {
		t.Errorf("ribbon = %s", s)
	}
}

func TestAnsweredShowsWhatChanged(t *testing.T) {
	qs := []form.Question{
		{Name: "since", Label: "从业起始", Kind: form.Month},
		{Name: "level", Label: "等级", Kind: form.Pick, Choices: choices},
		{Name: "firm", Label: "单位", Show: form.When{Name: "level", In: []string{"b"}}},
		{Name: "proof", Label: "证明", Kind: form.File},
	}
	got := Answered(t.Context(), qs, form.Answers{"since": "2012-03", "level": "a"}, form.Answers{"since": "2014-06", "level": "a"})
	if len(got) != 2 || got[0].Value != "2012年3月" || got[0].Old != "2014年6月" || got[1].Value != "甲" || got[1].Old != "" {
		t.Errorf("Answered = %+v", got)
	}
	if todos := Missed(t.Context(), qs, form.Answers{"level": "a"}); len(todos) != 2 || todos[1].Href != "#f-proof" {
		t.Errorf("Missed = %+v; want since and proof", todos)
	}
}

func TestTableHeads(t *testing.T) {
	table := Table{
		Caption: "申报", Sort: "b", Down: true, SortHref: func(k string) string { return "?sort=" + k },
		Columns: []Column{{Key: "a", Label: "甲", Main: true}, {Key: "b", Label: "乙"}, {Label: "丙"}},
		Rows:    []Row{{Cells: Texts("1", "2", "3")}}, Total: Texts("合计", "2", "3"),
	}
	doc := render(t, DataTable(table))
	var sorts []string
	for _, n := range all(doc, func(n *html.Node) bool { return n.Data == "th" && attr(n, "scope") == "col" }) {
		sorts = append(sorts, attr(n, "aria-sort"))
	}
	if got := strings.Join(sorts, ","); got != "none,descending," {
		t.Errorf("aria-sort = %s; want none,descending,", got)
	}
	if n := all(doc, func(n *html.Node) bool { return attr(n, "scope") == "row" }); len(n) != 1 {
		t.Errorf("%d row heads; want 1", len(n))
	}
	if s := source(t, DataTable(Table{Empty: "没有异议"})); !strings.Contains(s, "没有异议") || strings.Contains(s, "<table") {
		t.Errorf("an empty table = %s", s)
	}
}

func TestLeft(t *testing.T) {
	now := time.Date(2017, 10, 13, 10, 0, 0, 0, beijing)
	tests := []struct {
		name string
		in   time.Duration
		days int
		want string
		tone Tone
	}{
		{"long over", -49 * time.Hour, 0, "已截止 2 天", Late},
		{"just over", 0, 0, "已截止", Late},
		{"minutes", 30 * time.Second, 0, "还有 1 分钟", Late},
		{"hours", 7 * time.Hour, 0, "还有 7 小时", OnMe},
		{"few working days", 100 * time.Hour, 3, "还有 3 个工作日", OnMe},
		{"many working days", 300 * time.Hour, 9, "还有 9 个工作日", Plain},
		{"nobody counted", 300 * time.Hour, -1, "还有 12 天", Plain},
	}
	for _, tt := range tests {
		if got, tone := Left(t.Context(), now.Add(tt.in), now, tt.days); got != tt.want || tone != tt.tone {
			t.Errorf("%s: Left = %q, %s; want %q, %s", tt.name, got, tone, tt.want, tt.tone)
		}
	}
}

func TestWhen(t *testing.T) {
	at := time.Date(2017, 9, 28, 2, 24, 5, 0, time.UTC)
	if got, want := When(t.Context(), at), "9月28日（周四）10:24"; got != want {
		t.Errorf("When = %q; want %q", got, want)
	}
	next := WithShell(t.Context(), Shell{Now: at.AddDate(1, 0, 0)})
	if got, want := When(next, at), "2017年9月28日（周四）10:24"; got != want {
		t.Errorf("When, a year later = %q; want %q", got, want)
	}
	if got, want := When(lang.With(t.Context(), lang.English), at), "Thu 28 Sep 2017, 10:24"; got != want {
		t.Errorf("When in English = %q; want %q", got, want)
	}
	if got, want := Exact(at), "2017-09-28 10:24:05"; got != want {
		t.Errorf("Exact = %q; want %q", got, want)
	}
}
