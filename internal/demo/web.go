package demo

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// as signs the visitor in at a post, or as an applicant.
func (d *Demo) as(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	post, person := r.PostForm.Get("post"), r.PostForm.Get("person")
	if id, ok := strings.CutPrefix(post, personal); ok {
		post, person = "", id
	}
	if post != "" {
		i := slices.IndexFunc(d.posts, func(p org.Post) bool { return p.ID == post })
		if i < 0 {
			return fault.New(fault.Missing, "没有找到这个岗位。")
		}
		person = d.posts[i].Person
	}
	if person == "" { // the public again
		return d.app.Accounts.SignOut(w, r)
	}
	if err := d.app.Accounts.SignIn(r.Context(), w, r, person, post); err != nil {
		return err
	}
	next := "/desk"
	if post == "" {
		next = d.app.House.Front()
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// personal marks, among the choices of the bar, a person without a post.
const personal = "person:"

// clock moves the business time: to a moment, or on by hours or working days.
func (d *Demo) clock(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	now := d.app.Clock.Now()
	to, err := asked(now, r.PostForm)
	if err != nil {
		return err
	}
	if err := d.move(r.Context(), to); err != nil {
		return err
	}
	if err := d.app.Tick(r.Context()); err != nil {
		return err
	}
	back := r.PostForm.Get("next")
	if back == "" {
		back = "/"
	}
	http.Redirect(w, r, web.Local(back), http.StatusSeeOther)
	return nil
}

func asked(now time.Time, v url.Values) (time.Time, error) {
	if at := v.Get("at"); at != "" {
		t, err := time.ParseInLocation("2006-01-02 15:04:05", at, calendar.Beijing)
		if err != nil {
			return now, fault.Wrap(fault.Invalid, err, "请写成 2017-09-28 09:00:00。")
		}
		return t, nil
	}
	if n, err := strconv.Atoi(v.Get("days")); err == nil && n > 0 && n < 300 {
		day, err := calendar.AddWorkdays(calendar.Day(now), n, false)
		if err != nil {
			return now, fault.Wrap(fault.Closed, err, "请先载入所涉年份的节假日安排。")
		}
		return day.At(9, 0), nil
	}
	n, err := strconv.Atoi(v.Get("hours"))
	if err != nil || n < 1 || n > 10000 {
		return now, fault.New(fault.Invalid, "请写明往后移动多少。")
	}
	return now.Add(time.Duration(n) * time.Hour), nil
}

// Bar is what stands above every page of the demonstration.
func (d *Demo) Bar(r *http.Request, a org.Actor) templ.Component {
	return bar(d.choices(r.Context(), a), a, d.app.Clock.Now(), r.URL.RequestURI())
}

// A choice is somebody the visitor may be, with who it is.
type choice struct{ Group, Value, Text string }

// choices are the people the bar offers: one for each post of the province and
// of the familiar places, some applicants, and whoever a is now.
func (d *Demo) choices(ctx context.Context, a org.Actor) (out []choice) {
	for _, p := range d.posts {
		if d.familiar(p) {
			out = append(out, choice{p.Organisation.Name, p.ID, call(ctx, p)})
		}
	}
	for _, p := range d.people {
		out = append(out, choice{lang.T(ctx, "申报人"), personal + p.ID, p.text(ctx)})
	}
	now := chosen(a)
	if a.Person != "" && !slices.ContainsFunc(out, func(c choice) bool { return c.Value == now }) {
		out = append(out, choice{lang.T(ctx, "当前身份"), now, a.Name})
	}
	return out
}

// call names a post as people do: the place, what they are, who.
func call(ctx context.Context, p org.Post) string {
	place := ""
	switch p.Role {
	case programme.County, programme.City:
		r, _ := org.RegionOf(p.Organisation.Region)
		place = r.Name
	case programme.Province:
		place = lang.T(ctx, "省级")
	case programme.Finance, programme.Institution, programme.Payer, programme.Buyer:
		place = strings.TrimSuffix(p.Organisation.Name, "（演示）")
	}
	return strings.TrimSpace(place + " " + p.Title + " " + p.Name)
}

// chosen is the choice of the bar that a is.
func chosen(a org.Actor) string {
	if a.Post == "" && a.Person != "" {
		return personal + a.Person
	}
	return a.Post
}

// text names p and says where they stand.
func (p Person) text(ctx context.Context) string {
	return lang.T(ctx, "%s（%s）", p.Name, lang.T(ctx, p.State))
}

// everybody lists all people of the demonstration, or asks to be one of them.
func (d *Demo) everybody(w http.ResponseWriter, r *http.Request) error {
	post, person := r.URL.Query().Get("post"), r.URL.Query().Get("person")
	v := everybodyView{Shell: ui.ShellOf(r.Context(), lang.T(r.Context(), "演示身份"), "")}
	for _, p := range d.posts {
		if post == p.ID {
			v.Posts = append(v.Posts, p)
		}
	}
	for _, p := range d.people {
		if person == p.ID {
			v.People = append(v.People, p)
		}
	}
	if len(v.Posts)+len(v.People) == 0 {
		v.Posts, v.People = d.posts, d.people
		var err error
		if v.Waiting, err = d.waiting(r.Context()); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, everybodyPage(v))
}

// An everybodyView is the page of all whom one may be.
type everybodyView struct {
	Shell  ui.Shell
	Posts  []org.Post
	People []Person
	// Waiting are people whose turn it is, the latest first.
	Waiting []Person
}
