package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/vault"
)

func create(t *testing.T) (*vault.Keys, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.json")
	k, err := vault.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	return k, path
}

func TestSealAndOpen(t *testing.T) {
	k, _ := create(t)
	aad := []byte("persons/idno/p1")
	for _, plain := range []string{"", "x", "11010519491231002X", strings.Repeat("王", 1000)} {
		sealed := k.Seal([]byte(plain), aad)
		if sealed[0] != 1 {
			t.Errorf("algorithm id is %d; want 1", sealed[0])
		}
		if plain != "" && len(plain) > 1 && bytes.Contains(sealed, []byte(plain)) {
			t.Errorf("%q stands in its ciphertext", plain)
		}
		got, err := k.Open(sealed, aad)
		if err != nil || string(got) != plain {
			t.Errorf("Open = %q, %v; want %q", got, err, plain)
		}
		if again := k.Seal([]byte(plain), aad); bytes.Equal(again, sealed) {
			t.Errorf("%q sealed twice is the same", plain)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	k, _ := create(t)
	other, _ := create(t)
	aad := []byte("persons/idno/p1")
	sealed := k.Seal([]byte("11010519491231002X"), aad)
	refused := func(what string, k *vault.Keys, sealed, aad []byte) {
		t.Helper()
		if got, err := k.Open(sealed, aad); !errors.Is(err, vault.ErrCipher) {
			t.Errorf("%s: Open = %q, %v; want ErrCipher", what, got, err)
		}
	}
	refused("another row", k, sealed, []byte("persons/idno/p2"))
	refused("no row", k, sealed, nil)
	refused("another key", other, sealed, aad)
	refused("nothing", k, nil, aad)
	for n := 1; n < len(sealed); n++ {
		refused(fmt.Sprintf("the first %d bytes", n), k, sealed[:n], aad)
		bad := bytes.Clone(sealed)
		bad[n] ^= 1
		refused(fmt.Sprintf("byte %d changed", n), k, bad, aad)
	}
	refused("a byte more", k, append(bytes.Clone(sealed), 0), aad)

	bad := bytes.Clone(sealed)
	bad[0] = 2
	if _, err := k.Open(bad, aad); err == nil || errors.Is(err, vault.ErrCipher) || !strings.Contains(err.Error(), "algorithm 2") {
		t.Errorf("another algorithm: %v", err)
	}
}

func TestBlind(t *testing.T) {
	k, path := create(t)
	other, _ := create(t)
	a := k.Blind("idno", "11010519491231002X")
	if len(a) != 64 || strings.Trim(a, "0123456789abcdef") != "" {
		t.Errorf("Blind = %s; want 64 hex digits", a)
	}
	for what, b := range map[string]string{
		"another value":           k.Blind("idno", "110105194912310021"),
		"another kind":            k.Blind("mobile", "11010519491231002X"),
		"another key":             other.Blind("idno", "11010519491231002X"),
		"kind and value shifted":  k.Blind("idno1", "1010519491231002X"),
		"kind and value shifted2": k.Blind("idn", "o11010519491231002X"),
	} {
		if a == b {
			t.Errorf("%s has the same index", what)
		}
	}
	again, err := vault.Load(path)
	if err != nil || again.Blind("idno", "11010519491231002X") != a {
		t.Errorf("the index changed with a restart: %v", err)
	}
}

func TestSign(t *testing.T) {
	k, _ := create(t)
	other, _ := create(t)
	msg := []byte("checkpoint 1")
	sig := k.Sign(msg)
	if !vault.Verify(k.Public(), msg, sig) {
		t.Error("own signature is refused")
	}
	bad := bytes.Clone(sig)
	bad[0] ^= 1
	for what, ok := range map[string]bool{
		"another message":   vault.Verify(k.Public(), []byte("checkpoint 2"), sig),
		"another key":       vault.Verify(other.Public(), msg, sig),
		"changed signature": vault.Verify(k.Public(), msg, bad),
		"short signature":   vault.Verify(k.Public(), msg, sig[:63]),
		"no signature":      vault.Verify(k.Public(), msg, nil),
		"short key":         vault.Verify(k.Public()[:31], msg, sig),
		"no key":            vault.Verify(nil, msg, sig),
	} {
		if ok {
			t.Errorf("%s: verified", what)
		}
	}
}

func TestKeyFile(t *testing.T) {
	k, path := create(t)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v, %v; want 0600", info.Mode(), err)
	}
	before, _ := os.ReadFile(path)
	if _, err := vault.Create(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a key file: %v; want ErrExist", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Fatal("the key file was overwritten")
	}

	again, err := vault.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed := k.Seal([]byte("王青"), []byte("a"))
	if got, err := again.Open(sealed, []byte("a")); err != nil || string(got) != "王青" {
		t.Errorf("after a restart: %q, %v", got, err)
	}
	if !again.Public().Equal(k.Public()) {
		t.Error("the public key changed with a restart")
	}
	if _, err := vault.Create(filepath.Join(t.TempDir(), "none", "keys.json")); err == nil {
		t.Error("keys were made in a folder that does not exist")
	}
}

func TestLoadRefuses(t *testing.T) {
	_, good := create(t)
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"no JSON", "keys", "not one of ours"},
		{"empty", "", "not one of ours"},
		{"no version", "{}", "version 0"},
		{"a later version", strings.Replace(string(text), `"version": 1`, `"version": 2`, 1), "version 2"},
		{"no keys", `{"version": 1}`, "0 bytes; want 32"},
		{"a short key", `{"version": 1, "data": "AAAA", "blind": "AAAA", "sign": "AAAA"}`, "3 bytes; want 32"},
		{"no base64", `{"version": 1, "data": "?"}`, "not one of ours"},
	} {
		path := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Load(path); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v; want %q and the path", c.name, err, c.want)
		}
	}
	if _, err := vault.Load(good + ".none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v; want ErrNotExist", err)
	}
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o660, 0o622} {
		if err := os.Chmod(good, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Load(good); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %04o: %v", mode, err)
		}
	}
	if err := os.Chmod(good, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Load(good); err != nil {
		t.Errorf("mode 0400: %v", err)
	}
}

// The keys do not print.
func TestKeysHide(t *testing.T) {
	k, _ := create(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, k); got != "vault.Keys" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "keys.json")
	k, err := vault.Create(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{1}, []byte("a"))
	f.Add(make([]byte, 29), []byte{})
	f.Add(k.Seal([]byte("x"), []byte("another place, too far to be guessed")), []byte("b"))
	f.Fuzz(func(t *testing.T, sealed, aad []byte) {
		if plain, err := k.Open(sealed, aad); err == nil {
			t.Errorf("opened %x to %q", sealed, plain)
		}
	})
}
