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
		o.upload(people(0, 100) + "12,Nobody,\n" + "+447700900000,The same,\n")
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
		if w.Counts != (campaign.Counts{Total: 100, UndialedLandlines: 50, AwaitingClick: 50}) || w.Sentence != "This campaign is stalled: this server places no calls yet." || w.Callable != 1 {
			t.Errorf("counts %+v, callable %v: %s", w.Counts, w.Callable, w.Sentence)
		}
		o.recount()

		// One approval, and the number can be dialled at once.
		ben := o.clicker("Ben")
		l := o.lease(o.service, ben)
		if len(l.Numbers) != 25 || l.Left != 50 || !strings.HasPrefix(l.Numbers[0], "••••• •• ") || l.Lines[0] != "cell" {
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
			if p.Fields["first_name"] == "" {
				t.Errorf("nothing to say to %+v", p)
			}
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
		if w, err = o.service.Resume(ctx, o.by, o.campaign); err != nil || w.State != campaign.Stalled || took() != 3 {
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

func TestNumbersOnTheDoNotCallListAreMarkedAndNeverReady(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		for _, phone := range []string{"+447700900000", "+447700900001"} {
			if _, err := o.db.Exec(ctx, `INSERT INTO do_not_call (organisation_id, phone, at, by_user) VALUES ($1, $2, 1, '')`, o.by.Organisation, phone); err != nil {
				t.Fatal(err)
			}
		}
		o.started(100)
		w := o.get()
		if w.Counts.OptedOut != 2 || w.Counts.UndialedLandlines != 49 || w.Counts.AwaitingClick != 49 || w.Loads[0].OptedOut != 2 {
			t.Errorf("counts %+v", w.Counts)
		}
		o.recount()
	})
}

// Do Not Call always wins: at the latest where a number is shown, pressed or taken.
func TestANumberThatIsOptedOutLaterIsNeitherShownNorApprovedNorTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(100)
		ben := o.clicker("Ben")
		l := o.lease(o.service, ben)
		optOut := func(which string, args ...any) {
			t.Helper()
			if _, err := o.db.Exec(ctx, `INSERT INTO do_not_call (organisation_id, phone, at, by_user) SELECT $1, phone, 1, '' FROM contacts WHERE `+which, append([]any{o.by.Organisation}, args...)...); err != nil {
				t.Fatal(err)
			}
		}
		var on []int64 // the first number on Ben's screen
		err := o.db.Campaigns().Read(ctx, func(r campaign.Reader) error {
			c, err := r.Campaign(o.campaign)
			if err != nil {
				return err
			}
			leases, err := shown(r, c)
			on = leases[0].Contacts
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		optOut(`no = $2`, on[0])
		o.clock.Advance(time.Second)
		a, err := approve(o.service, ben, l.Lease, campaign.Press{Ordinal: 0, MS: 1}, campaign.Press{Ordinal: 1, MS: 2})
		if err != nil || a.Approved != 1 || len(a.Refused) != 1 || a.Refused[0] != (campaign.Refusal{Ordinal: 0, Code: campaign.CodeOptedOut}) {
			t.Errorf("pressed: %+v %v", a, err)
		}
		o.recount()
		optOut(`line <> 1 AND no <> $2 AND no <> $3`, on[0], on[1]) // all other cells: those on the screen, and those to come
		if err := o.service.Release(ctx, ben, l.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			if got := o.lease(o.service, ben); len(got.Numbers) != 0 {
				t.Errorf("shown: %+v", got)
			}
		}
		optOut(`line = 1 AND no < 50`)
		got, err := o.service.Take(ctx, o.campaign, "me", 1000)
		if err != nil || len(got) != 26 { // 25 landlines and the approved cell
			t.Errorf("%d taken, %v", len(got), err)
		}
		o.recount()
		if c := o.get().Counts; c.OptedOut != 100-26 || c.InFlight != 26 || c.AwaitingClick != 0 {
			t.Errorf("counts %+v", c)
		}
	})
}

func TestEditsAreRefusedByStepAndSayWhoDidWhat(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		dev := campaign.By{User: "dev", Name: "Dev Patel", Organisation: o.by.Organisation}
		seen := o.get().Version
		hours := campaign.Hours{{Day: "monday", Opens: 600, Closes: 700}}
		if _, err := o.service.Edit(ctx, dev, o.campaign, campaign.Edit{Version: seen, Hours: &hours}); err != nil {
			t.Fatal(err)
		}
		passes := 3
		w, err := o.service.Edit(ctx, o.by, o.campaign, campaign.Edit{Version: seen, Passes: &passes})
		if err != nil || w.Passes != 3 || len(w.Hours) != 1 || w.Saved[campaign.StepHours].By.Name != "Dev Patel" || w.Saved[campaign.StepPasses].By.Name != o.by.Name {
			t.Fatalf("another step: %+v %v", w.Saved, err)
		}
		_, err = o.service.Edit(ctx, o.by, o.campaign, campaign.Edit{Version: seen, Hours: &hours})
		if f := fault.As(err); f.Code != "conflict" || f.Extra["current"].(campaign.Whole).Saved[campaign.StepHours].By.Name != "Dev Patel" {
			t.Errorf("the same step: %v", err)
		}
		for field, e := range map[string]campaign.Edit{
			"hours": {Hours: &campaign.Hours{{Day: "monday", Opens: 300, Closes: 700}}}, "caller_ids": {CallerIDs: &[]string{"+441134969999"}}, "zone": {Zone: new(string)},
			"script.questions[0].kind": {Script: &campaign.Script{Questions: []campaign.Question{{ID: "a", Kind: "essay"}}}},
		} {
			e.Version = o.get().Version
			if _, err := o.service.Edit(ctx, o.by, o.campaign, e); len(fault.As(err).Fields) == 0 || fault.As(err).Fields[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestAScriptKeepsTheVersionsThatMayBeInUse(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		s := campaign.DefaultScript()
		s.Questions[0].Title = "Who is it?"
		if w := o.edit(func(e *campaign.Edit) { e.Script = &s }); w.ScriptNo != 1 || w.Script.Questions[0].Title != "Who is it?" {
			t.Errorf("before the start: %+v", w.ScriptNo)
		}
		o.started(4)
		s.Questions[0].Title = "Who's there?"
		if w := o.edit(func(e *campaign.Edit) { e.Script = &s }); w.ScriptNo != 2 {
			t.Errorf("after the start: %d", w.ScriptNo)
		}
		s.Questions[0].Answers[0].Next = "nowhere"
		if _, err := o.service.Edit(context.Background(), o.by, o.campaign, campaign.Edit{Version: o.get().Version, Script: &s}); !fault.Is(err, "script_unfinished") {
			t.Errorf("a dangling branch in a campaign that runs: %v", err)
		}
		var n []int
		if err := o.db.Find(context.Background(), &n, `SELECT number FROM scripts WHERE campaign_id = $1 ORDER BY number`, o.campaign); err != nil || len(n) != 2 {
			t.Errorf("kept %v %v", n, err)
		}
	})
}

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

func TestEventsNeverCarryANumber(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		ben := o.clicker("Ben")
		o.alert("Great work")
		l := o.lease(o.service, ben)
		o.clock.Advance(time.Second)
		if _, err := approve(o.service, ben, l.Lease, campaign.Press{Ordinal: 0, MS: 10}); err != nil {
			t.Fatal(err)
		}
		o.optOut(l.Lease, 1)
		o.turn(false, false)
		o.turn(true, false)
		o.work()
		kinds := map[event.Kind]bool{}
		for _, on := range []event.Topic{event.On("campaign", o.campaign), event.On("campaign", o.campaign+"/clickers"), event.On("campaign", o.campaign+"/callers"), event.On("campaigns", o.by.Organisation), event.On(event.FamilyOrganisation, o.by.Organisation)} {
			events, err := o.db.Since(context.Background(), on, 0, 1000)
			if err != nil || len(events) == 0 {
				t.Fatalf("%s: %d events, %v", on, len(events), err)
			}
			for _, e := range events {
				kinds[e.Kind] = true
				for _, bad := range []string{"7700900", "1134960000"} {
					if strings.Contains(string(e.Data), bad) {
						t.Errorf("%s carries a number: %s", e.Kind, e.Data)
					}
				}
			}
		}
		for _, k := range campaign.Kinds {
			if !kinds[k] {
				t.Errorf("%s never happened", k)
			}
		}
	})
}

func TestAStatusIsToldAgainWhenHoursShut(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		o.work()
		var due []int64
		if err := o.db.Find(context.Background(), &due, `SELECT due_at FROM jobs WHERE kind = $1`, campaign.JobTell); err != nil || len(due) != 1 {
			t.Fatalf("%v %v", due, err)
		}
		if at := time.UnixMilli(due[0]).UTC(); !at.Equal(time.Date(2026, 11, 24, 20, 59, 30, 0, time.UTC)) {
			t.Errorf("told again at %s", at)
		}
	})
}
