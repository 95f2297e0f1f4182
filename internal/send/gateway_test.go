package send_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qinglan/internal/send"
)

// A said is what a gateway of a test answers, and what it was asked.
type said struct {
	status int
	answer string
	asked  *http.Request
	body   string
}

func (s *said) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.asked, s.body = r, string(body)
	if s.status != 0 {
		w.WriteHeader(s.status)
	}
	io.WriteString(w, s.answer)
}

var code = send.Message{
	ID: "abc", To: "19900000001", Text: "【青蓝】验证码 123456。", Template: "code",
	Gaps: []send.Gap{{Name: "code", Value: "123456"}, {Name: "minutes", Value: "5"}},
}

func open(t *testing.T, c send.Config) send.Channels {
	t.Helper()
	out, err := c.Open(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func kind(err error) string {
	var no *send.Refusal
	var later *send.Trouble
	switch {
	case err == nil:
		return "taken"
	case errors.As(err, &no) && no.Bounced:
		return "bounced"
	case errors.As(err, &no):
		return "refused"
	case errors.As(err, &later):
		return "trouble"
	}
	return "?"
}

func TestAliyun(t *testing.T) {
	g := &said{}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	c := open(t, send.Config{Sign: "青蓝", SMS: &send.SMS{Gateway: "aliyun", Key: "k", Secret: "s", URL: s.URL, Templates: map[string]string{"code": "SMS_1"}}})
	for answer, want := range map[string]string{
		`{"Code":"OK","Message":"OK","BizId":"b-1"}`:   "taken",
		`{"Code":"isv.MOBILE_NUMBER_ILLEGAL"}`:         "bounced",
		`{"Code":"isv.PARAM_LENGTH_LIMIT"}`:            "refused",
		`{"Code":"isv.BUSINESS_LIMIT_CONTROL"}`:        "trouble",
		`{"Code":"isv.OUT_OF_SERVICE","Message":"欠费"}`: "trouble",
		`<html>`: "trouble",
		``:       "trouble",
	} {
		g.answer = answer
		r, err := c.SMS.Send(t.Context(), code)
		if got := kind(err); got != want || want == "taken" && r.ID != "b-1" {
			t.Errorf("%s: %s %+v (%v); want %s", answer, got, r, err, want)
		}
	}
	q := g.asked.URL.Query()
	for name, want := range map[string]string{"PhoneNumbers": "19900000001", "SignName": "青蓝", "TemplateCode": "SMS_1", "TemplateParam": `{"code":"123456","minutes":"5"}`, "OutId": "abc"} {
		if got := q.Get(name); got != want {
			t.Errorf("%s is %q; want %q", name, got, want)
		}
	}
	if a := g.asked.Header.Get("x-acs-action"); a != "SendSms" || !strings.Contains(g.asked.Header.Get("Authorization"), "Credential=k,") {
		t.Errorf("headers %v", g.asked.Header)
	}
	other := code
	other.Template = "news"
	if _, err := c.SMS.Send(t.Context(), other); kind(err) != "refused" {
		t.Errorf("a text without an approved template: %v", err)
	}
}

func TestTencent(t *testing.T) {
	g := &said{}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	c := open(t, send.Config{Sign: "青蓝", SMS: &send.SMS{Gateway: "tencent", Key: "k", Secret: "s", App: "1400", URL: s.URL, Templates: map[string]string{"code": "11"}}})
	for answer, want := range map[string]string{
		`{"Response":{"SendStatusSet":[{"SerialNo":"n-1","Code":"Ok","Message":"send success"}]}}`:    "taken",
		`{"Response":{"SendStatusSet":[{"Code":"InvalidParameterValue.IncorrectPhoneNumber"}]}}`:      "bounced",
		`{"Response":{"SendStatusSet":[{"Code":"FailedOperation.ContainSensitiveWord"}]}}`:            "refused",
		`{"Response":{"SendStatusSet":[{"Code":"LimitExceeded.PhoneNumberThirtySecondLimit"}]}}`:      "trouble",
		`{"Response":{"SendStatusSet":[{"Code":"FailedOperation.InsufficientBalanceInSmsPackage"}]}}`: "trouble",
		`{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"x"}}}`:                "trouble",
		`{"Response":{}}`: "trouble",
	} {
		g.answer = answer
		r, err := c.SMS.Send(t.Context(), code)
		if got := kind(err); got != want || want == "taken" && r.ID != "n-1" {
			t.Errorf("%s: %s %+v (%v); want %s", answer, got, r, err, want)
		}
	}
	var body struct {
		PhoneNumberSet, TemplateParamSet  []string
		SmsSdkAppID, SignName, TemplateID string
	}
	if err := json.Unmarshal([]byte(g.body), &body); err != nil || len(body.PhoneNumberSet) != 1 || body.PhoneNumberSet[0] != "+8619900000001" ||
		body.SignName != "青蓝" || body.TemplateID != "11" || body.SmsSdkAppID != "1400" || strings.Join(body.TemplateParamSet, ",") != "123456,5" {
		t.Errorf("body %s, %v", g.body, err)
	}
	if h := g.asked.Header; h.Get("X-TC-Action") != "SendSms" || h.Get("X-TC-Version") != "2021-01-11" || h.Get("X-TC-Region") != "ap-guangzhou" ||
		!strings.HasPrefix(h.Get("Authorization"), "TC3-HMAC-SHA256 Credential=k/") {
		t.Errorf("headers %v", h)
	}
}

func TestRobots(t *testing.T) {
	g := &said{}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	c := open(t, send.Config{Groups: []send.Group{
		{Region: "330700", Gateway: "dingtalk", URL: s.URL + "/robot/send?access_token=T", Secret: "SEC1"},
		{Region: "330782", Gateway: "wecom", URL: s.URL + "/cgi-bin/webhook/send?key=K"},
	}})
	for _, tt := range []struct{ region, answer, want string }{
		{"330700", `{"errcode":0,"errmsg":"ok"}`, "taken"}, {"330700", `{"errcode":310000,"errmsg":"sign not match"}`, "refused"},
		{"330700", `{"errcode":130101,"errmsg":"send too fast"}`, "trouble"}, {"330782", `{"errcode":0,"errmsg":"ok"}`, "taken"},
		{"330782", `{"errcode":45009,"errmsg":"freq out of limit"}`, "trouble"}, {"330782", `{}`, "trouble"},
	} {
		g.answer = tt.answer
		_, err := c.Groups[tt.region].Send(t.Context(), send.Message{Text: "【催签收】\"演示\"\n<b>"})
		if got := kind(err); got != tt.want {
			t.Errorf("%v: %s (%v)", tt, got, err)
		}
		var body struct {
			MsgType string
			Text    struct{ Content string }
		}
		if err := json.Unmarshal([]byte(g.body), &body); err != nil || body.MsgType != "text" || body.Text.Content != "【催签收】\"演示\"\n<b>" {
			t.Errorf("body %s, %v", g.body, err)
		}
		q := g.asked.URL.Query()
		if tt.region == "330700" && (q.Get("access_token") != "T" || q.Get("timestamp") == "" || q.Get("sign") == "") {
			t.Errorf("asked %v", q)
		}
	}
}

// A gateway that is down, slow to answer or leads elsewhere is trouble, and an
// error holds neither its address nor a token.
func TestTroubleTellsNoToken(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("https://example.cn/", http.StatusFound))
	c := open(t, send.Config{Groups: []send.Group{{Region: "1", Gateway: "wecom", URL: s.URL + "/?key=SECRET"}}})
	_, err := c.Groups["1"].Send(t.Context(), send.Message{Text: "x"})
	if kind(err) != "trouble" {
		t.Errorf("led elsewhere: %v", err)
	}
	s.Close()
	_, err = c.Groups["1"].Send(t.Context(), send.Message{Text: "x"})
	if kind(err) != "trouble" || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("nobody there: %v", err)
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	if c, err := send.Load(path, time.Now); err != nil || c.Mail != nil || c.SMS != nil {
		t.Errorf("no file: %+v, %v", c, err)
	}
	out := filepath.Join(t.TempDir(), "sent.jsonl")
	if err := os.WriteFile(path, []byte(`{"sign":"青蓝","sms":{"gateway":"file","file":"`+out+`"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := send.Load(path, time.Now); err == nil {
		t.Error("a file that others may read was taken")
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := send.Load(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SMS.Send(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(text), "【青蓝】验证码 123456。") || strings.Count(string(text), "\n") != 1 {
		t.Errorf("the file sink holds %s, %v", text, err)
	}
	for _, wrong := range []string{
		`{"smtp":{}}`, `{"mail":{"from":"x"}}`, `{"mail":{"host":"h","from":"a@b.cn","tls":"none","user":"u"}}`, `{"mail":{"host":"h","from":"a@b.cn","tls":"ssl3"}}`,
		`{"sign":"x","sms":{"gateway":"carrier-pigeon","key":"k","secret":"s"}}`, `{"sms":{"gateway":"aliyun","key":"k","secret":"s"}}`,
		`{"sign":"x","sms":{"gateway":"aliyun","key":"k","secret":"s","url":"http://example.cn"}}`, `{"groups":[{"region":"1","gateway":"wecom","url":"ftp://x"}]}`,
	} {
		if err := os.WriteFile(path, []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := send.Load(path, time.Now); err == nil {
			t.Errorf("taken: %s", wrong)
		}
	}
}
