package campaign_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/event"
	"partyline/roster"
)

// optOut puts the number of a lease's ordinal on the Do Not Call list, as the roster does it.
func (o *office) optOut(lease string, ordinal int) {
	o.t.Helper()
	var phones []string
	o.read(func(r campaign.Reader, c campaign.Campaign) error {
		leases, err := shown(r, c)
		for _, l := range leases {
			if l.ID == lease {
				err = o.db.Find(context.Background(), &phones, `SELECT phone FROM contacts WHERE campaign = $1 AND no = $2`, c.No, l.Contacts[ordinal])
			}
		}
		return err
	})
	if len(phones) != 1 {
		o.t.Fatalf("ordinal %d has %v", ordinal, phones)
	}
	if err := o.db.Roster().Write(context.Background(), func(tx roster.Tx) error {
		_, err := tx.InsertOptOuts(o.by.Organisation, phones, o.by.User, o.clock.Now())
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) read(f func(r campaign.Reader, c campaign.Campaign) error) {
	o.t.Helper()
	err := o.db.Campaigns().Read(context.Background(), func(r campaign.Reader) error {
		c, err := r.Campaign(o.campaign)
		if err != nil {
			return err
		}
		return f(r, c)
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// told is the data of the events of a kind on a topic of the campaign.
func told[T any](o *office, suffix string, kind event.Kind) (out []T) {
	o.t.Helper()
	events, err := o.db.Since(context.Background(), event.On(event.FamilyCampaign, o.campaign)+event.Topic(suffix), 0, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind != kind {
			continue
		}
		var v T
		if err := json.Unmarshal(e.Data, &v); err != nil {
			o.t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func TestANumberThatIsOptedOutLeavesTheScreenItIsOn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		cleo, dan := o.clicker("Cleo"), o.clicker("Dan")
		mine, theirs := o.lease(o.service, cleo), o.lease(o.service, dan)
		o.clock.Advance(time.Second)
		if a, err := approve(o.service, cleo, mine.Lease, campaign.Press{Ordinal: 0, MS: 500}); err != nil || a.Approved != 1 {
			t.Fatal(a, err)
		}
		o.optOut(mine.Lease, 1)
		o.optOut(mine.Lease, 0) // approved already: nothing to withdraw
		o.work()
		got := told[campaign.WithdrawnView](o, "/clickers", campaign.NumbersWithdrawn)
		if len(got) != 1 || got[0].Lease != mine.Lease || len(got[0].Ordinals) != 1 || got[0].Ordinals[0] != 1 || got[0].Why != campaign.CodeOptedOut {
			t.Fatalf("withdrawn: %+v", got)
		}
		a, err := approve(o.service, cleo, mine.Lease, campaign.Press{Ordinal: 1, MS: 900}, campaign.Press{Ordinal: 2, MS: 950})
		if err != nil || a.Approved != 1 || len(a.Refused) != 1 || a.Refused[0] != (campaign.Refusal{Ordinal: 1, Code: campaign.CodeOptedOut}) {
			t.Fatalf("pressed before it left: %+v %v", a, err)
		}
		if err := o.service.Release(context.Background(), cleo, mine.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		if err := o.service.Release(context.Background(), dan, theirs.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		o.work()
		if w := o.get(); w.Counts.OptedOut != 2 { // the approved one too: it was swept out of what is ready
			t.Errorf("counts: %+v", w.Counts)
		}
		o.recount()
	})
}

// Near the end leases are small: a quick clicker has many in two minutes, one after the other.
func TestALeaseIsOverWhenAllOfItIsApproved(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(160)
		cleo, n := o.clicker("Cleo"), 0
		for range 60 {
			l := o.lease(o.service, cleo)
			if len(l.Numbers) == 0 {
				break
			}
			var presses []campaign.Press
			for i := range l.Numbers {
				presses = append(presses, campaign.Press{Ordinal: i, MS: 1})
			}
			o.clock.Advance(time.Second)
			for again := range 2 {
				a, err := approve(o.service, cleo, l.Lease, presses...)
				if err != nil || a.Approved != len(presses) {
					t.Fatalf("try %d: %+v %v", again, a, err)
				}
			}
			n += len(presses)
		}
		if n != 80 {
			t.Errorf("%d approved of 80", n)
		}
		o.read(func(r campaign.Reader, c campaign.Campaign) error {
			open, err := r.OpenLeases(c.No)
			if len(open) > 0 {
				t.Errorf("%d leases are open with nothing left in them", len(open))
			}
			return err
		})
		o.recount()
	})
}
