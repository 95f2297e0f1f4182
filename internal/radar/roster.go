package radar

import (
	"context"
	"slices"

	"qinglan/internal/assessment"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/reconcile"
	"qinglan/internal/web/ui"
)

// Traces of a 师资名册. A lecturer is a name with a unit, or with the telephone by
// which the institution is reached; a namesake is a name alone and is compared
// among rosters only.
const (
	lecturer = "lecturer"
	namesake = "namesake"
	code     = "code" // of the body itself, within a 统一社会信用代码
)

// aware are told of lecturers who apply: those who review, and the association,
// which calls the judges (回避).
var aware = append([]programme.Role{programme.Association}, readers...)

// rosterMarks returns what a dossier or an application says of who teaches where,
// each with the line of the roster, from 0; an application has one.
func (s *Slice) rosterMarks(track string, a form.Answers) map[mark]int {
	out := map[mark]int{}
	put := func(i int, kind, name, of string) {
		if name = reconcile.Fold(name); name != "" && of != "" {
			if _, known := out[s.mark(kind, name+"/"+of)]; !known {
				out[s.mark(kind, name+"/"+of)] = i
			}
		}
	}
	if track != institution {
		put(0, lecturer, a["name"], unit(a["unit"]))
		put(0, lecturer, a["name"], digits(a["phone"]))
		return out
	}
	for i, row := range form.Table(a["roster"]) {
		for _, of := range []string{unit(row["unit"]), unit(a["name"]), digits(a["phone"])} {
			put(i, lecturer, row["name"], of)
		}
		put(i, namesake, row["name"], "roster")
	}
	if c := a["uscc"]; len(c) == len("91330000MA2700001Q") {
		out[s.mark(code, c[bodyFrom:bodyTo])] = -1
	}
	return out
}

// Where the code of the body, of GB 11714, stands within that of GB 32100. It stays
// when the kind or the office of registration changes; all else of two codes that
// are one in another width or case is one already when they are read.
const bodyFrom, bodyTo = 8, 17

// unit is what is compared of the name of a unit.
func unit(name string) string {
	if c := core(name); c != "" {
		return reconcile.Fold(c)
	}
	return reconcile.Fold(name)
}

// A listing is a lecturer of this case's roster, or its applicant, with where else
// the same stands.
type listing struct {
	Lecturer string // empty on the page of an application
	Also     []found
}

// listings returns who of a case's roster applies or stands on another roster; on
// the page of an application, the rosters with its applicant.
func (s *Slice) listings(ctx context.Context, c *flow.Case, a org.Actor, hs []hit) (out []listing, err error) {
	if !slices.Contains(aware, a.Role) {
		return nil, nil
	}
	var marks map[mark]int
	var rows []form.Answers
	if c.Track.Name == institution {
		ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, assessment.Sent...)
		if err != nil {
			return nil, err
		}
		marks, rows = s.rosterMarks(institution, ans), form.Table(ans["roster"])
	}
	seen := map[[2]string]bool{}
	at := map[string]int{}
	for _, h := range hs {
		if c.Track.Name != institution && h.Track != institution {
			continue // two applicants of one name and unit
		}
		l := listing{}
		if i, ok := marks[h.mark]; ok && i >= 0 && i < len(rows) {
			l.Lecturer = ui.Joined(rows[i]["name"], rows[i]["unit"])
		}
		known := [2]string{h.Case, l.Lecturer}
		if h.Kind != lecturer && h.Kind != namesake || seen[known] {
			continue
		}
		seen[known] = true
		f, err := s.found(ctx, h.Case, a)
		if err != nil {
			return nil, err
		}
		f.Where = ui.Joined(f.Where, lang.T(ctx, says[h.Kind]))
		i, ok := at[l.Lecturer]
		if !ok {
			i, at[l.Lecturer] = len(out), len(out)
			out = append(out, l)
		}
		out[i].Also = append(out[i].Also, f)
	}
	return out, nil
}

// tells is the words that stand above the listings of a case.
func tells(ctx context.Context, c *flow.Case) string {
	if c.Track.Name == institution {
		return lang.T(ctx, "师资名册中有人同时以个人申报，或者也在别家的名册里，请注意回避")
	}
	return lang.T(ctx, "申报人在培训机构的师资名册中，请注意回避")
}
