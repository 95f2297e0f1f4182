package app

import (
	"context"
	"slices"

	"qinglan/internal/account"
	"qinglan/internal/admin"
	"qinglan/internal/apply"
	"qinglan/internal/archive"
	"qinglan/internal/casework"
	"qinglan/internal/census"
	"qinglan/internal/certificate"
	"qinglan/internal/certify"
	"qinglan/internal/committee"
	"qinglan/internal/contest"
	"qinglan/internal/cover"
	"qinglan/internal/endorse"
	"qinglan/internal/event"
	"qinglan/internal/institution"
	"qinglan/internal/intake"
	"qinglan/internal/judging"
	"qinglan/internal/ledger"
	"qinglan/internal/manuscript"
	"qinglan/internal/match"
	"qinglan/internal/material"
	"qinglan/internal/mobilise"
	"qinglan/internal/notice"
	"qinglan/internal/notify"
	"qinglan/internal/opening"
	"qinglan/internal/pad"
	"qinglan/internal/passport"
	"qinglan/internal/programme"
	"qinglan/internal/publicity"
	"qinglan/internal/purchase"
	"qinglan/internal/radar"
	"qinglan/internal/receipt"
	"qinglan/internal/recheck"
	"qinglan/internal/recommend"
	"qinglan/internal/record"
	"qinglan/internal/remark"
	"qinglan/internal/report"
	"qinglan/internal/review"
	"qinglan/internal/scan"
	"qinglan/internal/selection"
	"qinglan/internal/shortlist"
	"qinglan/internal/subsidy"
	"qinglan/internal/survey"
	"qinglan/internal/training"
	"qinglan/internal/volume"
	"qinglan/internal/worklist"
)

// join makes every slice and lets it register; the pages come last, so that no
// slice depends on the order.
func (a *App) join() {
	h := a.House
	a.Accounts, a.Lists, a.Certificates, a.Archives = account.New(h), recommend.New(h), certificate.New(h), archive.New(h)
	a.slices = []casework.Slice{
		a.Accounts,
		cover.New(h),
		notice.New(h),
		manuscript.New(h),
		mobilise.New(h),
		census.New(h),
		ledger.New(h),
		apply.New(h),
		intake.New(h),
		material.New(h),
		receipt.New(h),
		endorse.New(h),
		opening.New(h),
		review.New(h),
		radar.New(h),
		remark.New(h),
		a.Lists,
		volume.New(h),
		institution.New(h),
		selection.New(h),
		judging.New(h),
		pad.New(h),
		shortlist.New(h),
		training.New(h),
		certify.New(h),
		recheck.New(h),
		passport.New(h),
		committee.New(h),
		publicity.New(h),
		a.Certificates,
		scan.New(h),
		event.New(h),
		match.New(h),
		survey.New(h),
		report.New(h),
		notify.New(h),
		admin.New(h),
		worklist.New(h),
		a.Archives,
		subsidy.New(h),
		purchase.New(h),
		contest.New(h),
	}
	a.slices = slices.DeleteFunc(a.slices, a.idle)
	h.Verify = func(ctx context.Context) (record.Report, error) { return a.Verify(ctx, nil) }
	for _, s := range a.slices {
		s.Register()
	}
	h.Pages.Keep(h.Files)
	h.Pages.Routes(a.Mux)
	for _, s := range a.slices {
		s.Routes(a.Mux)
	}
}

// idle reports whether a slice has nothing to do in the programme of the house.
func (a *App) idle(s casework.Slice) bool {
	t, ok := s.(casework.Tracked)
	return ok && !slices.ContainsFunc(a.House.Flow.Editions(), func(e *programme.Edition) bool {
		return slices.ContainsFunc(t.Tracks(), e.Has)
	})
}
