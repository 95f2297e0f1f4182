package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"qinglan/internal/ident"
)

// What a complaint says. The Chinese is the key of its English.
const (
	sayBroken   = "这里有无法保存的字符，请删去后重新填写。"
	sayLong     = "最多 %d 个字，现在有 %d 个。"
	sayShort    = "至少 %d 个字，现在有 %d 个。"
	sayDate     = "请写成年-月-日，例如 2017-09-28。"
	sayMonth    = "请写成年-月，例如 2017-09。"
	sayNumber   = "请填写整数。"
	saySmall    = "不能小于 %d。"
	sayBig      = "不能大于 %d。"
	sayMoney    = "请填写金额（元），最多两位小数，例如 3000.00。"
	sayScore    = "请填写分数，例如 86.5。"
	sayStep     = "分数以 %s 分为一档。"
	sayDecimal  = "请填写数字，例如 120.5，最多 %d 位小数。"
	sayChoice   = "请从列出的选项中选择。"
	sayFewer    = "请至少选 %d 项。"
	sayMore     = "最多选 %d 项。"
	sayFile     = "这个文件没有传上来，请重新上传。"
	sayFiles    = "最多上传 %d 个文件。"
	sayFewFiles = "请至少上传 %d 个文件。"
	sayRows     = "最多填写 %d 行。"
	sayFewRows  = "请至少填写 %d 行。"

	needText   = "请填写这一项。"
	needChoice = "请选择一项。"
	needCheck  = "请确认这一项。"
	needFile   = "请上传这一项的文件。"
	needRows   = "请至少填写一行。"
)

// needs says that the answer to q is missing.
func needs(q Question) string {
	switch q.Kind {
	case Pick, Select, Many:
		return needChoice
	case Check:
		return needCheck
	case File:
		return needFile
	case Rows:
		return needRows
	}
	return needText
}

// kinds holds for each kind of one value the function that checks an answer
// and writes it canonically. A text needs no more than [clean].
var kinds = map[string]func(Question, string) (string, Complaint){
	Date:    readDate,
	Month:   readMonth,
	Phone:   by(parsePhone),
	Email:   by(ident.ParseEmail),
	Name:    by(ident.CleanName),
	IDNo:    by(parseIDNo),
	USCC:    by(parseUSCC),
	Number:  readNumber,
	Score:   readScore,
	Money:   readMoney,
	Decimal: readDecimal,
	Pick:    readChoice,
	Select:  readChoice,
	Check:   readCheck,
}

// clean returns typed in NFC without spaces at its ends, and a complaint if it
// is not text or is too long or too short.
func clean(q Question, typed string) (string, Complaint) {
	if !utf8.ValidString(typed) {
		return strings.ToValidUTF8(strings.ReplaceAll(typed, "\x00", ""), ""), Complaint{Format: sayBroken}
	}
	text := strings.ReplaceAll(typed, "\r\n", "\n")
	text = norm.NFC.String(strings.TrimSpace(text))
	if strings.IndexFunc(text, control) >= 0 {
		return strings.Map(func(r rune) rune {
			if control(r) {
				return -1
			}
			return r
		}, text), Complaint{Format: sayBroken}
	}
	limit := q.Max
	switch q.Kind {
	case Prose:
		if limit == 0 {
			limit = maxProse
		}
	case Text, "":
		text = strings.Join(strings.Fields(text), " ")
		if limit == 0 {
			limit = maxText
		}
	case Number, Score, Decimal, Money:
		text, limit = norm.NFKC.String(text), 30 // full-width digits are digits
	case Date, Month:
		text, limit = norm.NFKC.String(text), 30
	default:
		limit = maxText
	}
	if n := utf8.RuneCountInString(text); n > limit {
		return text, Complaint{sayLong, []any{limit, n}}
	} else if prose := q.Kind == Prose || q.Kind == Text || q.Kind == ""; prose && n > 0 && n < q.Min {
		return text, Complaint{sayShort, []any{q.Min, n}}
	}
	return text, Complaint{}
}

// control reports whether r cannot stand in a text: control characters, and
// those that turn the direction of what follows.
func control(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff, r == utf8.RuneError:
		return true
	}
	return unicode.IsControl(r)
}

var dates = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-", " ", "")

func readDate(_ Question, text string) (string, Complaint) {
	d, err := time.Parse("2006-1-2", dates.Replace(text))
	if err != nil { // as a telephone's number pad writes it
		d, err = time.Parse("20060102", text)
	}
	if err != nil || d.Year() < 1900 || d.Year() > 2200 {
		return text, Complaint{Format: sayDate}
	}
	return d.Format("2006-01-02"), Complaint{}
}

func readMonth(_ Question, text string) (string, Complaint) {
	d, err := time.Parse("2006-1", strings.TrimSuffix(dates.Replace(text), "-"))
	if err != nil {
		d, err = time.Parse("200601", text)
	}
	if err != nil || d.Year() < 1900 || d.Year() > 2200 {
		return text, Complaint{Format: sayMonth}
	}
	return d.Format("2006-01"), Complaint{}
}

func readNumber(q Question, text string) (string, Complaint) {
	n, err := strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 64)
	limit := int64(maxNumber)
	if q.Max != 0 {
		limit = int64(q.Max)
	}
	switch {
	case err != nil:
		return text, Complaint{Format: sayNumber}
	case n < int64(q.Min):
		return text, Complaint{saySmall, []any{q.Min}}
	case n > limit:
		return text, Complaint{sayBig, []any{limit}}
	}
	return strconv.FormatInt(n, 10), Complaint{}
}

func readScore(q Question, text string) (string, Complaint) {
	n, ok := hundredths(text)
	top, step := q.Max, q.Step
	if top == 0 {
		top = 100
	}
	if step == 0 {
		step = 100
	}
	switch {
	case !ok:
		return text, Complaint{Format: sayScore}
	case n < q.Min*100:
		return text, Complaint{saySmall, []any{q.Min}}
	case n > top*100:
		return text, Complaint{sayBig, []any{top}}
	case n%step != 0:
		return text, Complaint{sayStep, []any{decimal(step)}}
	}
	return decimal(n), Complaint{}
}

// readDecimal reads digits with at most q.Step decimals. Zeros at the end stay:
// papers print what was entered. Nothing is reckoned, least of all as a float.
func readDecimal(q Question, text string) (string, Complaint) {
	whole, part, dotted := strings.Cut(strings.ReplaceAll(text, ",", ""), ".")
	if whole == "" || len(whole) > 12 || dotted && (part == "" || len(part) > q.Step) || strings.Trim(whole+part, "0123456789") != "" {
		return text, Complaint{sayDecimal, []any{q.Step}}
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if dotted {
		whole += "." + part
	}
	return whole, Complaint{}
}

// maxMoney bounds an amount without Max, in yuan.
const maxMoney = 1e9

func readMoney(q Question, text string) (string, Complaint) {
	cents, ok := centsOf(strings.ReplaceAll(text, ",", ""))
	top := int64(maxMoney)
	if q.Max > 0 {
		top = int64(q.Max)
	}
	switch {
	case !ok:
		return text, Complaint{Format: sayMoney}
	case cents < int64(q.Min)*100:
		return text, Complaint{saySmall, []any{q.Min}}
	case cents > top*100:
		return text, Complaint{sayBig, []any{top}}
	}
	return Yuan(cents), Complaint{}
}

// centsOf reads yuan with at most two decimals as 分.
func centsOf(s string) (int64, bool) {
	whole, part, dotted := strings.Cut(s, ".")
	if dotted && (part == "" || len(part) > 2) || whole == "" || len(whole) > 12 {
		return 0, false
	}
	digits := whole + (part + "00")[:2]
	if strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

// Cents returns an answer of kind [Money] in 分; no answer is nothing.
func Cents(answer string) int64 {
	n, _ := centsOf(answer)
	return n
}

// Yuan writes 分 as yuan with two decimals: 300000 is "3000.00".
func Yuan(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// hundredths reads digits with at most two decimals: "86.5" is 8650.
func hundredths(s string) (int, bool) {
	whole, part, dotted := strings.Cut(s, ".")
	if dotted && (part == "" || len(part) > 2) || whole == "" || len(whole) > 4 {
		return 0, false
	}
	digits := whole + (part + "00")[:2]
	if strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// decimal writes hundredths without zeros at the end: 8650 is "86.5".
func decimal(n int) string {
	s := fmt.Sprintf("%d.%02d", n/100, n%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func readChoice(q Question, text string) (string, Complaint) {
	if !slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Value == text }) {
		return text, Complaint{Format: sayChoice}
	}
	return text, Complaint{}
}

func readCheck(_ Question, text string) (string, Complaint) {
	if text != "yes" {
		return "", Complaint{Format: needCheck}
	}
	return text, Complaint{}
}
