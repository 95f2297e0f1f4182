package manuscript

import (
	"context"
	"slices"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/db"
	"qinglan/internal/doc/official"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// kinds are the 文种 by the word that the sheet has for them.
var kinds = map[string]official.Kind{
	"notice": official.Notice, "request": official.Request, "report": official.Report,
	"letter": official.Letter, "minutes": official.Minutes,
}

// upward reports whether a kind goes to a higher organ (条例 15).
func upward(kind string) bool { return kind == "request" || kind == "report" }

// sound is the guard of 送审 and of 印发: the paper keeps the rules of its kind,
// and a deadline in it those of the cascade.
func (s *Slice) sound(ctx context.Context, tx *db.Tx, e flow.Event) error {
	sheet := e.Answers
	if e.Move.Form != "sheet" {
		var err error
		if sheet, err = s.Flow.Answers(ctx, tx, &e.Case, cascade.Sheets...); err != nil {
			return err
		}
	}
	if err := s.written(ctx, tx, &e.Case, sheet); err != nil {
		return err
	}
	if sheet["parent"] == "" {
		return nil
	}
	if e.Move.Name == "issue" {
		if err := alone(ctx, tx, &e.Case); err != nil {
			return err
		}
	}
	return s.fits(ctx, tx, e, sheet)
}

// written wants the rules of the kind.
func (s *Slice) written(ctx context.Context, tx *db.Tx, c *flow.Case, sheet form.Answers) error {
	kind, to := sheet["kind"], sheet["to"]
	if kind != "minutes" && to == "" {
		return fault.New(fault.Invalid, "请填写主送机关。")
	}
	if kind == "letter" {
		if err := s.equals(ctx, tx, c, to); err != nil {
			return err
		}
	}
	p, err := s.paperOf(ctx, tx, c, sheet)
	if err != nil {
		return err
	}
	return official.Refused(p)
}

// equals refuses a 函 to an organ that this one belongs to or that belongs to it:
// those get a 请示, 报告 or 通知.
func (s *Slice) equals(ctx context.Context, tx *db.Tx, c *flow.Case, to string) error {
	var related []org.Organisation
	for _, role := range offices {
		all, err := s.Flow.Orgs().Organisations(ctx, tx, role)
		if err != nil {
			return err
		}
		related = append(related, all...)
	}
	for _, o := range related {
		name, _, _ := strings.Cut(o.Name, "（")
		if o.ID != c.Party && name != "" && strings.Contains(to, name) && lines(c, o) {
			return fault.New(fault.Invalid, "函用于不相隶属的机关之间；致%s请用请示、报告或者通知。", name)
		}
	}
	return nil
}

// lines reports whether o stands above or below the office of c.
func lines(c *flow.Case, o org.Organisation) bool {
	r, _ := org.RegionOf(o.Region)
	switch {
	case o.Role == programme.Province, c.City == "": // one of the two is the province
		return true
	case c.County != "":
		return o.Region == c.City
	}
	return r.Parent == c.City
}

// fits wants a deadline that is still to come and earlier than the one above, or
// the named exception (settled 8, rules/57); and one notice for a city, which only
// another that says so corrects.
func (s *Slice) fits(ctx context.Context, tx *db.Tx, ev flow.Event, sheet form.Answers) error {
	c := &ev.Case
	if c.County != "" || c.City == "" || sheet["kind"] != "notice" {
		return fault.New(fault.Invalid, "只有收到通知的市可以用通知另文转发。")
	}
	now, err := cascade.In(ctx, tx, s.Flow, c.Edition, c.ID)
	if err != nil {
		return err
	}
	parent := now.Top()
	if parent.ID != sheet["parent"] || parent.To != programme.City {
		return fault.New(fault.Invalid, "没有找到所转发的通知。")
	}
	n, err := cascade.Notice(c, sheet)
	if err != nil {
		return err
	}
	until, above := calendar.Deadline(n.Moment()), calendar.Deadline(parent.Moment())
	early := now.Early(n, parent)
	switch {
	case !ev.At.Before(n.Moment()):
		return fault.New(fault.Invalid, "截止时间%s已经过去。", until)
	case early && n.Exception.Given():
		return fault.New(fault.Invalid, "截止时间%s早于上级的%s，不需要例外。", until, above)
	case !early && !n.Exception.Given():
		return fault.New(fault.Invalid, "截止时间%s（连同宽限）须早于上级的%s；确需例外的，写明批准人、理由和文件。", until, above)
	case !early && !n.Exception.Whole():
		return fault.New(fault.Invalid, "例外须写明批准人、理由和文件。")
	}
	binding := now.Binding(c.City)
	switch own := binding.Region == c.City; {
	case own && n.Replaces != binding.ID:
		return fault.New(fault.Closed, "本地区已经印发《%s》；改变截止时间请另文更正。", binding.Title)
	case !own && n.Replaces != "":
		return fault.New(fault.Invalid, "没有找到所更正的通知。")
	}
	return nil
}

// kindOf returns the kind of a paper that has been sent.
func (s *Slice) kindOf(ctx context.Context, q db.Q, c *flow.Case) (string, error) {
	sheet, err := s.Flow.Answers(ctx, q, c, cascade.Sheets...)
	return sheet["kind"], err
}

// wantsSeal lets nobody note a seal on a 纪要, which bears none.
func (s *Slice) wantsSeal(ctx context.Context, tx *db.Tx, e flow.Event) error {
	kind, err := s.kindOf(ctx, tx, &e.Case)
	if err == nil && kind == "minutes" {
		err = fault.New(fault.Closed, "纪要不用印，可以直接印发。")
	}
	return err
}

// hasSeal lets no other paper out before its seal is noted.
func (s *Slice) hasSeal(ctx context.Context, tx *db.Tx, e flow.Event) error {
	kind, err := s.kindOf(ctx, tx, &e.Case)
	if err == nil && kind != "minutes" && e.Case.State != e.Case.Track.After("seal") {
		err = fault.New(fault.Closed, "请先登记用印，再印发。")
	}
	return err
}

// forwardable returns the notice that a may now hand on in words of its own: the
// one at the top of an open edition, while its city has none.
func (s *Slice) forwardable(a org.Actor) (n programme.Notice, ok bool) {
	for _, e := range slices.Backward(s.Flow.Opened()) {
		top := e.Top()
		if e.Has(cascade.Track) && cascade.Forwards(top, a) && e.Binding(a.Organ.Region).ID == top.ID && s.Flow.Now().Before(top.Moment()) {
			return top, true
		}
	}
	return n, false
}
