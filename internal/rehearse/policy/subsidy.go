package policy

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// The city whose subsidies are rehearsed, and what one certificate is worth.
const (
	payingCity = "330700"
	worth      = "3000.00"
)

// Subsidise lets a city promise, find what it owes, publish it and pay it once;
// a revoked certificate is paid nothing.
func Subsidise(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2018-05-07 09:00:00"); err != nil {
		return err
	}
	if err := promise(p); err != nil {
		return err
	}
	if err := refuseRevoked(p); err != nil {
		return err
	}
	owed := owed(p)
	cases, err := claimed(p, len(owed))
	if err != nil {
		return err
	}
	if err := reviewed(p, cases); err != nil {
		return err
	}
	if err := grantNotice(p); err != nil {
		return err
	}
	payer, leader := payingCity+"-payer-clerk-1", payingCity+"-payer-leader-1"
	if err := allMoves(p, payer, cases, "allow", nil, leader); err != nil {
		return err
	}
	if err := p.Each(ctx, owed, func(one *play.Person) error { return account(p, one) }); err != nil {
		return err
	}
	if err := allMoves(p, payer, cases, "pay", url.Values{"paid": {p.Season.Day("2018-05-21")}, "voucher": {"演练-1"}, "tax": {"0"}}, leader); err != nil {
		return err
	}
	p.Subsidised = append(p.Subsidised, owed...)
	p.Count("subsidised", len(owed))
	return nil
}

// promise brings a standard of the year into force through both offices, once a
// year.
func promise(p *play.Play) error {
	year := p.Season.Year("2018-05-07")
	if p.Promised == year {
		return nil
	}
	since := year + "-01-01"
	if p.Promised == "" {
		since = "2017-09-25"
	}
	p.Promised = year
	b, err := p.At(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy/standards/new")
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/subsidy/standards", url.Values{
		"year": {year}, "item": {"lecturer-certified"}, "evidence": {"有效证书"}, "way": {"fixed"}, "amount": {worth}, "budget": {"9000000"},
		"line": {"专项资金（演练）"}, "docno": {"演练财商〔" + year + "〕1号"}, "from": {since}, "to": {year + "-12-31"}, "days": {"5"},
	})
	if err != nil {
		return err
	}
	p.Want(page, 200, "a standard")
	id := screen.LastPart(page.Path)
	if err := allMoves(p, payingCity+"-city-clerk-1", []string{id}, "send", nil, payingCity+"-city-head-1", payingCity+"-city-leader-1"); err != nil {
		return err
	}
	return allMoves(p, payingCity+"-payer-clerk-1", []string{id}, "enact", nil, payingCity+"-payer-leader-1")
}

// owed are the people of the city whose certificate stands.
func owed(p *play.Play) (out []*play.Person) {
	for _, one := range p.Crowned() {
		if one.City == payingCity && one.Fate != play.Revoked {
			out = append(out, one)
		}
	}
	return out
}

// claimed returns the claims that the standard has opened: one for each person
// owed, and no more when they are looked for again.
func claimed(p *play.Play, want int) ([]string, error) {
	b, err := p.At(payingCity + "-city-clerk-1")
	if err != nil {
		return nil, err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return nil, err
	}
	if page, err = b.Press(page, "/subsidy/find", nil); err != nil {
		return nil, err
	}
	if !page.Says("新产生应补助事项0笔") {
		p.Fault("claims are born twice: %.200s", page.Text())
	}
	ids := page.Options("claim")
	if len(ids) != want {
		p.Fault("%d claims for %d valid certificates of the city", len(ids), want)
	}
	return ids, nil
}

// refuseRevoked lets the city refuse what a certificate was owed that was revoked
// since: with the claim among them nothing is reviewed.
func refuseRevoked(p *play.Play) error {
	b, err := p.At(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	for _, one := range p.With(play.Revoked) {
		at := screen.LinkBeside(page, one.Name, "/cases/")
		if at == "" {
			continue
		}
		wrong, err := b.Press(page, "/subsidy/review", url.Values{"claim": {screen.LastPart(at)}})
		if err != nil {
			return err
		}
		p.Want(wrong, 410, "review what a revoked certificate was owed")
		if _, err := p.Move(payingCity+"-city-clerk-1", screen.LastPart(at), "refuse", url.Values{"reason": {"证书已撤销。"}}); err != nil {
			return err
		}
	}
	return nil
}

// reviewed notes in one go that the claims of the office are true.
func reviewed(p *play.Play, ids []string) error {
	b, err := p.At(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/subsidy/review", url.Values{"claim": ids}); err == nil {
		p.Want(page, 200, "review claims")
	}
	return err
}

// allMoves drafts a move on every case and lets the office's people approve.
func allMoves(p *play.Play, post string, ids []string, move string, v url.Values, approvers ...string) error {
	for _, id := range ids {
		if _, err := p.Move(post, id, move, v); err != nil {
			return err
		}
	}
	for _, a := range approvers {
		if err := p.Approve(a, false); err != nil {
			return err
		}
	}
	return nil
}

// grantNotice puts everything on public notice and waits until it is over.
func grantNotice(p *play.Play) error {
	b, err := p.At(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/subsidy/lists", url.Values{"claim": page.Options("claim")}); err != nil {
		return err
	}
	p.Want(page, 200, "a list of subsidies")
	id := screen.LastPart(page.Path)
	notice := url.Values{"title": {"讲师补助公示（演练）"}, "first": {p.Season.Day("2018-05-07")}, "last": {p.Season.Day("2018-05-14")}}
	if err := allMoves(p, payingCity+"-city-clerk-1", []string{id}, "publish", notice, payingCity+"-city-head-1", payingCity+"-city-leader-1"); err != nil {
		return err
	}
	public, err := p.Public.Get("/subsidy-notices/" + id)
	if err != nil {
		return err
	}
	p.Want(public, 200, "the public notice of subsidies")
	return p.Clock("2018-05-21 09:00:00")
}

// account lets a person say where they are paid, after a number that is none.
func account(p *play.Play, one *play.Person) error {
	page, err := one.Screen.Get("/subsidy")
	if err != nil {
		return err
	}
	mine := page.Links("/cases/")
	if len(mine) == 0 {
		return fmt.Errorf("%s finds no subsidy: %.300s", one.Name, page.Text())
	}
	address := "/subsidy/claims/" + screen.LastPart(mine[0]) + "/account"
	if page, err = one.Screen.Get(address); err != nil {
		return err
	}
	given := url.Values{"holder": {one.Name}, "bank": {"演练银行"}, "account": {"123"}}
	wrong, err := one.Screen.Press(page, address, given)
	if err != nil {
		return err
	}
	p.Want(wrong, 422, "an account of three digits")
	given.Set("account", fmt.Sprintf("0000%08d", one.N))
	page, err = one.Screen.Press(page, address, given)
	if err == nil {
		p.Want(page, 200, "an account")
	}
	return err
}

// EveryYuanOnce looks at the ledger of the city that pays and at each person's
// own page when everything is over: who is owed was paid once, nobody else was.
func EveryYuanOnce(ctx context.Context, p *play.Play) error {
	b, err := p.At(payingCity + "-payer-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	sum := fmt.Sprintf("%d.00", 3000*len(p.Subsidised))
	if want := fmt.Sprintf("已拨付 %d 笔 已拨付金额 %s 元", len(p.Subsidised), sum); !page.Says(want) {
		p.Unpaid("the ledger does not say %q: %.400s", want, page.Text())
	}
	return p.Each(ctx, p.Everybody(), func(one *play.Person) error {
		if one.Screen == nil {
			return nil
		}
		page, err := one.Screen.Get("/subsidy")
		if err != nil {
			return err
		}
		want := 0
		if slices.Contains(p.Subsidised, one) {
			want = 1
		}
		if n := paidOn(page); n != want {
			p.Unpaid("%s was paid %d times, not %d", one.Name, n, want)
		}
		return nil
	})
}

// paidOn counts the subsidies that a page shows as paid; one may stand beside
// its standard as well.
func paidOn(p *screen.Page) int {
	paid := map[string]bool{}
	for row := range p.All("tr") {
		if at := screen.LinkIn(row, "/cases/"); at != "" && strings.Contains(screen.Text(row), "已拨付") {
			paid[at] = true
		}
	}
	return len(paid)
}
