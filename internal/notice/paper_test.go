package notice_test

import (
	"net/http"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/doc/doctest"
	"qinglan/internal/law"
)

// Every notice leaves the house as 公文, whole: on paper, for a word processor, to
// paste. Strangers read the text and are offered none.
func TestNoticeAsOfficialPaper(t *testing.T) {
	p := apptest.Open(t, "sqlite")
	p.Clock.Set(calendar.Must("2018-04-01").At(9, 0))
	office := p.SignIn(jinhua)
	for id, want := range map[string][]string{
		"zswlf72":         {"浙江省商务厅浙江省财政厅", "文件", "浙商务联发〔2017〕72号", "各市商务局（委），财政局：", "浙江省商务厅办公室2017年9月25日印发", "附件1", "上年度主营业务收入（万元）", "4.其他相关材料"},
		"jinhua":          {"金华市网络经济发展局文件", "〔2017〕号", "2017年9月27日", "附件：《浙江省商务厅浙江省财政厅关于开展跨境电商人才培育行动的通知》（浙商务联发〔2017〕72号）", "5.公示公布。"},
		"demo2018":        {"浙江省商务厅", "演示（虚构）〔2018〕1号", "各市主管部门："},
		"demo2018-jinhua": {"演示（虚构）〔2018〕2号", "各县（市、区）主管部门：", "演示（虚构）〔2018〕1号"},
	} {
		t.Run(id, func(t *testing.T) {
			page := office.Get("/notices/" + id)
			base := "/notices/" + id + "/print/notice"
			apptest.Has(t, "the page", page, http.StatusOK, base+".pdf", base+".docx", base+".html", "方正小标宋简体 → ")
			if strings.Contains(p.Stranger().Get("/notices/"+id).Body, base) {
				t.Error("a stranger is offered the paper")
			}
			if got := p.Stranger().Get(base + ".pdf"); got.Status == http.StatusOK {
				t.Error("a stranger gets the paper")
			}
			text := doctest.Text(t, doctest.Save(t, ".pdf", []byte(office.Get(base+".pdf").Body)))
			d, _ := law.Find(id)
			for _, c := range d.Clauses {
				if !strings.HasPrefix(c.No, "附件") {
					want = append(want, strings.Split(c.Text, "\n")...)
				}
			}
			for _, s := range want {
				if !strings.Contains(folded(text), folded(s)) {
					t.Errorf("the pages lack %q", s)
				}
			}
			if html := office.Get(base + ".html"); html.Status != http.StatusOK || !strings.Contains(html.Body, `<section style=`) {
				t.Errorf("the page to paste: %d", html.Status)
			}
			if got := office.Get(base + ".docx"); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "PK") {
				t.Errorf("the docx: %d", got.Status)
			}
			if got := office.Get(base + ".exe"); got.Status != http.StatusNotFound {
				t.Errorf("another ending: %d; want 404", got.Status)
			}
		})
	}
}

// folded leaves out white space, the pale words and the numbers of pages, which
// stand between the lines of a text that runs over two.
func folded(s string) string {
	s = strings.ReplaceAll(doctest.Squeeze(s), "演示非正式", "")
	for _, n := range strings.Split("1 2 3 4 5 6 7 8 9 10 11 12 13 14", " ") {
		s = strings.ReplaceAll(s, "—"+n+"—", "")
	}
	return s
}
