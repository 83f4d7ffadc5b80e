package campaign_test

import (
	"context"
	"testing"

	"partyline/campaign"
	"partyline/fault"
)

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
