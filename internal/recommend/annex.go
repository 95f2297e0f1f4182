package recommend

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// The words of 附件1 as the notice prints them.
const (
	annexTitle = "浙江省跨境电商师资培训推荐名单汇总表"
	annexOrder = "排序规则：按市级遴选确定的名次排列，序号从1起连续编号。"
)

// A List is what 附件1 says and when.
type List struct {
	Organ   string // 制表单位
	Rows    []Row
	Version string // empty: a draft
	Digest  string
	At      time.Time // 截至
}

// table is the list itself.
func (l List) table() doc.Table {
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
		Title: annexTitle, Author: l.Organ, Created: l.At, Page: doc.Sheet(), Mark: mark,
		Blocks: []doc.Block{
			doc.Text{Text: "附件1", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: annexTitle, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日", Style: doc.Style{Size: doc.Four2}, After: 1.5},
			l.table(),
			doc.Text{Text: annexOrder, Style: doc.Style{Size: doc.Five2}, Before: 2},
		},
		Footer: doc.Footer{
			Left:  "制表单位：" + l.Organ + "　截至 " + at + "　版本 " + version + "　摘要 " + digest,
			Right: "第 {n} 页，共 {m} 页",
		},
	}
}

// write writes d in a format: "pdf", "xlsx" or "docx".
func write(w io.Writer, format string, d doc.Document) error {
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

// listOf returns what a paper of c says: the frozen version named, the newest
// if none is, or a draft of what is chosen or waits to be.
func (s *Slice) listOf(ctx context.Context, c *flow.Case, version string) (List, error) {
	l := List{Organ: c.Unit, At: s.Flow.Now()}
	if !beingMade(*c) || c.State == "frozen" || version != "" {
		v, err := s.versionOf(ctx, c, version)
		l.Rows, l.Version, l.Digest, l.At = v.Rows, v.Name, v.Digest, v.Entry.At
		return l, err
	}
	cs, err := s.members(ctx, s.reader(), c.ID)
	if err == nil && c.State == "collecting" {
		cs, err = s.pooled(ctx, s.reader(), c.Edition, c.City)
	}
	if err != nil {
		return l, err
	}
	l.Rows, err = s.rows(ctx, s.reader(), cs)
	l.Digest = Digest(c.City, l.Rows)
	return l, err
}

func (s *Slice) versionOf(ctx context.Context, c *flow.Case, name string) (Version, error) {
	all, err := s.froze(ctx, s.reader(), c)
	if err != nil {
		return Version{}, err
	}
	for _, e := range slices.Backward(all) {
		v, err := s.version(ctx, s.reader(), c, e)
		if err != nil || name == "" || v.Name == name {
			return v, err
		}
	}
	return Version{}, fault.New(fault.Missing, "没有找到这个版本。")
}

// export writes 附件1 of c for a and keeps a note of it.
func (s *Slice) export(ctx context.Context, a org.Actor, c *flow.Case, version, format string, w io.Writer) error {
	l, err := s.listOf(ctx, c, version)
	if err != nil {
		return err
	}
	d := Build(l)
	if err := s.prints.Tag(ctx, a, c, annexTitle, l.Version, &d); err != nil {
		return err
	}
	if err := write(w, format, d); err != nil {
		return err
	}
	return s.Flow.Log(ctx, nil, a, "export", c.ID, form.Answers{
		"paper": "annex1", "format": format, "version": l.Version, "digest": l.Digest, "count": number(len(l.Rows)),
	})
}

// Export writes the newest frozen 附件1 of a city in an edition, for the command line, which
// has no actor; the audit says that nobody's post did it.
func (s *Slice) Export(ctx context.Context, e *programme.Edition, region, format string, w io.Writer) error {
	if format != "pdf" && format != "xlsx" {
		return fault.New(fault.Invalid, "只能导出 pdf 或 xlsx。")
	}
	var last *flow.Case
	for n := 1; ; n++ {
		c, err := s.Flow.Load(ctx, s.reader(), summaryID(e, region, n))
		if fault.Of(err) == fault.Missing {
			break
		}
		if err != nil {
			return err
		}
		if c.State != "collecting" && c.State != "chosen" {
			last = c
		}
	}
	if last == nil {
		return fault.New(fault.Missing, "%s还没有定稿的推荐汇总表。", lang.Word(placeOf(region)))
	}
	return s.export(ctx, org.Actor{}, last, "", format, w)
}
