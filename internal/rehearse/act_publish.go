package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// publicise puts everybody who passed on public notice: checked for leaks,
// approved by the office, with a first and a last day.
func publicise(ctx context.Context, p *play) error {
	if err := p.clock("2018-04-09 09:00:00"); err != nil {
		return err
	}
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/publicities")
	if err != nil {
		return err
	}
	entries := page.Options("entry")
	if page, err = b.Press(page, "/publicities", url.Values{"entry": entries}); err != nil {
		return err
	}
	p.list = lastPart(page.Path)
	if page, err = b.Press(page, "/publicities/"+p.list+"/check", nil); err != nil {
		return err
	}
	p.want(page, 200, "leak check")
	if page, err = b.Press(page, "/publicities/"+p.list+"/publish", nil); err != nil {
		return err
	}
	p.want(page, 200, "publish")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.approve(post, false); err != nil {
			return err
		}
	}
	p.count("publicised", len(entries))
	return nil
}

// object lets the public object to two names, one rightly; only those two are
// held.
func object(ctx context.Context, p *play) error {
	if err := p.clock("2018-04-11 10:00:00"); err != nil {
		return err
	}
	page, err := p.public.Get("/publicity/" + p.list)
	if err != nil {
		return err
	}
	for i, one := range p.with(upheld, dismissed) {
		href := linkBeside(page, one.name, "/publicity/"+p.list+"/object/")
		if href == "" {
			return fmt.Errorf("%s is not on public notice: %.300s", one.name, page.Text())
		}
		form, err := p.public.Get(href)
		if err != nil {
			return err
		}
		got, err := p.public.Press(form, href, url.Values{"person": {"简"}, "phone": {""}, "reason": {"太短"}})
		if err != nil {
			return err
		}
		p.want(got, 422, "an objection without reason")
		got, err = p.public.Press(form, href, url.Values{
			"person": {fmt.Sprintf("秘-objector-%d", i)}, "phone": {"0571-88880000"}, "reason": {"授课年限与本人了解的情况不符，请核查劳动合同。"},
		})
		if err != nil {
			return err
		}
		p.want(got, 200, "objection")
		p.count("objections", 1)
	}
	return p.decideObjections()
}

// linkBeside returns the link with a prefix in the table row that names
// somebody alone: a whole list is called after the first of its people, 等.
func linkBeside(p *Page, name, prefix string) string {
	for row := range p.all("tr") {
		if said := text(row); strings.Contains(said, name) && !strings.Contains(said, name+"等") {
			if at := linkIn(row, prefix); at != "" {
				return at
			}
		}
	}
	return ""
}

// linkIn returns the first link with a prefix in a part of a page.
func linkIn(part *html.Node, prefix string) string {
	for n := range descend(part) {
		if n.Type == html.ElementNode && n.Data == "a" && strings.HasPrefix(attr(n, "href"), prefix) {
			return attr(n, "href")
		}
	}
	return ""
}

// decideObjections takes both up and decides each by the office's chain.
func (p *play) decideObjections() error {
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	for _, one := range p.with(upheld, dismissed) {
		page, err := b.Get("/publicities")
		if err != nil {
			return err
		}
		href := linkBeside(page, one.name, "/cases/")
		if href == "" {
			return fmt.Errorf("the objection to %s is not on the desk: %.400s", one.name, page.Text())
		}
		id := lastPart(href)
		if _, err := p.moveAs(b, id, "take", nil); err != nil {
			return err
		}
		move, posts := "dismiss", []string{"330000-province-head-1"}
		if one.fate == upheld {
			move, posts = "uphold", []string{"330000-province-head-1", "330000-province-leader-1"}
		}
		if _, err := p.moveAs(b, id, move, url.Values{"decision": {"经核查，答复如下。"}}); err != nil {
			return err
		}
		for _, post := range posts {
			if err := p.approve(post, false); err != nil {
				return err
			}
		}
		p.count(string(one.fate), 1)
	}
	return nil
}

// announce waits for the end of the period and announces; then everybody on
// the list has a certificate but the one struck out.
func announce(ctx context.Context, p *play) error {
	if err := p.clock("2018-04-19 09:00:00"); err != nil {
		return err
	}
	late, err := p.public.Get("/publicity/" + p.list + "/object/1")
	if err != nil {
		return err
	}
	p.want(late, 410, "an objection after the period")
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/cases/" + p.list)
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/publicities/"+p.list+"/announce", url.Values{"number": {"浙商务发〔" + p.season.year("2018-04-19") + "〕20号"}, "note": {"公示期内收到异议2件，已分别答复。"}})
	if err != nil {
		return err
	}
	p.want(page, 200, "announce")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.approve(post, false); err != nil {
			return err
		}
	}
	return nil
}
