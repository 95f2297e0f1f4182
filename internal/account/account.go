// Package account signs people in: sessions, one-time codes for applicants,
// names and passwords for officers, links that invite them. It promises that
// one function makes every session and always a new one, that the database
// holds no token, code, password or number in clear, that whoever guesses
// learns nothing of who has an account and is slowed down but locks nobody
// out, and that sign-ins, sign-outs and failures stand in the audit.
package account

import (
	"context"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/db"
)

// Periods of real time. Where a standard asks for one (GB/T 22239, 8.1.4.1:
// idle 30 minutes for staff) it is the figure of that row.
const (
	staffIdle     = 30 * time.Minute
	staffLongest  = 12 * time.Hour
	personIdle    = 12 * time.Hour
	personLongest = 7 * 24 * time.Hour
	touchEvery    = time.Minute // how exactly last-seen is known

	freshFor  = 15 * time.Minute // how long a sign-in counts as just made
	linkLasts = 7 * 24 * time.Hour
	codeLasts = 10 * time.Minute
	codeTries = 5
)

// Acts in the audit.
const (
	actIn       = "sign-in"
	actOut      = "sign-out"
	actEnd      = "end-session" // another session of one's own
	actFailed   = "sign-in-failed"
	actLink     = "make-link"
	actPassword = "set-password"
	actRegister = "register-mobile"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	hashing chan struct{} // how many passwords are hashed at a time
}

// New returns the slice.
func New(h *casework.House) *Slice {
	s := &Slice{House: h, hashing: make(chan struct{}, hashers)}
	h.Invited = s.invited
	h.Invite = func(ctx context.Context, tx *db.Tx, person, post string) (string, error) {
		return s.renewIn(ctx, tx, person, post)
	}
	h.Confirm = s.confirm
	return s
}

// Register gives what editions call by name.
func (s *Slice) Register() {}
