package match

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// A lecturePart is what the page of an invitation shows.
type lecturePart struct {
	Facts   []ui.Pair
	Event   ui.Link
	Organ   string // whom the lecturer calls
	Phone   string // of the lecturer, for the one who invited
	Waiting bool   // no telephone yet
}

// lectureSection shows what a lecturer is asked for. Their telephone is shown
// to the organ that invited, from the moment they gave it; who read it stands
// in the audit.
func (s *Slice) lectureSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	q := s.Flow.DB()
	row, err := lectureRow(ctx, q, c.ID)
	if fault.Of(err) == fault.Missing { // it came to be without its index: nothing to show
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ask, err := s.Flow.Given(ctx, q, c.ID, 1)
	if err != nil {
		return nil, err
	}
	v := lecturePart{Facts: ui.Answered(ctx, c.Track.Forms["request"], ask, nil)}
	if row.Event != "" && a.Role != programme.Applicant {
		if v.Event, err = s.eventLink(ctx, a, row.Event); err != nil {
			return nil, err
		}
	}
	o, err := s.Flow.Orgs().Organisation(ctx, q, row.Organ)
	if err != nil {
		return nil, err
	}
	v.Organ = ui.Joined(o.Name, o.Contact, o.Phone)
	if a.Organ.ID != row.Organ {
		return lectureBox(v), nil
	}
	v.Waiting = c.State == "sent"
	if v.Phone, err = s.phoneOf(ctx, c); err != nil || v.Phone == "" {
		return lectureBox(v), err
	}
	return lectureBox(v), s.Flow.Log(ctx, nil, a, "lecturer-phone", c.ID, nil)
}

// phoneOf returns the telephone that a lecturer gave with their yes, while the
// lecture stands.
func (s *Slice) phoneOf(ctx context.Context, c *flow.Case) (string, error) {
	switch c.State {
	case "accepted", "held", "confirmed":
		given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "accept")
		return given["phone"], err
	}
	return "", nil
}

// An eventPart is who was asked to speak at an event.
type eventPart struct {
	Table ui.Table
	Find  string // where the office finds one; empty: not now
}

// eventSection shows the lecturers of an event and leads to the search.
func (s *Slice) eventSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	rows, err := ofEvent(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	v := eventPart{Table: ui.Table{ID: "lectures", Caption: lang.T(ctx, "受邀讲师"), Columns: []ui.Column{
		{Label: lang.T(ctx, "讲师"), Main: true}, {Label: lang.T(ctx, "答复")}, {Label: lang.T(ctx, "确认课时"), Num: true},
	}, Empty: lang.T(ctx, "还没有邀请讲师"), EmptyText: lang.T(ctx, "从师资库里找方向和时间合适的讲师。")}}
	for _, l := range rows {
		x, err := s.Flow.Load(ctx, s.Flow.DB(), l.Case)
		if err != nil {
			return nil, err
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Href: "/cases/" + x.ID, Cells: []ui.Cell{
			{Text: x.Name, Sub: x.No}, {Text: lang.T(ctx, x.Now().Label), Tone: casework.StateTone(x.Now())}, {Text: hoursText(ctx, l.Hours)},
		}})
	}
	if a.Organ.ID == c.Party && !c.Now().Final {
		plan, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
		if err != nil {
			return nil, err
		}
		v.Find = "/lecturers?" + url.Values{"event": {c.ID}, "direction": {plan["direction"]}, "on": {plan["on"]}, "part": {plan["part"]}}.Encode()
	}
	return eventBox(v), nil
}

func hoursText(ctx context.Context, n int64) string {
	if n == 0 {
		return ""
	}
	return lang.T(ctx, "%d课时", n)
}

// printed is an invitation as the archive keeps it: what was asked and what
// came of it, without the telephone.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	ask, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil || len(ask) == 0 {
		return nil, err
	}
	noted, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "hold")
	if err != nil {
		return nil, err
	}
	small := doc.Style{Size: doc.Five, Lead: 1.4}
	t := doc.Table{Style: small, Columns: []doc.Column{{Width: 40}, {Width: 128, Align: doc.Left}}}
	t.Rows = append(t.Rows, doc.Cells("讲师", c.Name), doc.Cells("邀请方", c.Unit), doc.Cells("结果", c.Now().Label))
	for _, x := range []struct {
		form string
		a    form.Answers
	}{{"request", ask}, {"hours", noted}} {
		for _, q := range c.Track.Forms[x.form] {
			if x.a[q.Name] != "" {
				t.Rows = append(t.Rows, doc.Cells(q.Label, form.Show(q, x.a[q.Name], lang.Chinese)))
			}
		}
	}
	return []casework.Printed{{Title: "讲师邀请单", No: c.No, At: c.Since, Doc: doc.Document{
		Title: "讲师邀请单", Page: doc.Portrait(), Created: c.Since,
		Blocks: []doc.Block{
			doc.Text{Text: "讲师邀请单", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Pair{Left: c.No, Style: small, After: 2}, t,
		}, Footer: doc.Footer{Left: c.No, Right: "第 {n} 页，共 {m} 页"},
	}}}, nil
}
