package site

import (
	"slices"

	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// An entry is one link of the main navigation: for everybody, or for roles.
type entry struct {
	text, href string
	roles      []programme.Role // empty: everybody
	known      bool             // only if signed in
}

func (e entry) shows(a org.Actor) bool {
	if e.known && !a.Known() {
		return false
	}
	return len(e.roles) == 0 || slices.Contains(e.roles, a.Role)
}

var (
	officers = programme.Roles[1:] // an applicant has no desk, but 我的申报
	offices  = []programme.Role{programme.County, programme.City, programme.Province}
	business = append(offices[:3:3], programme.Association, programme.Auditor, programme.Supervisor)
)

// nav is the main navigation: what a role opens every day comes first.
var nav = []entry{
	{text: "工作台", href: "/desk", known: true, roles: officers},
	{text: "我的申报", href: "/mine", roles: []programme.Role{programme.Applicant}},
	{text: "认证要求", href: "/passport", roles: []programme.Role{programme.Applicant}},
	{text: "消息", href: "/messages", roles: []programme.Role{programme.Applicant}},
	{text: "办件", href: "/cases", roles: business},
	{text: "推荐汇总表", href: "/summaries", roles: []programme.Role{programme.City, programme.Province, programme.Auditor}},
	{text: "初选场次", href: "/sessions", roles: []programme.Role{programme.Association, programme.Province, programme.Supervisor, programme.Judge, programme.Auditor}},
	{text: "培育名单", href: "/shortlists", roles: []programme.Role{programme.Province, programme.Finance, programme.Association}},
	{text: "机构档案", href: "/institution", roles: []programme.Role{programme.Institution}},
	{text: "机构推荐", href: "/slate", roles: []programme.Role{programme.City}},
	{text: "机构评估与遴选", href: "/selection", roles: []programme.Role{programme.Province}},
	{text: "培训与认证", href: "/certification", roles: []programme.Role{programme.Province, programme.Examiner, programme.Supervisor}},
	{text: "认证委员会", href: "/committee", roles: []programme.Role{programme.Province, programme.Examiner, programme.Supervisor, programme.Auditor}},
	{text: "公示管理", href: "/publicities", roles: []programme.Role{programme.Province, programme.Supervisor}},
	{text: "证书", href: "/certificates", roles: []programme.Role{programme.Province}},
	{text: "师资与需求", href: "/lecturers", roles: append(offices[:3:3], programme.Buyer)},
	{text: "归档", href: "/archives", roles: []programme.Role{programme.Province, programme.Auditor}},
	{text: "审计", href: "/audit", roles: []programme.Role{programme.Auditor, programme.Audit}},
	{text: "系统管理", href: "/admin", roles: []programme.Role{programme.System, programme.Security}},
	{text: "规则参数", href: "/settings", roles: []programme.Role{programme.County, programme.City, programme.Province, programme.Auditor, programme.System, programme.Security, programme.Audit}},
	{text: "通知", href: "/notices"},
	{text: "公示", href: "/publicity"},
	{text: "名录", href: "/register"},
	{text: "承训机构", href: "/institutions"},
	{text: "核验证书", href: "/verify"},
	{text: "进度", href: "/progress"},
}
