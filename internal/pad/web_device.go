package pad

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

// Acts in the audit.
const (
	actCheckIn  = "check-in"
	actCheckOut = "check-out"
)

// A deviceView is what the page tells of the check-in.
type deviceView struct {
	Live  Key
	Fresh bool // signed in just now: no password is asked
}

func (s *Slice) fillDevice(r *http.Request, v *judgeView) (err error) {
	if !marking(v.Case) {
		return nil
	}
	v.Device.Fresh = s.Confirm(r, "") == nil
	v.Device.Live, err = s.store.live(r.Context(), s.Flow.DB(), v.Case.ID, v.Actor.Person, s.Flow.Now())
	return err
}

// marking reports whether a session is one in which pads are used.
func marking(c *flow.Case) bool { return c.State == "declaring" || c.State == "open" }

// checkIn registers the key that a device has made, for this judge, this
// session and the rest of the half day. An earlier device ends.
func (s *Slice) checkIn(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	return s.answer(w, r, func() (any, error) {
		k, err := s.newKey(r, c, a)
		if err != nil {
			return nil, err
		}
		if err := s.Confirm(r, r.PostForm.Get("password")); err != nil {
			return nil, err
		}
		ctx := r.Context()
		err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
			n, err := s.store.endKeys(ctx, tx, c.ID, a.Person, k.Began)
			if err != nil {
				return err
			}
			if err := s.store.addKey(ctx, tx, k); err != nil {
				return err
			}
			return s.Flow.Log(ctx, tx, a, actCheckIn, c.ID, form.Answers{
				"device": k.ID, "key": digest(k.Person, k.Public), "ended": strconv.FormatInt(n, 10),
			})
		})
		return map[string]any{"id": k.ID, "until": db.Millis(k.Until), "now": db.Millis(k.Began)}, err
	})
}

func (s *Slice) newKey(r *http.Request, c *flow.Case, a org.Actor) (Key, error) {
	if err := r.ParseForm(); err != nil {
		return Key{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if !marking(c) {
		return Key{}, fault.New(fault.Closed, "本场现在不能签到。")
	}
	now := s.Flow.Now()
	k := Key{ID: r.PostForm.Get("device"), Session: c.ID, Person: a.Person, Public: r.PostForm.Get("key"), Began: now, Until: halfDay(now)}
	if n := len(k.ID); n < 16 || n > 64 {
		return Key{}, fault.New(fault.Invalid, "表单无法读取。")
	}
	if _, err := publicKey(k.Public); err != nil {
		return Key{}, fault.Wrap(fault.Invalid, err, "这台设备的签名密钥无法使用，请换一个浏览器签到。")
	}
	return k, nil
}

// checkOut ends the judge's device, for one that is lost or broken: then locks
// can be made online, without its signature.
func (s *Slice) checkOut(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := s.Confirm(r, r.PostForm.Get("password")); err != nil {
		return err
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := s.store.endKeys(ctx, tx, c.ID, a.Person, s.Flow.Now())
		if err != nil || n == 0 {
			return err
		}
		return s.Flow.Log(ctx, tx, a, actCheckOut, c.ID, nil)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/judge/"+c.ID, http.StatusSeeOther)
	return nil
}

// answer answers a pad: what do returns as JSON, or what is wrong in words.
func (s *Slice) answer(w http.ResponseWriter, r *http.Request, do func() (any, error)) error {
	w.Header().Set("X-Pad-Now", strconv.FormatInt(db.Millis(s.Flow.Now()), 10))
	body, err := do()
	status := http.StatusOK
	if err != nil {
		var said *fault.Error
		if r.Header.Get("X-Pad") == "" || !errors.As(err, &said) || said.Kind == fault.SignedOut {
			return err
		}
		status, body = web.Status(err), map[string]string{"say": said.Text(lang.Of(r.Context()))}
	}
	if body == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(b)
	return err
}

// clock writes a time for a script.
func clock(t time.Time) string { return strconv.FormatInt(db.Millis(t), 10) }
