package subsidy

import (
	"context"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// A Standard is what a city pays for an item in a year of its budget.
type Standard struct {
	Case, City    string
	Year          int
	Item, Way     string
	Amount        int64 // 分, of a fixed one
	Percent       int64 // hundredths of a percent
	Cap           int64 // 分; 0: none
	Budget, Spent int64
	Line, Docno   string
	Evidence      string
	Days          int // of public notice before it is paid
	From, To      calendar.Date
	Ended         time.Time
}

// standardOf reads what the answers of a case say.
func standardOf(c *flow.Case, a form.Answers) (Standard, error) {
	year, err := strconv.Atoi(a["year"])
	if err != nil {
		return Standard{}, err
	}
	days, err := strconv.Atoi(a["days"])
	if err != nil {
		return Standard{}, err
	}
	st := Standard{
		Case: c.ID, City: c.City, Year: year, Item: a["item"], Way: a["way"], Amount: form.Cents(a["amount"]),
		Percent: form.Cents(a["percent"]), Cap: form.Cents(a["cap"]), Budget: form.Cents(a["budget"]),
		Line: a["line"], Docno: a["docno"], Evidence: a["evidence"], Days: days,
	}
	if st.From, err = calendar.Parse(a["from"]); err == nil {
		st.To, err = calendar.Parse(a["to"])
	}
	return st, err
}

// Fixed reports whether st pays the same to everybody.
func (st Standard) Fixed() bool { return st.Way == "fixed" }

// Covers reports whether a result of that moment falls under st.
func (st Standard) Covers(at time.Time) bool {
	day := calendar.Day(at)
	return !day.Before(st.From) && !st.To.Before(day)
}

// Left is what of the budget is not granted yet.
func (st Standard) Left() int64 { return st.Budget - st.Spent }

// Of returns what st pays, in 分: a fixed amount, or the percentage of base,
// rounded half up once, no more than the cap.
func (st Standard) Of(base int64) int64 {
	if st.Fixed() {
		return st.Amount
	}
	const whole = 100 * 100 // a percent is a hundredth, and Percent counts hundredths of it
	amount := (base*st.Percent + whole/2) / whole
	if st.Cap > 0 {
		amount = min(amount, st.Cap)
	}
	return amount
}

// check says what is wrong with a standard by itself.
func (st Standard) check() form.Wrong {
	w := form.Wrong{}
	if st.To.Before(st.From) {
		w.Add("to", "施行末日不能早于首日。")
	}
	if st.Way == "percent" && st.Percent == 0 {
		w.Add("percent", "比例须大于零。")
	}
	if st.Fixed() && st.Amount > st.Budget {
		w.Add("budget", "预算不能小于一份补助的金额。")
	}
	return w
}

// decided returns the standard that a case stands for as it was last written.
func (s *Slice) decided(ctx context.Context, q db.Q, c *flow.Case) (Standard, error) {
	a, err := s.Flow.Answers(ctx, q, c, "edit", "open")
	if err != nil {
		return Standard{}, err
	}
	return standardOf(c, a)
}

// standardFits is the guard of a standard: right by itself, and the only one
// for its item, year and days in its city.
func (s *Slice) standardFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	var st Standard
	var err error
	if e.Move.Name == "edit" {
		if err := s.unsigned(ctx, tx, &e.Case); err != nil {
			return err
		}
		st, err = standardOf(&e.Case, e.Answers)
	} else {
		st, err = s.decided(ctx, tx, &e.Case)
	}
	if err != nil {
		return err
	}
	for _, n := range st.check().List(e.Case.Track.Forms["standard"]) {
		return fault.New(fault.Closed, "补助标准不完整：%s", n.Complaint)
	}
	same, err := standards(ctx, tx, st.City, st.Item)
	for _, o := range same {
		if o.Ended.IsZero() && o.Year == st.Year && !o.To.Before(st.From) && !st.To.Before(o.From) {
			return fault.New(fault.Closed, "同一事项已有施行中的标准（%s），先停止再批准新的。", o.Docno)
		}
	}
	return err
}

// unsigned refuses to change a standard that is being approved inside its
// office: what is signed would not be what was read, and an edit would take the
// paper off the table of who has it.
func (s *Slice) unsigned(ctx context.Context, q db.Q, c *flow.Case) error {
	p, err := s.Flow.Pending(ctx, q, c)
	if err == nil && p != nil {
		err = fault.New(fault.Closed, "这份标准正在本单位内部审批，现在不能修改；确需修改的，请审批人退回经办人。")
	}
	return err
}

func (s *Slice) keepStandard(ctx context.Context, tx *db.Tx, e flow.Event) error {
	st, err := s.decided(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	return insertStandard(ctx, tx, st)
}

func (s *Slice) endStandard(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return closeStandard(ctx, tx, e.Case.ID, e.At)
}
