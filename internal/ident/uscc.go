package ident

import "strings"

// A USCC is a valid 统一社会信用代码 (GB 32100-2015). It is public.
type USCC string

// alphabet is that of GB 32100: the value of a character is its index.
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ParseUSCC reads a unified social credit code.
func ParseUSCC(s string) (USCC, error) {
	s = strings.ToUpper(hyphens(fold(s)))
	switch {
	case s == "":
		return "", wrong("请填写统一社会信用代码。")
	case strings.ContainsAny(s, "IOSVZ"):
		return "", wrong("代码不使用字母 I、O、S、V、Z，请核对。")
	case !within(s, alphabet):
		return "", wrong("统一社会信用代码只含数字和大写字母，请核对。")
	case len(s) != 18:
		return "", wrong("统一社会信用代码应为18位，请核对位数。")
	case mod31(s[:17]) != s[17]:
		return "", wrong("统一社会信用代码与校验位不符，请逐位核对。")
	}
	return USCC(s), nil
}

// Kind returns what the first two characters stand for, such as 企业, or "" if
// they are not known here. It is a hint, never a reason to refuse.
func (c USCC) Kind() string {
	if len(c) != 18 {
		return ""
	}
	return kinds[string(c[:2])]
}

var kinds = map[string]string{
	"11": "机关",
	"12": "事业单位",
	"13": "编办管理的群团",
	"31": "律师事务所",
	"51": "社会团体",
	"52": "民办非企业单位",
	"53": "基金会",
	"81": "基层工会",
	"91": "企业",
	"92": "个体工商户",
	"93": "农民专业合作社",
	"N1": "农村集体经济组织",
}

// Region returns the six digits of the registering office.
func (c USCC) Region() string {
	if len(c) != 18 {
		return ""
	}
	return string(c[2:8])
}

// InnerValid reports whether characters 9 to 17 pass the check of GB 11714. If
// not, that is a warning only: the code itself is valid.
func (c USCC) InnerValid() bool {
	if len(c) != 18 {
		return false
	}
	sum := 0
	for i, w := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		v := int(c[8+i])
		if v >= 'A' { // here every letter counts, from A = 10
			sum += (v - 'A' + 10) * w
		} else {
			sum += (v - '0') * w
		}
	}
	return "0X987654321"[sum%11] == c[16]
}

// mod31 returns the check character for 17 characters of the alphabet.
func mod31(s string) byte {
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(alphabet, s[i]) * weight
		weight = weight * 3 % 31
	}
	return alphabet[(31-sum%31)%31]
}

// within reports whether s is made of the characters of set alone.
func within(s, set string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(set, r) }) < 0
}
