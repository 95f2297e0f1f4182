package form

import (
	"errors"
	"strings"
)

var errIdent = errors.New("not so written")

func parsePhone(s string) (string, error) {
	d := strings.NewReplacer(" ", "", "－", "-", "—", "-").Replace(s)
	if n := len(strings.ReplaceAll(d, "-", "")); n < 7 || n > 13 || strings.Trim(d, "+0123456789-") != "" {
		return "", errIdent
	}
	return d, nil
}

func parseEmail(s string) (string, error) {
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || strings.ContainsAny(s, " <>") {
		return "", errIdent
	}
	return s, nil
}

func cleanName(s string) (string, error) {
	if n := len([]rune(s)); n < 2 || n > 50 {
		return "", errIdent
	}
	return s, nil
}
