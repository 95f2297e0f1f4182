// Package vault holds the keys of one installation and what is done with them:
// sealing values at rest, blind indexes for finding duplicates, signatures.
//
// The keys live in one file outside the database, see [Create] and [Load]. The
// package knows no table and no person. It promises that no key leaves it, that
// what was sealed for one place opens in no other, and that ciphertext says by
// its first byte which algorithm made it, so that another can stand beside it.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// aesGCM is the algorithm id of AES-256-GCM with a random nonce of 12 bytes.
// 2 is kept for SM4.
const aesGCM = 1

// ErrCipher says that a ciphertext was changed, was sealed with another key, or
// belongs to another place.
var ErrCipher = errors.New("vault: the ciphertext is damaged, or belongs to another key or place")

// Keys are the keys of an installation. They are safe for concurrent use and
// print as nothing.
type Keys struct {
	data  cipher.AEAD
	blind []byte
	sign  ed25519.PrivateKey
}

func newKeys(data, blind, sign []byte) (*Keys, error) {
	for name, key := range map[string][]byte{"data": data, "blind": blind, "sign": sign} {
		if len(key) != 32 {
			return nil, fmt.Errorf("key %q has %d bytes; want 32", name, len(key))
		}
	}
	block, err := aes.NewCipher(data)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &Keys{aead, blind, ed25519.NewKeyFromSeed(sign)}, nil
}

// String hides the keys.
func (k *Keys) String() string { return "vault.Keys" }

// GoString hides the keys.
func (k *Keys) GoString() string { return "vault.Keys" }

// Seal encrypts plain for the place that aad names, such as table, column and
// row. The same value seals differently each time.
func (k *Keys) Seal(plain, aad []byte) []byte {
	out := make([]byte, 1+k.data.NonceSize(), 1+k.data.NonceSize()+len(plain)+k.data.Overhead())
	out[0] = aesGCM
	rand.Read(out[1:]) // never fails: see crypto/rand
	return k.data.Seal(out, out[1:], plain, bound(aad))
}

// Open returns what was sealed for the place aad, or [ErrCipher].
func (k *Keys) Open(sealed, aad []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, ErrCipher
	}
	if sealed[0] != aesGCM {
		return nil, fmt.Errorf("vault: ciphertext of algorithm %d; this program knows %d", sealed[0], aesGCM)
	}
	rest := sealed[1:]
	if len(rest) < k.data.NonceSize()+k.data.Overhead() {
		return nil, ErrCipher
	}
	n := k.data.NonceSize()
	plain, err := k.data.Open(nil, rest[:n], rest[n:], bound(aad))
	if err != nil {
		return nil, ErrCipher
	}
	return plain, nil
}

// bound returns aad with the algorithm id before it: that too is authenticated.
func bound(aad []byte) []byte { return append([]byte{aesGCM}, aad...) }

// Blind returns a keyed digest of a canonical value in hex, by which equal
// values of one kind are found without being readable. A kind is a word of the
// program and holds no NUL.
func (k *Keys) Blind(kind, value string) string {
	m := hmac.New(sha256.New, k.blind)
	m.Write([]byte(kind + "\x00" + value))
	return hex.EncodeToString(m.Sum(nil))
}

// Sign returns the Ed25519 signature of msg.
func (k *Keys) Sign(msg []byte) []byte { return ed25519.Sign(k.sign, msg) }

// Public returns the key that checks what Sign signed.
func (k *Keys) Public() ed25519.PublicKey { return k.sign.Public().(ed25519.PublicKey) }

// Verify reports whether sig is the signature of msg by the holder of pub. A
// key of the wrong size verifies nothing.
func Verify(pub, msg, sig []byte) bool {
	return len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, msg, sig)
}
