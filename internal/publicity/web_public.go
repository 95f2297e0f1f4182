package publicity

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An outView is one list as the public reads it.
type outView struct {
	Shell  ui.Shell
	Notice notice
	Case   *flow.Case
	Text   form.Answers
	Lines  []line
	Table  ui.Table
	Organ  org.Organisation
	Period string
	Left   int // working days
	Open   bool
	Now    time.Time
}

// out reads a list that went out; anything else does not exist for the public.
func (s *Slice) out(ctx context.Context, id string) (outView, error) {
	var v outView
	var err error
	if v.Notice, err = noticeOf(ctx, s.Flow.DB(), id); err != nil {
		return v, err
	}
	if v.Case, err = s.Flow.Load(ctx, s.Flow.DB(), id); err != nil {
		return v, err
	}
	if v.Text, v.Lines, err = s.published(ctx, s.Flow.DB(), v.Case); err != nil {
		return v, err
	}
	if v.Organ, err = s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.Province, ""); err != nil {
		return v, err
	}
	v.Now = s.Flow.Now()
	v.Open = v.Now.Before(v.Notice.Ends)
	v.Period = said(ctx, period{v.Notice.First, v.Notice.Last})
	if v.Left, err = daysLeft(v.Now, v.Notice.Last); err != nil {
		v.Left, err = -1, nil // a forecast, not a date that binds
	}
	v.Shell = ui.ShellOf(ctx, v.Text["title"], "/publicity")
	return v, err
}

// tone of a list for the public: running or over.
func (v outView) tone() ui.Tone {
	if v.Open {
		return ui.OnMe
	}
	return ui.Plain
}

// left says how much of the period is left.
func (v outView) left(ctx context.Context) string {
	text, _ := ui.Left(ctx, v.Notice.Ends, v.Now, v.Left)
	return text
}

func (v outView) state(ctx context.Context) string {
	switch {
	case v.Open:
		return lang.T(ctx, "公示中")
	case !v.Notice.Announced.IsZero():
		return lang.T(ctx, "已公布结果")
	}
	return lang.T(ctx, "公示期满")
}

// all shows the lists that run and those that are over.
func (s *Slice) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ns, err := notices(ctx, s.Flow.DB())
	if err != nil {
		return err
	}
	v := outsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "公示"), "/publicity")}
	for _, n := range ns {
		o, err := s.out(ctx, n.List)
		if err != nil {
			return err
		}
		if o.Open {
			v.Running = append(v.Running, o)
		} else {
			v.Past = append(v.Past, o)
		}
	}
	return web.Render(w, r, http.StatusOK, outsPage(v))
}

// An outsView is the page of all lists.
type outsView struct {
	Shell         ui.Shell
	Running, Past []outView
}

func (s *Slice) one(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.out(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v.Table = publicTable(ctx, v)
	return web.Render(w, r, http.StatusOK, outPage(v))
}

// publicTable is the list as it was published: nothing of what happened since.
func publicTable(ctx context.Context, v outView) ui.Table {
	t := ui.Table{ID: "list", Caption: lang.T(ctx, "名单（排名不分先后）")}
	for i, name := range columns {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, name), Main: i == 1, Num: i == 0})
	}
	if v.Open {
		t.Columns = append(t.Columns, ui.Column{Label: ""})
	}
	for _, l := range v.Lines {
		cells := append([]ui.Cell{{Text: fmt.Sprint(l.No)}}, ui.Texts(l.cells()...)...)
		if v.Open {
			cells = append(cells, ui.Cell{Text: lang.T(ctx, "提出异议"), Href: fmt.Sprintf("/publicity/%s/object/%d", v.Case.ID, l.No)})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// line finds the line that the address of r names.
func lineOf(r *http.Request, lines []line) (line, error) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(lines) {
		return line{}, fault.New(fault.Missing, "公示名单中没有这一行。")
	}
	return lines[n-1], nil
}

// A resultView is an announcement.
type resultView struct {
	outView
	Title, Body, Number, Note string
	Result                    ui.Table
	Late                      []lateDay
	Since                     []string // what has happened since, in the language of papers
	Rows                      []named
	Numbers                   map[string]string // of certificates, by entry
}

func (s *Slice) announced(ctx context.Context, id string) (resultView, error) {
	o, err := s.out(ctx, id)
	if err != nil {
		return resultView{}, err
	}
	if o.Notice.Announced.IsZero() {
		return resultView{}, fault.New(fault.Missing, "没有这份公布。")
	}
	v := resultView{outView: o, Numbers: map[string]string{}}
	said, err := s.Flow.Answers(ctx, s.Flow.DB(), o.Case, "announce")
	if err != nil {
		return v, err
	}
	v.Number, v.Note = said["number"], said["note"]
	if v.Rows, err = namedOn(ctx, s.Flow.DB(), id); err != nil {
		return v, err
	}
	for _, n := range v.Rows {
		if n.Certificate == "" {
			continue
		}
		c, err := s.Flow.Load(ctx, s.Flow.DB(), n.Certificate)
		if err != nil {
			return v, err
		}
		v.Numbers[n.Entry] = c.No
	}
	p := o.Case.Edition.Papers["announcement"]
	v.Title = p.Title
	first, late := v.split()
	if v.Since, err = s.since(ctx, id, o.Notice.Announced, v.Rows); err != nil {
		return v, err
	}
	v.Body = places(p.Body, first, o.Organ)
	v.Result = v.table(ctx, lang.T(ctx, "名单（排名不分先后）"), first)
	for i := range late {
		late[i].Table = v.table(ctx, lang.T(ctx, "补充公布（%s）", late[i].Day.Said()), late[i].Lines)
	}
	v.Late = late
	v.Shell.Title = v.Title
	return v, nil
}

// A lateDay is who was announced later on one day.
type lateDay struct {
	Day   calendar.Date
	Lines []line
	Table ui.Table
}

// split returns the lines announced at first and those announced later, by day.
func (v resultView) split() (first []line, late []lateDay) {
	for _, n := range v.Rows {
		for _, l := range v.Lines {
			switch {
			case l.Entry != n.Entry:
			case n.Late:
				late = with(late, calendar.Day(n.At), l)
			default:
				first = append(first, l)
			}
		}
	}
	slices.SortFunc(late, func(a, b lateDay) int { return a.Day.Compare(b.Day) })
	return first, late
}

// with adds l to its day.
func with(late []lateDay, day calendar.Date, l line) []lateDay {
	for i := range late {
		if late[i].Day == day {
			late[i].Lines = append(late[i].Lines, l)
			return late
		}
	}
	return append(late, lateDay{Day: day, Lines: []line{l}})
}

func (v resultView) table(ctx context.Context, caption string, lines []line) ui.Table {
	t := ui.Table{Caption: caption}
	for i, name := range announcedColumns {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, name), Main: i == 1, Num: i == 0})
	}
	for i, l := range lines {
		cells := append([]ui.Cell{{Text: fmt.Sprint(i + 1)}}, ui.Texts(l.cells()...)...)
		t.Rows = append(t.Rows, ui.Row{Cells: append(cells, ui.Cell{Text: v.Numbers[l.Entry]})})
	}
	return t
}

// announcedColumns are those of a list and the number of the certificate.
var announcedColumns = append(columns[:5:5], "证书编号")

func (s *Slice) announcement(w http.ResponseWriter, r *http.Request) error {
	v, err := s.announced(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, resultPage(v))
}
