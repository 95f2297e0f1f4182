//go:build !race

package browsertest

import "testing"

// From the notice to a form that is mended, at a phone and at two desks.
func TestApplication(t *testing.T) {
	s, b := open(t, false), start(t)
	b.tell(t, command{Do: "story", Name: "application", Base: s.base})
}

// A judge declares, marks and locks in a hall whose network goes.
func TestPad(t *testing.T) {
	s, b := open(t, false), start(t)
	b.tell(t, command{Do: "story", Name: "pad", Base: s.base, With: map[string]string{"session": s.hall(t), "judge": judge}})
}

// The tablet of a judge dies in the hall and finds its locks again.
func TestPadKilled(t *testing.T) {
	s, b := open(t, false), start(t)
	b.tell(t, command{Do: "story", Name: "padKilled", Base: s.base, With: map[string]string{"session": s.hall(t), "judge": judge}})
}

// A visitor verifies the code on a certificate.
func TestVerify(t *testing.T) {
	s, b := open(t, true), start(t)
	var code, no, name string
	err := s.DB.QueryRowContext(t.Context(),
		`SELECT code, number, name FROM certificates WHERE state = 'valid' ORDER BY number LIMIT 1`).Scan(&code, &no, &name)
	if err != nil {
		t.Fatalf("the demonstration has no valid certificate: %v", err)
	}
	b.tell(t, command{Do: "story", Name: "verify", Base: s.base, With: map[string]string{"code": code, "no": no, "name": name}})
}
