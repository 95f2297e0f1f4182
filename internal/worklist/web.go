package worklist

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/query"
	"qinglan/internal/reconcile"
	"qinglan/internal/tally"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// onPage is how many cases a page shows.
const onPage = 200

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /cases", s.list)
	m.Route("GET /cases.xlsx", s.workbook)
	m.Route("GET /cases/words", s.words)
	m.Route("GET /cases/import", s.bringer(reconcile.Desk.Show))
	m.Large("POST /cases/import", reconcile.MostSent, s.bringer(reconcile.Desk.Post))
	m.Route("GET /cases/bulk", s.preview)
	m.Route("POST /cases/bulk", s.run)
}

// asked reads what a list is asked for.
func (s *Slice) asked(r *http.Request, a org.Actor) (*asking, error) {
	e, err := s.EditionAsked(r)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	t, ok := e.Track(q.Get("track"))
	if !ok {
		t = e.Main()
	}
	k := &asking{Edition: e, Track: t, Text: clean(q.Get("q")), Fields: s.fields(e, t, a)}
	k.Filter = flow.Filter{Edition: e.Name, Track: t.Name, County: q.Get("county"), City: q.Get("city")}
	if st := q.Get("state"); st != "" {
		k.Filter.States = []string{st}
	}
	k.read(s.Flow.Now())
	return k, nil
}

// clean cuts what nobody types: 400 characters are twenty long terms.
func clean(text string) string {
	if r := []rune(text); len(r) > 400 {
		return string(r[:400])
	}
	return text
}

// A listView is a list of cases with a tab for each state that has some.
type listView struct {
	Shell    ui.Shell
	Editions ui.Choice
	Table    ui.Table
	Tabs     []ui.Link
	Active   string
	Pages    ui.Pages
	Asking   *asking
	Hidden   []ui.Pair // what the address keeps beside the words
	Workbook string
	Bring    string // where it is brought back; may be empty
	Brought  bool   // just now
	Clear    string
	Bulk     []programme.Move // what can be done with those that are picked
	Order    string           // as the address has it
	Done     string           // how many were just moved together
}

// list shows the cases of a track that one may see, as asked, by state.
func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	k, err := s.asked(r, a)
	if err != nil {
		return err
	}
	ctx, q := r.Context(), r.URL.Query()
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "全部%s", lang.T(ctx, k.Track.Label)), "/cases"),
		Editions: s.Editions(ctx, r, k.Edition, "track"), Asking: k}
	all := k.Filter
	all.States = nil
	counts, err := s.Flow.Counts(ctx, a, all)
	if err != nil {
		return err
	}
	for _, n := range counts {
		if len(k.Filter.States) == 0 || n.State == k.Filter.States[0] {
			v.Pages.Total += n.N
		}
	}
	cs, next, err := s.page(ctx, a, k, q, v.Pages.Total)
	if err != nil {
		return err
	}
	if next != "" {
		v.Pages.Next = with(r.URL, "after", next)
	}
	if v.Table, err = s.table(ctx, a, k.Track, cs); err != nil {
		return err
	}
	if st := q.Get("state"); st != "" && len(cs) > 0 {
		v.Bulk = bulk(k.Edition, k.Track, st, a)
	}
	if len(v.Bulk) > 0 {
		v.Table.Pick = "case"
	}
	v.Done = q.Get("done")
	if v.Pages.Shown = len(cs); v.Pages.Total <= mostSorted {
		o := orderOf(q)
		v.Table.Sort, v.Table.Down, v.Order = o.By, o.Down, o.String()
		v.Table.SortHref = func(key string) string { return o.href(r.URL, key) }
	}
	v.Tabs, v.Active = stateTabs(ctx, k.Track, counts, with(r.URL, "state", "", "after", "", "done", ""), q.Get("state"))
	v.Table.Count = v.Pages.Total
	v.Workbook = "/cases.xlsx?" + r.URL.RawQuery
	if slices.Contains(offices, a.Role) && v.Pages.Total <= mostSorted {
		v.Bring = "/cases/import?" + r.URL.RawQuery
	}
	v.Brought = q.Has("brought")
	v.Clear = with(r.URL, "q", "", "after", "")
	for _, name := range []string{"track", "edition", "state", "county", "city"} {
		if q.Has(name) {
			v.Hidden = append(v.Hidden, ui.Pair{Key: name, Value: q.Get(name)})
		}
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// page returns the cases of the page that is asked for, of a list of so many, and
// the spot at which it ends if there are more behind it.
func (s *Slice) page(ctx context.Context, a org.Actor, k *asking, q url.Values, total int) (cs []flow.Case, next string, err error) {
	f, after := k.Filter, spotOf(q.Get("after"))
	if total > mostSorted {
		f.After, f.Limit = after.ID, onPage+1
		after = spot{}
	}
	if cs, err = s.Flow.Cases(ctx, a, f); err != nil {
		return nil, "", err
	}
	if total <= mostSorted {
		orderOf(q).sort(cs)
	}
	cs, next = pageOf(cs, after)
	return cs, next, nil
}

// urgent sorts what waits before what is over, and of it what is due first.
func urgent(x, y flow.Case) int {
	over := func(c flow.Case) int {
		if c.Now().Final || c.Now().Turn == "" {
			return 1
		}
		return 0
	}
	return cmp.Or(over(x)-over(y), casework.ByDue(x, y))
}

// with returns the address of u with some values changed; empty ones go.
func with(u *url.URL, pairs ...string) string {
	q := u.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		}
	}
	if len(q) == 0 {
		return u.Path
	}
	return u.Path + "?" + q.Encode()
}

func stateTabs(ctx context.Context, t *programme.Track, counts []tally.Count, base, state string) (tabs []ui.Link, active string) {
	sum, all := map[string]int{}, 0
	for _, n := range counts {
		sum[n.State] += n.N
		all += n.N
	}
	u, err := url.Parse(base)
	if err != nil { // it was made by us
		return nil, ""
	}
	tabs, active = append(tabs, ui.Link{Text: lang.T(ctx, "全部"), Href: base, Count: all}), base
	for _, s := range t.States {
		if sum[s.Name] == 0 {
			continue
		}
		href := with(u, "state", s.Name)
		tabs = append(tabs, ui.Link{Text: lang.T(ctx, s.Label), Href: href, Count: sum[s.Name]})
		if s.Name == state {
			active = href
		}
	}
	return tabs, active
}

// words answers how the words that somebody types may go on.
func (s *Slice) words(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	k, err := s.asked(r, a)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, wordsPart(query.Complete(k.Text, k.plain())))
}

// workbook is the list, all of it, as a workbook: what was asked stands in it.
func (s *Slice) workbook(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	k, err := s.asked(r, a)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cs, err := s.Flow.Cases(ctx, a, k.Filter)
	if err != nil {
		return err
	}
	if len(cs) <= mostSorted { // as it stands on the page
		orderOf(r.URL.Query()).sort(cs)
	}
	book, err := s.paper(ctx, a, k, cs)
	if err != nil {
		return err
	}
	err = s.Flow.Log(ctx, nil, a, "export", "", form.Answers{
		"paper": "cases", "track": k.Track.Name, "asked": k.Text, "count": number(len(cs)),
	})
	if err != nil {
		return err
	}
	return casework.Send(w, r, book, lang.T(ctx, "全部%s", lang.T(ctx, k.Track.Label))+"-"+calendar.Day(s.Flow.Now()).String()+".xlsx")
}

// workers are the names of those who have claimed cases.
func (s *Slice) workers(ctx context.Context, q db.Q, cs []flow.Case) (map[string]string, error) {
	out := map[string]string{}
	for i := range cs {
		who := cs[i].ClaimedBy
		if _, ok := out[who]; ok || who == "" {
			continue
		}
		name, err := s.Flow.Orgs().Name(ctx, q, who)
		if err != nil {
			return nil, err
		}
		out[who] = name
	}
	return out, nil
}
