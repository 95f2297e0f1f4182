package subsidy

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An officeView is 补助台账 for the two offices that decide, and the standards
// alone for who watches.
type officeView struct {
	Shell     ui.Shell
	City      bool // commerce: it drafts, reviews and publicises
	Watch     bool
	Told      string
	Figures   []ui.Figure
	Waiting   ui.Table // for this office
	Listable  ui.Table // reviewed, to be put on public notice
	Standards ui.Table
	Notices   ui.Table
	Ledger    ui.Table // everything
}

// afterReview is the weight of the step that follows the review: what waits for
// review comes first.
func (v officeView) afterReview() ui.Weight {
	if len(v.Waiting.Rows) > 0 {
		return ui.Normal
	}
	return ui.Primary
}

func (s *Slice) officePage(ctx context.Context, a org.Actor, found string) (templ.Component, error) {
	v := officeView{Shell: ui.ShellOf(ctx, lang.T(ctx, "补助台账"), "/subsidy"), City: a.Role == programme.City}
	if n, err := strconv.Atoi(found); err == nil {
		v.Told = lang.T(ctx, "新产生应补助事项%d笔。", n)
	}
	rows, err := s.ledger(ctx, a)
	if err != nil {
		return nil, err
	}
	v.Ledger = ledgerTable(ctx, rows)
	v.Waiting = waiting(ctx, rows, a.Role)
	if v.City {
		if v.Listable, err = s.listable(ctx, rows); err != nil {
			return nil, err
		}
	}
	if v.Standards, err = s.standardsTable(ctx, a); err != nil {
		return nil, err
	}
	lists, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "grant"})
	if err != nil {
		return nil, err
	}
	for i := range lists {
		if lists[i].Name == "" {
			if n, err := noticeOf(ctx, s.Flow.DB(), lists[i].ID); err == nil {
				lists[i].Name = n.Title
			}
		}
	}
	v.Notices = s.Table(ctx, a, lang.T(ctx, "补助公示"), lists)
	v.Figures = ledgerFigures(ctx, rows)
	return officePage(v), nil
}

// A ledgerRow is one claim as the ledger has it.
type ledgerRow struct {
	Case  flow.Case
	Claim Claim
	St    Standard
	Rival string // another city where the same is claimed
	Fell  bool   // the result it was born of holds no longer
}

// ledger returns the claims that an office sees, the newest numbers last.
func (s *Slice) ledger(ctx context.Context, a org.Actor) ([]ledgerRow, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "claim"})
	if err != nil {
		return nil, err
	}
	claims, err := claimsOf(ctx, s.Flow.DB(), a.Organ.Region)
	if err != nil {
		return nil, err
	}
	sts, err := standards(ctx, s.Flow.DB(), a.Organ.Region, "")
	if err != nil {
		return nil, err
	}
	others, err := rivals(ctx, s.Flow.DB(), a.Organ.Region)
	if err != nil {
		return nil, err
	}
	var rows []ledgerRow
	for i := range cs {
		k, ok := claims[cs[i].ID]
		if !ok {
			continue
		}
		row := ledgerRow{Case: cs[i], Claim: k, Rival: others[k.key()]}
		for _, st := range sts {
			if st.Case == k.Standard {
				row.St = st
			}
		}
		rows = append(rows, row)
	}
	if err := s.markFallen(ctx, rows); err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(x, y ledgerRow) int { return x.Case.Opened.Compare(y.Case.Opened) })
	return rows, nil
}

// markFallen marks the open claims whose result holds no longer, such as a
// certificate revoked since: nothing but a refusal is left for them.
func (s *Slice) markFallen(ctx context.Context, rows []ledgerRow) error {
	hold := map[string]map[string]bool{} // results that hold, by standard
	for i, r := range rows {
		if !slices.Contains([]string{"due", "reviewed", "publicised", "noticed"}, r.Case.State) || r.St.Case == "" {
			continue
		}
		if hold[r.St.Case] == nil {
			rs, err := results(ctx, s.Flow.DB(), r.St, "")
			if err != nil {
				return err
			}
			hold[r.St.Case] = map[string]bool{}
			for _, one := range rs {
				hold[r.St.Case][one.Case] = true
			}
		}
		rows[i].Fell = !hold[r.St.Case][r.Claim.Result]
	}
	return nil
}

// waitingStates are those of claims that an office has to decide now.
func waitingStates(r programme.Role) []string {
	if r == programme.Payer {
		return []string{"noticed", "ready"}
	}
	return []string{"due"}
}

func waiting(ctx context.Context, rows []ledgerRow, r programme.Role) ui.Table {
	caption, states := lang.T(ctx, "待核实的补助"), waitingStates(r)
	if r == programme.Payer {
		caption = lang.T(ctx, "待审批和拨付的补助")
	}
	t := ledgerTable(ctx, slices.DeleteFunc(slices.Clone(rows), func(l ledgerRow) bool { return !slices.Contains(states, l.Case.State) }))
	t.ID, t.Caption = "waiting", caption
	if r == programme.City {
		t.Pick = "claim"
	}
	return t
}

func ledgerTable(ctx context.Context, rows []ledgerRow) ui.Table {
	t := ui.Table{ID: "ledger", Caption: lang.T(ctx, "应补助和已补助"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "事项")},
		{Label: lang.T(ctx, "金额（元）"), Num: true}, {Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "重复")},
	}, Empty: lang.T(ctx, "还没有应补助事项"), EmptyText: lang.T(ctx, "补助标准批准施行后，由有效证书和完成的培训自动产生，不能手工录入。")}
	for _, r := range rows {
		st := r.Case.Now()
		amount := lang.T(ctx, "待核定")
		if r.Claim.Amount > 0 {
			amount = form.Yuan(r.Claim.Amount)
		}
		rival := ui.Cell{}
		if r.Rival != "" {
			rival = ui.Cell{Text: lang.T(ctx, "%s也有", regionName(ctx, r.Rival)), Tone: ui.Late}
		}
		id, state := r.Case.ID, ui.Cell{Text: lang.T(ctx, st.Label), Tone: casework.StateTone(st)}
		if r.Fell {
			id, state = "", ui.Cell{Text: lang.T(ctx, st.Label), Sub: lang.T(ctx, "结果已失效，只能不予补助"), Tone: ui.Late}
		}
		t.Rows = append(t.Rows, ui.Row{ID: id, Href: "/cases/" + r.Case.ID, Cells: []ui.Cell{
			{Text: r.Case.Name, Sub: ui.Joined(r.Case.No, r.Case.Unit)},
			{Text: ui.Joined(lang.T(ctx, items[r.Claim.Item]), r.St.Docno)}, {Text: amount}, state, rival,
		}})
	}
	t.DropEmpty()
	return t
}

// listable are the claims to put on public notice, each with a box.
func (s *Slice) listable(ctx context.Context, rows []ledgerRow) (ui.Table, error) {
	var some []ledgerRow
	for _, r := range rows {
		free, err := s.free(ctx, &r.Case)
		if err != nil {
			return ui.Table{}, err
		}
		if free {
			some = append(some, r)
		}
	}
	t := ledgerTable(ctx, some)
	t.ID, t.Caption, t.Pick = "listable", lang.T(ctx, "可以列入公示"), "claim"
	return t, nil
}

func ledgerFigures(ctx context.Context, rows []ledgerRow) []ui.Figure {
	var due, ready, paid int
	var sum int64
	for _, r := range rows {
		switch r.Case.State {
		case "due", "reviewed", "publicised", "noticed":
			due++
		case "approved", "ready", "bounced":
			ready++
		case "paid":
			paid++
			sum += r.Claim.Amount
		}
	}
	return []ui.Figure{
		{Label: lang.T(ctx, "审核和公示中"), Value: strconv.Itoa(due), Unit: lang.T(ctx, "笔")},
		{Label: lang.T(ctx, "已批准未拨付"), Value: strconv.Itoa(ready), Unit: lang.T(ctx, "笔")},
		{Label: lang.T(ctx, "已拨付"), Value: strconv.Itoa(paid), Unit: lang.T(ctx, "笔"), Tone: ui.Done},
		{Label: lang.T(ctx, "已拨付金额"), Value: form.Yuan(sum), Unit: lang.T(ctx, "元")},
	}
}

// standardsTable lists the standards that a sees, with what of each is left.
func (s *Slice) standardsTable(ctx context.Context, a org.Actor) (ui.Table, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "standard"})
	if err != nil {
		return ui.Table{}, err
	}
	t := ui.Table{ID: "standards", Caption: lang.T(ctx, "补助标准"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "事项"), Main: true}, {Label: lang.T(ctx, "地区")}, {Label: lang.T(ctx, "金额")}, {Label: lang.T(ctx, "预算（元）"), Num: true},
		{Label: lang.T(ctx, "余额（元）"), Num: true}, {Label: lang.T(ctx, "状态")},
	}, Empty: lang.T(ctx, "本地未出台补助标准"), EmptyText: lang.T(ctx, "没有补助标准的地区，系统不作任何承诺。")}
	for i := range cs {
		st, err := s.decided(ctx, s.Flow.DB(), &cs[i])
		if err != nil {
			return t, nil // laid by hand
		}
		if kept, err := standardByCase(ctx, s.Flow.DB(), cs[i].ID); err == nil {
			st = kept
		}
		t.Rows = append(t.Rows, ui.Row{ID: cs[i].ID, Href: "/cases/" + cs[i].ID, Cells: []ui.Cell{
			{Text: lang.T(ctx, items[st.Item]), Sub: ui.Joined(strconv.Itoa(st.Year), st.Docno)}, {Text: regionName(ctx, st.City)}, {Text: amountText(ctx, st)},
			{Text: form.Yuan(st.Budget)}, {Text: form.Yuan(st.Left())}, {Text: lang.T(ctx, cs[i].Now().Label), Tone: casework.StateTone(cs[i].Now())},
		}})
	}
	return t, nil
}

func (s *Slice) watchPage(ctx context.Context, a org.Actor) (templ.Component, error) {
	t, err := s.standardsTable(ctx, a)
	return officePage(officeView{Shell: ui.ShellOf(ctx, lang.T(ctx, "补助标准和资金"), "/subsidy"), Watch: true, Standards: t}), err
}

// export sends the ledger as a workbook, without accounts, and logs who took it.
func (s *Slice) export(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City, programme.Payer)
	if err != nil {
		return err
	}
	ctx := r.Context()
	rows, err := s.ledger(ctx, a)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, sheet(rows, a.Organ.Name, s.Flow.Now())); err != nil {
		return err
	}
	if err := s.Flow.Log(ctx, nil, a, "export", "/subsidy", form.Answers{"rows": strconv.Itoa(len(rows))}); err != nil {
		return err
	}
	return web.File(w, r, "补助台账.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &b)
}

func lead(ctx context.Context, v officeView) string {
	if v.Watch {
		return lang.T(ctx, "各地的补助标准、预算和余额。")
	}
	return lang.T(ctx, "应补助事项由已生效的结果自动产生；商务、财政分别批准，只付一次。")
}
