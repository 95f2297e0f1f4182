package flow

import (
	"slices"
	"strings"
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/record"
)

// A cut tail and a chain rewritten as a whole agree with themselves. A
// checkpoint in the database shows them; when that is rewritten too, only one
// kept outside does.
func TestVerifyCheckpoints(t *testing.T) {
	for _, c := range []struct {
		name  string
		forge func(f *forger)
	}{
		{"a cut tail", func(f *forger) { f.cut(f.c, 2) }},
		{"a chain rewritten as a whole", func(f *forger) {
			f.rewrite(f.c, func(e *Entry) {
				if e.Person == "yiwu" {
					e.Person = "yiwu2"
				}
			})
		}},
		{"a case that never was", func(f *forger) {
			f.sql(`DELETE FROM dues WHERE case_id = $1`, f.c.ID)
			f.sql(`DELETE FROM answers WHERE case_id = $1`, f.c.ID)
			f.sql(`DELETE FROM journal WHERE case_id = $1`, f.c.ID)
			f.sql(`DELETE FROM cases WHERE id = $1`, f.c.ID)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				f := newForger(t, d)
				mark, err := f.s.Checkpoint(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				// Work goes on, and another checkpoint names only what changed.
				f.do(f.other, "yiwu", "forward")
				if second, err := f.s.Checkpoint(t.Context()); err != nil || second.Size != 1 || second.Prev != mark.Digest {
					t.Fatalf("second checkpoint: %+v (%v)", second, err)
				}
				outside, err := record.ParseCheckpoint(mark.File(f.keys.Public()))
				if err != nil {
					t.Fatal(err)
				}
				if r := f.verify(&outside); len(r.Findings) > 0 || r.Checkpoints != 2 {
					t.Fatalf("before: %+v", r)
				}
				f.dropTriggers()
				c.forge(f)
				found := f.verify(nil).Findings
				want := "办理记录与存证点不符：" + f.c.ID
				if len(found) == 0 || !strings.HasPrefix(found[0].What, want) || found[0].Case != "checkpoint "+mark.ID {
					t.Errorf("found %v; want %s", found, want)
				}
				f.resign()
				if r := f.verify(nil); len(r.Findings) > 0 {
					t.Errorf("after the checkpoints were rewritten: %v; want nothing", r.Findings)
				}
				if r := f.verify(&outside); len(r.Findings) == 0 {
					t.Error("a checkpoint kept outside does not find it")
				}
			})
		})
	}
}

// A checkpoint that somebody wrote without the key, cut off or changed.
func TestVerifyForgedCheckpoints(t *testing.T) {
	for _, c := range []struct{ name, sql, what string }{
		{"heads", `UPDATE checkpoints SET heads = '' WHERE id = '000001'`, "存证点内容与其摘要不符"},
		{"signature", `UPDATE checkpoints SET signature = 'AAAA' WHERE id = '000001'`, "存证点签名无效"},
		{"first one deleted", `DELETE FROM checkpoints WHERE id = '000001'`, "存证点不衔接"},
		{"last one deleted", `DELETE FROM checkpoints WHERE id = '000002'`, "外存的存证点不在记录中"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				f := newForger(t, d)
				if _, err := f.s.Checkpoint(t.Context()); err != nil {
					t.Fatal(err)
				}
				last, err := f.s.Checkpoint(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				f.sql(c.sql)
				found := f.verify(&last).Findings
				if !slices.ContainsFunc(found, func(x record.Finding) bool { return strings.HasPrefix(x.What, c.what) }) {
					t.Errorf("found %v; want %s", found, c.what)
				}
			})
		})
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newForger(t, d)
		c, err := f.s.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c.Signature = "AAAA"
		if r := f.verify(&c); len(r.Findings) != 1 || r.Findings[0].What != "外存的存证点签名无效" {
			t.Errorf("a checkpoint file with another signature: %v", r.Findings)
		}
		for _, text := range []string{"", "qinglan checkpoint 1\n", "qinglan checkpoint 2\na\n1\nb\nc\nd\n", "qinglan checkpoint 1\na\nb\nc\nd\ne\n"} {
			if _, err := record.ParseCheckpoint(text); err == nil {
				t.Errorf("%q is read as a checkpoint", text)
			}
		}
	})
}
