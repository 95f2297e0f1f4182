// Package doc holds what a printed document says and how it is laid out, and
// nothing else: no files, no fonts, no clock. The packages below it write the
// same Document as PDF (doc/pdf), as a text to go on writing (doc/docx) and as a
// workbook (doc/xlsx).
//
// Lengths are millimetres, sizes of type are points. A Document is plain data
// in reading order; blocks flow down the page and over to the next one, and
// only a Box stands at a place of its own.
package doc

import "time"

// A Document is a paper to print.
type Document struct {
	Title   string // shown by viewers, and the name of the sheet in a workbook
	Subject string
	Author  string    // the organ that made it
	Created time.Time // printed nowhere, kept in the file; zero leaves it out
	Page    Page
	Blocks  []Block
	Footer  Footer
	Mark    string // pale words across each page, such as 样章; "" for none
	// Tag is the text of the small code in the upper right corner of each page, by
	// which its scan is known again (回收码); nil for none. A writer that cannot
	// tell pages asks for page 0 of 0. It is drawn at Page.Corner, [TagSide] long.
	Tag func(page, pages int) string
}

// TagSide is the side of the code on each page with its quiet edge, in
// millimetres: half a millimetre for each of its 33 modules, three points of a
// scan at 150 to the inch.
const TagSide = 16.5

// A Page is a sheet and its margins.
type Page struct {
	Width, Height            float64
	Top, Right, Bottom, Left float64
}

// Portrait is A4 upright with the margins of GB/T 9704 6.1, for 公文 proper:
// a text of 156 by 225 mm.
func Portrait() Page { return Page{210, 297, 37, 26, 35, 28} }

// Sheet is A4 upright with narrower margins, for lists and forms.
func Sheet() Page { return Page{210, 297, 24, 20, 22, 20} }

// Landscape is A4 lying, for wide tables and certificates.
func Landscape() Page { return Page{297, 210, 22, 22, 22, 22} }

// Inner returns the width between the margins.
func (p Page) Inner() float64 { return p.Width - p.Left - p.Right }

// Corner returns where the code of a page stands: in the top margin, its dark part
// ending where the text ends.
func (p Page) Corner() (x, y float64) {
	return p.Width - p.Right - TagSide + 2, max(p.Top-TagSide-1, 4)
}

// A Footer stands in the bottom margin of each page under a fine line. In its
// texts {n} is the number of the page and {m} the number of pages.
type Footer struct {
	Left, Right string
	Official    bool // instead: — 1 —, at the outer edge (GB/T 9704 7.5)
}

// A Block is a part of a document: Text, Pair, Table, Rule, Space, Break, Keep, Box,
// Foot, QR, Picture or Frame.
type Block interface{ block() }

// Face is a style of writing.
type Face int

// The faces. A character that one lacks stands in another.
const (
	Song Face = iota // 宋体
	Kai              // 楷体
	Fang             // 仿宋, the text of 公文
	Hei              // 黑体, the first level of its headings
	Biao             // 小标宋, its mark and its title
)

// String returns the name of a face as people ask for it.
func (f Face) String() string {
	return [...]string{"宋体", "楷体_GB2312", "仿宋_GB2312", "黑体", "方正小标宋简体"}[f]
}

// Align says where lines stand in their measure.
type Align int

// The ways to align. Auto is Justify for text and Centre for cells.
const (
	Auto Align = iota
	Left
	Centre
	Right
	Justify
)

// Sizes of type in points, by their Chinese names.
const (
	Zero   = 42.0 // 初号
	One    = 26.0 // 一号
	Two    = 22.0 // 二号
	Two2   = 18.0 // 小二
	Three  = 16.0 // 三号
	Three2 = 15.0 // 小三
	Four   = 14.0 // 四号
	Four2  = 12.0 // 小四
	Five   = 10.5 // 五号
	Five2  = 9.0  // 小五
)

// A Style is how text looks. Its zero value is 12-point Song, 1.5 lines high.
type Style struct {
	Face   Face
	Size   float64 // points; 0 is Four2
	Bold   bool
	Align  Align
	Lead   float64 // height of a line in sizes; 0 is 1.5
	Indent float64 // of the first line of each paragraph, in characters
	Hang   float64 // of its further lines
	Tail   float64 // what stays free at the end of lines, in characters
	Track  float64 // space after each character, in characters
	Red    bool    // for the mark of the organ on 公文; all else is black
}

// Body is the text of 公文: 22 lines of 28 characters on a page. They would be
// 158 mm wide where 156 are allowed, so they stand a little closer.
func Body() Style {
	return Style{Face: Fang, Size: Three, Lead: 225.0 / 22 / (Three * 25.4 / 72), Track: 15.79/16 - 1, Indent: 2}
}

// Text is one paragraph or, split at newlines, several.
type Text struct {
	Text          string
	Style         Style
	Before, After float64
	Heads         bool // a heading: it stays on the page of the line that follows
}

// A Pair is a line with a text at each end, in from it by Indent and Tail.
type Pair struct {
	Left, Right string
	Name        string // behind Right in Kai: who signs
	Style       Style
	After       float64
}

// A Rule is a level line over the whole width.
type Rule struct {
	Stroke float64
	Red    bool
	After  float64
}

// Space is an empty height in millimetres.
type Space float64

// A Break ends the page.
type Break struct{}

// A Box holds blocks at a place of its own, measured from the upper left
// corner of the paper. It takes no part in the flow.
type Box struct {
	X, Y, Width float64
	Blocks      []Block
}

// A Keep is blocks that stay on one page with the last lines of the Text before
// them, so that no page bears a signature alone. It holds Texts, Pairs and Spaces.
type Keep struct{ Blocks []Block }

// A Foot stands at the foot of the text of the last page, which is an even one:
// the 版记 of GB/T 9704 7.4. It is the last block of a document and holds
// nothing but Texts, Pairs, Rules and Spaces. If it needs an empty page before
// it, neither of the two has a number.
type Foot struct{ Blocks []Block }

// A QR is a code that holds Text, Side long with its quiet zone.
type QR struct {
	Text string
	Side float64
}

// A Picture is a JPEG of so many points (Width, Height), in colour or in grey. It
// stands in the middle, as large as the page has room: never larger than
// 6 points to the millimetre, so that a small picture is not blown up.
type Picture struct {
	JPEG          []byte
	Width, Height int
	Grey          bool
}

// A Frame is a rectangle of lines at a fixed distance from the paper's edges.
type Frame struct {
	Inset, Stroke float64
}

func (Text) block()    {}
func (Pair) block()    {}
func (Rule) block()    {}
func (Space) block()   {}
func (Break) block()   {}
func (Box) block()     {}
func (Foot) block()    {}
func (Keep) block()    {}
func (QR) block()      {}
func (Frame) block()   {}
func (Picture) block() {}
func (Table) block()   {}
