// Package survey asks firms what they need (五.1): an office names them, each
// answers once by a link of its own and without an account, and the end gives a
// 需求汇总 with what may be done about it. It promises that a link answers once
// however often it is pressed, that nothing counts that comes after the end,
// that no summary is told before it, and that neither a cell of fewer firms than
// the edition allows is shown nor anything from which one could be reckoned.
package survey

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// track is the name of the track of surveys in every edition.
const track = "survey"

// offices hold surveys.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"survey"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("survey-has-firms", s.hasFirms)
	f.Guard("survey-ahead", s.ahead)
	f.Effect("open-survey", s.open)
	f.Effect("close-survey", s.end)
	s.Section(track, s.section)
	s.Bar(track, s.warn)
	s.Papers(track, s.printed)
}

// Plan begins a survey under the id that the page made.
func (s *Slice) Plan(ctx context.Context, a org.Actor, id string, plan form.Answers) error {
	o := flow.Opening{ID: id, Track: track, Party: a.Organ.ID, Name: plan["title"], Unit: a.Organ.Name, Answers: plan}
	switch a.Role {
	case programme.County:
		r, _ := org.RegionOf(a.Organ.Region)
		o.County, o.City = a.Organ.Region, r.Parent
	case programme.City:
		o.City = a.Organ.Region
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if _, err := s.Flow.OpenIn(ctx, tx, a, o); err != nil {
			return err
		}
		return keepSurvey(ctx, tx, id, plan["until"])
	})
}

// A Firm is asked by a survey.
type Firm struct {
	ID, Survey, Name, Region string
	Opened, Answered         int64 // when; 0 is not yet
	Draft                    form.Answers
	Answers                  form.Answers // once they are sent
	wish                     string       // sealed
}

// Ask adds firms to a survey that is not over, those whose name is there
// already left out, and returns how many are new.
func (s *Slice) Ask(ctx context.Context, c *flow.Case, firms []Firm) (n int, err error) {
	if c.Now().Final {
		return 0, fault.New(fault.Closed, "调研已经结束，不能再加企业。")
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n = 0
		for _, f := range firms {
			f.ID, f.Survey = db.NewID(), c.ID
			added, err := keepFirm(ctx, tx, f)
			if err != nil {
				return err
			}
			if added {
				n++
			}
		}
		all, err := firmsOf(ctx, tx, c.ID)
		if err == nil && len(all) > most {
			err = fault.New(fault.Closed, "一次调研最多%d家企业。", most)
		}
		return err
	})
	return n, err
}

// most is how many firms one survey asks.
const most = 500

// hasFirms is the guard that a summary can come of it at all.
func (s *Slice) hasFirms(ctx context.Context, tx *db.Tx, e flow.Event) error {
	all, err := firmsOf(ctx, tx, e.Case.ID)
	if need := int(e.Case.Edition.Limit("survey.min_cell").N); err == nil && len(all) < need {
		err = fault.New(fault.Closed, "请先列出至少%d家企业：少于%d家的，汇总里什么都不能显示。", need, need)
	}
	return err
}

func (s *Slice) until(ctx context.Context, tx *db.Tx, e flow.Event) (calendar.Date, error) {
	plan, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err != nil {
		return calendar.Date{}, err
	}
	return calendar.Parse(plan["until"])
}

// ahead is the guard that firms have time to answer.
func (s *Slice) ahead(ctx context.Context, tx *db.Tx, e flow.Event) error {
	day, err := s.until(ctx, tx, e)
	if err == nil && day.Before(calendar.Day(e.At)) {
		err = fault.New(fault.Closed, "截止日期已经过去，请重新拟定一次调研。")
	}
	return err
}

// open lets firms answer, until the end of the last day.
func (s *Slice) open(ctx context.Context, tx *db.Tx, e flow.Event) error {
	day, err := s.until(ctx, tx, e)
	if err == nil {
		err = setOpen(ctx, tx, e.Case.ID, true)
	}
	if err != nil {
		return err
	}
	return s.Flow.SetDue(ctx, tx, e.Case, day.At(24, 0))
}

func (s *Slice) end(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return setOpen(ctx, tx, e.Case.ID, false)
}

// token is the secret of the link of a firm: its id, and a code made of it with
// a key that is not in the database.
func (s *Slice) token(id string) string { return id + "." + s.code(id) }

func (s *Slice) code(id string) string {
	sum := sha256.Sum256([]byte(s.Keys.Blind("survey", id)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20]))
}

// Link returns the path of the link of a firm.
func (s *Slice) Link(f Firm) string { return "/survey/" + s.token(f.ID) }

var errLink = fault.New(fault.Missing, "这个链接无效。请与发给您的单位联系。")

// asked returns the firm of a link with its survey, once that has begun.
func (s *Slice) asked(ctx context.Context, token string) (Firm, *flow.Case, error) {
	id, code, _ := strings.Cut(token, ".")
	if subtle.ConstantTimeCompare([]byte(code), []byte(s.code(id))) != 1 {
		return Firm{}, nil, errLink
	}
	f, err := firmRow(ctx, s.Flow.DB(), id)
	if err != nil {
		return f, nil, err
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), f.Survey)
	if err == nil && (c.State == "drafting" || c.State == "cancelled") {
		err = errLink
	}
	return f, c, err
}

// Save keeps what a firm is writing.
func (s *Slice) Save(ctx context.Context, f Firm, draft form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		return keepDraft(ctx, tx, f.ID, string(draft.JSON()))
	})
}

// Send keeps what a firm answers, once, while the survey is open. The row of the
// survey is the lock: what is in before the end is counted, and nothing else.
func (s *Slice) Send(ctx context.Context, f Firm, answers form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := countIn(ctx, tx, f.Survey); err != nil {
			return err
		}
		return keepAnswers(ctx, tx, f.ID, string(answers.JSON()), s.Flow.Now())
	})
}

// Wish keeps what a firm asks of the office, with whom to call, sealed.
func (s *Slice) Wish(ctx context.Context, f Firm, wish form.Answers) error {
	sealed := base64.RawURLEncoding.EncodeToString(s.Keys.Seal(wish.JSON(), wishPlace(f.ID)))
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return keepWish(ctx, tx, f.ID, sealed) })
}

func wishPlace(id string) []byte { return []byte("survey_firms/" + id) }

// wishOf returns what a firm asks for; nil is nothing.
func (s *Slice) wishOf(f Firm) (form.Answers, error) {
	if f.wish == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(f.wish)
	if err != nil {
		return nil, err
	}
	plain, err := s.Keys.Open(raw, wishPlace(f.ID))
	if err != nil {
		return nil, err
	}
	return form.Parse(plain)
}
