// Package carrier is the simulated carrier: an HTTP peer that speaks Twilio's REST API, TwiML and signed webhooks, with people who answer.
package carrier

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"partyline/fault"
)

// Config is what New needs. AccountSID, AuthToken and Numbers are required; the rest has defaults.
type Config struct {
	AccountSID string   // "AC" and 32 hex digits, see Credentials
	AuthToken  string   // 32 hex digits; also signs the webhooks
	Numbers    []string // the caller ids this account owns, E.164

	Listen     string        // loopback address to listen on; "127.0.0.1:0" when empty
	Manned     []string      // numbers that ring until somebody acts on their phone page
	Population Population    // how everybody else behaves; DefaultPopulation when zero
	Seed       uint64        // of faults, and of a population that has none of its own
	CPS        float64       // call starts a second, 1 when zero; legs of <Dial> are free of it
	PlayLength time.Duration // how long a <Play> lasts; 5 s when zero
	Keep       int           // ended legs kept for the ledger and REST; 100,000 when zero
	KeepHooks  int           // deliveries kept in the webhook log; 2,000 when zero

	Clock Clock        // product time; the wall's when nil
	Log   *slog.Logger // discards when nil; never sees a phone number
}

// Carrier places calls, runs documents, sends webhooks and plays the people.
// All methods may be called from any goroutine.
type Carrier struct {
	cfg   Config
	clock Clock
	log   *slog.Logger
	web   *http.Client // for webhooks
	mux   *http.ServeMux

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	work   sync.WaitGroup // every goroutine of ours

	mu          sync.Mutex
	closed      bool
	server      *http.Server
	addr        string
	away        time.Time            // REST answers 503 until then: a restart
	legs        map[string]*leg      // by SID
	order       []*leg               // oldest first
	phones      map[string][]*leg    // by callee, oldest first
	rooms       map[string]*room     // those that are not over, by name
	conferences map[string]*room     // by SID
	halls       []*room              // oldest first
	incoming    map[string]*incoming // what the account's numbers do when somebody calls them
	flying      int                  // deliveries under way
	gate        gate
	people      people
	faults      faults
	hooks       hooklog
	notices     []Notice
	stir        chan struct{} // closed and replaced whenever something changes
}

// New returns a carrier that is ready to serve through Handler; Start gives it a listener of its own.
func New(cfg Config) (*Carrier, error) {
	if !sidShape.MatchString(cfg.AccountSID) || !tokenShape.MatchString(cfg.AuthToken) {
		return nil, fault.New(fault.Invalid, "carrier_credentials",
			"The simulated carrier needs an account (AC and 32 hex digits) and a token (32 letters or digits).")
	}
	if len(cfg.Numbers) == 0 {
		return nil, fault.New(fault.Invalid, "carrier_numbers", "The simulated carrier needs at least one number of its own to call from.")
	}
	for _, list := range []*[]string{&cfg.Numbers, &cfg.Manned} {
		checked := make([]string, 0, len(*list))
		for _, n := range *list {
			e164, ok := normal(n)
			if !ok {
				return nil, fault.New(fault.Invalid, "carrier_numbers", "One of the simulated carrier's numbers is not a phone number in international form.")
			}
			checked = append(checked, e164)
		}
		*list = checked
	}
	def(&cfg.Listen, "127.0.0.1:0")
	def(&cfg.CPS, 1)
	def(&cfg.PlayLength, 5*time.Second)
	def(&cfg.Keep, 100_000)
	def(&cfg.KeepHooks, 2_000)
	def(&cfg.Population, DefaultPopulation)
	if cfg.Population.Seed == 0 {
		cfg.Population.Seed = cfg.Seed
	}
	if cfg.Clock == nil {
		cfg.Clock = wall{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	c := &Carrier{
		cfg: cfg, clock: cfg.Clock, log: cfg.Log, web: webhookClient(),
		legs: map[string]*leg{}, phones: map[string][]*leg{}, rooms: map[string]*room{}, conferences: map[string]*room{}, incoming: map[string]*incoming{}, people: newPeople(cfg), stir: make(chan struct{}),
	}
	c.faults.seed = cfg.Seed
	c.hooks.keep = cfg.KeepHooks
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.mux = c.routes()
	return c, nil
}

func def[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

// Handler serves the REST API and the pages under /_sim/. It needs a server that can break
// connections off (net/http), because some faults do.
func (c *Carrier) Handler() http.Handler { return c.mux }

// Start listens on the configured loopback address and serves until Close. A second Start does nothing.
func (c *Carrier) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return fault.New(fault.Gone, "carrier_closed", "The simulated carrier was closed.")
	}
	if c.server != nil {
		return nil
	}
	host, _, err := net.SplitHostPort(c.cfg.Listen)
	if ip := net.ParseIP(host); err != nil || (host != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return fault.New(fault.Invalid, "carrier_listen", "The simulated carrier listens on this machine only; use an address such as 127.0.0.1:0.")
	}
	l, err := net.Listen("tcp", c.cfg.Listen)
	if err != nil {
		return fault.New(fault.Internal, "carrier_listen", "The simulated carrier could not open its port.").Because(err)
	}
	c.addr = l.Addr().String()
	c.server = &http.Server{Handler: c.mux, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(c.log.Handler(), slog.LevelDebug)}
	c.work.Add(1)
	go func() {
		defer c.work.Done()
		if err := c.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			c.log.Error("simulated carrier stopped serving", "error", err)
		}
	}()
	return nil
}

// Addr is the host and port that Start listens on, empty before.
func (c *Carrier) Addr() string { c.mu.Lock(); defer c.mu.Unlock(); return c.addr }

// Close stops everything and waits for it: live legs fall silent, webhooks under way are cut off.
// A second Close does nothing.
func (c *Carrier) Close() error {
	c.mu.Lock()
	already, server := c.closed, c.server
	c.closed = true
	c.mu.Unlock()
	c.cancel()
	var err error
	if server != nil && !already {
		err = server.Close()
	}
	c.work.Wait()
	c.web.CloseIdleConnections()
	return err
}

// spawn runs f on a goroutine that Close waits for; after Close it does nothing.
func (c *Carrier) spawn(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spawnLocked(f)
}

func (c *Carrier) spawnLocked(f func()) {
	if c.closed {
		return
	}
	c.work.Add(1)
	go func() {
		defer c.work.Done()
		f()
	}()
}

// changedLocked wakes everybody who watches a page.
func (c *Carrier) changedLocked() {
	close(c.stir)
	c.stir = make(chan struct{})
}

// watch returns a channel that is closed at the next change of anything.
func (c *Carrier) watch() <-chan struct{} { c.mu.Lock(); defer c.mu.Unlock(); return c.stir }
