// Package intake is a county's desk for applications that did not come through the
// program: 代录, in which a clerk keys an application in and the person confirms it,
// and 收件, in which a batch of files as it came by mail or WeChat is sorted into
// people and materials and becomes such drafts.
//
// It promises that nobody of another county finds anything here; that nothing of a
// batch is on a case before somebody has looked at the proposal and confirmed it;
// that what is doubtful is taken by nobody but them; that the same batch again
// changes nothing; and that the number of an identity document which somebody put
// into the name of a file is kept nowhere.
package intake

import (
	"context"
	"sync"

	"qinglan/internal/casework"
	"qinglan/internal/draft"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/parcel"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// track is the track this slice is about.
const track = "application"

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	drafts draft.Store
	filing sync.Mutex // held by the task that files a batch
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{House: h, drafts: draft.New(h.Flow, h.Keys)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{track} }

// Register gives what editions call by name, the place for the signed paper, and
// what the desks and the pages of a case show of what was keyed in.
func (s *Slice) Register() {
	s.Flow.Guard("own-hand", s.Proxies.OwnHand)
	s.Flow.Guard("other-hand", s.Proxies.OtherHand)
	s.Queue.Handle("file-intake", s.file)
	s.Slot(track, casework.Slot{
		Name: proxy.Slot, Label: "本人签字的纸质件", Many: 10,
		Hint: "没有手机的人：打印个人情况表，请本人核对、签字，再扫描或拍照上传。",
		May: func(f *flow.Store, c *flow.Case, a org.Actor) bool {
			return a.Role == programme.County && casework.Asks("profile")(f, c, a)
		},
	})
	s.Meanwhile(track, s.waits)
	s.Quick(casework.Quick{
		Text: "代录未提交", Href: "/proxy#keying", Roles: []programme.Role{programme.County},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			return s.Proxies.Keying(ctx, s.Flow.DB(), a.Organ.ID)
		},
	})
	s.Quick(casework.Quick{
		Text: "收件待归入", Href: "/intake#tray", Roles: []programme.Role{programme.County},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			ids, err := s.waiting(ctx, a.Organ.ID)
			return len(ids), err
		},
	})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /proxy", s.list)
	m.Route("POST /proxy", s.begin)
	m.Route("GET /proxy/{id}", s.show)
	m.Route("POST /proxy/{id}/ask", s.ask)
	m.Route("POST /proxy/{id}/recall", s.recall)
	m.Route("POST /proxy/{id}/mobile", s.mobile)
	m.Route("POST /proxy/{id}/paper", s.paper)
	m.Route("POST /proxy/{id}/discard", s.discard)
	m.Route("POST /proxy/{id}/meet", s.meet)
	m.Route("POST /proxy/{id}/confirm", s.confirm)
	m.Route("POST /proxy/{id}/take", s.take)
	m.Route("GET /intake", s.tray)
	m.Large("POST /intake", parcel.Limits.Sent, s.receive)
	m.Route("GET /intake/{id}", s.showBatch)
	m.Route("POST /intake/{id}", s.sort)
	m.Route("POST /intake/{id}/remove", s.discardAll)
	m.Route("GET /intake/files/{file}", s.look)
}

// waits says of a draft that is keyed in whose turn it is, which its state cannot.
func (s *Slice) waits(ctx context.Context, c *flow.Case) (state, say string, err error) {
	if c.State != c.Track.Start {
		return "", "", nil
	}
	mark, ok, err := s.Proxies.Of(ctx, s.Flow.DB(), c.ID)
	switch {
	case err != nil || !ok || !mark.Open(c):
		return "", "", err
	case mark.Asked.IsZero():
		return lang.T(ctx, "代录中"), lang.T(ctx, "%s正在录入，录好后请本人确认", mark.Office), nil
	}
	return lang.T(ctx, "待本人确认"), lang.T(ctx, "轮到本人核对确认，%s起", ui.When(ctx, mark.Asked)), nil
}

// keyed returns what a's office keys in: what is not sent, and the rest.
func (s *Slice) keyed(ctx context.Context, a org.Actor) (open, rest []one, err error) {
	marks, err := s.Proxies.By(ctx, s.Flow.DB(), a.Organ.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range marks {
		c, err := s.Flow.Load(ctx, s.Flow.DB(), m.Case)
		if err != nil {
			return nil, nil, err
		}
		if m.Open(c) {
			open = append(open, one{m, c})
		} else {
			rest = append(rest, one{m, c})
		}
	}
	return open, rest, nil
}

// A one is a case that was keyed in with what is known of that.
type one struct {
	proxy.Entry
	*flow.Case
}
