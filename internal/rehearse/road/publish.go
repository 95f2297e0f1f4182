package road

import (
	"context"
	"fmt"
	"net/url"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// Publicise puts everybody who passed on public notice: checked for leaks,
// approved by the office, with a first and a last day.
func Publicise(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2018-04-09 09:00:00"); err != nil {
		return err
	}
	b, err := p.At("330000-province-clerk-1")
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
	p.OnNotice = screen.LastPart(page.Path)
	if page, err = b.Press(page, "/publicities/"+p.OnNotice+"/check", nil); err != nil {
		return err
	}
	p.Want(page, 200, "leak check")
	if page, err = b.Press(page, "/publicities/"+p.OnNotice+"/publish", nil); err != nil {
		return err
	}
	p.Want(page, 200, "publish")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.Approve(post, false); err != nil {
			return err
		}
	}
	p.Count("publicised", len(entries))
	return nil
}

// Object lets the public object to two names, one rightly; only those two are
// held.
func Object(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2018-04-11 10:00:00"); err != nil {
		return err
	}
	page, err := p.Public.Get("/publicity/" + p.OnNotice)
	if err != nil {
		return err
	}
	for i, one := range p.With(play.Upheld, play.Dismissed) {
		href := screen.LinkBeside(page, one.Name, "/publicity/"+p.OnNotice+"/object/")
		if href == "" {
			return fmt.Errorf("%s is not on public notice: %.300s", one.Name, page.Text())
		}
		form, err := p.Public.Get(href)
		if err != nil {
			return err
		}
		got, err := p.Public.Press(form, href, url.Values{"person": {"简"}, "phone": {""}, "reason": {"太短"}})
		if err != nil {
			return err
		}
		p.Want(got, 422, "an objection without reason")
		got, err = p.Public.Press(form, href, url.Values{
			"person": {fmt.Sprintf("秘-objector-%d", i)}, "phone": {"0571-88880000"}, "reason": {"授课年限与本人了解的情况不符，请核查劳动合同。"},
		})
		if err != nil {
			return err
		}
		p.Want(got, 200, "objection")
		p.Count("objections", 1)
	}
	return decideObjections(p)
}

// decideObjections takes both up and decides each by the office's chain.
func decideObjections(p *play.Play) error {
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	for _, one := range p.With(play.Upheld, play.Dismissed) {
		page, err := b.Get("/publicities")
		if err != nil {
			return err
		}
		href := screen.LinkBeside(page, one.Name, "/cases/")
		if href == "" {
			return fmt.Errorf("the objection to %s is not on the desk: %.400s", one.Name, page.Text())
		}
		id := screen.LastPart(href)
		if _, err := p.MoveAs(b, id, "take", nil); err != nil {
			return err
		}
		move, posts := "dismiss", []string{"330000-province-head-1"}
		if one.Fate == play.Upheld {
			move, posts = "uphold", []string{"330000-province-head-1", "330000-province-leader-1"}
		}
		if _, err := p.MoveAs(b, id, move, url.Values{"decision": {"经核查，答复如下。"}}); err != nil {
			return err
		}
		for _, post := range posts {
			if err := p.Approve(post, false); err != nil {
				return err
			}
		}
		p.Count(string(one.Fate), 1)
	}
	return nil
}

// Announce waits for the end of the period and announces; then everybody on
// the list has a certificate but the one struck out.
func Announce(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2018-04-19 09:00:00"); err != nil {
		return err
	}
	late, err := p.Public.Get("/publicity/" + p.OnNotice + "/object/1")
	if err != nil {
		return err
	}
	p.Want(late, 410, "an objection after the period")
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/cases/" + p.OnNotice)
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/publicities/"+p.OnNotice+"/announce", url.Values{"number": {"浙商务发〔" + p.Season.Year("2018-04-19") + "〕20号"}, "note": {"公示期内收到异议2件，已分别答复。"}})
	if err != nil {
		return err
	}
	p.Want(page, 200, "announce")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.Approve(post, false); err != nil {
			return err
		}
	}
	return nil
}
