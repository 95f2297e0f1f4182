package policy

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"sync"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// told is who should be told in 义乌: rare names and a formula, as they come out
// of a spreadsheet.
const told = "名称\t类别\t联系人\t电话\n" +
	"演练职业学院\t高职院校\t演练·王\t0579-20000001\n" +
	"𠮷田·阿卜杜\t讲师\t\t19911199001\n" +
	"=cmd()\t跨境电商企业\t演练·李\t19911199002\n"

// linkOf finds a link of somebody who was told.
var linkOf = regexp.MustCompile(`/to/[0-9a-f]{32}`)

// Mobilise is what places do before anybody applies: they say who does the work,
// survey, and tell; the city acts for a county that never signs in.
func Mobilise(_ context.Context, p *play.Play) error {
	for _, region := range []string{"330782", "330702"} {
		if err := survey(p, region, region+"-county-clerk-1"); err != nil {
			return err
		}
	}
	if err := survey(p, "330783", "330700-city-clerk-1"); err != nil {
		return err
	}
	for _, region := range []string{"330782", "330702", "330783"} {
		if _, err := p.Move("330700-city-clerk-1", "census-teacher2017-"+region, "accept", nil); err != nil {
			return err
		}
	}
	province, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := province.Get("/mobilise")
	if err != nil {
		return err
	}
	if !page.Says("已报 3 / 12") || !page.Says("县级已写明 3 / 12") {
		p.Fault("the province does not see Jinhua's gaps: %.600s", page.Text())
	}
	if err := tellYiwu(p); err != nil {
		return err
	}
	return giveTask(p)
}

// survey names who does the work in a county and sends its numbers.
func survey(p *play.Play, region, post string) error {
	b, err := p.At(post)
	if err != nil {
		return err
	}
	page, err := b.Send("/mobilise/"+region+"/body", url.Values{
		"version": {"0"}, "unit": {"演练电子商务中心"}, "person": {"演练·主体"}, "phone": {"0579-20000077"},
	})
	if err != nil {
		return err
	}
	p.Want(page, 200, "name who does the work in "+region)
	if page, err = b.Send("/mobilise/"+region+"/census", nil); err != nil {
		return err
	}
	form, err := page.Form("/census/census-teacher2017-" + region)
	if err != nil {
		return fmt.Errorf("census of %s: %w", region, err)
	}
	for name := range form.Values {
		if len(name) > 5 && name[:5] == "rows." {
			form.Values.Set(name, "4")
		}
	}
	form.Values.Set("act", "send")
	if page, err = b.Send(form.Action, form.Values); err != nil {
		return err
	}
	p.Want(page, 200, "send the census of "+region)
	p.Count("surveyed", 1)
	return nil
}

// tellYiwu pastes a list, tells everybody on it, twice at once for one, and
// keeps the link of the school for somebody to come by.
func tellYiwu(p *play.Play) error {
	b, err := p.At("330782-county-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Send("/mobilise/330782/paste", url.Values{"text": {told + "演练神仙\t神仙\t\t1\n"}})
	if err != nil {
		return err
	}
	p.Want(page, 422, "a table with faults")
	if page, err = b.Send("/mobilise/330782/paste", url.Values{"text": {told}}); err != nil {
		return err
	}
	if page, err = b.Press(page, "/mobilise/330782/add", nil); err != nil {
		return err
	}
	p.Want(page, 200, "confirm the list")
	ones := page.Links("/addressees/")
	if len(ones) != 3 {
		return fmt.Errorf("%d addressees, want 3: %.300s", len(ones), page.Text())
	}
	for _, one := range ones {
		if err := tellTwice(p, b, one); err != nil {
			return err
		}
	}
	other, err := p.At("330702-county-clerk-1")
	if err != nil {
		return err
	}
	if page, err = other.Get(ones[0]); err != nil {
		return err
	}
	p.Want(page, 404, "another county's addressee")
	return nil
}

// tellTwice lets two clerks note the same call: one of them is told.
func tellTwice(p *play.Play, b *screen.Browser, one string) error {
	page, err := b.Get(one)
	if err != nil {
		return err
	}
	if p.NoticeLink == "" {
		p.NoticeLink = linkOf.FindString(page.Text())
	}
	form, err := page.Form(one + "/tell")
	if err != nil {
		return err
	}
	form.Values.Set("way", "phone")
	form.Values.Set("note", "9:40 电话告知，本人接听")
	var wg sync.WaitGroup
	got := make([]int, 2)
	errs := make([]error, 2)
	for i := range got {
		wg.Go(func() { got[i], errs[i] = b.SendOnly(form.Action, form.Values) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if got[0]+got[1] != 303+409 {
		p.Fault("two who note the same call are answered %v", got)
	}
	p.Count("told", 1)
	return nil
}

// giveTask gives a task that one county does and one is urged to do.
func giveTask(p *play.Play) error {
	city, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := city.Get("/ledger")
	if err != nil {
		return err
	}
	if page, err = city.Press(page, "/ledger", url.Values{"title": {"=cmd()"}, "about": {"逐个告知并登记。"}, "due": {"2017-10-13"}}); err != nil {
		return err
	}
	p.Want(page, 200, "give a task")
	for _, region := range []string{"330782", "330702"} {
		county, err := p.At(region + "-county-clerk-1")
		if err != nil {
			return err
		}
		if page, err = county.Get("/ledger"); err != nil {
			return err
		}
		duties := page.Links("/duties/")
		if len(duties) == 0 {
			return fmt.Errorf("%s owes nothing: %.300s", region, page.Text())
		}
		act, who := url.Values{"act": {"done"}, "text": {"已逐个告知。"}, "version": {"1"}}, county
		if region == "330702" {
			act, who = url.Values{"act": {"urge"}, "text": {"请抓紧。"}, "version": {"1"}}, city
		}
		if page, err = who.Send(duties[0]+"/act", act); err != nil {
			return err
		}
		p.Want(page, 200, "act on the task of "+region)
	}
	p.Count("tasks", 1)
	return nil
}

// CameByLink asks what the sender of a link sees of the application that began
// by it: one, and not whose.
func CameByLink(_ context.Context, p *play.Play) error {
	b, err := p.At("330782-county-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/mobilise/330782")
	if err != nil {
		return err
	}
	if !page.Says("打开 1，开始 1，提交 1") {
		p.Fault("the sender of a link does not see what came of it: %.900s", page.Text())
	}
	if page.Says(p.People[0].Name) && p.People[0].Name != "𠮷田·阿卜杜" {
		p.Fault("the sender of a link sees whose application began by it")
	}
	return nil
}
