package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A session is one device on which somebody is signed in.
type session struct {
	ID          string
	Person      string
	Post        string
	Device      string
	Began, Seen time.Time
	Idle        time.Duration
	Ends        time.Time
	Proved      time.Time // when they last proved who they are; changing posts is no proof
}

// over reports whether s has ended by now.
func (s session) over(now time.Time) bool {
	return !now.Before(s.Ends) || !now.Before(s.Seen.Add(s.Idle))
}

// newToken returns 32 random bytes as text.
func newToken() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// digest is what the database holds of a token.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// actor returns who a person is at a post, or as applicant without one.
func (s *Slice) actor(ctx context.Context, q db.Q, person, post string) (org.Actor, error) {
	if post == "" {
		name, err := s.Flow.Orgs().Name(ctx, q, person)
		if err == nil && name == "" {
			err = fault.New(fault.Missing, "没有找到这个账号。")
		}
		return org.Actor{Person: person, Name: name, Role: programme.Applicant}, err
	}
	p, err := s.Flow.Orgs().Post(ctx, q, post)
	if err != nil {
		return org.Actor{}, err
	}
	if p.Person != person {
		return org.Actor{}, fault.New(fault.Missing, "没有找到这个岗位。")
	}
	return org.Holding(p), nil
}

// bySwitch is how a session begins that goes on at another post.
const bySwitch = "switch"

// mint is the one place where a session begins. It ends the session of the
// cookie that came with the request, so that nobody can be made to use a
// session that another person knows. How says by what: code, password, link.
func (s *Slice) mint(ctx context.Context, tx *db.Tx, old, person, post, device, how string) (token string, err error) {
	a, err := s.actor(ctx, tx, person, post)
	if err != nil {
		return "", err
	}
	now := s.Real()
	if err := s.sweep(ctx, tx, now); err != nil {
		return "", err
	}
	proved := now
	if how == bySwitch {
		was, err := s.byToken(ctx, tx, old)
		if err != nil {
			return "", err
		}
		proved = was.Proved
	}
	if old != "" {
		if err := s.endByToken(ctx, tx, old); err != nil {
			return "", err
		}
	}
	n := session{
		ID: db.NewID(), Person: person, Post: post, Device: device, Began: now, Seen: now,
		Idle: staffIdle, Ends: now.Add(staffLongest), Proved: proved,
	}
	if post == "" {
		n.Idle, n.Ends = personIdle, now.Add(personLongest)
	}
	token = newToken()
	if err := s.addSession(ctx, tx, n, token); err != nil {
		return "", err
	}
	return token, s.Flow.Log(ctx, tx, a, actIn, n.ID, form.Answers{"by": how})
}

// identify returns who the holder of a token is now; a stranger is the zero
// Actor. The time of the last request is kept to the minute.
func (s *Slice) identify(ctx context.Context, token string) (org.Actor, session, error) {
	d := s.Flow.DB()
	n, err := s.byToken(ctx, d, token)
	now := s.Real()
	if errors.Is(err, db.ErrNone) || err == nil && n.over(now) {
		return org.Actor{}, session{}, nil
	}
	if err != nil {
		return org.Actor{}, session{}, err
	}
	a, err := s.actor(ctx, d, n.Person, n.Post)
	if err != nil {
		if fault.Of(err) == fault.Missing { // the post has ended
			return org.Actor{}, session{}, nil
		}
		return org.Actor{}, session{}, err
	}
	if now.Sub(n.Seen) >= touchEvery {
		err = d.Tx(ctx, func(tx *db.Tx) error { return s.touch(ctx, tx, n.ID, now) })
	}
	return a, n, err
}

// deviceOf names the device of a browser roughly: enough to tell one's own
// devices apart, too little to follow anybody.
func deviceOf(agent string) string {
	system, browser := "其他设备", "浏览器"
	for _, c := range [][2]string{
		{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"},
	} {
		if strings.Contains(agent, c[0]) {
			system = c[1]
			break
		}
	}
	for _, c := range [][2]string{
		{"MicroMessenger", "微信"}, {"Edg", "Edge"}, {"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	} {
		if strings.Contains(agent, c[0]) {
			browser = c[1]
			break
		}
	}
	return system + " · " + browser
}
