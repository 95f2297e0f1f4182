package notice

import (
	"regexp"
	"strings"

	"qinglan/internal/cascade"
	"qinglan/internal/doc/official"
	"qinglan/internal/programme"
)

// paper is a notice as 公文, from its text and from what is known of it.
func (s *Slice) paper(v noticeView) official.Paper {
	n := v.Notice
	p := official.Paper{
		Kind: official.Notice, Marks: organs(n.Title), Number: n.Number, Year: n.Issued.Y, Title: n.Title,
		To: strings.TrimSuffix(v.Text.Words("主送"), "："), Body: cascade.Text(v.Text), Date: n.Issued, Printed: n.Issued,
	}
	if len(p.Marks) == 0 {
		p.Marks = []string{n.Organ.Name}
	}
	if p.To == "" {
		p.To = "各县（市、区）主管部门"
		if n.To == programme.City {
			p.To = "各市主管部门"
		}
	}
	if p.Printer, _, _ = strings.Cut(v.Text.Words("印发"), " "); p.Printer == "" {
		p.Printer = official.Office(p.Marks[0])
	}
	switch {
	case v.Parent == nil:
		p.Annexes = cascade.Annexes(v.Text)
	case n.Text == nil:
		p.Annexes = []official.Annex{cascade.Attached(v.Parent.Notice)}
	default:
		p.Annexes = cascade.Carried(v.Parent.Notice)
	}
	if s.Demo {
		p.Pale = "演示　非正式"
	}
	return p
}

// organ is the name of an office, by its last character; a title that begins with
// the name of a place has none.
var organ = regexp.MustCompile(`[厅局委办部会院]$`)

// organs are who issues a notice as its title has them, the main one first.
func organs(title string) []string {
	before, _, ok := strings.Cut(title, "关于")
	if !ok {
		return nil
	}
	all := strings.Fields(before)
	for _, o := range all {
		if !organ.MatchString(o) {
			return nil
		}
	}
	return all
}
