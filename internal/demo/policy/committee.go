package policy

import (
	"fmt"
	"maps"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// invite drafts an invitation to a platform and returns its id.
func invite(w *world.World, platform string) string {
	w.Invitations++
	id := fmt.Sprintf("demo-invitation-%02d", w.Invitations)
	w.Do("invite "+platform, func() error { return w.Committee.Draft(w.Ctx, w.As(world.Clerk), id, platform) })
	return id
}

// letter sends the letter of an invitation through the office's chain.
func letter(w *world.World, platform string) string {
	id := invite(w, platform)
	var text form.Answers
	w.Do("letter to "+platform, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), id)
		if err == nil {
			text, err = w.Committee.Letter(w.Ctx, c)
		}
		return err
	})
	w.Chain(id, "send", world.Clerk, text, world.ProvinceHead, world.ProvinceLeader)
	return id
}

// reply lets a platform answer by its link.
func reply(w *world.World, id, move string, answers form.Answers) {
	w.Do(move+" "+id, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), id)
		if err == nil {
			err = w.Committee.Reply(w.Ctx, c, move, answers)
		}
		return err
	})
}

// seat lets a platform name a member, and returns the invitation.
func seat(w *world.World, platform, label, name, title string) string {
	id := letter(w, platform)
	reply(w, id, "accept", form.Answers{
		"contact": "演示·" + label + "联系人", "name": name, "employer": label + "平台（演示）", "title": title,
		"partners": "演示" + label + "服务中心（虚构）", "directions": platform, "since": "2017-09-25", "until": "2020-09-25", "secrecy": "yes",
	})
	w.Do("seat of "+platform, func() error {
		posts, err := w.Flow.Orgs().Staff(w.Ctx, w.Flow.DB(), org.CommitteeID)
		for _, p := range posts {
			w.Posts[p.ID] = p
		}
		return err
	})
	return id
}

// FormCommittee writes to the platforms: some name a member, some decline, some
// do not answer, and some leave again.
func FormCommittee(w *world.World) {
	for i, p := range [][2]string{{"aliexpress", "速卖通"}, {"amazon", "亚马逊"}} {
		gone := seat(w, p[0], p[1], world.Turn(i, "演示·安前任", "演示·白前任"), "政府事务经理")
		w.In(func() {
			w.Move(gone, "leave", w.As(world.Clerk), world.Because(world.Turn(i, "平台来函：原推荐人离职，另行推荐。", "平台来函：原推荐人调往外省，退出委员会。")))
		})
		seat(w, p[0], p[1], world.Turn(i, "演示·安委员", "演示·白委员"), world.Turn(i, "商家运营负责人", "卖家培训负责人"))
		invite(w, p[0]) // for the next term
	}
	for i, p := range [][2]string{{"ebay", "eBay"}, {"wish", "wish"}} {
		no := letter(w, p[0])
		reply(w, no, "decline", form.Answers{
			"contact": "演示·" + p[1] + "联系人", "reason": world.Turn(i, "本年度没有合适人选，明年再议。", "推荐的人员时间冲突，暂不能参加。"),
		})
		slow := letter(w, p[0])
		w.In(func() {
			w.Do("shorten "+slow, func() error {
				return w.Flow.SetDue(w.Ctx, w.Tx, *w.Load(slow), w.Flow.Now())
			})
		})
	}
	w.Tick()
	letter(w, "ebay")
	letter(w, "wish")
}

// call calls a meeting of the committee about people, for the day it is.
func call(w *world.World, people []*world.Person) string {
	return callOn(w, calendar.Day(w.Flow.Now()).String(), people)
}

func callOn(w *world.World, day string, people []*world.Person) string {
	w.Meetings++
	id := fmt.Sprintf("demo-meeting-%02d", w.Meetings)
	w.Do("call "+id, func() error {
		var cs []flow.Case
		for _, p := range people {
			c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), p.Entry)
			if err != nil {
				return err
			}
			cs = append(cs, *c)
		}
		return w.Committee.Call(w.Ctx, w.As(world.Clerk), id, form.Answers{
			"title": fmt.Sprintf("认证委员会第%d次会议", w.Meetings), "on": day, "hour": "14:00", "place": "演示会议室",
			"agenda": "一、通报考核情况；二、审议并签署拟认证名单。",
		}, cs)
	})
	return id
}

// convene opens a meeting with everybody there.
func convene(w *world.World, id string) {
	var was form.Answers
	w.Do("attendance "+id, func() (err error) {
		was, err = w.Committee.Everybody(w.Ctx, w.Flow.DB())
		return err
	})
	w.In(func() { w.Move(id, "convene", w.As(world.Clerk), was) })
}

// signList lets the first n members sign the list of a meeting; -1 is all.
func signList(w *world.World, id string, n int) {
	w.In(func() {
		var all map[string]form.Answers
		w.Do("read "+id, func() (err error) {
			all, err = w.Committee.Signing(w.Ctx, w.Tx, w.Load(id))
			return err
		})
		for i, post := range slices.Sorted(maps.Keys(all)) {
			switch i {
			case n:
				return
			case len(all) - 1:
				w.Move(id, "sign-last", w.As(post), all[post])
			default:
				w.Move(id, "sign", w.As(post), all[post])
			}
		}
	})
}

// Decide brings people onto the signed list of a meeting.
func Decide(w *world.World, people []*world.Person) {
	id := call(w, people)
	convene(w, id)
	signList(w, id, -1)
	w.In(func() {
		w.Move(id, "close", w.As(world.Clerk), form.Answers{"minutes": "会议通报了考核情况，逐一审议，到会委员签署了拟认证名单。"})
	})
}

// MeetingsOpen are the meetings that are not over: two called, two where members
// sign, two that wait for their minutes, after two that were not held. The first
// two of people are asking for a recheck, which no minutes pass: they stand where
// members sign, and the other meetings can be brought to their end.
func MeetingsOpen(w *world.World, people []*world.Person) {
	for i := range 2 {
		id := call(w, people[i:i+1])
		w.In(func() {
			w.Move(id, "adjourn", w.As(world.Clerk), world.Because(world.Turn(i, "两位委员因航班取消未到，不足法定人数。", "与平台大促时间冲突，改期召开。")))
		})
	}
	callOn(w, "2017-09-28", people[2:3])
	callOn(w, "2017-09-29", people[3:4])
	for i, p := range []*world.Person{people[0], people[1], people[4], people[5]} {
		id := call(w, []*world.Person{p})
		convene(w, id)
		signList(w, id, min(i, 2)) // both members have signed the last two
	}
}

// Rechecks are asked for by people whose marks are out: two wait, two wait for
// a second pair of eyes, two were kept and two put right.
func Rechecks(w *world.World, ask, once, kept, righted []*world.Person) {
	for _, p := range append(append(append(append([]*world.Person{}, ask...), once...), kept...), righted...) {
		askRecheck(w, p)
	}
	w.In(func() {
		for i, p := range append(append([]*world.Person{}, once...), kept...) {
			w.Move(p.Recheck, "check", w.As(world.Examiner), form.Answers{"note": world.Turn(i, "三处计分逐项核对，合计无误。", "登分与原始评分表一致。", "合计无误。", "登分无误。")})
		}
		for _, p := range kept {
			w.Move(p.Recheck, "keep", w.As(world.Examiner2), nil)
		}
		for i, p := range righted {
			w.Move(p.Recheck, "check", w.As(world.Examiner), form.Answers{"practice": world.Turn(i, "58.5", "57.5"), "note": "实践操作第二题漏计，已补记；更正后仍未达线。"})
			w.Move(p.Recheck, "correct", w.As(world.Examiner2), nil)
		}
	})
}

func askRecheck(w *world.World, p *world.Person) {
	p.Recheck = db.NewID()
	w.Do("recheck of "+p.Name, func() error {
		return w.Recheck.Ask(w.Ctx, p.Self(), p.Attempt, p.Recheck, form.Answers{
			"parts": "practice", "reason": "实践操作的得分与考后自评相差较大，请核对计分和合计。",
		})
	})
}
