package campaign_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// never puts the numbers of contacts on the organisation's Do Not Call list, as any of the trades does.
func (o *office) never(contacts ...int64) {
	o.t.Helper()
	err := o.db.Campaigns().Write(context.Background(), func(tx campaign.Tx) error {
		c, err := tx.Campaign(o.campaign)
		if err != nil {
			return err
		}
		locked, err := tx.LockContacts(c.No, contacts)
		if err != nil {
			return err
		}
		var phones []string
		for _, p := range locked {
			phones = append(phones, p.Phone)
		}
		return tx.OptOut(c.Organisation, phones, "", o.clock.Now())
	})
	if err != nil {
		o.t.Error(err)
	}
}

func (o *office) nos(query string) (out []int64) {
	o.t.Helper()
	if err := o.db.Find(context.Background(), &out, query); err != nil {
		o.t.Error(err)
	}
	return out
}

// nowhere says that nobody on the Do Not Call list can be taken or shown.
func (o *office) nowhere() {
	o.t.Helper()
	for _, table := range []string{"ready", "clickable"} {
		if n := o.nos(`SELECT q.contact FROM ` + table + ` q JOIN contacts c ON c.campaign = q.campaign AND c.no = q.contact JOIN do_not_call d ON d.phone = c.phone`); len(n) > 0 {
			o.t.Errorf("%d numbers of the list are still %s", len(n), table)
		}
	}
}

func TestNumbersThatComeOntoTheListLeaveTheCampaignUntouched(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(20, 2) // 20 landlines, 20 cells
		o.ended(campaign.NotHome, campaign.NextPass, o.take(3)...)
		o.ended(campaign.Talked, campaign.Never, o.take(2)...)
		inHand := o.take(1)
		o.never(o.nos(`SELECT contact FROM ready ORDER BY contact LIMIT 4`)...)
		o.never(o.nos(`SELECT contact FROM clickable ORDER BY contact LIMIT 5`)...)
		o.never(o.nos(`SELECT contact FROM waiting ORDER BY contact LIMIT 2`)...)
		o.never(o.nos(`SELECT no FROM contacts WHERE final ORDER BY no LIMIT 1`)...)
		o.never(inHand[0].No)
		o.work()
		o.nowhere()
		o.recount()
		if c := o.get().Counts; c.OptedOut != 12 || c.UndialedLandlines != 10 || c.AwaitingClick != 15 || c.AwaitingGap != 1 || c.Finished != 1 || c.InFlight != 1 {
			t.Errorf("swept: %+v", c)
		}
		if err := o.service.Return(context.Background(), o.campaign, "me", nil); err != nil {
			t.Fatal(err)
		}
		o.nowhere()
		o.recount()
		if c := o.get().Counts; c.OptedOut != 13 || c.InFlight != 0 {
			t.Errorf("what was in a hand came back: %+v", c)
		}
	})
}

// Two nodes take, write attempts down, give back, click, put numbers on the list and take them off it, sweep, move, and change passes and gap, all at once. In the end each
// contact is in exactly one place, the counts equal a recount, and nobody on the list can be taken or shown.
func TestEverybodyAtOnceAndEachContactIsInOnePlace(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.passing(150, 3)
		nodes := []*campaign.Service{o.service, o.node()}
		var crowd, rest sync.WaitGroup
		stop := make(chan struct{})
		over := func() bool {
			select {
			case <-stop:
				return true
			default:
				return false
			}
		}
		// A job at a time, as its row in the outbox sees to.
		for i, job := range []struct {
			kind    string
			subject string
		}{{campaign.JobMove, o.campaign}, {campaign.JobSweep, o.by.Organisation}} {
			rest.Go(func() {
				for !over() {
					if err := nodes[i].Work(ctx, job.kind, job.subject); err != nil && fault.As(err).Kind == fault.Busy {
						t.Error(err)
					}
					o.clock.Advance(2 * time.Second)
				}
			})
		}
		outcomes := []campaign.Ended{
			{Outcome: campaign.NotHome, Retry: campaign.Retry{Again: campaign.NextPass}}, {Outcome: campaign.Talked, Retry: campaign.Retry{Again: campaign.Never}},
			{Outcome: campaign.HungUp, Retry: campaign.Retry{Again: campaign.OnceMore}}, {Outcome: campaign.CallBack, Retry: campaign.Retry{Again: campaign.AtTime}},
			{Outcome: campaign.Failed}, {Outcome: campaign.Busy}, {Outcome: campaign.DoNotCall, Retry: campaign.Retry{Again: campaign.Never, DoNotCall: true}},
		}
		for i := range 3 {
			holder, r := fmt.Sprint("taker ", i), rand.New(rand.NewPCG(uint64(i), 11))
			crowd.Go(func() {
				for range 40 {
					got, err := nodes[i%2].Take(ctx, o.campaign, holder, 5)
					if err != nil {
						t.Error(err)
						return
					}
					var ended []campaign.Ended
					for _, p := range got {
						if r.IntN(5) == 0 {
							continue
						}
						e := outcomes[r.IntN(len(outcomes))]
						e.Contact, e.At, e.CallBack = p.No, o.clock.Now(), o.clock.Now().Add(time.Minute)
						ended = append(ended, e)
					}
					if err := nodes[(i+1)%2].Attempted(ctx, o.campaign, holder, ended); err != nil {
						t.Error(err)
					}
					if err := nodes[i%2].Return(ctx, o.campaign, holder, nil); err != nil {
						t.Error(err)
					}
				}
			})
		}
		crowd.Go(func() {
			r := rand.New(rand.NewPCG(9, 9))
			for range 25 {
				passes, minutes := 1+r.IntN(4), r.IntN(3)
				if _, err := nodes[r.IntN(2)].Edit(ctx, o.by, o.campaign, campaign.Edit{Version: o.get().Version, Passes: &passes, GapMinutes: &minutes}); err != nil {
					t.Error(err)
				}
				var some []int64
				for range 2 {
					some = append(some, 1+r.Int64N(300))
				}
				o.never(some...)
				if out := o.nos(`SELECT no FROM contacts WHERE opted_out ORDER BY no`); len(out) > 0 {
					o.allowed(out[r.IntN(len(out))])
				}
			}
		})
		ben := o.clicker("Ben")
		crowd.Go(func() {
			for range 12 {
				l, err := nodes[0].Lease(ctx, ben, nil)
				if err != nil || len(l.Numbers) == 0 {
					continue
				}
				var presses []campaign.Press
				for n := range l.Numbers {
					presses = append(presses, campaign.Press{Ordinal: n, MS: int64(n)})
				}
				if _, err := approve(nodes[1], ben, l.Lease, presses[:len(presses)/2]...); err != nil {
					t.Error(err)
				}
				if err := nodes[0].Release(ctx, ben, l.Lease, nil, false); err != nil {
					t.Error(err)
				}
			}
		})
		crowd.Wait()
		close(stop)
		rest.Wait()
		for _, kind := range []string{campaign.JobSweep, campaign.JobMove} {
			subject := o.campaign
			if kind == campaign.JobSweep {
				subject = o.by.Organisation
			}
			_ = nodes[0].Work(ctx, kind, subject) // Later, for those that wait
		}
		o.nowhere()
		o.recount()
		for _, q := range []string{
			`SELECT contact FROM (SELECT contact FROM ready UNION ALL SELECT contact FROM taken UNION ALL SELECT contact FROM clickable UNION ALL SELECT contact FROM waiting) x GROUP BY contact HAVING COUNT(*) > 1`,
			`SELECT no FROM contacts WHERE NOT opted_out AND NOT final AND no NOT IN (SELECT contact FROM ready UNION SELECT contact FROM clickable UNION SELECT contact FROM waiting)`,
			`SELECT contact FROM ready WHERE level > (SELECT passes FROM campaigns LIMIT 1)`,
		} {
			if n := o.nos(q); len(n) > 0 {
				t.Errorf("contacts %v are in no place, or in two: %s", n, q)
			}
		}
		if c := o.get().Counts; c.Finished+c.OptedOut+c.AwaitingGap < 60 {
			t.Errorf("this tests little: %+v", c)
		}
	})
}
