package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/incoming"
	"qinglan/internal/reconcile"
)

var fields = []reconcile.Field{
	{Column: incoming.Names}, {Column: incoming.Numbers}, {Column: incoming.Ranks}, {Column: incoming.Units}, {Column: incoming.Births, Apart: true},
	{Column: incoming.Receipts, Apart: true}, {Column: incoming.Phones, Own: true}, {Column: incoming.Notes, Own: true, Most: 5},
}

// list is one of name,place,unit,phone,birth.
func list(ranked bool, all ...string) reconcile.List {
	l := reconcile.List{Fields: fields, Ranked: ranked, Version: "1"}
	for i, s := range all {
		f := append(strings.Split(s, ","), "", "", "", "")
		l.Entries = append(l.Entries, reconcile.Entry{Key: string(rune('a' + i)), Name: f[0], Place: f[1],
			Values: map[string]string{"unit": f[2], "birth": f[4], "receipt": fmt.Sprint("R", i)}, Also: map[string]string{"phone": f[3]}})
	}
	return l
}

func plan(t *testing.T, l reconcile.List, text string, decided ...string) *reconcile.Plan {
	t.Helper()
	all, err := sheet.Plain([]byte(strings.ReplaceAll(text, ",", "\t")))
	if err != nil {
		t.Fatal(err)
	}
	table, err := incoming.Read(all, l.Columns())
	if err != nil {
		t.Fatal(err)
	}
	d := map[string]string{}
	for i := 0; i < len(decided); i += 2 {
		d[decided[i]] = decided[i+1]
	}
	return reconcile.New(l, table, d)
}

// said is a plan as short text.
func said(p *reconcile.Plan) (out []string) {
	for _, c := range p.Changes {
		out = append(out, fmt.Sprintf("%s.%s:%s>%s", c.Key, c.Field, c.Old, c.New))
	}
	for _, q := range p.Questions {
		out = append(out, fmt.Sprintf("?%s %s %d", q.ID, q.Chosen, len(q.Options)))
	}
	for _, f := range p.Faults {
		out = append(out, "!"+f.At)
	}
	for _, s := range p.Strangers {
		out = append(out, "+"+s.Name)
	}
	for _, d := range p.Differ {
		out = append(out, "#"+d.At)
	}
	return out
}

func TestPlan(t *testing.T) {
	two := []string{"甲,1,演示学院,13800000001", "乙,2,演示公司,13800000002"}
	twins := []string{"甲,,演示学院,13800000001,1988-06-18", "甲,,演示公司,13800000002,1990-01-02"}
	for name, test := range map[string]struct {
		list    reconcile.List
		text    string
		decided []string
		want    []string
	}{
		"as it stands":            {list(true, two...), "姓名,单位\n甲,演示学院\n乙,演示公司", nil, nil},
		"gaps are an order too":   {list(true, "甲,4", "乙,9"), "序号,姓名\n1,甲\n2,乙", nil, nil},
		"another order":           {list(true, two...), "姓名,单位\n乙,演示公司\n甲,演示学院", nil, []string{"a.place:1>2", "b.place:2>1"}},
		"numbers against rows":    {list(true, two...), "序号,姓名\n2,甲\n1,乙", nil, []string{"?order  2"}},
		"the numbers decide":      {list(true, two...), "序号,姓名\n2,甲\n1,乙", []string{"order", "numbers"}, []string{"a.place:1>2", "b.place:2>1", "?order numbers 2"}},
		"a kept order is told":    {list(false, two...), "姓名,单位\n乙,演示公司\n甲,演示学院", nil, []string{"#2", "#3"}},
		"whoever is not there":    {list(true, two...), "姓名,单位\n甲,演示学院", nil, []string{"b.place:2>"}},
		"none is there":           {list(true, two...), "姓名,单位\n丙,演示学院", nil, []string{"+丙"}},
		"another unit is asked":   {list(true, two...), "姓名,单位\n甲,另一家\n乙,演示公司", nil, []string{"?who.2  2"}},
		"a part of the unit":      {list(true, two...), "姓名,单位\n甲,演示学院商务系\n乙,演示公司", nil, []string{"#B2"}},
		"the phone speaks":        {list(true, two...), "姓名,单位,电话\n甲,另一家,138 0000 0001\n乙,演示公司,", nil, []string{"#B2"}},
		"another name, one phone": {list(true, two...), "姓名,电话\n贾,13800000001\n乙,", nil, []string{"?who.2  2"}},
		"namesakes by unit":       {list(true, twins...), "姓名,单位\n甲,演示公司", nil, []string{"b.place:>1"}},
		"namesakes by birth":      {list(true, twins...), "姓名,出生日期\n甲,1988.6.18", nil, []string{"a.place:>1"}},
		"namesakes by receipt":    {list(true, twins...), "姓名,受理号\n甲,R1", nil, []string{"b.place:>1"}},
		"namesakes are asked":     {list(true, twins...), "姓名,单位\n甲,另一家", nil, []string{"?who.2  3"}},
		"an answer":               {list(true, twins...), "姓名,单位\n甲,另一家", []string{"who.2", "b"}, []string{"b.place:>1", "?who.2 b 3", "#B2"}},
		"an answer that is none":  {list(true, twins...), "姓名,单位\n甲,另一家", []string{"who.2", "z"}, []string{"?who.2  3"}},
		"a person twice":          {list(true, two...), "姓名,单位\n甲,演示学院\n乙,演示公司\n甲,演示学院", nil, []string{"?faults  1", "!A4"}},
		"places with gaps":        {list(true, two...), "名次,姓名\n,甲\n5,乙", nil, []string{"a.place:1>", "b.place:2>5"}},
		"one place twice":         {list(true, two...), "名次,姓名\n5,甲\n5,乙", nil, []string{"a.place:1>5", "?faults  1", "!A3"}},
		"a doubtful phone":        {list(true, two...), "姓名,单位,电话\n甲,演示学院,138OO000003\n乙,演示公司,", nil, []string{"?cell.C2  2"}},
		"is taken":                {list(true, two...), "姓名,单位,电话\n甲,演示学院,138OO000003\n乙,演示公司,", []string{"cell.C2", "take"}, []string{"a.phone:>13800000003", "?cell.C2 take 2"}},
		"or kept":                 {list(true, two...), "姓名,单位,电话\n甲,演示学院,138OO000003\n乙,演示公司,", []string{"cell.C2", "keep"}, []string{"?cell.C2 keep 2"}},
		"a long note":             {list(true, two...), "姓名,备注\n甲,超过五个字的\n乙,好", nil, []string{"b.note:>好", "?faults  1", "!B2"}},
		"a doubtful name":         {list(true, two...), "姓名,单位\n甲（女）,演示学院\n乙,演示公司", nil, []string{"?who.2  2"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := said(plan(t, test.list, test.text, test.decided...))
			less := cmp.Transformer("sorted", func(all []string) map[string]bool {
				m := map[string]bool{}
				for _, s := range all {
					m[s] = true
				}
				return m
			})
			if d := cmp.Diff(test.want, got, less); d != "" {
				t.Error(d)
			}
		})
	}
}

// The digest of a list is of all that a table may change.
func TestDigestIsOfTheList(t *testing.T) {
	seen := map[string]bool{list(true, "甲,1").Digest(): true}
	more := list(true, "甲,1")
	more.Entries[0].Values["note"] = "x"
	later := list(true, "甲,1")
	later.Version = "2"
	for _, l := range []reconcile.List{list(true, "甲,2"), list(true, "甲,1", "乙"), more, later} {
		if seen[l.Digest()] {
			t.Error("two lists have one digest")
		}
		seen[l.Digest()] = true
	}
}
