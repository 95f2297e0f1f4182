package intake

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"qinglan/internal/blob"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A trayView is where a batch is sent in, with those that came before.
type trayView struct {
	Shell   ui.Shell
	Refused string
	Tray    ui.Table
	Done    ui.Table
}

// mostBatches is how many are listed.
const mostBatches = 60

// accepted is what a page lets choose.
const accepted = ".zip,.docx," + blob.Accept

func (s *Slice) tray(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.County)
	if err != nil {
		return err
	}
	return s.showTray(w, r, http.StatusOK, a, nil)
}

func (s *Slice) showTray(w http.ResponseWriter, r *http.Request, status int, a org.Actor, refused error) error {
	ctx := r.Context()
	v := trayView{Shell: ui.ShellOf(ctx, lang.T(ctx, "收件"), "/intake")}
	if refused != nil {
		v.Refused = fault.Text(lang.Of(ctx), refused)
	}
	all, err := s.batches(ctx, a.Organ.ID, mostBatches)
	if err != nil {
		return err
	}
	columns := []ui.Column{{Label: lang.T(ctx, "收到时间"), Main: true}, {Label: lang.T(ctx, "经办")}, {Label: lang.T(ctx, "人"), Num: true},
		{Label: lang.T(ctx, "文件"), Num: true}, {Label: lang.T(ctx, "待归入"), Num: true}, {Label: lang.T(ctx, "存疑"), Num: true}}
	v.Tray = ui.Table{ID: "tray", Caption: lang.T(ctx, "待归入的收件"), Columns: columns, Empty: lang.T(ctx, "没有待归入的收件"),
		EmptyText: lang.T(ctx, "没有归入的文件留在这里，%d天后自动删除。", int(keptFor.Hours()/24))}
	v.Done = ui.Table{ID: "done", Caption: lang.T(ctx, "已归入或移除的收件"), Columns: columns}
	for i := range all {
		row, left, err := s.batchRow(ctx, &all[i])
		if err != nil {
			return err
		}
		if left > 0 {
			row.Tone = ui.OnMe
			v.Tray.Rows = append(v.Tray.Rows, row)
		} else {
			v.Done.Rows = append(v.Done.Rows, row)
		}
	}
	return web.Render(w, r, status, trayPage(v))
}

func (s *Slice) batchRow(ctx context.Context, b *batch) (ui.Row, int, error) {
	who, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), b.Person)
	left := b.Tray()
	doubtful := slices.DeleteFunc(slices.Clone(left), func(f file) bool { return f.Doubt == "" })
	return ui.Row{Href: "/intake/" + b.ID, Cells: ui.Texts(ui.When(ctx, b.At), who, strconv.Itoa(len(b.People)),
		strconv.Itoa(len(b.Files)), strconv.Itoa(len(left)), strconv.Itoa(len(doubtful)))}, len(left), err
}

// receive takes a batch, straight from the request to the store.
func (s *Slice) receive(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.County)
	if err != nil {
		return err
	}
	into := s.Receive(r.Context(), a, db.NewID())
	_, err = web.EachFile(r, into.Take)
	if err != nil {
		err = errors.Join(err, into.Drop())
	} else {
		var id string
		if id, err = into.Keep(a); err == nil {
			http.Redirect(w, r, "/intake/"+id, http.StatusSeeOther)
			return nil
		}
	}
	if fault.Of(err) == fault.Invalid {
		return s.showTray(w, r, http.StatusUnprocessableEntity, a, err)
	}
	return err
}

// A batchView is the proposal for a batch, to be corrected and confirmed.
type batchView struct {
	*batch
	Shell   ui.Shell
	Head    ui.Head
	Wrong   string
	People  ui.Table
	Files   ui.Table
	Refused ui.Table
	Filed   ui.Table
	Sure    int // files that would be filed now
	Doubt   int
}

func (s *Slice) mine(r *http.Request) (*batch, org.Actor, error) {
	a, err := casework.As(r, programme.County)
	if err != nil {
		return nil, a, err
	}
	b, err := s.batch(r.Context(), s.Flow.DB(), r.PathValue("id"))
	if err == nil && b.Organ != a.Organ.ID {
		err = errMissing
	}
	return b, a, err
}

func (s *Slice) showBatch(w http.ResponseWriter, r *http.Request) error {
	b, a, err := s.mine(r)
	if err != nil {
		return err
	}
	return s.batchPage(w, r, http.StatusOK, b, a, "")
}

func (s *Slice) batchPage(w http.ResponseWriter, r *http.Request, status int, b *batch, a org.Actor, wrong string) error {
	ctx := r.Context()
	v := batchView{batch: b, Wrong: wrong, Shell: ui.ShellOf(ctx, lang.T(ctx, "收件归入"), "/intake")}
	v.Shell.Wide = true
	tray := b.Tray()
	for _, f := range tray {
		switch {
		case f.Doubt != "":
			v.Doubt++
		case f.Person > 0 && f.Item != "":
			v.Sure++
		}
	}
	v.Head = ui.Head{Trail: []ui.Link{{Text: lang.T(ctx, "收件"), Href: "/intake"}}, Title: v.Shell.Title,
		Lead: lang.T(ctx, "收到%d个文件，认出%d人。看过、改好以后再归入；在这之前不进任何办件。", len(b.Files), len(b.People)),
		Meta: []string{lang.T(ctx, "收到于 %s", ui.When(ctx, b.At)), lang.T(ctx, "没有归入的%d天后自动删除", int(keptFor.Hours()/24))}}
	switch {
	case b.State == "filing":
		v.Head.Tone, v.Head.State = ui.Waiting, lang.T(ctx, "正在归入")
	case len(tray) > 0:
		v.Head.Tone, v.Head.State = ui.OnMe, lang.T(ctx, "%d个文件待归入", len(tray))
	default:
		v.Head.Tone, v.Head.State = ui.Done, lang.T(ctx, "已归入")
	}
	var err error
	if v.People, err = s.peopleTable(ctx, a, b); err != nil {
		return err
	}
	if err := s.fileTables(ctx, &v); err != nil {
		return err
	}
	return web.Render(w, r, status, batchPageOf(v))
}

// peopleTable lists the people of a batch, with what becomes of each.
func (s *Slice) peopleTable(ctx context.Context, a org.Actor, b *batch) (ui.Table, error) {
	t := ui.Table{ID: "people", Caption: lang.T(ctx, "一、这些人"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "本人手机号（选填）")}, {Label: lang.T(ctx, "归到")},
	}}
	open := b.State == "open" && len(b.Tray()) > 0
	t.Count = len(b.People)
	people := b.People
	if open {
		people = append(slices.Clone(people), who{N: len(people) + 1})
	}
	k, err := s.known(ctx, a)
	if err != nil {
		return t, err
	}
	for _, p := range people {
		may, why := k.choices(ctx, p)
		row := ui.Row{Cells: []ui.Cell{{Text: p.Name}, {Text: p.Unit}, {Text: ident.MaskMobile(p.Mobile)}, {Text: lang.T(ctx, p.Why)}}}
		if open {
			row.Cells = []ui.Cell{
				{Part: textBox(fmt.Sprintf("p.%d.name", p.N), lang.T(ctx, "姓名"), p.Name, p.N > len(b.People))},
				{Part: textBox(fmt.Sprintf("p.%d.unit", p.N), lang.T(ctx, "单位"), p.Unit, false)},
				{Part: textBox(fmt.Sprintf("p.%d.mobile", p.N), lang.T(ctx, "手机号"), p.Mobile, false)},
				{Part: goalBox(p, may, ui.Joined(p.Why, why))},
			}
		}
		if p.Case != "" {
			row.Href, row.Cells[0] = "", ui.Cell{Text: p.Name, Href: "/proxy/" + p.Case, Sub: lang.T(ctx, "已有代录")}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// A placeFor is a kind of paper that a file may be.
type placeFor = choice

// places are the places for files that a batch is sorted into.
func (s *Slice) places(ctx context.Context) (out []placeFor) {
	for _, m := range s.Flow.Current().MaterialsOf(track) {
		if !m.Off {
			out = append(out, placeFor{m.Name, lang.T(ctx, m.Label)})
		}
	}
	return append(out, placeFor{proxy.Slot, lang.T(ctx, "本人签字的纸质件")})
}

func (s *Slice) fileTables(ctx context.Context, v *batchView) error {
	v.Files = ui.Table{ID: "files", Caption: lang.T(ctx, "二、这些文件"), Columns: []ui.Column{
		{Label: lang.T(ctx, "文件"), Main: true}, {Label: lang.T(ctx, "是谁的")}, {Label: lang.T(ctx, "是哪种材料")}, {Label: lang.T(ctx, "提示")},
	}}
	v.Refused = ui.Table{ID: "refused", Caption: lang.T(ctx, "没有收下的文件"), Columns: []ui.Column{{Label: lang.T(ctx, "文件"), Main: true}, {Label: lang.T(ctx, "原因")}}}
	v.Filed = ui.Table{ID: "filed", Caption: lang.T(ctx, "已归入的文件"), Columns: []ui.Column{
		{Label: lang.T(ctx, "文件"), Main: true}, {Label: lang.T(ctx, "人")}, {Label: lang.T(ctx, "是哪种材料")}}}
	places := s.places(ctx)
	for _, f := range v.batch.Files {
		switch f.State {
		case "refused":
			v.Refused.Rows = append(v.Refused.Rows, ui.Row{Tone: ui.Late, Cells: ui.Texts(f.Name, lang.T(ctx, f.Why))})
		case "filed":
			v.Filed.Rows = append(v.Filed.Rows, ui.Row{Cells: []ui.Cell{{Text: f.Name, Href: "/proxy/" + f.Case}, {Text: v.named(f.Person)}, {Text: kindOf(ctx, places, f)}}})
		case "tray":
			row := ui.Row{Cells: []ui.Cell{{Text: f.Name, Href: "/intake/files/" + f.ID}, {Text: v.named(f.Person)}, {Text: kindOf(ctx, places, f)}, {}}}
			if f.word() { // of which nothing is kept to be looked at
				row.Cells[0].Href = ""
				if err := s.count(ctx, &f); err != nil {
					return err
				}
			}
			if v.State == "open" {
				row.Cells[1], row.Cells[2] = ui.Cell{Part: whoBox(v, f)}, ui.Cell{Part: itemBox(places, f)}
			}
			if f.Doubt != "" {
				row.Tone = ui.OnMe
			}
			if f.Doubt != "" || f.Why != "" || f.word() {
				row.Cells[3] = ui.Cell{Part: doubts(f)}
			}
			v.Files.Rows = append(v.Files.Rows, row)
		}
	}
	return nil
}

// count puts into f how much of a draft a form in Word answers, and what not.
func (s *Slice) count(ctx context.Context, f *file) error {
	found, err := s.saysOf(*f)
	labels := func(names []string) string {
		var out []string
		for _, q := range s.wordQuestions() {
			if slices.Contains(names, q.Name) {
				out = append(out, lang.T(ctx, q.Label))
			}
		}
		return lang.List(ctx, out)
	}
	f.Fills, f.Doubtful, f.Unread = len(found.Answers), labels(found.Doubtful), labels(found.Empty)
	return err
}

// kindOf says what a file is.
func kindOf(ctx context.Context, places []choice, f file) string {
	if f.word() {
		return lang.T(ctx, "附件2（Word 表）")
	}
	return label(places, f.Item)
}

func (b *batch) named(n int) string {
	for _, p := range b.People {
		if p.N == n {
			return p.Name
		}
	}
	return ""
}

func label(all []choice, value string) string {
	for _, c := range all {
		if c.Value == value {
			return c.Label
		}
	}
	return ""
}

// discardAll removes what is left of a batch.
func (s *Slice) discardAll(w http.ResponseWriter, r *http.Request) error {
	b, a, err := s.mine(r)
	if err == nil && b.State != "open" {
		err = errTurned
	}
	if err == nil {
		err = s.remove(r.Context(), a, b.ID, nil)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/intake", http.StatusSeeOther)
	return nil
}

// look hands out a file of the tray to whoever sorts it; the audit knows who looked,
// for nobody can tell yet what it shows.
func (s *Slice) look(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.County)
	if err != nil {
		return err
	}
	f, err := s.fileOf(r.Context(), a, r.PathValue("file"))
	if err == nil && f.word() { // the document is not kept
		err = errMissing
	}
	if err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "open-intake-file", f.ID, form.Answers{"digest": f.SHA256}); err != nil {
		return err
	}
	body, err := s.Files.Open(f.Key, true)
	if err != nil {
		return err
	}
	defer body.Close()
	return web.File(w, r, blob.Name(f.Name, f.Media), f.Media, body)
}
