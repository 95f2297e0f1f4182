package ledger

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A pageView is the ledger of one office.
type pageView struct {
	Shell  ui.Shell
	Actor  org.Actor
	Owed   []duty
	Given  []given
	Owners []org.Organisation
	Names  map[string]string // of offices, by id
	ID     string            // of the task that may be given
	Tried  casework.Tried
	Picked []string
	Now    time.Time
	Gave   bool
}

// A given is a task that the office gave, with how far it is.
type given struct {
	charge
	Duties     []duty
	Done, Late int
}

func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, keepers...)
	if err != nil {
		return err
	}
	v := pageView{ID: db.NewID(), Gave: r.URL.Query().Has("gave")}
	return s.show(w, r, http.StatusOK, a, v)
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v pageView) (err error) {
	ctx := r.Context()
	v.Shell, v.Actor, v.Now = ui.ShellOf(ctx, lang.T(ctx, "工作台账"), "/ledger"), a, s.Flow.Now()
	if v.Owed, err = owedBy(ctx, s.Flow.DB(), a.Organ.ID); err != nil {
		return err
	}
	all, err := givenBy(ctx, s.Flow.DB(), a.Organ.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		if n := len(v.Given); n == 0 || v.Given[n-1].ID != d.Charge.ID {
			v.Given = append(v.Given, given{charge: d.Charge})
		}
		g := &v.Given[len(v.Given)-1]
		g.Duties = append(g.Duties, d)
		if d.State == done {
			g.Done++
		}
		if d.Late(v.Now) {
			g.Late++
		}
	}
	slices.Reverse(v.Given) // what is due last comes first
	if v.Owners, err = s.below(ctx, a); err != nil {
		return err
	}
	if v.Names, err = s.names(ctx, append(slices.Clone(v.Owed), all...)); err != nil {
		return err
	}
	return web.Render(w, r, status, ledgerPage(v))
}

// names returns what the offices of duties are called.
func (s *Slice) names(ctx context.Context, ds []duty) (map[string]string, error) {
	out := map[string]string{}
	for _, d := range ds {
		for _, id := range []string{d.Organ, d.Charge.Organ} {
			if _, ok := out[id]; ok {
				continue
			}
			o, err := s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), id)
			if err != nil {
				return nil, err
			}
			out[id] = o.Name
		}
	}
	return out, nil
}

// give gives a task to the offices that were ticked.
func (s *Slice) give(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, keepers...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	ans, wrong := form.Read(giving, r.PostForm)
	owners, err := s.below(ctx, a)
	if err != nil {
		return err
	}
	picked := r.PostForm["owner"]
	owners = slices.DeleteFunc(owners, func(o org.Organisation) bool { return !slices.Contains(picked, o.ID) })
	if len(owners) == 0 || len(owners) < len(picked) {
		wrong.Add("owner", "请至少选一个责任单位。")
	}
	c := charge{
		ID: r.PostForm.Get("id"), Edition: s.Flow.Current().Name, Organ: a.Organ.ID, Title: ans["title"], About: ans["about"], Person: a.Person, At: s.Flow.Now(),
	}
	if len(wrong) == 0 {
		if c.Due, err = dueOf(ans["due"]); err != nil {
			return err
		}
		if !c.At.Before(c.Due) {
			wrong.Add("due", "办结时限已经过了。")
		}
	}
	if c.ID == "" || len(c.ID) > 64 {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	if len(wrong) > 0 {
		v := pageView{ID: c.ID, Tried: casework.Tried{Move: "give", Answers: ans, Wrong: wrong}, Picked: picked}
		return s.show(w, r, http.StatusUnprocessableEntity, a, v)
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return keepCharge(ctx, tx, a, c, owners) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/ledger?gave=1", http.StatusSeeOther)
	return nil
}

// A dutyView is one duty with its trail.
type dutyView struct {
	Shell  ui.Shell
	Actor  org.Actor
	Duty   duty
	Owner  org.Organisation
	Giver  org.Organisation
	Events []ui.Event
	Now    time.Time
	Tried  casework.Tried
}

// May reports whether the reader may make an act now.
func (v dutyView) May(act string) bool { return mayAct(v.Actor, v.Duty, act) == nil }

// dutyAsked returns the duty that r names, if the reader's office owes it or
// gave it; the auditor reads all.
func (s *Slice) dutyAsked(r *http.Request) (duty, org.Actor, error) {
	a, err := casework.As(r, append(keepers[:3:3], programme.Auditor)...)
	if err != nil {
		return duty{}, a, err
	}
	d, err := dutyOf(r.Context(), s.Flow.DB(), r.PathValue("id"))
	if err == nil && !owes(a, d) && !gives(a, d) && a.Role != programme.Auditor {
		err = errMissing
	}
	return d, a, err
}

func (s *Slice) duty(w http.ResponseWriter, r *http.Request) error {
	d, a, err := s.dutyAsked(r)
	if err != nil {
		return err
	}
	return s.showDuty(w, r, http.StatusOK, d, a, casework.Tried{})
}

func (s *Slice) showDuty(w http.ResponseWriter, r *http.Request, status int, d duty, a org.Actor, tried casework.Tried) (err error) {
	ctx := r.Context()
	v := dutyView{Shell: ui.ShellOf(ctx, d.Charge.Title, "/ledger"), Actor: a, Duty: d, Now: s.Flow.Now(), Tried: tried}
	o := s.Flow.Orgs()
	if v.Owner, err = o.Organisation(ctx, s.Flow.DB(), d.Organ); err != nil {
		return err
	}
	if v.Giver, err = o.Organisation(ctx, s.Flow.DB(), d.Charge.Organ); err != nil {
		return err
	}
	notes, err := notesOf(ctx, s.Flow.DB(), d.ID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		ev := ui.Event{At: n.At, Did: lang.T(ctx, acts[n.Act]), Text: n.Text, Tone: tones[n.Act], Organ: v.Owner.Name}
		if n.Organ == v.Giver.ID {
			ev.Organ = v.Giver.Name
		}
		if n.Organ == a.Organ.ID || a.Role == programme.Auditor {
			if ev.Who, err = o.Name(ctx, s.Flow.DB(), n.Person); err != nil {
				return err
			}
		}
		v.Events = append(v.Events, ev)
	}
	return web.Render(w, r, status, dutyPage(v))
}

// act makes one act on a duty.
func (s *Slice) act(w http.ResponseWriter, r *http.Request) error {
	d, a, err := s.dutyAsked(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	act := r.PostForm.Get("act")
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := mayAct(a, d, act); err != nil {
		return err
	}
	if version != d.Version {
		return errStale
	}
	ans, wrong := form.Read([]form.Question{words[act]}, r.PostForm)
	if len(wrong) > 0 {
		return s.showDuty(w, r, http.StatusUnprocessableEntity, d, a, casework.Tried{Move: act, Answers: ans, Wrong: wrong})
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return advance(r.Context(), tx, a, d, act, ans["text"], s.Flow.Now())
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/duties/"+d.ID, http.StatusSeeOther)
	return nil
}

// A bulletinView is the 通报 of a month.
type bulletinView struct {
	Shell  ui.Shell
	B      bulletin
	Actor  org.Actor
	Months ui.Choice
	Cities ui.Choice // the province reads those of its cities
	City   string
}

// bulletinAsked returns the bulletin that r asks for: a city's own, the
// province's own or one of its cities'.
func (s *Slice) bulletinAsked(r *http.Request) (bulletin, org.Actor, string, error) {
	a, err := casework.As(r, programme.City, programme.Province, programme.Auditor)
	if err != nil {
		return bulletin{}, a, "", err
	}
	if err := r.ParseForm(); err != nil {
		return bulletin{}, a, "", fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	month := calendar.Day(s.Flow.Now())
	month.D = 1
	if text := r.Form.Get("month"); text != "" {
		t, err := time.Parse("2006-01", text)
		if err != nil {
			return bulletin{}, a, "", fault.Wrap(fault.Missing, err, "没有这个月份的通报。")
		}
		month = calendar.Date{Y: t.Year(), M: int(t.Month()), D: 1}
	}
	organ, city := a.Organ, ""
	if a.Role != programme.City {
		city = r.Form.Get("city")
		organ, err = s.Flow.Orgs().Organ(r.Context(), s.Flow.DB(), programme.Province, "")
		if err == nil && city != "" {
			organ, err = s.Flow.Orgs().Organ(r.Context(), s.Flow.DB(), programme.City, city)
		}
		if err != nil {
			return bulletin{}, a, city, err
		}
	}
	b, err := s.reported(r.Context(), organ, month)
	return b, a, city, err
}

func (s *Slice) bulletinPage(w http.ResponseWriter, r *http.Request) error {
	b, a, city, err := s.bulletinAsked(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := bulletinView{Shell: ui.ShellOf(ctx, lang.T(ctx, "%d年%d月工作通报", b.Month.Y, b.Month.M), "/ledger"), B: b, Actor: a, City: city}
	v.Shell.Wide = true
	v.Months, v.Cities = s.around(b.Month, city), s.cities(ctx, a, b.Month, city)
	return web.Render(w, r, http.StatusOK, bulletinTempl(v))
}

func monthText(d calendar.Date) string { return d.String()[:7] }

func bulletinHref(month calendar.Date, city string) string {
	href := "/ledger/bulletin?month=" + monthText(month)
	if city != "" {
		href += "&city=" + city
	}
	return href
}

// around leads to the months before and after, none of the future.
func (s *Slice) around(month calendar.Date, city string) ui.Choice {
	c := ui.Choice{Active: bulletinHref(month, city)}
	for n := -2; n <= 1; n++ {
		m := month.AddMonths(n)
		if !s.Flow.Now().Before(m.At(0, 0)) {
			c.Links = append(c.Links, ui.Link{Text: monthText(m), Href: bulletinHref(m, city)})
		}
	}
	return c
}

func (s *Slice) cities(ctx context.Context, a org.Actor, month calendar.Date, city string) ui.Choice {
	c := ui.Choice{Active: bulletinHref(month, city)}
	if a.Role == programme.City {
		return c
	}
	c.Links = append(c.Links, ui.Link{Text: lang.T(ctx, "省级任务"), Href: bulletinHref(month, "")})
	for _, r := range org.Cities(s.Flow.Current().Since) {
		c.Links = append(c.Links, ui.Link{Text: r.Name, Href: bulletinHref(month, r.Code)})
	}
	return c
}

// export sends a bulletin as a workbook and logs who took it.
func (s *Slice) export(w http.ResponseWriter, r *http.Request) error {
	b, a, _, err := s.bulletinAsked(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := xlsx.Write(&out, sheet(b)); err != nil {
		return err
	}
	err = s.Flow.Log(r.Context(), nil, a, "export", "/ledger/bulletin", form.Answers{"month": monthText(b.Month), "organ": b.Organ.ID, "version": b.version()})
	if err != nil {
		return err
	}
	name := strings.Join([]string{b.title(), b.Organ.Name, b.version()}, " ") + ".xlsx"
	return web.File(w, r, name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &out)
}
