package endorse

import (
	"context"
	"net/http"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/endorsement"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A view is what an employer is shown by a link: what they vouch for,
// and nothing about the person's life beside it.
type view struct {
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
	Replaced bool   // the person has made another link since
	Thanks   string // what was just answered
	Said     string // what was answered
}

// vouched are the answers an employer can vouch for.
var vouched = []string{"name", "unit", "post", "clause", "jobs"}

// asked returns the case of a link.
func (s *Slice) asked(r *http.Request) (c *flow.Case, id string, ended bool, err error) {
	ctx := r.Context()
	id, caseID, ended, err := s.links.Linked(ctx, s.Flow.DB(), r.PathValue("token"))
	if err != nil {
		return nil, "", false, err
	}
	c, err = s.Flow.Load(ctx, s.Flow.DB(), caseID)
	return c, id, ended, err
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	c, _, ended, err := s.asked(r)
	if err != nil {
		return err
	}
	v, err := s.viewOf(r, c, ended)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, endorsePage(v))
}

func (s *Slice) viewOf(r *http.Request, c *flow.Case, ended bool) (v view, err error) {
	ctx := r.Context()
	v = view{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "单位意见"), ""), Case: c, Token: r.PathValue("token"),
		Deadline: ui.Deadline(ctx, c.Due), Ended: ended || c.State != endorsement.State, Replaced: ended && c.State == endorsement.State,
		Ask: c.Track.Forms["endorsement"], Reason: c.Track.Forms["reason"][0],
	}
	v.Shell.Path = "/" // the address is a secret
	if v.Ended {
		v.Thanks = thanks(ctx, r.URL.Query().Get("done"))
		return v, nil
	}
	a, err := s.Flow.Answers(ctx, s.Flow.DB(), c, sent...)
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
	v.Months, err = months(ctx, s.Flow.DB(), c.ID)
	return v, err
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
	if ended && c.State == endorsement.State {
		return fault.New(fault.Closed, "这个链接已经更换，请用申报人新发的链接。")
	}
	if c.State != endorsement.State {
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
		v, err := s.viewOf(r, c, false)
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
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.answer(r.Context(), tx, c, seen, id, name, m, answers) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/endorse/"+r.PathValue("token")+"?done="+do, http.StatusSeeOther)
	return nil
}
