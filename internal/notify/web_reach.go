package notify

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

var modes = []form.Choice{
	{Value: outbox.Once, Label: "随时告知"},
	{Value: outbox.Daily, Label: "每日汇总", Hint: "早上8:30一次说完；需您办理的仍随时告知。"},
	{Value: outbox.Off, Label: "不发"},
}

var hours = func() (all []form.Choice) {
	for h := range 24 {
		all = append(all, form.Choice{Value: strconv.Itoa(h), Label: fmt.Sprintf("%02d:00", h)})
	}
	return all
}()

// asked is what somebody is asked of a channel. The number of an account is the
// one that it signs in with; it is not changed here.
func asked(channel string, own bool) []form.Question {
	mode := form.Question{Name: "mode", Label: "怎样告知", Kind: form.Pick, Choices: modes}
	if channel == outbox.Mail {
		return []form.Question{{Name: "address", Label: "邮箱地址", Kind: form.Email, Optional: true, Secret: true, Hint: "填写新地址后，我们先发一封确认邮件；打开里面的链接才开始使用。"}, mode}
	}
	qs := []form.Question{
		mode,
		{Name: "from", Label: "晚上几点以后不发短信", Kind: form.Select, Choices: hours},
		{Name: "to", Label: "早上几点以后再发", Kind: form.Select, Choices: hours, Hint: "两个钟点相同就是随时都发。"},
	}
	if own {
		return qs
	}
	return append([]form.Question{{Name: "address", Label: "手机号码", Kind: form.Phone, Optional: true, Secret: true, Hint: "填写新号码后，我们先发一条确认短信；打开里面的链接才开始使用。不能用它登录。"}}, qs...)
}

// A wayView is one channel on the page of settings.
type wayView struct {
	Channel string
	Label   string
	Open    bool // the house has it
	Reach   outbox.Reach
	Asks    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

// A reachView is how a person is told.
type reachView struct {
	Shell ui.Shell
	Ways  []wayView
	Saved bool
}

func (s *Slice) reach(w http.ResponseWriter, r *http.Request) error {
	return s.showReach(w, r, http.StatusOK, "", nil, nil)
}

func (s *Slice) showReach(w http.ResponseWriter, r *http.Request, status int, tried string, answers form.Answers, wrong form.Wrong) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := reachView{Shell: ui.ShellOf(ctx, lang.T(ctx, "消息设置"), "/messages"), Saved: r.URL.Query().Has("saved")}
	all, err := s.Outbox.Reaches(ctx, s.Flow.DB(), a.Person)
	if err != nil {
		return err
	}
	for _, channel := range []string{outbox.SMS, outbox.Mail} {
		x := wayView{Channel: channel, Label: channelName(ctx, channel), Open: s.Outbox.Opens(channel, "")}
		x.Reach = outbox.Reach{Channel: channel, Mode: outbox.Once, From: 21, To: 8}
		for _, have := range all {
			if have.Channel == channel {
				x.Reach = have
			}
		}
		x.Asks = asked(channel, x.Reach.Own)
		x.Answers = form.Answers{"mode": x.Reach.Mode, "from": strconv.Itoa(x.Reach.From), "to": strconv.Itoa(x.Reach.To)}
		if channel == tried {
			x.Answers, x.Wrong = answers, wrong
		}
		v.Ways = append(v.Ways, x)
	}
	return web.Render(w, r, status, reachPage(v))
}

// want keeps how somebody wants to be told on a channel.
func (s *Slice) want(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	channel := r.PathValue("channel")
	if channel != outbox.SMS && channel != outbox.Mail {
		return errMissing
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	if r.PostForm.Has("forget") {
		return s.done(w, r, s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
			if err := s.Outbox.Forget(ctx, tx, a.Person, channel); err != nil {
				return err
			}
			return s.Flow.Log(ctx, tx, a, "change-reach", a.Person, form.Answers{"channel": channel, "forgotten": "1"})
		}))
	}
	own := s.own(ctx, a, channel)
	ans, wrong := form.Read(asked(channel, own), r.PostForm)
	if len(wrong) > 0 {
		return s.showReach(w, r, http.StatusUnprocessableEntity, channel, ans, wrong)
	}
	wish := outbox.Wish{Address: ans["address"], Mode: ans["mode"]}
	wish.From, _ = strconv.Atoi(ans["from"])
	wish.To, _ = strconv.Atoi(ans["to"])
	return s.done(w, r, s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.Outbox.Want(ctx, tx, a.Person, channel, wish, s.SiteOf(r)); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "change-reach", a.Person, form.Answers{"channel": channel, "mode": wish.Mode})
	}))
}

// own reports whether the channel leads to the number that a signs in with.
func (s *Slice) own(ctx context.Context, a org.Actor, channel string) bool {
	all, err := s.Outbox.Reaches(ctx, s.Flow.DB(), a.Person)
	for _, x := range all {
		if x.Channel == channel && x.Own {
			return err == nil
		}
	}
	return false
}

func (s *Slice) done(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		http.Redirect(w, r, "/messages/settings?saved=1", http.StatusSeeOther)
	}
	return err
}

func channelName(ctx context.Context, channel string) string {
	switch channel {
	case outbox.SMS:
		return lang.T(ctx, "短信")
	case outbox.Mail:
		return lang.T(ctx, "邮件")
	}
	return lang.T(ctx, "工作群")
}

// A linkView is what somebody sees who comes by the link of a message. It says
// from whom it is and what for, and nothing of whom it was sent to: links are
// handed on.
type linkView struct {
	Shell  ui.Shell
	Opened outbox.Opened
	Organ  string
	Token  string
	Done   bool
}

// link shows where the link of a message leads. Nothing is noted: what a
// messenger or a mail scanner fetches has not been read by anybody.
func (s *Slice) link(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := s.Outbox.ByToken(ctx, s.Flow.DB(), r.PathValue("token"))
	if err != nil {
		return err
	}
	v := linkView{Shell: ui.ShellOf(ctx, lang.T(ctx, "收到消息"), ""), Opened: o, Token: r.PathValue("token"), Done: r.URL.Query().Has("done")}
	if o.Organ != "" {
		organ, err := s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), o.Organ)
		if err != nil && fault.Of(err) != fault.Missing {
			return err
		}
		v.Organ = organ.Name
	}
	return web.Render(w, r, http.StatusOK, linkPage(v))
}

// acknowledge notes that a message has arrived and leads to what it is about.
// It signs nobody in: what lies there asks who comes.
func (s *Slice) acknowledge(w http.ResponseWriter, r *http.Request) error {
	ctx, token := r.Context(), r.PathValue("token")
	o, err := s.Outbox.ByToken(ctx, s.Flow.DB(), token)
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.Outbox.Acknowledge(ctx, tx, o.ID, s.Flow.Now()); err != nil || o.Template.Name != outbox.Confirm.Name {
			return err
		}
		return s.Outbox.Confirmed(ctx, tx, o)
	})
	if err != nil {
		return err
	}
	to := web.Local(o.Path)
	if o.Template.Name == outbox.Confirm.Name || o.Path == "" {
		to = "/m/" + token + "?done=1"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
