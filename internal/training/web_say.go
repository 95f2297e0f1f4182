package training

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// What the pages say, without the rules behind it.

func planPairs(ctx context.Context, v *classView) (out []ui.Pair) {
	for _, q := range v.Class.Track.Forms["plan"] {
		if q.Name != "lessons" && v.Plan[q.Name] != "" {
			out = append(out, ui.Pair{Key: lang.T(ctx, q.Label), Value: form.Show(q, v.Plan[q.Name], lang.Of(ctx))})
		}
	}
	return out
}

// needs says what the edition of a class asks for (rules/12).
func needs(ctx context.Context, k *course.Class) string {
	return lang.T(ctx, "结业须满%d学时且出勤不低于%d%%", k.Edition.Limit("training.hours").N, k.Edition.Limit("training.share").N)
}

// triedOf returns what was sent to a form of the page, if it is that one.
func triedOf(v *classView, name string) form.Answers {
	if v.Tried == name {
		return v.Answers
	}
	return nil
}

func wrongOf(v *classView, name string) form.Wrong {
	if v.Tried == name {
		return v.Wrong
	}
	return nil
}

func answersOf(p placeView, name string) form.Answers {
	if p.Tried == name {
		return p.Answers
	}
	return nil
}

func wrongIn(p placeView, name string) form.Wrong {
	if p.Tried == name {
		return p.Wrong
	}
	return nil
}

func weight(first bool) ui.Weight {
	if first {
		return ui.Primary
	}
	return ui.Normal
}

// acting reports whether the reader has something to do beside the class.
func acting(v *classView) bool {
	return v.Pending != nil || v.Note != "" || v.Sign || v.CanUndo || len(v.Moves) > 0 || len(v.Release) > 0
}

// ready reports whether a move of the page is the next thing to do.
func ready(v *classView, m programme.Move) bool {
	return m.Name != "hand-over" && m.Name != "call" || v.Class.Heads() > 0
}

func markTone(mark string) ui.Tone {
	return map[string]ui.Tone{"present": ui.Done, "late": ui.Waiting, "leave": ui.Plain, "absent": ui.Late}[mark]
}

func markWord(ctx context.Context, t tickView) string {
	for _, c := range t.Choices {
		if c.Value == t.Mark {
			return lang.T(ctx, c.Label)
		}
	}
	return lang.T(ctx, "未登记")
}

func tabName(v *overView) string { return v.Active[strings.LastIndex(v.Active, "=")+1:] }

// hoursOf are the hours of somebody in a class.
func hoursOf(ctx context.Context, p placeView) []ui.Figure {
	st := p.Standing
	word, tone := lang.T(ctx, "在训"), ui.Plain
	switch {
	case st.Reached():
		word, tone = lang.T(ctx, "已达标"), ui.Done
	case st.Short():
		word, tone = lang.T(ctx, "不能达标"), ui.Late
	}
	rate := attendance(ctx, st)
	return []ui.Figure{
		{Label: lang.T(ctx, "已得学时"), Value: fmt.Sprintf("%d/%d", st.Hours, st.Total), Note: missed(ctx, st)},
		{Label: lang.T(ctx, "出勤率"), Value: rate.Text, Note: rate.Sub},
		{Label: lang.T(ctx, "结业"), Value: word, Tone: tone},
	}
}

func entryPairs(ctx context.Context, p placeView, standing []ui.Cell) []ui.Pair {
	out := []ui.Pair{
		{Key: lang.T(ctx, "班次"), Value: course.NameOf(p.Class.Case)}, {Key: lang.T(ctx, "承训机构"), Value: p.Class.Unit},
		{Key: lang.T(ctx, "起止日期"), Value: p.Class.Dates()},
	}
	if p.Reply != "" {
		out = append(out, ui.Pair{Key: lang.T(ctx, "回执"), Value: p.Reply})
	}
	if p.Class.Reach >= 4 {
		out = append(out,
			ui.Pair{Key: lang.T(ctx, "学时"), Value: ui.Joined(standing[0].Text, standing[0].Sub)},
			ui.Pair{Key: lang.T(ctx, "出勤率"), Value: ui.Joined(standing[1].Text, standing[1].Sub)})
	}
	return out
}

// links puts beside everybody who has not answered the link by which they may.
func (s *Slice) links(r *http.Request, v *classView, people []flow.Case) {
	for i, c := range people {
		t := v.Class.Trainees[c.ID]
		if t.Reply == "" && !t.Gone {
			v.People.Rows[i].Cells[3] = ui.Cell{Part: linkBox(c.ID, s.SiteOf(r)+"/class-reply/"+s.Token(t.Link))}
		}
	}
}

// picked says what is ticked beforehand, and for whom the teacher must choose.
func picked(ctx context.Context, ticks []tickView) string {
	open := 0
	for _, t := range ticks {
		if t.Mark == "" {
			open++
		}
	}
	text := lang.T(ctx, "已全部选“到”，准假的选“请假”；只需改有出入的。迟到或早退超过30分钟按缺勤。")
	if open > 0 {
		text = lang.T(ctx, "回执不能参加的 %d 人没有预选，请逐一选择；其余已选“到”，准假的选“请假”。迟到或早退超过30分钟按缺勤。", open)
	}
	return text
}

// noteReplies shows the institution and the province what somebody wrote on
// their 回执, such as why they cannot come.
func (s *Slice) noteReplies(ctx context.Context, v *classView, people []flow.Case) error {
	if v.Actor.Role != programme.Institution && v.Actor.Role != programme.Province {
		return nil
	}
	for i := range people {
		if t := v.Class.Trainees[people[i].ID]; t.Reply == "" || t.Gone {
			continue
		}
		said, err := s.Flow.Answers(ctx, s.Flow.DB(), &people[i], "reply")
		if err != nil {
			return err
		}
		v.People.Rows[i].Cells[3].Sub = said["note"]
	}
	return nil
}

// beforeIt says that a class which was called has not begun.
func (s *Slice) beforeIt(ctx context.Context, c *flow.Case) (state, say string, err error) {
	if c.State != "running" {
		return "", "", nil
	}
	lessons, err := course.LessonsIn(ctx, s.Flow.DB(), c.ID)
	if err != nil || len(lessons) == 0 || !s.Flow.Now().Before(lessons[0].Starts()) {
		return "", "", err
	}
	return lang.T(ctx, "已通知，待开班"), lang.T(ctx, "第1次课：%s；现在收回执和请假", lessons[0].When()), nil
}
