// Package static holds the style, the script and the marks of the pages.
//
// Every file is served under a name that contains the hash of its content, so a
// browser may keep it for ever, and a new program is never dressed in old style.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed app.css app.js draft.js again.js upload.js view.js outside.js device.js judge.js mark.svg vendor/*.js vendor/manifest.json
var files embed.FS

// Prefix is the folder of the files on the site.
const Prefix = "/static/"

// An asset is one file as it is served.
type asset struct {
	kind   string // media type
	plain  []byte
	zipped []byte // nil if it would not be shorter
}

type catalogue struct {
	names  map[string]string // plain name to the path on the site
	served map[string]asset  // path on the site to content
}

var load = sync.OnceValue(func() catalogue {
	c := catalogue{make(map[string]string), make(map[string]asset)}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		ext := path.Ext(name)
		at := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		c.names[name] = at
		c.served[at] = asset{kinds[ext], b, zip(b)}
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	return c
})

var kinds = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".json": "application/json",
}

func zip(b []byte) []byte {
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
	w.Write(b) // into memory: it cannot fail
	w.Close()
	if z.Len() >= len(b) {
		return nil
	}
	return z.Bytes()
}

// Path returns where the file name is on the site. It panics if there is no
// such file: the name is written in the program.
func Path(name string) string {
	at, ok := load().names[name]
	if !ok {
		panic(fmt.Sprintf("static: no file %q", name))
	}
	return at
}

// Handler serves the files.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := load().served[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := a.plain
		if a.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.zipped
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			w.Write(body)
		}
	})
}
