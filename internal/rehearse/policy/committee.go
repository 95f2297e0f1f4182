package policy

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

var inviteLink = regexp.MustCompile(`/invitation/[a-z2-7.]+`)

// FormCommittee writes to three platforms; two name a member, one declines. The
// members of an earlier edition are still in term.
func FormCommittee(ctx context.Context, p *play.Play) error {
	if p.Members != nil {
		return nil
	}
	if err := p.Clock("2018-01-08 09:00:00"); err != nil {
		return err
	}
	links := map[string]string{}
	seats := map[string]string{}
	for _, platform := range []string{"aliexpress", "amazon", "wish"} {
		seat, link, err := invite(p, platform)
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		seats[platform], links[platform] = seat, link
	}
	contact := p.Browser("platform")
	page, err := contact.Get(links["wish"])
	if err != nil {
		return err
	}
	if page, err = contact.Press(page, links["wish"], url.Values{"do": {"decline"}, "contact": {"演练·联系人"}, "reason": {"本年度没有合适人选。"}}); err != nil {
		return err
	}
	p.Want(page, 200, "decline")
	if again, err := contact.Get(links["wish"]); err != nil || again.Has(links["wish"]) {
		p.Fault("the platform's link works twice: %v", err)
	}
	p.Count("platforms-declined", 1)
	for _, platform := range []string{"aliexpress", "amazon"} {
		b, err := name(p, contact, platform, links[platform])
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		p.Members = append(p.Members, play.Member{Seat: seats[platform], Screen: b})
		p.Count("members", 1)
	}
	return nil
}

// invite sends a letter to a platform and returns the invitation and the link.
func invite(p *play.Play, platform string) (id, link string, err error) {
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return "", "", err
	}
	page, err := b.Get("/committee")
	if err != nil {
		return "", "", err
	}
	for _, f := range page.Forms("/committee/invitations") {
		if f.Values.Get("platform") == platform {
			id = f.Values.Get("id")
			page, err = b.Send(f.Action, f.Values)
		}
	}
	if err != nil || id == "" {
		return "", "", fmt.Errorf("no invitation to draft: %v %.300s", err, page.Text())
	}
	if page, err = b.Press(page, "/invitations/"+id+"/send", nil); err != nil {
		return "", "", err
	}
	p.Want(page, 200, "send a letter")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.Approve(post, false); err != nil {
			return "", "", err
		}
	}
	if page, err = b.Get("/cases/" + id); err != nil {
		return "", "", err
	}
	if link = inviteLink.FindString(string(page.Body)); link == "" {
		err = fmt.Errorf("the letter has no link: %.300s", page.Text())
	}
	return id, link, err
}

// name lets the contact of a platform name a member, who then signs in.
func name(p *play.Play, contact *screen.Browser, platform, link string) (*screen.Browser, error) {
	page, err := contact.Get(link)
	if err != nil {
		return nil, err
	}
	right := url.Values{
		"do": {"accept"}, "contact": {"演练·联系人"}, "name": {"演练·委员"}, "employer": {platform + "平台（虚构）"}, "title": {"负责人"},
		"directions": {platform}, "since": {p.Season.Day("2018-01-08")}, "until": {"2020-12-31"}, "secrecy": {"yes"},
	}
	wrong := url.Values{}
	for k, v := range right {
		wrong[k] = v
	}
	wrong["secrecy"] = nil
	refused, err := contact.Press(page, link, wrong)
	if err != nil {
		return nil, err
	}
	p.Want(refused, 422, "a member without the promise of secrecy")
	if page, err = contact.Press(page, link, right); err != nil {
		return nil, err
	}
	p.Want(page, 200, "name a member")
	if page, err = contact.Press(page, link+"/sign-in", nil); err != nil {
		return nil, err
	}
	join := play.JoinLink.FindString(string(page.Body))
	b := p.Browser("member " + platform)
	if page, err = b.Get(join); err == nil {
		_, err = b.Press(page, join, nil)
	}
	return b, err
}

// RecheckThird lets somebody whose chances are used up ask for their marks to
// be rechecked; they are right as they are.
func RecheckThird(ctx context.Context, p *play.Play) error {
	for _, one := range p.With(play.Third) {
		page, err := one.Screen.Get("/cases/" + one.Entry)
		if err != nil {
			return err
		}
		attempts := page.Links("/cases/")
		if page, err = one.Screen.Get(attempts[len(attempts)-1]); err != nil {
			return err
		}
		if page, err = one.Screen.Press(page, "/recheck", url.Values{"parts": {"practice"}, "reason": {"请核对实践操作的合计。"}}); err != nil {
			return err
		}
		id := screen.LastPart(page.Path)
		first, err := p.At("330000-examiner-clerk-1")
		if err != nil {
			return err
		}
		if page, err = first.Get("/cases/" + id); err == nil {
			page, err = first.Press(page, "/rechecks/"+id+"/check", url.Values{"note": {"逐项核对，合计无误。"}})
		}
		if err != nil {
			return err
		}
		if page.Has("/rechecks/" + id + "/confirm") {
			p.Fault("an examiner may confirm what they have found themselves")
		}
		second, err := p.At("330000-examiner-clerk-2")
		if err != nil {
			return err
		}
		if page, err = second.Get("/cases/" + id); err == nil {
			page, err = second.Press(page, "/rechecks/"+id+"/confirm", nil)
		}
		if err != nil {
			return err
		}
		if !page.Says("维持原成绩") {
			p.Fault("a recheck without a difference: %.200s", page.Text())
		}
		p.Count("rechecked", 1)
	}
	return nil
}

// Decide holds two meetings: the first has no quorum and is refused, at the
// second those present sign the list.
func Decide(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2018-04-02 09:00:00"); err != nil {
		return err
	}
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	desk, err := b.Get("/publicities")
	if err != nil {
		return err
	}
	if n := len(desk.Options("entry")); n > 0 {
		p.Fault("%d may go on public notice before the committee has signed", n)
	}
	id, page, err := callMeeting(p, b)
	if err != nil {
		return err
	}
	short := url.Values{"chair": {p.Members[0].Seat}, "was." + p.Members[0].Seat: {"present"}, "was." + p.Members[1].Seat: {"absent"}}
	if page, err = b.Press(page, "/meetings/"+id+"/convene", short); err != nil {
		return err
	}
	p.Want(page, 410, "a meeting without quorum")
	if _, err := p.MoveAs(b, id, "adjourn", url.Values{"reason": {"一位委员缺席，不足法定人数。"}}); err != nil {
		return err
	}
	if id, page, err = callMeeting(p, b); err != nil {
		return err
	}
	there := url.Values{"chair": {p.Members[0].Seat}}
	for _, m := range p.Members {
		there.Set("was."+m.Seat, "present")
	}
	if page, err = b.Press(page, "/meetings/"+id+"/convene", there); err != nil {
		return err
	}
	p.Want(page, 200, "convene")
	for _, m := range p.Members {
		if page, err = m.Screen.Get("/cases/" + id); err == nil {
			page, err = m.Screen.Press(page, "/meetings/"+id+"/sign", nil)
		}
		if err != nil {
			return err
		}
		p.Want(page, 200, "sign the list")
	}
	if page, err = b.Get("/cases/" + id); err == nil {
		page, err = b.Press(page, "/meetings/"+id+"/close", url.Values{"minutes": {"逐一审议，到会委员签署了拟认证名单。"}})
	}
	if err != nil {
		return err
	}
	p.Want(page, 200, "confirm the list")
	if !strings.Contains(page.Text(), "名单已签署") {
		p.Fault("the list is not signed: %.300s", page.Text())
	}
	return nil
}

// callMeeting calls a meeting about everybody who waits for one.
func callMeeting(p *play.Play, b *screen.Browser) (id string, page *screen.Page, err error) {
	if page, err = b.Get("/committee/meetings/new"); err != nil {
		return "", nil, err
	}
	entries := page.Options("entry")
	page, err = b.Press(page, "/committee/meetings", url.Values{
		"entry": entries, "title": {"认证委员会会议"}, "hour": {"9:00"}, "place": {"演练会议室"},
	})
	if err != nil {
		return "", nil, err
	}
	if page.Status != 200 {
		return "", nil, fmt.Errorf("call a meeting: %d %.300s", page.Status, page.Text())
	}
	return screen.LastPart(page.Path), page, nil
}
