package scan_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/scan"
)

// A task that is done again after its effect, as after the loss of power between
// the two, adds nothing; one that was cut short goes on.
func TestReadTwice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Apply("c1", "演示·张某", "演示单位", "330782", "330700", "at-city")
		print := printOf(t, p, "c1", version)
		sent(t, p, p.As(jinhua), map[string][]byte{"一批.pdf": bound(t, sheetOf(t, page(print, 1, 2)), sheetOf(t), sheetOf(t, page(print, 2, 2)))})
		for _, undo := range []string{
			`UPDATE scans SET state = 'waiting'`,
			`DELETE FROM scan_pages WHERE n = 3`,
		} {
			err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), undo)
				if err == nil && strings.HasPrefix(undo, "DELETE") {
					_, err = tx.ExecContext(t.Context(), `DELETE FROM files WHERE name LIKE '%第2页%'`)
				}
				if err == nil {
					_, err = tx.ExecContext(t.Context(), `UPDATE scans SET state = 'waiting'`)
				}
				if err == nil {
					_, err = tx.ExecContext(t.Context(), `UPDATE river_job SET state = 'available', finalized_at = NULL WHERE state = 'completed'`)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			rerun(t, p)
			if got := filesOn(t, p, "c1"); len(got) != 2 {
				t.Errorf("after %s on the case are %q", undo, got)
			}
		}
	})
}

// rerun stops the queue and starts it: what is open is done again.
func rerun(t *testing.T, p *apptest.Program) {
	t.Helper()
	ctx := context.Background()
	if err := errors.Join(p.House.Queue.Stop(ctx), p.House.Queue.Start(ctx), p.House.Queue.Drain(ctx)); err != nil {
		t.Fatal(err)
	}
}

// Two programs on one database read one file at the same time: each page is taken
// once, and no picture is left over.
func TestReadAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Apply("c1", "演示·张某", "演示单位", "330782", "330700", "at-city")
		print := printOf(t, p, "c1", version)
		if err := p.House.Queue.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := send(t, p.As(jinhua), map[string][]byte{"一批.pdf": bound(t, sheetOf(t, page(print, 1, 2)), sheetOf(t), sheetOf(t, page(print, 2, 2)))})
		if got.Status != http.StatusSeeOther {
			t.Fatalf("send: %d", got.Status)
		}
		var id string
		if err := p.DB.QueryRowContext(t.Context(), `SELECT id FROM scans`).Scan(&id); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 3 {
			s := scan.New(p.House)
			group.Go(func() {
				if err := s.Work(t.Context(), id); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := filesOn(t, p, "c1"); len(got) != 2 {
			t.Errorf("on the case are %q", got)
		}
		kept := 0
		err := filepath.WalkDir(filepath.Join(p.Config.Data, "files"), func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				kept++
			}
			return err
		})
		if err != nil || kept != 4 {
			t.Errorf("%d files are kept, %v; want what was sent and three pages", kept, err)
		}
	})
}

// More files at once than there are workers: all are read, and other tasks go on.
func TestManyFiles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Apply("c1", "演示·张某", "演示单位", "330782", "330700", "at-city")
		print := printOf(t, p, "c1", version)
		files := map[string][]byte{}
		for n := 1; n <= 12; n++ {
			files[fmt.Sprintf("%02d.jpg", n)] = sheetOf(t, page(print, n, 12))
		}
		got := sent(t, p, p.As(jinhua), files)
		apptest.Has(t, "result", got, http.StatusOK, "读了12页：12页已归入办件", "12 个文件")
		apptest.Lacks(t, "result", got, "正在读取", "缺第")
	})
}
