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
	owed := p.owed()
	cases, err := p.claimed(len(owed))
	if err != nil {
		return err
	}
	if err := p.allMoves(payingCity+"-city-clerk-1", cases, "review", nil); err != nil {
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
	if err := p.allMoves(payer, cases, "pay", url.Values{"paid": {"2018-05-21"}, "voucher": {"演练-1"}, "tax": {"0"}}, leader); err != nil {
		return err
	}
	return p.settled(len(owed))
}

// promise brings a standard into force through both offices.
func (p *play) promise() error {
	b, err := p.at(payingCity + "-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy/standards/new")
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/subsidy/standards", url.Values{
		"year": {"2018"}, "item": {"lecturer-certified"}, "evidence": {"有效证书"}, "way": {"fixed"}, "amount": {worth}, "budget": {"9000000"},
		"line": {"专项资金（演练）"}, "docno": {"演练财商〔2018〕1号"}, "from": {"2017-09-25"}, "to": {"2018-12-31"}, "days": {"5"},
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
	list, err := b.Get("/cases?track=claim&edition=teacher2017")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, href := range list.Links("/cases/") {
		if id := lastPart(href); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) != want {
		p.fault("%d claims for %d valid certificates of the city", len(ids), want)
	}
	return ids, nil
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
	notice := url.Values{"title": {"讲师补助公示（演练）"}, "first": {"2018-05-07"}, "last": {"2018-05-14"}}
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

// settled looks at the ledger when all is paid: every yuan once.
func (p *play) settled(want int) error {
	b, err := p.at(payingCity + "-payer-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/subsidy")
	if err != nil {
		return err
	}
	sum := fmt.Sprintf("%d.00", want*3000)
	if n := strings.Count(page.Text(), worth); !contains(page, sum) || n < want {
		p.fault("the ledger does not come to %s: %.400s", sum, page.Text())
	}
	p.count("subsidised", want)
	return nil
}
