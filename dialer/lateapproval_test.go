package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
)

// A press of approve mode that comes late, when the number is on a screen of launch mode by then, counts; and the number stays in one
// place, is rung once, and is counted once, whoever presses first.
func TestALateApprovalOfANumberOnAScreen(t *testing.T) {
	for _, first := range []string{"the old screen", "a new screen", "nobody"} {
		t.Run(first, func(t *testing.T) {
			onBothOf(t, 1, []string{"cell"}, func(t *testing.T, h *hall) {
				ctx := context.Background()
				gus := h.clicks("Gus")
				l, err := h.campaigns.Lease(ctx, gus.id, nil)
				h.must(err)
				h.wait(3 * time.Minute) // offline: it lapses
				h.launching()
				cleo, dee := h.clicks("Cleo"), h.clicks("Dee")
				if cleo.looks() == "" {
					t.Fatal("there is no number")
				}
				done := make(chan campaign.Approved, 1)
				h.campaigns.Approve(campaign.Approving{Person: gus.id, Lease: l.Lease, Presses: []campaign.Press{{Ordinal: 0, MS: 1000}}}, func(a campaign.Approved, err error) {
					if err != nil {
						t.Error(err)
					}
					done <- a
				})
				if a := <-done; a.Approved != 1 {
					t.Fatalf("approved %+v", a)
				}
				h.ready("Ann", "+447700800001")
				h.ready("Ben", "+447700800002")
				before := len(h.phone.calls(0))
				switch first {
				case "the old screen":
					cleo.wants(campaign.LaunchNotNow)
					if dee.looks() == "" {
						t.Fatal("an approved number is on no screen")
					}
					dee.wants(campaign.LaunchCalling)
				case "a new screen":
					if dee.looks() == "" {
						t.Fatal("an approved number is on no screen")
					}
					dee.wants(campaign.LaunchCalling)
					h.work()
					cleo.wants(campaign.LaunchNotNow)
				default:
					h.wait(3 * time.Minute)
				}
				h.work()
				want := 1
				if first == "nobody" {
					want = 0
				}
				if calls := h.phone.calls(before); len(calls) != want {
					t.Errorf("rung %+v", calls)
				}
				h.invariants()
				if w := h.status(); w.Clicking.Approved != 1 || w.Counts.AwaitingClick != 0 || w.Counts.Total != 1 || w.Counts.InFlight != int64(want) {
					t.Errorf("counted %+v, %+v", w.Counts, w.Clicking)
				}
			})
		})
	}
}
