package admin

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

var contactAsks = []form.Question{
	{Name: "contact", Label: "联系人", Kind: form.Text, Max: 30, Hint: "公开显示，供申报人咨询。"},
	{Name: "phone", Label: "联系电话", Kind: form.Phone, Hint: "办公电话，公开显示。"},
	{Name: "address", Label: "地址", Kind: form.Text, Max: 100, Optional: true},
}

var ranks = []form.Choice{
	{Value: string(programme.Clerk), Label: "经办"},
	{Value: string(programme.Head), Label: "处（科）长"},
	{Value: string(programme.Leader), Label: "分管领导"},
}

// invitationAsks are the questions of an invitation to an organisation.
func invitationAsks(ctx context.Context, o org.Organisation, staff []org.Post) []form.Question {
	qs := []form.Question{
		{Name: "name", Label: "姓名", Kind: form.Name, Optional: true, Hint: "新的人员填写姓名；已有人员在下面选择。"},
		{Name: "person", Label: "已有人员", Kind: form.Select, Optional: true, Hint: "兼任另一个岗位时选择，不再发链接。"},
		{Name: "title", Label: "职务", Kind: form.Text, Max: 30, Hint: "办理记录和审批页面上显示的称呼。"},
	}
	seen := map[string]bool{}
	for _, p := range staff {
		if !seen[p.Person] {
			seen[p.Person] = true
			qs[1].Choices = append(qs[1].Choices, form.Choice{Value: p.Person, Label: p.Name})
		}
	}
	if roles := rolesOf(o); len(roles) > 1 {
		q := form.Question{Name: "role", Label: "身份", Kind: form.Pick}
		for _, r := range roles {
			q.Choices = append(q.Choices, form.Choice{Value: string(r), Label: casework.RoleName[r]})
		}
		qs = append(qs, q)
	}
	if ranked(o.Role) {
		qs = append(qs, form.Question{Name: "rank", Label: "审批层级", Kind: form.Pick, Choices: ranks})
	}
	if len(qs[1].Choices) == 0 {
		qs = append(qs[:1], qs[2:]...)
		qs[0].Optional, qs[0].Hint = false, ""
	}
	return qs
}

// invitationOf returns what was asked for in an invitation.
func invitationOf(o org.Organisation, id string, a form.Answers) invitation {
	p := org.Post{ID: id, Name: a["name"], Organisation: o, Role: o.Role, Rank: programme.Clerk, Title: a["title"]}
	if a["role"] != "" {
		p.Role = programme.Role(a["role"])
	}
	if a["rank"] != "" {
		p.Rank = programme.Rank(a["rank"])
	}
	return invitation{Post: p, Person: a["person"]}
}

func rankName(ctx context.Context, p org.Post) string {
	if !ranked(p.Role) {
		return ""
	}
	for _, r := range ranks {
		if r.Value == string(p.Rank) {
			return lang.T(ctx, r.Label)
		}
	}
	return ""
}

func organTable(ctx context.Context, all []org.Organisation, counts map[string]int) ui.Table {
	t := ui.Table{ID: "organisations", Caption: lang.T(ctx, "单位"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "单位"), Main: true}, {Label: lang.T(ctx, "地区")}, {Label: lang.T(ctx, "联系人")},
		{Label: lang.T(ctx, "联系电话")}, {Label: lang.T(ctx, "岗位数"), Num: true},
	}}
	for _, o := range all {
		name := ""
		if r, ok := org.RegionOf(o.Region); ok {
			name = r.Name
		}
		row := ui.Row{Href: "/admin/organisations/" + o.ID, Cells: ui.Texts(o.Name, name, o.Contact, o.Phone, count(counts[o.ID]))}
		if o.Contact == "" || o.Phone == "" {
			row.Cells[2] = ui.Cell{Text: lang.T(ctx, "待填联系人"), Tone: ui.OnMe}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *Slice) staffTable(ctx context.Context, staff []org.Post) (ui.Table, error) {
	t := ui.Table{ID: "staff", Caption: lang.T(ctx, "在任人员"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "职务")}, {Label: lang.T(ctx, "身份")}, {Label: lang.T(ctx, "审批层级")},
		{Label: lang.T(ctx, "登录")},
	}, Empty: lang.T(ctx, "还没有人员"), EmptyText: lang.T(ctx, "请邀请第一位经办人。")}
	for _, p := range staff {
		signed, err := s.standing(ctx, p)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, ui.Row{Href: "/admin/posts/" + p.ID, Cells: append(ui.Texts(
			p.Name, p.Title, lang.T(ctx, casework.RoleName[p.Role]), rankName(ctx, p)), signed)})
	}
	return t, nil
}
