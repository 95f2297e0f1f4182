package institution_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
)

// founded signs an institution in that has kept a dossier.
func founded(t *testing.T, p *apptest.Program) *apptest.Browser {
	t.Helper()
	b := p.As(school)
	apptest.Has(t, "found", b.Post("/institution/found", url.Values{"name": {"演示培训学校"}, "uscc": {codes[0]}, "region": {"330782"}}), http.StatusSeeOther)
	apptest.Has(t, "saved", b.Post("/institution/save", with(filled("演示培训学校"), "version", "0")), http.StatusSeeOther)
	return b
}

// shown is what the form of a preview sends, with decisions.
func shown(got apptest.Answer, pairs ...string) url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="(table|list|plan)" value="([^"]*)"`).FindAllStringSubmatch(got.Body, -1) {
		v.Set(m[1], strings.ReplaceAll(m[2], "&#43;", "+"))
	}
	return with(v, pairs...)
}

const (
	rosterAt = "/institution/roster/import"
	pastAt   = "/institution/past/import"
	people   = "师资名册\n序号\t姓　名\t工作单位\t职称\t专/兼职\t身份证号\t主讲课程\n" +
		"1\t演示•甲\t\t高级讲师\t\t330702198806180012\t亚马逊运营\n" + // is there: the title and the course change
		"2\t演示·乙\t演示大学\t教授\t兼任\t\t=cmd()\n" + // a text stays a text
		"3\t330702198806180012\t\t\t专职\t\t\n" + // a column too far left
		"4\t演示·丁\t演示大学\t\t临时\t\t\n" +
		"5\t演示·乙\t演示大学\t讲师\t兼职\t\t\n" +
		"6\t戊（女）\t\t\t专职\t\t\n合计\t6人\n"
)

// A table becomes rows of the dossier: previewed, nothing kept before it is
// confirmed, the same again is no change, and what was taken out comes back.
func TestRosterFromATable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := founded(t, p)
		for _, who := range []string{city, county, province, judge + "1", "330100-institution-clerk-1"} {
			for _, at := range []string{rosterAt, "/institution/roster/blank.xlsx", "/institution/roster/filled.xlsx"} {
				apptest.Has(t, who, p.As(who).Get(at), http.StatusNotFound)
			}
			apptest.Has(t, who, p.As(who).Post(rosterAt, url.Values{"text": {people}}), http.StatusNotFound)
		}
		apptest.Has(t, "no rows of the dossier", b.Get("/institution/plan/import"), http.StatusNotFound)
		apptest.Has(t, "what is typed is kept on the way", b.Post("/institution/save", with(filled("演示培训学校"), "version", "1", "then", "roster")), http.StatusSeeOther)
		apptest.Has(t, "the desk", b.Get(rosterAt), http.StatusOK, "从 Excel 导入：师资名册", "最多 50 行")

		got := apptest.Has(t, "the preview", b.Post(rosterAt, url.Values{"text": {people}}), http.StatusOK,
			"读到 6 行，与原来对上 1 行", "将新增 2 行", "B5", "含公民身份号码", "E6", "不是可以选的内容", "与第4行相同", "B8", "姓名后面有附注", "=cmd()", "表尾的说明或合计", "公民身份号码一列不需要")
		apptest.Lacks(t, "the preview", got, "330702198806180012", `value="take"`+">确认导入")
		apptest.Has(t, "undecided", b.Post(rosterAt, shown(got, "act", "take")), http.StatusConflict, "还没有导入")
		apptest.Lacks(t, "nothing is kept yet", b.Get("/institution"), "演示·乙")

		decided := []string{"d.cell.B8", "take", "d.faults", "skip"}
		got = apptest.Has(t, "decided", b.Post(rosterAt, shown(got, append(decided, "act", "look")...)), http.StatusOK, "确认导入", "将新增 3 行")
		take := shown(got, append(decided, "act", "take")...)
		// Another tab of the same office saves meanwhile: it is said, and shown anew.
		apptest.Has(t, "another tab", b.Post("/institution/save", with(filled("演示培训学校"), "version", "2", "scope", "另一页")), http.StatusSeeOther)
		got = apptest.Has(t, "overtaken", b.Post(rosterAt, take), http.StatusConflict, "名单刚刚有了变化，还没有导入")
		apptest.Lacks(t, "all or nothing", b.Get("/institution"), "演示·乙")
		if got := apptest.Has(t, "taken", b.Post(rosterAt, shown(got, append(decided, "act", "take")...)), http.StatusSeeOther); got.Location != "/institution?brought=roster" {
			t.Errorf("led to %s", got.Location)
		}
		page := apptest.Has(t, "the dossier", b.Get("/institution?brought=roster"), http.StatusOK, "已从表格导入：师资名册", "演示·乙", `value="高级讲师"`, "演示·丁", `value="戊"`, "=cmd()", "另一页")
		apptest.Lacks(t, "the dossier", page, "330702198806180012")
		apptest.Has(t, "the tab that was overtaken", b.Post("/institution/save", with(filled("演示培训学校"), "version", "3")), http.StatusConflict, "为免覆盖")

		got = b.Post(rosterAt, url.Values{"text": {people}})
		got = b.Post(rosterAt, shown(got, append(decided, "act", "look")...))
		apptest.Has(t, "the same again", got, http.StatusOK, "没有变化")
		apptest.Lacks(t, "the same again", got, "确认导入")
		backAndForth(t, b)
	})
}

// backAndForth: what goes out comes back without a change, and with a row less it
// asks what becomes of that; an empty table is told from one with rows.
func backAndForth(t *testing.T, b *apptest.Browser) {
	t.Helper()
	apptest.Has(t, "the empty table", b.Upload(rosterAt, "名册.xlsx", []byte(b.Get("/institution/roster/blank.xlsx").Body)), http.StatusUnprocessableEntity, "没有内容")
	book := []byte(b.Get("/institution/roster/filled.xlsx").Body)
	got := apptest.Has(t, "out and back", b.Upload(rosterAt, "名册.xlsx", book), http.StatusOK, "没有变化", "读到 4 行，与原来对上 4 行")
	apptest.Lacks(t, "out and back", got, "有误的内容", "要您先定")
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) > 1 && r[1] == "演示·丁" {
			err = f.RemoveRow(sheet, i+1)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	less, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got = apptest.Has(t, "a row less", b.Upload(rosterAt, "名册.xlsx", less.Bytes()), http.StatusOK, "没有变化", "原来有、表里没有，保留", "演示·丁")
	got = apptest.Has(t, "taken off", b.Post(rosterAt, shown(got, "act", "look", "d.absent", "remove")), http.StatusOK, "将删去 1 行", "确认导入")
	apptest.Has(t, "taken off", b.Post(rosterAt, shown(got, "act", "take", "d.absent", "remove")), http.StatusSeeOther)
	apptest.Lacks(t, "the dossier", b.Get("/institution"), "演示·丁")
}

// Past trainings are told apart by their month; months and numbers are read in the
// habits of offices, and what cannot be is not taken.
func TestPastFromATable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := founded(t, p)
		text := "培训班名称,开班时间,培训人数（人）,课时,满意度\n" +
			"演示班,2016年5月,40人,24,96%\n演示班,2016.10,\"1,200\",,\n演示班,2017-03-12,0,24课时,101\n甲班,春季,五十,,\n"
		got := apptest.Has(t, "the preview", b.Post(pastAt, url.Values{"text": {text}}), http.StatusOK,
			"读到 4 行，与原来对上 1 行", "将新增 3 行", "将修改 2 处", "2016-10", "1200", "2017-03", "C4", "不能小于 1。", "E4", "不能大于 100。", "B5", "不是年月", "C5", "不是整数")
		got = b.Post(pastAt, shown(got, "act", "look", "d.faults", "skip"))
		apptest.Has(t, "taken", b.Post(pastAt, shown(got, "act", "take", "d.faults", "skip")), http.StatusSeeOther)
		apptest.Has(t, "the dossier", b.Get("/institution"), http.StatusOK, `value="1200"`, `value="2016-10"`, `value="2017-03"`, `value="96"`, "甲班")
		got = b.Post(pastAt, url.Values{"text": {text}})
		// The row whose month could not be read is a row of its own and there already.
		apptest.Has(t, "the same again", b.Post(pastAt, shown(got, "act", "look", "d.faults", "skip")), http.StatusOK, "没有变化")
	})
}

// What is hostile, or only too much, is refused in plain words and keeps nothing.
func TestTablesThatAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := founded(t, p)
		many := strings.Repeat("演示·甲,演示大学\n", 10_000)
		apptest.Has(t, "ten thousand", b.Post(rosterAt, url.Values{"text": {"姓名,单位\n" + many}}), http.StatusUnprocessableEntity, "表里有 10000 行，这里最多 50 行")
		var some strings.Builder
		for i := range 50 {
			fmt.Fprintf(&some, "演示·%c,演示大学\n", '一'+i)
		}
		got := apptest.Has(t, "one too many", b.Post(rosterAt, url.Values{"text": {"姓名,单位\n" + some.String()}}), http.StatusOK, "超过最多 50 行，多出 1 行")
		apptest.Has(t, "one too many", b.Post(rosterAt, shown(got, "act", "take")), http.StatusConflict, "还没有导入")
		var bomb bytes.Buffer
		z := zip.NewWriter(&bomb)
		for name, body := range map[string]string{
			"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + strings.Repeat(`<row><c t="inlineStr"><is><t>`+strings.Repeat("甲", 300)+`</t></is></c></row>`, 60_000) + `</sheetData></worksheet>`,
		} {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte(body))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "a bomb", b.Upload(rosterAt, "名册.xlsx", bomb.Bytes()), http.StatusUnprocessableEntity, "表格太大")
		apptest.Has(t, "a forged table", b.Post(rosterAt, url.Values{"table": {"H4sIAAAAAAAA"}, "act": {"take"}}), http.StatusUnprocessableEntity)
		v := shown(b.Post(rosterAt, url.Values{"text": {"姓名,单位\n演示·乙,演示大学\n"}}), "act", "look")
		v.Set("table", repacked(t, v.Get("table"), "演示大学", "330702198806180012"))
		got = apptest.Has(t, "a number put into the table of a page", b.Post(rosterAt, v), http.StatusOK, "含公民身份号码，没有读取")
		apptest.Has(t, "nor is it taken", b.Post(rosterAt, shown(got, "act", "take", "d.faults", "skip")), http.StatusSeeOther)
		apptest.Lacks(t, "the dossier", b.Get("/institution"), "330702198806180012")
		apptest.Lacks(t, "the dossier", b.Get("/institution"), "演示大学")
	})
}

// repacked is the table of a page with a text in place of another.
func repacked(t *testing.T, packed, from, to string) string {
	t.Helper()
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || !bytes.Contains(plain, []byte(from)) {
		t.Fatalf("%v in %s", err, plain)
	}
	var out bytes.Buffer
	g := gzip.NewWriter(&out)
	if _, err = g.Write(bytes.ReplaceAll(plain, []byte(from), []byte(to))); err == nil {
		err = g.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// The same person twice in a roster is said to the institution and to who reviews,
// and nothing is refused for it.
func TestTwinsAreSaid(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := founded(t, p)
		v := with(filled("演示培训学校"), "version", "1", "roster.1.name", "演示 · 甲", "roster.1.unit", "演示培训学校", "roster.1.full", "part",
			"roster.2.name", "演示·甲", "roster.2.unit", "演示大学", "roster.2.full", "part")
		apptest.Has(t, "kept", b.Post("/institution/save", v), http.StatusSeeOther)
		page := apptest.Has(t, "to itself", b.Get("/institution"), http.StatusOK, "同一内容填了两次", "师资名册第1条和第2条")
		apptest.Lacks(t, "a namesake elsewhere", page, "第3条：")
	})
}

// An identity number in a row is not kept, whoever types it where.
func TestNumbersAreNotKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := founded(t, p)
		v := with(filled("演示培训学校"), "version", "1", "roster.0.name", "330702198806180012", "roster.0.title", "讲师 330702 1988 0618 0012", "roster.1.name", "演示·乙", "roster.1.full", "part")
		got := apptest.Has(t, "typed", b.Post("/institution/save", v), http.StatusUnprocessableEntity, "含公民身份号码，没有保存", "演示·乙")
		apptest.Lacks(t, "the answer", got, "330702198806180012", "0618 0012")
		apptest.Lacks(t, "the dossier", b.Get("/institution"), "330702198806180012", "0618 0012")
	})
}
