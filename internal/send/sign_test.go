package send

import (
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The example of Alibaba Cloud's page on signature V3 (RunInstances).
func TestSignACS3(t *testing.T) {
	q := query(map[string]string{"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"})
	r, err := http.NewRequest(http.MethodPost, "https://ecs.cn-shanghai.aliyuncs.com/?"+q, nil)
	if err != nil {
		t.Fatal(err)
	}
	signACS3(r, "YourAccessKeyId", "YourAccessKeySecret", "RunInstances", "2014-05-26", "3156853299f313e23d1673dc12e1703d",
		time.Date(2023, 10, 26, 10, 22, 32, 0, time.UTC))
	want := "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version," +
		"Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
	if got := r.Header.Get("Authorization"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The example of Tencent Cloud's page on signature v3 (DescribeInstances). Its
// results hold for the keys as they are printed, masked.
func TestSignTC3(t *testing.T) {
	body := `{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`
	if got := digest([]byte(body)); got != "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064" {
		t.Fatalf("digest of the body %s", got)
	}
	secret := strings.Repeat("*", 32) // as the page prints it
	key := mac(mac(mac([]byte("TC3"+secret), "2019-02-25"), "cvm"), "tc3_request")
	if got := hex.EncodeToString(key); got != "b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af" {
		t.Errorf("signing key %s", got)
	}
	r, err := http.NewRequest(http.MethodPost, "https://cvm.tencentcloudapi.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	signTC3(r, "AKID"+secret, secret, "cvm", "DescribeInstances", []byte(body), time.Unix(1551113065, 0))
	want := "TC3-HMAC-SHA256 Credential=AKID" + secret + "/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, " +
		"Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
	if got := r.Header.Get("Authorization"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// No vector of 钉钉's signature is published: this is RFC 4231's HMAC under the
// rule of its page, reckoned with OpenSSL:
// printf '1500000000000\nSEC000' | openssl dgst -sha256 -hmac SEC000 -binary | base64
func TestSignDingTalk(t *testing.T) {
	if got, want := signDingTalk("1500000000000", "SEC000"), "Hpf/o9PpsfQpbsSt4XkF18ZAGoTIvRCp9Crs1886UPI="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEscaped(t *testing.T) {
	if got := escaped("a b*c+d/e=f&g:h~演"); got != "a%20b%2Ac%2Bd%2Fe%3Df%26g%3Ah~%E6%BC%94" {
		t.Errorf("got %s", got)
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"张三\r\nBcc: x@example.cn":  "张三 Bcc: x@example.cn",
		"  a\u2028b\u202e\tc\x00 ": "a b c",
		"一二三四五六":                   "一二三四五",
	} {
		n := 40
		if in == "一二三四五六" {
			n = 5
		}
		if got := Line(in, n); got != want {
			t.Errorf("Line(%q) = %q; want %q", in, got, want)
		}
	}
}
