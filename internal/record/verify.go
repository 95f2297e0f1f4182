package record

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/vault"
)

// A Finding is something in the record that is not as it was written.
type Finding struct {
	Case string
	Seq  int64
	What string
}

func (f Finding) String() string { return fmt.Sprintf("%s/%d: %s", f.Case, f.Seq, f.What) }

// A Report is what a verification found.
type Report struct {
	Cases, Rows, Answers, Erased, Checkpoints int
	Findings                                  []Finding
}

func (r *Report) find(id string, seq int64, format string, args ...any) {
	r.Findings = append(r.Findings, Finding{id, seq, fmt.Sprintf(format, args...)})
}

// Witnesses are checks of slices that keep an index of what the journal says,
// such as certificates; they report what differs.
type Witness func(ctx context.Context, q db.Q, find func(caseID string, seq int64, what string)) error

// Reach returns how far a case came that stood in these states.
type Reach func(edition, track string, states []string) int

// Verify reads the whole record: every row's hash and link, every answer's
// digest, the state and move number of every case, every checkpoint's link,
// signature and heads. An older checkpoint kept outside shows a chain that
// was rewritten as a whole; nil if there is none.
func (b *Book) Verify(ctx context.Context, outside *Checkpoint, reach Reach, witnesses ...Witness) (Report, error) {
	var r Report
	hashes, err := b.verifyRows(ctx, &r, reach)
	if err != nil {
		return r, err
	}
	if err := b.verifyAnswers(ctx, &r); err != nil {
		return r, err
	}
	if err := b.verifyCheckpoints(ctx, &r, outside, hashes); err != nil {
		return r, err
	}
	for _, w := range witnesses {
		if err := w(ctx, b.db, func(id string, seq int64, what string) { r.find(id, seq, "%s", what) }); err != nil {
			return r, err
		}
	}
	return r, nil
}

// head is where the journal of a case ends.
type head struct {
	seq         int64
	state, hash string
}

// An end is the head of a journal and every state it tells of.
type end struct {
	head
	states []string
}

// verifyRows returns the hash of every row by "case seq".
func (b *Book) verifyRows(ctx context.Context, r *Report, reach Reach) (map[string]string, error) {
	entries, err := db.All(ctx, b.db, scanEntry, `SELECT `+Columns+` FROM journal ORDER BY case_id, seq`)
	if err != nil {
		return nil, err
	}
	hashes, ends := make(map[string]string, len(entries)), map[string]end{}
	var prev Entry
	for _, e := range entries {
		r.Rows++
		if e.Sum() != e.Hash {
			r.find(e.Case, e.Seq, "记录内容与其摘要不符")
		}
		want, link := int64(1), ""
		if prev.Case == e.Case {
			want, link = prev.Seq+1, prev.Hash
		}
		if e.Seq != want {
			r.find(e.Case, e.Seq, "记录缺失：前一条应为第 %d 条", e.Seq-1)
		} else if e.Prev != link {
			r.find(e.Case, e.Seq, "与前一条记录不衔接")
		}
		if prev.Case == e.Case && e.Move != "" && e.Prior != prev.State && e.Case != Audit {
			r.find(e.Case, e.Seq, "环节不衔接")
		}
		hashes[fmt.Sprint(e.Case, " ", e.Seq)] = e.Hash
		ends[e.Case] = end{head{e.Seq, e.State, e.Hash}, append(ends[e.Case].states, e.State)}
		prev = e
	}
	return hashes, b.verifyCases(ctx, r, ends, reach)
}

func (b *Book) verifyCases(ctx context.Context, r *Report, ends map[string]end, reach Reach) error {
	type row struct {
		id, edition, track string
		head
		reach int
		seal  string
		Title
	}
	cases, err := db.All(ctx, b.db, func(x interface{ Scan(...any) error }) (c row, err error) {
		err = x.Scan(&c.id, &c.edition, &c.track, &c.seq, &c.state, &c.hash, &c.reach, &c.seal,
			&c.Party, &c.Parent, &c.Name, &c.Unit, &c.County, &c.City)
		c.Title.ID = c.id
		return c, err
	}, `SELECT id, edition, track, seq, state, head, reach, seal, party, parent, name, unit, county, city FROM cases ORDER BY id`)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, c := range cases {
		r.Cases++
		known[c.id] = true
		at := ends[c.id]
		if at.head != c.head {
			r.find(c.id, c.seq, "办件现状与办理记录不符（记录到第 %d 条）", at.seq)
		}
		if c.id != Audit && c.reach != reach(c.edition, c.track, at.states) {
			r.find(c.id, c.seq, "办件所到环节与办理记录不符")
		}
		if c.id != Audit && c.seal != b.Seal(c.Title) {
			r.find(c.id, c.seq, "办件的归属、地区或名称被改动")
		}
	}
	for id, at := range ends {
		if !known[id] {
			r.find(id, at.seq, "有办理记录而没有办件")
		}
	}
	return nil
}

func (b *Book) verifyAnswers(ctx context.Context, r *Report) error {
	type row struct {
		id             string
		seq            int64
		digest         string
		salt, body     string
		erased, absent bool
	}
	rows, err := db.All(ctx, b.db, func(x interface{ Scan(...any) error }) (a row, err error) {
		err = x.Scan(&a.id, &a.seq, &a.digest, &a.salt, &a.body, &a.erased, &a.absent)
		return a, err
	}, `SELECT j.case_id, j.seq, j.digest, COALESCE(a.salt, ''), COALESCE(a.body, ''),
			(a.salt IS NOT NULL AND a.body IS NULL), (a.salt IS NULL)
		FROM journal j LEFT JOIN answers a ON a.case_id = j.case_id AND a.seq = j.seq
		WHERE j.digest <> '' ORDER BY j.case_id, j.seq`)
	if err != nil {
		return err
	}
	for _, a := range rows {
		switch {
		case a.erased:
			r.Erased++
		case a.absent:
			r.find(a.id, a.seq, "所填内容被删除")
		case Digest(a.salt, a.body) != a.digest:
			r.find(a.id, a.seq, "所填内容被改动")
		default:
			r.Answers++
		}
	}
	return nil
}

func (b *Book) verifyCheckpoints(ctx context.Context, r *Report, outside *Checkpoint, hashes map[string]string) error {
	all, err := b.Checkpoints(ctx, b.db)
	if err != nil {
		return err
	}
	prev, met := "", outside == nil
	if outside != nil && !b.signed(*outside) {
		r.find("checkpoint "+outside.ID, 0, "外存的存证点签名无效")
	}
	for _, c := range all {
		r.Checkpoints++
		switch {
		case c.Sum() != c.Digest:
			r.find("checkpoint "+c.ID, 0, "存证点内容与其摘要不符")
		case c.Prev != prev:
			r.find("checkpoint "+c.ID, 0, "存证点不衔接")
		case !b.signed(c):
			r.find("checkpoint "+c.ID, 0, "存证点签名无效")
		}
		for _, line := range strings.Split(strings.TrimSpace(c.Heads), "\n") {
			at := strings.LastIndexByte(line, ' ')
			if at > 0 && hashes[line[:at]] != line[at+1:] {
				r.find("checkpoint "+c.ID, 0, "办理记录与存证点不符：%s", line[:at])
			}
		}
		if outside != nil && c.ID == outside.ID {
			met = true
			if c.Digest != outside.Digest {
				r.find("checkpoint "+c.ID, 0, "与外存的存证点不同：记录被整体改写")
			}
		}
		prev = c.Digest
	}
	if !met {
		r.find("checkpoint "+outside.ID, 0, "外存的存证点不在记录中：记录被整体改写或截断")
	}
	return nil
}

func (b *Book) signed(c Checkpoint) bool {
	sig, err := base64.StdEncoding.DecodeString(c.Signature)
	return err == nil && vault.Verify(b.keys.Public(), []byte(c.Digest), sig)
}
