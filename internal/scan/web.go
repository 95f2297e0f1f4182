package scan

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// basis is where papers with seals are asked for.
const basis law.Clause = "zswlf72/附件2"

const (
	mostSent   = 200 << 20 // bytes of one request
	mostListed = 30        // files in the list of what was sent in
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /scans", s.list)
	m.Large("POST /scans", mostSent, s.send)
	m.Route("GET /scans/{batch}", s.result)
	m.Route("GET /scans/pages/{page}", s.show)
	m.Route("GET /scans/pages/{page}/picture.jpg", s.sendPicture)
	m.Route("POST /scans/pages/{page}/assign", s.postAssign)
	m.Route("POST /scans/pages/{page}/drop", s.postDrop)
	m.Route("POST /scans/pages/{page}/back", s.postBack)
}

// A listView is where one sends scans in, with what waits in the tray and what was
// sent before.
type listView struct {
	Shell   ui.Shell
	Refused string
	Tray    ui.Table
	Sent    ui.Table
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	return s.showList(w, r, http.StatusOK, a, nil)
}

func (s *Slice) showList(w http.ResponseWriter, r *http.Request, status int, a org.Actor, refused error) error {
	ctx := r.Context()
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "扫描回收"), "/scans")}
	if refused != nil {
		v.Refused = fault.Text(lang.Of(ctx), refused)
	}
	tray, err := s.tray(ctx, a.Organ.ID)
	if err != nil {
		return err
	}
	v.Tray = trayTable(ctx, tray)
	sent, err := s.files(ctx, a.Organ.ID, "", mostListed)
	if err != nil {
		return err
	}
	v.Sent, err = s.sentTable(ctx, sent)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, listPage(v))
}

// trayTable lists pages that wait, each with a small picture.
func trayTable(ctx context.Context, pages []page) ui.Table {
	t := ui.Table{ID: "tray", Caption: lang.T(ctx, "待归入的扫描页"), Columns: []ui.Column{
		{Label: lang.T(ctx, "扫描页"), Main: true}, {Label: lang.T(ctx, "图像")}, {Label: lang.T(ctx, "原因")}, {Label: lang.T(ctx, "收到时间")},
	}, Empty: lang.T(ctx, "没有待归入的扫描页"), EmptyText: lang.T(ctx, "读不出回收码、匹配不到办件的页会列在这里，由您指定。")}
	for _, p := range pages {
		t.Rows = append(t.Rows, ui.Row{Href: "/scans/pages/" + p.ID, Tone: ui.OnMe, Cells: []ui.Cell{
			{Text: lang.T(ctx, "%s 第%d页", p.Name, p.N)}, {Part: thumbnail(p)}, {Text: lang.T(ctx, p.Why)}, {Text: ui.When(ctx, p.At)},
		}})
	}
	return t
}

// sentTable lists what was sent in, a line for what was sent at once.
func (s *Slice) sentTable(ctx context.Context, sent []file) (ui.Table, error) {
	t := ui.Table{ID: "sent", Caption: lang.T(ctx, "最近上传"), Columns: []ui.Column{
		{Label: lang.T(ctx, "上传时间"), Main: true}, {Label: lang.T(ctx, "上传人")}, {Label: lang.T(ctx, "文件"), Num: true},
		{Label: lang.T(ctx, "页"), Num: true}, {Label: lang.T(ctx, "结果")},
	}, Empty: lang.T(ctx, "还没有上传过"), EmptyText: lang.T(ctx, "盖章后的纸质件可以混在一起扫描，系统按每页右上角的回收码归到各办件。")}
	for i := 0; i < len(sent); {
		batch, first := sent[i].Batch, i
		pages, waiting, failed := 0, false, false
		for ; i < len(sent) && sent[i].Batch == batch; i++ {
			pages += sent[i].Pages
			waiting = waiting || sent[i].State == "waiting"
			failed = failed || sent[i].State == "failed"
		}
		who, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), sent[first].Person)
		if err != nil {
			return t, err
		}
		word, tone := lang.T(ctx, "已读完"), ui.Done
		switch {
		case waiting:
			word, tone = lang.T(ctx, "正在读取"), ui.Waiting
		case failed:
			word, tone = lang.T(ctx, "有文件读不出"), ui.Late
		}
		t.Rows = append(t.Rows, ui.Row{Href: "/scans/" + batch, Cells: []ui.Cell{
			{Text: ui.When(ctx, sent[first].At)}, {Text: who}, {Text: strconv.Itoa(i - first)}, {Text: strconv.Itoa(pages)}, {Text: word, Tone: tone},
		}})
	}
	return t, nil
}

// send takes files one after the other, straight from the request to the store,
// and leaves reading them to a task. What is refused is named; what came before it
// is kept.
func (s *Slice) send(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	batch, to := db.NewID(), ""
	_, err = web.EachFile(r, func(name string, body io.Reader) error {
		found, err := s.Take(ctx, a, batch, name, body)
		if err == nil && (to == "" || found == batch) {
			to = found
		}
		return err
	})
	if err == nil && to == "" {
		err = fault.New(fault.Invalid, "请先选择文件，再上传。")
	}
	if fault.Of(err) == fault.Invalid {
		return s.showList(w, r, http.StatusUnprocessableEntity, a, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/scans/"+to, http.StatusSeeOther)
	return nil
}

// A resultView is what became of what was sent at once.
type resultView struct {
	Shell   ui.Shell
	Head    ui.Head
	Waiting bool
	Failed  ui.Table
	Papers  ui.Table
	Tray    ui.Table
	Rest    ui.Table // assigned or dropped by hand
}

func (s *Slice) result(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	ctx, batch := r.Context(), r.PathValue("batch")
	files, err := s.files(ctx, a.Organ.ID, batch, 0)
	if err == nil && len(files) == 0 {
		err = errMissing
	}
	if err != nil {
		return err
	}
	pages, err := s.pagesOf(ctx, a.Organ.ID, batch)
	if err != nil {
		return err
	}
	v := resultView{Shell: ui.ShellOf(ctx, lang.T(ctx, "回收结果"), "/scans")}
	v.Head = ui.Head{Trail: []ui.Link{{Text: lang.T(ctx, "扫描回收"), Href: "/scans"}}, Title: v.Shell.Title,
		Meta: []string{lang.T(ctx, "上传于 %s", ui.When(ctx, files[0].At)), lang.T(ctx, "%d 个文件", len(files))}}
	v.Waiting = slices.ContainsFunc(files, func(f file) bool { return f.State == "waiting" })
	v.Failed = failedTable(ctx, files)
	if v.Papers, err = s.papersTable(ctx, a, pages); err != nil {
		return err
	}
	var waiting []page
	for _, p := range pages {
		if p.State == "tray" {
			waiting = append(waiting, p)
		}
	}
	v.Tray = trayTable(ctx, waiting)
	if v.Rest, err = s.handTable(ctx, a, pages); err != nil {
		return err
	}
	v.summarise(ctx, pages, len(waiting))
	return web.Render(w, r, http.StatusOK, resultPage(v))
}

// summarise says in one line what came of it.
func (v *resultView) summarise(ctx context.Context, pages []page, waiting int) {
	matched := 0
	for _, p := range pages {
		if p.State == "matched" {
			matched++
		}
	}
	v.Head.Lead = lang.T(ctx, "读了%d页：%d页已归入办件，%d页待您指定。", len(pages), matched, waiting)
	switch {
	case v.Waiting:
		v.Head.Tone, v.Head.State = ui.Waiting, lang.T(ctx, "正在读取")
	case waiting > 0:
		v.Head.Tone, v.Head.State = ui.OnMe, lang.T(ctx, "有页待指定")
	case len(v.Failed.Rows) > 0:
		v.Head.Tone, v.Head.State = ui.Late, lang.T(ctx, "有文件读不出")
	default:
		v.Head.Tone, v.Head.State = ui.Done, lang.T(ctx, "已读完")
	}
}

func failedTable(ctx context.Context, files []file) ui.Table {
	t := ui.Table{ID: "failed", Caption: lang.T(ctx, "读不出的文件"), Columns: []ui.Column{
		{Label: lang.T(ctx, "文件"), Main: true}, {Label: lang.T(ctx, "原因")},
	}}
	for _, f := range files {
		if f.State == "failed" {
			t.Rows = append(t.Rows, ui.Row{Tone: ui.Late, Cells: ui.Texts(f.Name, lang.T(ctx, f.Why))})
		}
	}
	return t
}
