// Package annex is 附件1 as a document: its rows, its digest, and how it is laid out.
// It promises that PDF, workbook and docx say the same, with who made it, as of
// when and which version.
package annex

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
)

// The words of 附件1 as the notice prints them.
const (
	Title = "浙江省跨境电商师资培训推荐名单汇总表"
	Order = "排序规则：按市级遴选确定的名次排列，序号从1起连续编号。"
)

// A Row is one person of 附件1: its five columns without the number.
type Row struct {
	Case                         string
	Seq                          int64 // the journal row whose answers it shows
	Name, Unit, Directions, Post string

	Birth, Phone string // tell people apart; no part of the list
}

// A List is what 附件1 says and when.
type List struct {
	Organ   string // 制表单位
	Rows    []Row
	Version string // empty: a draft
	Digest  string
	At      time.Time // 截至
}

// Table is the list itself.
func (l List) Table() doc.Table {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 24}, {Width: 60, Align: doc.Left}, {Width: 46, Align: doc.Left}, {Width: 28}},
		Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "培训方向", "职务")},
		Style:   doc.Style{Size: doc.Five, Lead: 1.4},
	}
	for i, r := range l.Rows {
		t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: []doc.Cell{
			doc.Int(i + 1), {Text: r.Name}, {Text: r.Unit}, {Text: r.Directions}, {Text: r.Post},
		}})
	}
	return t
}

// Build lays 附件1 out; PDF, workbook and docx are written from the same document.
func Build(l List) doc.Document {
	version, mark, digest := l.Version, "", l.Digest
	if version == "" {
		version, mark = "草稿", "草稿"
	}
	if len(digest) > 12 {
		digest = digest[:12]
	}
	at := calendar.Day(l.At).Chinese() + l.At.In(calendar.Beijing).Format(" 15:04")
	return doc.Document{
		Title: Title, Author: l.Organ, Created: l.At, Page: doc.Sheet(), Mark: mark,
		Blocks: []doc.Block{
			doc.Text{Text: "附件1", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: Title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日", Style: doc.Style{Size: doc.Four2}, After: 1.5},
			l.Table(),
			doc.Text{Text: Order, Style: doc.Style{Size: doc.Five2}, Before: 2},
		},
		Footer: doc.Footer{
			Left:  "制表单位：" + l.Organ + "　截至 " + at + "　版本 " + version + "　摘要 " + digest,
			Right: "第 {n} 页，共 {m} 页",
		},
	}
}

// Write writes d in a format: "pdf", "xlsx" or "docx".
func Write(w io.Writer, format string, d doc.Document) error {
	switch format {
	case "xlsx":
		return xlsx.Write(w, d)
	case "docx":
		return docx.Write(w, d)
	}
	err := pdf.Write(w, d)
	var missing *pdf.MissingError
	if errors.As(err, &missing) {
		return fault.Wrap(fault.Invalid, err, "名单里有字库没有的字，不能打印成PDF，请先导出xlsx并联系系统管理员。")
	}
	return err
}

// Digest is the SHA-256 of the printed table: a JSON array of the city's code
// and then, for each row, its five columns as strings.
func Digest(region string, rows []Row) string {
	table := []any{region}
	for i, r := range rows {
		table = append(table, []string{strconv.Itoa(i + 1), r.Name, r.Unit, r.Directions, r.Post})
	}
	b, err := json.Marshal(table)
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
