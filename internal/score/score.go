// Package score reckons with marks in hundredths of a point, in integers.
//
// It holds how the guide of the panel reckons: the trimmed mean, the weighted
// total, the correction between panels and shared ranks. It knows no judge and
// no case. It promises that nothing is rounded but the value it returns, half
// up, so that a clerk with the same sheets gets the same figure.
package score

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Score is a mark in hundredths of a point. It is never negative.
type Score int64

// Point is one whole point.
const Point Score = 100

// ErrFormat is the answer to what is no mark; its text is for people.
var ErrFormat = errors.New("分数请填写数字，最多两位小数。")

// Parse reads a mark such as 86, 86.5 or 86.50. The step of a sheet is not its
// concern: see [Score.OnStep].
func Parse(s string) (Score, error) {
	whole, cents, point := strings.Cut(strings.TrimSpace(s), ".")
	if !digits(whole, 1, 6) || point && !digits(cents, 1, 2) {
		return 0, ErrFormat
	}
	n, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	if err != nil {
		return 0, ErrFormat
	}
	return Score(n), nil
}

// digits reports whether s is from least to most ASCII digits.
func digits(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

// String returns the mark with two decimals: 86.50.
func (s Score) String() string {
	sign := ""
	if s < 0 {
		sign, s = "-", -s
	}
	return fmt.Sprintf("%s%d.%02d", sign, s/Point, s%Point)
}

// OnStep reports whether s is a multiple of step, which is positive: with steps
// of half a point 86.50 is, 86.25 is not.
func (s Score) OnStep(step Score) bool { return s%step == 0 }

// TrimmedMean returns the mean of the totals of one case, rounded half up. If
// there are at least minTrim of them, and at least 3, one highest and one
// lowest are left out, only one of equal extremes; dropped holds their two
// indices, the highest first. With minTrim 0 nothing is ever left out. Sum is
// that of the totals kept.
func TrimmedMean(totals []Score, minTrim int) (mean Score, dropped []int, sum Score) {
	if len(totals) == 0 {
		return 0, nil, 0
	}
	high, low := 0, 0
	for i, v := range totals {
		sum += v
		if v > totals[high] {
			high = i
		}
		if v <= totals[low] { // the last of the lowest: never the same as high
			low = i
		}
	}
	kept := int64(len(totals))
	if minTrim > 0 && len(totals) >= max(minTrim, 3) {
		dropped = []int{high, low}
		sum -= totals[high] + totals[low]
		kept -= 2
	}
	return halfUp(int64(sum), kept), dropped, sum
}

// Weighted returns the mean of marks weighted with weights, one for each mark,
// rounded half up. The weights need not add up to 100, but to more than 0.
func Weighted(marks []Score, weights []int) Score {
	if len(marks) != len(weights) {
		panic(fmt.Sprintf("score: %d marks with %d weights", len(marks), len(weights)))
	}
	var sum, all int64
	for i, m := range marks {
		sum += int64(m) * int64(weights[i])
		all += int64(weights[i])
	}
	return halfUp(sum, all)
}

// A Mean is a mean that is not rounded yet: Sum over N values, N positive.
type Mean struct {
	Sum Score
	N   int64
}

// Correct returns raw × all / panel, rounded half up: the mark of a candidate
// of the panel whose mean is panel, where all is the mean of all panels. The
// coefficient is never rounded. The panel's mean must be above 0.
func Correct(raw Score, all, panel Mean) Score {
	return halfUp(int64(raw)*int64(all.Sum)*panel.N, int64(panel.Sum)*all.N)
}

// halfUp returns s/m rounded half up; s is not negative and m is positive.
func halfUp(s, m int64) Score { return Score((2*s + m) / (2 * m)) }

// Rank returns the rank of each final, the highest first. Equal finals share a
// rank and the next one skips: 1, 2, 2, 4.
func Rank(finals []Score) []int {
	ranks := make([]int, len(finals))
	for i, f := range finals {
		ranks[i] = 1
		for _, g := range finals {
			if g > f {
				ranks[i]++
			}
		}
	}
	return ranks
}

// A Reveal holds the figures of the sentence with which a final is announced:
// 去掉一个最高分…，去掉一个最低分…，其余…位合计…，平均…，最后得分…。
type Reveal struct {
	Trimmed   bool // whether High and Low were left out
	High, Low Score
	Kept      int
	Sum, Mean Score
}

// Sentence returns the figures to announce for totals; see [TrimmedMean].
func Sentence(totals []Score, minTrim int) Reveal {
	mean, dropped, sum := TrimmedMean(totals, minTrim)
	r := Reveal{Kept: len(totals) - len(dropped), Sum: sum, Mean: mean}
	if dropped != nil {
		r.Trimmed, r.High, r.Low = true, totals[dropped[0]], totals[dropped[1]]
	}
	return r
}
