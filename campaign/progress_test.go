package campaign_test

import (
	"context"
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
