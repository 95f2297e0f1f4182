package org

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/programme"
)

// A Region is a division that reports: the province, a city, a county unit or a
// functional zone. It is in force from From on and no longer on To; no date is
// no limit. Records keep code and name as they were on their day.
type Region struct {
	Code   string
	Name   string
	Level  string // province, city, county
	Parent string
	Kind   string // such as district, county_city, county, functional_zone
	Host   string // county units of a zone, divided by |; see Hosts
	From   calendar.Date
	To     calendar.Date
}

// Zone reports whether r is a functional zone: it reports like a county, but
// its code is ours and statutory statistics count it in its host.
func (r Region) Zone() bool { return r.Kind == "functional_zone" }

// Hosts returns the county units in which a zone lies, the one it is counted in
// first. Other regions have none.
func (r Region) Hosts() []string {
	if r.Host == "" {
		return nil
	}
	return strings.Split(r.Host, "|")
}

// In reports whether r is in force on a day.
func (r Region) In(at calendar.Date) bool {
	return (r.From.IsZero() || !at.Before(r.From)) && (r.To.IsZero() || at.Before(r.To))
}

//go:embed data/regions-zhejiang.csv
var regionsCSV string

//go:embed data/area-codes.csv
var areasCSV string

var (
	regions = readRegions()
	areas   = readAreas()
)

// Regions returns what is in force on a day, by code.
func Regions(at calendar.Date) []Region {
	return among(func(r Region) bool { return r.In(at) })
}

// RegionOf returns the region with the code, in force or not.
func RegionOf(code string) (Region, bool) {
	i, ok := slices.BinarySearchFunc(regions, code, func(r Region, code string) int { return strings.Compare(r.Code, code) })
	if ok {
		return regions[i], true
	}
	r, ok := places[code]
	return r, ok
}

// places are regions that editions bring along; nothing of the province lists
// them. They are all there before anything runs.
var places = map[string]Region{}

// Know adds the places of an edition; package app does, when it is loaded.
func Know(e *programme.Edition) {
	for _, p := range e.Places {
		level := "county"
		if p.Code == e.Region {
			level = "city"
		}
		places[p.Code] = Region{Code: p.Code, Name: p.Name, Level: level, Parent: p.Parent, Kind: level}
	}
}

// CitiesOf returns the cities that take part in an edition, by code.
func CitiesOf(e *programme.Edition) []Region {
	if e.Region == "" {
		return Cities(e.Since)
	}
	r, _ := RegionOf(e.Region)
	return []Region{r}
}

// Cities returns the cities of the province on a day, by code.
func Cities(at calendar.Date) []Region {
	return among(func(r Region) bool { return r.Level == "city" && r.In(at) })
}

// Counties returns what reports to a city on a day, by code: county units, then
// functional zones; see [Region.Zone].
func Counties(city string, at calendar.Date) []Region {
	list := among(func(r Region) bool { return r.Level == "county" && r.Parent == city && r.In(at) })
	for _, code := range slices.Sorted(maps.Keys(places)) {
		if places[code].Parent == city {
			list = append(list, places[code])
		}
	}
	return list
}

// AreaCode returns the telephone area code of a city or of what lies in one,
// or "".
func AreaCode(code string) string {
	if a, ok := areas[code]; ok {
		return a
	}
	r, _ := RegionOf(code)
	return areas[r.Parent]
}

func among(fits func(Region) bool) []Region {
	var list []Region
	for _, r := range regions {
		if fits(r) {
			list = append(list, r)
		}
	}
	return list
}

func readRegions() []Region {
	var list []Region
	for _, row := range rows(regionsCSV, "code,name,level,parent,kind,host,valid_from,valid_to") {
		list = append(list, Region{row[0], row[1], row[2], row[3], row[4], row[5], day(row[6]), day(row[7])})
	}
	slices.SortFunc(list, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	return list
}

func readAreas() map[string]string {
	m := map[string]string{}
	for _, row := range rows(areasCSV, "region_code,name,area_code") {
		m[row[0]] = row[2]
	}
	return m
}

// rows reads an embedded table whose first line must be head.
func rows(text, head string) [][]string {
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || strings.Join(all[0], ",") != head {
		panic(fmt.Sprintf("org: embedded table with columns %s: %v", head, err))
	}
	return all[1:]
}

func day(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	return calendar.Must(s)
}
