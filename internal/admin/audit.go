package admin

import (
	"context"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// acts are the words for what stands in the audit.
var acts = map[string]string{
	"sign-in":            "登录",
	"sign-out":           "退出登录",
	"sign-in-failed":     "登录失败",
	"end-session":        "结束其他设备的登录",
	"set-password":       "设置密码",
	"register-mobile":    "手机号注册",
	"change-mobile":      "更换手机号",
	"change-identity":    "更改证件号码",
	"reveal-identity":    "查看完整证件号码",
	"lecturer-phone":     "查看讲师电话",
	"survey-wish":        "查看企业的联系请求",
	"open-identity-file": "查看证件影像",
	"original-seen":      "核验原件：已见",
	"original-unseen":    "核验原件：未见",
	"scan":               "上传扫描回收",
	"scan-match":         "归入扫描页（自动）",
	"scan-assign":        "归入扫描页（人工）",
	"scan-drop":          "扫描页不归入",
	"scan-back":          "移回扫描页",
	"read-objector":      "查看异议人身份",
	"export":             "导出",
	"import":             "从表格导入",
	"invite":             "邀请人员",
	"make-link":          "重发登录链接",
	"end-post":           "结束任职",
	"set-contact":        "修改联系人",
	"verify-record":      "校验记录",
	"seal":               "为旧办件补加封签",
	"cover":              "安排代办",
	"body":               "写明工作主体",
	"mobilise-list":      "修改动员名单",
	"cover-end":          "提前结束代办",
	"check-in":           "评委设备签到",
	"check-out":          "停用签到的设备",
	"settle-lock":        "登记锁分核对结果",
}

// details are the words for the keys of what was noted.
var details = map[string]string{
	"by": "方式", "reason": "理由", "case": "办件", "cases": "移交件数", "to": "接办人",
	"file": "文件", "page": "扫描页", "print": "纸质件", "role": "身份", "findings": "不符处数", "rows": "行数", "digest": "摘要",
	"deputy": "代办人", "first": "第一天", "last": "最后一天",
	"device": "设备", "key": "密钥摘要", "ended": "同时停用的设备数", "refused": "未接受的锁分", "ground": "核对结果",
}

// ways are the words for how somebody signed in.
var ways = map[string]string{
	"code": "验证码", "password": "密码", "link": "链接", "switch": "换岗", "demo": "演示",
}

func actName(ctx context.Context, act string) string {
	if zh, ok := acts[act]; ok {
		return lang.T(ctx, zh)
	}
	return act
}

// A teller puts rows of the audit into words for one reader.
type teller struct {
	*Slice
	reader org.Actor
	names  map[string]string
	organs map[string]string
	things map[string]string
}

func (s *Slice) tellerFor(a org.Actor) *teller {
	return &teller{s, a, map[string]string{}, map[string]string{}, map[string]string{}}
}

// who names whoever did it. The audit administrator handles no business data,
// so an applicant has no name there.
func (t *teller) who(ctx context.Context, l record.LogLine) (name, organ string, err error) {
	if l.Person == "" {
		return lang.T(ctx, "未登录"), "", nil
	}
	if l.Organ == "" && t.reader.Role == programme.Audit {
		return lang.T(ctx, "申报人"), "", nil
	}
	if name, err = t.name(ctx, l.Person); err != nil {
		return "", "", err
	}
	if l.Organ == "" {
		return name, "", nil
	}
	organ, ok := t.organs[l.Organ]
	if !ok {
		o, err := t.Flow.Orgs().Organisation(ctx, t.Flow.DB(), l.Organ)
		if err != nil && fault.Of(err) != fault.Missing {
			return "", "", err
		}
		organ = o.Name
		t.organs[l.Organ] = organ
	}
	return name, joined(organ, lang.T(ctx, casework.RoleName[l.Role])), nil
}

func (t *teller) name(ctx context.Context, person string) (string, error) {
	if n, ok := t.names[person]; ok {
		return n, nil
	}
	n, err := t.Flow.Orgs().Name(ctx, t.Flow.DB(), person)
	if err == nil {
		t.names[person] = n
	}
	return n, err
}

// thing names what it was done to: a case, a person, an organisation.
func (t *teller) thing(ctx context.Context, l record.LogLine) (string, error) {
	id := l.Details["object"]
	if id == "" || id == l.Person {
		return "", nil
	}
	if said, ok := t.things[id]; ok {
		return said, nil
	}
	said, err := t.find(ctx, id)
	if err == nil {
		t.things[id] = said
	}
	return said, err
}

func (t *teller) find(ctx context.Context, id string) (string, error) {
	d := t.Flow.DB()
	c, err := t.Flow.Load(ctx, d, id)
	if err == nil {
		if t.reader.Role == programme.Audit {
			return joined(lang.T(ctx, c.Track.Label), c.No), nil
		}
		return joined(casework.Title(ctx, c), c.No), nil
	}
	if fault.Of(err) != fault.Missing {
		return "", err
	}
	name, err := t.name(ctx, id)
	if err != nil {
		return "", err
	}
	if name != "" {
		held, err := t.Flow.Orgs().Posts(ctx, d, id)
		if err == nil && len(held) == 0 && t.reader.Role == programme.Audit {
			name = lang.T(ctx, "申报人")
		}
		return name, err
	}
	o, err := t.Flow.Orgs().Organisation(ctx, d, id)
	if fault.Of(err) == fault.Missing {
		return "", nil // a session, a file: its id says nothing
	}
	return o.Name, err
}

// more says what was noted beside: how, why, how many.
func (t *teller) more(ctx context.Context, l record.LogLine) (string, error) {
	var parts []string
	for _, key := range slices.Sorted(keys(l.Details)) {
		word, ok := details[key]
		value := l.Details[key]
		if !ok || value == "" {
			continue
		}
		switch key {
		case "by":
			if zh := ways[value]; zh != "" {
				value = lang.T(ctx, zh)
			}
		case "role":
			value = lang.T(ctx, casework.RoleName[programme.Role(value)])
		case "to", "deputy":
			name, err := t.name(ctx, value)
			if err != nil {
				return "", err
			}
			value = name
		case "case":
			said, err := t.find(ctx, value)
			if err != nil {
				return "", err
			}
			value = said
		}
		parts = append(parts, lang.T(ctx, "%s：%s", lang.T(ctx, word), value))
	}
	return strings.Join(parts, "；"), nil
}
