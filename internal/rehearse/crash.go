package rehearse

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"sync"
	"time"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// crashes is how often the server is killed while people save, typists how
// many save at the same time.
const (
	crashes = 3
	typists = 12
)

var savedTimes = regexp.MustCompile(`改到第(\d+)次`)

// crashWhileSaving kills the server while people save their drafts. Whatever
// was answered with a yes must be there afterwards: the last save that was
// acknowledged, or the one after it, whose answer the crash cut off.
func crashWhileSaving(ctx context.Context, p *play.Play) error {
	if !p.Kill {
		return nil
	}
	people := p.People[:min(typists, len(p.People))]
	for round := range crashes {
		forms := make([]*screen.Form, len(people))
		for i, one := range people {
			page, err := one.Screen.Get("/apply/" + one.App)
			if err != nil {
				return err
			}
			if forms[i], err = page.Form("/apply/" + one.App); err != nil {
				return err
			}
		}
		acked := make([]int, len(people))
		var wg sync.WaitGroup
		for i, one := range people {
			wg.Go(func() { acked[i] = typeOn(one, forms[i].Values) })
		}
		time.Sleep(time.Duration(150+70*round) * time.Millisecond)
		p.Strike()
		wg.Wait()
		if err := p.Open(ctx); err != nil {
			return err
		}
		for i, one := range people {
			if err := stillThere(p, one, acked[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// typeOn saves again and again until the server is gone, and returns the
// number of the last save that was acknowledged.
func typeOn(one *play.Person, v url.Values) int {
	for n := 1; ; n++ {
		v.Set("life", one.Profile().Get("life")+fmt.Sprintf("改到第%d次", n))
		status, err := one.Screen.SendOnly("/apply/"+one.App+"/save", v)
		if err != nil || status != http.StatusSeeOther {
			return n - 1
		}
	}
}

func stillThere(p *play.Play, one *play.Person, acked int) error {
	page, err := one.Screen.Get("/apply/" + one.App)
	if err != nil {
		return err
	}
	f, err := page.Form("/apply/" + one.App)
	if err != nil {
		return err
	}
	have := 0
	if found := savedTimes.FindStringSubmatch(f.Values.Get("life")); found != nil {
		have, _ = strconv.Atoi(found[1])
	}
	if acked > 0 && have != acked && have != acked+1 {
		p.Fault("%s was told %d times that it is saved and finds number %d", one.Name, acked, have)
	}
	p.Count("saves-acknowledged", acked)
	return nil
}
