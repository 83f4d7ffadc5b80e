package dialer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// clicker is somebody with a clicker's page.
type clicker struct {
	*hall
	id    string
	svc   *dialer.Service
	lease campaign.Leased
	began time.Time
	keys  int
	stays bool // the number pressed last is still on the screen
}

func (h *hall) clicks(name string) *clicker {
	h.t.Helper()
	in, _, err := h.campaigns.Join(context.Background(), campaign.Clicker, h.clickers, "", campaign.Joining{Name: name})
	h.must(err)
	return &clicker{hall: h, id: in.Me.ID, svc: h.svc}
}

// looks asks for a number to look at: masked, "" when there is none.
func (c *clicker) looks() string {
	c.t.Helper()
	l, err := c.campaigns.Lease(context.Background(), c.id, nil)
	c.must(err)
	if !l.Launch || len(l.Numbers) > 1 {
		c.t.Fatalf("leased %+v", l)
	}
	c.lease, c.began = l, c.clock.Now()
	if len(l.Numbers) == 0 {
		return ""
	}
	return l.Numbers[0]
}

// press presses with a key of its own, or again with one.
func (c *clicker) press(again ...string) campaign.LaunchCode {
	c.t.Helper()
	c.keys++
	in := campaign.Launching{Person: c.id, Lease: c.lease.Lease, Key: fmt.Sprint("key-", c.keys), MS: c.clock.Now().Sub(c.began).Milliseconds()}
	if len(again) > 0 {
		in.Key = again[0]
	}
	out, err := c.svc.Launch(context.Background(), in)
	c.must(err)
	if out.Title == "" {
		c.t.Fatalf("answered %+v", out)
	}
	c.stays = out.Stays
	return out.Code
}

func (c *clicker) wants(want campaign.LaunchCode, again ...string) {
	c.t.Helper()
	if got := c.press(again...); got != want {
		c.t.Fatalf("the press was answered %s, want %s", got, want)
	}
}

// launching puts the campaign into launch mode.
func (h *hall) launching() {
	h.t.Helper()
	mode := campaign.ModeLaunch
	h.edit(func(e *campaign.Edit) { e.Mode = &mode })
	h.work()
}

var everyLine = []string{"cell", "landline", "unknown"}

// Every dial begins with a press, and a press dials one number for a caller who is free; the driver begins none.
func TestAPressInLaunchModeBeginsOneCall(t *testing.T) {
	onBothOf(t, 9, everyLine, func(t *testing.T, h *hall) {
		h.launching()
		cleo := h.clicks("Cleo")
		number := cleo.looks()
		cleo.wants(campaign.LaunchNobodyFree)
		ann := h.ready("Ann", "+447700800001")
		before := len(h.phone.calls(0))
		for range 4 {
			h.tick()
		}
		if n := len(h.phone.calls(before)); n != 0 {
			t.Fatalf("the driver dialled %d numbers", n)
		}
		w := h.status()
		if w.State != campaign.Running || w.Clicking.Free != 1 || w.Clicking.Wait != "" || w.Clicking.Mode != campaign.ModeLaunch || w.Clicking.Left != 9 || w.Counts.InFlight != 0 {
			t.Errorf("with a number on a screen: %+v, %+v", w.StatusView, w.Counts)
		}
		h.clock.Advance(time.Second)
		cleo.wants(campaign.LaunchNobodyFree, "key-1") // the first answer, though somebody is free by now
		cleo.wants(campaign.LaunchCalling)
		cleo.wants(campaign.LaunchCalling, "key-3")
		cleo.wants(campaign.LaunchNotLeased)
		h.work()
		calls := h.phone.calls(before)
		if len(calls) != 1 || campaign.Masked(calls[0].Number) != number {
			t.Fatalf("dialled %+v, shown was %s", calls, number)
		}
		if w := h.status(); w.Clicking.Free != 0 || w.Clicking.Wait != "No caller is free just now." || w.Counts.InFlight != 1 {
			t.Errorf("while it rings: %+v", w.StatusView)
		}
		second := cleo.looks()
		if second == number || second == "" {
			t.Errorf("after %s came %s", number, second)
		}
		cleo.wants(campaign.LaunchNobodyFree)
		if who := given(h.answers(calls[0])); who != ann.id {
			t.Errorf("the contact was given to %q", who)
		}
		h.over(calls[0], line.Completed, 9)
		ann.answer("who", `"talked"`)
		ann.save()
		ann.leaves()
		h.work()
		cleo.wants(campaign.LaunchCalling)
		if h.work(); len(h.phone.calls(before)) != 2 {
			t.Errorf("dialled %+v", h.phone.calls(before))
		}
		if rows := h.find(`SELECT person FROM launches`); !slices.Equal(rows, []string{cleo.id, cleo.id}) {
			t.Errorf("the evidence: %v", rows)
		}
		if rows := h.find(`SELECT CAST(p.no AS TEXT) FROM contacts p JOIN contact_attempts a ON a.contact = p.no WHERE (p.line = 1) <> (p.approved_at IS NULL)`); len(rows) > 0 {
			t.Errorf("approved as they need not be, or not: %v", rows)
		}
		h.invariants()
	})
}

// What comes between a look and a press, and what becomes of the number.
func TestWhatKeepsAPressFromRinging(t *testing.T) {
	approve := campaign.ModeApprove
	for _, c := range []struct {
		name  string
		then  func(h *hall, c *clicker)
		want  campaign.LaunchCode
		stays bool
	}{
		{"nothing", func(*hall, *clicker) {}, campaign.LaunchCalling, false},
		{"paused", func(h *hall, _ *clicker) { _, err := h.campaigns.Pause(context.Background(), h.by, h.id); h.must(err) }, campaign.LaunchPaused, true},
		{"no caller ID", func(h *hall, _ *clicker) { h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{} }) }, campaign.LaunchNoCallerID, true},
		{"the hours are over", func(h *hall, _ *clicker) {
			hours := campaign.Hours{{Day: "monday", Opens: 540, Closes: 600}}
			h.edit(func(e *campaign.Edit) { e.Hours = &hours })
		}, campaign.LaunchNotNow, false},
		{"approve mode", func(h *hall, _ *clicker) { h.edit(func(e *campaign.Edit) { e.Mode = &approve }) }, campaign.LaunchOtherMode, false},
		{"clicking off", func(h *hall, _ *clicker) {
			_, err := h.campaigns.Turn(context.Background(), h.by, campaign.SwitchEdit{})
			h.must(err)
		}, campaign.LaunchOff, false},
		{"a press that took too long", func(h *hall, c *clicker) { c.began = c.began.Add(6 * time.Second); h.clock.Advance(6 * time.Second) }, campaign.LaunchTooLate, true},
		{"a page that slept", func(h *hall, _ *clicker) { h.wait(3 * time.Minute) }, campaign.LaunchNotLeased, false},
		{"on the Do Not Call list", func(h *hall, c *clicker) {
			all := h.find(`SELECT phone FROM contacts`)
			h.must(h.campaigns.Store.Write(context.Background(), func(tx campaign.Tx) error {
				return tx.OptOut(h.by.Organisation, all, "", h.clock.Now())
			}))
		}, campaign.LaunchOptedOut, false},
		{"called today by another campaign", func(h *hall, _ *clicker) {
			_, err := h.db.Exec(context.Background(), `INSERT INTO contact_attempts (id, campaign, campaign_id, organisation_id, contact, phone, pass, level, leg_id, fence, script_no, claimed_at, state, answered_at, closed_at, outcome)
				SELECT 'x' || CAST(no AS TEXT), 999, 'other', $1, no, phone, 1, 1, 'x' || CAST(no AS TEXT), 1, 1, $2, 'closed', $2, $2, 'talked' FROM contacts`, h.by.Organisation, h.clock.Now().Add(-time.Hour).UnixMilli())
			h.must(err)
		}, campaign.LaunchNotNow, false},
		{"tried already, and there is one pass", func(h *hall, _ *clicker) {
			_, err := h.db.Exec(context.Background(), `UPDATE contacts SET attempts = 1, attempted_at = $1`, h.clock.Now().Add(-9*time.Hour).UnixMilli())
			h.must(err)
		}, campaign.LaunchNotNow, false},
		{"given back", func(h *hall, c *clicker) {
			h.must(h.campaigns.Release(context.Background(), c.id, c.lease.Lease, nil, false))
		}, campaign.LaunchNotLeased, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBothOf(t, 4, everyLine, func(t *testing.T, h *hall) {
				h.launching()
				h.ready("Ann", "+447700800001")
				before := len(h.phone.calls(0))
				cleo := h.clicks("Cleo")
				if cleo.looks() == "" {
					t.Fatal("there is no number")
				}
				c.then(h, cleo)
				cleo.wants(c.want)
				if c.want != campaign.LaunchCalling {
					cleo.wants(c.want, "key-1")
				}
				h.work()
				if n := len(h.phone.calls(before)); (n == 1) != (c.want == campaign.LaunchCalling) || n > 1 {
					t.Errorf("%d numbers were rung", n)
				}
				if open := len(h.find(`SELECT id FROM leases WHERE ended_at IS NULL`)); (open == 1) != c.stays {
					t.Errorf("%d leases are open", open)
				}
				h.invariants()
				if aside := len(h.find(`SELECT contact FROM waiting`)); (aside == 1) != (strings.Contains(c.name, "today") || strings.Contains(c.name, "tried")) {
					t.Errorf("%d contacts are put aside", aside)
				}
				if w := h.status(); w.Counts.Total != 4 {
					t.Errorf("the counts: %+v", w.Counts)
				}
			})
		})
	}
}

// A number on a screen is nobody else's: not another clicker's, not a driver's; and it comes back, whatever became of the page.
func TestANumberOnAScreenIsNobodyElsesAndComesBack(t *testing.T) {
	onBothOf(t, 5, everyLine, func(t *testing.T, h *hall) {
		ctx := context.Background()
		h.launching()
		h.ready("Ann", "+447700800001")
		before := len(h.phone.calls(0))
		seen := map[string]bool{}
		var all []*clicker
		for i := range 5 {
			c := h.clicks(fmt.Sprint("Clicker ", i))
			n := c.looks()
			if n == "" || seen[n] {
				t.Fatalf("%s was shown, after %v", n, seen)
			}
			seen[n] = true
			all = append(all, c)
		}
		late := h.clicks("Late")
		if n := late.looks(); n != "" || late.lease.Held != 5 {
			t.Errorf("a sixth of five was shown: %q, %+v", n, late.lease)
		}
		approve := campaign.ModeApprove
		h.edit(func(e *campaign.Edit) { e.Mode = &approve })
		other := h.drives("node-2") // a new driver gives back what those before had in hand
		h.must(other.Tick(ctx))     // the one before has the lease
		h.clock.Advance(10 * time.Second)
		h.must(other.Tick(ctx))
		if h.work(); len(h.phone.calls(before)) != 0 {
			t.Errorf("numbers on screens were dialled: %+v", h.phone.calls(before))
		}
		h.invariants()
		h.launching()
		h.must(h.campaigns.Release(ctx, all[0].id, all[0].lease.Lease, []int{0}, true)) // skipped
		for range 3 {
			if n := all[0].looks(); n != "" {
				t.Errorf("a skipped number was shown again: %s", n)
			}
		}
		if n := late.looks(); n == "" {
			t.Error("others do not get a skipped number")
		}
		h.wait(3 * time.Minute) // every page is gone
		h.must(other.Tick(ctx))
		h.invariants()
		if n := len(h.find(`SELECT contact FROM taken`)); n != 0 {
			t.Errorf("%d numbers did not come back", n)
		}
		if w := h.status(); w.State != campaign.Stalled || w.Cause != "clicking" || w.Counts.AwaitingClick+w.Counts.UndialedLandlines != 5 ||
			w.Sentence != "This campaign is stalled: each call begins with a click, and nobody clicks: 5 numbers wait, and 1 caller is free. Share the clicker link." {
			t.Errorf("with nobody at it: %s %+v", w.Sentence, w.Counts)
		}
		for range 5 {
			if c := h.clicks("New"); c.looks() == "" {
				t.Error("a number was lost")
			}
		}
	})
}

// A mode that changes under way: what was approved stays so and is dialled by a driver in approve mode; in launch mode nothing is, and what a
// driver had claimed and not placed is not rung.
func TestTheModeMayChangeWhileCallsRun(t *testing.T) {
	onBothOf(t, 4, []string{"cell"}, func(t *testing.T, h *hall) {
		ctx := context.Background()
		cleo := h.clicks("Cleo")
		l, err := h.campaigns.Lease(ctx, cleo.id, nil)
		h.must(err)
		done := make(chan campaign.Approved, 1)
		h.campaigns.Approve(campaign.Approving{Person: cleo.id, Lease: l.Lease, Presses: []campaign.Press{{Ordinal: 0}}}, func(a campaign.Approved, err error) {
			if err != nil {
				t.Error(err)
			}
			done <- a
		})
		if a := <-done; a.Approved != 1 {
			t.Fatalf("approved %+v", a)
		}
		h.ready("Ann", "+447700800001")
		before := len(h.phone.calls(0))
		h.must(h.driver.Look(ctx))
		n, write := h.driver.Decide()
		if n != 1 {
			t.Fatalf("%d lines for one caller", n)
		}
		h.must(write(ctx)) // claimed, and not rung yet
		h.launching()
		if got := h.phone.calls(before); len(got) != 0 {
			t.Fatalf("rung in launch mode without a click: %+v", got)
		}
		h.tick()
		h.must(h.campaigns.Release(ctx, cleo.id, l.Lease, nil, false))
		if w := h.status(); w.Counts.UndialedCells != 1 || w.Counts.AwaitingClick != 3 || w.Counts.InFlight != 0 {
			t.Errorf("in launch mode: %+v", w.Counts)
		}
		h.invariants()
		if cleo.looks() == "" {
			t.Fatal("there is no number")
		}
		cleo.wants(campaign.LaunchCalling)
		h.work()
		calls := h.phone.calls(before)
		if len(calls) != 1 {
			t.Fatalf("rung %+v", calls)
		}
		approve := campaign.ModeApprove
		h.edit(func(e *campaign.Edit) { e.Mode = &approve })
		h.over(calls[0], line.NoAnswer, 0)
		for range 3 {
			h.tick()
		}
		if left := h.find(`SELECT CAST(no AS TEXT) FROM contacts p WHERE approved_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact_attempts a WHERE a.contact = p.no AND a.sent_at IS NOT NULL)`); len(left) > 0 {
			t.Errorf("approved and not dialled in approve mode: %v", left)
		}
		h.invariants()
	})
}
