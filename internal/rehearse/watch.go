package rehearse

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// secrets finds in one pass what only some may read: identity numbers, mobile
// numbers, and the marks we put into remarks and objections. A number stands by
// itself: a printed digest may hold eleven digits in a row.
var secrets = regexp.MustCompile(`\b(?:[1-9]\d{16}[\dX]|1[3-9]\d{9})\b|秘-[a-z]+-\d+`)

// A watch looks at every answer the server gives, as the role it was given to.
type watch struct {
	mu       sync.Mutex
	answers  int
	bytes    int64
	findings map[string]int
}

func newWatch() *watch { return &watch{findings: map[string]int{}} }

// see notes what who was shown at path and may not read.
func (w *watch) see(who, path string, body []byte) {
	role, _, _ := strings.Cut(who, " ")
	var bad []string
	if !strings.HasSuffix(path, ".pdf") && !strings.HasPrefix(path, "/files/") {
		for _, at := range secrets.FindAllIndex(body, -1) {
			s := string(body[at[0]:at[1]])
			if role != "public" && within(body, at[0], at[1]) {
				continue
			}
			if !mayRead(role, who, s) {
				bad = append(bad, s)
			}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers++
	w.bytes += int64(len(body))
	for _, s := range bad {
		w.findings[fmt.Sprintf("%s at %s read %s", who, path, s)]++
	}
}

// within reports whether what was found is a piece of a longer word, such as
// the hexadecimal digits of a digest. On public pages that is no excuse.
func within(body []byte, from, to int) bool {
	word := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }
	return from > 0 && word(body[from-1]) || to < len(body) && word(body[to])
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
