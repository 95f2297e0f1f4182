package match

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A personView is one lecturer, and the form to invite them.
type personView struct {
	Shell   ui.Shell
	Head    ui.Head
	Facts   []ui.Pair
	Person  string
	ID      string // of the invitation that the form opens
	Event   ui.Link
	EventID string
	Ask     []form.Question // nil: may not be invited
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) person(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, inviters...)
	if err != nil {
		return err
	}
	v := personView{ID: db.NewID(), EventID: r.URL.Query().Get("event"), Answers: form.Answers{"hours": "2", "host": ""}}
	for _, name := range []string{"on", "part", "direction"} {
		v.Answers[name] = r.URL.Query().Get(name)
	}
	if err := s.fillIn(r.Context(), a, &v); err != nil {
		return err
	}
	return s.showPerson(w, r, http.StatusOK, a, v)
}

// fillIn writes into the form what the event or the inviter already says.
func (s *Slice) fillIn(ctx context.Context, a org.Actor, v *personView) error {
	if v.EventID == "" {
		if a.Role == programme.Buyer {
			v.Answers["host"] = a.Organ.Name
		}
		return nil
	}
	c, err := s.Flow.Find(ctx, a, v.EventID)
	if err != nil {
		return err
	}
	plan, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	for name, from := range map[string]string{"topic": "title", "host": "title", "direction": "direction", "place": "place", "on": "on", "part": "part"} {
		v.Answers[name] = plan[from]
	}
	return err
}

func (s *Slice) showPerson(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v personView) error {
	ctx := r.Context()
	l, err := s.one(ctx, s.Flow.DB(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if v.Event, err = s.eventLink(ctx, a, v.EventID); err != nil {
		return err
	}
	v.Person, v.Facts = l.Person, s.factsOf(ctx, l)
	v.Shell = ui.ShellOf(ctx, l.Name, "/lecturers")
	v.Head = ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "师资库"), Href: "/lecturers"}}, Title: l.Name, Lead: l.Unit,
		State: standing(ctx, l), Tone: ui.Waiting, Meta: []string{cityName(l.City)},
	}
	if l.Certified {
		v.Head.Tone = ui.Done
		v.Head.Meta = append(v.Head.Meta, l.Number)
	}
	if t, ok := s.Flow.Current().Track(track); ok && l.Willing {
		v.Ask = t.Forms["request"]
	}
	return web.Render(w, r, status, personPage(v))
}

// factsOf is what a search shows of a lecturer: no telephone, no mark.
func (s *Slice) factsOf(ctx context.Context, l Lecturer) []ui.Pair {
	e, today := s.Flow.Current(), calendar.Day(s.Flow.Now())
	months := int(e.Limit("lecturer.months").N)
	last, stale := l.Fresh(months, today)
	know := lang.T(ctx, "没有记录")
	if !last.IsZero() {
		know = ui.Joined(last.String(), l.Proof, lang.T(ctx, "%d个月前", calendar.Months(last, today)))
		if stale {
			know = ui.Joined(know, lang.T(ctx, "已满%d个月，待更新", months))
		}
	}
	var cities []string
	for _, c := range l.Cities {
		cities = append(cities, cityName(c))
	}
	return []ui.Pair{
		{Key: lang.T(ctx, "方向"), Value: named(ctx, e.Directions, l.Directions)},
		{Key: lang.T(ctx, "愿意授课的城市"), Value: ui.Joined(cities...)},
		{Key: lang.T(ctx, "可以授课"), Value: ui.Joined(when(ctx, l), limit(ctx, l))},
		{Key: lang.T(ctx, "知识更新"), Value: know},
		{Key: lang.T(ctx, "近12个月受邀"), Value: lang.T(ctx, "%d次", l.Invited)},
	}
}

// invite asks the lecturer. What is not right comes back with every answer kept.
func (s *Slice) invite(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, inviters...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	l, err := s.one(r.Context(), s.Flow.DB(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	t, ok := s.Flow.Current().Track(track)
	if !ok {
		return errMissing
	}
	answers, wrong := form.Read(t.Forms["request"], r.PostForm)
	if len(wrong) == 0 {
		wrong = wrongAsk(l, answers, calendar.Day(s.Flow.Now()), int(s.Flow.Current().Limit("lecture.days").N))
	}
	id, event := r.PostForm.Get("id"), r.PostForm.Get("event")
	if len(wrong) > 0 {
		return s.showPerson(w, r, http.StatusUnprocessableEntity, a, personView{ID: id, EventID: event, Answers: answers, Wrong: wrong})
	}
	if err := s.Invite(r.Context(), a, id, l.Person, event, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// An ownView is what a lecturer keeps of themselves.
type ownView struct {
	Shell   ui.Shell
	In      bool // on the 培育名单 or certified
	Know    string
	Stale   bool
	Held    int64
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
	Version int64
	Saved   bool
}

// ownForm is what a lecturer is asked, with the directions of the edition.
func (s *Slice) ownForm() []form.Question {
	var cities, days []form.Choice
	for _, c := range org.Cities(calendar.Day(s.Flow.Now())) {
		cities = append(cities, form.Choice{Value: c.Code, Label: c.Name})
	}
	for i, label := range []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"} {
		days = append(days, form.Choice{Value: strconv.Itoa(i + 1), Label: label})
	}
	show := form.When{Name: "willing", In: []string{"yes"}}
	return []form.Question{
		{Name: "willing", Label: "是否愿意受邀授课", Kind: form.Pick, Choices: []form.Choice{{Value: "yes", Label: "愿意，可以联系我"}, {Value: "no", Label: "暂不受邀"}}},
		{Name: "directions", Label: "授课方向", Kind: form.Many, Choices: s.Flow.Current().Directions, Show: show},
		{Name: "cities", Label: "愿意授课的城市", Kind: form.Many, Choices: cities, Show: show},
		{Name: "days", Label: "哪几天可以授课", Kind: form.Many, Choices: days, Show: show},
		{Name: "hours", Label: "每月最多课时", Kind: form.Number, Min: 1, Max: 200, Show: show},
		{Name: "proof", Label: "最近一次知识更新", Hint: "例如：参加速卖通2017年规则培训", Kind: form.Text, Max: 80, Optional: true},
		{Name: "proof-day", Label: "知识更新的日期", Kind: form.Date, Optional: true},
	}
}

func (s *Slice) own(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	return s.showOwn(w, r, http.StatusOK, a, ownView{Saved: r.URL.Query().Get("saved") == "yes"})
}

func (s *Slice) showOwn(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v ownView) error {
	ctx := r.Context()
	l, err := s.one(ctx, s.Flow.DB(), a, a.Person)
	if err != nil && fault.Of(err) != fault.Missing {
		return err
	}
	v.Shell, v.In, v.Form, v.Held = ui.ShellOf(ctx, lang.T(ctx, "授课意愿"), "/mine"), err == nil, s.ownForm(), l.Held
	if v.Wrong == nil {
		v.Answers, v.Version = l.answers(), l.Version
	}
	last, stale := l.Fresh(int(s.Flow.Current().Limit("lecturer.months").N), calendar.Day(s.Flow.Now()))
	v.Stale, v.Know = stale, lang.T(ctx, "没有记录")
	if !last.IsZero() {
		v.Know = lang.Say(ctx, last.Said())
	}
	return web.Render(w, r, status, ownPage(v))
}

// answers writes a profile as its form has it.
func (p Profile) answers() form.Answers {
	if !p.Kept {
		return form.Answers{}
	}
	a := form.Answers{"willing": "no", "proof": p.Proof}
	if p.Willing {
		a["willing"] = "yes"
	}
	join := func(l []string) (out string) {
		for i, x := range l {
			if i > 0 {
				out += "\n"
			}
			out += x
		}
		return out
	}
	a["directions"], a["cities"], a["days"] = join(p.Directions), join(p.Cities), join(p.Days)
	if p.Hours > 0 {
		a["hours"] = strconv.FormatInt(p.Hours, 10)
	}
	if !p.ProofDay.IsZero() {
		a["proof-day"] = p.ProofDay.String()
	}
	return a
}

func (s *Slice) keepOwn(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(s.ownForm(), r.PostForm)
	if day := answers["proof-day"]; wrong["proof-day"].Format == "" && day != "" && day > calendar.Day(s.Flow.Now()).String() {
		wrong.Add("proof-day", "日期还没有到。")
	}
	if (answers["proof"] == "") != (answers["proof-day"] == "") {
		wrong.Add("proof-day", "知识更新的内容和日期请一并填写。")
	}
	if len(wrong) > 0 {
		return s.showOwn(w, r, http.StatusUnprocessableEntity, a, ownView{Answers: answers, Wrong: wrong, Version: seen})
	}
	if err := s.Keep(r.Context(), a, answers, seen); err != nil {
		return err
	}
	http.Redirect(w, r, "/lecturer?saved=yes", http.StatusSeeOther)
	return nil
}

// Keep keeps what a lecturer says of themselves, over the version they read.
func (s *Slice) Keep(ctx context.Context, a org.Actor, answers form.Answers, seen int64) error {
	p := Profile{
		Willing: answers["willing"] == "yes", Directions: form.List(answers["directions"]), Cities: form.List(answers["cities"]),
		Days: form.List(answers["days"]), Proof: answers["proof"], Version: seen,
	}
	var err error
	if answers["hours"] != "" {
		if p.Hours, err = strconv.ParseInt(answers["hours"], 10, 64); err != nil {
			return err
		}
	}
	if answers["proof-day"] != "" {
		if p.ProofDay, err = calendar.Parse(answers["proof-day"]); err != nil {
			return err
		}
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if _, err := s.one(ctx, tx, a, a.Person); err != nil {
			return err
		}
		return keepProfile(ctx, tx, a.Person, p, s.Flow.Now())
	})
}

// ownSection leads a lecturer from their certificate or place on the list to
// what they keep of themselves.
func (s *Slice) ownSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if a.Role != programme.Applicant || c.Party != a.Person || slices.Contains([]string{"left", "struck", "exhausted", "replaced", "revoked"}, c.State) {
		return nil, nil
	}
	return ownNotice(), nil
}
