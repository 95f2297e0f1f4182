package account

import (
	"context"
	"net/url"

	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

func signInLead(ctx context.Context, v signInView) string {
	if v.Staff {
		return lang.T(ctx, "主管部门、协会、评委和管理人员用账号名和密码登录。")
	}
	return lang.T(ctx, "申报人用手机验证码登录。")
}

func signInTabs(ctx context.Context, v signInView) []ui.Link {
	q := url.Values{}
	if v.Next != "" {
		q.Set("next", v.Next)
	}
	person := "/sign-in"
	if len(q) > 0 {
		person += "?" + q.Encode()
	}
	q.Set("as", "staff")
	return []ui.Link{{Text: lang.T(ctx, "申报人"), Href: person}, {Text: lang.T(ctx, "工作人员"), Href: "/sign-in?" + q.Encode()}}
}

func signInActive(v signInView) string {
	tabs := signInTabs(context.Background(), v)
	if v.Staff {
		return tabs[1].Href
	}
	return tabs[0].Href
}

func joinFacts(ctx context.Context, v joinView) []ui.Pair {
	facts := []ui.Pair{{Key: lang.T(ctx, "姓名"), Value: v.Who.Name}, {Key: lang.T(ctx, "身份"), Value: v.Title}}
	if v.Who.Officer() {
		facts = append(facts, ui.Pair{Key: lang.T(ctx, "单位"), Value: v.Who.Organ.Name})
	}
	return facts
}

func sessionTable(ctx context.Context, all []session, this string) ui.Table {
	t := ui.Table{ID: "devices", Caption: lang.T(ctx, "已登录的设备"), Columns: []ui.Column{
		{Label: lang.T(ctx, "设备"), Main: true}, {Label: lang.T(ctx, "登录时间")}, {Label: lang.T(ctx, "最近使用")}, {},
	}}
	for _, n := range all {
		last := ui.Cell{Part: endButton(n.ID)}
		if n.ID == this {
			last = ui.Cell{Text: lang.T(ctx, "本机"), Tone: ui.Done}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: n.Device}, {Text: ui.When(ctx, n.Began)}, {Text: ui.When(ctx, n.Seen)}, last,
		}})
	}
	return t
}

// id is that of the field, one on its page.
func (e entry) id() string {
	if e.ID != "" {
		return "f-" + e.ID
	}
	return "f-" + e.Name
}
