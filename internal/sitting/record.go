package sitting

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"qinglan/internal/draw"
)

// candidates is the category of everybody in the pool of a session's draw.
const candidates = "candidate"

// A Record is the 抽签记录 of a session as data, complete for whoever wants to
// recompute it: pool, commitments, secrets, seed and order. It carries ids and
// no names. It exists once both secrets are opened.
type Record struct {
	ID          string    `json:"id"` // of the draw: the session
	Algorithm   string    `json:"algorithm"`
	Time        string    `json:"time"`
	Place       string    `json:"place"`
	Drawer      string    `json:"drawer"`     // 抽取人
	Supervisor  string    `json:"supervisor"` // 监督人
	Pool        string    `json:"pool"`       // the pool file
	PoolSize    int       `json:"pool_size"`
	PoolHash    string    `json:"pool_hash"` // H
	Commitments [2]string `json:"commitments"`
	Secrets     [2]string `json:"secrets"`
	Seed        string    `json:"seed"`
	Lots        []string  `json:"lots"` // lot 1 first
}

// DrawLots returns r with everything that follows from its id, its secrets and
// the applications.
func DrawLots(r Record, applications []string) (Record, error) {
	pool := make([]draw.Entry, len(applications))
	for i, id := range applications {
		pool[i] = draw.Entry{Expert: id, Category: candidates}
	}
	file, err := draw.PoolFile(pool)
	if err != nil {
		return r, err
	}
	for i, secret := range r.Secrets {
		if r.Commitments[i], err = draw.Commit(r.ID, secret); err != nil {
			return r, err
		}
	}
	r.Algorithm, r.Pool, r.PoolSize, r.PoolHash = draw.Algorithm, string(file), len(pool), draw.H(file)
	seed := draw.SeedOf(r.ID, r.PoolHash, r.Secrets[0], r.Secrets[1])
	r.Seed = hex.EncodeToString(seed[:])
	r.Lots = draw.Lots(r.ID, seed, applications)
	return r, nil
}

// Verify recomputes r and names the first part that does not follow.
func (r Record) Verify() error {
	pool, err := draw.ParsePool([]byte(r.Pool))
	if err != nil {
		return err
	}
	ids := make([]string, len(pool))
	for i, e := range pool {
		ids[i] = e.Expert
	}
	again, err := DrawLots(Record{ID: r.ID, Secrets: r.Secrets}, ids)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		what string
		same bool
	}{
		{"algorithm", again.Algorithm == r.Algorithm},
		{"pool", again.PoolHash == r.PoolHash && again.PoolSize == r.PoolSize && again.Pool == r.Pool},
		{"commitments", again.Commitments == r.Commitments && r.Commitments[0] != r.Commitments[1]},
		{"seed", again.Seed == r.Seed},
		{"order", slices.Equal(again.Lots, r.Lots)},
	} {
		if !part.same {
			return &draw.Mismatch{What: part.what}
		}
	}
	return nil
}

// File returns r as it is handed out.
func (r Record) File() []byte {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return append(b, '\n')
}

// ParseRecord reads such a file.
func ParseRecord(b []byte) (r Record, err error) {
	if err := json.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("record of a draw: %w", err)
	}
	return r, nil
}
