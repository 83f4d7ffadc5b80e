package campaign_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
)

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
