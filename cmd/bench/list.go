package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/db"
	"qinglan/internal/demo"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/rehearse/play"
)

// commits is how often a second something else is written meanwhile.
const commits = 100

// list measures the list of cases as a city's clerk filters it: 200 rows of
// all that the house has, while others write.
func list(ctx context.Context, e engine) error {
	p, err := e.serve(ctx) // once, so that it founds its offices
	if err != nil {
		return err
	}
	if err := p.Stop(); err != nil {
		return err
	}
	err = e.fill(ctx, flags.Cases, func(i int) []string {
		if i%5 == 0 {
			return []string{"submit"} // every fifth waits for its employer
		}
		return []string{"submit", "endorse", "forward"}
	})
	if err != nil {
		return err
	}
	if e.db != "" { // as its own housekeeping would have done by now
		if err := onServer(ctx, e.db, "ANALYZE"); err != nil {
			return err
		}
	}
	if p, err = e.serve(ctx); err != nil {
		return err
	}
	defer p.Strike()
	p.Towns = []play.Town{play.TownOf("330782")}
	b, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	c, base, cookies := client(), p.Public.Base, b.Cookies()
	const path = "/cases?track=application&state=at-city"
	page, err := b.Get(path)
	if err != nil {
		return err
	}
	if n := strings.Count(string(page.Body), "<tr") - 1; n != 200 {
		return fmt.Errorf("the list shows %d rows, not 200: %.200s", n, page.Text())
	}
	writer, err := prepare(p, p.Cast(0, 1)[0])
	if err != nil {
		return err
	}
	writing, quiet := context.WithCancel(ctx)
	defer quiet()
	var written atomic.Int64
	tick := time.NewTicker(time.Second / commits)
	defer tick.Stop()
	for range 8 {
		go func() {
			for {
				select {
				case <-writing.Done():
					return
				case <-tick.C:
				}
				if ask(c, base+"/apply/"+writer.person.App+"/save", "application/x-www-form-urlencoded", writer.form, writer.cookies...) == nil {
					written.Add(1)
				}
			}
		}()
	}
	stop := profile(e.name + "-list")
	before, began := e.spending(p.PID()), time.Now()
	r := during(ctx, flags.Clients, time.Duration(flags.Seconds)*time.Second, func(int, int) error {
		return ask(c, base+path, "", nil, cookies...)
	})
	cost, took := since(e.spending(p.PID()), before), time.Since(began)
	quiet()
	stop()
	if err := r.say(fmt.Sprintf("%s: list of 200 of %d", e.name, flags.Cases), cost...); err != nil {
		return err
	}
	fmt.Printf("%-34s %.0f commits a second meanwhile; a page has %d KB\n", "", float64(written.Load())/took.Seconds(), len(page.Body)>>10)
	return nil
}

// fill stores n applications that have been sent in, in the counties of Jinhua,
// each as far as its steps.
func (e engine) fill(ctx context.Context, n int, steps func(i int) []string) (err error) {
	cfg := app.Config{Data: e.dir, DB: e.db, Demo: true, Clock: new(app.Clock)}
	cfg.Clock.Set(demo.Start)
	a, err := app.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close(context.WithoutCancel(ctx))) }()
	f := a.House.Flow
	regions := org.Counties("330700", f.Current().Since)
	return a.DB.Making(ctx, func() error {
		for from := 0; from < n; from += 500 {
			err := a.DB.Tx(ctx, func(tx *db.Tx) error {
				for i := from; i < min(n, from+500); i++ {
					if err := stand(ctx, f, tx, i, regions[i%len(regions)], steps(i)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// stand brings one application on by these steps, without what slices ask of it on
// its way.
func stand(ctx context.Context, f *flow.Store, tx *db.Tx, i int, at org.Region, steps []string) error {
	a := org.Actor{Person: fmt.Sprintf("bench-person-%07d", i), Name: fmt.Sprintf("测速·%07d", i), Role: programme.Applicant}
	opened, err := f.OpenIn(ctx, tx, a, flow.Opening{
		ID: fmt.Sprintf("bench-%07d", i), Track: "application", Party: a.Person, Name: a.Name, Unit: "演练培训学校（虚构）", County: at.Code, City: at.Parent,
	})
	if err != nil {
		return err
	}
	c := *opened
	for _, name := range steps {
		m, ok := c.Track.Move(name)
		if !ok {
			return fmt.Errorf("no move %s", name)
		}
		m.Needs, m.Also, m.Does = nil, nil, nil
		if c, err = f.MoveIn(ctx, tx, c, m, a, nil); err != nil {
			return err
		}
	}
	return nil
}
