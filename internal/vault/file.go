package vault

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// file is the key file. Whoever has it and the database has everything; without
// it nothing sealed can be read again, so it is backed up apart.
type file struct {
	Version int    `json:"version"`
	Data    []byte `json:"data"`
	Blind   []byte `json:"blind"`
	Sign    []byte `json:"sign"` // Ed25519 seed
}

const version = 1

// Create writes new keys to path, readable by its owner alone, and returns
// them. It never overwrites a file: with the old keys every sealed value would
// be lost.
func Create(path string) (*Keys, error) {
	f := file{Version: version, Data: make([]byte, 32), Blind: make([]byte, 32), Sign: make([]byte, 32)}
	for _, key := range [][]byte{f.Data, f.Blind, f.Sign} {
		rand.Read(key) // never fails: see crypto/rand
	}
	b, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return nil, fmt.Errorf("write key file: %w", err)
	}
	if err := writeNew(path, append(b, '\n')); err != nil {
		return nil, err
	}
	return newKeys(f.Data, f.Blind, f.Sign)
}

// writeNew writes b to a file that must not exist and waits until it is on the
// disk, as is its name.
func writeNew(path string, b []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("key file %s exists and is not overwritten: %w", path, fs.ErrExist)
	}
	if err != nil {
		return fmt.Errorf("create key file: %w", err)
	}
	_, err = out.Write(b)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		os.Remove(path) // ours, and of no use half written
		return fmt.Errorf("write key file: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("write key file: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Load reads the keys that Create wrote. It refuses a file that others than its
// owner may read.
func Load(path string) (*Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("key file %s has mode %04o: others may read it; run chmod 600 on it", path, mode)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("key file %s is not one of ours: %w", path, err)
	}
	if f.Version != version {
		return nil, fmt.Errorf("key file %s has version %d; this program reads %d", path, f.Version, version)
	}
	k, err := newKeys(f.Data, f.Blind, f.Sign)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return k, nil
}
