package demo

import (
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/contest"
	"qinglan/internal/form"
)

// year opens a year of the hundred with its window.
func (w *world) year(n, year int, first, last string) string {
	id := fmt.Sprintf("demo-contest-%d", n)
	w.do("year "+id, func() error {
		return w.contest.Begin(w.ctx, w.as(clerk), id, contest.Window{Year: year, First: calendar.Must(first), Last: calendar.Must(last)},
			form.Answers{"year": fmt.Sprint(year), "first": first, "last": last})
	})
	return id
}

// wish lets people say that they wish to take part, and returns their wishes.
func (w *world) wish(id string, people []*person) (out []string) {
	for _, p := range people {
		w.do("wish of "+p.name, func() error {
			wish, err := w.contest.Wish(w.ctx, p.self(), id, form.Answers{"wish": "yes"})
			out = append(out, wish)
			return err
		})
	}
	return out
}

// hundred are the years of the contest: one whose wishes close tonight, one that
// was cancelled and begun again, and two to come.
func (w *world) hundred(people []*person) {
	w.at(27, 16, 0, 20)
	for i, p := range w.wish(w.year(1, 2017, "2017-09-27", "2017-09-27"), people[:7]) {
		if i < 2 {
			w.in(func() { w.move(p, "withdraw", people[i].self(), nil) })
		}
	}
	first := w.year(2, 2018, "2017-09-27", "2017-09-27")
	w.wish(first, people[10:12])
	w.in(func() {
		w.move(first, "cancel", w.as(clerk), because("评选办法调整，重新确定起止日期。"))
	})
	w.wish(w.year(3, 2018, "2017-09-27", "2017-09-27"), people[10:13])
	w.year(4, 2019, "2018-09-01", "2018-09-30")
	w.year(5, 2020, "2019-09-01", "2019-09-30")
}

// recommendHundred recommends those of the first year.
func (w *world) recommendHundred() {
	w.at(28, 8, 40, 10)
	w.chain("demo-contest-1", "nominate", clerk, form.Answers{"number": "浙商务函〔2017〕演示1号", "to": "浙江省电子商务百强名师评选组委会（演示）"}, provinceHead, provinceLeader)
}
