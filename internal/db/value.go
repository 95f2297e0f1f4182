package db

import (
	"crypto/rand"
	"time"
)

// Millis returns t as a column holds it: milliseconds since 1970 UTC, and 0 for
// the zero time.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time returns the time in UTC of a column, and the zero time for 0.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// alphabet is in the order of ASCII, so that ids sort as they were made.
const alphabet = "234567abcdefghijklmnopqrstuvwxyz"

// NewID returns a new key: 26 characters a-z and 2-7, of which ten are the
// millisecond it was made in and sixteen are random. Keys sort by time; those
// of one millisecond in any order. No key holds eleven digits in a row, so
// none is ever taken for a telephone or identity number.
func NewID() string {
	for {
		if id := newID(time.Now().UnixMilli()); digits(id) < 11 {
			return id
		}
	}
}

func newID(ms int64) string {
	var id [26]byte
	for i := 9; i >= 0; i-- {
		id[i] = alphabet[ms&31]
		ms >>= 5
	}
	rand.Read(id[10:])
	for i := range id[10:] {
		id[10+i] = alphabet[id[10+i]&31]
	}
	return string(id[:])
}

// digits returns the length of the longest run of digits in s.
func digits(s string) int {
	longest, run := 0, 0
	for _, c := range s {
		if c < '0' || c > '9' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
