package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// The city whose subsidies are rehearsed, and what one certificate is worth.
const (
	payingCity = "330700"
	worth      = "3000.00"
)

// subsidise lets a city promise, find what it owes, publish it and pay it once;
// a revoked certificate is paid nothing.
func subsidise(ctx context.Context, p *play) error {
	if err := p.clock("2018-05-07 09:00:00"); err != nil {
		return err
	}
	if err := p.promise(); err != nil {
		return err
	}
	if err := p.refuseRevoked(); err != nil {
		return err
	}
	owed := p.owed()
	cases, err := p.claimed(len(owed))
	if err != nil {
		return err
	}
	if err := p.reviewed(cases); err != nil {
		return err
	}
	if err := p.grantNotice(); err != nil {
		return err
	}
	payer, leader := payingCity+"-payer-clerk-1", payingCity+"-payer-leader-1"
	if err := p.allMoves(payer, cases, "allow", nil, leader); err != nil {
		return err
	}
	if err := p.each(ctx, owed, p.account); err != nil {
		return err
	}
	if err := p.allMoves(payer, cases, "pay", url.Values{"paid": {p.season.day("2018-05-21")}, "voucher": {"演练-1"}, "tax": {"0"}}, leader); err != nil {
		return err
	}
	p.subsidised = append(p.subsidised, owed...)
	p.count("subsidised", len(owed))
	return nil
}

// promise brings a standard of the year into force through both offices, once a
// year.
func (p *play) promise() error {
	year := p.season.year("2018-05-07")
	if p.promised == year {
		return nil
	}
	since := year + "-01-01"
	if p.promised == "" {
		since = "2017-09-25"
	}
	p.promised = year
	b, err := p.at(payingCity + "-city-clerk-1")
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
	p.want(page, 200, "a standard")
	id := lastPart(page.Path)
	if err := p.allMoves(payingCity+"-city-clerk-1", []string{id}, "send", nil, payingCity+"-city-head-1", payingCity+"-city-leader-1"); err != nil {
		return err
	}
	return p.allMoves(payingCity+"-payer-clerk-1", []string{id}, "enact", nil, payingCity+"-payer-leader-1")
}

// owed are the people of the city whose certificate stands.
func (p *play) owed() (out []*person) {
	for _, one := range p.crowned() {
		if one.city == payingCity && one.fate != revoked {
			out = append(out, one)
		}
	}
	return out
}

// claimed returns the claims that the standard has opened: one for each person
// owed, and no more when they are looked for again.
func (p *play) claimed(want int) ([]string, error) {
	b, err := p.at(payingCity + "-city-clerk-1")
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
	if !contains(page, "新产生应补助事项0笔") {
		p.fault("claims are born twice: %.200s", page.Text())
	}
	ids := page.Options("claim")
	if len(ids) != want {
		p.fault("%d claims for %d valid certificates of the city", len(ids), want)
	}
	return ids, nil
}

// refuseRevoked lets the city refuse what a certificate was owed that was revoked
// since: with the claim among them nothing is reviewed.
func (p *play) refuseRevoked() error {
	b, err := p.at(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	for _, one := range p.with(revoked) {
		at := linkBeside(page, one.name, "/cases/")
		if at == "" {
			continue
		}
		wrong, err := b.Press(page, "/subsidy/review", url.Values{"claim": {lastPart(at)}})
		if err != nil {
			return err
		}
		p.want(wrong, 410, "review what a revoked certificate was owed")
		if _, err := p.move(payingCity+"-city-clerk-1", lastPart(at), "refuse", url.Values{"reason": {"证书已撤销。"}}); err != nil {
			return err
		}
	}
	return nil
}

// reviewed notes in one go that the claims of the office are true.
func (p *play) reviewed(ids []string) error {
	b, err := p.at(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/subsidy/review", url.Values{"claim": ids}); err == nil {
		p.want(page, 200, "review claims")
	}
	return err
}

// allMoves drafts a move on every case and lets the office's people approve.
func (p *play) allMoves(post string, ids []string, move string, v url.Values, approvers ...string) error {
	for _, id := range ids {
		if _, err := p.move(post, id, move, v); err != nil {
			return err
		}
	}
	for _, a := range approvers {
		if err := p.approve(a, false); err != nil {
			return err
		}
	}
	return nil
}

// grantNotice puts everything on public notice and waits until it is over.
func (p *play) grantNotice() error {
	b, err := p.at(payingCity + "-city-clerk-1")
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
	p.want(page, 200, "a list of subsidies")
	id := lastPart(page.Path)
	notice := url.Values{"title": {"讲师补助公示（演练）"}, "first": {p.season.day("2018-05-07")}, "last": {p.season.day("2018-05-14")}}
	if err := p.allMoves(payingCity+"-city-clerk-1", []string{id}, "publish", notice, payingCity+"-city-head-1", payingCity+"-city-leader-1"); err != nil {
		return err
	}
	public, err := p.public.Get("/subsidy-notices/" + id)
	if err != nil {
		return err
	}
	p.want(public, 200, "the public notice of subsidies")
	return p.clock("2018-05-21 09:00:00")
}

// account lets a person say where they are paid, after a number that is none.
func (p *play) account(one *person) error {
	page, err := one.b.Get("/subsidy")
	if err != nil {
		return err
	}
	mine := page.Links("/cases/")
	if len(mine) == 0 {
		return fmt.Errorf("%s finds no subsidy: %.300s", one.name, page.Text())
	}
	address := "/subsidy/claims/" + lastPart(mine[0]) + "/account"
	if page, err = one.b.Get(address); err != nil {
		return err
	}
	given := url.Values{"holder": {one.name}, "bank": {"演练银行"}, "account": {"123"}}
	wrong, err := one.b.Press(page, address, given)
	if err != nil {
		return err
	}
	p.want(wrong, 422, "an account of three digits")
	given.Set("account", fmt.Sprintf("0000%08d", one.n))
	page, err = one.b.Press(page, address, given)
	if err == nil {
		p.want(page, 200, "an account")
	}
	return err
}

// everyYuanOnce looks at the ledger of the city that pays and at each person's
// own page when everything is over: who is owed was paid once, nobody else was.
func everyYuanOnce(ctx context.Context, p *play) error {
	b, err := p.at(payingCity + "-payer-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	sum := fmt.Sprintf("%d.00", 3000*len(p.subsidised))
	if want := fmt.Sprintf("已拨付 %d 笔 已拨付金额 %s 元", len(p.subsidised), sum); !contains(page, want) {
		p.unpaid("the ledger does not say %q: %.400s", want, page.Text())
	}
	return p.each(ctx, p.everybody(), func(one *person) error {
		if one.b == nil {
			return nil
		}
		page, err := one.b.Get("/subsidy")
		if err != nil {
			return err
		}
		want := 0
		if slices.Contains(p.subsidised, one) {
			want = 1
		}
		if n := paidOn(page); n != want {
			p.unpaid("%s was paid %d times, not %d", one.name, n, want)
		}
		return nil
	})
}

// paidOn counts the subsidies that a page shows as paid; one may stand beside
// its standard as well.
func paidOn(p *Page) int {
	paid := map[string]bool{}
	for row := range p.all("tr") {
		if at := linkIn(row, "/cases/"); at != "" && strings.Contains(text(row), "已拨付") {
			paid[at] = true
		}
	}
	return len(paid)
}

// unpaid notes money that went where it should not, or did not go.
func (p *play) unpaid(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.misspent = append(p.misspent, fmt.Sprintf(format, args...))
}
