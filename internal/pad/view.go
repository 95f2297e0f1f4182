package pad

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
)

// anchors are the words for shares of a maximum, in percent.
var anchors = []struct {
	word    string
	percent int
}{{"优", 90}, {"良", 80}, {"中", 70}, {"及格", 60}}

// anchor returns that share of what q can bring, on its step.
func anchor(q form.Question, percent int) string {
	step := max(q.Step, 1)
	n := q.Max * percent / step * step // hundredths: Max points times percent
	if n%100 == 0 {
		return fmt.Sprint(n / 100)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%02d", n/100, n%100), "0")
}

func padID(p pad, name string) string { return fmt.Sprintf("p%d-%s", p.Lot, name) }

func lotClass(p pad) string {
	if p.Absent {
		return "absent"
	}
	return p.State
}

func lotWord(ctx context.Context, p pad) string {
	switch {
	case p.Absent:
		return lang.T(ctx, "缺席")
	case p.State == "locked":
		return p.Total.String()
	}
	return lang.T(ctx, sitting.SheetWords[p.State].Word)
}

// declaring is the move by which a judge declares.
func declaring(v *judgeView) programme.Move {
	t, _ := v.Case.Edition.Track("sheet")
	m, _ := t.Move("declare")
	return m
}
