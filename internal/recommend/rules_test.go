package recommend

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/annex"
	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

func track(t *testing.T, name string) *programme.Track {
	t.Helper()
	tr, ok := teacher2017.Edition.Track(name)
	if !ok {
		t.Fatalf("no track %s", name)
	}
	return tr
}

// posted is an act of 遴选 with these places and reasons.
func posted(pairs ...string) url.Values {
	v := url.Values{
		"basis": {"依据"}, "meeting": {"会议"}, "held": {"2017-10-17"}, "present": {"演示"}, "approver": {"演示·王五"},
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestChoose(t *testing.T) {
	pool := []flow.Case{{ID: "a", Name: "演示·甲"}, {ID: "b", Name: "演示·乙"}, {ID: "c", Name: "=cmd()"}}
	for _, test := range []struct {
		name   string
		v      url.Values
		order  string
		wrongs []string
	}{
		{"in order, gaps allowed", posted("place.a", "7", "place.b", "2", "place.c", " 40 "), "b a c", nil},
		{"one left out", posted("place.a", "1", "why.b", "名额所限", "place.c", "2"), "a c", nil},
		{"nobody chosen", posted("why.a", "否", "why.b", "否", "why.c", "否"), "", []string{""}},
		{"neither", posted("place.a", "1", "place.b", "2"), "", []string{"place.c"}},
		{"both", posted("place.a", "1", "place.b", "2", "place.c", "3", "why.c", "否"), "", []string{"place.c"}},
		{"equal places", posted("place.a", "1", "place.b", "01", "place.c", "2"), "", []string{"place.b"}},
		{"no place at all", posted("place.a", "0", "place.b", "-1", "place.c", "一"), "", []string{"place.a", "place.b", "place.c"}},
		{"a reason of 201", posted("place.a", "1", "place.b", "2", "why.c", strings.Repeat("长", 201)), "", []string{"why.c"}},
		{"no basis", posted("basis", "", "place.a", "1", "place.b", "2", "place.c", "3"), "", []string{"basis"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, wrong := choose(track(t, "summary"), pool, test.v)
			if d := cmp.Diff(test.wrongs, slices.Sorted(maps.Keys(wrong))); d != "" {
				t.Errorf("complaints: %s", d)
			}
			if len(wrong) > 0 {
				return
			}
			var order []string
			for _, row := range form.Table(a["chosen"]) {
				order = append(order, row["case"])
			}
			if got := strings.Join(order, " "); got != test.order {
				t.Errorf("order %q; want %q", got, test.order)
			}
		})
	}
}

func TestDigestIsOfEveryCell(t *testing.T) {
	rows := []annex.Row{{Name: "甲", Unit: "一", Directions: "亚马逊", Post: "讲师"}, {Name: "乙", Unit: "二", Directions: "速卖通", Post: "讲师"}}
	seen := map[string]string{annex.Digest("330700", rows): "the list"}
	for what, change := range map[string]func(r []annex.Row) (string, []annex.Row){
		"name":       func(r []annex.Row) (string, []annex.Row) { r[0].Name = "丙"; return "330700", r },
		"unit":       func(r []annex.Row) (string, []annex.Row) { r[0].Unit = "三"; return "330700", r },
		"directions": func(r []annex.Row) (string, []annex.Row) { r[1].Directions = "eBay"; return "330700", r },
		"post":       func(r []annex.Row) (string, []annex.Row) { r[1].Post = "教授"; return "330700", r },
		"order":      func(r []annex.Row) (string, []annex.Row) { return "330700", []annex.Row{r[1], r[0]} },
		"fewer":      func(r []annex.Row) (string, []annex.Row) { return "330700", r[:1] },
		"moved":      func(r []annex.Row) (string, []annex.Row) { r[0].Name, r[0].Unit = "甲一", ""; return "330700", r },
		"city":       func(r []annex.Row) (string, []annex.Row) { return "330100", r },
	} {
		d := annex.Digest(change(slices.Clone(rows)))
		if other, ok := seen[d]; ok {
			t.Errorf("the digest of another %s is that of %s", what, other)
		}
		seen[d] = what
	}
}

func TestBuildSaysWhatItIs(t *testing.T) {
	l := annex.List{Organ: "演示局", Rows: []annex.Row{{Name: "甲"}}, Digest: strings.Repeat("ab", 32), At: calendar.Must("2017-10-19").At(16, 20)}
	d := annex.Build(l)
	if d.Mark != "草稿" || !strings.Contains(d.Footer.Left, "版本 草稿") {
		t.Errorf("a draft does not say so: mark %q, foot %q", d.Mark, d.Footer.Left)
	}
	l.Version = "v2"
	d = annex.Build(l)
	want := "制表单位：演示局　截至 2017年10月19日 16:20　版本 v2　摘要 abababababab"
	if d.Mark != "" || d.Footer.Left != want {
		t.Errorf("mark %q, foot %q; want none and %q", d.Mark, d.Footer.Left, want)
	}
	for _, b := range d.Blocks {
		if tb, ok := b.(doc.Table); ok {
			if d := cmp.Diff(doc.Titles("序号", "姓名", "单位", "培训方向", "职务"), tb.Head[0]); d != "" {
				t.Error(d)
			}
		}
	}
}

func TestTwins(t *testing.T) {
	cs := []flow.Case{
		{ID: "1", Name: "甲", Unit: "一"}, {ID: "2", Name: "乙", Unit: "一"}, {ID: "3", Name: "甲", Unit: "一"},
		{ID: "4", Name: "甲", Unit: "二"}, {ID: "5", Name: "乙", Unit: "一", State: "withdrawn"}, {ID: "6"}, {ID: "7"},
	}
	var got []string
	for _, c := range twins(cs) {
		got = append(got, c.ID)
	}
	if d := cmp.Diff([]string{"1", "3"}, got); d != "" {
		t.Error(d)
	}
}

func TestFillKeepsWhatWasTyped(t *testing.T) {
	cs := []candidate{{}, {Place: "5"}, {Why: "否"}, {}}
	fill(cs)
	got := fmt.Sprint(cs[0].Place, cs[1].Place, cs[2].Place, cs[3].Place)
	if want := fmt.Sprint("6", "5", "", "7"); got != want {
		t.Errorf("places %s; want %s", got, want)
	}
}
