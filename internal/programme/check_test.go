package programme_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/form"
	. "qinglan/internal/programme"
)

// sound is a small edition that passes.
func sound() *Edition {
	const basis = "rules/1"
	county := []Role{County}
	return &Edition{
		Name:   "test",
		Stages: []Stage{{"apply", "申报"}},
		Limits: map[string]Limit{"days": {N: 3, Basis: basis}},
		Parts:  []Part{{Name: "theory", Weight: 60}, {Name: "practice", Weight: 40}},
		Chains: []Chain{{Track: "t", Move: "pass", Role: County, Steps: []Step{{Rank: Head, Label: "审核"}, {Role: Finance, Rank: Leader, Label: "会签"}}}},
		Notices: []Notice{
			{ID: "top", Region: "330000", Deadline: calendar.Must("2017-10-20"), Hour: 24},
			{ID: "city", Region: "330700", Parent: "top", Deadline: calendar.Must("2017-10-18"), Hour: 17},
		},
		Tracks: []*Track{{
			Name: "t", Start: "new", Stage: "apply",
			States: []State{
				{Name: "new", Turn: County, Due: Due{Days: "days", Deadline: "county", Lapse: "lapse"}, Basis: basis},
				{Name: "done", Final: true},
			},
			Moves: []Move{
				{Name: "pass", Label: "通过", From: []string{"new"}, To: "done", By: county, Form: "f", Basis: basis, Also: []string{"members:take"}},
				{Name: "take", Label: "列入", From: []string{"new"}, To: "done", By: []Role{List}, Basis: basis},
				{Name: "lapse", Label: "逾期", From: []string{"new"}, To: "done", By: []Role{Clock}, Basis: basis},
			},
			Forms: map[string][]form.Question{"f": {{Name: "a", Label: "意见"}}},
		}},
	}
}

func TestCheck(t *testing.T) {
	if faults := sound().Check(); len(faults) > 0 {
		t.Fatalf("a sound edition: %v", faults)
	}
	for _, c := range []struct {
		name  string
		spoil func(e *Edition, t *Track)
		want  string
	}{
		{"start", func(_ *Edition, t *Track) { t.Start = "nwe" }, `t: start state "nwe" does not exist`},
		{"state twice", func(_ *Edition, t *Track) { t.States = append(t.States, t.States[1]) }, `t: state done twice`},
		{"move twice", func(_ *Edition, t *Track) { t.Moves = append(t.Moves, t.Moves[0]) }, `t: move pass twice`},
		{"stage", func(_ *Edition, t *Track) { t.States[0].Stage = "aply" }, `t.new: unknown stage "aply"`},
		{"track's stage", func(_ *Edition, t *Track) { t.Stage = "" }, `t.new: unknown stage ""`},
		{"clause of a state", func(_ *Edition, t *Track) { t.States[0].Basis = "rules/99" }, `t.new: unknown clause "rules/99"`},
		{"limit of a state", func(_ *Edition, t *Track) { t.States[0].Due.Days = "dyas" }, `t.new: unknown limit "dyas"`},
		{"deadline of a state", func(_ *Edition, t *Track) { t.States[0].Due.Deadline = "couty" }, `t.new: unknown deadline "couty"`},
		{"lapse unknown", func(_ *Edition, t *Track) { t.States[0].Due.Lapse = "laps" }, `t.new: the clock has no move "laps" here`},
		{"lapse by people", func(_ *Edition, t *Track) { t.States[0].Due.Lapse = "pass" }, `t.new: the clock has no move "pass" here`},
		{"lapse from elsewhere", func(_ *Edition, t *Track) { t.Moves[2].From = []string{"done"} }, `t.new: the clock has no move "lapse" here`},
		{"final with a way out", func(_ *Edition, t *Track) { t.Moves[0].From = []string{"new", "done"} }, `t.done: final, yet somebody may act`},
		{"final with a turn", func(_ *Edition, t *Track) { t.States[1].Turn = City }, `t.done: final, yet somebody may act`},
		{"no way out", func(_ *Edition, t *Track) { t.States[1].Final = false }, `t.done: nobody can leave it`},
		{"leads nowhere", func(_ *Edition, t *Track) { t.Moves[0].To = "dnoe" }, `t.pass: leads to unknown state "dnoe"`},
		{"from nowhere", func(_ *Edition, t *Track) { t.Moves[0].From = nil }, `t.pass: from nowhere or by nobody`},
		{"by nobody", func(_ *Edition, t *Track) { t.Moves[0].By = nil }, `t.pass: from nowhere or by nobody`},
		{"from unknown", func(_ *Edition, t *Track) { t.Moves[0].From = []string{"nwe"} }, `t.pass: starts from unknown state "nwe"`},
		{"form", func(_ *Edition, t *Track) { t.Moves[0].Form = "g" }, `t.pass: unknown form "g"`},
		{"clause of a move", func(_ *Edition, t *Track) { t.Moves[0].Basis = "" }, `t.pass: unknown clause ""`},
		{"label", func(_ *Edition, t *Track) { t.Moves[0].Label = "" }, `t.pass: no label`},
		{"move of members", func(_ *Edition, t *Track) { t.Moves[0].Also = []string{"members:tkae"} }, `t.pass: no track has a move "tkae" for lists`},
		{"move of a parent", func(_ *Edition, t *Track) { t.Moves[0].Also = []string{"parent:pass"} }, `t.pass: no track has a move "pass" for lists`},
		{"clause of a limit", func(e *Edition, _ *Track) { e.Limits["days"] = Limit{N: 3, Basis: "x"} }, `limit days: unknown clause "x"`},
		{"chain of a track", func(e *Edition, _ *Track) { e.Chains[0].Track = "u" }, `chain u.pass: no such track`},
		{"chain of a move", func(e *Edition, _ *Track) { e.Chains[0].Move = "pas" }, `chain t.pas: no such move`},
		{"chain of a role", func(e *Edition, _ *Track) { e.Chains[0].Role = City }, `chain t.pass: city does not make this move`},
		{"rank of a step", func(e *Edition, _ *Track) { e.Chains[0].Steps[0].Rank = "boss" }, `chain t.pass: step 1 has no rank or label`},
		{"label of a step", func(e *Edition, _ *Track) { e.Chains[0].Steps[0].Label = "" }, `chain t.pass: step 1 has no rank or label`},
		{"role of a step", func(e *Edition, _ *Track) { e.Chains[0].Steps[1].Role = "fiance" }, `chain t.pass: step 2 is for an unknown role "fiance"`},
		{"weights", func(e *Edition, _ *Track) { e.Parts[0].Weight = 50 }, `parts: weights add up to 90`},
		{"notice twice", func(e *Edition, _ *Track) { e.Notices[1].ID = "top" }, `notice top: twice`},
		{"two for a region", func(e *Edition, _ *Track) { e.Notices[1].Region = "330000" }, `notice city: a second one for the region 330000`},
		{"no parent", func(e *Edition, _ *Track) { e.Notices[1].Parent = "tpo" }, `notice city: unknown parent "tpo"`},
		{"two tops", func(e *Edition, _ *Track) { e.Notices[1].Parent = "" }, `notices: 2 at the top; want 1`},
		{"no deadline", func(e *Edition, _ *Track) { e.Notices[1].Deadline = calendar.Date{} }, `notice city: no deadline`},
		{"later than the parent", func(e *Edition, _ *Track) { e.Notices[1].Deadline = calendar.Must("2017-10-21") }, `notice city: its deadline is not earlier than that of top`},
		{"as late as the parent", func(e *Edition, _ *Track) { e.Notices[1].Deadline, e.Notices[1].Hour = calendar.Must("2017-10-20"), 24 }, `notice city: its deadline is not earlier than that of top`},
		{"as late in other words", func(e *Edition, _ *Track) { e.Notices[1].Deadline, e.Notices[1].Hour = calendar.Must("2017-10-21"), 0 }, `notice city: its deadline is not earlier than that of top`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := sound()
			c.spoil(e, e.Tracks[0])
			faults := e.Check()
			if !slices.ContainsFunc(faults, func(err error) bool { return err.Error() == c.want }) {
				t.Errorf("Check names %v; want %s", faults, c.want)
			}
		})
	}
}

// One minute before the parent's deadline is early enough.
func TestCheckDeadlineJustBefore(t *testing.T) {
	e := sound()
	e.Notices[1].Deadline, e.Notices[1].Hour = calendar.Must("2017-10-20"), 23
	if faults := e.Check(); len(faults) > 0 {
		t.Error(faults)
	}
}

// A deadline that is as late as the parent's or later stands with a named
// exception that is whole, and only then; one that is not needed is refused.
func TestCheckException(t *testing.T) {
	whole := Exception{Approver: "演示·分管领导", Reason: "汛期顺延", Document: "演示函〔2017〕1号"}
	for _, day := range []struct {
		what, date string
		hour       int
		late       bool
	}{{"earlier", "2017-10-18", 17, false}, {"equal", "2017-10-20", 24, true}, {"equal in other words", "2017-10-21", 0, true}, {"later", "2017-10-25", 24, true}} {
		for mask := range 8 {
			var x Exception
			for i, part := range []*string{&x.Approver, &x.Reason, &x.Document} {
				if mask&(1<<i) != 0 {
					*part = []string{whole.Approver, whole.Reason, whole.Document}[i]
				} else if mask != 0 {
					*part = " " // what is only a space says nothing
				}
			}
			e := sound()
			e.Notices[1].Deadline, e.Notices[1].Hour, e.Notices[1].Exception = calendar.Must(day.date), day.hour, x
			passes := len(e.Check()) == 0
			if want := day.late && mask == 7 || !day.late && mask == 0; passes != want {
				t.Errorf("%s, exception %+v: passes %v; want %v (%v)", day.what, x, passes, want, e.Check())
			}
		}
	}
	e := sound()
	if said := e.Exceptions(); len(said) > 0 {
		t.Errorf("exceptions %v; want none", said)
	}
	e.Notices[1].Exception = whole
	want := "notice city: its deadline is not earlier than that of top: approved by 演示·分管领导, reason: 汛期顺延, document: 演示函〔2017〕1号"
	if said := e.Exceptions(); len(said) != 1 || said[0] != want {
		t.Errorf("exceptions %v; want %s", said, want)
	}
	e = sound()
	e.Notices[0].Exception = whole
	if len(e.Check()) == 0 {
		t.Error("the notice at the top has an exception to nothing")
	}
}

// The cascade of 2017: Jinhua set 17:00 on 18 October for its counties; other
// cities set nothing, so the province's end of 20 October holds for them.
func TestDeadlines(t *testing.T) {
	e := teacher2017.Edition
	jinhua := time.Date(2017, 10, 18, 17, 0, 0, 0, calendar.Beijing)
	province := time.Date(2017, 10, 21, 0, 0, 0, 0, calendar.Beijing)
	for _, c := range []struct {
		name, county, city string
		want               time.Time
	}{
		{"submit", "330782", "330700", jinhua},
		{"county", "330782", "330700", jinhua},
		{"city", "330782", "330700", province},
		{"submit", "330110", "330100", province},
		{"county", "330110", "330100", province},
		{"city", "330110", "330100", province},
	} {
		if got := e.DeadlineOf(c.name, c.county, c.city); !got.Equal(c.want) {
			t.Errorf("%s of %s in %s = %v; want %v", c.name, c.county, c.city, got, c.want)
		}
	}
	for region, want := range map[string]string{"330700": "jinhua", "330100": "zswlf72", "330000": "zswlf72", "330782": "zswlf72"} {
		if got := e.Binding(region).ID; got != want {
			t.Errorf("%s is bound by %s; want %s", region, got, want)
		}
	}
	if got := calendar.Deadline(province).String(); got != "10月20日（周五）24:00" {
		t.Errorf("the province's deadline is shown as %s", got)
	}
}

// The chain of an organ wins over the one of its role; none is no steps.
func TestChain(t *testing.T) {
	e := sound()
	if n := len(e.Chain("t", "pass", County, "330782")); n != 2 {
		t.Errorf("%d steps; want 2", n)
	}
	e.Chains = append(e.Chains, Chain{Track: "t", Move: "pass", Role: County, Region: "330782"})
	if n := len(e.Chain("t", "pass", County, "330782")); n != 0 {
		t.Errorf("%d steps in a small office; want none", n)
	}
	for _, other := range [][]Step{
		e.Chain("t", "pass", City, "330700"), e.Chain("t", "take", County, "330782"), e.Chain("u", "pass", County, "330782"),
	} {
		if len(other) > 0 {
			t.Errorf("steps %v; want none", other)
		}
	}
	if n := len(e.Chain("t", "pass", County, "330702")); n != 2 {
		t.Errorf("%d steps elsewhere; want 2", n)
	}
}

func TestTrack(t *testing.T) {
	track := sound().Tracks[0]
	if st, ok := track.State("new"); !ok || st.Stage != "apply" {
		t.Errorf("state new: %v, stage %q", ok, st.Stage)
	}
	if _, ok := track.State("old"); ok {
		t.Error("there is a state old")
	}
	var names []string
	for _, m := range track.From("new") {
		names = append(names, m.Name)
	}
	if got := strings.Join(names, " "); got != "pass take lapse" {
		t.Errorf("moves from new: %s", got)
	}
	if told := (Move{Label: "签收"}).Told() + (Move{Label: "签收", Done: "已签收"}).Told(); told != "签收已签收" {
		t.Errorf("told %s", told)
	}
}
