package outbound

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestOnlyAddressesOfTheInternetArePublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "8.8.8.8": true, "1.1.1.1": true, "2606:2800:220:1::1": true, "2a00:1450:4001::1": true,
		"127.0.0.1": false, "127.8.8.8": false, "0.0.0.0": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "172.32.0.1": true,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.100.100.200": false, "168.63.129.16": false, "192.0.0.192": false,
		"198.18.0.1": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false, "203.0.113.9": false,
		"::": false, "::1": false, "::7f00:1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:8.8.8.8": true, "::ffff:169.254.169.254": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b::808:808": true, "64:ff9b:1::1": false,
		"fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false,
		"2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false, "100::1": false, "3fff::1": false,
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

// The guard stands behind the look-up: the address is judged that is dialled.
func TestAPrivateAddressIsNotDialledWhateverItsName(t *testing.T) {
	var reached atomic.Int64
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer server.Close()
	s := New(false, "test")
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	for _, host := range []string{"localhost", "ip6-localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1"} {
		r, _ := http.NewRequest("POST", "https://"+host+":"+port+"/", nil)
		resp, err := s.client.Do(r) // past what Check sees
		if err == nil {
			resp.Body.Close()
			t.Errorf("%s was reached", host)
		}
	}
	if reached.Load() != 0 {
		t.Errorf("reached %d times", reached.Load())
	}
	if a := s.Send(context.Background(), server.URL, nil, "x"); a.Problem != "Its address is not one of the internet, so nothing was sent." {
		t.Errorf("%+v", a)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var reached atomic.Int64
	end := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer end.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		way := httptest.NewServer(http.RedirectHandler(end.URL, code))
		a := New(true, "test").Send(context.Background(), way.URL, nil, "x")
		way.Close()
		if a.Status != code || !strings.Contains(a.Problem, "redirects are not followed") || reached.Load() != 0 {
			t.Errorf("%d: %+v", code, a)
		}
	}
}

func TestAProgramThatHangsIsLeft(t *testing.T) {
	over := make(chan struct{})
	for name, answer := range map[string]http.HandlerFunc{
		"without a word": func(http.ResponseWriter, *http.Request) { <-over },
		"in mid-body": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "a")
			w.(http.Flusher).Flush()
			<-over
		},
	} {
		server := httptest.NewServer(answer)
		s := New(true, "test")
		s.timeout = 50 * time.Millisecond
		if a := s.Send(context.Background(), server.URL, nil, "x"); a.Problem != "It did not answer within 10 seconds." {
			t.Errorf("%s: %+v", name, a)
		}
		t.Cleanup(server.Close)
	}
	close(over)
}

func TestAnAnswerWithoutEndIsNotRead(t *testing.T) {
	var wrote atomic.Int64
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		defer close(ended)
		for b := make([]byte, 32<<10); ; {
			n, err := w.Write(b)
			if wrote.Add(int64(n)); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	if a := New(true, "test").Send(context.Background(), server.URL, nil, "x"); a.Status != 200 || a.Problem != "" {
		t.Errorf("%+v", a)
	}
	<-ended
	if wrote.Load() > 64<<20 {
		t.Errorf("%d bytes were taken", wrote.Load())
	}
}

func TestWhatBreaksIsSaidWithoutAnythingOfTheNetwork(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + ln.Addr().String()
	ln.Close()
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	defer tls.Close()
	for address, want := range map[string]string{
		closed:                         "It could not be reached, or broke off.",
		tls.URL:                        "Its certificate was not accepted.",
		"https://nowhere.invalid/hook": "Its name was not found.",
	} {
		a := New(true, "test").Send(context.Background(), address, nil, "x")
		if a.Problem != want || a.Status != 0 {
			t.Errorf("%s: %+v", address, a)
		}
	}
}
