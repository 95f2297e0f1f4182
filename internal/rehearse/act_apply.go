package rehearse

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"net/url"
	"regexp"
	"strings"
)

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// scan is a small picture that stands for every paper somebody photographs.
var scan = func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}()

// fillAll lets everybody register, fill in and upload.
func fillAll(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-09 10:00:00"); err != nil {
		return err
	}
	return p.each(ctx, p.people, func(one *person) error {
		if err := p.register(one); err != nil {
			return err
		}
		return p.fill(one)
	})
}

// submitAll lets everybody press the last button but those who will be late.
func submitAll(ctx context.Context, p *play) error { return p.each(ctx, p.sent(), p.submit) }

// register signs a person in by the code that the demonstration shows.
func (p *play) register(one *person) error {
	one.b = NewBrowser("applicant "+fmt.Sprint(one.n), p.child.Base, p.watch.see)
	page, err := one.b.Get("/sign-in")
	if err != nil {
		return err
	}
	if page, err = one.b.Press(page, "/sign-in/code", url.Values{"mobile": {one.mobile}}); err != nil {
		return err
	}
	code := sixDigits.FindString(page.Text())
	if code == "" {
		return fmt.Errorf("no code shown: %.200s", page.Text())
	}
	page, err = one.b.Press(page, "/sign-in/enter", url.Values{"code": {code}})
	if err == nil {
		p.want(page, 200, "sign-in")
		p.count("registered", 1)
	}
	return err
}

// fill opens an application, uploads what 附件4 asks for and saves the form.
func (p *play) fill(one *person) error {
	if one.n == 0 { // somebody who was told comes by the link
		page, err := one.b.Send(p.link, url.Values{"to": {"notice"}})
		if err != nil {
			return err
		}
		p.want(page, 200, "open the notice by a link")
	}
	page, err := one.b.Get("/mine")
	if err != nil {
		return err
	}
	if page, err = one.b.Press(page, "/apply", nil); err != nil {
		return err
	}
	_, rest, ok := strings.Cut(page.Path, "/apply/")
	if !ok {
		return fmt.Errorf("opening led to %s (%d): %.200s", page.Path, page.Status, page.Text())
	}
	one.app, _, _ = strings.Cut(rest, "?")
	if one.n%20 == 3 { // half filled in: every gap is said at once and nothing is lost
		got, err := one.b.Press(page, "/apply/"+one.app, url.Values{"unit": {one.unit}})
		if err != nil {
			return err
		}
		p.want(got, 422, "an unfinished form")
		if f, err := got.Form("/apply/" + one.app); err != nil || f.Values.Get("unit") != one.unit {
			p.fault("what was typed is lost: %v", err)
		}
		if page, err = one.b.Get("/apply/" + one.app); err != nil {
			return err
		}
	}
	if page, err = one.b.PressTo(page, "/apply/"+one.app, "/apply/"+one.app+"/save", one.profile()); err != nil {
		return err
	}
	p.want(page, 200, "save")
	for _, item := range []string{"id", "employment"} {
		got, err := one.b.Upload("/cases/"+one.app+"/files/"+item, item+".upload", "扫描件.jpg", scan, nil)
		if err != nil {
			return err
		}
		p.want(got, 200, "upload "+item)
	}
	if one.n%20 == 4 {
		got, err := one.b.Upload("/cases/"+one.app+"/files/other", "other.upload", "照片.jpg", []byte("<svg onload=alert(1)>"), nil)
		if err != nil {
			return err
		}
		p.want(got, 422, "a disguised file")
	}
	p.count("started", 1)
	return nil
}

// submit presses the last button and reads the receipt.
func (p *play) submit(one *person) error {
	page, err := one.b.Get("/apply/" + one.app)
	if err != nil {
		return err
	}
	if page, err = one.b.Press(page, "/apply/"+one.app, one.profile()); err != nil {
		return err
	}
	if one.fate == late && page.Status == 410 {
		p.count("refused-late", 1)
		return nil
	}
	p.want(page, 200, "submit by "+one.name)
	if one.fate == undecided {
		if page, err = one.b.Get("/cases/" + one.app); err != nil {
			return err
		}
		if page, err = one.b.Press(page, "/cases/"+one.app+"/undo", nil); err != nil {
			return err
		}
		p.want(page, 200, "pull back")
		one.fate = straight
		p.count("pulled-back", 1)
		return p.submit(one)
	}
	p.count("submitted", 1)
	return nil
}

// tooLate presses the last button after the deadline.
func tooLate(ctx context.Context, p *play) error {
	if err := p.clock("2017-10-21 00:00:00"); err != nil {
		return err
	}
	for _, one := range p.people {
		if one.fate == late {
			if err := p.submit(one); err != nil {
				return err
			}
		}
	}
	return nil
}
