package subsidy

import (
	"context"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// A mineView is what a person or an institution may get, and why.
type mineView struct {
	Shell  ui.Shell
	City   string // whose standards these are; empty: not known yet
	Table  ui.Table
	Asked  ui.Table // claims whose holder is asked for an account
	Claims ui.Table // the others
	None   bool     // the city has promised nothing
}

// minePage says what is promised where somebody belongs, and where their own
// claims stand. Nothing is promised where no standard is in force.
func (s *Slice) minePage(ctx context.Context, a org.Actor) (templ.Component, error) {
	v := mineView{Shell: ui.ShellOf(ctx, lang.T(ctx, "补助"), "/subsidy")}
	party := a.Person
	if a.Officer() {
		party = a.Organ.ID
	}
	mine, err := s.Flow.Cases(ctx, a, flow.Filter{Party: party})
	if err != nil {
		return nil, err
	}
	city := a.Organ.Region
	var claims []flow.Case
	for _, c := range mine {
		if city == "" && c.City != "" {
			city = c.City
		}
		if c.Track.Name == "claim" {
			claims = append(claims, c)
		}
	}
	v.City = regionName(ctx, city)
	asked, rest := flow.Apart(claims, unfilled...)
	if v.Asked, err = s.claimsTable(ctx, a, lang.T(ctx, "待填收款账户的补助"), asked); err != nil {
		return nil, err
	}
	v.Asked.ID = "unfilled"
	if v.Claims, err = s.claimsTable(ctx, a, lang.T(ctx, "我的补助"), rest); err != nil {
		return nil, err
	}
	sts, err := s.promised(ctx, city, itemsOf(a.Role))
	if err != nil {
		return nil, err
	}
	v.None = len(sts) == 0
	v.Table, err = s.promises(ctx, sts, claims)
	return minePage(v), err
}

// claimsTable lists somebody's own claims by what they are paid for.
func (s *Slice) claimsTable(ctx context.Context, a org.Actor, caption string, claims []flow.Case) (ui.Table, error) {
	t := s.Table(ctx, a, caption, claims)
	for i := range claims {
		name, err := s.subject(ctx, &claims[i])
		if err != nil {
			return t, err
		}
		if name != "" {
			t.Rows[i].Cells[0] = ui.Cell{Text: name, Sub: claims[i].No}
		}
	}
	return t, nil
}

// subject is what a claim is for, and of which year.
func (s *Slice) subject(ctx context.Context, c *flow.Case) (string, error) {
	k, err := claimByCase(ctx, s.Flow.DB(), c.ID)
	if fault.Of(err) == fault.Missing { // laid by hand
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return lang.T(ctx, "%s，%d年度", lang.T(ctx, items[k.Item]), k.Year), nil
}

// promised returns what is in force today in a city for some items.
func (s *Slice) promised(ctx context.Context, city string, of []string) (out []Standard, err error) {
	if city == "" {
		return nil, nil
	}
	all, err := standards(ctx, s.Flow.DB(), city, "")
	for _, st := range all {
		if st.Ended.IsZero() && slices.Contains(of, st.Item) && !st.To.Before(calendar.Day(s.Flow.Now())) {
			out = append(out, st)
		}
	}
	return out, err
}

// promises lists standards with where the reader stands under each.
func (s *Slice) promises(ctx context.Context, sts []Standard, claims []flow.Case) (ui.Table, error) {
	t := ui.Table{ID: "standards", Caption: lang.T(ctx, "本地补助标准"), Columns: []ui.Column{
		{Label: lang.T(ctx, "事项"), Main: true}, {Label: lang.T(ctx, "金额")}, {Label: lang.T(ctx, "条件和期限")}, {Label: lang.T(ctx, "文号")}, {Label: lang.T(ctx, "我的情况")},
	}}
	for _, st := range sts {
		at, href := ui.Cell{Text: lang.T(ctx, "还没有取得这项结果"), Tone: ui.Plain}, ""
		for i := range claims {
			k, err := claimByCase(ctx, s.Flow.DB(), claims[i].ID)
			if err != nil {
				return t, err
			}
			if k.Standard == st.Case {
				at = ui.Cell{Text: lang.T(ctx, claims[i].Now().Label), Tone: casework.StateTone(claims[i].Now())}
				href = "/cases/" + claims[i].ID
			}
		}
		t.Rows = append(t.Rows, ui.Row{ID: st.Case, Href: href, Cells: []ui.Cell{
			{Text: lang.T(ctx, items[st.Item]), Sub: lang.T(ctx, "资金年度%d", st.Year)}, {Text: amountText(ctx, st)},
			{Text: ui.Joined(st.Evidence, lang.T(ctx, "%s至%s取得的结果", st.From.Said(), st.To.Said()))}, {Text: st.Docno}, at,
		}})
	}
	return t, nil
}

// amountText says in words what st pays.
func amountText(ctx context.Context, st Standard) string {
	percent := form.Yuan(st.Percent)
	switch {
	case st.Fixed():
		return lang.T(ctx, "定额%s元", form.Yuan(st.Amount))
	case st.Cap > 0:
		return lang.T(ctx, "票据金额的%s%%，最高%s元", percent, form.Yuan(st.Cap))
	}
	return lang.T(ctx, "票据金额的%s%%", percent)
}

func regionName(ctx context.Context, code string) string {
	if r, ok := org.RegionOf(code); ok {
		return lang.T(ctx, r.Name)
	}
	return ""
}

// A claimPart is what the page of a claim shows: how it came about and what it
// comes to. No account is in it.
type claimPart struct {
	Facts  []ui.Pair
	Figure []ui.Figure
	Ask    string // address of the form of the account, for its holder
	Open   string // address that opens the account, for who pays
	Given  bool
	Rival  string // the city that has granted it before
	Notice outView
}

// claimSection shows a claim: the standard, the evidence, the sum.
func (s *Slice) claimSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	k, err := claimByCase(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, nil // laid by hand: there is nothing to show
	}
	st, err := standardByCase(ctx, s.Flow.DB(), k.Standard)
	if err != nil {
		return nil, err
	}
	v := claimPart{Facts: claimFacts(ctx, k, st), Figure: claimFigures(ctx, k)}
	rival, err := granted(ctx, s.Flow.DB(), k)
	if err != nil {
		return nil, err
	}
	v.Rival = regionName(ctx, rival)
	if n, err := noticeFor(ctx, s.Flow.DB(), c.ID); err == nil {
		if v.Notice, err = s.outView(ctx, n); err != nil {
			return nil, err
		}
	}
	_, _, v.Given, err = accountOf(ctx, s.Flow.DB(), c.ID)
	own := a.Role == programme.Applicant && c.Party == a.Person || a.Role == programme.Institution && c.Party == a.Organ.ID
	switch {
	case own && (c.State == "approved" || c.State == "bounced"):
		v.Ask = "/subsidy/claims/" + c.ID + "/account"
	case readable(c, a.Role) && v.Given && (c.State == "ready" || c.State == "paid"):
		v.Open = "/subsidy/claims/" + c.ID + "/reveal"
	}
	return claimBlock(v), err
}

func claimFacts(ctx context.Context, k Claim, st Standard) []ui.Pair {
	out := []ui.Pair{
		{Key: lang.T(ctx, "补助事项"), Value: lang.T(ctx, items[k.Item])},
		{Key: lang.T(ctx, "资金年度"), Value: fmt.Sprint(k.Year)},
		{Key: lang.T(ctx, "标准"), Value: ui.Joined(st.Docno, amountText(ctx, st))},
		{Key: lang.T(ctx, "依据材料"), Value: st.Evidence},
		{Key: lang.T(ctx, "预算科目"), Value: st.Line},
	}
	if k.Base > 0 {
		out = append(out, ui.Pair{Key: lang.T(ctx, "计算基数"), Value: lang.T(ctx, "%s元", form.Yuan(k.Base))})
	}
	if k.Paid != "" {
		out = append(out, ui.Pair{Key: lang.T(ctx, "拨付"), Value: lang.T(ctx, "%s，凭证号 %s", k.Paid, k.Voucher)})
	}
	return out
}

func claimFigures(ctx context.Context, k Claim) []ui.Figure {
	if k.Amount == 0 {
		return []ui.Figure{{Label: lang.T(ctx, "补助金额"), Value: lang.T(ctx, "待核定")}}
	}
	figures := []ui.Figure{{Label: lang.T(ctx, "补助金额"), Value: form.Yuan(k.Amount), Unit: lang.T(ctx, "元")}}
	if k.Paid != "" {
		figures = append(figures,
			ui.Figure{Label: lang.T(ctx, "代扣税款"), Value: form.Yuan(k.Tax), Unit: lang.T(ctx, "元")},
			ui.Figure{Label: lang.T(ctx, "实付"), Value: form.Yuan(k.Net()), Unit: lang.T(ctx, "元"), Tone: ui.Done})
	}
	return figures
}
