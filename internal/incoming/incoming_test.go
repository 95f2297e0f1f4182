package incoming_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/fault"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

var columns = []incoming.Column{
	incoming.Names, incoming.Numbers, incoming.Ranks, incoming.Units, incoming.Directions, incoming.Posts,
	incoming.Phones, incoming.Births, incoming.Counties, incoming.Notes,
}

// grid is a sheet of texts; | divides cells.
func grid(lines ...string) sheet.Table {
	t := sheet.Table{Name: "Sheet1"}
	for i, line := range lines {
		r := sheet.Row{No: i + 1}
		for col, text := range strings.Split(line, "|") {
			if text != "" {
				r.Cells = append(r.Cells, sheet.Cell{Col: col, Text: text})
			}
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// said is a table as short text: each cell with its address, doubtful ones with ?,
// wrong ones with !.
func said(t *incoming.Table) []string {
	var out []string
	for _, r := range t.Rows {
		line := fmt.Sprint(r.No)
		for i, c := range r.Cells {
			switch {
			case c.Why.Doubtful():
				line += " " + t.Columns[i].Name + "?" + c.Text
			case c.Why.Wrong():
				line += " " + t.Columns[i].Name + "!"
			case c.Text != "":
				line += " " + t.Columns[i].Name + "=" + c.Text
			}
		}
		out = append(out, line)
	}
	for _, s := range t.Skipped {
		out = append(out, "-"+s.At+" "+string(s.Why.Word()))
	}
	for _, s := range t.Unread {
		out = append(out, "~"+s.At+" "+s.Text+" "+string(s.Why.Word()))
	}
	return out
}

func TestReadFindsTheTable(t *testing.T) {
	merged := grid(
		"附件1", "浙江省跨境电商师资培训推荐名单汇总表", "推荐单位：（盖章）||||2017年10月18日",
		"序号|姓　名|所在单位（全称）|联系方式||擅长*\n培训方向|职务/职称|身份证号|单位联系电话|备 注",
		"|||手机|邮箱|||||",
		"一、义乌市（2人）",
		"1|王　青|演示学院|13800000001|a@b|亚马逊|讲师|330702198806180012|0579|",
		"2|李四||13800000002||速卖通|经理||",
		"序号|姓名|所在单位|手机||培训方向",
		"3|赵五|同上|1.38E+10||wish|||||含330702198806180012",
		"4", "5|||||||||",
		"6|||13800000003",
		"7|周六、吴七|演示公司|",
		"合计|3人", "注：以上人员均为自愿", "|以下空白", "制表：张三  审核：李四",
	)
	merged.Merges = []sheet.Merge{{Col: 0, Row: 4, ToCol: 0, ToRow: 5}, {Col: 3, Row: 4, ToCol: 4, ToRow: 4}, {Col: 2, Row: 7, ToCol: 2, ToRow: 8}, {Col: 0, Row: 6, ToCol: 9, ToRow: 6}}
	got, err := incoming.Read([]sheet.Table{{Name: "说明", Rows: grid("填表说明|请填姓名和单位").Rows}, merged}, columns)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"7 no=1 name=王青 unit=演示学院 phone=13800000001 directions=亚马逊 post=讲师",
		"8 no=2 name=李四 unit=演示学院 phone=13800000002 directions=速卖通 post=经理",
		"10 no=3 name=赵五 unit?演示学院 phone! directions=wish",
		"13 no=6 name! phone=13800000003",
		"14 no=7 name! unit=演示公司",
		"-6 小标题", "-9 重复的表头", "-11 只有序号的空行", "-12 只有序号的空行", "-15 表尾的说明或合计", "-16 表尾的说明或合计", "-17 表尾的说明或合计", "-18 表尾的说明或合计",
		"~E 邮箱 不用的列", "~H 身份证号 公民身份号码一列不需要，没有读取", "~I 单位联系电话 不用的列", "~ 说明 另一张工作表，没有读取",
	}
	if d := cmp.Diff(want, said(got)); d != "" {
		t.Error(d)
	}
	if at := got.At(got.Rows[2], got.Has("phone")); at != "D10" {
		t.Errorf("the phone stands at %s; want D10", at)
	}
}

func TestReadWithoutHead(t *testing.T) {
	text, err := sheet.Plain([]byte("1\t张三\t演示学院\t亚马逊\n2\t李四\t演示公司\twish\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := incoming.Read(text, columns)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1 no=1 name=张三 unit=演示学院 directions=亚马逊", "2 no=2 name=李四 unit=演示公司 directions=wish", "~  没有列名，按规定的列序理解"}
	if d := cmp.Diff(want, said(got)); d != "" {
		t.Error(d)
	}
	for _, none := range []sheet.Table{grid("只有一段话"), grid("姓名", "张三"), grid("单位|电话", "演示|1")} {
		if got, err := incoming.Read([]sheet.Table{none}, columns); err == nil {
			t.Errorf("found a list in what holds none: %v", said(got))
		}
	}
}

// Months, numbers of people, percents and words to choose from, as workbooks and
// people write them.
func TestPastTrainings(t *testing.T) {
	columns := []incoming.Column{incoming.Trainings, incoming.Months, incoming.Heads, incoming.Hours, incoming.Liked, incoming.Bonds}
	s := grid("期次名称|开班时间|培训人数（人）|学时（课时）|满意度|专/兼职")
	s.Rows[0].Cells[0].Text = "培训班名称"
	cell := func(col int, text string, k sheet.Kind) sheet.Cell { return sheet.Cell{Col: col, Kind: k, Text: text} }
	for i, r := range [][]sheet.Cell{
		{cell(1, "2016年9月", sheet.Text), cell(2, "45人", sheet.Text), cell(3, "24.0", sheet.Number), cell(4, "96%", sheet.Text), cell(5, "全职", sheet.Text)},
		{cell(1, "42614", sheet.Date), cell(2, "1200", sheet.Number), cell(3, "二十", sheet.Text), cell(4, "0.96", sheet.Number), cell(5, "外 聘", sheet.Text)},
		{cell(1, "2016.1", sheet.Number), cell(2, "约40", sheet.Text), cell(3, "-3", sheet.Number), cell(4, "1", sheet.Number), cell(5, "返聘", sheet.Text)},
		{cell(1, "201609", sheet.Number), cell(2, "１,２００ 人次", sheet.Text), cell(4, "0.965", sheet.Number)},
		{cell(1, "2016-9-12", sheet.Text), cell(2, "40.5", sheet.Number), cell(4, "0.9", sheet.Number)},
		{cell(1, "2016年9月至10月", sheet.Text), cell(2, "45%", sheet.Text), cell(3, "3,5", sheet.Text), cell(4, "96人", sheet.Text)},
		{cell(1, "2016.13", sheet.Text)},
	} {
		r = append([]sheet.Cell{cell(0, fmt.Sprint("班", i), sheet.Text)}, r...)
		s.Rows = append(s.Rows, sheet.Row{No: i + 2, Cells: r})
	}
	got, err := incoming.Read([]sheet.Table{s}, columns)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2 course=班0 from=2016-09 people=45 hours=24 liked=96 full=专职",
		"3 course=班1 from=2016-09 people=1200 hours! liked?96 full=兼职",
		"4 course=班2 from?2016-01 people! hours! liked?100 full!",
		"5 course=班3 from=2016-09 people=1200 liked!",
		"6 course=班4 from=2016-09 people! liked?90",
		"7 course=班5 from! people! hours! liked!",
		"8 course=班6 from!",
	}
	if d := cmp.Diff(want, said(got)); d != "" {
		t.Error(d)
	}
	if _, err := incoming.Read([]sheet.Table{grid("什么都没有")}, columns); err == nil || !strings.Contains(fault.Text(lang.Chinese, err), "“培训名称”，另有“开班年月”“人数”") {
		t.Errorf("a text that is no table: %v", err)
	}
}

// Cells in the habits of offices, one by one.
func TestCells(t *testing.T) {
	for _, test := range []struct {
		column string
		kind   sheet.Kind
		cell   string
		want   string
	}{
		{"name", sheet.Text, "张 三", "=张三"}, {"name", sheet.Text, "　张\u00A0三丰 ", "=张三丰"}, {"name", sheet.Text, "欧阳　锋", "=欧阳锋"},
		{"name", sheet.Text, "张三 李四", "?张三李四"}, {"name", sheet.Text, "张三\n李四", "?张三李四"}, {"name", sheet.Text, "张三、李四", "!"}, {"name", sheet.Text, "张三/李四", "!"},
		{"name", sheet.Text, "阿依古丽•买买提", "=阿依古丽·买买提"}, {"name", sheet.Text, "阿依古丽.买买提", "?阿依古丽·买买提"},
		{"name", sheet.Text, "𠮷田一郎", "=𠮷田一郎"}, {"name", sheet.Text, "王?", "!"}, {"name", sheet.Text, "王□", "!"}, {"name", sheet.Text, "张三（女）", "?张三"},
		{"name", sheet.Text, "=cmd()|'/c calc'!A1", "?=cmd()|'/c calc'!A1"}, {"name", sheet.Number, "12", "?12"}, {"name", sheet.Text, "Ａｎｎａ Lee", "=Anna Lee"}, {"name", sheet.Error, "#N/A", "!"},
		{"rank", sheet.Text, "第３名", "=3"}, {"rank", sheet.Text, "⑫", "=12"}, {"rank", sheet.Text, "二十一", "=21"}, {"rank", sheet.Text, "十", "=10"}, {"rank", sheet.Number, "7.0", "=7"},
		{"rank", sheet.Text, "0", "!"}, {"rank", sheet.Text, "1-2", "!"}, {"rank", sheet.Number, "1.5", "!"}, {"rank", sheet.Date, "3", "?3"}, {"rank", sheet.Text, "－1", "!"},
		{"phone", sheet.Number, "13800138000", "=13800138000"}, {"phone", sheet.Number, "1.3800138E+10", "=13800138000"}, {"phone", sheet.Number, "13800138000.0", "=13800138000"},
		{"phone", sheet.Text, "1.38E+10", "!"}, {"phone", sheet.Text, "1.3800138E+10", "?13800138000"}, {"phone", sheet.Text, "１３８ ００１３ ８０００", "=13800138000"},
		{"phone", sheet.Text, "+86-138-0013-8000", "=13800138000"}, {"phone", sheet.Text, "'13800138000", "=13800138000"}, {"phone", sheet.Text, "138OO138OOO", "?13800138000"},
		{"phone", sheet.Text, "(0579)82345678转801", "=0579-82345678-801"}, {"phone", sheet.Text, "0579—82345678 分机 801", "=0579-82345678-801"}, {"phone", sheet.Number, "57982345678", "?0579-82345678"},
		{"phone", sheet.Text, "13800138000/0579-82345678", "?13800138000"}, {"phone", sheet.Text, "1380013800", "!"}, {"phone", sheet.Number, "138001380001", "!"}, {"phone", sheet.Text, "无", "!"},
		{"birth", sheet.Text, "1988.6.18", "=1988-06-18"}, {"birth", sheet.Text, "1988年6月18日", "=1988-06-18"}, {"birth", sheet.Text, "１９８８／０６／１８", "=1988-06-18"},
		{"birth", sheet.Number, "19880618", "=1988-06-18"}, {"birth", sheet.Text, "19880618", "=1988-06-18"}, {"birth", sheet.Date, "32312", "=1988-06-18"}, {"birth", sheet.Number, "32312", "=1988-06-18"},
		{"birth", sheet.Text, "一九八八年六月十八日", "=1988-06-18"}, {"birth", sheet.Text, "1988-06-18 00:00:00", "=1988-06-18"}, {"birth", sheet.Text, "1988年6月18日 星期六", "=1988-06-18"},
		{"birth", sheet.Text, "88.6.18", "?1988-06-18"}, {"birth", sheet.Text, "6/18/1988", "?1988-06-18"}, {"birth", sheet.Text, "1988.6", "!"}, {"birth", sheet.Number, "1988.6", "!"},
		{"birth", sheet.Text, "1988.2.30", "!"}, {"birth", sheet.Number, "198806", "!"}, {"birth", sheet.Number, "0.5", "!"},
		{"note", sheet.Text, " 评委\r\n推荐 ", "=评委推荐"}, {"note", sheet.Text, "桌 5\nB", "=桌 5 B"}, {"note", sheet.Text, "=1+1", "==1+1"}, {"note", sheet.Date, "42998", "?2017-09-20"}, {"note", sheet.Empty, "", "!"},
		{"note", sheet.Text, "330702198806180012", "!"}, {"note", sheet.Text, strings.Repeat("长", 700), "!"}, {"note", sheet.Text, "张\uFFFD", "!"},
	} {
		g := grid("姓名|名次|电话|出生日期|备注", "甲")
		at := map[string]int{"name": 0, "rank": 1, "phone": 2, "birth": 3, "note": 4}[test.column]
		cell := sheet.Cell{Col: at, Kind: test.kind, Text: test.cell}
		if at == 0 {
			g.Rows[1].Cells[0] = cell
		} else {
			g.Rows[1].Cells = append(g.Rows[1].Cells, cell)
		}
		got, err := incoming.Read([]sheet.Table{g}, columns)
		if err != nil || len(got.Rows) != 1 {
			t.Errorf("%s %q: %v", test.column, test.cell, err)
			continue
		}
		c := got.Cell(got.Rows[0], test.column)
		mark := "="
		if c.Why.Doubtful() {
			mark = "?"
		} else if c.Why.Wrong() {
			mark = "!"
		}
		if mark+c.Text != test.want {
			t.Errorf("%s %q is %s; want %s", test.column, test.cell, mark+c.Text, test.want)
		}
	}
}

// Every reason can be said in both languages.
func TestReasonsHaveWords(t *testing.T) {
	for w := incoming.Why(1); w < 60; w++ {
		if zh := string(w.Word()); zh != "" && w.Word().Text(lang.English) == zh {
			t.Errorf("no English for %q", zh)
		}
	}
}
