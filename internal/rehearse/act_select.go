package rehearse

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// inSession is how many are heard in one session, judges how many hear them,
// sessionDays on how many days at most.
const (
	inSession   = 40
	judges      = 5
	sessionDays = 10
)

// heard returns the people who come to the selection.
func (p *play) heard() (out []*person) {
	for _, one := range p.alive() {
		if one.fate != rejectedBy && one.fate != leftOut {
			out = append(out, one)
		}
	}
	return out
}

// selectAll holds the sessions of the selection, one after the other.
func selectAll(ctx context.Context, p *play) error {
	sessions := slices.Collect(slices.Chunk(p.heard(), inSession))
	for i, people := range sessions {
		day := fmt.Sprintf("2017-11-%02d", 6+i*sessionDays/max(len(sessions), sessionDays))
		if err := p.clock(day + " 09:00:00"); err != nil {
			return err
		}
		if err := p.session(ctx, i+1, day, people); err != nil {
			return fmt.Errorf("session %d: %w", i+1, err)
		}
	}
	return nil
}

func (p *play) session(ctx context.Context, n int, day string, people []*person) error {
	b, err := p.at("330000-association-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/sessions")
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/sessions", url.Values{
		"title": {"第" + number(n) + "场"}, "day": {p.season.day(day)}, "hour": {"9:00"}, "place": {"演练会场"},
	})
	if err != nil {
		return err
	}
	id := lastPart(page.Path)
	var ids []string
	for _, one := range people {
		ids = append(ids, one.app)
	}
	if page, err = b.Press(page, "/sessions/"+id+"/roster", url.Values{"pick": ids}); err != nil {
		return err
	}
	page, err = b.Press(page, "/sessions/"+id+"/draw", url.Values{
		"drawer": {"抽取人的口令共有十六个字以上才行"}, "witness": {"监督人的口令也有十六个字以上才行"}, "supervisor": {"演练监督"},
	})
	if err != nil {
		return err
	}
	p.want(page, 200, "draw")
	panel := page.Options("judge")
	if len(panel) < judges {
		return fmt.Errorf("only %d judges to choose from: %.300s", len(panel), page.Text())
	}
	panel = panel[:judges]
	v := url.Values{"judge": panel, "chief": {panel[0]}}
	for i, one := range panel {
		v.Set("unit."+one, fmt.Sprintf("演练单位%s（虚构）", number(i)))
	}
	if page, err = b.Press(page, "/sessions/"+id+"/panel", v); err != nil {
		return err
	}
	p.want(page, 200, "panel")
	lots, err := p.lots(b, id)
	if err != nil {
		return err
	}
	if err := p.declare(id, panel, people[0]); err != nil {
		return err
	}
	if _, err := p.moveAs(b, id, "start", nil); err != nil {
		return err
	}
	if err := p.mark(ctx, id, panel, lots, people); err != nil {
		return err
	}
	return p.release(b, id, panel[0], len(people))
}

// lots returns the drawn order of a session: application by lot.
func (p *play) lots(b *Browser, id string) (map[string]string, error) {
	page, err := b.Get("/sessions/" + id + "/draw.json")
	if err != nil {
		return nil, err
	}
	var record struct{ Lots []string }
	if err := json.Unmarshal(page.Body, &record); err != nil {
		return nil, fmt.Errorf("draw record: %w: %.200s", err, page.Body)
	}
	out := map[string]string{}
	for i, app := range record.Lots {
		out[fmt.Sprint(i+1)] = app
	}
	return out, nil
}

// postOf returns the post of a person of the pool: their ids are "p-" and it.
func postOf(personID string) string { return personID[len("p-"):] }

// declare lets every judge declare before anything opens; the last one stands
// aside for one candidate.
func (p *play) declare(id string, panel []string, known *person) error {
	for i, judge := range panel {
		b, err := p.at(postOf(judge))
		if err != nil {
			return err
		}
		if page, err := b.Get("/cases/" + known.app); err != nil || page.Status != 404 {
			p.fault("a judge opens a file before declaring: %v", err)
		}
		page, err := b.Get("/judge/" + id)
		if err != nil {
			return err
		}
		v := url.Values{"all": {"ok"}}
		if i == len(panel)-1 {
			v = url.Values{"say." + known.app: {"recuse"}, "kind." + known.app: {"unit"}}
			if page, err = b.Press(page, "/judge/"+id+"/declare", v); err != nil {
				return err
			}
			p.count("recused", 1)
			v = url.Values{"all": {"ok"}}
		}
		if page, err = b.Press(page, "/judge/"+id+"/declare", v); err != nil {
			return err
		}
		p.want(page, 200, "declare")
	}
	return nil
}

// mark lets the judges mark and lock, all at the same time.
func (p *play) mark(ctx context.Context, id string, panel []string, lots map[string]string, people []*person) error {
	fates := map[string]fate{}
	for _, one := range people {
		fates[one.app] = one.fate
	}
	pads := make([]*person, len(panel))
	for i := range panel {
		pads[i] = &person{n: i}
	}
	return p.each(ctx, pads, func(one *person) error {
		b, err := p.at(postOf(panel[one.n]))
		if err != nil {
			return err
		}
		page, err := b.Get("/judge/" + id)
		if err != nil {
			return err
		}
		pads := page.Forms("/judge/" + id + "/lock")
		if len(pads) == 0 {
			return fmt.Errorf("%s has nothing to mark: %.300s", b.Who, page.Text())
		}
		for _, f := range pads {
			for k, values := range marks(fates[lots[f.Values.Get("lot")]], one.n, f.Values.Get("lot")) {
				f.Values[k] = values
			}
			f.Values.Set("remark", fmt.Sprintf("秘-remark-%s", b.Who[len("judge "):]))
		}
		if one.n%2 == 0 { // who has a tablet; the others lock by the form
			return p.lockSigned(b, id, page, pads)
		}
		for _, f := range pads {
			status, err := b.SendOnly(f.Action, f.Values)
			if err != nil {
				return err
			}
			if status != http.StatusSeeOther {
				p.fault("lock by %s: %d", b.Who, status)
			}
			p.count("sheets", 1)
		}
		return nil
	})
}

// marks are what one judge gives: high, unless the person is to fail.
func marks(f fate, judge int, lot string) url.Values {
	v := url.Values{
		"content": {fmt.Sprint(24 + judge%3)}, "cases": {"16.5"}, "design": {fmt.Sprint(15 + len(lot))},
		"delivery": {"17"}, "slides": {"8"}, "feedback": {"案例具体，节奏可以更紧凑。"},
	}
	if f == notPassed {
		v = url.Values{"content": {"14"}, "cases": {"9"}, "design": {"10"}, "delivery": {"10"}, "slides": {"5"}, "feedback": {"请补充实战案例。"}}
	}
	return v
}

// release counts, signs four times and releases.
func (p *play) release(b *Browser, id, chief string, n int) error {
	if _, err := p.moveAs(b, id, "count", nil); err != nil {
		return err
	}
	supervisor, err := p.at("330000-supervisor-clerk-1")
	if err != nil {
		return err
	}
	checker, err := p.at("330000-association-clerk-2")
	if err != nil {
		return err
	}
	for _, s := range []struct {
		b  *Browser
		as string
	}{{b, "scorer"}, {checker, "checker"}, {supervisor, "supervisor"}} {
		page, err := s.b.Get("/sessions/" + id)
		if err != nil {
			return err
		}
		if page, err = s.b.Press(page, "/sessions/"+id+"/sign", url.Values{"as": {s.as}}); err != nil {
			return err
		}
		p.want(page, 200, "signature of "+s.as)
	}
	judge, err := p.at(postOf(chief))
	if err != nil {
		return err
	}
	page, err := judge.Get("/judge/" + id)
	if err != nil {
		return err
	}
	if page, err = judge.Press(page, "/judge/"+id+"/sign", url.Values{"as": {"chief"}}); err != nil {
		return err
	}
	p.want(page, 200, "signature of the chief")
	if _, err = p.moveAs(b, id, "release", nil); err != nil {
		return err
	}
	p.count("heard", n)
	return nil
}

// shortlist lets the province issue the 培育名单 with the finance department.
func shortlist(ctx context.Context, p *play) error {
	if err := p.clock("2017-11-20 09:00:00"); err != nil {
		return err
	}
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/shortlists")
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/shortlists", url.Values{"title": {"浙江省跨境电商师资培育名单（第一批）"}})
	if err != nil {
		return err
	}
	id := lastPart(page.Path)
	picks := page.Options("pick")
	if page, err = b.Press(page, "/shortlists/"+id+"/members", url.Values{"pick": picks}); err != nil {
		return err
	}
	if page, err = b.Press(page, "/shortlists/"+id+"/issue", url.Values{"number": {"浙商务联发〔" + p.season.year("2017-11-20") + "〕88号"}}); err != nil {
		return err
	}
	p.want(page, 200, "issue the shortlist")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1", "330000-finance-leader-1"} {
		if err := p.approve(post, false); err != nil {
			return err
		}
	}
	p.count("shortlisted", len(picks))
	return nil
}
