package receipt

import (
	"context"
	"net/http"

	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/endorsement"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A view is what one can print and keep.
type view struct {
	Shell ui.Shell
	Head  ui.Head
	Paper string // address of the PDF
	Form  string // and of 附件2
	Facts []ui.Pair
	Files []ui.Pair
	Next  string // what happens now
	Then  string // the one next thing, as the word of a button
	Href  string
}

// of returns what the applicant of r sent last; for anybody else there is no such
// page.
func (s *Slice) of(r *http.Request) (sent, org.Actor, error) {
	missing := fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	c, a, err := s.Find(r)
	if err == nil && (c.Track.Name != track || a.Role != programme.Applicant || c.Party != a.Person) {
		err = missing
	}
	if err != nil {
		return sent{}, a, err
	}
	v, err := s.lastSent(r.Context(), c)
	if err == nil && v.Entry.Hash == "" {
		err = missing
	}
	return v, a, err
}

func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	was, a, err := s.of(r)
	if err != nil {
		return err
	}
	ctx, c := r.Context(), was.Case
	v := view{
		Href: s.Href(c, a), Shell: ui.ShellOf(ctx, lang.T(ctx, "申报回执"), "/mine"), Facts: facts(ctx, was),
		Paper: "/apply/" + c.ID + "/receipt.pdf", Form: "/apply/" + c.ID + "/form.pdf",
	}
	v.Head = ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "我的申报"), Href: "/mine"}},
		Title: lang.T(ctx, "申报回执"), Lead: c.No, Tone: ui.Done, State: lang.T(ctx, "已提交"),
	}
	if st := c.Now(); st.Say != "" {
		v.Next = lang.T(ctx, st.Say)
	}
	if v.Then = lang.T(ctx, "查看进展"); c.State == endorsement.State {
		v.Then = lang.T(ctx, "请单位填写意见")
	}
	n := map[string]int{}
	for _, f := range was.Files {
		if n[f.Label]++; n[f.Label] == 1 {
			v.Files = append(v.Files, ui.Pair{Key: lang.T(ctx, f.Label), Value: f.Label})
		}
	}
	for i := range v.Files {
		v.Files[i].Value = lang.T(ctx, "%d 个文件", n[v.Files[i].Value])
	}
	return web.Render(w, r, http.StatusOK, receiptPage(v))
}

// until is the deadline of an application, with the grace if there is one.
func until(ctx context.Context, c *flow.Case) string {
	return ui.Joined(ui.Deadline(ctx, c.Edition.DeadlineOf("submit", c.County, c.City)), cascade.Grace(ctx, c.Edition, c.County, c.City))
}

func facts(ctx context.Context, v sent) []ui.Pair {
	pairs := []ui.Pair{
		{Key: lang.T(ctx, "受理号"), Value: v.Case.No},
		{Key: lang.T(ctx, "收到时间"), Value: lang.T(ctx, "%s（北京时间，服务器时钟）", calendar.Exact(v.Entry.At))},
		{Key: lang.T(ctx, "申报截止"), Value: until(ctx, v.Case)},
		{Key: lang.T(ctx, "申报人"), Value: v.Answers["name"]},
		{Key: lang.T(ctx, "单位"), Value: v.Answers["unit"]},
		{Key: lang.T(ctx, "申报地区"), Value: casework.Place(v.Case)},
		{Key: lang.T(ctx, "数据版本"), Value: v.Entry.Hash[:8]},
		{Key: lang.T(ctx, "申报内容摘要"), Value: v.Entry.Digest},
	}
	if v.Proxy != "" {
		pairs = append(pairs, ui.Pair{Key: lang.T(ctx, "代录"), Value: v.Proxy})
	}
	return pairs
}

func (s *Slice) paper(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.of(r)
	if err != nil {
		return err
	}
	return casework.Send(w, r, printed(v, casework.Place(v.Case), calendar.Exact(s.Flow.Now())), "申报回执-"+v.Case.No+".pdf")
}
