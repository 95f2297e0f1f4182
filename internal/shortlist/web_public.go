package shortlist

import (
	"context"
	"net/http"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// everybody reads what a sight of the edition opens to the public.
var everybody = org.Actor{Person: "public", Role: programme.Public}

// A publicView is one published list, or all of them.
type publicView struct {
	Shell    ui.Shell
	Head     ui.Head
	Editions ui.Choice
	Table    ui.Table
	Bound    string
}

// published reports whether lists of any edition are for everybody.
func (s *Slice) published() bool {
	for _, e := range s.Flow.Editions() {
		if e.Publishes("shortlist") {
			return true
		}
	}
	return false
}

func (s *Slice) lists(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(ctx, everybody, flow.Filter{Edition: e.Name, Track: "shortlist"})
	if err != nil {
		return err
	}
	label := lang.T(ctx, e.LabelOf("shortlist"))
	v := publicView{Shell: ui.ShellOf(ctx, label, "/lists"), Head: ui.Head{Title: label, Lead: lang.T(ctx, e.Papers["shortlist"].Say)}}
	v.Editions = s.Editions(ctx, r, e)
	v.Table = ui.Table{ID: "lists", Caption: label, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "数量"), Num: true}, {Label: lang.T(ctx, "日期")},
	}, Empty: lang.T(ctx, "还没有名单")}
	for i := range cs {
		members, err := s.Flow.Members(ctx, s.Flow.DB(), cs[i].ID)
		if err != nil {
			return err
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Href: "/lists/" + cs[i].ID, Cells: ui.Texts(
			cs[i].Name, strconv.Itoa(len(members)), ui.Day(ctx, cs[i].Since))})
	}
	return web.Render(w, r, http.StatusOK, publicPage(v))
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), s.Flow.DB()
	c, err := s.Flow.Find(ctx, everybody, r.PathValue("id"))
	if err == nil && c.Track.Name != "shortlist" {
		err = fault.New(fault.Missing, "没有这份名单，或者还没有印发。")
	}
	if err != nil {
		return err
	}
	given, err := s.Flow.Answers(ctx, q, c, "issue")
	if err != nil {
		return err
	}
	names, err := s.names(ctx, q, c)
	if err != nil {
		return err
	}
	v := publicView{Shell: ui.ShellOf(ctx, c.Edition.Papers["shortlist"].Title, "/lists")}
	v.Head = ui.Head{Title: lang.T(ctx, c.Edition.Papers["shortlist"].Title), Lead: c.Name,
		Trail: []ui.Link{{Text: lang.T(ctx, c.Track.Label), Href: "/lists"}}, Meta: []string{given["number"], ui.Day(ctx, c.Since)}}
	if v.Bound, err = s.bound(ctx, q, c); err != nil {
		return err
	}
	v.Table = ui.Table{ID: "names", Caption: lang.T(ctx, "名单"), Dense: true,
		Columns: append(columns(ctx, c.Edition), ui.Column{Label: lang.T(ctx, "结果")})}
	for i, n := range names {
		row, err := s.outcome(ctx, q, nameRow(c.Edition, strconv.Itoa(i+1), n))
		if err != nil {
			return err
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return web.Render(w, r, http.StatusOK, publicPage(v))
}

// outcome adds to the row of a name where it stands now: the list stays as it
// was issued, what came of each line is said beside it.
func (s *Slice) outcome(ctx context.Context, q db.Q, row ui.Row) (ui.Row, error) {
	c, err := s.Flow.Load(ctx, q, row.ID)
	if err != nil {
		return row, err
	}
	st := c.Now()
	row.Cells = append(row.Cells, ui.Cell{Text: lang.T(ctx, st.Label), Tone: casework.StateTone(st)})
	return row, nil
}
