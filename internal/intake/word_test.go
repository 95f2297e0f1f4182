package intake_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/doc/docx"
	"qinglan/internal/draft"
	"qinglan/internal/form"
)

// annex2 is 附件2 in Word with what stands behind its labels.
func annex2(t *testing.T, values map[string]string) []byte {
	t.Helper()
	var rows []doc.Row
	for _, labels := range [][]string{{"姓　名：", "性别", "民族"}, {"出生日期", "单位", "职务"}, {"政治面貌", "联系方式", "邮箱"}} {
		var row doc.Row
		for _, l := range labels {
			row.Cells = append(row.Cells, doc.Cell{Text: l}, doc.Cell{Text: values[strings.Trim(strings.ReplaceAll(l, "　", ""), "：")]})
		}
		rows = append(rows, row)
	}
	rows = append(rows, doc.Row{Cells: []doc.Cell{{Text: "个人基本情况\n及相关从业经历"}, doc.Cell{Text: values["经历"]}.Span(5, 1)}})
	columns := make([]doc.Column, 6)
	for i := range columns {
		columns[i].Width = 26
	}
	var b bytes.Buffer
	err := docx.Write(&b, doc.Document{Title: "附件2", Page: doc.Sheet(), Blocks: []doc.Block{doc.Table{Columns: columns, Rows: rows}}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func said() map[string]string {
	return map[string]string{
		"姓名": "王小丫", "性别": "女", "民族": "汉", "出生日期": "1985.3.2", "单位": school, "职务": "=cmd()|'/C calc'!A0",
		"政治面貌": "中国共产党党员", "联系方式": "19900000078 或办公室", "邮箱": "", "经历": "2012年起任讲师。\n<script>alert(1)</script>",
	}
}

func (d desk) draft(id string) form.Answers {
	d.Helper()
	got, err := draft.New(d.p.House.Flow, d.p.House.Keys).Of(d.Context(), d.p.DB, d.load(id))
	if err != nil {
		d.Fatal(err)
	}
	return got.Answers
}

// caseOf is the case of a name in the county.
func (d desk) caseOf(name string) string {
	d.Helper()
	id, err := db.One(d.Context(), d.p.DB, db.Cell[string], `SELECT id FROM cases WHERE name = $1 AND county = '330782'`, name)
	if err != nil {
		d.Fatal(name, err)
	}
	return id
}

func (d desk) fileBatch(path string) {
	d.Helper()
	v := d.form(path)
	v.Set("act", "file")
	if got := d.Post(path, v); got.Status != http.StatusSeeOther {
		d.Fatalf("file: %d\n%s", got.Status, got.Main())
	}
	d.drain()
}

// 附件2 in Word becomes a draft with what it says rightly; the rest is named, and the
// document is kept nowhere.
func TestWord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		files := []sent{{"附件2 张三.docx", annex2(t, said())}, {"王小丫-义乌丝路电商培训学校-学历证明.jpg", photo(t)}}
		path := d.post(files...).Location
		page := apptest.Has(t, "proposal", d.Get(path), http.StatusOK,
			"认出1人", school, "附件2（Word 表）", "将填入8栏，已填的不动", "读不准，留空：联系方式<", "没有读出：邮箱<", "2个文件选好了")
		apptest.Lacks(t, "proposal", page, "存疑", "19900000078", "张三</option>")
		if n := strings.Count(page.Body, `href="/intake/files/`); n != 1 {
			t.Errorf("%d files to look at; want the picture alone", n)
		}
		id, err := db.One(t.Context(), p.DB, db.Cell[string], `SELECT id FROM intake_files WHERE item = 'word'`)
		if got := d.Get("/intake/files/" + id); err != nil || got.Status != http.StatusNotFound {
			t.Errorf("the document is handed out: %v %d", err, got.Status)
		}
		if again := d.post(files...).Location; again != path {
			t.Errorf("the same again: %q", again)
		}
		d.fileBatch(path)
		d.holds("王小丫", "other")
		c := d.caseOf("王小丫")
		want := form.Answers{"name": "王小丫", "sex": "2", "ethnic": "01", "birth": "1985-03-02", "unit": school, "post": "=cmd()|'/C calc'!A0",
			"political": "01", "life": "2012年起任讲师。\n<script>alert(1)</script>", "region": "330782"}
		if got := d.draft(c); string(got.JSON()) != string(want.JSON()) {
			t.Errorf("draft %s\nwant %s", got.JSON(), want.JSON())
		}
		apptest.Has(t, "the form", d.Get("/apply/"+c), http.StatusOK, "由 Word 表读入，请对照核对",
			"读入：性别、民族、出生日期、职务、政治面貌、个人基本情况及相关从业经历", "读不准，留空：联系方式<", "没有读出：邮箱<", "&lt;script&gt;alert(1)")
		apptest.Has(t, "filed", d.Get(path), http.StatusOK, "已归入的文件", "附件2（Word 表）", "附件2 张三.docx")
		var kept int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM intake_files WHERE item = 'word' AND (key != '' OR file_id != '')`).Scan(&kept); err != nil || kept != 0 {
			t.Errorf("%d of the form left in the tray, %v", kept, err)
		}
	})
}

// What somebody has typed stays, whatever the form in Word says.
func TestWordKeeps(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		id := d.begin(db.NewID(), "王小丫", "")
		v := url.Values{"version": {"1"}, "tab": {"x"}, "name": {"王小丫"}, "unit": {"别的单位"}, "post": {"教授"}, "region": {"330782"}}
		if got := d.Post("/apply/"+id+"/save", v); got.Status != http.StatusSeeOther {
			t.Fatalf("save: %d\n%s", got.Status, got.Main())
		}
		path := d.post(sent{"附件2.docx", annex2(t, said())}).Location
		d.fileBatch(path)
		got := d.draft(id)
		if got["post"] != "教授" || got["unit"] != "别的单位" || got["sex"] != "2" || got["birth"] != "1985-03-02" {
			t.Errorf("draft %s", got.JSON())
		}
		apptest.Has(t, "the form", d.Get("/apply/"+id), http.StatusOK, "与已填的不同，没有改动：单位、职务", "读入：性别、民族、出生日期、政治面貌")
		if d.load(id).Unit != "别的单位" {
			t.Errorf("the unit became %q", d.load(id).Unit)
		}
		// A second form of another opinion changes nothing either.
		other := said()
		other["性别"], other["邮箱"] = "男", "demo@example.org"
		d.fileBatch(d.post(sent{"附件2.docx", annex2(t, other)}).Location)
		if now := d.draft(id); now["sex"] != "2" || now["mail"] != "demo@example.org" {
			t.Errorf("after a second form %s", now.JSON())
		}
		page := apptest.Has(t, "the form", d.Get("/apply/"+id), http.StatusOK, "没有改动：性别、单位、职务", "读不准，留空：联系方式<")
		apptest.Lacks(t, "the form", page, "没有读出")
	})
}

// The application of a person's own hand is not filled in, and what is no 附件2 is
// refused.
func TestWordRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		c := p.Apply("returned-1", "王小丫", school, "330782", "330700", "at-county")
		back := d.now(c.ID)
		back.Set("bad", "post")
		back.Set("why.post", "请写全称。")
		apptest.Has(t, "return", d.Post("/review/"+c.ID+"/return", back), http.StatusSeeOther)
		before := string(d.draft(c.ID).JSON())
		form := said()
		form["邮箱"] = "demo@example.org"
		path := d.post(sent{"附件2.docx", annex2(t, form)}, sent{"说明.docx", annex2(t, nil)[:900]}, sent{"附件2.doc", []byte("\xd0\xcf\x11\xe0")},
			sent{"附件2.docm", annex2(t, said())}).Location
		apptest.Has(t, "proposal", d.Get(path), http.StatusOK, "没有收下的文件", "打不开", "不接受 Word、Excel 等文档")
		d.fileBatch(path)
		apptest.Has(t, "not filled", d.Get(path), http.StatusOK, "由本人填写，Word 表不能填入")
		if now := string(d.draft(c.ID).JSON()); now != before {
			t.Errorf("the person's own form is now %s", now)
		}
		nameless := said()
		nameless["姓名"] = "王小丫1"
		path = d.post(sent{"附件2 李四.docx", annex2(t, nameless)}).Location
		apptest.Has(t, "nobody's", d.Get(path), http.StatusOK, "表里没有读出姓名", "可能是：李四", "将填入7栏")
		var named int
		err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM proxies WHERE word != ''`).Scan(&named)
		if err != nil || named != 0 {
			t.Errorf("%d drafts from Word, %v", named, err)
		}
		if got := at(t, p, elsewhere).Get(path); got.Status != http.StatusNotFound {
			t.Errorf("another county opens it: %d", got.Status)
		}
	})
}

// A file that is damaged inside of an archive is refused, and keeps no other back.
func TestDamagedInArchive(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		for _, f := range []sent{{"王小丫 学历.jpg", photo(t)}, {"附件2.docx", annex2(t, said())}} {
			archive := pack(t, f, sent{"张三 学历.jpg", photo(t)})
			second := bytes.LastIndex(archive, []byte("PK\x03\x04"))
			archive[second/2] ^= 0xff // amid the first
			got := d.post(sent{"材料.zip", archive})
			if got.Status != http.StatusSeeOther {
				t.Errorf("%s: %d", f.name, got.Status)
				continue
			}
			apptest.Has(t, f.name, d.Get(got.Location), http.StatusOK, "没有收下的文件", "文件不完整", "1个文件待归入")
		}
	})
}
