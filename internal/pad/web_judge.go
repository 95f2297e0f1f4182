package pad

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/score"
	"qinglan/internal/sitting"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A judgeView is a judge's own page of a session. It is made from the judge's
// own sheets alone; once counted, the chief is shown the results without marks.
type judgeView struct {
	Shell   ui.Shell
	Head    ui.Head
	Case    *flow.Case
	Actor   org.Actor
	Names   []named // to declare on, by name; never with a lot
	Pads    []pad
	Own     []pad // by lot, for calibration
	Asked   []form.Question
	Recusal []form.Question
	Rubric  programme.Rubric
	Chief   *chiefView
	Device  deviceView
	Now     time.Time
	Tried   int // lot whose form was not right
	Wrong   form.Wrong
	Typed   url.Values // what was declared and not taken
	Mine    form.Answers
}

// named is a candidate as a judge declares on it.
type named struct {
	Application, Name, Unit string
	State                   string // of the judge's sheet
	Same                    bool   // the employer is written like the judge's own
}

// A pad is one sheet of the judge.
type pad struct {
	sitting.Sheet
	Draft  form.Answers
	Total  score.Score // of what is locked
	Absent bool
}

// A chiefView is what the chief signs: finals without any judge's mark.
type chiefView struct {
	Table  ui.Table
	Digest string
	Signed []sitting.Signature
}

// seat returns the session of r and the judge who sits in it.
func (s *Slice) seat(r *http.Request) (*flow.Case, org.Actor, error) {
	return s.Found(r, "session", programme.Judge)
}

func (s *Slice) judge(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.seat(r)
	if err != nil {
		return err
	}
	return s.showJudge(w, r, http.StatusOK, c, a, &judgeView{})
}

func (s *Slice) showJudge(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, v *judgeView) error {
	ctx := r.Context()
	v.Case, v.Actor, v.Rubric = c, a, sitting.RulesOf(c.Edition).Rubric
	v.Asked, v.Recusal, v.Now = casework.Asked(c.Edition, "sheet", "marks"), casework.Asked(c.Edition, "sheet", "recusal"), s.Flow.Now()
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Title, v.Head.Meta = casework.NameOf(ctx, c), nil // the pad needs the room
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/sessions")
	sheets, err := s.book.Own(ctx, s.Flow.DB(), c.ID, a.Person)
	if err != nil {
		return err
	}
	if err := s.fillNames(ctx, v, sheets); err != nil {
		return err
	}
	if err := s.fillPads(ctx, v, sheets); err != nil {
		return err
	}
	if err := s.fillChief(ctx, v); err != nil {
		return err
	}
	if err := s.fillDevice(r, v); err != nil {
		return err
	}
	s.sayTurn(ctx, v)
	if marking(c) && status == http.StatusOK {
		w.Header().Set("X-Pad", "1") // the worker of the pad may keep this page
	}
	return web.Render(w, r, status, judgePage(v))
}

// sayTurn says the one next thing, for this judge and not for the panel.
func (s *Slice) sayTurn(ctx context.Context, v *judgeView) {
	h := &v.Head
	h.Tone, h.Turn = ui.Waiting, lang.T(ctx, "您已声明完毕，等待开场。")
	switch n := left(v.Pads); {
	case v.undeclared() > 0:
		h.Tone, h.Turn = ui.OnMe, lang.T(ctx, "轮到您：请先对 %d 位候选人声明是否需要回避，声明之前不提供任何材料。", v.undeclared())
	case v.Case.State == "open" && n > 0:
		h.Tone, h.Turn = ui.OnMe, lang.T(ctx, "轮到您：还有 %d 份评分表没有锁分。", n)
	case v.Case.State == "open":
		h.Turn = lang.T(ctx, "您的评分表已全部锁分，等待汇总。")
	case v.Case.State == "counted":
		h.Turn = lang.T(ctx, "成绩已汇总，等待四方签字。")
		if v.Chief != nil && v.Chief.Signed[3].Name == "" {
			h.Tone, h.Turn = ui.OnMe, lang.T(ctx, "轮到您：请核对结果并签字。")
		}
	case v.Case.State == "released":
		h.Tone, h.Turn = ui.Done, lang.T(ctx, "本场成绩已发布。")
	}
}

func left(pads []pad) (n int) {
	for _, p := range pads {
		if p.State == "open" && !p.Absent {
			n++
		}
	}
	return n
}

func (v *judgeView) undeclared() (n int) {
	for _, k := range v.Names {
		if k.State == "undeclared" {
			n++
		}
	}
	return n
}

// fillNames lists names and employers, in the order of names, so that nobody
// reads a lot from the place.
func (s *Slice) fillNames(ctx context.Context, v *judgeView, sheets []sitting.Sheet) error {
	panel, err := s.book.Panel(ctx, s.Flow.DB(), v.Case)
	if err != nil {
		return err
	}
	unit := ""
	for _, seat := range panel {
		if seat.Person == v.Actor.Person {
			unit = sitting.PlainUnit(seat.Unit)
		}
	}
	for _, sh := range sheets {
		app, err := s.Flow.Load(ctx, s.Flow.DB(), sh.Application)
		if err != nil {
			return err
		}
		v.Names = append(v.Names, named{
			sh.Application, app.Name, app.Unit, sh.State, unit != "" && sitting.PlainUnit(app.Unit) == unit,
		})
		v.Pads = append(v.Pads, pad{Sheet: sh, Absent: app.State == app.Track.After("miss")})
	}
	slices.SortFunc(v.Names, func(x, y named) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Application, y.Application))
	})
	return nil
}

func (s *Slice) fillPads(ctx context.Context, v *judgeView, sheets []sitting.Sheet) error {
	given, err := s.book.Locked(ctx, s.Flow.DB(), sheets)
	if err != nil {
		return err
	}
	for i := range v.Pads {
		p := &v.Pads[i]
		switch p.State {
		case "open":
			if p.Draft, err = s.store.draft(ctx, s.Flow.DB(), p.Case); err != nil {
				return err
			}
			if len(p.Draft) == 0 { // unlocked: what was locked stands again
				p.Draft = given[p.Case]
			}
			if p.Lot == v.Tried {
				p.Draft = v.Mine
			}
		case "locked":
			m, err := sitting.MarksOf(v.Rubric, given[p.Case])
			if err != nil {
				return err
			}
			p.Total = m.Total()
		}
	}
	return nil
}

func (s *Slice) fillChief(ctx context.Context, v *judgeView) error {
	if v.Case.State != "counted" && v.Case.State != "released" {
		return nil
	}
	st, err := s.book.Read(ctx, s.Flow.DB(), v.Case)
	if err != nil || st.Chief() != v.Actor.Person {
		return err
	}
	lines, digest, err := s.book.Result(ctx, s.Flow.DB(), st)
	if err != nil {
		return err
	}
	signed, err := s.book.Signed(ctx, s.Flow.DB(), v.Case)
	v.Chief = &chiefView{sitting.Finals(ctx, lines), digest, signed}
	return err
}

// moveSheet makes a move of the judge's own sheet inside a transaction.
func (s *Slice) moveSheet(ctx context.Context, tx *db.Tx, a org.Actor, sh sitting.Sheet, move string, ans form.Answers) error {
	c, err := s.Flow.Load(ctx, tx, sh.Case)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, move, a, sh.Seq)
	if err != nil {
		return err
	}
	_, err = s.Flow.MoveIn(ctx, tx, *c, m, a, ans)
	return err
}

// ownSheet returns the judge's sheet of the lot posted. Another judge's cannot
// be named at all.
func (s *Slice) ownSheet(r *http.Request, c *flow.Case, a org.Actor) (sitting.Sheet, error) {
	if err := r.ParseForm(); err != nil {
		return sitting.Sheet{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	sheets, err := s.book.Own(r.Context(), s.Flow.DB(), c.ID, a.Person)
	if err != nil {
		return sitting.Sheet{}, err
	}
	lot, err := strconv.Atoi(r.PostForm.Get("lot"))
	for _, sh := range sheets {
		if err == nil && sh.Lot == lot {
			return sh, nil
		}
	}
	return sitting.Sheet{}, fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
}
