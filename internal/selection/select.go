package selection

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"qinglan/internal/assessment"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// level orders what may become of an institution.
var level = map[string]int{"select": 3, "reserve": 2, "not-select": 1}

// A ranked is an assessed institution with its place by marks.
type ranked struct {
	Case    flow.Case
	Result  assessment.Result
	Rank    int
	Outcome string
}

// rank orders assessed institutions by marks; equal marks share a place. Who
// does not pass has no place above one who does.
func rank(list []ranked) {
	slices.SortStableFunc(list, func(x, y ranked) int {
		if x.Result.Passed != y.Result.Passed {
			if x.Result.Passed {
				return -1
			}
			return 1
		}
		if d := int(y.Result.Mean - x.Result.Mean); d != 0 {
			return d
		}
		if x.Case.No < y.Case.No {
			return -1
		}
		return 1
	})
	for i := range list {
		list[i].Rank = i + 1
		if i > 0 && list[i].Result.Mean == list[i-1].Result.Mean && list[i].Result.Passed == list[i-1].Result.Passed {
			list[i].Rank = list[i-1].Rank
		}
	}
}

// outcomeRows writes the rows of a selection. They name their case too.
func outcomeRows(list []ranked) string {
	rows := make([]form.Answers, len(list))
	for i, k := range list {
		rows[i] = form.Answers{
			"case": k.Case.ID, "name": k.Case.Name, "mean": k.Result.Mean.String(), "rank": strconv.Itoa(k.Rank), "outcome": k.Outcome,
		}
	}
	b, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings in maps always encode
	}
	return string(b)
}

// selectionFits holds a selection to the marks: every row is what it was when
// it was drafted, nobody fails and is selected, nobody with fewer marks comes
// before one with more.
func (s *Slice) selectionFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	rows := form.Table(e.Answers["rows"])
	seen := map[string]bool{}
	var list []ranked
	for _, row := range rows {
		c, err := s.Flow.Load(ctx, tx, row["case"])
		if err != nil {
			return err
		}
		x, err := s.results.Result(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if seen[c.ID] || c.Track.Name != assessment.Institution || c.State != "assessed" || x.Mean.String() != row["mean"] || level[row["outcome"]] == 0 {
			return fault.New(fault.Stale, "评估结果有了变化，请看过最新排名再拟定。")
		}
		seen[c.ID] = true
		list = append(list, ranked{Case: *c, Result: x, Outcome: row["outcome"]})
	}
	return fits(list)
}

// fits checks outcomes against marks.
func fits(list []ranked) error {
	for _, x := range list {
		if !x.Result.Passed && x.Outcome != "not-select" {
			return fault.New(fault.Invalid, "%s评估不合格，不能入选或备选。", x.Case.Name)
		}
		for _, y := range list {
			if x.Result.Passed && y.Result.Passed && x.Result.Mean > y.Result.Mean && level[x.Outcome] < level[y.Outcome] {
				return fault.New(fault.Invalid, "%s得分高于%s，结果不能更低。", x.Case.Name, y.Case.Name)
			}
		}
	}
	return nil
}

// applySelection moves every institution of a selection to what was decided.
func (s *Slice) applySelection(ctx context.Context, tx *db.Tx, e flow.Event) error {
	for i, row := range form.Table(e.Answers["rows"]) {
		c, err := s.Flow.Load(ctx, tx, row["case"])
		if err != nil {
			return err
		}
		if err := s.Flow.PutMember(ctx, tx, flow.Member{List: e.Case.ID, Case: c.ID, Pos: i + 1}); err != nil {
			return err
		}
		if _, err := s.Flow.MoveByList(ctx, tx, *c, row["outcome"], e.Actor, nil); err != nil {
			return err
		}
	}
	return nil
}

// noRunningClass lets no institution go while a class of it runs.
func (s *Slice) noRunningClass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	ids, err := s.results.Below(ctx, tx, e.Case.ID, "class")
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := s.Flow.Load(ctx, tx, id)
		if err != nil {
			return err
		}
		if !c.Now().Final {
			return fault.New(fault.Closed, "这家机构还有没有办结的班次，请先办结或移交，再终止承训。")
		}
	}
	return nil
}

// assessed returns the institutions that wait for the decision, by marks.
func (s *Slice) assessed(ctx context.Context, q db.Q, a org.Actor, e *programme.Edition) ([]ranked, error) {
	cs, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Edition: e.Name, Track: assessment.Institution, States: []string{"assessed"}})
	if err != nil {
		return nil, err
	}
	var list []ranked
	for _, c := range cs {
		x, err := s.results.Result(ctx, q, c.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, ranked{Case: c, Result: x})
	}
	rank(list)
	return list, nil
}
