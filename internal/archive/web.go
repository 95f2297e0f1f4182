package archive

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// basis of archives and of how long they are kept.
const basis law.Clause = "rules/50"

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /archives", s.page)
	m.Route("POST /archives", s.make)
	m.Route("GET /archives/{id}", s.take)
}

// A view is the archives of all editions.
type view struct {
	Shell    ui.Shell
	Editions []edition
	Table    ui.Table
	Waiting  bool
	Key      string
	ID       string // of the next order
	May      bool
}

type edition struct {
	*programme.Edition
	Open, All int
}

// page lists the editions with what is still open in each, and the archives.
func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := view{Shell: ui.ShellOf(ctx, lang.T(ctx, "归档"), "/archives"), ID: db.NewID(), Key: Fingerprint(s.Keys.Public()), May: a.Role == programme.Province}
	for _, e := range s.Flow.Opened() {
		one := edition{Edition: e}
		if one.All, one.Open, err = s.count(ctx, e); err != nil {
			return err
		}
		if one.All > 0 {
			v.Editions = append(v.Editions, one)
		}
	}
	all, err := s.orders(ctx)
	if err != nil {
		return err
	}
	v.Table, v.Waiting = s.table(ctx, all)
	return web.Render(w, r, http.StatusOK, archivesPage(v))
}

func (s *Slice) table(ctx context.Context, all []Order) (t ui.Table, waiting bool) {
	t = ui.Table{ID: "archives", Caption: lang.T(ctx, "已生成的案卷"), Columns: []ui.Column{
		{Label: lang.T(ctx, "批次"), Main: true}, {Label: lang.T(ctx, "成卷时间")}, {Label: lang.T(ctx, "办件"), Num: true},
		{Label: lang.T(ctx, "卷内件数"), Num: true}, {Label: lang.T(ctx, "未办结"), Num: true}, {Label: lang.T(ctx, "大小"), Num: true}, {Label: lang.T(ctx, "清单摘要")}, {Label: lang.T(ctx, "案卷")},
	}}
	for _, o := range all {
		title := o.Edition
		if e, ok := s.Flow.Edition(o.Edition); ok {
			title = e.Short
		}
		row := ui.Row{ID: o.ID, Cells: ui.Texts(title, calendar.Exact(o.At), "", "", "", lang.T(ctx, "生成中"), "", "")}
		if o.State == "done" {
			row.Href = "/archives/" + o.ID
			row.Cells = ui.Texts(title, calendar.Exact(o.Done), fmt.Sprint(o.Cases), fmt.Sprint(o.Items), fmt.Sprint(o.Open), size(o.Size), o.Sums[:12])
			row.Cells = append(row.Cells, ui.Cell{Text: lang.T(ctx, "下载"), Href: row.Href})
		} else {
			waiting = true
		}
		t.Rows = append(t.Rows, row)
	}
	return t, waiting
}

func size(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// make orders the archive of an edition.
func (s *Slice) make(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	if a.Role != programme.Province {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	name, id := r.PostForm.Get("edition"), r.PostForm.Get("id")
	if _, ok := s.Flow.Edition(name); !ok || id == "" || len(id) > 64 {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	if err := s.ask(r.Context(), a, id, name); err != nil {
		return err
	}
	http.Redirect(w, r, "/archives", http.StatusSeeOther)
	return nil
}

// take hands an archive out and notes who took it.
func (s *Slice) take(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	o, err := s.order(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if o.State != "done" {
		return fault.New(fault.Missing, "这份案卷还在生成，请稍后再来。")
	}
	content, err := s.Files.Open(o.Key, true)
	if err != nil {
		return err
	}
	defer content.Close()
	if err := s.Flow.Log(ctx, nil, a, "export", "/archives/"+o.ID, form.Answers{"paper": "archive", "digest": o.SHA256}); err != nil {
		return err
	}
	// A large file on a slow line takes its time.
	if err := http.NewResponseController(w).SetWriteDeadline(time.Time{}); err != nil && s.Log != nil {
		s.Log.DebugContext(ctx, "no write deadline to lift", "err", err)
	}
	return web.File(w, r, "案卷 "+o.Edition+" "+calendar.Day(o.Done).String()+".zip", "application/zip", content)
}
