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

// school lays the case of an institution that its county collects.
func school(t *testing.T, p *apptest.Program, organ, name, county, city, phone, code, roster string) string {
	t.Helper()
	id := "case-" + organ
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		a := org.Actor{Person: "p-" + organ, Role: "institution", Organ: org.Organisation{ID: organ}}
		c, err := p.House.Flow.OpenIn(t.Context(), tx, a, flow.Opening{ID: id, Track: "institution", Party: organ, Name: name, County: county, City: city})
		if err != nil {
			return err
		}
		m, _ := c.Track.Move("submit")
		m.Needs, m.Does, m.Also = nil, nil, []string{"keep-traces"}
		_, err = p.House.Flow.MoveIn(t.Context(), tx, *c, m, a, form.Answers{"name": name, "phone": phone, "uscc": code, "roster": roster})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A lecturer who applies, by unit or by the institution's telephone, and one who
// stands on two rosters, are told to those who review both; who is only called
// alike elsewhere is not, and nobody else is told anything.
func TestRosters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a := school(t, p, "330700-institution", "蓝海电商培训学校（演示）", "330782", "330700", "0579-23456789", "91330000MA2700001Q",
			`[{"name":"测试·王青","full":"full"},{"name":"测试·李 蓝","unit":"某公司（演示）"},{"name":"测试·周黄","full":"full"},{"name":"测试·孙白"}]`)
		b := school(t, p, "330100-institution", "绿洲培训中心（演示）", "330302", "330300", "0577-23456789", "52330000MA2700001R",
			`[{"name":"测试·周黄","unit":"蓝海电商培训学校（演示）"},{"name":"测试·孙白"},{"name":"测试·吴灰"}]`)
		own := says("测试·王青", "1987-01-25", "19900000001", "a@example.cn")
		own["unit"] = "蓝海电商培训学校"
		part := says("测试·李蓝", "1990-02-01", "19900000002", "b@example.cn")
		part["unit"] = "某公司(演示)"
		phone := says("测试·吴灰", "1991-01-01", "0577 23456789", "c@example.cn")
		phone["unit"] = "另一家（演示）"
		alike := says("测试·孙白", "1992-01-01", "19900000004", "d@example.cn")
		alike["unit"] = "别的单位（演示）"
		other := says("测试·李蓝", "1993-01-01", "19900000005", "e@example.cn")
		other["unit"] = "某公司（演示）"
		one := sent(t, p, "p-one", "330782", "330700", own)
		two := sent(t, p, "p-two", "330784", "330700", part)
		three := sent(t, p, "p-three", "330302", "330300", phone)
		four := sent(t, p, "p-four", "330782", "330700", alike)

		const listed, rosters = "申报人在培训机构的师资名册中", "师资名册中有人同时以个人申报"
		page := apptest.Has(t, "the city of the first", p.As(jinhua).Get("/cases/"+a), http.StatusOK, rosters, "测试·王青：", "测试·李 蓝 ", "测试·周黄：", "绿洲培训中心（演示）", `href="/cases/`+one, `href="/cases/`+two, "姓名相同，单位不同", "不影响申报", "主体标识相同")
		if strings.Contains(page.Body, four) || strings.Contains(page.Body, `href="/cases/`+b) {
			t.Error("a namesake who applies, or a case of another city")
		}
		apptest.Has(t, "the other city", p.As(wenzhou).Get("/cases/"+b), http.StatusOK, rosters, "测试·周黄", "蓝海电商培训学校（演示）", `href="/cases/`+three)
		for id, desk := range map[string]string{one: yiwu, two: jinhua, three: wenzhou} {
			apptest.Has(t, id, p.As(desk).Get("/cases/"+id), http.StatusOK, listed)
		}
		apptest.Lacks(t, "a namesake", p.As(yiwu).Get("/cases/"+four), listed)
		five := sent(t, p, "p-five", "330784", "330700", other)
		got := apptest.Has(t, "two applicants of one name and unit", p.As(jinhua).Get("/cases/"+five), http.StatusOK, listed)
		apptest.Lacks(t, "two applicants of one name and unit", got, `href="/cases/`+two)
		apptest.Lacks(t, "the list of doubles", p.As(jinhua).Get("/cases?track=application&q="+url.QueryEscape("重复:疑似")), one)

		var clear int
		err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM traces WHERE key LIKE '%周黄%' OR key LIKE '%MA27%'`).Scan(&clear)
		if err != nil || clear != 0 {
			t.Errorf("%d traces can be read (%v)", clear, err)
		}
	})
}
