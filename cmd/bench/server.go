package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/rehearse/play"
)

// serve starts the program on an engine, with offices and their people.
func (e engine) serve(ctx context.Context) (*play.Play, error) {
	p := play.New(play.Setting{Program: flags.Program, Size: flags.Count, Data: e.dir, DB: e.db})
	if flags.Profile != "" {
		p.Args = []string{"--pprof", profiler}
	}
	return p, p.Open(ctx)
}

// profiler is where a server that is profiled answers.
const profiler = "127.0.0.1:18099"

// profile writes, if that is wanted, where the server spends its time from now
// until stop is called.
func profile(name string) (stop func()) {
	if flags.Profile == "" {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		res, err := http.Get("http://" + profiler + "/debug/pprof/profile?seconds=5")
		if err != nil {
			return
		}
		defer res.Body.Close()
		if f, err := os.Create(flags.Profile + "-" + name); err == nil {
			io.Copy(f, res.Body)
			f.Close()
		}
	}()
	return func() { <-done }
}

// A cpu is what processes have spent so far.
type cpu struct {
	name string
	time time.Duration
}

func (c cpu) since(before cpu) cpu { return cpu{c.name, c.time - before.time} }

// spent returns what processes and the children they have waited for have spent.
func spent(name string, pids ...int) cpu {
	var ticks int64
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		f := strings.Fields(rest)
		if len(f) < 15 {
			continue
		}
		for _, s := range f[11:15] { // utime stime cutime cstime
			n, _ := strconv.ParseInt(s, 10, 64)
			ticks += n
		}
	}
	return cpu{name, time.Duration(ticks) * time.Second / 100}
}

// postgres returns what all processes of PostgreSQL have spent; those that have
// ended are counted by the one that started them.
func postgres() cpu {
	var pids []int
	all, _ := filepath.Glob("/proc/[0-9]*/comm")
	for _, name := range all {
		if comm, err := os.ReadFile(name); err == nil && strings.TrimSpace(string(comm)) == "postgres" {
			pid, _ := strconv.Atoi(strings.Split(name, "/")[2])
			pids = append(pids, pid)
		}
	}
	return spent("postgres", pids...)
}

// spending returns what the server of an engine has spent, and PostgreSQL beside it.
func (e engine) spending(pid int) []cpu {
	out := []cpu{spent("server", pid)}
	if e.db != "" {
		out = append(out, postgres())
	}
	return out
}

func since(now, before []cpu) []cpu {
	out := make([]cpu, len(now))
	for i := range now {
		out[i] = now[i].since(before[i])
	}
	return out
}

// named returns the url of another database on the server of url.
func named(url, name string) (string, error) {
	head, rest, ok := strings.Cut(url, "://")
	if !ok {
		return "", fmt.Errorf("--postgres must be a url: postgres://…")
	}
	address, query, _ := strings.Cut(rest, "?")
	host, _, _ := strings.Cut(address, "/")
	return head + "://" + host + "/" + name + "?" + query, nil
}

// onServer runs one statement on a server of PostgreSQL.
func onServer(ctx context.Context, url, sql string) error {
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	defer d.Close()
	_, err = d.Writer().ExecContext(ctx, sql)
	return err
}

// opened opens the database of an engine, once no server has it.
func (e engine) opened(ctx context.Context) (*db.DB, error) {
	if e.db != "" {
		return db.Open(ctx, e.db)
	}
	return db.Open(ctx, "sqlite:"+filepath.Join(e.dir, "qinglan.db"))
}
