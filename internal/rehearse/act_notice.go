package rehearse

import (
	"context"
	"fmt"
)

// cascade sends the notices down: the province to its cities; relaying it, Jinhua
// sends its own to its counties and zones, the other cities the province's. Silent
// counties never sign.
func cascade(ctx context.Context, p *play) error {
	if err := p.clock("2017-09-28 09:00:00"); err != nil {
		return err
	}
	if err := p.issue("330000-province-clerk-1", p.season.notice); err != nil {
		return err
	}
	for _, city := range p.cities() {
		if err := p.signAll(city+"-city-clerk-1", "notices-relayed"); err != nil {
			return err
		}
	}
	if p.season.edition == alone.edition {
		if err := p.jinhuaHasSent(); err != nil {
			return err
		}
	}
	for _, at := range p.towns {
		if !p.silent[at.region] {
			if err := p.signAll(at.region+"-county-clerk-1", "notices-signed"); err != nil {
				return err
			}
		}
	}
	return nil
}

// jinhuaHasSent sees that the city's own notice went to each of its counties.
func (p *play) jinhuaHasSent() error {
	jinhua, err := p.at("330700-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := jinhua.Get("/notices/jinhua/receipts")
	if err == nil && !contains(page, "已下发 12 家") {
		p.fault("Jinhua's notice went not to nine counties and three zones: %.200s", page.Text())
	}
	return err
}

// issue sends a notice to its addressees.
func (p *play) issue(post, notice string) error {
	b, err := p.at(post)
	if err != nil {
		return err
	}
	page, err := b.Get("/notices/" + notice + "/receipts")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/notices/"+notice+"/issue", nil); err != nil {
		return err
	}
	p.want(page, 200, "issue "+notice)
	return nil
}

// signAll signs every notice that waits on an office's desk and says that it
// has acted on it.
func (p *play) signAll(post, stage string) error {
	b, err := p.at(post)
	if err != nil {
		return err
	}
	for _, move := range []string{"sign", "relay"} {
		desk, err := b.Get("/desk")
		if err != nil {
			return err
		}
		papers := desk.Forms("/moves/" + move)
		if len(papers) == 0 {
			return fmt.Errorf("%s has no notice to %s: %.300s", post, move, desk.Text())
		}
		for _, f := range papers {
			page, err := b.Send(f.Action, f.Values)
			if err != nil {
				return err
			}
			p.want(page, 200, move+" by "+post)
		}
		if move == "relay" {
			p.count(stage, len(papers))
		}
	}
	return nil
}
