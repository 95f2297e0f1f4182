package pad

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/sitting"
)

// slack is how far the clock of a device may be from ours.
const slack = 5 * time.Minute

// midday parts the half days, in Beijing time: a morning that runs late is
// still one.
const midday = 13

// halfDay returns when a check-in at t ends: at midday or at midnight.
func halfDay(t time.Time) time.Time {
	d := calendar.Day(t)
	if end := d.At(midday, 0); t.Before(end) {
		return end
	}
	return d.AddDays(1).At(0, 0)
}

// A Key is the public half of a pair that a device made at check-in.
type Key struct {
	ID, Session, Person string
	Public              string // SubjectPublicKeyInfo, base64
	Began, Until, Ended time.Time
	N                   int64 // highest number of a lock taken
}

// Valid reports whether a lock signed at t falls into the check-in of k.
func (k Key) Valid(t time.Time) bool {
	return !t.Before(k.Began.Add(-slack)) && t.Before(k.Until) && (k.Ended.IsZero() || t.Before(k.Ended))
}

// Live reports whether k may sign now.
func (k Key) Live(now time.Time) bool { return k.Ended.IsZero() && now.Before(k.Until) }

// publicKey reads the public half of a pair on P-256.
func publicKey(text string) (*ecdsa.PublicKey, error) {
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	k, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, err
	}
	pub, ok := k.(*ecdsa.PublicKey)
	if !ok || pub.Curve != elliptic.P256() {
		return nil, fmt.Errorf("not a key on P-256")
	}
	return pub, nil
}

// Verifies reports whether signature, base64 of r and s of 32 bytes each, is
// k's of the text.
func (k Key) Verifies(text, signature string) bool {
	pub, err := publicKey(k.Public)
	if err != nil {
		return false
	}
	raw, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || len(raw) != 64 {
		return false
	}
	sum := sha256.Sum256([]byte(text))
	return ecdsa.Verify(pub, sum[:], new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:]))
}

// A Lock is what a device signs: one line of JSON, kept byte for byte with its
// signature.
type Lock struct {
	Version int               `json:"lock"` // 1
	Session string            `json:"session"`
	Sheet   string            `json:"sheet"`
	Lot     int               `json:"lot"`
	Seen    int64             `json:"seen"`  // move number of the sheet
	Marks   map[string]string `json:"marks"` // every criterion and the remarks, as written
	Device  string            `json:"device"`
	N       int64             `json:"n"`  // grows with each lock of a device
	At      time.Time         `json:"at"` // of the device, set by the server's clock at check-in
}

// Text returns l as it is signed.
func (l Lock) Text() string {
	b, err := json.Marshal(l)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return string(b)
}

// ReadLock reads what was signed.
func ReadLock(text string) (l Lock, err error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err = d.Decode(&l); err == nil && l.Version != 1 {
		err = fmt.Errorf("lock of version %d", l.Version)
	}
	if err != nil {
		return l, fault.Wrap(fault.Invalid, err, "锁分的内容无法读取，请刷新页面后重新锁分。")
	}
	return l, nil
}

// answers reads the marks of l as the form of the move does.
func (l Lock) answers(asked []form.Question) (form.Answers, form.Wrong) {
	v := url.Values{}
	for k, s := range l.Marks {
		v.Set(k, s)
	}
	return form.Read(blank(asked), v)
}

// blank leaves out of the form of a lock what only its signature fills in.
func blank(asked []form.Question) (out []form.Question) {
	for _, q := range asked {
		if q.Name != "way" && q.Name != "signed" && q.Name != "signature" {
			out = append(out, q)
		}
	}
	return out
}

// digest names a signed lock.
func digest(signed, signature string) string {
	sum := sha256.Sum256([]byte(signed + "\n" + signature))
	return hex.EncodeToString(sum[:])
}

// check passes a lock that k signed for this sheet of its judge, as it was
// seen, within the half day, with a number that is
// new. What its judge did sign and cannot be taken is Stale: a conflict.
func (l Lock) check(k Key, sh sitting.Sheet, signed, signature string, seen int64, now time.Time) error {
	switch {
	case k.ID == "" || k.Person != sh.Judge || k.Session != sh.Session:
		return fault.New(fault.Denied, "签名的设备没有以您的名义在本场签到，这份锁分没有接受。")
	case !k.Verifies(signed, signature):
		return fault.New(fault.Denied, "签名与锁分的内容不符，这份锁分没有接受。")
	case l.Session != sh.Session || l.Sheet != sh.Case || l.Lot != sh.Lot:
		return fault.New(fault.Denied, "签名的是另一份评分表，这份锁分没有接受。")
	case l.Seen != seen:
		return fault.New(fault.Stale, "%02d号在别处已有变化，这份锁分没有接受，两份都已保留，请与秘书核对。", sh.Lot)
	case l.N <= k.N:
		return fault.New(fault.Stale, "%02d号锁分的序号已经用过，没有接受，内容已保留，请与秘书核对。", sh.Lot)
	case !k.Valid(l.At) || l.At.After(now.Add(slack)):
		return fault.New(fault.Stale, "%02d号锁分的时间不在签到的半天之内，没有接受，内容已保留，请与秘书核对。", sh.Lot)
	}
	return nil
}
