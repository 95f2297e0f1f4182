package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A scanner walks over the tags of a part of a workbook. It reads the XML that
// spreadsheets write, which has no entities of its own, in constant memory and
// ten times as fast as encoding/xml; a document type is refused.
type scanner struct {
	in   *bufio.Reader
	left int64  // bytes that may still be unpacked
	keep bool   // whether text is collected
	text []byte // what stood since it was last emptied
	tag  []byte // of the tag: its name, then its attributes
	name string // local: of x:row it is row
	end  bool   // </row>
	self bool   // <row/>

	often map[string]string // short texts that came before: units and directions repeat
}

func scan(r io.Reader) *scanner {
	return &scanner{in: bufio.NewReaderSize(r, 64<<10), left: mostPart, often: map[string]string{}}
}

// next goes to the next tag; io.EOF after the last.
func (s *scanner) next() error {
	for {
		if err := s.upTo('<', s.keep, &s.text); err != nil {
			return err
		}
		s.tag = s.tag[:0]
		if err := s.whole(); err != nil {
			return unfinished(err)
		}
		switch {
		case bytes.HasPrefix(s.tag, []byte("![CDATA[")):
			if s.keep {
				s.text = append(s.text, s.tag[len("![CDATA["):len(s.tag)-2]...)
			}
		case s.tag[0] == '!' && !bytes.HasPrefix(s.tag, []byte("!--")):
			return errBroken
		case s.tag[0] == '!' || s.tag[0] == '?':
		default:
			s.split()
			return nil
		}
	}
}

// unfinished is the end of a file inside of a tag.
func unfinished(err error) error {
	if errors.Is(err, io.EOF) {
		return errBroken
	}
	return err
}

// whole reads to the end of the tag that has begun.
func (s *scanner) whole() error {
	for {
		if err := s.upTo('>', true, &s.tag); err != nil {
			return err
		}
		t := s.tag
		switch {
		case len(t) == 0:
			return errBroken
		case bytes.HasPrefix(t, []byte("!--")):
			if len(t) >= len("!----") && bytes.HasSuffix(t, []byte("--")) {
				return nil
			}
		case bytes.HasPrefix(t, []byte("![CDATA[")):
			if bytes.HasSuffix(t, []byte("]]")) {
				return nil
			}
		case bytes.Count(t, []byte(`"`))%2 == 0 && (bytes.IndexByte(t, '"') >= 0 || bytes.Count(t, []byte(`'`))%2 == 0):
			return nil
		}
		s.tag = append(s.tag, '>') // it stood inside of quotes
	}
}

// upTo reads to a byte, which is left out, into to if it is kept.
func (s *scanner) upTo(end byte, keep bool, to *[]byte) error {
	for {
		b, err := s.in.ReadSlice(end)
		if s.left -= int64(len(b)); s.left < 0 || keep && len(*to)+len(b) > mostOne {
			return errLarge
		}
		if err == nil {
			b = b[:len(b)-1]
		}
		if keep {
			*to = append(*to, b...)
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

// split takes the name out of the tag.
func (s *scanner) split() {
	t := s.tag
	s.end = t[0] == '/'
	if s.end {
		t = t[1:]
	}
	s.self = len(t) > 0 && t[len(t)-1] == '/'
	if s.self {
		t = t[:len(t)-1]
	}
	name := t
	if i := bytes.IndexAny(t, " \t\r\n"); i >= 0 {
		name = t[:i]
	}
	s.tag = t[len(name):]
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	s.name = known(name)
}

// known returns the name of a tag without a new string for those that come
// often.
func known(name []byte) string {
	switch string(name) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "row":
		return "row"
	case "t":
		return "t"
	case "si":
		return "si"
	case "r":
		return "r"
	case "is":
		return "is"
	}
	return string(name)
}

// attr returns an attribute of the tag by its local name.
func (s *scanner) attr(name string) string {
	t := s.tag
	for {
		i := bytes.IndexByte(t, '=')
		if i < 0 {
			return ""
		}
		key := bytes.TrimSpace(t[:i])
		if k := bytes.IndexByte(key, ':'); k >= 0 {
			key = key[k+1:]
		}
		t = bytes.TrimLeft(t[i+1:], " \t\r\n")
		if len(t) == 0 {
			return ""
		}
		end := bytes.IndexByte(t[1:], t[0])
		if end < 0 {
			return ""
		}
		if string(key) == name {
			return decoded(t[1 : 1+end])
		}
		t = t[end+2:]
	}
}

// take returns the text that was collected and empties it.
func (s *scanner) take() string {
	defer func() { s.text = s.text[:0] }()
	if text, ok := s.often[string(s.text)]; ok {
		return text
	}
	text := decoded(s.text)
	if len(text) <= 64 && len(s.often) < 4096 {
		s.often[string(s.text)] = text
	}
	return text
}

// decoded replaces the entities that XML itself has, and the way in which
// workbooks write characters that XML cannot hold (_x000D_).
func decoded(b []byte) string {
	text := string(b)
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	if strings.Contains(text, "&") {
		text = entities(text)
	}
	if strings.Contains(text, "_x") {
		text = underscored(text)
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

var named = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

func entities(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '&')
		if i < 0 {
			break
		}
		b.WriteString(text[:i])
		text = text[i:]
		end := strings.IndexByte(text[:min(len(text), 12)], ';')
		if end < 0 {
			b.WriteByte('&')
			text = text[1:]
			continue
		}
		if r, ok := entity(text[1:end]); ok {
			b.WriteString(r)
		} else {
			b.WriteString(text[:end+1])
		}
		text = text[end+1:]
	}
	return b.String() + text
}

func entity(name string) (string, bool) {
	if s, ok := named[name]; ok {
		return s, true
	}
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseInt(digits, base, 32)
	if !ok || err != nil || !utf8.ValidRune(rune(n)) {
		return "", false
	}
	return string(rune(n)), true
}

func underscored(text string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, "_x")
		if i < 0 || i+7 > len(text) {
			break
		}
		n, err := strconv.ParseUint(text[i+2:i+6], 16, 16)
		if err != nil || text[i+6] != '_' || !utf8.ValidRune(rune(n)) {
			b.WriteString(text[:i+2])
			text = text[i+2:]
			continue
		}
		b.WriteString(text[:i])
		b.WriteRune(rune(n))
		text = text[i+7:]
	}
	return b.String() + text
}
