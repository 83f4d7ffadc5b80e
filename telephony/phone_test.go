package telephony

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
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
	w.Header()["Date"] = nil // the wall's time is nobody's here
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
