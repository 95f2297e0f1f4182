package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	_ "net/http/pprof" // for --pprof
	"os"

	"qinglan/internal/app"
	"qinglan/internal/demo"
	"qinglan/internal/vault"
)

type demoCmd struct {
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" env:"QINGLAN_LISTEN"`
	Data   string `help:"Folder to keep the demonstration in and reopen; empty is a new temporary one." type:"path" env:"QINGLAN_DATA"`
	DB     string `name:"db" help:"Database: postgres://… ; empty is SQLite in the data folder." env:"QINGLAN_DB"`
	Fonts  string `help:"Folder of licensed fonts for official papers, TrueType outlines: 仿宋_GB2312.ttf, 方正小标宋简体.ttf, 黑体.ttf, 楷体_GB2312.ttf or as their makers call them. What is not there is printed in free fonts." type:"path" env:"QINGLAN_FONTS"`

	Programme string `help:"Programme to show; empty is that of the teachers." env:"QINGLAN_PROGRAMME"`

	Bare bool `help:"Offices and their people only, no cases." hidden:""`
	JSON bool `help:"Print address and links as one JSON line." hidden:""`

	Pprof string `help:"Address on which profiles of the running program are given." hidden:""`
}

func (c *demoCmd) Run(ctx context.Context) error {
	cfg := Common{Listen: c.Listen, Data: c.Data, DB: c.DB, Fonts: c.Fonts, Programme: c.Programme}.config()
	if c.JSON {
		cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	}
	if cfg.Data == "" {
		dir, err := os.MkdirTemp("", "qinglan-demo-")
		if err != nil {
			return err
		}
		cfg.Data = dir
	}
	cfg.Demo, cfg.Clock = true, new(app.Clock)
	cfg.Clock.Set(demo.Start)
	if err := ready(ctx, cfg); err != nil {
		return err
	}
	a, err := app.Open(ctx, cfg)
	if err != nil {
		return err
	}
	d, err := demo.Open(ctx, a, !c.Bare)
	if err != nil {
		return errors.Join(err, a.Close(context.Background()))
	}
	if err := a.Start(ctx, tickEvery/15); err != nil {
		return errors.Join(err, a.Close(context.Background()))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	settled := make(chan error, 1) // nobody waits for it
	go func() { settled <- d.Settle(ctx) }()
	if c.Pprof != "" {
		go http.ListenAndServe(c.Pprof, nil) // the default mux holds nothing but profiles
	}
	err = listen(ctx, c.Listen, a.Handler(d.Bar), func(address string) { c.greet(cfg.Data, address, d) })
	ended := ctx.Err() != nil || err != nil
	stop() // what is still being settled is broken off: an address that is taken is told at once
	if e := <-settled; e != nil && !ended {
		err = errors.Join(err, e)
	}
	return errors.Join(err, a.Close(context.Background()))
}

// ready makes the data folder, its keys and its schema, if they are not there.
func ready(ctx context.Context, cfg app.Config) error {
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return err
	}
	if _, err := vault.Create(cfg.KeyFile()); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return app.Migrate(ctx, cfg)
}

func (c *demoCmd) greet(data, address string, d *demo.Demo) {
	if c.JSON {
		json.NewEncoder(os.Stdout).Encode(map[string]any{"address": address, "data": data, "links": d.Links()})
		return
	}
	fmt.Printf("青蓝 demonstration, fictitious people only\n  data     %s\n  address  http://%s/\n", data, address)
	for _, l := range d.OnePerRole() {
		fmt.Printf("  %-12s http://%s%s\n", l.Role, address, l.Href)
	}
}
