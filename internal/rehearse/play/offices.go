package play

import "qinglan/internal/rehearse/screen"

// A School is an institution of a rehearsal.
type School struct {
	Name, Region, City string
	Screen             *screen.Browser
	ID                 string // of its case
}

// A Member sits on the committee of a rehearsal.
type Member struct {
	Seat   string // the invitation
	Screen *screen.Browser
}
