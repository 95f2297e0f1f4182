package notify

import (
	"net/http"
	"net/url"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// senders are the roles whose offices send.
var senders = []programme.Role{programme.County, programme.City, programme.Province}

const listed = 50 // messages on a page

// An outboxView is what goes out for an office.
type outboxView struct {
	Shell  ui.Shell
	Counts outbox.Counts
	Narrow string
	Wrong  []outbox.Line // on top of the whole list
	Lines  []outbox.Line
	More   string // where the next page is
	Resent bool
}

func (s *Slice) outbox(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, senders...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := outboxView{Shell: ui.ShellOf(ctx, lang.T(ctx, "发件箱"), "/outbox"), Narrow: r.URL.Query().Get("show"), Resent: r.URL.Query().Has("resent")}
	v.Shell.Wide = true
	if v.Counts, err = s.Outbox.Counted(ctx, s.Flow.DB(), a.Organ.ID); err != nil {
		return err
	}
	after := r.URL.Query().Get("after")
	if v.Narrow == "" && after == "" {
		if v.Wrong, err = s.Outbox.Of(ctx, s.Flow.DB(), a.Organ.ID, outbox.Wrong, "", listed/5); err != nil {
			return err
		}
	}
	if v.Lines, err = s.Outbox.Of(ctx, s.Flow.DB(), a.Organ.ID, v.Narrow, after, listed+1); err != nil {
		return err
	}
	if len(v.Lines) > listed {
		v.Lines = v.Lines[:listed]
		v.More = "/outbox?show=" + url.QueryEscape(v.Narrow) + "&after=" + v.Lines[listed-1].ID + "#letters"
	}
	return web.Render(w, r, http.StatusOK, outboxPage(v))
}

// A letterView is one message that went out, or will.
type letterView struct {
	Shell ui.Shell
	Line  outbox.Line
	Facts []ui.Pair
}

func (s *Slice) letter(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, senders...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := letterView{Shell: ui.ShellOf(ctx, lang.T(ctx, "发出的消息"), "/outbox")}
	if v.Line, err = s.Outbox.One(ctx, s.Flow.DB(), a.Organ.ID, r.PathValue("id")); err != nil {
		return err
	}
	author, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), v.Line.Author)
	if err != nil {
		return err
	}
	v.Facts = facts(ctx, v.Line, author)
	return web.Render(w, r, http.StatusOK, letterPage(v))
}

func (s *Slice) resend(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, senders...)
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.Outbox.Resend(r.Context(), tx, a, a.Organ.ID, r.PathValue("id"))
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/outbox?resent=1", http.StatusSeeOther)
	return nil
}

// A channelsView is how the ways out of the house do.
type channelsView struct {
	Shell   ui.Shell
	Healths []outbox.Health
	System  bool // the reader may send a test
	Said    string
	Took    bool
	Sign    string
	Origin  string
	Asks    []form.Question
	Tried   form.Answers
	Wrong   form.Wrong
}

var testAsks = []form.Question{
	{Name: "channel", Label: "通道", Kind: form.Pick, Choices: []form.Choice{{Value: outbox.SMS, Label: "短信"}, {Value: outbox.Mail, Label: "邮件"}}},
	{Name: "address", Label: "手机号码或邮箱地址", Kind: form.Text, Max: 254, Secret: true},
}

func (s *Slice) channels(w http.ResponseWriter, r *http.Request) error {
	return s.showChannels(w, r, http.StatusOK, channelsView{})
}

func (s *Slice) showChannels(w http.ResponseWriter, r *http.Request, status int, v channelsView) error {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v.Shell = ui.ShellOf(ctx, lang.T(ctx, "消息通道"), "/admin")
	v.System, v.Sign, v.Origin, v.Asks = a.Role == programme.System, s.Outbox.Sign(), s.Outbox.Origin(), testAsks
	if v.Healths, err = s.Outbox.Healths(ctx, s.Flow.DB()); err != nil {
		return err
	}
	return web.Render(w, r, status, channelsPage(v))
}

// test sends a test message and says what the gateway answered.
func (s *Slice) test(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.System)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(testAsks, r.PostForm)
	to := ans["address"]
	if len(wrong) == 0 {
		if to, err = addressOn(ans["channel"], to); err != nil {
			wrong.Add("address", "手机号码或邮箱地址不对，请核对。")
		}
	}
	if len(wrong) > 0 {
		return s.showChannels(w, r, http.StatusUnprocessableEntity, channelsView{Tried: ans, Wrong: wrong})
	}
	if err := s.Flow.Log(r.Context(), nil, a, "test-message", "", nil); err != nil {
		return err
	}
	answer, err := s.Outbox.Probe(r.Context(), outbox.Letter{Channel: ans["channel"], To: to, Author: a.Person, Name: a.Name})
	if fault.Of(err) == fault.Missing {
		return fault.New(fault.Closed, "这个通道还没有接通。")
	}
	return s.showChannels(w, r, http.StatusOK, channelsView{Said: answer + " ", Took: err == nil})
}

func addressOn(channel, text string) (string, error) {
	if channel == outbox.SMS {
		return ident.ParseMobile(text)
	}
	return ident.ParseEmail(text)
}

func number(n int) string { return strconv.Itoa(n) }
