package certify

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// markable are the states in which marks are entered.
var markable = []string{"confirmed", "entered", "differs"}

// A marksView is a grid of marks to enter: of one sitting, or of one person.
type marksView struct {
	Shell ui.Shell
	Head  ui.Head
	Table ui.Table
	Rows  int      // that can be filled in
	Waits ui.Table // entered by the reader, for another to enter
	Told  string
	Wrong form.Wrong
	Post  []string // the questions, for the summary of complaints
}

func attemptHome(c *flow.Case, a org.Actor) string {
	if a.Role == programme.Examiner && (c.State == "confirmed" || c.State == "entered" || c.State == "differs") {
		return "/certification/" + c.ID
	}
	return ""
}

func entryHome(c *flow.Case, a org.Actor) string {
	if a.Role == programme.Examiner && c.State == "sitting" {
		return "/certification/marks"
	}
	return ""
}

// marks shows the grid of all that this examiner may enter now.
func (s *Slice) marks(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Examiner)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(r.Context(), a, flow.Filter{Track: "attempt", States: markable})
	if err != nil {
		return err
	}
	return s.grid(w, r, http.StatusOK, a, cs, nil, nil)
}

// attempt shows the grid of one attempt.
func (s *Slice) attempt(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, staff...)
	if err != nil {
		return err
	}
	c, err := s.Flow.Find(r.Context(), a, r.PathValue("attempt"))
	if err != nil {
		return err
	}
	if c.Track.Name != "attempt" {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if attemptHome(c, a) == "" {
		http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
		return nil
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.grid(w, r, http.StatusOK, a, []flow.Case{*c}, nil, nil)
}

// grid answers with the grid of cs. What somebody else entered is not read
// here at all: the second entry is blind.
func (s *Slice) grid(w http.ResponseWriter, r *http.Request, status int, a org.Actor, cs []flow.Case, tried map[string]form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := marksView{Shell: ui.ShellOf(ctx, lang.T(ctx, "录入成绩"), "/certification"), Told: told(r), Wrong: wrong}
	v.Shell.Wide = true
	v.Head = ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "培训与认证"), Href: "/certification"}}, Title: v.Shell.Title,
		Lead: lang.T(ctx, "每人由两位考评员分别录入，互相看不到；两遍一致才交监督发布，不一致的重新录入。没有填的人留待以后。"),
	}
	t := ui.Table{ID: "marks", Caption: lang.T(ctx, "本场成绩"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "第几遍")},
	}}
	parts := s.partsOf(cs)
	for _, p := range parts {
		label := lang.T(ctx, p.Label)
		if len(s.editionsOf(cs)) == 1 {
			label = lang.T(ctx, "%s（%d%%）", lang.Word(p.Label), p.Weight)
		}
		t.Columns = append(t.Columns, ui.Column{Label: label})
	}
	t.Columns = append(t.Columns, ui.Column{Label: ""})
	t.Empty, t.EmptyText = lang.T(ctx, "现在没有要录入的成绩"), lang.T(ctx, "资格确认后会出现在这里。")
	for i := range cs {
		row, open, err := s.gridRow(ctx, a, &cs[i], parts, tried[cs[i].ID], wrong)
		if err != nil {
			return err
		}
		if open {
			v.Rows++
			t.Rows = append(t.Rows, row)
		} else {
			v.Waits.Rows = append(v.Waits.Rows, ui.Row{Cells: row.Cells[:3]})
		}
	}
	v.Table = t
	v.Waits.ID, v.Waits.Caption, v.Waits.Dense, v.Waits.Columns = "waits", lang.T(ctx, "您已录入，等另一位"), true, t.Columns[:3]
	return web.Render(w, r, status, marksPage(v))
}

func (s *Slice) gridRow(ctx context.Context, a org.Actor, c *flow.Case, parts []programme.Part, tried form.Answers, wrong form.Wrong) (ui.Row, bool, error) {
	row := ui.Row{Cells: []ui.Cell{{Text: c.Name, Sub: c.No}, {Text: c.Unit}}}
	turn, tone, open := lang.T(ctx, "第一遍"), ui.OnMe, true
	switch c.State {
	case "differs":
		turn, tone = lang.T(ctx, "不一致，重新录入"), ui.Late
	case "entered":
		turn = lang.T(ctx, "第二遍")
		person, _, err := s.first(ctx, s.Flow.DB(), c)
		if err != nil {
			return row, false, err
		}
		if person == a.Person {
			turn, tone, open = lang.T(ctx, "您已录入，等另一位"), ui.Waiting, false
		}
	}
	row.Cells = append(row.Cells, ui.Cell{Text: turn, Tone: tone})
	carried, err := s.standing.Carried(ctx, s.Flow.DB(), c)
	if err != nil {
		return row, false, err
	}
	head := true
	for _, p := range parts {
		if h, ok := carried[p.Name]; ok {
			row.Cells = append(row.Cells, ui.Cell{Text: lang.T(ctx, "沿用"), Sub: h.Day.String()})
			continue
		}
		if !open || !slices.ContainsFunc(c.Edition.Parts, named(p)) {
			row.Cells = append(row.Cells, ui.Cell{Text: "—"})
			continue
		}
		row.Cells = append(row.Cells, ui.Cell{Part: cellInput(cellView{
			Name: markField(c.ID, p.Name), Label: lang.T(ctx, "%s的%s", c.Name, lang.Word(p.Label)),
			Value: tried[p.Name], Wrong: wrong, Case: c.ID, Seq: c.Seq, Head: head,
		})})
		head = false
	}
	row.Cells = append(row.Cells, ui.Cell{Text: lang.T(ctx, "缺考等"), Href: "/cases/" + c.ID})
	return row, open, nil
}

func markField(id, part string) string { return "m." + id + "." + part }

// enter keeps the marks of every row filled in. A second entry is compared
// here: the same is a match, anything else sends both back to enter again.
func (s *Slice) enter(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Examiner)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	var shown []flow.Case
	for _, id := range r.PostForm["row"] {
		c, err := s.Flow.Find(ctx, a, id)
		if err != nil {
			return err
		}
		shown = append(shown, *c)
	}
	tried, wrong := map[string]form.Answers{}, form.Wrong{}
	var steps []step
	for i := range shown {
		c := &shown[i]
		carried, err := s.standing.Carried(ctx, s.Flow.DB(), c)
		if err != nil {
			return err
		}
		answers, bad, filled := readMarks(c, standing.Due(c.Edition, carried), r.PostForm)
		if !filled {
			continue
		}
		if err := unmoved(r.PostForm, c); err != nil {
			return err
		}
		tried[c.ID] = answers
		for name, complaint := range bad {
			wrong[markField(c.ID, name)] = complaint
		}
		steps = append(steps, step{c, "enter", answers})
	}
	if len(steps) == 0 {
		wrong.Add("", "还没有填写任何一人的成绩。")
	}
	if len(wrong) > 0 {
		return s.grid(w, r, http.StatusUnprocessableEntity, a, shown, tried, wrong)
	}
	differ, err := s.compare(ctx, steps)
	if err != nil {
		return err
	}
	if err := s.all(ctx, a, steps); err != nil {
		return err
	}
	done(w, r, "/certification/marks", "entered", len(steps)-differ, differ)
	return nil
}

// readMarks reads the marks of one row, of the parts that are to be taken and
// of no other; filled is false if nothing was typed.
func readMarks(c *flow.Case, parts []programme.Part, v url.Values) (answers form.Answers, wrong form.Wrong, filled bool) {
	typed := url.Values{}
	var qs []form.Question
	for _, q := range c.Track.Forms["marks"] {
		if !slices.ContainsFunc(parts, func(p programme.Part) bool { return p.Name == q.Name }) {
			continue
		}
		text := v.Get(markField(c.ID, q.Name))
		typed.Set(q.Name, text)
		qs, filled = append(qs, q), filled || text != ""
	}
	answers, wrong = form.Read(qs, typed)
	return answers, wrong, filled
}

// compare turns second entries into a match or a difference, and returns how
// many differ. Whether it may be this person's is for the guards to say.
func (s *Slice) compare(ctx context.Context, steps []step) (differ int, err error) {
	for i := range steps {
		st := &steps[i]
		if st.Case.State != "entered" {
			continue
		}
		agree, err := s.agree(ctx, s.Flow.DB(), st.Case, st.Answers)
		if err != nil {
			return 0, err
		}
		st.Move = "match"
		if !agree {
			st.Move = "differ"
			differ++
		}
	}
	return differ, nil
}

// unmoved reports Stale if c has moved since the page with its row was shown.
func unmoved(v url.Values, c *flow.Case) error {
	if v.Get("seen."+c.ID) != strconv.FormatInt(c.Seq, 10) {
		return fault.New(fault.Stale, "%s刚刚有了变化，请看过最新情况再办理。", c.Name)
	}
	return nil
}

// done leads back with how many came to each of two ends.
func done(w http.ResponseWriter, r *http.Request, to, what string, n, m int) {
	u, _ := url.Parse(to)
	q := u.Query()
	q.Set("done", what)
	q.Set("n", fmt.Sprint(n))
	q.Set("m", fmt.Sprint(m))
	u.RawQuery = q.Encode()
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}

// told says what the step before this page has done.
func told(r *http.Request) string {
	ctx, q := r.Context(), r.URL.Query()
	n, _ := strconv.Atoi(q.Get("n"))
	m, _ := strconv.Atoi(q.Get("m"))
	switch q.Get("done") {
	case "trained":
		return lang.T(ctx, "已登记：结业%d人，未合格%d人。", n, m)
	case "confirmed":
		return lang.T(ctx, "已确认%d人的资格。", n)
	case "entered":
		return lang.T(ctx, "已录入%d人；%d人两遍不一致，须重新录入。", n, m)
	case "released":
		return lang.T(ctx, "已发布：通过%d人，未通过%d人。", n, m)
	}
	return ""
}
