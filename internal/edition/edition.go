// Package edition lists the editions that this program can carry out.
package edition

import (
	"slices"

	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/edition/teacher2018"
	"qinglan/internal/edition/teacher2019"
	"qinglan/internal/edition/village2017"
	"qinglan/internal/programme"
)

// Default is the programme of a house that names none.
const Default = "teacher"

// All returns every edition: programme by programme, those of one oldest first.
func All() []*programme.Edition {
	return []*programme.Edition{
		teacher2017.Edition, teacher2018.Edition, teacher2019.Edition,
		village2017.Edition,
	}
}

// Of returns the editions of the programme of that name, oldest first; none if there is no
// such programme.
func Of(name string) (out []*programme.Edition) {
	for _, e := range All() {
		if e.Programme == name {
			out = append(out, e)
		}
	}
	return out
}

// Programmes returns the names of all programmes.
func Programmes() (out []string) {
	for _, e := range All() {
		if !slices.Contains(out, e.Programme) {
			out = append(out, e.Programme)
		}
	}
	return out
}
