package institution

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/reconcile"
	"qinglan/internal/web/ui"
)

// brought are the questions of the dossier whose rows may be brought as a table
// (附件4 二.3 and 二.4), by the columns that offices give them. Two lecturers of one
// name may be two people if their units differ; two trainings of one name are two
// if they began in different months.
var brought = map[string][]reconcile.Field{
	"roster": {
		{Column: incoming.Names}, {Column: incoming.Units}, {Column: incoming.Titles}, {Column: incoming.Bonds}, {Column: incoming.Courses},
		{Column: incoming.Numbers, Label: lang.Word("序号")},
	},
	"past": {
		{Column: incoming.Trainings}, {Column: incoming.Months, Parts: true}, {Column: incoming.Heads}, {Column: incoming.Hours}, {Column: incoming.Liked},
		{Column: incoming.Numbers, Label: lang.Word("序号")},
	},
}

// rowsOf returns a question of the dossier as a list that a table may change.
func rowsOf(qs []form.Question, name string) (reconcile.Rows, bool) {
	for _, q := range qs {
		if fields := brought[name]; q.Name == name && len(fields) > 0 {
			return reconcile.RowsOf(q, fields...), true
		}
	}
	return reconcile.Rows{}, false
}

// bringAt is where a table for rows is brought.
func bringAt(r reconcile.Rows) string { return "/institution/" + r.Question.Name + "/import" }

// unsaid is what is meant where a row of a dossier says nothing: the unit of a
// lecturer is the institution itself.
func unsaid(a form.Answers) map[string]string { return map[string]string{"unit": a["name"]} }

// dossierQuestions are those of the latest edition.
func (s *Slice) dossierQuestions() []form.Question {
	t, _ := s.Flow.Current().Track(track)
	return t.Forms["dossier"]
}

// bringDesk is where a table is brought for the dossier of a's institution.
func (s *Slice) bringDesk(ctx context.Context, a org.Actor, rows reconcile.Rows) reconcile.Desk {
	q := rows.Question
	label := lang.T(ctx, q.Label)
	d := reconcile.Desk{
		DB: s.Flow.DB(), Fields: rows.Fields, Title: lang.T(ctx, "从 Excel 导入：%s", label), Nav: "/institution",
		Trail: []ui.Link{{Text: lang.T(ctx, "机构档案"), Href: "/institution#f-" + q.Name}}, At: bringAt(rows), Back: "/institution#f-" + q.Name,
		Done:   "/institution?brought=" + q.Name,
		Blanks: []ui.Link{{Text: lang.T(ctx, "下载空白表"), Href: "/institution/" + q.Name + "/blank.xlsx"}},
		Lead:   lang.T(ctx, "先看会改什么，确认之前什么都不保存。空着的格不改原来的内容；最多 %d 行，更多的放在附件4的文件里。身份证号不要填。", q.RowLimit()),
	}
	var now dossier
	d.List = func(ctx context.Context, q db.Q) (l reconcile.List, err error) {
		if now, err = s.dossierOf(ctx, q, a.Organ.ID); err != nil {
			return l, err
		}
		return rows.List(now.Answers[rows.Question.Name], fmt.Sprint(now.Version), unsaid(now.Answers)), nil
	}
	d.Take = func(ctx context.Context, tx *db.Tx, p *reconcile.Plan) error {
		now.Answers[q.Name] = rows.Answer(now.Answers[q.Name], p)
		if err := s.keepDossier(ctx, tx, a, now.Version, now.Answers); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "import", a.Organ.ID, form.Answers{"paper": q.Name, "digest": p.Digest(), "count": fmt.Sprint(p.Does())})
	}
	return d
}

// twins says which rows of a dossier name the same person or training twice.
func twins(ctx context.Context, qs []form.Question, a form.Answers) (out []string) {
	for _, q := range qs {
		rows, ok := rowsOf(qs, q.Name)
		if !ok {
			continue
		}
		table := form.Table(a[q.Name])
		for _, pair := range rows.Twins(a[q.Name], unsaid(a)) {
			out = append(out, lang.T(ctx, "%s第%d条和第%d条：%s", lang.Word(q.Label), pair[0], pair[1], table[pair[1]-1][rows.Fields[0].Name]))
		}
	}
	return out
}

// withoutNumbers takes identity numbers out of the rows of a dossier before it is
// kept: no roster needs them, and a column too far left is soon pasted.
func withoutNumbers(qs []form.Question, a form.Answers, wrong form.Wrong) {
	for _, q := range qs {
		if q.Kind != form.Rows {
			continue
		}
		table, found := form.Table(a[q.Name]), false
		for i, row := range table {
			for name, text := range row {
				if ident.HoldsIDNo(text) {
					found = true
					delete(row, name)
					wrong[form.Cell(q.Name, i, name)] = form.Complaint{Format: "含公民身份号码，没有保存，请删去。"}
				}
			}
		}
		if found {
			a[q.Name] = form.TableOf(table)
		}
	}
}
