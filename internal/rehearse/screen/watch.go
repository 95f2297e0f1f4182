package screen

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

// secrets returns what only some may read: identity numbers, mobile numbers,
// and the marks we put into remarks and objections. A number stands by itself:
// a printed digest may hold eleven digits in a row. It looks at every byte the
// server sends, hence by hand: a regular expression took half of a rehearsal.
func secrets(body []byte) (found []string) {
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case digit(c):
			end := i + 1
			for end < len(body) && word(body[end]) {
				end++
			}
			if n := body[i:end]; secretNumber(n) {
				found = append(found, string(n))
			}
			i = end
		case word(c):
			for i+1 < len(body) && word(body[i+1]) {
				i++
			}
		case c == secretMark[0] && bytes.HasPrefix(body[i:], secretMark):
			end := i + len(secretMark)
			for end < len(body) && (body[end] == '-' || word(body[end])) {
				end++
			}
			found = append(found, string(body[i:end]))
			i = end - 1
		}
	}
	return found
}

var secretMark = []byte("秘-")

func digit(c byte) bool { return '0' <= c && c <= '9' }

func word(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || digit(c) || c == '_' }

// secretNumber reports whether n has the form of a mobile number or of an
// identity number (GB 11643: 17 digits and a digit or X).
func secretNumber(n []byte) bool {
	for i, c := range n {
		if !digit(c) && !(i == 17 && c == 'X') {
			return false
		}
	}
	return len(n) == 11 && n[0] == '1' && n[1] >= '3' || len(n) == 18 && n[0] != '0'
}

// A Watch looks at every answer the server gives, as the role it was given to.
type Watch struct {
	mu       sync.Mutex
	Answers  int // looked at
	bytes    int64
	Findings map[string]int // who read what where, and how often
}

// NewWatch returns a watch that has seen nothing.
func NewWatch() *Watch { return &Watch{Findings: map[string]int{}} }

// See notes what who was shown at path and may not read.
func (w *Watch) See(who, path string, body []byte) {
	role, _, _ := strings.Cut(who, " ")
	var bad []string
	if !strings.HasSuffix(path, ".pdf") && !strings.HasPrefix(path, "/files/") {
		for _, s := range secrets(body) {
			if !mayRead(role, who, s) {
				bad = append(bad, s)
			}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Answers++
	w.bytes += int64(len(body))
	for _, s := range bad {
		w.Findings[fmt.Sprintf("%s at %s read %s", who, path, s)]++
	}
}

// mayRead says whether a role may be shown a secret: nobody an identity
// number; a mobile number the person and the offices that check the form; a
// remark the judge who wrote it and, counted, the secretary; an objector the
// handling province.
func mayRead(role, who, s string) bool {
	kind, _, marked := strings.Cut(strings.TrimPrefix(s, "秘-"), "-")
	switch {
	case !strings.HasPrefix(s, "秘-") && len(s) == 18:
		return false
	case !strings.HasPrefix(s, "秘-"):
		switch role {
		case "applicant", "employer":
			return true
		case "county", "city", "province", "auditor":
			return true
		}
		return false
	case marked && kind == "remark":
		return role == "judge" && strings.HasSuffix(s, "-"+strings.TrimPrefix(who, "judge ")) || role == "auditor"
	case marked && kind == "objector":
		return role == "province" || role == "supervisor"
	}
	return true
}
