package selection

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// Decision returns the answers of a selection that decides so about these
// institutions.
func (s *Slice) Decision(ctx context.Context, q db.Q, outcomes map[string]string, basis string) (form.Answers, error) {
	var list []ranked
	for id, outcome := range outcomes {
		c, err := s.Flow.Load(ctx, q, id)
		if err != nil {
			return nil, err
		}
		x, err := s.results.Result(ctx, q, id)
		if err != nil {
			return nil, err
		}
		list = append(list, ranked{Case: *c, Result: x, Outcome: outcome})
	}
	rank(list)
	return form.Answers{"rows": outcomeRows(list), "basis": basis}, fits(list)
}

// printed is what the archive keeps of a selection that was issued: its list.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	said, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "issue")
	if err != nil || c.State == c.Track.Start {
		return nil, err
	}
	o, err := s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.Province, "")
	if err != nil {
		return nil, err
	}
	d := listPaper(c.Track.Forms["outcome"][0], said, o.Name, calendar.Day(c.Since).Chinese())
	return []casework.Printed{{Title: d.Title, No: said["number"], Organ: o.Name, At: c.Since, Doc: d, Book: true}}, nil
}

// listPaper is the 遴选结果 as it was issued.
func listPaper(rows form.Question, said form.Answers, organ, on string) doc.Document {
	list := doc.Table{
		Style: doc.Style{Size: doc.Five, Lead: 1.4}, Head: []doc.Row{doc.Titles("序号", "机构名称", "评估得分", "名次", "结果")},
		Columns: []doc.Column{{Width: 14}, {Width: 84, Align: doc.Left}, {Width: 26}, {Width: 18}, {Width: 28}},
	}
	for i, row := range form.Table(said["rows"]) {
		r := doc.Row{Height: 9, Cells: []doc.Cell{doc.Int(i + 1)}}
		for _, q := range rows.Columns {
			r.Cells = append(r.Cells, doc.Cell{Text: form.Show(q, row[q.Name], lang.Chinese)})
		}
		list.Rows = append(list.Rows, r)
	}
	text, right := doc.Style{Size: doc.Four2, Indent: 2}, doc.Style{Size: doc.Four2, Align: doc.Right}
	blocks := []doc.Block{doc.Text{Text: "承训机构遴选结果", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 2}}
	if said["number"] != "" {
		blocks = append(blocks, doc.Text{Text: said["number"], Style: doc.Style{Size: doc.Four2, Align: doc.Centre}, After: 4})
	}
	blocks = append(blocks, list, doc.Space(4), doc.Text{Text: "遴选依据：" + said["basis"], Style: text, After: 6})
	if said["until"] != "" {
		blocks = append(blocks, doc.Text{Text: "承训有效期至" + form.Show(form.Question{Kind: form.Date}, said["until"], lang.Chinese) + "。", Style: text, After: 6})
	}
	blocks = append(blocks, doc.Text{Text: organ, Style: right}, doc.Text{Text: on, Style: right})
	return doc.Document{Title: "承训机构遴选结果", Author: organ, Page: doc.Sheet(), Blocks: blocks, Footer: doc.Footer{Right: "{n} / {m}"}}
}
