package radar_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

const (
	yiwu    = "330782-county-clerk-1"
	jinhua  = "330700-city-clerk-1"
	wenzhou = "330300-city-clerk-1"
)

// sent lays an application that its county reviews.
func sent(t *testing.T, p *apptest.Program, person, county, city string, answers form.Answers) string {
	t.Helper()
	id := "case-" + person
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		a := org.Actor{Person: person, Role: "applicant", Name: answers["name"]}
		c, err := p.House.Flow.OpenIn(t.Context(), tx, a, flow.Opening{
			ID: id, Track: "application", Party: person, Name: answers["name"], Unit: "某公司（演示）", County: county, City: city,
		})
		if err != nil {
			return err
		}
		for _, name := range []string{"submit", "endorse"} {
			m, _ := c.Track.Move(name)
			m.Needs, m.Does, m.Also = nil, nil, nil
			given := form.Answers(nil)
			if name == "submit" {
				m.Also, given = []string{"keep-traces"}, answers
			}
			after, err := p.House.Flow.MoveIn(t.Context(), tx, *c, m, a, given)
			if err != nil {
				return err
			}
			c = &after
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func says(name, birth, phone, mail string) form.Answers {
	return form.Answers{"name": name, "birth": birth, "phone": phone, "mail": mail}
}

// One telephone in two counties is seen by both; whoever may not open the other
// reads where it is and a masked name. Nobody is told of an application that
// shares nothing, and an applicant of none.
func TestDoubles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one := sent(t, p, "p-one", "330782", "330700", says("测试·王青", "1987-01-25", "0579-8555 0001-12", "a@example.cn"))
		two := sent(t, p, "p-two", "330784", "330700", says("测试·李蓝", "1990-02-01", "057985550001转12", "b@example.cn"))
		three := sent(t, p, "p-three", "330302", "330300", says("测试·王 青", "1987-01-25", "19900000003", "C@example.cn"))
		none := sent(t, p, "p-four", "330782", "330700", says("测试·赵绿", "1991-01-01", "19900000004", "d@example.cn"))

		page := apptest.Has(t, "the county", p.As(yiwu).Get("/review/"+one), http.StatusOK, "重复提示：与另外 2 件有相同之处", "联系方式相同", "姓名和出生日期相同", "永康市")
		if strings.Contains(page.Body, "李蓝") || strings.Contains(page.Body, `href="/cases/`+two) {
			t.Error("a county reads whom another county has")
		}
		apptest.Has(t, "the city", p.As(jinhua).Get("/cases/"+two), http.StatusOK, `href="/cases/`+one+`"`, "测试·王青")
		apptest.Has(t, "another city", p.As(wenzhou).Get("/cases/"+three), http.StatusOK, "姓名和出生日期相同", "义乌市")
		if got := p.As(yiwu).Get("/review/" + none); strings.Contains(got.Body, "重复提示") {
			t.Error("a double of nobody")
		}
		cand := p.Candidate("测试·钱紫", "某公司（演示）", "330782", nil)
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO traces (case_id, kind, key) SELECT $1, kind, key FROM traces WHERE case_id = $2`, cand.Application, one)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "an officer", p.As(yiwu).Get("/cases/"+cand.Application), http.StatusOK, "重复提示")
		if got := p.AsPerson(cand.Person).Get("/cases/" + cand.Application); got.Status != http.StatusOK || strings.Contains(got.Body, "重复提示") {
			t.Errorf("an applicant is told of others, or finds nothing: %d", got.Status)
		}
		list := apptest.Has(t, "the list", p.As(jinhua).Get("/cases?track=application&q="+url.QueryEscape("重复:疑似")), http.StatusOK, one, two)
		if strings.Contains(list.Body, none) {
			t.Error("the list of doubles holds one that shares nothing")
		}
		var clear int
		err = p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM traces WHERE key LIKE '%8555%' OR key LIKE '%@%' OR key LIKE '%王青%'`).Scan(&clear)
		if err != nil || clear != 0 {
			t.Errorf("%d traces can be read (%v)", clear, err)
		}
	})
}

// Who withdraws is no double of anybody, and who mends the telephone is none
// any more.
func TestMended(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one := sent(t, p, "p-one", "330782", "330700", says("测试·王青", "1987-01-25", "19900000001", "a@example.cn"))
		two := sent(t, p, "p-two", "330784", "330700", says("测试·李蓝", "1990-02-01", "19900000001", "b@example.cn"))
		apptest.Has(t, "before", p.As(yiwu).Get("/review/"+one), http.StatusOK, "重复提示")
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			c, err := p.House.Flow.Load(t.Context(), tx, two)
			if err != nil {
				return err
			}
			a := org.Actor{Person: "p-two", Role: "applicant"}
			m, _ := c.Track.Move("withdraw")
			m.Also, m.Needs, m.Does = nil, nil, nil
			_, err = p.House.Flow.MoveIn(t.Context(), tx, *c, m, a, nil)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.As(yiwu).Get("/review/" + one); strings.Contains(got.Body, "重复提示") {
			t.Error("a double of somebody who has withdrawn")
		}
	})
}
