package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Answers holds an answer for each question answered, by name.
type Answers map[string]string

// JSON returns a in the one way it can be written: keys sorted, nothing escaped
// for HTML, no line break at the end. A digest of it is a digest of the answers.
func (a Answers) JSON() []byte {
	if len(a) == 0 {
		return []byte("{}")
	}
	return marshal(a)
}

// Parse reads answers that [Answers.JSON] wrote.
func Parse(b []byte) (Answers, error) {
	a := Answers{}
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&a); err != nil {
		return nil, fmt.Errorf("parse answers: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("parse answers: more than one value")
	}
	if a == nil {
		a = Answers{}
	}
	return a, nil
}

// List returns the values of an answer of several: many choices, files.
func List(answer string) []string {
	if answer == "" {
		return nil
	}
	return strings.Split(answer, "\n")
}

// Table returns the rows of an answer to a question of kind [Rows]; none if
// the answer is not such a one.
func Table(answer string) []Answers {
	var rows []Answers
	if answer == "" || json.Unmarshal([]byte(answer), &rows) != nil {
		return nil
	}
	return rows
}

// TableOf is the inverse of [Table].
func TableOf(rows []Answers) string {
	if len(rows) == 0 {
		return ""
	}
	return string(marshal(rows))
}

// Values returns a as a browser would post it.
func Values(qs []Question, a Answers) url.Values {
	v := make(url.Values)
	for _, q := range qs {
		set(v, q, q.Name, a[q.Name])
	}
	return v
}

func set(v url.Values, q Question, name, answer string) {
	switch q.Kind {
	case Many, File:
		v[name] = List(answer)
	case Rows:
		for i, row := range Table(answer) {
			for _, c := range q.Columns {
				set(v, c, Cell(name, i, c.Name), row[c.Name])
			}
		}
	default:
		v.Set(name, answer)
	}
}

// Cell returns the name under which a column in row i of the question name is
// posted.
func Cell(name string, i int, column string) string {
	return name + "." + strconv.Itoa(i) + "." + column
}

func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // strings in maps and slices always encode
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
