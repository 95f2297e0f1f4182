package census

import (
	"context"

	"github.com/a-h/templ"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// section shows on the page of a census who does the work and what was found.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, locality.Sending...)
	if err != nil || len(ans) == 0 {
		return nil, err
	}
	v := sectionView{Table: locality.Table(ctx, lang.T(ctx, "摸底情况"), locality.Figures(c.Edition, ans), "")}
	if v.Body, v.Named, err = s.places.Body(ctx, s.Flow.DB(), c.Edition.Name, c.County); err != nil {
		return nil, err
	}
	return sectionPart(v), nil
}

// A sectionView is what the page of a census shows of it.
type sectionView struct {
	Table ui.Table
	Body  locality.Body
	Named bool
}

// besideSummary sets what the counties found beside a city's recommendation,
// direction by direction. It is never a mark: nothing reads it.
func (s *Slice) besideSummary(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	reach, label := 5, lang.T(ctx, "全市累计已推荐（人次）")
	if c.State == c.Track.Start {
		reach, label = 4, lang.T(ctx, "初审通过（人次）")
	}
	return s.beside(ctx, c.Edition, a, c.City, reach, label)
}

// besideProgress does the same for the whole province.
func (s *Slice) besideProgress(ctx context.Context, a org.Actor) (templ.Component, error) {
	if a.Role != programme.Province && a.Role != programme.Auditor {
		return nil, nil
	}
	return s.beside(ctx, s.Flow.Current(), a, "", 6, lang.T(ctx, "推荐上报（人次）"))
}

func (s *Slice) beside(ctx context.Context, e *programme.Edition, a org.Actor, city string, reach int, label string) (templ.Component, error) {
	spots, err := s.places.Spots(ctx, e, a, city)
	if err != nil {
		return nil, err
	}
	v := besideView{Of: len(spots)}
	var sum []locality.Figure
	if sum, v.Sent = locality.Sum(spots); v.Sent == 0 {
		return nil, nil
	}
	n, err := recommendedBy(ctx, s.Flow.DB(), e.Name, city, reach)
	if err != nil {
		return nil, err
	}
	for i := range sum {
		sum[i].Recommended = n[sum[i].Direction]
	}
	v.Table = locality.Table(ctx, lang.T(ctx, "摸底数与推荐结构"), sum, label)
	return besidePart(v), nil
}

// A besideView is figures beside a recommendation.
type besideView struct {
	Table    ui.Table
	Sent, Of int // counties that have sent theirs
}
