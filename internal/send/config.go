package send

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"
)

// A Config says by which ways messages leave the house. It is a file of its
// own, because it holds secrets.
type Config struct {
	Sign   string  `json:"sign"` // 短信签名, as the gateway has approved it; empty: 青蓝
	Mail   *Mail   `json:"mail"`
	SMS    *SMS    `json:"sms"`
	Groups []Group `json:"groups"`
}

// Mail is a server that takes mail.
type Mail struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	TLS      string `json:"tls"` // starttls (empty is that), implicit, or none: then without a password
	User     string `json:"user"`
	Password string `json:"password"`
	From     string `json:"from"` // 青蓝 <no-reply@example.cn>
	CA       string `json:"ca"`   // PEM file of the authority that signed the server's certificate; empty: those of the system
}

// SMS is a gateway for text messages.
type SMS struct {
	Gateway   string            `json:"gateway"` // aliyun, tencent, file
	Key       string            `json:"key"`     // AccessKeyId, SecretId
	Secret    string            `json:"secret"`
	App       string            `json:"app"`       // tencent: SmsSdkAppId
	Region    string            `json:"region"`    // empty: cn-hangzhou, ap-guangzhou
	URL       string            `json:"url"`       // empty: the gateway's own
	Templates map[string]string `json:"templates"` // our template: the gateway's number
	File      string            `json:"file"`      // file: where lines are added
}

// Group is the robot of a group chat of an office.
type Group struct {
	Region  string `json:"region"`  // of the office, such as 330700
	Gateway string `json:"gateway"` // dingtalk, wecom, file
	URL     string `json:"url"`     // as the group shows it, with its token
	Secret  string `json:"secret"`  // dingtalk: 加签
	File    string `json:"file"`
}

// Channels are the ways that are open; nil is one that is not.
type Channels struct {
	Sign   string
	Mail   Gateway
	SMS    Gateway
	Groups map[string]Gateway // by region of the office
}

// Load opens the ways that the file at path names. It refuses a file that
// others than its owner may read, and one that says what is not understood. No
// file is no ways.
func Load(path string, now func() time.Time) (Channels, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Channels{}, nil
	}
	if err != nil {
		return Channels{}, fmt.Errorf("file of messages: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return Channels{}, fmt.Errorf("%s has mode %04o and holds secrets: run chmod 600 on it", path, mode)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Channels{}, fmt.Errorf("file of messages: %w", err)
	}
	var c Config
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return Channels{}, fmt.Errorf("%s: %w", path, err)
	}
	out, err := c.Open(now)
	if err != nil {
		return out, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// Open returns the ways of c. Nothing is connected yet.
func (c Config) Open(now func() time.Time) (out Channels, err error) {
	out.Sign = Line(c.Sign, 20)
	if c.Mail != nil {
		if out.Mail, err = c.Mail.open(now); err != nil {
			return out, fmt.Errorf("mail: %w", err)
		}
	}
	if c.SMS != nil {
		if out.SMS, err = c.SMS.open(out.Sign, now); err != nil {
			return out, fmt.Errorf("sms: %w", err)
		}
	}
	for _, g := range c.Groups {
		if out.Groups == nil {
			out.Groups = map[string]Gateway{}
		}
		if out.Groups[g.Region], err = g.open(now); err != nil {
			return out, fmt.Errorf("group of %s: %w", g.Region, err)
		}
	}
	return out, nil
}

func (s *SMS) open(sign string, now func() time.Time) (Gateway, error) {
	if s.Gateway == "file" {
		return fileSink{s.File, now}, needs("file", s.File)
	}
	if err := errors.Join(needs("key", s.Key), needs("secret", s.Secret), needs("sign", sign)); err != nil {
		return nil, err
	}
	switch s.Gateway {
	case "aliyun":
		a := aliyun{key: s.Key, secret: s.Secret, sign: sign, templates: s.Templates, now: now}
		var err error
		a.url, err = address(s.URL, "https://dysmsapi.aliyuncs.com/")
		return a, err
	case "tencent":
		t := tencent{id: s.Key, secret: s.Secret, sign: sign, app: s.App, region: s.Region, templates: s.Templates, now: now}
		if t.region == "" {
			t.region = "ap-guangzhou"
		}
		var err error
		t.url, err = address(s.URL, "https://sms.tencentcloudapi.com/")
		return t, errors.Join(err, needs("app", s.App))
	}
	return nil, fmt.Errorf("no gateway %q; there are aliyun, tencent, file", s.Gateway)
}

func (g Group) open(now func() time.Time) (Gateway, error) {
	if g.Gateway == "file" {
		return fileSink{g.File, now}, needs("file", g.File)
	}
	u, err := address(g.URL, "")
	if err != nil {
		return nil, err
	}
	switch g.Gateway {
	case "dingtalk":
		return dingTalk{u, g.Secret, now}, nil
	case "wecom":
		return weCom{u}, nil
	}
	return nil, fmt.Errorf("no gateway %q; there are dingtalk, wecom, file", g.Gateway)
}

// address reads where a gateway is. In clear only this very machine is reached.
func address(s, usual string) (*url.URL, error) {
	if s == "" {
		s = usual
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, errors.New("url cannot be read") // not the text: it may hold a token
	}
	if u.Path == "" {
		u.Path = "/"
	}
	near := u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost" || u.Hostname() == "::1"
	if u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && near) {
		return nil, errors.New("url: want https://…")
	}
	return u, nil
}

func needs(name, value string) error {
	if value == "" {
		return fmt.Errorf("%s is missing", name)
	}
	return nil
}

// trust returns how the certificate of host is checked.
func trust(host, ca string) (*tls.Config, error) {
	c := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if ca == "" {
		return c, nil
	}
	pem, err := os.ReadFile(ca)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, errors.New("ca: no certificate in the file")
	}
	return c, nil
}
