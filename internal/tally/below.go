package tally

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// region returns the column that narrows cases to what lies below a's organ,
// and its value; ok is false for whoever has nothing below them.
func region(a org.Actor) (column, value string, ok bool) {
	switch a.Role {
	case programme.County:
		return "county", a.Organ.Region, true
	case programme.City:
		return "city", a.Organ.Region, true
	case programme.Province, programme.Auditor:
		return "edition", "", true
	}
	return "", "", false
}

// Below returns how many cases of a track of one edition stand in each state below a's organ,
// by county and city, whether a may see the cases or not. It is the one
// exception to the rule of visibility: an organ must know how many have
// begun before it may know who, and what it gets are numbers alone.
func Below(ctx context.Context, q db.Q, a org.Actor, edition, track string) ([]Count, error) {
	column, value, ok := region(a)
	if !ok {
		return nil, nil
	}
	return Sum(ctx, q, `c.edition = $1 AND c.track = $2 AND ($3 = '' OR c.`+column+` = $3)`, edition, track, value)
}

// A First is when a move was first made in a region.
type First struct {
	City, County string
	At           time.Time
}

// Firsts returns when a move of a track of one edition was first made below a's organ, by
// county and city: a moment alone, as [Below] gives numbers alone.
func Firsts(ctx context.Context, q db.Q, a org.Actor, edition, track, move string) ([]First, error) {
	column, value, ok := region(a)
	if !ok {
		return nil, nil
	}
	if column == "edition" {
		value = edition
	}
	f, err := db.All(ctx, q, func(row interface{ Scan(...any) error }) (f First, err error) {
		var at int64
		err = row.Scan(&f.City, &f.County, &at)
		f.At = db.Time(at)
		return f, err
	}, `SELECT c.city, c.county, MIN(j.at) FROM cases c JOIN journal j ON j.case_id = c.id AND j.move = $1
		WHERE c.edition = $2 AND c.track = $3 AND c.`+column+` = $4
		GROUP BY c.city, c.county ORDER BY c.city, c.county`, move, edition, track, value)
	if err != nil {
		return nil, fmt.Errorf("first %s of %s: %w", move, track, err)
	}
	return f, nil
}
