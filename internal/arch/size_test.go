package arch

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What one can still read: a package, without its tests and what templ makes of
// its pages, counted in lines that are neither blank nor comment; and a file,
// tests included, with all its lines.
const (
	mostInPackage = 2000
	mostInFile    = 400
)

func TestPackagesStaySmall(t *testing.T) {
	lines := map[string]int{}
	eachGoFile(t, func(name, text string) {
		if !strings.HasSuffix(name, "_test.go") {
			lines[strings.TrimPrefix(path.Dir(name), "internal/")] += codeIn(text)
		}
	})
	for _, pkg := range slices.Sorted(maps.Keys(lines)) {
		if n := lines[pkg]; n > mostInPackage {
			t.Errorf("the package %s has %d lines; %d are the most: move out what is least at home there", pkg, n, mostInPackage)
		}
	}
}

func TestFilesStayShort(t *testing.T) {
	eachGoFile(t, func(name, text string) {
		if n := strings.Count(text, "\n"); n > mostInFile {
			t.Errorf("%s has %d lines; %d are the most", name, n, mostInFile)
		}
	})
}

// codeIn counts the lines of a file that are neither blank nor only a comment.
func codeIn(text string) (n int) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			n++
		}
	}
	return n
}

func TestCodeIn(t *testing.T) {
	if n := codeIn("// Package x is one.\npackage x\n\n\t// why\n\tvar y = 1 // unit\n"); n != 2 {
		t.Errorf("counted %d lines; want 2", n)
	}
}

// eachGoFile calls f for every file of the program that people write, with its
// path from the root.
func eachGoFile(t *testing.T, f func(name, text string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	for _, top := range []string{"internal", "cmd"} {
		walkAll(t, filepath.Join(root, top), func(name string) {
			if strings.HasSuffix(name, "_templ.go") {
				return
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			f(filepath.ToSlash(rel), string(text))
		})
	}
}
