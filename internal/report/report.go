// Package report holds progress towards the target, for offices and the public.
//
// It counts cases past the rule of visibility: a number names nobody. What the
// authority has put on public notice or announced is counted for everybody;
// how many applied, were recommended or trained is counted for offices alone.
// It promises that no number is compared with a share of the target that the
// notice does not give: there is a total, and no quota of a city or a year.
package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"certificate"} }

// Register gives what editions call by name.
func (s *Slice) Register() {}

// A stage is how far a case must have come to be counted.
type stage struct {
	Label  string
	Track  string
	Reach  int
	Public bool // counted for everybody
}

// stages are the way of a person, first to last, by the reach of the tracks.
var stages = []stage{
	{Label: "提交申报", Track: "application", Reach: 1},
	{Label: "报到市级", Track: "application", Reach: 3},
	{Label: "推荐上报", Track: "application", Reach: 6},
	{Label: "进入初选", Track: "application", Reach: 8},
	{Label: "列入培育名单", Track: "entry", Reach: 0},
	{Label: "集中培训结业", Track: "entry", Reach: 1},
	{Label: "认证通过", Track: "entry", Reach: 2},
	{Label: "列入公示", Track: "entry", Reach: 3, Public: true},
	{Label: "公布并持有效证书", Track: certified, Public: true},
}

// certified stands for the track of whoever is certified now; see
// [Slice.lecturers].
const certified = "certified"

// offices read the counts of every stage.
var offices = []programme.Role{
	programme.County, programme.City, programme.Province, programme.Finance,
	programme.Association, programme.Supervisor, programme.Auditor,
}

// A Progress is what has been reached by a moment.
type Progress struct {
	At     time.Time
	Target programme.Target
	Total  int // people with a valid certificate
	Stages []stage
	Sum    []int // by stage
	Cities []City
	Months []Month
}

// A City is the counts of one city, by stage; what has no city comes last.
type City struct {
	Code, Name string
	N          []int
}

// A Month is how many were certified in a month and by its end.
type Month struct {
	Year, Month int
	New, All    int
}

// Label writes a month as 2017-12.
func (m Month) Label() string { return fmt.Sprintf("%d-%02d", m.Year, m.Month) }

// Progress counts. Without whole only the stages that are public are counted.
func (s *Slice) Progress(ctx context.Context, whole bool) (Progress, error) {
	p := Progress{At: s.Flow.Now(), Target: s.Flow.Current().Target}
	for _, st := range stages {
		if whole || st.Public {
			p.Stages = append(p.Stages, st)
		}
	}
	people, err := s.lecturers(ctx)
	if err != nil {
		return p, err
	}
	counts, err := s.counts(ctx)
	if err != nil {
		return p, err
	}
	p.Total = len(people)
	p.fill(counts, people, calendar.Day(p.At))
	p.Months = months(people, p.Target.Start, calendar.Day(p.At))
	return p, nil
}

// fill sums the counts by city and stage. The cities are those of the day, in
// the order of their codes; one that is none of them is shown by its own row.
func (p *Progress) fill(counts []count, people []lecturer, day calendar.Date) {
	for _, c := range org.Cities(day) {
		p.Cities = append(p.Cities, City{Code: c.Code, Name: c.Name, N: make([]int, len(p.Stages))})
	}
	p.Sum = make([]int, len(p.Stages))
	add := func(code string, i, n int) {
		at := slices.IndexFunc(p.Cities, func(c City) bool { return c.Code == code })
		if at < 0 {
			name := "未填城市"
			if r, ok := org.RegionOf(code); ok {
				name = r.Name
			}
			p.Cities = append(p.Cities, City{Code: code, Name: name, N: make([]int, len(p.Stages))})
			at = len(p.Cities) - 1
		}
		p.Cities[at].N[i] += n
		p.Sum[i] += n
	}
	for i, st := range p.Stages {
		for _, c := range counts {
			if c.track == st.Track && c.reach >= st.Reach {
				add(c.city, i, c.n)
			}
		}
		if st.Track == certified {
			for _, l := range people {
				add(l.city, i, 1)
			}
		}
	}
}

// months counts people by the month they were certified in, from the first
// month of the programme to the present one.
func months(people []lecturer, start, day calendar.Date) (out []Month) {
	all := 0
	for y, m := start.Y, start.M; y < day.Y || y == day.Y && m <= day.M; {
		n := 0
		for _, l := range people {
			if d := calendar.Day(l.since); d.Y == y && d.M == m {
				n++
			}
		}
		all += n
		out = append(out, Month{Year: y, Month: m, New: n, All: all})
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	return out
}

// Permille returns how much of the target is reached, in thousandths.
func (p Progress) Permille() int {
	if p.Target.Total == 0 {
		return 0
	}
	return p.Total * 1000 / p.Target.Total
}

// Reached returns how many cities have somebody certified.
func (p Progress) Reached() (n int) {
	last := len(p.Stages) - 1
	for _, c := range p.Cities {
		if c.Code != "" && c.N[last] > 0 {
			n++
		}
	}
	return n
}

// Version tells two sets of numbers apart; equal numbers have equal versions.
func (p Progress) Version() string {
	h := sha256.New()
	fmt.Fprintln(h, p.Target.Total, p.Sum)
	for _, c := range p.Cities {
		fmt.Fprintln(h, c.Code, c.N)
	}
	for _, m := range p.Months {
		fmt.Fprintln(h, m.Label(), m.New, m.All)
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}
