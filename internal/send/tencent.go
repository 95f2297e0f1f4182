package send

import (
	"context"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// tencent is Tencent Cloud's gateway, SendSms of 2021-01-11, signed by
// TC3-HMAC-SHA256.
type tencent struct {
	url                           *url.URL
	id, secret, sign, app, region string
	templates                     map[string]string
	now                           func() time.Time
}

// Send hands one text message to the gateway. That it took it is not that it
// arrived.
func (t tencent) Send(ctx context.Context, m Message) (Receipt, error) {
	template := t.templates[m.Template]
	if template == "" {
		return Receipt{}, &Refusal{Answer: "no approved template for " + m.Template}
	}
	gaps := []string{}
	for _, g := range m.Gaps { // by their order
		gaps = append(gaps, g.Value)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, body, err := posted(ctx, t.url, map[string]any{
		"PhoneNumberSet": []string{"+86" + m.To}, "SmsSdkAppId": t.app, "SignName": t.sign, "TemplateId": template,
		"TemplateParamSet": gaps, "SessionContext": m.ID,
	})
	if err != nil {
		return Receipt{}, err
	}
	r.Header.Set("X-TC-Version", "2021-01-11")
	r.Header.Set("X-TC-Region", t.region)
	signTC3(r, t.id, t.secret, "sms", "SendSms", body, t.now())
	var said struct {
		Response struct {
			Error         *struct{ Code, Message string }
			SendStatusSet []struct{ SerialNo, Code, Message string }
		}
	}
	if err := ask(r, &said); err != nil {
		return Receipt{}, err
	}
	switch s := said.Response.SendStatusSet; {
	case said.Response.Error != nil: // of the account, the signature, the hour
		return Receipt{}, &Trouble{Answer: said.Response.Error.Code + " " + said.Response.Error.Message}
	case len(s) != 1:
		return Receipt{}, &Trouble{Answer: "an answer without a status"}
	default:
		return tencentSaid(s[0].Code, s[0].Code+" "+s[0].Message, s[0].SerialNo)
	}
}

// tencentSaid reads what the gateway says of one number.
func tencentSaid(code, answer, serial string) (Receipt, error) {
	switch {
	case code == "Ok":
		return Receipt{serial, answer}, nil
	case code == "InvalidParameterValue.IncorrectPhoneNumber":
		return Receipt{}, &Refusal{Answer: answer, Bounced: true}
	case strings.HasPrefix(code, "InvalidParameterValue."), code == "FailedOperation.ContainSensitiveWord",
		code == "FailedOperation.TemplateParamSetNotMatchApprovedTemplate", code == "FailedOperation.PhoneNumberInBlacklist",
		code == "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber":
		return Receipt{}, &Refusal{Answer: answer}
	}
	return Receipt{}, &Trouble{Answer: answer}
}

// signTC3 signs r by Tencent Cloud's signature v3:
// https://cloud.tencent.com/document/api/213/30654
func signTC3(r *http.Request, id, secret, service, action string, body []byte, now time.Time) {
	at := strconv.FormatInt(now.Unix(), 10)
	day := now.UTC().Format(time.DateOnly)
	r.Header.Set("X-TC-Action", action)
	r.Header.Set("X-TC-Timestamp", at)
	const signed = "content-type;host;x-tc-action"
	heads := "content-type:" + r.Header.Get("Content-Type") + "\nhost:" + r.URL.Host + "\nx-tc-action:" + strings.ToLower(action) + "\n"
	canonical := strings.Join([]string{r.Method, r.URL.Path, r.URL.RawQuery, heads, signed, digest(body)}, "\n")
	scope := day + "/" + service + "/tc3_request"
	key := mac(mac(mac([]byte("TC3"+secret), day), service), "tc3_request")
	signature := hex.EncodeToString(mac(key, "TC3-HMAC-SHA256\n"+at+"\n"+scope+"\n"+digest([]byte(canonical))))
	r.Header.Set("Authorization", "TC3-HMAC-SHA256 Credential="+id+"/"+scope+", SignedHeaders="+signed+", Signature="+signature)
}
