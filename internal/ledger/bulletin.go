package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/org"
)

// Verdicts of one duty at the end of a month.
const (
	none     = ""
	inTime   = "in-time"
	tooLate  = "late"
	overdue  = "overdue"
	underway = "underway"
)

// A mark is how one office stood with one task.
type mark struct {
	Verdict string
	At      time.Time // when it was done
	Duty    string
}

// A bulletin is the 通报 of a month: offices × tasks.
type bulletin struct {
	Organ org.Organisation
	Month calendar.Date // its first day
	Until time.Time     // the end of the month, or now
	Tasks []charge
	Rows  []standing
}

// A standing is the row of one office.
type standing struct {
	Organ                  org.Organisation
	Marks                  []mark // by task
	Done, DoneLate, Behind int
}

// judged says how a duty stood at a moment, from what was done and sent back
// before it.
func judged(d duty, turns []note, until time.Time) mark {
	m := mark{Verdict: underway, Duty: d.ID}
	if len(turns) > 0 && turns[len(turns)-1].Act == "done" {
		m.At, m.Verdict = turns[len(turns)-1].At, inTime
		if !m.At.Before(d.Charge.Due) {
			m.Verdict = tooLate
		}
		return m
	}
	if !until.Before(d.Charge.Due) {
		m.Verdict = overdue
	}
	return m
}

// reported returns the bulletin of an office for a month: the tasks that fell
// due in it, and those from before that were not all done when it began.
func (s *Slice) reported(ctx context.Context, organ org.Organisation, month calendar.Date) (bulletin, error) {
	b := bulletin{Organ: organ, Month: month, Until: month.AddMonths(1).At(0, 0)}
	before := b.Until
	if now := s.Flow.Now(); now.Before(b.Until) {
		b.Until, before = now, now.Add(time.Millisecond) // what was done just now is in
	}
	q := s.Flow.DB()
	all, err := givenBy(ctx, q, organ.ID)
	if err != nil {
		return b, err
	}
	turns, err := turnsOf(ctx, q, organ.ID, before)
	if err != nil {
		return b, err
	}
	begin, end := month.At(0, 0), month.AddMonths(1).At(0, 0)
	wanted := map[string]bool{}
	for _, d := range all {
		late := d.Charge.Due.Add(-time.Millisecond)
		switch {
		case !d.Charge.At.Before(before) || !late.Before(end):
		case !late.Before(begin):
			wanted[d.Charge.ID] = true
		default:
			then := slices.DeleteFunc(slices.Clone(turns[d.ID]), func(n note) bool { return !n.At.Before(begin) })
			if judged(d, then, begin).Verdict == overdue {
				wanted[d.Charge.ID] = true
			}
		}
	}
	return b, s.lay(ctx, &b, all, turns, wanted)
}

// lay puts the duties of the wanted tasks into rows by office, in the order of
// regions.
func (s *Slice) lay(ctx context.Context, b *bulletin, all []duty, turns map[string][]note, wanted map[string]bool) error {
	at := map[string]int{}
	for _, d := range all {
		if !wanted[d.Charge.ID] {
			continue
		}
		if !slices.ContainsFunc(b.Tasks, func(c charge) bool { return c.ID == d.Charge.ID }) {
			b.Tasks = append(b.Tasks, d.Charge)
		}
		if _, ok := at[d.Organ]; !ok {
			o, err := s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), d.Organ)
			if err != nil {
				return err
			}
			at[d.Organ] = 0
			b.Rows = append(b.Rows, standing{Organ: o})
		}
	}
	slices.SortFunc(b.Rows, func(x, y standing) int {
		if x.Organ.Region != y.Organ.Region {
			return slices.Compare([]byte(x.Organ.Region), []byte(y.Organ.Region))
		}
		return slices.Compare([]byte(x.Organ.ID), []byte(y.Organ.ID))
	})
	for i := range b.Rows {
		at[b.Rows[i].Organ.ID] = i
		b.Rows[i].Marks = make([]mark, len(b.Tasks))
	}
	for _, d := range all {
		k := slices.IndexFunc(b.Tasks, func(c charge) bool { return c.ID == d.Charge.ID })
		if k < 0 {
			continue
		}
		b.Rows[at[d.Organ]].set(k, judged(d, turns[d.ID], b.Until))
	}
	return nil
}

func (r *standing) set(k int, m mark) {
	r.Marks[k] = m
	switch m.Verdict {
	case tooLate:
		r.DoneLate++
		r.Done++
	case inTime:
		r.Done++
	case overdue:
		r.Behind++
	}
}

// says writes a mark as the paper does, in Chinese whoever prints.
func says(m mark) string {
	switch m.Verdict {
	case inTime:
		return calendar.Day(m.At).Short().String() + "办结"
	case tooLate:
		return calendar.Day(m.At).Short().String() + "逾期办结"
	case overdue:
		return "逾期未办"
	case underway:
		return "办理中"
	}
	return "—"
}

// title names the bulletin.
func (b bulletin) title() string {
	return fmt.Sprintf("%d年%d月工作任务办理情况通报", b.Month.Y, b.Month.M)
}

// version tells two bulletins apart; equal ones have equal versions.
func (b bulletin) version() string {
	h := sha256.New()
	for _, r := range b.Rows {
		fmt.Fprintln(h, r.Organ.ID)
		for i, m := range r.Marks {
			fmt.Fprintln(h, b.Tasks[i].ID, m.Verdict, m.At.UnixMilli())
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// sheet is the bulletin as a workbook.
func sheet(b bulletin) doc.Document {
	t := doc.Table{Columns: []doc.Column{{Width: 44, Align: doc.Left}}}
	head := []string{"责任单位"}
	for _, c := range b.Tasks {
		t.Columns = append(t.Columns, doc.Column{Width: 32})
		head = append(head, c.Title+"\n（"+calendar.Day(c.Due.Add(-time.Millisecond)).Short().String()+"前）")
	}
	for _, name := range []string{"办结", "其中逾期", "逾期未办"} {
		t.Columns = append(t.Columns, doc.Column{Width: 20, Align: doc.Right})
		head = append(head, name)
	}
	t.Head = []doc.Row{doc.Titles(head...)}
	for _, r := range b.Rows {
		row := doc.Row{Cells: []doc.Cell{{Text: r.Organ.Name}}}
		for _, m := range r.Marks {
			row.Cells = append(row.Cells, doc.Cell{Text: says(m)})
		}
		row.Cells = append(row.Cells, doc.Int(r.Done), doc.Int(r.DoneLate), doc.Int(r.Behind))
		t.Rows = append(t.Rows, row)
	}
	until := calendar.Exact(b.Until)
	return doc.Document{
		Title: "工作通报", Author: b.Organ.Name, Created: b.Until, Page: doc.Landscape(),
		Blocks: []doc.Block{
			doc.Text{Text: b.title(), Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}},
			doc.Pair{Left: "制表单位：" + b.Organ.Name, Right: "截至时间：" + until},
			t,
		},
		Footer: doc.Footer{
			Left:  "制表单位：" + b.Organ.Name + "　截至时间：" + until + "　版本：" + b.version(),
			Right: "版本 " + b.version() + "　第 {n} 页，共 {m} 页",
		},
	}
}
