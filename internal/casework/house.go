package casework

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/identity"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/proxy"
	"qinglan/internal/record"
	"qinglan/internal/vault"
	"qinglan/internal/web"
)

// A House is what every slice is given: the common pages with the flow behind
// them, and the few things that stand beside it.
type House struct {
	*Pages
	Queue    *job.Queue
	Keys     *vault.Keys
	Identity *identity.Store
	Files    *blob.Store
	Outbox   *outbox.Store    // what leaves the house
	Real     func() time.Time // real time: sign-ins, cookies, logs
	Log      *slog.Logger
	Demo     bool   // a demonstration: codes may be shown on the page
	Origin   string // address of the site on papers, as https://example.org; empty: as it was asked
	Secure   bool   // served by TLS, also when a proxy ends it

	// Invite returns the token of a one-time link, /join/{token}, that signs a
	// person in at a post. Package account gives it.
	Invite func(ctx context.Context, tx *db.Tx, person, post string) (token string, err error)

	// Invited says how the sign-in links of a person at a post stand. Package
	// account gives it.
	Invited func(ctx context.Context, q db.Q, person, post string) (org.Slip, error)

	// Confirm passes the sender of r if they have just signed in, or give their
	// password again. Package account gives it.
	Confirm func(r *http.Request, password string) error

	// Applications are drafts that are not a person's own hand's. Package apply
	// gives them.
	Applications proxy.Applications

	// Verify verifies the record and everything that slices keep beside it.
	Verify func(ctx context.Context) (record.Report, error)
}

// A Slice is one part of the programme with its own rules, tables and pages.
type Slice interface {
	// Register gives the guards, effects and tasks that editions call by name,
	// and what the slice adds to the common pages.
	Register()
	Routes(m *web.Mux)
}

// A Tracked slice is about certain tracks. A house whose editions have none of
// them does without it: no guard, no desk, no page.
type Tracked interface{ Tracks() []string }
