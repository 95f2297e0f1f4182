package certificate

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/form"
)

// A told is what the journal tells of a certificate.
type told struct {
	id, state string
	seq       int64  // of the last move
	at        int64  // of issue
	ended     int64  // of the last move
	body      string // facts; empty: erased
	last      string // answers of the last move; empty: erased
	erased    bool   // the facts cannot be compared any more
	gone      bool   // nor can the answers of the last move
}

// Witness compares every row of the index with the journal: the facts with the
// answers that opened the case, the state and the end with the last move. It
// reads cases past the rule of visibility, since it shows nobody anything but
// what differs.
func (s *Slice) Witness(ctx context.Context, q db.Q, find func(caseID string, seq int64, what string)) error {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM certificates ORDER BY case_id`)
	if err != nil {
		return err
	}
	index := map[string]Record{}
	for _, r := range all {
		index[r.Case] = r
	}
	cases, err := db.All(ctx, q, scanTold, `
		SELECT c.id, c.state, c.seq, f.at, l.at, COALESCE(fa.body, ''), COALESCE(la.body, ''),
			(fa.body IS NULL), (la.body IS NULL)
		FROM cases c
		JOIN journal f ON f.case_id = c.id AND f.seq = 1
		JOIN journal l ON l.case_id = c.id AND l.seq = c.seq
		LEFT JOIN answers fa ON fa.case_id = c.id AND fa.seq = 1
		LEFT JOIN answers la ON la.case_id = c.id AND la.seq = c.seq
		WHERE c.track = $1 ORDER BY c.id`, track)
	if err != nil {
		return err
	}
	for _, t := range cases {
		r, ok := index[t.id]
		if !ok {
			find(t.id, 1, "证书索引缺少这份证书")
			continue
		}
		delete(index, t.id)
		compare(r, t, all, find)
	}
	for _, r := range all {
		if _, left := index[r.Case]; left {
			find(r.Case, 0, "证书索引里有办理记录中没有的证书："+r.Number)
		}
	}
	return nil
}

func scanTold(row db.Row) (t told, err error) {
	err = row.Scan(&t.id, &t.state, &t.seq, &t.at, &t.ended, &t.body, &t.last, &t.erased, &t.gone)
	return t, err
}

// compare finds what r says otherwise than the journal.
func compare(r Record, t told, all []Record, find func(string, int64, string)) {
	differs := func(what string, have, want any) {
		if fmt.Sprint(have) != fmt.Sprint(want) {
			find(r.Case, t.seq, "证书索引与办理记录不符："+what)
		}
	}
	if !t.erased {
		given, err := form.Parse([]byte(t.body))
		if err != nil {
			find(r.Case, 1, "证书内容无法读取")
			return
		}
		for name, have := range r.Facts.answers() {
			differs(name, have, given[name])
		}
	}
	differs("issued", db.Millis(r.At), t.at)
	differs("number", r.Number, numberOf(r.Year, r.Serial))
	differs("state", r.State, t.state)
	if t.state == valid {
		differs("ended", db.Millis(r.Ended), 0)
		differs("ground", r.Ground, "")
		differs("replaced_by", r.ReplacedBy, "")
		return
	}
	differs("ended", db.Millis(r.Ended), t.ended)
	differs("replaced_by", r.ReplacedBy, successor(all, r.Case))
	if !t.gone {
		given, err := form.Parse([]byte(t.last))
		if err == nil {
			differs("ground", r.Ground, groundOf(t.state, given))
		}
	}
}

// successor returns the case of the certificate that says it stands for id.
func successor(all []Record, id string) string {
	for _, r := range all {
		if r.Replaces == id {
			return r.Case
		}
	}
	return ""
}
