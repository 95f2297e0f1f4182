package demo

import (
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// covers are who stands in for whom this morning: in Jinhua a clerk is on leave
// and a colleague has done one of their cases, and at the province a clerk will
// be travelling after the holidays.
func (w *world) covers() {
	const away, deputy = "330700-city-clerk-2", "330700-city-clerk-1"
	w.cover(away, deputy, "leave", "2017-09-28", "2017-09-30")
	w.cover(clerk2, clerk, "business", "2017-10-09", "2017-10-11")
	var mine []flow.Case
	w.do("cases before Jinhua", func() (err error) {
		mine, err = w.f.Cases(w.ctx, w.as(deputy), flow.Filter{Track: "application", States: []string{"at-city"}, City: "330700"})
		return err
	})
	mine = mine[:min(3, len(mine))]
	for i := range mine {
		w.do("claim "+mine[i].ID, func() error { return w.f.Claim(w.ctx, &mine[i], w.as(away), mine[i].Seq, false) })
	}
	if len(mine) > 2 {
		w.in(func() { w.move(mine[0].ID, "return-city", w.as(deputy), faults(0)) })
	}
}

func (w *world) cover(away, deputy, reason, first, last string) {
	w.do("cover "+away, func() error {
		k := org.Cover{ID: db.NewID(), Post: w.posts[away], Deputy: w.posts[deputy], Reason: reason}
		_, err := w.f.Cover(w.ctx, w.as(away), k, calendar.Must(first), calendar.Must(last))
		return err
	})
}
