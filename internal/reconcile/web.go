package reconcile

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/fault"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// MostSent is how many bytes a request may send that brings a table.
const MostSent = sheet.MostBytes + 1<<20

// reading holds how many files are read at the same time: each takes memory.
var reading = make(chan struct{}, 2)

// A deskView is the desk with what was brought to it.
type deskView struct {
	Shell   ui.Shell
	Head    ui.Head
	Desk    Desk
	Refused string
	View    *View // once a table was brought
}

// Show answers with the desk, empty.
func (d Desk) Show(w http.ResponseWriter, r *http.Request) error {
	return d.show(w, r, http.StatusOK, deskView{})
}

func (d Desk) show(w http.ResponseWriter, r *http.Request, status int, v deskView) error {
	v.Desk, v.Shell = d, ui.ShellOf(r.Context(), d.Title, d.Nav)
	v.Head = ui.Head{Title: d.Title, Trail: d.Trail}
	if v.View == nil {
		v.Head.Lead = d.Lead
	}
	return web.Render(w, r, status, deskPage(v))
}

// Post compares a table that was brought with the list, and takes it once it was
// seen.
func (d Desk) Post(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	sent, err := read(r, List{Fields: d.Fields}.Columns())
	if fault.Of(err) == fault.Invalid {
		return d.show(w, r, http.StatusUnprocessableEntity, deskView{Refused: fault.Text(lang.Of(ctx), err)})
	}
	if err == nil && sent.Take {
		if err = d.take(ctx, sent); err == nil {
			http.Redirect(w, r, cmp.Or(d.Done, web.Plus(d.Back, "brought=yes")), http.StatusSeeOther)
			return nil
		}
		if errors.Is(err, errShown) {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	l, err := d.List(ctx, d.DB)
	if err != nil {
		return err
	}
	if n := len(sent.Table.Rows); l.Grows && (n == 0 || n > l.Most) {
		return d.show(w, r, http.StatusUnprocessableEntity, deskView{Refused: unfit(ctx, n, l.Most)})
	}
	v, status := &View{List: l, Plan: New(l, sent.Table, sent.Decided), Action: d.At, Back: d.Back, Tell: d.Tell}, http.StatusOK
	if sent.Take {
		status = http.StatusConflict
		v.Stale = l.Digest() != sent.List
		v.Again = !v.Stale
	}
	return d.show(w, r, status, deskView{View: v})
}

// unfit says why a table is none for a list that grows.
func unfit(ctx context.Context, rows, most int) string {
	if rows == 0 {
		return lang.T(ctx, "表里只有列名，没有内容。")
	}
	return lang.T(ctx, "表里有 %d 行，这里最多 %d 行。请只留下要填的行，另存后再上传。", rows, most)
}

// A Sent is a table as it came with a request, and what was decided about it.
type Sent struct {
	Table      *incoming.Table
	Decided    map[string]string
	Take       bool   // and not only look
	List, Plan string // digests of what was shown
}

var errNone = fault.New(fault.Invalid, "请先选择文件，或把表格粘贴进来。")

// read reads a request: a file, a text that was pasted, or the table of a page
// that was shown before, which travels with it so that nothing need be kept.
func read(r *http.Request, columns []incoming.Column) (*Sent, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		t, err := uploaded(r, columns)
		return &Sent{Table: t}, err
	}
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if packed := r.PostForm.Get("table"); packed != "" {
		s := &Sent{Take: r.PostForm.Get("act") == "take", List: r.PostForm.Get("list"), Plan: r.PostForm.Get("plan"), Decided: map[string]string{}}
		for k := range r.PostForm {
			if id, ok := strings.CutPrefix(k, "d."); ok {
				s.Decided[id] = r.PostForm.Get(k)
			}
		}
		var err error
		s.Table, err = unpack(packed, columns)
		return s, err
	}
	text := r.PostForm.Get("text")
	if strings.TrimSpace(text) == "" {
		return nil, errNone
	}
	t, err := found([]byte(text), columns)
	return &Sent{Table: t}, err
}

// uploaded reads the first file of a request.
func uploaded(r *http.Request, columns []incoming.Column) (t *incoming.Table, err error) {
	_, err = web.EachFile(r, func(_ string, body io.Reader) error {
		if t != nil {
			return nil
		}
		b, err := io.ReadAll(io.LimitReader(body, sheet.MostBytes+1))
		if err != nil {
			return err
		}
		t, err = found(b, columns)
		return err
	})
	if err == nil && t == nil {
		err = errNone
	}
	return t, err
}

func found(b []byte, columns []incoming.Column) (*incoming.Table, error) {
	reading <- struct{}{}
	defer func() { <-reading }()
	all, err := sheet.Read(b)
	if err != nil {
		return nil, err
	}
	t, err := incoming.Read(all, columns)
	if err == nil && len(t.Rows) > largeRows {
		runtime.GC() // or the next such table comes on top of what this one left behind
	}
	return t, err
}

// largeRows is from where a table takes memory that is felt.
const largeRows = 20_000

// pack returns a table as it travels with a page.
func pack(t *incoming.Table) string {
	var b bytes.Buffer
	to := base64.NewEncoder(base64.StdEncoding, &b)
	z := gzip.NewWriter(to)
	out := json.NewEncoder(z)
	head := *t
	head.Rows = nil
	err := out.Encode(head)
	for i := range t.Rows { // one by one: the whole is large
		err = errors.Join(err, out.Encode(&t.Rows[i]))
	}
	if err != nil {
		panic(err) // texts always marshal
	}
	if z.Close() != nil || to.Close() != nil {
		panic("reconcile: a buffer does not fail")
	}
	return b.String()
}

// unpack is the inverse of pack. It trusts no page: rows have the columns of the
// table, and those are columns of the list.
func unpack(packed string, columns []incoming.Column) (*incoming.Table, error) {
	wrong := fault.New(fault.Invalid, "表单无法读取。")
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(packed)))
	if err != nil {
		return nil, wrong
	}
	t := &incoming.Table{}
	in := json.NewDecoder(io.LimitReader(z, 256<<20))
	for err = in.Decode(t); err == nil && len(t.Rows) <= sheet.MostRows; {
		var row incoming.Row
		if err = in.Decode(&row); err == nil {
			t.Rows = append(t.Rows, row)
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, wrong
	}
	if !t.Fits(columns) {
		return nil, wrong
	}
	return t, nil
}
