package db

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMillis(t *testing.T) {
	at := time.Date(2017, 7, 25, 9, 30, 0, 123_000_000, time.FixedZone("", 8*3600))
	if got := Time(Millis(at)); !got.Equal(at) || got.Location() != time.UTC {
		t.Errorf("Time(Millis(%v)) = %v", at, got)
	}
	if Millis(time.Time{}) != 0 || !Time(0).IsZero() {
		t.Error("the zero time is not 0")
	}
}

func TestNewID(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z2-7]{26}$`)
	seen := map[string]bool{}
	for range 10_000 {
		id := NewID()
		if !shape.MatchString(id) || seen[id] || digits(id) >= 11 {
			t.Fatalf("id %s", id)
		}
		seen[id] = true
	}
	var ids []string
	for ms := int64(1); ms < 1<<48; ms *= 3 {
		ids = append(ids, newID(ms))
	}
	if !slices.IsSorted(ids) {
		t.Errorf("ids do not sort by time: %v", ids)
	}
}

func TestDigits(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 0, "a22b333": 3, "19900000001": 11, "2a" + strings.Repeat("7", 18): 18} {
		if got := digits(s); got != want {
			t.Errorf("digits(%q) = %d; want %d", s, got, want)
		}
	}
}
