package campaign_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

func TestACampaignFromNothingToATakenNumber(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		_, err := o.service.Start(ctx, o.by, o.campaign)
		f := fault.As(err)
		gaps, _ := f.Extra["missing"].([]campaign.Gap)
		if f.Code != "not_ready" || len(gaps) != 2 || gaps[0].Step != campaign.StepContacts || gaps[1].Step != campaign.StepCallerID {
			t.Fatalf("started with nothing: %v", err)
		}
		if w := o.get(); w.State != campaign.Draft || w.Sentence != "This campaign has not started. Missing: contacts, caller ID." {
			t.Errorf("a draft says %s", w.Sentence)
		}
		o.upload(people(0, 100) + "12,Nobody,\n" + "+447700900000,The same,landline\n")
		if _, err := o.service.Start(ctx, o.by, o.campaign); !fault.Is(err, "not_ready") {
			t.Errorf("started while it scans: %v", err)
		}
		o.work()
		v := o.get().Loads[0]
		if v.State != campaign.LoadScanned || v.Rows != 102 || v.Valid != 101 || v.Rejected != 1 || v.Plan.Fields[1] != campaign.FirstName || v.Plan.Fields[2] != campaign.LineField {
			t.Fatalf("scanned as %+v", v)
		}
		rejects, err := o.service.Rejects(ctx, o.campaign, v.ID, 0, 10)
		if err != nil || len(rejects) != 1 || rejects[0].Row != 102 || !strings.Contains(rejects[0].Reason, "too short") {
			t.Errorf("rejects %+v %v", rejects, err)
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		w, err := o.service.Start(ctx, o.by, o.campaign)
		if err != nil || w.State != campaign.Loading || w.Sentence != "This campaign is loading (0 %)." {
			t.Fatalf("started: %s %v", w.Sentence, err)
		}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Errorf("pressed twice: %v", err)
		}
		o.work()
		w = o.get()
		if w.Load != (campaign.Progress{Percent: 100, Rows: 102, Loaded: 100, Rejected: 1, Duplicates: 1}) {
			t.Errorf("loaded %+v", w.Load)
		}
		if w.Counts != (campaign.Counts{Total: 100, UndialedLandlines: 50, AwaitingClick: 50}) || w.Sentence != "This campaign is running. 0 callers, 0 talking." || w.Callable != 1 {
			t.Errorf("counts %+v, callable %v: %s", w.Counts, w.Callable, w.Sentence)
		}
		o.recount()

		// One approval, and the number can be dialled at once.
		ben := o.clicker("Ben")
		l := o.lease(o.service, ben)
		if len(l.Numbers) != 25 || l.Left != 50 || len(l.Numbers[0]) != len("90 012") || l.Lines[0] != "cell" {
			t.Fatalf("leased %+v", l)
		}
		o.clock.Advance(2 * time.Second)
		a, err := approve(o.service, ben, l.Lease, campaign.Press{Ordinal: 3, MS: 1200})
		if err != nil || a.Approved != 1 || len(a.Refused) != 0 {
			t.Fatalf("approved %+v %v", a, err)
		}
		o.work()
		if w = o.get(); w.Counts.UndialedCells != 1 || w.Counts.AwaitingClick != 49 || w.Clicking.Approved != 1 || w.Clicking.Clickers != 1 {
			t.Errorf("counts %+v, clicking %+v", w.Counts, w.Clicking)
		}
		o.recount()
		taken, err := o.service.Take(ctx, o.campaign, "me", 1000)
		if err != nil || len(taken) != 51 {
			t.Fatalf("%d taken, %v", len(taken), err)
		}
		cells := 0
		for _, p := range taken {
			if p.Line == campaign.Cell {
				cells++
				if p.Approved.IsZero() {
					t.Error("taken without a click")
				}
			}
		}
		var nameless []int64
		if err := o.db.Find(ctx, &nameless, `SELECT t.contact FROM taken t JOIN contacts c ON c.no = t.contact WHERE c.fields NOT LIKE '%"first_name":"_%'`); err != nil || len(nameless) > 0 {
			t.Errorf("nothing to say to %v, %v", nameless, err)
		}
		if cells != 1 {
			t.Errorf("%d cells among them", cells)
		}
		o.recount()
		if again, _ := o.service.Take(ctx, o.campaign, "me", 10); len(again) != 0 {
			t.Errorf("%d taken twice", len(again))
		}
		if err := o.service.Return(ctx, o.campaign, "another", nil); err != nil {
			t.Fatal(err)
		}
		if w = o.get(); w.Counts.InFlight != 51 {
			t.Errorf("somebody else's numbers came back: %+v", w.Counts)
		}
		if err := o.service.Return(ctx, o.campaign, "me", nil); err != nil {
			t.Fatal(err)
		}
		o.recount()
		if w = o.get(); w.Counts.InFlight != 0 || w.Counts.UndialedLandlines != 50 || w.Counts.UndialedCells != 1 {
			t.Errorf("returned: %+v", w.Counts)
		}
	})
}

func TestNothingIsTakenFromACampaignThatIsNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(20)
		took := func() int {
			t.Helper()
			got, err := o.service.Take(ctx, o.campaign, "me", 3)
			if err != nil {
				t.Fatal(err)
			}
			if err := o.service.Return(ctx, o.campaign, "me", nil); err != nil {
				t.Fatal(err)
			}
			return len(got)
		}
		if took() != 3 {
			t.Fatal("nothing to take")
		}
		w, err := o.service.Pause(ctx, o.by, o.campaign)
		if err != nil || w.State != campaign.Paused || !strings.HasPrefix(w.Sentence, "This campaign is paused (by "+o.by.Name) || took() != 0 {
			t.Errorf("paused: %s %v", w.Sentence, err)
		}
		if w, err = o.service.Resume(ctx, o.by, o.campaign); err != nil || w.State != campaign.Running || took() != 3 {
			t.Errorf("resumed: %s %v", w.Sentence, err)
		}
		o.clock.Advance(10 * time.Hour) // 22:00
		if w = o.get(); took() != 0 || w.Counts.OutsideHours != 10 || w.Callable != 0 {
			t.Errorf("at night: %+v", w.Counts)
		}
		o.recount()
		o.clock.Advance(14 * time.Hour)
		if w, err = o.service.End(ctx, o.by, o.campaign); err != nil || w.State != campaign.Complete || took() != 0 {
			t.Errorf("ended: %s %v", w.Sentence, err)
		}
		if _, err = o.service.Resume(ctx, o.by, o.campaign); !fault.Is(err, "ended") {
			t.Errorf("resumed after its end: %v", err)
		}
	})
}

// What the database believes of its tables decides how it reads them: as numbers can be dialled it knows how many there are.
func TestTheDatabaseKnowsHowManyContactsWereLoaded(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		if o.db.Kind() != "postgres" {
			t.Skip("the embedded database plans by its keys alone")
		}
		o.started(100)
		if got := o.nos(`SELECT reltuples::bigint FROM pg_class WHERE oid = 'contacts'::regclass`); !slices.Equal(got, []int64{100}) {
			t.Errorf("it believes that there are %d, of 100", got)
		}
	})
}
