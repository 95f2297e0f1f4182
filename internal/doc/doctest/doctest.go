// Package doctest measures printed pages for tests: what stands where, in
// millimetres from the upper left corner of the paper. It looks at the pages
// with programs that are not ours, those of test/apt.txt.
package doctest

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const point = 25.4 / 72 // a point in millimetres

// Run runs a program of a Debian package and returns what it says.
func Run(t *testing.T, pkg, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is not installed; it is in the package %s of test/apt.txt", name, pkg)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// Save writes a file for the programs to read and returns its name. With
// QINGLAN_KEEP=/folder it is kept there, to be looked at.
func Save(t *testing.T, ending string, data []byte) string {
	t.Helper()
	folder := t.TempDir()
	if keep := os.Getenv("QINGLAN_KEEP"); keep != "" {
		folder = keep
	}
	name := filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "-")+ending)
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Office returns the PDF that LibreOffice makes of a docx.
func Office(t *testing.T, data []byte) string {
	t.Helper()
	return OfficeAll(t, map[string][]byte{"paper.docx": data})["paper.docx"]
}

// OfficeAll returns the PDFs that LibreOffice, started once, makes of papers, by
// the names of the papers, whose endings say what they are.
func OfficeAll(t *testing.T, papers map[string][]byte) map[string]string {
	t.Helper()
	folder := t.TempDir()
	// A profile of its own: two that run at once would lock each other out.
	args := []string{"-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to", "pdf", "--outdir", folder}
	for name, data := range papers {
		args = append(args, Save(t, "-"+name, data))
	}
	Run(t, "libreoffice-writer-nogui", "soffice", args...)
	made := map[string]string{}
	for name := range papers {
		kept := strings.ReplaceAll(t.Name(), "/", "-") + "-" + strings.TrimSuffix(name, filepath.Ext(name)) + ".pdf"
		data, err := os.ReadFile(filepath.Join(folder, kept))
		if err != nil {
			t.Fatal(err)
		}
		made[name] = Save(t, "-"+name+".pdf", data)
	}
	return made
}

// Fonts has LibreOffice take a font with Chinese and Latin characters for those that
// papers name, as an office has them; without it Latin ones are put in from a wide
// font. It holds for the rest of the test.
func Fonts(t *testing.T, faces ...string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>`)
	for _, f := range faces {
		fmt.Fprintf(&b, `<match target="pattern"><test name="family"><string>%s</string></test><edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>`, f)
	}
	b.WriteString(`</fontconfig>`)
	t.Setenv("FONTCONFIG_FILE", Save(t, "-fonts.conf", []byte(b.String())))
}

// Text returns the words of a PDF without white space, of which a reader of
// pages guesses much.
func Text(t *testing.T, pdf string) string {
	t.Helper()
	return Squeeze(Run(t, "poppler-utils", "pdftotext", "-raw", pdf, "-"))
}

// Squeeze removes white space.
func Squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// A Word is a run of characters on a page; where it begins and ends.
type Word struct {
	Page        int
	Text        string
	Left, Right float64
	Top, Bottom float64 // from the ascent of its font to its descent
}

var wordTag = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>`)

// Words returns what stands where in a PDF.
func Words(t *testing.T, pdf string) []Word {
	t.Helper()
	var out []Word
	page := 0
	for line := range strings.Lines(Run(t, "poppler-utils", "pdftotext", "-bbox", pdf, "-")) {
		if strings.Contains(line, "<page ") {
			page++
		}
		if m := wordTag.FindStringSubmatch(line); m != nil {
			var v [4]float64
			for i := range v {
				v[i], _ = strconv.ParseFloat(m[i+1], 64)
			}
			out = append(out, Word{page, m[5], v[0] * point, v[2] * point, v[1] * point, v[3] * point})
		}
	}
	return out
}

// A Band is rows of a page with ink in them, between rows without: a line of
// characters or a rule.
type Band struct{ Left, Top, Right, Bottom float64 }

const dots = 300 // to an inch: a dot is 0.085 mm

// Ink returns the bands of a page, from the top. Of red it returns those that
// hold red alone.
func Ink(t *testing.T, pdf string, page int, red bool) []Band {
	t.Helper()
	n := strconv.Itoa(page)
	name := strings.TrimSuffix(pdf, ".pdf") + "-" + n
	Run(t, "poppler-utils", "pdftoppm", "-r", strconv.Itoa(dots), "-f", n, "-l", n, "-singlefile", pdf, name)
	data, err := os.ReadFile(name + ".ppm")
	os.Remove(name + ".ppm")
	if err != nil {
		t.Fatal(err)
	}
	var wide, high, most int
	if _, err := fmt.Sscanf(string(data[:20]), "P6\n%d %d\n%d", &wide, &high, &most); err != nil {
		t.Fatal(err)
	}
	data = data[bytes.Index(data, []byte("\n255\n"))+5:]
	const mm = 25.4 / dots
	var out []Band
	inside := false
	for y := range high {
		left, right := -1, -1
		for x := range wide {
			p := data[3*(y*wide+x):]
			if p[1] < 128 && (!red || p[0] > 160) {
				if left < 0 {
					left = x
				}
				right = x + 1
			}
		}
		if left < 0 {
			inside = false
			continue
		}
		if !inside {
			out = append(out, Band{Left: math.Inf(1), Top: float64(y) * mm})
			inside = true
		}
		b := &out[len(out)-1]
		b.Left, b.Right, b.Bottom = min(b.Left, float64(left)*mm), max(b.Right, float64(right)*mm), float64(y+1)*mm
	}
	return out
}

// Near fails t if a length is not what it should be, give or take off.
func Near(t *testing.T, what string, got, want, off float64) {
	t.Helper()
	if math.Abs(got-want) > off {
		t.Errorf("%s: %.2f mm; want %.2f ± %.1f", what, got, want, off)
	}
}
