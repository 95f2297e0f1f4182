package mobilise

import (
	"net/url"
	"regexp"
	"strings"

	"qinglan/internal/form"
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

// heads are the words of a first line that names the columns.
var heads = []struct{ word, column string }{
	{"名称", "name"}, {"姓名", "name"}, {"单位", "name"}, {"类别", "kind"}, {"类型", "kind"}, {"性质", "kind"},
	{"联系人", "contact"}, {"电话", "phone"}, {"手机", "phone"}, {"联系方式", "phone"},
}

var gaps = regexp.MustCompile(`\s*[,，;；|]\s*|\s{2,}`)

// cells splits a line: at tabs as a spreadsheet copies it, else at commas,
// semicolons or wide gaps as people type it.
func cells(text string) []string {
	var out []string
	if strings.Contains(text, "\t") {
		out = strings.Split(text, "\t")
	} else {
		out = gaps.Split(strings.TrimSpace(text), -1)
	}
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// columnsOf returns what each column of a head line is, if it is one.
func columnsOf(row []string) ([]string, bool) {
	var out []string
	named := false
	for _, text := range row {
		column := ""
		for _, h := range heads {
			if text == h.word || column == "" && len(text) < 40 && strings.Contains(text, h.word) {
				column = h.column
			}
		}
		named = named || column == "name" && (text == "名称" || text == "姓名" || text == "单位" || strings.Contains(text, "名称"))
		out = append(out, column)
	}
	return out, named && len(row) > 1
}

// parse reads what was pasted. had are the names of each kind that the list
// has; a row that has a fault is kept as it was typed.
func parse(text string, had map[string]bool) []pasted {
	columns := []string{"name", "kind", "contact", "phone"}
	var out []pasted
	seen := map[string]int{}
	for i, l := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		row := cells(l)
		if len(row) == 0 {
			continue
		}
		if named, ok := columnsOf(row); ok && len(out) == 0 && i < 3 {
			columns = named
			continue
		}
		p := readLine(i+1, row, columns)
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

// readLine reads one row by its columns.
func readLine(no int, row, columns []string) pasted {
	v, rest := url.Values{}, false
	for i, text := range row {
		if i >= len(columns) || columns[i] == "" {
			rest = rest || i >= len(columns) && text != ""
			continue
		}
		v.Set(columns[i], text)
	}
	said := v.Get("kind")
	v.Set("kind", kindOf(said))
	typed, wrong := form.Read(line, v)
	p := pasted{No: no, Typed: typed}
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
	if rest {
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
