package score_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/score"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want score.Score
		out  string
	}{
		{"86.5", 8650, "86.50"},
		{"86.50", 8650, "86.50"},
		{"86", 8600, "86.00"},
		{" 86.05 ", 8605, "86.05"},
		{"0", 0, "0.00"},
		{"0.01", 1, "0.01"},
		{"100", 10000, "100.00"},
		{"007", 700, "7.00"},
	} {
		got, err := score.Parse(c.in)
		if err != nil || got != c.want || got.String() != c.out {
			t.Errorf("Parse(%q) = %v (%d), %v; want %s", c.in, got, int64(got), err, c.out)
		}
	}
	for _, bad := range []string{"", ".", ".5", "86.", "86.555", "-1", "+1", "1e2", "8 6", "八十", "86,5", "1234567", "86.5.0", "0x10", "1_0"} {
		if got, err := score.Parse(bad); err != score.ErrFormat {
			t.Errorf("Parse(%q) = %v, %v; want ErrFormat", bad, got, err)
		}
	}
}

// Every mark is read back as it is written.
func TestWriteAndRead(t *testing.T) {
	for s := score.Score(0); s <= 20000; s++ {
		if got, err := score.Parse(s.String()); err != nil || got != s {
			t.Fatalf("Parse(%v) = %v, %v", s, got, err)
		}
	}
	if got := score.Score(-105).String(); got != "-1.05" { // a difference of marks
		t.Errorf("String of -105 = %s; want -1.05", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"86.5", "100", "0.01", "９９", "--1", "1.."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := score.Parse(s)
		if err != nil {
			return
		}
		if again, err := score.Parse(got.String()); err != nil || again != got || got < 0 {
			t.Errorf("Parse(%q) = %v, read back as %v, %v", s, got, again, err)
		}
	})
}

func TestOnStep(t *testing.T) {
	for _, c := range []struct {
		s, step score.Score
		want    bool
	}{
		{8650, 50, true}, {8625, 50, false}, {8625, 1, true}, {8650, 100, false}, {8600, 100, true}, {0, 50, true},
	} {
		if got := c.s.OnStep(c.step); got != c.want {
			t.Errorf("%v on steps of %v: %v; want %v", c.s, c.step, got, c.want)
		}
	}
}

func TestTrimmedMean(t *testing.T) {
	for _, c := range []struct {
		name    string
		totals  []score.Score
		minTrim int
		mean    score.Score
		dropped []int
		sum     score.Score
	}{
		{"the example of the guide", []score.Score{9200, 8750, 8750, 8500, 7600}, 5, 8667, []int{0, 4}, 26000},
		{"in another order", []score.Score{7600, 8750, 9200, 8500, 8750}, 5, 8667, []int{2, 0}, 26000},
		{"four are too few to trim", []score.Score{9200, 8750, 8500, 7600}, 5, 8513, nil, 34050},
		{"from three on", []score.Score{9000, 8000, 8501}, 3, 8501, []int{0, 1}, 8501},
		{"two are never trimmed", []score.Score{9000, 8001}, 2, 8501, nil, 17001},
		{"trimming is off", []score.Score{9200, 8750, 8750, 8500, 7600}, 0, 8560, nil, 42800},
		{"only one of equal extremes", []score.Score{9000, 9000, 8000, 7000, 7000}, 5, 8000, []int{0, 4}, 24000},
		{"all are equal", []score.Score{8000, 8000, 8000, 8000, 8000}, 5, 8000, []int{0, 4}, 24000},
		{"half a hundredth goes up", []score.Score{8001, 8002}, 5, 8002, nil, 16003},
		{"a third goes down", []score.Score{8000, 8000, 8001}, 5, 8000, nil, 24001},
		{"one", []score.Score{8550}, 5, 8550, nil, 8550},
		{"none", nil, 5, 0, nil, 0},
	} {
		mean, dropped, sum := score.TrimmedMean(c.totals, c.minTrim)
		if mean != c.mean || sum != c.sum || !cmp.Equal(dropped, c.dropped) {
			t.Errorf("%s: %v, dropped %v, sum %v; want %v, %v, %v", c.name, mean, dropped, sum, c.mean, c.dropped, c.sum)
		}
	}
}

// Against the plain definition: sort, cut both ends, divide as fractions.
func TestTrimmedMeanByDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		totals := make([]score.Score, 1+r.IntN(9))
		for i := range totals {
			totals[i] = score.Score(r.IntN(12)*50 + 8000) // many are equal
		}
		given := slices.Clone(totals)
		mean, dropped, sum := score.TrimmedMean(totals, 5)
		if !slices.Equal(totals, given) {
			t.Fatalf("%v was changed to %v", given, totals)
		}

		kept := slices.Sorted(slices.Values(totals))
		if len(kept) >= 5 {
			if totals[dropped[0]] != kept[len(kept)-1] || totals[dropped[1]] != kept[0] || dropped[0] == dropped[1] {
				t.Fatalf("%v: dropped %v", totals, dropped)
			}
			kept = kept[1 : len(kept)-1]
		}
		var s score.Score
		for _, v := range kept {
			s += v
		}
		if s != sum || mean != round(int64(s), int64(len(kept))) {
			t.Fatalf("%v: mean %v, sum %v", totals, mean, sum)
		}

		r.Shuffle(len(totals), func(i, j int) { totals[i], totals[j] = totals[j], totals[i] })
		if again, _, _ := score.TrimmedMean(totals, 5); again != mean {
			t.Fatalf("%v: mean %v depends on the order", totals, again)
		}
	}
}

// round is ⌊s/m + 1/2⌋ in fractions.
func round(s, m int64) score.Score {
	f := new(big.Rat).Add(big.NewRat(s, m), big.NewRat(1, 2))
	return score.Score(new(big.Int).Div(f.Num(), f.Denom()).Int64())
}

func TestWeighted(t *testing.T) {
	for _, c := range []struct {
		name    string
		marks   []score.Score
		weights []int
		want    score.Score
	}{
		{"the example of the guide", []score.Score{7200, 6850, 7500}, []int{30, 40, 30}, 7150},
		{"other weights", []score.Score{6000, 8001}, []int{20, 80}, 7601},
		{"half goes up", []score.Score{6001, 6000}, []int{50, 50}, 6001},
		{"just below half goes down", []score.Score{6001, 6000}, []int{49, 51}, 6000},
		{"a part without weight", []score.Score{100, 9000}, []int{0, 100}, 9000},
		{"weights of 3", []score.Score{6000, 6000, 6001}, []int{1, 1, 1}, 6000},
	} {
		if got := score.Weighted(c.marks, c.weights); got != c.want {
			t.Errorf("%s: %v; want %v", c.name, got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a mark without weight was accepted")
		}
	}()
	score.Weighted([]score.Score{1, 2}, []int{100})
}

// A weighted total lies between its parts and agrees with fractions.
func TestWeightedByDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		marks := []score.Score{score.Score(r.IntN(10001)), score.Score(r.IntN(10001)), score.Score(r.IntN(10001))}
		a := r.IntN(101)
		b := r.IntN(101 - a)
		weights := []int{a, b, 100 - a - b}
		got := score.Weighted(marks, weights)
		if got < slices.Min(marks) || got > slices.Max(marks) {
			t.Fatalf("%v with %v = %v", marks, weights, got)
		}
		sum := int64(0)
		for i := range marks {
			sum += int64(marks[i]) * int64(weights[i])
		}
		if want := round(sum, 100); got != want {
			t.Fatalf("%v with %v = %v; want %v", marks, weights, got, want)
		}
	}
}

// Two panels, means 82.00 of 20 persons and 86.00 of 30: the choice of the
// common mean decides.
func TestCorrect(t *testing.T) {
	panel := score.Mean{Sum: 8200 * 20, N: 20}
	persons := score.Mean{Sum: 8200*20 + 8600*30, N: 50}
	panels := score.Mean{Sum: 8200 + 8600, N: 2}
	if got := score.Correct(8000, persons, panel); got != 8234 {
		t.Errorf("over persons: %v; want 82.34", got)
	}
	if got := score.Correct(8000, panels, panel); got != 8195 {
		t.Errorf("over panels: %v; want 81.95", got)
	}
	if got := score.Correct(7777, panel, panel); got != 7777 {
		t.Errorf("one panel corrects itself: %v; want 77.77", got)
	}
}

func TestRank(t *testing.T) {
	for _, c := range []struct {
		finals []score.Score
		want   []int
	}{
		{[]score.Score{9000, 8500, 8500, 8000}, []int{1, 2, 2, 4}},
		{[]score.Score{8000, 9000, 8500, 8500}, []int{4, 1, 2, 2}},
		{[]score.Score{8000, 8000, 8000}, []int{1, 1, 1}},
		{[]score.Score{1}, []int{1}},
		{[]score.Score{}, []int{}},
	} {
		if got := score.Rank(c.finals); !cmp.Equal(got, c.want) {
			t.Errorf("Rank(%v) = %v; want %v", c.finals, got, c.want)
		}
	}
}

func TestSentence(t *testing.T) {
	got := score.Sentence([]score.Score{8750, 9200, 8500, 7600, 8750}, 5)
	want := score.Reveal{Trimmed: true, High: 9200, Low: 7600, Kept: 3, Sum: 26000, Mean: 8667}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("trimmed (-want +got):\n%s", diff)
	}
	got = score.Sentence([]score.Score{8000, 9000}, 5)
	want = score.Reveal{Kept: 2, Sum: 17000, Mean: 8500}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not trimmed (-want +got):\n%s", diff)
	}
}
