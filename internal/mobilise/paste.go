package mobilise

import (
	"net/url"
	"strings"

	"qinglan/internal/form"
	"qinglan/internal/paste"
)

// A pasted is one row of a table as it was pasted, with everything that is
// wrong with it.
type pasted struct {
	No     int // of the line
	Typed  form.Answers
	Faults []form.Complaint
}

// kindWords are the words by which people say what kind somebody is.
var kindWords = []struct{ word, kind string }{
	{"机构", "institution"}, {"院校", "school"}, {"学校", "school"}, {"高职", "school"}, {"高校", "school"},
	{"大学", "school"}, {"学院", "school"}, {"企业", "firm"}, {"公司", "firm"},
	{"讲师", "lecturer"}, {"老师", "lecturer"}, {"教师", "lecturer"}, {"个人", "lecturer"},
}

// columns are what a table of the list may have.
var columns = []paste.Column{
	{Name: "name", Words: []string{"名称", "姓名", "单位"}}, {Name: "kind", Words: []string{"类别", "类型", "性质"}},
	{Name: "contact", Words: []string{"联系人"}}, {Name: "phone", Words: []string{"电话", "手机", "联系方式"}},
}

// parse reads what was pasted. had are the names of each kind that the list
// has; a row that has a fault is kept as it was typed.
func parse(text string, had map[string]bool) []pasted {
	var out []pasted
	seen := map[string]int{}
	for _, row := range paste.Rows(text, columns...) {
		p := readRow(row)
		key := p.Typed["kind"] + "/" + p.Typed["name"]
		switch first := seen[key]; {
		case p.Typed["name"] == "":
		case first > 0:
			p.fault("与第 %d 行重复。", first)
		case had[key]:
			p.fault("名单里已经有了。")
		default:
			seen[key] = p.No
		}
		out = append(out, p)
	}
	return out
}

func (p *pasted) fault(zh string, args ...any) {
	p.Faults = append(p.Faults, form.Complaint{Format: zh, Args: args})
}

// readRow reads one row of the table.
func readRow(row paste.Row) pasted {
	v := url.Values{}
	for name, text := range row.Cells {
		v.Set(name, text)
	}
	said := v.Get("kind")
	v.Set("kind", kindOf(said))
	typed, wrong := form.Read(line, v)
	p := pasted{No: row.No, Typed: typed}
	for _, q := range line {
		c, ok := wrong[q.Name]
		switch {
		case !ok:
		case q.Name == "name" && v.Get("name") == "":
			p.fault("没有名称。")
		case q.Name == "kind" && said == "":
			p.fault("没有类别：院校、机构、企业或讲师。")
		case q.Name == "kind":
			p.Typed["kind"] = said
			p.fault("看不懂的类别：请写院校、机构、企业或讲师。")
		default:
			p.Faults = append(p.Faults, c)
		}
	}
	if typed["contact"] == "" && typed["phone"] == "" {
		p.fault("没有联系人也没有电话，无法告知。")
	}
	if row.Extra {
		p.fault("多出了内容：每行最多四项，名称、类别、联系人、电话。")
	}
	return p
}

func kindOf(said string) string {
	for _, k := range kinds {
		if said == k.Value || said == k.Label {
			return k.Value
		}
	}
	for _, k := range kindWords {
		if strings.Contains(said, k.word) {
			return k.kind
		}
	}
	return ""
}

// faulty counts the rows that cannot be kept.
func faulty(rows []pasted) (n int) {
	for _, p := range rows {
		if len(p.Faults) > 0 {
			n++
		}
	}
	return n
}
