package apply_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
	"qinglan/internal/send"
)

// A visitor is somebody who acts through the pages of the program.
type visitor struct {
	t     *testing.T
	p     *apptest.Program
	actor org.Actor
}

type answer struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (v visitor) do(r *http.Request) answer {
	v.t.Helper()
	if v.actor.Known() {
		r = r.WithContext(casework.WithActor(r.Context(), v.actor))
	}
	w := httptest.NewRecorder()
	v.p.Mux.ServeHTTP(w, r)
	return answer{w.Code, w.Header().Get("Location"), w.Body.String(), w.Header()}
}

func (v visitor) get(path string) answer {
	v.t.Helper()
	return v.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (v visitor) post(path string, form url.Values) answer {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// autosave is what the page sends by itself.
func (v visitor) autosave(id string, form url.Values) answer {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/apply/"+id+"/save", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Autosave", "1")
	return v.do(r)
}

func (v visitor) upload(path, name string, content []byte, fields ...string) answer {
	v.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := m.WriteField(fields[i], fields[i+1]); err != nil {
			v.t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		v.t.Fatal(err)
	}
	part.Write(content)
	m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return v.do(r)
}

// applicant makes a person who may apply.
func applicant(t *testing.T, p *apptest.Program, id, name string) visitor {
	t.Helper()
	f := p.House.Flow
	err := f.DB().Tx(t.Context(), func(tx *db.Tx) error { return f.Orgs().AddPerson(t.Context(), tx, id, name, f.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	return visitor{t, p, org.Actor{Person: id, Name: name, Role: programme.Applicant}}
}

func officer(t *testing.T, p *apptest.Program, post string) visitor {
	return visitor{t, p, org.Holding(p.Post(post))}
}

func photo(t *testing.T) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// filled is a whole form. The number is made up and no real person's.
func filled() url.Values {
	return url.Values{
		"region": {"330782"}, "clause": {"二.1"},
		"name": {"𠮷田·阿卜杜"}, "sex": {"2"}, "ethnic": {"01"}, "birth": {"1990-03-07"},
		"unit": {"=cmd()|' /C calc'!A0"}, "post": {"讲师"}, "political": {"13"},
		"phone": {"19900000001"}, "mail": {"demo@example.org"}, "life": {"2014年起从事跨境电商培训。"},
		"jobs.0.from": {"2014-07"}, "jobs.0.unit": {"演示培训中心"}, "jobs.0.post": {"讲师"}, "jobs.0.work": {"速卖通课程"},
		"directions": {"aliexpress", "amazon"},
		"id-type":    {"resident_id"}, "id-number": {idno("11010119900307", "002")},
	}
}

// idno completes a number by its check character.
func idno(first, order string) string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	s, sum := first+order, 0
	for i, c := range s {
		sum += int(c-'0') * weights[i]
	}
	return s + string("10X98765432"[sum%11])
}

// begin opens an application and returns its id.
func begin(t *testing.T, v visitor) string {
	t.Helper()
	got := v.post("/apply", url.Values{"id": {db.NewID()}, "clause": {"二.1"}})
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/apply/") {
		t.Fatalf("begin: %d %s %s", got.status, got.location, text(got.body))
	}
	return strings.TrimPrefix(got.location, "/apply/")
}

var hidden = regexp.MustCompile(`type="hidden" name="(seen|version|tab)" value="([^"]*)"`)

// hiddens returns what the page of the form carries.
func hiddens(v visitor, id string) url.Values {
	v.t.Helper()
	return hiddensOf(v.get("/apply/" + id).body)
}

func hiddensOf(body string) url.Values {
	out := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		if !out.Has(m[1]) {
			out.Set(m[1], m[2])
		}
	}
	return out
}

func with(v url.Values, more url.Values) url.Values {
	out := url.Values{}
	for _, m := range []url.Values{v, more} {
		for k, s := range m {
			out[k] = s
		}
	}
	return out
}

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

func text(body string) string {
	s := tags.ReplaceAllString(body, " ")
	if r := []rune(s); len(r) > 2000 {
		s = string(r[:2000])
	}
	return s
}

// submitted brings an application to the employer.
func submitted(t *testing.T, v visitor) string {
	t.Helper()
	id := begin(t, v)
	if got := v.upload("/cases/"+id+"/files/id", "身份证.jpg", photo(t)); got.status != http.StatusSeeOther {
		t.Fatalf("upload: %d %s", got.status, text(got.body))
	}
	got := v.post("/apply/"+id, with(filled(), hiddens(v, id)))
	if got.status != http.StatusSeeOther || got.location != "/apply/"+id+"/receipt" {
		t.Fatalf("submit: %d %s %s", got.status, got.location, text(got.body))
	}
	return id
}

func state(t *testing.T, p *apptest.Program, id string) string {
	t.Helper()
	c, err := p.House.Flow.Load(t.Context(), p.House.Flow.DB(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c.State
}

var endorseLink = regexp.MustCompile(`https?://[^/"]+(/endorse/[0-9a-z]+)`)

// endorsed brings an application to its county.
func endorsed(t *testing.T, v visitor) string {
	t.Helper()
	id := submitted(t, v)
	endorse(t, v, id)
	return id
}

func endorse(t *testing.T, v visitor, id string) {
	t.Helper()
	link := endorseLink.FindStringSubmatch(v.get("/apply/" + id).body)
	if link == nil {
		t.Fatal("no link for the employer")
	}
	stranger := visitor{t: t, p: v.p}
	page := stranger.get(link[1])
	if page.status != http.StatusOK {
		t.Fatalf("employer's page: %d %s", page.status, text(page.body))
	}
	got := stranger.post(link[1], with(hiddensOf(page.body), url.Values{
		"do": {"endorse"}, "opinion": {"情况属实，同意推荐。"}, "since": {"2014-07"}, "contact": {"演示·单位"}, "phone": {"19900000002"},
	}))
	if got.status != http.StatusSeeOther {
		t.Fatalf("endorse: %d %s", got.status, text(got.body))
	}
}

// From the first press to the county, through the pages alone.
func TestWalk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		if got := v.get("/mine"); got.status != http.StatusOK || !strings.Contains(got.body, "开始申报") {
			t.Fatalf("GET /mine: %d %s", got.status, text(got.body))
		}
		id := submitted(t, v)
		receipt := v.get("/apply/" + id + "/receipt")
		for _, want := range []string{"SB2017-330782-0001", "𠮷田·阿卜杜", "服务器时钟", "=cmd()|&#39; /C calc&#39;!A0"} {
			if !strings.Contains(receipt.body, want) {
				t.Errorf("receipt lacks %q: %s", want, text(receipt.body))
			}
		}
		if got := v.get("/mine"); !strings.Contains(got.body, "请单位填写意见") {
			t.Errorf("/mine does not lead to the employer's opinion: %s", text(got.body))
		}
		endorse(t, v, id)
		if got := state(t, p, id); got != "at-county" {
			t.Fatalf("state %s; want at-county", got)
		}
		county := officer(t, p, "330782-county-clerk-1")
		page := county.get("/cases/" + id)
		for _, want := range []string{"𠮷田·阿卜杜", "情况属实，同意推荐。", "速卖通", "身份证.jpg", "个月（算到申报截止日）"} {
			if !strings.Contains(page.body, want) {
				t.Errorf("the county's page lacks %q: %s", want, text(page.body))
			}
		}
		other := officer(t, p, "330702-county-clerk-1")
		if got := other.get("/cases/" + id); got.status != http.StatusNotFound {
			t.Errorf("another county: %d; want 404", got.status)
		}
		a, err := p.House.Flow.AnswersOf(t.Context(), p.House.Flow.DB(), []string{id}, "submit")
		if err != nil || a[id]["name"] != "𠮷田·阿卜杜" || a[id]["unit"] != "=cmd()|' /C calc'!A0" {
			t.Errorf("answers %v, %v", a[id], err)
		}
		for k, s := range a[id] {
			if strings.Contains(s, filled().Get("id-number")) {
				t.Errorf("the number of the document stands in the answer %s", k)
			}
		}
	})
}

// The mail address of the form is asked for a sign of life once it is submitted,
// and nothing else goes there before.
func TestMailOfTheForm(t *testing.T) {
	var mail *send.Sink
	ways := func(*testing.T) send.Channels {
		mail = send.NewSink(time.Now)
		return send.Channels{SMS: send.NewSink(time.Now), Mail: mail}
	}
	apptest.EachTo(t, ways, func(t *testing.T, p *apptest.Program) {
		id := submitted(t, applicant(t, p, "wang", "演示·王青"))
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := mail.To(filled().Get("mail"))
		if len(got) != 1 || got[0].Template != outbox.Confirm.Name || !strings.Contains(got[0].Text, "/m/") {
			t.Fatalf("case %s: mails %v", id, got)
		}
	})
}
