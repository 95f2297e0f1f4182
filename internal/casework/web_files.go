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
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
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
	m.Route("GET /files/{id}/open", p.askReason)
	m.Route("POST /files/{id}/open", p.openSealed)
	m.Route("POST /files/{id}/remove", p.remove)
	m.Large("POST /approvals/{id}/offline", uploadLimit, p.offline)
}

// upload takes files one after the other, straight from the request to the
// store.
func (p *Pages) upload(w http.ResponseWriter, r *http.Request) error {
	c, a, err := p.Find(r)
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
	f, _, err := p.FileFor(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if f.Sealed && f.Person != a.Person {
		http.Redirect(w, r, "/files/"+f.ID+"/open", http.StatusSeeOther)
		return nil
	}
	return p.send(w, r, f)
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

func (p *Pages) send(w http.ResponseWriter, r *http.Request, f File) error {
	if err := f.Unfit(ActorOf(r.Context())); err != nil {
		return err
	}
	body, err := p.blobs.Open(f.key, f.Sealed)
	if err != nil {
		return err
	}
	defer body.Close()
	w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	return web.File(w, r, f.Name, f.Media, body)
}

// reasonQuestion is asked before a file that shows an identity is opened.
var reasonQuestion = form.Question{
	Name: "reason", Label: "查看事由", Hint: "例如：核对姓名与出生日期。将记入审计，本人可以查询。",
	Kind: form.Text, Min: 4, Max: 100,
}

// A sealedView asks why a file is to be opened.
type sealedView struct {
	Shell   ui.Shell
	File    File
	Tile    ui.Tile
	Back    string
	Answers form.Answers
	Wrong   form.Wrong
}

func (p *Pages) sealedView(r *http.Request, f File, c *flow.Case, a org.Actor) sealedView {
	ctx := r.Context()
	v := sealedView{Shell: ui.ShellOf(ctx, lang.T(ctx, "查看身份证件"), "/desk"), File: f, Tile: f.Tile(ctx), Back: p.Href(c, a)}
	v.Tile.Href = ""
	return v
}

func (p *Pages) askReason(w http.ResponseWriter, r *http.Request) error {
	f, c, a, err := p.sealed(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, sealedPage(p.sealedView(r, f, c, a)))
}

func (p *Pages) sealed(r *http.Request) (File, *flow.Case, org.Actor, error) {
	a, err := Signed(r)
	if err != nil {
		return File{}, nil, a, err
	}
	f, c, err := p.FileFor(r.Context(), a, r.PathValue("id"))
	if err == nil && !f.Sealed {
		err = fault.New(fault.Missing, "没有这个文件，或您无权查看。")
	}
	return f, c, a, err
}

// openSealed hands out a file that shows an identity after who opens it and
// why stands in the audit.
func (p *Pages) openSealed(w http.ResponseWriter, r *http.Request) error {
	f, c, a, err := p.sealed(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := f.Unfit(a); err != nil {
		return err
	}
	answers, wrong := form.Read([]form.Question{reasonQuestion}, r.PostForm)
	if len(wrong) > 0 {
		v := p.sealedView(r, f, c, a)
		v.Answers, v.Wrong = answers, wrong
		return web.Render(w, r, http.StatusUnprocessableEntity, sealedPage(v))
	}
	err = p.Flow.Log(r.Context(), nil, a, "open-identity-file", f.ID, form.Answers{"reason": answers["reason"], "case": c.ID})
	if err != nil {
		return err
	}
	return p.send(w, r, f)
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
