// Package server is the HTTP edge: it takes requests apart, judges who may, calls a use case and replies.
package server

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/client"
	"partyline/dialer"
	"partyline/event"
	"partyline/export"
	"partyline/hooks"
	"partyline/roster"
)

// Clock tells product time.
type Clock interface{ Now() time.Time }

// EventLog is the log of committed events, by topic.
type EventLog interface {
	// Since answers at most limit events behind after, in order.
	Since(ctx context.Context, topic event.Topic, after event.Seq, limit int) ([]event.Event, error)
	// Last is the seq of the newest event, 0 when there is none.
	Last(ctx context.Context, topic event.Topic) (event.Seq, error)
}

// Deps is what the edge is made of; main passes it in.
type Deps struct {
	Account   *account.Service
	Roster    *roster.Service
	Calling   *calling.Service
	Hooks     *hooks.Service
	Campaigns *campaign.Service
	Dialer    *dialer.Service // nil: no caller has a phone here
	Numbers   *dialer.Numbers // nil: nobody knows where calls to caller IDs go
	Reports   *dialer.Reports
	Answers   Answers
	Events    EventLog
	Exports   *export.Service
	Sockets   *client.Sockets
	Carrier   *Carrier // nil: nobody may call the webhooks
	Presses   Presses  // nil: this node is alone
	Clock     Clock
	Log       *slog.Logger
	PublicURL string // as browsers see it, without a slash at its end
	Version   string
	// Sim is the simulated carrier's pages under /_sim; nil with a real carrier.
	Sim *Sim
	// Pages answers everything that is no API, socket or webhook; nil: 404.
	Pages fiber.Handler
	// Boot answers with a volunteers' page, clicker or caller, under a title, with the data it begins with inside; it may connect
	// to socket. Nil: 404.
	Boot func(c *fiber.Ctx, page, title, socket string, data []byte) error
	// Metrics is what other parts have to tell at /metrics; nil: nothing.
	Metrics prometheus.Gatherer
	// Ready says whether the node can serve: database, migrations. Nil: always.
	Ready func(ctx context.Context) error
	// Aside is a line that /readyz has besides, "" for none: what is away though the node can
	// serve without it. Nil: nothing ever.
	Aside func() string
}

// Server is the HTTP edge of one node.
type Server struct {
	Deps
	app    *fiber.App
	counts *metrics
	starts pace
	// exporting holds one for each export that is read and sent, fetching for each that was prepared.
	exporting chan struct{}
	fetching  chan struct{}
	api       huma.API
	group     fiber.Router // /api/v1
	routed    []Route
	origin    string // of PublicURL: scheme and host
	sockets   string // the origin of its socket
	secure    bool   // PublicURL is https
	policy    string // Content-Security-Policy of what sets none of its own
}

// Limits of requests. Uploads have routes of their own.
const (
	bodyLimit    = 1 << 20
	webhookLimit = 64 << 10
	headerLimit  = 16 << 10 // cookies of other programs on localhost come along
	readTimeout  = 30 * time.Second
	writeTimeout = 5 * time.Minute // exports
	idleTimeout  = 75 * time.Second
	doTimeout    = 30 * time.Second // of one API request's work
)

// New makes the edge with every route. It opens nothing: main gives App a listener.
func New(d Deps) (*Server, error) {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{Deps: d, counts: newMetrics(), exporting: make(chan struct{}, exportsAtOnce), fetching: make(chan struct{}, fetchesAtOnce)}
	if err := s.place(d.PublicURL); err != nil {
		return nil, err
	}
	s.app = fiber.New(fiber.Config{
		AppName:                      "Partyline",
		DisableStartupMessage:        true,
		Immutable:                    true, // else header, path and query values become the next request's
		BodyLimit:                    bodyLimit,
		StreamRequestBody:            true, // uploads are read as they come; every other route reads its body whole, within its limit
		DisablePreParseMultipartForm: true,
		ReadBufferSize:               headerLimit,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		ErrorHandler:                 s.refuse,
	})
	s.app.Use(s.logged, s.guarded, s.headers, s.unread)
	s.app.Get("/healthz", s.health)
	s.app.Get("/readyz", s.readiness)
	s.app.Get("/metrics", s.counts.serve(d.Metrics))
	s.group = s.app.Group("/api/v1")
	s.api = newAPI(s.app, s.group, d.Version, s.secure)
	s.routes()
	s.describe()
	s.documents()
	s.group.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	s.beyond()
	s.simPages()
	if d.Pages != nil {
		s.app.Use(d.Pages)
	}
	return s, nil
}

// App is the Fiber application, for a listener or a test.
func (s *Server) App() *fiber.App { return s.app }

// Shutdown stops taking connections and waits for requests under way, until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error { return s.app.ShutdownWithContext(ctx) }

func (s *Server) place(public string) error {
	if public == "" {
		public = "http://localhost:8080"
	}
	u, err := url.Parse(public)
	if err != nil {
		return err
	}
	s.PublicURL = strings.TrimRight(public, "/")
	s.origin, s.secure = u.Scheme+"://"+u.Host, u.Scheme == "https"
	s.sockets = "ws://" + u.Host
	if s.secure {
		s.sockets = "wss://" + u.Host
	}
	s.policy = "default-src 'self'; img-src 'self' data:; connect-src 'self' " + s.sockets +
		"; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
	return nil
}

func (s *Server) health(c *fiber.Ctx) error { return c.SendString("ok\n") }

func (s *Server) readiness(c *fiber.Ctx) error {
	if s.Ready != nil {
		ctx, cancel := context.WithTimeout(c.UserContext(), 5*time.Second)
		defer cancel()
		if err := s.Ready(ctx); err != nil {
			s.Log.Warn("not ready", "error", err)
			return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
		}
	}
	said := "ready\n"
	if s.Aside != nil {
		if line := s.Aside(); line != "" {
			said += line + "\n"
		}
	}
	return c.SendString(said)
}
