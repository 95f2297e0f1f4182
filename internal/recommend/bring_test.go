package recommend_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="(table|list|plan)" value="([^"]*)"`)

// shown is the form of a preview, with these decisions.
func shown(got apptest.Answer, pairs ...string) url.Values {
	v := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(got.Body, -1) {
		v.Set(m[1], html.UnescapeString(m[2]))
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// pool opens the list of a city with four people in its pool, two of one name.
func pool(t *testing.T, p *apptest.Program) *flow.Case {
	t.Helper()
	p.Clock.Set(calendar.Must("2017-10-16").At(9, 0))
	p.Apply("one", "演示·甲", "演示学院", "330782", "330700", "pooled")
	p.Apply("two", "演示·乙", "演示电子商务公司", "330783", "330700", "pooled")
	p.Apply("three", "演示·丙", "演示公司", "330783", "330700", "pooled")
	p.Apply("four", "演示·甲", "演示大学", "330783", "330700", "pooled")
	p.Apply("away", "演示·远", "演示学院", "330782", "330700", "at-county")
	return begin(t, p)
}

const pasted = "附件1\n序号\t姓　名\t工作单位\t培训方向\t备 注\n" +
	"１\t演示•乙\t演示电子商务公司（义乌）\t独立站、亚马逊\t坐前排\n" +
	"2\t演示·甲\t演示大学\t速卖通\t\n" +
	"3\t演示·甲\t\t\t\n" +
	"4\t演示·远\t演示学院\t\t\n" +
	"5\t演示·无\t演示学院\t\t\n" +
	"6\t演示·甲、演示·乙\t演示学院\t\t\n" +
	"合计\t6人\n"

func TestBringATable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := pool(t, p)
		at, b := "/summaries/"+c.ID+"/import", p.As(cityClerk)
		apptest.Has(t, "the desk", b.Get(at), http.StatusOK, "从 Excel 导入", "上传并核对")
		for _, who := range []string{otherCity, province, countyClerk} {
			apptest.Has(t, "the desk", p.As(who).Get(at), http.StatusNotFound)
			apptest.Has(t, "a table", p.As(who).Post(at, url.Values{"text": {pasted}}), http.StatusNotFound)
		}
		apptest.Has(t, "nothing", b.Post(at, url.Values{"text": {" "}}), http.StatusUnprocessableEntity, "请先选择文件")
		apptest.Has(t, "no list", b.Post(at, url.Values{"text": {"只有一段话"}}), http.StatusUnprocessableEntity, "没有找到名单")

		got := apptest.Has(t, "the preview", b.Post(at, url.Values{"text": {pasted}}), http.StatusOK,
			"读到 6 人，与名单对上 2 人", "B5", "名单里有同名的人", "演示·远", "县级初核", "本期没有他的申报", "B8", "一格里有几个姓名", "与名单不一致，不导入", "速卖通", "表尾的说明或合计")
		apptest.Lacks(t, "an undecided preview", got, "确认导入")
		// Nobody is taken who was not decided about, and nothing is stored yet.
		apptest.Has(t, "undecided", b.Post(at, shown(got, "act", "take")), http.StatusConflict, "还没有导入")
		apptest.Lacks(t, "the list", b.Get("/summaries/"+c.ID), `name="place.two" value="1"`, "坐前排")

		got = apptest.Has(t, "the decided preview", b.Post(at, shown(got, "act", "look", "d.who.5", "one", "d.faults", "skip")), http.StatusOK, "确认导入", "演示·丙")
		take := shown(got, "act", "take", "d.who.5", "one", "d.faults", "skip")
		other := shown(got, "act", "take", "d.who.5", "none", "d.faults", "skip")
		apptest.Has(t, "another decision", b.Post(at, other), http.StatusConflict, "您改了选择，还没有导入")

		// A colleague types meanwhile: it is said, and shown anew.
		v := url.Values{"seen": {fmt.Sprint(c.Seq)}, "place.three": {"9"}}
		apptest.Has(t, "the colleague's draft", p.As(colleague).Post("/summaries/"+c.ID+"/draft", v), http.StatusNoContent)
		got = apptest.Has(t, "a stale preview", b.Post(at, take), http.StatusConflict, "名单刚刚有了变化，还没有导入")
		got = b.Post(at, shown(got, "act", "look", "d.who.5", "one", "d.faults", "skip"))
		take = shown(got, "act", "take", "d.who.5", "one", "d.faults", "skip")
		apptest.Has(t, "taking it", b.Post(at, take), http.StatusSeeOther)

		page := b.Get("/summaries/" + c.ID + "?brought=yes")
		apptest.Has(t, "the list", page, http.StatusOK, "已从表格导入", "坐前排")
		want := map[string]string{"two": "1", "four": "2", "one": "3", "three": ""}
		for id, place := range want {
			if !strings.Contains(page.Body, `name="place.`+id+`" value="`+place+`"`) {
				t.Errorf("%s is not in place %q", id, place)
			}
		}
		apptest.Lacks(t, "the colleague of another city", p.As(province).Get("/cases/one"), "坐前排")
		// The same again changes nothing.
		got = b.Post(at, url.Values{"text": {pasted}})
		got = b.Post(at, shown(got, "act", "look", "d.who.5", "one", "d.faults", "skip"))
		apptest.Has(t, "the same table", got, http.StatusOK, "没有变化")
		apptest.Lacks(t, "the same table", got, "确认导入")
		log, err := p.House.Flow.Logged(t.Context(), 2)
		if err != nil || !slices.ContainsFunc(log, func(e flow.Entry) bool { return e.Move == "import" }) {
			t.Errorf("the audit says %v, %v", log, err)
		}
		var body string
		if err := p.DB.QueryRowContext(t.Context(), `SELECT body FROM jottings WHERE case_id = 'two'`).Scan(&body); err != nil || strings.Contains(body, "坐前排") {
			t.Errorf("the note is stored as %q, %v", body, err)
		}
	})
}

// What goes out comes back without a change, and edited with that change alone.
func TestRoundTrip(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := pool(t, p)
		page, b := "/summaries/"+c.ID, p.As(cityClerk)
		at := page + "/import"
		v := url.Values{"seen": {fmt.Sprint(c.Seq)}, "place.three": {"2"}, "place.two": {"7"}, "place.one": {"9"}, "why.four": {"名额所限"}}
		apptest.Has(t, "the draft", b.Post(page+"/draft", v), http.StatusNoContent)
		for _, name := range []string{"annex1.xlsx", "worksheet.xlsx", "worksheet.xlsx?sort=pinyin"} {
			got := b.Upload(at, "推荐名单.xlsx", []byte(b.Get(page+"/"+name).Body))
			apptest.Has(t, name, got, http.StatusOK, "没有变化")
			apptest.Lacks(t, name, got, "确认导入", "有误的内容", "与名单不一致")
		}
		book := b.Get(page + "/worksheet.xlsx")
		edited := edit(t, book.Body, func(f *excelize.File, sheet string) {
			for cell, text := range map[string]string{"A4": "7", "A5": "2"} { // the first two change places
				if err := f.SetCellStr(sheet, cell, text); err != nil {
					t.Fatal(err)
				}
			}
			set(t, f, sheet, "备注", "演示·丙", "约谈")
			set(t, f, sheet, "电话", "演示·丙", "1.38E+10")
			set(t, f, sheet, "桌号", "演示·乙", "Ｂ３")
		})
		got := apptest.Has(t, "the edited book", b.Upload(at, "推荐名单.xlsx", edited), http.StatusOK, "科学计数法，后几位已丢失", "这一格不导入", "将修改 4 处")
		got = b.Post(at, shown(got, "act", "look", "d.faults", "skip"))
		apptest.Has(t, "taking it", b.Post(at, shown(got, "act", "take", "d.faults", "skip")), http.StatusSeeOther)
		list := b.Get(page)
		for _, s := range []string{`name="place.three" value="7"`, `name="place.two" value="2"`, `name="place.one" value="9"`, "约谈", "桌号 Ｂ３", "名额所限"} {
			if !strings.Contains(list.Body, s) {
				t.Errorf("the list lacks %s", s)
			}
		}
		roundTripChosen(t, p, b, c)
	})
}

// roundTripChosen: once the choice is recorded a table is compared, and its order
// changes nothing.
func roundTripChosen(t *testing.T, p *apptest.Program, b *apptest.Browser, c *flow.Case) {
	t.Helper()
	page := "/summaries/" + c.ID
	v := act(c)
	for id, place := range map[string]string{"two": "1", "three": "2", "one": "3"} {
		v.Set("place."+id, place)
	}
	v.Set("why.four", "名额所限")
	apptest.Has(t, "the county", p.As(countyClerk).Post("/review/away/moves/forward", seen(p.Case("away"))), http.StatusSeeOther)
	pass := seen(p.Case("away"))
	pass.Set("opinion", "同意推荐。")
	apptest.Has(t, "the city", b.Post("/review/away/moves/pass", pass), http.StatusSeeOther)
	v.Set("why.away", "名额所限")
	apptest.Has(t, "the choice", b.Post(page+"/choose", v), http.StatusSeeOther)
	for _, name := range []string{"annex1.xlsx", "worksheet.xlsx"} {
		apptest.Has(t, name, b.Upload(page+"/import", "推荐名单.xlsx", []byte(b.Get(page+"/"+name).Body)), http.StatusOK, "没有变化")
	}
	book := edit(t, b.Get(page+"/annex1.xlsx").Body, func(f *excelize.File, sheet string) {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			if len(r) > 1 && r[1] == "演示·乙" {
				for col, text := range rows[i+1] {
					swap(t, f, sheet, col, i+1, text)
				}
				for col, text := range r {
					swap(t, f, sheet, col, i+2, text)
				}
			}
		}
	})
	got := apptest.Has(t, "another order", b.Upload(page+"/import", "推荐名单.xlsx", book), http.StatusOK, "“序号”与行的先后不一致", "与名单不一致，不导入")
	apptest.Lacks(t, "another order", got, "确认导入")
}

func swap(t *testing.T, f *excelize.File, sheet string, col, row int, text string) {
	t.Helper()
	at, err := excelize.CoordinatesToCellName(col+1, row)
	if err == nil {
		err = f.SetCellStr(sheet, at, text)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// edit opens a workbook, changes it and saves it.
func edit(t *testing.T, body string, change func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f, f.GetSheetName(0))
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// set writes a text into a column of the first row of a person.
func set(t *testing.T, f *excelize.File, sheet, column, name, text string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	col := -1
	for i, r := range rows {
		for k, s := range r {
			if s == column {
				col = k
			}
			if s == name && col >= 0 {
				swap(t, f, sheet, col, i+1, text)
				return
			}
		}
	}
	t.Fatalf("no %s of %s in %v", column, name, rows)
}

// A forged table is refused, and a row of the working columns is another office's
// secret: bound to its place it opens nowhere else.
func TestForgedTable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := pool(t, p)
		at, b := "/summaries/"+c.ID+"/import", p.As(cityClerk)
		for _, forged := range []string{"x", "H4sIAAAAAAAA", "e30="} {
			apptest.Has(t, "a forged table", b.Post(at, url.Values{"table": {forged}, "act": {"take"}}), http.StatusUnprocessableEntity, "表单无法读取")
		}
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO jottings (organ, case_id, body, person, at) VALUES ($1, 'one', 'AAAA', 'x', 0)`, cityOrgan(t, p))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "a broken jotting", b.Get("/summaries/"+c.ID), http.StatusInternalServerError)
	})
}

func cityOrgan(t *testing.T, p *apptest.Program) (id string) {
	t.Helper()
	if err := p.DB.QueryRowContext(t.Context(), `SELECT organisation FROM posts WHERE id = $1`, cityClerk).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}
