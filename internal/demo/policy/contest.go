package policy

import (
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/contest"
	"qinglan/internal/demo/world"
	"qinglan/internal/form"
)

// year opens a year of the hundred with its window.
func year(w *world.World, n, year int, first, last string) string {
	id := fmt.Sprintf("demo-contest-%d", n)
	w.Do("year "+id, func() error {
		return w.Contest.Begin(w.Ctx, w.As(world.Clerk), id, contest.Window{Year: year, First: calendar.Must(first), Last: calendar.Must(last)},
			form.Answers{"year": fmt.Sprint(year), "first": first, "last": last})
	})
	return id
}

// wish lets people say that they wish to take part, and returns their wishes.
func wish(w *world.World, id string, people []*world.Person) (out []string) {
	for _, p := range people {
		w.Do("wish of "+p.Name, func() error {
			wish, err := w.Contest.Wish(w.Ctx, p.Self(), id, form.Answers{"wish": "yes"})
			out = append(out, wish)
			return err
		})
	}
	return out
}

// Hundred are the years of the contest: one whose wishes close tonight, one that
// was cancelled and begun again, and two to come.
func Hundred(w *world.World, people []*world.Person) {
	w.At(27, 16, 0, 20)
	for i, p := range wish(w, year(w, 1, 2017, "2017-09-27", "2017-09-27"), people[:7]) {
		if i < 2 {
			w.In(func() { w.Move(p, "withdraw", people[i].Self(), nil) })
		}
	}
	first := year(w, 2, 2018, "2017-09-27", "2017-09-27")
	wish(w, first, people[10:12])
	w.In(func() {
		w.Move(first, "cancel", w.As(world.Clerk), world.Because("评选办法调整，重新确定起止日期。"))
	})
	wish(w, year(w, 3, 2018, "2017-09-27", "2017-09-27"), people[10:13])
	year(w, 4, 2019, "2018-09-01", "2018-09-30")
	year(w, 5, 2020, "2019-09-01", "2019-09-30")
}

// RecommendHundred recommends those of the first year.
func RecommendHundred(w *world.World) {
	w.At(28, 8, 40, 10)
	w.Chain("demo-contest-1", "nominate", world.Clerk, form.Answers{"number": "浙商务函〔2017〕演示1号", "to": "浙江省电子商务百强名师评选组委会（演示）"}, world.ProvinceHead, world.ProvinceLeader)
}
