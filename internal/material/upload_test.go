package material_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

type progress struct {
	ID       string
	At, Part int64
	File     string
	Says     string
}

// tell sends bytes as a script does and reads what it is told.
func tell(t *testing.T, b *apptest.Browser, path string, body []byte, kind string) (int, progress) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.Base+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := b.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var p progress
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatalf("%s: %d %.200q", path, res.StatusCode, text)
	}
	return res.StatusCode, p
}

func begin(t *testing.T, b *apptest.Browser, caseID, item, name string, body []byte) (int, progress) {
	t.Helper()
	v := url.Values{"name": {name}, "size": {fmt.Sprint(len(body))}, "sha256": {digest(body)}}
	return tell(t, b, "/cases/"+caseID+"/files/"+item+"/parts", []byte(v.Encode()), "application/x-www-form-urlencoded")
}

func part(t *testing.T, b *apptest.Browser, id string, at int64, body []byte) (int, progress) {
	t.Helper()
	return tell(t, b, fmt.Sprintf("/uploads/%s/parts?at=%d", id, at), body, "application/octet-stream")
}

func done(t *testing.T, b *apptest.Browser, id string) (int, progress) {
	t.Helper()
	return tell(t, b, "/uploads/"+id+"/done", nil, "application/octet-stream")
}

func long() []byte { return []byte(pdfOf("/Note(" + strings.Repeat("演示", 200<<10) + ")")) }

func count(t *testing.T, p *apptest.Program, query string) int {
	t.Helper()
	n, err := db.One(t.Context(), p.DB, db.Cell[int], query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// An upload that was broken off goes on where it was, is one file however often it
// is finished, and leaves nothing behind.
func TestUploadGoesOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, _, c := applicant(t, p, mobile)
		file := long()
		_, at := begin(t, b, c.ID, "teaching", "课.pdf", file)
		if n, got := part(t, b, at.ID, 0, file[:at.Part]); n != http.StatusOK || got.At != at.Part {
			t.Fatalf("the first part: %d %+v", n, got)
		}
		if n, got := done(t, b, at.ID); n != http.StatusConflict || got.At != at.Part {
			t.Errorf("finished too early: %d %+v", n, got)
		}
		for _, wrong := range []int64{0, at.Part - 1, at.Part + 1} {
			if n, got := part(t, b, at.ID, wrong, file[:10]); n != http.StatusConflict || got.At != at.Part {
				t.Errorf("a part at %d: %d %+v; want to be told %d", wrong, n, got, at.Part)
			}
		}
		// The page was loaded again, and the file chosen again.
		n, again := begin(t, b, c.ID, "teaching", "另一个名字.pdf", file)
		if n != http.StatusOK || again.ID != at.ID || again.At != at.Part {
			t.Fatalf("begun again: %d %+v; want to go on at %d", n, again, at.Part)
		}
		for off := again.At; off < int64(len(file)); {
			end := min(off+at.Part, int64(len(file)))
			n, got := part(t, b, at.ID, off, file[off:end])
			if n != http.StatusOK {
				t.Fatalf("the part at %d: %d %+v", off, n, got)
			}
			off = got.At
		}
		var two sync.WaitGroup
		for range 2 { // two tabs finish it
			two.Go(func() { done(t, b, at.ID) })
		}
		two.Wait()
		n, end := done(t, b, at.ID)
		if n != http.StatusOK || end.File == "" {
			t.Fatalf("finished: %d %+v", n, end)
		}
		if got := b.Get("/files/" + end.File); got.Body != string(file) {
			t.Errorf("the file is not as it was sent: %d bytes; want %d", len(got.Body), len(file))
		}
		if n := count(t, p, `SELECT COUNT(*) FROM files`); n != 1 {
			t.Errorf("%d files on the case; want one", n)
		}
		drain(t, p)
		if n := count(t, p, `SELECT COUNT(*) FROM upload_parts`); n != 0 || onDisk(t, p) != 1 {
			t.Errorf("%d parts are left, %d files in the store; want none and one", n, onDisk(t, p))
		}
		if n, got := begin(t, b, c.ID, "teaching", "课.pdf", file); n != http.StatusOK || got.File != end.File {
			t.Errorf("the same file again: %d %+v; want the one that is there", n, got)
		}
		b.Post("/files/"+end.File+"/remove?next=/mine", nil)
		if n, got := begin(t, b, c.ID, "teaching", "课.pdf", file); n != http.StatusOK || got.File != "" || got.At != 0 {
			t.Errorf("after it was taken away: %d %+v; want to begin", n, got)
		}
	})
}

// What is not right is answered plainly, and another person finds nothing.
func TestUploadRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, _, c := applicant(t, p, mobile)
		other, _, _ := applicant(t, p, "19900000002")
		file := []byte(pdfOf(""))
		_, at := begin(t, b, c.ID, "teaching", "课.pdf", file)
		for what, got := range map[string]func() (int, progress){
			"404 another's part":  func() (int, progress) { return part(t, other, at.ID, 0, file) },
			"404 another's end":   func() (int, progress) { return done(t, other, at.ID) },
			"404 another's case":  func() (int, progress) { return begin(t, other, c.ID, "teaching", "课.pdf", file) },
			"401 a stranger":      func() (int, progress) { return part(t, p.Stranger(), at.ID, 0, file) },
			"409 more than said":  func() (int, progress) { return part(t, b, at.ID, 0, append(file, 'x')) },
			"409 nothing":         func() (int, progress) { return part(t, b, at.ID, 0, nil) },
			"409 a part too long": func() (int, progress) { return part(t, b, at.ID, 0, make([]byte, at.Part+2)) },
			"422 a program":       func() (int, progress) { return begin(t, b, c.ID, "teaching", "课.exe", file) },
			"422 too large":       func() (int, progress) { return begin(t, b, c.ID, "teaching", "课.pdf", make([]byte, 10<<20+1)) },
			"403 no such place":   func() (int, progress) { return begin(t, b, c.ID, "nothing", "课.pdf", file) },
		} {
			n, says := got()
			if fmt.Sprint(n) != what[:3] || n != http.StatusUnauthorized && says.Says == "" {
				t.Errorf("%s: %d %q", what, n, says.Says)
			}
		}
		// What came is not what was announced, though as long.
		torn := bytes.Replace(file, []byte("Catalog"), []byte("Katalog"), 1)
		if n, got := part(t, b, at.ID, 0, torn); n != http.StatusOK {
			t.Fatalf("a part: %d %+v", n, got)
		}
		if n, got := done(t, b, at.ID); n != http.StatusUnprocessableEntity || !strings.Contains(got.Says, "损坏") {
			t.Errorf("torn: %d %+v", n, got)
		}
		if n := count(t, p, `SELECT COUNT(*) FROM files`) + count(t, p, `SELECT COUNT(*) FROM uploads`) + onDisk(t, p); n != 0 {
			t.Errorf("%d things are left of what was refused", n)
		}
	})
}

// Uploads that nobody goes on with are forgotten after two days.
func TestUploadsExpire(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, _, c := applicant(t, p, mobile)
		file := long()
		_, old := begin(t, b, c.ID, "teaching", "旧.pdf", file)
		part(t, b, old.ID, 0, file[:old.Part])
		change(t, p, `UPDATE uploads SET at = at - $1`, int64(48*3600*1000+1))
		_, young := begin(t, b, c.ID, "teaching", "新.pdf", []byte(pdfOf("")))
		p.Tick(t.Context())
		if n := count(t, p, `SELECT COUNT(*) FROM upload_parts`); n != 0 || onDisk(t, p) != 0 {
			t.Errorf("%d parts of the old one are left", n)
		}
		if n, _ := part(t, b, young.ID, 0, []byte(pdfOf(""))); n != http.StatusOK {
			t.Errorf("the young one is gone too: %d", n)
		}
		if n, _ := part(t, b, old.ID, old.Part, file[:10]); n != http.StatusNotFound {
			t.Errorf("the old one goes on: %d", n)
		}
	})
}
