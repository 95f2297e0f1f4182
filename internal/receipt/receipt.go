// Package receipt is the 回执 of an application: what the house received, and when,
// by its own clock, with the digests by which it can be compared later. It promises
// that it is given to the applicant alone, says nothing that was not sent, and names
// the row of the journal that cannot be changed.
package receipt

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/proxy"
	"qinglan/internal/web"
)

// track is the track this slice is about.
const track = "application"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{track} }

// Register adds nothing to other pages.
func (s *Slice) Register() {}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /apply/{id}/receipt", s.page)
	m.Route("GET /apply/{id}/receipt.pdf", s.paper)
}

// A sent is what was sent last, and the row of the journal by which it was.
type sent struct {
	Case    *flow.Case
	Entry   flow.Entry
	Answers form.Answers
	Files   []file
	Proxy   string // by whom it was keyed in, and how it was confirmed; empty: by nobody
}

// A file is one that was sent with it.
type file struct{ Label, SHA256, Name string }

// lastSent returns what was sent last; an empty row if nothing was.
func (s *Slice) lastSent(ctx context.Context, c *flow.Case) (out sent, err error) {
	out.Case = c
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return out, err
	}
	for _, e := range slices.Backward(entries) {
		if m, ok := c.Track.Move(e.Move); ok && m.Form == "profile" {
			out.Entry = e
			out.Answers, err = s.Flow.Given(ctx, s.Flow.DB(), c.ID, e.Seq)
			break
		}
	}
	if err == nil {
		out.Files, err = s.files(ctx, c, out.Answers["materials"])
	}
	if err == nil {
		var mark proxy.Entry
		var keyed bool
		if mark, keyed, err = s.Proxies.Of(ctx, s.Flow.DB(), c.ID); keyed {
			out.Proxy = mark.Say(ctx, c)
		}
	}
	return out, err
}

// files reads the list of materials that a form was sent with: item, digest and id
// a line. A file that was taken away since has no name.
func (s *Slice) files(ctx context.Context, c *flow.Case, list string) (out []file, err error) {
	if list == "" {
		return nil, nil
	}
	all, err := s.FilesOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(list) {
		at := strings.Fields(line)
		if len(at) != 3 {
			continue
		}
		f := file{Label: at[0], SHA256: at[1]}
		if slot, ok := s.SlotOf(c, at[0]); ok {
			f.Label = slot.Label
		}
		if i := slices.IndexFunc(all, func(f casework.File) bool { return f.ID == at[2] }); i >= 0 {
			f.Name = all[i].Name
		}
		out = append(out, f)
	}
	return out, nil
}

// printed is the receipt on paper.
func printed(v sent, place, now string) doc.Document {
	row := func(key, value string) doc.Row {
		return doc.Row{Height: 9, Cells: []doc.Cell{{Text: key}, {Text: value, Align: doc.Left}}}
	}
	facts := doc.Table{
		Columns: []doc.Column{{Width: 34}, {Width: 134}}, Style: doc.Style{Size: doc.Five, Lead: 1.3},
		Rows: []doc.Row{
			row("受理号", v.Case.No), row("申报人", v.Answers["name"]), row("单位", v.Answers["unit"]), row("申报地区", place),
			row("收到时间", calendar.Exact(v.Entry.At)+"（北京时间，服务器时钟）"), row("申报截止", until(context.Background(), v.Case)),
			row("申报内容摘要", halves(v.Entry.Digest)), row("办理记录存证", halves(v.Entry.Hash)),
		},
	}
	if v.Proxy != "" {
		facts.Rows = append(facts.Rows, row("代录", v.Proxy))
	}
	files := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 66}, {Width: 90}}, Style: doc.Style{Size: doc.Five2, Lead: 1.3},
		Head: []doc.Row{{Cells: []doc.Cell{{Text: "序号"}, {Text: "材料"}, {Text: "收到的文件和 SHA-256"}}}},
	}
	for i, f := range v.Files {
		files.Rows = append(files.Rows, doc.Row{Cells: []doc.Cell{
			{Text: strconv.Itoa(i + 1)}, {Text: f.Label, Align: doc.Left}, {Text: strings.TrimPrefix(f.Name+"\n"+halves(f.SHA256), "\n"), Align: doc.Left},
		}})
	}
	small := doc.Style{Size: doc.Five, Align: doc.Justify, Indent: 2}
	d := doc.Document{
		Title: "申报回执", Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "申报回执", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5}, facts, doc.Space(4),
		},
		Footer: doc.Footer{Left: "受理号 " + v.Case.No + "　打印于 " + now, Right: "{n} / {m}"},
	}
	if len(v.Files) > 0 {
		d.Blocks = append(d.Blocks, files, doc.Space(3))
	}
	d.Blocks = append(d.Blocks, doc.Text{Style: small,
		Text: "摘要是收到时按 SHA-256 算出的：本人手中的文件算出同样的摘要，就是当时提交的那一份。照片收到后会去掉拍摄地点等附带信息再保存，保存的文件另有摘要，两者都在办理记录里。"})
	return d
}

// halves sets a digest in two lines, which fit whatever its digits.
func halves(digest string) string {
	if len(digest) < 64 {
		return digest
	}
	return digest[:32] + "\n" + digest[32:]
}
