package passport_test

import (
	"net/http"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/programme"
)

// The passport says of each requirement how it stands: own marks, the day, how
// long it counts, the chances, what comes next, and the clause.
func TestPassport(t *testing.T) {
	// One edition alone: a later one has other lines.
	apptest.EachWith(t, []*programme.Edition{teacher2017.Edition}, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		own := p.AsPerson(c.Person)
		if got := own.Get("/passport"); got.Location != "/passport/"+c.Entry {
			t.Errorf("one's own: %d %s", got.Status, got.Location)
		}
		reads(t, own, c.Entry, "参加集中培训：不少于24学时", "还没有结果", "已用 0/3 次", "系统默认 12")
		p.Train(c)
		reads(t, own, c.Entry, "报名认证：参加全部3项。", "24学时，出勤80%")
		p.Sit([]string{"72", "50", "75"}, c)
		reads(t, own, c.Entry, "报名认证：只考实践操作，其余沿用。", "72.00分", "50.00分", "2017-09-28", "2019-09-28", "已用 1/3 次", "未达到", "去办理")
		p.Clock.Set(calendar.Must("2019-10-08").At(9, 0))
		reads(t, own, c.Entry, "已过有效期", "报名认证：参加全部3项。")
		p.Sit([]string{"60", "60", "60"}, c) // every line, but not the total
		reads(t, own, c.Entry, "报名认证：参加全部3项。", "60.00分", "已用 2/3 次")
		p.Sit([]string{"72", "70", "75"}, c)
		reads(t, own, c.Entry, "等待认证委员会审定")
		p.Propose(c)
		reads(t, own, c.Entry, "已列入拟认证名单")
	})
}

func reads(t *testing.T, b *apptest.Browser, entry string, want ...string) {
	t.Helper()
	body := b.Get("/passport/" + entry).Body
	for _, w := range want {
		if !strings.Contains(body, w) {
			t.Errorf("the passport does not say %q", w)
		}
	}
}

// It is read by the person and by whoever may read their marks, and exists for
// nobody else.
func TestWhoReads(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c, other := p.Candidate("测试·王青", "某公司（演示）", "330782", nil), p.Candidate("测试·他人", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Sit([]string{"72", "50", "75"}, c)
		for post, want := range map[string]int{
			"330000-province-clerk-1": 200, "330000-supervisor-clerk-1": 200, "330000-auditor-clerk-1": 200,
			"330782-county-clerk-1": 404, "330700-city-clerk-1": 404, "330000-examiner-clerk-1": 404, "330000-finance-leader-1": 404,
		} {
			got := p.As(post).Get("/passport/" + c.Entry)
			if got.Status != want {
				t.Errorf("%s: %d; want %d", post, got.Status, want)
			}
			if want == 200 && strings.Contains(got.Body, "去办理") {
				t.Errorf("%s is asked to enrol", post)
			}
		}
		if got := p.AsPerson(other.Person).Get("/passport/" + c.Entry).Status; got != http.StatusNotFound {
			t.Errorf("another candidate: %d", got)
		}
		if got := p.AsPerson(c.Person).Get("/passport/" + c.Application).Status; got != http.StatusNotFound {
			t.Errorf("a case of another track: %d", got)
		}
		stranger := p.AsPerson(p.Candidate("测试·甲", "某公司（演示）", "330782", nil).Person)
		if got := stranger.Get("/passport").Status; got != http.StatusSeeOther {
			t.Errorf("somebody on the list: %d", got)
		}
	})
}
