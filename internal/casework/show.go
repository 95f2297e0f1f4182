package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// HeadOf returns what the page of a case says first.
func (p *Pages) HeadOf(ctx context.Context, c *flow.Case, a org.Actor) (ui.Head, error) {
	turn, err := p.Flow.Turn(ctx, p.reader(), c, a)
	if err != nil {
		return ui.Head{}, err
	}
	title, err := p.TitleOf(ctx, c)
	if err != nil {
		return ui.Head{}, err
	}
	h := ui.Head{
		Title: title, Tone: ToneOf(c, turn), State: lang.T(ctx, c.Now().Label),
		Turn: TurnText(ctx, turn, p.Flow.Now()),
	}
	if p.idle(c, a, turn) {
		h.Tone, h.Turn = StateTone(c.Now()), idleText(ctx, turn, p.Flow.Now())
	}
	if ask := p.others[c.Track.Name]; ask != nil && turn.Mine {
		if say, err := ask(ctx, c, a); err != nil {
			return h, err
		} else if say != "" {
			h.Tone, h.Turn = StateTone(c.Now()), say
		}
	}
	state, say, err := p.WaitOf(ctx, c)
	if err != nil {
		return h, err
	}
	if say != "" {
		h.State, h.Turn = state, say
	}
	if mark, ok, err := p.Proxies.Of(ctx, p.reader(), c.ID); err != nil {
		return h, err
	} else if ok {
		h.Meta = append(h.Meta, mark.Say(ctx, c))
		if !mark.Open(c) { // else the state says it
			h.Tags = append(h.Tags, lang.T(ctx, "代录"))
		}
	}
	if c.No != "" {
		h.Meta = append(h.Meta, lang.T(ctx, "编号 %s", c.No))
	}
	if len(p.Flow.Opened()) > 1 {
		h.Meta = append(h.Meta, lang.T(ctx, c.Edition.Short))
	}
	if turn.Phone != "" {
		h.Meta = append(h.Meta, lang.T(ctx, "咨询：%s %s", turn.Contact, turn.Phone))
	}
	if turn.Basis != "" {
		h.Meta = append(h.Meta, lang.T(ctx, "依据：%s", turn.Basis.Cite()))
	}
	return h, nil
}

// idle reports whether a case only waits for its day, such as a list on public
// notice: it is nobody's turn and the clock moves it, or it is the reader's and
// they have no step to make.
func (p *Pages) idle(c *flow.Case, a org.Actor, t flow.Turn) bool {
	if t.Late || t.Due.IsZero() {
		return false
	}
	return t.Role == "" && c.Now().Due.Lapse != "" || t.Mine && t.Inside == "" && len(p.Flow.Moves(c, a)) == 0
}

func idleText(ctx context.Context, t flow.Turn, now time.Time) string {
	return lang.T(ctx, "现在没有需要您办理的步骤：%s期满，%s", ui.Deadline(ctx, t.Due), left(ctx, now, t.Due))
}

// Title names a case for people.
func Title(ctx context.Context, c *flow.Case) string {
	label := lang.T(ctx, c.Track.Label)
	if c.Name == "" {
		return label
	}
	return c.Name + " · " + label
}

// TitleOf names a case for people who may have several of its track.
func (p *Pages) TitleOf(ctx context.Context, c *flow.Case) (string, error) {
	title, ask := Title(ctx, c), p.subjects[c.Track.Name]
	if ask == nil {
		return title, nil
	}
	subject, err := ask(ctx, c)
	if err != nil || subject == "" {
		return title, err
	}
	return lang.T(ctx, "%s（%s）", title, subject), nil
}

// ToneOf returns the colour of the state of a case for its reader.
func ToneOf(c *flow.Case, t flow.Turn) ui.Tone {
	switch {
	case t.Mine && t.Inside == "":
		return ui.OnMe
	case t.Late:
		return ui.Late
	}
	return StateTone(c.Now())
}

// StateTone returns the colour of a state.
func StateTone(s programme.State) ui.Tone {
	switch s.Tone {
	case programme.Done:
		return ui.Done
	case programme.Refused:
		return ui.Late
	case programme.Plain:
		return ui.Plain
	}
	return ui.Waiting
}

// TurnText says whose turn it is, since when and by when, as one sentence.
func TurnText(ctx context.Context, t flow.Turn, now time.Time) string {
	if t.Role == "" {
		return ""
	}
	who := lang.T(ctx, "%s办理", t.Who)
	if t.Mine {
		who = lang.T(ctx, "您办理")
	}
	if t.Inside != "" {
		who = lang.T(ctx, "%s内部审批（%s）", t.Who, lang.T(ctx, t.Inside))
	}
	if t.Due.IsZero() {
		return lang.T(ctx, "轮到%s，%s起", who, ui.When(ctx, t.Since))
	}
	if t.Late {
		return lang.T(ctx, "轮到%s：已于%s到期；%s起", who, ui.Deadline(ctx, t.Due), ui.When(ctx, t.Since))
	}
	return lang.T(ctx, "轮到%s：%s前，%s；%s起", who, ui.Deadline(ctx, t.Due), left(ctx, now, t.Due), ui.When(ctx, t.Since))
}

// left says how much time is left in working days.
func left(ctx context.Context, now, due time.Time) string {
	n, err := calendar.WorkdaysBetween(calendar.Day(now), calendar.Day(due.Add(-time.Millisecond)))
	if err != nil {
		return lang.T(ctx, "请先载入节假日安排")
	}
	if n == 0 {
		return lang.T(ctx, "今天到期")
	}
	return lang.T(ctx, "还有%d个工作日", n)
}

// RibbonOf returns how far the person of a case has come; nil where the case
// stands beside that road.
func RibbonOf(ctx context.Context, c *flow.Case) []ui.Stage {
	if c.Track.Aside {
		return nil
	}
	st := c.Now()
	place := ui.Past
	var out []ui.Stage
	for _, g := range c.Edition.Stages {
		at := place
		if g.Name == st.Stage {
			at = ui.Present
			if st.Tone == programme.Refused && st.Final {
				at = ui.Failed
			}
			if st.Tone == programme.Done && st.Final && !c.Track.Leads {
				at = ui.Past
			}
			place = ui.Future
		}
		out = append(out, ui.Stage{Name: lang.T(ctx, g.Label), At: at})
	}
	return out
}

// Facts returns answers as keys and values, without what the role may not read.
func Facts(ctx context.Context, e *programme.Edition, qs []form.Question, a form.Answers, r programme.Role) []ui.Pair {
	var out []ui.Pair
	for _, q := range Readable(e, qs, r) {
		if a[q.Name] == "" {
			continue
		}
		out = append(out, ui.Pair{Key: lang.T(ctx, q.Label), Value: form.Show(q, a[q.Name], lang.Of(ctx))})
	}
	return out
}

// EventsOf returns the journal of a case in words, newest first, with what the
// reader may know of each answer.
func (p *Pages) EventsOf(ctx context.Context, c *flow.Case, a org.Actor) ([]ui.Event, error) {
	entries, err := p.Flow.Journal(ctx, p.reader(), c)
	if err != nil {
		return nil, err
	}
	mark, keyed, err := p.Proxies.Of(ctx, p.reader(), c.ID)
	if err != nil {
		return nil, err
	}
	var out []ui.Event
	for i := len(entries) - 1; i >= 0; i-- {
		ev, err := p.event(ctx, c, a, entries[i])
		if err != nil {
			return nil, err
		}
		if keyed {
			ev.Did = cmp.Or(mark.Told(ctx, entries[i]), ev.Did)
		}
		out = append(out, ev)
	}
	return out, nil
}

func (p *Pages) event(ctx context.Context, c *flow.Case, a org.Actor, e flow.Entry) (ui.Event, error) {
	ev := ui.Event{At: e.At, Did: told(ctx, c, e), Clause: lang.Say(ctx, e.Basis.Cite())}
	if e.Organ != "" {
		o, err := p.Flow.Orgs().Organisation(ctx, p.reader(), e.Organ)
		if err != nil {
			return ev, err
		}
		ev.Organ = o.Name
	}
	switch {
	case e.Role == programme.Clock:
		ev.Who = lang.T(ctx, "期限届满")
	case e.Organ == "" || e.Organ == a.Organ.ID || a.Role == programme.Auditor:
		name, err := p.Flow.Orgs().Name(ctx, p.reader(), e.Person)
		if err != nil {
			return ev, err
		}
		if ev.Who, err = p.WhoFor(ctx, name, e); err != nil {
			return ev, err
		}
	}
	var err error
	ev.Text, ev.Digest, err = p.remark(ctx, c, a, e)
	if st, ok := c.Track.State(e.State); ok {
		ev.Tone = StateTone(st)
	}
	return ev, err
}

func told(ctx context.Context, c *flow.Case, e flow.Entry) string {
	text := ""
	switch m, ok := c.Track.Move(e.Move); {
	case ok:
		text = lang.T(ctx, m.Told())
	case e.Move == flow.TakenBack:
		text = lang.T(ctx, "撤回上一步")
	case e.Move == flow.GiveBack:
		text = lang.T(ctx, "应申请退回上一步")
	default:
		text = lang.T(ctx, "新建")
	}
	if e.Instead != "" {
		text = lang.T(ctx, "%s（代县级办理）", text)
	}
	return text
}

// remark says what was answered to a move, shortly: opinions and reasons, the
// digest that was signed, and for the office itself who approved inside.
func (p *Pages) remark(ctx context.Context, c *flow.Case, a org.Actor, e flow.Entry) (text string, signed ui.Pair, err error) {
	var lines []string
	m, _ := c.Track.Move(e.Move)
	if e.Digest != "" && m.Form != "" && !slices.Contains(SentForms, m.Form) {
		given, err := p.Flow.Given(ctx, p.reader(), c.ID, e.Seq)
		if err != nil {
			return "", signed, err
		}
		for _, q := range Readable(c.Edition, c.Track.Forms[m.Form], a.Role) {
			switch v := given[q.Name]; {
			case v == "" || q.Kind == form.File:
			case q.Name == "digest":
				signed = ui.Pair{Key: lang.T(ctx, q.Label), Value: v}
			default:
				lines = append(lines, lang.T(ctx, "%s：%s", lang.Word(q.Label), inShort(ctx, q, v)))
			}
		}
	}
	if e.Chain != "" && (e.Organ == a.Organ.ID || a.Role == programme.Auditor) {
		text, err := p.ChainText(ctx, e.Chain)
		if err != nil {
			return "", signed, err
		}
		if text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n"), signed, nil
}

// inShort writes an answer; of a list of cases, which has a table of its own,
// only how many there are.
func inShort(ctx context.Context, q form.Question, v string) string {
	if slices.ContainsFunc(q.Columns, func(c form.Question) bool { return c.Name == "case" }) {
		return lang.T(ctx, "共 %d 条", len(form.Table(v)))
	}
	return form.Show(q, v, lang.Of(ctx))
}
