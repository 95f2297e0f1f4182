package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

var (
	inviteLink = regexp.MustCompile(`/invitation/[a-z2-7.]+`)
	joinLink   = regexp.MustCompile(`/join/[A-Za-z0-9_-]+`)
)

// A member sits on the committee of a rehearsal.
type member struct {
	seat string // the invitation
	b    *Browser
}

// formCommittee writes to three platforms; two name a member, one declines. The
// members of an earlier edition are still in term.
func formCommittee(ctx context.Context, p *play) error {
	if p.members != nil {
		return nil
	}
	if err := p.clock("2018-01-08 09:00:00"); err != nil {
		return err
	}
	links := map[string]string{}
	seats := map[string]string{}
	for _, platform := range []string{"aliexpress", "amazon", "wish"} {
		seat, link, err := p.invite(platform)
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		seats[platform], links[platform] = seat, link
	}
	contact := NewBrowser("platform", p.child.Base, p.watch.see)
	page, err := contact.Get(links["wish"])
	if err != nil {
		return err
	}
	if page, err = contact.Press(page, links["wish"], url.Values{"do": {"decline"}, "contact": {"演练·联系人"}, "reason": {"本年度没有合适人选。"}}); err != nil {
		return err
	}
	p.want(page, 200, "decline")
	if again, err := contact.Get(links["wish"]); err != nil || again.Has(links["wish"]) {
		p.fault("the platform's link works twice: %v", err)
	}
	p.count("platforms-declined", 1)
	for _, platform := range []string{"aliexpress", "amazon"} {
		b, err := p.name(contact, platform, links[platform])
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		p.members = append(p.members, member{seats[platform], b})
		p.count("members", 1)
	}
	return nil
}

// invite sends a letter to a platform and returns the invitation and the link.
func (p *play) invite(platform string) (id, link string, err error) {
	b, err := p.at("330000-province-clerk-1")
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
	p.want(page, 200, "send a letter")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.approve(post, false); err != nil {
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
func (p *play) name(contact *Browser, platform, link string) (*Browser, error) {
	page, err := contact.Get(link)
	if err != nil {
		return nil, err
	}
	right := url.Values{
		"do": {"accept"}, "contact": {"演练·联系人"}, "name": {"演练·委员"}, "employer": {platform + "平台（虚构）"}, "title": {"负责人"},
		"directions": {platform}, "since": {p.season.day("2018-01-08")}, "until": {"2020-12-31"}, "secrecy": {"yes"},
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
	p.want(refused, 422, "a member without the promise of secrecy")
	if page, err = contact.Press(page, link, right); err != nil {
		return nil, err
	}
	p.want(page, 200, "name a member")
	if page, err = contact.Press(page, link+"/sign-in", nil); err != nil {
		return nil, err
	}
	join := joinLink.FindString(string(page.Body))
	b := NewBrowser("member "+platform, p.child.Base, p.watch.see)
	if page, err = b.Get(join); err == nil {
		_, err = b.Press(page, join, nil)
	}
	return b, err
}

// recheckThird lets somebody whose chances are used up ask for their marks to
// be rechecked; they are right as they are.
func recheckThird(ctx context.Context, p *play) error {
	for _, one := range p.with(third) {
		page, err := one.b.Get("/cases/" + one.entry)
		if err != nil {
			return err
		}
		attempts := page.Links("/cases/")
		if page, err = one.b.Get(attempts[len(attempts)-1]); err != nil {
			return err
		}
		if page, err = one.b.Press(page, "/recheck", url.Values{"parts": {"practice"}, "reason": {"请核对实践操作的合计。"}}); err != nil {
			return err
		}
		id := lastPart(page.Path)
		first, err := p.at("330000-examiner-clerk-1")
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
			p.fault("an examiner may confirm what they have found themselves")
		}
		second, err := p.at("330000-examiner-clerk-2")
		if err != nil {
			return err
		}
		if page, err = second.Get("/cases/" + id); err == nil {
			page, err = second.Press(page, "/rechecks/"+id+"/confirm", nil)
		}
		if err != nil {
			return err
		}
		if !contains(page, "维持原成绩") {
			p.fault("a recheck without a difference: %.200s", page.Text())
		}
		p.count("rechecked", 1)
	}
	return nil
}

// decide holds two meetings: the first has no quorum and is refused, at the
// second those present sign the list.
func decide(ctx context.Context, p *play) error {
	if err := p.clock("2018-04-02 09:00:00"); err != nil {
		return err
	}
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	desk, err := b.Get("/publicities")
	if err != nil {
		return err
	}
	if n := len(desk.Options("entry")); n > 0 {
		p.fault("%d may go on public notice before the committee has signed", n)
	}
	id, page, err := p.callMeeting(b)
	if err != nil {
		return err
	}
	short := url.Values{"chair": {p.members[0].seat}, "was." + p.members[0].seat: {"present"}, "was." + p.members[1].seat: {"absent"}}
	if page, err = b.Press(page, "/meetings/"+id+"/convene", short); err != nil {
		return err
	}
	p.want(page, 410, "a meeting without quorum")
	if _, err := p.moveAs(b, id, "adjourn", url.Values{"reason": {"一位委员缺席，不足法定人数。"}}); err != nil {
		return err
	}
	if id, page, err = p.callMeeting(b); err != nil {
		return err
	}
	there := url.Values{"chair": {p.members[0].seat}}
	for _, m := range p.members {
		there.Set("was."+m.seat, "present")
	}
	if page, err = b.Press(page, "/meetings/"+id+"/convene", there); err != nil {
		return err
	}
	p.want(page, 200, "convene")
	for _, m := range p.members {
		if page, err = m.b.Get("/cases/" + id); err == nil {
			page, err = m.b.Press(page, "/meetings/"+id+"/sign", nil)
		}
		if err != nil {
			return err
		}
		p.want(page, 200, "sign the list")
	}
	if page, err = b.Get("/cases/" + id); err == nil {
		page, err = b.Press(page, "/meetings/"+id+"/close", url.Values{"minutes": {"逐一审议，到会委员签署了拟认证名单。"}})
	}
	if err != nil {
		return err
	}
	p.want(page, 200, "confirm the list")
	if !strings.Contains(page.Text(), "名单已签署") {
		p.fault("the list is not signed: %.300s", page.Text())
	}
	return nil
}

// callMeeting calls a meeting about everybody who waits for one.
func (p *play) callMeeting(b *Browser) (id string, page *Page, err error) {
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
	return lastPart(page.Path), page, nil
}
