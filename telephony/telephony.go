// Package telephony is the seam to the phone carrier: it speaks Twilio's REST API, documents and webhooks, so that nobody else has to.
package telephony

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"partyline/calling"
	"partyline/fault"
)

// DefaultBaseURL is where Twilio lives; the simulated carrier lives elsewhere and speaks the same.
const DefaultBaseURL = "https://api.twilio.com"

// Clock is product time: call starts, a throttled account and the silence watch wait in it,
// because the simulated carrier measures the same things in it. Network deadlines are real time.
type Clock interface {
	Now() time.Time
	Steady() time.Duration // how much time passes, whoever sets the clock
	Wait(ctx context.Context, d time.Duration) error
}

// Config is what New needs. AccountSID, AuthToken (or APIKey and APISecret), PublicURL and Clock are required.
type Config struct {
	AccountSID string
	AuthToken  string // the newest one; requests carry it unless there is an API key
	APIKey     string // with APISecret: used for requests instead of the token
	APISecret  string
	BaseURL    string        // DefaultBaseURL when empty
	PublicURL  string        // where the carrier reaches us: https://phones.example.org
	CPS        float64       // call starts a second; 1 when zero
	Turns      Turns         // shares CPS with the other nodes; nil: this node is alone
	Timeout    time.Duration // of one request to the carrier, real time; 10 s when zero
	Clock      Clock
	Log        *slog.Logger // discards when nil; never sees a phone number

	// Heard says whether the carrier has told us anything about this leg (our id) yet. With it, a leg that
	// was placed and about which nothing was heard for 15 s raises an alarm: the webhooks do not arrive.
	Heard func(ctx context.Context, leg string) (bool, error)
}

// Phone places calls through the carrier. It fits calling.Phone: every error is a fault whose code is
// bad_number, phone_config, carrier_away, outcome_unknown or leg_gone, and no error carries a number.
// All methods may be called from any goroutine.
type Phone struct {
	cfg    Config
	base   *url.URL
	links  Links
	web    *http.Transport
	starts *starts
	log    *slog.Logger

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	watch  sync.WaitGroup
	closed sync.RWMutex // held while a watch begins, so that none begins after Close
	silent atomic.Int64
}

// New checks the settings and returns a phone; Close ends its watches.
func New(cfg Config) (*Phone, error) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = DefaultBaseURL
	}
	base, err := url.Parse(strings.TrimRight(cfg.BaseURL, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fault.New(fault.Invalid, "phone_config", "TWILIO_BASE_URL must be an address such as https://api.twilio.com.")
	}
	links, err := NewLinks(cfg.PublicURL)
	if err != nil {
		return nil, err
	}
	if cfg.AccountSID == "" || (cfg.AuthToken == "" && (cfg.APIKey == "" || cfg.APISecret == "")) {
		return nil, fault.New(fault.Invalid, "phone_config", "The phone needs TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or an API key with its secret.")
	}
	if cfg.CPS <= 0 {
		cfg.CPS = 1
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 10 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	p := &Phone{cfg: cfg, base: base, links: links, web: newTransport(), starts: newStarts(cfg.CPS, cfg.Clock, cfg.Turns), log: cfg.Log}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p, nil
}

// Close ends the watches and waits for them. It may be called twice.
func (p *Phone) Close() error {
	p.closed.Lock()
	p.cancel()
	p.closed.Unlock()
	p.watch.Wait()
	p.web.CloseIdleConnections()
	return nil
}

// How long lines ring and last.
const (
	ringUser        = 30 * time.Second
	ringContact     = 22 * time.Second
	ringLeast       = 15 * time.Second // a contact's phone: less is not a fair chance to answer
	leaderLimit     = 4 * time.Hour
	callerLimit     = 4 * time.Hour
	contactLimit    = time.Hour
	verificationMax = 2 * time.Minute
)

// firstSteps is what a placed leg asks once it is answered. Steps of a run begin at 1.
var firstSteps = map[calling.LegKind]struct {
	name  string
	limit time.Duration
}{
	calling.LeaderLeg:       {"greet", leaderLimit},
	calling.VerificationLeg: {"verify", verificationMax},
}

// First is the step that a placed leg asks for when it is answered.
func First(leg calling.Leg) (calling.Step, error) {
	f, ok := firstSteps[leg.Kind]
	if !ok {
		return calling.Step{}, fault.New(fault.Internal, "leg_kind", "Only a user's own phone is rung this way.")
	}
	return calling.Step{Name: f.name, Ref: leg.Ref, N: 1}, nil
}
