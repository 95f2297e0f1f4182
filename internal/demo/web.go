package demo

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// as signs the visitor in at a post, or as an applicant.
func (d *Demo) as(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	post, person := r.PostForm.Get("post"), r.PostForm.Get("person")
	if post != "" {
		i := slices.IndexFunc(d.posts, func(p org.Post) bool { return p.ID == post })
		if i < 0 {
			return fault.New(fault.Missing, "没有找到这个岗位。")
		}
		person = d.posts[i].Person
	}
	if err := d.app.Accounts.SignIn(r.Context(), w, r, person, post); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk", http.StatusSeeOther)
	return nil
}

// clock moves the business time: to a moment, or on by hours or working days.
func (d *Demo) clock(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	now := d.app.Clock.Now()
	to, err := later(now, r.PostForm)
	if err != nil {
		return err
	}
	d.app.Clock.Set(to)
	if _, err := d.app.House.Flow.Tick(r.Context()); err != nil {
		return err
	}
	back := r.PostForm.Get("next")
	if back == "" {
		back = "/"
	}
	http.Redirect(w, r, web.Local(back), http.StatusSeeOther)
	return nil
}

func later(now time.Time, v url.Values) (time.Time, error) {
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
	return bar(d.choices(), a, d.app.Clock.Now(), r.URL.RequestURI())
}

// A choice is somebody the visitor may be, with who it is.
type choice struct{ Group, Post, Person, Text string }

// choices are the people the bar offers: one for each post of the province and
// of the familiar places, and some applicants.
func (d *Demo) choices() (out []choice) {
	for _, p := range d.posts {
		if familiar(p) {
			out = append(out, choice{p.Organisation.Name, p.ID, "", p.Title + " " + p.Name})
		}
	}
	slices.SortStableFunc(out, func(x, y choice) int { return cmp.Compare(x.Group, y.Group) })
	for i, p := range d.people {
		if i < 40 {
			out = append(out, choice{"申报人", "", p.ID, p.Name})
		}
	}
	return out
}

// everybody lists all people of the demonstration, or asks to be one of them.
func (d *Demo) everybody(w http.ResponseWriter, r *http.Request) error {
	want := r.URL.Query().Get("post")
	var shown []org.Post
	for _, p := range d.posts {
		if want == "" || p.ID == want {
			shown = append(shown, p)
		}
	}
	return web.Render(w, r, http.StatusOK, everybodyPage(ui.ShellOf(r.Context(), lang.T(r.Context(), "演示身份"), ""), shown, casework.ActorOf(r.Context())))
}
