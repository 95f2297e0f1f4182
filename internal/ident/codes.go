package ident

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// A Code is one entry of a national code list.
type Code struct {
	Code    string
	Short   string // as forms print it: 汉, 中共党员, 女
	Name    string // in full: 汉族, 中国共产党党员, 女性
	Letters string // GB/T 3304 alone: HA
}

// A List is a code list in the order of its standard.
type List struct{ codes []Code }

//go:embed data/ethnic-groups.csv
var ethnicCSV string

//go:embed data/political-status.csv
var politicalCSV string

var (
	// Ethnic is 民族, GB/T 3304-1991.
	Ethnic = read(ethnicCSV)

	// EthnicMore holds two codes outside the standard that other systems use.
	EthnicMore = List{[]Code{{Code: "97", Short: "其他", Name: "其他"}, {Code: "98", Short: "外国血统", Name: "外国血统中国籍人士"}}}

	// Political is 政治面貌, GB/T 4762-1984. It is never a search filter, never
	// public and never shown to judges.
	Political = read(politicalCSV)

	// Sex is what forms offer of GB/T 2261.1-2003.
	Sex = List{[]Code{{Code: "1", Short: "男", Name: "男性"}, {Code: "2", Short: "女", Name: "女性"}}}
)

// All returns the entries in order.
func (l List) All() []Code { return slices.Clone(l.codes) }

// Find returns the entry with the code.
func (l List) Find(code string) (Code, bool) {
	return l.first(func(c Code) bool { return c.Code == code })
}

// Named returns the entry whose short or full name it is.
func (l List) Named(name string) (Code, bool) {
	name = fold(name)
	return l.first(func(c Code) bool { return c.Short == name || c.Name == name })
}

func (l List) first(fits func(Code) bool) (Code, bool) {
	i := slices.IndexFunc(l.codes, fits)
	if i < 0 {
		return Code{}, false
	}
	return l.codes[i], true
}

// read reads a list whose first line names its columns.
func read(text string) List {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("ident: embedded code list: %v", err))
	}
	var l List
	for _, row := range rows[1:] {
		var c Code
		for i, column := range rows[0] {
			switch column {
			case "code":
				c.Code = row[i]
			case "short_name":
				c.Short = row[i]
			case "name":
				c.Name = row[i]
			case "letters":
				c.Letters = row[i]
			}
		}
		l.codes = append(l.codes, c)
	}
	return l
}
