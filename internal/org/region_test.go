package org_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/calendar"
	"qinglan/internal/org"
)

var (
	noticeDay = calendar.Must("2017-09-25")
	listDay   = calendar.Must("2023-06-30")
)

// The counts of the edition of 2017 and of the statistical list of 2023.
func TestRegionCounts(t *testing.T) {
	for _, c := range []struct {
		at    calendar.Date
		kinds map[string]int
	}{
		{noticeDay, map[string]int{"district": 37, "county_city": 19, "county": 32, "autonomous_county": 1, "functional_zone": 3}},
		{listDay, map[string]int{"district": 37, "county_city": 20, "county": 32, "autonomous_county": 1, "functional_zone": 3}},
	} {
		cities := org.Cities(c.at)
		if len(cities) != 11 {
			t.Errorf("%v: %d cities; want 11", c.at, len(cities))
		}
		kinds := map[string]int{}
		units := 0
		for _, city := range cities {
			for _, r := range org.Counties(city.Code, c.at) {
				kinds[r.Kind]++
				if !r.Zone() {
					units++
				}
			}
		}
		if diff := cmp.Diff(c.kinds, kinds); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.at, diff)
		}
		if got, want := len(org.Regions(c.at)), 1+11+units+3; got != want {
			t.Errorf("%v: %d regions; want %d", c.at, got, want)
		}
	}
}

func names(list []org.Region) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Code+r.Name)
	}
	return out
}

func TestCounties(t *testing.T) {
	want := []string{
		"330702婺城区", "330703金东区", "330723武义县", "330726浦江县", "330727磐安县", "330781兰溪市", "330782义乌市",
		"330783东阳市", "330784永康市", "3307Z1金华经济技术开发区", "3307Z2金义都市新区", "3307Z3金华山旅游经济区",
	}
	if diff := cmp.Diff(want, names(org.Counties("330700", noticeDay))); diff != "" {
		t.Errorf("金华 (-want +got):\n%s", diff)
	}
	if list := org.Counties("330799", noticeDay); list != nil {
		t.Errorf("counties of nowhere: %v", names(list))
	}
}

// A change takes effect on its day: the old units end as the new ones begin.
func TestRegionChanges(t *testing.T) {
	for _, c := range []struct {
		code, name   string
		before, from string
		was, is      bool
	}{
		{"330103", "下城区", "2021-03-31", "2021-04-01", true, false},
		{"330104", "江干区", "2021-03-31", "2021-04-01", true, false},
		{"330113", "临平区", "2021-03-31", "2021-04-01", false, true},
		{"330114", "钱塘区", "2021-03-31", "2021-04-01", false, true},
		{"330383", "龙港市", "2019-07-31", "2019-08-01", false, true},
		{"330702", "婺城区", "2000-01-01", "2099-01-01", true, true},
	} {
		r, ok := org.RegionOf(c.code)
		if !ok || r.Name != c.name {
			t.Errorf("RegionOf(%s) = %+v, %v; want %s", c.code, r, ok, c.name)
		}
		for day, want := range map[string]bool{c.before: c.was, c.from: c.is} {
			got := slices.ContainsFunc(org.Regions(calendar.Must(day)), func(r org.Region) bool { return r.Code == c.code })
			if got != want {
				t.Errorf("%s on %s: %v; want %v", c.name, day, got, want)
			}
		}
	}
	if r, ok := org.RegionOf("330185"); ok {
		t.Errorf("RegionOf(330185) = %+v; 临安 was a district by then", r)
	}
}

// Codes are unique and sorted, everyone has a parent in force with them, and a
// zone lies in county units of its own city.
func TestRegionTree(t *testing.T) {
	for _, at := range []calendar.Date{noticeDay, listDay} {
		list := org.Regions(at)
		in := map[string]org.Region{}
		for i, r := range list {
			if i > 0 && list[i-1].Code >= r.Code {
				t.Errorf("%s stands after %s", r.Code, list[i-1].Code)
			}
			in[r.Code] = r
		}
		level := map[string]string{"county": "city", "city": "province", "province": ""}
		for _, r := range list {
			if len(r.Code) != 6 || in[r.Parent].Level != level[r.Level] {
				t.Errorf("%v: %s %s is a %s under %q", at, r.Code, r.Name, r.Level, in[r.Parent].Name)
			}
			if r.Zone() != (len(r.Hosts()) > 0) {
				t.Errorf("%s has hosts %v", r.Name, r.Hosts())
			}
			for _, h := range r.Hosts() {
				if in[h].Parent != r.Parent || in[h].Zone() {
					t.Errorf("%s lies in %q", r.Name, in[h].Name)
				}
			}
		}
	}
	z, _ := org.RegionOf("3307Z3")
	if diff := cmp.Diff([]string{"330702", "330703"}, z.Hosts()); diff != "" {
		t.Errorf("hosts of %s (-want +got):\n%s", z.Name, diff)
	}
}

func TestAreaCode(t *testing.T) {
	for code, want := range map[string]string{"330700": "0579", "330782": "0579", "3307Z1": "0579", "330100": "0571", "330000": "", "": ""} {
		if got := org.AreaCode(code); got != want {
			t.Errorf("AreaCode(%q) = %q; want %q", code, got, want)
		}
	}
	for _, c := range org.Cities(noticeDay) {
		if org.AreaCode(c.Code) == "" {
			t.Errorf("%s has no area code", c.Name)
		}
	}
}

// What a caller does to a list is not seen by the next.
func TestRegionsAreCopies(t *testing.T) {
	org.Regions(noticeDay)[0].Name = "changed"
	if r, _ := org.RegionOf("330000"); r.Name != "浙江省" {
		t.Errorf("the province is called %s", r.Name)
	}
}
