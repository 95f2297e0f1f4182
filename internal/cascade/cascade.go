// Package cascade knows the notices that offices have issued through their
// 发文稿纸, beside those an edition was written with. It promises that such a
// notice is what the journal says and nothing else: no table holds its deadline.
// It tells the editions of a house which there are, and moves what is due on open
// cases when there is a new one.
package cascade

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Track is the track of papers, Issued the state of those that are out.
const (
	Track  = "manuscript"
	Issued = "issued"
)

// Sheets are the moves by which a paper goes to those who decide on it: their
// answers are what it says.
var Sheets = []string{"send", "consult", "cosign"}

// Load tells every edition of the house which notices offices have issued. The
// program does so when it starts, after each one, and from time to time for what
// another process has issued.
func Load(ctx context.Context, f *flow.Store) error {
	for _, e := range f.Editions() {
		ns, err := later(ctx, f, f.DB(), e)
		if err != nil {
			return err
		}
		e.Announce(ns)
	}
	return nil
}

// In returns an edition as it binds within a transaction, with what was issued
// up to now; the case of that id is left out.
func In(ctx context.Context, tx *db.Tx, f *flow.Store, e *programme.Edition, without string) (*programme.Edition, error) {
	ns, err := later(ctx, f, tx, e)
	if err != nil {
		return nil, err
	}
	now := e.Copy()
	now.Announce(slices.DeleteFunc(ns, func(n programme.Notice) bool { return n.ID == without }))
	return now, nil
}

// later returns what offices have issued under e, oldest first.
func later(ctx context.Context, f *flow.Store, q db.Q, e *programme.Edition) (out []programme.Notice, err error) {
	if !e.Has(Track) {
		return nil, nil
	}
	ids, err := db.All(ctx, q, db.Cell[string],
		`SELECT id FROM cases WHERE edition = $1 AND track = $2 AND state = $3 ORDER BY since, id`, e.Name, Track, Issued)
	if err != nil {
		return nil, fmt.Errorf("notices issued under %s: %w", e.Name, err)
	}
	for _, id := range ids {
		c, err := f.Load(ctx, q, id)
		if err != nil {
			return nil, err
		}
		sheet, err := f.Answers(ctx, q, c, Sheets...)
		if err != nil {
			return nil, err
		}
		if sheet["parent"] == "" { // a paper that hands nothing on
			continue
		}
		n, err := Notice(c, sheet)
		if err != nil {
			return nil, fmt.Errorf("notice %s: %w", id, err)
		}
		number, err := f.Answers(ctx, q, c, "number")
		if err != nil {
			return nil, err
		}
		n.Number, n.Issued = number["docno"], calendar.Day(c.Since)
		out = append(out, n)
	}
	return out, nil
}

// Notice returns what a paper of a city says as a notice that is not issued yet.
// The fault it returns says what is missing of its deadline.
func Notice(c *flow.Case, sheet form.Answers) (programme.Notice, error) {
	n := programme.Notice{
		ID: c.ID, Title: sheet["title"], Issuer: c.City, Region: c.City, To: programme.County,
		Parent: sheet["parent"], Replaces: sheet["replaces"],
		Contact: sheet["contact"], Phone: sheet["phone"], Address: sheet["address"],
		Exception: programme.Exception{Approver: sheet["exception-approver"], Reason: sheet["exception-reason"], Document: sheet["exception-document"]},
	}
	n.Grace, _ = strconv.Atoi(sheet["grace"]) // the form has read it as a number, or it is none
	var err error
	if n.Deadline, err = calendar.Parse(sheet["due"]); err != nil {
		return n, fault.New(fault.Invalid, "请填写报送截止日期。")
	}
	switch sheet["due-said"] {
	case "hour":
		n.Said = programme.ByHour
		if n.Hour, n.Minute, err = clock(sheet["due-hour"]); err != nil {
			return n, err
		}
	case "midnight":
		n.Said, n.Hour = programme.ByMidnight, 24
	case "close":
		n.Said = programme.ByClose
		n.Hour, n.Minute = c.Edition.CloseOf()
	case "day":
		n.Said, n.Hour = programme.ByDay, 24
	default:
		return n, fault.New(fault.Invalid, "请选择截止时间的写法。")
	}
	n.Text = text(n, sheet)
	return n, nil
}

// clock reads 17:00; 24:00 is written as such and not as an hour.
func clock(s string) (hour, minute int, err error) {
	h, m, ok := strings.Cut(strings.ReplaceAll(s, "：", ":"), ":")
	hour, errHour := strconv.Atoi(h)
	minute, errMinute := strconv.Atoi(m)
	if !ok || errHour != nil || errMinute != nil || hour < 0 || hour > 23 || minute < 0 || minute > 59 || len(m) != 2 {
		return 0, 0, fault.New(fault.Invalid, "钟点请写成 17:00 的样子。")
	}
	return hour, minute, nil
}

// Until is what the words of a notice have in the place of [Place].
func Until(n programme.Notice) string {
	day := n.Deadline.Chinese()
	switch n.Said {
	case programme.ByClose:
		return fmt.Sprintf("%s下班前（%d:%02d）", day, n.Hour, n.Minute)
	case programme.ByMidnight:
		return day + "24:00前"
	case programme.ByHour:
		return fmt.Sprintf("%s%d:%02d前", day, n.Hour, n.Minute)
	}
	return day + "前"
}

// Place is where the deadline stands in the words of a notice that hands another
// on, so that the two cannot differ.
const Place = "{截止}"

// text is what a notice says, clause by clause: who it is for, its own words with
// the deadline in them, the grace, whom to call.
func text(n programme.Notice, sheet form.Answers) *law.Document {
	d := &law.Document{ID: n.ID, Title: n.Title, Short: n.Title}
	add := func(no, words string) {
		d.Clauses = append(d.Clauses, law.Paragraph{ID: law.Clause(n.ID + "/" + no), No: no, Text: words})
	}
	add("主送", sheet["to"]+"：")
	for i, p := range Body(n, sheet) {
		add(strconv.Itoa(i+1), p)
	}
	return d
}

// Body returns the paragraphs of a notice as they are printed.
func Body(n programme.Notice, sheet form.Answers) []string {
	body := Paragraphs(strings.ReplaceAll(sheet["body"], Place, Until(n)))
	if !strings.Contains(sheet["body"], Place) {
		body = append(body, "报送截止时间："+Until(n)+"。")
	}
	if n.Grace > 0 {
		body = append(body, fmt.Sprintf("截止后宽限%d分钟，以系统收到的时间为准。", n.Grace))
	}
	var call []string
	for _, part := range []struct{ label, value string }{{"联系人", n.Contact}, {"联系电话", n.Phone}, {"地址", n.Address}} {
		if part.value != "" {
			call = append(call, part.label+"："+part.value)
		}
	}
	if len(call) > 0 {
		body = append(body, strings.Join(call, "，")+"。")
	}
	return body
}

// Paragraphs splits what was typed.
func Paragraphs(body string) (out []string) {
	for l := range strings.Lines(body) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// Grace says how long after the deadline of a place an application still counts;
// nothing if it does not.
func Grace(ctx context.Context, e *programme.Edition, county, city string) string {
	until := e.Closes("submit", county, city)
	more := until.Sub(e.DeadlineOf("submit", county, city))
	if more <= 0 {
		return ""
	}
	return lang.T(ctx, "截止后宽限%d分钟，%s以后收到的不再受理", int(more.Minutes()), calendar.Exact(until))
}

// Bind moves what is due on the open cases below the issuer of a notice to what
// it says, in the transaction that issues it; e is the edition with the notice in
// it. It returns how many were moved.
func Bind(ctx context.Context, tx *db.Tx, f *flow.Store, e *programme.Edition, city string) (moved int, err error) {
	for _, t := range e.Tracks {
		for _, st := range t.States {
			if st.Due.Deadline == "" {
				continue
			}
			n, err := bindState(ctx, tx, f, e, city, t.Name, st)
			if err != nil {
				return moved, err
			}
			moved += n
		}
	}
	return moved, nil
}

func bindState(ctx context.Context, tx *db.Tx, f *flow.Store, e *programme.Edition, city, track string, st programme.State) (moved int, err error) {
	ids, err := db.All(ctx, tx, db.Cell[string],
		`SELECT id FROM cases WHERE edition = $1 AND track = $2 AND state = $3 AND city = $4 ORDER BY id`, e.Name, track, st.Name, city)
	if err != nil {
		return 0, fmt.Errorf("cases below %s: %w", city, err)
	}
	for _, id := range ids {
		c, err := f.Load(ctx, tx, id)
		if err != nil {
			return moved, err
		}
		c.Edition = e
		due, err := f.DueOf(c, st, c.Since)
		if err != nil {
			return moved, err
		}
		if due.Equal(c.Due) {
			continue
		}
		if err := f.SetDue(ctx, tx, *c, due); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

// Forwards reports whether a may hand a notice on in words of its own: a city it
// was sent to.
func Forwards(n programme.Notice, a org.Actor) bool {
	return a.Role == programme.City && n.Parent == "" && n.To == programme.City && n.Text == nil
}
