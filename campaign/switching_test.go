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

func (o *office) turn(on, release bool) campaign.SwitchView {
	o.t.Helper()
	v, err := o.service.Turn(context.Background(), o.by, campaign.SwitchEdit{On: on, Release: release})
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

// dialable is how many are ready that nobody approved.
func (o *office) dialable() int64 {
	o.t.Helper()
	var n int64
	o.read(func(r campaign.Reader, c campaign.Campaign) (err error) {
		n, err = r.CountUnapproved(c.No, o.clock.Now().Add(time.Hour))
		return err
	})
	return n
}

func TestSwitchedOffNumbersWaitUntilTheOwnerLetsThemGo(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		cleo := o.clicker("Cleo")
		l := o.lease(o.service, cleo)
		o.clock.Advance(10 * time.Second)
		v := o.turn(false, false)
		if v.On || v.Since == nil || v.Waiting != 20 || v.Released {
			t.Fatalf("turned: %+v", v)
		}
		o.clock.Advance(10 * time.Second)
		// what was pressed before counts, also when it comes late; later presses are refused
		a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: 0, MS: 9_000}, campaign.Press{Ordinal: 1, MS: 11_000})
		if err != nil || a.Approved != 1 || len(a.Refused) != 1 || a.Refused[0].Code != campaign.CodeClickingOff {
			t.Fatalf("%+v %v", a, err)
		}
		if _, err := o.service.Lease(context.Background(), cleo, nil); !fault.Is(err, campaign.CodeClickingOff) {
			t.Errorf("a lease while it is off: %v", err)
		}
		o.work()
		if n := o.dialable(); n != 0 {
			t.Errorf("%d dialable without a click and without the owner's choice", n)
		}
		last := func() campaign.ClickingView {
			o.clock.Advance(2 * time.Second) // figures come so often
			o.work()
			told := told[campaign.ClickingView](o, "/clickers", campaign.ClickingChanged)
			return told[len(told)-1]
		}
		if v := last(); v.On || v.Over != "Clicking is switched off. The organisers decide about the numbers that are left." || v.Clickers != 0 {
			t.Errorf("clickers are told %+v", v)
		}
		o.recount()

		if v = o.turn(false, true); !v.Released {
			t.Fatalf("released: %+v", v)
		}
		o.work()
		if v, err = o.service.Switch(context.Background(), o.by); err != nil || v.Waiting != 0 || v.Total != 0 {
			t.Errorf("after the work: %+v %v", v, err)
		}
		if n := o.dialable(); n != 19 {
			t.Errorf("%d dialable without a click", n)
		}
		if v := last(); v.Over != "Clicking is switched off: numbers need no click." {
			t.Errorf("let go: clickers are told %+v", v)
		}
		o.recount()
		// a press from before that comes now is evidence, and makes nobody ready twice
		if a, err = approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: 2, MS: 9_500}); err != nil || a.Approved != 1 {
			t.Fatalf("%+v %v", a, err)
		}
		if n := o.dialable(); n != 18 {
			t.Errorf("%d dialable without a click", n)
		}
		o.recount()

		// on again: nobody without a click is dialled from that moment on
		taken, err := o.service.Take(context.Background(), o.campaign, "dialer", 5)
		if err != nil {
			t.Fatal(err)
		}
		o.turn(true, false)
		more, err := o.service.Take(context.Background(), o.campaign, "dialer", 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range more {
			if p.Line.NeedsClick() && p.Approved.IsZero() {
				t.Errorf("contact %d is dialled without a click", p.No)
			}
		}
		if err := o.service.Return(context.Background(), o.campaign, "dialer", nil); err != nil {
			t.Fatal(err)
		}
		o.work()
		if n := o.dialable(); n != 0 || len(taken) != 5 {
			t.Errorf("%d dialable without a click; %d were taken before", n, len(taken))
		}
		if w := o.get(); w.Counts.AwaitingClick != 18 || w.Clicking.Approved != 2 {
			t.Errorf("counts: %+v", w.Counts)
		}
		o.recount()
		if v = o.turn(true, false); !v.On || v.Released {
			t.Errorf("%+v", v)
		}
	})
}

// Off, and what waits is not let go: the sentence says what helps, and that is not the clicker link.
func TestTheSentenceWhileClickingIsOff(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(5, 1)
		o.turn(false, false)
		o.work()
		o.ended(campaign.Talked, campaign.Never, o.take(100)...)
		w := o.get()
		if w.State != campaign.Stalled || w.Cause != "switch" ||
			w.Sentence != "This campaign is stalled: 5 cells wait for a click, and clicking is switched off. An owner lets them be called, or switches it on." {
			t.Errorf("%s %s %q", w.State, w.Cause, w.Sentence)
		}
	})
}

// Presses, late ones too, against the switch, opt-outs, releases, expiries, a dialer, and the jobs that move numbers, on two nodes.
// Nobody is ready twice, every acknowledged press is there once, nothing unapproved is taken while the switch is on, and in the end
// the counts equal a recount.
func TestPressesAgainstTheSwitch(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(240)
		nodes := []*campaign.Service{o.service, o.node()}
		var mu sync.Mutex
		acked := map[string]bool{}
		jobs := func(i int) {
			for _, j := range [][2]string{{campaign.JobSwitch, o.campaign}, {campaign.JobSweep, o.by.Organisation}} {
				if err := nodes[i%2].Work(ctx, j[0], j[1]); err != nil {
					t.Error(err)
				}
			}
		}
		var crowd, watch sync.WaitGroup
		stop := make(chan struct{})
		goes := func() bool {
			select {
			case <-stop:
				return false
			default:
				return true
			}
		}
		watch.Go(func() {
			r := rand.New(rand.NewPCG(1, 1))
			for i := 0; goes(); i++ {
				on := i%2 == 1
				if _, err := nodes[i%2].Turn(ctx, o.by, campaign.SwitchEdit{On: on, Release: !on && r.IntN(2) == 0}); err != nil {
					t.Error(err)
					return
				}
				if r.IntN(3) > 0 {
					jobs(i)
				}
				o.clock.Advance(time.Second)
				lapseAll(t, o, nodes)
			}
		})
		watch.Go(func() {
			for i := 0; goes(); i++ {
				if _, err := nodes[i%2].Take(ctx, o.campaign, "dialer", 3); err != nil {
					t.Error(err)
					return
				}
				if err := nodes[i%2].Return(ctx, o.campaign, "dialer", nil); err != nil {
					t.Error(err)
					return
				}
			}
		})
		for i := range 4 {
			person, node, r := o.clicker(fmt.Sprint("Clicker ", i)), nodes[i%2], rand.New(rand.NewPCG(uint64(i), 9))
			crowd.Go(func() {
				for try := 0; try < 400; try++ {
					l, err := node.Lease(ctx, person, nil)
					if fault.Is(err, campaign.CodeClickingOff) || fault.Is(err, "too_many_leases") {
						continue
					}
					if err != nil {
						t.Error(err)
						return
					}
					var presses []campaign.Press
					for n := range l.Numbers {
						if r.IntN(3) == 0 {
							presses = append(presses, campaign.Press{Ordinal: n})
						}
					}
					if len(presses) == 0 {
						continue
					}
					if r.IntN(3) == 0 {
						if err := node.Release(ctx, person, l.Lease, nil, false); err != nil {
							t.Error(err)
						}
					}
					a, err := approve(nodes[(i+try)%2], person, l.Lease, presses...)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, p := range presses {
						if !slices.ContainsFunc(a.Refused, func(x campaign.Refusal) bool { return x.Ordinal == p.Ordinal }) {
							acked[fmt.Sprint(l.Lease, " ", p.Ordinal)] = true
						}
					}
					enough := len(acked) > 80
					mu.Unlock()
					if enough {
						return
					}
				}
			})
		}
		crowd.Wait()
		close(stop)
		watch.Wait()
		o.turn(true, false)
		jobs(0)
		if n := o.dialable(); n != 0 {
			t.Errorf("%d are ready without a click, and it is on", n)
		}
		var kept []string
		if err := o.db.Find(ctx, &kept, `SELECT lease || ' ' || CAST(ordinal AS TEXT) FROM approvals`); err != nil {
			t.Fatal(err)
		}
		if len(kept) != len(acked) {
			t.Errorf("%d acknowledged, %d kept", len(acked), len(kept))
		}
		for _, k := range kept {
			if !acked[k] {
				t.Errorf("%s is kept and was not acknowledged", k)
			}
		}
		if len(kept) < 20 {
			t.Errorf("%d approvals only: this tests little", len(kept))
		}
		o.recount()
	})
}
