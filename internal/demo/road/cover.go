package road

import (
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// Covers are who stands in for whom this morning: in Jinhua a clerk is on leave
// and a colleague has done one of their cases, and at the province a clerk will
// be travelling after the holidays.
func Covers(w *world.World) {
	const away, deputy = "330700-city-clerk-2", "330700-city-clerk-1"
	cover(w, away, deputy, "leave", "2017-09-28", "2017-09-30")
	cover(w, world.Clerk2, world.Clerk, "business", "2017-10-09", "2017-10-11")
	var mine []flow.Case
	w.Do("cases before Jinhua", func() (err error) {
		mine, err = w.Flow.Cases(w.Ctx, w.As(deputy), flow.Filter{Track: "application", States: []string{"at-city"}, City: "330700"})
		return err
	})
	mine = mine[:min(3, len(mine))]
	for i := range mine {
		w.Do("claim "+mine[i].ID, func() error { return w.Flow.Claim(w.Ctx, &mine[i], w.As(away), mine[i].Seq, false) })
	}
	if len(mine) > 2 {
		w.In(func() { w.Move(mine[0].ID, "return-city", w.As(deputy), world.Faults(0)) })
	}
}

func cover(w *world.World, away, deputy, reason, first, last string) {
	w.Do("cover "+away, func() error {
		k := org.Cover{ID: db.NewID(), Post: w.Posts[away], Deputy: w.Posts[deputy], Reason: reason}
		_, err := w.Flow.Cover(w.Ctx, w.As(away), k, calendar.Must(first), calendar.Must(last))
		return err
	})
}
