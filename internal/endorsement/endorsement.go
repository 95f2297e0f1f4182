// Package endorsement keeps the links by which an employer gives its opinion of
// an application (单位意见, 附件2) without an account. It promises that a case has
// one link that is good at a time, that the database holds no secret by which
// one could be made, and that a link that has done its work does none again.
package endorsement

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"qinglan/internal/fault"
)

// State is where an application waits for its employer.
const State = "at-employer"

// ErrStale is for whoever acts on what has changed meanwhile.
var ErrStale = fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")

// token makes the secret of a link from its number and a key that is not in
// the database. It is written in letters mostly: a run of eleven digits in an
// address would look like a telephone number.
func (s Store) token(id string) string {
	sum := sha256.Sum256([]byte(s.keys.Blind("endorse", id)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20]))
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
