// Command jobs writes the material of the ten timed jobs (doc/jobs.md) into a folder:
// what forty people who do not exist have sent a county by WeChat, by mail and on
// paper, named as people name their files.
//
//	go run ./cmd/jobs material
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/text/encoding/simplifiedchinese"

	"qinglan/internal/doc"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/pdf"
)

var flags struct {
	Folder string `arg:"" help:"Where to write; it is made." type:"path"`
}

// How many send their papers in which way.
const (
	byWeChat = 20
	byMail   = 15
	onPaper  = 5
)

func main() {
	kong.Parse(&flags, kong.Name("jobs"), kong.Description("Writes the material of the ten timed jobs."))
	if err := write(flags.Folder); err != nil {
		fmt.Fprintln(os.Stderr, "jobs:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	if err := os.MkdirAll(filepath.Join(folder, "纸质"), 0o755); err != nil {
		return err
	}
	all := people(byWeChat + byMail + onPaper)
	var chat, mail []file
	for i, p := range all {
		sent, err := p.files(i)
		if err != nil {
			return err
		}
		switch {
		case i < byWeChat:
			chat = append(chat, sent...)
		case i < byWeChat+byMail:
			mail = append(mail, sent...)
		default: // what a counter takes in: to be keyed in, and the signed sheet scanned
			sheet, err := printed(p)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(folder, "纸质", p.name+"-个人情况表（已签字）.pdf"), sheet, 0o644); err != nil {
				return err
			}
		}
	}
	if err := pack(filepath.Join(folder, "微信收到.zip"), chat, true); err != nil {
		return err
	}
	return pack(filepath.Join(folder, "邮件收到.zip"), mail, false)
}

// A person who does not exist.
type person struct{ name, unit, phone, mail, birth, sex, post, life string }

func people(n int) (out []person) {
	surnames, givens := []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"), []string{"小丫", "建国", "思齐", "明远", "若水", "海晏", "知行", "嘉木"}
	units := []string{"义乌市演示跨境贸易有限公司（虚构）", "义乌演示商贸学校（虚构）", "演示电子商务公司（虚构）", "义乌演示培训中心（虚构）"}
	for i := range n {
		p := person{
			name: fmt.Sprintf("演示·%c%s", surnames[i%len(surnames)], givens[(i*3+i/len(surnames))%len(givens)]), unit: units[i%len(units)],
			phone: fmt.Sprintf("1990001%04d", i), mail: fmt.Sprintf("demo%02d@example.cn", i), sex: []string{"男", "女"}[i%2], post: []string{"讲师", "运营总监", "教研室主任"}[i%3],
		}
		p.birth = []string{fmt.Sprintf("%d年%d月%d日", 1975+i%20, 1+i%12, 1+i%28), fmt.Sprintf("%d.%d.%d", 1975+i%20, 1+i%12, 1+i%28), fmt.Sprintf("%d-%02d-%02d", 1975+i%20, 1+i%12, 1+i%28)}[i%3]
		p.life = fmt.Sprintf("%d年起在%s从事跨境电商工作，%d年起授课，主讲平台运营与选品，年均授课%d课时。", 2008+i%5, p.unit, 2012+i%4, 60+i%80)
		out = append(out, p)
	}
	return out
}

type file struct {
	name string
	body []byte
}

// files are what a person sends: the form in Word and pictures, named as they come.
func (p person) files(i int) ([]file, error) {
	form, err := word(p)
	if err != nil {
		return nil, err
	}
	proof, err := paper(p, "在职证明", "兹证明"+p.name+"系我单位职工。（演示，虚构）")
	if err != nil {
		return nil, err
	}
	photo := picture(i)
	switch i % 5 {
	case 0:
		return []file{{p.name + "-" + p.unit + "-个人情况表.docx", form}, {p.name + "-" + p.unit + "-身份证.jpg", photo}, {p.name + "-" + p.unit + "-在职证明.pdf", proof}}, nil
	case 1:
		return []file{{"附件2 " + p.name + ".docx", form}, {p.name + " 身份证正面.jpg", photo}, {p.name + "_劳动合同(1).pdf", proof}}, nil
	case 2:
		return []file{{p.name + "/个人情况表.docx", form}, {p.name + "/身份证.JPG", photo}, {p.name + "/授课记录.pdf", proof}}, nil
	case 3:
		return []file{{p.name + "（最终版）个人情况表.docx", form}, {p.name + "证件照片反面.jpg", photo}, {fmt.Sprintf("微信图片_201709%02d0930%02d.jpg", 20+i%8, i), picture(i + 100)}}, nil
	}
	return []file{{p.name + "个人情况表.docx", form}, {p.name + "身份证复印件.jpg", photo}, {p.name + "社保.pdf", proof}}, nil
}

// word is 附件2 as somebody has filled it in, not as the house prints it.
func word(p person) ([]byte, error) {
	var b bytes.Buffer
	err := docx.Write(&b, sheet(p))
	return b.Bytes(), err
}

func printed(p person) ([]byte, error) {
	var b bytes.Buffer
	err := pdf.Write(&b, sheet(p))
	return b.Bytes(), err
}

func sheet(p person) doc.Document {
	l := func(s string) doc.Cell { return doc.Cell{Text: s} }
	return doc.Document{
		Title: "浙江省跨境电商师资个人情况表", Page: doc.Sheet(), Created: time.Date(2017, 9, 27, 0, 0, 0, 0, time.UTC),
		Blocks: []doc.Block{
			doc.Text{Text: "附件2"}, doc.Text{Text: "浙江省跨境电商师资个人情况表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Table{Columns: []doc.Column{{Width: 24}, {Width: 30}, {Width: 22}, {Width: 29}, {Width: 14}, {Width: 51}}, Rows: []doc.Row{
				{Height: 11, Cells: []doc.Cell{l("姓　名"), l(p.name), l("性　别"), l(p.sex), l("民　族"), l("汉族")}},
				{Height: 11, Cells: []doc.Cell{l("出生日期"), l(p.birth), l("单　位"), l(p.unit), l("职　务"), l(p.post)}},
				{Height: 11, Cells: []doc.Cell{l("政治面貌"), l("群众"), l("联系方式"), l(p.phone), l("邮　箱"), l(p.mail)}},
				{Height: 80, Grow: true, Cells: []doc.Cell{l("个人基本情况及相关从业经历"), doc.Cell{Text: p.life, Align: doc.Left, Top: true}.Span(5, 1)}},
				{Height: 40, Cells: []doc.Cell{l("所在单位意见"), doc.Cell{Text: "同意推荐。"}.Span(2, 1), l("市商务局（委）初审意见"), doc.Cell{}.Span(2, 1)}},
			}},
			doc.Text{Text: "本人签字：" + strings.TrimPrefix(p.name, "演示·") + "（演示）"},
		},
	}
}

func paper(p person, title, said string) ([]byte, error) {
	var b bytes.Buffer
	err := pdf.Write(&b, doc.Document{Title: title, Page: doc.Sheet(), Blocks: []doc.Block{
		doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 8}, doc.Text{Text: said}, doc.Text{Text: p.unit},
	}})
	return b.Bytes(), err
}

// picture stands for a photograph: colours alone, for nobody is on it.
func picture(n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 640, 420))
	for y := range 420 {
		for x := range 640 {
			img.SetRGBA(x, y, color.RGBA{uint8(x / 3), uint8(y / 2), uint8(n * 37), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 70}); err != nil {
		panic(err) // a picture in memory
	}
	return b.Bytes()
}

// pack writes an archive, as Windows names what is in it (GB 18030) or as others do.
func pack(at string, all []file, windows bool) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range all {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, NonUTF8: windows}
		if windows {
			name, err := simplifiedchinese.GB18030.NewEncoder().String(f.name)
			if err != nil {
				return err
			}
			h.Name = name
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := w.Write(f.body); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(at, b.Bytes(), 0o644)
}
