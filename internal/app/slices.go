package app

import (
	"context"

	"qinglan/internal/account"
	"qinglan/internal/admin"
	"qinglan/internal/apply"
	"qinglan/internal/archive"
	"qinglan/internal/casework"
	"qinglan/internal/certificate"
	"qinglan/internal/certify"
	"qinglan/internal/committee"
	"qinglan/internal/cover"
	"qinglan/internal/event"
	"qinglan/internal/flow"
	"qinglan/internal/institution"
	"qinglan/internal/judging"
	"qinglan/internal/match"
	"qinglan/internal/notice"
	"qinglan/internal/notify"
	"qinglan/internal/pad"
	"qinglan/internal/passport"
	"qinglan/internal/publicity"
	"qinglan/internal/recheck"
	"qinglan/internal/recommend"
	"qinglan/internal/report"
	"qinglan/internal/shortlist"
	"qinglan/internal/survey"
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
		apply.New(h),
		a.Lists,
		institution.New(h),
		judging.New(h),
		pad.New(h),
		shortlist.New(h),
		certify.New(h),
		recheck.New(h),
		passport.New(h),
		committee.New(h),
		publicity.New(h),
		a.Certificates,
		event.New(h),
		match.New(h),
		survey.New(h),
		report.New(h),
		notify.New(h),
		admin.New(h),
		a.Archives,
	}
	h.Verify = func(ctx context.Context) (flow.Report, error) { return a.Verify(ctx, nil) }
	for _, s := range a.slices {
		s.Register()
	}
	h.Pages.Keep(h.Files)
	h.Pages.Routes(a.Mux)
	for _, s := range a.slices {
		s.Routes(a.Mux)
	}
}
