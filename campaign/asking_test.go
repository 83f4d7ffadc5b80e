package campaign_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// One browser with two tabs is two screens: no number on both, and each gives back its own.
func TestTwoTabsHaveLeasesOfTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(500)
		ctx := context.Background()
		cleo := o.clicker("Cleo")
		one, err := o.service.Lease(ctx, cleo, nil)
		if err != nil {
			t.Fatal(err)
		}
		two, err := o.service.Lease(ctx, cleo, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.noNumberOnTwoScreens()
		if two.Held != int64(len(one.Numbers)) {
			t.Errorf("the second tab is told of %d numbers on other screens, and the first has %d", two.Held, len(one.Numbers))
		}
		o.clock.Advance(100 * time.Second) // so slow a clicker gets few numbers
		if err := o.service.Release(ctx, cleo, one.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		if a, err := approve(o.service, cleo, two.Lease, campaign.Press{Ordinal: 0, MS: 100_000}); err != nil || a.Approved != 1 {
			t.Errorf("in the second: %+v %v", a, err)
		}
		// Tabs without end are refused, and hold nobody else up.
		refused := 0
		for range 20 {
			if _, err := o.service.Lease(ctx, cleo, nil); fault.Is(err, "too_many_leases") && fault.As(err).Title != "" {
				refused++
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if refused < 8 {
			t.Errorf("%d of 20 more tabs were refused", refused)
		}
		if l, err := o.service.Lease(ctx, o.clicker("Dan"), nil); err != nil || len(l.Numbers) == 0 {
			t.Errorf("somebody else gets %d numbers, %v", len(l.Numbers), err)
		}
		o.recount()
	})
}

// A link that is rotated while many use it: who is in goes on; who comes by the old one is told so.
func TestWhoOpensManyTabsLeavesTheOthersTheirShare(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(400) // 200 cells
		ctx := context.Background()
		cleo, dan := o.clicker("Cleo"), o.clicker("Dan")
		held := 0
		if l, err := o.service.Lease(ctx, dan, nil); err != nil || len(l.Numbers) == 0 {
			t.Fatal(l, err)
		}
		for range 6 {
			l, err := o.service.Lease(ctx, cleo, nil)
			if err != nil {
				t.Fatal(err)
			}
			held += len(l.Numbers)
		}
		if share, least := 200/(2*2), 5*5; held > share+least {
			t.Errorf("six tabs of one person hold %d of 200 numbers that two share", held)
		}
	})
}

// Many who come at the same moment are served together, each with numbers of their own.
func TestManyWhoAskAtOnceGetNumbersOfTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		const many = 120
		o.started(1_000)
		removed := o.clicker("Removed")
		if err := o.service.Remove(context.Background(), o.by, o.campaign, removed); err != nil {
			t.Fatal(err)
		}
		people := []string{removed, "nobody"}
		for i := range many {
			people = append(people, o.clicker(fmt.Sprint("Clicker ", i)))
		}
		nodes := []*campaign.Service{o.service, o.node()}
		var crowd sync.WaitGroup
		var mu sync.Mutex
		given := 0
		for i, p := range people {
			crowd.Go(func() {
				l, err := nodes[i%2].Lease(context.Background(), p, nil)
				switch {
				case i == 0 && !fault.Is(err, "removed"), i == 1 && !fault.Is(err, "not_found"):
					t.Errorf("%s: %v", p, err)
				case i > 1 && (err != nil || l.Left != 500):
					t.Errorf("%d numbers of %d, %v", len(l.Numbers), l.Left, err)
				}
				mu.Lock()
				defer mu.Unlock()
				given += len(l.Numbers)
			})
		}
		crowd.Wait()
		if given != 500 {
			t.Errorf("%d of 500 numbers are on screens", given)
		}
		o.noNumberOnTwoScreens()
		o.recount()
	})
}

// A page that is cut off and asks again before the first asking was served is one page: nobody loses the numbers of the other.
func TestWhoAsksTwiceAtOnceTakesOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(1_000)
		people := make([]string, 20)
		for i := range people {
			people[i] = o.clicker(fmt.Sprint("Clicker ", i))
			l, err := o.service.Lease(context.Background(), people[i], nil) // one press in 100 s: their leases are small
			if err != nil {
				t.Fatal(err)
			}
			o.clock.Advance(100 * time.Second)
			if a, err := approve(o.service, people[i], l.Lease, campaign.Press{Ordinal: 0, MS: 100_000}); err != nil || a.Approved != 1 {
				t.Fatalf("%+v %v", a, err)
			}
			if err := o.service.Release(context.Background(), people[i], l.Lease, nil, false); err != nil {
				t.Fatal(err)
			}
		}
		var mu sync.Mutex
		leases := map[string]map[string]bool{} // of each asking
		given := map[string]int{}
		var answers sync.WaitGroup
		for round := range 10 {
			for _, p := range people {
				key := fmt.Sprint(p, " ", round)
				for range 3 {
					answers.Add(1)
					o.service.Ask(campaign.Asking{Person: p, Key: key}, func(l campaign.Leased, err error) {
						defer answers.Done()
						mu.Lock()
						defer mu.Unlock()
						if err != nil {
							t.Error(err)
							return
						}
						if leases[key] == nil {
							leases[key] = map[string]bool{}
						}
						leases[key][l.Lease] = true
						given[l.Lease] = len(l.Numbers)
					})
				}
			}
			answers.Wait()
		}
		for key, l := range leases {
			if len(l) != 1 {
				t.Errorf("%s got %d leases", key, len(l))
			}
		}
		on := 0
		for _, n := range given {
			on += n
		}
		if free := len(o.nos(`SELECT contact FROM clickable`)); on+free != 480 {
			t.Errorf("%d on screens and %d free, of 480", on, free)
		}
		o.noNumberOnTwoScreens()
		o.recount()
	})
}

// A page whose connection was cut before it had its answer asks again, on another node perhaps: it gets the same numbers, and
// does not hold a lease more for each time it was cut.
func TestWhoAsksAgainForALostAnswerGetsTheSameNumbers(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(200)
		cleo, dan := o.clicker("Cleo"), o.clicker("Dan")
		nodes := []*campaign.Service{o.service, o.node()}
		ask := func(n int, person, key string) campaign.Leased {
			t.Helper()
			type answer struct {
				campaign.Leased
				err error
			}
			done := make(chan answer, 1)
			nodes[n%2].Ask(campaign.Asking{Person: person, Key: key}, func(l campaign.Leased, err error) { done <- answer{l, err} })
			a := <-done
			if a.err != nil || len(a.Numbers) == 0 {
				t.Fatalf("%s: %+v", key, a)
			}
			return a.Leased
		}
		first := ask(0, cleo, "tab-1")
		for n := range 20 {
			o.clock.Advance(time.Second)
			again := ask(n, cleo, "tab-1")
			if again.Lease != first.Lease || !slices.Equal(again.Numbers, first.Numbers) || !slices.Equal(again.Lines, first.Lines) || again.Until != first.Until {
				t.Fatalf("asked again: %+v, and first %+v", again, first)
			}
		}
		if other := ask(0, dan, "tab-1"); other.Lease == first.Lease {
			t.Error("somebody else has the same lease")
		}
		// It begins anew when it is given again: moments are told from then on.
		o.clock.Advance(time.Second)
		if a, err := approve(o.service, cleo, first.Lease, campaign.Press{Ordinal: 0, MS: 900}); err != nil || a.Approved != 1 {
			t.Fatalf("%+v %v", a, err)
		}
		var at []int64
		if err := o.db.Find(context.Background(), &at, `SELECT at FROM approvals`); err != nil || at[0] != o.clock.Now().Add(-100*time.Millisecond).UnixMilli() {
			t.Errorf("approved at %v, %v", at, err)
		}
		if next := ask(1, cleo, "tab-1"); next.Lease == first.Lease { // who pressed was answered
			t.Error("a lease was given again in which somebody had pressed")
		}
		o.noNumberOnTwoScreens()
		o.recount()
	})
}

// portions is a store that notes how many numbers its transactions put on screens, and how many screens.
type portions struct {
	gated
	most, screens *atomic.Int64
}

func (p portions) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	return p.gated.Write(ctx, func(tx campaign.Tx) error { return f(portion{tx, p}) })
}

type portion struct {
	campaign.Tx
	of portions
}

func (p portion) InsertLeases(leases []campaign.Lease) error {
	n := 0
	for _, l := range leases {
		n += len(l.Contacts)
	}
	p.of.most.Store(max(p.of.most.Load(), int64(n)))
	p.of.screens.Add(int64(len(leases)))
	return p.Tx.InsertLeases(leases)
}

// However many ask at once, one transaction gives few numbers: presses wait no longer than for those.
func TestManyWhoAskAtOnceHoldNobodyUpForLong(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		const many, each = 11, 22
		o.started(1_000) // half of them are cells, and each clicker gets half of their share
		store := portions{gated{o.service.Store, make(chan struct{}), new(atomic.Int64)}, new(atomic.Int64), new(atomic.Int64)}
		people := make([]string, many)
		for i := range people {
			people[i] = o.clicker(fmt.Sprint("Clicker ", i))
		}
		o.service.Store = store
		var answers sync.WaitGroup
		for i, p := range people {
			answers.Add(1)
			o.service.Ask(campaign.Asking{Person: p, Key: "first"}, func(l campaign.Leased, err error) {
				defer answers.Done()
				if err != nil || len(l.Numbers) < each {
					t.Errorf("%d numbers, %v", len(l.Numbers), err)
				}
			})
			if i == 0 {
				store.gate <- struct{}{} // it is at work
			}
		}
		close(store.gate)
		answers.Wait()
		if most := store.most.Load(); most < 100 || most > 100+each {
			t.Errorf("one transaction put %d numbers on screens", most)
		}
		if n := store.screens.Load(); n != many {
			t.Errorf("%d leases for %d clickers", n, many)
		}
		o.noNumberOnTwoScreens()
		o.recount()
	})
}
