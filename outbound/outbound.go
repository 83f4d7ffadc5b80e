// Package outbound posts to addresses that strangers chose, without lending them this server's place in its network.
package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"partyline/fault"
	"partyline/hooks"
)

// Sender posts. The address is judged when it is dialled, after its name was looked up, so that a name cannot change
// its meaning in between. No proxy is used, no redirect followed, no connection kept.
type Sender struct {
	private bool
	timeout time.Duration
	client  *http.Client
}

const (
	timeout = 10 * time.Second // of the wall, for all of one post
	limit   = 64 << 10         // of an answer; more is not read
)

// errPrivate is for an address that is not of the internet.
var errPrivate = errors.New("not an address of the internet")

// New makes a Sender. private allows addresses of this machine and its network, and http without s: for tests and for
// whoever runs both ends.
func New(private bool, version string) *Sender {
	s := &Sender{private: private, timeout: timeout}
	dialer := &net.Dialer{Timeout: timeout, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !private && !Public(to.Addr()) {
			return errPrivate
		}
		return nil
	}}
	s.client = &http.Client{
		Transport: named{version, &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: limit,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s
}

// named says who we are.
type named struct {
	version string
	http.RoundTripper
}

// RoundTrip adds the header User-Agent.
func (n named) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("User-Agent", "Partyline/"+n.version)
	return n.RoundTripper.RoundTrip(r)
}

// Check refuses an address by its looks: not https, a name or password in it, or a bare address that is not of the internet.
func (s *Sender) Check(address string) error {
	refuse := func(title string) error { return fault.New(fault.Invalid, "url_invalid", "%s", title).On("url", title) }
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		return refuse("This is not an address. Write it like https://example.org/partyline.")
	case u.Scheme != "https" && !(s.private && u.Scheme == "http"):
		return refuse("The address must begin with https://.")
	case u.User != nil || u.Fragment != "":
		return refuse("Leave names, passwords and # out of the address.")
	}
	host := strings.TrimSuffix(u.Hostname(), ".")
	a, err := netip.ParseAddr(host)
	if !s.private && (err == nil && !Public(a) || strings.EqualFold(host, "localhost")) {
		return refuse("This address is not reachable from the internet, so nothing can be sent there.")
	}
	return nil
}

// Send posts a body and says what came of it. What is answered is read up to 64 kB and not kept: it could be
// something that only this server can see.
func (s *Sender) Send(ctx context.Context, address string, header map[string]string, body string) hooks.Answer {
	began := time.Now()
	status, err := s.post(ctx, address, header, body)
	a := hooks.Answer{Status: status, Took: time.Since(began)}
	switch {
	case err != nil:
		a.Problem = problem(err)
	case status >= 300 && status < 400:
		a.Problem = fmt.Sprintf("It answered %d: redirects are not followed.", status)
	case status < 200 || status > 299:
		a.Problem = fmt.Sprintf("It answered %d.", status)
	}
	return a
}

func (s *Sender) post(ctx context.Context, address string, header map[string]string, body string) (status int, err error) {
	if err := s.Check(address); err != nil { // it may have been added when more was allowed
		return 0, errPrivate
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	resp, err := s.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, limit))
	return resp.StatusCode, err
}

// problem is a sentence that gives away nothing of the network this server stands in.
func problem(err error) string {
	var lookup *net.DNSError
	switch {
	case errors.Is(err, errPrivate):
		return "Its address is not one of the internet, so nothing was sent."
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, syscall.ETIMEDOUT):
		return "It did not answer within 10 seconds."
	case errors.As(err, &lookup):
		return "Its name was not found."
	case strings.Contains(err.Error(), "tls:"), strings.Contains(err.Error(), "x509:"):
		return "Its certificate was not accepted."
	}
	return "It could not be reached, or broke off."
}
