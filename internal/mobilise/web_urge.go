package mobilise

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/outbox"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A silentOne is somebody who will be urged, or why not.
type silentOne struct {
	addressee
	Mask  string
	Today bool // had a text message today
}

// goes reports whether a text message will go.
func (x silentOne) goes() bool { return x.Mobile && !x.Today }

// An urgeView is what 一键催办 will do.
type urgeView struct {
	Shell ui.Shell
	Place locality.Place
	List  []silentOne
	Sent  int    // to how many a text message goes
	Texts int    // text messages that it costs
	Text  string // of the first of them
	Chat  string // to copy
}

// askUrge shows what will go out to whom, and sends nothing.
func (s *Slice) askUrge(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.countyAsked(r, true)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := urgeView{Shell: ui.ShellOf(ctx, lang.T(ctx, "催办沉默的对象"), "/mobilise"), Place: p}
	all, err := addresseesOf(ctx, s.Flow.DB(), p.Edition.Name, p.Code)
	if err != nil {
		return err
	}
	now := s.Flow.Now()
	for _, x := range all {
		if x.State(quiet(p.Edition, now)) != silent || len(v.List) == step {
			continue
		}
		if err := s.silentInto(ctx, &v, x, s.SiteOf(r)); err != nil {
			return err
		}
	}
	o, err := s.organOf(ctx, p.Region)
	if err != nil {
		return err
	}
	v.Chat = words(p.Edition, o, p.Code, p.Parent, s.SiteOf(r)+"/to/"+strings.ToLower(p.Code))
	return web.Render(w, r, http.StatusOK, urgePage(v))
}

// silentInto puts one who is silent into v.
func (s *Slice) silentInto(ctx context.Context, v *urgeView, x addressee, origin string) error {
	one := silentOne{addressee: x, Today: !x.Texted.Before(calendar.Day(s.Flow.Now()).At(0, 0))}
	if x.Mobile {
		phone, err := s.unsealed(x.Phone, "addressees/phone", x.ID)
		if err != nil {
			return err
		}
		one.Mask = ident.MaskMobile(phone)
	}
	v.List = append(v.List, one)
	if !one.goes() {
		return nil
	}
	text, err := s.textFor(ctx, x, origin)
	if err != nil {
		return err
	}
	if v.Sent == 0 {
		v.Text = text
	}
	v.Sent++
	v.Texts += outbox.Parts(text)
	return nil
}

// urgeAll is 一键催办 of everybody who is silent.
func (s *Slice) urgeAll(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.countyAsked(r, true)
	if err != nil {
		return err
	}
	var u urged
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) (err error) {
		u, err = s.urgeSilent(r.Context(), tx, a, p, s.SiteOf(r))
		return err
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.Home()+"&urged="+strconv.Itoa(u.Sent)+"&call="+strconv.Itoa(u.Call)+"&today="+strconv.Itoa(u.Today), http.StatusSeeOther)
	return nil
}

func urgeFigures(ctx context.Context, v urgeView) []ui.Figure {
	f := ui.Figure{Label: lang.T(ctx, "要打电话"), Value: number(len(v.List) - v.Sent), Unit: lang.T(ctx, "个")}
	if len(v.List) > v.Sent {
		f.Tone = ui.OnMe
	}
	return []ui.Figure{
		{Label: lang.T(ctx, "将发短信"), Value: number(v.Sent), Unit: lang.T(ctx, "个")},
		{Label: lang.T(ctx, "短信用量"), Value: number(v.Texts), Unit: lang.T(ctx, "条计费")}, f,
	}
}

// urgeTable is whom 一键催办 reaches.
func urgeTable(ctx context.Context, v urgeView) ui.Table {
	t := ui.Table{ID: "silent", Caption: lang.T(ctx, "沉默的对象"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称或姓名"), Main: true}, {Label: lang.T(ctx, "手机号码")}, {Label: lang.T(ctx, "怎样告知")},
	}}
	for i := range v.List {
		x := &v.List[i]
		how := ui.Cell{Text: lang.T(ctx, "发短信"), Tone: ui.Waiting}
		switch {
		case !x.Mobile:
			how = ui.Cell{Text: lang.T(ctx, "没有手机号码，请打电话"), Tone: ui.OnMe}
		case x.Today:
			how = ui.Cell{Text: lang.T(ctx, "今天发过了"), Tone: ui.Plain}
		}
		t.Rows = append(t.Rows, ui.Row{Href: "/addressees/" + x.ID, Cells: []ui.Cell{{Text: x.Name}, {Text: x.Mask}, how}})
	}
	return t
}
