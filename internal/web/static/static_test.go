package static

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

// What we have from others is what the manifest says it is.
func TestManifest(t *testing.T) {
	b, err := files.ReadFile("vendor/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct{ File, Name, Version, SHA256, Licence string }
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	listed := make(map[string]bool)
	for _, f := range all {
		listed[f.File] = true
		b, err := files.ReadFile("vendor/" + f.File)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if got := hex.EncodeToString(sum[:]); got != f.SHA256 || f.Version == "" || f.Licence == "" {
			t.Errorf("%s: sha256 %s; the manifest says %+v", f.File, got, f)
		}
	}
	dir, err := files.ReadDir("vendor")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range dir {
		if strings.HasSuffix(f.Name(), ".js") && !listed[f.Name()] {
			t.Errorf("%s is not in the manifest", f.Name())
		}
	}
}

// Our own scripts stay small, and the style within the floor of browsers.
func TestOwnFiles(t *testing.T) {
	for _, name := range []string{"again.js", "app.js", "device.js", "draft.js", "judge.js", "upload.js"} {
		b, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 10<<10 {
			t.Errorf("%s has %d bytes; want at most 10 KiB", name, len(b))
		}
		for _, bad := range []string{"innerHTML", "eval(", "document.write"} {
			if strings.Contains(string(b), bad) {
				t.Errorf("%s uses %s", name, bad)
			}
		}
	}
	b, err := files.ReadFile("app.css")
	if err != nil {
		t.Fatal(err)
	}
	if open, shut := strings.Count(string(b), "{"), strings.Count(string(b), "}"); open != shut {
		t.Errorf("app.css opens %d blocks and closes %d: what follows the open one is lost", open, shut)
	}
	style := string(b[strings.Index(string(b), "*/"):]) // the first comment names them
	for _, late := range []string{":has(", "@container", "color-mix(", "@layer", "dvh", ":is(", ":where(", "inset:", "@import"} {
		if strings.Contains(style, late) {
			t.Errorf("app.css uses %s, which Chromium 86 does not know", late)
		}
	}
}

func TestPathPanicsOnAnUnknownFile(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Path of no file returned")
		}
	}()
	Path("nothing.css")
}
