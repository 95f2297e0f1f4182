// Package wordform reads forms that people have filled in with a word processor: a
// table in a docx in which each label stands before its value. It promises that
// nothing of a document is read but the text of its tables, that no more of it is
// unpacked than the caller allows, that nothing outside of it is asked for, and that
// a value which a question would not take is named and not changed to fit.
package wordform

import (
	"slices"
	"strings"
	"unicode"

	"qinglan/internal/form"
)

// A Found is what a table says in answer to questions.
type Found struct {
	Answers  form.Answers // that would stand if they were posted
	Doubtful []string     // names of questions whose values would not
	Empty    []string     // of those without a value
}

// Find looks through tables for the first that has a value or an empty place for at
// least so many of qs, by their labels; ok tells whether there is one.
func Find(tables []Table, qs []form.Question, least int) (f Found, ok bool) {
	labels := make([]string, len(qs))
	for i, q := range qs {
		labels[i] = plain(q.Label)
	}
	for _, t := range tables {
		values := t.values(labels)
		if len(values) >= least {
			return answer(qs, values), true
		}
	}
	return Found{}, false
}

// values returns what stands after labels, joined where a label goes down beside
// several values. What stands twice counts as it stands first.
func (t Table) values(labels []string) map[string]string {
	out := map[string]string{}
	for _, row := range t {
		for i, c := range row {
			label := plain(c.text)
			if !slices.Contains(labels, label) {
				continue
			}
			value := ""
			if i+1 < len(row) && !row[i+1].below && !slices.Contains(labels, plain(row[i+1].text)) {
				value = row[i+1].text
			}
			was, twice := out[label]
			switch {
			case !twice:
				out[label] = value
			case c.below && value != "":
				out[label] = strings.TrimPrefix(was+"\n"+value, "\n")
			}
		}
	}
	return out
}

// plain returns a label without white space and colons.
func plain(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == ':' || r == '：' {
			return -1
		}
		return r
	}, label)
}

// answer reads values as if they had been posted.
func answer(qs []form.Question, values map[string]string) Found {
	typed := form.Answers{}
	for _, q := range qs {
		typed[q.Name] = chosen(q, values[plain(q.Label)])
	}
	read, wrong := form.Examine(qs, typed)
	f := Found{Answers: form.Answers{}}
	for _, q := range qs {
		_, bad := wrong[q.Name]
		switch {
		case typed[q.Name] == "":
			f.Empty = append(f.Empty, q.Name)
		case bad:
			f.Doubtful = append(f.Doubtful, q.Name)
		default:
			f.Answers[q.Name] = read[q.Name]
		}
	}
	return f
}

// chosen returns the value of the choice that text names, and text if none is: it
// will not pass. The name of a people may lack its last character: 汉 is 汉族.
func chosen(q form.Question, text string) string {
	if text == "" || q.Kind != form.Pick && q.Kind != form.Select {
		return text
	}
	said := plain(text)
	for _, c := range q.Choices {
		if said == c.Label || said+"族" == c.Label {
			return c.Value
		}
	}
	return "?" + text // the code of a choice is none of its names
}
