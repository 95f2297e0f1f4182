package purchase

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/record"
)

// wrongFacts says what is wrong with what a buyer notes of an engagement. A fact
// has happened: no date lies ahead. And a contract beyond the budget is not one
// that a reason on record could mend, for public money is spent within the
// budget that was approved (政府采购法 art. 6); a budget that was raised since is
// another need with a warning and an order of its own.
func (s *Slice) wrongFacts(ctx context.Context, q db.Q, e *flow.Case, move string, given form.Answers) (form.Wrong, error) {
	w, today := form.Wrong{}, calendar.Day(s.Flow.Now()).String()
	switch move {
	case "engage":
		if given["signed"] > today {
			w.Add("signed", "签订日期还没有到，签订以后再登记。")
		}
		budget, spent, err := s.spent(ctx, q, e)
		if err != nil {
			return nil, err
		}
		if sum := spent + form.Cents(given["amount"]); sum > budget {
			w.Add("amount", "合同金额合计%s元，超出登记的预算%s元；政府采购须严格按照批准的预算执行（《政府采购法》第六条）。预算经批准调整的，请按新的预算另行登记需求。",
				form.Yuan(sum), form.Yuan(budget))
		}
	case "deliver":
		if given["last"] > today {
			w.Add("last", "这一天还没有到，授课以后再登记课时。")
		}
	}
	return w, nil
}

// spent returns the budget of the need that e belongs to, and what the other
// contracts for it come to.
func (s *Slice) spent(ctx context.Context, q db.Q, e *flow.Case) (budget, sum int64, err error) {
	need, err := s.Flow.Given(ctx, q, e.Parent, 1)
	if err != nil {
		return 0, 0, err
	}
	all, err := s.engagements(ctx, q, e.Parent)
	if err != nil {
		return 0, 0, err
	}
	for _, o := range all {
		if o.ID == e.ID || !signed[o.State] {
			continue
		}
		contract, err := s.Flow.Answers(ctx, q, o, "engage")
		if err != nil {
			return 0, 0, err
		}
		sum += form.Cents(contract["amount"])
	}
	return form.Cents(need["budget"]), sum, nil
}

// factsFit is the guard of a fact. The contracts of one need are noted one after
// the other, so that two do not fit the same budget.
func (s *Slice) factsFit(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if _, err := record.Number(ctx, tx, "contracts/"+e.Case.Parent); err != nil {
		return err
	}
	w, err := s.wrongFacts(ctx, tx, &e.Case, e.Move.Name, e.Answers)
	if err != nil {
		return err
	}
	for _, n := range w.List(e.Case.Track.Forms[e.Move.Form]) {
		return fault.New(fault.Closed, "不能登记：%s", n.Complaint)
	}
	return nil
}
