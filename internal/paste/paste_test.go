package paste

import (
	"fmt"
	"strings"
	"testing"
)

var people = []Column{
	{"name", []string{"姓名", "人员"}}, {"title", []string{"职务", "岗位"}}, {"phone", []string{"电话", "手机"}},
}

func TestRows(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", " \r\n\t\t\n", ""},
		{"a spreadsheet", "姓名\t职务\t电话\r\n演示·甲\t科员\t0579-1\r\n\r\n演示·乙\t\t0579-2\t\r\n", "2 name=演示·甲 title=科员 phone=0579-1; 4 name=演示·乙 phone=0579-2"},
		{"columns in another order, one unknown", "手机号码\t备注\t姓名\n1\t无\t演示·甲", "2 name=演示·甲 phone=1"},
		{"a title above the head", "义乌市商务局\n职务，姓名\n科员，演示·甲", "3 name=演示·甲 title=科员"},
		{"a title and a spreadsheet", "\n\n姓名\t职务\n演示·甲\t科员", "4 name=演示·甲 title=科员"},
		{"no head", "演示·甲，科员；0579-1", "1 name=演示·甲 title=科员 phone=0579-1"},
		{"wide gaps", "演示·甲   科员", "1 name=演示·甲 title=科员"},
		{"one space is part of a name", "O'Neil Li  科员", "1 name=O'Neil Li title=科员"},
		{"too much", "演示·甲\t科员\t0579-1\t还有", "1 name=演示·甲 title=科员 phone=0579-1 +"},
		{"a formula and rare characters", "=cmd()\t科员\n𠮷田·阿卜杜\t科员", "1 name==cmd() title=科员; 2 name=𠮷田·阿卜杜 title=科员"},
	} {
		if got := told(Rows(c.text, people...)); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

func told(rows []Row) string {
	var out []string
	for _, r := range rows {
		said := fmt.Sprint(r.No)
		for _, c := range people {
			if v := r.Cells[c.Name]; v != "" {
				said += " " + c.Name + "=" + v
			}
		}
		if r.Extra {
			said += " +"
		}
		out = append(out, said)
	}
	return strings.Join(out, "; ")
}
