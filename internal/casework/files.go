package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/web/ui"
)

// What one person may put here. The texts on the pages, the checks and the
// tests read the same numbers.
const (
	maxFiles = 100       // of a person
	maxBytes = 200 << 20 // of a person, all files together
)

// A Slot is a place on a case that takes files.
type Slot struct {
	Name, Label, Number, Hint string
	Many                      int
	Need, Identity            bool
	Inside                    bool // for the office that put it there alone
	For                       []string
	Open                      []programme.Role // may open it though they read no papers else
	// May says whether a may put files here or take them away now.
	May func(f *flow.Store, c *flow.Case, a org.Actor) bool
}

// Help says what a slot takes.
func (s Slot) Help(ctx context.Context) string {
	return lang.T(ctx, "最多%d个文件，PDF、JPG 或 PNG，每个不超过%dMB。", s.Many, blob.MaxFile>>20)
}

// Allowance says what one person may put here in all.
func Allowance(ctx context.Context) string {
	return lang.T(ctx, "每人最多%d个文件，合计不超过%dMB。", maxFiles, maxBytes>>20)
}

// Asks returns a rule for [Slot.May]: somebody who could now make a move with
// one of these forms.
func Asks(forms ...string) func(*flow.Store, *flow.Case, org.Actor) bool {
	return func(f *flow.Store, c *flow.Case, a org.Actor) bool {
		return slices.ContainsFunc(f.Moves(c, a), func(m programme.Move) bool { return slices.Contains(forms, m.Form) })
	}
}

// Slot adds a place for files to every case of a track.
func (p *Pages) Slot(track string, s Slot) { p.slots[track] = append(p.slots[track], s) }

// Slots returns the places for files of a case: 附件4 for its track, what
// slices have added, and the scans of the office.
func (p *Pages) Slots(c *flow.Case) []Slot {
	var out []Slot
	for _, m := range c.Edition.MaterialsOf(c.Track.Name) {
		if !m.Off {
			out = append(out, Slot{
				Name: m.Name, Label: m.Label, Number: m.Number, Hint: m.Hint, Many: max(m.Many, 1),
				Need: m.Need, Identity: m.Identity, For: m.For, Open: m.Open, May: Asks(SentForms...),
			})
		}
	}
	out = append(out, p.slots[c.Track.Name]...)
	return append(out,
		Slot{Name: "paper", Label: "纸质件扫描", Many: 10, May: officerWithMove},
		Slot{Name: "offline", Label: "线下审批单", Many: 5, Inside: true, May: func(*flow.Store, *flow.Case, org.Actor) bool { return false }},
	)
}

func officerWithMove(f *flow.Store, c *flow.Case, a org.Actor) bool {
	return a.Officer() && len(f.Moves(c, a)) > 0
}

// SlotOf returns the slot of that name.
func (p *Pages) SlotOf(c *flow.Case, name string) (Slot, bool) {
	for _, s := range p.Slots(c) {
		if s.Name == name {
			return s, true
		}
	}
	return Slot{}, false
}

// A File is a file on a case.
type File struct {
	ID, Case, Item, Name, Media string
	Size                        int64
	SHA256, key                 string
	Sealed                      bool
	Person, Organ               string
	at, removed                 int64
	State, Why                  string // waiting (待检), clean (可用), failed (未通过) with the key of the reason
	kept, small                 string // SHA-256 of what is kept; key of a small picture
}

const fileColumns = `id, case_id, item, name, media, size, sha256, key, sealed, person, organ, at, removed, state, why, kept, small`

func scanFile(row db.Row) (f File, err error) {
	err = row.Scan(&f.ID, &f.Case, &f.Item, &f.Name, &f.Media, &f.Size, &f.SHA256, &f.key, &f.Sealed, &f.Person, &f.Organ, &f.at, &f.removed,
		&f.State, &f.Why, &f.kept, &f.small)
	return f, err
}

// FilesOf returns what stands on a case, by slot and time, whoever asks.
func (p *Pages) FilesOf(ctx context.Context, q db.Q, caseID string) ([]File, error) {
	return db.All(ctx, q, scanFile,
		`SELECT `+fileColumns+` FROM files WHERE case_id = $1 AND removed = 0 ORDER BY item, id`, caseID)
}

// FilesFor returns of those what a may open.
func (p *Pages) FilesFor(ctx context.Context, c *flow.Case, a org.Actor) ([]File, error) {
	all, err := p.FilesOf(ctx, p.reader(), c.ID)
	return slices.DeleteFunc(all, func(f File) bool { return !p.opens(c, a, f) }), err
}

// closed are the roles that judge or sign without reading papers about a
// person's life.
var closed = []programme.Role{
	programme.Judge, programme.Examiner, programme.Finance, programme.Employer, programme.Supervisor,
}

// trusted are the roles that may open what shows an identity.
var trusted = []programme.Role{programme.Applicant, programme.County, programme.City, programme.Province}

// opens reports whether a, who sees c, may open f.
func (p *Pages) opens(c *flow.Case, a org.Actor, f File) bool {
	s, ok := p.SlotOf(c, f.Item)
	switch {
	case ok && s.Inside:
		return a.Officer() && a.Organ.ID == f.Organ || a.Role == programme.Auditor
	case f.Sealed:
		return slices.Contains(trusted, a.Role)
	}
	return !slices.Contains(closed, a.Role) || ok && slices.Contains(s.Open, a.Role)
}

// AddFile puts what r gives on a case. Nothing is kept of what is refused.
func (p *Pages) AddFile(ctx context.Context, c *flow.Case, a org.Actor, item, name string, r io.Reader) (File, error) {
	s, ok := p.SlotOf(c, item)
	if !ok || !s.May(p.Flow, c, a) {
		return File{}, fault.New(fault.Denied, "现在不能在这里上传文件。")
	}
	return p.keepFile(ctx, c, a, s, name, r)
}

func (p *Pages) keepFile(ctx context.Context, c *flow.Case, a org.Actor, s Slot, name string, r io.Reader) (File, error) {
	kind, err := blob.KindOf(name)
	if err != nil {
		return File{}, err
	}
	if err := p.Room(ctx, p.reader(), c, a, s); err != nil {
		return File{}, err
	}
	st, err := p.blobs.Put(ctx, kind, s.Identity, r, blob.MaxFile)
	if err != nil {
		return File{}, err
	}
	f := File{
		ID: db.NewID(), Case: c.ID, Item: s.Name, Name: blob.Name(name, st.Media), Media: st.Media, Size: st.Size,
		SHA256: st.SHA256, key: st.Key, Sealed: s.Identity, Person: a.Person, Organ: a.Organ.ID, at: db.Millis(p.Flow.Now()),
		State: "waiting",
	}
	err = p.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		// The series is the lock: two uploads at once are counted one by one.
		if _, err := record.Number(ctx, tx, "files/"+c.ID); err != nil {
			return err
		}
		now, err := p.Flow.Load(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if now.Seq != c.Seq {
			return fault.New(fault.Stale, "上传期间办件有了变化，文件没有保存。请刷新后重新上传。")
		}
		if err := p.Room(ctx, tx, c, a, s); err != nil {
			return err
		}
		if err := insertFile(ctx, tx, f); err != nil {
			return err
		}
		return p.received(ctx, tx, f)
	})
	if err != nil {
		return File{}, errors.Join(err, p.blobs.Remove(st.Key))
	}
	return f, nil
}

func insertFile(ctx context.Context, tx *db.Tx, f File) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO files (`+fileColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, '', '', '')`,
		f.ID, f.Case, f.Item, f.Name, f.Media, f.Size, f.SHA256, f.key, f.Sealed, f.Person, f.Organ, f.at, f.State)
	return err
}

// PutFile puts on a case what a slice has kept in the store of files, into a slot
// that the slice alone fills, and returns its id. The slice has checked the right.
func (p *Pages) PutFile(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, item, name string, st blob.Stored) (string, error) {
	f := File{
		ID: db.NewID(), Case: c.ID, Item: item, Name: blob.Name(name, st.Media), Media: st.Media, Size: st.Size,
		SHA256: st.SHA256, key: st.Key, Person: a.Person, Organ: a.Organ.ID, at: db.Millis(p.Flow.Now()),
		State: "clean",
	}
	return f.ID, insertFile(ctx, tx, f)
}

// Same reports whether f is what o was when it came, or is since it was cleaned.
func (f File) Same(o File) bool { return f.SHA256 == o.SHA256 || f.SHA256 == o.kept }

// Room refuses one file more than a slot or a person may have.
func (p *Pages) Room(ctx context.Context, q db.Q, c *flow.Case, a org.Actor, s Slot) error {
	var n, files, bytes int64
	err := q.QueryRowContext(ctx,
		`SELECT COUNT(*) FROM files WHERE case_id = $1 AND item = $2 AND removed = 0`, c.ID, s.Name).Scan(&n)
	if err != nil {
		return fmt.Errorf("count files of %s: %w", c.ID, err)
	}
	if n >= int64(s.Many) {
		return fault.New(fault.Invalid, "这一项最多%d个文件。请先移除一个，再上传。", s.Many)
	}
	if a.Officer() {
		return nil
	}
	err = q.QueryRowContext(ctx,
		`SELECT COUNT(*), COALESCE(SUM(size), 0) FROM files WHERE person = $1 AND removed = 0`, a.Person).Scan(&files, &bytes)
	if err == nil && (files >= maxFiles || bytes >= maxBytes) {
		err = fault.New(fault.Invalid, "您上传的文件已达上限（%d个或%dMB）。请先移除用不到的文件。", maxFiles, maxBytes>>20)
	}
	return err
}

// dropFile takes a file off its case. What nobody else can have seen is
// deleted, the rest stays for the record.
func (p *Pages) dropFile(ctx context.Context, c *flow.Case, a org.Actor, f File) error {
	s, ok := p.SlotOf(c, f.Item)
	if !ok || !s.May(p.Flow, c, a) || f.Person != a.Person && !p.Proxies.Replaces(ctx, c, a, f.Organ) {
		return fault.New(fault.Denied, "这个文件现在不能移除。")
	}
	return p.forget(ctx, f, f.at >= db.Millis(c.Since))
}

// forget takes a file off its case, and deletes it if it is not for the record: as
// it is by then, for what was received may have become something else meanwhile.
func (p *Pages) forget(ctx context.Context, f File, wholly bool) error {
	err := p.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		if err = p.TakeOff(ctx, tx, f.ID); err == nil {
			f, err = db.One(ctx, tx, scanFile, `SELECT `+fileColumns+` FROM files WHERE id = $1`, f.ID)
		}
		return err
	})
	if err != nil || !wholly {
		return err
	}
	return errors.Join(p.blobs.Remove(f.key), p.blobs.Remove(f.small))
}

// TakeOff takes a file off its case; it stays for the record. It is the other half
// of [Pages.PutFile].
func (p *Pages) TakeOff(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.ExecContext(ctx, `UPDATE files SET removed = $1 WHERE id = $2 AND removed = 0`, db.Millis(p.Flow.Now()), id)
	return err
}

// FileFor returns the file of that id and its case if a may open it.
func (p *Pages) FileFor(ctx context.Context, a org.Actor, id string) (File, *flow.Case, error) {
	missing := fault.New(fault.Missing, "没有这个文件，或您无权查看。")
	f, err := db.One(ctx, p.reader(), scanFile, `SELECT `+fileColumns+` FROM files WHERE id = $1 AND removed = 0`, id)
	if errors.Is(err, db.ErrNone) {
		return f, nil, missing
	}
	if err != nil {
		return f, nil, err
	}
	c, _, err := p.Proxies.Reach(ctx, a, f.Case, false)
	if fault.Of(err) == fault.Missing || err == nil && !p.opens(c, a, f) {
		return f, nil, missing
	}
	return f, c, err
}

// Tile returns f as a tile that leads to it.
func (f File) Tile(ctx context.Context) ui.Tile {
	t := ui.Tile{Name: f.Name, Href: "/files/" + f.ID, Size: sizeText(f.Size), Note: ui.When(ctx, db.Time(f.at))}
	t.Kind = map[string]string{"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG"}[f.Media]
	if f.Sealed {
		t.Note = ui.Joined(t.Note, lang.T(ctx, "加密保存"))
	}
	switch f.State {
	case "waiting":
		t.Note = ui.Joined(t.Note, lang.T(ctx, "待检"))
	case "failed":
		t.Tone, t.Note = ui.Late, lang.T(ctx, "未通过：%s", lang.Word(f.Why))
	}
	if f.small != "" && (!f.Sealed || ActorOf(ctx).Person == f.Person) {
		t.Small = t.Href + "/small.jpg"
	}
	if t.Kind != "" && f.State == "clean" {
		if f.Sealed {
			t.Why = t.Href + "/open"
		} else {
			t.View = t.Href + "/view"
		}
	}
	return t
}

func sizeText(n int64) string {
	if n >= 1<<20 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/(1<<20)), ".0") + " MB"
	}
	return fmt.Sprintf("%d KB", (n+1023)>>10)
}
