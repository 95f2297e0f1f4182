package road

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// inSession is how many are heard in one session, judges how many hear them,
// sessionDays on how many days at most.
const (
	inSession   = 40
	judges      = 5
	sessionDays = 10
)

// SelectAll holds the sessions of the selection, one after the other.
func SelectAll(ctx context.Context, p *play.Play) error {
	sessions := slices.Collect(slices.Chunk(p.Heard(), inSession))
	for i, people := range sessions {
		day := fmt.Sprintf("2017-11-%02d", 6+i*sessionDays/max(len(sessions), sessionDays))
		if err := p.Clock(day + " 09:00:00"); err != nil {
			return err
		}
		if err := session(ctx, p, i+1, day, people); err != nil {
			return fmt.Errorf("session %d: %w", i+1, err)
		}
	}
	return nil
}

func session(ctx context.Context, p *play.Play, n int, day string, people []*play.Person) error {
	b, err := p.At("330000-association-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/sessions")
	if err != nil {
		return err
	}
	page, err = b.Press(page, "/sessions", url.Values{
		"title": {"第" + play.Number(n) + "场"}, "day": {p.Season.Day(day)}, "hour": {"9:00"}, "place": {"演练会场"},
	})
	if err != nil {
		return err
	}
	id := screen.LastPart(page.Path)
	var ids []string
	for _, one := range people {
		ids = append(ids, one.App)
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
	p.Want(page, 200, "draw")
	panel := page.Options("judge")
	if len(panel) < judges {
		return fmt.Errorf("only %d judges to choose from: %.300s", len(panel), page.Text())
	}
	panel = panel[:judges]
	v := url.Values{"judge": panel, "chief": {panel[0]}}
	for i, one := range panel {
		v.Set("unit."+one, fmt.Sprintf("演练单位%s（虚构）", play.Number(i)))
	}
	if page, err = b.Press(page, "/sessions/"+id+"/panel", v); err != nil {
		return err
	}
	p.Want(page, 200, "panel")
	lots, err := drawnLots(p, b, id)
	if err != nil {
		return err
	}
	if err := declare(p, id, panel, people[0]); err != nil {
		return err
	}
	if _, err := p.MoveAs(b, id, "start", nil); err != nil {
		return err
	}
	if err := mark(ctx, p, id, panel, lots, people); err != nil {
		return err
	}
	return release(p, b, id, panel[0], len(people))
}

// drawnLots returns the drawn order of a session: application by lot.
func drawnLots(p *play.Play, b *screen.Browser, id string) (map[string]string, error) {
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
func declare(p *play.Play, id string, panel []string, known *play.Person) error {
	for i, judge := range panel {
		b, err := p.At(postOf(judge))
		if err != nil {
			return err
		}
		if page, err := b.Get("/cases/" + known.App); err != nil || page.Status != 404 {
			p.Fault("a judge opens a file before declaring: %v", err)
		}
		page, err := b.Get("/judge/" + id)
		if err != nil {
			return err
		}
		v := url.Values{"all": {"ok"}}
		if i == len(panel)-1 {
			v = url.Values{"say." + known.App: {"recuse"}, "kind." + known.App: {"unit"}}
			if page, err = b.Press(page, "/judge/"+id+"/declare", v); err != nil {
				return err
			}
			p.Count("recused", 1)
			v = url.Values{"all": {"ok"}}
		}
		if page, err = b.Press(page, "/judge/"+id+"/declare", v); err != nil {
			return err
		}
		p.Want(page, 200, "declare")
	}
	return nil
}

// mark lets the judges mark and lock, all at the same time.
func mark(ctx context.Context, p *play.Play, id string, panel []string, lots map[string]string, people []*play.Person) error {
	fates := map[string]play.Fate{}
	for _, one := range people {
		fates[one.App] = one.Fate
	}
	pads := make([]*play.Person, len(panel))
	for i := range panel {
		pads[i] = &play.Person{N: i}
	}
	return p.Each(ctx, pads, func(one *play.Person) error {
		b, err := p.At(postOf(panel[one.N]))
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
			for k, values := range marks(fates[lots[f.Values.Get("lot")]], one.N, f.Values.Get("lot")) {
				f.Values[k] = values
			}
			f.Values.Set("remark", fmt.Sprintf("秘-remark-%s", b.Who[len("judge "):]))
		}
		if one.N%2 == 0 { // who has a tablet; the others lock by the form
			return lockSigned(p, b, id, page, pads)
		}
		for _, f := range pads {
			status, err := b.SendOnly(f.Action, f.Values)
			if err != nil {
				return err
			}
			if status != http.StatusSeeOther {
				p.Fault("lock by %s: %d", b.Who, status)
			}
			p.Count("sheets", 1)
		}
		return nil
	})
}

// marks are what one judge gives: high, unless the person is to fail.
func marks(f play.Fate, judge int, lot string) url.Values {
	v := url.Values{
		"content": {fmt.Sprint(24 + judge%3)}, "cases": {"16.5"}, "design": {fmt.Sprint(15 + len(lot))},
		"delivery": {"17"}, "slides": {"8"}, "feedback": {"案例具体，节奏可以更紧凑。"},
	}
	if f == play.NotPassed {
		v = url.Values{"content": {"14"}, "cases": {"9"}, "design": {"10"}, "delivery": {"10"}, "slides": {"5"}, "feedback": {"请补充实战案例。"}}
	}
	return v
}

// release counts, signs four times and releases.
func release(p *play.Play, b *screen.Browser, id, chief string, n int) error {
	if _, err := p.MoveAs(b, id, "count", nil); err != nil {
		return err
	}
	supervisor, err := p.At("330000-supervisor-clerk-1")
	if err != nil {
		return err
	}
	checker, err := p.At("330000-association-clerk-2")
	if err != nil {
		return err
	}
	for _, s := range []struct {
		b  *screen.Browser
		as string
	}{{b, "scorer"}, {checker, "checker"}, {supervisor, "supervisor"}} {
		page, err := s.b.Get("/sessions/" + id)
		if err != nil {
			return err
		}
		if page, err = s.b.Press(page, "/sessions/"+id+"/sign", url.Values{"as": {s.as}}); err != nil {
			return err
		}
		p.Want(page, 200, "signature of "+s.as)
	}
	judge, err := p.At(postOf(chief))
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
	p.Want(page, 200, "signature of the chief")
	if _, err = p.MoveAs(b, id, "release", nil); err != nil {
		return err
	}
	p.Count("heard", n)
	return nil
}

// Shortlist lets the province issue the 培育名单 with the finance department.
func Shortlist(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-11-20 09:00:00"); err != nil {
		return err
	}
	b, err := p.At("330000-province-clerk-1")
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
	id := screen.LastPart(page.Path)
	picks := page.Options("pick")
	if page, err = b.Press(page, "/shortlists/"+id+"/members", url.Values{"pick": picks}); err != nil {
		return err
	}
	if page, err = b.Press(page, "/shortlists/"+id+"/issue", url.Values{"number": {"浙商务联发〔" + p.Season.Year("2017-11-20") + "〕88号"}}); err != nil {
		return err
	}
	p.Want(page, 200, "issue the shortlist")
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1", "330000-finance-leader-1"} {
		if err := p.Approve(post, false); err != nil {
			return err
		}
	}
	p.Count("shortlisted", len(picks))
	return nil
}
