package certificate

import (
	"bytes"
	"errors"
	"strings"

	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/fault"
)

// paper returns a certificate as it is printed. It is made of the facts and
// the address of the site alone, so the same certificate is always the same
// bytes. No seal is drawn: the organ presses it on the paper.
func paper(f Facts, site, mark string) doc.Document {
	page := doc.Landscape()
	page.Top, page.Bottom, page.Left, page.Right = 32, 28, 42, 42
	small := doc.Style{Size: doc.Five2, Align: doc.Left, Lead: 1.55}
	return doc.Document{
		Title: "浙江省跨境电商优质讲师证书 " + f.Number, Subject: f.Number, Author: f.Issuer, Page: page, Mark: mark,
		Blocks: []doc.Block{
			doc.Frame{Inset: 10, Stroke: 0.9},
			doc.Frame{Inset: 11.8, Stroke: 0.2},
			doc.Text{Text: "证　书", Style: doc.Style{Size: doc.Zero, Bold: true, Align: doc.Centre, Lead: 1.2, Track: 0.2}, After: 2},
			doc.Text{Text: "浙江省跨境电商优质讲师", Style: doc.Style{Size: doc.Three, Align: doc.Centre, Track: 0.15}, After: 7},
			doc.Text{Text: f.Name, Style: doc.Style{Face: doc.Kai, Size: 30, Align: doc.Centre, Lead: 1.3, Track: 0.1}, After: 4},
			doc.Text{
				Text:  "经初选、集中培训和认证考核，成绩合格，予以认证，纳入《浙江省跨境电商优质讲师名录》，特发此证。",
				Style: doc.Style{Size: doc.Three, Lead: 1.75, Indent: 2}, After: 2,
			},
			doc.Text{Text: strings.Join(lines(f), "\n"), Style: doc.Style{Size: doc.Four, Lead: 1.6, Indent: 2, Align: doc.Left}},
			doc.Box{X: 40, Y: 147, Width: 34, Blocks: []doc.Block{doc.QR{Text: address(site, f.Code), Side: 31}}},
			doc.Box{X: 73, Y: 150, Width: 92, Blocks: []doc.Block{
				doc.Text{Text: f.Number, Style: doc.Style{Size: doc.Four2, Bold: true, Align: doc.Left, Lead: 1.6}, After: 1},
				doc.Text{Text: "核验码 " + grouped(f.Code), Style: small},
				doc.Text{Text: "扫码核验；也可在 " + site + "/verify 核验", Style: small},
			}},
			doc.Box{X: 172, Y: 147, Width: 85, Blocks: []doc.Block{
				doc.Text{Text: f.Issuer, Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.6}},
				doc.Text{Text: "（盖章）", Style: doc.Style{Size: doc.Five, Align: doc.Centre, Lead: 1.8}},
				doc.Text{Text: f.Issued.Chinese(), Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.6}},
			}},
		},
		Footer: doc.Footer{Left: "证书状态以核验页面所示为准。", Right: f.Number},
	}
}

// lines are the facts of a certificate below its text.
func lines(f Facts) (out []string) {
	if len(f.Directions) > 0 {
		out = append(out, "培训方向："+strings.Join(f.Directions, "、"))
	}
	if f.Unit != "" {
		out = append(out, "单位（发证时）："+f.Unit)
	}
	return out
}

// address is what the code on the paper leads to.
func address(site, code string) string { return site + "/verify/" + code }

// print writes the paper, or says which character no font has.
func print(f Facts, site, mark string) (*bytes.Buffer, error) {
	if err := printable(f.Name + f.Unit + f.Issuer + strings.Join(f.Directions, "")); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := pdf.Write(&b, paper(f, site, mark))
	var missing *pdf.MissingError
	if errors.As(err, &missing) {
		return nil, fault.Wrap(fault.Invalid, err, "证书里有字体没有的字，暂不能生成证书，请联系发证机关。")
	}
	return &b, err
}
