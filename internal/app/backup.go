package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"qinglan/internal/db"
)

// manifest is the file of a copy that lists every other with its SHA-256.
const manifest = "SHA256SUMS"

// Backup writes a consistent copy of the SQLite database and all files to a
// new folder, also while a server runs: the database first, so that every file
// it names is there by the time files are copied. Keys are not in it: they are kept apart, or the copy would open
// itself.
func Backup(ctx context.Context, c Config, out string) error {
	if err := os.Mkdir(out, 0o700); err != nil {
		return err
	}
	if err := db.Copy(ctx, c.URL(), filepath.Join(out, "qinglan.db")); err != nil {
		return err
	}
	files := filepath.Join(c.Data, "files")
	if _, err := os.Stat(files); err == nil {
		if err := os.CopyFS(filepath.Join(out, "files"), os.DirFS(files)); err != nil {
			return fmt.Errorf("copy files: %w", err)
		}
	}
	sums, err := sumsOf(out)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, manifest), []byte(sums), 0o600)
}

// Restore checks such a copy and puts it into a data folder that has no
// database yet. The key file must be put there by hand.
func Restore(c Config, from string) error {
	want, err := os.ReadFile(filepath.Join(from, manifest))
	if err != nil {
		return err
	}
	have, err := sumsOf(from)
	if err != nil {
		return err
	}
	if have != string(want) {
		return errors.New("the copy is not as it was written: its SHA-256 sums differ")
	}
	if c.DB != "" {
		return db.ErrNoCopy
	}
	if _, err := os.Stat(filepath.Join(c.Data, "qinglan.db")); err == nil {
		return fmt.Errorf("%s already holds a database", c.Data)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	copied := os.CopyFS(c.Data, os.DirFS(from))
	return errors.Join(copied, os.Remove(filepath.Join(c.Data, manifest)))
}

// sumsOf lists every file under dir with its SHA-256, but the list itself.
func sumsOf(dir string) (string, error) {
	var out strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path == manifest {
			return err
		}
		body, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		fmt.Fprintf(&out, "%s  %s\n", hex.EncodeToString(sum[:]), path)
		return nil
	})
	return out.String(), err
}
