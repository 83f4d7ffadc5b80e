package dialer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
)

var errGone = errors.New("the connection went away")

// failing is a store whose next transactions fail: before they begin, or when all of them is kept.
type failing struct {
	dialer.Store
	before, after int
}

func (s *failing) Write(ctx context.Context, f func(tx dialer.Tx) error) error {
	if s.before > 0 {
		s.before--
		return errGone
	}
	err := s.Store.Write(ctx, f)
	if err == nil && s.after > 0 {
		s.after--
		return errGone
	}
	return err
}

// forgetful is the same of campaigns.
type forgetful struct {
	campaign.Store
	before, after int
}

func (s *forgetful) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	if s.before > 0 {
		s.before--
		return errGone
	}
	err := s.Store.Write(ctx, f)
	if err == nil && s.after > 0 {
		s.after--
		return errGone
	}
	return err
}

// A transaction that fails, or of which nobody hears, leaves no contact in a driver's hands for good: they are all dialled, once each,
// by that driver or by another.
func TestWhatADriverLostSightOfIsDialled(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func(h *hall, s *failing, ours *forgetful)
	}{
		{"a claim that fails", func(h *hall, s *failing, _ *forgetful) {
			h.must(h.driver.Look(context.Background()))
			n, write := h.driver.Decide()
			if s.before = n; n != 1 || write(context.Background()) == nil {
				h.t.Fatalf("%d claims failed", n)
			}
		}},
		{"a claim of which nobody hears", func(h *hall, s *failing, _ *forgetful) {
			h.must(h.driver.Look(context.Background()))
			n, write := h.driver.Decide()
			if s.after = n; n != 1 || write(context.Background()) == nil {
				h.t.Fatalf("%d claims failed", n)
			}
		}},
		{"a taking of which nobody hears", func(h *hall, _ *failing, ours *forgetful) {
			ours.after = 1
			if h.driver.Look(context.Background()) == nil || ours.after != 0 {
				h.t.Fatal("taking did not fail")
			}
		}},
		{"a lease that is not renewed", func(h *hall, s *failing, _ *forgetful) {
			h.must(h.driver.Look(context.Background()))
			h.clock.Advance(4 * time.Second)
			s.before = 1
			if h.driver.Look(context.Background()) == nil {
				h.t.Fatal("renewing did not fail")
			}
		}},
		{"a giving back that fails", func(h *hall, _ *failing, ours *forgetful) {
			ctx := context.Background()
			h.must(h.driver.Look(ctx))
			_, err := h.campaigns.Pause(ctx, h.by, h.id)
			h.must(err)
			ours.before = 1
			if h.driver.Look(ctx) == nil {
				h.t.Fatal("giving back did not fail")
			}
			_, err = h.campaigns.Resume(ctx, h.by, h.id)
			h.must(err)
		}},
		{"a taking after another has the lease", func(h *hall, _ *failing, _ *forgetful) {
			ctx := context.Background()
			h.must(h.driver.Look(ctx))
			other := h.drives("node-2")
			h.must(other.Look(ctx))
			h.clock.Advance(6 * time.Second)
			h.must(other.Look(ctx)) // gives back what the first had
			_, err := h.campaigns.Pause(ctx, h.by, h.id)
			h.must(err)
			h.must(other.Look(ctx))
			_, err = h.campaigns.Resume(ctx, h.by, h.id)
			h.must(err)
			if late, err := h.campaigns.Take(ctx, h.id, "ahead 1", 1); err != nil || len(late) != 1 {
				h.t.Fatalf("taken %v: %v", late, err)
			}
			h.must(other.Look(ctx))
			h.must(h.driver.Look(ctx))
			h.driver = other
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, 2, func(t *testing.T, h *hall) {
				h.ready("Ann", "+447700800001")
				before := len(h.phone.calls(0))
				svc := h.node()
				store, ours := &failing{Store: svc.Store}, &forgetful{Store: h.campaigns.Store}
				svc.Store, h.campaigns.Store = store, ours
				h.driver.Service = svc
				c.fail(h, store, ours)
				for n := range 2 {
					for range 24 { // it looks for contacts again after ten seconds without
						h.tick()
					}
					calls := h.phone.calls(before)
					if len(calls) != n+1 || n == 1 && calls[0].Number == calls[1].Number {
						t.Fatalf("rung %+v; in hand: %v", calls, h.find(`SELECT holder FROM taken`))
					}
					h.over(calls[n], "no-answer", 0)
				}
				h.invariants()
				if w := h.status(); w.Counts.InFlight != 0 {
					t.Errorf("%d are in flight at the end: %s", w.Counts.InFlight, w.Sentence)
				}
			})
		})
	}
}
