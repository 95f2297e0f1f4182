package notice

import (
	"context"
	"net/http"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A silent office is one that will be urged, with whom of it will be told.
type silent struct {
	Region org.Region
	People []reached
	Phone  string
}

// An urgeView is what 催办 will do.
type urgeView struct {
	Shell  ui.Shell
	Notice shown
	Press  string // the id of this page
	Silent []silent
	Text   string // that everybody gets
	Texts  int    // text messages that it costs
	Told   int    // people who are told outside the house
	Group  bool   // the office has a group chat
	Chat   string // to copy
}

// askUrge shows what will go out to whom, and sends nothing.
func (s *Slice) askUrge(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	e, n, ok := s.find(r.PathValue("id"))
	if !ok || !oversees(n, a) {
		return errMissing
	}
	if !issues(n, a) {
		return fault.New(fault.Denied, "这份通知不由您的单位印发。")
	}
	v := urgeView{Shell: ui.ShellOf(ctx, lang.T(ctx, "催办未签收的单位"), "/notices"), Press: db.NewID(), Group: s.Outbox.Opens(outbox.Groups, a.Organ.Region)}
	if v.Notice, err = s.shown(ctx, n); err != nil {
		return err
	}
	l, err := s.urgeLetter(ctx, n, a, s.SiteOf(r))
	if err != nil {
		return err
	}
	v.Text = s.Outbox.Text(l)
	signings, err := s.signings(ctx, a, e, n)
	if err != nil {
		return err
	}
	if err := s.silentInto(ctx, &v, signings); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, urgePage(v))
}

// silentInto puts into v who has not signed and was not urged today.
func (s *Slice) silentInto(ctx context.Context, v *urgeView, signings []signing) error {
	urged, err := s.urgings(ctx, v.Notice.ID)
	if err != nil {
		return err
	}
	phones, err := s.phones(ctx, signings)
	if err != nil {
		return err
	}
	today := calendar.Day(s.Flow.Now()).At(0, 0)
	var names []string
	for _, x := range signings {
		if x.Receipt == nil || x.Receipt.State != "unread" {
			continue
		}
		names = append(names, x.Region.Name)
		if !urged[x.Receipt.ID].Last.Before(today) {
			continue
		}
		one := silent{Region: x.Region, Phone: phones[x.Receipt.Party]}
		if one.People, err = s.staffReached(ctx, s.Flow.DB(), x.Receipt.Party); err != nil {
			return err
		}
		v.Told += len(one.People)
		for _, p := range one.People {
			v.Texts += p.Texts * outbox.Parts(v.Text)
		}
		v.Silent = append(v.Silent, one)
	}
	v.Chat = urgeText(v.Notice, names)
	return nil
}

func urgeFigures(ctx context.Context, v urgeView) []ui.Figure {
	alone := 0
	for _, x := range v.Silent {
		if len(x.People) == 0 {
			alone++
		}
	}
	f := ui.Figure{Label: lang.T(ctx, "没有人可以另外告知，要打电话"), Value: number(alone), Unit: lang.T(ctx, "家")}
	if alone > 0 {
		f.Tone = ui.OnMe
	}
	return []ui.Figure{
		{Label: lang.T(ctx, "将催办"), Value: number(len(v.Silent)), Unit: lang.T(ctx, "家")},
		{Label: lang.T(ctx, "另以短信或邮件告知"), Value: number(v.Told), Unit: lang.T(ctx, "人")},
		{Label: lang.T(ctx, "短信用量"), Value: number(v.Texts), Unit: lang.T(ctx, "条计费")}, f,
	}
}

// urgeTable is whom 催办 reaches.
func urgeTable(ctx context.Context, v urgeView) ui.Table {
	t := ui.Table{ID: "silent", Caption: lang.T(ctx, "未签收的单位"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "收文单位"), Main: true}, {Label: lang.T(ctx, "另告知")}, {Label: lang.T(ctx, "电话")},
	}}
	for _, x := range v.Silent {
		var people []string
		for _, p := range x.People {
			people = append(people, p.Name+"（"+strings.Join(p.Masks, "、")+"）")
		}
		c := ui.Cell{Text: strings.Join(people, "；")}
		if len(people) == 0 {
			c = ui.Cell{Text: lang.T(ctx, "没有登记手机或邮箱"), Tone: ui.Plain}
		}
		phone := ui.Cell{Text: x.Phone}
		if x.Phone != "" {
			phone.Href = "tel:" + x.Phone
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.Region.Name}, c, phone}})
	}
	return t
}
