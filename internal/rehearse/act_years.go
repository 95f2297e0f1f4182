package rehearse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
)

// leaving is the office whose first clerk is replaced in the second edition.
const leaving = "330600-city"

// betweenTimes are what happens once in several years, each after the act of
// the edition that it names.
var betweenTimes = []struct {
	edition, after string
	act
}{
	{"teacher2018", "county", act{"an officer is replaced", officerReplaced}},
	{"teacher2018", "accept", act{"a backup is restored", backupRestored}},
}

// acts returns what is played in a season, in order.
func (s *season) acts() (out []act) {
	for _, a := range programmeOfTheDay {
		out = append(out, a)
		for _, b := range betweenTimes {
			if len(s.days) > 0 && b.edition == s.edition && b.after == a.name {
				out = append(out, b.act)
			}
		}
	}
	return out
}

// officerReplaced lets a clerk with work in hand leave: the system administrator
// hands the whole list to a colleague and invites somebody new, who signs in by
// the link and goes on under the post of the one who left.
func officerReplaced(_ context.Context, p *play) error {
	old, err := p.at(leaving + "-clerk-1")
	if err != nil {
		return err
	}
	var mine []*person
	for _, one := range p.alive() {
		if one.city != leaving[:6] || len(mine) == 3 {
			continue
		}
		page, err := old.Get("/cases/" + one.app)
		if err != nil {
			return err
		}
		if page, err = old.Send("/cases/"+one.app+"/claim", seenOf(page)); err != nil {
			return err
		}
		p.want(page, 200, "claim "+one.name)
		mine = append(mine, one)
	}
	admin, err := p.at("330000-system-clerk-1")
	if err != nil {
		return err
	}
	end := "/admin/posts/" + leaving + "-clerk-1/end"
	page, err := admin.Get("/admin/posts/" + leaving + "-clerk-1")
	if err != nil {
		return err
	}
	if page, err = admin.Press(page, end, url.Values{"to": {""}}); err != nil {
		return err
	}
	p.want(page, 422, "a clerk who leaves with work that nobody has")
	if page, err = admin.Press(page, end, url.Values{"to": {"p-" + leaving + "-clerk-2"}}); err != nil {
		return err
	}
	p.want(page, 200, "end a post")
	if page, err = old.Get("/cases/" + mine[0].app); err != nil {
		return err
	}
	if page.Status == 200 && page.Path == "/cases/"+mine[0].app {
		p.fault("a clerk who has left reads the case of %s", mine[0].name)
	}
	heir, err := p.at(leaving + "-clerk-2")
	if err != nil {
		return err
	}
	if page, err = heir.Get("/desk"); err != nil {
		return err
	}
	for _, one := range mine {
		if !contains(page, one.name) {
			p.fault("%s was handed over and is not on the desk of who took over: %.300s", one.name, page.Text())
		}
	}
	p.count("handed-over", len(mine))
	return p.join(admin)
}

// join invites somebody to the office that has lost a clerk.
func (p *play) join(admin *Browser) error {
	page, err := admin.Get("/admin/organisations/" + leaving[:6])
	if err != nil {
		return err
	}
	page, err = admin.Press(page, "/admin/organisations/"+leaving[:6]+"/invite", url.Values{
		"name": {"演练·新任经办"}, "title": {"经办"}, "rank": {"clerk"},
	})
	if err != nil {
		return err
	}
	link := joinLink.FindString(string(page.Body))
	if link == "" {
		return fmt.Errorf("no link for who was invited: %d %.300s", page.Status, page.Text())
	}
	b := NewBrowser("city "+leaving, p.child.Base, p.watch.see)
	if page, err = b.Get(link); err != nil {
		return err
	}
	if page, err = b.Press(page, link, nil); err != nil {
		return err
	}
	p.want(page, 200, "join by a link")
	p.staff[leaving+"-clerk-1"] = b
	return nil
}

// backupRestored copies the data while nobody writes, loses the folder and
// restores it; everybody goes on where they were. On PostgreSQL the server is
// only stopped and started: its backups are its own.
func backupRestored(ctx context.Context, p *play) error {
	if err := p.child.stop(); err != nil {
		return fmt.Errorf("stop for the backup: %w", err)
	}
	if p.DB == "" {
		copied := p.Data + "-copy"
		defer os.RemoveAll(copied)
		lost := p.Data + "-lost"
		defer os.RemoveAll(lost)
		if err := p.program(ctx, "backup", copied, "--data", p.Data); err != nil {
			return err
		}
		if err := os.Rename(p.Data, lost); err != nil {
			return err
		}
		if err := p.program(ctx, "restore", copied, "--data", p.Data); err != nil {
			return err
		}
		// The keys are kept apart from the copies.
		if err := os.Rename(filepath.Join(lost, "keys.json"), filepath.Join(p.Data, "keys.json")); err != nil {
			return err
		}
		p.count("restored", 1)
	}
	return p.open(ctx)
}

// archived writes the archive of each edition, after the server has ended, and
// checks it with nothing but its file.
func (p *play) archived(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "qinglan-archives-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var all []error
	for _, s := range seasons[:p.Years] {
		file := filepath.Join(dir, s.edition+".zip")
		args := []string{"export", "archive", "--data", p.Data, "--edition", s.edition, "--out", file}
		if p.DB != "" {
			args = append(args, "--db", p.DB)
		}
		if err := p.program(ctx, args...); err != nil {
			all = append(all, err)
			continue
		}
		if err := p.program(ctx, "verify", "archive", file); err != nil {
			all = append(all, err)
		}
		p.count("archives", 1)
	}
	return errors.Join(all...)
}

// program runs this program on the data of the rehearsal.
func (p *play) program(ctx context.Context, args ...string) error {
	out, err := exec.CommandContext(ctx, p.Program, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%v: %w: %s", args[:2], err, bytes.TrimSpace(out))
	}
	return nil
}
