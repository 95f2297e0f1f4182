package form

import (
	"fmt"
	"strings"
	"time"

	"qinglan/internal/lang"
)

// Show returns an answer to q as people read it: choices by their labels, dates
// in words, rows one a line.
func Show(q Question, answer string, l lang.Lang) string {
	if answer == "" {
		return ""
	}
	switch q.Kind {
	case Date:
		return showDate(answer, l)
	case Month:
		if d, err := time.Parse("2006-01", answer); err == nil {
			return lang.In(l, "%d年%d月", d.Year(), int(d.Month()))
		}
	case Pick, Select:
		return label(q, answer, l)
	case Many:
		var all []string
		for _, v := range List(answer) {
			all = append(all, label(q, v, l))
		}
		return strings.Join(all, comma(l))
	case Check:
		return lang.In(l, "已确认")
	case Rows:
		return showRows(q, answer, l)
	case File:
		return lang.In(l, "%d 个文件", len(List(answer)))
	}
	return answer
}

func showDate(answer string, l lang.Lang) string {
	d, err := time.Parse("2006-01-02", answer)
	if err != nil {
		return answer
	}
	return lang.In(l, "%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}

func label(q Question, value string, l lang.Lang) string {
	for _, c := range q.Choices {
		if c.Value == value {
			return lang.In(l, c.Label)
		}
	}
	return value
}

func comma(l lang.Lang) string {
	if l == lang.English {
		return ", "
	}
	return "、"
}

func showRows(q Question, answer string, l lang.Lang) string {
	var lines []string
	for i, row := range Table(answer) {
		var cells []string
		for j, c := range q.Columns {
			text := Show(c, row[c.Name], l)
			switch {
			case c.Kind == Month && j > 0 && q.Columns[j-1].Kind == Month && len(cells) > 0: // from … to
				if text == "" {
					text = lang.In(l, "今")
				}
				cells[len(cells)-1] = lang.In(l, "%s至%s", cells[len(cells)-1], text)
			case text != "":
				cells = append(cells, text)
			}
		}
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, strings.Join(cells, comma(l))))
	}
	return strings.Join(lines, "\n")
}
