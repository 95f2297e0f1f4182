package pad

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"qinglan/internal/web"
)

//go:embed worker.js
var workerSource string

// worker is the script of the pad's worker, with what it keeps: the files of
// the page under names that hold their hash. Another file is another version.
var worker = sync.OnceValue(func() string {
	var assets []string
	for _, name := range []string{"app.css", "app.js", "draft.js", "again.js", "upload.js", "device.js", "judge.js", "mark.svg", "vendor/htmx.min.js"} {
		assets = append(assets, web.Asset(name))
	}
	sum := sha256.Sum256([]byte(fmt.Sprint(workerSource, assets)))
	config, err := json.Marshal(map[string]any{"version": hex.EncodeToString(sum[:6]), "assets": assets})
	if err != nil {
		panic(err) // plain text always marshals
	}
	return "const config = " + string(config) + ";\n" + workerSource
})

// workerScript serves it. Its place is its scope: /judge/ and nothing above.
// Browsers ask for it again each time; it names nobody, so all may have it.
func (s *Slice) workerScript(w http.ResponseWriter, _ *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	_, err := w.Write([]byte(worker()))
	return err
}
