// Package standard is a 补助标准: what a city pays for an item in a year of its
// budget, and how much that comes to (四.1).
package standard

import (
	"strconv"
	"time"

	"qinglan/internal/calendar"
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

// Of reads what the answers of a case say.
func Of(id, city string, a form.Answers) (Standard, error) {
	year, err := strconv.Atoi(a["year"])
	if err != nil {
		return Standard{}, err
	}
	days, err := strconv.Atoi(a["days"])
	if err != nil {
		return Standard{}, err
	}
	st := Standard{
		Case: id, City: city, Year: year, Item: a["item"], Way: a["way"], Amount: form.Cents(a["amount"]),
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

// Check says what is wrong with a standard by itself.
func (st Standard) Check() form.Wrong {
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
