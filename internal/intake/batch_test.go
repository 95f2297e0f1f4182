package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

type sent struct {
	name string
	body []byte
}

// post sends files at once, as a browser does.
func (d desk) post(files ...sent) apptest.Answer {
	d.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range files {
		part, err := m.CreateFormFile("file", f.name)
		if err != nil {
			d.Fatal(err)
		}
		part.Write(f.body)
	}
	m.Close()
	return d.PostBody("/intake", m.FormDataContentType(), b.String())
}

// pack is an archive with names in GBK, as Windows packs it.
func pack(t *testing.T, files ...sent) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		name, err := simplifiedchinese.GB18030.NewEncoder().String(f.name)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(f.body)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const school = "义乌丝路电商培训学校（虚构）"

func forty(t *testing.T) []byte {
	p := photo(t)
	return pack(t,
		sent{"王小丫-" + school + "-学历证明.jpg", p},
		sent{"王小丫 身份证正面.jpg", append(photo(t), 1)},
		sent{"张三_劳动合同(1).jpg", p},
		sent{"张三/荣誉.jpg", p},
		sent{"附件2 李四.docx", []byte("PK\x03\x04......[Content_Types].xml")},
		sent{"李四-330799198506180014-身份证.jpg", p},
		sent{"IMG_0001.jpg", p},
		sent{"=cmd()|'-C calc'!A0 张三 证书.jpg", p},
		sent{"里面.zip", []byte("PK\x03\x04")},
		sent{"程序.exe", []byte("MZ")},
	)
}

var (
	fileID  = regexp.MustCompile(`name="f\.([a-z0-9]+)\.who"`)
	options = regexp.MustCompile(`<select name="([^"]+)"[^>]*>(.*?)</select>`)
	chosen  = regexp.MustCompile(`<option value="([^"]*)" selected`)
	boxes   = regexp.MustCompile(`<input type="text" name="([^"]+)" value="([^"]*)"`)
)

// form is the page of a batch as a browser would send it.
func (d desk) form(path string) url.Values {
	d.Helper()
	page := apptest.Has(d, "batch", d.Get(path), http.StatusOK).Body
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		v.Set(m[1], m[2])
	}
	for _, m := range boxes.FindAllStringSubmatch(page, -1) {
		v.Set(m[1], m[2])
	}
	for _, m := range options.FindAllStringSubmatch(page, -1) {
		v.Set(m[1], "")
		if c := chosen.FindStringSubmatch(m[2]); c != nil {
			v.Set(m[1], c[1])
		}
	}
	return v
}

func (d desk) cases() (n int) {
	d.Helper()
	if err := d.p.DB.QueryRowContext(d.Context(), `SELECT COUNT(*) FROM cases`).Scan(&n); err != nil {
		d.Fatal(err)
	}
	return n
}

func (d desk) drain() {
	d.Helper()
	if err := d.p.House.Queue.Drain(d.Context()); err != nil {
		d.Fatal(err)
	}
}

// A batch comes, is looked at, and becomes drafts; again it changes nothing.
func TestBatch(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		before := d.cases()
		got := d.post(sent{"材料.zip", forty(t)})
		if got.Status != http.StatusSeeOther {
			t.Fatalf("send: %d\n%s", got.Status, got.Main())
		}
		path := got.Location
		page := apptest.Has(t, "proposal", d.Get(path), http.StatusOK,
			"认出3人", "2个文件存疑", "看不出是谁的", "像两种材料", "没有收下的文件", "附件2 李四.docx", "压缩包里还有压缩包", "33****", "=cmd()")
		apptest.Lacks(t, "proposal", page, "330799198506180014")
		if n := d.cases(); n != before {
			t.Errorf("%d cases before anybody confirmed", n-before)
		}
		v := d.form(path)
		v.Set("act", "file")
		if got := d.Post(path, v); got.Status != http.StatusSeeOther {
			t.Fatalf("file: %d\n%s", got.Status, got.Main())
		}
		d.drain()
		if n := d.cases() - before; n != 3 {
			t.Errorf("%d drafts; want 3", n)
		}
		page = apptest.Has(t, "filed", d.Get(path), http.StatusOK, "已归入的文件", "2个文件待归入")
		d.holds("王小丫", "id", "other")
		d.holds("张三", "employment", "honours")
		d.holds("李四", "id")
		if waits := d.files("WHERE state = 'waiting' OR state = 'clean'"); waits != 5 {
			t.Errorf("%d files went the ordinary way; want 5", waits)
		}
		again := d.post(sent{"材料.zip", forty(t)})
		if again.Location != path || d.cases()-before != 3 {
			t.Errorf("the same again: %q, %d drafts", again.Location, d.cases()-before)
		}
		// What is doubtful is taken once somebody has said what it is.
		v = d.form(path)
		for _, id := range fileID.FindAllStringSubmatch(page.Body, -1) {
			v.Set("f."+id[1]+".who", "2")
			v.Set("f."+id[1]+".item", "teaching")
		}
		v.Set("act", "file")
		d.Post(path, v)
		d.drain()
		d.holds("张三", "employment", "honours", "teaching") // of one content, so once
		if n := d.cases() - before; n != 3 {
			t.Errorf("%d drafts in the end; want 3", n)
		}
		apptest.Has(t, "list", d.Get("/intake"), http.StatusOK, "没有待归入的收件")
	})
}

func (d desk) files(where string) (n int) {
	d.Helper()
	if err := d.p.DB.QueryRowContext(d.Context(), `SELECT COUNT(*) FROM files `+where).Scan(&n); err != nil {
		d.Fatal(err)
	}
	return n
}

// holds fails unless the draft of a name has exactly files of these items.
func (d desk) holds(name string, want ...string) {
	d.Helper()
	got, err := db.All(d.Context(), d.p.DB, db.Cell[string],
		`SELECT f.item FROM files f JOIN cases c ON c.id = f.case_id WHERE c.name = $1 AND c.county = '330782' ORDER BY f.item`, name)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		d.Errorf("%s has %v, %v; want %v", name, got, err, want)
	}
}

// Of two clerks who confirm a batch at once one is late, and nothing is twice.
func TestBatchRaced(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d, other := at(t, p, clerk), colleague(t, p)
		path := d.post(sent{"王小丫 学历.jpg", photo(t)}, sent{"张三 身份证.jpg", photo(t)}).Location
		v := d.form(path)
		v.Set("act", "file")
		var wg sync.WaitGroup
		answers := make([]apptest.Answer, 2)
		for i, b := range []desk{d, other} {
			wg.Go(func() { answers[i] = b.Post(path, v) })
		}
		wg.Wait()
		late := 0
		for _, got := range answers {
			if got.Status == http.StatusConflict {
				late++
			}
		}
		if late != 1 {
			t.Errorf("%d and %d; want one late", answers[0].Status, answers[1].Status)
		}
		d.drain()
		d.holds("王小丫", "other")
		d.holds("张三", "id")
	})
}

// Nobody else comes to a batch, and what is hostile is refused as a whole.
func TestBatchRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		path := d.post(sent{"王小丫 身份证.jpg", photo(t)}).Location
		look := regexp.MustCompile(`/intake/files/[a-z0-9]+`).FindString(d.Get(path).Body)
		if got := d.Get(look); got.Status != http.StatusOK || got.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("look at a file: %d %s", got.Status, got.Header.Get("Content-Type"))
		}
		for who, b := range map[string]desk{
			"another county": at(t, p, elsewhere), "the city": at(t, p, "330700-city-clerk-1"), "an applicant": person(t, p, "19900000078"),
		} {
			for _, address := range []string{path, look} {
				if got := b.Get(address); got.Status != http.StatusNotFound {
					t.Errorf("%s opens %s: %d", who, address, got.Status)
				}
			}
			for _, address := range []string{path, path + "/remove"} {
				if got := b.Post(address, url.Values{"version": {"1"}, "act": {"file"}}); got.Status != http.StatusNotFound {
					t.Errorf("%s posts to %s: %d", who, address, got.Status)
				}
			}
		}
		for what, f := range map[string]sent{
			"traversal": {"a.zip", pack(t, sent{"../王小丫 学历.jpg", photo(t)})}, "rar": {"a.rar", []byte("Rar!")},
			"no archive": {"a.zip", []byte("PK\x03\x04cut")}, "a bomb": {"a.zip", pack(t, sent{"a.pdf", make([]byte, 9<<20)})},
		} {
			if got := d.post(f); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "没有收下") {
				t.Errorf("%s: %d", what, got.Status)
			}
		}
		var n int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM intakes`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d batches, %v; want 1", n, err)
		}
		// After thirty days it is gone, and may come again.
		p.Clock.Set(p.Clock.Now().Add(31 * 24 * time.Hour))
		if err := p.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := d.Get(look); got.Status != http.StatusNotFound {
			t.Errorf("after thirty days: %d", got.Status)
		}
		if next := d.post(sent{"王小丫 身份证.jpg", photo(t)}).Location; next == path {
			t.Error("the batch that was swept came back")
		}
	})
}

// Who has a case already: one that takes files is proposed, another is said.
func TestBatchKnown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		id := d.begin(db.NewID(), "王小丫", "")
		p.Apply("known-1", "张三", school, "330782", "330700", "at-county")
		p.Apply("known-2", "李四", school, "330781", "330700", "at-county")
		path := d.post(sent{"王小丫 学历.jpg", photo(t)}, sent{"张三 学历.jpg", photo(t)}, sent{"李四 学历.jpg", photo(t)}).Location
		apptest.Has(t, "proposal", d.Get(path), http.StatusOK, "归入代录中的王小丫", "现在不能加材料")
		v := d.form(path)
		if v.Get("p.1.goal") != id || v.Get("p.2.goal") != "" || v.Get("p.3.goal") != "new" {
			t.Errorf("goals %q %q %q", v.Get("p.1.goal"), v.Get("p.2.goal"), v.Get("p.3.goal"))
		}
		v.Set("act", "file")
		v.Set("p.3.goal", "known-2") // of another county
		d.Post(path, v)
		d.drain()
		d.holds("王小丫", "other")
		d.holds("张三")
		if n := d.files("WHERE case_id = 'known-2'"); n != 0 {
			t.Errorf("%d files on a case of another county", n)
		}
	})
}

// What an office puts on an application that was sent back is marked, stays the
// person's to send, and whoever put it there does not pass it on.
func TestBatchReturned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		c := p.Apply("returned-1", "张三", school, "330782", "330700", "at-county")
		back := d.now(c.ID)
		back.Set("bad", "post")
		back.Set("why.post", "请补聘书。")
		apptest.Has(t, "return", d.Post("/review/"+c.ID+"/return", back), http.StatusSeeOther)
		if got := d.send("/cases/"+c.ID+"/files/other", "a.jpg", photo(t)); got.Status != http.StatusForbidden {
			t.Errorf("an office uploads by itself: %d", got.Status)
		}
		path := d.post(sent{"张三 聘书.jpg", photo(t)}).Location
		apptest.Has(t, "proposal", d.Get(path), http.StatusOK, "归入退回补正的")
		v := d.form(path)
		v.Set("act", "file")
		d.Post(path, v)
		d.drain()
		d.holds("张三", "employment")
		apptest.Has(t, "marked", d.Get("/cases/"+c.ID), http.StatusOK, "代交材料：")
		if got := d.Get("/apply/" + c.ID); got.Status != http.StatusNotFound {
			t.Errorf("the office opens the person's form: %d", got.Status)
		}
		now := d.load(c.ID)
		m, _ := now.Track.Move("resubmit-county")
		me := org.Actor{Person: now.Party, Name: "张三", Role: programme.Applicant}
		m.Needs, m.Also = []string{"own-hand"}, nil
		if err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := p.House.Flow.MoveIn(t.Context(), tx, *now, m, me, apptest.Profile("张三", school))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		pass := d.now(c.ID)
		pass.Set("opinion", "材料齐全，同意报送。")
		apptest.Has(t, "own work", d.Post("/review/"+c.ID+"/moves/forward", pass), http.StatusForbidden, "由您录入")
	})
}
