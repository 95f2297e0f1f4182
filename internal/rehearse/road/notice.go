// Package road holds the acts in which people go from the first notice to the
// register: they apply, offices check, choose and recommend, judges mark,
// examiners certify, and the province publishes.
package road

import (
	"context"
	"fmt"

	"qinglan/internal/rehearse/play"
)

// Cascade sends the notices down: the province to its cities; relaying it, Jinhua
// sends its own to its counties and zones, the other cities the province's. Silent
// counties never sign.
func Cascade(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-09-28 09:00:00"); err != nil {
		return err
	}
	if err := issue(p, "330000-province-clerk-1", p.Season.Notice); err != nil {
		return err
	}
	for _, city := range cities(p) {
		if err := signAll(p, city+"-city-clerk-1", "notices-relayed"); err != nil {
			return err
		}
	}
	if p.Season.Edition == play.Alone.Edition {
		if err := jinhuaHasSent(p); err != nil {
			return err
		}
	}
	for _, at := range p.Towns {
		if !p.Silent[at.Region] {
			if err := signAll(p, at.Region+"-county-clerk-1", "notices-signed"); err != nil {
				return err
			}
		}
	}
	return nil
}

// jinhuaHasSent sees that the city's own notice went to each of its counties.
func jinhuaHasSent(p *play.Play) error {
	jinhua, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := jinhua.Get("/notices/jinhua/receipts")
	if err == nil && !page.Says("已下发 12 家") {
		p.Fault("Jinhua's notice went not to nine counties and three zones: %.200s", page.Text())
	}
	return err
}

// issue sends a notice to its addressees.
func issue(p *play.Play, post, notice string) error {
	b, err := p.At(post)
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
	p.Want(page, 200, "issue "+notice)
	return nil
}

// signAll signs every notice that waits on an office's desk and says that it
// has acted on it.
func signAll(p *play.Play, post, stage string) error {
	b, err := p.At(post)
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
			p.Want(page, 200, move+" by "+post)
		}
		if move == "relay" {
			p.Count(stage, len(papers))
		}
	}
	return nil
}
