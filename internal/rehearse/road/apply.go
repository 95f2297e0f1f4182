package road

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"qinglan/internal/rehearse/play"
)

// FillAll lets everybody register, fill in and upload.
func FillAll(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-09 10:00:00"); err != nil {
		return err
	}
	return p.Each(ctx, p.People, func(one *play.Person) error {
		if err := p.Register(one); err != nil {
			return err
		}
		return fill(p, one)
	})
}

// SubmitAll lets everybody press the last button but those who will be late.
func SubmitAll(ctx context.Context, p *play.Play) error {
	return p.Each(ctx, p.Sent(), func(one *play.Person) error { return submit(p, one) })
}

// fill opens an application, uploads what 附件4 asks for and saves the form.
func fill(p *play.Play, one *play.Person) error {
	if one.N == 0 { // somebody who was told comes by the link
		page, err := one.Screen.Send(p.NoticeLink, url.Values{"to": {"notice"}})
		if err != nil {
			return err
		}
		p.Want(page, 200, "open the notice by a link")
	}
	page, err := one.Screen.Get("/mine")
	if err != nil {
		return err
	}
	if page, err = one.Screen.Press(page, "/apply", nil); err != nil {
		return err
	}
	_, rest, ok := strings.Cut(page.Path, "/apply/")
	if !ok {
		return fmt.Errorf("opening led to %s (%d): %.200s", page.Path, page.Status, page.Text())
	}
	one.App, _, _ = strings.Cut(rest, "?")
	if one.N%20 == 3 { // half filled in: every gap is said at once and nothing is lost
		got, err := one.Screen.Press(page, "/apply/"+one.App, url.Values{"unit": {one.Unit}})
		if err != nil {
			return err
		}
		p.Want(got, 422, "an unfinished form")
		if f, err := got.Form("/apply/" + one.App); err != nil || f.Values.Get("unit") != one.Unit {
			p.Fault("what was typed is lost: %v", err)
		}
		if page, err = one.Screen.Get("/apply/" + one.App); err != nil {
			return err
		}
	}
	if page, err = one.Screen.PressTo(page, "/apply/"+one.App, "/apply/"+one.App+"/save", one.Profile()); err != nil {
		return err
	}
	p.Want(page, 200, "save")
	for _, item := range []string{"id", "employment"} {
		got, err := one.Screen.Upload("/cases/"+one.App+"/files/"+item, item+".upload", "扫描件.jpg", play.Scan, nil)
		if err != nil {
			return err
		}
		p.Want(got, 200, "upload "+item)
	}
	if one.N%20 == 4 {
		got, err := one.Screen.Upload("/cases/"+one.App+"/files/other", "other.upload", "照片.jpg", []byte("<svg onload=alert(1)>"), nil)
		if err != nil {
			return err
		}
		p.Want(got, 422, "a disguised file")
	}
	p.Count("started", 1)
	return nil
}

// submit presses the last button and reads the receipt.
func submit(p *play.Play, one *play.Person) error {
	page, err := one.Screen.Get("/apply/" + one.App)
	if err != nil {
		return err
	}
	if page, err = one.Screen.Press(page, "/apply/"+one.App, one.Profile()); err != nil {
		return err
	}
	if one.Fate == play.Late && page.Status == 410 {
		p.Count("refused-late", 1)
		return nil
	}
	p.Want(page, 200, "submit by "+one.Name)
	if one.Fate == play.Undecided {
		if page, err = one.Screen.Get("/cases/" + one.App); err != nil {
			return err
		}
		if page, err = one.Screen.Press(page, "/cases/"+one.App+"/undo", nil); err != nil {
			return err
		}
		p.Want(page, 200, "pull back")
		one.Fate = play.Straight
		p.Count("pulled-back", 1)
		return submit(p, one)
	}
	p.Count("submitted", 1)
	return nil
}

// TooLate presses the last button after the deadline.
func TooLate(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-10-21 00:00:00"); err != nil {
		return err
	}
	for _, one := range p.People {
		if one.Fate == play.Late {
			if err := submit(p, one); err != nil {
				return err
			}
		}
	}
	return nil
}
