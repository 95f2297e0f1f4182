package scan_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/doc/qr"
	"qinglan/internal/doc/raster"
	"qinglan/internal/org"
	"qinglan/internal/paper"
)

const (
	yiwu    = "330782-county-clerk-1"
	jinhua  = "330700-city-clerk-1"
	ningbo  = "330200-city-clerk-1"
	judge   = "330000-judge-clerk-1"
	title   = "个人情况表"
	version = "0123abcd"
)

// sheetOf is a page at 150 to the inch with these codes on it.
func sheetOf(t *testing.T, texts ...string) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range img.Pix {
		img.Pix[i] = 245
	}
	for n, text := range texts {
		runs, _, err := qr.Runs(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			for i := range 3 * 3 * r.N {
				img.SetGray(1020-500*n+r.X*3+i%(3*r.N), 40+r.Y*3+i/(3*r.N), color.Gray{Y: 25})
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func bound(t *testing.T, pages ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := raster.Bind(&b, 595, pages...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// printOf prints a paper of a case and returns the name that its code holds.
func printOf(t *testing.T, p *apptest.Program, caseID, version string) string {
	t.Helper()
	var d doc.Document
	err := paper.New(p.House.Flow, p.House.Keys).Tag(t.Context(), org.Actor{Person: "p"}, p.Case(caseID), title, version, &d)
	if err != nil {
		t.Fatal(err)
	}
	tag, ok := qr.ReadTag(d.Tag(1, 1))
	if !ok {
		t.Fatal("the paper has no code")
	}
	return tag.Print
}

func page(print string, n, of int) string { return qr.Tag{Print: print, Page: n, Pages: of}.Text() }

func send(t *testing.T, b *apptest.Browser, files map[string][]byte) apptest.Answer {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, content := range files {
		part, err := m.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(content)
	}
	m.Close()
	req, err := http.NewRequest(http.MethodPost, b.Base+"/scans", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := b.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got bytes.Buffer
	got.ReadFrom(res.Body)
	return apptest.Answer{Status: res.StatusCode, Location: res.Header.Get("Location"), Header: res.Header, Body: got.String()}
}

// sent sends files, waits until they are read and returns the page that says so.
func sent(t *testing.T, p *apptest.Program, b *apptest.Browser, files map[string][]byte) apptest.Answer {
	t.Helper()
	got := send(t, b, files)
	if got.Status != http.StatusSeeOther {
		t.Fatalf("send: %d\n%s", got.Status, got.Main())
	}
	if err := p.House.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return apptest.Has(t, "result", b.Get(got.Location), http.StatusOK)
}

func filesOn(t *testing.T, p *apptest.Program, caseID string) (names []string) {
	t.Helper()
	all, err := p.House.FilesOf(t.Context(), p.DB, caseID)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Item == "scanned" {
			names = append(names, f.Name)
		}
	}
	return names
}

// What is printed, stamped and scanned finds its case again; the applicant sees it.
func TestPrintedAndScanned(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm of poppler-utils is not installed")
	}
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Apply("c1", "演示·张某", "演示单位", "330782", "330700", "at-city")
		city := p.As(jinhua)
		file := apptest.Has(t, "paper", city.Get("/apply/"+c.ID+"/form.pdf"), http.StatusOK)
		cmd := exec.Command("pdftoppm", "-r", "150", "-png", "-")
		cmd.Stdin = strings.NewReader(file.Body)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		var scanned bytes.Buffer
		if err := jpeg.Encode(&scanned, img, nil); err != nil {
			t.Fatal(err)
		}
		got := sent(t, p, city, map[string][]byte{"盖章件.pdf": bound(t, scanned.Bytes())})
		apptest.Has(t, "result", got, http.StatusOK, "读了1页：1页已归入办件，0页待您指定", "演示·张某", "齐全")
		if got := filesOn(t, p, c.ID); len(got) != 1 || got[0] != "个人情况表 第1页 共1页.jpg" {
			t.Errorf("on the case are %q", got)
		}
		apptest.Has(t, "case", city.Get("/cases/"+c.ID), http.StatusOK, "盖章件扫描", "个人情况表 第1页 共1页.jpg")
	})
}

func TestBundle(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for i, place := range [][2]string{{"330782", "330700"}, {"330702", "330700"}, {"330203", "330200"}} {
			p.Apply(fmt.Sprintf("c%d", i+1), fmt.Sprintf("演示·某%d", i+1), "演示单位", place[0], place[1], "at-city")
		}
		one, two, theirs := printOf(t, p, "c1", version), printOf(t, p, "c2", version), printOf(t, p, "c3", version)
		unknown := qr.PrintName([]byte("0123456789"))
		city := p.As(jinhua)
		bundle := bound(t,
			sheetOf(t, page(two, 1, 3)), sheetOf(t, page(one, 1, 1)), sheetOf(t, page(two, 3, 3)),
			sheetOf(t, page(theirs, 1, 1)), sheetOf(t, page(unknown, 1, 1)), sheetOf(t),
			sheetOf(t, page(one, 1, 1), page(two, 2, 3)), sheetOf(t, "https://example.org/verify/ABCD"))
		got := sent(t, p, city, map[string][]byte{"一批.pdf": bundle})
		apptest.Has(t, "result", got, http.StatusOK, "读了8页：3页已归入办件，5页待您指定", "缺第2页", "扫描的是旧版本 "+version,
			"一页上有两个以上的回收码", "没有找到回收码")
		// What belongs to another city looks as what does not exist.
		if n := strings.Count(got.Body, "无法匹配到办件"); n != 2 {
			t.Errorf("%d pages belong to no case; want 2", n)
		}
		apptest.Lacks(t, "result", got, "某3", theirs)
		if a, b, c := filesOn(t, p, "c1"), filesOn(t, p, "c2"), filesOn(t, p, "c3"); len(a) != 1 || len(b) != 2 || len(c) != 0 {
			t.Errorf("on the cases are %q, %q, %q", a, b, c)
		} else if want := "个人情况表 第1页 共1页（旧版本 " + version + "）.jpg"; a[0] != want {
			t.Errorf("the old paper is called %q; want %q", a[0], want)
		}

		again := send(t, city, map[string][]byte{"又一次.pdf": bundle})
		if !strings.Contains(got.Body, strings.TrimPrefix(again.Location, "/scans/pages/")) && len(filesOn(t, p, "c2")) != 2 {
			t.Errorf("the same file again leads to %q", again.Location)
		}
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "the same file again", city.Get(again.Location), http.StatusOK, "读了8页")

		late := sent(t, p, city, map[string][]byte{"补.jpg": sheetOf(t, page(two, 2, 3)), "重.jpg": sheetOf(t, page(two, 1, 3), "另一张纸")})
		apptest.Has(t, "the rest", late, http.StatusOK, "第1页收到多次")
		apptest.Lacks(t, "the rest", late, "缺第")
		if got := filesOn(t, p, "c2"); len(got) != 4 {
			t.Errorf("on the case are %q; want all four, nothing lost", got)
		}
		word := sent(t, p, city, map[string][]byte{"打字.pdf": bound(t, sheetOf(t, page(printOf(t, p, "c2", "89abcdef"), 0, 0)))})
		apptest.Has(t, "of a word processor", word, http.StatusOK, "已归入", "不带页码")
		apptest.Has(t, "county of another place", p.As(yiwu).Get(again.Location), http.StatusNotFound)
		apptest.Has(t, "another city", p.As(ningbo).Get(again.Location), http.StatusNotFound)
		apptest.Has(t, "a judge", p.As(judge).Get("/scans"), http.StatusNotFound)
		if got := send(t, p.As(judge), map[string][]byte{"a.pdf": bundle}); got.Status != http.StatusNotFound {
			t.Errorf("a judge sends scans: %d", got.Status)
		}
		apptest.Has(t, "a stranger", p.Stranger().Get("/scans"), http.StatusSeeOther)
	})
}

var trayLink = regexp.MustCompile(`/scans/pages/[a-z2-7]{26}`)

func TestTray(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Apply("c1", "演示·张某", "演示单位", "330782", "330700", "at-city")
		p.Apply("c3", "演示·张某某", "演示单位", "330203", "330200", "at-city")
		city := p.As(jinhua)
		got := sent(t, p, city, map[string][]byte{"一批.pdf": bound(t, sheetOf(t), sheetOf(t))})
		links := trayLink.FindAllString(got.Body, -1)
		if len(links) < 2 {
			t.Fatalf("the tray leads to %q", links)
		}
		link := links[0]
		found := apptest.Has(t, "search", city.Get(link+"?q="+url.QueryEscape("张某")), http.StatusOK, "演示·张某", "归入此件")
		apptest.Lacks(t, "search", found, "张某某")
		if got := city.Get(link + "/picture.jpg"); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "\xff\xd8") {
			t.Errorf("picture: %d %.20q", got.Status, got.Body)
		}
		for _, other := range []string{ningbo, yiwu, judge} {
			for _, path := range []string{link, link + "/picture.jpg"} {
				apptest.Has(t, other+" "+path, p.As(other).Get(path), http.StatusNotFound)
			}
			apptest.Has(t, other+" assigns", p.As(other).Post(link+"/assign", url.Values{"case": {"c3"}}), http.StatusNotFound)
		}
		apptest.Has(t, "to a case of others", city.Post(link+"/assign", url.Values{"case": {"c3"}}), http.StatusNotFound)
		next := apptest.Has(t, "assign", city.Post(link+"/assign", url.Values{"case": {"c1"}}), http.StatusSeeOther)
		if got := filesOn(t, p, "c1"); len(got) != 1 {
			t.Errorf("on the case are %q", got)
		}
		apptest.Has(t, "assign twice", city.Post(link+"/assign", url.Values{"case": {"c1"}}), http.StatusConflict)
		if got := filesOn(t, p, "c1"); len(got) != 1 {
			t.Errorf("assigned twice, and on the case are %q", got)
		}
		apptest.Has(t, "the tray's picture of it", city.Get(link+"/picture.jpg"), http.StatusNotFound)
		apptest.Has(t, "drop without reason", city.Post(next.Location+"/drop", url.Values{}), http.StatusUnprocessableEntity, "不归入的理由")
		dropped := apptest.Has(t, "drop", city.Post(next.Location+"/drop", url.Values{"reason": {"空白页"}}), http.StatusSeeOther)
		apptest.Has(t, "result", city.Get(dropped.Location), http.StatusOK, "空白页", "已归入", "读了2页：1页已归入办件，0页待您指定")
		apptest.Has(t, "list", city.Get("/scans"), http.StatusOK, "没有待归入的扫描页")

		apptest.Has(t, "another city puts it back", p.As(ningbo).Post(link+"/back", nil), http.StatusNotFound)
		apptest.Has(t, "put back", city.Post(link+"/back", nil), http.StatusSeeOther)
		apptest.Has(t, "put back twice", city.Post(link+"/back", nil), http.StatusConflict)
		if got := filesOn(t, p, "c1"); len(got) != 0 {
			t.Errorf("put back, and on the case are %q", got)
		}
		apptest.Has(t, "list", city.Get("/scans"), http.StatusOK, "已由人工移回")
		apptest.Has(t, "assign again", city.Post(link+"/assign", url.Values{"case": {"c1"}}), http.StatusSeeOther)
	})
}

func TestRefusals(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	city := p.As(jinhua)
	born := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/MediaBox[0 0 100 100]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
	for _, tt := range []struct {
		file, body, says string
	}{
		{"a.pdf", "%PDF-1.4\n", "不完整"},
		{"a.docx", "PK\x03\x04", "另存为 PDF"},
		{"a.heic", "\x00\x00\x00\x18ftypheic....", "JPEG"},
	} {
		apptest.Has(t, tt.file, send(t, city, map[string][]byte{tt.file: []byte(tt.body)}), http.StatusUnprocessableEntity, tt.says, "有文件没有收下")
	}
	apptest.Has(t, "nothing", send(t, city, nil), http.StatusUnprocessableEntity, "请先选择文件")
	for _, tt := range []struct {
		file, body, says string
	}{
		{"no pages.pdf", "%PDF-1.4\nxyz\ntrailer<<>>\nstartxref\n9\n%%EOF\n", "找不到页面"},
		{"locked.pdf", "%PDF-1.4\ntrailer<</Encrypt 9 0 R>>\n" + strings.Repeat("% \n", 500) + "startxref\n9\n%%EOF\n", "密码"},
		{"born.pdf", born, "没有扫描图像"},
	} {
		apptest.Has(t, tt.file, sent(t, p, city, map[string][]byte{tt.file: []byte(tt.body)}), http.StatusOK, tt.says)
	}
}
