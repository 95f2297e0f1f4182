package pdf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"qinglan/internal/doc"
)

// A library is the fonts to print with: the two embedded ones and those that the
// operator owns a licence of.
type library struct {
	given map[doc.Face]*font
}

var inUse atomic.Pointer[library]

// current returns the fonts in use.
func current() *library {
	if l := inUse.Load(); l != nil {
		return l
	}
	return &library{}
}

// files are the names under which fonts are looked for in the operator's folder.
var files = map[doc.Face][]string{
	doc.Fang: {"仿宋_GB2312", "FangSong_GB2312", "simfang", "FangSong", "fangsong"},
	doc.Biao: {"方正小标宋简体", "FZXBSJW", "FZXBSJW--GB1-0", "xiaobiaosong"},
	doc.Hei:  {"黑体", "simhei", "SimHei", "heiti"},
	doc.Kai:  {"楷体_GB2312", "KaiTi_GB2312", "simkai", "KaiTi", "kaiti"},
}

// Use takes fonts from a folder for everything that is printed from then on:
// files with outlines of TrueType, called as their makers do (simfang.ttf) or as
// the standard does (仿宋_GB2312.ttf). It is called once, before anything is
// printed. A file that cannot be used is an error that names it; one that is not
// there is none: see [Substituted].
func Use(folder string) error {
	l, err := open(folder)
	if err == nil {
		inUse.Store(l)
	}
	return err
}

func open(folder string) (*library, error) {
	if _, err := os.ReadDir(folder); err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	l := &library{given: map[doc.Face]*font{}}
	for face, names := range files {
		for _, name := range names {
			file := filepath.Join(folder, name+".ttf")
			data, err := os.ReadFile(file)
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("fonts: %w", err)
			}
			f, err := read(fmt.Sprintf("Given%d", face), data)
			if err != nil {
				return nil, fmt.Errorf("fonts: %s: %w", file, err)
			}
			l.given[face] = f
			break
		}
	}
	return l, nil
}

// chain returns the fonts in which a character of face is looked for.
func (l *library) chain(face doc.Face) []*font {
	f := fonts()
	own := f[:]
	if face == doc.Kai {
		own = []*font{f[1], f[0]}
	}
	if g := l.given[face]; g != nil {
		return append([]*font{g}, own...)
	}
	return own
}

// find returns the first font of face that has r, and the glyph there.
func (l *library) find(face doc.Face, r rune) (*font, int) {
	for _, f := range l.chain(face) {
		if g := f.glyph(r); g != 0 {
			return f, g
		}
	}
	return nil, 0
}

// standIn names the font that stands in for a face where the operator gave none.
func standIn(face doc.Face) string {
	switch face {
	case doc.Kai:
		return "霞鹜文楷"
	case doc.Hei, doc.Biao:
		return "思源宋体（加粗）"
	}
	return "思源宋体"
}

// Substituted returns the faces of 公文 that are printed in a free font because
// the operator gave none, each with that font, such as "仿宋_GB2312 → 思源宋体".
func Substituted() []string {
	return current().substituted([]doc.Face{doc.Biao, doc.Fang, doc.Hei, doc.Kai})
}

func (l *library) substituted(faces []doc.Face) []string {
	var out []string
	for _, face := range faces {
		if face != doc.Song && l.given[face] == nil {
			out = append(out, face.String()+" → "+standIn(face))
		}
	}
	return out
}

// substituted says which fonts stand in for others in this document.
func (p *press) substituted() string {
	var used []doc.Face
	for face := range p.glyphs {
		used = append(used, face)
	}
	slices.Sort(used)
	all := p.fonts.substituted(used)
	if len(all) == 0 {
		return ""
	}
	return "字体替代：" + strings.Join(all, "；")
}
