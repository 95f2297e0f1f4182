package road

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

var (
	certNumber = regexp.MustCompile(`浙跨电师〔\d{4}〕\d{4}号`)
	verifyPath = regexp.MustCompile(`/verify/([a-z0-9-]+)`)
	bigFigure  = regexp.MustCompile(`(\d+)\s*/\s*1500`)
)

// Certificates lets everybody open and download their certificate and the
// public verify it: page, paper and number must agree.
func Certificates(ctx context.Context, p *play.Play) error {
	return p.Each(ctx, p.Crowned(), func(one *play.Person) error {
		page, err := ownCertificate(p, one)
		if err != nil {
			return err
		}
		pdf := page.Links("/certificates/")
		if len(pdf) == 0 {
			return fmt.Errorf("%s cannot download the certificate: %.300s", one.Name, page.Text())
		}
		paper, err := one.Screen.Get(pdf[0])
		if err != nil {
			return err
		}
		text, err := paperText(ctx, paper.Body)
		if err != nil {
			return fmt.Errorf("certificate of %s: %w", one.Name, err)
		}
		one.Number, one.Cert = certNumber.FindString(page.Text()), screen.LastPart(page.Path)
		if found := verifyPath.FindStringSubmatch(string(page.Body)); found != nil {
			one.Code = found[1]
		}
		if one.Number == "" || one.Code == "" {
			return fmt.Errorf("no number or code on the page of %s: %.300s", one.Name, page.Text())
		}
		public, err := p.Public.Get("/verify/" + one.Code)
		if err != nil {
			return err
		}
		for what, fact := range map[string]string{"name": one.Name, "employer": one.Unit, "number": one.Number} {
			if !public.Says(fact) {
				p.Fault("the public page of %s lacks the %s %s", one.Name, what, fact)
			}
			if text != "" && !strings.Contains(squeeze(text), squeeze(fact)) {
				p.Fault("the paper of %s lacks the %s %s: %.200s", one.Name, what, fact, text)
			}
		}
		p.Count("certificates", 1)
		return nil
	})
}

// ownCertificate returns the page of a person's certificate.
func ownCertificate(p *play.Play, one *play.Person) (*screen.Page, error) {
	page, err := one.Screen.Get("/mine")
	if err != nil {
		return nil, err
	}
	for _, href := range page.Links("/cases/") {
		got, err := one.Screen.Get(href)
		if err != nil {
			return nil, err
		}
		if len(got.Links("/certificates/")) > 0 && certNumber.MatchString(got.Text()) {
			return got, nil
		}
	}
	return nil, fmt.Errorf("%s finds no certificate: %.300s", one.Name, page.Text())
}

// paperText reads the words of a PDF with an independent program; without one
// it reads nothing.
func paperText(ctx context.Context, pdf []byte) (string, error) {
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		return "", fmt.Errorf("not a PDF: %.60s", pdf)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		return "", nil
	}
	cmd := exec.CommandContext(ctx, tool, "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	return string(out), err
}

// squeeze leaves out spaces: paper sets some between characters.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// RevokeAndReplace ends one certificate and corrects another, each by more
// than one person; what the public is told follows.
func RevokeAndReplace(ctx context.Context, p *play.Play) error {
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/certificates")
	if err != nil {
		return err
	}
	p.Want(page, 200, "the list of certificates")
	for _, one := range p.With(play.Revoked, play.Replaced) {
		move, posts, word := "revoke", []string{"330000-province-head-1", "330000-province-leader-1"}, "撤销"
		if one.Fate == play.Replaced {
			move, posts, word = "replace", []string{"330000-province-head-1"}, "换发"
		}
		if _, err := p.MoveAs(b, one.Cert, move, url.Values{
			"name": {one.Name}, "unit": {one.Unit + "（更名）"}, "reason": {"单位已更名。"}, "ground": {"经核查处理"},
		}); err != nil {
			return err
		}
		for _, post := range posts {
			if err := p.Approve(post, false); err != nil {
				return err
			}
		}
		public, err := p.Public.Get("/verify/" + one.Code)
		if err != nil {
			return err
		}
		if !public.Says(word) {
			p.Fault("the public is not told that the certificate of %s is %s: %.200s", one.Name, move, public.Text())
		}
		p.Count(string(one.Fate), 1)
	}
	return nil
}

// publicPages are what anybody may open.
var publicPages = []string{"/", "/notices", "/notices/zswlf72", "/notices/jinhua", "/publicity", "/register", "/verify", "/progress", "/help", "/contact", "/sign-in"}

// EverybodyLooks opens what anybody and what each role opens every day, and
// tries addresses that tell nothing.
func EverybodyLooks(ctx context.Context, p *play.Play) error {
	for _, path := range append(publicPages, "/publicity/"+p.OnNotice, "/announcements/"+p.OnNotice) {
		page, err := p.Public.Get(path)
		if err != nil {
			return err
		}
		p.Want(page, 200, path)
		if found := bigFigure.FindStringSubmatch(page.Text()); path == "/progress" && found != nil {
			p.Certified, _ = strconv.Atoi(found[1])
		}
	}
	for _, path := range []string{"/desk", "/cases", "/cases/" + p.People[0].App, "/audit", "/admin", "/certificates"} {
		page, err := p.Public.Get(path)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(page.Path, "/sign-in") {
			p.Fault("a stranger opens %s: %d", path, page.Status)
		}
	}
	for post := range p.Posts() {
		if strings.HasSuffix(post, "-clerk-1") && (strings.HasPrefix(post, "330000") || strings.HasPrefix(post, "3307")) && !p.Silent[post[:6]] {
			if err := look(p, post); err != nil {
				return err
			}
		}
	}
	return nil
}

// look opens the pages that a role finds in its navigation.
func look(p *play.Play, post string) error {
	b, err := p.At(post)
	if err != nil {
		return err
	}
	desk, err := b.Get("/desk")
	if err != nil {
		return err
	}
	p.Want(desk, 200, "the desk of "+post)
	for n := range desk.All("nav") {
		for a := range n.Descendants() {
			href := screen.Attr(a, "href")
			if a.Data != "a" || !strings.HasPrefix(href, "/") {
				continue
			}
			page, err := b.Get(href)
			if err != nil {
				return err
			}
			p.Want(page, 200, href+" for "+post)
		}
	}
	return nil
}
