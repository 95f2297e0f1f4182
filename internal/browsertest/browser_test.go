//go:build !race

package browsertest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

const runner = "../../test/browser"

// A browser is one engine with the runner of test/browser, which works on
// several commands at once.
type browser struct {
	mu      sync.Mutex
	in      *json.Encoder
	last    int
	waiting map[int]chan []string // what is found wrong, by number of the command
}

// The engines, each started by the first test that needs it.
var (
	chromium = sync.OnceValues(func() (*browser, error) { return start("chromium", "CHROMIUM", "/usr/bin/chromium") })
	firefox  = sync.OnceValues(func() (*browser, error) { return start("firefox", "FIREFOX", "/usr/bin/firefox-esr") })
	webkit   = sync.OnceValues(func() (*browser, error) { return start("webkit", "MINIBROWSER", miniBrowser) })
)

// needs returns an engine, or says what is missing.
func needs(t *testing.T, engine func() (*browser, error)) *browser {
	t.Helper()
	b, err := engine()
	if err != nil {
		t.Fatalf("%v; ./check --setup installs what the browser tests need", err)
	}
	return b
}

// start starts an engine whose program lies at file unless the environment
// says otherwise.
func start(engine, env, file string) (*browser, error) {
	if f := os.Getenv(env); f != "" {
		file = f
	}
	if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("no %s: %w", engine, err)
	}
	if _, err := os.Stat(filepath.Join(runner, "node_modules", "playwright-core")); err != nil {
		return nil, errors.New("no modules for the browser tests: run `npm ci` in test/browser")
	}
	// Go runs a test again when a file has changed that it looked at; what node
	// reads it does not see.
	for _, kind := range []string{"*.mjs", "package-lock.json"} {
		files, err := filepath.Glob(filepath.Join(runner, kind))
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("no %s in %s: %w", kind, runner, err)
		}
		for _, f := range files {
			if _, err := os.Stat(f); err != nil {
				return nil, err
			}
		}
	}
	if shots := os.Getenv("QINGLAN_SHOTS"); shots != "" && !filepath.IsAbs(shots) {
		return nil, errors.New("QINGLAN_SHOTS must be an absolute path")
	}
	cmd := exec.Command("node", "run.mjs")
	cmd.Dir, cmd.Stderr = runner, os.Stderr
	cmd.Env = append(os.Environ(), env+"="+file, "ENGINE="+engine)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		return nil, fmt.Errorf("%s does not start: %w", engine, errors.Join(lines.Err(), cmd.Wait()))
	}
	b := &browser{in: json.NewEncoder(in), waiting: map[int]chan []string{}}
	heard := make(chan struct{})
	go func() { defer close(heard); b.listen(lines) }()
	atEnd(func() error {
		in.Close() // the runner closes the browser and ends
		<-heard
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("the runner of %s ended: %w", engine, err)
		}
		return nil
	})
	return b, nil
}

// listen hands every answer to whoever waits for it, until the runner ends.
func (b *browser) listen(lines *bufio.Scanner) {
	for lines.Scan() {
		var said struct {
			ID    int
			Wrong []string
		}
		if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
			fmt.Fprintf(os.Stderr, "the runner said %q\n", lines.Text())
			continue
		}
		b.mu.Lock()
		b.waiting[said.ID] <- said.Wrong
		delete(b.waiting, said.ID)
		b.mu.Unlock()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.waiting {
		c <- []string{"the runner has ended"}
	}
	b.waiting = nil
}

// A command is what the runner is told.
type command struct {
	ID     int               `json:"id"`
	Do     string            `json:"do"`
	Base   string            `json:"base"`
	Name   string            `json:"name"`
	Who    string            `json:"who"`
	Path   string            `json:"path,omitempty"`
	Shot   string            `json:"shot,omitempty"`
	File   string            `json:"file,omitempty"`
	Status int               `json:"status,omitempty"`
	With   map[string]string `json:"with,omitempty"`
}

// tell has the browser do c and reports what it found wrong.
func (b *browser) tell(t *testing.T, c command) {
	t.Helper()
	wrong, err := b.send(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range <-wrong {
		t.Error(w)
	}
}

func (b *browser) send(c command) (<-chan []string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		return nil, errors.New("the runner has ended")
	}
	b.last++
	c.ID = b.last
	wrong := make(chan []string, 1)
	b.waiting[c.ID] = wrong
	return wrong, b.in.Encode(c)
}
