package db

import (
	"strings"
	"testing"
	"time"
)

// A Tx inside a Tx waits for its own connection; it says so instead of hanging.
func TestTxInsideTx(t *testing.T) {
	d, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/test.db")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	d.patience = 20 * time.Millisecond
	err = d.Tx(t.Context(), func(*Tx) error {
		return d.Tx(t.Context(), func(*Tx) error { return nil })
	})
	if err == nil || !strings.Contains(err.Error(), "a Tx inside a Tx") {
		t.Errorf("Tx inside a Tx = %v", err)
	}
}
