package road

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/doc/raster"
	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// scanBack lays the first page of a printed paper on the scanner, with what the
// office stamped on it left out, and sends it in: it finds its case, and stands on its page.
func scanBack(p *play.Play, b *screen.Browser, home string, paper []byte) {
	scan, err := scanned(paper)
	if err != nil {
		p.Fault("a printed paper cannot be scanned: %v", err)
		return
	}
	page, err := b.Upload("/scans", "file", "盖章件.pdf", scan, nil)
	for range 100 { // a task reads it
		if err != nil || page.Status != 200 || !strings.Contains(string(page.Body), "正在读取") {
			break
		}
		time.Sleep(100 * time.Millisecond)
		page, err = b.Get(page.Path)
	}
	if err != nil || page.Status != 200 || !strings.Contains(string(page.Body), "读了1页：1页已归入办件") {
		p.Fault("a stamped page that was scanned does not find its case: %v", err)
		return
	}
	if page, err = b.Get(home); err != nil || !strings.Contains(string(page.Body), "盖章件扫描") {
		p.Fault("%s does not show the page that was scanned back: %v", home, err)
	}
	p.Count("scanned-back", 1)
}

var (
	packed = regexp.MustCompile(`(?s)/FlateDecode /Length \d+ >>\nstream\n(.*?)\nendstream`)
	box    = regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re\b`)
)

// scanned is a picture of the code on the first page of a paper of ours, at 150 to
// the inch, in a PDF as a scanner sends it; all else is beyond this scanner.
func scanned(paper []byte) ([]byte, error) {
	const dots = 150.0 / 72
	page := image.NewGray(image.Rect(0, 0, 1240, 1754))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	for _, m := range packed.FindAllSubmatch(paper, -1) {
		z, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(z)
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(content, []byte(" re f\n")) {
			continue
		}
		for line := range bytes.Lines(content) {
			if !bytes.HasSuffix(line, []byte(" re f\n")) { // lines are stroked; what is filled is the code
				continue
			}
			for _, b := range box.FindAllSubmatch(line, -1) {
				var v [4]float64
				for i := range v {
					v[i], _ = strconv.ParseFloat(string(b[i+1]), 64)
				}
				r := image.Rect(int(v[0]*dots+.5), int(1754-(v[1]+v[3])*dots+.5), int((v[0]+v[2])*dots+.5), int(1754-v[1]*dots+.5))
				draw.Draw(page, r, image.Black, image.Point{}, draw.Src)
			}
		}
		break // the first page
	}
	var picture, out bytes.Buffer
	if err := jpeg.Encode(&picture, page, nil); err != nil {
		return nil, err
	}
	err := raster.Bind(&out, 595, picture.Bytes())
	return out.Bytes(), err
}
