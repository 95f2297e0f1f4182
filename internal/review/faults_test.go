package review

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

func TestFaults(t *testing.T) {
	c := &flow.Case{Edition: teacher2017.Edition, Track: application(t)}
	for _, test := range []struct {
		name   string
		v      url.Values
		want   []string
		wrongs []string
	}{
		{"none", url.Values{"why.name": {"写了没勾"}}, nil, []string{""}},
		{"a tick without a reason", url.Values{"bad": {"name", "post"}, "why.post": {"缺"}}, nil, []string{"why.name"}},
		{"all at once, in the order of the form", url.Values{
			"bad": {"other", "material.id", "name"}, "why.name": {"与身份证件不一致"}, "why.material.id": {"缺反面"}, "why.other": {"请来电"},
		}, []string{"姓名 与身份证件不一致", "个人身份证件（复印件） 缺反面", "其他 请来电"}, nil},
		{"what is not asked is not read", url.Values{"bad": {"nonsense", "unit"}, "why.unit": {"请填全称"}, "why.nonsense": {"x"}}, []string{"单位 请填全称"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, wrong := faults(c, programme.City, test.v)
			if d := cmp.Diff(test.wrongs, slices.Sorted(maps.Keys(wrong))); d != "" {
				t.Errorf("complaints: %s", d)
			}
			if len(wrong) > 0 {
				return
			}
			var got []string
			for _, row := range form.Table(a["faults"]) {
				got = append(got, row["field"]+" "+row["reason"])
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func application(t *testing.T) *programme.Track {
	t.Helper()
	tr, ok := teacher2017.Edition.Track("application")
	if !ok {
		t.Fatal("no applications")
	}
	return tr
}
