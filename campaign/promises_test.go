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

// What was skipped never comes back to who skipped it, however often they ask, from whatever page; it comes to others.
func TestWhatWasSkippedNeverComesBackToWhoSkippedIt(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(24) // 12 cells
		cleo := o.clicker("Cleo")
		l := o.lease(o.service, cleo)
		o.clock.Advance(time.Second)
		if err := o.service.Release(ctx, cleo, l.Lease, []int{0, 2}, true); err != nil {
			t.Fatal(err)
		}
		if err := o.service.Release(ctx, cleo, l.Lease, []int{1}, false); err != nil { // given back, and not skipped
			t.Fatal(err)
		}
		skipped := o.nos(`SELECT contact FROM skipped ORDER BY contact`)
		if len(skipped) != 2 {
			t.Fatalf("skipped %v", skipped)
		}
		if err := o.service.Release(ctx, cleo, l.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		for range 6 {
			l := o.lease(o.service, cleo)
			o.read(func(r campaign.Reader, c campaign.Campaign) error {
				leases, err := r.Leases([]string{l.Lease})
				for _, l := range leases {
					for _, n := range l.Contacts {
						if slices.Contains(skipped, n) {
							t.Errorf("contact %d is back on the screen of who skipped it", n)
						}
					}
				}
				return err
			})
			if len(l.Numbers) == 0 {
				break
			}
			o.clock.Advance(time.Second)
			for i := range l.Numbers {
				if a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: i, MS: 1}); err != nil || a.Approved != 1 {
					t.Fatalf("%+v %v", a, err)
				}
			}
		}
		if w := o.get(); w.Clicking.Approved != 10 || w.Clicking.Left != 2 {
			t.Errorf("without them: %+v", w.Clicking)
		}
		if n := o.pressAll("Dan"); n != 2 {
			t.Errorf("somebody else approved %d of them", n)
		}
		o.recount()
	})
}

// A skip that was pressed without a connection arrives when its lease has run out, or after its numbers were given back: it counts.
func TestASkipThatArrivesLateCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(24) // 12 cells
		cleo := o.clicker("Cleo")
		skips := func(l campaign.Leased, ordinal int) {
			t.Helper()
			if err := o.service.Release(ctx, cleo, l.Lease, []int{ordinal}, true); err != nil {
				t.Fatal(err)
			}
		}
		stopped := o.lease(o.service, cleo)
		if err := o.service.Release(ctx, cleo, stopped.Lease, []int{0}, false); err != nil { // one of it, then all
			t.Fatal(err)
		}
		skips(stopped, 0)
		if err := o.service.Release(ctx, cleo, stopped.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		skips(stopped, 1)
		lapsed := o.lease(o.service, cleo)
		o.wait(campaign.LeaseTime + time.Second)
		if n := o.nos(`SELECT COUNT(*) FROM leases WHERE ended_at IS NULL`); n[0] != 0 {
			t.Fatalf("%d leases are open", n[0])
		}
		skips(lapsed, 0)
		skips(lapsed, 0)    // the answer was lost
		skips(lapsed, 4711) // is none
		skipped := o.nos(`SELECT contact FROM skipped ORDER BY contact`)
		if len(skipped) < 2 || len(skipped) > 3 {
			t.Fatalf("skipped %v", skipped)
		}
		if n := o.pressOn(cleo); n != 12-len(skipped) {
			t.Errorf("she approved %d, and skipped %d of 12", n, len(skipped))
		}
		o.recount()
		if n := o.pressAll("Dan"); n != len(skipped) {
			t.Errorf("somebody else approved %d, of %d", n, len(skipped))
		}
		o.recount()
	})
}

// Who is taken off a campaign leaves nothing on a screen: others have the numbers at once, and what was approved stays.
func TestNumbersOfSomebodyWhoIsTakenOffGoBack(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(24)
		cleo := o.clicker("Cleo")
		l, more := o.lease(o.service, cleo), o.lease(o.service, cleo)
		o.clock.Advance(time.Second)
		if a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: 0, MS: 1}); err != nil || a.Approved != 1 {
			t.Fatalf("%+v %v", a, err)
		}
		if err := o.service.Remove(ctx, o.by, o.campaign, cleo); err != nil {
			t.Fatal(err)
		}
		o.recount()
		if open := o.nos(`SELECT COUNT(*) FROM leases WHERE ended_at IS NULL`); open[0] != 0 {
			t.Errorf("%d of their leases are open", open[0])
		}
		o.clock.Advance(time.Second)
		for _, lease := range []string{l.Lease, more.Lease} {
			a, err := approve(o.service, cleo, lease, campaign.Press{Ordinal: 1, MS: 2000})
			if err != nil || a.Approved != 0 || len(a.Refused) != 1 || a.Refused[0].Code != campaign.CodeNotLeased {
				t.Errorf("a press after that: %+v %v", a, err)
			}
		}
		if _, err := o.service.Lease(ctx, cleo, nil); !fault.Is(err, "removed") {
			t.Errorf("a lease after that: %v", err)
		}
		if n := o.pressAll("Dan"); n != 11 {
			t.Errorf("somebody else approved %d", n)
		}
		o.recount()
	})
}

func TestAFileOfOneRow(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.upload("07700 900001") // no name of its column, and no end of its line
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if l := o.get().Loads[0]; l.State != campaign.LoadScanned || l.Rows != 1 || l.Valid != 1 || l.Shape.Header {
			t.Fatalf("scanned %+v", l)
		}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.upload("Phone\n07700 900002\n") // one under its header
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		w := o.get()
		if w.Counts.Total != 2 || w.Load.Percent != 100 || w.Loads[0].Loaded != 1 || w.Loads[1].Loaded != 1 {
			t.Errorf("loaded %+v", w.Loads)
		}
		if n := o.pressAll("Cleo"); n != 2 {
			t.Errorf("%d approved", n)
		}
		o.recount()
	})
}

// The token of a link is shown again, and is in no table as it is; nor is the secret of a browser.
func TestTokensAreNowhereInTheClear(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		secrets := []string{o.token(campaign.Caller), o.token(campaign.Clicker), o.joined(campaign.Clicker, "Cleo"), o.joined(campaign.Caller, "Ben")}
		if _, err := o.service.Rotate(ctx, o.by, o.campaign, campaign.Clicker); err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, o.token(campaign.Clicker))
		o.work()
		if secrets[1] == secrets[4] || o.look(campaign.Clicker, secrets[2]).Me == nil {
			t.Error("the link did not change, or leads nowhere")
		}
		read := 0
		for _, query := range []string{
			`SELECT campaign_id || ' ' || kind || ' ' || token || ' ' || token_hash || ' ' || passcode FROM links`,
			`SELECT id || ' ' || name || ' ' || page_hash FROM people`, `SELECT data FROM audit`, `SELECT kind || ' ' || data FROM events`, `SELECT kind || ' ' || subject || ' ' || data FROM jobs`,
			`SELECT subject FROM tries`,
		} {
			var rows []string
			if err := o.db.Find(ctx, &rows, query); err != nil {
				t.Fatal(query, err)
			}
			read += len(rows)
			for _, row := range rows {
				for _, secret := range secrets {
					if len(secret) < 20 || strings.Contains(row, secret) {
						t.Errorf("%s: %s", query, row)
					}
				}
			}
		}
		if read < 10 {
			t.Errorf("only %d rows were read", read)
		}
	})
}

// One click is for all passes: who was approved before the first call is called again without another one.
func TestFurtherPassesNeedNoNewClick(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(5, 3)
		if n := o.pressAll("Cleo"); n != 5 {
			t.Fatalf("%d approved", n)
		}
		for pass := range 3 {
			cells, landlines := o.taken()
			if len(cells) != 5 || len(landlines) != 5 {
				t.Fatalf("pass %d: %d cells and %d landlines", pass+1, len(cells), len(landlines))
			}
			o.ended(campaign.NoAnswer, campaign.NextPass, slices.Concat(cells, landlines)...)
			o.wait(61 * time.Minute)
			o.recount()
			if w := o.get(); w.Counts.AwaitingClick != 0 || w.Clicking.Left != 0 || w.Clicking.Approved != 5 {
				t.Errorf("after pass %d: %+v", pass+1, w.Clicking)
			}
		}
		if w := o.get(); w.Counts.Finished != 10 || w.State != campaign.Complete {
			t.Errorf("%s: %+v", w.State, w.Counts)
		}
	})
}

// Of two files one is loaded after the other, in whatever order they were begun.
func TestAnEarlierFileThatIsLoadedLaterWaits(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.upload("Phone\n12\n") // nobody can be called: it waits for another look
		o.upload(people(0, 100))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		store, tried, first := o.service.Store, 0, 1
		o.service.Store = picky{store, "+447700900045", &first, &tried} // so that it stands half done
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, o.get().Loads[1].ID); err == nil {
			t.Fatal("nothing stood in its way")
		}
		if l := o.get().Loads[1]; l.State != campaign.LoadLoading || l.Done == 0 {
			t.Fatalf("half done: %+v", l)
		}
		// The earlier one has somebody to call by now, and is begun beside it.
		early := o.get().Loads[0]
		if _, err := o.db.Exec(ctx, `UPDATE loads SET valid = 1 WHERE id = $1`, early.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, early.ID); err == nil {
			t.Error("the earlier one did not wait")
		}
		if l := o.get().Loads[0]; l.State != campaign.LoadLoading || l.Done != 0 {
			t.Errorf("the earlier one: %+v", l)
		}
		o.insist()
		if l := o.get().Loads[1]; l.State != campaign.LoadDone || l.Loaded != 100 {
			t.Errorf("the later one: %+v", l)
		}
		o.recount()
	})
}
