package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/forecast"
)

// Whoever is on the 培育名单 is counted once, and each step adds up.
func TestStepsOf(t *testing.T) {
	e := teacher2017.Edition
	all := []tally{
		{e.Name, "application", "draft", 0, 7},
		{e.Name, "application", "at-city", 3, 5},
		{e.Name, "application", "rejected", 3, 4},
		{e.Name, "application", "shortlisted", 8, 10},
		{e.Name, "entry", "enrolled", 0, 2},
		{e.Name, "entry", "left", 0, 1},
		{e.Name, "entry", "retake", 1, 3},
		{e.Name, "entry", "exhausted", 1, 1},
		{e.Name, "entry", "certified", 4, 3},
		{"another", "entry", "certified", 4, 9},
	}
	want := []forecast.Step{
		{Passed: 10, Failed: 4, Waiting: 5},
		{Passed: 7, Failed: 1, Waiting: 2},
		{Passed: 3, Failed: 1, Waiting: 3},
	}
	if diff := cmp.Diff(stepsOf(e, all), want); diff != "" {
		t.Error(diff)
	}
}

func TestLeft(t *testing.T) {
	target := teacher2017.Edition.Target
	for day, want := range map[string]int{"2017-09-28": 35, "2018-09-01": 23, "2020-08-31": 0, "2021-01-01": 0} {
		if got := left(target, calendar.Must(day)); got != want {
			t.Errorf("%s: %d months left; want %d", day, got, want)
		}
	}
}
