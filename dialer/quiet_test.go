package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/line"
)

// page has a caller's page last heard of at an instant.
func (v *volunteer) page(at time.Time) {
	v.t.Helper()
	_, err := v.db.Exec(context.Background(), `UPDATE people SET seen_at = $2 WHERE id = $1`, v.id, at.UnixMilli())
	v.must(err)
}

// The minute without page and phone begins when both are gone, not when the talk began.
func TestTheMinuteWithoutPageAndPhoneBeginsWhenBothAreGone(t *testing.T) {
	t.Run("a phone that falls off in a long talk whose page sleeps", func(t *testing.T) {
		onBoth(t, 6, func(t *testing.T, h *hall) {
			v, _, _ := h.bridged()
			h.wait(5 * time.Minute)
			gone := h.clock.Now()
			v.hangsUp()
			h.tick()
			v.is(dialer.Talking)
			h.wait(dialer.SilentLimit - 5*time.Second - h.clock.Now().Sub(gone))
			h.tick()
			v.is(dialer.Talking)
			h.wait(5 * time.Second)
			h.tick()
			if m := v.is(dialer.Out); m.Notice != "incomplete" {
				t.Errorf("the page says %q", m.Notice)
			}
			h.invariants()
		})
	})
	t.Run("a contact who hangs up in that minute does not begin it anew", func(t *testing.T) {
		onBoth(t, 6, func(t *testing.T, h *hall) {
			v, d, _ := h.bridged()
			v.page(tuesday.Add(-time.Minute))
			gone := h.clock.Now()
			v.hangsUp()
			h.wait(30 * time.Second)
			h.over(d, line.Completed, 30)
			v.is(dialer.WrapUp)
			h.wait(dialer.SilentLimit - h.clock.Now().Sub(gone))
			h.tick()
			v.is(dialer.Out)
			h.invariants()
		})
	})
	t.Run("a page whose last sign was noted twenty seconds before it went", func(t *testing.T) {
		onBoth(t, 6, func(t *testing.T, h *hall) {
			v, _, _ := h.bridged()
			h.wait(5 * time.Minute)
			gone := h.clock.Now()
			v.page(gone.Add(-19 * time.Second))
			v.hangsUp()
			h.wait(dialer.SilentLimit - 5*time.Second - h.clock.Now().Sub(gone))
			h.tick()
			v.is(dialer.Talking)
			h.wait(8 * time.Second)
			h.tick()
			v.is(dialer.Out)
			h.invariants()
		})
	})
}

// between is a store in which something happens after each read.
type between struct {
	dialer.Store
	then func()
}

func (b between) Read(ctx context.Context, f func(dialer.Reader) error) error {
	err := b.Store.Read(ctx, f)
	b.then()
	return err
}

// Whoever comes back while their talk is being taken for over keeps it: it is looked at again with the caller locked.
func TestWhoComesBackInTimeKeepsTheirTalk(t *testing.T) {
	for name, back := range map[string]func(v *volunteer){
		"by phone": func(v *volunteer) { v.dialsIn("+447700800001") },
		"by page":  func(v *volunteer) { v.page(v.clock.Now()) },
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 6, func(t *testing.T, h *hall) {
				v, _, _ := h.bridged()
				v.hangsUp()
				h.wait(dialer.SilentLimit + time.Second)
				first := true
				store := h.svc.Store
				h.svc.Store = between{store, func() {
					if first {
						first = false
						back(v)
					}
				}}
				h.must(h.svc.Tidy(context.Background(), h.id))
				h.svc.Store = store
				if first {
					t.Fatal("nobody looked: this tests nothing")
				}
				v.is(dialer.Talking)
				h.invariants()
			})
		})
	}
}
