// Package archive makes the 案卷 of an edition: one ZIP file with cover,
// catalogue, papers, materials, the record itself and what is needed to check
// it. It writes no case. It promises that [Verify] needs nothing but the file,
// that sha256sum and a reader of PDF and text are enough for whoever has no
// such program, and that no identity number, bank account or name of an
// objector is in it.
package archive

import (
	"maps"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// Names of the files that every archive has beside its papers.
const (
	sumsName     = "SHA256SUMS"
	sealName     = "SHA256SUMS.sig"
	readmeName   = "README.txt"
	coverName    = "00 案卷封面.pdf"
	contentsName = "00 卷内目录"
	remarksName  = "99 备考表.pdf"
	casesName    = "记录/cases.jsonl"
	journalName  = "记录/journal.jsonl"
	answersName  = "记录/answers.jsonl"
	pointsName   = "记录/checkpoints.jsonl"
)

// version is the first word of the seal; another layout gets another number.
const version = "qinglan archive 1"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives the task that makes archives, and the link to them.
func (s *Slice) Register() {
	s.Queue.Handle("make-archive", s.work)
	s.Quick(casework.Quick{Text: "归档", Href: "/archives", Roles: readers})
}

// readers are the roles that make archives and take them.
var readers = []programme.Role{programme.Province, programme.Auditor}

// An Item is one line of the catalogue (卷内目录).
type Item struct {
	No     int
	Title  string
	Docno  string // 文号 or version
	Organ  string // 责任者
	Day    calendar.Date
	Keep   string // 保管期限
	File   string // empty: not in the file
	Remark string
}

// withheld are the classes of answers that never leave the record: an archive
// has their digest alone.
var withheld = map[string]bool{"objector": true, "bank": true}

// mayLeave reports whether answers may stand in the archive. Marks and secrets
// leave when the case, or the session it belongs to, is over. The names of all
// questions of a track count, for what opened a case names no form.
func mayLeave(t *programme.Track, a form.Answers, over bool) bool {
	for _, qs := range t.Forms {
		for _, q := range qs {
			if a[q.Name] != "" && secret(q, over) {
				return false
			}
		}
	}
	return true
}

func secret(q form.Question, over bool) bool {
	return withheld[q.Class] || q.Class == "sealed" && !over ||
		slices.ContainsFunc(q.Columns, func(q form.Question) bool { return secret(q, over) })
}

// formOf returns the questions of the move that a journal row tells of; what
// opened a case may have answered any of its track.
func formOf(t *programme.Track, move string) []form.Question {
	if m, ok := t.Move(move); ok {
		return t.Forms[m.Form]
	}
	var all []form.Question
	for _, name := range slices.Sorted(maps.Keys(t.Forms)) {
		for _, q := range t.Forms[name] {
			if !slices.ContainsFunc(all, func(p form.Question) bool { return p.Name == q.Name }) {
				all = append(all, q)
			}
		}
	}
	return all
}

// over reports whether nothing will happen to c any more.
func over(c *flow.Case) bool { return c.Now().Final }
