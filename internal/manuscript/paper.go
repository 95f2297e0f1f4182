package manuscript

import (
	"context"
	"slices"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/official"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// said returns what a paper says now: what was sent, or what is being typed.
func (s *Slice) said(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, error) {
	if c.State != c.Track.Start && c.State != "void" {
		return s.Flow.Answers(ctx, q, c, cascade.Sheets...)
	}
	p, err := s.Flow.Pending(ctx, q, c)
	if err != nil {
		return nil, err
	}
	if p != nil {
		return p.Answers(), nil
	}
	return s.kept(ctx, q, c.ID)
}

// paperOf is a paper as 公文, with what is known of its number, dates and signer.
func (s *Slice) paperOf(ctx context.Context, q db.Q, c *flow.Case, sheet form.Answers) (official.Paper, error) {
	p := official.Paper{
		Kind: kinds[sheet["kind"]], Upward: upward(sheet["kind"]), Marks: []string{c.Unit}, Year: calendar.Day(s.Flow.Now()).Y,
		Title: sheet["title"], To: strings.TrimRight(sheet["to"], "：:"), Body: cascade.Paragraphs(sheet["body"]),
		Printer: official.Office(c.Unit), Pale: "拟稿",
	}
	if sheet["copies"] != "" {
		p.Copies = strings.FieldsFunc(sheet["copies"], func(r rune) bool { return strings.ContainsRune("、，,；;", r) })
	}
	if parent, ok := s.parent(c, sheet); ok {
		if n, err := cascade.Notice(c, sheet); err == nil {
			p.Body = cascade.Body(n, sheet)
		}
		p.Annexes = cascade.Carried(parent)
	}
	return p, s.dated(ctx, q, c, &p)
}

// dated fills in what the steps after the draft have given.
func (s *Slice) dated(ctx context.Context, q db.Q, c *flow.Case, p *official.Paper) error {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil || c.State == c.Track.Start || c.State == "void" {
		return err
	}
	p.Pale = ""
	if s.Demo {
		p.Pale = "演示　非正式"
	}
	for _, e := range entries {
		switch {
		case slices.Contains(cascade.Sheets, e.Move):
			p.Date = calendar.Day(e.At) // 成文日期 is the day it was signed
			p.Year = p.Date.Y
			if e.Move == "cosign" {
				if err := s.joint(ctx, q, c, p); err != nil {
					return err
				}
			}
		case e.Move == "number":
			given, err := s.Flow.Given(ctx, q, c.ID, e.Seq)
			if err != nil {
				return err
			}
			p.Number = given["docno"]
			if p.Upward {
				p.Signer = given["signer"]
			}
		case e.Move == "issue":
			p.Printed = calendar.Day(e.At)
		}
	}
	return nil
}

// joint adds the organ that signs a paper with the office (条例 17).
func (s *Slice) joint(ctx context.Context, q db.Q, c *flow.Case, p *official.Paper) error {
	role := programme.Payer
	if c.City == "" {
		role = programme.Finance
	}
	o, err := s.Flow.Orgs().Organ(ctx, q, role, c.City)
	if err == nil {
		p.Marks = append(p.Marks, o.Name)
	}
	return err
}

// parent returns the notice that a paper hands on.
func (s *Slice) parent(c *flow.Case, sheet form.Answers) (programme.Notice, bool) {
	all := c.Edition.Cascade()
	i := slices.IndexFunc(all, func(n programme.Notice) bool { return n.ID == sheet["parent"] })
	if i < 0 || sheet["parent"] == "" {
		return programme.Notice{}, false
	}
	return all[i], true
}

// printed is a paper that went out, for the archive.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State != cascade.Issued {
		return nil, nil
	}
	sheet, err := s.said(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	p, err := s.paperOf(ctx, s.Flow.DB(), c, sheet)
	if err != nil {
		return nil, err
	}
	return []casework.Printed{{Title: p.Title, No: p.Number, Organ: c.Unit, At: c.Since, Doc: official.Layout(p)}}, nil
}

// bare is the name of an office without the note of a demonstration.
func bare(organ string) string {
	name, _, _ := strings.Cut(organ, "（")
	return name
}

// forwarding fills in a paper that hands on a notice: its own words, to be
// changed, and a deadline a day earlier.
func forwarding(c form.Answers, parent programme.Notice, organ string, grace int64) form.Answers {
	about := parent.Title
	if _, rest, ok := strings.Cut(parent.Title, "关于"); ok {
		about = "关于" + rest
	}
	cited := "《" + parent.Title + "》"
	if parent.Number != "" {
		cited += "（" + parent.Number + "）"
	}
	c["kind"], c["parent"], c["title"] = "notice", parent.ID, bare(organ)+about
	c["to"] = "各县（市、区）电子商务主管部门"
	c["body"] = "现将" + cited + "转发给你们（全文附后），请结合实际，认真组织申报。\n请于" + cascade.Place + "将有关材料报送至我单位。"
	c["due"], c["due-said"], c["due-hour"] = parent.Deadline.AddDays(-1).String(), "hour", "17:00"
	if grace > 0 {
		c["grace"] = itoa(int(grace))
	}
	return c
}

// correcting fills in a paper that changes the deadline of a notice.
func correcting(c form.Answers, old programme.Notice, organ string) form.Answers {
	cited := "《" + old.Title + "》"
	if old.Number != "" {
		cited += "（" + old.Number + "）"
	}
	c["kind"], c["parent"], c["replaces"] = "notice", old.Parent, old.ID
	c["title"] = bare(organ) + "关于更正报送截止时间的通知"
	c["to"] = "各县（市、区）电子商务主管部门"
	c["body"] = cited + "所定报送截止时间更正为" + cascade.Place + "，其他要求不变。"
	c["due"], c["due-said"], c["due-hour"] = old.Deadline.String(), "hour", "17:00"
	if old.Grace > 0 {
		c["grace"] = itoa(old.Grace)
	}
	return c
}
