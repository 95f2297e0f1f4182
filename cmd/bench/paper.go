package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"qinglan/internal/annex"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/rehearse/play"
)

// forms measures 附件2 as PDF: the forms of people who have filled everything in,
// among them the rare names, one after the other on one connection and by all.
func forms(ctx context.Context, e engine) error {
	p, err := e.serve(ctx)
	if err != nil {
		return err
	}
	defer p.Strike()
	if p.Towns, err = townsOf(p); err != nil {
		return err
	}
	if err := p.Clock("2017-10-09 10:00:00"); err != nil {
		return err
	}
	p.People = p.Cast(0, 50)
	people := make([]*sender, len(p.People))
	err = p.Each(ctx, p.People, func(one *play.Person) (err error) {
		people[one.N], err = prepare(p, one)
		return err
	})
	if err != nil {
		return err
	}
	c, base, largest := client(), p.Public.Base, 0
	for _, s := range people {
		n, err := pdfOf(c, base, s)
		if err != nil {
			return err
		}
		largest = max(largest, n)
	}
	stop := profile(e.name + "-forms")
	before := e.spending(p.PID())
	r := during(ctx, flags.Clients, time.Duration(flags.Seconds)*time.Second, func(_, i int) error {
		_, err := pdfOf(c, base, people[i%len(people)])
		return err
	})
	cost := since(e.spending(p.PID()), before)
	stop()
	if err := r.say(e.name+": 附件2 as PDF", cost...); err != nil {
		return err
	}
	fmt.Printf("%-34s %.0f a second of one core; the largest has %d KB\n", "", float64(len(r.took))/cost[0].time.Seconds(), largest>>10)
	return nil
}

// pdfOf asks for the form of somebody and returns how large it is.
func pdfOf(c *http.Client, base string, s *sender) (int, error) {
	req, err := http.NewRequest(http.MethodGet, base+"/apply/"+s.person.App+"/form.pdf", nil)
	if err != nil {
		return 0, err
	}
	for _, k := range s.cookies {
		req.AddCookie(k)
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && (!bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.Contains(b[max(0, len(b)-32):], []byte("%%EOF"))) {
		err = fmt.Errorf("the form of %s is no PDF: %d %.200s", s.person.Name, res.StatusCode, b)
	}
	return len(b), err
}

// annexed measures 附件1 of 10,000 rows as a workbook. No server is asked: a city
// never has so many.
func annexed(ctx context.Context, e engine) error {
	l := annex.List{Organ: "测速市（虚构）", Version: "v1", Digest: "0123456789abcdef", At: time.Now()}
	for i := range 10_000 {
		l.Rows = append(l.Rows, annex.Row{Name: fmt.Sprintf("测速·%05d", i), Unit: "演练培训学校（虚构）", Directions: "亚马逊、速卖通", Post: "讲师"})
	}
	size := 0
	r := each(ctx, 1, 5, func(int, int) error {
		var b bytes.Buffer
		err := xlsx.Write(&b, annex.Build(l))
		size = b.Len()
		return err
	})
	if err := r.say("附件1 of 10,000 rows, xlsx"); err != nil {
		return err
	}
	fmt.Printf("%-34s %d KB\n", "", size>>10)
	return nil
}
