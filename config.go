package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"partyline/account"
	"partyline/clock"
)

// Settings is everything that can be set, by flag or environment. It is printed at start without secrets.
type Settings struct {
	Port        int       `env:"PORT" default:"8080" help:"Port of the pages, the API, the socket and the carrier's webhooks."`
	Listen      string    `env:"LISTEN" help:"Address to listen on. Default: all addresses; loopback with DEMO."`
	PublicURL   string    `env:"PUBLIC_URL" name:"public-url" help:"Where browsers and the carrier reach this server. Default: http://localhost:PORT."`
	DatabaseURL string    `env:"DATABASE_URL" name:"database-url" help:"postgres://… for real deployments. Default: the embedded database in DATA_DIR/partyline.db."`
	DataDir     string    `env:"DATA_DIR" name:"data-dir" default:"./data" help:"Where the embedded database and the secret key are kept."`
	RedisURL    string    `env:"REDIS_URL" name:"redis-url" help:"redis://…: needed when several servers share one database, the same on each. Default: none, one server."`
	SecretKey   string    `env:"SECRET_KEY" name:"secret-key" help:"Any long random text. Made and kept in DATA_DIR with the embedded database, else required."`
	Twilio      Twilio    `embed:"" prefix:"twilio-"`
	Private     bool      `env:"WEBHOOK_PRIVATE" name:"webhook-private" help:"Outgoing webhooks may go to private addresses and by http: for tests, and for your own network."`
	LogLevel    string    `env:"LOG_LEVEL" name:"log-level" default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
	LogFormat   string    `env:"LOG_FORMAT" name:"log-format" enum:"text,json," default:"" help:"text or json. Default: text on a terminal, else json."`
	ExportLong  int64     `env:"EXPORT_LONG" name:"export-long" default:"1000000" help:"A file of more rows is prepared in the background and kept for a day."`
	ExportPart  int       `env:"EXPORT_PART" name:"export-part" hidden:"" help:"Bytes of one part of it, for tests."`
	Demo        bool      `env:"DEMO" help:"A demo organisation, its passwords made at random and printed. Never on a public address."`
	Speed       float64   `env:"CLOCK_SPEED" name:"clock-speed" default:"1" help:"Product time runs this many times as fast: for rehearsals with the simulated carrier only."`
	Anchor      time.Time `env:"CLOCK_ANCHOR" name:"clock-anchor" hidden:"" help:"Instant from which CLOCK_SPEED counts, so that processes agree."`
	Seed        uint64    `env:"SIM_SEED" name:"sim-seed" hidden:"" help:"Who answers, and which faults strike when, is drawn from it."`
	Manned      []string  `env:"SIM_MANNED" name:"sim-manned" hidden:"" help:"Numbers that ring at their phone page until somebody acts there."`
}

// Twilio is the account of the real carrier. With none, the simulated carrier rings.
type Twilio struct {
	AccountSID string  `env:"TWILIO_ACCOUNT_SID" name:"account-sid" help:"None: the simulated carrier."`
	AuthToken  string  `env:"TWILIO_AUTH_TOKEN" name:"auth-token" help:"The account's token; during a rotation old,new."`
	APIKey     string  `env:"TWILIO_API_KEY" name:"api-key" help:"Key for REST calls instead of the account's token."`
	APISecret  string  `env:"TWILIO_API_SECRET" name:"api-secret" help:"Its secret."`
	BaseURL    string  `env:"TWILIO_BASE_URL" name:"base-url" default:"https://api.twilio.com" help:"Any server that speaks the same API."`
	CPS        float64 `env:"TWILIO_CPS" name:"cps" default:"1" help:"Call starts a second that the account allows."`
}

// settle fills in what depends on other settings and refuses what cannot work, in sentences.
func (s *Settings) settle() error {
	var wrong []error
	if s.PublicURL == "" {
		s.PublicURL = "http://localhost:" + strconv.Itoa(s.Port)
	}
	s.PublicURL = strings.TrimRight(s.PublicURL, "/")
	if u, err := url.Parse(s.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		wrong = append(wrong, errors.New("PUBLIC_URL must be a full address like https://phones.example.org"))
	}
	if s.Listen == "" && s.Demo {
		s.Listen = "127.0.0.1"
	}
	if s.RedisURL != "" && s.DatabaseURL == "" {
		wrong = append(wrong, errors.New("REDIS_URL is for several servers on one PostgreSQL database: set DATABASE_URL too, or unset REDIS_URL"))
	}
	if s.DatabaseURL != "" && !strings.HasPrefix(s.DatabaseURL, "postgres://") && !strings.HasPrefix(s.DatabaseURL, "postgresql://") {
		wrong = append(wrong, errors.New("DATABASE_URL must begin with postgres:// (leave it out for the embedded database)"))
	}
	if s.ExportLong < 0 {
		wrong = append(wrong, errors.New("EXPORT_LONG must not be less than 0"))
	}
	if s.Speed <= 0 || s.Speed > 200 {
		wrong = append(wrong, errors.New("CLOCK_SPEED must be more than 0 and at most 200"))
	}
	if s.realCarrier() {
		if s.Speed != 1 {
			wrong = append(wrong, errors.New("CLOCK_SPEED is for rehearsals: it cannot be set together with a Twilio account"))
		}
		if s.Demo {
			wrong = append(wrong, errors.New("DEMO cannot be set together with a Twilio account: demo supporters would be rung for real"))
		}
		if s.Twilio.AuthToken == "" {
			wrong = append(wrong, errors.New("TWILIO_AUTH_TOKEN is missing: webhooks are checked with it"))
		}
		if u, err := url.Parse(s.PublicURL); err == nil && u.Scheme != "https" && !loopback(u.Hostname()) {
			wrong = append(wrong, errors.New("PUBLIC_URL must be https:// when a real carrier calls it"))
		}
	}
	return errors.Join(wrong...)
}

// realCarrier says whether calls reach real phones. An account at a loopback address is the simulated carrier, run alone.
func (s *Settings) realCarrier() bool {
	u, err := url.Parse(s.Twilio.BaseURL)
	return s.Twilio.AccountSID != "" && (err != nil || !loopback(u.Hostname()))
}

// manned is the numbers that ring at their phone page: in the demo those of its people.
func (s *Settings) manned() []string {
	if !s.Demo {
		return s.Manned
	}
	return append(account.DemoMobiles(), s.Manned...)
}

func (s *Settings) embedded() bool { return s.DatabaseURL == "" }

func (s *Settings) databasePath() string { return filepath.Join(s.DataDir, "partyline.db") }

// secret returns the installation's secret; in embedded mode one is made at first start and kept.
func (s *Settings) secret() ([]byte, error) {
	if s.SecretKey != "" {
		if len(s.SecretKey) < 16 {
			return nil, errors.New("SECRET_KEY is too short: use at least 16 characters of random text")
		}
		return []byte(s.SecretKey), nil
	}
	if !s.embedded() && !s.Demo {
		return nil, errors.New("SECRET_KEY is missing: with DATABASE_URL it must be set, the same on every node (any long random text)")
	}
	path := filepath.Join(s.DataDir, "secret.key")
	if b, err := os.ReadFile(path); err == nil && len(b) >= 32 {
		return b, nil
	}
	b := []byte(hex.EncodeToString(randomBytes(32)))
	if err := os.WriteFile(path, b, 0o600); err != nil {
		return nil, fmt.Errorf("keeping a secret key in DATA_DIR: %w", err)
	}
	return b, nil
}

// clock is product time.
func (s *Settings) clock() *clock.Real {
	if s.Anchor.IsZero() {
		return clock.New(s.Speed)
	}
	return clock.Since(s.Anchor, s.Speed)
}

// derive makes one secret for one purpose from the installation's.
func derive(secret []byte, purpose string) string {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(purpose))
	return hex.EncodeToString(m.Sum(nil))
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// logger writes structured lines; secrets and numbers are never given to it.
func (s *Settings) logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // kong allows only the four names
	text := s.LogFormat == "text"
	if s.LogFormat == "" {
		st, err := os.Stderr.Stat()
		text = err == nil && st.Mode()&os.ModeCharDevice != 0
	}
	o := &slog.HandlerOptions{Level: level}
	if text {
		return slog.New(slog.NewTextHandler(os.Stderr, o))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, o))
}

// LogValue shows the settings without secrets.
func (s *Settings) LogValue() slog.Value {
	database := "embedded, " + s.databasePath()
	if !s.embedded() {
		database = "postgres"
		if u, err := url.Parse(s.DatabaseURL); err == nil {
			database += " at " + u.Host + u.Path
		}
	}
	carrier := "simulated"
	if s.realCarrier() {
		carrier = "twilio at " + s.Twilio.BaseURL
	}
	redis := "none: one server"
	if u, err := url.Parse(s.RedisURL); err == nil && s.RedisURL != "" {
		redis = u.Host + u.Path
	}
	return slog.GroupValue(slog.String("redis", redis),
		slog.String("listen", net.JoinHostPort(s.Listen, strconv.Itoa(s.Port))), slog.String("public_url", s.PublicURL),
		slog.String("database", database), slog.String("carrier", carrier), slog.Bool("demo", s.Demo), slog.Float64("clock_speed", s.Speed))
}
