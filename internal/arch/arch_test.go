// Package arch holds the shape of the program: who may import whom, which
// package is the one door to which library, and what only tests may do. The
// tables below are the documentation.
package arch

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers lists the packages under internal from the bottom up. A package may
// import only packages on lower lines, so those on one line do not know each
// other. doc/* stands for every package in the folder doc.
var layers = [][]string{
	{"lang"},
	{"law", "score", "calendar", "ident", "draw", "vault", "forecast", "paste"},
	{"fault", "form", "db", "doc", "doc/qr", "send"},
	{"doc/*", "job", "blob", "query", "subsidy/standard"},
	{"programme", "bind", "incoming", "parcel"},
	{"edition/bureau"}, // tracks that editions share
	{"edition/teacher2017", "org"},
	{"edition/teacher2018"}, // an edition may be derived from the one before
	{"edition/*"},
	{"edition", "web/static"},
	{"web/ui"},
	{"web", "web/ui/gallery"},
	{"record", "tally"},
	{"flow"},
	{"identity", "standing", "course", "locality", "assessment", "endorsement", "paper", "jotting", "annex", "cascade", "draft", "proxy"},
	{"outbox"},
	{"casework", "sitting", "roster", "dispatch", "reconcile"},
	{ // the slices: none imports another
		"account",
		"notice",
		"manuscript",
		"apply",
		"endorse",
		"review",
		"radar",
		"remark",
		"recommend",
		"volume",
		"institution",
		"selection",
		"expert",
		"judging",
		"pad",
		"shortlist",
		"training",
		"exam",
		"practice",
		"certify",
		"publicity",
		"certificate",
		"register",
		"subsidy",
		"purchase",
		"match",
		"survey",
		"contest",
		"worklist",
		"event",
		"document",
		"notify",
		"admin",
		"cover",
		"report",
		"public",
		"api",
		"archive",
		"recheck",
		"passport",
		"committee",
		"opening",
		"mobilise",
		"census",
		"ledger",
		"scan",
		"material",
		"receipt",
		"intake",
	},
	{"site"},
	{"app"},
	// The demonstration and the rehearsal: what both stand on first, then a
	// person's road and what stands beside it, then the order of it all.
	{"demo/world", "rehearse/screen"},
	{"rehearse/play"},
	{"demo/road", "demo/policy", "rehearse/road", "rehearse/policy"},
	{"demo/seed"},
	{"demo", "rehearse"},
	// For tests: no program imports them, and the doors are open to them.
	{"db/dbtest", "send/sendtest"},
	{"app/apptest"},
	{"browsertest"},
	{"arch"},
}

// pure packages reckon; they touch no file, network or database.
var pure = []string{"lang", "law", "score", "calendar", "ident", "draw", "forecast", "programme", "edition", "edition/*"}

// io is what a pure package does not import.
var io = []string{"database/sql", "net", "net/http", "os", "os/exec", "syscall", "log/slog"}

// only lists the imports that belong to certain packages or files. A module
// that is not from the standard library needs a line here.
var only = map[string][]string{
	"database/sql":                   {"store.go", "db", "job"},
	"net/http":                       {"web.go", "web_*.go", "*_templ.go", "web", "web/*", "casework", "site", "app", "send", "blob", "rehearse", "rehearse/*", "cmd/*"},
	"os/exec":                        {"cmd/bench", "doc/*", "rehearse", "rehearse/play", "rehearse/road"},
	"github.com/a-h/templ":           {"web.go", "web_*.go", "*_templ.go", "web", "web/*", "web/ui/*", "casework", "site", "app"},
	"github.com/alecthomas/kong":     {"cmd/*"},
	"github.com/boombuler/barcode":   {"doc/*"},
	"github.com/emmansun/gmsm":       {"sign"},
	"github.com/jackc/pgx":           {"db", "job"},
	"github.com/makiuchi-d/gozxing":  {"doc/qr"},
	"github.com/pdfcpu":              {"bind"},
	"github.com/pressly/goose":       {"db"},
	"github.com/riverqueue":          {"job"},
	"github.com/signintech/gopdf":    {"doc/*"},
	"github.com/wneessen/go-mail":    {"send"},
	"github.com/xuri/excelize":       {"doc/*"},
	"github.com/andybalholm/brotli":  {"web", "web/*"},
	"golang.org/x/net":               {"rehearse/screen"},
	"golang.org/x/crypto":            {"account", "vault", "sign"},
	"golang.org/x/image":             {"doc/raster"},
	"golang.org/x/text/unicode/norm": {"form", "ident"},
	"golang.org/x/text":              {"form", "ident", "lang", "doc/sheet", "parcel", "cmd/jobs"},
	"modernc.org":                    {"db"},
}

// clocks are the packages that read the real clock; all others are given now.
// In db it is in the keys alone.
var clocks = []string{"cmd/*", "app", "db"}

// A source is one Go file that is not a test.
type source struct {
	pkg  string // "flow", "doc/pdf", "cmd/qinglan"
	name string
	*ast.File
}

func TestLayers(t *testing.T) {
	for _, f := range sources(t) {
		mine := level(f.pkg)
		if mine < 0 {
			t.Errorf("%s: the package %s is not in the layers of arch_test.go", f.name, f.pkg)
			continue
		}
		for _, imp := range imports(f.File) {
			theirs, ours := strings.CutPrefix(imp, "qinglan/internal/")
			if ours && level(theirs) >= mine {
				t.Errorf("%s imports %s, which is not below it", f.name, theirs)
			}
		}
	}
}

func TestDoors(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range imports(f.File) {
			if !forTests(f.pkg) && !mayImport(f, imp) {
				t.Errorf("%s imports %s; see the doors in arch_test.go", f.name, imp)
			}
		}
	}
}

func TestPure(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range imports(f.File) {
			if match(pure, f.pkg) && slices.Contains(io, imp) {
				t.Errorf("%s imports %s; its package only reckons", f.name, imp)
			}
		}
	}
}

func TestOnlyInTests(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range imports(f.File) {
			if !forTests(f.pkg) && (imp == "testing" || strings.HasPrefix(imp, "math/rand") || forTests(imp)) {
				t.Errorf("%s imports %s, which is for tests", f.name, imp)
			}
		}
	}
}

func TestClock(t *testing.T) {
	for _, f := range sources(t) {
		if match(clocks, f.pkg) || forTests(f.pkg) {
			continue
		}
		for _, name := range []string{"Now", "Since", "Until"} {
			if uses(f.File, "time", name) {
				t.Errorf("%s uses time.%s; take a now", f.name, name)
			}
		}
	}
}

func TestRawHTML(t *testing.T) {
	for _, f := range sources(t) {
		if uses(f.File, "templ", "Raw") && !match([]string{"web", "web/*"}, f.pkg) {
			t.Errorf("%s uses templ.Raw, which escapes nothing", f.name)
		}
	}
}

func TestPackageNames(t *testing.T) {
	vague := []string{"util", "utils", "helper", "helpers", "manager", "common", "misc", "model", "models", "type", "types", "base", "lib", "shared", "service", "services"}
	for _, f := range sources(t) {
		if slices.Contains(vague, path.Base(f.pkg)) {
			t.Errorf("%s: the name %s does not say what the package holds", f.name, f.pkg)
		}
	}
}

func TestPackageComments(t *testing.T) {
	has := map[string]bool{}
	for _, f := range sources(t) {
		has[f.pkg] = has[f.pkg] || f.Doc != nil
	}
	for pkg, ok := range has {
		if !ok {
			t.Errorf("the package %s has no comment that says what it promises", pkg)
		}
	}
}

// forTests tells by its name that a package is for tests: dbtest, httptest. A
// contest is none.
func forTests(pkg string) bool {
	return strings.HasSuffix(path.Base(pkg), "test") && path.Base(pkg) != "contest"
}

// mayImport finds the longest door that imp goes through.
func mayImport(f source, imp string) bool {
	door, allowed := "", []string(nil)
	for prefix, who := range only {
		if (imp == prefix || strings.HasPrefix(imp, prefix+"/")) && len(prefix) > len(door) {
			door, allowed = prefix, who
		}
	}
	if door != "" {
		return match(allowed, f.pkg) || match(allowed, path.Base(f.name))
	}
	host, _, _ := strings.Cut(imp, "/")
	return host == "qinglan" || !strings.Contains(host, ".")
}

// level returns the line of pkg in layers, len(layers) for a command, or -1.
func level(pkg string) int {
	if strings.HasPrefix(pkg, "cmd/") {
		return len(layers)
	}
	return slices.IndexFunc(layers, func(line []string) bool { return match(line, pkg) })
}

func match(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return ok && err == nil
	})
}

func imports(f *ast.File) []string {
	var all []string
	for _, spec := range f.Imports {
		imp, _ := strconv.Unquote(spec.Path.Value)
		all = append(all, imp)
	}
	return all
}

// uses reports whether f speaks of pkg.name.
func uses(f *ast.File, pkg, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == name {
			x, ok := s.X.(*ast.Ident)
			found = found || ok && x.Name == pkg
		}
		return !found
	})
	return found
}

// sources returns every Go file of the program. Folders that are not there yet
// are no failure.
func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []source
	for _, top := range []string{"internal", "cmd"} {
		walk(t, filepath.Join(root, top), func(name string) {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			rel = filepath.ToSlash(rel)
			all = append(all, source{strings.TrimPrefix(path.Dir(rel), "internal/"), rel, f})
		})
	}
	if len(all) == 0 {
		t.Fatal("no sources found")
	}
	return all
}

// walk calls f for the files below top that are no tests.
func walk(t *testing.T, top string, f func(name string)) {
	t.Helper()
	walkAll(t, top, func(name string) {
		if !strings.HasSuffix(name, "_test.go") {
			f(name)
		}
	})
}

// walkAll calls f for every Go file below top.
func walkAll(t *testing.T, top string, f func(name string)) {
	t.Helper()
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == top {
			return nil
		}
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return fs.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(name, ".go") {
			f(name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
