package pdf

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cell is the width of a character in these tests: Chinese 2, others 1.
func cells(r rune) float64 {
	if r < 0x2E80 {
		return 1
	}
	return 2
}

func TestBreakLines(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  string
		limit float64
		want  []string
	}{
		{"fits", "跨境电商", 8, []string{"跨境电商"}},
		{"empty", "", 8, []string{""}},
		{"no line starts with a stop", "跨境电商，人才", 8, []string{"跨境电", "商，人才"}},
		{"no line ends with a bracket", "跨境电（一）", 8, []string{"跨境电", "（一）"}},
		{"numbers stay whole", "增长1,280.5万元", 8, []string{"增长", "1,280.5", "万元"}},
		{"percent stays with its number", "增长了35.6%以上", 10, []string{"增长了", "35.6%以上"}},
		{"words stay whole", "the Amazon shop", 8, []string{"the ", "Amazon ", "shop"}},
		{"spaces hang over", "ab cd  ef", 5, []string{"ab cd  ", "ef"}},
		{"what is longer than a line is cut", "abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"an address is cut at a joint", "wangqing@example.org", 12, []string{"wangqing@", "example.org"}},
		{"dashes stay together", "人才培育——行动", 9, []string{"人才培", "育——行动"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, breakLines(c.text, c.limit, 0, cells)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// For any text the lines together are the text, none is too long, and each
// begins and ends as it should wherever a lawful break was possible.
func TestBreakLinesKeepsAll(t *testing.T) {
	const seed = 72
	rnd := rand.New(rand.NewPCG(seed, seed))
	letters := []rune("跨境电商人才培育行动𠮷䶮、。，；：？！）》」”%（《「“·—…abcXYZ0123456789.-  ")
	for round := range 100_000 {
		text := make([]rune, rnd.IntN(60))
		for i := range text {
			text[i] = letters[rnd.IntN(len(letters))]
		}
		limit := 8 + float64(rnd.IntN(40))
		lines := breakLines(string(text), limit, 0, cells)
		if got := strings.Join(lines, ""); got != string(text) {
			t.Fatalf("round %d: %q became %q", round, string(text), got)
		}
		for i, l := range lines {
			if w := span1(l); w > limit {
				t.Fatalf("round %d: line %q is %v wide; limit %v", round, l, w, limit)
			}
			if i > 0 {
				check(t, lines[i-1], l, limit)
			}
		}
	}
}

// check fails if a and b were parted where they may not, unless the piece that
// holds the break is longer than a line.
func check(t *testing.T, a, b string, limit float64) {
	t.Helper()
	if a == "" || b == "" {
		t.Fatalf("empty line beside %q%q", a, b)
	}
	ra, rb := []rune(a), []rune(b)
	last, first := ra[len(ra)-1], rb[0]
	digits := strings.ContainsRune("0123456789", last) && strings.ContainsRune("0123456789", first)
	if !digits && !strings.ContainsRune("、。，；：？！）》」”%", first) && !strings.ContainsRune("（《「“", last) {
		return
	}
	at := 0
	for _, p := range spans([]rune(a+b), cells) {
		if at < len(ra) && at+len(p.runes) > len(ra) && p.ink > limit {
			return
		}
		at += len(p.runes)
	}
	t.Fatalf("%q / %q is broken where it may not be", a, b)
}

// span1 is the width of a line without the spaces that hang over.
func span1(l string) float64 {
	w := 0.0
	for _, r := range strings.TrimRight(l, " ") {
		w += cells(r)
	}
	return w
}

func FuzzBreakLines(f *testing.F) {
	f.Add("跨境电商（一）", uint8(8))
	f.Fuzz(func(t *testing.T, text string, limit uint8) {
		text = strings.ToValidUTF8(text, "")
		if got := strings.Join(breakLines(text, float64(limit), 0, cells), ""); got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}
