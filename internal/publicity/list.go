package publicity

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A line is one name of a list: the columns that the public reads, and the
// entry it stands for. A new column is a new leak; see programme.md §8.
type line struct {
	No         int    `json:"no"`
	Name       string `json:"name"`
	Unit       string `json:"unit"`
	City       string `json:"city"`
	Directions string `json:"directions"`
	Entry      string `json:"entry"`
}

// columns are the heads of what the public reads, in its order.
var columns = []string{"序号", "姓名", "所在单位", "地市", "培训方向"}

// cells returns what the public reads of l after the number.
func (l line) cells() []string { return []string{l.Name, l.Unit, l.City, l.Directions} }

// inOrder sorts entries as lists are printed: by region, then by pinyin.
func inOrder(entries []flow.Case) {
	pinyin := lang.Pinyin()
	slices.SortFunc(entries, func(a, b flow.Case) int {
		return cmp.Or(cmp.Compare(a.City, b.City), pinyin(a.Name, b.Name), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.ID, b.ID))
	})
}

// linesOf reads the names that now stand on a list.
func (s *Slice) linesOf(ctx context.Context, q db.Q, c *flow.Case) ([]line, error) {
	entries, err := s.entriesOn(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(entries))
	for i := range entries {
		ids[i] = entries[i].ID
	}
	enrolled, err := s.Flow.AnswersOf(ctx, q, ids, "enrol")
	if err != nil {
		return nil, err
	}
	lines := make([]line, len(entries))
	for i, e := range entries {
		city, _ := org.RegionOf(e.City)
		lines[i] = line{No: i + 1, Name: e.Name, Unit: e.Unit, City: city.Name, Entry: e.ID,
			Directions: directions(e.Track, enrolled[e.ID])}
	}
	return lines, nil
}

func directions(t *programme.Track, enrolment form.Answers) string {
	for _, q := range t.Forms["enrolment"] {
		if q.Name == "directions" {
			return form.Show(q, enrolment["directions"], lang.Chinese)
		}
	}
	return ""
}

// entriesOn returns the entries on a list, in its order.
func (s *Slice) entriesOn(ctx context.Context, q db.Q, list string) ([]flow.Case, error) {
	members, err := s.Flow.Members(ctx, q, list)
	if err != nil {
		return nil, err
	}
	out := make([]flow.Case, 0, len(members))
	for _, m := range members {
		c, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, err
		}
		out = append(out, *c)
	}
	return out, nil
}

// encode writes lines as an answer keeps them.
func encode(lines []line) string {
	b, err := json.Marshal(lines)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return string(b)
}

// published returns the text and the names of a list as they were checked; a
// list that was not has none.
func (s *Slice) published(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, []line, error) {
	a, err := s.Flow.Answers(ctx, q, c, "check")
	if err != nil || a["list"] == "" {
		return a, nil, err
	}
	var lines []line
	if err := json.Unmarshal([]byte(a["list"]), &lines); err != nil {
		return nil, nil, fmt.Errorf("published list of %s: %w", c.ID, err)
	}
	return a, lines, nil
}

// membersPassed is the guard that everybody on the list still waits for it.
func (s *Slice) membersPassed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	entries, err := s.entriesOn(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, c := range entries {
		if !publishable(&c) {
			return fault.New(fault.Closed, "%s已不在待公示之列，请作废后重新拟定。", c.Name)
		}
	}
	return nil
}

// publishable reports whether the edition lets c come on public notice now.
func publishable(c *flow.Case) bool {
	m, ok := c.Track.Move("publicise")
	return ok && slices.Contains(m.From, c.State)
}

// toPublish returns the states of entries from which the edition leads to the
// public notice.
func toPublish(e *programme.Edition) []string {
	t, ok := e.Track("entry")
	if !ok {
		return nil
	}
	m, _ := t.Move("publicise")
	return m.From
}

// draftText returns title and body as the edition words them, for o to issue.
func draftText(e *programme.Edition, lines []line, o org.Organisation) (title, body string) {
	p := e.Papers["publicity"]
	return p.Title, places(p.Body, lines, o)
}

func places(text string, lines []line, o org.Organisation) string {
	who := ""
	if len(lines) > 0 {
		who = fmt.Sprintf("%s等%d人", lines[0].Name, len(lines))
	}
	if len(lines) == 1 {
		who = lines[0].Name
	}
	return strings.NewReplacer("{who}", who, "{organ}", o.Name, "{contact}", o.Contact, "{phone}", o.Phone,
		"{address}", o.Address).Replace(text)
}
