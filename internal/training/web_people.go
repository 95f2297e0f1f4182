package training

import (
	"context"
	"fmt"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// peoplePart reads the people and how they stand.
func (s *Slice) peoplePart(r *http.Request, v *classView) error {
	ctx, k := r.Context(), v.Class
	people, err := s.peopleFor(ctx, k.Case, v.Actor)
	if err != nil {
		return err
	}
	v.People = s.peopleTable(ctx, k, people)
	if v.Actor.Role == programme.Institution && k.State == "running" {
		s.links(r, v, people)
	}
	if err := s.noteReplies(ctx, v, people); err != nil {
		return err
	}
	present := k.Present(people)
	reached, short := 0, 0
	for _, c := range present {
		switch st := k.Of(c.ID); {
		case st.Reached():
			reached++
		case st.Short():
			short++
		}
		v.Release = append(v.Release, ui.Link{Text: ui.Joined(c.Name, c.Unit), Href: c.ID})
	}
	if k.Reach < 2 {
		return nil
	}
	v.Figures = []ui.Figure{
		{Label: lang.T(ctx, "学员"), Value: fmt.Sprint(len(present)), Note: lang.T(ctx, "招收 %d 人", k.Capacity)},
		{Label: lang.T(ctx, "总学时"), Value: fmt.Sprint(k.Total), Note: needs(ctx, k)},
		{Label: lang.T(ctx, "已达标"), Value: fmt.Sprint(reached), Tone: ui.Done},
		{Label: lang.T(ctx, "已不可能达标"), Value: fmt.Sprint(short), Tone: lateIf(short > 0)},
	}
	return nil
}

func lateIf(bad bool) ui.Tone {
	if bad {
		return ui.Late
	}
	return ui.Plain
}

// replies are the words of a 回执.
var replies = map[string]string{"": "未回执", "attend": "按时参加", "leave": "参加，部分请假", "cannot": "不能参加"}

func replyCell(ctx context.Context, t course.Trainee, called bool) ui.Cell {
	switch {
	case t.Gone:
		return ui.Cell{Text: lang.T(ctx, "已离班"), Tone: ui.Plain}
	case !called:
		return ui.Cell{Text: "—"}
	}
	tone := map[string]ui.Tone{"": ui.Waiting, "attend": ui.Done, "leave": ui.Done, "cannot": ui.Late}[t.Reply]
	return ui.Cell{Text: lang.T(ctx, replies[t.Reply]), Tone: tone}
}

// peopleTable lists people with their 回执, hours and what is missing.
func (s *Slice) peopleTable(ctx context.Context, k *course.Class, people []flow.Case) ui.Table {
	t := ui.Table{ID: "people", Caption: lang.T(ctx, "学员"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "回执")}, {Label: lang.T(ctx, "学时"), Num: true}, {Label: lang.T(ctx, "出勤率"), Num: true}, {Label: lang.T(ctx, "结业")},
	}, Empty: lang.T(ctx, "还没有编入学员"), EmptyText: lang.T(ctx, "省级按地市和培训方向编班后出现在这里。")}
	for i := range people {
		c := &people[i]
		st, tr := k.Of(c.ID), k.Trainees[c.ID]
		row := ui.Row{Cells: append([]ui.Cell{{Text: c.Name, Sub: c.No}, {Text: c.Unit}, {Text: casework.Place(c)}, replyCell(ctx, tr, k.Reach >= 4)}, standingCells(ctx, st)...)}
		if !tr.Gone && st.Short() && !st.Reached() {
			row.Tone = ui.Late
		}
		if tr.Gone {
			row.Cells[6] = ui.Cell{Text: "—"}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// standingCells are hours, share and whether they are enough.
func standingCells(ctx context.Context, st course.Standing) []ui.Cell {
	word := ui.Cell{Text: lang.T(ctx, "在训"), Tone: ui.Waiting}
	switch {
	case st.Total == 0:
		word = ui.Cell{Text: "—"}
	case st.Reached():
		word = ui.Cell{Text: lang.T(ctx, "已达标"), Tone: ui.Done}
	case st.Short():
		word = ui.Cell{Text: lang.T(ctx, "不能达标"), Tone: ui.Late}
	}
	return []ui.Cell{{Text: fmt.Sprintf("%d/%d", st.Hours, st.Total), Sub: missed(ctx, st)}, attendance(ctx, st), word}
}

// attendance is the share of the whole class (rules/32) once it has been taught,
// and until then of the lessons so far: a class half over is not half missed.
func attendance(ctx context.Context, st course.Standing) ui.Cell {
	switch {
	case st.Total == st.Open:
		return ui.Cell{Text: "—"}
	case st.Open > 0:
		return ui.Cell{Text: fmt.Sprintf("%d%%", st.SoFar()), Sub: lang.T(ctx, "已上 %d 学时", st.Total-st.Open)}
	}
	return ui.Cell{Text: fmt.Sprintf("%d%%", st.Share())}
}

// missed says what somebody has missed.
func missed(ctx context.Context, st course.Standing) string {
	var parts []string
	for _, x := range []struct {
		n    int
		text string
	}{{st.Late, "迟到%d次"}, {st.Leave, "请假%d次"}, {st.Absent, "缺勤%d次"}} {
		if x.n > 0 {
			parts = append(parts, lang.T(ctx, x.text, x.n))
		}
	}
	return ui.Joined(parts...)
}
