package material_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const (
	mobile = "19900000001"
	county = "330782-county-clerk-1"
	maker  = "演示牌手机 SN-0001"
)

var sixDigits = regexp.MustCompile(`\d{6}`)

// applicant signs a mobile number in, opens an application and returns it.
func applicant(t *testing.T, p *apptest.Program, mobile string) (*apptest.Browser, org.Actor, *flow.Case) {
	t.Helper()
	b := p.Stranger()
	b.Post("/sign-in/code", url.Values{"mobile": {mobile}})
	code := sixDigits.FindString(p.Sink.To(mobile)[0].Text)
	if got := b.Post("/sign-in/enter", url.Values{"mobile": {mobile}, "code": {code}}); got.Status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", got.Status)
	}
	person, err := p.House.Identity.ByMobile(t.Context(), p.DB, mobile)
	if err != nil || person == "" {
		t.Fatal("no person", err)
	}
	a := org.Actor{Person: person, Name: "申报人", Role: programme.Applicant}
	c, err := p.House.Flow.Open(t.Context(), a, flow.Opening{
		ID: db.NewID(), Track: "application", Party: a.Person, Name: "演示·王青", Unit: "演示单位", County: "330782", City: "330700",
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, a, c
}

// turned is a picture red above and blue below, as a telephone writes it that was
// held on its side: lying, with a note how it lies, where it was and whose it is.
func turned(t *testing.T, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, h, w)) // upright it is w by h
	for y := range w {
		for x := range h {
			c := color.RGBA{200, 0, 0, 255}
			if x >= h/2 { // a quarter to the right: the left side comes on top
				c = color.RGBA{0, 0, 200, 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return noted(b.Bytes())
}

// noted writes Exif into a JPEG: orientation 6, a maker and a place.
func noted(file []byte) []byte {
	o := binary.BigEndian
	tiff := []byte("MM\x00*\x00\x00\x00\x08")
	entry := func(tag, kind uint16, n, value uint32) {
		tiff = o.AppendUint32(o.AppendUint32(o.AppendUint16(o.AppendUint16(tiff, tag), kind), n), value)
	}
	text := uint32(8 + 2 + 3*12 + 4)
	gps := text + uint32(len(maker)+1)
	tiff = o.AppendUint16(tiff, 3)
	entry(0x010f, 2, uint32(len(maker)+1), text)
	entry(0x0112, 3, 1, 6<<16)
	entry(0x8825, 4, 1, gps)
	tiff = append(o.AppendUint32(tiff, 0), maker+"\x00"...)
	tiff = o.AppendUint16(tiff, 1)
	entry(0x0001, 2, 2, 0x4e000000) // GPSLatitudeRef N
	tiff = o.AppendUint32(tiff, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	head := o.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(body)+2))
	return append(append(head, body...), file[2:]...)
}

func pictured(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 40))); err != nil {
		t.Fatal(err)
	}
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len("Author\x00"+maker))), "tEXtAuthor\x00"+maker...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	file := b.Bytes()
	const head = 8 + 8 + 13 + 4
	return append(append(bytes.Clone(file[:head]), chunk...), file[head:]...)
}

func pdfOf(more string) string {
	return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R " + more + ">>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n" +
		"xref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func add(t *testing.T, p *apptest.Program, c *flow.Case, a org.Actor, item, name string, body []byte) casework.File {
	t.Helper()
	f, err := p.House.AddFile(t.Context(), c, a, item, name, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func drain(t *testing.T, p *apptest.Program) {
	t.Helper()
	if err := p.House.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// row is what the record says of a file.
func row(t *testing.T, p *apptest.Program, id string) (state, why, kept, raw, key, small string) {
	t.Helper()
	err := p.DB.QueryRowContext(t.Context(), `SELECT state, why, kept, raw, key, small FROM files WHERE id = $1`, id).
		Scan(&state, &why, &kept, &raw, &key, &small)
	if err != nil {
		t.Fatal(err)
	}
	return state, why, kept, raw, key, small
}

// onDisk counts the files in the store.
func onDisk(t *testing.T, p *apptest.Program) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(p.Config.Data, "files"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}

// What a telephone wrote beside a photograph is gone, the photograph stands
// upright, and both digests are on record.
func TestPhotographIsCleaned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a, c := applicant(t, p, mobile)
		sent := turned(t, 80, 120)
		f := add(t, p, c, a, "id", "IMG_0001.jpg", sent)
		g := add(t, p, c, a, "teaching", "截图.png", pictured(t))
		drain(t, p)
		for _, one := range []casework.File{f, g} {
			got := b.Get("/files/" + one.ID)
			for _, secret := range []string{"Exif", "SN-0001", "MM\x00*", "tEXt"} {
				if strings.Contains(got.Body, secret) {
					t.Errorf("%s still holds %q", one.Name, secret)
				}
			}
			state, why, kept, raw, _, _ := row(t, p, one.ID)
			if state != "clean" || why != "" || raw != "" || kept != digest([]byte(got.Body)) {
				t.Errorf("%s: %s %q, raw %q, kept %s; want that of what is handed out", one.Name, state, why, raw, kept)
			}
			if small := b.Get("/files/" + one.ID + "/small.jpg"); small.Status != http.StatusOK || small.Header.Get("Content-Type") != "image/jpeg" {
				t.Errorf("the small picture of %s: %d", one.Name, small.Status)
			}
		}
		files, err := p.House.FilesOf(t.Context(), p.DB, c.ID)
		if err != nil || files[0].SHA256 != digest(sent) {
			t.Errorf("the digest of what was received is %v, %v", files, err)
		}
		img, err := jpeg.Decode(strings.NewReader(b.Get("/files/" + f.ID).Body))
		if err != nil {
			t.Fatal(err)
		}
		if d := img.Bounds(); d.Dx() != 80 || d.Dy() != 120 {
			t.Errorf("the picture is %v; want it upright, 80 by 120", d)
		}
		if r, _, blue, _ := img.At(40, 20).RGBA(); r < blue {
			t.Error("the upper half is not red: it was turned the wrong way")
		}
		if n := onDisk(t, p); n != 4 {
			t.Errorf("%d files are in the store; want what is kept and the small ones, 4", n)
		}
	})
}

// A PDF that acts does not pass, and says what to do instead; one that does not is
// kept byte by byte.
func TestActivePDF(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a, c := applicant(t, p, mobile)
		tests := []struct{ more, says string }{
			{"", ""},
			{"/OpenAction<</S/GoTo/D[3 0 R /Fit]>>", ""},
			{"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", "脚本"},
			{"/Names<</JavaScript 9 0 R>>", "脚本"},
			{"/OpenAction<</S/#4aavaScript/J#53(app.alert(1))>>", "脚本"},
			{"/OpenAction<</S/Launch/F(cmd.exe)>>", "启动程序"},
			{"/Names<</EmbeddedFiles 9 0 R>>", "夹带"},
			{"/AcroForm<</XFA 9 0 R>>", "脚本"},
		}
		for _, tt := range tests {
			f := add(t, p, c, a, "teaching", "材料.pdf", []byte(pdfOf(tt.more)))
			drain(t, p)
			state, why, kept, _, _, _ := row(t, p, f.ID)
			if got := b.Post("/files/"+f.ID+"/remove?next=/mine", nil); got.Status != http.StatusSeeOther {
				t.Errorf("remove: %d", got.Status)
			}
			switch {
			case tt.says == "" && (state != "clean" || kept != digest([]byte(pdfOf(tt.more)))):
				t.Errorf("%s: %s %q; want it kept as it came", tt.more, state, why)
			case tt.says != "" && (state != "failed" || !strings.Contains(why, tt.says) || !strings.Contains(why, "打印")):
				t.Errorf("%s: %s %q; want %q and a way out", tt.more, state, why, tt.says)
			}
		}
	})
}

// Who sent a file that does not pass is told: by a text message, under 消息, and
// above their applications; of each file once.
func TestFailedFileIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a, c := applicant(t, p, mobile)
		before := len(p.Sink.To(mobile))
		add(t, p, c, a, "teaching", "好.jpg", turned(t, 40, 60))
		add(t, p, c, a, "teaching", "坏.pdf", []byte(pdfOf("/OpenAction<</S/JavaScript/JS(1)>>")))
		drain(t, p)
		again(t, p)
		if n := len(p.Sink.To(mobile)) - before; n != 1 {
			t.Errorf("%d text messages; want 1", n)
		}
		apptest.Has(t, "messages", b.Get("/messages"), http.StatusOK, "有材料未通过检查", "未读")
		apptest.Has(t, "above", b.Get("/mine"), http.StatusOK, "有材料未通过检查")
		apptest.Has(t, "beside it", b.Get("/apply/"+c.ID), http.StatusOK, "未通过：这个 PDF 里有脚本。")
		other, _, _ := applicant(t, p, "19900000002")
		if got := other.Get("/mine"); strings.Contains(got.Body, "未通过") {
			t.Error("another person is told too")
		}
	})
}

// Before it has passed, and if it does not, a file is given to its sender alone.
func TestUncheckedIsNotHandedOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a, c := applicant(t, p, mobile)
		if err := p.House.Queue.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		good := add(t, p, c, a, "teaching", "授课.jpg", turned(t, 40, 60))
		bad := add(t, p, c, a, "teaching", "坏.pdf", []byte(pdfOf("/OpenAction<</S/JavaScript/JS(1)>>")))
		toCounty(t, p, c)
		office := p.As(county)
		if got := office.Get("/files/" + good.ID); got.Status != http.StatusGone || !strings.Contains(got.Body, "正在检查") {
			t.Errorf("the office is given what waits: %d", got.Status)
		}
		if got := b.Get("/files/" + good.ID); got.Status != http.StatusOK {
			t.Errorf("its sender is not given it: %d", got.Status)
		}
		if got := office.Get("/cases/" + c.ID); !strings.Contains(got.Body, "待检") {
			t.Error("the page of the office does not say 待检")
		}
		if err := errors.Join(p.House.Queue.Start(t.Context()), p.House.Queue.Drain(t.Context())); err != nil {
			t.Fatal(err)
		}
		if got := office.Get("/files/" + good.ID); got.Status != http.StatusOK || strings.Contains(got.Body, "Exif") {
			t.Errorf("the office is not given what passed: %d", got.Status)
		}
		if got := office.Get("/files/" + bad.ID); got.Status != http.StatusForbidden || strings.Contains(got.Body, "%PDF") {
			t.Errorf("the office is given what failed: %d", got.Status)
		}
		if got := office.Get("/cases/" + c.ID); !strings.Contains(got.Body, "未通过") || strings.Contains(got.Body, "待检") {
			t.Error("the page of the office does not say 未通过")
		}
	})
}

// toCounty brings a draft to the county without what slices ask on its way.
func toCounty(t *testing.T, p *apptest.Program, c *flow.Case) {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		now, a := *c, org.Actor{Person: c.Party, Name: c.Name, Role: programme.Applicant}
		for _, name := range []string{"submit", "endorse"} {
			m, _ := c.Track.Move(name)
			m.Needs, m.Also, m.Does = nil, nil, nil
			ans := apptest.Profile(c.Name, c.Unit)
			if name == "endorse" {
				ans = map[string]string{"opinion": "同意。"}
			}
			after, err := p.House.Flow.MoveIn(t.Context(), tx, now, m, a, ans)
			if err != nil {
				return err
			}
			now = after
		}
		*c = now
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A check that was broken off anywhere comes to the same end when it is done again,
// and nothing that was received is left.
func TestCheckIsRepeated(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, a, c := applicant(t, p, mobile)
		f := add(t, p, c, a, "id", "a.jpg", turned(t, 40, 60))
		drain(t, p)
		_, _, first, _, key, _ := row(t, p, f.ID)
		st, err := p.House.Files.PutMade("image/jpeg", func(w io.Writer) error { _, err := w.Write(turned(t, 40, 60)); return err })
		if err != nil {
			t.Fatal(err)
		}
		// The power went after the new one was named and before the old one was deleted.
		change(t, p, `UPDATE files SET raw = $1 WHERE id = $2`, st.Key, f.ID)
		again(t, p)
		if _, _, kept, raw, now, _ := row(t, p, f.ID); kept != first || raw != "" || now != key {
			t.Errorf("kept %s, raw %q; want what was kept, and nothing received", kept, raw)
		}
		if _, err := p.House.Files.Open(st.Key, true); err == nil {
			t.Error("what was received is still there")
		}
		// It went before anything was named: the same is done from the start.
		change(t, p, `UPDATE files SET state = 'waiting', kept = '', small = '' WHERE id = $1`, f.ID)
		again(t, p)
		if state, _, kept, _, _, small := row(t, p, f.ID); state != "clean" || kept == "" || small == "" {
			t.Errorf("done again it is %s, kept %q", state, kept)
		}
	})
}

func change(t *testing.T, p *apptest.Program, query string, args ...any) {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// again has every task done again.
func again(t *testing.T, p *apptest.Program) {
	t.Helper()
	ctx := context.Background()
	if err := p.House.Queue.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	change(t, p, `UPDATE river_job SET state = 'available', finalized_at = NULL WHERE state = 'completed'`)
	if err := errors.Join(p.House.Queue.Start(ctx), p.House.Queue.Drain(ctx)); err != nil {
		t.Fatal(err)
	}
}
