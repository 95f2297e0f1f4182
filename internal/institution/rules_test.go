package institution

import (
	"strings"
	"testing"

	"qinglan/internal/edition/teacher2017"
)

// Six decimals of 万元 are whole 分: nothing is rounded.
func TestCents(t *testing.T) {
	for wan, want := range map[string]int64{
		"0": 0, "0.000001": 1, "123.4506": 123450600, "123.450600": 123450600, "999999999999.999999": 999999999999999999, "0.1": 100000,
	} {
		if got, err := cents(wan); got != want || err != nil {
			t.Errorf("cents(%q) = %d, %v; want %d", wan, got, err, want)
		}
	}
	for _, bad := range []string{"", "1.0000001", "-1", "1e3", "x"} {
		if got, err := cents(bad); err == nil {
			t.Errorf("cents(%q) = %d; want an error", bad, got)
		}
	}
}

// The form fits one sheet until item 10 is long; then that has one of its own.
func TestAnnexContinues(t *testing.T) {
	tr, _ := teacher2017.Edition.Track(track)
	short := annex(tr.Forms["dossier"], filled{Answers: map[string]string{"about": "概况。", "income": "123.450600"}})
	long := annex(tr.Forms["dossier"], filled{Answers: map[string]string{"about": strings.Repeat("概况很长。", 200)}})
	if len(long.Blocks) != len(short.Blocks)+3 {
		t.Errorf("%d blocks, then %d; want a continuation sheet", len(short.Blocks), len(long.Blocks))
	}
}
