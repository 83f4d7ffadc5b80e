package telephony

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"partyline/calling"
	"partyline/fault"
)

func TestEveryRefusalOfTheCarrierHasItsCode(t *testing.T) {
	ctx := context.Background()
	ask := map[string]func(p *Phone) error{
		"place":  func(p *Phone) error { _, err := p.Place(ctx, leader, "+15005550100"); return err },
		"hangup": func(p *Phone) error { return p.Hangup(ctx, "CA1") },
		"steer":  func(p *Phone) error { return p.Steer(ctx, "CA1", calling.Step{Name: "dial", Ref: leader.Ref, N: 2}) },
		"look":   func(p *Phone) error { _, err := p.Look(ctx, leader, ""); return err },
	}
	for _, c := range []struct {
		name                       string
		carrier                    http.HandlerFunc
		place, hangup, steer, look string
	}{
		{"invalid number", answers(400, 21211), "bad_number", "bad_number", "bad_number", "bad_number"},
		{"not a number", answers(400, 21217), "bad_number", "bad_number", "bad_number", "bad_number"},
		{"unreachable", answers(400, 21214), "bad_number", "bad_number", "bad_number", "bad_number"},
		{"country switched off", answers(400, 21215), "bad_number", "bad_number", "bad_number", "bad_number"},
		{"blocked", answers(400, 21216), "bad_number", "bad_number", "bad_number", "bad_number"},
		{"wrong credentials", answers(401, 20003), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"from not ours", answers(400, 21210), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"from invalid", answers(400, 21212), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"trial", answers(400, 21219), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"something else of ours", answers(400, 21205), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"wrong account", answers(404, 20404), "phone_config", "", "leg_gone", "phone_config"},
		{"not in progress", answers(400, 21220), "phone_config", "", "leg_gone", "phone_config"},
		{"404 of something in between", says(404, "<h1>no</h1>"), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"a redirect", says(302, ""), "phone_config", "phone_config", "phone_config", "phone_config"},
		{"throttled", answers(429, 20429), "carrier_away", "carrier_away", "carrier_away", "carrier_away"},
		{"throttled without a body", says(429, ""), "carrier_away", "carrier_away", "carrier_away", "carrier_away"},
		{"too many at once", answers(400, 10004), "carrier_away", "carrier_away", "carrier_away", "carrier_away"},
		{"queue full", answers(400, 22005), "carrier_away", "carrier_away", "carrier_away", "carrier_away"},
		{"500", answers(500, 20500), "outcome_unknown", "carrier_away", "outcome_unknown", "carrier_away"},
		{"503 without a body", says(503, ""), "outcome_unknown", "carrier_away", "outcome_unknown", "carrier_away"},
		{"503 with a code", answers(503, 20503), "outcome_unknown", "carrier_away", "outcome_unknown", "carrier_away"},
		{"reply lost after accepting", lost, "outcome_unknown", "carrier_away", "outcome_unknown", "carrier_away"},
		{"reply cut short", cut, "outcome_unknown", "", "", "carrier_away"},
		{"accepted with nonsense", says(201, "thanks"), "outcome_unknown", "", "", "carrier_away"},
		{"accepted without an id", says(201, "{}"), "outcome_unknown", "", "", ""},
	} {
		for verb, want := range map[string]string{"place": c.place, "hangup": c.hangup, "steer": c.steer, "look": c.look} {
			t.Run(c.name+"/"+verb, func(t *testing.T) {
				p, logged := phoneAt(t, c.carrier)
				err := ask[verb](p)
				switch {
				case want == "" && err != nil:
					t.Fatalf("got %v", err)
				case want == "":
				case !fault.Is(err, want):
					t.Fatalf("got %v, want %s", err, want)
				case fault.As(err).Title == "" || !strings.HasSuffix(fault.As(err).Title, "."):
					t.Errorf("no sentence: %q", fault.As(err).Title)
				case strings.Contains(err.Error(), secret[1:]):
					t.Errorf("the error tells the number: %v", err)
				}
				if strings.Contains(logged.String(), secret[1:]) {
					t.Errorf("the log tells the number: %s", logged)
				}
			})
		}
	}
}

func TestARefusedConnectionIsSurelyNotACall(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	p, _ := phoneAt(t, nil, func(c *Config) { c.BaseURL = "http://" + l.Addr().String() })
	if _, err := p.Place(context.Background(), leader, "+15005550100"); !fault.Is(err, "carrier_away") {
		t.Errorf("got %v", err)
	}
	if _, err := p.Look(context.Background(), leader, ""); !fault.Is(err, "carrier_away") || strings.Contains(err.Error(), secret[1:]) {
		t.Errorf("got %v", err)
	}
}

func TestAReplyThatDoesNotComeInTimeIsAnUnknownOutcome(t *testing.T) {
	arrived, end := make(chan struct{}), make(chan struct{})
	var once sync.Once
	p, _ := phoneAt(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		once.Do(func() { close(arrived) })
		<-end
	})
	t.Cleanup(func() { close(end) })
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-arrived; cancel() }()
	if _, err := p.Place(ctx, leader, "+15005550100"); !fault.Is(err, "outcome_unknown") {
		t.Errorf("got %v", err)
	}
	// A context that ends before anything was sent is no unknown outcome.
	if _, err := p.Place(ctx, leader, "+15005550100"); !fault.Is(err, "carrier_away") {
		t.Errorf("got %v", err)
	}
}

func TestARequestWhoseBodyNeverLeftIsSurelyNotACall(t *testing.T) {
	// The peer takes the connection and closes it before reading anything: with a large body the write fails.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			bufio.NewReader(c).ReadByte()
			c.(*net.TCPConn).SetLinger(0)
			c.Close()
		}
	}()
	p, _ := phoneAt(t, nil, func(c *Config) { c.BaseURL = "http://" + l.Addr().String() })
	big := leader
	big.Number = strings.Repeat("1", 32<<20)
	if _, err := p.Place(context.Background(), big, "+15005550100"); !fault.Is(err, "carrier_away") {
		t.Errorf("got %.200v", err)
	}
}

// lost takes the request, lets it be processed, and closes the connection instead of replying.
func lost(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}

// cut replies with half a body.
func cut(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	conn, b, err := w.(http.Hijacker).Hijack()
	if err == nil {
		b.WriteString("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"sid\":")
		b.Flush()
		conn.Close()
	}
}

func answers(status, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { refuse(w, status, code) }
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { reply(w, status, body) }
}
