package site

import (
	"context"
	"slices"

	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// An entry is one link of the main navigation: for everybody, or for roles.
type entry struct {
	text, href string
	roles      []programme.Role // empty: everybody
	track      string           // it is called as this track is; who opens its cases sees it too
	known      bool             // only if signed in
	group      string           // the menu it goes into where there are too many; see [fold]
}

// called is the text of the link.
func (e entry) called(now *programme.Edition) string {
	if e.text == "" {
		return now.LabelOf(e.track)
	}
	return e.text
}

func (e entry) shows(a org.Actor, now *programme.Edition) bool {
	if e.known && !a.Known() {
		return false
	}
	if t, ok := now.Track(e.track); ok && slices.Contains(t.Opens, a.Role) {
		return true
	}
	return len(e.roles) == 0 || slices.Contains(e.roles, a.Role)
}

// most is how many entries stand side by side: more than one row is not read.
const most = 8

// The menus, named by what is done there; the last holds what anybody may read.
const (
	preparing = "发文和动员"
	choosing  = "推荐和初选"
	teaching  = "培育和认证"
	issuing   = "发布和归档"
	policy    = "政策"
	more      = "更多"
)

var (
	officers = programme.Roles[1:] // an applicant has no desk, but 我的申报
	offices  = []programme.Role{programme.County, programme.City, programme.Province}
	business = append(offices[:3:3], programme.Association, programme.Auditor, programme.Supervisor)
)

// nav is the main navigation: what a role opens every day comes first. What
// has no page in a house, because its programme has no such track, is not shown.
var nav = []entry{
	{text: "工作台", href: "/desk", known: true, roles: officers},
	{text: "我的申报", href: "/mine", roles: []programme.Role{programme.Applicant}},
	{text: "我的培训", href: "/training/mine", roles: []programme.Role{programme.Applicant}},
	{text: "认证要求", href: "/passport", roles: []programme.Role{programme.Applicant}},
	{text: "申报", href: "/begin", roles: []programme.Role{programme.Applicant, programme.Institution}},
	{text: "消息", href: "/messages", roles: []programme.Role{programme.Applicant}},
	{text: "办件", href: "/cases", roles: business},
	{text: "发文", href: "/manuscripts", roles: []programme.Role{programme.County, programme.City}, group: preparing},
	{text: "动员与摸底", href: "/mobilise", roles: []programme.Role{programme.County, programme.City}, group: preparing},
	{text: "工作台账", href: "/ledger", roles: []programme.Role{programme.County, programme.City}, group: preparing},
	{text: "收件", href: "/intake", roles: []programme.Role{programme.County}, group: choosing},
	{text: "代录", href: "/proxy", roles: []programme.Role{programme.County}, group: choosing},
	{text: "扫描回收", href: "/scans", roles: offices, group: choosing},
	{track: "summary", href: "/summaries", roles: []programme.Role{programme.City, programme.Province, programme.Auditor}, group: choosing},
	{text: "机构推荐", href: "/slate", roles: []programme.Role{programme.City}, group: choosing},
	{track: "session", href: "/sessions", roles: []programme.Role{programme.Association, programme.Province, programme.Supervisor, programme.Judge, programme.Auditor}, group: choosing},
	{track: "shortlist", href: "/shortlists", roles: []programme.Role{programme.Province, programme.Finance, programme.Association}, group: choosing},
	{text: "机构档案", href: "/institution", roles: []programme.Role{programme.Institution}},
	{text: "集中培训", href: "/training", roles: []programme.Role{programme.County, programme.City, programme.Province, programme.Auditor}, group: teaching},
	{text: "培训班次", href: "/classes", roles: []programme.Role{programme.Institution}, group: teaching},
	{text: "机构评估与遴选", href: "/selection", roles: []programme.Role{programme.Province}, group: teaching},
	{text: "培训与认证", href: "/certification", roles: []programme.Role{programme.Province, programme.Examiner, programme.Supervisor}, group: teaching},
	{text: "认证委员会", href: "/committee", roles: []programme.Role{programme.Province, programme.Examiner, programme.Supervisor, programme.Auditor}, group: teaching},
	{text: "发文", href: "/manuscripts", roles: []programme.Role{programme.Province}, group: issuing},
	{text: "公示管理", href: "/publicities", roles: []programme.Role{programme.Province, programme.Supervisor}, group: issuing},
	{text: "证书", href: "/certificates", roles: []programme.Role{programme.Province}, group: issuing},
	{text: "归档", href: "/archives", roles: []programme.Role{programme.Province, programme.Auditor}, group: issuing},
	{text: "补助", href: "/subsidy", roles: []programme.Role{programme.Applicant, programme.Institution, programme.City, programme.Payer, programme.Province, programme.Finance}, group: policy},
	{text: "政府购买", href: "/purchases", roles: []programme.Role{programme.Buyer, programme.Province}, group: policy},
	{text: "百强名师", href: "/hundred", roles: []programme.Role{programme.Applicant, programme.Province}, group: policy},
	{text: "师资与需求", href: "/lecturers", roles: append(offices[:3:3], programme.Buyer), group: policy},
	{text: "审计", href: "/audit", roles: []programme.Role{programme.Auditor, programme.Audit}},
	{text: "系统管理", href: "/admin", roles: []programme.Role{programme.System, programme.Security}},
	{text: "通知", href: "/notices"},
	{track: "shortlist", href: "/lists"},
	{text: "公示", href: "/publicity", group: more},
	{text: "名录", href: "/register", group: more},
	{text: "承训机构", href: "/institutions", group: more},
	{text: "核验证书", href: "/verify", group: more},
	{text: "进度", href: "/progress", group: more},
	{text: "发件箱", href: "/outbox", roles: offices, group: more},
	{text: "规则参数", href: "/settings", roles: []programme.Role{programme.County, programme.City, programme.Province, programme.Auditor, programme.System, programme.Security, programme.Audit}, group: more},
}

// navOf is the navigation of one reader, in their language, over pages that are
// there.
func navOf(ctx context.Context, a org.Actor, now *programme.Edition, there func(pattern string) bool) []ui.Link {
	var mine []entry
	for _, e := range nav {
		if e.shows(a, now) && there("GET "+e.href) {
			e.text = e.called(now)
			mine = append(mine, e)
		}
	}
	return fold(ctx, mine, a.Known())
}

// fold writes entries side by side. Who is signed in has what anybody may read
// in the last menu; who still has more than [most] has the other menus too. A
// menu stands where its first entry would, and one entry alone is no menu.
func fold(ctx context.Context, mine []entry, known bool) []ui.Link {
	var out []ui.Link
	count, at := map[string]int{}, map[string]int{}
	for _, e := range mine {
		count[e.group]++
	}
	full := len(mine)-count[more] >= most
	for _, e := range mine {
		l := ui.Link{Text: lang.T(ctx, e.text), Href: e.href}
		menu := e.group != "" && count[e.group] > 1 && (full || e.group == more && known)
		i, begun := at[e.group]
		switch {
		case menu && begun:
			out[i].Under = append(out[i].Under, l)
		case menu:
			at[e.group] = len(out)
			out = append(out, ui.Link{Text: lang.T(ctx, e.group), Under: []ui.Link{l}})
		default:
			out = append(out, l)
		}
	}
	return out
}
