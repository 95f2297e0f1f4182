package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"qinglan/internal/lang"
)

// said tells, for each function that is given a text for people, which of its
// arguments the text is.
var said = map[string]int{
	"lang.T":     1,
	"lang.In":    1,
	"lang.Word":  0,
	"ui.T":       1,
	"fault.New":  1,
	"fault.Wrap": 2,
	"w.Add":      1, // form.Wrong
	"wrong.Add":  1,
	"n.fault":    0, // a row of a pasted table
	"p.fault":    0,
}

// inside tells the same of calls within their own package.
var inside = map[string]map[string]int{
	"ui":    {"T": 1},
	"fault": {"New": 1, "Wrap": 2},
	"lang":  {"T": 1, "In": 1},
	"ident": {"wrong": 0},
}

// Every text that people read has an English line with the same verbs.
func TestEveryTextHasEnglish(t *testing.T) {
	eachFile(t, func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, ok := textOf(file.Name.Name, call)
			if !ok || at >= len(call.Args) {
				return true
			}
			lit, ok := call.Args[at].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			zh, err := strconv.Unquote(lit.Value)
			if err == nil && strings.ContainsFunc(zh, han) {
				check(t, name, zh)
			}
			return true
		})
	})
}

// The complaints of package form are constants, not arguments.
func TestEveryComplaintHasEnglish(t *testing.T) {
	eachFile(t, func(name string, file *ast.File) {
		if file.Name.Name != "form" {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if zh, _ := strconv.Unquote(lit.Value); strings.ContainsFunc(zh, han) {
						check(t, name, zh)
					}
				}
			}
			return true
		})
	})
}

func check(t *testing.T, name, zh string) {
	t.Helper()
	en, ok := lang.Line(zh)
	if !ok {
		t.Errorf("%s: no English in internal/lang/en.txt for\n%s", name, strings.ReplaceAll(zh, "\n", `\n`))
		return
	}
	if got, want := verbs(en), verbs(zh); !slices.Equal(got, want) {
		t.Errorf("%s: English of %q has the verbs %v; want %v", name, zh, got, want)
	}
}

// eachFile calls f for every file of the product that is not a test.
func eachFile(t *testing.T, f func(name string, file *ast.File)) {
	t.Helper()
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				if d == nil {
					return nil // no such root yet
				}
				return err
			}
			if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Errorf("parse: %v", err)
				return nil
			}
			f(strings.TrimPrefix(filepath.ToSlash(name), "../../"), file)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// textOf returns which argument of call is a text for people, if one is.
func textOf(pkg string, call *ast.CallExpr) (int, bool) {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			at, ok := said[x.Name+"."+f.Sel.Name]
			return at, ok
		}
	case *ast.Ident:
		at, ok := inside[pkg][f.Name]
		return at, ok
	}
	return 0, false
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

var verb = regexp.MustCompile(`%[-+# 0]*(\[\d+\])?\d*(?:\.\d+)?([a-zA-Z%])`)

// verbs returns the verbs of a format in the order of their arguments.
func verbs(format string) []string {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1][1 : len(m[1])-1])
		}
		all = append(all, strconv.Itoa(next)+m[2])
		next++
	}
	slices.Sort(all)
	return all
}

func TestVerbs(t *testing.T) {
	tests := []struct {
		format string
		want   []string
	}{
		{"共 %d 条", []string{"1d"}},
		{"满 100%%", nil},
		{"%s：%d", []string{"1s", "2d"}},
		{"%[2]d of %[1]s", []string{"1s", "2d"}},
		{"%d-%02d", []string{"1d", "2d"}},
	}
	for _, tt := range tests {
		if got := verbs(tt.format); !slices.Equal(got, tt.want) {
			t.Errorf("verbs(%q) = %v; want %v", tt.format, got, tt.want)
		}
	}
}
