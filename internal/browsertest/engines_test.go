//go:build !race

package browsertest

import (
	"os"
	"os/exec"
	"testing"
)

const miniBrowser = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"

// chief returns the pages that every engine opens: the first of each role, and
// those marked.
func chief() (chosen []page) {
	met := map[string]bool{}
	for _, p := range pages {
		if p.every || !met[p.who] {
			chosen = append(chosen, p)
		}
		met[p.who] = true
	}
	return chosen
}

// look opens the chief pages in an engine, one after the other.
func look(t *testing.T, s *site, b *browser) {
	t.Helper()
	for _, p := range chief() {
		t.Run(p.name(), func(t *testing.T) {
			who, path := s.find(t, p)
			b.tell(t, command{Do: "look", Base: s.base, Who: who, Path: path, Name: p.shot()})
		})
	}
}

// Firefox: the chief pages, and the stories in which most of a browser is used.
func TestFirefox(t *testing.T) {
	t.Parallel()
	s, b := demonstration(t), needs(t, firefox)
	look(t, s, b)
	t.Run("verify", func(t *testing.T) { b.tell(t, s.verify(t)) })
	t.Run("application", func(t *testing.T) {
		b.tell(t, command{Do: "story", Name: "application", Base: empty(t).base})
	})
	t.Run("pad", func(t *testing.T) { s := empty(t); b.tell(t, s.pad(t, "pad")) })
}

// WebKit, where Debian's driver of it is installed: the chief pages, and a
// certificate verified.
func TestWebKit(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"WebKitWebDriver", "Xvfb"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("WebKit is not tried: there is no %s here (apt-get install webkit2gtk-driver xvfb)", program)
		}
	}
	if _, err := os.Stat(miniBrowser); err != nil && os.Getenv("MINIBROWSER") == "" {
		t.Skip("WebKit is not tried: there is no MiniBrowser here")
	}
	s, b := demonstration(t), needs(t, webkit)
	look(t, s, b)
	t.Run("verify", func(t *testing.T) { b.tell(t, s.verify(t)) })
}
