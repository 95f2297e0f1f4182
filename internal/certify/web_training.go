package certify

import (
	"context"
	"net/http"
	"net/url"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
	"qinglan/internal/web/ui"
)

// A trainView is the list in which training results are written.
type trainView struct {
	Table       ui.Table
	Failed      ui.Table // who was trained and fell short
	Pasted      string
	Institution string
	Answers     map[string]form.Answers // by entry
	Wrong       form.Wrong
	Empty       bool
}

// training returns the list to fill in, as it was tried if it was.
func (s *Slice) training(ctx context.Context, a org.Actor, rows []flow.Case, tried *trainView) *trainView {
	v := tried
	if v == nil {
		v = &trainView{}
	}
	t := ui.Table{ID: "train", Caption: lang.T(ctx, "待训名册"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "学时")}, {Label: lang.T(ctx, "出勤率（%%）")},
	}}
	waiting, failed := flow.Apart(rows, "enrolled")
	v.Failed = s.Table(ctx, a, lang.T(ctx, "培训未合格"), failed)
	v.Failed.ID = "failed"
	qs := rowQuestions(s.Flow.Current())
	v.Empty = true
	for i := range waiting {
		c := &waiting[i]
		row := ui.Row{Href: s.Href(c, a), Cells: []ui.Cell{{Text: c.Name, Sub: c.No}, {Text: c.Unit}, {Text: casework.Place(c)}}}
		v.Empty = false
		for _, q := range qs {
			row.Cells = append(row.Cells, ui.Cell{Part: cellInput(cellView{
				Name: trainField(c.ID, q.Name), Label: lang.T(ctx, "%s的%s", c.Name, lang.Word(q.Label)),
				Value: v.Answers[c.ID][q.Name], Wrong: v.Wrong, Case: c.ID, Seq: c.Seq, Head: q.Name == qs[0].Name,
			})})
		}
		t.Rows = append(t.Rows, row)
	}
	v.Table = t
	return v
}

// rowQuestions are those of a training result that differ by person.
func rowQuestions(e *programme.Edition) (qs []form.Question) {
	t, _ := e.Track("entry")
	for _, q := range t.Forms["training"] {
		if q.Name == "hours" || q.Name == "attendance" {
			qs = append(qs, q)
		}
	}
	return qs
}

// train keeps the results of a training for many people at once; whoever
// reaches the limits completes it, and who does not has failed it.
func (s *Slice) train(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	entries, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "entry", States: []string{"enrolled"}})
	if err != nil {
		return err
	}
	tried, steps, err := readTraining(r.PostForm, entries)
	if err != nil {
		return err
	}
	if len(tried.Wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, a, "train", tried)
	}
	if err := s.all(ctx, a, steps); err != nil {
		return err
	}
	completed := 0
	for _, st := range steps {
		if st.Move == "complete" {
			completed++
		}
	}
	done(w, r, "/certification?tab=train", "trained", completed, len(steps)-completed)
	return nil
}

// readTraining reads the table pasted and the rows filled in. Every row is read
// before one complaint is shown; with a complaint there are no steps to make.
func readTraining(v url.Values, entries []flow.Case) (*trainView, []step, error) {
	t := &trainView{Pasted: v.Get("pasted"), Institution: v.Get("institution")}
	t.Answers, t.Wrong = paste(t.Pasted, entries)
	var steps []step
	for i := range entries {
		c := &entries[i]
		typed := url.Values{"institution": {t.Institution}}
		filled := false
		for _, q := range rowQuestions(c.Edition) {
			text := v.Get(trainField(c.ID, q.Name))
			if text == "" {
				text = t.Answers[c.ID][q.Name]
			}
			typed.Set(q.Name, text)
			filled = filled || text != ""
		}
		if !filled {
			continue
		}
		if err := unmoved(v, c); err != nil {
			return t, nil, err
		}
		answers, wrong := form.Read(c.Track.Forms["training"], typed)
		t.Answers[c.ID] = answers
		for name, complaint := range wrong {
			t.Wrong[trainField(c.ID, name)] = complaint
		}
		move := "fail-training"
		if standing.Trained(c.Edition, answers) {
			move = "complete"
		}
		steps = append(steps, step{c, move, answers})
	}
	if len(steps) == 0 && len(t.Wrong) == 0 {
		t.Wrong.Add("pasted", "还没有填写任何一人的学时和出勤率。")
	}
	return t, steps, nil
}
