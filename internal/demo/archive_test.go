//go:build !race

package demo_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/archive"
)

// The archive of the demonstration checks out with nothing but the file, holds
// nothing that must not leave, and every change of it is found.
func TestArchive(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		seeded(t, p)
		var b bytes.Buffer
		made, err := p.Archives.Make(t.Context(), "teacher2017", &b)
		if err != nil {
			t.Fatal(err)
		}
		r := checked(t, b.Bytes())
		if len(r.Findings) > 0 {
			t.Fatalf("as it was made: %v", r.Findings)
		}
		if r.Cases != made.Cases || r.Rows != made.Rows || r.Cases < 1000 || r.Withheld == 0 || r.Checkpoints == 0 {
			t.Errorf("verified %+v of %+v", r, made)
		}
		files := unpacked(t, b.Bytes())
		discreet(t, files)
		complete(t, files)
		again := packed(t, withFolders(files))
		if r := checked(t, again); len(r.Findings) > 0 {
			t.Errorf("packed anew by another program: %d findings, the first %s", len(r.Findings), r.Findings[0])
		}
		for name, spoil := range spoilt {
			t.Run(name, func(t *testing.T) {
				mine := map[string][]byte{}
				for k, v := range files {
					mine[k] = v
				}
				want := spoil(mine)
				found := checked(t, packed(t, mine)).Findings
				if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, want) }) {
					t.Errorf("found %v; want %q", found, want)
				}
			})
		}
	})
}

var spoilt = map[string]func(map[string][]byte) string{
	"a file changed": func(m map[string][]byte) string {
		name := first(m, "办理记录.txt")
		m[name] = append([]byte("x"), m[name]...)
		return name + " is not as it was archived"
	},
	"a file left out": func(m map[string][]byte) string {
		name := first(m, ".pdf")
		delete(m, name)
		return name + " is missing"
	},
	"a folder that holds something": func(m map[string][]byte) string {
		m["申报/more/"] = []byte("x")
		return "申报/more/ was added"
	},
	"a file added beside its folder": func(m map[string][]byte) string {
		m["新/"], m["新/more.txt"] = nil, []byte("x")
		return "新/more.txt was added"
	},
	"a file added": func(m map[string][]byte) string {
		m["申报/more.txt"] = []byte("x")
		return "申报/more.txt was added"
	},
	"the sums changed": func(m map[string][]byte) string {
		m["SHA256SUMS"] = append(m["SHA256SUMS"], []byte(strings.Repeat("0", 64)+"  x\n")...)
		return "changed after it was signed"
	},
	"the seal forged": func(m map[string][]byte) string {
		lines := strings.Split(string(m["SHA256SUMS.sig"]), "\n")
		lines[2] = "AAAA" + lines[2][4:]
		m["SHA256SUMS.sig"] = []byte(strings.Join(lines, "\n"))
		return "is not valid"
	},
	"a row changed": func(m map[string][]byte) string {
		m["记录/journal.jsonl"] = bytes.Replace(m["记录/journal.jsonl"], []byte(`"Move":"submit"`), []byte(`"Move":"forward"`), 1)
		return "is not as its hash says"
	},
	"a row cut": func(m map[string][]byte) string {
		all := m["记录/journal.jsonl"]
		m["记录/journal.jsonl"] = all[bytes.IndexByte(all, '\n')+1:]
		return "does not follow the row before"
	},
	"an answer changed": func(m map[string][]byte) string {
		m["记录/answers.jsonl"] = bytes.Replace(m["记录/answers.jsonl"], []byte("演示"), []byte("演元"), 1)
		return "are not those that were given"
	},
	"a checkpoint changed": func(m map[string][]byte) string {
		m["记录/checkpoints.jsonl"] = bytes.Replace(m["记录/checkpoints.jsonl"], []byte(`"At":1`), []byte(`"At":2`), 1)
		return "is not as its digest says"
	},
	"a state changed": func(m map[string][]byte) string {
		m["记录/cases.jsonl"] = bytes.Replace(m["记录/cases.jsonl"], []byte(`"State":"draft"`), []byte(`"State":"closed"`), 1)
		return "is not as its journal says"
	},
}

func first(m map[string][]byte, end string) string {
	var names []string
	for name := range m {
		if strings.HasSuffix(name, end) && strings.Contains(name, "/") {
			names = append(names, name)
		}
	}
	return slices.Min(names)
}

// discreet looks for what never leaves: identity numbers, and who objected.
func discreet(t *testing.T, files map[string][]byte) {
	t.Helper()
	idno := regexp.MustCompile(`(^|[^0-9a-fA-F])[1-9][0-9]{16}[0-9Xx]($|[^0-9a-fA-F])`)
	objected := 0
	for name, b := range files {
		if !strings.HasSuffix(name, ".txt") && !strings.HasSuffix(name, ".jsonl") {
			continue
		}
		if m := idno.Find(b); m != nil {
			t.Errorf("%s holds %q", name, m)
		}
		if strings.HasPrefix(name, "异议/") {
			objected++
			if bytes.Contains(b, []byte("异议人")) && !bytes.Contains(b, []byte("所填内容不归档")) {
				t.Errorf("%s tells who objected", name)
			}
		}
	}
	if objected == 0 {
		t.Error("no objection is in the archive")
	}
}

// complete asks for the papers that stand for what was decided, under their own
// names and with names in them.
func complete(t *testing.T, files map[string][]byte) {
	t.Helper()
	for track, paper := range map[string]string{
		"委员会会议": "会议纪要和名单.pdf", "委员邀请": "邀请函.pdf", "承训机构遴选": "承训机构遴选结果.pdf", "机构推荐": "培训机构推荐名单.pdf",
	} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(files)), func(n string) bool {
			return strings.HasPrefix(n, track+"/") && strings.HasSuffix(n, "/"+paper)
		}) {
			t.Errorf("no %s under %s", paper, track)
		}
	}
	ids := regexp.MustCompile(`评估专家：p-|席位[^\n]*demo-invitation|内部审批：\n`)
	items := 0
	for name, b := range files {
		if strings.HasSuffix(name, "办理记录.txt") && ids.Match(b) {
			t.Errorf("%s: %s", name, ids.Find(b))
		}
		if strings.Contains(name, "材料01-企业法人营业执照") || strings.Contains(name, "材料01-营业执照") {
			items++
		}
	}
	if items == 0 {
		t.Error("no file says which item it is")
	}
}

// withFolders adds the entries that unzip and zip leave for folders, and an
// empty one that was there before.
func withFolders(files map[string][]byte) map[string][]byte {
	out := maps.Clone(files)
	for name := range files {
		for i, r := range name {
			if r == '/' {
				out[name[:i+1]] = nil
			}
		}
	}
	return out
}

func checked(t *testing.T, b []byte) archive.Report {
	t.Helper()
	r, err := archive.Verify(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func unpacked(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
		in.Close()
	}
	return out
}

func packed(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var full []string // folders that hold something, under a name of the same length
	z := zip.NewWriter(&b)
	for name, body := range files {
		if len(body) > 0 && strings.HasSuffix(name, "/") { // which the writer does not make
			name = strings.TrimSuffix(name, "/") + "@"
			full = append(full, name)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out := b.Bytes()
	for _, name := range full {
		out = bytes.ReplaceAll(out, []byte(name), []byte(strings.TrimSuffix(name, "@")+"/"))
	}
	return out
}

func TestNoArchive(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("not a zip"), packed(t, map[string][]byte{"x": nil})} {
		if _, err := archive.Verify(bytes.NewReader(b), int64(len(b))); err != archive.ErrNone {
			t.Errorf("%q: %v; want ErrNone", b, err)
		}
	}
}
