package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/doc/wordform"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/parcel"
	"qinglan/internal/proxy"
)

const (
	wordMedia = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	wordItem  = "word" // no place for files: it fills the draft
)

// inWord are the questions that the table of 附件2 asks.
var inWord = []string{"name", "sex", "ethnic", "birth", "unit", "post", "political", "phone", "mail", "life"}

// leastInWord is how many of their labels make a table 附件2, and no list of people.
const leastInWord = 6

var (
	errNoForm   = fault.New(fault.Invalid, "这份 Word 文档里没有附件2《个人情况表》的表格，不能收下。别的材料请另存为 PDF 后上传。")
	errNotTheir = fault.New(fault.Closed, "这份申报由本人填写，Word 表不能填入。请移除这个文件。")
	noNameIn    = lang.Word("表里没有读出姓名，请选是谁的")
)

// isWord reports whether a file is a form in Word by its name.
func isWord(name string) bool { return strings.EqualFold(path.Ext(name), ".docx") }

// word reports whether f was read as 附件2 in Word.
func (f file) word() bool { return f.Media == wordMedia }

// wordQuestions are the questions of inWord; the statuses of GB/T 4762 go by both of
// their names.
func (s *Slice) wordQuestions() (qs []form.Question) {
	t, _ := s.Flow.Current().Track(track)
	for _, q := range t.Forms["profile"] {
		if !slices.Contains(inWord, q.Name) {
			continue
		}
		if q.Name == "political" {
			q.Choices = slices.Clone(q.Choices)
			for _, c := range ident.Political.All() {
				q.Choices = append(q.Choices, form.Choice{Value: c.Code, Label: c.Name})
			}
		}
		qs = append(qs, q)
	}
	return qs
}

// word reads 附件2 in Word. Of the document nothing is kept but, sealed, what its
// table says.
func (r *Receiver) word(body io.Reader) (found wordform.Found, st blob.Stored, err error) {
	data, err := io.ReadAll(io.LimitReader(body, parcel.Limits.File+1))
	if err == nil && int64(len(data)) > parcel.Limits.File {
		err = fault.New(fault.Invalid, "文件太大：每个文件最多 %d MB。请压缩后再传，照片可以选“中等”尺寸。", parcel.Limits.File>>20)
	}
	if err != nil {
		return found, st, err
	}
	tables, err := wordform.Read(bytes.NewReader(data), int64(len(data)), parcel.Limits.Word)
	if err != nil {
		return found, st, err
	}
	found, ok := wordform.Find(tables, r.s.wordQuestions(), leastInWord)
	if !ok {
		return found, st, errNoForm
	}
	st, err = r.s.Files.PutMade(wordMedia, func(w io.Writer) error { return json.NewEncoder(w).Encode(found) })
	sum := sha256.Sum256(data)
	st.Size, st.SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	return found, st, err
}

// told returns g with what a form in Word says over the name of its file.
func told(g parcel.Guess, found wordform.Found) parcel.Guess {
	g.Item, g.Maybe, g.Doubts = wordItem, "", nil
	if name := found.Answers["name"]; name != "" {
		g.Name, g.Unit = name, found.Answers["unit"]
	} else {
		g.Doubts = []lang.Word{noNameIn}
	}
	return g
}

// whole gives units that names of files cut short as the forms of the same people
// write them.
func whole(guesses []parcel.Guess, forms map[int]wordform.Found) {
	for i := range forms {
		for j := range guesses {
			unit, short := guesses[i].Unit, guesses[j].Unit
			if guesses[j].Name == guesses[i].Name && short != "" && strings.Contains(unit, short) {
				guesses[j].Unit = unit
			}
		}
	}
}

// saysOf returns what was read of a form in Word.
func (s *Slice) saysOf(f file) (found wordform.Found, err error) {
	body, err := s.Files.Open(f.Key, true)
	if err != nil {
		return found, err
	}
	defer body.Close()
	return found, json.NewDecoder(body).Decode(&found)
}

// fillOne fills the draft of c with what a form in Word says; nothing of the form
// stays in the tray.
func (s *Slice) fillOne(ctx context.Context, a org.Actor, c *flow.Case, f file) error {
	found, err := s.saysOf(f)
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.fillIn(ctx, tx, a, c, found) })
	if fault.Of(err) != 0 {
		return s.unfiled(ctx, f, fault.Text(lang.Chinese, err))
	}
	if err != nil {
		return err
	}
	return s.filed(ctx, f, c.ID, "")
}

// fillIn puts what was found where the draft of c is empty. What somebody has filled in
// stays; done again it changes nothing.
func (s *Slice) fillIn(ctx context.Context, tx *db.Tx, a org.Actor, c *flow.Case, found wordform.Found) error {
	mark, ok, err := s.Proxies.Of(ctx, tx, c.ID)
	if err == nil && (!ok || !mark.Reaches(c, a, true)) {
		err = errNotTheir
	}
	if err != nil {
		return err
	}
	d, err := s.drafts.Of(ctx, tx, c)
	if err != nil {
		return err
	}
	answers, word := form.Answers{}, proxy.Word{}
	maps.Copy(answers, d.Answers)
	for _, name := range inWord {
		switch was, said := answers[name], found.Answers[name]; {
		case was == "" && slices.Contains(found.Doubtful, name):
			word.Doubtful = append(word.Doubtful, name)
		case was == "" && said == "":
			word.Unread = append(word.Unread, name)
		case was == "":
			answers[name] = said
			word.Filled = append(word.Filled, name)
		case said != "" && was != said:
			word.Kept = append(word.Kept, name)
		}
	}
	if len(word.Filled) > 0 {
		if err := s.drafts.Keep(ctx, tx, c.ID, wordItem, d.Version, answers); err != nil {
			return err
		}
		if err := s.Flow.Retitle(ctx, tx, c.ID, c.Name, answers["unit"], c.County, c.City); err != nil {
			return err
		}
		if err := s.Flow.Log(ctx, tx, a, "intake-word", c.ID, form.Answers{"fields": strings.Join(word.Filled, "\n")}); err != nil {
			return err
		}
	}
	return s.Proxies.FromWord(ctx, tx, c, a, word)
}
