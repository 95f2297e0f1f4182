package draw_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/draw"
)

// pool returns n experts of three categories, two to an employer.
func pool(n int) []draw.Entry {
	var list []draw.Entry
	for i := range n {
		list = append(list, draw.Entry{
			Expert:   fmt.Sprintf("e%02d", i),
			Category: []string{"院校", "平台", "企业"}[i%3],
			Employer: fmt.Sprintf("o%02d", i/2),
		})
	}
	return list
}

func TestPoolFile(t *testing.T) {
	list := []draw.Entry{{"e10", "院校", "o1"}, {"e1", "平台", ""}, {"E2", "企业", "o2"}}
	got, err := draw.PoolFile(list)
	want := "E2\t企业\to2\ne1\t平台\t\ne10\t院校\to1\n" // sorted by bytes
	if err != nil || string(got) != want {
		t.Fatalf("PoolFile = %q, %v; want %q", got, err, want)
	}
	if list[0].Expert != "e10" {
		t.Error("the caller's pool was sorted")
	}
	back, err := draw.ParsePool(got)
	if diff := cmp.Diff([]draw.Entry{list[2], list[1], list[0]}, back); err != nil || diff != "" {
		t.Errorf("ParsePool: %v (-want +got):\n%s", err, diff)
	}
	for _, bad := range [][]draw.Entry{
		{{"e1", "院校", "o1"}, {"e1", "平台", "o2"}},
		{{"", "院校", "o1"}},
		{{"e1", "", "o1"}},
		{{"e1\t", "院校", "o1"}},
		{{"e1", "院校\n", "o1"}},
		{{"e1", "院校", "o1\r"}},
		{{"e\xff", "院校", "o1"}},
	} {
		if got, err := draw.PoolFile(bad); err == nil {
			t.Errorf("PoolFile(%q) = %q; want an error", bad, got)
		}
	}
	for _, bad := range []string{"e1\t院校\to1", "e2\t院校\to1\ne1\t院校\to1\n", "e1\t院校\to1\r\n", "e1\t院校\n", "\n", "e1\t院校\to1\n\n", "e1\t院校\to1\t\n"} {
		if got, err := draw.ParsePool([]byte(bad)); err == nil {
			t.Errorf("ParsePool(%q) = %v; want an error", bad, got)
		}
	}
}

func FuzzParsePool(f *testing.F) {
	for _, s := range []string{"", "e1\t院校\to1\n", "a\tb\t\nb\tb\t\n", "a\tb\tc\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		pool, err := draw.ParsePool(file)
		if err != nil {
			return
		}
		if again, err := draw.PoolFile(pool); err != nil || string(again) != string(file) {
			t.Errorf("%q is written again as %q, %v", file, again, err)
		}
	})
}

// Figures computed apart, by another language's library: a change of them is
// another algorithm and needs another name.
func TestKnownFigures(t *testing.T) {
	file := []byte("e1\t院校\to1\ne2\t平台\to2\ne3\t企业\to3\n")
	const h = "e8e38c48386df47624445ca822e509842a6a8a6db67bfd2653491bab35b9f9e4"
	if got := draw.H(file); got != h {
		t.Errorf("H = %s; want %s", got, h)
	}
	const c = "e6089dda8bd14ff938f215a9c6d2708f428d876c7ba45a4eb7580bcb2eaa4dc5"
	if got, err := draw.Commit("draw-2017-01", "演示口令甲乙丙丁戊己庚辛壬癸一二"); err != nil || got != c {
		t.Errorf("Commit = %s, %v; want %s", got, err, c)
	}
	seed := draw.SeedOf("draw-2017-01", h, "演示口令甲乙丙丁戊己庚辛壬癸一二", "0123456789abcdef")
	if got := fmt.Sprintf("%x", seed); got != "1f1aa0b6f42bd09eeeaa6e54bf1437cb3249a77c6cee3d2909069d2aed7acabb" {
		t.Errorf("seed = %s", got)
	}
	entries, err := draw.ParsePool(file)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, e := range draw.Order(seed, entries) {
		order = append(order, e.Expert)
	}
	if diff := cmp.Diff(strings.Fields("e1 e3 e2"), order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestCommit(t *testing.T) {
	const secret = "0123456789abcdef"
	a, err := draw.Commit("d1", secret)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := draw.Commit("d2", secret); a == b {
		t.Error("a commitment fits another draw")
	}
	for _, c := range []struct{ id, secret string }{
		{"d1", "0123456789abcde"},
		{"d1", "一二三四五六七八九十一二三四五"}, // 15 characters, 45 bytes
		{"d1", "01234567\n89abcdef"},
		{"d1", "0123456789abcde\xff"},
		{"", secret},
		{"d\n1", secret},
	} {
		if got, err := draw.Commit(c.id, c.secret); err == nil {
			t.Errorf("Commit(%q, %q) = %s; want an error", c.id, c.secret, got)
		}
	}
}

// The order follows from the definition, and not from the order given.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	seed := draw.SeedOf("d", "h", "s1", "s2")
	mac := func(id string) string {
		m := hmac.New(sha256.New, seed[:])
		m.Write([]byte(id))
		return string(m.Sum(nil))
	}
	list := pool(40)
	first := draw.Order(seed, list)
	for i := 1; i < len(first); i++ {
		if mac(first[i-1].Expert) >= mac(first[i].Expert) {
			t.Fatalf("%s stands before %s", first[i-1].Expert, first[i].Expert)
		}
	}
	for range 50 {
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if !slices.Equal(draw.Order(seed, list), first) {
			t.Fatal("the order depends on how the pool was handed over")
		}
	}
}

func TestSeedDependsOnAll(t *testing.T) {
	seen := map[draw.Seed]string{}
	for _, p := range [][4]string{{"d", "h", "1", "2"}, {"e", "h", "1", "2"}, {"d", "i", "1", "2"}, {"d", "h", "3", "2"}, {"d", "h", "1", "3"}, {"d", "h", "2", "1"}} {
		s := draw.SeedOf(p[0], p[1], p[2], p[3])
		if seen[s] != "" {
			t.Errorf("%v has the seed of %s", p, seen[s])
		}
		seen[s] = fmt.Sprint(p)
	}
}

func TestLots(t *testing.T) {
	seed := draw.SeedOf("d", "h", "s1", "s2")
	ids := strings.Fields("a b c d e f g h i j k l")
	a := draw.Lots("group-1", seed, ids)
	if !slices.Equal(slices.Sorted(slices.Values(a)), ids) {
		t.Errorf("Lots = %v; want a permutation", a)
	}
	if b := draw.Lots("group-2", seed, ids); slices.Equal(a, b) {
		t.Error("two groups draw the same lots")
	}
	slices.Reverse(ids)
	if b := draw.Lots("group-1", seed, ids); !slices.Equal(a, b) {
		t.Errorf("Lots = %v; want %v whatever the order given", b, a)
	}
	if got := draw.Lots("group-1", seed, nil); len(got) != 0 {
		t.Errorf("lots of nobody: %v", got)
	}
}

// Over many seeds everyone comes to every place about equally often: chi-square
// with 9 degrees of freedom stays under 33.7 but in one of 10,000 cases.
func TestUniform(t *testing.T) {
	const people, draws = 10, 20000
	list := pool(people)
	var ids []string
	for _, e := range list {
		ids = append(ids, e.Expert)
	}
	experts, lots := [people]map[string]int{}, [people]map[string]int{}
	for i := range people {
		experts[i], lots[i] = map[string]int{}, map[string]int{}
	}
	for n := range draws {
		seed := draw.SeedOf("d", "h", fmt.Sprint(n), "s")
		for i, e := range draw.Order(seed, list) {
			experts[i][e.Expert]++
		}
		for i, id := range draw.Lots("g", seed, ids) {
			lots[i][id]++
		}
	}
	for i := range people {
		for what, seen := range map[string]map[string]int{"experts": experts[i], "lots": lots[i]} {
			chi := 0.0
			for _, id := range ids {
				d := float64(seen[id]) - draws/people
				chi += d * d / (draws / people)
			}
			if chi > 33.7 {
				t.Errorf("%s: place %d is uneven: %.1f, %v", what, i, chi, seen)
			}
		}
	}
}
