package campaign_test

import (
	"context"
	"strings"
	"testing"

	"partyline/campaign"
)

// asks is CSV with a column that says who asked not to be called: nobody, but for these.
func asks(csv string, phones ...string) string {
	lines := strings.Split(strings.TrimSpace(csv), "\n")
	for i := range lines {
		lines[i] += map[bool]string{true: ",Do not call", false: ",no"}[i == 0]
	}
	for _, p := range phones {
		lines = append(lines, p+",Somebody,cell,yes")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Who asked not to be called in one row of a file is called by no other row with their number: in it, beside it, before it or after it.
func TestWhoAskedNotToBeCalledIsCalledByNoOtherRow(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(20) // an earlier campaign, which runs
		first := o.campaign
		whole, err := o.service.Create(ctx, o.by, campaign.NewCampaign{Name: "Another"})
		if err != nil {
			t.Fatal(err)
		}
		o.campaign = whole.ID
		o.upload(asks(people(0, 40), "+447700900098", "+447700900002", "+447700900003")) // two of its own and one of the next file, in its last rows
		o.upload(asks(people(90, 40), "+447700900004"))                                  // and one of the file before it
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if w := o.get(); w.Loads[0].Valid != 40 || w.Loads[0].Rejected != 3 || w.Loads[1].Rejected != 1 || len(o.nos(`SELECT 1 FROM do_not_call`)) != 0 {
			t.Fatalf("looked at only, so that columns can be put right: %+v", w.Loads)
		}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		for left := 2; o.get().Counts.Total == 0 && left < 9; left++ { // transactions until a node dies
			dying, stop := context.WithCancel(ctx)
			node := o.node()
			node.Store = &mortal{Store: o.db.Campaigns(), left: left, kill: stop}
			_ = node.Work(dying, campaign.JobLoad, o.get().Loads[0].ID)
			stop()
		}
		if n := o.get().Counts.Total; n != 30 {
			t.Fatalf("%d contacts when its node died", n)
		}
		for _, p := range o.take(100) {
			if p.Phone == "+447700900002" || p.Phone == "+447700900004" {
				t.Errorf("taken while the file is loaded: %s", p.Phone)
			}
		}
		o.work()
		w := o.get()
		if w.Counts.Total != 80 || w.Counts.OptedOut != 4 || w.Loads[0].OptedOut != 3 || w.Loads[1].OptedOut != 1 {
			t.Errorf("loaded %+v, %+v", w.Counts, w.Loads)
		}
		o.recount()
		o.upload(people(0, 5)) // duplicates
		o.upload("Phone\n+447700900060\n")
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		if w := o.get(); w.Counts.Total != 81 || w.Counts.OptedOut != 4 {
			t.Errorf("more contacts: %+v", w.Counts)
		}
		o.recount()
		o.campaign = first
		if w := o.get(); w.Counts.OptedOut != 3 {
			t.Errorf("in the campaign that ran: %+v", w.Counts)
		}
		o.recount()
		if n := o.nos(`SELECT COUNT(*) FROM do_not_call WHERE by_user = '` + o.by.User + `'`); n[0] != 4 {
			t.Errorf("%d numbers on the list by who added the files", n[0])
		}
		if n := o.nos(`SELECT COUNT(*) FROM audit WHERE action = 'opted_out' AND user_id = '` + o.by.User + `'`); n[0] != 2 {
			t.Errorf("%d entries in the audit trail", n[0])
		}
	})
}
