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

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// leaving is the office whose first clerk is replaced in the second edition.
const leaving = "330600-city"

// officerReplaced lets a clerk with work in hand leave: the system administrator
// hands the whole list to a colleague and invites somebody new, who signs in by
// the link and goes on under the post of the one who left.
func officerReplaced(_ context.Context, p *play.Play) error {
	old, err := p.At(leaving + "-clerk-1")
	if err != nil {
		return err
	}
	var mine []*play.Person
	for _, one := range p.Alive() {
		if one.City != leaving[:6] || len(mine) == 3 {
			continue
		}
		page, err := old.Get("/cases/" + one.App)
		if err != nil {
			return err
		}
		if page, err = old.Send("/cases/"+one.App+"/claim", page.Seen()); err != nil {
			return err
		}
		p.Want(page, 200, "claim "+one.Name)
		mine = append(mine, one)
	}
	admin, err := p.At("330000-system-clerk-1")
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
	p.Want(page, 422, "a clerk who leaves with work that nobody has")
	if page, err = admin.Press(page, end, url.Values{"to": {"p-" + leaving + "-clerk-2"}}); err != nil {
		return err
	}
	p.Want(page, 200, "end a post")
	if page, err = old.Get("/cases/" + mine[0].App); err != nil {
		return err
	}
	if page.Status == 200 && page.Path == "/cases/"+mine[0].App {
		p.Fault("a clerk who has left reads the case of %s", mine[0].Name)
	}
	heir, err := p.At(leaving + "-clerk-2")
	if err != nil {
		return err
	}
	if page, err = heir.Get("/desk"); err != nil {
		return err
	}
	for _, one := range mine {
		if !page.Says(one.Name) {
			p.Fault("%s was handed over and is not on the desk of who took over: %.300s", one.Name, page.Text())
		}
	}
	p.Count("handed-over", len(mine))
	return join(p, admin)
}

// join invites somebody to the office that has lost a clerk.
func join(p *play.Play, admin *screen.Browser) error {
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
	link := play.JoinLink.FindString(string(page.Body))
	if link == "" {
		return fmt.Errorf("no link for who was invited: %d %.300s", page.Status, page.Text())
	}
	b := p.Browser("city " + leaving)
	if page, err = b.Get(link); err != nil {
		return err
	}
	if page, err = b.Press(page, link, nil); err != nil {
		return err
	}
	p.Want(page, 200, "join by a link")
	p.TakesOver(leaving+"-clerk-1", b)
	return nil
}

// backupRestored copies the data while nobody writes, loses the folder and
// restores it; everybody goes on where they were. On PostgreSQL the server is
// only stopped and started: its backups are its own.
func backupRestored(ctx context.Context, p *play.Play) error {
	if err := p.Stop(); err != nil {
		return fmt.Errorf("stop for the backup: %w", err)
	}
	if p.DB == "" {
		copied := p.Data + "-copy"
		defer os.RemoveAll(copied)
		lost := p.Data + "-lost"
		defer os.RemoveAll(lost)
		if err := program(ctx, p, "backup", copied, "--data", p.Data); err != nil {
			return err
		}
		if err := os.Rename(p.Data, lost); err != nil {
			return err
		}
		if err := program(ctx, p, "restore", copied, "--data", p.Data); err != nil {
			return err
		}
		// The keys are kept apart from the copies.
		if err := os.Rename(filepath.Join(lost, "keys.json"), filepath.Join(p.Data, "keys.json")); err != nil {
			return err
		}
		p.Count("restored", 1)
	}
	return p.Open(ctx)
}

// archived writes the archive of each edition, after the server has ended, and
// checks it with nothing but its file.
func archived(ctx context.Context, p *play.Play) error {
	dir, err := os.MkdirTemp("", "qinglan-archives-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var all []error
	for _, s := range play.Seasons[:p.Years] {
		file := filepath.Join(dir, s.Edition+".zip")
		args := []string{"export", "archive", "--data", p.Data, "--edition", s.Edition, "--out", file}
		if p.DB != "" {
			args = append(args, "--db", p.DB)
		}
		if err := program(ctx, p, args...); err != nil {
			all = append(all, err)
			continue
		}
		if err := program(ctx, p, "verify", "archive", file); err != nil {
			all = append(all, err)
		}
		p.Count("archives", 1)
	}
	return errors.Join(all...)
}

// program runs this program on the data of the rehearsal.
func program(ctx context.Context, p *play.Play, args ...string) error {
	out, err := exec.CommandContext(ctx, p.Program, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%v: %w: %s", args[:2], err, bytes.TrimSpace(out))
	}
	return nil
}
