package demo

import (
	"fmt"
	"maps"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// invite drafts an invitation to a platform and returns its id.
func (w *world) invite(platform string) string {
	w.invitations++
	id := fmt.Sprintf("demo-invitation-%02d", w.invitations)
	w.do("invite "+platform, func() error { return w.committee.Draft(w.ctx, w.as(clerk), id, platform) })
	return id
}

// letter sends the letter of an invitation through the office's chain.
func (w *world) letter(platform string) string {
	id := w.invite(platform)
	var text form.Answers
	w.do("letter to "+platform, func() error {
		c, err := w.f.Load(w.ctx, w.f.DB(), id)
		if err == nil {
			text, err = w.committee.Letter(w.ctx, c)
		}
		return err
	})
	w.chain(id, "send", clerk, text, provinceHead, provinceLeader)
	return id
}

// reply lets a platform answer by its link.
func (w *world) reply(id, move string, answers form.Answers) {
	w.do(move+" "+id, func() error {
		c, err := w.f.Load(w.ctx, w.f.DB(), id)
		if err == nil {
			err = w.committee.Reply(w.ctx, c, move, answers)
		}
		return err
	})
}

// seat lets a platform name a member, and returns the invitation.
func (w *world) seat(platform, label, name, title string) string {
	id := w.letter(platform)
	w.reply(id, "accept", form.Answers{
		"contact": "演示·" + label + "联系人", "name": name, "employer": label + "平台（演示）", "title": title,
		"partners": "演示" + label + "服务中心（虚构）", "directions": platform, "since": "2017-09-25", "until": "2020-09-25", "secrecy": "yes",
	})
	w.do("seat of "+platform, func() error {
		posts, err := w.f.Orgs().Staff(w.ctx, w.f.DB(), org.CommitteeID)
		for _, p := range posts {
			w.posts[p.ID] = p
		}
		return err
	})
	return id
}

// formCommittee writes to the platforms: some name a member, some decline, some
// do not answer, and some leave again.
func (w *world) formCommittee() {
	for i, p := range [][2]string{{"aliexpress", "速卖通"}, {"amazon", "亚马逊"}} {
		gone := w.seat(p[0], p[1], turn(i, "演示·安前任", "演示·白前任"), "政府事务经理")
		w.in(func() {
			w.move(gone, "leave", w.as(clerk), because(turn(i, "平台来函：原推荐人离职，另行推荐。", "平台来函：原推荐人调往外省，退出委员会。")))
		})
		w.seat(p[0], p[1], turn(i, "演示·安委员", "演示·白委员"), turn(i, "商家运营负责人", "卖家培训负责人"))
		w.invite(p[0]) // for the next term
	}
	for i, p := range [][2]string{{"ebay", "eBay"}, {"wish", "wish"}} {
		no := w.letter(p[0])
		w.reply(no, "decline", form.Answers{
			"contact": "演示·" + p[1] + "联系人", "reason": turn(i, "本年度没有合适人选，明年再议。", "推荐的人员时间冲突，暂不能参加。"),
		})
		slow := w.letter(p[0])
		w.in(func() {
			w.do("shorten "+slow, func() error {
				return w.f.SetDue(w.ctx, w.tx, *w.load(slow), w.f.Now())
			})
		})
	}
	w.tick()
	w.letter("ebay")
	w.letter("wish")
}

// call calls a meeting of the committee about people.
func (w *world) call(people []*person) string {
	w.meetings++
	id := fmt.Sprintf("demo-meeting-%02d", w.meetings)
	w.do("call "+id, func() error {
		var cs []flow.Case
		for _, p := range people {
			c, err := w.f.Load(w.ctx, w.f.DB(), p.entry)
			if err != nil {
				return err
			}
			cs = append(cs, *c)
		}
		return w.committee.Call(w.ctx, w.as(clerk), id, form.Answers{
			"title": fmt.Sprintf("认证委员会第%d次会议", w.meetings), "on": "2017-09-28", "hour": "14:00", "place": "演示会议室",
			"agenda": "一、通报考核情况；二、审议并签署拟认证名单。",
		}, cs)
	})
	return id
}

// convene opens a meeting with everybody there.
func (w *world) convene(id string) {
	var was form.Answers
	w.do("attendance "+id, func() (err error) {
		was, err = w.committee.Everybody(w.ctx, w.f.DB())
		return err
	})
	w.in(func() { w.move(id, "convene", w.as(clerk), was) })
}

// signList lets the first n members sign the list of a meeting; -1 is all.
func (w *world) signList(id string, n int) {
	w.in(func() {
		var all map[string]form.Answers
		w.do("read "+id, func() (err error) {
			all, err = w.committee.Signing(w.ctx, w.tx, w.load(id))
			return err
		})
		for _, post := range slices.Sorted(maps.Keys(all)) {
			if n == 0 {
				return
			}
			n--
			w.move(id, "sign", w.as(post), all[post])
		}
	})
}

// decide brings people onto the signed list of a meeting.
func (w *world) decide(people []*person) {
	id := w.call(people)
	w.convene(id)
	w.signList(id, -1)
	w.in(func() {
		w.move(id, "close", w.as(clerk), form.Answers{"minutes": "会议通报了考核情况，逐一审议，到会委员签署了拟认证名单。"})
	})
}

// meetingsOpen are the meetings that are not over: two called, two where members
// sign, after two that were not held.
func (w *world) meetingsOpen(people []*person) {
	for i := range 2 {
		id := w.call(people[i : i+1])
		w.in(func() {
			w.move(id, "adjourn", w.as(clerk), because(turn(i, "两位委员因航班取消未到，不足法定人数。", "与平台大促时间冲突，改期召开。")))
		})
	}
	w.call(people[:1])
	w.call(people[1:2])
	for i, p := range people[2:4] {
		id := w.call([]*person{p})
		w.convene(id)
		w.signList(id, i)
	}
}

// rechecks are asked for by people whose marks are out: two wait, two wait for
// a second pair of eyes, two were kept and two put right.
func (w *world) rechecks(ask, once, kept, righted []*person) {
	for _, p := range append(append(append(append([]*person{}, ask...), once...), kept...), righted...) {
		w.askRecheck(p)
	}
	w.in(func() {
		for i, p := range append(append([]*person{}, once...), kept...) {
			w.move(p.recheck, "check", w.as(examiner), form.Answers{"note": turn(i, "三处计分逐项核对，合计无误。", "登分与原始评分表一致。", "合计无误。", "登分无误。")})
		}
		for _, p := range kept {
			w.move(p.recheck, "keep", w.as(examiner2), nil)
		}
		for i, p := range righted {
			w.move(p.recheck, "check", w.as(examiner), form.Answers{"practice": turn(i, "58.5", "57.5"), "note": "实践操作第二题漏计，已补记；更正后仍未达线。"})
			w.move(p.recheck, "correct", w.as(examiner2), nil)
		}
	})
}

func (w *world) askRecheck(p *person) {
	p.recheck = db.NewID()
	w.do("recheck of "+p.name, func() error {
		return w.recheck.Ask(w.ctx, p.self(), p.attempt, p.recheck, form.Answers{
			"parts": "practice", "reason": "实践操作的得分与考后自评相差较大，请核对计分和合计。",
		})
	})
}
