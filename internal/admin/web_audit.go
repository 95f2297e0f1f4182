package admin

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An auditView is a page of the audit, and perhaps the report of a check.
type auditView struct {
	Shell   ui.Shell
	Act     string
	Acts    []ui.Link // names as Href, words as Text
	Person  string
	Table   ui.Table
	Pages   ui.Pages
	Checked bool
	Report  record.Report
}

const auditRows = 100

// audit shows the newest rows. Reading them is not itself noted: every look
// would make a row to look at.
func (s *Slice) audit(w http.ResponseWriter, r *http.Request) error {
	return s.showAudit(w, r, auditView{})
}

func (s *Slice) showAudit(w http.ResponseWriter, r *http.Request, v auditView) error {
	a, err := casework.As(r, programme.Auditor, programme.Audit)
	if err != nil {
		return err
	}
	ctx, q := r.Context(), r.URL.Query()
	v.Shell = ui.ShellOf(ctx, lang.T(ctx, "审计"), "/audit")
	v.Shell.Wide = true
	v.Act, v.Person = q.Get("act"), q.Get("person")
	f := record.LogFilter{Act: v.Act, Limit: auditRows + 1}
	f.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64)
	if v.Person != "" {
		if f.Persons, err = s.Flow.Orgs().Named(ctx, s.Flow.DB(), v.Person); err != nil {
			return err
		}
		if f.Persons == nil {
			f.Persons = []string{}
		}
	}
	lines, err := s.Flow.LogLines(ctx, f)
	if err != nil {
		return err
	}
	if len(lines) > auditRows {
		lines = lines[:auditRows]
		next := url.Values{"act": {v.Act}, "person": {v.Person}, "before": {strconv.FormatInt(lines[auditRows-1].Seq, 10)}}
		v.Pages.Next = "/audit?" + next.Encode()
	}
	v.Pages.Shown = len(lines)
	if v.Acts, err = s.actChoices(ctx); err != nil {
		return err
	}
	if v.Table, err = s.auditTable(ctx, a, lines); err != nil {
		return err
	}
	v.Table.More = v.Pages.Next != "" || f.Before > 0
	return web.Render(w, r, http.StatusOK, auditTempl(v))
}

func (s *Slice) actChoices(ctx context.Context) ([]ui.Link, error) {
	out := []ui.Link{{Text: lang.T(ctx, "全部事项")}}
	names, err := s.Flow.LoggedActs(ctx)
	for _, n := range names {
		out = append(out, ui.Link{Text: actName(ctx, n), Href: n})
	}
	return out, err
}

func (s *Slice) auditTable(ctx context.Context, a org.Actor, lines []record.LogLine) (ui.Table, error) {
	t := ui.Table{ID: "audit", Caption: lang.T(ctx, "审计记录"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "谁"), Main: true}, {Label: lang.T(ctx, "做了什么")}, {Label: lang.T(ctx, "对象")},
		{Label: lang.T(ctx, "说明")}, {Label: lang.T(ctx, "何时")}, {Label: lang.T(ctx, "序号"), Num: true, Quiet: true},
	}}
	tell := s.tellerFor(a)
	for _, l := range lines {
		name, organ, err := tell.who(ctx, l)
		if err != nil {
			return t, err
		}
		thing, err := tell.thing(ctx, l)
		if err != nil {
			return t, err
		}
		more, err := tell.more(ctx, l)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: name, Sub: organ}, {Text: actName(ctx, l.Move)}, {Text: thing}, {Text: more},
			{Part: ui.Moment(l.At)}, {Text: strconv.FormatInt(l.Seq, 10)},
		}})
	}
	return t, nil
}

// verify checks the whole record and shows what is not as it was written.
func (s *Slice) verify(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Auditor, programme.Audit)
	if err != nil {
		return err
	}
	report, err := s.Verify(r.Context())
	if err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, actVerify, "", form.Answers{"findings": count(len(report.Findings))}); err != nil {
		return err
	}
	return s.showAudit(w, r, auditView{Checked: true, Report: report})
}

func joined(parts ...string) string { return ui.Joined(parts...) }

func keys(a form.Answers) iter.Seq[string] { return maps.Keys(a) }
