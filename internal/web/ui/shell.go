package ui

import (
	"context"
	"net/http"
)

// htmxConfig keeps htmx within the policy of the site: no eval, no style of its
// own, no page kept on the device, no other site; a form with complaints (422)
// is shown like any page.
const htmxConfig = `{"allowEval":false,"includeIndicatorStyles":false,"historyCacheSize":0,` +
	`"refreshOnHistoryMiss":true,"selfRequestsOnly":true,"allowScriptTags":false,"responseHandling":[` +
	`{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"422","swap":true},` +
	`{"code":"[45]..","swap":false,"error":true}]}`

func (p Shell) heading(ctx context.Context) string {
	if p.Title == "" {
		return T(ctx, "青蓝")
	}
	return T(ctx, "%s - 青蓝", p.Title)
}

func (p Problem) title(ctx context.Context) string {
	switch p.Status {
	case http.StatusNotFound:
		return T(ctx, "没有找到")
	case http.StatusForbidden:
		return T(ctx, "您不能办理这一步")
	case http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return T(ctx, "提交的内容有误")
	case http.StatusConflict:
		return T(ctx, "内容已有变化")
	case http.StatusGone:
		return T(ctx, "现在不能办理")
	}
	return T(ctx, "暂时没有办成")
}

func (p Problem) shell(ctx context.Context) Shell {
	s := ShellOf(ctx, p.title(ctx), "")
	s.Path, s.Wide, s.Does = "/", false, ""
	return s
}
