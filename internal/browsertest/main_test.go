//go:build !race

package browsertest

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
)

// ends is what the tests share and must be closed after the last of them.
var ends struct {
	sync.Mutex
	all []func() error
}

func atEnd(f func() error) {
	ends.Lock()
	defer ends.Unlock()
	ends.all = append(ends.all, f)
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range slices.Backward(ends.all) {
		if err := end(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
