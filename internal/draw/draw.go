// Package draw puts experts and candidates into a random order that anyone can
// recompute.
//
// It holds the algorithm draw-1: two people commit to secrets before either is
// opened, and the order follows from both secrets and the pool as published.
// It knows no names, no clock and no chance of its own. It promises that the
// same record and pool file give the same panel anywhere, and that neither of
// the two, alone, can choose it.
package draw

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Algorithm names the steps of this package in records.
const Algorithm = "draw-1"

// MinSecret is the least number of characters of a secret.
const MinSecret = 16

// An Entry is one eligible expert of the pool.
type Entry struct {
	Expert   string `json:"expert"`
	Category string `json:"category"`
	Employer string `json:"employer"` // "" is nobody's employee
}

// PoolFile returns the pool as it is published and hashed: a line
// expert TAB category TAB employer for each expert, sorted by the bytes of the
// expert's id, UTF-8, each line ended by LF.
func PoolFile(pool []Entry) ([]byte, error) {
	sorted := slices.Clone(pool)
	slices.SortFunc(sorted, func(a, b Entry) int { return strings.Compare(a.Expert, b.Expert) })
	var b bytes.Buffer
	for i, e := range sorted {
		if i > 0 && sorted[i-1].Expert == e.Expert {
			return nil, fmt.Errorf("expert %q is in the pool twice", e.Expert)
		}
		if e.Expert == "" || e.Category == "" {
			return nil, fmt.Errorf("expert %q of category %q: both are needed", e.Expert, e.Category)
		}
		line := e.Expert + "\t" + e.Category + "\t" + e.Employer
		if strings.Count(line, "\t") != 2 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			return nil, fmt.Errorf("expert %q does not fit on a line", e.Expert)
		}
		b.WriteString(line + "\n")
	}
	return b.Bytes(), nil
}

// ParsePool reads a pool file. It refuses one that PoolFile would have written
// in another way, since its hash would prove nothing.
func ParsePool(file []byte) ([]Entry, error) {
	var pool []Entry
	for line := range strings.Lines(string(file)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("pool file, line %d: %d fields; want 3", len(pool)+1, len(fields))
		}
		pool = append(pool, Entry{fields[0], fields[1], fields[2]})
	}
	canonical, err := PoolFile(pool)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(canonical, file) {
		return nil, fmt.Errorf("the pool file is not sorted by expert with LF after each line")
	}
	return pool, nil
}

// H returns the SHA-256 of a pool file in hex.
func H(poolFile []byte) string {
	sum := sha256.Sum256(poolFile)
	return hex.EncodeToString(sum[:])
}

// Commit returns the commitment to a secret: the SHA-256, in hex, of
// drawID LF secret.
func Commit(drawID, secret string) (string, error) {
	if drawID == "" || strings.Contains(drawID, "\n") {
		return "", fmt.Errorf("draw id %q does not fit on a line", drawID)
	}
	if utf8.RuneCountInString(secret) < MinSecret || strings.Contains(secret, "\n") || !utf8.ValidString(secret) {
		return "", fmt.Errorf("a secret is one line of at least %d characters", MinSecret)
	}
	return H([]byte(drawID + "\n" + secret)), nil
}

// A Seed is what a draw's order follows from.
type Seed [sha256.Size]byte

// SeedOf returns the SHA-256 of drawID LF h LF secret1 LF secret2, with h as
// [H] returns it.
func SeedOf(drawID, h, secret1, secret2 string) Seed {
	return sha256.Sum256([]byte(strings.Join([]string{drawID, h, secret1, secret2}, "\n")))
}

// Order returns the experts of the pool by ascending HMAC-SHA-256 of their id
// under seed.
func Order(seed Seed, pool []Entry) []Entry {
	return byHMAC(seed, pool, func(e Entry) string { return e.Expert })
}

// Lots returns ids in the order of presentation: by ascending HMAC-SHA-256 of
// drawID LF id under seed. With another draw id the same seed gives another
// order, so several groups can draw from one.
func Lots(drawID string, seed Seed, ids []string) []string {
	return byHMAC(seed, ids, func(id string) string { return drawID + "\n" + id })
}

func byHMAC[T any](seed Seed, list []T, message func(T) string) []T {
	type lot struct {
		of      T
		message string
		mac     []byte
	}
	lots := make([]lot, len(list))
	for i, v := range list {
		m := hmac.New(sha256.New, seed[:])
		m.Write([]byte(message(v)))
		lots[i] = lot{v, message(v), m.Sum(nil)}
	}
	slices.SortFunc(lots, func(a, b lot) int {
		return cmp.Or(bytes.Compare(a.mac, b.mac), strings.Compare(a.message, b.message))
	})
	out := make([]T, len(lots))
	for i, l := range lots {
		out[i] = l.of
	}
	return out
}
