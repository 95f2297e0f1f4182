// Package incoming reads lists out of tables that others made, most of them of
// people: it finds the table among titles and signatures, tells which column is
// which by the words that offices use, and reads every cell as what it must be.
//
// It promises that nothing is guessed without a word: a cell is right, or doubtful
// with what it seems to say, or wrong; every row that is passed over is named with
// its reason; a column of identity numbers is not read at all.
package incoming

import (
	"qinglan/internal/doc/sheet"
	"qinglan/internal/lang"
)

// A Kind is what the cells of a column must be.
type Kind byte

// Kinds of column.
const (
	Plain Kind = iota
	Name       // of a person
	Rank       // a whole number from 1: 3, 第3名, ③, 三
	Phone
	Day
	Month
	Count   // a whole number: 45, 45人, 1,200
	Percent // a whole number of percent: 96, 96%, 0.96 in a workbook
	Choice  // one of the Choices of the column
)

// A Column is one that a list may have.
type Column struct {
	Name  string
	Words []string // how heads spell it, without spaces and brackets; the first is its own
	Kind  Kind
	Part  bool // a head that only holds the first word is this column as well
	Tells bool // speaks for a row being about somebody, or against it
	Place int  // among the columns of a text that names none, from 1; 0 is not there

	// Choices are what may stand in a column of that kind, each by its spellings;
	// the first is how it is read.
	Choices [][]string
}

// A Cell is a cell as it was read.
type Cell struct {
	Raw  string `json:"r,omitempty"` // as it stands there, if that is not the text
	Text string `json:"t,omitempty"` // what it says, or seems to say; empty if that cannot be told
	Why  Why    `json:"w,omitempty"` // what is doubtful or wrong about it
}

// Seen returns what stands in the cell.
func (c Cell) Seen() string {
	if c.Raw != "" {
		return c.Raw
	}
	return c.Text
}

// A Row is a person's.
type Row struct {
	No     int    `json:"n"` // in the sheet, from 1
	Hidden bool   `json:"h,omitempty"`
	Cells  []Cell `json:"c"` // as the columns of the table
}

// A Found is a column of the table.
type Found struct {
	Name  string `json:"n"`           // of its Column
	Title string `json:"t,omitempty"` // as its head spells it
	Col   int    `json:"c"`           // in the sheet, from 0
}

// A Skip is a row or a column that was passed over, and why.
type Skip struct {
	At   string `json:"a"` // 12, B
	Text string `json:"t"`
	Why  Why    `json:"w"`
}

// A Table is a list as it was found.
type Table struct {
	Sheet   string  `json:"s,omitempty"`
	Columns []Found `json:"c"`
	Rows    []Row   `json:"r"`
	Skipped []Skip  `json:"k,omitempty"` // the first of them
	Over    int     `json:"o,omitempty"` // how many more were passed over
	Unread  []Skip  `json:"u,omitempty"` // columns and sheets
}

// Has returns the place of a column among the columns of t; -1 if it has none.
func (t *Table) Has(name string) int {
	for i, c := range t.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

// At names a cell of a row: B7.
func (t *Table) At(r Row, i int) string { return sheet.Address(t.Columns[i].Col, r.No) }

// Cell returns a cell of a row by its column; an empty one if there is none.
func (t *Table) Cell(r Row, name string) Cell {
	if i := t.Has(name); i >= 0 && i < len(r.Cells) {
		return r.Cells[i]
	}
	return Cell{}
}

// Why is what is doubtful or wrong about a cell, or why something was passed over.
type Why uint8

// Reasons. The doubtful ones have a text that the cell seems to say.
const (
	Right Why = iota
	spaced
	unlike
	bracketed
	dotted
	twoPhones
	zeroLost
	letters
	rounded
	twoDigits
	american
	ditto
	struck
	shownAsDate
	aDate
	zeroCut
	fraction
	lastDoubtful // those below are wrong

	nameless
	lost
	several
	merged
	noRank
	noPhone
	scientific
	noDay
	onlyMonth
	anError
	noResult
	idNumber
	long
	untitled
	noMonth
	noCount
	noChoice
	lastWrong // those below say why something was passed over

	headAgain
	foot
	heading
	numbered
	unknown
	twice
	private
	otherSheet
	hiddenSheet
	noHead
)

// Doubtful reports whether a person must look: the text is what the cell seems to say.
func (w Why) Doubtful() bool { return w > Right && w < lastDoubtful }

// Crossed reports whether the cell is doubtful because it is crossed out.
func (w Why) Crossed() bool { return w == struck }

// Wrong reports whether the cell does not say what it must.
func (w Why) Wrong() bool { return w > lastDoubtful && w < lastWrong }

// Word says it.
func (w Why) Word() lang.Word { return words[w] }

var words = map[Why]lang.Word{
	spaced:      lang.Word("姓名中间有空格，可能是一个人，也可能是两个人"),
	unlike:      lang.Word("不像姓名"),
	bracketed:   lang.Word("姓名后面有附注"),
	dotted:      lang.Word("间隔号写成了别的点"),
	twoPhones:   lang.Word("一格里有两个号码，取第一个"),
	zeroLost:    lang.Word("区号开头的0可能被表格软件去掉了"),
	letters:     lang.Word("数字里混有字母"),
	rounded:     lang.Word("号码成了科学计数法，可能已被截断"),
	twoDigits:   lang.Word("年份只有两位"),
	american:    lang.Word("日期可能是月/日/年的写法"),
	ditto:       lang.Word("写的是“同上”"),
	struck:      lang.Word("这一格有删除线"),
	shownAsDate: lang.Word("这一格设成了日期格式"),
	aDate:       lang.Word("这一格被表格软件变成了日期"),
	zeroCut:     lang.Word("可能是1月，也可能是10月：表格软件会去掉末尾的0"),
	fraction:    lang.Word("小数按百分数理解"),
	untitled:    lang.Word("这一列空着，不知道是哪一项"),
	noMonth:     lang.Word("不是年月，应写成2016-09"),
	noCount:     lang.Word("不是整数"),
	noChoice:    lang.Word("不是可以选的内容"),
	nameless:    lang.Word("没有姓名"),
	lost:        lang.Word("有字没有显示出来（□、?），请补上"),
	several:     lang.Word("一格里有几个姓名，请一人一行"),
	merged:      lang.Word("与上一行的姓名合并成了一格，请一人一行"),
	noRank:      lang.Word("不是名次：应为从1起的整数"),
	noPhone:     lang.Word("不是电话号码"),
	scientific:  lang.Word("号码成了科学计数法，后几位已丢失，请重新填写"),
	noDay:       lang.Word("不是日期"),
	onlyMonth:   lang.Word("日期缺少日"),
	anError:     lang.Word("公式出错"),
	noResult:    lang.Word("公式没有算出结果，请在表格软件里打开并保存一次"),
	idNumber:    lang.Word("含公民身份号码，没有读取，请删去"),
	long:        lang.Word("内容太长"),
	headAgain:   lang.Word("重复的表头"),
	foot:        lang.Word("表尾的说明或合计"),
	heading:     lang.Word("小标题"),
	numbered:    lang.Word("只有序号的空行"),
	unknown:     lang.Word("不用的列"),
	twice:       lang.Word("同样的列已有一列，这一列没有读取"),
	private:     lang.Word("公民身份号码一列不需要，没有读取"),
	otherSheet:  lang.Word("另一张工作表，没有读取"),
	hiddenSheet: lang.Word("隐藏的工作表，没有读取"),
	noHead:      lang.Word("没有列名，按规定的列序理解"),
}

// Fits reports whether a table that comes from outside is one that Read may have
// made: each column is known and there once, names are there, every row has them all.
func (t *Table) Fits(columns []Column) bool {
	known := map[string]bool{}
	for _, c := range columns {
		known[c.Name] = true
	}
	for _, f := range t.Columns {
		if !known[f.Name] || f.Col < 0 || f.Col > 1<<14 {
			return false
		}
		delete(known, f.Name)
	}
	for _, r := range t.Rows {
		if len(r.Cells) != len(t.Columns) {
			return false
		}
		for _, c := range r.Cells {
			if c.Why > lastWrong {
				return false
			}
		}
	}
	return t.Has(columns[0].Name) >= 0
}
