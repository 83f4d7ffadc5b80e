package carrier

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twilio/twilio-go"
	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// handClock is product time that a test moves.
type handClock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*handTimer
}

type handTimer struct {
	clock *handClock
	due   time.Time
	f     func()
}

func newClock() *handClock {
	return &handClock{now: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)}
}

func (k *handClock) Now() time.Time { k.mu.Lock(); defer k.mu.Unlock(); return k.now }

func (k *handClock) AfterFunc(d time.Duration, f func()) Timer {
	k.mu.Lock()
	defer k.mu.Unlock()
	t := &handTimer{clock: k, due: k.now.Add(max(d, 0)), f: f}
	k.timers = append(k.timers, t)
	return t
}

func (t *handTimer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	i := slices.Index(t.clock.timers, t)
	if i < 0 {
		return false
	}
	t.clock.timers = slices.Delete(t.clock.timers, i, i+1)
	return true
}

// Advance moves time and fires what falls due, in order, each at its own instant.
func (k *handClock) Advance(d time.Duration) {
	k.mu.Lock()
	end := k.now.Add(d)
	for {
		var next *handTimer
		for _, t := range k.timers {
			if !t.due.After(end) && (next == nil || t.due.Before(next.due)) {
				next = t
			}
		}
		if next == nil {
			break
		}
		k.timers = slices.DeleteFunc(k.timers, func(t *handTimer) bool { return t == next })
		if next.due.After(k.now) {
			k.now = next.due
		}
		go next.f()
	}
	k.now = end
	k.mu.Unlock()
}

const (
	us     = "+15005559900" // ours
	leader = "+15005559001" // manned
)

// request is a webhook that the world's server got.
type request struct {
	path string
	form url.Values
	sig  bool // the signature is right
	tok  string
}

// world is a carrier, a customer of Twilio with its server, and time.
type world struct {
	t     *testing.T
	c     *Carrier
	clock *handClock
	api   *twilio.RestClient
	base  string // the customer's server
	rest  string // the carrier's listener

	mu   sync.Mutex
	got  []request
	docs map[string]func(request) (status int, kind, body string)
}

func newWorld(t *testing.T, change ...func(*Config)) *world {
	t.Helper()
	w := &world{t: t, clock: newClock(), docs: map[string]func(request) (int, string, string){}}
	account, token := Credentials()
	cfg := Config{AccountSID: account, AuthToken: token, Numbers: []string{us}, Manned: []string{leader}, Seed: 7, CPS: 100, Clock: w.clock}
	for _, f := range change {
		f(&cfg)
	}
	validator := client.NewRequestValidator(token)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		full := w.base + r.URL.RequestURI()
		q := request{path: r.URL.RequestURI(), tok: r.Header.Get("I-Twilio-Idempotency-Token")}
		if r.Method == http.MethodGet {
			q.form = r.URL.Query()
			q.sig = validator.Validate(full, nil, r.Header.Get("X-Twilio-Signature"))
		} else {
			q.form, _ = url.ParseQuery(string(body))
			q.sig = validator.ValidateBody(full, body, r.Header.Get("X-Twilio-Signature"))
		}
		w.mu.Lock()
		w.got = append(w.got, q)
		doc := w.docs[r.URL.Path]
		w.mu.Unlock()
		if doc == nil {
			rw.WriteHeader(http.StatusNoContent)
			return
		}
		status, kind, text := doc(q)
		rw.Header().Set("Content-Type", kind)
		rw.WriteHeader(status)
		_, _ = io.WriteString(rw, text)
	}))
	w.base = server.URL
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	w.c, w.rest = c, "http://"+c.Addr()
	w.api = newClient(account, token, w.rest)
	t.Cleanup(func() {
		_ = c.Close()
		_ = c.Close() // a second one does nothing
		server.Close()
		for _, q := range w.requests("") {
			if !q.sig && !strings.HasPrefix(q.path, "/unsigned") {
				t.Errorf("a webhook to %s was not signed as Twilio signs", q.path)
			}
		}
		for _, v := range Judge(c.Ledger()) {
			t.Error(v)
		}
	})
	return w
}

// newClient is twilio-go, sent to another host.
func newClient(account, token, to string) *twilio.RestClient {
	there, _ := url.Parse(to)
	c := &client.Client{Credentials: client.NewCredentials(account, token), HTTPClient: &http.Client{
		Timeout:   20 * time.Second,
		Transport: rewrite{there.Host},
	}}
	c.SetAccountSid(account)
	return twilio.NewRestClientWithParams(twilio.ClientParams{Client: c})
}

type rewrite struct{ host string }

func (h rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = "http", h.host
	return http.DefaultTransport.RoundTrip(r)
}

// doc answers a path with the inside of a <Response>.
func (w *world) doc(path, inside string) {
	w.reply(path, func(request) (int, string, string) {
		return 200, "text/xml", "<?xml version=\"1.0\"?><Response>" + inside + "</Response>"
	})
}

func (w *world) reply(path string, f func(request) (int, string, string)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.docs[path] = f
}

// requests are the webhooks to a path, in the order they came.
func (w *world) requests(path string) (list []request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, q := range w.got {
		if strings.HasPrefix(q.path, path) {
			list = append(list, q)
		}
	}
	return list
}

// place calls a number with a document at /doc and all status callbacks at /status.
func (w *world) place(to string, change ...func(*api.CreateCallParams)) string {
	w.t.Helper()
	p := (&api.CreateCallParams{}).SetTo(to).SetFrom(us).SetUrl(w.base + "/doc").
		SetStatusCallback(w.base + "/status?n=" + sid("")).
		SetStatusCallbackEvent([]string{"initiated", "ringing", "answered", "completed"})
	for _, f := range change {
		f(p)
	}
	call, err := w.api.Api.CreateCall(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return *call.Sid
}

// until lets time pass until cond is true. Time stands still while a webhook is under way.
func (w *world) until(what string, cond func() bool) {
	w.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !cond() {
		if time.Now().After(deadline) {
			w.t.Fatalf("never: %s", what)
		}
		w.c.mu.Lock()
		flying := w.c.flying
		w.c.mu.Unlock()
		if flying == 0 {
			w.clock.Advance(100 * time.Millisecond)
		}
		<-tick.C
	}
}

// pass lets so much time pass.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	end := w.clock.Now().Add(d)
	w.until("time passes", func() bool { return !w.clock.Now().Before(end) })
}

// leg is the ledger's record of a leg.
func (w *world) leg(sid string) Leg {
	w.t.Helper()
	for _, l := range w.c.Ledger() {
		if l.SID == sid {
			return l
		}
	}
	w.t.Fatalf("no leg %s", sid)
	return Leg{}
}

// children are the legs that a leg's documents dialled.
func (w *world) children(sid string) (list []Leg) {
	for _, l := range w.c.Ledger() {
		if l.Parent == sid {
			list = append(list, l)
		}
	}
	return list
}

func (w *world) ended(sid string) Leg {
	w.t.Helper()
	w.until("the leg ends", func() bool { return !w.leg(sid).Ended.IsZero() })
	return w.leg(sid)
}

// answered lets the manned phone ring and picks it up.
func (w *world) answered(sid string) {
	w.t.Helper()
	w.until("the phone rings", func() bool { return w.leg(sid).Status == "ringing" })
	if err := w.c.Answer(w.leg(sid).Number); err != nil {
		w.t.Fatal(err)
	}
}

// hears waits until the phone has heard a text.
func (w *world) hears(number, text string) {
	w.t.Helper()
	w.until("somebody says "+text, func() bool {
		call := w.c.Phone(number).Call
		return call != nil && slices.ContainsFunc(call.Lines, func(l Line) bool { return strings.Contains(l.Text, text) })
	})
}

func (w *world) press(number, keys string) {
	w.t.Helper()
	if err := w.c.Press(number, keys); err != nil {
		w.t.Fatal(err)
	}
}

// statuses are the CallStatus values that came to /status for a leg, by sequence number.
func (w *world) statuses(sid string) (list []string) {
	all := w.requests("/status")
	slices.SortFunc(all, func(a, b request) int {
		return strings.Compare(a.form.Get("SequenceNumber"), b.form.Get("SequenceNumber"))
	})
	for _, q := range all {
		if q.form.Get("CallSid") == sid {
			list = append(list, q.form.Get("CallStatus"))
		}
	}
	return list
}
