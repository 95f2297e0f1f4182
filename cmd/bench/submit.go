package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/rehearse/play"
)

// A sender is somebody who has filled in everything but the last file.
type sender struct {
	person  *play.Person
	cookies []*http.Cookie
	kind    string // of the upload's body
	upload  []byte
	form    []byte
	sha256  string
}

// submit measures how applications come in: the file of 300 KB, then the form
// with the last button, both signed in and both kept when they are answered.
func submit(ctx context.Context, e engine) error {
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
	p.People = p.Cast(0, flags.Count)
	senders := make([]*sender, len(p.People))
	if err := p.Each(ctx, p.People, func(one *play.Person) (err error) {
		senders[one.N], err = prepare(p, one)
		return err
	}); err != nil {
		return err
	}
	c, base := client(), p.Public.Base
	stop := profile(e.name + "-submit")
	before := e.spending(p.PID())
	r := each(ctx, flags.Clients, len(senders), func(_, i int) error {
		s := senders[i]
		if err := ask(c, base+"/cases/"+s.person.App+"/files/employment", s.kind, s.upload, s.cookies...); err != nil {
			return err
		}
		return ask(c, base+"/apply/"+s.person.App, "application/x-www-form-urlencoded", s.form, s.cookies...)
	})
	cost := since(e.spending(p.PID()), before)
	stop()
	if err := r.say(e.name+": submit with a 300 KB PDF", cost...); err != nil {
		return err
	}
	if err := p.Stop(); err != nil {
		return err
	}
	return stored(ctx, e, senders)
}

// prepare registers somebody, opens their application, fills it in and takes
// the form from its page as a browser would send it.
func prepare(p *play.Play, one *play.Person) (*sender, error) {
	if err := p.Register(one); err != nil {
		return nil, err
	}
	b := one.Screen
	b.Watch = nil
	page, err := b.Get("/mine")
	if err != nil {
		return nil, err
	}
	if page, err = b.Press(page, "/apply", nil); err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(page.Path, "/apply/")
	one.App, _, _ = strings.Cut(rest, "?")
	if _, err = b.PressTo(page, "/apply/"+one.App, "/apply/"+one.App+"/save", one.Profile()); err != nil {
		return nil, err
	}
	if _, err := b.Upload("/cases/"+one.App+"/files/id", "id.upload", "证件.jpg", play.Scan, nil); err != nil {
		return nil, err
	}
	if page, err = b.Get("/apply/" + one.App); err != nil {
		return nil, err
	}
	f, err := page.Form("/apply/" + one.App)
	if err != nil {
		return nil, err
	}
	for k, v := range one.Profile() {
		f.Values[k] = v
	}
	s := &sender{person: one, cookies: b.Cookies(), form: []byte(f.Values.Encode())}
	return s, s.scan()
}

// scan makes a PDF of 300 KB that nobody else has.
func (s *sender) scan() error {
	var file, body bytes.Buffer
	x := uint64(s.person.N)*2654435761 + 1
	file.WriteString("%PDF-1.4\n1 0 obj<</Length 307000>>stream\n")
	for file.Len() < fileSize-80 {
		x ^= x << 13 // xorshift: bytes that do not repeat
		x ^= x >> 7
		x ^= x << 17
		file.WriteByte(byte(x) | 0x80)
	}
	file.WriteString("\nendstream endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n")
	sum := sha256.Sum256(file.Bytes())
	s.sha256 = hex.EncodeToString(sum[:])
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("employment.upload", "聘用证明.pdf")
	if err != nil {
		return err
	}
	part.Write(file.Bytes())
	if err := w.Close(); err != nil {
		return err
	}
	s.kind, s.upload = w.FormDataContentType(), body.Bytes()
	return nil
}

// stored checks that everything that was answered is there, and is what was
// sent.
func stored(ctx context.Context, e engine, senders []*sender) error {
	d, err := e.opened(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	for _, s := range senders {
		n, err := db.One(ctx, d, db.Cell[int], `SELECT COUNT(*) FROM cases c JOIN files f ON f.case_id = c.id JOIN journal j ON j.case_id = c.id
			WHERE c.id = $1 AND c.seq = 2 AND j.move = 'submit' AND f.item = 'employment' AND f.sha256 = $2 AND f.removed = 0`, s.person.App, s.sha256)
		if err != nil {
			return err
		}
		if n != 1 {
			return fmt.Errorf("the application of %s was answered and is not there as it was sent", s.person.Name)
		}
	}
	fmt.Printf("%-34s %d applications stand as they were sent\n", "", len(senders))
	return nil
}

// townsOf returns where people can apply: every county unit with a clerk.
func townsOf(p *play.Play) (out []play.Town, err error) {
	for post := range p.Posts() {
		if region, _, ok := strings.Cut(post, "-county-clerk-1"); ok {
			out = append(out, play.TownOf(region))
		}
	}
	slices.SortFunc(out, func(x, y play.Town) int { return strings.Compare(x.Region, y.Region) })
	if len(out) == 0 {
		err = errors.New("no county has a clerk")
	}
	return out, err
}
