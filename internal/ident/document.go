package ident

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Document is a kind of identity document (id_type).
type Document struct {
	Key  string
	Name string
}

// Documents returns the kinds that a form offers, the list that tax
// withholding uses, so that a payee needs no second entry.
func Documents() []Document {
	return []Document{
		{"resident_id", "居民身份证"},
		{"hkmo_residence", "港澳居民居住证"},
		{"tw_residence", "台湾居民居住证"},
		{"hkmo_permit", "港澳居民来往内地通行证"},
		{"tw_permit", "台湾居民来往大陆通行证"},
		{"foreign_pr", "外国人永久居留身份证"},
		{"cn_passport", "中国护照"},
		{"foreign_passport", "外国护照"},
		{"work_permit_a", "外国人工作许可证（A类）"},
		{"work_permit_b", "外国人工作许可证（B类）"},
		{"work_permit_c", "外国人工作许可证（C类）"},
		{"other", "其他"},
	}
}

// shapes holds what a number of each kind looks like. Those of 18 characters
// also carry the check of GB 11643.
var shapes = map[string]*regexp.Regexp{
	"hkmo_residence":   regexp.MustCompile(`^8[12]0000\d{11}[\dX]$`),
	"tw_residence":     regexp.MustCompile(`^830000\d{11}[\dX]$`),
	"hkmo_permit":      regexp.MustCompile(`^[HM]\d{8}(\d{2})?$`),
	"tw_permit":        regexp.MustCompile(`^(\d{8}|[0-9A-Z]{10})$`),
	"foreign_pr":       regexp.MustCompile(`^(9\d{16}[\dX]|[A-Z]{3}\d{12})$`),
	"cn_passport":      regexp.MustCompile(`^(E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8})$`),
	"foreign_passport": regexp.MustCompile(`^[A-Z0-9]{5,20}$`),
	"work_permit_a":    regexp.MustCompile(`^[A-Z0-9]{6,30}$`),
	"work_permit_b":    regexp.MustCompile(`^[A-Z0-9]{6,30}$`),
	"work_permit_c":    regexp.MustCompile(`^[A-Z0-9]{6,30}$`),
	"other":            regexp.MustCompile(`^.{1,40}$`),
}

// ParseDocument reads the number of a document of the kind key and returns it
// in canonical form. Nothing is derived from it: only a resident's number says
// a birthday, see [ParseIDNo].
func ParseDocument(key, s string) (string, error) {
	if key == "resident_id" {
		n, err := ParseIDNo(s)
		return n.Plain(), err
	}
	s = strings.ToUpper(fold(s))
	shape, ok := shapes[key]
	switch {
	case !ok:
		return "", wrong("请选择证件类型。")
	case s == "":
		return "", wrong("请填写证件号码。")
	case !shape.MatchString(s):
		return "", wrong("证件号码与所选证件类型不符，请核对。")
	case checked(key, s) && mod11(s[:17]) != s[17]:
		return "", wrong("证件号码与校验位不符，请逐位核对。")
	}
	return s, nil
}

func checked(key, s string) bool {
	return strings.HasSuffix(key, "_residence") || key == "foreign_pr" && len(s) == 18
}

// MaskDocument returns the first and the last two characters of the number of
// a document that is not a resident's.
func MaskDocument(s string) string {
	if utf8.RuneCountInString(s) < 6 { // too short for three of them to be shown
		return hide(s, 0, 0)
	}
	return hide(s, 1, 2)
}
