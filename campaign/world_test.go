package campaign_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/campaign"
	"partyline/clock"
	"partyline/sheets"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// tuesday is noon in Leeds, in winter: the hours of every day are open there.
var tuesday = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// office is an organisation with a campaign in it, on one database.
type office struct {
	t        *testing.T
	db       *storage.DB
	clock    *clock.Fixed
	service  *campaign.Service
	by       campaign.By
	campaign string
	handlers map[string]storage.Handler
}

// numbers is a carrier's account with these numbers.
type numbers []string

func (n numbers) Numbers(context.Context) ([]string, error) { return append([]string(nil), n...), nil }

const ownNumber = "+441134960000"

func onBoth(t *testing.T, f func(t *testing.T, o *office)) {
	t.Helper()
	t.Parallel()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		c := clock.At(tuesday)
		f(t, newOffice(t, c, storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c})))
	})
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		c := clock.At(tuesday)
		f(t, newOffice(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c})))
	})
}

func newOffice(t *testing.T, c *clock.Fixed, db *storage.DB) *office {
	t.Helper()
	o := &office{t: t, db: db, clock: c, handlers: map[string]storage.Handler{}}
	people := &account.Service{Store: db.Account(), Places: db, Clock: o.clock, Log: slog.New(slog.DiscardHandler), Cost: account.Cost{KiB: 64, Passes: 1}, NewID: newID}
	demo, err := people.Seed(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	o.service = o.node()
	o.by = campaign.By{User: demo.SignIns[0].User, Name: demo.SignIns[0].Name, Organisation: demo.Organisation}
	for _, kind := range campaign.Jobs {
		o.handlers[kind] = func(ctx context.Context, j storage.Job) error { return o.service.Work(ctx, kind, j.Subject) }
	}
	whole, err := o.service.Create(context.Background(), o.by, campaign.NewCampaign{Name: "Spring GOTV"})
	if err != nil {
		t.Fatal(err)
	}
	o.campaign = whole.ID
	return o
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// node is a service of its own, as another node has it.
func (o *office) node() *campaign.Service {
	return &campaign.Service{
		Store: o.db.Campaigns(), Files: &sheets.Files{}, Carrier: numbers{ownNumber, "+441134960001"}, Clock: o.clock, Log: slog.New(slog.DiscardHandler), NewID: newID,
		Secrets: campaign.NewSecrets("a secret"), Later: func(at time.Time) error { return storage.Later{At: at} }, Batch: 30, Lanes: 2,
	}
}

// work does every job that is due, and those of the next second.
func (o *office) work() {
	o.t.Helper()
	for range 3 {
		if _, err := storage.RunDue(context.Background(), o.db, o.handlers); err != nil {
			o.t.Fatal(err)
		}
		o.clock.Advance(300 * time.Millisecond)
	}
}

// people is CSV of n rows, every other one a landline; the numbers begin at from.
func people(from, n int) string {
	var b strings.Builder
	b.WriteString("Phone,First name,Line type\n")
	for i := range n {
		line := "cell"
		if i%2 == 0 {
			line = "landline"
		}
		fmt.Fprintf(&b, "+4477009%05d,Person %d,%s\n", from+i, i, line)
	}
	return b.String()
}

func (o *office) upload(csv string) campaign.LoadView {
	o.t.Helper()
	v, err := o.service.Upload(context.Background(), o.by, o.campaign, "people.csv", strings.NewReader(csv))
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) get() campaign.Whole {
	o.t.Helper()
	w, err := o.service.Campaign(context.Background(), o.campaign)
	if err != nil {
		o.t.Fatal(err)
	}
	return w
}

// edit changes the campaign as it is now.
func (o *office) edit(f func(e *campaign.Edit)) campaign.Whole {
	o.t.Helper()
	e := campaign.Edit{Version: o.get().Version}
	f(&e)
	w, err := o.service.Edit(context.Background(), o.by, o.campaign, e)
	if err != nil {
		o.t.Fatal(err)
	}
	return w
}

// started is a campaign with so many contacts, half of them cells, loaded and running.
func (o *office) started(contacts int) {
	o.t.Helper()
	o.startedWith(people(0, contacts))
}

func (o *office) startedWith(file string) {
	o.t.Helper()
	o.upload(file)
	o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
	o.work()
	if _, err := o.service.Start(context.Background(), o.by, o.campaign); err != nil {
		o.t.Fatal(err)
	}
	o.work()
	if w := o.get(); w.Load.Percent != 100 {
		o.t.Fatalf("loaded %+v", w.Load)
	}
}

// clicker joins by the clicker link.
func (o *office) clicker(name string) string {
	o.t.Helper()
	links, err := o.service.Links(context.Background(), o.campaign)
	if err != nil {
		o.t.Fatal(err)
	}
	in, _, err := o.service.Join(context.Background(), campaign.Clicker, links[1].Token, "", campaign.Joining{Name: name})
	if err != nil {
		o.t.Fatal(err)
	}
	return in.Me.ID
}

func (o *office) lease(s *campaign.Service, person string) campaign.Leased {
	o.t.Helper()
	l, err := s.Lease(context.Background(), person, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return l
}

// approve sends a frame and waits for its answer.
func approve(s *campaign.Service, person, lease string, presses ...campaign.Press) (out campaign.Approved, err error) {
	var done sync.WaitGroup
	done.Add(1)
	s.Approve(campaign.Approving{Person: person, Lease: lease, Presses: presses}, func(a campaign.Approved, e error) { out, err = a, e; done.Done() })
	done.Wait()
	return out, err
}

// recount counts contacts anew and compares: what is kept must equal it.
func (o *office) recount() {
	o.t.Helper()
	var no int64
	must := func(err error) {
		o.t.Helper()
		if err != nil {
			o.t.Fatal(err)
		}
	}
	var nos []int64
	must(o.db.Find(context.Background(), &nos, `SELECT no FROM campaigns WHERE id = $1`, o.campaign))
	no = nos[0]
	one := func(query string, args ...any) int64 {
		o.t.Helper()
		var n []int64
		must(o.db.Find(context.Background(), &n, query, append([]any{no}, args...)...))
		return n[0]
	}
	c := o.get()
	for what, pair := range map[string][2]int64{
		"total":     {c.Counts.Total, one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1`)},
		"sum":       {c.Counts.Sum(), c.Counts.Total},
		"ready":     {c.Counts.UndialedLandlines + c.Counts.UndialedCells + c.Counts.ReadyRetries + c.Counts.OutsideHours, one(`SELECT COUNT(*) FROM ready WHERE campaign = $1`)},
		"streams":   {one(`SELECT COALESCE(SUM(size), 0) FROM streams WHERE campaign = $1`), one(`SELECT COUNT(*) FROM ready WHERE campaign = $1`)},
		"in flight": {c.Counts.InFlight, one(`SELECT COUNT(*) FROM taken WHERE campaign = $1`)},
		"click":     {c.Counts.AwaitingClick, one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND line <> 1 AND approved_at IS NULL AND NOT opted_out AND released_at IS NULL`)},
		"to click": {c.Counts.AwaitingClick, one(`SELECT COUNT(*) FROM (SELECT no FROM contacts WHERE campaign = $1 AND line <> 1 AND approved_at IS NULL AND NOT opted_out AND NOT final AND waits = 0
			EXCEPT SELECT contact FROM ready WHERE campaign = $1 EXCEPT SELECT contact FROM taken WHERE campaign = $1) p`)},
		"gap":         {c.Counts.AwaitingGap, one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND waits BETWEEN 1 AND 4 AND NOT opted_out`)},
		"waiting":     {one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND waits > 0 AND NOT opted_out`), one(`SELECT COUNT(*) FROM waiting w JOIN contacts c ON c.campaign = w.campaign AND c.no = w.contact WHERE w.campaign = $1 AND w.kind = c.waits AND NOT c.opted_out`)},
		"finished":    {c.Counts.Finished, one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND (final AND outcome <> 'invalid' OR waits = 5) AND NOT opted_out`)},
		"invalid":     {c.Counts.Invalid, one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND final AND outcome = 'invalid' AND NOT opted_out`)},
		"opted out":   {c.Counts.OptedOut, one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND opted_out`)},
		"approved":    {c.Clicking.Approved, one(`SELECT COUNT(*) FROM approvals WHERE campaign = $1`)},
		"marked":      {one(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND approved_at IS NOT NULL`), one(`SELECT COUNT(*) FROM approvals WHERE campaign = $1`)},
		"by person":   {one(`SELECT COALESCE(SUM(approved), 0) FROM people WHERE campaign_id = (SELECT id FROM campaigns WHERE no = $1)`), one(`SELECT COUNT(*) FROM approvals WHERE campaign = $1`)},
		"by minute":   {one(`SELECT COALESCE(SUM(approved), 0) FROM campaign_minutes WHERE campaign = $1`), one(`SELECT COUNT(*) FROM approvals WHERE campaign = $1`)},
		"twice ready": {one(`SELECT COUNT(*) - COUNT(DISTINCT contact) FROM ready WHERE campaign = $1`), 0},
	} {
		if pair[0] != pair[1] {
			o.t.Errorf("%s: kept %d, counted %d", what, pair[0], pair[1])
		}
	}
}

// shown is the leases of a campaign that are not over, with their contacts.
func shown(r campaign.Reader, c campaign.Campaign) ([]campaign.Lease, error) {
	open, err := r.OpenLeases(c.No)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, l := range open {
		ids = append(ids, l.ID)
	}
	return r.Leases(ids)
}
