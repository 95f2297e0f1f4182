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
func crashWhileSaving(ctx context.Context, p *play) error {
	if !p.Kill {
		return nil
	}
	people := p.people[:min(typists, len(p.people))]
	for round := range crashes {
		forms := make([]*Form, len(people))
		for i, one := range people {
			page, err := one.b.Get("/apply/" + one.app)
			if err != nil {
				return err
			}
			if forms[i], err = page.Form("/apply/" + one.app); err != nil {
				return err
			}
		}
		acked := make([]int, len(people))
		var wg sync.WaitGroup
		for i, one := range people {
			wg.Go(func() { acked[i] = one.typeOn(forms[i].Values) })
		}
		time.Sleep(time.Duration(150+70*round) * time.Millisecond)
		p.kills++
		p.child.kill()
		wg.Wait()
		if err := p.open(ctx); err != nil {
			return err
		}
		for i, one := range people {
			if err := p.stillThere(one, acked[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// typeOn saves again and again until the server is gone, and returns the
// number of the last save that was acknowledged.
func (one *person) typeOn(v url.Values) int {
	for n := 1; ; n++ {
		v.Set("life", one.profile().Get("life")+fmt.Sprintf("改到第%d次", n))
		status, err := one.b.SendOnly("/apply/"+one.app+"/save", v)
		if err != nil || status != http.StatusSeeOther {
			return n - 1
		}
	}
}

func (p *play) stillThere(one *person, acked int) error {
	page, err := one.b.Get("/apply/" + one.app)
	if err != nil {
		return err
	}
	f, err := page.Form("/apply/" + one.app)
	if err != nil {
		return err
	}
	have := 0
	if found := savedTimes.FindStringSubmatch(f.Values.Get("life")); found != nil {
		have, _ = strconv.Atoi(found[1])
	}
	if acked > 0 && have != acked && have != acked+1 {
		p.fault("%s was told %d times that it is saved and finds number %d", one.name, acked, have)
	}
	p.count("saves-acknowledged", acked)
	return nil
}
