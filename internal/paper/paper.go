// Package paper knows which papers were printed of which case with a code on each
// page (回收码), so that a scan of the stamped paper finds its case again. A print
// is a paper of a case in one version: whoever prints it, however often, prints
// the same code. It promises that the code tells nothing about the case and cannot
// be guessed, and that what is not to be stamped, such as a draft, carries none.
package paper

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/doc/qr"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/vault"
)

// A Print is a paper of a case in one version.
type Print struct {
	ID      string // what its code says
	Case    string
	Paper   string // its title, as the archive calls it
	Version string // as the paper itself says
	Person  string // who printed it first
	At      time.Time
}

// A Store keeps the prints; it alone writes them.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// New returns the store over f, with the keys of the installation.
func New(f *flow.Store, keys *vault.Keys) Store { return Store{f, keys} }

// Tag puts the code of a paper of c on each page of d, and keeps what it is of. A
// paper without a version is a draft and stays without.
func (s Store) Tag(ctx context.Context, a org.Actor, c *flow.Case, title, version string, d *doc.Document) error {
	if version == "" {
		return nil
	}
	p := Print{ID: s.name(c.ID, title, version), Case: c.ID, Paper: title, Version: version, Person: a.Person, At: s.flow.Now()}
	if err := s.keep(ctx, p); err != nil {
		return err
	}
	d.Tag = func(page, pages int) string { return qr.Tag{Print: p.ID, Page: page, Pages: pages}.Text() }
	return nil
}

// name makes the name of a print with a key that is not in the database.
func (s Store) name(caseID, title, version string) string {
	sum, err := hex.DecodeString(s.keys.Blind("print", caseID+"\n"+title+"\n"+version))
	if err != nil {
		panic("paper: a blind that is not hex: " + err.Error())
	}
	return qr.PrintName(sum)
}

// Find returns the print that a code names; found is false if there is none.
func (s Store) Find(ctx context.Context, q db.Q, id string) (p Print, found bool, err error) {
	p, err = db.One(ctx, q, scan, `SELECT id, case_id, paper, version, person, at FROM prints WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return p, false, nil
	}
	return p, err == nil, err
}
