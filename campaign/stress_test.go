package campaign_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// Two nodes, six clickers with pages that press, repeat themselves, skip, stop, go away and come back late, while leases lapse
// and a dialer takes. No number is on two screens at once, each contact has one approval at most, what was acknowledged is
// there as it was pressed, and the counts equal a recount.
func TestClickersAtOnceNeverShareANumberAndApproveItOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(600)
		nodes := []*campaign.Service{o.service, o.node()}
		var mu sync.Mutex
		acked := map[string]int64{} // lease and ordinal to how often it was first acknowledged
		sum := 0
		var crowd, watch sync.WaitGroup
		stop := make(chan struct{})
		watch.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					o.noNumberOnTwoScreens()
				}
			}
		})
		watch.Go(func() {
			for taken := 0; taken < 40; {
				select {
				case <-stop:
					return
				default:
				}
				got, err := nodes[taken%2].Take(ctx, o.campaign, "dialer", 7)
				if err != nil {
					t.Error(err)
					return
				}
				if taken++; taken%3 == 0 && len(got) > 0 {
					if err := nodes[0].Return(ctx, o.campaign, "dialer", []int64{got[0].No}); err != nil {
						t.Error(err)
					}
				}
			}
		})
		for i := range 6 {
			person, node, r := o.clicker(fmt.Sprint("Clicker ", i)), nodes[i%2], rand.New(rand.NewPCG(uint64(i), 7))
			crowd.Go(func() {
				for empty := 0; empty < 3; {
					l, err := node.Lease(ctx, person, nil)
					if fault.Is(err, "too_many_leases") {
						o.clock.Advance(3 * time.Minute)
						lapseAll(t, o, nodes)
						continue
					}
					if err != nil {
						t.Error(err)
						return
					}
					if len(l.Numbers) == 0 {
						empty++
						o.clock.Advance(3 * time.Minute) // what others left behind comes back
						lapseAll(t, o, nodes)
						continue
					}
					empty = 0
					var presses []campaign.Press
					for n := range l.Numbers {
						if r.IntN(4) > 0 {
							presses = append(presses, campaign.Press{Ordinal: n, MS: int64(n)})
						}
					}
					if r.IntN(4) == 0 { // offline beyond the lease: its presses come late, and others may have been faster
						o.clock.Advance(3 * time.Minute)
						lapseAll(t, o, nodes)
					}
					again := 1 + r.IntN(2) // a page that did not hear the answer says it again, at another node
					var first campaign.Approved
					for n := range again {
						a, err := approve(nodes[(i+n)%2], person, l.Lease, presses...)
						if err != nil {
							t.Error(err)
							return
						}
						if n > 0 {
							if a.Approved != first.Approved || !slices.Equal(a.Refused, first.Refused) {
								t.Errorf("first %+v, again %+v", first, a)
							}
							continue
						}
						first = a
						no := map[int]bool{}
						for _, x := range a.Refused {
							no[x.Ordinal] = true
						}
						mu.Lock()
						sum += a.Approved
						for _, p := range presses {
							if !no[p.Ordinal] {
								acked[fmt.Sprint(l.Lease, " ", p.Ordinal)]++
							}
						}
						mu.Unlock()
					}
					switch r.IntN(3) {
					case 0:
						err = node.Release(ctx, person, l.Lease, nil, false)
					case 1:
						err = node.Release(ctx, person, l.Lease, []int{0, len(l.Numbers) - 1}, r.IntN(8) == 0)
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		crowd.Wait()
		close(stop)
		watch.Wait()
		var kept []string
		if err := o.db.Find(ctx, &kept, `SELECT lease || ' ' || CAST(ordinal AS TEXT) FROM approvals`); err != nil {
			t.Fatal(err)
		}
		for _, k := range kept {
			if acked[k] != 1 {
				t.Errorf("%s is kept, and was acknowledged %d times", k, acked[k])
			}
			delete(acked, k)
		}
		if len(acked) > 0 || sum != len(kept) {
			t.Errorf("%d acknowledged presses are not kept; %d were acknowledged, %d kept", len(acked), sum, len(kept))
		}
		if len(kept) < 150 {
			t.Errorf("%d approvals only: this tests little", len(kept))
		}
		o.recount()
	})
}

// lapseAll ends the leases that have run out, as their jobs do.
func lapseAll(t *testing.T, o *office, nodes []*campaign.Service) {
	var open []string
	if err := o.db.Find(context.Background(), &open, `SELECT id FROM leases WHERE ended_at IS NULL`); err != nil {
		t.Error(err)
	}
	for i, id := range open {
		_ = nodes[i%2].Work(context.Background(), campaign.JobLapse, id) // Later, for those that have not
	}
}

// noNumberOnTwoScreens looks at all open leases at one instant.
func (o *office) noNumberOnTwoScreens() {
	err := o.db.Campaigns().Read(context.Background(), func(r campaign.Reader) error {
		c, err := r.Campaign(o.campaign)
		if err != nil {
			return err
		}
		leases, err := shown(r, c)
		if err != nil {
			return err
		}
		on := map[int64]string{}
		for _, l := range leases {
			for ordinal, contact := range l.Contacts {
				if slices.ContainsFunc(l.Gone, func(g campaign.Gone) bool { return g.Ordinal == ordinal }) {
					continue
				}
				if other, twice := on[contact]; twice {
					o.t.Errorf("contact %d is on the screens of %s and %s", contact, other, l.ID)
				}
				on[contact] = l.ID
			}
		}
		return nil
	})
	if err != nil {
		o.t.Error(err)
	}
}

// Four takers at once: nobody gets a number twice, and all of them together get each one.
func TestTakersAtOnceGetEachNumberOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(400)
		nodes := []*campaign.Service{o.service, o.node()}
		var mu sync.Mutex
		var crowd sync.WaitGroup
		seen := map[int64]string{}
		for i := range 4 {
			holder := fmt.Sprint("taker ", i)
			crowd.Go(func() {
				for {
					got, err := nodes[i%2].Take(context.Background(), o.campaign, holder, 13)
					if err != nil || len(got) == 0 {
						if err != nil {
							t.Error(err)
						}
						return
					}
					mu.Lock()
					for _, p := range got {
						if other, twice := seen[p.No]; twice {
							t.Errorf("contact %d went to %s and %s", p.No, other, holder)
						}
						seen[p.No] = holder
					}
					mu.Unlock()
				}
			})
		}
		crowd.Wait()
		if len(seen) != 200 {
			t.Errorf("%d of 200 landlines taken", len(seen))
		}
		o.recount()
	})
}
