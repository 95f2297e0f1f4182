package rehearse

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

var (
	certNumber = regexp.MustCompile(`浙跨电师〔\d{4}〕\d{4}号`)
	verifyPath = regexp.MustCompile(`/verify/([a-z0-9-]+)`)
	bigFigure  = regexp.MustCompile(`(\d+)\s*/\s*1500`)
)

// crowned returns the people who have a certificate.
func (p *play) crowned() (out []*person) {
	for _, one := range p.passed() {
		if one.fate != upheld {
			out = append(out, one)
		}
	}
	return out
}

// certificates lets everybody open and download their certificate and the
// public verify it: page, paper and number must agree.
func certificates(ctx context.Context, p *play) error {
	return p.each(ctx, p.crowned(), func(one *person) error {
		page, err := p.ownCertificate(one)
		if err != nil {
			return err
		}
		pdf := page.Links("/certificates/")
		if len(pdf) == 0 {
			return fmt.Errorf("%s cannot download the certificate: %.300s", one.name, page.Text())
		}
		paper, err := one.b.Get(pdf[0])
		if err != nil {
			return err
		}
		text, err := paperText(ctx, paper.Body)
		if err != nil {
			return fmt.Errorf("certificate of %s: %w", one.name, err)
		}
		one.number, one.cert = certNumber.FindString(page.Text()), lastPart(page.Path)
		if found := verifyPath.FindStringSubmatch(string(page.Body)); found != nil {
			one.code = found[1]
		}
		if one.number == "" || one.code == "" {
			return fmt.Errorf("no number or code on the page of %s: %.300s", one.name, page.Text())
		}
		public, err := p.public.Get("/verify/" + one.code)
		if err != nil {
			return err
		}
		for what, fact := range map[string]string{"name": one.name, "employer": one.unit, "number": one.number} {
			if !contains(public, fact) {
				p.fault("the public page of %s lacks the %s %s", one.name, what, fact)
			}
			if text != "" && !strings.Contains(squeeze(text), squeeze(fact)) {
				p.fault("the paper of %s lacks the %s %s: %.200s", one.name, what, fact, text)
			}
		}
		p.count("certificates", 1)
		return nil
	})
}

// ownCertificate returns the page of a person's certificate.
func (p *play) ownCertificate(one *person) (*Page, error) {
	page, err := one.b.Get("/mine")
	if err != nil {
		return nil, err
	}
	for _, href := range page.Links("/cases/") {
		got, err := one.b.Get(href)
		if err != nil {
			return nil, err
		}
		if len(got.Links("/certificates/")) > 0 && certNumber.MatchString(got.Text()) {
			return got, nil
		}
	}
	return nil, fmt.Errorf("%s finds no certificate: %.300s", one.name, page.Text())
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

// revokeAndReplace ends one certificate and corrects another, each by more
// than one person; what the public is told follows.
func revokeAndReplace(ctx context.Context, p *play) error {
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/certificates")
	if err != nil {
		return err
	}
	p.want(page, 200, "the list of certificates")
	for _, one := range p.with(revoked, replaced) {
		move, posts, word := "revoke", []string{"330000-province-head-1", "330000-province-leader-1"}, "撤销"
		if one.fate == replaced {
			move, posts, word = "replace", []string{"330000-province-head-1"}, "换发"
		}
		if _, err := p.moveAs(b, one.cert, move, url.Values{
			"name": {one.name}, "unit": {one.unit + "（更名）"}, "reason": {"单位已更名。"}, "ground": {"经核查处理"},
		}); err != nil {
			return err
		}
		for _, post := range posts {
			if err := p.approve(post, false); err != nil {
				return err
			}
		}
		public, err := p.public.Get("/verify/" + one.code)
		if err != nil {
			return err
		}
		if !contains(public, word) {
			p.fault("the public is not told that the certificate of %s is %s: %.200s", one.name, move, public.Text())
		}
		p.count(string(one.fate), 1)
	}
	return nil
}

// publicPages are what anybody may open.
var publicPages = []string{"/", "/notices", "/notices/zswlf72", "/notices/jinhua", "/publicity", "/register", "/verify", "/progress", "/help", "/contact", "/sign-in"}

// everybodyLooks opens what anybody and what each role opens every day, and
// tries addresses that tell nothing.
func everybodyLooks(ctx context.Context, p *play) error {
	for _, path := range append(publicPages, "/publicity/"+p.list, "/announcements/"+p.list) {
		page, err := p.public.Get(path)
		if err != nil {
			return err
		}
		p.want(page, 200, path)
		if found := bigFigure.FindStringSubmatch(page.Text()); path == "/progress" && found != nil {
			p.certified, _ = strconv.Atoi(found[1])
		}
	}
	for _, path := range []string{"/desk", "/cases", "/cases/" + p.people[0].app, "/audit", "/admin", "/certificates"} {
		page, err := p.public.Get(path)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(page.Path, "/sign-in") {
			p.fault("a stranger opens %s: %d", path, page.Status)
		}
	}
	for post := range p.child.Links {
		if strings.HasSuffix(post, "-clerk-1") && (strings.HasPrefix(post, "330000") || strings.HasPrefix(post, "3307")) && !p.silent[post[:6]] {
			if err := p.look(post); err != nil {
				return err
			}
		}
	}
	return nil
}

// look opens the pages that a role finds in its navigation.
func (p *play) look(post string) error {
	b, err := p.at(post)
	if err != nil {
		return err
	}
	desk, err := b.Get("/desk")
	if err != nil {
		return err
	}
	p.want(desk, 200, "the desk of "+post)
	for n := range desk.all("nav") {
		for a := range descend(n) {
			href := attr(a, "href")
			if a.Data != "a" || !strings.HasPrefix(href, "/") {
				continue
			}
			page, err := b.Get(href)
			if err != nil {
				return err
			}
			p.want(page, 200, href+" for "+post)
		}
	}
	return nil
}
