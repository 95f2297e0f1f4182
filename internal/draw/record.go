package draw

import (
	"fmt"
	"slices"
)

// A Record is the 抽取记录表 as data. With the pool file anyone can recompute
// it; it carries ids and no names. Until [Record.Open] it holds commitments
// and no secrets.
type Record struct {
	ID          string    `json:"id"`
	Algorithm   string    `json:"algorithm"`
	Time        string    `json:"time"` // as printed
	Place       string    `json:"place"`
	Reason      string    `json:"reason,omitempty"`   // of a second draw
	Replaces    string    `json:"replaces,omitempty"` // the draw before it; both stay
	Drawer      string    `json:"drawer"`             // 抽取人
	Supervisor  string    `json:"supervisor"`         // 监督人
	PoolSize    int       `json:"pool_size"`
	PoolHash    string    `json:"pool_hash"` // H
	Commitments [2]string `json:"commitments"`
	Secrets     [2]string `json:"secrets"`
	Rule        Rule      `json:"rule"`
	Order       []string  `json:"order"`
	Steps       []Step    `json:"steps"`
	Panel       []string  `json:"panel"`
	Standby     []string  `json:"standby"`
}

// A Mismatch says which part of a record does not follow from the rest.
type Mismatch struct {
	What string // algorithm, pool, commitments, secrets, order, steps, panel, standby
}

func (m *Mismatch) Error() string {
	return fmt.Sprintf("draw: the %s of the record does not follow from the rest", m.What)
}

// New returns the record of a draw that begins: the pool and the rule are
// fixed, nothing is opened. The commitments are those of 抽取人 and 监督人.
func New(id string, pool []Entry, rule Rule, commitments [2]string) (Record, error) {
	file, err := PoolFile(pool)
	if err != nil {
		return Record{}, err
	}
	if commitments[0] == commitments[1] {
		return Record{}, fmt.Errorf("draw %s: both commitments are the same", id)
	}
	return Record{
		ID: id, Algorithm: Algorithm, PoolSize: len(pool), PoolHash: H(file), Commitments: commitments, Rule: rule,
	}, nil
}

// Open opens both secrets and fixes the order of the pool, which must be that
// of New. A secret that is not the committed one is a [*Mismatch].
func (r *Record) Open(pool []Entry, secrets [2]string) error {
	file, err := PoolFile(pool)
	if err != nil {
		return err
	}
	if H(file) != r.PoolHash {
		return &Mismatch{"pool"}
	}
	for i, s := range secrets {
		if c, err := Commit(r.ID, s); err != nil || c != r.Commitments[i] {
			return &Mismatch{"secrets"}
		}
	}
	r.Secrets = secrets
	r.Order = ids(r.ordered(pool))
	return nil
}

// Walk walks the order with the answers known by now and notes the result. It
// may be called again until the result is ended.
func (r *Record) Walk(pool []Entry, ask Ask) Result {
	result := Walk(r.ordered(pool), r.Rule, ask)
	r.Steps, r.Panel, r.Standby = result.Steps, result.With(Taken), result.With(Standby)
	return result
}

func (r *Record) ordered(pool []Entry) []Entry {
	return Order(SeedOf(r.ID, r.PoolHash, r.Secrets[0], r.Secrets[1]), pool)
}

// Verify recomputes r from its secrets and the pool file, and takes from it
// only what no computation can know: 回避 grounds and the experts' answers. It
// returns a [*Mismatch] for the first part that does not follow.
func Verify(r Record, poolFile []byte) error {
	pool, err := ParsePool(poolFile)
	if err != nil {
		return err
	}
	switch {
	case r.Algorithm != Algorithm:
		return &Mismatch{"algorithm"}
	case H(poolFile) != r.PoolHash || len(pool) != r.PoolSize:
		return &Mismatch{"pool"}
	case r.Commitments[0] == r.Commitments[1]:
		return &Mismatch{"commitments"}
	}
	again := r
	if err := again.Open(pool, r.Secrets); err != nil {
		return err
	}
	if !slices.Equal(again.Order, r.Order) {
		return &Mismatch{"order"}
	}
	result := again.Walk(pool, told(r.Steps))
	switch {
	case !result.Ended || !slices.Equal(again.Steps, r.Steps):
		return &Mismatch{"steps"}
	case !slices.Equal(again.Panel, r.Panel):
		return &Mismatch{"panel"}
	case !slices.Equal(again.Standby, r.Standby):
		return &Mismatch{"standby"}
	}
	return nil
}

// told answers as the steps of a record say. An expert they do not speak of
// has not answered, so that a step left out is seen.
func told(steps []Step) Ask {
	said := map[string]Step{}
	for _, s := range steps {
		if s.Outcome != Full { // one passed over may still be named as standby
			said[s.Expert] = s
		}
	}
	return Ask{
		Recusal: func(e Entry) string {
			if s := said[e.Expert]; s.Outcome == Recused {
				return s.Ground
			}
			return ""
		},
		Answer: func(e Entry) (string, string) {
			switch s := said[e.Expert]; s.Outcome {
			case Taken:
				return "", ""
			case Refused, NoAnswer:
				return s.Outcome, s.Ground
			}
			return Pending, ""
		},
	}
}

func ids(list []Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Expert
	}
	return out
}
