package draw_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/draw"
)

// says answers by expert: recusal grounds, and outcomes with their grounds.
func says(recused map[string]string, answers map[string]string) draw.Ask {
	return draw.Ask{
		Recusal: func(e draw.Entry) string { return recused[e.Expert] },
		Answer: func(e draw.Entry) (string, string) {
			if answers[e.Expert] == "" {
				return "", ""
			}
			return answers[e.Expert], "理由"
		},
	}
}

func steps(r draw.Result) []string {
	var out []string
	for _, s := range r.Steps {
		out = append(out, s.Expert+" "+s.Outcome)
	}
	return out
}

func TestWalk(t *testing.T) {
	order := []draw.Entry{
		{"a", "院校", "o1"}, {"b", "平台", "o1"}, {"c", "院校", "o2"}, {"d", "平台", "o3"},
		{"e", "院校", "o4"}, {"f", "培训", "o5"}, {"g", "平台", "o6"}, {"h", "院校", ""}, {"i", "院校", ""},
	}
	seats := []draw.Seat{{"院校", 1}, {"平台", 1}}
	two := []draw.Seat{{"院校", 3}}
	for _, c := range []struct {
		name string
		rule draw.Rule
		ask  draw.Ask
		want []string
		open map[string]int
	}{
		{
			"the first who fit", draw.Rule{Seats: seats}, says(nil, nil),
			[]string{"a taken", "b taken"}, nil,
		},
		{
			"one of an employer", draw.Rule{Seats: seats, PerEmployer: 1}, says(nil, nil),
			[]string{"a taken", "b employer", "c full", "d taken"}, nil,
		},
		{
			"standby: those passed over first, then the next", draw.Rule{Seats: seats, PerEmployer: 1, Standby: 2}, says(nil, nil),
			[]string{"a taken", "b employer", "c full", "d taken", "c standby", "e standby", "g standby"}, nil,
		},
		{
			"recused and refused", draw.Rule{Seats: seats, PerEmployer: 1},
			says(map[string]string{"a": "同一单位"}, map[string]string{"c": draw.Refused, "b": draw.NoAnswer}),
			[]string{"a recused", "b no-answer", "c refused", "d taken", "e taken"}, nil,
		},
		{
			"no standby is recused", draw.Rule{Seats: seats, PerEmployer: 1, Standby: 1},
			says(map[string]string{"c": "同一单位"}, nil),
			[]string{"a taken", "b employer", "c full", "d taken", "c recused", "e standby", "g standby"}, nil,
		},
		{
			"an answer is awaited", draw.Rule{Seats: seats}, says(nil, map[string]string{"b": draw.Pending}),
			[]string{"a taken", "b pending"}, map[string]int{"平台": 1},
		},
		{
			"no employer is not one employer", draw.Rule{Seats: two, PerEmployer: 1},
			says(map[string]string{"a": "x", "c": "x"}, nil),
			[]string{"a recused", "b full", "c recused", "d full", "e taken", "f full", "g full", "h taken", "i taken"}, nil,
		},
		{
			"the pool is too small", draw.Rule{Seats: []draw.Seat{{"培训", 2}}}, says(nil, nil),
			[]string{"a full", "b full", "c full", "d full", "e full", "f taken", "g full", "h full", "i full"}, map[string]int{"培训": 1},
		},
		{"no seats", draw.Rule{}, says(nil, nil), nil, nil},
	} {
		r := draw.Walk(order, c.rule, c.ask)
		if diff := cmp.Diff(c.want, steps(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if c.open == nil {
			c.open = map[string]int{}
		}
		if diff := cmp.Diff(c.open, r.Open); diff != "" {
			t.Errorf("%s: open seats (-want +got):\n%s", c.name, diff)
		}
		if awaited := len(r.With(draw.Pending)) > 0; r.Ended == awaited {
			t.Errorf("%s: ended is %v", c.name, r.Ended)
		}
	}
	r := draw.Walk(order, draw.Rule{Seats: seats}, says(map[string]string{"a": "同一单位"}, map[string]string{"b": draw.Refused}))
	if r.Steps[0].Ground != "同一单位" || r.Steps[1].Ground != "理由" {
		t.Errorf("grounds are lost: %+v", r.Steps[:2])
	}
}

const secret1, secret2 = "0123456789abcdef", "fedcba9876543210"

// drawn returns a finished record of 30 experts, some recused, some refusing.
func drawn(t *testing.T) (draw.Record, []byte) {
	t.Helper()
	experts := pool(30)
	file, err := draw.PoolFile(experts)
	if err != nil {
		t.Fatal(err)
	}
	c1, _ := draw.Commit("d1", secret1)
	c2, _ := draw.Commit("d1", secret2)
	rule := draw.Rule{Seats: []draw.Seat{{"院校", 2}, {"平台", 2}, {"企业", 3}}, PerEmployer: 1, Standby: 2}
	r, err := draw.New("d1", experts, rule, [2]string{c1, c2})
	if err != nil {
		t.Fatal(err)
	}
	if r.Secrets != [2]string{} || r.Order != nil {
		t.Fatal("a secret or the order stands in the record before it is opened")
	}
	if err := r.Open(experts, [2]string{secret1, secret2}); err != nil {
		t.Fatal(err)
	}
	recused := map[string]string{r.Order[0]: "同一单位", r.Order[20]: "同一单位"}
	answers := map[string]string{r.Order[1]: draw.Refused, r.Order[2]: draw.NoAnswer}
	r.Walk(experts, says(recused, answers))
	last := r.Panel[len(r.Panel)-1]
	answers[last] = draw.Pending
	if res := r.Walk(experts, says(recused, answers)); res.Ended {
		t.Fatal("the walk did not wait for an answer")
	}
	if err := draw.Verify(r, file); err == nil {
		t.Error("a walk that waits is verified")
	}
	delete(answers, last)
	if res := r.Walk(experts, says(recused, answers)); !res.Ended || len(res.Open) > 0 {
		t.Fatalf("the panel is not complete: %v", res.Open)
	}
	return r, file
}

func TestRecord(t *testing.T) {
	r, file := drawn(t)
	if err := draw.Verify(r, file); err != nil {
		t.Fatal(err)
	}
	if len(r.Panel) != 7 || len(r.Standby) > 6 {
		t.Errorf("panel %v, standby %v", r.Panel, r.Standby)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back draw.Record
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back); diff != "" {
		t.Errorf("the record changed in its file (-want +got):\n%s", diff)
	}
	if err := draw.Verify(back, file); err != nil {
		t.Error(err)
	}
}

// Whatever is changed in a record or its pool is found.
func TestVerifyFinds(t *testing.T) {
	for _, c := range []struct {
		name, what string
		change     func(r *draw.Record, file *[]byte)
	}{
		{"another algorithm", "algorithm", func(r *draw.Record, _ *[]byte) { r.Algorithm = "draw-2" }},
		{"another employer in the pool", "pool", func(_ *draw.Record, f *[]byte) { *f = append(*f, "e99\t院校\to99\n"...) }},
		{"another hash", "pool", func(r *draw.Record, _ *[]byte) { r.PoolHash = draw.H(nil) }},
		{"another size", "pool", func(r *draw.Record, _ *[]byte) { r.PoolSize++ }},
		{"a secret not committed to", "secrets", func(r *draw.Record, _ *[]byte) { r.Secrets[1] = "fedcba987654321x" }},
		{"secrets changed about", "secrets", func(r *draw.Record, _ *[]byte) { slices.Reverse(r.Secrets[:]) }},
		{"no secrets", "secrets", func(r *draw.Record, _ *[]byte) { r.Secrets = [2]string{} }},
		{"one person did both", "commitments", func(r *draw.Record, _ *[]byte) { r.Commitments[1] = r.Commitments[0] }},
		{"another draw's id", "secrets", func(r *draw.Record, _ *[]byte) { r.ID = "d2" }},
		{"two change places in the order", "order", func(r *draw.Record, _ *[]byte) { r.Order[3], r.Order[4] = r.Order[4], r.Order[3] }},
		{"somebody is left out of the order", "order", func(r *draw.Record, _ *[]byte) { r.Order = r.Order[1:] }},
		{"a skip is left out", "steps", func(r *draw.Record, _ *[]byte) { r.Steps = r.Steps[1:] }},
		{"a seat too few", "steps", func(r *draw.Record, _ *[]byte) { r.Rule.Seats[2].Count = 2 }},
		{"a member without a step", "panel", func(r *draw.Record, _ *[]byte) { r.Panel[0] = r.Order[29] }},
		{"a member too many", "panel", func(r *draw.Record, _ *[]byte) { r.Panel = append(r.Panel, r.Order[29]) }},
		{"another standby", "standby", func(r *draw.Record, _ *[]byte) { r.Standby[0] = r.Order[0] }},
	} {
		r, file := drawn(t)
		c.change(&r, &file)
		err := draw.Verify(r, file)
		var m *draw.Mismatch
		if !errors.As(err, &m) || m.What != c.what {
			t.Errorf("%s: %v; want a mismatch of %s", c.name, err, c.what)
		}
	}
	r, file := drawn(t)
	if err := draw.Verify(r, file[1:]); err == nil {
		t.Error("a pool file that is cut is verified")
	}
}

func TestNewRefuses(t *testing.T) {
	c, _ := draw.Commit("d1", secret1)
	if _, err := draw.New("d1", pool(3), draw.Rule{}, [2]string{c, c}); err == nil {
		t.Error("one commitment serves for two persons")
	}
	if _, err := draw.New("d1", append(pool(3), pool(1)...), draw.Rule{}, [2]string{c, "x"}); err == nil {
		t.Error("an expert is in the pool twice")
	}
}

// Whatever the pool and the answers, the rules hold and the record verifies.
func TestWalkHolds(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	for n := range 500 {
		experts := pool(6 + rnd.IntN(30))
		file, _ := draw.PoolFile(experts)
		id := fmt.Sprint("d", n)
		c1, _ := draw.Commit(id, secret1)
		c2, _ := draw.Commit(id, secret2)
		rule := draw.Rule{
			Seats:       []draw.Seat{{"院校", rnd.IntN(4)}, {"平台", rnd.IntN(4)}, {"企业", rnd.IntN(4)}},
			PerEmployer: rnd.IntN(3), Standby: rnd.IntN(3),
		}
		r, err := draw.New(id, experts, rule, [2]string{c1, c2})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Open(experts, [2]string{secret1, secret2}); err != nil {
			t.Fatal(err)
		}
		recused, answers := map[string]string{}, map[string]string{}
		of := map[string]draw.Entry{}
		for _, e := range experts {
			of[e.Expert] = e
			switch rnd.IntN(6) {
			case 0:
				recused[e.Expert] = "同一单位"
			case 1:
				answers[e.Expert] = draw.Refused
			}
		}
		res := r.Walk(experts, says(recused, answers))
		if err := draw.Verify(r, file); err != nil {
			t.Fatalf("draw %d: %v", n, err)
		}
		taken, at := map[string]int{}, map[string]int{}
		for _, id := range r.Panel {
			taken[of[id].Category]++
			at[of[id].Employer]++
			if recused[id] != "" || answers[id] != "" || slices.Contains(r.Standby, id) {
				t.Fatalf("draw %d: %s must not sit", n, id)
			}
			if rule.PerEmployer > 0 && at[of[id].Employer] > rule.PerEmployer {
				t.Fatalf("draw %d: %d colleagues", n, at[of[id].Employer])
			}
		}
		for _, s := range rule.Seats {
			if taken[s.Category]+res.Open[s.Category] != s.Count {
				t.Fatalf("draw %d: %d of %d seats, %d open", n, taken[s.Category], s.Count, res.Open[s.Category])
			}
		}
	}
}
