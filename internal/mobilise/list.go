package mobilise

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Kinds of addressee. Those who come by the poster are one addressee.
var kinds = []form.Choice{
	{Value: "school", Label: "院校"}, {Value: "institution", Label: "机构"},
	{Value: "firm", Label: "企业"}, {Value: "lecturer", Label: "讲师"},
}

const poster = "poster"

// most is how long the list of a county may grow; step is how much is pasted
// at once: one transaction.
const (
	most = 3000
	step = 1000
)

// What is asked of one addressee, and of one telling.
var (
	line = []form.Question{
		{Name: "name", Label: "名称或姓名", Kind: form.Text, Max: 100},
		{Name: "kind", Label: "类别", Kind: form.Select, Choices: kinds},
		{Name: "contact", Label: "联系人", Kind: form.Text, Max: 50, Optional: true},
		{Name: "phone", Label: "电话", Kind: form.Phone, Optional: true},
	}
	telling = []form.Question{
		{Name: "way", Label: "告知方式", Kind: form.Pick, Choices: []form.Choice{
			{Value: "phone", Label: "电话"}, {Value: "wechat", Label: "微信"}, {Value: "visit", Label: "走访"},
		}},
		{Name: "note", Label: "记录", Hint: "例如：9:40 电话告知，本人接听", Kind: form.Text, Max: 200, Optional: true},
	}
	bodyForm = []form.Question{
		{Name: "unit", Label: "工作主体单位", Kind: form.Text, Max: 100, Clause: "zswlf72/五.1"},
		{Name: "person", Label: "联系人", Kind: form.Name},
		{Name: "phone", Label: "电话", Kind: form.Phone, Hint: "上级据此联系；公开页面不显示"},
	}
	ground = form.Question{Name: "reason", Label: "移出的理由", Kind: form.Text, Max: 200}
)

// ways are what a telling is called; add and drop are the list's own.
var ways = map[string]string{
	"sms": "短信", "phone": "电话", "wechat": "微信", "visit": "走访", "add": "列入名单", "drop": "移出名单",
}

// States of an addressee: how far they have come.
const (
	untold  = "untold"
	told    = "told"
	silent  = "silent"
	opened  = "opened"
	started = "started"
	applied = "applied"
)

// steps are the states in order, with their words.
var steps = []form.Choice{
	{Value: untold, Label: "未告知"}, {Value: silent, Label: "沉默"}, {Value: told, Label: "已告知"},
	{Value: opened, Label: "已打开"}, {Value: started, Label: "已开始"}, {Value: applied, Label: "已提交"},
}

func stepLabel(state string) string {
	for _, c := range steps {
		if c.Value == state {
			return c.Label
		}
	}
	return ""
}

// An addressee is who should be told.
type addressee struct {
	ID, Edition, County, City string
	Kind, Name, Organ         string
	Contact, Phone            string // sealed; opened for those who may read them
	Mobile                    bool
	Version                   int64
	Told, Last, Texted        time.Time
	Opened                    time.Time
	Urged, Opens              int
	Dropped                   bool
	Started, Applied          int // cases that began by the link; of them sent
}

// State returns how far a has come. Whoever was told before quiet and has not
// opened the notice is silent.
func (a addressee) State(quiet time.Time) string {
	switch {
	case a.Applied > 0:
		return applied
	case a.Started > 0:
		return started
	case !a.Opened.IsZero():
		return opened
	case a.Told.IsZero():
		return untold
	case a.Last.Before(quiet):
		return silent
	}
	return told
}

// readable reports whether a reader may know whom to call: the county's own
// people, and the office that entered it.
func (a addressee) readable(by org.Actor) bool {
	return by.Role == programme.County && by.Organ.Region == a.County || by.Officer() && by.Organ.ID == a.Organ
}

// quiet returns the moment before which a telling has waited long enough: so
// many whole working days lie between. Without a calendar nobody is silent.
func quiet(e *programme.Edition, now time.Time) time.Time {
	n := int(e.Limit("mobilise.silent").N)
	today := calendar.Day(now)
	for d := today; ; d = d.AddDays(-1) {
		due, err := calendar.AddWorkdays(d, n, false)
		if err != nil {
			return time.Time{}
		}
		if !today.Before(due) {
			return d.AddDays(1).At(0, 0)
		}
	}
}

// token returns the secret part of an addressee's link: made with a key
// outside the database, so that it can be shown again and is kept nowhere.
func (s *Slice) token(id string) string { return s.Keys.Blind("addressee-link", id)[:32] }

// linkOf is by what a token is found.
func linkOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
