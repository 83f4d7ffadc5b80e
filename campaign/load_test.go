package campaign_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/event"
	"partyline/fault"
)

func TestAMapThatWasWrongIsScannedAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		v := o.upload("Town,Who,Reach\nLeeds,Ada,07700 900001\nLeeds,Ben,12\n")
		o.work()
		fields := []campaign.Field{"field:town", campaign.FullName, campaign.Ignored}
		edit := func(e campaign.LoadEdit) (campaign.LoadView, error) {
			e.Version = o.get().Loads[0].Version
			return o.service.EditLoad(ctx, o.by, o.campaign, v.ID, e)
		}
		got, err := edit(campaign.LoadEdit{Fields: &fields})
		if err != nil || got.State != campaign.LoadScanned || got.Problem == "" {
			t.Fatalf("without a phone: %+v %v", got, err)
		}
		if gaps := o.get().Missing; gaps[0].Field != "columns" {
			t.Errorf("missing %v", gaps)
		}
		fields[2] = campaign.PhoneField
		if _, err := edit(campaign.LoadEdit{Fields: &fields}); err != nil {
			t.Fatal(err)
		}
		o.work()
		if got := o.get().Loads[0]; got.Valid != 1 || got.Rejected != 1 {
			t.Errorf("scanned as %+v", got)
		}
		bad := []campaign.Field{"field:Bad name", campaign.FullName, campaign.PhoneField}
		if _, err := edit(campaign.LoadEdit{Fields: &bad}); !fault.Is(err, "columns_invalid") {
			t.Errorf("a field that is none: %v", err)
		}
		if _, err := o.service.EditLoad(ctx, o.by, o.campaign, v.ID, campaign.LoadEdit{Version: 1}); !fault.Is(err, "conflict") {
			t.Errorf("an old version: %v", err)
		}
		if err := o.service.RemoveLoad(ctx, o.by, o.campaign, v.ID); err != nil || len(o.get().Loads) != 0 {
			t.Errorf("removed: %v", err)
		}
	})
}

func TestTheFirstRowNamesTheColumnsOrNot(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		v := o.upload("07700 900001,Ada Clarke,London\n07700 900002,Ben Dale,Leeds\n")
		o.work()
		if l := o.get().Loads[0]; l.Shape.Header || l.Valid != 2 || l.Shape.Columns[2].Title != "Column 3" {
			t.Fatalf("no header: %+v", l)
		}
		turn := func(header bool) campaign.LoadView {
			t.Helper()
			if _, err := o.service.EditLoad(context.Background(), o.by, o.campaign, v.ID, campaign.LoadEdit{Version: o.get().Loads[0].Version, Header: &header}); err != nil {
				t.Fatal(err)
			}
			o.work()
			return o.get().Loads[0]
		}
		l := turn(true)
		if !l.Shape.Header || l.Rows != 1 || l.Shape.Columns[0].Title != "Column 1" || l.Shape.Columns[1].Title != "Ada Clarke" || len(l.Shape.Sample) != 1 || l.Plan.Fields[2] != "field:london" {
			t.Errorf("its first row is a header: %+v", l)
		}
		if l = turn(true); !l.Shape.Header || l.Rows != 1 {
			t.Errorf("said twice: %+v", l)
		}
		if l = turn(false); l.Shape.Header || l.Valid != 2 || len(l.Shape.Sample) != 2 || l.Plan.Fields[0] != campaign.PhoneField {
			t.Errorf("and none again: %+v", l)
		}
		events, err := o.db.Since(context.Background(), event.On(event.FamilyCampaign, o.campaign), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if strings.Contains(string(e.Data), "900001") {
				t.Errorf("%s carries a number: %s", e.Kind, e.Data)
			}
		}
	})
}

func TestTheShareThatCanBeCalledIsKnownBeforeTheLoad(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.upload("Phone,Time zone\n07700900001,Europe/London\n07700900002,Europe/London\n07700900003,America/New_York\n07700900004,Asia/Tokyo\n12,Europe/London\n")
		if w := o.get(); w.Of != 0 || w.Callable != 0 {
			t.Errorf("before the scan: %v of %d", w.Callable, w.Of)
		}
		o.work()
		if w := o.get(); w.Of != 4 || w.Callable != 0.5 {
			t.Errorf("scanned: %v of %d", w.Callable, w.Of)
		}
		o.clock.Advance(4 * time.Hour) // 11:00 in New York
		if w := o.get(); w.Callable != 0.75 {
			t.Errorf("in the afternoon: %v", w.Callable)
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		if w := o.get(); w.Of != 4 || w.Callable != 0.75 {
			t.Errorf("on its way: %v of %d", w.Callable, w.Of)
		}
		o.work()
		if w := o.get(); w.Of != 4 || w.Callable != 0.75 || w.Counts.Total != 4 {
			t.Errorf("loaded: %v of %d", w.Callable, w.Of)
		}
	})
}

// Before the start, too, an open page says at each opening and shutting of the hours who can be called then.
func TestTheShareOfADraftIsToldWhenHoursOpenAndShut(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		told := func() (out int64) {
			t.Helper()
			return o.nos(`SELECT COUNT(*) FROM events WHERE kind = '` + string(campaign.StatusChanged) + `'`)[0]
		}
		o.upload(people(0, 10)) // noon in Leeds
		o.work()
		for _, c := range []struct {
			wait  time.Duration
			share float64
			more  int64
		}{{8 * time.Hour, 1, 0}, {time.Hour, 0, 1}, {11 * time.Hour, 0, 0}, {time.Hour, 1, 1}} { // 20:00, 21:00, 8:00, 9:00
			before := told()
			o.wait(c.wait)
			if n := told() - before; n != c.more || o.get().Callable != c.share {
				t.Errorf("%s later: told %d times, callable %v", c.wait, n, o.get().Callable)
			}
		}
	})
}

func TestALoadThatDiesGoesOnBehindItsLastBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.upload(people(0, 200) + people(0, 40) + "x,y,z\n")
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		load := o.get().Loads[0].ID
		last := -1
		for n := 0; o.get().Loads[0].State == campaign.LoadLoading; n++ {
			if n > 30 {
				t.Fatal("it never ends")
			}
			// Each time another node takes over, and dies after some transactions.
			dying, stop := context.WithCancel(ctx)
			node := o.node()
			node.Store = &mortal{Store: o.db.Campaigns(), left: 4, kill: stop}
			err := node.Work(dying, campaign.JobLoad, load)
			stop()
			percent := o.get().Load.Percent
			if percent < last || percent == 100 && err != nil {
				t.Errorf("%d %% after %d %% (%v)", percent, last, err)
			}
			last = percent
		}
		w := o.get()
		if w.Load != (campaign.Progress{Percent: 100, Rows: 242, Loaded: 200, Rejected: 2, Duplicates: 40}) {
			t.Errorf("loaded %+v", w.Load)
		}
		o.recount()
	})
}

// A load whose node stops in the middle of reading ends with it, and leaves nobody who reads behind.
func TestALoadEndsWithItsNode(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx, stop := context.WithCancel(context.Background())
		o.upload(people(0, 500))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		load := o.get().Loads[0].ID
		node := o.node()
		node.Store = &stopping{Store: o.db.Campaigns(), stop: stop}
		if err := node.Work(ctx, campaign.JobLoad, load); err == nil {
			t.Error("a load went on without its node")
		}
		o.work()
		if w := o.get(); w.Load.Percent != 100 || w.Counts.Total != 500 {
			t.Errorf("loaded %+v", w.Load)
		}
		o.recount()
	})
}

// stopping is a store whose node is told to stop when a piece of a file is asked for.
type stopping struct {
	campaign.Store
	stop context.CancelFunc
	n    int
}

func (s *stopping) Read(ctx context.Context, f func(r campaign.Reader) error) error {
	if s.n++; s.n == 3 { // behind what is there already
		s.stop()
	}
	return s.Store.Read(ctx, f)
}

// mortal is a store whose node dies at one of its transactions.
type mortal struct {
	campaign.Store
	left int
	kill context.CancelFunc
}

func (m *mortal) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	if m.left--; m.left < 0 {
		m.kill()
	}
	return m.Store.Write(ctx, f)
}

func TestContactsAddedLaterHaveABarOfTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(50)
		o.clock.Advance(time.Minute)
		o.upload(people(40, 50))
		o.work()
		if w := o.get(); w.Load.Percent != 100 || w.State == campaign.Loading {
			t.Errorf("scanned only: %+v", w.Load)
		}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		if w := o.get(); !w.Load.Later || w.Load.Percent != 0 || w.State != campaign.Stalled {
			t.Errorf("loading more: %s %+v", w.State, w.Load)
		}
		o.work()
		if w := o.get(); w.Counts.Total != 90 || w.Load.Percent != 100 || w.Loads[1].Duplicates != 10 {
			t.Errorf("loaded %+v, %+v", w.Load, w.Counts)
		}
		o.recount()
	})
}

func TestAFileWithoutAGoodRowSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.upload("Phone,Name\n12,A\n13,B\n")
		o.work()
		w := o.get()
		if w.Loads[0].Valid != 0 || w.Missing[0].Title != "No row of this file has a number that can be called." {
			t.Errorf("missing %+v", w.Missing)
		}
		if _, err := o.service.Upload(context.Background(), o.by, o.campaign, "x", strings.NewReader("")); !fault.Is(err, "file_empty") {
			t.Errorf("an empty file: %v", err)
		}
		if _, err := o.service.Upload(context.Background(), o.by, o.campaign, "x", strings.NewReader("%PDF-1.4")); !fault.Is(err, "file_pdf") {
			t.Errorf("a PDF: %v", err)
		}
	})
}
