package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/doc/wordform"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/parcel"
)

// keptFor is how long files stay in the tray that nobody sorts.
const keptFor = 30 * 24 * time.Hour

// A batch is what an office was sent at once.
type batch struct {
	ID, Organ, Person, Post string
	At                      time.Time
	State, Filer            string // open, filing, removed
	Version                 int64
	Skipped                 int
	People                  []who
	Files                   []file
}

// A who is a person of a batch, as proposed and corrected.
type who struct {
	N                  int
	Name, Unit, Mobile string
	Goal               string // new, the id of a case, or none
	Case, Why          string // where their files went; why none did
}

// A file is one of a batch.
type file struct {
	ID                       string
	N                        int
	Name, Media, SHA256, Key string
	Size                     int64
	Person                   int    // of the batch; 0: nobody yet
	Item, Maybe, Doubt       string // Doubt: keys of texts, one a line
	State, Why               string // tray, filed, removed, refused
	Case, File               string // what stands on a case
	Fills                    int    // of a form in Word: questions that it answers
	Doubtful, Unread         string // labels of those it answers wrongly or not at all
}

// Tray returns what waits to be sorted.
func (b *batch) Tray() (out []file) {
	for _, f := range b.Files {
		if f.State == "tray" {
			out = append(out, f)
		}
	}
	return out
}

// A Receiver takes the files of a batch, one after the other.
type Receiver struct {
	s     *Slice
	ctx   context.Context
	b     batch
	names []string               // as they came, for the digest alone
	forms map[int]wordform.Found // what forms in Word say, by the place of the file
	all   int64
}

// Receive begins a batch for a, under that id.
func (s *Slice) Receive(ctx context.Context, a org.Actor, id string) *Receiver {
	return &Receiver{s: s, ctx: ctx, forms: map[int]wordform.Found{}, b: batch{
		ID: id, Organ: a.Organ.ID, Person: a.Person, Post: a.Post, At: s.Flow.Now(), State: "open", Version: 1,
	}}
}

// Take takes a file, or the files of an archive.
func (r *Receiver) Take(name string, body io.Reader) error {
	if !parcel.Packed(name) {
		return r.file(name, body)
	}
	if err := parcel.Unpackable(name); err != nil {
		return err
	}
	tmp, err := os.CreateTemp("", "intake-*.zip")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	size, err := io.Copy(tmp, body)
	if err != nil {
		return err
	}
	entries, skipped, err := parcel.Open(tmp, size)
	if err != nil {
		return err
	}
	r.b.Skipped += skipped
	for _, e := range entries {
		if err := r.entry(e); err != nil {
			return err
		}
	}
	return nil
}

func (r *Receiver) entry(e parcel.Entry) error {
	body, err := e.Open()
	if err != nil {
		return err
	}
	defer body.Close()
	return r.file(e.Name, body)
}

// file keeps one file, sealed, or why it is not kept: one that is refused does not
// keep the others back.
func (r *Receiver) file(name string, body io.Reader) error {
	if len(r.b.Files) >= parcel.Limits.Files {
		return parcel.Many()
	}
	clean, _ := parcel.Clean(name)
	f := file{ID: db.NewID(), N: len(r.b.Files) + 1, Name: parcel.Mask(clean), State: "tray"}
	st, err := r.content(clean, body)
	if fault.Of(err) == fault.Invalid {
		f.State, f.Why = "refused", fault.Text(lang.Chinese, err)
	} else if err != nil {
		return err
	}
	f.Media, f.Size, f.SHA256, f.Key = st.Media, st.Size, st.SHA256, st.Key
	r.b.Files, r.names = append(r.b.Files, f), append(r.names, name)
	if r.all += st.Size; r.all > parcel.Limits.Unpacked {
		return parcel.Large()
	}
	return nil
}

func (r *Receiver) content(name string, body io.Reader) (blob.Stored, error) {
	if parcel.Packed(name) {
		return blob.Stored{}, parcel.Nested()
	}
	if isWord(name) {
		found, st, err := r.word(body)
		if err == nil {
			r.forms[len(r.b.Files)] = found
		}
		return st, err
	}
	kind, err := blob.KindOf(path.Base(name))
	if err != nil {
		return blob.Stored{}, err
	}
	return r.s.Files.Put(r.ctx, kind, true, body, parcel.Limits.File)
}

// Drop forgets what was taken.
func (r *Receiver) Drop() (err error) {
	for _, f := range r.b.Files {
		err = errors.Join(err, r.s.Files.Remove(f.Key))
	}
	return err
}

// Keep keeps the batch with what its names say, and returns its id: that of the same
// batch, if it came before.
func (r *Receiver) Keep(a org.Actor) (string, error) {
	if len(r.b.Files) == 0 {
		return "", fault.New(fault.Invalid, "请先选择文件，再上传。")
	}
	propose(&r.b, r.names, r.forms)
	if err := r.s.goals(r.ctx, a, &r.b); err != nil {
		return "", errors.Join(err, r.Drop())
	}
	was, err := r.s.keep(r.ctx, a, &r.b, r.digest())
	if err != nil || was != r.b.ID {
		return was, errors.Join(err, r.Drop())
	}
	return was, nil
}

// digest is the same of the same files, in whatever order they came.
func (r *Receiver) digest() string {
	var lines []string
	for i, f := range r.b.Files {
		lines = append(lines, r.names[i]+"\x00"+f.SHA256)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

// propose makes people of what the names of files say. Two of one name at different
// units are two people; a file that does not say which is nobody's yet. A form in Word
// says itself whose it is.
func propose(b *batch, names []string, forms map[int]wordform.Found) {
	guesses := make([]parcel.Guess, len(b.Files))
	for i := range b.Files {
		g := parcel.Read(names[i])
		if found, ok := forms[i]; ok {
			g = told(g, found)
		}
		g.Name, g.Unit = parcel.Mask(g.Name), parcel.Mask(g.Unit)
		guesses[i] = g
	}
	whole(guesses, forms)
	units := map[string][]string{}
	for _, g := range guesses {
		if g.Name != "" && !slices.Contains(units[g.Name], g.Unit) {
			units[g.Name] = append(units[g.Name], g.Unit)
		}
	}
	for i := range b.Files {
		f, g := &b.Files[i], guesses[i]
		if f.State == "refused" && !g.Plain() {
			continue // it says nothing of anybody
		}
		said := slices.DeleteFunc(slices.Clone(units[g.Name]), func(u string) bool { return u == "" })
		if g.Unit == "" && len(said) == 1 {
			g.Unit = said[0]
		}
		f.Item, f.Maybe = g.Item, g.Maybe
		doubts := g.Doubts
		if len(said) > 1 && (g.Unit == "" || f.word()) {
			doubts = append(doubts, namesakes)
		}
		if g.Name != "" && (g.Unit != "" || len(said) < 2) {
			f.Person = b.person(g.Name, g.Unit)
		}
		for _, d := range doubts {
			f.Doubt = strings.TrimPrefix(f.Doubt+"\n"+string(d), "\n")
		}
	}
}

var namesakes = lang.Word("有同名的人，请选一位")

// person returns the number of a person of the batch, who may be new.
func (b *batch) person(name, unit string) int {
	for _, p := range b.People {
		if p.Name == name && p.Unit == unit {
			return p.N
		}
	}
	b.People = append(b.People, who{N: len(b.People) + 1, Name: name, Unit: unit, Goal: "new"})
	return len(b.People)
}

// file does the task "file-intake", "batch/…": what was confirmed of a batch goes to
// its cases. It may be broken off anywhere and begins again.
func (s *Slice) file(ctx context.Context, key string) error {
	s.filing.Lock()
	defer s.filing.Unlock()
	id, _, _ := strings.Cut(key, "/")
	b, err := s.batch(ctx, s.Flow.DB(), id)
	if err != nil || b.State != "filing" {
		return err
	}
	post, err := s.Flow.Orgs().Post(ctx, s.Flow.DB(), b.Filer)
	if err != nil {
		return err
	}
	a := org.Holding(post)
	for _, p := range b.People {
		if err := s.fileFor(ctx, a, b, p); err != nil {
			return fmt.Errorf("file intake %s for person %d: %w", id, p.N, err)
		}
	}
	return s.settle(ctx, id)
}

// fileFor files what is a person's, if it was said where it goes.
func (s *Slice) fileFor(ctx context.Context, a org.Actor, b *batch, p who) error {
	mine := slices.DeleteFunc(b.Tray(), func(f file) bool { return f.Person != p.N || !f.sure() })
	if len(mine) == 0 || p.Goal == "" {
		return nil
	}
	c, err := s.goal(ctx, a, b, p)
	if fault.Of(err) != 0 {
		return s.put(ctx, b.ID, p.N, "", fault.Text(lang.Chinese, err))
	}
	if err != nil {
		return err
	}
	if err := s.put(ctx, b.ID, p.N, c.ID, ""); err != nil {
		return err
	}
	for _, f := range mine {
		to := s.fileOne
		if f.word() {
			to = s.fillOne
		}
		if err := to(ctx, a, c, f); err != nil {
			return err
		}
	}
	return nil
}

// fileOne puts a file on a case by the way of every upload, unless it is there.
func (s *Slice) fileOne(ctx context.Context, a org.Actor, c *flow.Case, f file) error {
	there, err := s.FilesOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	for _, t := range there {
		if t.Item == f.Item && t.SHA256 == f.SHA256 {
			return s.filed(ctx, f, c.ID, t.ID)
		}
	}
	body, err := s.Files.Open(f.Key, true)
	if err != nil {
		return err
	}
	defer body.Close()
	put, err := s.AddFile(ctx, c, a, f.Item, path.Base(f.Name), body)
	if fault.Of(err) != 0 {
		return s.unfiled(ctx, f, fault.Text(lang.Chinese, err))
	}
	if err != nil {
		return err
	}
	return s.filed(ctx, f, c.ID, put.ID)
}

// Sweep forgets what nobody has sorted for too long.
func (s *Slice) Sweep(ctx context.Context) error {
	old, err := s.old(ctx, s.Flow.Now().Add(-keptFor))
	for _, id := range old {
		err = errors.Join(err, s.remove(ctx, org.Actor{}, id, nil))
	}
	return err
}

// remove takes files off the tray for good: those, or all.
func (s *Slice) remove(ctx context.Context, a org.Actor, id string, these []string) error {
	b, err := s.batch(ctx, s.Flow.DB(), id)
	if err != nil {
		return err
	}
	var gone []file
	for _, f := range b.Tray() {
		if these == nil || slices.Contains(these, f.ID) {
			gone = append(gone, f)
		}
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.dropFiles(ctx, tx, b, gone); err != nil || len(gone) == 0 {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "intake-remove", id, form.Answers{"files": fmt.Sprint(len(gone))})
	})
	for _, f := range gone {
		if err == nil {
			err = s.Files.Remove(f.Key)
		}
	}
	return err
}
