package send

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// aliyun is Alibaba Cloud's gateway, SendSms of 2017-05-25, signed by its
// signature V3 (ACS3-HMAC-SHA256).
type aliyun struct {
	url               *url.URL
	key, secret, sign string
	templates         map[string]string
	now               func() time.Time
}

// Send hands one text message to the gateway. That it took it is not that it
// arrived.
func (a aliyun) Send(ctx context.Context, m Message) (Receipt, error) {
	template := a.templates[m.Template]
	if template == "" {
		return Receipt{}, &Refusal{Answer: "no approved template for " + m.Template}
	}
	gaps := map[string]string{}
	for _, g := range m.Gaps {
		gaps[g.Name] = g.Value
	}
	param, err := json.Marshal(gaps)
	if err != nil {
		return Receipt{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	u := *a.url
	u.RawQuery = query(map[string]string{
		"PhoneNumbers": m.To, "SignName": a.sign, "TemplateCode": template, "TemplateParam": string(param), "OutId": m.ID,
	})
	r, _, err := posted(ctx, &u, nil)
	if err != nil {
		return Receipt{}, err
	}
	r.Header.Del("Content-Type")
	signACS3(r, a.key, a.secret, "SendSms", "2017-05-25", nonce(), a.now())
	var said struct{ Code, Message, BizID string }
	if err := ask(r, &said); err != nil {
		return Receipt{}, err
	}
	answer := said.Code + " " + said.Message
	switch {
	case said.Code == "OK":
		return Receipt{said.BizID, answer}, nil
	case slices.Contains(aliyunNo, said.Code):
		return Receipt{}, &Refusal{Answer: answer, Bounced: said.Code == "isv.MOBILE_NUMBER_ILLEGAL"}
	}
	return Receipt{}, &Trouble{Answer: answer}
}

// aliyunNo are the answers that are of this message or number, not of the hour
// or of an account that somebody may put right.
var aliyunNo = []string{
	"isv.MOBILE_NUMBER_ILLEGAL", "isv.INVALID_PARAMETERS", "isv.TEMPLATE_MISSING_PARAMETERS", "isv.TEMPLATE_PARAMS_ILLEGAL",
	"isv.INVALID_JSON_PARAM", "isv.BLACK_KEY_CONTROL_LIMIT", "isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL",
}

// query writes parameters in the order and the encoding in which they are signed.
func query(params map[string]string) string {
	var out []string
	for k, v := range params {
		out = append(out, escaped(k)+"="+escaped(v))
	}
	slices.Sort(out)
	return strings.Join(out, "&")
}

// signACS3 signs r, which has no body, by Alibaba Cloud's signature V3:
// https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
func signACS3(r *http.Request, key, secret, action, version, nonce string, now time.Time) {
	r.Header.Set("x-acs-action", action)
	r.Header.Set("x-acs-version", version)
	r.Header.Set("x-acs-date", now.UTC().Format("2006-01-02T15:04:05Z"))
	r.Header.Set("x-acs-signature-nonce", nonce)
	r.Header.Set("x-acs-content-sha256", digest(nil))
	var heads strings.Builder
	names := []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
	for _, name := range names {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.URL.Host
		}
		heads.WriteString(name + ":" + value + "\n")
	}
	signed := strings.Join(names, ";")
	canonical := strings.Join([]string{r.Method, r.URL.Path, r.URL.RawQuery, heads.String(), signed, digest(nil)}, "\n")
	signature := hex.EncodeToString(mac([]byte(secret), "ACS3-HMAC-SHA256\n"+digest([]byte(canonical))))
	r.Header.Set("Authorization", "ACS3-HMAC-SHA256 Credential="+key+",SignedHeaders="+signed+",Signature="+signature)
}
