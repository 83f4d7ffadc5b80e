package campaign_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// What clickers' pages, and those who only pretend to be one, may send: nothing is lost, and nobody else is slowed.

func TestPressesOnNumbersThatNobodyLeasedAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(80)
		cleo, dan := o.clicker("Cleo"), o.clicker("Dan")
		l, err := o.service.Lease(context.Background(), cleo, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.clock.Advance(time.Second)
		n := len(l.Numbers)
		refused := func(what string, a campaign.Approved, err error, want int) {
			t.Helper()
			if err != nil || a.Approved != 0 || len(a.Refused) != want {
				t.Errorf("%s: %+v %v", what, a, err)
			}
			for _, r := range a.Refused {
				if r.Code != campaign.CodeNotLeased {
					t.Errorf("%s: %+v", what, r)
				}
			}
		}
		a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: n, MS: 1}, campaign.Press{Ordinal: -1, MS: 1}, campaign.Press{Ordinal: 1 << 40, MS: 1}, campaign.Press{Ordinal: 0, MS: -5})
		refused("ordinals that the lease has not", a, err, 4)
		a, err = approve(o.service, dan, l.Lease, campaign.Press{Ordinal: 0, MS: 1})
		refused("somebody else's lease", a, err, 1)
		a, err = approve(o.service, dan, "0190-made-up", campaign.Press{Ordinal: 0, MS: 1}, campaign.Press{Ordinal: 1, MS: 1})
		refused("no lease at all", a, err, 2)
		if err := o.service.Release(context.Background(), dan, l.Lease, nil, true); !fault.Is(err, campaign.CodeNotLeased) || fault.As(err).Title == "" {
			t.Errorf("given back by another: %v", err)
		}
		many := make([]campaign.Press, 1001)
		if _, err := approve(o.service, cleo, l.Lease, many...); !fault.Is(err, "too_many_presses") || fault.As(err).Title == "" {
			t.Errorf("1,001 presses: %v", err)
		}
		// the clicker whose lease it is has lost nothing by all that
		if a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: 0, MS: 900}); err != nil || a.Approved != 1 {
			t.Errorf("their own: %+v %v", a, err)
		}
		o.recount()
	})
}

func TestAFrameSentAgainAndAgainCountsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(80)
		cleo := o.clicker("Cleo")
		l, err := o.service.Lease(context.Background(), cleo, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.clock.Advance(2 * time.Second)
		presses := []campaign.Press{{Ordinal: 0, MS: 100}, {Ordinal: 1, MS: 200}, {Ordinal: 2, MS: 300}}
		nodes := []*campaign.Service{o.service, o.node()}
		var crowd sync.WaitGroup
		var mu sync.Mutex
		said := map[string]int{}
		for i := range 60 {
			crowd.Go(func() {
				a, err := approve(nodes[i%2], cleo, l.Lease, presses...)
				mu.Lock()
				defer mu.Unlock()
				said[fmt.Sprint(a.Approved, a.Refused, err)]++
			})
		}
		crowd.Wait()
		if len(said) != 1 || said["3 [] <nil>"] != 60 {
			t.Errorf("they were told %v", said)
		}
		o.evidence(3)
		o.recount()
	})
}

// A browser that was closed in the evening with presses in it is opened a day later.
func TestPressesThatComeADayLaterCount(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(80)
		cleo, dan := o.clicker("Cleo"), o.clicker("Dan")
		l, err := o.service.Lease(context.Background(), cleo, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.clock.Advance(25 * time.Hour)
		o.work() // the lease has lapsed: its numbers are for others
		theirs, err := o.service.Lease(context.Background(), dan, nil)
		if err != nil {
			t.Fatal(err)
		}
		var meanwhile []int
		o.read(func(r campaign.Reader, c campaign.Campaign) error {
			leases, err := r.Leases([]string{l.Lease, theirs.Lease})
			for ordinal, contact := range leases[0].Contacts {
				if slices.Contains(leases[1].Contacts, contact) {
					meanwhile = append(meanwhile, ordinal)
				}
			}
			return err
		})
		o.clock.Advance(time.Second)
		var all []campaign.Press
		for i := range theirs.Numbers {
			all = append(all, campaign.Press{Ordinal: i, MS: 10})
		}
		if a, err := approve(o.service, dan, theirs.Lease, all...); err != nil || a.Approved != len(all) {
			t.Fatalf("Dan: %+v %v", a, err)
		}
		// Pressed within the lease: it counts, unless somebody else has approved it since. Pressed behind it: it does not.
		all = nil
		for i := range l.Numbers {
			all = append(all, campaign.Press{Ordinal: i, MS: 5_000})
		}
		late := all[len(all)-1].Ordinal
		all[late].MS = (20 * time.Minute).Milliseconds()
		a, err := approve(o.service, cleo, l.Lease, all...)
		if err != nil {
			t.Fatal(err)
		}
		codes := map[int]string{}
		for _, r := range a.Refused {
			codes[r.Ordinal] = r.Code
		}
		for _, p := range all {
			want := ""
			switch {
			case p.Ordinal == late:
				want = campaign.CodeExpired
			case slices.Contains(meanwhile, p.Ordinal):
				want = campaign.CodeAlready
			}
			if codes[p.Ordinal] != want {
				t.Errorf("ordinal %d was told %q, and not %q", p.Ordinal, codes[p.Ordinal], want)
			}
		}
		if a.Approved+len(a.Refused) != len(all) {
			t.Errorf("%d presses: %+v", len(all), a)
		}
		o.evidence(len(theirs.Numbers) + a.Approved)
		o.recount()
	})
}

func TestALinkIsRotatedWhileManyUseIt(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		const many = 200
		o.started(2_000)
		ctx := context.Background()
		people := make([]string, many)
		for i := range people {
			people[i] = o.clicker(fmt.Sprint("Clicker ", i))
		}
		old := o.token(campaign.Clicker)
		var crowd sync.WaitGroup
		for i, p := range people {
			crowd.Go(func() {
				if i == many/2 {
					if _, err := o.service.Rotate(ctx, o.by, o.campaign, campaign.Clicker); err != nil {
						t.Error(err)
					}
				}
				for pressed := 0; pressed < 2; { // who gets none waits for what others give back
					l, err := o.service.Lease(ctx, p, nil)
					if err != nil {
						t.Error(err)
						return
					}
					if len(l.Numbers) == 0 {
						continue
					}
					presses := []campaign.Press{{Ordinal: 0}, {Ordinal: 1}}[:min(2-pressed, len(l.Numbers))]
					if a, err := approve(o.service, p, l.Lease, presses...); err != nil || a.Approved != len(presses) {
						t.Errorf("%+v %v", a, err)
						return
					}
					pressed += len(presses)
					if err := o.service.Release(ctx, p, l.Lease, nil, false); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		crowd.Wait()
		if _, _, err := o.service.Join(ctx, campaign.Clicker, old, "", campaign.Joining{Name: "Late"}); !fault.Is(err, "link_invalid") || fault.As(err).Title == "" {
			t.Errorf("by the old link: %v", err)
		}
		if o.token(campaign.Clicker) == old {
			t.Error("the link is the same")
		}
		o.evidence(2 * many)
		o.noNumberOnTwoScreens()
		o.recount()
	})
}

// evidence counts what is kept of presses: a row for each approval.
func (o *office) evidence(want int) {
	o.t.Helper()
	var rows []int
	if err := o.db.Find(context.Background(), &rows, `SELECT COUNT(*) FROM approvals`); err != nil || rows[0] != want {
		o.t.Errorf("%v pieces of evidence, and not %d: %v", rows, want, err)
	}
}
