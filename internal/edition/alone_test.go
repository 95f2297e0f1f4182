package edition

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// names are the Go files that may name a programme other than [Default]: its
// own folder, and the list of all editions.
func names(programme, file string) bool {
	return strings.HasPrefix(file, "internal/edition/"+programme) || file == "internal/edition/edition.go"
}

// A programme is a folder of data. Nothing else in the house knows it: no Go
// file outside of its folder has its name in code, but for the list of editions.
func TestProgrammeIsAFolder(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, p := range Programmes() {
			if p != Default && !names(p, filepath.ToSlash(file)) && says(parsed, p) {
				t.Errorf("%s names the programme %s", file, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// says reports whether an import, a name or a text of a file has a word.
func says(f *ast.File, word string) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.BasicLit:
			found = found || strings.Contains(x.Value, word)
		case *ast.Ident:
			found = found || strings.Contains(strings.ToLower(x.Name), word)
		}
		return !found
	})
	return found
}

// The second programme is there, and it needs no track of the first but by name.
func TestSecondProgramme(t *testing.T) {
	if all := Programmes(); len(all) < 2 || all[0] != Default {
		t.Fatalf("programmes: %v", all)
	}
	for _, e := range Of(Programmes()[1]) {
		if e.Has("class") || e.Has("attempt") || e.Has("certificate") || !e.ByOrgans() {
			t.Errorf("%s is no programme of another kind", e.Name)
		}
		if len(e.Tracks) == 0 || !slices.Contains(e.Tracks, e.Main()) {
			t.Errorf("%s has no leading track", e.Name)
		}
	}
}
