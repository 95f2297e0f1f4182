package notice

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

// A named exception to the deadline stands with all three parts on the page of
// the notice and in the tree; a notice without one says nothing of it.
func TestExceptionIsShown(t *testing.T) {
	n := programme.Notice{
		ID: "city", Title: "演示通知", Region: "330700", Parent: "top", Deadline: calendar.Must("2017-10-25"), Hour: 24,
		Exception: programme.Exception{Approver: "演示·分管领导", Reason: "汛期顺延", Document: "演示函〔2017〕1号"},
	}
	pages := func(n programme.Notice) map[string]templ.Component {
		x := shown{Notice: n, Now: calendar.Must("2017-10-09").At(9, 0)}
		return map[string]templ.Component{
			"page": noticePage(noticeView{Notice: x, Text: &law.Document{}}),
			"tree": tree(branch{shown: shown{Notice: programme.Notice{}}, Below: []branch{{shown: x}}}),
		}
	}
	for where, page := range pages(n) {
		html := written(t, page)
		for _, part := range []string{n.Exception.Approver, n.Exception.Reason, n.Exception.Document} {
			if !strings.Contains(html, part) {
				t.Errorf("the %s lacks %s", where, part)
			}
		}
	}
	n.Exception = programme.Exception{}
	for where, page := range pages(n) {
		if strings.Contains(written(t, page), "例外") {
			t.Errorf("the %s speaks of an exception that there is not", where)
		}
	}
}

func written(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
