package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	maxRows   = 50   // of a question of rows, whatever its Max
	maxText   = 200  // runes of a text without Max
	maxProse  = 2000 // runes of a prose without Max
	maxNumber = 1e12 // of a number without Max
)

// Read reads the answers to qs from v. An answer with a complaint is kept as it
// was typed, so that the form can be shown again; it must not be used. A
// question that is not asked, by its Show, has no answer.
func Read(qs []Question, v url.Values) (Answers, Wrong) {
	a, w := make(Answers), make(Wrong)
	for _, q := range qs {
		if q.Show.met(a) {
			read(q, q.Name, v, a, q.Name, w)
		}
	}
	return a, w
}

// ReadDraft reads answers that are still being written: an answer may be
// missing or half typed and is kept as it is. It complains only of what cannot
// be kept at all: broken text, or more of it than fits.
func ReadDraft(qs []Question, v url.Values) (Answers, Wrong) {
	loose := make([]Question, len(qs))
	for i, q := range qs {
		loose[i] = q.loose()
	}
	a, all := Read(loose, v)
	w := make(Wrong)
	for name, c := range all {
		if c.Format == sayBroken || c.Format == sayLong || c.Format == sayRows {
			w[name] = c
		}
	}
	return a, w
}

// loose returns q as one that may stay empty.
func (q Question) loose() Question {
	q.Optional, q.Min = true, 0
	if q.Kind == Rows {
		columns := make([]Question, len(q.Columns))
		for i, c := range q.Columns {
			columns[i] = c.loose()
		}
		q.Columns = columns
	}
	return q
}

// Faulty complains of answers that are given and not right, and of none that is
// still missing: what a page says when a draft is saved.
func Faulty(qs []Question, a Answers) Wrong {
	given := make([]Question, len(qs))
	for i, q := range qs {
		q.Optional = true
		q.Columns = slices.Clone(q.Columns)
		for k := range q.Columns {
			q.Columns[k].Optional = true
		}
		given[i] = q
	}
	_, w := Examine(given, a)
	return w
}

// Examine reads answers that were kept as a draft as if they were posted now.
func Examine(qs []Question, a Answers) (Answers, Wrong) { return Read(qs, Values(qs, a)) }

// Missing returns the questions of qs that must be answered and are not.
func Missing(qs []Question, a Answers) []Question {
	var missing []Question
	for _, q := range qs {
		if !q.Optional && a[q.Name] == "" && q.Show.met(a) {
			missing = append(missing, q)
		}
	}
	return missing
}

// Asked reports whether q is asked of whoever gave the answers a.
func (q Question) Asked(a Answers) bool { return q.Show.met(a) }

func (c When) met(a Answers) bool {
	if c.Name == "" {
		return true
	}
	for _, v := range List(a[c.Name]) {
		if slices.Contains(c.In, v) {
			return true
		}
	}
	return false
}

// read reads the answer to q posted under name into a[key] and complains in w.
func read(q Question, name string, v url.Values, a Answers, key string, w Wrong) {
	var answer string
	switch q.Kind {
	case Rows:
		answer = readRows(q, v, w)
	case Many:
		answer = readMany(q, name, v[name], w)
	case File:
		answer = readFiles(q, name, v[name], w)
	default:
		answer = readOne(q, name, v.Get(name), w)
	}
	if answer == "" {
		if _, already := w[name]; !q.Optional && !already {
			w.Add(name, needs(q))
		}
		return
	}
	a[key] = answer
}

// readOne reads one value. If it is wrong, what was typed comes back.
func readOne(q Question, name, typed string, w Wrong) string {
	text, c := clean(q, typed)
	if c.Format != "" {
		w[name] = c
		return text
	}
	if text == "" {
		return ""
	}
	if read := kinds[q.Kind]; read != nil {
		answer, c := read(q, text)
		if c.Format != "" {
			w[name] = c
			return text
		}
		return answer
	}
	return text
}

func readMany(q Question, name string, typed []string, w Wrong) string {
	var chosen []string
	for _, c := range q.Choices {
		if slices.Contains(typed, c.Value) {
			chosen = append(chosen, c.Value)
		}
	}
	for _, t := range typed {
		if t != "" && !slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Value == t }) {
			w.Add(name, sayChoice)
		}
	}
	switch n := len(chosen); {
	case n > 0 && n < q.Min:
		w.Add(name, sayFewer, q.Min)
	case q.Max > 0 && n > q.Max:
		w.Add(name, sayMore, q.Max)
	}
	return strings.Join(chosen, "\n")
}

func readFiles(q Question, name string, typed []string, w Wrong) string {
	var ids []string
	for _, id := range typed {
		switch {
		case id == "":
		case !fileID(id):
			w.Add(name, sayFile)
		case !slices.Contains(ids, id):
			ids = append(ids, id)
		}
	}
	if n := max(q.Max, 1); len(ids) > n {
		w.Add(name, sayFiles, n)
		ids = ids[:n]
	}
	if len(ids) > 0 && len(ids) < q.Min {
		w.Add(name, sayFewFiles, q.Min)
	}
	return strings.Join(ids, "\n")
}

func fileID(s string) bool {
	return len(s) <= 100 && strings.IndexFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// readRows reads the rows name.0.column, name.1.column … of q. Rows that are
// wholly empty are left out and the others move up, so that complaints stand
// beside the rows as they will be shown.
func readRows(q Question, v url.Values, w Wrong) string {
	rows := []Answers{}
	limit := q.RowLimit()
	for _, i := range indexes(q.Name, v) {
		row, wrong, at := make(Answers), make(Wrong), len(rows)
		for _, c := range q.Columns {
			typed := Cell(q.Name, i, c.Name)
			read(c, typed, v, row, c.Name, wrong)
		}
		if len(row) == 0 {
			continue
		}
		if at == limit {
			w.Add(q.Name, sayRows, limit)
			break
		}
		for _, c := range q.Columns {
			if complaint, ok := wrong[Cell(q.Name, i, c.Name)]; ok {
				w[Cell(q.Name, at, c.Name)] = complaint
			}
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 && len(rows) < q.Min {
		w.Add(q.Name, sayFewRows, q.Min)
	}
	return TableOf(rows)
}

// RowLimit returns how many rows the question q, of kind [Rows], takes.
func (q Question) RowLimit() int {
	if q.Max > 0 {
		return min(q.Max, maxRows)
	}
	return 20
}

// indexes returns the row numbers of name in v, ascending.
func indexes(name string, v url.Values) []int {
	seen := make(map[int]bool)
	for k := range v {
		rest, ok := strings.CutPrefix(k, name+".")
		if !ok {
			continue
		}
		number, _, ok := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(number); ok && err == nil && i >= 0 && strconv.Itoa(i) == number {
			seen[i] = true
		}
	}
	var all []int
	for i := range seen {
		all = append(all, i)
	}
	slices.Sort(all)
	return all
}
