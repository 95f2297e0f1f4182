// Package identity keeps the numbers that tell people apart and must stay
// secret: identity documents and mobile numbers. It promises that the database
// never holds one in clear, that a sealed number opens for no other person,
// that one document belongs to one person, and that whoever reads a document's
// number in clear gave a reason that stands in the audit.
package identity

import (
	"errors"
	"strings"
	"unicode/utf8"

	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/ident"
	"qinglan/internal/vault"
)

// A Store keeps identity documents and mobile numbers.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// New returns the store on the database of f.
func New(f *flow.Store, keys *vault.Keys) *Store { return &Store{f, keys} }

// Acts in the audit.
const (
	ActReveal = "reveal-identity" // somebody read a number in clear
	ActChange = "change-identity" // a person gave another number than before
	ActMobile = "change-mobile"
)

const reasonRunes = 4 // the least that can be a reason

func maskOf(idType, value string) string {
	if idType == "resident_id" {
		if n, err := ident.ParseIDNo(value); err == nil {
			return n.Mask()
		}
	}
	return ident.MaskDocument(value)
}

// refusal makes the sentence of package ident a fault; it has no argument.
func refusal(err error) error {
	var says *ident.Error
	if errors.As(err, &says) {
		return fault.New(fault.Invalid, says.Reason)
	}
	return err
}

func checkReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) < reasonRunes {
		return "", fault.New(fault.Invalid, "请写明查看完整证件号码的理由，至少 %d 个字。", reasonRunes)
	}
	return reason, nil
}

// Places that a sealed value is bound to.
func identityPlace(person, idType string) []byte {
	return []byte("identities/" + person + "/" + idType)
}
func mobilePlace(person string) []byte { return []byte("mobiles/" + person) }
