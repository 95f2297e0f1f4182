package ident

import (
	"strconv"
	"strings"
	"time"
)

// An IDNo is a valid 公民身份号码 (GB 11643-1999). It prints as its mask, so
// that it cannot slip into a page or a log; see [IDNo.Plain].
type IDNo struct{ s string }

// ParseIDNo reads an identity number of 18 characters. It does not ask whether
// the first six are a region of today: they are the code at first registration.
// It has no clock; see [IDNo.BornBy].
func ParseIDNo(s string) (IDNo, error) {
	s = strings.ToUpper(fold(s))
	switch {
	case s == "":
		return IDNo{}, wrong("请填写身份证号码。")
	case len(s) == 15 && digits(s):
		return IDNo{}, wrong("请填写18位号码，15位旧号码已停止使用。")
	case len(s) != 18:
		return IDNo{}, wrong("身份证号码应为18位，请核对位数。")
	case !digits(s[:17]) || s[17] != 'X' && !digits(s[17:]):
		return IDNo{}, wrong("身份证号码只能是数字，末位可以是X。")
	case s[0] == '9':
		return IDNo{}, wrong("以9开头的是外国人永久居留身份证号码，请改选证件类型。")
	case s[0] == '0':
		return IDNo{}, wrong("身份证号码应以1至8开头，请核对。")
	case !dated(s):
		return IDNo{}, wrong("身份证号码中的出生日期不存在，请核对第7至14位。")
	case mod11(s[:17]) != s[17]:
		return IDNo{}, wrong("身份证号码与校验位不符，请逐位核对。")
	}
	return IDNo{s}, nil
}

// Plain returns the number itself, to be sealed, compared or shown to one who
// gave a reason. It must not be logged, indexed or put into an address.
func (n IDNo) Plain() string { return n.s }

// String returns the default mask.
func (n IDNo) String() string { return n.Mask() }

// GoString returns the default mask.
func (n IDNo) GoString() string { return n.Mask() }

// Mask returns the number as anybody may see it: 11*************02X.
func (n IDNo) Mask() string { return hide(n.s, 2, 3) }

// MaskStaff returns the number as the handling office sees it in lists:
// 110105********002X.
func (n IDNo) MaskStaff() string { return hide(n.s, 6, 4) }

// Birth returns the date of birth, which exists.
func (n IDNo) Birth() (year, month, day int) {
	if n.s == "" {
		return 0, 0, 0
	}
	return number(n.s[6:10]), number(n.s[10:12]), number(n.s[12:14])
}

// BornBy reports whether the date of birth is not after the given day.
func (n IDNo) BornBy(year, month, day int) bool {
	y, m, d := n.Birth()
	return (y*100+m)*100+d <= (year*100+month)*100+day
}

// Female reports whether the sequence code says so: even is female.
func (n IDNo) Female() bool { return n.s != "" && n.s[16]%2 == 0 }

// mod11 returns the check character of ISO 7064 MOD 11-2 for 17 digits.
func mod11(s string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// dated reports whether digits 7 to 14 of s are a day on which somebody who
// carries such a number can have been born.
func dated(s string) bool {
	_, err := time.Parse("20060102", s[6:14])
	return err == nil && s[6:10] >= "1850" && s[6:10] < "2100"
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
