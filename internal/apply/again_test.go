package apply_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// asks presses the button of a new application, with the words of the last.
func asks(v visitor) answer {
	v.t.Helper()
	return v.post("/apply", url.Values{"id": {db.NewID()}, "clause": {"二.3"}, "reuse": {"yes"}})
}

func person(t *testing.T, p *apptest.Program, c apptest.Candidate) visitor {
	return visitor{t, p, org.Actor{Person: c.Person, Name: c.Name, Role: programme.Applicant}}
}

// set puts a case where a test needs it.
func set(t *testing.T, p *apptest.Program, id, state string) {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = $1 WHERE id = $2`, state, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A draft that was never sent gives its words to the next edition's
// application and is put away.
func TestApplyAgainFromDraft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		v := applicant(t, p, "wang", "演示·王青")
		old := begin(t, v)
		if got := v.post("/apply/"+old+"/save", with(filled(), hiddens(v, old))); got.status != http.StatusSeeOther {
			t.Fatalf("save: %d %s", got.status, text(got.body))
		}
		p.Enter("teacher2018")
		mine := v.get("/mine").body
		for _, want := range []string{"2018年，虚构演示", "沿用上次（2017年第一批）填写的内容", "旧草稿自动撤回"} {
			if !strings.Contains(mine, want) {
				t.Errorf("/mine lacks %q: %s", want, text(mine))
			}
		}
		got := asks(v)
		if got.status != http.StatusSeeOther || got.location == "/apply/"+old {
			t.Fatalf("begin again: %d %s %s", got.status, got.location, text(got.body))
		}
		id := strings.TrimPrefix(got.location, "/apply/")
		if c := p.Case(id); c.Edition.Name != "teacher2018" {
			t.Errorf("the new application is of %s", c.Edition.Name)
		}
		if got := state(t, p, old); got != "withdrawn" {
			t.Errorf("the old draft is %s", got)
		}
		body := v.get("/apply/" + id).body
		for _, want := range []string{"𠮷田·阿卜杜", "演示培训中心", "4月24日（周二）17:00"} {
			if !strings.Contains(body, want) {
				t.Errorf("the form lacks %q", want)
			}
		}
		if again := asks(v); again.location != got.location {
			t.Errorf("a second press leads to %s", again.location)
		}
		// What the document said is still compared, under the new case.
		v.upload("/cases/"+id+"/files/id", "身份证.jpg", photo(t))
		form := with(filled(), hiddens(v, id))
		form.Del("id-number")
		form.Set("sex", "1")
		v.autosave(id, form)
		if body := v.get("/apply/" + id).body; !strings.Contains(body, "性别与证件号码所示不一致") || strings.Contains(body, "出生日期与证件号码所示不一致") {
			t.Error("the person is not told what the office is told, or more")
		}
		form = with(form, hiddens(v, id))
		if got := v.post("/apply/"+id, form); got.status != http.StatusSeeOther {
			t.Fatalf("submit: %d %s", got.status, text(got.body))
		}
		var warnings string
		if err := p.DB.QueryRowContext(t.Context(), `SELECT warnings FROM applications WHERE case_id = $1`, id).Scan(&warnings); err != nil || warnings != "sex" {
			t.Errorf("warnings %q, %v; want sex", warnings, err)
		}
		if no := p.Case(id).No; !strings.HasPrefix(no, "SB2018-330782-") {
			t.Errorf("number %s", no)
		}
	})
}

// Who may apply again, and who is told why not.
func TestApplyAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		underway := applicant(t, p, "li", "演示·李蓝")
		sent := submitted(t, underway)
		listed := p.Candidate("测试·在册", "甲公司（演示）", "330782", nil)
		used := p.Candidate("测试·用尽", "乙公司（演示）", "330782", nil)
		holder := p.Candidate("测试·持证", "丙公司（演示）", "330782", nil)
		set(t, p, used.Entry, "exhausted")
		set(t, p, holder.Entry, "publicised")
		announce(t, p, holder.Entry)

		p.Enter("teacher2018")
		for _, tt := range []struct {
			v    visitor
			want []string
		}{
			{underway, []string{"您在2017年第一批还有一件申报正在办理（待单位意见）", "系统默认 55"}},
			{person(t, p, listed), []string{"您仍在2017年第一批的培育名单上（在册待训）", "系统默认 55"}},
			{person(t, p, holder), []string{"您已取得证书（浙跨电师〔2017〕0001号）", "系统默认 55"}},
		} {
			got := asks(tt.v)
			if got.status != http.StatusGone {
				t.Errorf("%s: %d; want 410", tt.v.actor.Name, got.status)
			}
			mine := tt.v.get("/mine").body
			for _, want := range tt.want {
				if !strings.Contains(got.body, want) || !strings.Contains(mine, want) {
					t.Errorf("%s is not told %q: %s", tt.v.actor.Name, want, text(mine))
				}
			}
			if strings.Contains(mine, `action="/apply"`) {
				t.Errorf("%s is offered an application", tt.v.actor.Name)
			}
		}
		got := asks(person(t, p, used))
		if got.status != http.StatusSeeOther || p.Case(strings.TrimPrefix(got.location, "/apply/")).Edition.Name != "teacher2018" {
			t.Errorf("who has no chance left may apply anew: %d %s", got.status, text(got.body))
		}
		if got := state(t, p, sent); got != "at-employer" {
			t.Errorf("the application under way is %s", got)
		}
		// Withdrawn, it stands in nobody's way.
		v := url.Values{"seen": {p.Seen(sent)}}
		if got := underway.post("/cases/"+sent+"/moves/withdraw", v); got.status != http.StatusSeeOther {
			t.Fatalf("withdraw: %d %s", got.status, text(got.body))
		}
		if got := asks(underway); got.status != http.StatusSeeOther {
			t.Errorf("after it was withdrawn: %d %s", got.status, text(got.body))
		}
	})
}

// In the edition of the list there is no second application, whatever became
// of the first.
func TestExhaustedInSameEdition(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·用尽", "乙公司（演示）", "330782", nil)
		set(t, p, c.Entry, "exhausted")
		if got := asks(person(t, p, c)); got.location != "/cases/"+c.Application {
			t.Errorf("leads to %s; want the application there is", got.location)
		}
	})
}

func announce(t *testing.T, p *apptest.Program, entry string) {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := p.House.Flow.MoveByList(t.Context(), tx, *p.Case(entry), "announce", org.Holding(p.Post("330000-province-clerk-1")), nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
