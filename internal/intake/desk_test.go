package intake_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
)

const (
	clerk     = "330782-county-clerk-1"
	elsewhere = "330781-county-clerk-1"
	name      = "𠮷田·阿卜杜"
	mobile    = "19900000077"
)

var caseID = regexp.MustCompile(`/apply/([a-z0-9-]+)`)

// A desk is a county's clerk at work.
type desk struct {
	*testing.T
	p *apptest.Program
	*apptest.Browser
}

func at(t *testing.T, p *apptest.Program, post string) desk { return desk{t, p, p.As(post)} }

// colleague is a second clerk of the county.
func colleague(t *testing.T, p *apptest.Program) desk {
	t.Helper()
	post := p.Post(clerk)
	post.ID, post.Person, post.Name = post.ID+"-b", post.Person+"-b", "演示·同事"
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		orgs := p.House.Flow.Orgs()
		if err := orgs.AddPerson(t.Context(), tx, post.Person, post.Name, p.House.Flow.Now()); err != nil {
			return err
		}
		return orgs.AddPost(t.Context(), tx, post)
	})
	if err != nil {
		t.Fatal(err)
	}
	return desk{t, p, p.SignIn(post.ID)}
}

// begin keys in a person and returns the case.
func (d desk) begin(id, name, mobile string) string {
	d.Helper()
	got := d.Post("/proxy", url.Values{"id": {id}, "name": {name}, "unit": {"=cmd()|'/C calc'!A0"}, "mobile": {mobile}})
	m := caseID.FindStringSubmatch(got.Location)
	if got.Status != http.StatusSeeOther || m == nil {
		d.Fatalf("begin: %d to %q\n%s", got.Status, got.Location, got.Main())
	}
	return m[1]
}

func (d desk) load(id string) *flow.Case {
	d.Helper()
	c, err := d.p.House.Flow.Load(d.Context(), d.p.DB, id)
	if err != nil {
		d.Fatal(err)
	}
	return c
}

var hidden = regexp.MustCompile(`name="(version|tab)" value="([^"]*)"`)

// filled is a whole form as the page sends it. The number is nobody's.
func filled(page string) url.Values {
	v := url.Values{
		"clause": {"二.1"}, "name": {name}, "sex": {"1"}, "ethnic": {"01"}, "birth": {"1985-06-18"},
		"unit": {"=cmd()|'/C calc'!A0"}, "post": {"讲师"}, "political": {"13"}, "phone": {mobile}, "mail": {"demo@example.org"},
		"life": {"2012年起从事跨境电商培训。"}, "directions": {"amazon"},
		"jobs.0.from": {"2012-07"}, "jobs.0.unit": {"演示培训中心"}, "jobs.0.post": {"讲师"}, "jobs.0.work": {"课程"},
		"id-type": {"resident_id"}, "id-number": {idno},
	}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

// idno is well made and belongs to nobody: there is no region 330799.
const idno = "330799198506180014"

// fill saves the whole form and puts the copy of the document on the case.
func (d desk) fill(id string) {
	d.Helper()
	page := apptest.Has(d, "the form", d.Get("/apply/"+id), http.StatusOK, "下一步：请本人确认")
	apptest.Lacks(d, "the form for an office", page, "撤回申报", ">提交申报<")
	got := d.Post("/apply/"+id+"/save", filled(page.Body))
	if got.Status != http.StatusSeeOther {
		d.Fatalf("save: %d\n%s", got.Status, got.Main())
	}
	d.put(id, "id")
}

func (d desk) put(id, item string) {
	d.Helper()
	if got := d.send("/cases/"+id+"/files/"+item+"?next=/proxy/"+id, "证件.jpg", photo(d.T)); got.Status != http.StatusSeeOther {
		d.Fatalf("upload %s: %d\n%s", item, got.Status, got.Main())
	}
}

func (d desk) send(path, name string, content []byte) apptest.Answer {
	d.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		d.Fatal(err)
	}
	part.Write(content)
	m.Close()
	return d.PostBody(path, m.FormDataContentType(), b.String())
}

func photo(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (d desk) now(id string) url.Values {
	return url.Values{"seen": {fmt.Sprint(d.load(id).Seq)}}
}

var sixDigits = regexp.MustCompile(`\d{6}`)

// person signs the holder of a mobile number in.
func person(t *testing.T, p *apptest.Program, mobile string) desk {
	t.Helper()
	b := p.Stranger()
	b.Post("/sign-in/code", url.Values{"mobile": {mobile}})
	code := sixDigits.FindString(p.Sink.To(mobile)[0].Text)
	if got := b.Post("/sign-in/enter", url.Values{"mobile": {mobile}, "code": {code}}); got.Status != http.StatusSeeOther {
		t.Fatalf("sign in: %d", got.Status)
	}
	return desk{t, p, b}
}

// asked brings a case to where its person is asked.
func asked(t *testing.T, p *apptest.Program) (desk, string) {
	d := at(t, p, clerk)
	id := d.begin(db.NewID(), name, mobile)
	d.fill(id)
	apptest.Has(t, "ask", d.Post("/proxy/"+id+"/ask", d.now(id)), http.StatusSeeOther)
	if err := p.House.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d, id
}
