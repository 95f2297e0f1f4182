package raster

import (
	"bytes"
	"strconv"

	"qinglan/internal/fault"
)

// Why a PDF is not taken: what it holds acts by itself, or cannot be looked at.
var (
	errScript   = fault.New(fault.Invalid, "这个 PDF 里有脚本。请在软件里用“打印→另存为 PDF”重新生成，或拍照上传。")
	errAction   = fault.New(fault.Invalid, "这个 PDF 里有会启动程序或向外发送内容的命令。请用“打印→另存为 PDF”重新生成，或拍照上传。")
	errEmbedded = fault.New(fault.Invalid, "这个 PDF 里夹带了别的文件或音视频。请去掉附件，或用“打印→另存为 PDF”重新生成。")
	errBlind    = fault.New(fault.Invalid, "这个 PDF 的结构不能检查。请用“打印→另存为 PDF”重新生成，或拍照上传。")
)

// acts are what a key or a value of a dictionary means that no paper needs
// (ISO 32000-1, 12.6.4, 12.5.6, 7.11.4, 12.7.8). Links are harmless: they are
// followed by whoever presses them.
var acts = map[string]error{
	"JS": errScript, "JavaScript": errScript, "XFA": errScript,
	"Launch": errAction, "SubmitForm": errAction, "ImportData": errAction, "GoToE": errAction,
	"EmbeddedFile": errEmbedded, "EmbeddedFiles": errEmbedded, "EF": errEmbedded, "FileAttachment": errEmbedded,
	"RichMedia": errEmbedded, "RichMediaContent": errEmbedded, "Rendition": errEmbedded, "Movie": errEmbedded, "Sound": errEmbedded, "3D": errEmbedded,
}

// plain are names that stand nowhere by chance: they are looked for in the bytes as
// they are, in case a reader finds an object where we passed over it.
var plain = []string{"/JavaScript", "/SubmitForm", "/EmbeddedFile", "/RichMedia"}

// Hazard says by a fault why a PDF is not handed out: it holds what acts by itself,
// or what cannot be looked at. Every object counts, also one that a later one
// replaces, and those that are packed.
func Hazard(in []byte) error {
	var found error
	f := scanFile(in, func(o any) {
		if found == nil {
			found = hazard(o, 0)
		}
	})
	switch {
	case f.locked:
		return errLocked
	case found != nil:
		return found
	case f.blind || f.objs <= 0 || f.packed <= 0:
		return errBlind
	}
	for _, word := range plain {
		if bytes.Contains(in, []byte(word)) {
			return acts[word[1:]]
		}
	}
	return nil
}

func hazard(o any, depth int) error {
	if depth > deepest {
		return errBlind
	}
	switch o := o.(type) {
	case list:
		for _, one := range o {
			if err := hazard(one, depth+1); err != nil {
				return err
			}
		}
	case stream:
		return hazard(o.dict, depth)
	case dict:
		for k, v := range o {
			if err := entry(k, v); err != nil {
				return err
			}
			if err := hazard(v, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// entry judges one entry of a dictionary: its key, and its value where that says
// what the dictionary is. A picture or a font may be called anything.
func entry(k name, v any) error {
	key := spelt(k)
	switch key {
	case "S", "Subtype", "Type":
		if n, ok := v.(name); ok {
			return acts[spelt(n)]
		}
	case "JS", "JavaScript", "XFA", "EmbeddedFiles", "EF", "RichMediaContent":
		if v != nil {
			return acts[key]
		}
	}
	return nil
}

// spelt returns a name without its escapes: #4aS is JS (ISO 32000-1, 7.3.5).
func spelt(n name) string {
	if !bytes.ContainsRune([]byte(n), '#') {
		return string(n)
	}
	var out []byte
	for i := 0; i < len(n); i++ {
		if n[i] == '#' && i+2 < len(n) {
			if c, err := strconv.ParseUint(string(n[i+1:i+3]), 16, 8); err == nil {
				out, i = append(out, byte(c)), i+2
				continue
			}
		}
		out = append(out, n[i])
	}
	return string(out)
}
