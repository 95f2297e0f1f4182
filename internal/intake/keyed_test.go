package intake_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/intake"
)

// The road: keyed in, confirmed by the person, passed by another hand.
func TestConfirmed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d, id := asked(t, p)
		told := p.Sink.To(mobile)[0].Text
		if !strings.Contains(told, "核对确认") || strings.Contains(told, name) {
			t.Errorf("the message says %q", told)
		}
		me := person(t, p, mobile)
		apptest.Has(t, "mine", me.Get("/mine"), http.StatusOK, "待本人确认")
		file := d.fileOn(id)
		for _, path := range []string{"/apply/" + id, "/cases/" + id, "/apply/" + id + "/form.pdf", file} {
			if got := me.Get(path); got.Status != http.StatusNotFound {
				t.Errorf("before the number %s: %d", path, got.Status)
			}
		}
		for _, path := range []string{"/apply/" + id, "/apply/" + id + "/save", "/cases/" + id + "/moves/withdraw"} {
			if got := me.Post(path, filledAt(d, id)); got.Status != http.StatusNotFound {
				t.Errorf("before the number POST %s: %d", path, got.Status)
			}
		}
		page := apptest.Has(t, "before the number", me.Get("/proxy/"+id), http.StatusOK, "先核对是您本人")
		apptest.Lacks(t, "before the number", page, "演示培训中心", "demo@example.org", "2012")
		form := d.now(id)
		form.Set("id-number", "330799198506180022")
		apptest.Has(t, "another number", me.Post("/proxy/"+id+"/meet", form), http.StatusUnprocessableEntity, "与代录的证件号码不符")
		form.Set("id-number", " "+idno)
		apptest.Has(t, "the number", me.Post("/proxy/"+id+"/meet", form), http.StatusSeeOther)
		page = apptest.Has(t, "all of it", me.Get("/proxy/"+id), http.StatusOK, "演示培训中心", "确认并提交", "代录：")
		apptest.Lacks(t, "all of it", page, idno)
		if got := me.Get("/apply/" + id); got.Location != "/proxy/"+id {
			t.Errorf("the form leads to %q", got.Location)
		}
		if got := me.Post("/apply/"+id, filledAt(d, id)); got.Status != http.StatusConflict {
			t.Errorf("sent by the form instead: %d", got.Status)
		}
		keying := func(want int) {
			t.Helper()
			if n, err := p.House.Proxies.Keying(t.Context(), p.DB, p.Post("330782-county-clerk-1").Organisation.ID); err != nil || n != want {
				t.Errorf("%d are keyed in, %v; want %d", n, err, want)
			}
		}
		keying(1)
		yes := filled(page.Body)
		yes.Set("seen", fmt.Sprint(d.load(id).Seq))
		apptest.Has(t, "not ticked", me.Post("/proxy/"+id+"/confirm", yes), http.StatusUnprocessableEntity, "以上内容属实")
		yes.Set("agreed", "yes")
		apptest.Has(t, "confirm", me.Post("/proxy/"+id+"/confirm", yes), http.StatusSeeOther)
		if c := d.load(id); c.State != "at-employer" || c.No == "" {
			t.Fatalf("confirmed, it is %s %q", c.State, c.No)
		}
		keying(0)
		apptest.Has(t, "receipt", me.Get("/apply/"+id+"/receipt"), http.StatusOK, "代录：", "本人已确认")
		apptest.Has(t, "record", me.Get("/cases/"+id), http.StatusOK, "代录（新建）", "本人确认并提交")

		d.put(id, "stamped")
		apptest.Has(t, "stamped page", d.Post("/apply/"+id+"/stamped", d.now(id)), http.StatusSeeOther)
		apptest.Has(t, "review", d.Get("/review/"+id), http.StatusOK, "代录：", "不能由您初核转报")
		apptest.Has(t, "list", d.Get("/cases?track=application"), http.StatusOK, "代录")
		pass := d.now(id)
		pass.Set("opinion", "材料齐全，同意报送。")
		got := d.Post("/review/"+id+"/moves/forward", pass)
		apptest.Has(t, "own work", got, http.StatusForbidden, "由您录入")
		other := colleague(t, p)
		apptest.Has(t, "other hand", other.Post("/review/"+id+"/moves/forward", pass), http.StatusSeeOther)
	})
}

// Without a telephone: the signed paper, and who saw it.
func TestOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := at(t, p, clerk)
		id := d.begin(db.NewID(), name, "")
		d.fill(id)
		apptest.Has(t, "ask without a number", d.Post("/proxy/"+id+"/ask", d.now(id)), http.StatusUnprocessableEntity, "没有本人手机号")
		send := func() apptest.Answer {
			v := filled(d.Get("/proxy/" + id).Body)
			v.Set("seen", fmt.Sprint(d.load(id).Seq))
			v.Set("witness", "演示·李见证")
			if v.Get("version") == "" { // there is no form for it yet
				v.Set("version", "1")
			}
			return d.Post("/proxy/"+id+"/paper", v)
		}
		apptest.Has(t, "without paper", send(), http.StatusUnprocessableEntity, "请先上传本人签字的纸质件")
		if got := d.Post("/apply/"+id, filledAt(d, id)); got.Status != http.StatusForbidden {
			t.Errorf("an office sends by the form: %d", got.Status)
		}
		d.put(id, "signed")
		if got := send(); got.Status != http.StatusSeeOther {
			t.Fatalf("paper: %d\n%s", got.Status, got.Main())
		}
		if c := d.load(id); c.State != "at-employer" {
			t.Fatalf("it is %s", c.State)
		}
		apptest.Has(t, "page", d.Get("/proxy/"+id), http.StatusOK, "由演示·李见证核对原件")

		// Stamped, sent back, mended by the office, signed anew.
		d.put(id, "stamped")
		apptest.Has(t, "stamped page", d.Post("/apply/"+id+"/stamped", d.now(id)), http.StatusSeeOther)
		back := d.now(id)
		back.Set("bad", "post")
		back.Set("why.post", "请按聘书填写。")
		apptest.Has(t, "return", colleague(t, p).Post("/review/"+id+"/return", back), http.StatusSeeOther)
		apptest.Has(t, "returned", d.Get("/proxy/"+id), http.StatusOK, "代为补正")
		mended := filledAt(d, id)
		mended.Set("post", "教学主管")
		apptest.Has(t, "mend", d.Post("/apply/"+id+"/save", mended), http.StatusSeeOther)
		apptest.Has(t, "the old paper", send(), http.StatusUnprocessableEntity, "纸质件还是上次提交的")
		d.put(id, "signed")
		apptest.Has(t, "signed anew", send(), http.StatusSeeOther)
		if c := d.load(id); c.State != "at-county" {
			t.Errorf("sent again it is %s", c.State)
		}
		apptest.Has(t, "record", d.Get("/cases/"+id), http.StatusOK, "凭本人签字的纸质件提交（代录）", "上传单位盖章页（代录）")
	})
}

func filledAt(d desk, id string) url.Values {
	v := filled(d.Get("/apply/" + id).Body)
	v.Set("seen", fmt.Sprint(d.load(id).Seq))
	return v
}

// fileOn is the address of a file of a case.
func (d desk) fileOn(id string) string {
	d.Helper()
	files, err := d.p.House.FilesOf(d.Context(), d.p.DB, id)
	if err != nil || len(files) == 0 {
		d.Fatalf("no file on %s: %v", id, err)
	}
	return "/files/" + files[0].ID
}

// The person goes on by themselves; then the office is out of it.
func TestTaken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d, id := asked(t, p)
		me := person(t, p, mobile)
		take := d.now(id)
		apptest.Has(t, "take unseen", me.Post("/proxy/"+id+"/take", take), http.StatusForbidden)
		take.Set("id-number", idno)
		me.Post("/proxy/"+id+"/meet", take)
		apptest.Has(t, "take", me.Post("/proxy/"+id+"/take", take), http.StatusSeeOther)
		page := apptest.Has(t, "the form", me.Get("/apply/"+id), http.StatusOK, "提交申报", "演示培训中心")
		for _, path := range []string{"/apply/" + id, "/cases/" + id, "/apply/" + id + "/form.pdf"} {
			if got := d.Get(path); got.Status != http.StatusNotFound {
				t.Errorf("the office opens %s: %d", path, got.Status)
			}
		}
		if got := d.Post("/apply/"+id+"/save", filled(page.Body)); got.Status != http.StatusNotFound {
			t.Errorf("the office writes on: %d", got.Status)
		}
		v := filled(page.Body)
		v.Set("seen", fmt.Sprint(d.load(id).Seq))
		v.Set("region", "330782")
		if got := me.Post("/apply/"+id, v); got.Location != "/apply/"+id+"/receipt" {
			t.Errorf("send: %d to %q\n%s", got.Status, got.Location, got.Main())
		}
	})
}

// Nobody else comes to what is keyed in, and nobody writes what waits for the person.
func TestWhoSeesIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d, id := asked(t, p)
		for who, b := range map[string]desk{
			"another county": at(t, p, elsewhere), "the city": at(t, p, "330700-city-clerk-1"),
			"another applicant": person(t, p, "19900000078"),
		} {
			for _, path := range []string{"/proxy/" + id, "/apply/" + id, "/cases/" + id, "/apply/" + id + "/form.pdf"} {
				if got := b.Get(path); got.Status != http.StatusNotFound {
					t.Errorf("%s opens %s: %d", who, path, got.Status)
				}
			}
			if got := b.send("/cases/"+id+"/files/id", "a.jpg", photo(t)); got.Status != http.StatusNotFound {
				t.Errorf("%s uploads: %d", who, got.Status)
			}
			for _, act := range []string{"ask", "recall", "paper", "discard", "meet", "confirm", "take", "mobile"} {
				if got := b.Post("/proxy/"+id+"/"+act, d.now(id)); got.Status != http.StatusNotFound {
					t.Errorf("%s does %s: %d", who, act, got.Status)
				}
			}
		}
		if got := at(t, p, elsewhere).Get("/proxy"); strings.Contains(got.Body, name) {
			t.Error("another county's list has it")
		}
		if got := d.send("/cases/"+id+"/files/other", "a.jpg", photo(t)); got.Status != http.StatusNotFound {
			t.Errorf("a file on what waits for the person: %d", got.Status)
		}
		for _, act := range []string{"confirm", "take", "meet"} {
			if got := d.Post("/proxy/"+id+"/"+act, d.now(id)); got.Status != http.StatusForbidden {
				t.Errorf("the office does %s: %d", act, got.Status)
			}
		}
		apptest.Has(t, "take back", d.Post("/proxy/"+id+"/recall", d.now(id)), http.StatusSeeOther)
		me := person(t, p, mobile)
		v := filledAt(d, id)
		v.Set("region", "330782")
		if got := me.Post("/apply/"+id, v); got.Status == http.StatusSeeOther && strings.HasSuffix(got.Location, "receipt") {
			t.Error("the person sent what the office still keys in")
		}
		if c := d.load(id); c.State != "draft" {
			t.Errorf("it is %s", c.State)
		}
	})
}

// Who may be keyed in: nobody with an application, nobody under another's number.
func TestBegin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d, page := at(t, p, clerk), db.NewID()
		id := d.begin(page, name, mobile)
		if again := d.begin(page, name, mobile); again != id {
			t.Errorf("pressed twice: %s and %s", id, again)
		}
		if again := colleague(t, p).begin(db.NewID(), name, mobile); again != id {
			t.Errorf("a colleague begins another: %s", again)
		}
		for what, v := range map[string]url.Values{
			"another name":     {"name": {"演示·乙"}, "mobile": {mobile}},
			"no mobile number": {"name": {"演示·乙"}, "mobile": {"12345"}},
			"no name":          {"name": {" "}, "mobile": {""}},
		} {
			v.Set("id", db.NewID())
			if got := d.Post("/proxy", v); got.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d to %q", what, got.Status, got.Location)
			}
		}
		there := at(t, p, elsewhere)
		if got := there.Post("/proxy", url.Values{"id": {db.NewID()}, "name": {name}, "mobile": {mobile}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("a second county keys the same person in: %d to %q", got.Status, got.Location)
		}
		if got := there.Post("/proxy", url.Values{"id": {page}, "name": {name}, "mobile": {mobile}}); got.Status != http.StatusNotFound {
			t.Errorf("under the id of another county's: %d", got.Status)
		}
		// The wrong telephone: five numbers, and no more.
		d.fill(id)
		me := person(t, p, mobile)
		v := d.now(id)
		v.Set("id-number", "330799198506180022")
		for range intake.MostTries {
			me.Post("/proxy/"+id+"/meet", v)
		}
		v.Set("id-number", idno)
		if got := me.Post("/proxy/"+id+"/meet", v); got.Status != http.StatusForbidden {
			t.Errorf("the sixth number: %d", got.Status)
		}
		apptest.Has(t, "discard", d.Post("/proxy/"+id+"/discard", d.now(id)), http.StatusSeeOther)
		if next := d.begin(db.NewID(), name, mobile); next == id {
			t.Error("what was discarded came back")
		}
	})
}
