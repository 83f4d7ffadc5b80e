package telephony

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/fault"
)

const (
	account = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	secret  = "+15005550006" // a number: must never show in an error or a log line
)

var leader = calling.Leg{ID: "leg-1", Ref: "leaderref-1234567", Kind: calling.LeaderLeg, Number: secret,
	Opened: time.Date(2026, 11, 21, 9, 0, 0, 500e6, time.UTC)}

// phoneAt returns a phone whose carrier is the handler, at 1,000 times the speed, and what it logs.
func phoneAt(t *testing.T, h http.HandlerFunc, change ...func(*Config)) (*Phone, *safeBuffer) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	logged := &safeBuffer{}
	cfg := Config{AccountSID: account, AuthToken: newToken, BaseURL: s.URL, PublicURL: "https://phones.example.org",
		CPS: 10, Clock: clock.New(1000), Log: slog.New(slog.NewTextHandler(logged, nil))}
	for _, f := range change {
		f(&cfg)
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p, logged
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}
func (b *safeBuffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.b.String() }

func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func refuse(w http.ResponseWriter, status, code int) {
	reply(w, status, fmt.Sprintf(`{"code":%d,"message":"The number %s is no good","more_info":"https://www.twilio.com/docs/errors/%d","status":%d}`, code, secret, code, status))
}

const placed = `{"sid":"CA0123456789","status":"queued","queue_time":"0","duration":null,"date_created":"Sat, 21 Nov 2026 09:00:00 +0000"}`

func TestALeaderIsRungWithEverythingTheCarrierMustKnow(t *testing.T) {
	var got url.Values
	var path, user, pass string
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		got, path = r.PostForm, r.URL.Path
		user, pass, _ = r.BasicAuth()
		reply(w, 201, placed)
	})
	id, err := p.Place(context.Background(), leader, "+15005550100")
	if err != nil || id != "CA0123456789" {
		t.Fatalf("got %q, %v", id, err)
	}
	want := url.Values{
		"To": {secret}, "From": {"+15005550100"}, "Method": {"POST"}, "Timeout": {"30"}, "TimeLimit": {"14400"},
		"Url":         {"https://phones.example.org/t/step/greet/leaderref-1234567/1"},
		"FallbackUrl": {"https://phones.example.org/t/fallback/leaderref-1234567"}, "FallbackMethod": {"POST"},
		"StatusCallback": {"https://phones.example.org/t/status/leaderref-1234567"}, "StatusCallbackMethod": {"POST"},
		"StatusCallbackEvent": {"initiated", "ringing", "answered", "completed"},
	}
	if got.Encode() != want.Encode() {
		t.Errorf("got  %s\nwant %s", got.Encode(), want.Encode())
	}
	if path != "/2010-04-01/Accounts/"+account+"/Calls.json" || user != account || pass != newToken {
		t.Errorf("%s by %s", path, user)
	}
	if _, err := p.Place(context.Background(), calling.Leg{Kind: calling.SupporterLeg}, ""); err == nil {
		t.Error("a supporter was rung without a leader")
	}
}

func TestAnAPIKeyAndABaseURLWithAPathAreUsed(t *testing.T) {
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		if u, s, _ := r.BasicAuth(); u != "SK1" || s != "keysecret" || r.URL.Path != "/proxy/2010-04-01/Accounts/"+account+"/Calls/CA1.json" {
			t.Errorf("%s by %s", r.URL.Path, u)
		}
		reply(w, 200, placed)
	}, func(c *Config) { c.BaseURL += "/proxy/"; c.APIKey, c.APISecret = "SK1", "keysecret" })
	if err := p.Hangup(context.Background(), "CA1"); err != nil {
		t.Fatal(err)
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

func TestAThrottledCallIsSentAgainWhenTheCarrierSaysSo(t *testing.T) {
	var asked atomic.Int32
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		if r.PostForm.Get("To") != secret {
			t.Error("the body was not sent again")
		}
		if asked.Add(1) == 1 {
			w.Header().Set("Retry-After", "3")
			refuse(w, 429, 20429)
			return
		}
		reply(w, 201, placed)
	})
	before := p.cfg.Clock.Now()
	if id, err := p.Place(context.Background(), leader, "+15005550100"); err != nil || id == "" {
		t.Fatalf("got %q, %v", id, err)
	}
	if waited := p.cfg.Clock.Now().Sub(before); waited < 3*time.Second || asked.Load() != 2 {
		t.Errorf("waited %v, asked %d times", waited, asked.Load())
	}
}

func TestACarrierThatThrottlesForLongIsLeftAlone(t *testing.T) {
	var asked atomic.Int32
	p, _ := phoneAt(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "600")
		refuse(w, 429, 20429)
	})
	_, err := p.Place(context.Background(), leader, "+15005550100")
	if !fault.Is(err, "carrier_away") || fault.As(err).Extra["after_seconds"] != 600 {
		t.Errorf("got %v %v", err, fault.As(err).Extra)
	}
	if err := p.Turn(context.Background(), time.Time{}); !fault.Is(err, "carrier_away") || asked.Load() != 1 {
		t.Errorf("got %v after %d requests", err, asked.Load())
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for h, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, "": time.Second, "soon": time.Second, "-1": time.Second,
		"Sat, 21 Nov 2026 09:00:30 GMT": 30 * time.Second, "Sat, 21 Nov 2026 08:00:30 GMT": 0,
	} {
		if got := retryAfter(h, now); got != want {
			t.Errorf("%q: %v", h, got)
		}
	}
}

func TestCallStartsAreSpacedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := clock.New(1)
		s := newStarts(2, c, nil)
		begin := time.Now()
		var wait sync.WaitGroup
		var mu sync.Mutex
		var at []time.Duration
		for range 5 {
			wait.Go(func() {
				if err := s.turn(t.Context(), time.Time{}); err != nil {
					t.Error(err)
				}
				mu.Lock()
				at = append(at, time.Since(begin).Round(10*time.Millisecond))
				mu.Unlock()
			})
		}
		wait.Wait()
		if want := "[0s 510ms 1.02s 1.53s 2.04s]"; fmt.Sprint(at) != want {
			t.Errorf("got %v, want %s", at, want)
		}
		time.Sleep(time.Minute) // virtual: turns that nobody took are not saved up
		begin = time.Now()
		s.turn(t.Context(), time.Time{})
		s.turn(t.Context(), time.Time{})
		if got := time.Since(begin).Round(10 * time.Millisecond); got != 510*time.Millisecond {
			t.Errorf("two turns after a rest took %v", got)
		}
	})
}

func TestWhoWouldWaitTooLongIsToldToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStarts(1, clock.New(1), nil)
		ctx, cancel := context.WithCancel(t.Context())
		refused := 0
		var mu sync.Mutex
		var wait sync.WaitGroup
		for range 100 {
			wait.Go(func() {
				if err := s.turn(ctx, time.Time{}); fault.Is(err, "carrier_away") {
					mu.Lock()
					refused++
					mu.Unlock()
				}
			})
		}
		synctest.Wait()
		cancel()
		wait.Wait()
		if refused != 41 { // 59 turns of 1.02 s within a minute
			t.Errorf("%d were refused", refused)
		}
	})
}

func TestASteeredLegAsksForItsStep(t *testing.T) {
	var got url.Values
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) { r.ParseForm(); got = r.PostForm; reply(w, 200, placed) })
	if err := p.Steer(context.Background(), "CA1", calling.Step{Name: "dial", Ref: leader.Ref, N: 3}); err != nil {
		t.Fatal(err)
	}
	if got.Get("Url") != "https://phones.example.org/t/step/dial/leaderref-1234567/3" || got.Get("Status") != "" || got.Get("FallbackUrl") == "" {
		t.Errorf("got %v", got)
	}
	if err := p.Hangup(context.Background(), "CA1"); err != nil || got.Get("Status") != "completed" || got.Get("Url") != "" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestTheCarrierIsAskedWhatItKnowsOfALeg(t *testing.T) {
	call := func(sid, status, created, duration string) string {
		return fmt.Sprintf(`{"sid":%q,"status":%q,"date_created":%q,"duration":%s,"to":%q}`, sid, status, created, duration, secret)
	}
	var asked *http.Request
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Clone(context.Background())
		switch {
		case strings.HasSuffix(r.URL.Path, "/Calls/CA1.json"):
			reply(w, 200, call("CA1", "no-answer", "Sat, 21 Nov 2026 09:00:01 +0000", "null"))
		case strings.HasSuffix(r.URL.Path, "/Calls/CA2.json"):
			refuse(w, 404, 20404)
		case strings.HasSuffix(r.URL.Path, "/Calls/CA3.json"):
			reply(w, 404, "<h1>no such host</h1>")
		default:
			reply(w, 200, `{"calls":[`+
				call("CA9", "queued", "Sat, 21 Nov 2026 09:00:05 +0000", "null")+","+
				call("CA8", "completed", "Sat, 21 Nov 2026 09:00:00 +0000", `"12"`)+","+
				call("CA7", "completed", "Sat, 21 Nov 2026 08:59:50 +0000", `"30"`)+`]}`)
		}
	})
	ctx := context.Background()
	known := leader
	known.Carrier = "CA1"
	seen, err := p.Look(ctx, known, "")
	if want := (calling.Sighting{Carrier: "CA1", State: calling.LegEnded, Result: calling.LegNoAnswer, Started: time.Date(2026, 11, 21, 9, 0, 1, 0, time.UTC)}); err != nil || len(seen) != 1 || seen[0] != want {
		t.Errorf("got %+v, %v", seen, err)
	}
	known.Carrier = "CA2"
	if seen, err := p.Look(ctx, known, ""); err != nil || len(seen) != 0 {
		t.Errorf("a call the carrier does not know: %+v, %v", seen, err)
	}
	known.Carrier = "CA3"
	if seen, err := p.Look(ctx, known, ""); !fault.Is(err, "phone_config") {
		t.Errorf("a 404 that is not the carrier's: %+v, %v", seen, err)
	}
	seen, err = p.Look(ctx, leader, "CAparent")
	if err != nil || len(seen) != 2 || seen[0].Carrier != "CA9" || seen[0].State != calling.LegQueued || seen[1].Carrier != "CA8" || !seen[1].Answered || seen[1].Seconds != 12 {
		t.Errorf("got %+v, %v", seen, err)
	}
	if q := asked.URL.Query(); q.Get("To") != secret || q.Get("ParentCallSid") != "CAparent" {
		t.Errorf("asked %v", q)
	}
}

func TestACallAboutWhichNothingIsHeardRaisesAnAlarm(t *testing.T) {
	heard := map[string]bool{"leg-1": false, "leg-2": true}
	asked := make(chan string, 2)
	p, logged := phoneAt(t, says(201, placed), func(c *Config) {
		c.Heard = func(_ context.Context, leg string) (bool, error) { asked <- leg; return heard[leg], nil }
	})
	other := leader
	other.ID = "leg-2"
	for _, leg := range []calling.Leg{leader, other} {
		if _, err := p.Place(context.Background(), leg, "+15005550100"); err != nil {
			t.Fatal(err)
		}
	}
	<-asked
	<-asked
	p.watch.Wait()
	if p.Silent() != 1 || strings.Count(logged.String(), "leg=leg-1") != 1 || strings.Contains(logged.String(), "leg-2") {
		t.Errorf("%d alarms: %s", p.Silent(), logged)
	}
	p.Close()
	p.Close()
}

func TestAHalfMadePhoneIsRefused(t *testing.T) {
	for name, c := range map[string]Config{
		"no account":    {AuthToken: newToken, PublicURL: "https://x"},
		"no token":      {AccountSID: account, PublicURL: "https://x"},
		"half a key":    {AccountSID: account, APIKey: "SK1", PublicURL: "https://x"},
		"no public URL": {AccountSID: account, AuthToken: newToken},
		"bad base URL":  {AccountSID: account, AuthToken: newToken, PublicURL: "https://x", BaseURL: "api.twilio.com"},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
