package sitting

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// Marks are one judge's marks for one candidate, by criterion of the rubric.
type Marks []score.Score

// Total returns the sum.
func (m Marks) Total() (sum score.Score) {
	for _, v := range m {
		sum += v
	}
	return sum
}

// A Line is one candidate of the 成绩汇总表.
type Line struct {
	Lot         int
	Application string
	Marks       []Marks // a seat each, in the order of the panel; nil: recused
	Absent      bool

	Valid     int // judges who marked
	Trimmed   bool
	High, Low int // seats whose totals are left out, if trimmed
	Kept      int
	Sum, Mean score.Score
	Rank      int // among those present
	Passed    bool
}

// Dropped reports whether the total of a seat is left out.
func (l Line) Dropped(seat int) bool { return l.Trimmed && (seat == l.High || seat == l.Low) }

// Rules are the numbers of the edition that a result follows from.
type Rules struct {
	Trim   int         // least number of judges for leaving out the extremes
	Line   score.Score // 合格线
	Valid  int         // least number of valid judges, whatever the panel
	Rubric programme.Rubric
}

// RulesOf returns the rules of an edition.
func RulesOf(e *programme.Edition) Rules {
	return Rules{
		Trim: int(e.Limit("trim.from").N), Line: score.Score(e.Limit("selection.line").N),
		Valid: int(e.Limit("judges.valid").N), Rubric: e.Rubrics["talk"],
	}
}

// Least returns how many of so many seats must be valid: two thirds, rounded
// up: 5 seats 4, 7 seats 5, 9 seats 6.
func (r Rules) Least(seats int) int { return max(r.Valid, (2*seats+2)/3) }

// Reckon fills in what follows from the marks, line by line, then the ranks.
func (r Rules) Reckon(lines []Line) {
	var means []score.Score
	var at []int
	for i := range lines {
		l := &lines[i]
		if l.Absent {
			continue
		}
		r.reckon(l)
		if l.Valid > 0 {
			means, at = append(means, l.Mean), append(at, i)
		}
	}
	for k, rank := range score.Rank(means) {
		lines[at[k]].Rank = rank
	}
}

func (r Rules) reckon(l *Line) {
	var totals []score.Score
	var seats []int
	for seat, m := range l.Marks {
		if m != nil {
			totals, seats = append(totals, m.Total()), append(seats, seat)
		}
	}
	l.Valid = len(totals)
	mean, dropped, sum := score.TrimmedMean(totals, r.Trim)
	l.Mean, l.Sum, l.Kept = mean, sum, len(totals)-len(dropped)
	if dropped != nil {
		l.Trimmed, l.High, l.Low = true, seats[dropped[0]], seats[dropped[1]]
	}
	l.Passed = l.Valid > 0 && l.Mean >= r.Line
}

// Digest is the SHA-256 of the result with every mark: what the four sign.
func (r Rules) Digest(session string, panel []Seat, lines []Line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "qinglan result 1\n%s\ntrim %d line %s\n", session, r.Trim, r.Line)
	for _, seat := range panel {
		fmt.Fprintf(&b, "judge %s\n", seat.Person)
	}
	for _, l := range lines {
		fmt.Fprintf(&b, "%d\t%s", l.Lot, l.Application)
		for _, m := range l.Marks {
			b.WriteByte('\t')
			for i, v := range m {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(v.String())
			}
		}
		fmt.Fprintf(&b, "\t%t\t%d\t%s\t%s\t%d\n", l.Absent, l.Kept, l.Sum, l.Mean, l.Rank)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}
