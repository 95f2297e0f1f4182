package site

import (
	"net/http"

	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// contact lists whom to call: the province, each city and its counties.
func (s Site) contact(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t := ui.Table{ID: "contacts", Caption: lang.T(ctx, "各级主管部门"), Columns: []ui.Column{
		{Label: lang.T(ctx, "单位"), Main: true}, {Label: lang.T(ctx, "地区")}, {Label: lang.T(ctx, "联系人")}, {Label: lang.T(ctx, "电话")},
	}}
	for _, role := range []programme.Role{programme.Province, programme.City, programme.County} {
		organs, err := s.House.Flow.Orgs().Organisations(ctx, s.House.Flow.DB(), role)
		if err != nil {
			return err
		}
		for _, o := range organs {
			place, _ := org.RegionOf(o.Region)
			t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(o.Name, place.Name, o.Contact, o.Phone)})
		}
	}
	return web.Render(w, r, http.StatusOK, contactPage(ui.ShellOf(ctx, lang.T(ctx, "联系主管部门"), "/contact"), t))
}
