package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/rehearse"
)

type rehearseCmd struct {
	People int    `help:"Applicants; 0 is 200 for one edition and 4,000 for several."`
	Years  int    `help:"Play so many editions one after the other, with everybody in the province."`
	Data   string `help:"Data folder; empty is a new temporary one." type:"path" env:"QINGLAN_DATA"`
	DB     string `name:"db" help:"Database: postgres://… ; empty is SQLite in the data folder." env:"QINGLAN_DB"`
	Kill   bool   `help:"Crash the server between acts and look for what was lost."`
	JSON   bool   `help:"Print one JSON object."`
}

func (c *rehearseCmd) Run(ctx context.Context) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	people := c.People
	switch {
	case people > 0:
	case c.Years > 0:
		people = 4000
	default:
		people = 200
	}
	return rehearse.Run(ctx, rehearse.Config{Program: program, People: people, Years: c.Years, Data: c.Data, DB: c.DB, Kill: c.Kill, JSON: c.JSON, Now: time.Now})
}

type exportCmd struct {
	Summary exportSummaryCmd `cmd:"" help:"The 推荐汇总表 (附件1) of a city, as it was last frozen."`
	Archive exportArchiveCmd `cmd:"" help:"The archive of an edition: one file that can be checked anywhere."`
}

type exportSummaryCmd struct {
	Common
	Edition string `help:"Name of the edition, such as teacher2018; empty is the newest one that is open."`
	Region  string `help:"Code of the city, such as 330700." required:""`
	Format  string `help:"xlsx or pdf." enum:"xlsx,pdf" default:"xlsx"`
	Out     string `help:"File to write." required:"" type:"path"`
}

func (c *exportSummaryCmd) Run(ctx context.Context) error {
	return c.opened(ctx, func(a *app.App) error {
		e := a.House.Flow.Current()
		if c.Edition != "" {
			var ok bool
			if e, ok = a.House.Flow.Edition(c.Edition); !ok {
				return fmt.Errorf("there is no edition %s", c.Edition)
			}
		}
		var b bytes.Buffer
		if err := a.Lists.Export(ctx, e, c.Region, c.Format, &b); err != nil {
			return err
		}
		return os.WriteFile(c.Out, b.Bytes(), 0o600)
	})
}

type exportArchiveCmd struct {
	Common
	Edition string `help:"Name of the edition; empty is the newest one that is open."`
	Out     string `help:"File to write." required:"" type:"path"`
}

func (c *exportArchiveCmd) Run(ctx context.Context) error {
	return c.opened(ctx, func(a *app.App) error {
		edition := c.Edition
		if edition == "" {
			edition = a.House.Flow.Current().Name
		}
		out, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		made, err := a.Archives.Make(ctx, edition, out)
		if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
			return errors.Join(errors.New(fault.Text(lang.Chinese, err)), os.Remove(c.Out))
		}
		fmt.Printf("%s: %d cases, %d rows, %d items, %d cases not over\nSHA-256 of SHA256SUMS %s\n",
			edition, made.Cases, made.Rows, made.Items, made.Open, made.SHA256)
		return nil
	})
}

type verifyCertificateCmd struct {
	Common
	Code string `arg:"" help:"The code printed on the certificate."`
}

func (c *verifyCertificateCmd) Run(ctx context.Context) error {
	return c.opened(ctx, func(a *app.App) error {
		p, err := a.Certificates.Verified(ctx, c.Code)
		if err != nil {
			return errors.New(fault.Text(lang.Chinese, err))
		}
		fmt.Print(p.Text())
		return nil
	})
}

type backupCmd struct {
	Common
	Out string `arg:"" help:"Folder to write the copy to; it must not exist." type:"path"`
}

func (c *backupCmd) Run(ctx context.Context) error { return app.Backup(ctx, c.config(), c.Out) }

type restoreCmd struct {
	Common
	From string `arg:"" help:"Folder of the copy." type:"existingdir"`
}

func (c *restoreCmd) Run() error { return app.Restore(c.config(), c.From) }
