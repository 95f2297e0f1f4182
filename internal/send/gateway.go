package send

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// client follows no redirection: a signature is for one address.
var client = &http.Client{
	Timeout:       patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

const answerSize = 64 << 10 // bytes of a gateway's answer that are read

// ask sends r and reads the JSON answer into v. That nobody answers, or answers
// something else, is [Trouble].
func ask(r *http.Request, v any) error {
	res, err := client.Do(r)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) { // without its address, which may hold a token
			err = u.Err
		}
		return &Trouble{err.Error(), true}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, answerSize))
	if err != nil {
		return &Trouble{err.Error(), true}
	}
	if err := json.Unmarshal(body, v); err != nil || res.StatusCode >= 500 {
		return &Trouble{Answer: fmt.Sprintf("HTTP %d", res.StatusCode)}
	}
	return nil
}

// posted returns a request that posts body as JSON.
func posted(ctx context.Context, u *url.URL, body any) (*http.Request, []byte, error) {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return nil, nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(text))
	if err != nil {
		return nil, nil, errors.New("the gateway's address cannot be read")
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	return r, text, nil
}

// escaped is RFC 3986 percent encoding, as gateways sign it.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}

// nonce is a random number for one request.
func nonce() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails: see crypto/rand
	return hex.EncodeToString(b)
}
