package ident

import (
	"regexp"
	"strings"
)

// Kinds of telephone number.
const (
	Mobile   = "mobile"
	Landline = "landline"
	Service  = "service" // 400 and 800 numbers of organisations
)

// A Phone is a telephone number. A landline without Area is a local number as
// the notice prints it; it is completed where it is shown beyond the city.
type Phone struct {
	Kind   string
	Area   string // with its leading 0, or ""
	Number string
	Ext    string
}

var (
	mobile   = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landline = regexp.MustCompile(`^(?:(01\d|02\d|0[3-9]\d{2})-?)?([2-9]\d{6,7})(?:-(\d{1,6}))?$`)
	grouped  = regexp.MustCompile(`^(?:(01\d|02\d|0[3-9]\d{2})-)?([2-9]\d{2,3})-(\d{4})$`)
	service  = regexp.MustCompile(`^[48]00\d{7}$`)
)

// ParseMobile reads a mobile number and returns its 11 digits. Finer ranges
// than 13 to 19 are not kept: they change.
func ParseMobile(s string) (string, error) {
	n, _ := dialled(s)
	n = strings.ReplaceAll(n, "-", "")
	switch {
	case n == "":
		return "", wrong("请填写手机号码。")
	case !mobile.MatchString(n):
		return "", wrong("手机号码应为11位数字，以13至19开头，请核对。")
	}
	return n, nil
}

// ParsePhone reads a mobile number, a landline with or without area code and
// extension, or a 400 or 800 number.
func ParsePhone(s string) (Phone, error) {
	n, abroad := dialled(s)
	if n == "" {
		return Phone{}, wrong("请填写联系电话。")
	}
	joined := strings.ReplaceAll(n, "-", "")
	if mobile.MatchString(joined) {
		return Phone{Kind: Mobile, Number: joined}, nil
	}
	if service.MatchString(joined) {
		return Phone{Kind: Service, Number: joined}, nil
	}
	if abroad && !strings.HasPrefix(n, "0") {
		n = "0" + n // +86 579 … is dialled 0579 … at home
	}
	if m := landline.FindStringSubmatch(n); m != nil {
		return Phone{Kind: Landline, Area: m[1], Number: m[2], Ext: m[3]}, nil
	}
	if m := grouped.FindStringSubmatch(n); m != nil {
		return Phone{Kind: Landline, Area: m[1], Number: m[2] + m[3]}, nil
	}
	return Phone{}, wrong("请填写手机号码，或带区号的座机，例如 0579-82345678。")
}

// String returns the number in canonical form: 0579-82345678-12.
func (p Phone) String() string { return p.written(p.Number) }

// Full returns the number for readers elsewhere: a local number gets the area
// code of its organisation.
func (p Phone) Full(area string) string {
	if p.Kind == Landline && p.Area == "" {
		p.Area = area
	}
	return p.String()
}

// Mask returns the number as lists show it, except published office numbers:
// 138****1234, 0579-****0070.
func (p Phone) Mask() string {
	switch p.Kind {
	case Mobile:
		return MaskMobile(p.Number)
	case Service:
		return hide(p.Number, 3, 4)
	}
	p.Ext = ""
	return p.written("****" + last(p.Number, 4))
}

func (p Phone) written(number string) string {
	if p.Area != "" {
		number = p.Area + "-" + number
	}
	if p.Ext != "" {
		number += "-" + p.Ext
	}
	return number
}

// MaskMobile returns 138****1234.
func MaskMobile(s string) string { return hide(s, 3, 4) }

// MaskLandline returns 0579-****0070: the area code, if there is one, and the
// last four digits. What is no telephone number is starred as a whole.
func MaskLandline(s string) string {
	p, err := ParsePhone(s)
	if err != nil {
		return hide(s, 0, 0)
	}
	return p.Mask()
}

// dialled returns s without spaces and country code, with plain hyphens, and
// whether there was a country code.
func dialled(s string) (number string, abroad bool) {
	s = hyphens(fold(s))
	s = strings.NewReplacer("(", "", ")", "-", "转", "-").Replace(s)
	for _, code := range []string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, code); ok {
			return strings.Trim(rest, "-"), true
		}
	}
	return strings.Trim(s, "-"), false
}

// last returns the last n bytes of s, or less.
func last(s string, n int) string { return s[max(0, len(s)-n):] }
