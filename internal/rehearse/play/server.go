package play

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// A child is the server of a rehearsal: this program again, with offices and
// their people but no cases.
type child struct {
	base  string            // http://127.0.0.1:…
	links map[string]string // by post
	cmd   *exec.Cmd
	peak  int64 // KiB, of the children before this one
}

// start runs the program of a setting on its folder and database and waits until
// it listens.
func start(ctx context.Context, s Setting) (*child, error) {
	args := append([]string{"demo", "--bare", "--json", "--listen", "127.0.0.1:0", "--data", s.Data}, s.Args...)
	if s.DB != "" {
		args = append(args, "--db", s.DB)
	}
	cmd := exec.CommandContext(ctx, s.Program, args...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		return nil, fmt.Errorf("the server did not come up: %w", err)
	}
	var hello struct {
		Address string
		Links   map[string]string
	}
	if err := json.Unmarshal(line, &hello); err != nil {
		return nil, fmt.Errorf("the server said %q: %w", line, err)
	}
	return &child{base: "http://" + hello.Address, links: hello.Links, cmd: cmd}, nil
}

// rss returns the most memory the server has held so far, in MiB.
func (c *child) rss() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
				c.peak = max(c.peak, kib)
			}
		}
	}
	return c.peak >> 10
}

// kill ends the server at once, as a crash would.
func (c *child) kill() {
	c.rss()
	c.cmd.Process.Kill()
	c.cmd.Wait()
}

// stop lets the server finish.
func (c *child) stop() error {
	c.rss()
	c.cmd.Process.Signal(syscall.SIGTERM)
	return c.cmd.Wait()
}
