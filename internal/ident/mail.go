package ident

import (
	"regexp"
	"strings"
)

// address finds what looks like a mail address; ParseEmail asks that it is all.
var address = regexp.MustCompile(`[A-Za-z0-9.!#$%&'*+/=?^_{|}~` + "`" + `-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}`)

// ParseEmail reads a mail address and returns it with its domain in lower case.
// Whether it exists only a link sent there can tell.
func ParseEmail(s string) (string, error) {
	s = fold(s)
	local, domain, _ := strings.Cut(s, "@")
	switch {
	case s == "":
		return "", wrong("请填写电子邮箱。")
	case len(s) > 254 || len(local) > 64:
		return "", wrong("电子邮箱过长，请核对。")
	case address.FindString(s) != s || strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, ".."):
		return "", wrong("电子邮箱应形如 name@example.cn，请核对。")
	}
	return local + "@" + strings.ToLower(domain), nil
}

// MaskEmail returns z***@example.cn. What is no address is starred as a whole.
func MaskEmail(s string) string {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" {
		return hide(s, 0, 0)
	}
	return string([]rune(local)[:1]) + "***@" + domain
}

// MaskAccount returns **** and the last four digits of a bank account.
func MaskAccount(s string) string {
	s = strings.ReplaceAll(hyphens(fold(s)), "-", "")
	if len(s) <= 8 {
		return "****"
	}
	return "****" + last(s, 4)
}
