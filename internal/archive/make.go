package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// A Made says what an archive holds.
type Made struct {
	Edition            *programme.Edition
	At                 time.Time
	Cases, Rows, Items int
	Withheld           int // answers of which only the digest is in it
	Open               int // cases that are not over
	First, Last        time.Time
	Point              record.Checkpoint
	SHA256             string // of SHA256SUMS
	Missing            []string
}

// A maker writes one archive.
type maker struct {
	*Slice
	Made
	zip         *zip.Writer
	sums        []string
	items       []Item
	names       map[string]string // of people, as far as they were asked for
	cases       lines
	journal     lines
	answers     lines
	checkpoints lines
}

// lines is a file of the record that grows beside the others and is put into
// the archive in the end.
type lines struct {
	file *os.File
	n    int
}

// Make writes the archive of an edition to w. Cases that are not over are in
// it as they stand, and cover and remarks say how many.
func (s *Slice) Make(ctx context.Context, edition string, w io.Writer) (Made, error) {
	e, ok := s.Flow.Edition(edition)
	if !ok {
		return Made{}, fault.New(fault.Missing, "没有这一期。")
	}
	m := &maker{Slice: s, zip: zip.NewWriter(w), names: map[string]string{}}
	m.Edition, m.At = e, s.Flow.Now()
	dir, err := os.MkdirTemp("", "qinglan-archive-")
	if err != nil {
		return m.Made, err
	}
	defer os.RemoveAll(dir)
	for _, l := range []*lines{&m.cases, &m.journal, &m.answers, &m.checkpoints} {
		if l.file, err = os.CreateTemp(dir, "lines-*"); err != nil {
			return m.Made, err
		}
		defer l.file.Close()
	}
	// Taken first: what is in the archive stands under a signature.
	if _, err := s.Flow.Checkpoint(ctx); err != nil {
		return m.Made, err
	}
	if err := errors.Join(m.notices(ctx), m.all(ctx), m.points(ctx)); err != nil {
		return m.Made, err
	}
	err = m.finish(ctx)
	return m.Made, err
}

// notices prints the notices of the edition, word for word.
func (m *maker) notices(ctx context.Context) error {
	for _, n := range m.Edition.Cascade() {
		d, ok := n.Words()
		if !ok {
			continue
		}
		blocks := []doc.Block{doc.Text{Text: n.Title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4}}
		if n.Number != "" {
			blocks = append(blocks, doc.Text{Text: n.Number, Style: doc.Style{Align: doc.Centre}, After: 4})
		}
		for _, p := range d.Clauses {
			blocks = append(blocks, doc.Text{Text: p.Text, Style: doc.Style{Indent: 2}})
		}
		item := Item{Title: n.Title, Docno: n.Number, Organ: m.office(ctx, n.Issuer), Day: n.Issued, Keep: forEver}
		if err := m.paper("通知", item, doc.Document{Title: n.Title, Page: doc.Sheet(), Blocks: blocks, Footer: doc.Footer{Right: "{n} / {m}"}}, false); err != nil {
			return err
		}
	}
	return nil
}

// all puts every case into the archive, by track.
func (m *maker) all(ctx context.Context) error {
	return m.Flow.EachCase(ctx, m.Edition.Name, func(c flow.Case) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		m.Cases++
		if !over(&c) {
			m.Open++
		}
		entries, kept, err := m.record(ctx, &c)
		if err != nil {
			return err
		}
		m.Rows += len(entries)
		m.span(entries)
		folder := c.Track.Label + "/" + fileName(&c)
		text, err := m.tell(ctx, &c, entries, kept)
		if err != nil {
			return err
		}
		item := Item{Title: title(&c), Docno: c.No, Organ: m.organ(ctx, &c), Day: calendar.Day(c.Since), Keep: keep(c.Track), Remark: remark(&c)}
		if err := m.put(folder+"/办理记录.txt", item, strings.NewReader(text)); err != nil {
			return err
		}
		if err := m.papers(ctx, &c, folder, item); err != nil {
			return err
		}
		return m.materials(ctx, &c, folder, item)
	})
}

func (m *maker) span(entries []flow.Entry) {
	for _, e := range entries {
		if m.First.IsZero() || e.At.Before(m.First) {
			m.First = e.At
		}
		if e.At.After(m.Last) {
			m.Last = e.At
		}
	}
}

// papers prints what the slices give for a case. One that cannot be printed is
// named in the remarks; it does not keep the rest out.
func (m *maker) papers(ctx context.Context, c *flow.Case, folder string, of Item) error {
	all, err := m.PapersOf(ctx, c)
	if err != nil {
		return fmt.Errorf("papers of %s: %w", c.ID, err)
	}
	for _, p := range all {
		item := Item{Title: p.Title, Docno: p.No, Organ: p.Organ, Day: calendar.Day(p.At), Keep: of.Keep}
		if item.Organ == "" {
			item.Organ = of.Organ
		}
		if err := m.paper(folder, item, p.Doc, p.Book); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) paper(folder string, item Item, d doc.Document, book bool) error {
	var b bytes.Buffer
	err := pdf.Write(&b, d)
	var missing *pdf.MissingError
	if errors.As(err, &missing) {
		m.Missing = append(m.Missing, item.Title)
		item.Remark = "有字库没有的字，未能打印，以记录为准"
		m.items = append(m.items, item)
		return nil
	}
	if err != nil {
		return fmt.Errorf("print %s: %w", item.Title, err)
	}
	name := folder + "/" + safe(item.Title)
	if err := m.put(name+".pdf", item, &b); err != nil || !book {
		return err
	}
	b.Reset()
	if err := xlsx.Write(&b, d); err != nil {
		return err
	}
	return m.put(name+".xlsx", item, &b)
}

// materials copies the files of a case. What shows an identity stays sealed in
// the house and is named with its digest.
func (m *maker) materials(ctx context.Context, c *flow.Case, folder string, of Item) error {
	files, err := m.FilesOf(ctx, m.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	for i, f := range files {
		item := Item{Title: f.Name, Organ: of.Organ, Day: of.Day, Keep: of.Keep}
		if s, ok := m.SlotOf(c, f.Item); ok {
			item.Title = s.Label
		}
		switch {
		case f.Sealed:
			item.Remark = "证件类材料，加密另存，不装入。SHA-256 " + f.SHA256
		case f.State == "failed":
			item.Remark = "未通过上传检查，不装入。SHA-256 " + f.SHA256
		case f.State == "waiting":
			return fmt.Errorf("material %s waits for its check", f.ID) // tried again
		}
		if item.Remark != "" {
			m.items = append(m.items, item)
			continue
		}
		if err := m.material(f, fmt.Sprintf("%s/材料%02d-%s", folder, i+1, safe(item.Title+"-"+f.Name)), item); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) material(f casework.File, name string, item Item) error {
	content, err := m.OpenFile(f)
	if err != nil {
		return fmt.Errorf("material %s: %w", f.ID, err)
	}
	return errors.Join(m.put(name, item, content), content.Close())
}

// put writes a file and its line of the catalogue.
func (m *maker) put(name string, item Item, r io.Reader) error {
	name = m.unused(name)
	item.File = name
	m.items = append(m.items, item)
	return m.write(name, r)
}

func (m *maker) write(name string, r io.Reader) error {
	w, err := m.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: m.At})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), r); err != nil {
		return fmt.Errorf("archive %s: %w", name, err)
	}
	m.sums = append(m.sums, hex.EncodeToString(sum.Sum(nil))+"  "+name+"\n")
	return nil
}

// unused makes a name that no file has yet: two people may have one name.
func (m *maker) unused(name string) string {
	taken := func(n string) bool {
		return slices.ContainsFunc(m.items[max(0, len(m.items)-50):], func(i Item) bool { return i.File == n })
	}
	for n := 2; taken(name); n++ {
		stem, end := name, ""
		if dot := strings.LastIndexByte(name, '.'); dot > strings.LastIndexByte(name, '/') {
			stem, end = name[:dot], name[dot:]
		}
		name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(stem, fmt.Sprintf("-%d", n-1)), n, end)
	}
	return name
}

// finish writes the record, the catalogue, the remarks, the cover and the sums
// over all of it, and signs those.
func (m *maker) finish(ctx context.Context) error {
	m.Items = len(m.items)
	for name, l := range map[string]*lines{casesName: &m.cases, journalName: &m.journal, answersName: &m.answers, pointsName: &m.checkpoints} {
		if _, err := l.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := m.write(name, l.file); err != nil {
			return err
		}
	}
	if err := m.printed(contentsName+".pdf", m.contents(), pdf.Write); err != nil {
		return err
	}
	if err := m.printed(contentsName+".xlsx", m.contents(), xlsx.Write); err != nil {
		return err
	}
	if err := errors.Join(m.printed(remarksName, m.remarks(), pdf.Write), m.printed(coverName, m.cover(ctx), pdf.Write),
		m.write(readmeName, strings.NewReader(readme))); err != nil {
		return err
	}
	slices.Sort(m.sums)
	sums := strings.Join(m.sums, "")
	digest := sha256.Sum256([]byte(sums))
	m.SHA256 = hex.EncodeToString(digest[:])
	seal := strings.Join([]string{
		version, m.SHA256, base64.StdEncoding.EncodeToString(m.Keys.Sign([]byte(version + "\n" + m.SHA256))),
		base64.StdEncoding.EncodeToString(m.Keys.Public()), "",
	}, "\n")
	for name, text := range map[string]string{sumsName: sums, sealName: seal} {
		w, err := m.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: m.At})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return m.zip.Close()
}

func (m *maker) printed(name string, d doc.Document, write func(io.Writer, doc.Document) error) error {
	var b bytes.Buffer
	if err := write(&b, d); err != nil {
		return fmt.Errorf("print %s: %w", name, err)
	}
	return m.write(name, &b)
}

const readme = `这是一期人才培育行动的案卷。The file of one edition of the programme.

无需任何专用程序即可核对 / To check it without any program of ours:
  sha256sum -c SHA256SUMS
签名与办理记录的核对 / To check signature and record as well:
  qinglan verify archive FILE
SHA256SUMS.sig: version, SHA-256 of SHA256SUMS, Ed25519 signature over both
lines joined by LF, public key (base64). Compare the key with the one that the
authority publishes. 记录/*.jsonl: one JSON object a line; how their hashes are
taken stands in doc/record.md of the program.
`
