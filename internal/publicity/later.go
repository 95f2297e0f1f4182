package publicity

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A later is somebody whom an announcement has left out because of an objection
// that has been dismissed since.
type later struct {
	Entry    flow.Case
	Proposal *flow.Proposal // before the office's leaders; nil: nobody has drafted it
	Step     programme.Step // of the proposal
}

// laters returns who is still to be announced of a list, or of all lists, as
// far as a sees them; who has waited longest comes first.
func (s *Slice) laters(ctx context.Context, a org.Actor, list string) (out []later, err error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "entry", States: []string{"cleared"}, List: list})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(cs, func(a, b flow.Case) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID)) })
	for _, c := range cs {
		l, err := s.laterOf(ctx, c)
		if fault.Of(err) == fault.Closed {
			continue // goes out with its list
		}
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func (s *Slice) laterOf(ctx context.Context, c flow.Case) (later, error) {
	l, q := later{Entry: c}, s.Flow.DB()
	_, err := s.leftOut(ctx, q, c.ID)
	if err != nil {
		return l, err
	}
	if l.Proposal, err = s.Flow.Pending(ctx, q, &c); err == nil && l.Proposal != nil {
		l.Step, err = s.Flow.StepOf(ctx, q, &c, l.Proposal)
	}
	return l, err
}

// leftOut returns the place of an entry on the list that was announced; Closed
// if none was yet.
func (s *Slice) leftOut(ctx context.Context, q db.Q, entry string) (flow.Member, error) {
	on, err := s.Flow.ListsOf(ctx, q, entry)
	if err != nil {
		return flow.Member{}, err
	}
	for _, m := range on {
		list, err := s.Flow.Load(ctx, q, m.List)
		if err != nil {
			return m, err
		}
		if list.Track.Name == "publicity" && list.State == "announced" {
			return m, nil
		}
	}
	return flow.Member{}, fault.New(fault.Closed, "所在的公示还没有公布结果，随名单一并公布。")
}

// listAnnounced is the guard that nobody is announced before their list: the
// office's leaders read no draft that could not take effect.
func (s *Slice) listAnnounced(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, err := s.leftOut(ctx, tx, e.Case.ID)
	return err
}

// keepLate notes somebody announced after their objection was dismissed.
func (s *Slice) keepLate(ctx context.Context, tx *db.Tx, e flow.Event) error {
	m, err := s.leftOut(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	return s.name(ctx, tx, e, m, &e.Case, true)
}

// countLaters counts for the desk who is still to be announced.
func (s *Slice) countLaters(ctx context.Context, a org.Actor) (int, error) {
	all, err := s.laters(ctx, a, "")
	return len(all), err
}

// A happening is what came about on one day after an announcement: so many
// objections decided one way, or so many people announced later.
type happening struct {
	Day calendar.Date
	Of  string // the state of the objections; "late": people
}

// since says what has happened since a list was announced, each with its day,
// in the language of papers. The announced text itself stays as it was: it says
// that objections are being looked into, so when none is left, this says so.
func (s *Slice) since(ctx context.Context, list string, announced time.Time, rows []named) ([]string, error) {
	objections, err := s.objectionsOn(ctx, s.Flow.DB(), list)
	if err != nil {
		return nil, err
	}
	count := map[happening]int{}
	open, settled := 0, false
	for _, c := range objections {
		switch {
		case c.State == "handling":
			open++
		case (c.State == "upheld" || c.State == "dismissed") && c.Since.After(announced):
			count[happening{calendar.Day(c.Since), c.State}]++
			settled = true
		}
	}
	for _, n := range rows {
		if n.Late {
			count[happening{calendar.Day(n.At), "late"}]++
		}
	}
	out := inDays(count)
	switch {
	case settled && open > 0:
		out = append(out, lang.In(lang.Chinese, "还有%d件异议正在核查。", open))
	case settled:
		out = append(out, lang.In(lang.Chinese, "公布时正在核查的异议已全部办结，现在没有正在核查的异议。"))
	}
	return out, nil
}

// inDays says happenings as sentences, the first day first.
func inDays(count map[happening]int) (out []string) {
	order := []string{"upheld", "dismissed", "late"}
	days := slices.SortedFunc(maps.Keys(count), func(a, b happening) int {
		return cmp.Or(a.Day.Compare(b.Day), slices.Index(order, a.Of)-slices.Index(order, b.Of))
	})
	for _, h := range days {
		switch day, n := h.Day.Chinese(), count[h]; h.Of {
		case "upheld":
			out = append(out, lang.In(lang.Chinese, "%s，%d件异议经核查成立，有关人员不予公布。", day, n))
		case "dismissed":
			out = append(out, lang.In(lang.Chinese, "%s，%d件异议经核查不成立。", day, n))
		default:
			out = append(out, lang.In(lang.Chinese, "%s，补充公布%d人。", day, n))
		}
	}
	return out
}
