package mobilise

import (
	"context"
	"encoding/json"
	"strconv"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// sending are the moves that carry the census; the last one counts.
var sending = []string{"submit", "resubmit"}

// sendMove returns the move that sends the census from where c stands.
func sendMove(c *flow.Case) (programme.Move, bool) {
	for _, m := range c.Track.From(c.State) {
		if m.Form == track {
			return m, true
		}
	}
	return programme.Move{}, false
}

func writable(c *flow.Case) bool {
	_, ok := sendMove(c)
	return ok
}

// A figure is what was found of one direction.
type figure struct {
	Direction, Label               string
	Lecturers, Institutions, Firms int
	Recommended                    int // people, where it is shown beside a recommendation
}

// figuresOf reads the rows of a census by the directions of its edition.
func figuresOf(e *programme.Edition, a form.Answers) []figure {
	var out []figure
	for _, d := range e.Directions {
		f := figure{Direction: d.Value, Label: d.Label}
		for _, row := range form.Table(a["rows"]) {
			if row["direction"] == d.Value {
				f.Lecturers, f.Institutions, f.Firms = whole(row["lecturers"]), whole(row["institutions"]), whole(row["firms"])
			}
		}
		out = append(out, f)
	}
	return out
}

func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0 // not filled in yet
	}
	return n
}

// rowsOf writes figures as the answer of the census.
func rowsOf(fs []figure) string {
	var rows []form.Answers
	for _, f := range fs {
		rows = append(rows, form.Answers{
			"direction": f.Direction, "lecturers": strconv.Itoa(f.Lecturers),
			"institutions": strconv.Itoa(f.Institutions), "firms": strconv.Itoa(f.Firms),
		})
	}
	b, err := json.Marshal(rows)
	if err != nil {
		panic(err) // plain strings always marshal
	}
	return string(b)
}

// add sums the figures of several places by direction.
func add(sum, more []figure) []figure {
	if sum == nil {
		return append([]figure(nil), more...)
	}
	for i := range sum {
		sum[i].Lecturers += more[i].Lecturers
		sum[i].Institutions += more[i].Institutions
		sum[i].Firms += more[i].Firms
	}
	return sum
}

// total sums figures over all directions.
func total(fs []figure) (t figure) {
	for _, f := range fs {
		t.Lecturers += f.Lecturers
		t.Institutions += f.Institutions
		t.Firms += f.Firms
		t.Recommended += f.Recommended
	}
	return t
}

// censusWhole lets out a census that names each direction once; one without
// any number says why.
func (s *Slice) censusWhole(_ context.Context, _ *db.Tx, e flow.Event) error {
	wrong := wholeness(e.Case.Edition, e.Answers)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "摸底表还不完整：每个培训方向填一行，全部为零的请写明摸底方式和说明。")
	}
	return nil
}

// wholeness complains of what is missing in a census, beside its fields.
func wholeness(e *programme.Edition, a form.Answers) form.Wrong {
	wrong := form.Wrong{}
	seen := map[string]int{}
	for _, row := range form.Table(a["rows"]) {
		seen[row["direction"]]++
	}
	for _, d := range e.Directions {
		if seen[d.Value] != 1 {
			wrong.Add("rows", "每个培训方向填一行，没有的填0。")
		}
	}
	if t := total(figuresOf(e, a)); t == (figure{}) && a["way"] == "" {
		wrong.Add("way", "全部为零的，请写明摸底方式和说明。")
	}
	return wrong
}

// bodyNamed lets no census out of a place that does not say who does the work.
func (s *Slice) bodyNamed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, ok, err := s.bodyOf(ctx, tx, e.Case.Edition.Name, e.Case.County)
	if err == nil && !ok {
		err = fault.New(fault.Closed, "请先写明本县的工作主体（单位、联系人、电话），再报送摸底情况。")
	}
	return err
}

// begin opens the census of a county, or returns the one there is.
func (s *Slice) begin(ctx context.Context, tx *db.Tx, a org.Actor, p place) (*flow.Case, error) {
	id := censusID(p.Edition, p.Code)
	c, err := s.Flow.Load(ctx, tx, id)
	if fault.Of(err) != fault.Missing {
		return c, err
	}
	o, err := s.Flow.Orgs().Organ(ctx, tx, programme.County, p.Code)
	if err != nil {
		return nil, err
	}
	return s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: id, Edition: p.Edition.Name, Track: track, Party: o.ID, Name: p.Name, Unit: o.Name, County: p.Code, City: p.Parent,
	})
}

// written returns what a census says: the draft while it is written, else what
// was sent last. The version is the draft's.
func (s *Slice) written(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, int64, error) {
	sent, err := s.Flow.Answers(ctx, q, c, sending...)
	if err != nil {
		return nil, 0, err
	}
	if writable(c) {
		d, version, err := draftOf(ctx, q, c.ID)
		if err != nil || version > 0 {
			return d, version, err
		}
	}
	return sent, 0, nil
}
