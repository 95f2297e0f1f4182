// Command bench measures what the program promises about speed: against a real
// server process on SQLite and PostgreSQL, with what it has stored checked
// afterwards, beside what the machine itself can do at that moment. Server and
// clients share the machine; compare within one run.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

var flags struct {
	Work     []string `arg:"" optional:"" help:"submit, list, forms, annex, import; empty is all of them."`
	Clients  int      `help:"How many ask at the same time." default:"16"`
	Count    int      `help:"How many applications are sent in." default:"1000"`
	Cases    int      `help:"How many cases are stored before lists are asked for." default:"100000"`
	Seconds  int      `help:"How long lists are asked for." default:"10"`
	Data     string   `help:"Folder for the databases; it decides how long the disk takes." default:"." type:"existingdir"`
	Postgres string   `help:"PostgreSQL server to measure as well: postgres://…; databases are made on it and dropped." env:"QINGLAN_BENCH_POSTGRES"`
	Program  string   `help:"The program to measure; empty builds it." type:"existingfile"`
	Profile  string   `help:"Write a CPU profile of the server here." type:"path"`
	Bare     string   `help:"Serve the bare ceiling on this address." hidden:""`
}

// works are what can be measured, in order.
var works = []struct {
	name string
	run  func(ctx context.Context, e engine) error
}{
	{"submit", submit},
	{"list", list},
	{"forms", forms},
	{"annex", annexed},
	{"import", bring},
}

func main() {
	kong.Parse(&flags, kong.Name("bench"), kong.Description("Measures the program against its promises and the machine's ceilings."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if flags.Bare != "" {
		return bare(flags.Bare)
	}
	dir, err := os.MkdirTemp(flags.Data, "qinglan-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	if flags.Program == "" {
		flags.Program = filepath.Join(dir, "qinglan")
		build := exec.CommandContext(ctx, "go", "build", "-o", flags.Program, "qinglan/cmd/qinglan")
		build.Env, build.Stderr = append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build the program: %w", err)
		}
	}
	if err := ceilings(ctx, dir); err != nil {
		return err
	}
	for _, e := range engines(dir) {
		for _, w := range works {
			if len(flags.Work) > 0 && !slices.Contains(flags.Work, w.name) {
				continue
			}
			if err := on(ctx, e, w.name, w.run); err != nil {
				return fmt.Errorf("%s on %s: %w", w.name, e.name, err)
			}
		}
	}
	return nil
}

// An engine is where a server keeps what it is sent.
type engine struct {
	name string
	dir  string // a folder of its own
	db   string // empty: SQLite in the folder
}

func engines(dir string) []engine {
	out := []engine{{name: "sqlite", dir: dir}}
	if flags.Postgres != "" {
		out = append(out, engine{name: "postgres", dir: dir, db: flags.Postgres})
	}
	return out
}

// on runs one work on an engine, in a folder and a database of its own.
func on(ctx context.Context, e engine, name string, work func(context.Context, engine) error) (err error) {
	e.dir = filepath.Join(e.dir, e.name+"-"+name)
	if err := os.Mkdir(e.dir, 0o700); err != nil {
		return err
	}
	if e.db != "" {
		base := "bench_" + strings.ReplaceAll(filepath.Base(filepath.Dir(e.dir)), "-", "_") + "_" + name
		server := e.db
		if err := onServer(ctx, server, "CREATE DATABASE "+base); err != nil {
			return err
		}
		defer func() {
			err = errors.Join(err, onServer(context.WithoutCancel(ctx), server, "DROP DATABASE "+base+" WITH (FORCE)"))
		}()
		if e.db, err = named(server, base); err != nil {
			return err
		}
	}
	return work(ctx, e)
}
