package form

import (
	"errors"

	"qinglan/internal/ident"
)

// by makes a kind of a function of package ident, whose refusals are sentences
// for people, each with an English line.
func by(parse func(string) (string, error)) func(Question, string) (string, Complaint) {
	return func(_ Question, text string) (string, Complaint) {
		answer, err := parse(text)
		var says *ident.Error
		switch {
		case errors.As(err, &says):
			return text, Complaint{Format: says.Reason}
		case err != nil:
			return text, Complaint{Format: sayBroken}
		}
		return answer, Complaint{}
	}
}

func parsePhone(s string) (string, error) {
	p, err := ident.ParsePhone(s)
	return p.String(), err
}

func parseIDNo(s string) (string, error) {
	n, err := ident.ParseIDNo(s)
	return n.Plain(), err
}

func parseUSCC(s string) (string, error) {
	c, err := ident.ParseUSCC(s)
	return string(c), err
}
