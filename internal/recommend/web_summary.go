package recommend

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/annex"
	"qinglan/internal/casework"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/official"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// readers of summaries.
var readers = []programme.Role{programme.City, programme.Province, programme.Auditor}

type listView struct {
	Shell    ui.Shell
	Edition  string
	Editions ui.Choice
	Table    ui.Table
	Begins   bool // the reader may open one
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "summary"})
	if err != nil {
		return err
	}
	v := listView{Edition: e.Name, Editions: s.Editions(ctx, r, e), Shell: ui.ShellOf(ctx, lang.T(ctx, "推荐汇总表"), "/summaries"), Table: s.Table(ctx, a, lang.T(ctx, "推荐汇总表"), cs)}
	v.Table.Empty = lang.T(ctx, "还没有推荐汇总表")
	tellApart(ctx, &v.Table, cs)
	v.Begins = a.Role == programme.City && !slices.ContainsFunc(cs, beingMade)
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// begin opens the city's summary or leads to the one that is being made.
func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.Asks(r, programme.City)
	if err != nil {
		return err
	}
	c, err := s.openSummary(r.Context(), a, e)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/summaries/"+c.ID, http.StatusSeeOther)
	return nil
}

// A candidate is a row of the page of 遴选.
type candidate struct {
	annex.Row
	County           string
	Note, Seat       string // the office's own
	Place, Why       string
	WrongAt, WrongIn string // complaints about the place, about the reason
}

// A summaryView is a city's list at any stage, for city and province.
type summaryView struct {
	Shell      ui.Shell
	Head       ui.Head
	Case       *flow.Case
	Actor      org.Actor
	Pages      *casework.Pages
	Candidates []candidate // while it is chosen
	Blocking   []flow.Case // still under review
	Brought    bool        // from a table, just now
	Saved      draft
	SavedBy    string
	Acts       []form.Question
	Tried      casework.Tried
	List       annex.List
	Versions   []Version
	Members    []flow.Case // once it is chosen
	Deciding   bool        // the province decides person by person
	Bulk       []flow.Case // a preview: these would be accepted
	NonePicked bool        // a preview was asked for, of nobody
	Moves      []programme.Move
	Freezes    bool
	Pending    *flow.Proposal
	Step       programme.Step
	Returned   string
	Papers     int // copies received
	Events     []ui.Event
	Report     *official.Paper   // 推荐报告, once the list is frozen
	Sections   []templ.Component // what other slices know of it
}

// found returns the summary that r names.
func (s *Slice) found(r *http.Request) (*flow.Case, org.Actor, error) {
	if _, err := casework.As(r, readers...); err != nil {
		return nil, org.Actor{}, err
	}
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != "summary" {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.showSummary(w, r, http.StatusOK, c, a, casework.Tried{}, nil)
}

func (s *Slice) showSummary(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried casework.Tried, posted url.Values) error {
	ctx := r.Context()
	v := summaryView{Case: c, Actor: a, Pages: s.Pages, Tried: tried, Brought: r.URL.Query().Has("brought") && c.State == "collecting"}
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "推荐汇总表"), Href: "/summaries"}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/summaries")
	v.Shell.Wide = c.State == "collecting" || c.State == "reported" && a.Role == programme.Province
	if v.Events, err = s.EventsOf(ctx, c, a); err != nil {
		return err
	}
	if v.Sections, err = s.Sections(casework.FieldsShown(ctx), c, a); err != nil {
		return err
	}
	if c.State == "collecting" {
		err = s.choosing(ctx, &v, posted, r.URL.Query().Has("number"))
	} else {
		err = s.listed(ctx, &v, r.URL.Query())
	}
	if err == nil {
		err = s.acting(ctx, &v)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, status, summaryPage(v))
}

// choosing puts the pool and what was typed into v: just now, or in the draft
// of the office. If number is set everybody without a word gets the next place.
func (s *Slice) choosing(ctx context.Context, v *summaryView, posted url.Values, number bool) error {
	if posted == nil {
		if err := s.resume(ctx, v); err != nil {
			return err
		}
		posted = v.Saved.Values
	}
	pool, err := s.pooled(ctx, s.reader(), v.Case.Edition, v.Case.City)
	if err != nil {
		return err
	}
	if v.Blocking, err = s.open(ctx, s.reader(), v.Case.Edition, v.Case.City); err != nil {
		return err
	}
	rows, err := s.rows(ctx, s.reader(), pool)
	if err != nil {
		return err
	}
	jots, err := s.jots.Of(ctx, s.reader(), v.Actor.Organ.ID)
	if err != nil {
		return err
	}
	v.Acts = acts(v.Case.Track)
	for i, row := range rows {
		k := candidate{Row: row, County: placeOf(pool[i].County), Place: posted.Get("place." + row.Case), Why: posted.Get("why." + row.Case)}
		k.Note, k.Seat = jots[row.Case]["note"], jots[row.Case]["seat"]
		if k.Seat != "" {
			k.Seat = lang.T(ctx, "桌号 %s", k.Seat)
		}
		if c, ok := v.Tried.Wrong["place."+row.Case]; ok {
			k.WrongAt = c.Text(lang.Of(ctx))
		}
		if c, ok := v.Tried.Wrong["why."+row.Case]; ok {
			k.WrongIn = c.Text(lang.Of(ctx))
		}
		v.Candidates = append(v.Candidates, k)
	}
	if number {
		fill(v.Candidates)
	}
	return nil
}

// fill gives everybody without place or reason the next place.
func fill(cs []candidate) {
	last := 0
	for _, k := range cs {
		if n, err := strconv.Atoi(k.Place); err == nil {
			last = max(last, n)
		}
	}
	for i := range cs {
		if cs[i].Place == "" && cs[i].Why == "" {
			last++
			cs[i].Place = number(last)
		}
	}
}

// resume puts the office's draft into v.
func (s *Slice) resume(ctx context.Context, v *summaryView) (err error) {
	if v.Saved, err = s.draft(ctx, s.reader(), v.Case); err != nil || v.Saved.At.IsZero() {
		return err
	}
	v.Tried.Answers, _ = form.ReadDraft(acts(v.Case.Track), v.Saved.Values)
	v.SavedBy, err = s.Flow.Orgs().Name(ctx, s.reader(), v.Saved.Person)
	return err
}

// listed puts the list and its frozen versions into v.
func (s *Slice) listed(ctx context.Context, v *summaryView, query url.Values) (err error) {
	if v.List, err = s.listOf(ctx, v.Case, ""); err != nil {
		return err
	}
	if v.Members, err = s.members(ctx, s.reader(), v.Case.ID); err != nil {
		return err
	}
	entries, err := s.froze(ctx, s.reader(), v.Case)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(entries) {
		one, err := s.version(ctx, s.reader(), v.Case, e)
		if err != nil {
			return err
		}
		v.Versions = append(v.Versions, one)
	}
	if v.Report, err = s.report(ctx, v.Case, v.List); err != nil {
		return err
	}
	v.Deciding = v.Actor.Role == programme.Province && v.Case.State == "reported"
	if v.Deciding && query.Has("preview") {
		for _, c := range v.Members {
			if c.State == "reported" && slices.Contains(query["case"], c.ID) {
				v.Bulk = append(v.Bulk, c)
			}
		}
		v.NonePicked = len(v.Bulk) == 0
	}
	return nil
}

// acting puts what the reader may do now into v.
func (s *Slice) acting(ctx context.Context, v *summaryView) (err error) {
	if v.Pending, err = s.Flow.Pending(ctx, s.reader(), v.Case); err != nil {
		return err
	}
	if v.Pending != nil {
		v.Step, err = s.Flow.StepOf(ctx, s.reader(), v.Case, v.Pending)
		return err
	}
	for _, m := range s.Flow.Moves(v.Case, v.Actor) {
		v.Freezes = v.Freezes || m.Name == "freeze"
		if !m.Quiet {
			v.Moves = append(v.Moves, m)
		}
	}
	slices.SortStableFunc(v.Moves, func(x, y programme.Move) int { return weight(x) - weight(y) })
	if v.Actor.Officer() {
		if _, v.Returned, err = s.Flow.Returned(ctx, s.reader(), v.Case); err != nil {
			return err
		}
	}
	a, err := s.Flow.Answers(ctx, s.reader(), v.Case, "tick-paper")
	v.Papers, _ = strconv.Atoi(a["copies"])
	return err
}

// weight puts what is dangerous last.
func weight(m programme.Move) int {
	if m.Danger {
		return 1
	}
	return 0
}

// paper answers with 附件1 as a file.
func (s *Slice) paper(format string) web.Handler {
	kind := map[string]string{
		"pdf": "application/pdf", "xlsx": xlsx.Kind, "docx": docx.Kind,
	}[format]
	return func(w http.ResponseWriter, r *http.Request) error {
		c, a, err := s.found(r)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := s.export(r.Context(), a, c, r.URL.Query().Get("v"), format, &b); err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Length", strconv.Itoa(b.Len()))
		h.Set("Content-Disposition", `attachment; filename="annex1-`+c.City+`.`+format+`"; filename*=UTF-8''`+url.PathEscape("附件1 "+c.Name+"推荐名单汇总表."+format))
		h.Set("Cache-Control", "no-store")
		_, err = b.WriteTo(w)
		return err
	}
}

// annexPart is the list on the common page of a summary and before whoever
// approves it.
func (s *Slice) annexPart(ctx context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	if c.State == "collecting" || casework.ShowsFields(ctx) {
		return nil, nil
	}
	l, err := s.listOf(ctx, c, "")
	if err != nil {
		return nil, err
	}
	return annexTable(c, l), nil
}
