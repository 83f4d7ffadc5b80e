package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/carrier"
	"partyline/client"
	"partyline/clock"
	"partyline/dialer"
	"partyline/export"
	"partyline/hooks"
	"partyline/hub"
	"partyline/nodes"
	"partyline/outbound"
	"partyline/roster"
	"partyline/server"
	"partyline/sheets"
	"partyline/static"
	"partyline/storage"
	"partyline/telephony"
)

// program is one running node: the parts in the order they are built.
type program struct {
	settings *Settings
	log      *slog.Logger
	clock    *clock.Real
	db       *storage.DB
	clocks   *clocks      // this server's and the database's
	redis    *nodes.Redis // nil: this node is alone
	hub      *hub.Hub
	sockets  *client.Sockets
	carrier  *carrier.Carrier // nil when it is real, or runs alone
	// Where the simulated carrier's pages are and the token of the link to them; "" with a real carrier.
	simTarget, simToken string
	phone               *telephony.Phone
	account             *account.Service
	roster              *roster.Service
	calling             *calling.Service
	campaigns           *campaign.Service
	exports             *export.Service
	dialer              *dialer.Service
	numbers             *dialer.Numbers // that campaigns call from
	waiting             *dialer.Watch   // over callers for whom nobody is dialled
	hooks               *hooks.Service
	posting             *storage.Worker // of webhooks: a program that hangs keeps no call waiting
	placing             *storage.Worker // calls, which wait for their turn at the carrier
	ringing             *storage.Worker // of phones: nobody's results keep them waiting
	telling             *storage.Worker // of the rest: who else is to be told, files, campaigns
	loading             *storage.Worker // of files of contacts: minutes each, while campaigns are to be told in a moment
	server              *server.Server
	failed              chan error // the listener's end
	undo                []func(context.Context)
}

// start builds a node and begins to serve. When a part cannot be had, those before it are stopped again.
func start(ctx context.Context, s *Settings) (p *program, err error) {
	p = &program{settings: s, log: s.logger(), clock: s.clock(), failed: make(chan error, 1)}
	defer func() {
		if err != nil {
			p.stop(context.Background())
			p = nil
		}
	}()
	debug.SetGCPercent(50) // one small machine: memory before speed
	p.log.Info("starting", "version", version, "settings", s)
	if err := p.openDatabase(ctx); err != nil {
		return p, err
	}
	secret, err := s.secret()
	if err != nil {
		return p, err
	}
	if err := p.join(ctx, secret); err != nil {
		return p, err
	}
	if err := p.startHub(); err != nil {
		return p, err
	}
	if err := p.startPhone(secret); err != nil {
		return p, err
	}
	p.startTrades(secret)
	return p, p.startServer()
}

// later remembers how to stop a part; stop does it in the opposite order.
func (p *program) later(f func(context.Context)) { p.undo = append(p.undo, f) }

// stop ends the parts, the last one first. It may be called twice.
func (p *program) stop(ctx context.Context) {
	for len(p.undo) > 0 {
		last := p.undo[len(p.undo)-1]
		p.undo = p.undo[:len(p.undo)-1]
		last(ctx)
	}
}

func (p *program) openDatabase(ctx context.Context) error {
	if err := os.MkdirAll(p.settings.DataDir, 0o700); err != nil {
		return fmt.Errorf("DATA_DIR cannot be used: %w", err)
	}
	db, err := storage.Open(ctx, p.settings.database(p.clock, p.log))
	if err != nil {
		return err
	}
	p.db = db
	p.later(func(context.Context) { _ = db.Close() })
	p.clocks = &clocks{ahead: db.Ahead, now: time.Now, log: p.log}
	if err := p.clocks.look(ctx); err != nil {
		return fmt.Errorf("read the database's clock: %w", err)
	}
	return db.LookForHooks(ctx)
}

func (s *Settings) database(c clock.Clock, log *slog.Logger) storage.Config {
	return storage.Config{URL: s.DatabaseURL, Path: s.databasePath(), Clock: c, Log: log}
}

// startTrades builds the use cases and the worker that does their jobs.
func (p *program) startTrades(secret []byte) {
	poke := func() { p.placing.Poke(); p.ringing.Poke(); p.telling.Poke() }
	p.account = &account.Service{Store: p.db.Account(), Places: p.db, Clock: p.clock, Log: p.log, NewID: newID, Poke: poke}
	p.roster = &roster.Service{Store: p.db.Roster(), Clock: p.clock, Log: p.log, NewID: newID}
	p.calling = &calling.Service{
		Store: p.db.Calling(), Phone: p.phone, Clock: p.clock, Log: p.log,
		NewID: newID, NewRef: newRef, Poke: poke, VerifyScript: p.sayCode,
	}
	p.campaigns = &campaign.Service{
		Store: p.db.Campaigns(), Files: &sheets.Files{}, Carrier: p.phone, Clock: p.clock, Log: p.log, NewID: newID,
		Secrets: campaign.NewSecrets(derive(secret, "links")), Later: func(at time.Time) error { return storage.Later{At: at} },
	}
	if !p.settings.embedded() { // which has one writer
		p.campaigns.Lanes = 2
	}
	p.later(p.campaigns.Close)
	p.startDialer()
	p.sockets.Handlers = server.Clicking(p.campaigns, p.dialer)
	p.hooks = &hooks.Service{
		Store: p.db.Hooks(), Sender: outbound.New(p.settings.Private, version), Clock: p.clock, NewID: newID, Kinds: hookKinds(),
		Secret: func(hook string) string { return "whsec_" + derive(secret, "webhook "+hook) },
	}
	p.exports = &export.Service{
		Store: p.db.Exports(), Source: p.db, Reports: &dialer.Reports{Store: p.db.Dialer(), Clock: p.clock}, Clock: p.clock, Log: p.log, NewID: newID,
		Later: func(at time.Time) error { return storage.Later{At: at} }, Long: p.settings.ExportLong, PartSize: p.settings.ExportPart,
	}
	p.placing = storage.NewWorker(p.db, p.clock, p.log, p.places())
	p.ringing = storage.NewWorker(p.db, p.clock, p.log, p.rings())
	p.telling = storage.NewWorker(p.db, p.clock, p.log, p.tells())
	for _, kind := range calling.GatheredJobs {
		p.telling.Gather(string(kind), func(ctx context.Context, jobs []storage.Job) error {
			return p.calling.RunJobs(ctx, kind, storage.Subjects(jobs))
		})
	}
	p.posting = storage.NewWorker(p.db, p.clock, p.log, p.posts())
	p.loading = storage.NewWorker(p.db, p.clock, p.log, p.loads())
	p.db.Left = func(jobs map[string]time.Time) {
		for _, w := range []*storage.Worker{p.placing, p.ringing, p.telling, p.posting, p.loading} {
			w.Left(jobs)
		}
	}
}

// newID makes a UUIDv7.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// newRef makes an unguessable name for a leg.
func newRef() string { return hex.EncodeToString(randomBytes(16)) }

// startServer opens the port, last of all: whoever connects finds everything running.
func (p *program) startServer() error {
	pages, err := static.New()
	if err != nil {
		return err
	}
	guard, err := telephony.NewGuard(p.settings.PublicURL, strings.Split(p.settings.Twilio.AuthToken, ",")...)
	if err != nil {
		return err
	}
	links, err := telephony.NewLinks(p.settings.PublicURL)
	if err != nil {
		return err
	}
	d := server.Deps{
		Account: p.account, Roster: p.roster, Calling: p.calling, Hooks: p.hooks, Campaigns: p.campaigns, Dialer: p.dialer, Numbers: p.numbers, Reports: &dialer.Reports{Store: p.db.Dialer(), Clock: p.clock}, Answers: p.db.Answers(), Events: p.db, Exports: p.exports, Sockets: p.sockets,
		Carrier: &server.Carrier{Guard: guard, Documents: telephony.Documents{Links: links, Language: "en-GB"}},
		Clock:   p.clock, Log: p.log, PublicURL: p.settings.PublicURL, Version: version, Pages: pages.Handler(), Boot: pages.Boot, Ready: p.db.Ping, Aside: p.aside, Metrics: p.metrics(),
	}
	if p.redis != nil {
		d.Presses = turns{p.redis, p.db.Nodes, p.settings.Speed}
	}
	if p.simTarget != "" {
		d.Sim = &server.Sim{Target: p.simTarget, Token: p.simToken}
	}
	if p.server, err = server.New(d); err != nil {
		return err
	}
	at := net.JoinHostPort(p.settings.Listen, strconv.Itoa(p.settings.Port))
	ln, err := server.Listen(at, p.log)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w (choose another PORT, or stop what is there)", at, err)
	}
	p.telling.Start()
	p.later(p.telling.Close)
	p.ringing.Start()
	p.later(p.ringing.Close)
	p.placing.Start()
	p.later(func(ctx context.Context) { // who waits for a turn is not rung by this server any more
		p.phone.NoMoreTurns()
		p.placing.Close(ctx)
	})
	p.loading.Start()
	p.later(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, time.Second) // a load that is cut off goes on behind its last batch
		defer cancel()
		p.loading.Close(ctx)
	})
	p.posting.Start()
	p.later(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, time.Second) // what hangs is cut off, and sent again by somebody
		defer cancel()
		p.posting.Close(ctx)
	})
	p.tend()
	p.drive()
	p.later(func(ctx context.Context) { _ = p.server.Shutdown(ctx) })
	p.later(func(ctx context.Context) { p.sockets.Shutdown(ctx, 3*time.Second) })
	go func() {
		if err := p.server.App().Listener(ln); err != nil {
			p.failed <- fmt.Errorf("serving: %w", err)
		}
	}()
	return nil
}
