package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"qinglan/internal/fault"
)

// Cost of Argon2id (RFC 9106): the least that is recommended for small
// machines. Two at a time take 38 MiB at most.
const (
	hashMemory  = 19 * 1024 // KiB
	hashPasses  = 2
	hashThreads = 1
	hashBytes   = 32
	hashers     = 2
)

// What a password needs (GB/T 22239, 8.1.4.1).
const (
	passwordRunes = 10
	passwordKinds = 3
	passwordBytes = 256
)

//go:embed common.txt
var commonText string

// common are passwords, and cores of passwords, that guessers try first.
var common = strings.Fields(commonText)

// checkPassword says whether a password is good enough for the account name.
func checkPassword(password, name string) error {
	switch {
	case !utf8.ValidString(password) || len(password) > passwordBytes:
		return fault.New(fault.Invalid, "这个密码不能用，请换一个。")
	case utf8.RuneCountInString(password) < passwordRunes || kinds(password) < passwordKinds:
		return fault.New(fault.Invalid, "密码至少 %d 位，并含大写字母、小写字母、数字、其他字符中的 %d 种。", passwordRunes, passwordKinds)
	case guessable(password, name):
		return fault.New(fault.Invalid, "这个密码太常见，容易被猜到，请换一个。")
	}
	return nil
}

// kinds counts the kinds of character: capitals, small letters, digits, others.
func kinds(s string) int {
	var seen [4]int
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			seen[0] = 1
		case unicode.IsLower(r):
			seen[1] = 1
		case unicode.IsDigit(r):
			seen[2] = 1
		default:
			seen[3] = 1
		}
	}
	return seen[0] + seen[1] + seen[2] + seen[3]
}

// plainly undoes the usual dressing of a word: P@ssw0rd is password.
var plainly = strings.NewReplacer("@", "a", "4", "a", "0", "o", "1", "l", "3", "e", "$", "s", "5", "s", "!", "i")

// guessable reports whether the password is a common one, or one in a usual
// dress: before, after and between digits and signs, or with the account name.
func guessable(password, name string) bool {
	low := strings.ToLower(password)
	if name != "" && strings.Contains(low, name) {
		return true
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, s)
	}
	for _, c := range []string{low, letters(low), letters(plainly.Replace(strings.TrimRight(low, "0123456789!@#$%^&*._-")))} {
		if slices.Contains(common, c) {
			return true
		}
	}
	first, _ := utf8.DecodeRuneInString(low)
	return strings.Trim(low, string(first)) == ""
}

// hash returns the Argon2id hash of a password with its cost and a new salt.
func (s *Slice) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails: see crypto/rand
	sum, err := s.derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		hashMemory, hashPasses, hashThreads, b.EncodeToString(salt), b.EncodeToString(sum)), nil
}

// matches reports whether hash is of password. Without a hash it does the same
// work and says no.
func (s *Slice) matches(ctx context.Context, hash, password string) (bool, error) {
	salt, want := make([]byte, 16), make([]byte, hashBytes)
	if hash != "" {
		var err error
		if salt, want, err = parseHash(hash); err != nil {
			return false, err
		}
	}
	if len(password) > passwordBytes {
		password = password[:passwordBytes] + "\x00"
	}
	sum, err := s.derive(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, want) == 1 && hash != "", nil
}

// derive hashes, not more than [hashers] at a time.
func (s *Slice) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case s.hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.hashing }()
	return argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashBytes), nil
}

// parseHash reads what hash wrote. A cost other than today's is not one that
// this program has written.
func parseHash(hash string) (salt, sum []byte, err error) {
	head := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, hashMemory, hashPasses, hashThreads)
	rest, ok := strings.CutPrefix(hash, head)
	a, b, cut := strings.Cut(rest, "$")
	if !ok || !cut {
		return nil, nil, fmt.Errorf("unknown kind of password hash")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(a); err != nil {
		return nil, nil, fmt.Errorf("password hash: %w", err)
	}
	if sum, err = base64.RawStdEncoding.DecodeString(b); err != nil {
		return nil, nil, fmt.Errorf("password hash: %w", err)
	}
	return salt, sum, nil
}
