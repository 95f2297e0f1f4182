package apply

import (
	"context"
	"net/http"
	"slices"

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

// A waitingView is what an applicant can do while the employer is asked.
type waitingView struct {
	Shell  ui.Shell
	Head   ui.Head
	Ribbon []ui.Stage
	Case   *flow.Case
	Link   string
	Slot   slotView
	Undo   bool
	Unit   string
}

func (s *Slice) waiting(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, wrong form.Wrong) error {
	ctx := r.Context()
	v := waitingView{Case: c, Ribbon: casework.RibbonOf(ctx, c), Unit: c.Unit}
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "我的申报"), Href: "/mine"}}
	v.Shell = shell(ctx, v.Head.Title)
	token, err := s.linkOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	if token != "" {
		v.Link = s.address(r, "/endorse/"+token)
	}
	if v.Slot, err = s.stampedSlot(ctx, c, wrong); err != nil {
		return err
	}
	_, undoable := s.Flow.Undoable(ctx, s.Flow.DB(), c, a)
	v.Undo = undoable == nil
	return web.Render(w, r, status, waitingPage(v))
}

func (s *Slice) stampedSlot(ctx context.Context, c *flow.Case, wrong form.Wrong) (v slotView, err error) {
	slot, _ := s.SlotOf(c, "stamped")
	v = slotView{Slot: slot, Open: true, Need: true}
	files, err := s.FilesOf(ctx, s.Flow.DB(), c.ID)
	for _, f := range files {
		if f.Item == slot.Name {
			v.Files, v.Open = append(v.Files, f), false
		}
	}
	if bad, ok := wrong["m-stamped"]; ok {
		v.Wrong = bad.Text(lang.Of(ctx))
	}
	return v, err
}

// address returns a path on this site as it can be sent to somebody.
func (s *Slice) address(r *http.Request, path string) string {
	scheme := "http://"
	if s.Secure || r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + path
}

// renew makes a new link; the one sent before no longer works.
func (s *Slice) renew(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if seen != c.Seq || c.State != "at-employer" {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	if err := s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.link(r.Context(), tx, c.ID) }); err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
	return nil
}

// stamped hands in the page that the employer has stamped on paper.
func (s *Slice) stamped(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "endorse-paper", a, seen)
	if err != nil {
		return err
	}
	slot, err := s.stampedSlot(ctx, c, nil)
	if err != nil {
		return err
	}
	if len(slot.Files) == 0 {
		return s.waiting(w, r, http.StatusUnprocessableEntity, c, a, form.Wrong{"m-stamped": {Format: "请先上传盖章页，再提交。"}})
	}
	if _, err := s.Flow.Move(ctx, c, m, a, form.Answers{"file": slot.Files[0].ID}); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// An endorseView is what an employer is shown by a link: what they vouch for,
// and nothing about the person's life beside it.
type endorseView struct {
	Shell    ui.Shell
	Case     *flow.Case
	Token    string
	Facts    []ui.Pair
	Deadline string
	Months   int
	Ask      []form.Question
	Reason   form.Question
	Answers  form.Answers
	Wrong    form.Wrong
	Tried    string // the move that was not right
	Ended    bool   // the link has done its work
	Thanks   string // what was just answered
	Said     string // what was answered
}

// vouched are the answers an employer can vouch for.
var vouched = []string{"name", "unit", "post", "clause", "jobs"}

// asked returns the case of a link.
func (s *Slice) asked(r *http.Request) (c *flow.Case, id string, ended bool, err error) {
	ctx := r.Context()
	id, caseID, ended, err := s.linked(ctx, s.Flow.DB(), r.PathValue("token"))
	if err != nil {
		return nil, "", false, err
	}
	c, err = s.Flow.Load(ctx, s.Flow.DB(), caseID)
	return c, id, ended, err
}

func (s *Slice) endorsement(w http.ResponseWriter, r *http.Request) error {
	c, _, ended, err := s.asked(r)
	if err != nil {
		return err
	}
	v, err := s.endorseView(r, c, ended)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, endorsePage(v))
}

func (s *Slice) endorseView(r *http.Request, c *flow.Case, ended bool) (v endorseView, err error) {
	ctx := r.Context()
	v = endorseView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "单位意见"), ""), Case: c, Token: r.PathValue("token"),
		Deadline: ui.Deadline(ctx, c.Due), Ended: ended || c.State != "at-employer",
		Ask: c.Track.Forms["endorsement"], Reason: c.Track.Forms["reason"][0],
	}
	v.Shell.Path = "/" // the address is a secret
	if v.Ended {
		v.Thanks = thanks(ctx, r.URL.Query().Get("done"))
		return v, nil
	}
	a, err := s.sent(ctx, s.Flow.DB(), c)
	if err != nil {
		return v, err
	}
	for _, q := range c.Track.Forms["profile"] {
		for _, name := range vouched {
			if q.Name == name {
				v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, q.Label), Value: form.Show(q, a[name], lang.Of(ctx))})
			}
		}
	}
	v.Months = months(a["jobs"], deadline(c, c.County, c.City))
	return v, nil
}

// thanks says to whoever has just answered what was recorded.
func thanks(ctx context.Context, move string) string {
	switch move {
	case "endorse":
		return lang.T(ctx, "已收到：同意推荐，申报已转当地商务主管部门")
	case "employer-return":
		return lang.T(ctx, "已收到：退回申报人修改")
	case "employer-refuse":
		return lang.T(ctx, "已收到：不同意推荐，已告知申报人")
	}
	return ""
}

// endorse makes the employer's move. Whoever holds the link acts as the
// contact of the employer, bound to this one case.
func (s *Slice) endorse(w http.ResponseWriter, r *http.Request) error {
	c, id, ended, err := s.asked(r)
	if err != nil {
		return err
	}
	if ended || c.State != "at-employer" {
		return fault.New(fault.Closed, "这份单位意见已经办理，或申报人已撤回。需要修改请联系申报人。")
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	do := r.PostForm.Get("do")
	m, ok := c.Track.Move(do)
	if !ok || !slices.Contains(m.By, programme.Employer) || !slices.Contains(m.From, c.State) {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	if m.Form == "reason" {
		r.PostForm.Set("reason", r.PostForm.Get("reason-"+do))
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		v, err := s.endorseView(r, c, false)
		if err != nil {
			return err
		}
		v.Answers, v.Wrong, v.Tried = answers, wrong, do
		if m.Form == "reason" {
			v.Answers = form.Answers{"reason-" + do: answers["reason"]}
			v.Wrong = form.Wrong{"reason-" + do: wrong["reason"]}
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, endorsePage(v))
	}
	name := answers["contact"]
	if name == "" {
		name = lang.In(lang.Chinese, "单位经办人")
	}
	if err := s.answer(r.Context(), c, seen, id, name, m, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/endorse/"+r.PathValue("token")+"?done="+do, http.StatusSeeOther)
	return nil
}

// answer makes a person of the contact and lets them make the one move; the
// link ends with it.
func (s *Slice) answer(ctx context.Context, c *flow.Case, seen int64, id, name string, m programme.Move, answers form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.answerIn(ctx, tx, c, seen, id, name, m, answers) })
}
