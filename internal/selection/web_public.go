package selection

import (
	"context"
	"net/http"

	"qinglan/internal/assessment"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// public is the list of those that train, for everybody: a whitelist of
// columns, if the edition publishes it.
func (s *Slice) public(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), s.Flow.DB()
	t := ui.Table{ID: "institutions", Caption: lang.T(ctx, "承训机构"), Columns: []ui.Column{
		{Label: lang.T(ctx, "机构名称"), Main: true}, {Label: lang.T(ctx, "地市")}, {Label: lang.T(ctx, "培训方向")}, {Label: lang.T(ctx, "入选日期")},
	}, Empty: lang.T(ctx, "还没有公布承训机构"), EmptyText: lang.T(ctx, "各地推荐、专家评估之后，由省级遴选并在这里公布。")}
	for _, e := range s.Flow.Editions() {
		if e.Limit("inst.public").N != 1 {
			continue
		}
		ids, err := s.results.Training(ctx, q, e.Name)
		if err != nil {
			return err
		}
		for _, id := range ids {
			row, err := s.publicRow(ctx, q, id)
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, row)
		}
	}
	sh := ui.ShellOf(ctx, lang.T(ctx, "承训机构"), "/institutions")
	sh.Public = true
	return web.Render(w, r, http.StatusOK, publicTempl(sh, t))
}

// publicRow is one line of the public list. A name that holds what looks like a
// number of somebody is not shown.
func (s *Slice) publicRow(ctx context.Context, q db.Q, id string) (ui.Row, error) {
	c, err := s.Flow.Load(ctx, q, id)
	if err != nil {
		return ui.Row{}, err
	}
	ans, err := s.Flow.Answers(ctx, q, c, assessment.Sent...)
	if err != nil {
		return ui.Row{}, err
	}
	name := c.Name
	if len(ident.Leaks(name, nil)) > 0 {
		name = c.No
	}
	city, _ := org.RegionOf(c.City)
	directions := ""
	for _, k := range c.Track.Forms["dossier"] {
		if k.Name == "directions" {
			directions = form.Show(k, ans[k.Name], lang.Of(ctx))
		}
	}
	by, err := s.results.ChosenBy(ctx, q, c)
	return ui.Row{Cells: ui.Texts(name, city.Name, directions, form.Show(form.Question{Kind: form.Date}, calendar.Day(by.At).String(), lang.Of(ctx)))}, err
}
