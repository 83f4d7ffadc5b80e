package campaign_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
)

// A file that was still being looked at when Start was pressed is loaded by the next Start: under a bar of its own, and the first
// one's percentage stays.
func TestAFileThatComesAfterTheStartHasABarOfItsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		start := func() campaign.Whole {
			t.Helper()
			w, err := o.service.Start(ctx, o.by, o.campaign)
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		o.upload(people(0, 60))
		o.work()
		o.upload(people(100, 60)) // is being looked at
		o.clock.Advance(time.Second)
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		start()
		o.work()
		if w := o.get(); w.Load.Percent != 100 || w.Load.Later {
			t.Fatalf("the first file is in: %+v", w.Load)
		}
		if w := start(); !w.Load.Later || w.Load.Percent != 0 || w.State == campaign.Loading {
			t.Errorf("the second one begins: %s %+v", w.State, w.Load)
		}
		o.work()
		if w := o.get(); w.Load.Percent != 100 || w.Load.Later || w.Counts.Total != 120 {
			t.Errorf("the second one is in: %+v of %d", w.Load, w.Counts.Total)
		}
		o.recount()
	})
}

// The sentence and the bar say the same of several files, and the status is loading until all of them are in.
func TestSeveralFilesAreOneFirstLoad(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.upload(people(0, 60))
		o.upload(people(100, 240))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, o.get().Loads[0].ID); err != nil {
			t.Fatal(err)
		}
		if w := o.get(); w.State != campaign.Loading || w.Load.Percent != 20 || w.Sentence != "This campaign is loading (20 %)." {
			t.Errorf("the first of two is in: %s %q, the bar %+v", w.State, w.Sentence, w.Load)
		}
		o.work()
		if w := o.get(); w.State == campaign.Loading || w.Load.Percent != 100 || w.Load.Later {
			t.Errorf("both are in: %s %q, the bar %+v", w.State, w.Sentence, w.Load)
		}
	})
}

// Start tries a file again that could not be loaded: beside one that is in it is something more, so nothing is "loading" again.
func TestAFileOfTheFirstLoadThatIsTriedAgainChangesNoStatus(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		store, tried, first := o.service.Store, 0, 0
		o.upload(people(0, 60))
		o.upload(people(100, 60))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		o.service.Store = picky{store, "+447700900145", &first, &tried}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.insist()
		before := o.get()
		if before.Loads[1].State != campaign.LoadFailing || before.Load.Percent != 100 || before.State == campaign.Loading || before.State == campaign.LoadFailed {
			t.Fatalf("one of two is in: %s %+v", before.State, before.Load)
		}
		for range 2 { // pressed twice: no second bar
			w, err := o.service.Start(ctx, o.by, o.campaign)
			if err != nil {
				t.Fatal(err)
			}
			if w.State != before.State || w.Sentence != before.Sentence || !w.Load.Later || w.Load.Percent != 75 {
				t.Errorf("tried again: %s %q, the bar %+v; before %q", w.State, w.Sentence, w.Load, before.Sentence)
			}
		}
		o.insist()
		if w := o.get(); w.State != before.State || w.Load.Percent != 100 || w.Loads[1].State != campaign.LoadFailing {
			t.Errorf("it failed again: %s, the bar %+v, %+v", w.State, w.Load, w.Loads[1])
		}
		first = tried
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		if w := o.get(); w.Loads[1].State != campaign.LoadDone || w.Counts.Total != 120 || w.Load.Percent != 100 {
			t.Errorf("it went through: %+v, %d contacts", w.Loads[1], w.Counts.Total)
		}
		o.recount()
	})
}

// The bar of a file stands where it stood when another one is begun behind it, and begins anew for that one.
func TestEachStartOfMoreContactsHasABarOfItsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		add := func(csv string) string {
			t.Helper()
			id := o.upload(csv).ID
			if err := o.service.Work(ctx, campaign.JobScan, id); err != nil {
				t.Fatal(err)
			}
			if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
				t.Fatal(err)
			}
			return id
		}
		o.started(50)
		second := add(people(100, 100))
		dying, stop := context.WithCancel(ctx)
		defer stop()
		node := o.node()
		node.Store = &mortal{Store: o.db.Campaigns(), left: 3, kill: stop} // its turn, and two batches of thirty
		if err := node.Work(dying, campaign.JobLoad, second); err == nil {
			t.Fatal("it did not die")
		}
		if w := o.get(); !w.Load.Later || w.Load.Percent != 60 || w.Load.Rows != 100 {
			t.Fatalf("on its way: %+v", w.Load)
		}
		third := add(people(300, 60))
		if w := o.get(); !w.Load.Later || w.Load.Percent != 60 || w.Load.Rows != 100 {
			t.Errorf("another one waits behind it: %+v", w.Load)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, second); err != nil {
			t.Fatal(err)
		}
		if w := o.get(); !w.Load.Later || w.Load.Percent != 0 || w.Load.Rows != 60 || w.Load.Loaded != 0 {
			t.Errorf("the next one's turn: %+v", w.Load)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, third); err != nil {
			t.Fatal(err)
		}
		if w := o.get(); w.Load.Later || w.Load.Percent != 100 || w.Counts.Total != 210 {
			t.Errorf("all in: %+v of %d", w.Load, w.Counts.Total)
		}
		o.recount()
	})
}

// Files are loaded one after the other: one that is tried again waits for the one that is on its way, which may stand half done.
func TestAFileThatIsTriedAgainWaitsForTheOneThatIsOnItsWay(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		store, tried, first := o.service.Store, 0, 0
		o.upload(people(0, 60))
		o.upload(people(100, 100))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		early, late := o.get().Loads[0].ID, o.get().Loads[1].ID
		o.service.Store = picky{store, "+447700900045", &first, &tried}
		for range 20 {
			if o.get().Loads[0].State == campaign.LoadLoading {
				_ = o.service.Work(ctx, campaign.JobLoad, early) // its row is tried again and again
			}
		}
		dying, stop := context.WithCancel(ctx)
		defer stop()
		node := o.node()
		node.Store = &mortal{Store: o.db.Campaigns(), left: 3, kill: stop}
		_ = node.Work(dying, campaign.JobLoad, late)
		if w := o.get(); w.Loads[0].State != campaign.LoadFailing || w.Loads[0].Loaded != 45 || w.Loads[1].State != campaign.LoadLoading || w.Loads[1].Loaded != 60 || w.Load.Percent != 65 {
			t.Fatalf("one failed, one on its way: %+v, %+v", w.Loads, w.Load)
		}
		o.service.Store = store
		if w, err := o.service.Start(ctx, o.by, o.campaign); err != nil || w.Loads[0].State != campaign.LoadLoading || w.Load.Percent != 65 {
			t.Fatalf("tried again: %+v, %v", w.Load, err)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, early); err == nil || o.get().Loads[0].Loaded != 45 {
			t.Errorf("it did not wait: %v", err)
		}
		if err := o.service.Work(ctx, campaign.JobLoad, late); err != nil || o.get().Loads[1].State != campaign.LoadDone {
			t.Errorf("the other one did not go on: %v", err)
		}
		o.insist()
		if w := o.get(); w.Load.Percent != 100 || w.Counts.Total != 160 {
			t.Errorf("all in: %+v of %d", w.Load, w.Counts.Total)
		}
		o.recount()
	})
}

// A first load that is tried again goes on from the percentage at which it stopped, whatever its rows were.
func TestALoadThatIsTriedAgainDoesNotFall(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		tried, first := 0, 0
		o.upload("Phone,First name,Line type\n" + strings.Repeat("12,Nobody,cell\n", 60) + strings.TrimPrefix(people(0, 60), "Phone,First name,Line type\n"))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		store := o.service.Store
		o.service.Store = picky{store, "+447700900000", &first, &tried}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.insist()
		before := o.get()
		if before.State != campaign.LoadFailed || before.Load.Percent != 50 {
			t.Fatalf("%s %+v", before.State, before.Load)
		}
		o.service.Store = store
		if w, err := o.service.Start(ctx, o.by, o.campaign); err != nil || w.State != campaign.Loading || w.Load.Percent != 50 {
			t.Errorf("tried again: %s %+v, %v", w.State, w.Load, err)
		}
		o.work()
		if w := o.get(); w.Load.Percent != 100 || w.Counts.Total != 60 {
			t.Errorf("all in: %+v of %d", w.Load, w.Counts.Total)
		}
		o.recount()
	})
}
