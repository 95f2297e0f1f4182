package certificate

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// fresh is how long the register may be behind another process that issues;
// what this one issues shows at once.
const fresh = time.Minute

// perPage is how many certificates one page of the register shows.
const perPage = 50

// A register is the public register in memory: a few thousand rows, read far
// more often than written.
type register struct {
	now   func() time.Time // real time
	read  func(ctx context.Context) ([]Record, error)
	mu    sync.Mutex
	moved int // counts changes
	kept  *snapshot
}

// A snapshot is the register as it was at one moment. It is never changed but
// for the pages rendered of it.
type snapshot struct {
	moved int
	at    time.Time
	rows  []Record // valid ones, by number
	mu    sync.Mutex
	pages map[string][]byte // first pages by language
}

// changed marks the snapshot as outdated.
func (g *register) changed() {
	g.mu.Lock()
	g.moved++
	g.mu.Unlock()
}

// current returns a snapshot that nothing of this process has changed since.
func (g *register) current(ctx context.Context) (*snapshot, error) {
	g.mu.Lock()
	moved, kept, now := g.moved, g.kept, g.now()
	g.mu.Unlock()
	if kept != nil && kept.moved == moved && now.Sub(kept.at).Abs() < fresh {
		return kept, nil
	}
	rows, err := g.read(ctx)
	if err != nil {
		return nil, err
	}
	s := &snapshot{moved: moved, at: now, rows: rows, pages: map[string][]byte{}}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.kept == nil || g.kept.moved <= moved {
		g.kept = s
	}
	return s, nil
}

// page returns the bytes that render made for a key, once a snapshot.
func (s *snapshot) page(key string, render func() ([]byte, error)) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b, ok := s.pages[key]; ok {
		return b, nil
	}
	b, err := render()
	if err == nil {
		s.pages[key] = b
	}
	return b, err
}

// A query narrows the register. The zero query takes all.
type query struct {
	Words     string // all of them in name, unit or number
	City      string
	Direction string
	After     string // number of the last one before
}

// found returns the rows that q takes, all of them.
func (s *snapshot) found(q query) []Record {
	words := strings.Fields(strings.ToLower(q.Words))
	if n := plainNumber(q.Words); n != "" {
		words = []string{n}
	}
	if len(words) == 0 && q.City == "" && q.Direction == "" {
		return s.rows
	}
	var out []Record
	for _, r := range s.rows {
		if (q.City == "" || r.City == q.City) && (q.Direction == "" || slices.Contains(r.Directions, q.Direction)) && holds(r, words) {
			out = append(out, r)
		}
	}
	return out
}

func holds(r Record, words []string) bool {
	text := strings.ToLower(r.Name + "\n" + r.Unit + "\n" + r.Number)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// pageOf cuts the page after a number out of rows: from which row to which.
func pageOf(rows []Record, after string) (from, to int) {
	if after != "" {
		if i := slices.IndexFunc(rows, func(r Record) bool { return r.Number == after }); i >= 0 {
			from = i + 1
		}
	}
	return from, min(from+perPage, len(rows))
}

// directions returns every direction that stands in the register, in the order
// it first appears.
func (s *snapshot) directions() (out []string) {
	for _, r := range s.rows {
		for _, d := range r.Directions {
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}
