package raster

import (
	"bytes"
	"regexp"
	"strconv"
)

// A file is the objects of a PDF by number. It is read from one end to the other
// and not by its tables: scanners write them wrong, and a file that was mended or
// extended says itself what came last.
type file struct {
	objects map[ref]any
	root    dict
	locked  bool
	objs    int       // objects that may still be read
	packed  int       // bytes that may still be unpacked from streams of objects
	drawing int       // bytes that the page at hand may still draw from
	pixels  int       // of pictures that it may still show
	blind   bool      // a stream of objects could not be read
	look    func(any) // is shown every object; may be nil
}

const (
	mostObjects = 1_000_000 // a scan has a few for each page
	mostPacked  = 16 << 20
)

var objectHead = regexp.MustCompile(`(?:^|[\s>])(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+obj\b|\btrailer\b`)

// readFile finds the objects of a PDF.
func readFile(in []byte) *file { return scanFile(in, nil) }

// scanFile is readFile that shows each object to look as it is found.
func scanFile(in []byte, look func(any)) *file {
	f := &file{objects: map[ref]any{}, objs: mostObjects, packed: mostPacked, look: look}
	for at := 0; at < len(in) && f.objs > 0; {
		m := objectHead.FindSubmatchIndex(in[at:])
		if m == nil {
			break
		}
		l := &lexer{in, at + m[1], &f.objs}
		o := l.object(0)
		if m[2] < 0 {
			if d, ok := o.(dict); ok {
				f.show(d)
				f.trailer(d)
			}
			at = max(l.at, at+m[1])
			continue
		}
		num, _ := strconv.Atoi(string(in[at+m[2] : at+m[3]]))
		if d, ok := o.(dict); ok {
			if s, ok := f.stream(l, d); ok {
				o = s
			}
		}
		f.keep(ref(num), o)
		at = max(l.at, at+m[1])
	}
	return f
}

func (f *file) trailer(d dict) {
	if r, ok := f.get(d["Root"]).(dict); ok {
		f.root = r
	}
	if d["Encrypt"] != nil {
		f.locked = true
	}
}

func (f *file) show(o any) {
	if f.look != nil {
		f.look(o)
	}
}

func (f *file) keep(n ref, o any) {
	f.objects[n] = o
	f.show(o)
	switch o := o.(type) {
	case dict:
		if o["Type"] == name("Catalog") {
			f.root = o
		}
	case stream:
		switch o.dict["Type"] {
		case name("ObjStm"):
			f.unpack(o)
		case name("XRef"):
			f.trailer(o.dict)
		}
	}
}

// stream reads the bytes behind a dictionary: as many as it says, if the end
// stands there, or up to where the end stands.
func (f *file) stream(l *lexer, d dict) (stream, bool) {
	l.space()
	if !bytes.HasPrefix(l.in[l.at:], []byte("stream")) {
		return stream{}, false
	}
	from := l.at + len("stream")
	if bytes.HasPrefix(l.in[from:], []byte("\r\n")) {
		from += 2
	} else if from < len(l.in) && (l.in[from] == '\n' || l.in[from] == '\r') {
		from++
	}
	if n, ok := f.get(d["Length"]).(float64); ok && n >= 0 && n <= float64(len(l.in)-from) {
		end := from + int(n)
		if rest := bytes.TrimLeft(l.in[end:min(end+8, len(l.in))], "\r\n "); bytes.HasPrefix(rest, []byte("ends")) {
			l.at = end
			return stream{d, l.in[from:end]}, true
		}
	}
	end := bytes.Index(l.in[min(from, len(l.in)):], []byte("endstream"))
	if end < 0 {
		return stream{}, false
	}
	l.at = from + end
	raw := l.in[from : from+end]
	return stream{d, bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))}, true
}

// unpack takes the objects out of a stream of objects.
func (f *file) unpack(s stream) {
	body, err := f.unfilter(s, f.packed)
	f.packed -= len(body)
	first, ok := f.get(s.dict["First"]).(float64)
	if err != nil || !ok || first < 0 || int(first) > len(body) {
		f.blind = true
		return
	}
	head := &lexer{body[:int(first)], 0, &f.objs}
	for f.objs > 0 {
		num, ok1 := head.object(0).(float64)
		off, ok2 := head.object(0).(float64)
		if !ok1 || !ok2 || off < 0 || int(first+off) >= len(body) {
			return
		}
		f.keep(ref(num), (&lexer{body, int(first + off), &f.objs}).object(0))
	}
}

// get returns what o refers to, or o.
func (f *file) get(o any) any {
	for range 8 {
		r, ok := o.(ref)
		if !ok {
			return o
		}
		o = f.objects[r]
	}
	return nil
}

func (f *file) dict(o any) dict {
	switch o := f.get(o).(type) {
	case dict:
		return o
	case stream:
		return o.dict
	}
	return nil
}

func (f *file) list(o any) list {
	l, _ := f.get(o).(list)
	return l
}

func (f *file) number(o any, or float64) float64 {
	if n, ok := f.get(o).(float64); ok {
		return n
	}
	return or
}

// numbers returns a list of exactly n numbers.
func (f *file) numbers(o any, n int) ([]float64, bool) {
	l := f.list(o)
	if len(l) != n {
		return nil, false
	}
	out := make([]float64, n)
	for i := range l {
		v, ok := f.get(l[i]).(float64)
		if !ok {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}
