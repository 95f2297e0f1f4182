package recommend

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"qinglan/internal/annex"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/reconcile"
	"qinglan/internal/web/ui"
)

// brought are the columns that a table for 附件1 may have. What applicants wrote
// is compared and stays: a list is read from their answers (五.2).
var brought = []reconcile.Field{
	{Column: incoming.Names, Label: lang.Word("姓名")},
	{Column: incoming.Numbers, Label: lang.Word("序号")},
	{Column: incoming.Ranks, Label: lang.Word("名次")},
	{Column: incoming.Units, Label: lang.Word("单位")},
	{Column: incoming.Directions, Label: lang.Word("培训方向")},
	{Column: incoming.Posts, Label: lang.Word("职务")},
	{Column: incoming.Births, Label: lang.Word("出生日期"), Apart: true},
	{Column: incoming.Receipts, Label: lang.Word("受理号"), Apart: true},
	{Column: incoming.Counties, Label: lang.Word("地区"), Apart: true},
	{Column: incoming.Phones, Label: lang.Word("电话"), Own: true, Most: 30},
	{Column: incoming.Seats, Label: lang.Word("桌号"), Own: true, Most: 20},
	{Column: incoming.Notes, Label: lang.Word("备注"), Own: true, Most: 200},
}

// whyField joins them while the list is chosen.
var whyField = reconcile.Field{Column: incoming.Reasons, Label: lang.Word("未列入的理由"), Own: true, Most: 200}

// bringing returns the list of c as a table is compared with it.
func (s *Slice) bringing(ctx context.Context, q db.Q, a org.Actor, c *flow.Case) (reconcile.List, draft, error) {
	l := reconcile.List{Fields: brought, Version: fmt.Sprint(c.ID, c.Seq)}
	var d draft
	var err error
	var cs []flow.Case
	if c.State == "collecting" {
		l.Ranked, l.Fields = true, append(slices.Clone(brought), whyField)
		if d, err = s.draft(ctx, q, c); err == nil {
			cs, err = s.pooled(ctx, q, c.Edition, c.City)
		}
	} else {
		cs, err = s.members(ctx, q, c.ID)
	}
	if err != nil {
		return l, d, err
	}
	rows, err := s.rows(ctx, q, cs)
	if err != nil {
		return l, d, err
	}
	jots, err := s.jots.Of(ctx, q, a.Organ.ID)
	if err != nil {
		return l, d, err
	}
	for i, r := range rows {
		e := entryOf(&cs[i], r, jots[r.Case])
		if e.Place = number(i + 1); l.Ranked {
			e.Place, e.Values["why"] = d.Values.Get("place."+r.Case), d.Values.Get("why."+r.Case)
		}
		l.Entries = append(l.Entries, e)
	}
	l.Elsewhere, err = s.elsewhere(ctx, q, c, cs)
	return l, d, err
}

func entryOf(c *flow.Case, r annex.Row, jot form.Answers) reconcile.Entry {
	return reconcile.Entry{
		Key: r.Case, Name: r.Name, Href: "/cases/" + r.Case,
		Values: map[string]string{
			"unit": r.Unit, "directions": r.Directions, "post": r.Post, "birth": r.Birth, "county": placeOf(c.County), "receipt": c.No,
			"phone": jot["phone"], "seat": jot["seat"], "note": jot["note"],
		},
		Also: map[string]string{"phone": r.Phone},
	}
}

// elsewhere are the applications of the city in this edition that are not on the
// list, as far as the city sees them.
func (s *Slice) elsewhere(ctx context.Context, q db.Q, c *flow.Case, on []flow.Case) (map[string][]reconcile.Entry, error) {
	all, err := s.Flow.CasesIn(ctx, q, cityOf(c.City), flow.Filter{Edition: c.Edition.Name, Track: "application", City: c.City})
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{}
	for _, k := range on {
		listed[k.ID] = true
	}
	out := map[string][]reconcile.Entry{}
	for _, k := range all {
		if !listed[k.ID] {
			at := reconcile.Fold(k.Name)
			out[at] = append(out[at], reconcile.Entry{Name: k.Name, State: k.Now().Label, Values: map[string]string{"unit": k.Unit}})
		}
	}
	return out, nil
}

// bringDesk is where a table is brought for c.
func (s *Slice) bringDesk(ctx context.Context, a org.Actor, c *flow.Case) reconcile.Desk {
	at := "/summaries/" + c.ID
	d := reconcile.Desk{
		DB: s.Flow.DB(), Fields: append(slices.Clone(brought), whyField), Title: lang.T(ctx, "从 Excel 导入"), Nav: "/summaries",
		Trail: []ui.Link{{Text: lang.T(ctx, "推荐汇总表"), Href: "/summaries"}, {Text: c.Name, Href: at}}, At: at + "/import", Back: at,
		Lead: lang.T(ctx, "名单已经遴选，这里只核对次序和内容；备注、桌号、电话可以导入。要改名次，请先重新遴选。"),
	}
	if c.State == "collecting" {
		d.Lead = lang.T(ctx, "把排好名次的表交给系统核对：先看会改什么，确认之前什么都不保存。")
		if due := c.Edition.DeadlineOf("submit", "", c.City); s.Flow.Now().Before(due) {
			d.Tell = lang.T(ctx, "您好！您在%s的跨境电商师资推荐人选表里，但系统里还没有您的申报。请打开 %s ，%s前填写《个人情况表》并提交，经单位和县、市审核后才能列入推荐名单。",
				c.Unit, ui.Address(ctx, "/"), calendar.Deadline(due))
		}
	}
	var saved draft
	d.List = func(ctx context.Context, q db.Q) (l reconcile.List, err error) {
		now, err := s.Flow.Load(ctx, q, c.ID)
		if err == nil {
			l, saved, err = s.bringing(ctx, q, a, now)
		}
		return l, err
	}
	d.Take = func(ctx context.Context, tx *db.Tx, p *reconcile.Plan) error {
		if err := s.takeOver(ctx, tx, a, c, saved, p.Changes); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "import", c.ID, form.Answers{"paper": "annex1", "digest": p.Digest(), "count": number(len(p.Changes))})
	}
	return d
}

// takeOver writes places and reasons into the draft, the rest into the working
// columns.
func (s *Slice) takeOver(ctx context.Context, tx *db.Tx, a org.Actor, c *flow.Case, saved draft, changes []reconcile.Change) error {
	typed, drafted := url.Values{}, false
	for k := range saved.Values {
		typed.Set(k, saved.Values.Get(k))
	}
	jots := map[string]form.Answers{}
	for _, x := range changes {
		if x.Field == "place" || x.Field == "why" {
			typed.Set(x.Field+"."+x.Key, x.New)
			drafted = true
			continue
		}
		if jots[x.Key] == nil {
			jots[x.Key] = form.Answers{}
		}
		jots[x.Key][x.Field] = x.New
	}
	if drafted {
		if err := saveDraft(ctx, tx, c, a.Person, s.Flow.Now(), typed); err != nil {
			return err
		}
	}
	return s.jots.Keep(ctx, tx, a, jots)
}

// mayBring passes whoever writes the list.
func (s *Slice) mayBring(c *flow.Case, a org.Actor) error {
	if a.Role != programme.City {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	if c.State != "collecting" {
		return nil
	}
	_, err := s.Flow.Step(c, "choose", a, c.Seq)
	return err
}
