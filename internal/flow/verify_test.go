package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/form"
	"qinglan/internal/record"
)

// A forger has the database and nothing else: they drop the triggers and change
// rows. c has eight rows and stands at-city; other is left as it was.
type forger struct {
	*world
	c, other *Case
}

func newForger(t *testing.T, d *db.DB) *forger {
	w := newWorld(t, d)
	f := &forger{world: w}
	f.fresh()
	w.tx(func(tx *db.Tx) error {
		return w.s.Log(t.Context(), tx, w.actor("yiwu"), "export", "application", form.Answers{"rows": "2"})
	})
	w.sound()
	return f
}

// fresh makes new cases to forge.
func (f *forger) fresh() {
	f.other = f.application("at-county")
	c := f.application("at-county")
	for _, step := range [][2]string{
		{"yiwu", "return-county"}, {"wang", "resubmit-county"}, {"yiwu", "return-county"}, {"wang", "resubmit-county"}, {"yiwu", "forward"},
	} {
		c = f.do(c, step[0], step[1])
	}
	f.c = c
}

func (f *forger) dropTriggers() {
	names := []string{"journal_no_update", "journal_no_delete", "journal_no_replace"}
	on := ""
	if f.d.Engine() == db.Postgres {
		names, on = []string{"journal_no_change", "journal_no_truncate"}, " ON journal"
	}
	for _, name := range names {
		f.sql("DROP TRIGGER " + name + on)
	}
}

// rewrite makes the rows of c from seq on anew, with right hashes and links
// and a case that agrees; change edits each row first.
func (f *forger) rewrite(c *Case, change func(e *Entry)) {
	entries := f.journal(c)
	prev := ""
	for _, e := range entries {
		change(&e)
		e.Prev = prev
		e.Hash = e.Sum()
		prev = e.Hash
		f.sql(`UPDATE journal SET state = $1, prior = $2, person = $3, prev = $4, hash = $5 WHERE case_id = $6 AND seq = $7`,
			e.State, e.Prior, e.Person, e.Prev, e.Hash, e.Case, e.Seq)
	}
	f.sql(`UPDATE cases SET head = $1 WHERE id = $2`, prev, c.ID)
}

// cut takes the last n rows of c away and makes the case agree.
func (f *forger) cut(c *Case, n int) {
	entries := f.journal(c)
	last := entries[len(entries)-1-n]
	f.sql(`DELETE FROM answers WHERE case_id = $1 AND seq > $2`, c.ID, last.Seq)
	f.sql(`DELETE FROM journal WHERE case_id = $1 AND seq > $2`, c.ID, last.Seq)
	var states []string
	for _, e := range entries[:len(entries)-n] {
		states = append(states, e.State)
	}
	f.sql(`UPDATE cases SET state = $1, seq = $2, head = $3, reach = $4 WHERE id = $5`,
		last.State, last.Seq, last.Hash, f.s.reached(c.Edition.Name, c.Track.Name, states), c.ID)
}

// resign rewrites all checkpoints so that they agree with the journal as it is
// now, as somebody could who has the key as well.
func (f *forger) resign() {
	f.sql(`DELETE FROM checkpoints`)
	f.sql(`DELETE FROM checked`)
	f.sql(`DELETE FROM numbers WHERE name = 'checkpoints'`)
	if _, err := f.s.Checkpoint(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *forger) verify(outside *record.Checkpoint) record.Report {
	f.t.Helper()
	r, err := f.s.Verify(f.t.Context(), outside)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// forgeries are what may be done to a record, and where Verify finds what.
var forgeries = []struct {
	name  string
	forge func(f *forger)
	where string // "case" or "other", or an id
	what  string
}{
	{"a changed row", func(f *forger) {
		f.sql(`UPDATE journal SET person = 'li' WHERE case_id = $1 AND seq = 3`, f.c.ID)
	}, "case", "记录内容与其摘要不符"},
	{"a changed row with its own hash", func(f *forger) {
		e := f.journal(f.c)[2]
		e.Person = "li"
		f.sql(`UPDATE journal SET person = 'li', hash = $1 WHERE case_id = $2 AND seq = 3`, e.Sum(), f.c.ID)
	}, "case", "与前一条记录不衔接"},
	{"a changed time", func(f *forger) {
		f.sql(`UPDATE journal SET at = at - 60000 WHERE case_id = $1 AND seq = 2`, f.c.ID)
	}, "case", "记录内容与其摘要不符"},
	{"a deleted row", func(f *forger) {
		f.sql(`DELETE FROM journal WHERE case_id = $1 AND seq = 4`, f.c.ID)
	}, "case", "记录缺失"},
	{"a deleted first row", func(f *forger) {
		f.sql(`DELETE FROM journal WHERE case_id = $1 AND seq = 1`, f.c.ID)
	}, "case", "记录缺失"},
	{"a cut tail", func(f *forger) {
		f.sql(`DELETE FROM journal WHERE case_id = $1 AND seq > 5`, f.c.ID)
	}, "case", "办件现状与办理记录不符"},
	{"reordered rows", func(f *forger) {
		f.sql(`UPDATE journal SET seq = 100 WHERE case_id = $1 AND seq = 4`, f.c.ID)
		f.sql(`UPDATE journal SET seq = 4 WHERE case_id = $1 AND seq = 6`, f.c.ID)
		f.sql(`UPDATE journal SET seq = 6 WHERE case_id = $1 AND seq = 100`, f.c.ID)
	}, "case", "记录内容与其摘要不符"},
	{"a row moved to another case", func(f *forger) {
		f.sql(`DELETE FROM journal WHERE case_id = $1 AND seq = 3`, f.other.ID)
		f.sql(`UPDATE journal SET case_id = $1 WHERE case_id = $2 AND seq = 3`, f.other.ID, f.c.ID)
	}, "other", "记录内容与其摘要不符"},
	{"a changed state", func(f *forger) {
		f.sql(`UPDATE cases SET state = 'pooled' WHERE id = $1`, f.c.ID)
	}, "case", "办件现状与办理记录不符"},
	{"a case brought before more eyes", func(f *forger) {
		f.sql(`UPDATE cases SET reach = 9 WHERE id = $1`, f.c.ID)
	}, "case", "办件所到环节与办理记录不符"},
	{"a case moved to another county", func(f *forger) {
		f.sql(`UPDATE cases SET county = '330702' WHERE id = $1`, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a case moved to another city", func(f *forger) {
		f.sql(`UPDATE cases SET city = '330100' WHERE id = $1`, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a case given to somebody else", func(f *forger) {
		f.sql(`UPDATE cases SET party = 'li' WHERE id = $1`, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a changed name", func(f *forger) {
		f.sql(`UPDATE cases SET name = '演示·别人' WHERE id = $1`, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a changed unit", func(f *forger) {
		f.sql(`UPDATE cases SET unit = '别的单位' WHERE id = $1`, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a case put below another", func(f *forger) {
		f.sql(`UPDATE cases SET parent = $1 WHERE id = $2`, f.other.ID, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"the title of another case with its seal", func(f *forger) {
		f.sql(`UPDATE cases SET county = '330702', seal = (SELECT seal FROM cases o WHERE o.id = $1) WHERE id = $2`, f.other.ID, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a seal taken off", func(f *forger) {
		f.sql(`UPDATE cases SET city = '330100', seal = '' WHERE id = $1`, f.c.ID)
	}, "case", "办件的归属、地区或名称被改动"},
	{"a changed move number", func(f *forger) {
		f.sql(`UPDATE cases SET seq = 3 WHERE id = $1`, f.c.ID)
	}, "case", "办件现状与办理记录不符"},
	{"a state jumped to with right hashes", func(f *forger) {
		f.rewrite(f.c, func(e *Entry) {
			if e.Seq == 4 {
				e.Prior = "draft"
			}
		})
	}, "case", "环节不衔接"},
	{"a case without a record", func(f *forger) {
		f.sql(`INSERT INTO cases (id, edition, track, party, state, seq, reach, opened, since, head)
				VALUES ('forged', 'teacher2017', 'certificate', 'li', 'valid', 1, 0, 1, 1, '')`)
	}, "forged", "办件现状与办理记录不符"},
	{"changed answers", func(f *forger) {
		f.sql(`UPDATE answers SET body = '{"text":"改过"}' WHERE case_id = $1 AND seq = 2`, f.c.ID)
	}, "case", "所填内容被改动"},
	{"changed answers with another salt", func(f *forger) {
		f.sql(`UPDATE answers SET salt = 'x' WHERE case_id = $1 AND seq = 2`, f.c.ID)
	}, "case", "所填内容被改动"},
	{"changed answers with their own digest", func(f *forger) {
		const body = `{"text":"改过"}`
		f.sql(`UPDATE answers SET salt = 'x', body = $1 WHERE case_id = $2 AND seq = 2`, body, f.c.ID)
		f.sql(`UPDATE journal SET digest = $1 WHERE case_id = $2 AND seq = 2`, record.Digest("x", body), f.c.ID)
	}, "case", "记录内容与其摘要不符"},
	{"deleted answers", func(f *forger) {
		f.sql(`DELETE FROM answers WHERE case_id = $1 AND seq = 2`, f.c.ID)
	}, "case", "所填内容被删除"},
	{"a changed row of the audit", func(f *forger) {
		f.sql(`UPDATE journal SET person = 'yiwu2' WHERE case_id = $1 AND seq = 1`, record.Audit)
	}, "audit", "记录内容与其摘要不符"},
}

func TestVerifyFinds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newForger(t, d)
		f.dropTriggers()
		for _, c := range forgeries {
			t.Run(c.name, func(t *testing.T) {
				f.fresh()
				c.forge(f)
				where := map[string]string{"case": f.c.ID, "other": f.other.ID}[c.where]
				if where == "" {
					where = c.where
				}
				// Those before have left their own.
				found := f.verify(nil).Findings
				if !slices.ContainsFunc(found, func(x record.Finding) bool { return x.Case == where && strings.HasPrefix(x.What, c.what) }) {
					t.Errorf("found %v; want %s: %s", found, c.where, c.what)
				}
			})
		}
	})
}

// Every column of a journal row is under its hash.
func TestVerifyEveryColumn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newForger(t, d)
		f.dropTriggers()
		for _, column := range strings.Split(record.Columns, ", ") {
			if column == "case_id" || column == "seq" {
				continue // the key; see above
			}
			forged := "'x'"
			if column == "at" {
				forged = "1"
			}
			const keep = `UPDATE journal SET %s = %s WHERE case_id = $1 AND seq = 4`
			var was any
			if err := d.QueryRowContext(t.Context(), `SELECT `+column+` FROM journal WHERE case_id = $1 AND seq = 4`, f.c.ID).Scan(&was); err != nil {
				t.Fatal(err)
			}
			f.sql(fmt.Sprintf(keep, column, forged), f.c.ID)
			if len(f.verify(nil).Findings) == 0 {
				t.Errorf("a changed %s is not found", column)
			}
			f.sql(fmt.Sprintf(`UPDATE journal SET %s = $2 WHERE case_id = $1 AND seq = 4`, column), f.c.ID, was)
		}
		f.sound()
	})
}

// Answers that were erased are counted and are no finding; what remains stays
// provable.
func TestVerifyErased(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newForger(t, d)
		before := f.verify(nil)
		f.sql(`UPDATE answers SET body = NULL WHERE case_id = $1`, f.c.ID)
		r := f.verify(nil)
		if len(r.Findings) > 0 || r.Erased == 0 || r.Erased+r.Answers != before.Answers {
			t.Errorf("erased %d, kept %d of %d, found %v", r.Erased, r.Answers, before.Answers, r.Findings)
		}
		if a, err := f.s.Given(t.Context(), d, f.c.ID, 2); err != nil || len(a) > 0 {
			t.Errorf("erased answers are %v (%v)", a, err)
		}
	})
}

// A witness of a slice adds what it finds.
func TestVerifyWitness(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newForger(t, d)
		r, err := f.s.Verify(t.Context(), nil, func(_ context.Context, _ db.Q, find func(string, int64, string)) error {
			find(f.c.ID, 3, "证书 100% 不符")
			return nil
		})
		if err != nil || len(r.Findings) != 1 || r.Findings[0].What != "证书 100% 不符" {
			t.Errorf("findings %v (%v)", r.Findings, err)
		}
	})
}

// The database itself refuses to change the journal.
func TestJournalIsFinal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newForger(t, d)
		queries := []string{
			`UPDATE journal SET person = 'li'`,
			`UPDATE journal SET seq = seq`,
			`DELETE FROM journal WHERE seq = 1`,
			`INSERT INTO journal SELECT * FROM journal ON CONFLICT (case_id, seq) DO UPDATE SET person = 'li'`,
		}
		if d.Engine() == db.Postgres {
			queries = append(queries, `TRUNCATE journal`)
		} else {
			queries[3] = strings.Replace(queries[3], " ON CONFLICT", " WHERE 1 = 1 ON CONFLICT", 1)
			queries = append(queries, `REPLACE INTO journal SELECT * FROM journal`)
		}
		for _, query := range queries {
			err := d.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), query)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "the journal is final") {
				t.Errorf("%s: %v; want the journal to be final", query, err)
			}
		}
		f.sound()
	})
}
