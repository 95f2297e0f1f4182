package demo_test

import (
	"net/http"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/doc/doctest"
)

// papers opens every 推荐报告, every 培育名单 and every notice of the
// demonstration as 公文, and reads one of each.
func papers(t *testing.T, p *apptest.Program) {
	t.Helper()
	b := p.SignIn("330000-province-clerk-1")
	saved := func(base string, says ...string) {
		for ending, begins := range map[string]string{".pdf": "%PDF", ".docx": "PK", ".html": "<!doctype"} {
			got := b.Get(base + ending)
			if got.Status != http.StatusOK || !strings.HasPrefix(got.Body, begins) {
				t.Errorf("%s%s: %d %.80s", base, ending, got.Status, got.Body)
			}
			if ending == ".pdf" && got.Status == http.StatusOK {
				text := doctest.Text(t, doctest.Save(t, strings.ReplaceAll(base, "/", "-")+".pdf", []byte(got.Body)))
				for _, s := range says {
					if !strings.Contains(text, s) {
						t.Errorf("%s lacks %q", base, s)
					}
				}
			}
		}
	}
	for _, id := range cases(t, p, "summary", 3) {
		saved("/summaries/"+id+"/print/report", "签发人：", "特此报告。", "浙江省商务厅", "按培训方向：", "附件：浙江省跨境电商师资培训推荐名单汇总表")
	}
	for _, id := range cases(t, p, "shortlist", 1) {
		saved("/shortlists/"+id+"/print/notice", "浙江省财政厅", "现印发给你们。", "附件：浙江省跨境电商师资培育名单", "浙江省商务厅办公室")
	}
	for _, id := range []string{"zswlf72", "jinhua"} {
		saved("/notices/"+id+"/print/notice", "附件")
	}
}

// cases returns the cases of a track that have come so far; there must be some.
func cases(t *testing.T, p *apptest.Program, track string, reach int) []string {
	t.Helper()
	ids, err := db.All(t.Context(), p.DB, func(row interface{ Scan(...any) error }) (id string, err error) {
		return id, row.Scan(&id)
	}, `SELECT id FROM cases WHERE track = $1 AND reach >= $2 ORDER BY id`, track, reach)
	if err != nil || len(ids) == 0 {
		t.Fatalf("%s: %d cases, %v", track, len(ids), err)
	}
	return ids
}
