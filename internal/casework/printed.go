package casework

import (
	"context"
	"io"
	"time"

	"qinglan/internal/doc"
	"qinglan/internal/flow"
)

// A Printed is a paper of a case as the archive keeps it.
type Printed struct {
	Title string
	No    string // 文号 or version; may be empty
	Organ string // 责任者; empty: the organ of the case
	At    time.Time
	Doc   doc.Document
	Book  bool // keep it as a workbook too
}

// Papers gives what the archive prints of every case of a track.
func (p *Pages) Papers(track string, f func(ctx context.Context, c *flow.Case) ([]Printed, error)) {
	p.papers[track] = append(p.papers[track], f)
}

// PapersOf returns the papers of a case, in the order they were given.
func (p *Pages) PapersOf(ctx context.Context, c *flow.Case) ([]Printed, error) {
	var out []Printed
	for _, f := range p.papers[c.Track.Name] {
		some, err := f(ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// OpenFile returns the content of a file, for whoever has checked the right.
func (p *Pages) OpenFile(f File) (io.ReadCloser, error) {
	return p.blobs.Open(f.key, f.Sealed)
}
