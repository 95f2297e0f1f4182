package judging

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/draw"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
)

// keepDraw takes the order of the record if it follows from the secrets given
// and the members as they are now, and sets them in it.
func (s *Slice) keepDraw(ctx context.Context, tx *db.Tx, e flow.Event) error {
	var r sitting.Record
	if err := json.Unmarshal([]byte(e.Answers["record"]), &r); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	members, err := s.Flow.Members(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	want, err := sitting.DrawLots(sitting.Record{ID: e.Case.ID, Secrets: [2]string{e.Answers["drawer"], e.Answers["witness"]}}, applications(members))
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "口令至少%d个字，写在一行内。", draw.MinSecret)
	}
	if r.ID != want.ID || r.PoolHash != want.PoolHash || r.Secrets != want.Secrets || r.Verify() != nil {
		return fault.New(fault.Stale, "候选人名单刚刚有了变化，请重新抽签。")
	}
	for i, id := range want.Lots {
		if err := s.Flow.PutMember(ctx, tx, flow.Member{List: e.Case.ID, Case: id, Pos: i + 1}); err != nil {
			return err
		}
	}
	return nil
}

func applications(members []flow.Member) []string {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.Case
	}
	return ids
}

// openSheets opens a sheet for each judge and candidate, named by its session and
// lot and nothing else, and lets the judges see the session.
func (s *Slice) openSheets(ctx context.Context, tx *db.Tx, e flow.Event) error {
	members, err := s.Flow.Members(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, seat := range sitting.Seats(e.Answers) {
		if err := s.Flow.Assign(ctx, tx, e.Case.ID, seat.Person, programme.Judge); err != nil {
			return err
		}
		for _, m := range members {
			if m.Held {
				continue
			}
			o := flow.Opening{
				ID: db.NewID(), Track: "sheet", Edition: e.Case.Edition.Name, Party: seat.Person,
				Name: strings.TrimSpace(fmt.Sprintf("%s %02d号", e.Case.Name, m.Pos)), Parent: e.Case.ID,
			}
			if _, err := s.Flow.OpenIn(ctx, tx, e.Actor, o); err != nil {
				return err
			}
			sh := sitting.Sheet{Case: o.ID, Session: e.Case.ID, Application: m.Case, Judge: seat.Person, Lot: m.Pos}
			if err := s.book.Add(ctx, tx, sh); err != nil {
				return err
			}
		}
	}
	return nil
}

// applyResults moves every candidate who was present to what the result means
// for them, with their total and the feedback, and without any judge.
func (s *Slice) applyResults(ctx context.Context, tx *db.Tx, e flow.Event) error {
	st, err := s.book.Read(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	lines, _, err := s.book.Result(ctx, tx, st)
	if err != nil {
		return err
	}
	given, err := s.book.Locked(ctx, tx, st.Sheets)
	if err != nil {
		return err
	}
	for i, l := range lines {
		if l.Absent {
			continue
		}
		move := "not-select"
		if l.Passed {
			move = "select"
		}
		c := st.Candidates[i].Case
		if _, err := s.Flow.MoveByList(ctx, tx, c, move, e.Actor, own(l, st, given)); err != nil {
			return fmt.Errorf("result of %s: %w", c.ID, err)
		}
	}
	return nil
}

// own is what a candidate is told: the total, how it came about, the feedback.
func own(l sitting.Line, st *sitting.Sitting, given map[string]form.Answers) form.Answers {
	a := form.Answers{
		"session": st.ID, "total": l.Mean.String(), "line": st.Rules.Line.String(),
		"seats": fmt.Sprint(len(l.Marks)), "valid": fmt.Sprint(l.Valid), "kept": fmt.Sprint(l.Kept),
	}
	var feedback []string
	of := st.Of(l.Application)
	for _, seat := range st.Panel {
		if text := given[of[seat.Person].Case]["feedback"]; text != "" && of[seat.Person].State == "locked" {
			feedback = append(feedback, text)
		}
	}
	if len(feedback) > 0 {
		a["feedback"] = strings.Join(feedback, "\n")
	}
	return a
}
