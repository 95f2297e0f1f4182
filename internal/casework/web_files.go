package casework

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

// uploadLimit is how much one request may send: a few files at once.
const uploadLimit = 6*blob.MaxFile + 1<<20

// A Refused shows a page again beside a file that was refused.
type Refused func(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, item string, why error) error

// Refused gives the page of a track that shows why a file was refused; nil is
// the plain page.
func (p *Pages) Refused(track string, f Refused) { p.refused[track] = f }

// Received gives what is done with every file that somebody sent, in the
// transaction that keeps it.
func (p *Pages) Received(f func(ctx context.Context, tx *db.Tx, f File) error) { p.received = f }

// Keep gives the pages the store of files.
func (p *Pages) Keep(b *blob.Store) { p.blobs = b }

func (p *Pages) fileRoutes(m *web.Mux) {
	m.Large("POST /cases/{id}/files/{item}", uploadLimit, p.upload)
	m.Route("GET /files/{id}", p.download)
	m.Route("POST /files/{id}/remove", p.remove)
	m.Large("POST /approvals/{id}/offline", uploadLimit, p.offline)
}

// upload takes files one after the other, straight from the request to the
// store.
func (p *Pages) upload(w http.ResponseWriter, r *http.Request) error {
	c, a, _, err := p.FindKeyed(r)
	if err != nil {
		return err
	}
	item := r.PathValue("item")
	if s, ok := p.SlotOf(c, item); !ok || !s.May(p.Flow, c, a) {
		return fault.New(fault.Denied, "现在不能在这里上传文件。")
	}
	n := 0
	_, err = web.EachFile(r, func(name string, body io.Reader) error {
		n++
		_, err := p.AddFile(r.Context(), c, a, item, name, body)
		return err
	})
	if err == nil && n == 0 {
		err = fault.New(fault.Invalid, "请先选择文件，再上传。")
	}
	if show := p.refused[c.Track.Name]; err != nil && fault.Of(err) == fault.Invalid && show != nil {
		return show(w, r, c, a, item, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.nextOf(r, c, a), http.StatusSeeOther)
	return nil
}

// nextOf returns where a form about files leads: the page it names in its
// address, or the case.
func (p *Pages) nextOf(r *http.Request, c *flow.Case, a org.Actor) string {
	if next := r.URL.Query().Get("next"); next != "" {
		return web.Local(next)
	}
	return p.Href(c, a)
}

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	a, err := Signed(r)
	if err != nil {
		return err
	}
	f, c, err := p.FileFor(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if f.Sealed && f.Person != a.Person && c.Party != a.Person {
		http.Redirect(w, r, "/files/"+f.ID+"/open", http.StatusSeeOther)
		return nil
	}
	return p.Hand(w, r, f, false)
}

var (
	errUnchecked = fault.New(fault.Closed, "这个文件刚刚收到，正在检查，通常不到一分钟。请稍后再打开。")
	errFailed    = fault.New(fault.Denied, "这个文件没有通过检查，不能打开。请让上传的人按提示重新上传。")
)

// Unfit says why a file is not handed out: only who sent it is given what has not
// passed its check.
func (f File) Unfit(a org.Actor) error {
	switch {
	case f.Person == a.Person || f.State == "clean":
		return nil
	case f.State == "failed":
		return errFailed
	}
	return errUnchecked
}

// Hand gives f, which the reader may open, for keeping, or to be shown within a
// page: there nobody sees what has not passed its check.
func (p *Pages) Hand(w http.ResponseWriter, r *http.Request, f File, shown bool) error {
	reader := ActorOf(r.Context())
	if shown {
		reader = org.Actor{}
	}
	if err := f.Unfit(reader); err != nil {
		return err
	}
	body, err := p.blobs.Open(f.key, f.Sealed)
	if err != nil {
		return err
	}
	defer body.Close()
	w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	if shown {
		return web.Shown(w, r, f.Media, body)
	}
	return web.File(w, r, f.Name, f.Media, body)
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	a, err := Signed(r)
	if err != nil {
		return err
	}
	f, c, err := p.FileFor(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := p.dropFile(r.Context(), c, a, f); err != nil {
		return err
	}
	http.Redirect(w, r, p.nextOf(r, c, a), http.StatusSeeOther)
	return nil
}

// offline records that a draft was approved on paper, with the scan of the
// 审批单; the decision takes effect by it.
func (p *Pages) offline(w http.ResponseWriter, r *http.Request) error {
	a, err := Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	prop, c, err := p.Flow.Proposal(ctx, a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if prop.Organ != a.Organ.ID || prop.State != "open" {
		return fault.New(fault.Denied, "这份审批不由您办理。")
	}
	slot, _ := p.SlotOf(c, "offline")
	var kept File
	fields, err := web.EachFile(r, func(name string, body io.Reader) (err error) {
		if kept.ID != "" {
			return fault.New(fault.Invalid, "请把审批单合成一个文件上传。")
		}
		kept, err = p.keepFile(ctx, c, a, slot, name, body)
		return err
	})
	if err != nil {
		return err
	}
	step, err := strconv.Atoi(fields["step"])
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := p.Flow.Offline(ctx, a, prop.ID, step, fields["note"], kept.ID); err != nil {
		if kept.ID != "" {
			err = errors.Join(err, p.forget(ctx, kept, true))
		}
		return err
	}
	http.Redirect(w, r, "/desk", http.StatusSeeOther)
	return nil
}
