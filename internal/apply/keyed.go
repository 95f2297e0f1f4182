package apply

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/draft"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
	"qinglan/internal/record"
	"qinglan/internal/web/ui"
)

// keys reports whether a, who has come to c, fills it in for its person (代录).
func keys(c *flow.Case, a org.Actor) bool {
	return a.Role == programme.County && c.County == a.Organ.Region
}

var errKeyed = fault.New(fault.Stale, "这份申报正在由主管部门代录。请先在代录页上核对，或改为自己填写。")

// theirs refuses who does not send c by the form: an office that keys it in, and the
// person while it does.
func (s *Slice) theirs(ctx context.Context, c *flow.Case, a org.Actor) error {
	if keys(c, a) {
		return proxy.ErrUnconfirmed
	}
	waits, err := s.Proxies.Waits(ctx, c, a)
	if err == nil && waits {
		err = errKeyed
	}
	return err
}

// home is the page above the form.
func home(ctx context.Context, c *flow.Case, a org.Actor) ui.Link {
	if keys(c, a) {
		return ui.Link{Text: lang.T(ctx, "代录"), Href: "/proxy"}
	}
	return ui.Link{Text: lang.T(ctx, "我的申报"), Href: "/mine"}
}

// whole is what is said of a form that lacks nothing.
func whole(ctx context.Context, v formView) string {
	if v.Keyed {
		return lang.T(ctx, "已填写完整，可以请本人确认")
	}
	return lang.T(ctx, "已填写完整，可以提交")
}

// BeginFor is the draft that a keys in for a person. The series is the lock, as when
// a person begins.
func (s *Slice) BeginFor(ctx context.Context, tx *db.Tx, a org.Actor, id, person string, words form.Answers) (*flow.Case, error) {
	e, region := s.Flow.Current(), a.Organ.Region
	place, _ := org.RegionOf(region)
	if _, err := record.Number(ctx, tx, "apply/"+person); err != nil {
		return nil, err
	}
	st, err := s.standing(ctx, tx, org.Actor{Person: person, Role: programme.Applicant}, e)
	if err != nil {
		return nil, err
	}
	if st.Here != nil {
		mark, ok, err := s.Proxies.Of(ctx, tx, st.Here.ID)
		if err == nil && (!ok || !mark.Reaches(st.Here, a, false)) {
			err = fault.New(fault.Closed, "%s本期已有一份申报，不能再代录；请本人登录后办理。", words["name"])
		}
		return st.Here, err
	}
	if st.Refused != nil {
		return nil, fault.New(fault.Closed, "%s仍在以前批次的名单上、已有证书，或还有在办的申报，不能代录（依据：%s）。", words["name"], again.Cite())
	}
	if !s.Flow.Now().Before(e.Closes("submit", region, place.Parent)) {
		return nil, s.Flow.Closed(ctx, tx, &flow.Case{Edition: e, Track: mustTrack(e), State: "draft", County: region, City: place.Parent})
	}
	c, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: id, Track: track, Edition: e.Name, Party: person, Name: words["name"], Unit: words["unit"], County: region, City: place.Parent,
	})
	if err != nil || c.Seq != 1 {
		return c, err
	}
	words["region"] = region
	if err := s.keep(ctx, tx, c, "", 0, words); err != nil && fault.Of(err) != fault.Stale { // pressed twice
		return nil, err
	}
	return c, s.Proxies.Begin(ctx, tx, c.ID, a, true)
}

// Gaps are what the draft of c still lacks.
func (s *Slice) Gaps(ctx context.Context, q db.Q, c *flow.Case) (out []string, err error) {
	d, err := s.drafts.Of(ctx, q, c)
	if err != nil {
		return nil, err
	}
	wrong, err := s.gaps(ctx, q, c, d.Answers)
	if err != nil {
		return nil, err
	}
	qs := append([]form.Question{}, c.Track.Forms["profile"]...)
	qs = append(qs, idNoQuestion)
	for _, slot := range s.materials(c, d.Answers["clause"]) {
		qs = append(qs, form.Question{Name: "m-" + slot.Name, Label: slot.Label})
	}
	for _, n := range wrong.List(qs) {
		out = append(out, lang.T(ctx, "%s：%s", lang.Word(n.Label), n.Complaint))
	}
	return out, nil
}

// SendDraft sends the draft of c if it is the version that was shown.
func (s *Slice) SendDraft(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, version int64, also form.Answers) (flow.Case, error) {
	m, ok := profileMove(c)
	if !ok {
		return *c, fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	if _, err := s.Flow.Step(c, m.Name, a, c.Seq); err != nil {
		return *c, err
	}
	d, err := s.drafts.Of(ctx, tx, c)
	if err != nil {
		return *c, err
	}
	if d.Version != version {
		return *c, draft.ErrTabs
	}
	answers, err := s.whole(ctx, tx, c, d.Answers)
	if err != nil {
		return *c, err
	}
	for k, v := range also {
		answers[k] = v
	}
	return s.Flow.MoveIn(ctx, tx, *c, m, a, answers)
}
