package certificate

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestPlainNumber(t *testing.T) {
	const want = "浙跨电师〔2017〕0001号"
	for _, typed := range []string{
		want, "浙跨电师[2017]0001号", "浙跨电师（2017）0001", "浙 跨 电 师 【2017】 0001 号", "〔2017〕0001", "20170001", "浙跨电师〔２０１７〕０００１号",
	} {
		if got := plainNumber(typed); got != want {
			t.Errorf("plainNumber(%q) = %q", typed, got)
		}
	}
	for _, typed := range []string{"", "0001", "浙跨电师〔17〕0001号", "京跨电师〔2017〕0001号", want + want, "浙跨电师〔2017〕0001号'"} {
		if got := plainNumber(typed); got != "" {
			t.Errorf("plainNumber(%q) = %q; want none", typed, got)
		}
	}
}

func TestCode(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		c := newCode()
		if len(c) != codeLength || seen[c] || strings.ContainsAny(c, "01lo") {
			t.Fatalf("code %q", c)
		}
		seen[c] = true
		for _, typed := range []string{c, strings.ToUpper(c), grouped(c), strings.ReplaceAll(grouped(c), "-", "　—"), strings.ReplaceAll(c, "i", "1")} {
			if got := plainCode(typed); got != c {
				t.Errorf("plainCode(%q) = %q; want %q", typed, got, c)
			}
		}
	}
	for _, typed := range []string{"", "x", strings.Repeat("a", 27), strings.Repeat("0", 26), strings.Repeat("é", 13)} {
		if got := plainCode(typed); got != "" {
			t.Errorf("plainCode(%q) = %q; want none", typed, got)
		}
	}
}

func TestLimit(t *testing.T) {
	now := time.Unix(0, 0)
	l := &limit{now: func() time.Time { return now }, each: 2, all: 3}
	for i, step := range []struct {
		who  string
		want bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"c", false}} {
		if got := l.allow(step.who); got != step.want {
			t.Errorf("step %d: %v; want %v", i, got, step.want)
		}
	}
	now = now.Add(window)
	if !l.allow("a") {
		t.Error("a new window does not start anew")
	}
}

func TestAsker(t *testing.T) {
	for _, c := range []struct{ remote, via, want string }{
		{"192.0.2.1:1", "", "192.0.2.1"},
		{"192.0.2.1:1", "198.51.100.7", "192.0.2.1"}, // only a proxy here is believed
		{"127.0.0.1:1", "198.51.100.6, 198.51.100.7", "198.51.100.7"},
		{"[2001:db8::1:2:3:4]:1", "", "2001:db8::/64"},
		{"[::ffff:192.0.2.1]:1", "", "192.0.2.1"},
	} {
		r := httptest.NewRequest("GET", "/verify", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.via)
		if got := asker(r); got != c.want {
			t.Errorf("%s via %s: %q; want %q", c.remote, c.via, got, c.want)
		}
	}
}
