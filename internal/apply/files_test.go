package apply_test

import (
	"fmt"
	"image/jpeg"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

const aPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"

func TestFilesRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := begin(t, v)
		tests := []struct {
			name, body, says string
		}{
			{"a.pdf", "", "空的"},
			{"a.pdf", "%PDF-1.4\n", "不完整"},
			{"a.pdf", "<script>alert(1)</script>", "网页"},
			{"a.jpg", aPDF, "JPEG"},
			{"a.svg", "<svg/>", "SVG"},
			{"IMG.HEIC", "\x00\x00\x00\x18ftypheic", "手机上选择JPEG"},
			{"a.zip", "PK\x03\x04", "压缩包"},
			{"a.exe", "MZ", "程序"},
			{"a.pdf", aPDF + strings.Repeat("x", 10<<20), "最多 10 MB"},
		}
		for _, tt := range tests {
			got := v.upload("/cases/"+id+"/files/teaching", tt.name, []byte(tt.body))
			wants(t, tt.name, got, http.StatusUnprocessableEntity, tt.says, "f-m-teaching")
		}
		if n := one(t, p, `SELECT COUNT(*) FROM files`); n != 0 {
			t.Errorf("%d files were kept", n)
		}
		wants(t, "no such place", v.upload("/cases/"+id+"/files/nothing", "a.pdf", []byte(aPDF)), http.StatusForbidden)
		wants(t, "not yet", v.upload("/cases/"+id+"/files/stamped", "a.pdf", []byte(aPDF)), http.StatusForbidden)
		wants(t, "of the office", v.upload("/cases/"+id+"/files/offline", "a.pdf", []byte(aPDF)), http.StatusForbidden)
		for i := range 2 {
			wants(t, fmt.Sprint("file ", i), v.upload("/cases/"+id+"/files/id", "证.jpg", photo(t)), http.StatusSeeOther)
		}
		wants(t, "one too many", v.upload("/cases/"+id+"/files/id", "证.jpg", photo(t)), http.StatusUnprocessableEntity, "这一项最多2个文件")
		files, err := p.House.FilesOf(t.Context(), p.House.Flow.DB(), id)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, "remove", v.post("/files/"+files[0].ID+"/remove", nil), http.StatusSeeOther)
		wants(t, "removed", v.get("/files/"+files[0].ID), http.StatusNotFound)
	})
}

// An identity file is handed to the offices that check it, with a reason that
// stands in the audit, and to nobody else who sees the case.
func TestIdentityFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := endorsed(t, v)
		files, err := p.House.FilesOf(t.Context(), p.House.Flow.DB(), id)
		if err != nil || len(files) != 1 {
			t.Fatalf("files %v, %v", files, err)
		}
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		at := "/files/" + files[0].ID
		own := v.get(at)
		if own.status != http.StatusOK || !isPhoto(own.body) {
			t.Errorf("the applicant's own file: %d, %d bytes", own.status, len(own.body))
		}
		if d := own.header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
			t.Errorf("Content-Disposition %q; want an attachment", d)
		}
		county := officer(t, p, "330782-county-clerk-1")
		if got := county.get(at); got.location != at+"/open" {
			t.Errorf("the county is led to %q; want to be asked for a reason", got.location)
		}
		wants(t, "asks", county.get(at+"/open"), http.StatusOK, "查看事由")
		wants(t, "without a reason", county.post(at+"/open", url.Values{"reason": {" "}}), http.StatusUnprocessableEntity)
		if n := one(t, p, `SELECT COUNT(*) FROM journal WHERE move = 'open-identity-file'`); n != 0 {
			t.Errorf("%d openings on record; want none yet", n)
		}
		got := county.post(at+"/open", url.Values{"reason": {"核对姓名与出生日期"}})
		if got.status != http.StatusOK || !isPhoto(got.body) {
			t.Errorf("with a reason: %d, %d bytes", got.status, len(got.body))
		}
		if n := one(t, p, `SELECT COUNT(*) FROM journal WHERE move = 'open-identity-file' AND person = $1`, county.actor.Person); n != 1 {
			t.Errorf("%d openings on record; want one", n)
		}
		auditor := officer(t, p, "330000-auditor-clerk-1")
		wants(t, "the auditor sees the case", auditor.get("/cases/"+id), http.StatusOK)
		wants(t, "but not the document", auditor.get(at), http.StatusNotFound)
		wants(t, "nor with a reason", auditor.post(at+"/open", url.Values{"reason": {"好奇好奇"}}), http.StatusNotFound)
		wants(t, "nothing more to add", v.upload("/cases/"+id+"/files/id", "a.jpg", photo(t)), http.StatusForbidden)
		wants(t, "nothing to take away", v.post(at+"/remove", nil), http.StatusForbidden)
	})
}

// isPhoto reports whether a file is [photo] as it is kept.
func isPhoto(body string) bool {
	img, err := jpeg.Decode(strings.NewReader(body))
	return err == nil && img.Bounds().Dx() == 40 && img.Bounds().Dy() == 30
}

func TestStampedPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		id := submitted(t, v)
		paper := v.get("/apply/" + id + "/form.pdf")
		if paper.status != http.StatusOK || !strings.HasPrefix(paper.body, "%PDF-") {
			t.Errorf("the paper: %d %.20q", paper.status, paper.body)
		}
		seen := hiddens(v, id)
		wants(t, "without the page", v.post("/apply/"+id+"/stamped", seen), http.StatusUnprocessableEntity, "请先上传盖章页")
		wants(t, "the page", v.upload("/cases/"+id+"/files/stamped", "盖章页.pdf", []byte(aPDF)), http.StatusSeeOther)
		wants(t, "with the page", v.post("/apply/"+id+"/stamped", seen), http.StatusSeeOther)
		if got := state(t, p, id); got != "at-county" {
			t.Errorf("state %s; want at-county", got)
		}
	})
}
