package sitting

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/flow"
)

// Signatures are the moves by which the four sign, in the order of the paper.
var Signatures = []string{"sign-scorer", "sign-checker", "sign-supervisor", "sign-chief"}

// A Signature is one of the four on the 成绩汇总表.
type Signature struct {
	Move, Label  string
	Name, Person string
	Digest       string
	Entry        flow.Entry
}

// Signed returns the four Signatures; one not given has no Name.
func (b Book) Signed(ctx context.Context, q db.Q, c *flow.Case) ([]Signature, error) {
	entries, err := b.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	out := make([]Signature, len(Signatures))
	for i, name := range Signatures {
		m, _ := c.Track.Move(name)
		out[i] = Signature{Move: name, Label: m.Label}
		for _, e := range entries {
			if e.Move != name {
				continue
			}
			given, err := b.Flow.Given(ctx, q, c.ID, e.Seq)
			if err != nil {
				return nil, err
			}
			out[i].Name, out[i].Person, out[i].Digest, out[i].Entry = given["as"], e.Person, given["digest"], e
		}
	}
	return out, nil
}
