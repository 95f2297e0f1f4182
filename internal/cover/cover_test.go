package cover_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const (
	clerk1 = "330700-city-clerk-1"
	clerk2 = "330700-city-clerk-2"
	head   = "330700-city-head-1"
)

func asked(deputy, first, last string) url.Values {
	return url.Values{"id": {db.NewID()}, "deputy": {deputy}, "first": {first}, "last": {last}, "reason": {"leave"}}
}

// atCity lays an application before the city, claimed by a person.
func atCity(t *testing.T, p *apptest.Program, claimed string) *flow.Case {
	t.Helper()
	f, id := p.House.Flow, db.NewID()
	a := org.Actor{Person: "a-" + id, Name: "演示·申报", Role: programme.Applicant}
	_, err := f.Open(t.Context(), a, flow.Opening{ID: id, Track: "application", Party: a.Person, Name: a.Name, County: "330782", City: "330700"})
	if err == nil {
		err = p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'at-city', reach = 9, claimed_by = $1 WHERE id = $2`, claimed, id)
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Load(t.Context(), p.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A clerk names a colleague, who finds it on the desk, does what was claimed
// with both names in the record, and whoever was away reads what was done.
func TestCover(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one, two := p.As(clerk1), p.As(clerk2)
		c := atCity(t, p, p.Post(clerk1).Person)
		form := asked(clerk2, "2017-09-28", "2017-09-30")
		apptest.Has(t, "arrange", one.Post("/cover", form), http.StatusSeeOther)
		apptest.Has(t, "pressed twice", one.Post("/cover", form), http.StatusSeeOther)
		name1, name2 := p.Post(clerk1).Name, p.Post(clerk2).Name
		apptest.Has(t, "the desk of the deputy", two.Get("/desk"), http.StatusOK, "今天的代办", name1+"休假，到2017年9月30日为止由您代办。")
		apptest.Has(t, "the desk of who is away", one.Get("/desk"), http.StatusOK, name2)
		apptest.Has(t, "the desk of the head", p.As(head).Get("/desk"), http.StatusOK, "为止由"+name2+"代办。")
		apptest.Has(t, "the page of the deputy", two.Get("/cover"), http.StatusOK, "正在办、现由您代办", "演示·申报", "提前结束")
		apptest.Has(t, "the review", two.Get("/review/"+c.ID), http.StatusOK, "您代 "+name1+" 办理")
		apptest.Has(t, "the case", two.Get("/cases/"+c.ID), http.StatusOK, "您代 "+name1+" 办理")
		move := url.Values{"seen": {"1"}, "reason": {"不符合申报条件。"}}
		apptest.Has(t, "reject", two.Post("/cases/"+c.ID+"/moves/reject", move), http.StatusSeeOther)
		apptest.Has(t, "the timeline", one.Get("/cases/"+c.ID), http.StatusOK, name2+"（代"+name1+"）")
		apptest.Has(t, "done for who was away", one.Get("/cover"), http.StatusOK, name2+" 代您办理", "初审不通过", "代办中")
		if body := p.As("330782-county-clerk-1").Get("/cases/" + c.ID).Body; strings.Contains(body, name2) {
			t.Error("another office reads the names")
		}
	})
}

// What is wrong comes back with everything kept; who has no part in it finds
// nothing.
func TestCoverRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one := p.As(clerk1)
		form := asked(clerk2, "2017-09-30", "2017-09-28")
		apptest.Has(t, "backwards", one.Post("/cover", form), http.StatusUnprocessableEntity, "截止日期不能早于开始日期。", "2017-09-30")
		apptest.Has(t, "no day", one.Post("/cover", asked(clerk2, "soon", "2017-09-30")), http.StatusUnprocessableEntity, "soon")
		form = asked(clerk2, "2017-10-09", "2017-10-10")
		form.Set("post", clerk2)
		apptest.Has(t, "arrange for a colleague as a clerk", one.Post("/cover", asked("330700-city-clerk-1", "2017-10-09", "2017-10-10")), http.StatusUnprocessableEntity)
		boss := p.As(head)
		form = asked(clerk1, "2017-10-09", "2017-10-10")
		form.Set("post", clerk2)
		apptest.Has(t, "the head arranges", boss.Post("/cover", form), http.StatusSeeOther)
		apptest.Has(t, "nobody to choose", p.As("330700-institution-clerk-1").Get("/cover"), http.StatusOK, "本单位没有可以代办的同事")
		for _, post := range []string{"330000-judge-clerk-1", "330000-examiner-clerk-1", "330000-auditor-clerk-1"} {
			apptest.Has(t, post, p.As(post).Get("/cover"), http.StatusNotFound)
			apptest.Has(t, post, p.As(post).Post("/cover", form), http.StatusNotFound)
		}
		all, err := p.House.Flow.Orgs().CoversIn(t.Context(), p.DB, "330700", p.House.Flow.Now())
		if err != nil || len(all) != 1 {
			t.Fatalf("covers: %v (%v); want one", all, err)
		}
		apptest.Has(t, "another city ends it", p.As("330100-city-head-1").Post("/cover/"+all[0].ID+"/end", nil), http.StatusNotFound)
		apptest.Has(t, "who stands in ends it", one.Post("/cover/"+all[0].ID+"/end", nil), http.StatusSeeOther)
		apptest.Has(t, "once more", boss.Post("/cover/"+all[0].ID+"/end", nil), http.StatusConflict)
	})
}
