package certify

import (
	"fmt"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// trainField is the name under which a question is asked for one entry.
func trainField(id, question string) string { return "t." + id + "." + question }

// paste reads a table of training results, a person a line: name or number,
// perhaps the unit, hours, presence. It returns what it says of each entry and
// complains, by line, of every line it cannot place.
func paste(text string, entries []flow.Case) (map[string]form.Answers, form.Wrong) {
	rows, w := map[string]form.Answers{}, form.Wrong{}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		cells := cellsOf(line)
		at := fmt.Sprintf("line.%04d", i+1)
		switch {
		case len(cells) == 0 || i == 0 && cells[0] == "姓名":
			continue
		case len(cells) < 3:
			w.Add(at, "第%d行：请写姓名、学时和出勤率。", i+1)
			continue
		}
		found := matching(entries, cells[0], cells[1:len(cells)-2])
		switch {
		case len(found) == 0:
			w.Add(at, "第%d行：待训名册中没有这个人。", i+1)
		case len(found) > 1:
			w.Add(at, "第%d行：有同名的人，请写明单位或编号。", i+1)
		case rows[found[0]] != nil:
			w.Add(at, "第%d行：这个人前面已经有一行。", i+1)
		default:
			n := len(cells)
			rows[found[0]] = form.Answers{
				"hours":      strings.TrimSuffix(cells[n-2], "学时"),
				"attendance": strings.TrimRight(cells[n-1], "%％"),
			}
		}
	}
	return rows, w
}

// cellsOf divides a line at tabs, or else at commas, or else at spaces.
func cellsOf(line string) (cells []string) {
	divide := strings.Fields
	for _, mark := range []string{"\t", ",", "，"} {
		if strings.Contains(line, mark) {
			divide = func(s string) []string { return strings.Split(s, mark) }
			break
		}
	}
	for _, c := range divide(line) {
		if c = strings.TrimSpace(c); c != "" {
			cells = append(cells, c)
		}
	}
	return cells
}

// matching returns the ids of the entries a line may mean.
func matching(entries []flow.Case, who string, unit []string) (ids []string) {
	for _, c := range entries {
		if c.No == who || c.Name == who && (len(unit) == 0 || c.Unit == strings.Join(unit, " ")) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
