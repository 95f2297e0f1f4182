package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/form"
	"qinglan/internal/incoming"
	"qinglan/internal/reconcile"
)

var staff = reconcile.RowsOf(form.Question{Name: "roster", Kind: form.Rows, Max: 4, Columns: []form.Question{
	{Name: "name", Label: "姓名", Kind: form.Name},
	{Name: "unit", Label: "所在单位", Kind: form.Text, Max: 6, Optional: true},
	{Name: "full", Label: "专职或兼职", Kind: form.Select, Choices: []form.Choice{{Value: "full", Label: "专职"}, {Value: "part", Label: "兼职"}}},
}}, reconcile.Field{Column: incoming.Names}, reconcile.Field{Column: incoming.Units}, reconcile.Field{Column: incoming.Bonds})

const two = `[{"full":"full","name":"甲"},{"full":"part","name":"乙","unit":"演示公司"}]`

func grown(t *testing.T, answer, text string, decided map[string]string) *reconcile.Plan {
	t.Helper()
	all, err := sheet.Plain([]byte(strings.ReplaceAll(text, ",", "\t")))
	if err != nil {
		t.Fatal(err)
	}
	l := staff.List(answer, "1", map[string]string{"unit": "本校"})
	table, err := incoming.Read(all, l.Columns())
	if err != nil {
		t.Fatal(err)
	}
	return reconcile.New(l, table, decided)
}

// What becomes of rows: each case ends in the answer that the form would have kept.
func TestRowsGrow(t *testing.T) {
	for name, test := range map[string]struct {
		text    string
		decided string
		want    string // the answer; empty: not ready
		say     string
	}{
		"the same":                    {"姓名,单位,专/兼职\n甲,本校,专职\n乙,演示公司,外聘", "", two, ""},
		"an empty cell changes none":  {"姓名,单位,专/兼职\n甲,,\n乙,演示公司,", "", two, ""},
		"a value":                     {"姓名,单位,专/兼职\n甲,,兼职\n乙,演示公司,", "", `[{"full":"part","name":"甲"},{"full":"part","name":"乙","unit":"演示公司"}]`, "1 0 0"},
		"another person":              {"姓名,单位,专/兼职\n甲,,\n乙,演示公司,\n丙,,专任", "", strings.TrimSuffix(two, "]") + `,{"full":"full","name":"丙"}]`, "0 1 0"},
		"what is lacking stays":       {"姓名,单位\n甲,", "", two, "?absent keep"},
		"or is taken off":             {"姓名,单位\n甲,", "absent=remove", `[{"full":"full","name":"甲"}]`, "0 0 1 ?absent remove"},
		"a namesake is asked about":   {"姓名,单位\n甲,演示公司\n乙,演示公司", "", "", "?who.2"},
		"and may be a new one":        {"姓名,单位\n甲,演示公司\n乙,演示公司", "who.2=new", strings.TrimSuffix(two, "]") + `,{"name":"甲","unit":"演示公司"}]`, "0 1 0 ?who.2 new ?absent keep"},
		"a person twice":              {"姓名,单位\n甲,\n乙,\n丙,某校\n丙,某 校", "faults=skip", strings.TrimSuffix(two, "]") + `,{"name":"丙","unit":"某校"}]`, "0 1 0 !A5 ?faults skip"},
		"what the form would refuse":  {"姓名,单位\n甲,\n乙,\n丙,超过六个字的单位", "faults=skip", strings.TrimSuffix(two, "]") + `,{"name":"丙"}]`, "0 1 0 !B4 ?faults skip"},
		"a doubtful name":             {"姓名,单位\n甲,\n乙,\n丙（女）,", "", "", "?cell.A4"},
		"no name at all":              {"姓名,单位\n甲,\n乙,\n=cmd(),", "cell.A4=take,faults=skip", two, "!A4 ?faults skip"},
		"more than there is room for": {"姓名,单位\n丙,\n丁,\n戊,", "", "", "0 3 0 ?absent keep"},
	} {
		t.Run(name, func(t *testing.T) {
			decided := map[string]string{}
			for d := range strings.SplitSeq(test.decided, ",") {
				k, v, _ := strings.Cut(d, "=")
				decided[k] = v
			}
			p := grown(t, two, test.text, decided)
			var say []string
			if p.Does() > 0 {
				say = append(say, fmt.Sprint(len(p.Changes), len(p.Added), len(p.Removed)))
			}
			for _, f := range p.Faults {
				say = append(say, "!"+f.At)
			}
			for _, q := range p.Questions {
				say = append(say, strings.TrimSpace("?"+q.ID+" "+q.Chosen))
			}
			if d := cmp.Diff(test.say, strings.Join(say, " ")); d != "" {
				t.Error(d)
			}
			if got := p.Open() == 0 && p.Left >= 0; got != (test.want != "") {
				t.Fatalf("can be done: %t; left %d", got, p.Left)
			}
			if test.want == "" {
				return
			}
			got := staff.Answer(two, p)
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
			if again := grown(t, got, test.text, decided); again.Does() != 0 {
				t.Errorf("the same again does %d things", again.Does())
			}
		})
	}
}

func TestTwins(t *testing.T) {
	got := staff.Twins(`[{"name":"甲"},{"name":"甲 ","unit":"本校"},{"name":"甲","unit":"某校"},{},{}]`, map[string]string{"unit": "本校"})
	if d := cmp.Diff([][2]int{{1, 2}}, got); d != "" {
		t.Error(d)
	}
}
