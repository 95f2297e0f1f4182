package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// fileSize is how large the file of an application is, and pageSize about how
// large a list of 200 rows.
const (
	fileSize = 300 << 10
	pageSize = 130 << 10
)

// bare serves nothing of ours: what net/http itself takes.
func bare(address string) error {
	page := bytes.Repeat([]byte("<td>没有</td>\n"), pageSize/16)
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusSeeOther)
			return
		}
		if r.URL.Path == "/page" {
			w.Write(page)
		}
	}))
}

// ceilings measures, in this minute, the bare server and the disk alone.
func ceilings(ctx context.Context, dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "--bare", "127.0.0.1:0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	var address string
	if _, err := fmt.Fscanln(out, &address); err != nil {
		return fmt.Errorf("the bare server did not come up: %w", err)
	}
	c, base := client(), "http://"+address
	file := make([]byte, fileSize)
	for _, x := range []struct {
		name string
		do   func(client, i int) error
	}{
		{"bare net/http: hello", func(int, int) error { return ask(c, base+"/", "", nil) }},
		{"bare net/http: page of a list", func(int, int) error { return ask(c, base+"/page", "", nil) }},
		{"bare net/http: 300 KB and a form", func(int, int) error {
			if err := ask(c, base+"/", "", file); err != nil {
				return err
			}
			return ask(c, base+"/", "", file[:2000])
		}},
	} {
		before := spent("server", cmd.Process.Pid)
		r := during(ctx, flags.Clients, 2*time.Second, x.do)
		if err := r.say(x.name, spent("server", cmd.Process.Pid).since(before)); err != nil {
			return err
		}
	}
	return disk(ctx, dir)
}

// disk measures how often the disk says that something is kept.
func disk(ctx context.Context, dir string) error {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 4096)
	r := during(ctx, 1, 2*time.Second, func(_, i int) error {
		if _, err := f.WriteAt(block, int64(i%1024)*4096); err != nil {
			return err
		}
		return syscall.Fdatasync(int(f.Fd()))
	})
	if err := r.say("raw: 4 KB and fdatasync, one"); err != nil {
		return err
	}
	file := make([]byte, fileSize)
	r = during(ctx, flags.Clients, 2*time.Second, func(c, i int) error {
		name := filepath.Join(dir, fmt.Sprintf("file-%d-%d", c, i))
		defer os.Remove(name)
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.Write(file); err != nil {
			return err
		}
		return f.Sync()
	})
	return r.say("raw: 300 KB file and fsync")
}

// ask sends body, or asks for an address if there is none, and wants an answer
// below 400.
func ask(c *http.Client, url, kind string, body []byte, cookies ...*http.Cookie) error {
	method, in := http.MethodGet, io.Reader(nil)
	if body != nil {
		method, in = http.MethodPost, bytes.NewReader(body)
	}
	req, err := http.NewRequest(method, url, in)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, k := range cookies {
		req.AddCookie(k)
	}
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 400 {
		err = fmt.Errorf("%s %s: %d %.600s", method, url, res.StatusCode, below(said))
	}
	return err
}

// below is what stands below the head of a page.
func below(page []byte) []byte {
	if i := bytes.Index(page, []byte("<main")); i >= 0 {
		return page[i:]
	}
	return page
}
