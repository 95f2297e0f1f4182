package incoming

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/doc/sheet"
	"qinglan/internal/ident"
)

var (
	power     = regexp.MustCompile(`^(\d(?:\.\d+)?)[eE]\+?(\d{1,2})$`)
	areaLost  = regexp.MustCompile(`^(?:10|[2-9]\d)\d{8,10}$`) // 010 and 02 to 09, without the 0
	phones    = regexp.MustCompile(`[/、,;|]|\s{2,}`)
	ext       = regexp.MustCompile(`(?i)(?:转|分机|ext\.?|#)[: ]*`)
	ordered   = regexp.MustCompile(`^(\d{4}|\d{2})[-./年\x{2019}'](\d{1,2})[-./月](\d{1,2})日?$`)
	monthly   = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})月?$`)
	foreign   = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	cutMonth  = regexp.MustCompile(`^(?:19|20)\d\d\.1$`)
	sixDigits = regexp.MustCompile(`^(?:19|20)\d{4}$`)
	hundredth = regexp.MustCompile(`^(?:0\.(\d\d?)|1)$`)
	timeTail  = regexp.MustCompile(`[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$`)
	weekday   = regexp.MustCompile(`\(?(?:星期|周)[一二三四五六日天]\)?$`)
)

// phone reads a telephone number as it is dialled.
func phone(text string, k sheet.Kind) Cell {
	text = half(text)
	text = strings.NewReplacer("—", "-", "–", "-", "−", "-", "－", "-", "─", "-", "O86", "086").Replace(text)
	text = strings.TrimPrefix(strings.Trim(ext.ReplaceAllString(text, "-"), " '`"), "电话:")
	if m := power.FindStringSubmatch(strings.ReplaceAll(text, " ", "")); m != nil {
		return exponent(m, k)
	}
	if k != sheet.Text {
		text = strings.TrimSuffix(text, ".0")
	}
	if p, err := ident.ParsePhone(text); err == nil {
		return Cell{Text: p.String()}
	}
	if all := phones.Split(text, -1); len(all) > 1 {
		for _, one := range all {
			if p, err := ident.ParsePhone(one); err == nil {
				return Cell{Text: p.String(), Why: twoPhones}
			}
		}
	}
	if plainDigits := strings.ReplaceAll(text, "-", ""); areaLost.MatchString(plainDigits) {
		if p, err := ident.ParsePhone("0" + text); err == nil {
			return Cell{Text: p.String(), Why: zeroLost}
		}
	}
	if p, err := ident.ParsePhone(strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1").Replace(text)); err == nil {
		return Cell{Text: p.String(), Why: letters}
	}
	return Cell{Why: noPhone}
}

// exponent reads 1.38E+10. Where a workbook holds a number so, all its digits are
// there; where a text says so, what it was made of is gone.
func exponent(m []string, k sheet.Kind) Cell {
	f, _, err := big.ParseFloat(m[1]+"e"+m[2], 10, 200, big.ToNearestEven)
	if err != nil || !f.IsInt() {
		return Cell{Why: noPhone}
	}
	n, _ := f.Int(nil)
	p, err := ident.ParsePhone(n.String())
	given := len(strings.ReplaceAll(m[1], ".", ""))
	switch {
	case err != nil && k == sheet.Text:
		return Cell{Why: scientific}
	case err != nil:
		return Cell{Why: noPhone}
	case k == sheet.Text && given < 8:
		return Cell{Why: scientific}
	case k == sheet.Text:
		return Cell{Text: p.String(), Why: rounded}
	}
	return Cell{Text: p.String()}
}

// day reads a date: 2017.9.20, 2017-09-20, 2017/9/20, 2017年9月20日, 20170920,
// 二〇一七年九月二十日, or a number of days.
func day(text string, k sheet.Kind) Cell {
	if k == sheet.Date || k == sheet.Number && !compact.MatchString(text) {
		if d, ok := sheet.Day(text); ok && (k == sheet.Date || d.Year() > 1927) {
			return Cell{Text: d.Format("2006-01-02")}
		}
		return Cell{Why: noDay}
	}
	text = strings.ReplaceAll(timeTail.ReplaceAllString(strings.TrimSpace(half(text)), ""), " ", "")
	text = weekday.ReplaceAllString(arabic(text), "")
	text = strings.NewReplacer("。", ".", "、", ".", "．", ".", "—", "-", "－", "-", "号", "日").Replace(text)
	switch {
	case compact.MatchString(text):
		m := compact.FindStringSubmatch(text)
		return dayOf(m[1], m[2], m[3], Right)
	case ordered.MatchString(text):
		m := ordered.FindStringSubmatch(text)
		if len(m[1]) == 2 {
			century := "20"
			if m[1] > "40" {
				century = "19"
			}
			return dayOf(century+m[1], m[2], m[3], twoDigits)
		}
		return dayOf(m[1], m[2], m[3], Right)
	case monthly.MatchString(text):
		return Cell{Why: onlyMonth}
	case foreign.MatchString(text):
		m := foreign.FindStringSubmatch(text)
		return dayOf(m[3], m[1], m[2], american)
	}
	return Cell{Why: noDay}
}

// month reads a year and a month, or a day of it. A number such as 2016.1 may have
// been 2016.10.
func month(text string, k sheet.Kind) Cell {
	if k == sheet.Number && cutMonth.MatchString(text) {
		return Cell{Text: text[:4] + "-01", Why: zeroCut}
	}
	text = strings.NewReplacer("。", ".", "．", ".", "—", "-", "－", "-").Replace(strings.ReplaceAll(half(text), " ", ""))
	if monthly.MatchString(text) {
		m := monthly.FindStringSubmatch(text)
		if len(m[2]) == 1 {
			m[2] = "0" + m[2]
		}
		text = m[1] + m[2]
	}
	if sixDigits.MatchString(text) {
		text += "01"
	}
	d := day(text, k)
	if d.Text == "" {
		return Cell{Why: noMonth}
	}
	d.Text = d.Text[:len("2016-09")]
	return d
}

// Whole numbers, their commas after each third digit from the right, with one unit
// or none.
var (
	wholes   = regexp.MustCompile(`^(\d{1,3}(?:,\d{3})+|\d+)(?:\.0)?(?:人次|人|名|次|期|个|学时|课时|小时|节)?$`)
	hundreds = regexp.MustCompile(`^(\d+)(?:\.0)?%?$`)
)

// count reads a whole number.
func count(text string) Cell {
	return integer(text, wholes)
}

func integer(text string, as *regexp.Regexp) Cell {
	m := as.FindStringSubmatch(strings.ReplaceAll(half(text), " ", ""))
	if m == nil {
		return Cell{Why: noCount}
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(m[1], ",", ""), 10, 64)
	if err != nil {
		return Cell{Why: noCount}
	}
	return Cell{Text: strconv.FormatInt(n, 10)}
}

// percent reads a whole number of percent. What a workbook shows as 96% it holds
// as 0.96, and 100% as 1.
func percent(text string, k sheet.Kind) Cell {
	if m := hundredth.FindStringSubmatch(text); m != nil && k == sheet.Number {
		if text == "1" {
			return Cell{Text: "100", Why: fraction}
		}
		n, _ := strconv.Atoi((m[1] + "0")[:2])
		return Cell{Text: strconv.Itoa(n), Why: fraction}
	}
	return integer(text, hundreds)
}

// choice reads one of several words.
func choice(text string, choices [][]string) Cell {
	text = bare(text)
	for _, c := range choices {
		if slices.Contains(c, text) {
			return Cell{Text: c[0]}
		}
	}
	return Cell{Why: noChoice}
}

func dayOf(year, month, day string, why Why) Cell {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date, err := calendar.Parse(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil || y < 1900 || y > 2199 {
		return Cell{Why: noDay}
	}
	return Cell{Text: date.String(), Why: why}
}

// arabic returns a date with its 汉字 numbers in digits.
func arabic(text string) string {
	year, rest, ok := strings.Cut(text, "年")
	month, last, too := strings.Cut(rest, "月")
	if !ok || !too || !strings.ContainsAny(text, "一二三四五六七八九") {
		return text
	}
	year = strings.NewReplacer("〇", "0", "○", "0", "零", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9").Replace(year)
	m, err := counted(month)
	d, err2 := counted(strings.TrimRight(last, "日号"))
	if err != nil || err2 != nil {
		return text
	}
	return fmt.Sprintf("%s年%d月%d日", year, m, d)
}
