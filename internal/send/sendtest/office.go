// Package sendtest is a mail server for tests: mails come over a socket and are
// kept.
package sendtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"io"
	"math/big"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"qinglan/internal/send"
)

// An Office is a mail server that keeps what it gets.
type Office struct {
	mu       sync.Mutex
	got      []Letter
	Refuse   error // what it says to every recipient
	RefuseIt error // what it says to the mail itself
	open     bool  // asks for no password
}

// A Letter is one mail as it came over the wire.
type Letter struct {
	From string
	To   []string
	Raw  string
	TLS  bool
}

type desk struct {
	office *Office
	conn   *smtp.Conn
	now    Letter
	known  bool
}

// NewSession begins to serve a client.
func (o *Office) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &desk{office: o, conn: c, known: o.open}, nil
}

func (d *desk) AuthMechanisms() []string { return []string{sasl.Plain} }

func (d *desk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "u" || password != "p" {
			return smtp.ErrAuthFailed
		}
		d.known = true
		return nil
	}), nil
}

func (d *desk) Mail(from string, _ *smtp.MailOptions) error {
	if !d.known {
		return smtp.ErrAuthRequired
	}
	_, secure := d.conn.TLSConnectionState()
	d.now = Letter{From: from, TLS: secure}
	return nil
}

func (d *desk) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.office.mu.Lock()
	defer d.office.mu.Unlock()
	d.now.To = append(d.now.To, to)
	return d.office.Refuse
}

func (d *desk) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	d.office.mu.Lock()
	defer d.office.mu.Unlock()
	if d.office.RefuseIt != nil {
		return d.office.RefuseIt
	}
	d.now.Raw = string(text)
	d.office.got = append(d.office.got, d.now)
	return nil
}

func (d *desk) Reset()        {}
func (d *desk) Logout() error { return nil }

// Got returns the mails that came, oldest first.
func (o *Office) Got() []Letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.got)
}

// Say sets what the server says to every recipient from now on.
func (o *Office) Say(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Refuse = err
}

// certified returns a certificate for localhost and the file of the authority
// that signed it.
func certified(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, path
}

// Serve runs o on a socket; how is starttls, implicit or none. It returns how to
// reach it.
func Serve(t *testing.T, o *Office, how string) send.Mail {
	t.Helper()
	cert, ca := certified(t)
	s := smtp.NewServer(o)
	s.Domain = "localhost"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := send.Mail{Host: "localhost", Port: l.Addr().(*net.TCPAddr).Port, TLS: how, User: "u", Password: "p", CA: ca, From: "青蓝（演示） <no-reply@example.cn>"}
	switch how {
	case "implicit":
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}})
	case "starttls":
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
	case "none":
		o.open, c.User = true, ""
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return c
}

// Text returns the words of a mail.
func Text(l Letter) (string, error) {
	m, err := mail.ReadMessage(strings.NewReader(l.Raw))
	if err != nil {
		return "", err
	}
	var body io.Reader = m.Body
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	words, err := io.ReadAll(body)
	return string(words), err
}
