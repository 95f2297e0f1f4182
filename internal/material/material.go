// Package material is what happens to a file after it was received, on whichever
// case: it is cleaned by a task (待检 → 可用 or 未通过), shown small or within a page, handed
// out for a reason (查看事由) if it shows an identity, compared with its original
// (原件核验), and may come in parts.
//
// It promises that what is handed out of a photograph says nothing but what is to
// be seen, neither where it was taken nor by whose telephone; that nobody but the
// sender is given a file which has not passed; that the digest of what was received
// stays on the record beside the digest of what is kept, and what was received is
// deleted once it is not what is kept; and that a task which is broken off anywhere
// is repeated to the same end.
package material

import (
	"context"
	"sync"
	"sync/atomic"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/job"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	checking sync.Mutex  // held by the task that checks files
	busy     atomic.Bool // a file has come since the task looked
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{House: h} }

// Register gives the task that checks files.
func (s *Slice) Register() {
	s.Queue.Handle("check-file", s.check)
	s.Received(s.receive)
	s.Beside("/mine", s.failedOfMine)
	s.Section(track, s.section)
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /files/{id}/small.jpg", s.small)
	m.Route("GET /files/{id}/view", s.view)
	m.Route("GET /files/{id}/open", s.askReason)
	m.Route("POST /files/{id}/open", s.openSealed)
	m.Route("GET /cases/{id}/materials.pdf", s.list)
	m.Route("POST /files/{id}/original", s.setOriginal)
	m.Route("POST /cases/{id}/files/{item}/parts", s.beginUpload)
	m.Large("POST /uploads/{id}/parts", mostPart+1, s.takePart)
	m.Route("POST /uploads/{id}/done", s.endUpload)
}

// receive has a file checked that has just been kept.
func (s *Slice) receive(ctx context.Context, tx *db.Tx, f casework.File) error {
	s.busy.Store(true)
	if err := s.mark(ctx, tx, f); err != nil {
		return err
	}
	return s.Queue.Add(ctx, tx, job.Task{Name: "check-file", Key: f.ID})
}
