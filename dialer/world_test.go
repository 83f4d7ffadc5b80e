package dialer_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/campaign"
	"partyline/clock"
	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
	"partyline/sheets"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// tuesday is noon in Leeds, in winter: the hours of every day are open there.
var tuesday = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// hall is a campaign with its callers, on one database.
type hall struct {
	t         *testing.T
	db        *storage.DB
	clock     *clock.Fixed
	phone     *exchange
	campaigns *campaign.Service
	svc       *dialer.Service
	driver    *dialer.Driver
	by        campaign.By
	id        string
	handlers  map[string]storage.Handler
	token     string // of the caller link
	clickers  string // of the clicker link
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

var codes atomic.Int64

func onBoth(t *testing.T, contacts int, f func(t *testing.T, h *hall)) {
	t.Helper()
	onBothOf(t, contacts, []string{"landline"}, f)
}

// onBothOf is onBoth with contacts whose lines are these, in turns.
func onBothOf(t *testing.T, contacts int, lines []string, f func(t *testing.T, h *hall)) {
	t.Helper()
	t.Parallel()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		c := clock.At(tuesday)
		f(t, newHall(t, c, storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c}), contacts, lines))
	})
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		c := clock.At(tuesday)
		f(t, newHall(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c}), contacts, lines))
	})
}

// newHall is a campaign that runs, with so many contacts, whose lines are these in turns.
func newHall(t *testing.T, c *clock.Fixed, db *storage.DB, contacts int, lines []string) *hall {
	t.Helper()
	ctx := context.Background()
	h := &hall{t: t, db: db, clock: c, phone: &exchange{sent: map[string][]line.Step{}, known: map[string]*line.Sighting{}}, handlers: map[string]storage.Handler{}}
	people := &account.Service{Store: db.Account(), Places: db, Clock: c, Log: slog.New(slog.DiscardHandler), Cost: account.Cost{KiB: 64, Passes: 1}, NewID: newID}
	demo, err := people.Seed(ctx)
	h.must(err)
	h.by = campaign.By{User: demo.SignIns[0].User, Name: demo.SignIns[0].Name, Organisation: demo.Organisation}
	h.campaigns = &campaign.Service{
		Store: db.Campaigns(), Files: &sheets.Files{}, Carrier: owns{ownNumber}, Clock: c, Log: slog.New(slog.DiscardHandler), NewID: newID,
		Secrets: campaign.NewSecrets("a secret"), Later: func(at time.Time) error { return storage.Later{At: at} },
	}
	h.svc = h.node()
	h.driver = h.drives("node-1")
	for _, kind := range campaign.Jobs {
		h.handlers[kind] = func(ctx context.Context, j storage.Job) error { return h.campaigns.Work(ctx, kind, j.Subject) }
	}
	for _, kind := range dialer.Jobs {
		h.handlers[kind] = func(ctx context.Context, j storage.Job) error { return h.svc.Work(ctx, kind, j.Subject) }
	}
	whole, err := h.campaigns.Create(ctx, h.by, campaign.NewCampaign{Name: "Spring GOTV"})
	h.must(err)
	h.id = whole.ID
	var b strings.Builder
	b.WriteString("Phone,First name,Line type\n")
	for i := range contacts {
		fmt.Fprintf(&b, "+4477009%05d,Person %d,%s\n", i, i, lines[i%len(lines)])
	}
	_, err = h.campaigns.Upload(ctx, h.by, h.id, "people.csv", strings.NewReader(b.String()))
	h.must(err)
	h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
	h.work()
	_, err = h.campaigns.Start(ctx, h.by, h.id)
	h.must(err)
	h.work()
	links, err := h.campaigns.Links(ctx, h.id)
	h.must(err)
	for _, l := range links {
		if l.Kind == campaign.Caller {
			h.token = l.Token
		} else {
			h.clickers = l.Token
		}
	}
	return h
}

// node is a service of its own, as another node has it.
func (h *hall) node() *dialer.Service {
	return &dialer.Service{
		Store: h.db.Dialer(), Campaigns: h.campaigns, Phone: h.phone, Clock: h.clock, Log: slog.New(slog.DiscardHandler), NewID: newID,
		NewRef: func() string { return strings.ReplaceAll(uuid.NewString(), "-", "") }, NewCode: func() string { return fmt.Sprintf("%06d", codes.Add(1)) },
		Number: func(typed, _ string) (string, error) {
			if !strings.HasPrefix(typed, "+") {
				return "", fault.New(fault.Invalid, "bad_number", "This is no phone number.")
			}
			return typed, nil
		},
		Readable: account.Readable, Later: func(at time.Time) error { return storage.Later{At: at} },
	}
}

func (h *hall) drives(name string) *dialer.Driver {
	return &dialer.Driver{Service: h.svc, Node: name, Pacer: dialer.OneLine{}, Starts: 10, Log: slog.New(slog.DiscardHandler)}
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) edit(f func(e *campaign.Edit)) {
	h.t.Helper()
	w, err := h.campaigns.Campaign(context.Background(), h.id)
	h.must(err)
	e := campaign.Edit{Version: w.Version}
	f(&e)
	_, err = h.campaigns.Edit(context.Background(), h.by, h.id, e)
	h.must(err)
}

// work does every job that is due, and those of the next second.
func (h *hall) work() {
	h.t.Helper()
	for range 3 {
		_, err := storage.RunDue(context.Background(), h.db, h.handlers)
		h.must(err)
		h.clock.Advance(300 * time.Millisecond)
	}
}

// wait lets time pass and has done what is due then.
func (h *hall) wait(d time.Duration) { h.t.Helper(); h.clock.Advance(d); h.work() }

// tick drives, and rings what is to be rung.
func (h *hall) tick() {
	h.t.Helper()
	h.clock.Advance(dialer.TickEvery)
	h.must(h.driver.Tick(context.Background()))
	h.work()
}

// dials is what the driver dials in one tick.
func (h *hall) dials() []line.Call {
	h.t.Helper()
	before := len(h.phone.calls(0))
	h.tick()
	return h.phone.calls(before)
}

// dial is dials where it is to be one number.
func (h *hall) dial() line.Call {
	h.t.Helper()
	calls := h.dials()
	if len(calls) != 1 {
		h.t.Fatalf("%d lines, want one", len(calls))
	}
	return calls[0]
}

func (h *hall) status() campaign.Whole {
	h.t.Helper()
	w, err := h.campaigns.Campaign(context.Background(), h.id)
	h.must(err)
	return w
}

func (h *hall) ask(leg line.Call, step string, n int, in line.Input) line.Script {
	h.t.Helper()
	in.Carrier = "CA" + leg.Ref
	script, _, err := h.svc.Ask(context.Background(), line.Step{Name: step, Ref: leg.Ref, N: n}, in)
	h.must(err)
	return script
}

// rings, over and picks up: what the carrier says of a line.
func (h *hall) rings(leg line.Call) {
	h.t.Helper()
	h.must(h.svc.HeardOf(context.Background(), leg.Ref, line.Fact{Carrier: "CA" + leg.Ref, State: line.Ringing, Seq: 1, Source: "status"}))
}

func (h *hall) over(leg line.Call, r line.Result, seconds int) {
	h.t.Helper()
	h.must(h.svc.HeardOf(context.Background(), leg.Ref, line.Fact{Carrier: "CA" + leg.Ref, State: line.Ended, Result: r, Seconds: seconds, Seq: 3, Source: "status"}))
	h.work()
}

func (h *hall) says(leg line.Call, who line.Answerer) {
	h.t.Helper()
	h.must(h.svc.Verdict(context.Background(), leg.Ref, line.Verdict{Carrier: "CA" + leg.Ref, By: who}))
	h.work()
}

// answers is a contact who picks up: what their phone is told, once nobody waits for a verdict any more.
func (h *hall) answers(leg line.Call) line.Script {
	h.t.Helper()
	script := h.ask(leg, "answer", 0, line.Input{})
	for n := 1; n < 6; n++ {
		a, again := last[line.Ask](script)
		if !again {
			break
		}
		h.clock.Advance(time.Second)
		script = h.ask(leg, a.Then.Name, a.Then.N, line.Input{})
	}
	return script
}

func last[V line.Verb](script line.Script) (v V, ok bool) {
	if len(script) == 0 {
		return v, false
	}
	v, ok = script[len(script)-1].(V)
	return v, ok
}

// given says in whose room a contact was put; "" for in nobody's.
func given(script line.Script) string {
	m, ok := last[line.Meet](script)
	if !ok {
		return ""
	}
	who, _, _ := line.RoomOf(m.Room)
	return who
}

func (h *hall) find(query string, args ...any) []string {
	h.t.Helper()
	var out []string
	h.must(h.db.Find(context.Background(), &out, query, args...))
	return out
}

// invariants are judged from the tables: each contact in one place, every taken number in one attempt, counts as they are.
func (h *hall) invariants() {
	h.t.Helper()
	for what, query := range map[string]string{
		"open attempts without their contact taken":   `SELECT a.id FROM contact_attempts a WHERE a.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.campaign = a.campaign AND t.contact = a.contact AND t.holder = 'dialled')`,
		"contacts dialled without an open attempt":    `SELECT CAST(t.contact AS TEXT) FROM taken t WHERE t.holder = 'dialled' AND NOT EXISTS (SELECT 1 FROM contact_attempts a WHERE a.campaign = t.campaign AND a.contact = t.contact AND a.closed_at IS NULL)`,
		"closed attempts without an outcome":          `SELECT id FROM contact_attempts WHERE state = 'closed' AND outcome = ''`,
		"open attempts in a closed state":             `SELECT id FROM contact_attempts WHERE closed_at IS NULL AND state IN ('closed', 'released')`,
		"callers who talk to an attempt that is over": `SELECT c.id FROM callers c JOIN contact_attempts a ON a.id = c.attempt_id WHERE c.state IN ('talking', 'wrap_up') AND a.closed_at IS NOT NULL`,
		"bridged attempts whose caller talks to somebody else": `SELECT a.id FROM contact_attempts a WHERE a.state = 'bridged' AND a.closed_at IS NULL AND NOT EXISTS
			(SELECT 1 FROM callers c WHERE c.id = a.caller_id AND c.attempt_id = a.id)`,
		"two attempts of one turn":    `SELECT caller_id FROM contact_attempts WHERE turn > 0 GROUP BY caller_id, turn HAVING count(*) > 1`,
		"a contact in two places":     `SELECT CAST(p.no AS TEXT) FROM contacts p JOIN ready r ON r.campaign = p.campaign AND r.contact = p.no JOIN taken t ON t.campaign = p.campaign AND t.contact = p.no`,
		"shown without an open lease": `SELECT t.holder FROM taken t WHERE t.holder LIKE 'shown %' AND NOT EXISTS (SELECT 1 FROM leases l WHERE 'shown ' || l.id = t.holder AND l.ended_at IS NULL)`,
		"waits for a click and is somewhere else": `SELECT CAST(q.contact AS TEXT) FROM clickable q WHERE EXISTS (SELECT 1 FROM taken t WHERE t.campaign = q.campaign AND t.contact = q.contact)
			OR EXISTS (SELECT 1 FROM ready r WHERE r.campaign = q.campaign AND r.contact = q.contact)`,
		"a launch without its attempt":         `SELECT l.attempt_id FROM launches l WHERE NOT EXISTS (SELECT 1 FROM contact_attempts a WHERE a.id = l.attempt_id AND a.fence = 0)`,
		"an attempt that nobody launched":      `SELECT a.id FROM contact_attempts a WHERE a.fence = 0 AND NOT EXISTS (SELECT 1 FROM launches l WHERE l.attempt_id = a.id)`,
		"dialled more often than passes allow": `SELECT CAST(p.no AS TEXT) FROM contacts p JOIN campaigns c ON c.no = p.campaign WHERE p.attempts > c.passes + 1`,
	} {
		if rows := h.find(query); len(rows) > 0 {
			h.t.Errorf("%s: %v", what, rows)
		}
	}
	w := h.status()
	if w.Counts.Sum() != w.Counts.Total {
		h.t.Errorf("the counts add up to %d of %d: %+v", w.Counts.Sum(), w.Counts.Total, w.Counts)
	}
	if n := len(h.find(`SELECT contact FROM taken WHERE holder NOT LIKE 'shown %'`)); int64(n) != w.Counts.InFlight {
		h.t.Errorf("%d taken, %d in flight", n, w.Counts.InFlight)
	}
	for _, e := range h.find(`SELECT data FROM events WHERE kind LIKE 'dialer.%'`) {
		if strings.Contains(e, "+44") {
			h.t.Errorf("an event carries a number: %s", e)
		}
	}
}
