// Package fault tells what people did or met from what the program did wrong.
//
// A fault is expected: it has a kind, which decides how the page answers, and
// a sentence for whoever reads it. Every other error is the program's own, is
// logged, and is never shown.
package fault

import (
	"errors"
	"fmt"

	"qinglan/internal/lang"
)

// A Kind is a kind of expected failure. The zero Kind is not ours.
type Kind int

const (
	Missing   Kind = iota + 1 // there is none, or who asks may not know of it
	Denied                    // they see it but may not do this
	Invalid                   // what was sent is not right
	Stale                     // it has changed since it was read
	Closed                    // the time or the chance for it is over
	SignedOut                 // sign in first
)

var kinds = [...]string{"unexpected", "missing", "denied", "invalid", "stale", "closed", "signed-out"}

func (k Kind) String() string {
	if k < 0 || int(k) >= len(kinds) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kinds[k]
}

// An Error is an expected failure with a sentence for people.
type Error struct {
	Kind   Kind
	Format string // Chinese, the key of its English
	Args   []any
	Err    error // the cause, for the log alone; may be nil
}

// New returns a fault that says zh, with args put in its places.
func New(kind Kind, zh string, args ...any) error {
	return &Error{Kind: kind, Format: zh, Args: args}
}

// Wrap returns a fault that says zh and keeps err as its cause for the log.
func Wrap(kind Kind, err error, zh string, args ...any) error {
	return &Error{Kind: kind, Format: zh, Args: args, Err: err}
}

// Error is for the log and for tests: the kind, the Chinese sentence, the cause.
func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Text(lang.Chinese)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Text returns the sentence in the language l.
func (e *Error) Text(l lang.Lang) string { return lang.In(l, e.Format, e.Args...) }

// Of returns the kind of err, zero if err is not an expected failure.
func Of(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// Text returns what to tell people about err in the language l. An error that
// is not ours is never shown.
func Text(l lang.Lang, err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Text(l)
	}
	return lang.In(l, "这一步没有办成，已记录。请稍后再试，或联系您的主管部门。")
}
