package play

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net/url"
	"regexp"
	"strings"

	"qinglan/internal/rehearse/screen"
)

// At returns the browser of whoever holds a post, signed in on first use.
func (p *Play) At(post string) (*screen.Browser, error) {
	p.staffing.Lock()
	defer p.staffing.Unlock()
	if b := p.staff[post]; b != nil {
		return b, nil
	}
	if p.child.links[post] == "" {
		return nil, fmt.Errorf("nobody holds the post %s", post)
	}
	b := p.Browser(roleOf(post) + " " + post)
	if _, err := b.Send("/demo/as", url.Values{"post": {post}}); err != nil {
		return nil, err
	}
	p.staff[post] = b
	return b, nil
}

// roleOf reads the role of a post out of its id: region-role-rank-number.
func roleOf(post string) string {
	parts := strings.Split(post, "-")
	if len(parts) < 4 {
		return post
	}
	return parts[1]
}

// Register signs a person in by the code that the demonstration shows.
func (p *Play) Register(one *Person) error {
	one.Screen = p.Browser("applicant " + fmt.Sprint(one.N))
	page, err := one.Screen.Get("/sign-in")
	if err != nil {
		return err
	}
	if page, err = one.Screen.Press(page, "/sign-in/code", url.Values{"mobile": {one.Mobile}}); err != nil {
		return err
	}
	code := sixDigits.FindString(page.Text())
	if code == "" {
		return fmt.Errorf("no code shown: %.200s", page.Text())
	}
	page, err = one.Screen.Press(page, "/sign-in/enter", url.Values{"code": {code}})
	if err == nil {
		p.Want(page, 200, "sign-in")
		p.Count("registered", 1)
	}
	return err
}

// JoinLink is the address at which somebody who was invited signs in for the
// first time.
var JoinLink = regexp.MustCompile(`/join/[A-Za-z0-9_-]+`)

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// Move lets the holder of a post make a move on a case from its page.
func (p *Play) Move(post, id, move string, v url.Values) (*screen.Page, error) {
	b, err := p.At(post)
	if err != nil {
		return nil, err
	}
	return p.MoveAs(b, id, move, v)
}

// MoveAs lets who sits at a screen make a move on a case from its page; anything
// but a page with the outcome is an error.
func (p *Play) MoveAs(b *screen.Browser, id, move string, v url.Values) (*screen.Page, error) {
	page, err := b.Get("/cases/" + id)
	if err != nil {
		return nil, err
	}
	if page.Status != 200 {
		return nil, fmt.Errorf("%s: /cases/%s is %d", b.Who, id, page.Status)
	}
	all := page.Seen()
	if all == nil {
		return nil, fmt.Errorf("%s: the case %s offers no move, so not %s: %.600s", b.Who, id, move, page.Text())
	}
	for k, values := range v {
		all[k] = values
	}
	page, err = b.Send("/cases/"+id+"/moves/"+move, all)
	if err == nil && page.Status != 200 {
		err = fmt.Errorf("%s: %s on %s: %d %.300s", b.Who, move, id, page.Status, page.Text())
	}
	return page, err
}

// Approve lets the holder of a post approve what waits for them, or send it
// back.
func (p *Play) Approve(post string, back bool) error {
	b, err := p.At(post)
	if err != nil {
		return err
	}
	desk, err := b.Get("/desk")
	if err != nil {
		return err
	}
	waiting := desk.Links("/approvals/")
	if len(waiting) == 0 {
		return fmt.Errorf("%s: nothing waits for approval: %.300s", post, desk.Text())
	}
	for _, href := range waiting {
		page, err := b.Get(href)
		if err != nil {
			return err
		}
		if back {
			page, err = b.Press(page, href+"/return", url.Values{"note": {"请补充遴选会议纪要的文号。"}})
		} else {
			page, err = b.Press(page, href+"/approve", nil)
		}
		if err != nil {
			return err
		}
		p.Want(page, 200, "approval by "+post)
	}
	return nil
}

// Scan is a small picture that stands for every paper somebody photographs.
var Scan = func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}()

// TakesOver lets who sits at a screen hold a post from now on.
func (p *Play) TakesOver(post string, b *screen.Browser) {
	p.staffing.Lock()
	defer p.staffing.Unlock()
	p.staff[post] = b
}
