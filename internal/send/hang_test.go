package send_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"qinglan/internal/send"
)

// stuck is a mail server that falls silent once it has heard a word, or that
// greets nobody if the word is empty.
func stuck(t *testing.T, word string) send.Gateway {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			go talk(c, word)
		}
	}()
	return gateway(t, send.Mail{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: "none", From: "no-reply@example.cn"})
}

func talk(c net.Conn, word string) {
	if word == "" {
		return
	}
	fmt.Fprint(c, "220 here\r\n")
	for in := bufio.NewScanner(c); in.Scan(); {
		line := in.Text()
		switch {
		case strings.HasPrefix(line, word):
			return
		case line == "DATA":
			fmt.Fprint(c, "354 go on\r\n")
		case strings.HasPrefix(line, "EHLO"), strings.HasPrefix(line, "MAIL"), strings.HasPrefix(line, "RCPT"):
			fmt.Fprint(c, "250 ok\r\n")
		}
	}
}

// Whatever the other side does not say, an attempt ends, and it is trouble that
// may pass.
func TestNobodyWaitsForever(t *testing.T) {
	send.Patience(t, 300*time.Millisecond)
	ways := map[string]send.Gateway{}
	for _, word := range []string{"", "EHLO", "MAIL", "RCPT", "DATA", "."} {
		ways["mail, silent after "+word] = stuck(t, word)
	}
	over := make(chan struct{})
	never := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { <-over }))
	drops := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			io.WriteString(w, " ")
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}))
	t.Cleanup(func() { close(over); never.Close(); drops.Close() })
	for name, url := range map[string]string{"never": never.URL, "drop by drop": drops.URL} {
		c := open(t, send.Config{
			Sign: "青蓝", SMS: &send.SMS{Gateway: "aliyun", Key: "k", Secret: "s", URL: url, Templates: map[string]string{"code": "SMS_1"}},
			Groups: []send.Group{{Region: "1", Gateway: "wecom", URL: url + "/?key=K"}},
		})
		ways["aliyun, "+name], ways["wecom, "+name] = c.SMS, c.Groups["1"]
		c = open(t, send.Config{Sign: "青蓝", SMS: &send.SMS{Gateway: "tencent", Key: "k", Secret: "s", App: "1", URL: url, Templates: map[string]string{"code": "1"}}})
		ways["tencent, "+name] = c.SMS
	}
	for name, g := range ways {
		t.Run(name, func(t *testing.T) {
			began, m := time.Now(), code
			if strings.HasPrefix(name, "mail") {
				m.To = "zhang@example.cn"
			}
			_, err := g.Send(context.Background(), m)
			var later *send.Trouble
			if !errors.As(err, &later) || !later.Unreached {
				t.Errorf("%v; want trouble, and no answer", err)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}
