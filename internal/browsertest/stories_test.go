//go:build !race

package browsertest

import "testing"

// From the notice to a form that is mended, at a phone and at two desks.
func TestApplication(t *testing.T) {
	t.Parallel()
	needs(t, chromium).tell(t, command{Do: "story", Name: "application", Base: empty(t).base})
}

// A judge declares, marks and locks in a hall whose network goes.
func TestPad(t *testing.T) {
	t.Parallel()
	s := empty(t)
	needs(t, chromium).tell(t, s.pad(t, "pad"))
}

// The tablet of a judge dies in the hall and finds its locks again.
func TestPadKilled(t *testing.T) {
	t.Parallel()
	s := empty(t)
	needs(t, chromium).tell(t, s.pad(t, "padKilled"))
}

func (s *site) pad(t *testing.T, story string) command {
	t.Helper()
	return command{Do: "story", Name: story, Base: s.base, With: map[string]string{"session": s.hall(t), "judge": judge}}
}

// A visitor verifies the code on a certificate.
func TestVerify(t *testing.T) {
	t.Parallel()
	needs(t, chromium).tell(t, demonstration(t).verify(t))
}

func (s *site) verify(t *testing.T) command {
	t.Helper()
	var code, no, name string
	err := s.DB.QueryRowContext(t.Context(),
		`SELECT code, number, name FROM certificates WHERE state = 'valid' ORDER BY number LIMIT 1`).Scan(&code, &no, &name)
	if err != nil {
		t.Fatalf("the demonstration has no valid certificate: %v", err)
	}
	return command{Do: "story", Name: "verify", Base: s.base, With: map[string]string{"code": code, "no": no, "name": name}}
}
