package account

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"qinglan/internal/fault"
)

func TestCheckPassword(t *testing.T) {
	for _, c := range []struct {
		password, name string
		ok             bool
	}{
		{"Lishui-Rain-82", "wang01", true},
		{"青山绿水Ab9长亭外古道", "wang01", true},
		{"short-A1", "wang01", false},
		{"onlysmallletters", "wang01", false},
		{"smalland12345", "wang01", false},
		{"Password123!", "wang01", false},
		{"P@ssw0rd2017", "wang01", false},
		{"Zhejiang@2017", "wang01", false},
		{"Qinglan-2026", "wang01", false},
		{"Qwerty123456", "wang01", false},
		{"xxWANG01--77Q", "wang01", false}, // holds the account name
		{"Abc1234567890", "wang01", false},
		{"Good\xffBytes-123", "wang01", false},
		{strings.Repeat("aB3-", 100), "wang01", false},
	} {
		err := checkPassword(c.password, c.name)
		if (err == nil) != c.ok {
			t.Errorf("%q: %v; want ok %v", c.password, err, c.ok)
		}
		if err != nil && fault.Of(err) != fault.Invalid {
			t.Errorf("%q: %v; want an Invalid fault", c.password, err)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"wang01": true, "yiwu": true, "abc": false, "1wang": false, "wang 01": false, "王青青青": false,
		"m19900000001": false, "a" + strings.Repeat("b", 32): false, "a1.b2": false,
	} {
		if err := checkName(cleanName(name)); (err == nil) != ok {
			t.Errorf("%q: %v; want ok %v", name, err, ok)
		}
	}
}

func TestHash(t *testing.T) {
	s := &Slice{hashing: make(chan struct{}, hashers)}
	a, err := s.hash(t.Context(), "Lishui-Rain-82")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := s.hash(t.Context(), "Lishui-Rain-82")
	if a == b || strings.Contains(a, "Lishui") || !strings.HasPrefix(a, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hashes %q and %q", a, b)
	}
	for password, want := range map[string]bool{"Lishui-Rain-82": true, "lishui-Rain-82": false, "": false, strings.Repeat("x", 1000): false} {
		if got, err := s.matches(t.Context(), a, password); got != want || err != nil {
			t.Errorf("%.20q matches: %v, %v; want %v", password, got, err, want)
		}
	}
	if got, err := s.matches(t.Context(), "", ""); got || err != nil {
		t.Errorf("no hash matches: %v, %v", got, err)
	}
}

// Each further try waits longer, never longer than the longest, and in the end
// all is forgotten: nobody is locked out.
func TestLimit(t *testing.T) {
	now := time.Unix(1e9, 0)
	l := limit{free: 3, wait: 10 * time.Second, longest: time.Minute, forget: time.Hour}
	for n, want := range []time.Duration{0, 0, 0, 10 * time.Second, 20 * time.Second, 40 * time.Second, time.Minute, time.Minute} {
		at := l.ready(attempt{N: int64(n), Since: now, Last: now})
		if want == 0 && !at.IsZero() || want > 0 && at.Sub(now) != want {
			t.Errorf("after %d tries wait until %v; want %v", n, at.Sub(now), want)
		}
	}
	if got := l.ready(attempt{N: 1 << 40, Last: now}); got.Sub(now) != time.Minute {
		t.Errorf("after very many tries wait %v", got.Sub(now))
	}
	if l.forgotten(attempt{Last: now}, now.Add(time.Hour-1)) || !l.forgotten(attempt{Last: now}, now.Add(time.Hour)) {
		t.Error("forgotten too early or too late")
	}
}

func TestOver(t *testing.T) {
	now := time.Unix(1e9, 0)
	s := session{Seen: now, Idle: staffIdle, Ends: now.Add(staffLongest)}
	for after, want := range map[time.Duration]bool{0: false, staffIdle - 1: false, staffIdle: true, staffLongest: true} {
		if got := s.over(now.Add(after)); got != want {
			t.Errorf("over after %v: %v", after, got)
		}
	}
	s.Seen = now.Add(staffLongest - time.Second) // busy, but long enough
	if !s.over(now.Add(staffLongest)) {
		t.Error("a busy session never ends")
	}
}

func TestNetwork(t *testing.T) {
	for _, c := range []struct{ remote, via, want string }{
		{"192.0.2.7:1234", "", "192.0.2.7"},
		{"192.0.2.7:1234", "198.51.100.1", "192.0.2.7"}, // who says so is no proxy of ours
		{"127.0.0.1:1234", "198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:1234", "203.0.113.9, 198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:1234", "<script>", "127.0.0.1"},
		{"[2001:db8:1:2:3:4:5:6]:80", "", "2001:db8:1:2::/64"},
		{"[2001:db8:1:2:ffff::1]:80", "", "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.7]:80", "", "192.0.2.7"},
		{"", "", "unknown"},
	} {
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{"X-Forwarded-For": {c.via}}}
		if got := network(r); got != c.want {
			t.Errorf("%s via %q: %s; want %s", c.remote, c.via, got, c.want)
		}
	}
}

func TestNext(t *testing.T) {
	for typed, want := range map[string]string{
		"/cases/1?x=2": "/cases/1?x=2", "": "", "/": "", "//evil.example": "", "https://evil.example/": "",
		"/\\evil.example": "", "javascript:alert(1)": "", "mine": "",
	} {
		if got := next(typed); got != want {
			t.Errorf("next(%q) = %q; want %q", typed, got, want)
		}
	}
}

func TestDigitsOf(t *testing.T) {
	for typed, want := range map[string]string{"123456": "123456", " 123 456 ": "123456", "１２３４５６": "123456", "abc": ""} {
		if got := digitsOf(typed); got != want {
			t.Errorf("digitsOf(%q) = %q", typed, got)
		}
	}
}
