package apply

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/endorsement"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A card is one of a person's own cases.
type card struct {
	Case   flow.Case
	Head   ui.Head
	Ribbon []ui.Stage
	Next   string // the one next thing, as the word of a button
	Href   string
	Mine   bool
	Say    string
}

// A mineView is everything that is a person's own.
type mineView struct {
	Shell    ui.Shell
	Name     string
	Cards    []card
	Beside   []templ.Component // what other slices ask of the person, above all
	Begin    bool              // an application can be begun
	Reuse    string            // the edition whose application can be used again
	Stale    bool              // which was never sent
	Refused  string            // why none can be begun
	ID       string
	Clause   form.Question
	Edition  *programme.Edition
	Deadline time.Time
	Now      time.Time
	Workdays int
	Closed   bool
}

func (s *Slice) mine(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	ctx, e := r.Context(), s.Flow.Current()
	v := mineView{
		Shell: shell(ctx, lang.T(ctx, "我的申报")), Name: a.Name, ID: db.NewID(), Edition: e,
		Deadline: e.Top().Moment(), Now: s.Flow.Now(),
	}
	v.Workdays, v.Closed = workdays(v.Now, v.Deadline), !v.Now.Before(e.Closes("submit", "", ""))
	for _, q := range mustTrack(e).Forms["profile"] {
		if q.Name == "clause" {
			v.Clause = q
		}
	}
	st, err := s.standing(ctx, s.Flow.DB(), a, e)
	if err != nil {
		return err
	}
	v.take(ctx, st)
	cases, err := s.Flow.Cases(ctx, a, flow.Filter{Party: a.Person})
	if err != nil {
		return err
	}
	slices.SortStableFunc(cases, func(x, y flow.Case) int { return y.Opened.Compare(x.Opened) }) // the newest first
	for i := range cases {
		c, err := s.card(ctx, &cases[i], a)
		if err != nil {
			return err
		}
		v.Cards = append(v.Cards, c)
	}
	slices.SortStableFunc(v.Cards, func(x, y card) int { return x.later() - y.later() }) // what waits for them first
	if v.Beside, err = s.PartsBeside(ctx, "/mine", a); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, minePage(v))
}

// take shows what a person's standing means for a new application.
func (v *mineView) take(ctx context.Context, st standing) {
	v.Begin = st.Here == nil && st.Refused == nil
	if st.Here == nil && st.Refused != nil {
		v.Refused = fault.Text(lang.Of(ctx), st.Refused)
	}
	if st.Last != nil {
		v.Reuse, v.Stale = lang.T(ctx, st.Last.Edition.Short), st.Stale != nil
	}
}

// later is 0 for a card that waits for its person, and 1 for any other.
func (c card) later() int {
	if c.Mine {
		return 0
	}
	return 1
}

func (s *Slice) card(ctx context.Context, c *flow.Case, a org.Actor) (out card, err error) {
	out = card{Case: *c, Ribbon: casework.RibbonOf(ctx, c), Href: s.Href(c, a), Next: lang.T(ctx, "查看进展")}
	if out.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return out, err
	}
	st := c.Now()
	out.Mine = st.Turn == programme.Applicant
	_, waits, err := s.WaitOf(ctx, c)
	if err != nil {
		return out, err
	}
	if st.Say != "" && waits == "" { // what it waits for stands in the head
		out.Say = lang.T(ctx, st.Say)
	}
	switch {
	case c.Track.Name == track && c.State == c.Track.Start && waits != "": // keyed in by an office
		out.Next, out.Href = lang.T(ctx, "核对并确认"), "/proxy/"+c.ID
	case c.Track.Name == track && c.State == c.Track.Start:
		out.Next = lang.T(ctx, "继续填写")
	case c.Track.Name == track && writable(c):
		out.Next = lang.T(ctx, "逐项补正")
	case c.State == endorsement.State:
		out.Next, out.Mine = lang.T(ctx, "请单位填写意见"), true
	case out.Mine:
		if moves := s.Flow.Moves(c, a); len(moves) > 0 {
			out.Next = lang.T(ctx, moves[0].Label)
		}
	}
	return out, nil
}
