package e2e

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"
)

// balancer sends each request to the next server that takes connections. It knows nothing of
// health: where one refuses, the next is tried, as load balancers do. Only the socket of a browser
// that says so by a cookie "server" begins at that one (0, 1, …), so that a test knows where it is.
type balancer struct {
	address string

	mu      sync.Mutex
	servers []string
	next    int
	direct  http.Transport
}

func balance(t *testing.T) *balancer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &balancer{address: l.Addr().String()}
	b.direct.MaxIdleConnsPerHost = 64
	b.direct.ResponseHeaderTimeout = 30 * time.Second
	front := &http.Server{Handler: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "one of them"})
			r.Out.Host = r.In.Host
		},
		Transport:    b,
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }, // no reply is what the page gets
	}}
	go front.Serve(l)
	t.Cleanup(func() { _ = front.Close(); b.direct.CloseIdleConnections() })
	return b
}

func (b *balancer) add(server string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.servers = append(b.servers, server)
}

// turn is the servers, in the order in which they are to be tried.
func (b *balancer) turn(r *http.Request) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next++
	n := b.next % len(b.servers)
	if c, err := r.Cookie("server"); err == nil && r.URL.Path == "/ws" {
		if at, err := strconv.Atoi(c.Value); err == nil {
			n = at % len(b.servers)
		}
	}
	return append(append([]string{}, b.servers[n:]...), b.servers[:n]...)
}

// RoundTrip tries the servers. Only one that refused the connection surely did nothing.
func (b *balancer) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil && r.Body != http.NoBody {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	var last error
	for _, server := range b.turn(r) {
		try := r.Clone(r.Context())
		try.URL.Host = server
		if body != nil {
			try.Body = io.NopCloser(bytes.NewReader(body))
		}
		reply, err := b.direct.RoundTrip(try)
		if err == nil {
			return reply, nil
		}
		last = err
		var refused *net.OpError
		if !errors.As(err, &refused) || refused.Op != "dial" || errors.Is(err, context.Canceled) {
			return nil, err
		}
	}
	return nil, last
}
