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

var (
	firmLink  = regexp.MustCompile(`/survey/[a-z0-9-]+\.[a-z2-7]{32}`)
	smallCell = regexp.MustCompile(`>\s*[12]\s*</td>`)
)

// MatchAll lets a city ask twelve firms what they need, and find a lecturer for
// them: one declines, one comes.
func MatchAll(_ context.Context, p *play.Play) error {
	if err := p.Clock("2018-06-04 09:00:00"); err != nil {
		return err
	}
	b, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	if err := askFirms(p, b); err != nil {
		return fmt.Errorf("survey: %w", err)
	}
	crowned := p.Crowned()
	for _, one := range crowned[:2] {
		if err := willing(p, one); err != nil {
			return fmt.Errorf("%s says when they teach: %w", one.Name, err)
		}
	}
	if _, err := engage(p, b, crowned[0], "decline", url.Values{"reason": {"当天另有课程。"}}); err != nil {
		return err
	}
	p.Count("lecturers-declined", 1)
	id, err := engage(p, b, crowned[1], "accept", url.Values{"phone": {"19900000155"}})
	if err != nil {
		return err
	}
	return teach(p, b, crowned[1], id)
}

// askFirms holds a survey of twelve firms, of which one alone wants wish.
func askFirms(p *play.Play, b *screen.Browser) error {
	page, err := b.Get("/surveys/new")
	if err == nil {
		page, err = b.Press(page, "/surveys", url.Values{"title": {"演练企业需求调研"}, "until": {p.Season.Day("2018-06-15")}})
	}
	if err != nil {
		return err
	}
	id := screen.LastPart(page.Path)
	var lines []string
	for i := range 12 {
		lines = append(lines, fmt.Sprintf("=演练%d号(𠮷)企业，%s", i+1, []string{"义乌市", "浦江县"}[i%2]))
	}
	if page, err = b.Press(page, "/surveys/"+id+"/firms", url.Values{"firms": {strings.Join(lines, "\n")}}); err != nil {
		return err
	}
	p.Want(page, 200, "name firms")
	if page, err = p.MoveAs(b, id, "launch", nil); err != nil {
		return err
	}
	links := unique(firmLink.FindAllString(string(page.Body), -1))
	if len(links) != 12 {
		return fmt.Errorf("%d links for 12 firms", len(links))
	}
	for i, link := range links {
		if err := answerFirm(p, i, link); err != nil {
			return err
		}
		p.Count("firms-answered", 1)
	}
	if page, err = p.MoveAs(b, id, "close", nil); err != nil {
		return err
	}
	text := string(page.Body)
	_, regions, _ := strings.Cut(text, `id="regions"`)
	regions, _, _ = strings.Cut(regions, "</table>")
	if !strings.Contains(regions, "—") || smallCell.MatchString(regions) {
		p.Fault("the summary shows a cell of one or two firms, or hides none: %.600s", page.Text())
	}
	if !page.Says("方向缺讲师") || len(page.Links("/events/new")) == 0 {
		p.Fault("the summary proposes nothing: %.600s", page.Text())
	}
	return nil
}

// answerFirm answers one link on a telephone; another code opens nothing, and
// the link answers once.
func answerFirm(p *play.Play, i int, link string) error {
	firm := p.Browser("firm")
	guess, err := firm.Get(link[:len(link)-1] + "7" + "7")
	if err != nil {
		return err
	}
	p.Want(guess, 404, "a guessed link")
	page, err := firm.Get(link)
	if err != nil {
		return err
	}
	want := []string{"amazon"}
	if i == 0 {
		want = append(want, "wish")
	}
	page, err = firm.Press(page, link, url.Values{"do": {"next"}, "trade": {"make"}, "staff": {"few"}, "directions": want, "people": {"40"}, "base": {"new"}})
	if err != nil {
		return err
	}
	last, err := page.Form(link)
	if err != nil {
		return err
	}
	for k, v := range map[string]string{"do": "next", "shape": "visit", "when": "month", "days": "work", "hire": "yes"} {
		last.Values.Set(k, v)
	}
	if page, err = firm.Send(last.Action, last.Values); err != nil {
		return err
	}
	if !page.Says("已提交，谢谢") {
		p.Fault("a firm that has answered reads %.300s", page.Text())
	}
	again, err := firm.Send(last.Action, last.Values)
	if err == nil {
		p.Want(again, 410, "a link answers twice")
	}
	return err
}

// willing lets a lecturer say when they teach.
func willing(p *play.Play, one *play.Person) error {
	page, err := one.Screen.Get("/lecturer")
	if err == nil {
		page, err = one.Screen.Press(page, "/lecturer", url.Values{
			"willing": {"yes"}, "directions": {"amazon"}, "cities": {"330700"}, "days": {"1", "2", "3", "4", "5"}, "hours": {"8"},
			"proof": {"平台规则培训"}, "proof-day": {p.Season.Day("2018-05-02")},
		})
	}
	if err == nil {
		p.Want(page, 200, "keep a profile")
	}
	return err
}

// engage finds a lecturer and invites them; the lecturer replies. No telephone
// is shown before.
func engage(p *play.Play, b *screen.Browser, one *play.Person, reply string, v url.Values) (id string, err error) {
	page, err := b.Get("/lecturers?direction=amazon&city=330700&part=am&on=" + p.Season.Day("2018-06-13"))
	if err != nil {
		return "", err
	}
	for _, href := range page.Links("/lecturers/") {
		found, err := b.Get(href)
		if err != nil {
			return "", err
		}
		if !found.Says(one.Name) {
			continue
		}
		if page, err = b.Press(found, "/invite", url.Values{"topic": {"跨境物流"}, "host": {"=演练1号企业"}, "place": {"演练厅"}, "hours": {"2"}}); err != nil {
			return "", err
		}
		p.Want(page, 200, "invite a lecturer")
		id = screen.LastPart(page.Path)
	}
	if id == "" {
		return "", fmt.Errorf("%s is not found: %.300s", one.Name, page.Text())
	}
	if page.Says("19900000155") {
		p.Fault("a telephone before the reply")
	}
	_, err = p.MoveAs(one.Screen, id, reply, v)
	return id, err
}

// teach lets the day come, the inviter note the hours and the lecturer confirm.
func teach(p *play.Play, b *screen.Browser, one *play.Person, id string) error {
	page, err := b.Get("/cases/" + id)
	if err != nil {
		return err
	}
	if !page.Says("19900000155") {
		p.Fault("no telephone after the reply: %.300s", page.Text())
	}
	if err := p.Clock("2018-06-13 17:00:00"); err != nil {
		return err
	}
	if _, err := p.MoveAs(b, id, "hold", url.Values{"hours": {"2"}, "people": {"35"}}); err != nil {
		return err
	}
	if _, err := p.MoveAs(one.Screen, id, "confirm", nil); err != nil {
		return err
	}
	if page, err = one.Screen.Get("/lecturer"); err != nil {
		return err
	}
	if !page.Says("2课时") {
		p.Fault("the hours are not counted: %.300s", page.Text())
	}
	p.Count("lectures-held", 1)
	return nil
}

// unique returns each of some once, in order.
func unique(some []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range some {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
