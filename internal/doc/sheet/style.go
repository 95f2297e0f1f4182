package sheet

import (
	"strconv"
	"strings"
)

// styled reads a tag of the styles of a workbook.
func (w *workbook) styled(in *scanner) error {
	if in.name != "styleSheet" || in.end {
		return nil
	}
	var codes = map[string]string{}
	var fonts []bool // crossed out
	within := ""
	for {
		if err := in.next(); err != nil {
			return unfinished(err)
		}
		switch {
		case in.name == "styleSheet":
			return nil
		case in.name == "fonts" || in.name == "cellXfs" || in.name == "numFmts" || in.name == "cellStyleXfs" || in.name == "dxfs":
			within = in.name
			if in.end || in.self {
				within = ""
			}
		case in.end:
		case within == "numFmts" && in.name == "numFmt":
			codes[in.attr("numFmtId")] = in.attr("formatCode")
		case within == "fonts" && in.name == "font":
			fonts = append(fonts, false)
		case within == "fonts" && in.name == "strike" && len(fonts) > 0:
			fonts[len(fonts)-1] = in.attr("val") == "" || yes(in.attr("val"))
		case within == "cellXfs" && in.name == "xf":
			s := style{date: dated(in.attr("numFmtId"), codes)}
			if n, err := strconv.Atoi(in.attr("fontId")); err == nil && n >= 0 && n < len(fonts) {
				s.struck = fonts[n]
			}
			if w.styles = append(w.styles, s); len(w.styles) > MostRows {
				return errLarge
			}
		}
	}
}

// dated reports whether a format shows numbers as dates. The numbers below 164
// are given by the programs, some of them for East Asia.
func dated(id string, codes map[string]string) bool {
	if code, own := codes[id]; own {
		return datedCode(code)
	}
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58)
}

// datedCode reports whether a code has a year, or a month and a day: letters
// that are not quoted, escaped or in brackets.
func datedCode(code string) bool {
	var letters strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			if end := strings.IndexByte(code[i:], ']'); end >= 0 {
				i += end
			}
		case '\\', '_', '*':
			i++
		case ';': // what follows is for other values
			i = len(code)
		default:
			letters.WriteByte(c | 0x20)
		}
	}
	s := letters.String()
	return strings.Contains(s, "y") || strings.Contains(s, "d") && strings.Contains(s, "m")
}
