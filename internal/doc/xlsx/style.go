package xlsx

import (
	"github.com/xuri/excelize/v2"

	"qinglan/internal/doc"
)

// A look is how a cell appears.
type look struct {
	face     doc.Face
	size     float64
	bold     bool
	align    doc.Align
	top      bool
	bordered bool
	whole    bool
	money    bool
}

func lookOf(st doc.Style) look {
	l := look{face: st.Face, size: st.Size, bold: st.Bold, align: st.Align}
	if l.size == 0 {
		l.size = doc.Four2
	}
	return l
}

// styles gives each look a style of the file, once.
type styles struct {
	file *excelize.File
	ids  map[look]int
}

func (s styles) id(l look) (int, error) {
	if l == (look{}) {
		return 0, nil
	}
	if id, ok := s.ids[l]; ok {
		return id, nil
	}
	st := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: l.size, Bold: l.bold},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "left"},
	}
	if l.face != doc.Song {
		st.Font.Family = l.face.String()
	}
	switch l.align {
	case doc.Centre:
		st.Alignment.Horizontal = "center"
	case doc.Right:
		st.Alignment.Horizontal = "right"
	}
	if l.top {
		st.Alignment.Vertical = "top"
	}
	switch {
	case l.money:
		st.NumFmt = 4 // #,##0.00
	case !l.whole:
		st.NumFmt = 49 // text, and it stays so when somebody edits the cell
	}
	if l.bordered {
		for _, edge := range []string{"left", "top", "right", "bottom"} {
			st.Border = append(st.Border, excelize.Border{Type: edge, Color: "000000", Style: 1})
		}
	}
	id, err := s.file.NewStyle(st)
	if err == nil {
		s.ids[l] = id
	}
	return id, err
}
