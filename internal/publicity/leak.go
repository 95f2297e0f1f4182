package publicity

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
)

// A scan is the report of a search for what must not be published. It names no
// time, so that a scan of the same text is the same.
type scan struct {
	People int    `json:"people"`
	Runes  int    `json:"runes"`
	Found  []find `json:"found,omitempty"`
}

// A find is one place, masked.
type find struct {
	Kind  string `json:"kind"`
	Mask  string `json:"mask"`
	Block bool   `json:"block"`
}

func (r scan) json() string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return string(b)
}

// blocked reports whether what was searched may not go out.
func (r scan) blocked() bool {
	return slices.ContainsFunc(r.Found, func(f find) bool { return f.Block })
}

// masks names the places found, for a complaint.
func (r scan) masks() string {
	var all []string
	for _, f := range r.Found {
		all = append(all, f.Mask)
	}
	return strings.Join(all, "、")
}

// search looks through all that a list says: texts and every cell of lines. A
// public list has no use for long numbers, so also one that is no valid
// identity number blocks it; a mail address is left to the officer.
func (s *Slice) search(ctx context.Context, q db.Q, lines []line, texts ...string) (scan, error) {
	r := scan{People: len(lines)}
	all := strings.Join(texts, "\n")
	var apps []string
	for _, l := range lines {
		all += "\n" + strings.Join(l.cells(), "\t")
		entry, err := s.Flow.Load(ctx, q, l.Entry)
		if err != nil {
			return r, err
		}
		apps = append(apps, entry.Parent)
	}
	kept, err := s.contacts(ctx, q, apps)
	if err != nil {
		return r, err
	}
	organ, err := s.Flow.Orgs().Organ(ctx, q, "province", "")
	if err != nil {
		return r, err
	}
	var failed error
	own := func(v string) bool {
		held, err := s.held(ctx, q, v)
		if err != nil {
			failed = err
		}
		return kept[v] || held
	}
	r.Runes = utf8.RuneCountInString(all)
	for _, l := range ident.Leaks(all, own, organ.Phone) {
		block := l.Block || l.Kind == ident.LeakDigits || l.Kind == ident.LeakWord
		r.Found = append(r.Found, find{l.Kind, l.Mask, block})
	}
	return r, failed
}

// contacts returns the telephones and addresses that the people of a list and
// their employers gave.
func (s *Slice) contacts(ctx context.Context, q db.Q, apps []string) (map[string]bool, error) {
	kept := map[string]bool{}
	for _, moves := range [][]string{{"open", "submit", "resubmit-county", "resubmit-city"}, {"endorse"}} {
		given, err := s.Flow.AnswersOf(ctx, q, apps, moves...)
		if err != nil {
			return nil, err
		}
		for _, a := range given {
			for _, name := range []string{"phone", "mail", "idno"} {
				if a[name] != "" {
					kept[a[name]] = true
				}
			}
		}
	}
	return kept, nil
}

// held reports whether anybody's document or mobile number is v.
func (s *Slice) held(ctx context.Context, q db.Q, v string) (bool, error) {
	if person, err := s.Identity.ByMobile(ctx, q, v); err == nil && person != "" {
		return true, nil
	}
	for _, d := range ident.Documents() {
		person, err := s.Identity.Holder(ctx, q, d.Key, v)
		if fault.Of(err) != 0 {
			continue // no number of that kind
		}
		if err != nil || person != "" {
			return err == nil, err
		}
	}
	return false, nil
}

// noLeak is the guard of whatever goes out. At the check it also holds that the
// list and the report kept with the text are those of this moment.
func (s *Slice) noLeak(ctx context.Context, tx *db.Tx, e flow.Event) error {
	answers := e.Answers
	lines, err := s.linesOf(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if e.Move.Name != "check" {
		checked, frozen, err := s.published(ctx, tx, &e.Case)
		if err != nil {
			return err
		}
		answers, lines = maps.Clone(checked), frozen
		maps.Copy(answers, e.Answers)
	}
	r, err := s.search(ctx, tx, lines, texts(answers)...)
	if err != nil {
		return err
	}
	if r.blocked() {
		return fault.New(fault.Closed, "文中有不能公开的号码：%s。请改正后再发布。", r.masks())
	}
	if e.Move.Name == "check" && (answers["list"] != encode(lines) || answers["scan"] != r.json()) {
		return fault.New(fault.Stale, "名单或文字刚刚有了变化，请重新核查。")
	}
	return nil
}

// texts are the answers that people will read.
func texts(a form.Answers) (out []string) {
	for _, name := range []string{"title", "body", "number", "note", "short"} {
		if a[name] != "" {
			out = append(out, a[name])
		}
	}
	return out
}
