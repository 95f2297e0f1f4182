// Package edition lists the editions that this program carries out, oldest
// first.
package edition

import (
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/programme"
)

// All returns every edition, oldest first.
func All() []*programme.Edition { return []*programme.Edition{teacher2017.Edition} }
