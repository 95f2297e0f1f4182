package material

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web/ui"
)

// A placeView is a slot with what lies in it and what offices say of it.
type placeView struct {
	casework.Slot
	Files []markedFile
}

type markedFile struct {
	casework.File
	Original original
	Marked   bool
}

// A sectionView is the materials of a case as an office reads them.
type sectionView struct {
	Case   *flow.Case
	Places []placeView
	Office bool // the reader's: it sees what is not marked
	May    bool // it may mark now
	Print  bool
}

// section shows the files of an application, each with how its check and its
// original stand.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	v := sectionView{Case: c, Office: slices.Contains(offices, a.Role), May: s.mayMark(c, a)}
	v.Print = v.Office
	var err error
	if v.Places, err = s.places(ctx, c, a); err != nil || len(v.Places) == 0 {
		return nil, err
	}
	return sectionPart(v), nil
}

func (s *Slice) places(ctx context.Context, c *flow.Case, a org.Actor) (out []placeView, err error) {
	files, err := s.FilesFor(ctx, c, a)
	if err != nil {
		return nil, err
	}
	marks, err := s.originals(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, slot := range s.Slots(c) {
		v := placeView{Slot: slot}
		for _, f := range files {
			if f.Item == slot.Name {
				m, ok := marks[f.ID]
				v.Files = append(v.Files, markedFile{f, m, ok})
			}
		}
		if len(v.Files) > 0 || casework.TickOf(ctx, slot.Name) != nil {
			out = append(out, v)
		}
	}
	return out, nil
}

// said is what an office says of an original, and who.
func (o original) said(ctx context.Context) string {
	who := ui.Joined(o.Name, o.Office, ui.When(ctx, db.Time(o.At)))
	if o.Seen {
		return lang.T(ctx, "与原件一致：%s", who)
	}
	return lang.T(ctx, "未见原件：%s", who)
}

// setOriginal takes the mark of an office.
func (s *Slice) setOriginal(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	f, c, err := s.FileFor(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	seen := r.PostForm.Get("seen")
	if seen != "yes" && seen != "no" {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	if err := s.markOriginal(r.Context(), a, c, f, seen == "yes"); err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a)+"#materials", http.StatusSeeOther)
	return nil
}

// list is the materials of an application as a paper: what there is, its digest,
// and who saw the original.
func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, offices...); err != nil {
		return err
	}
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != track {
		err = casework.ErrNoPaper
	}
	if err != nil {
		return err
	}
	places, err := s.places(r.Context(), c, a)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return casework.ErrNoPaper
	}
	return s.SendPaper(w, r, a, c, listed(lang.With(r.Context(), lang.Chinese), c, places, calendar.Exact(s.Flow.Now())), "申报材料清单.pdf")
}

func listed(ctx context.Context, c *flow.Case, places []placeView, printed string) doc.Document {
	cell := func(text string) doc.Cell { return doc.Cell{Text: text, Align: doc.Left} }
	t := doc.Table{
		Columns: []doc.Column{{Width: 10}, {Width: 46}, {Width: 50}, {Width: 62}},
		Style:   doc.Style{Size: doc.Five, Lead: 1.3},
		Head:    []doc.Row{{Cells: []doc.Cell{{Text: "序号"}, {Text: "材料"}, {Text: "文件和摘要（SHA-256 前16位）"}, {Text: "原件核验"}}}},
	}
	n := 0
	for _, p := range places {
		for _, f := range p.Files {
			n++
			mark := "未核验"
			if f.Marked {
				mark = f.Original.said(ctx)
			}
			t.Rows = append(t.Rows, doc.Row{Cells: []doc.Cell{
				{Text: fmt.Sprint(n)}, cell(p.Label), cell(f.Name + "\n" + f.SHA256[:16]), cell(mark),
			}})
		}
	}
	return doc.Document{
		Title: "申报材料清单", Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "附件4", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: "申报材料清单", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Text{Text: "受理号：" + c.No + "　申报人：" + c.Name + "　单位：" + c.Unit, Style: doc.Style{Size: doc.Five, Align: doc.Left}, After: 3},
			t,
		},
		Footer: doc.Footer{Left: "受理号 " + c.No + "　打印于 " + printed, Right: "{n} / {m}"},
	}
}

// track is the one whose materials offices compare with originals.
const track = "application"
