package send

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// dingTalk is the robot of a 钉钉 group.
type dingTalk struct {
	url    *url.URL
	secret string // 加签; empty: the group lets it in by words or network
	now    func() time.Time
}

// Send writes the text into the group.
func (d dingTalk) Send(ctx context.Context, m Message) (Receipt, error) {
	u := *d.url
	if d.secret != "" {
		at := strconv.FormatInt(d.now().UnixMilli(), 10)
		q := u.Query()
		q.Set("timestamp", at)
		q.Set("sign", signDingTalk(at, d.secret))
		u.RawQuery = q.Encode()
	}
	return robot(ctx, &u, m, dingTalkNo)
}

// signDingTalk is 加签: the HMAC-SHA256 of time in milliseconds and secret, by
// the secret: https://open.dingtalk.com/document/robots/customize-robot-security-settings
func signDingTalk(at, secret string) string {
	return base64.StdEncoding.EncodeToString(mac([]byte(secret), at+"\n"+secret))
}

// weCom is the robot of a 企业微信 group; the secret stands in its address.
type weCom struct{ url *url.URL }

// Send writes the text into the group.
func (w weCom) Send(ctx context.Context, m Message) (Receipt, error) {
	return robot(ctx, w.url, m, weComNo)
}

// What robots say for good: 钉钉 310000 is a text that its safety settings do
// not let in, 企业微信 40008 and 44004 a text that is none.
var (
	dingTalkNo = []int{310000, 400105}
	weComNo    = []int{40008, 44004, 40058}
)

// robot posts a text to a group; both kinds speak alike.
func robot(ctx context.Context, u *url.URL, m Message, no []int) (Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, _, err := posted(ctx, u, map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Text}})
	if err != nil {
		return Receipt{}, err
	}
	said := struct {
		Code    int    `json:"errcode"`
		Message string `json:"errmsg"`
	}{Code: -1}
	if err := ask(r, &said); err != nil {
		return Receipt{}, err
	}
	answer := fmt.Sprintf("%d %s", said.Code, said.Message)
	if said.Code == 0 {
		return Receipt{Answer: answer}, nil
	}
	for _, n := range no {
		if n == said.Code {
			return Receipt{}, &Refusal{Answer: answer}
		}
	}
	return Receipt{}, &Trouble{Answer: answer}
}
