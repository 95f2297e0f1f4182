package job_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/job"
)

// A program is killed with its task half done; the next one does it again.
func TestKill(t *testing.T) {
	url := dbtest.URL(t, db.SQLite)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKillChild$")
	child.Env = append(os.Environ(), "QINGLAN_KILL_CHILD="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var word string
	_, err = fmt.Fscan(out, &word)
	child.Process.Kill()
	child.Wait()
	if err != nil || word != "began" {
		t.Fatalf("the child said %q, %v", word, err)
	}

	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatalf("after the kill: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	q, did := queue(t, d), new(done)
	q.Handle("slow", did.do)
	start(t, q)
	drain(t, q)
	if got := did.all(); !cmp.Equal(got, []string{"a/1"}) {
		t.Errorf("did %v; want a/1", got)
	}
}

// TestKillChild is the program that TestKill kills.
func TestKillChild(t *testing.T) {
	url := os.Getenv("QINGLAN_KILL_CHILD")
	if url == "" {
		t.Skip("only in the process that TestKill starts")
	}
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	q := queue(t, d)
	q.Handle("slow", func(ctx context.Context, _ string) error {
		fmt.Println("began")
		<-ctx.Done()
		return ctx.Err()
	})
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	add(t, d, q, job.Task{Name: "slow", Key: "a/1"})
	<-t.Context().Done()
}
