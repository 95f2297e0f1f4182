package road

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// A tablet is what a judge checks in: a key that signs locks.
type tablet struct {
	id      string
	session string
	key     *ecdsa.PrivateKey
	n       int
	sheets  map[string]string // by lot
	at      time.Time         // of the check-in, by the server's clock
}

// newTablet makes a key for the pad that a page shows.
func newTablet(session string, page *screen.Page) (*tablet, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	d := &tablet{id: rand.Text(), session: session, key: key, sheets: map[string]string{}}
	for f := range page.All("form") {
		if lot := screen.Attr(f, "data-pad"); lot != "" {
			d.sheets[lot] = screen.Attr(f, "data-sheet-id")
		}
	}
	return d, nil
}

// checkIn registers the tablet for the judge at b.
func (d *tablet) checkIn(b *screen.Browser) error {
	der, err := x509.MarshalPKIXPublicKey(&d.key.PublicKey)
	if err != nil {
		return err
	}
	page, err := b.Send("/judge/"+d.session+"/check-in", url.Values{"device": {d.id}, "key": {base64.StdEncoding.EncodeToString(der)}})
	if err != nil {
		return err
	}
	var said struct{ Now int64 }
	if err := json.Unmarshal(page.Body, &said); err != nil || page.Status != http.StatusOK {
		return fmt.Errorf("check in %s: %d %.200s", b.Who, page.Status, page.Text())
	}
	d.at = time.UnixMilli(said.Now)
	return nil
}

// lock signs what a form says as a pad does.
func (d *tablet) lock(f *screen.Form) (url.Values, error) {
	values, lot, seen := map[string]string{}, f.Values.Get("lot"), f.Values.Get("seen")
	for k := range maps.Keys(f.Values) {
		if k != "lot" && k != "seen" {
			values[k] = f.Values.Get(k)
		}
	}
	d.n++
	l, _ := strconv.Atoi(lot)
	s, _ := strconv.Atoi(seen)
	text, err := json.Marshal(map[string]any{
		"lock": 1, "session": d.session, "sheet": d.sheets[lot], "lot": l, "seen": s, "marks": values,
		"device": d.id, "n": d.n, "at": d.at.Add(time.Duration(d.n) * time.Second).UTC(),
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	r, t, err := ecdsa.Sign(rand.Reader, d.key, sum[:])
	if err != nil {
		return nil, err
	}
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	t.FillBytes(raw[32:])
	return url.Values{"lot": {lot}, "signed": {string(text)}, "signature": {base64.StdEncoding.EncodeToString(raw)}}, nil
}

// lockSigned locks the sheets of one judge by a tablet, and tries what must be
// refused: the lock of another sheet again, and the signature of a tablet that
// nobody has checked in.
func lockSigned(p *play.Play, b *screen.Browser, session string, page *screen.Page, forms []*screen.Form) error {
	mine, err := newTablet(session, page)
	if err != nil {
		return err
	}
	foreign, err := newTablet(session, page)
	if err != nil {
		return err
	}
	if err := mine.checkIn(b); err != nil {
		return err
	}
	var last url.Values
	for i, f := range forms {
		if i == 1 {
			again := maps.Clone(last)
			again.Set("lot", f.Values.Get("lot"))
			if err := refused(p, b, f.Action, again, "a lock of another sheet again"); err != nil {
				return err
			}
			v, err := foreign.lock(f)
			if err != nil {
				return err
			}
			if err := refused(p, b, f.Action, v, "the signature of a foreign device"); err != nil {
				return err
			}
		}
		if last, err = mine.lock(f); err != nil {
			return err
		}
		status, err := b.SendOnly(f.Action, last)
		if err != nil {
			return err
		}
		if status != http.StatusNoContent {
			p.Fault("signed lock by %s: %d", b.Who, status)
		}
		p.Count("sheets", 1)
		p.Count("signed-sheets", 1)
	}
	return nil
}

func refused(p *play.Play, b *screen.Browser, at string, v url.Values, what string) error {
	status, err := b.SendOnly(at, v)
	if err == nil && status != http.StatusForbidden {
		p.Fault("%s by %s: %d; want 403", what, b.Who, status)
	}
	return err
}
