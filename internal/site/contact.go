package site

import (
	"context"
	"net/http"

	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A cityContacts is whom to call in a city and its counties.
type cityContacts struct {
	Code, Name string
	Table      ui.Table
}

// contact lists whom to call: the province, then city by city, each of which
// opens on its own, because the whole is a hundred lines.
func (s Site) contact(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	top := contactTable(ctx, "contacts", lang.T(ctx, "省级主管部门"))
	var cities []cityContacts
	at := map[string]int{}
	for _, role := range []programme.Role{programme.Province, programme.City, programme.County} {
		organs, err := s.House.Flow.Orgs().Organisations(ctx, s.House.Flow.DB(), role)
		if err != nil {
			return err
		}
		for _, o := range organs {
			place, _ := org.RegionOf(o.Region)
			row := ui.Row{Cells: ui.Texts(o.Name, place.Name, o.Contact, o.Phone)}
			city := o.Region
			if role == programme.County {
				city = place.Parent
			}
			if role == programme.Province {
				top.Rows = append(top.Rows, row)
				continue
			}
			i, ok := at[city]
			if !ok {
				r, _ := org.RegionOf(city)
				i, at[city] = len(cities), len(cities)
				cities = append(cities, cityContacts{city, r.Name, contactTable(ctx, "contacts-"+city, r.Name)})
			}
			cities[i].Table.Rows = append(cities[i].Table.Rows, row)
		}
	}
	return web.Render(w, r, http.StatusOK, contactPage(ui.ShellOf(ctx, lang.T(ctx, "联系主管部门"), "/contact"), top, cities))
}

func contactTable(ctx context.Context, id, caption string) ui.Table {
	return ui.Table{ID: id, Caption: caption, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "单位"), Main: true}, {Label: lang.T(ctx, "地区")}, {Label: lang.T(ctx, "联系人")}, {Label: lang.T(ctx, "电话")},
	}}
}
