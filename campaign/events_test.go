package campaign_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/event"
)

func TestEventsNeverCarryANumber(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		ben := o.clicker("Ben")
		o.alert("Great work")
		o.edit(func(e *campaign.Edit) { script := campaign.DefaultScript(); e.Script = &script })
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

// heard is the events of a topic with one kind, whole.
func (o *office) heard(on event.Topic, kind event.Kind) (out []event.Event) {
	o.t.Helper()
	events, err := o.db.Since(context.Background(), on, 0, 10_000)
	if err != nil {
		o.t.Fatal(err)
	}
	return slices.DeleteFunc(events, func(e event.Event) bool { return e.Kind != kind })
}

func TestProgramsHearOfEachStateOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(4)
		o.work()
		for _, press := range []func(context.Context, campaign.By, string) (campaign.Whole, error){o.service.Pause, o.service.Resume, o.service.End} {
			if _, err := press(ctx, o.by, o.campaign); err != nil {
				t.Fatal(err)
			}
			o.work()
			o.work()
		}
		var states []campaign.State
		for _, e := range o.heard(event.On(event.FamilyCampaign, o.campaign), campaign.StateChanged) {
			var s campaign.StateTold
			if err := json.Unmarshal(e.Data, &s); err != nil || s.ID != o.campaign || s.Name == "" || s.Sentence == "" {
				t.Errorf("%s: %v", e.Data, err)
			}
			states = append(states, s.State)
		}
		// a driver has some seconds to come, and clocks stand still here
		if got := fmt.Sprint(states); got != "[draft running paused running complete]" && got != "[draft loading running paused running complete]" {
			t.Errorf("heard of %v", states)
		}
		loaded := o.heard(event.On(event.FamilyCampaign, o.campaign), campaign.FileLoaded)
		if len(loaded) != 1 || !strings.Contains(string(loaded[0].Data), `"state":"done"`) {
			t.Errorf("files: %+v", loaded)
		}
	})
}

func TestAnEditedScriptIsToldToCallers(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		page := o.joined(campaign.Caller, "Cal")
		before := o.look(campaign.Caller, page)
		s := campaign.DefaultScript()
		s.Questions[0].Title = "Who's there?"
		o.edit(func(e *campaign.Edit) { e.Script = &s })
		var told campaign.ScriptTold
		events := o.heard(before.Topic, campaign.ScriptChanged)
		if len(events) != 1 || int64(events[0].Seq) <= before.Seq {
			t.Fatalf("told %+v", events)
		}
		if err := json.Unmarshal(events[0].Data, &told); err != nil || told.Version != 2 || told.Script.Questions[0].Title != "Who's there?" {
			t.Errorf("told %s, %v", events[0].Data, err)
		}
		if after := o.look(campaign.Caller, page); before.ScriptNo != 1 || after.ScriptNo != 2 || after.Script.Questions[0].Title != "Who's there?" {
			t.Errorf("a page that opens: version %d, then %d", before.ScriptNo, after.ScriptNo)
		}
	})
}

func TestTheListOfCampaignsSaysFromWhereToListen(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.work()
		list, _, err := o.service.Campaigns(context.Background(), o.by, campaign.Bookmark{})
		if err != nil || len(list.Items) != 1 || list.Seq == 0 {
			t.Fatalf("%+v %v", list, err)
		}
		o.started(4)
		events, err := o.db.Since(context.Background(), event.On(event.FamilyCampaigns, o.by.Organisation), event.Seq(list.Seq), 100)
		if err != nil || len(events) == 0 || int64(events[0].Seq) != list.Seq+1 {
			t.Errorf("after the list came %+v, %v", events, err)
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
