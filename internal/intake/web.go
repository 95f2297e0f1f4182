package intake

import (
	"context"
	"errors"
	"net/http"
	"strconv"

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

// mostListed is how many cases are listed that have been confirmed.
const mostListed = 100

// asked are what is asked of whom an application is keyed in for.
var asked = []form.Question{
	{Name: "name", Label: "姓名", Kind: form.Name, Hint: "与身份证件一致"},
	{Name: "unit", Label: "单位", Kind: form.Text, Max: 100, Optional: true, Hint: "与公章一致的全称"},
	{Name: "mobile", Label: "本人手机号", Kind: form.Text, Max: 20, Optional: true, Secret: true,
		Hint: "本人确认用，没有可不填"},
}

// A listView is what an office keys in.
type listView struct {
	Shell   ui.Shell
	ID      string // of the next
	Answers form.Answers
	Wrong   form.Wrong
	Open    ui.Table
	Rest    ui.Table
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.County)
	if err != nil {
		return err
	}
	return s.showList(w, r, http.StatusOK, a, nil, nil)
}

func (s *Slice) showList(w http.ResponseWriter, r *http.Request, status int, a org.Actor, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "代录"), "/proxy"), ID: db.NewID(), Answers: ans, Wrong: wrong}
	open, rest, err := s.keyed(ctx, a)
	if err != nil {
		return err
	}
	if v.Open, err = s.openTable(ctx, open); err != nil {
		return err
	}
	v.Rest = s.restTable(ctx, a, rest)
	return web.Render(w, r, status, listPage(v))
}

// openTable lists what is not sent: whose turn it is, and what is missing.
func (s *Slice) openTable(ctx context.Context, all []one) (ui.Table, error) {
	t := ui.Table{ID: "keying", Caption: lang.T(ctx, "录入中和待本人确认"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "还缺")},
		{Label: lang.T(ctx, "本人手机")}, {Label: lang.T(ctx, "录入人")}, {Label: lang.T(ctx, "开始录入"), Quiet: true}, {Label: lang.T(ctx, "截止")},
	}, Empty: lang.T(ctx, "没有正在代录的申报"), EmptyText: lang.T(ctx, "在上面填姓名开始；一批文件从“收件”进来更快。")}
	for _, k := range all {
		gaps, err := s.Applications.Gaps(ctx, s.Flow.DB(), k.Case)
		if err != nil {
			return t, err
		}
		mask, err := s.Identity.MobileMask(ctx, s.Flow.DB(), k.Party)
		if err != nil {
			return t, err
		}
		state, _, err := s.waits(ctx, k.Case)
		if err != nil {
			return t, err
		}
		row := ui.Row{Href: "/proxy/" + k.ID, Tone: ui.OnMe, Cells: []ui.Cell{
			{Text: k.Case.Name, Sub: k.Unit}, {Text: state, Tone: ui.OnMe}, {Text: lang.T(ctx, "%d 处", len(gaps))},
			{Text: mask}, {Text: k.Entry.Name}, {Text: ui.When(ctx, k.At)}, {Text: ui.Deadline(ctx, k.Due)},
		}}
		if !k.Asked.IsZero() {
			row.Tone, row.Cells[1].Tone = ui.Waiting, ui.Waiting
		}
		if len(gaps) == 0 {
			row.Cells[2].Text = lang.T(ctx, "不缺")
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// restTable lists what is out of the office's hands, or goes the ordinary way.
func (s *Slice) restTable(ctx context.Context, a org.Actor, all []one) ui.Table {
	t := ui.Table{ID: "keyed", Caption: lang.T(ctx, "已确认和已办结的代录"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "怎样确认")}, {Label: lang.T(ctx, "到此环节")},
	}, Empty: lang.T(ctx, "还没有")}
	for _, k := range all[:min(len(all), mostListed)] {
		t.Rows = append(t.Rows, ui.Row{Href: "/proxy/" + k.ID, Cells: []ui.Cell{
			{Text: k.Case.Name, Sub: ui.Joined(k.No, k.Unit)}, {Text: lang.T(ctx, k.Now().Label), Tone: casework.StateTone(k.Now())},
			{Text: k.How(ctx, k.Case)}, {Text: ui.When(ctx, k.Since)},
		}})
	}
	return t
}

// begin opens the draft of somebody and leads to the form.
func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.County)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(asked, r.PostForm)
	who := Somebody{Name: ans["name"], Unit: ans["unit"]}
	if ans["mobile"] != "" {
		if who.Mobile, err = number(ans["mobile"]); err != nil {
			wrong.Add("mobile", "手机号不对，请核对。")
		}
	}
	if len(wrong) > 0 {
		return s.showList(w, r, http.StatusUnprocessableEntity, a, ans, wrong)
	}
	var c *flow.Case
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) (err error) {
		c, err = s.Begin(r.Context(), tx, a, r.PostForm.Get("id"), who)
		return err
	})
	var says *fault.Error
	if refused(err) && errors.As(err, &says) {
		wrong["mobile"] = form.Complaint{Format: says.Format, Args: says.Args}
		return s.showList(w, r, http.StatusUnprocessableEntity, a, ans, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/apply/"+c.ID, http.StatusSeeOther)
	return nil
}

// refused reports whether an error is one that its page should say.
func refused(err error) bool {
	kind := fault.Of(err)
	return kind == fault.Invalid || kind == fault.Closed
}

// found returns the case that r names for a's office which keyed it in, or for its
// person while it is; nobody else has such a page.
func (s *Slice) found(r *http.Request) (one, org.Actor, error) {
	a, err := casework.As(r, programme.County, programme.Applicant)
	if err != nil {
		return one{}, a, err
	}
	ctx := r.Context()
	mark, ok, err := s.Proxies.Of(ctx, s.Flow.DB(), r.PathValue("id"))
	if err == nil && !ok {
		err = errMissing
	}
	if err != nil {
		return one{}, a, err
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), mark.Case)
	office := a.Role == programme.County && mark.Organ == a.Organ.ID && c.County == a.Organ.Region
	person := a.Role == programme.Applicant && c.Party == a.Person
	if err == nil && !office && !person {
		err = errMissing
	}
	return one{mark, c}, a, err
}

// as is found for one of the two.
func (s *Slice) as(r *http.Request, role programme.Role) (one, org.Actor, error) {
	k, a, err := s.found(r)
	if err == nil && a.Role != role {
		err = fault.New(fault.Denied, "这一步不由您办理。")
	}
	if err == nil && r.Method == http.MethodPost {
		var seen int64
		if seen, err = casework.Seen(r); err == nil && seen != k.Case.Seq {
			err = errStale
		}
	}
	return k, a, err
}

var errStale = fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	k, a, err := s.found(r)
	if err != nil {
		return err
	}
	if a.Role == programme.County {
		return s.showOffice(w, r, http.StatusOK, k, a, "")
	}
	if !k.Open(k.Case) {
		http.Redirect(w, r, "/apply/"+k.ID, http.StatusSeeOther)
		return nil
	}
	return s.showPerson(w, r, http.StatusOK, k, a, "")
}

// version reads which version of the draft the page showed.
func version(r *http.Request) (int64, error) {
	n, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		err = fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	return n, err
}

// first is the weight of what comes next.
func first(next bool) ui.Weight {
	if next {
		return ui.Primary
	}
	return ui.Normal
}
